//! The reader's place ↔ the fragment of the page's address.
//!
//! `#KEY?post=ID&lang=fr&view=side-by-side&tag=a&tag=b&match=all&q=poc&block=7`, in the encoding of
//! `application/x-www-form-urlencoded`, so that `URLSearchParams` reads it too. Names that are not
//! ours are left out; a fragment with another key is not ours to read.

use std::borrow::Cow;

use crate::text::{digits, integer};

/// What a fragment says. Nothing here is known to exist.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// The open post's id.
    pub post: Option<String>,
    /// Of an open post, the language asked for; of the list, the languages to read, best first.
    pub languages: Vec<String>,
    /// How a post with several versions is shown.
    pub view: Option<String>,
    /// The chosen tags.
    pub tags: Vec<String>,
    /// Whether all of the tags are wanted, not any.
    pub match_all: bool,
    /// The text searched for.
    pub query: String,
    /// The block to show, counted from 0.
    pub block: Option<u32>,
}

/// Reads a fragment, with its `#` or without; none if it belongs to somebody else.
#[must_use]
pub fn parse(fragment: &str, key: &str) -> Option<Place> {
    let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
    let (own, pairs) = fragment.split_once('?').unwrap_or((fragment, ""));
    if decode(own) != key {
        return None;
    }
    let mut place = Place::default();
    for pair in pairs.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let value = decode(value).into_owned();
        match &*decode(name) {
            "post" if !value.is_empty() => place.post = Some(value),
            "lang" if !value.is_empty() => place.languages.push(value),
            "view" if !value.is_empty() => place.view = Some(value),
            "tag" if !value.is_empty() => place.tags.push(value),
            "match" => place.match_all = value == "all",
            "q" => place.query = value,
            "block" => place.block = integer(&value),
            _ => {}
        }
    }
    Some(place)
}

/// Writes a fragment, without `#`. [`parse`] gives the same place again.
#[must_use]
pub fn print(place: &Place, key: &str) -> String {
    let mut out = String::new();
    encode(key, &mut out);
    let mut separator = '?';
    let mut pair = |name: &str, value: &str| {
        out.push(separator);
        separator = '&';
        out.push_str(name);
        out.push('=');
        encode(value, &mut out);
    };
    if let Some(post) = &place.post {
        pair("post", post);
    }
    place
        .languages
        .iter()
        .for_each(|language| pair("lang", language));
    if let Some(view) = &place.view {
        pair("view", view);
    }
    place.tags.iter().for_each(|tag| pair("tag", tag));
    if place.match_all {
        pair("match", "all");
    }
    if !place.query.is_empty() {
        pair("q", &place.query);
    }
    if let Some(block) = place.block {
        pair("block", &digits(block));
    }
    out
}

/// Writes the fragment that leads to a post, by its id; without `#`.
#[must_use]
pub fn to_post(id: &str, key: &str) -> String {
    let post = Some(id.into());
    print(
        &Place {
            post,
            ..Place::default()
        },
        key,
    )
}

fn encode(text: &str, out: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let digit = |nibble: u8| char::from(HEX.get(usize::from(nibble)).copied().unwrap_or(b'0'));
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric()
            || matches!(byte, b'-' | b'_' | b'.' | b'~' | b'*' | b'/' | b':')
        {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(digit(byte >> 4));
            out.push(digit(byte & 15));
        }
    }
}

/// Text in this encoding, as it was before.
pub(crate) fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains(['%', '+']) {
        return text.into();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        rest = tail;
        let hex = |index: usize| {
            tail.get(index)
                .and_then(|byte| char::from(*byte).to_digit(16))
        };
        match (first, hex(0), hex(1)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push(u8::try_from(high * 16 + low).unwrap_or(b'?'));
                rest = tail.get(2..).unwrap_or(&[]);
            }
            (b'+', ..) => bytes.push(b' '),
            _ => bytes.push(first),
        }
    }
    // What is no UTF-8 names nothing of ours: it may stay as it stands.
    String::from_utf8(bytes).map_or(text.into(), Cow::Owned)
}
