//! A URL found in content → one that is safe to hand to a browser, or nothing.
//!
//! Every address of every post goes through this file, whether Markdown, HTML or a feed brought
//! it. What is compared is the *parsed* scheme, as browsers parse it, never a prefix of the raw
//! text. The result holds ASCII alone; `&` and `'` are left for the HTML escaper.

use crate::text::cut;

/// What a URL is for, which decides the schemes it may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To be followed on a click: `http`, `https`, `mailto`, `tel`, or a fragment alone.
    Link,
    /// To be fetched and shown: `http`, `https`, or a raster picture in a `data:` URL.
    Image,
}

/// What becomes of a relative reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base<'a> {
    /// It stays relative: the page that shows it stands where the post stood.
    Keep,
    /// It is refused: nobody knows where the post stood, and the host page is the wrong place.
    Drop,
    /// It is resolved against this absolute `http` or `https` URL (RFC 3986, section 5.2), or
    /// against a `file` URL, which only a page opened from disk has: a path from the root is
    /// refused there. A base of any other kind, or one longer than 2,048 bytes, counts as
    /// [`Base::Drop`].
    At(&'a str),
}

/// A base is copied into every relative link, so that a giant one would be multiplied.
const LONGEST_BASE: usize = 2048;

/// The URL to use for `raw`, percent-encoded as CommonMark's reference writer does it, or `None`
/// when it must not be used.
///
/// - C0 controls and spaces around it, and tabs and line ends anywhere in it, vanish, as in the
///   [URL standard](https://url.spec.whatwg.org/#concept-basic-url-parser).
/// - `//host` becomes `https://host`. Backslashes count as slashes where the host begins and
///   ends; further on they become `%5C`, as CommonMark has it.
/// - Refused: any other scheme, a user name or password, and `http:` without exactly two slashes
///   and a host, which browsers repair in different ways.
/// - A lone fragment (`#x`) is kept for a link, whatever the base: it points into the post.
///
/// ```
/// use liseuse::markdown::url::{Base, Purpose, clean};
///
/// let base = Base::At("https://example.org/blog/post/");
/// assert_eq!(clean("../a b", base, Purpose::Link).as_deref(), Some("https://example.org/blog/a%20b"));
/// assert_eq!(clean("java\nscript:alert(1)", base, Purpose::Link), None);
/// ```
#[must_use]
pub fn clean(raw: &str, base: Base<'_>, purpose: Purpose) -> Option<String> {
    let url: String = raw
        .trim_matches(|c: char| c <= ' ')
        .chars()
        .filter(|c| !matches!(c, '\t' | '\n' | '\r'))
        .collect();
    let link = purpose == Purpose::Link;
    if let Some((scheme, rest)) = split_scheme(&url) {
        let is = |name: &str| scheme.eq_ignore_ascii_case(name);
        if is("https") || is("http") {
            return web(scheme, after_slashes(rest)?);
        }
        let allowed = if link {
            is("mailto") || is("tel")
        } else {
            is("data") && is_raster(rest)
        };
        return allowed.then(|| encoded(&url));
    }
    if let Some(rest) = after_slashes(&url) {
        return web("https", rest);
    }
    if url.starts_with('#') {
        return link.then(|| encoded(&url));
    }
    match base {
        Base::Keep => Some(encoded(&url)),
        Base::Drop => None,
        Base::At(base) => resolve(&url, base),
    }
}

/// The value of a `srcset` attribute with each candidate cleaned as an image, and `None` when no
/// candidate is left.
///
/// Follows [the HTML standard](https://html.spec.whatwg.org/#parsing-a-srcset-attribute); a
/// candidate goes when its URL is refused or its descriptor is not one width or one density.
#[must_use]
pub fn srcset(raw: &str, base: Base<'_>) -> Option<String> {
    let mut out = String::new();
    let mut rest = raw;
    loop {
        rest = rest.trim_start_matches(|c: char| c == ',' || c.is_ascii_whitespace());
        if rest.is_empty() {
            break;
        }
        let (mut address, after) = cut(rest, b" \t\n\x0C\r");
        rest = after;
        let mut descriptor = "";
        if address.ends_with(',') {
            address = address.trim_end_matches(',');
        } else {
            let mut parentheses = false;
            let is_end = |c: char| {
                parentheses = c == '(' || parentheses && c != ')';
                c == ',' && !parentheses
            };
            (descriptor, rest) = rest.split_once(is_end).unwrap_or((rest, ""));
        }
        let descriptor = descriptor.trim_ascii();
        let Some(url) = clean(address, base, Purpose::Image) else {
            continue;
        };
        // A comma at either end would be read as a separator.
        if !is_descriptor(descriptor)
            || url.is_empty()
            || url.starts_with(',')
            || url.ends_with(',')
        {
            continue;
        }
        if !out.is_empty() {
            out.push_str(", ");
        }
        out.push_str(&url);
        if !descriptor.is_empty() {
            out.push(' ');
            out.push_str(descriptor);
        }
    }
    (!out.is_empty()).then_some(out)
}

/// Whether this is nothing, a width (`640w`) or a density (`1.5x`).
fn is_descriptor(text: &str) -> bool {
    let Some((unit, number)) = text.as_bytes().split_last() else {
        return true;
    };
    let is_number =
        |dot| number.len() < 10 && number.iter().all(|b| b.is_ascii_digit() || *b == dot);
    number.first().is_some_and(u8::is_ascii_digit)
        && match unit {
            b'w' => is_number(b'0'),
            b'x' => is_number(b'.'),
            _ => false,
        }
}

/// The scheme and what follows its colon (RFC 3986, section 3.1).
fn split_scheme(url: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = url.split_once(':')?;
    let (first, others) = scheme.as_bytes().split_first()?;
    let valid = first.is_ascii_alphabetic()
        && others
            .iter()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    valid.then_some((scheme, rest))
}

/// What follows two slashes of either kind.
fn after_slashes(url: &str) -> Option<&str> {
    url.strip_prefix(['/', '\\'])?.strip_prefix(['/', '\\'])
}

/// An absolute URL out of its scheme and what follows the two slashes.
fn web(scheme: &str, rest: &str) -> Option<String> {
    let (host, mut tail) = cut(rest, b"/\\?#");
    // `@` ends a user name and password; browsers refuse hosts with the others.
    let bad = |b: u8| b <= b' ' || matches!(b, b'@' | b'<' | b'>' | b'^' | b'|' | 0x7F);
    if host.is_empty() || host.starts_with(':') || host.bytes().any(bad) {
        return None;
    }
    let mut out = String::with_capacity(scheme.len() + rest.len() + 4);
    out.push_str(scheme);
    out.push_str("://");
    encode(host, &mut out);
    if let Some(path) = tail.strip_prefix('\\') {
        out.push('/');
        tail = path;
    }
    encode(tail, &mut out);
    Some(out)
}

/// Whether the part of a `data:` URL after the scheme is a picture that cannot hold scripts.
fn is_raster(data: &str) -> bool {
    let (kind, rest) = cut(data, b";,");
    let (_, content) = cut(rest, b",");
    !content.is_empty()
        && [
            "image/png",
            "image/jpeg",
            "image/gif",
            "image/webp",
            "image/avif",
        ]
        .iter()
        .any(|raster| kind.eq_ignore_ascii_case(raster))
}

/// A relative reference, made absolute (RFC 3986, section 5.2.2).
fn resolve(reference: &str, base: &str) -> Option<String> {
    if base.len() > LONGEST_BASE {
        return None;
    }
    let is_disk = base.starts_with("file:///");
    // The root of a disk is not the root of a site.
    if is_disk && reference.starts_with(['/', '\\']) {
        return None;
    }
    let base = if is_disk {
        base.into()
    } else {
        clean(base, Base::Drop, Purpose::Link)?
    };
    let (scheme, rest) = split_scheme(&base)?;
    let (host, tail) = cut(after_slashes(rest)?, b"/?#");
    let (base_path, base_tail) = cut(tail, b"?#");
    let (path, tail) = cut(reference, b"?#");

    let mut out = String::with_capacity(base.len() + reference.len());
    out.push_str(scheme);
    out.push_str("://");
    out.push_str(host);
    if path.is_empty() {
        out.push_str(base_path);
        if tail.starts_with('?') {
            encode(tail, &mut out);
        } else {
            out.push_str(cut(base_tail, b"#").0);
        }
        return Some(out);
    }
    let mut merged = String::new();
    if !path.starts_with('/') {
        let directory = base_path
            .rsplit_once('/')
            .map_or("", |(directory, _)| directory);
        merged.push_str(directory);
        merged.push('/');
    }
    merged.push_str(path);
    push_without_dots(&merged, &mut out);
    encode(tail, &mut out);
    // On some systems what follows four slashes is another machine.
    (!out.starts_with("file:////")).then_some(out)
}

/// Appends an absolute path, `.` and `..` segments resolved (RFC 3986, section 5.2.4).
fn push_without_dots(path: &str, out: &mut String) {
    let root = out.len();
    let mut segments = path.split('/').skip(1).peekable();
    while let Some(segment) = segments.next() {
        let dots = matches!(segment, "." | "..");
        if segment == ".." {
            let parent = out
                .get(root..)
                .and_then(|path| path.rfind('/'))
                .unwrap_or(0);
            out.truncate(root + parent);
        }
        if !dots || segments.peek().is_none() {
            out.push('/');
        }
        if !dots {
            encode(segment, out);
        }
    }
}

/// This text with every byte that CommonMark's reference writer encodes written as `%XX`.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    encode(text, &mut out);
    out
}

/// Appends to `out` what [`encoded`] gives; `%` stays, so that nothing is encoded twice.
fn encode(text: &str, out: &mut String) {
    let hex = |digit: u8| {
        char::from(if digit < 10 {
            b'0' + digit
        } else {
            b'A' - 10 + digit
        })
    };
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"/.-_%:?=&#+,;!*'()@$~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(hex(byte >> 4));
            out.push(hex(byte & 15));
        }
    }
}
