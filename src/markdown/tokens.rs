//! Untrusted HTML → start tags, end tags and text, as the
//! [WHATWG tokenizer](https://html.spec.whatwg.org/#tokenization) would give them.
//!
//! It does not build a tree, and it drops what no tree of ours holds: comments, doctypes,
//! processing instructions and, as outside of SVG, CDATA sections. It takes every input, in one
//! pass and linear time, without recursion.

use std::borrow::Cow;

use super::entity;

/// The name and the value of an attribute.
pub type Attribute<'a> = (Cow<'a, str>, Cow<'a, str>);

/// One token of HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token<'a> {
    /// `<name …>` or `<name …/>`.
    Start {
        /// In ASCII lower case.
        name: Cow<'a, str>,
        /// In the order of the source, names in ASCII lower case, values with their character
        /// references decoded. The first of several with one name wins, and those after the 64th
        /// are dropped, so that a tag cannot take quadratic time.
        attributes: Vec<Attribute<'a>>,
        /// Whether the tag ends in `/>`, which means nothing outside of SVG and MathML.
        self_closing: bool,
    },
    /// `</name>`; what else stands in it is dropped.
    End {
        /// In ASCII lower case.
        name: Cow<'a, str>,
    },
    /// Text, never empty, with character references decoded where the standard decodes them. One
    /// run of text may come in several pieces.
    Text(Cow<'a, str>),
}

/// Reads tokens from a piece of HTML, which may begin and end anywhere.
///
/// After the start tag of an element whose content is text (`script`, `style`, `title`,
/// `textarea`, …) everything up to its end tag, or to the end of the input, is text; `noscript`
/// is read as a browser with scripting does. A tag that the input cuts off is dropped.
///
/// Line ends come out as `\n`. NUL comes out as U+FFFD, or not at all where a browser's tree
/// builder would drop it.
///
/// ```
/// use liseuse::markdown::tokens::{Token, Tokens};
///
/// let tokens: Vec<_> = Tokens::new("<B>R&amp;D</B><!-- x --><br").collect();
/// assert_eq!(tokens.len(), 3);
/// assert_eq!(tokens[1], Token::Text("R&D".into()));
/// ```
#[derive(Clone, Debug)]
pub struct Tokens<'a> {
    rest: &'a str,
    /// The element whose content, which is all text, comes next.
    raw: Option<&'static str>,
}

/// The elements whose content is text, per the tree construction rules that switch the tokenizer.
const RAW: [&str; 10] = [
    "script",
    "style",
    "title",
    "textarea",
    "plaintext",
    "xmp",
    "iframe",
    "noembed",
    "noframes",
    "noscript",
];

const SPACE: &[u8] = b"\t\n\x0C\r ";
const NAME_END: &[u8] = b"\t\n\x0C\r />=";
const VALUE_END: &[u8] = b"\t\n\x0C\r >";

const MAX_ATTRIBUTES: usize = 64;

impl<'a> Tokens<'a> {
    /// Reads this piece of HTML.
    #[must_use]
    pub fn new(html: &'a str) -> Self {
        Self {
            rest: html,
            raw: None,
        }
    }

    /// Takes this many bytes, or all that is left if they do not end between two characters.
    fn advance(&mut self, bytes: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at_checked(bytes).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }

    /// Takes everything before the first of these bytes, not counting the first `skip` bytes.
    fn take(&mut self, skip: usize, stops: &[u8]) -> &'a str {
        let stop = self
            .rest
            .bytes()
            .skip(skip)
            .position(|b| stops.contains(&b));
        self.advance(stop.map_or(self.rest.len(), |at| skip + at))
    }

    fn skip_space(&mut self) {
        let space = self.rest.bytes().take_while(|b| SPACE.contains(b)).count();
        self.advance(space);
    }

    fn starts_with(&self, byte: u8) -> bool {
        self.rest.as_bytes().first() == Some(&byte)
    }

    /// Takes what begins with a `<` that is not text.
    fn markup(&mut self) -> Option<Token<'a>> {
        match self.rest.as_bytes() {
            [_, b'!', b'-', b'-', ..] => {
                let end = comment_end(self.rest);
                self.advance(end);
                None
            }
            [_, b'/', letter, ..] if letter.is_ascii_alphabetic() => {
                self.advance(2);
                self.tag(true)
            }
            [_, letter, ..] if letter.is_ascii_alphabetic() => {
                self.advance(1);
                self.tag(false)
            }
            // A doctype, or what the standard calls a bogus comment. (Quotes in a doctype do not
            // hide a `>`.)
            _ => {
                self.take(0, b">");
                self.advance(1);
                None
            }
        }
    }

    /// Takes a tag from its name on.
    fn tag(&mut self, end: bool) -> Option<Token<'a>> {
        let name = normalized(self.take(0, b"\t\n\x0C\r />"), true, "\u{FFFD}");
        let mut attributes: Vec<Attribute<'a>> = Vec::new();
        let mut self_closing = false;
        loop {
            self.skip_space();
            match self.rest.as_bytes() {
                [] => return None,
                [b'>', ..] => break,
                [b'/', b'>', ..] => self_closing = true,
                [b'/', ..] => {}
                _ => {
                    let (name, value) = self.attribute();
                    // In a start tag alone, while there is room, and not twice.
                    if !end && attributes.len() < MAX_ATTRIBUTES {
                        let name = normalized(name, true, "\u{FFFD}");
                        if attributes.iter().all(|(other, _)| *other != name) {
                            attributes.push((name, decoded(value, true, "\u{FFFD}")));
                        }
                    }
                    continue;
                }
            }
            self.advance(1);
        }
        self.advance(1);
        if end {
            return Some(Token::End { name });
        }
        self.raw = RAW.into_iter().find(|raw| *raw == name);
        Some(Token::Start {
            name,
            attributes,
            self_closing,
        })
    }

    /// Takes an attribute, which begins with any character but space, `/` and `>`.
    fn attribute(&mut self) -> (&'a str, &'a str) {
        // Even an equals sign may begin a name.
        let name = self.take(1, NAME_END);
        self.skip_space();
        if !self.starts_with(b'=') {
            return (name, "");
        }
        self.advance(1);
        self.skip_space();
        let quote: &[u8] = match self.rest.as_bytes() {
            [b'"', ..] => b"\"",
            [b'\'', ..] => b"'",
            _ => return (name, self.take(0, VALUE_END)),
        };
        self.advance(1);
        let value = self.take(0, quote);
        self.advance(1);
        (name, value)
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let text = if let Some(name) = self.raw.take() {
                let end = raw_end(self.rest, name);
                let text = self.advance(end);
                if matches!(name, "title" | "textarea") {
                    decoded(text, false, "\u{FFFD}")
                } else {
                    normalized(text, false, "\u{FFFD}")
                }
            } else if self.rest.is_empty() {
                return None;
            } else {
                let end = text_end(self.rest);
                decoded(self.advance(end), false, "")
            };
            if !text.is_empty() {
                return Some(Token::Text(text));
            }
            if !self.rest.is_empty()
                && text_end(self.rest) == 0
                && let Some(token) = self.markup()
            {
                return Some(token);
            }
        }
    }
}

/// Where text ends: at a `<` that begins a tag or something to skip, or at the end.
fn text_end(html: &str) -> usize {
    let is_markup = |pair: &[u8]| match pair {
        [b'<', next] => next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?'),
        _ => false,
    };
    match html.as_bytes().windows(2).position(is_markup) {
        // `</` at the very end is text.
        Some(at) if html.get(at..) != Some("</") => at,
        _ => html.len(),
    }
}

/// The length of the comment that this text begins with.
fn comment_end(html: &str) -> usize {
    let mut end = 4;
    while let Some(length) = html.bytes().skip(end).position(|b| b == b'>') {
        let body = html.get(4..end + length).unwrap_or("");
        if matches!(body, "" | "-") || body.ends_with("--") || body.ends_with("--!") {
            return end + length + 1;
        }
        end += length + 1;
    }
    html.len()
}

/// Where the text inside an element of this name ends: at its end tag, or at the end.
///
/// A script may hold `<!-- … <script> … </script> … -->`, whose end tag does not end it (the
/// *escaped* and *double escaped* states).
fn raw_end(text: &str, name: &str) -> usize {
    let (mut escaped, mut double) = (false, false);
    let mut at = 0;
    while let Some(step) = text.bytes().skip(at).position(|b| matches!(b, b'<' | b'-')) {
        at += step;
        let here = text.get(at..).unwrap_or("");
        if name == "script" && !escaped && here.starts_with("<!--") {
            escaped = true;
            // The dashes may already be those of `-->`.
            at += 1;
        } else if here.starts_with("-->") {
            (escaped, double) = (false, false);
        } else if name != "plaintext" && is_tag(here, "</", name) {
            if !double {
                return at;
            }
            double = false;
        } else if escaped && is_tag(here, "<", name) {
            double = true;
        }
        at += 1;
    }
    text.len()
}

/// Whether this text begins with a tag of this name.
fn is_tag(text: &str, open: &str, name: &str) -> bool {
    let found = || {
        let (start, end) = text.strip_prefix(open)?.split_at_checked(name.len())?;
        let stop = end.as_bytes().first()?;
        Some(start.eq_ignore_ascii_case(name) && (SPACE.contains(stop) || b"/>".contains(stop)))
    };
    found().unwrap_or(false)
}

/// [`normalized`] text with its character references decoded.
fn decoded<'a>(raw: &'a str, in_attribute: bool, nul: &str) -> Cow<'a, str> {
    match normalized(raw, false, nul) {
        Cow::Borrowed(text) => entity::decode(text, in_attribute),
        Cow::Owned(text) => Cow::Owned(entity::decode(&text, in_attribute).into_owned()),
    }
}

/// This text with line ends as `\n`, `nul` in place of NUL, and in lower case if asked for.
fn normalized<'a>(raw: &'a str, lower: bool, nul: &str) -> Cow<'a, str> {
    let changes = |b| matches!(b, 0 | b'\r') || lower && b.is_ascii_uppercase();
    if !raw.bytes().any(changes) {
        return Cow::Borrowed(raw);
    }
    let mut out = String::with_capacity(raw.len());
    let mut chars = raw.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\0' => out.push_str(nul),
            '\r' if chars.peek() == Some(&'\n') => {}
            '\r' => out.push('\n'),
            c if lower => out.push(c.to_ascii_lowercase()),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}
