//! A run of plain text → the web and e-mail addresses written in it.
//!
//! The rules are [GFM's extended autolinks](https://github.github.com/gfm/#autolinks-extension-),
//! with the punctuation of French and of typographers added to the places where an address ends.
//! It does not know about Markdown: text in code or in a link must not come here.

use std::ops::Range;

use super::url::{self, Base, Purpose};

/// An address found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Where it stands in the text, in bytes.
    pub range: Range<usize>,
    /// Where it leads: cleaned by [`url::clean`], absolute, `https` for what begins with `www.`
    /// and `mailto` for an e-mail address.
    pub href: String,
}

/// The links to make of this text, in order and apart from one another.
///
/// Takes linear time: whatever is read and refused is not read again.
///
/// ```
/// use liseuse::markdown::autolink::find;
///
/// let text = "Voir (https://example.com/a_(b))…";
/// assert_eq!(&text[find(text)[0].range.clone()], "https://example.com/a_(b)");
/// ```
#[must_use]
pub fn find(text: &str) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    // Where the last link ended, and where to go on.
    let (mut floor, mut at) = (0, 0);
    let may_begin = |byte: u8| matches!(byte, b'h' | b'H' | b'w' | b'W' | b'@');
    while let Some(step) = text.bytes().skip(at).position(may_begin) {
        at += step;
        let mut go_on = at + 1;
        let found = if text.as_bytes().get(at) == Some(&b'@') {
            mail(text, floor, at)
        } else {
            web(text, at, &mut go_on)
        };
        at = go_on;
        if let Some((range, prefix)) = found {
            let mut href = String::from(prefix);
            href.push_str(text.get(range.clone()).unwrap_or(""));
            if let Some(href) = url::clean(&href, Base::Drop, Purpose::Link) {
                (floor, at) = (range.end, range.end);
                links.push(Link { range, href });
            }
        }
    }
    links
}

/// A web address that begins at `start`, and what it lacks to be a URL. When there is none,
/// `go_on` may be moved past what was read.
fn web(text: &str, start: usize, go_on: &mut usize) -> Option<(Range<usize>, &'static str)> {
    let rest = text.get(start..)?;
    let begins = |prefix: &str| {
        rest.get(..prefix.len())
            .is_some_and(|found| found.eq_ignore_ascii_case(prefix))
    };
    let (scheme, missing) = if begins("https://") {
        (8, "")
    } else if begins("http://") {
        (7, "")
    } else if begins("www.") {
        (0, "https://")
    } else {
        return None;
    };
    let before = text.get(..start)?.bytes().next_back().unwrap_or(b' ');
    if before.is_ascii_alphanumeric() || b"/\\.-@=&#%+?".contains(&before) {
        return None;
    }
    let after = rest.get(scheme..)?;
    let host = after.get(..end(after, is_host))?;
    let mut length = scheme + host.len();
    // An underscore in between may begin an address, but not one that would end elsewhere.
    *go_on = start + length;
    let name = host.trim_end_matches(['.', '_']);
    let underscore = name.rsplit('.').take(2).any(|label| label.contains('_'));
    // `www.` alone is no address.
    let bare = name.len() <= if scheme == 0 { 3 } else { 0 };
    if bare || underscore || name.starts_with(['.', '-', '_']) {
        return None;
    }
    let after = rest.get(length..)?;
    let port = after
        .strip_prefix(':')
        .map_or(0, |port| end(port, |c| c.is_ascii_digit()));
    length += if port > 0 { port + 1 } else { 0 };
    match (rest.as_bytes().get(length), rest.as_bytes().get(length + 1)) {
        (Some(b'/' | b'?' | b'#'), _) => length += end(rest.get(length..)?, |c| !is_end(c)),
        // A user's name and password, not a host.
        (Some(b'@'), _) => return None,
        (Some(b':'), Some(next)) if next.is_ascii_alphanumeric() => return None,
        _ => {}
    }
    let length = trimmed(rest.get(..length)?);
    Some((start..start + length, missing))
}

/// The number of bytes at the start of this text whose characters are all such.
fn end(text: &str, is: impl Fn(char) -> bool) -> usize {
    text.find(|c| !is(c)).unwrap_or(text.len())
}

/// Whether this may stand in the name of a host, of which there are some in every script.
fn is_host(c: char) -> bool {
    match c {
        '-' | '_' | '.' => true,
        '\0'..'\u{80}' => c.is_ascii_alphanumeric(),
        // Latin-1 signs; punctuation, arrows and the like.
        '\u{80}'..'\u{C0}' | '\u{2000}'..'\u{2C00}' => false,
        _ => !is_end(c),
    }
}

/// Whether an address ends before this, wherever it stands: white space (the no-break ones too),
/// controls, quotation marks, the punctuation of Chinese and Japanese.
fn is_end(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(
            c,
            '<' | '«' | '»' | '“' | '”' | '„' | '\u{200B}'
                | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
                | '\u{3000}'..='\u{303F}' | '\u{FF01}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF20}'
        )
}

/// The length of this address without the punctuation that belongs to the sentence around it.
fn trimmed(mut address: &str) -> usize {
    // A closing bracket belongs to the address if its opening one does.
    let surplus = |open: u8, close: u8| {
        let count = |bracket| address.bytes().filter(|b| *b == bracket).count();
        count(close).saturating_sub(count(open))
    };
    let (mut round, mut square) = (surplus(b'(', b')'), surplus(b'[', b']'));
    while let Some(last) = address.chars().next_back() {
        let mut shorter = address.len() - last.len_utf8();
        match last {
            ')' if round > 0 => round -= 1,
            ']' if square > 0 => square -= 1,
            '?' | '!' | '.' | ',' | ':' | '*' | '_' | '~' | '\'' | '"' | '>' | '’' | '‘' | '…' =>
                {}
            // What looks like a character reference is not part of it.
            ';' => {
                let body = address.get(..shorter).unwrap_or("");
                let name = body.trim_end_matches(|c: char| c.is_ascii_alphanumeric());
                if name.ends_with('&') && name.len() < body.len() {
                    shorter = name.len() - 1;
                }
            }
            _ => break,
        }
        address = address.get(..shorter).unwrap_or("");
    }
    address.len()
}

/// The e-mail address around the `@` at `at` and not before `floor`, and its scheme if it lacks it.
fn mail(text: &str, floor: usize, at: usize) -> Option<(Range<usize>, &'static str)> {
    let is_local = |b: &u8| b.is_ascii_alphanumeric() || b"._-+".contains(b);
    let local = text
        .get(floor..at)?
        .bytes()
        .rev()
        .take_while(is_local)
        .count();
    let start = at - local;
    let before = text.get(floor..start)?;
    // A path, or a word with a letter that an address cannot have.
    let joined = before.ends_with(|c| matches!(c, '/' | '@' | '\u{C0}'..'\u{2000}'));
    let domain = text.get(at + 1..)?;
    let domain = domain.get(..end(domain, |c| c.is_ascii_alphanumeric() || "._-".contains(c)))?;
    let follows = text.as_bytes().get(at + 1 + domain.len());
    let domain = domain.trim_end_matches('.');
    // A number at the end is a version (`package@1.2`).
    let valid = domain.contains('.')
        && !domain.starts_with('.')
        && domain.ends_with(|c: char| c.is_ascii_alphabetic());
    if local == 0 || joined || !valid || follows == Some(&b'@') {
        return None;
    }
    let end = at + 1 + domain.len();
    let scheme = before
        .len()
        .checked_sub(7)
        .and_then(|scheme| before.get(scheme..));
    if scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("mailto:")) {
        return Some((start - 7..end, ""));
    }
    Some((start..end, "mailto:"))
}
