//! What no reader sees in a post's source: tags, addresses, the names of code's languages.
//!
//! It does not parse. It looks at signs that lead somewhere else, once each, so that a source of any
//! kind is read in time that grows with its length. Where it is in doubt, text is shown.

use super::fold::accent;

/// The longest name of a character reference that is looked at.
const MAX_NAME: usize = 10;
/// Elements that no reader sees, with everything in them.
const DROPPED: &[&str] = &[
    "script", "style", "svg", "math", "template", "noscript", "iframe", "textarea", "select",
    "title", "video", "audio", "object", "canvas",
];

/// Where the reading of a source is.
#[derive(Debug)]
pub(super) struct Source {
    /// Whether it is HTML, so that backticks mean nothing.
    is_html: bool,
    /// The sign and the length of the fence around a block of code.
    fence: Option<(u8, usize)>,
    /// The length of the backticks around code in a line, or 0.
    span: usize,
    /// Whether the line began with `[`, so that it may say where a link leads.
    is_definition: bool,
    /// No tag that begins before here has an end.
    no_tag_before: usize,
    /// Nothing is looked for again whose end was once missing.
    has_no_end: bool,
}

impl Source {
    pub(super) fn new(text: &str) -> Self {
        let start = text.trim_start().as_bytes();
        let is_html = matches!(start, [b'<', b'!' | b'a'..=b'z' | b'A'..=b'Z', ..])
            && !text.starts_with("<http");
        let mut source = Self {
            is_html,
            fence: None,
            span: 0,
            is_definition: false,
            no_tag_before: 0,
            has_no_end: false,
        };
        source.is_definition = !is_html && start.first() == Some(&b'[');
        source
    }

    /// Where to read on, at a sign that is no letter; it may be the same place.
    pub(super) fn skip(&mut self, text: &str, at: usize) -> usize {
        let bytes = text.as_bytes();
        let after = bytes.get(at + 1).copied().unwrap_or(b' ');
        match bytes.get(at) {
            Some(b'\n') if !self.is_html => self.line(bytes, at + 1),
            Some(b'`') if !self.is_html => self.code(bytes, at),
            // A fence in the first line.
            Some(b'~') if at == 0 => self.line(bytes, at),
            _ if self.is_code() => at + 1,
            Some(b'<') => self.tag(text, at),
            Some(b']') if !self.is_html && after == b'(' => address(bytes, at + 2),
            Some(b']') if self.is_definition && after == b':' => self.definition(bytes, at + 2),
            Some(b'\\') if after.is_ascii_punctuation() && after != b'\\' => at + 2,
            _ => at + 1,
        }
    }

    fn is_code(&self) -> bool {
        self.fence.is_some() || self.span > 0
    }

    /// The start of a line.
    fn line(&mut self, bytes: &[u8], start: usize) -> usize {
        let mut at = start;
        while matches!(bytes.get(at), Some(b' ' | b'>' | b'\t' | b'\r')) {
            at += 1;
        }
        self.is_definition = false;
        match bytes.get(at) {
            None | Some(b'\n') => {
                self.span = 0;
                at
            }
            Some(b'[') => {
                self.is_definition = true;
                at
            }
            Some(sign @ (b'`' | b'~')) => {
                let length = run(bytes, at);
                match self.fence {
                    Some((own, least)) if own == *sign && length >= least => self.fence = None,
                    None if length > 2 => {
                        self.fence = Some((*sign, length));
                        self.span = 0;
                    }
                    None if *sign == b'`' => return self.code(bytes, at),
                    _ => return at + length,
                }
                // The name of the code's language.
                at += length;
                while bytes.get(at).is_some_and(|byte| *byte != b'\n') {
                    at += 1;
                }
                at
            }
            _ => at,
        }
    }

    /// Backticks.
    fn code(&mut self, bytes: &[u8], at: usize) -> usize {
        let length = run(bytes, at);
        if at == 0 && length > 2 {
            return self.line(bytes, at);
        }
        if self.fence.is_none() {
            if self.span == 0 {
                self.span = length;
            } else if self.span == length {
                self.span = 0;
            }
        }
        at + length
    }

    /// `<`, which may begin a tag or a comment.
    fn tag(&mut self, text: &str, at: usize) -> usize {
        let bytes = text.as_bytes();
        let is_tag = matches!(
            bytes.get(at + 1),
            Some(b'a'..=b'z' | b'A'..=b'Z' | b'/' | b'!' | b'?')
        );
        if !is_tag || at < self.no_tag_before {
            return at + 1;
        }
        if text.get(at..).is_some_and(|rest| rest.starts_with("<!--")) {
            return self.until(text, at + 4, "-->").unwrap_or(at + 4);
        }
        let mut end = at + 1;
        let mut is_name = true;
        loop {
            match bytes.get(end) {
                Some(b'>') => break,
                None | Some(b'<') => {
                    self.no_tag_before = end;
                    return at + 1;
                }
                Some(b'\n') if bytes.get(end + 1) == Some(&b'\n') => {
                    self.no_tag_before = end;
                    return at + 1;
                }
                // An address in angle brackets is shown.
                Some(b'@') if is_name => return at + 1,
                Some(b':') if is_name && bytes.get(end + 1..end + 3) == Some(b"//") => {
                    return at + 1;
                }
                Some(byte) => {
                    is_name &= !matches!(byte, b' ' | b'\n' | b'\t');
                    end += 1;
                }
            }
        }
        let inside = text.get(at + 1..end).unwrap_or_default();
        let is_this = |name: &&&str| {
            let rest = inside
                .get(..name.len())
                .filter(|own| own.eq_ignore_ascii_case(name));
            let next = inside.as_bytes().get(name.len());
            rest.is_some() && !next.is_some_and(u8::is_ascii_alphanumeric)
        };
        let dropped = DROPPED.iter().find(is_this);
        match dropped {
            Some(name) if !inside.ends_with('/') => {
                let rest = self.until_close(text, end + 1, name);
                rest.unwrap_or(end + 1)
            }
            _ => end + 1,
        }
    }

    /// Behind the next `mark`, if there is one.
    fn until(&mut self, text: &str, at: usize, mark: &str) -> Option<usize> {
        if self.has_no_end {
            return None;
        }
        let found = find(text, at, mark);
        self.has_no_end = found.is_none();
        found.map(|found| at + found + mark.len())
    }

    /// Where the element ends that has a name.
    fn until_close(&mut self, text: &str, start: usize, name: &str) -> Option<usize> {
        if self.has_no_end {
            return None;
        }
        let mut at = start;
        while let Some(found) = find(text, at, "</") {
            at += found + 2;
            let own = text.get(at..at + name.len());
            if own.is_some_and(|own| own.eq_ignore_ascii_case(name)) {
                return Some(at + name.len());
            }
        }
        self.has_no_end = true;
        None
    }

    /// Where a link leads that is named at the start of a line.
    fn definition(&mut self, bytes: &[u8], start: usize) -> usize {
        self.is_definition = false;
        let mut at = start;
        while bytes.get(at) == Some(&b' ') {
            at += 1;
        }
        let mut is_address = false;
        let mut end = at;
        while let Some(byte) = bytes.get(end).filter(|byte| !byte.is_ascii_whitespace()) {
            is_address |= matches!(byte, b'/' | b':' | b'#');
            end += 1;
        }
        if is_address { end } else { at }
    }

    /// The character that a reference beginning here stands for, and where it ends; a space for one
    /// that is no letter.
    pub(super) fn reference(&self, text: &str, at: usize) -> Option<(usize, char)> {
        if self.is_code() {
            return None;
        }
        let rest = text.get(at + 1..)?;
        let mut bytes = rest.bytes().take(MAX_NAME);
        let length = bytes.position(|byte| byte == b';')?;
        let name = rest.get(..length)?;
        let end = at + length + 2;
        if let Some(number) = name.strip_prefix('#') {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(digits) => number_of(digits, 16)?,
                None => number_of(number, 10)?,
            };
            return Some((end, char::from_u32(code).unwrap_or(' ')));
        }
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return None;
        }
        let first = name.chars().next()?.to_ascii_lowercase();
        let mark = match name.get(1..)? {
            "acute" => '\u{301}',
            "grave" => '\u{300}',
            "circ" => '\u{302}',
            "uml" => '\u{308}',
            "tilde" => '\u{303}',
            "cedil" => '\u{327}',
            "ring" => '\u{30A}',
            "caron" => '\u{30C}',
            "Elig" | "elig" if first == 'o' => return Some((end, 'œ')),
            "Elig" | "elig" if first == 'a' => return Some((end, 'æ')),
            "zlig" => return Some((end, 'ß')),
            "slash" => return Some((end, 'ø')),
            "squo" | "pos" => return Some((end, '’')),
            "hy" => return Some((end, '\u{AD}')),
            _ => return Some((end, ' ')),
        };
        Some((end, accent(first, mark).unwrap_or(' ')))
    }
}

/// How far behind a place a text has a mark. The library's way is 700 bytes more.
fn find(text: &str, at: usize, mark: &str) -> Option<usize> {
    let rest = text.as_bytes().get(at..)?;
    rest.windows(mark.len())
        .position(|own| own == mark.as_bytes())
}

/// The whole number that digits write.
fn number_of(digits: &str, radix: u32) -> Option<u32> {
    let mut number = 0_u32;
    for c in digits.chars() {
        number = number.checked_mul(radix)?.checked_add(c.to_digit(radix)?)?;
    }
    Some(number)
}

/// How often the sign at a place stands there.
fn run(bytes: &[u8], at: usize) -> usize {
    let sign = bytes.get(at);
    let mut end = at;
    while end < bytes.len() && bytes.get(end) == sign {
        end += 1;
    }
    end - at
}

/// Behind the address of a link or an image: its closing bracket, or white space.
fn address(bytes: &[u8], start: usize) -> usize {
    let mut depth = 0;
    let mut at = start;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 0 => return at + 1,
            b')' => depth -= 1,
            byte if byte.is_ascii_whitespace() => return at,
            _ => {}
        }
        at += 1;
    }
    at
}
