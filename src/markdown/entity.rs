//! Character references (`&eacute;`, `&#233;`, `&copy`) → the characters they stand for.
//!
//! There is no table of names here: the Markdown parser, which is there anyway, knows them all.

use std::borrow::Cow;

use pulldown_cmark::{Event, Options, Parser};

/// The names that HTML allows without a semicolon: first those of [`LEGACY_ASCII`], then those of
/// U+00A0 to U+00FF in order. One text, because a list of texts is two numbers for each.
const LEGACY: &str = "\
    quot QUOT amp AMP lt LT gt GT COPY REG nbsp iexcl cent pound curren yen brvbar sect uml copy \
    ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm \
    raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave \
    Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times \
    Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring \
    aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute \
    ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";

const LEGACY_ASCII: [char; 10] = ['"', '"', '&', '&', '<', '<', '>', '>', '©', '®'];

/// What numbers 0x80 to 0x9F mean: the characters of windows-1252.
const WINDOWS_1252: [u16; 32] = [
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039,
    0x0152, 0x8D, 0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
];

/// No name is longer (31 bytes, in fact).
const LONGEST_NAME: usize = 32;

/// This text with its character references decoded, as the
/// [HTML standard](https://html.spec.whatwg.org/#character-reference-state) has it. What is not a
/// reference stays as it is.
///
/// In an attribute, a name without its semicolon stays too when a letter, a digit or `=` follows,
/// so that `?a=1&copy=2` keeps its meaning.
///
/// ```
/// use liseuse::markdown::entity::decode;
///
/// assert_eq!(decode("caf&eacute; &amp &#x3C", false), "café & <");
/// ```
#[must_use]
pub fn decode(text: &str, in_attribute: bool) -> Cow<'_, str> {
    let Some((mut before, mut after)) = text.split_once('&') else {
        return Cow::Borrowed(text);
    };
    let mut out = String::with_capacity(text.len());
    loop {
        out.push_str(before);
        let used = match after.strip_prefix('#') {
            Some(number) => numeric(number, &mut out).map(|used| used + 1),
            None => named(after, in_attribute, &mut out),
        };
        if used.is_none() {
            out.push('&');
        }
        let rest = after.get(used.unwrap_or(0)..).unwrap_or("");
        let Some(next) = rest.split_once('&') else {
            out.push_str(rest);
            return Cow::Owned(out);
        };
        (before, after) = next;
    }
}

/// Decodes what follows `&#`; gives the number of bytes used.
fn numeric(text: &str, out: &mut String) -> Option<usize> {
    let hexadecimal = text.strip_prefix(['x', 'X']);
    let (digits, radix) = hexadecimal.map_or((text, 10), |digits| (digits, 16));
    let mut code = 0_u32;
    let mut used = text.len() - digits.len();
    let prefix = used;
    for digit in digits.chars().map_while(|c| c.to_digit(radix)) {
        code = code.saturating_mul(radix).saturating_add(digit);
        used += 1;
    }
    if used == prefix {
        return None;
    }
    let remapped = code
        .checked_sub(0x80)
        .and_then(|index| WINDOWS_1252.get(index as usize));
    let code = remapped.map_or(code, |code| u32::from(*code));
    // NUL, surrogates and numbers out of range are no characters.
    out.push(
        char::from_u32(code)
            .filter(|c| *c != '\0')
            .unwrap_or('\u{FFFD}'),
    );
    Some(used + usize::from(text.as_bytes().get(used) == Some(&b';')))
}

/// Decodes what follows `&`; gives the number of bytes used.
fn named(text: &str, in_attribute: bool, out: &mut String) -> Option<usize> {
    let bytes = text.as_bytes();
    let length = bytes
        .iter()
        .take(LONGEST_NAME)
        .take_while(|b| b.is_ascii_alphanumeric())
        .count();
    let name = text.get(..length).filter(|name| !name.is_empty())?;
    let complete = bytes.get(length) == Some(&b';');
    let legacy = legacy(name);
    if complete && legacy.is_none_or(|(used, _)| used < length) && look_up(name, out) {
        return Some(length + 1);
    }
    let (used, c) = legacy?;
    let next = bytes.get(used);
    if in_attribute && next.is_some_and(|b| *b == b'=' || b.is_ascii_alphanumeric()) {
        return None;
    }
    out.push(c);
    Some(used + usize::from(next == Some(&b';')))
}

/// The longest name that needs no semicolon at the start of this one, and its character.
fn legacy(name: &str) -> Option<(usize, char)> {
    let first = name.as_bytes().first();
    let mut longest = None;
    for (index, legacy) in (0_u32..).zip(LEGACY.split(' ')) {
        // The eleventh name, `nbsp`, is U+00A0, and so on.
        if legacy.as_bytes().first() == first
            && name.starts_with(legacy)
            && longest.is_none_or(|(length, _)| length < legacy.len())
        {
            let ascii = LEGACY_ASCII.get(index as usize).copied();
            longest = ascii
                .or(char::from_u32(0x96 + index))
                .map(|c| (legacy.len(), c));
        }
    }
    longest
}

/// Whether there is a reference by name in this text that the parser does not know: it is none, or the
/// part of the module that has the rarer names is not here.
pub(super) fn has_unknown(text: &str) -> bool {
    text.split('&').skip(1).any(|rest| {
        let length = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let name = rest.get(..length).unwrap_or_default();
        (1..LONGEST_NAME).contains(&length)
            && rest.as_bytes().get(length) == Some(&b';')
            && !look_up(name, &mut String::new())
    })
}

/// Appends what the Markdown parser knows this name to stand for.
fn look_up(name: &str, out: &mut String) -> bool {
    let mut source = String::from("&");
    source.push_str(name);
    source.push(';');
    for event in Parser::new_ext(&source, Options::empty()) {
        if let Event::Text(text) = event {
            // An unknown name comes back as it was; `amp` itself is in `LEGACY`.
            if text.starts_with('&') {
                return false;
            }
            out.push_str(&text);
            return true;
        }
    }
    false
}
