//! Bytes of a file → a [`Bundle`], for programs that have no browser to parse JSON for them.

use std::borrow::Cow;

use super::{
    Bundle, MAX_BYTES, from_value,
    value::{self, Document, MAX_DEPTH, MAX_VALUES, Reading},
};
use crate::error::{Error, Problem, Result, Severity};

/// Parses and checks a bundle.
///
/// A byte order mark is taken, bytes that are no UTF-8 become U+FFFD and are told as a problem.
///
/// # Errors
/// [`Error::TooLarge`] above [`MAX_BYTES`], [`Error::NotJson`] for everything that is not JSON
/// (also UTF-16 and web pages), and the errors of [`from_value`].
pub fn from_slice(bytes: &[u8]) -> Result<Bundle> {
    let (document, mut problems) = parse(bytes)?;
    let mut bundle = from_value(document.value)?;
    problems.append(&mut bundle.problems);
    bundle.problems = problems;
    Ok(bundle)
}

/// Parses the bytes of a bundle without looking at what is in it.
pub(crate) fn parse(bytes: &[u8]) -> Result<(Document, Vec<Problem>)> {
    if bytes.len() > MAX_BYTES {
        return Err(Error::TooLarge {
            what: "bytes",
            limit: MAX_BYTES,
            got: bytes.len(),
        });
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if is_utf16(bytes) {
        return Err(not_json("it is UTF-16; save it as UTF-8"));
    }
    let mut problems = Vec::new();
    let mut problem = |severity, place: String, what: &str, remedy: &str| {
        problems.push(Problem {
            severity,
            place,
            what: what.to_owned(),
            remedy: remedy.to_owned(),
        });
    };
    let text = match String::from_utf8_lossy(bytes) {
        Cow::Borrowed(text) => Cow::Borrowed(text),
        Cow::Owned(text) => {
            let good = std::str::from_utf8(bytes).map_or_else(|e| e.valid_up_to(), str::len);
            let before = bytes.get(..good).unwrap_or_default();
            let line = 1 + before.iter().filter(|b| **b == b'\n').count();
            problem(
                Severity::Warning,
                format!("line {line}"),
                "here are bytes that are no UTF-8",
                "they are shown as \u{FFFD}; save the file as UTF-8",
            );
            Cow::Owned(text)
        }
    };
    let start = text.trim_start();
    if start.is_empty() {
        return Err(not_json("it is empty"));
    }
    if start.starts_with('<') {
        return Err(not_json(
            "it looks like a web page; check the address of the bundle",
        ));
    }
    let text = repair(&text);
    let mut source = serde_json::Deserializer::from_str(&text);
    let document = value::read(&mut source, Reading::default())
        .and_then(|document| source.end().map(|()| document))
        .map_err(|error| match error.classify() {
            serde_json::error::Category::Eof => not_json(&format!(
                "it stops in the middle, is the file complete? ({error})"
            )),
            _ => not_json(&error.to_string()),
        })?;
    if document.too_many {
        problem(
            Severity::Error,
            String::from("items"),
            &format!("there are more than {MAX_VALUES} values, the rest is lost"),
            "split the posts over several bundles",
        );
    }
    if document.too_deep {
        problem(
            Severity::Warning,
            String::from("items"),
            &format!("values are nested more than {MAX_DEPTH} deep, the deeper ones are ignored"),
            "nothing of a bundle is nested that deep: look for the mistake",
        );
    }
    Ok((document, problems))
}

fn not_json(message: &str) -> Error {
    Error::NotJson {
        message: message.to_owned(),
    }
}

/// Whether the text begins with a mark of UTF-16, or like ASCII in it.
fn is_utf16(bytes: &[u8]) -> bool {
    matches!(
        bytes,
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] | [0, 1..=255, ..] | [1..=255, 0, ..]
    )
}

/// Puts right what browsers read and `serde_json` refuses, without moving a byte: halves of
/// surrogate pairs become U+FFFD, numbers beyond all measure `null`.
fn repair(text: &str) -> Cow<'_, str> {
    let mut out: Option<Vec<u8>> = None;
    let mut replace = |at: usize, with: &[u8]| {
        let bytes = out.get_or_insert_with(|| text.as_bytes().to_vec());
        if let Some(place) = bytes.get_mut(at..at + with.len()) {
            place.copy_from_slice(with);
        }
    };
    let bytes = text.as_bytes();
    let unit = |at: usize| match (bytes.get(at..at + 2), text.get(at + 2..at + 6)) {
        (Some(b"\\u"), Some(hex)) => u16::from_str_radix(hex, 16).ok(),
        _ => None,
    };
    let (mut at, mut quoted) = (0, false);
    while let Some(&byte) = bytes.get(at) {
        let mut step = 1;
        match byte {
            b'"' => quoted = !quoted,
            b'\\' if quoted => {
                step = 2;
                match unit(at) {
                    Some(0xD800..=0xDBFF) if matches!(unit(at + 6), Some(0xDC00..=0xDFFF)) => {
                        step = 12
                    }
                    Some(0xD800..=0xDFFF) => replace(at + 2, b"FFFD"),
                    _ => {}
                }
            }
            b'-' | b'0'..=b'9' if !quoted => {
                let rest = text.get(at..).unwrap_or_default();
                let end = rest
                    .bytes()
                    .take_while(|b| matches!(b, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E'));
                step = end.count();
                let number = rest.get(..step).unwrap_or_default();
                if step > 4 && number.parse::<f64>().is_ok_and(f64::is_infinite) {
                    let mut blank = vec![b' '; step];
                    if let Some(start) = blank.get_mut(..4) {
                        start.copy_from_slice(b"null");
                    }
                    replace(at, &blank);
                }
            }
            _ => {}
        }
        at += step;
    }
    match out.map(String::from_utf8) {
        Some(Ok(text)) => Cow::Owned(text),
        _ => Cow::Borrowed(text),
    }
}
