//! The fields of an item that hold its text → the body, and what kind of text it is.

use super::{
    Content, MAX_BODY_BYTES,
    check::{Checker, Place},
    defect::Defect,
    value::Value,
};

/// Finds the body, or where it is, and what kind of text it is.
pub(super) fn read(
    value: &mut Value,
    ours: &mut Value,
    at: usize,
    check: &mut Checker,
) -> Option<(Content, Option<String>, Option<String>)> {
    let declared = read_content_type(ours.take("content_type"), at, check);
    let mut text = |name, check: &mut Checker| match value.take(name) {
        Value::Withheld => Some(None),
        other => check
            .text(other, Place::Item(at, name))
            .filter(|body| !body.trim().is_empty())
            .map(Some),
    };
    let plain = text("content_text", check);
    // Without our word on it, HTML is the richer of the two.
    let html = if declared.is_some() && plain.is_some() {
        None
    } else {
        text("content_html", check)
    };
    let (content, body) = match (html, plain) {
        (Some(html), _) => (Content::Html, html),
        (None, Some(plain)) => (declared.unwrap_or(Content::Text), plain),
        (None, None) => {
            let elsewhere = check.text(ours.take("body"), Place::Item(at, "_liseuse.body"));
            let elsewhere = elsewhere.filter(|address| !address.is_empty());
            if elsewhere.is_none() {
                check.tell(Place::Item(at, ""), Defect::NoBody);
                return None;
            }
            return Some((declared.unwrap_or(Content::Text), None, elsewhere));
        }
    };
    if let Some(body) = &body
        && body.len() > MAX_BODY_BYTES
    {
        check.tell(Place::Item(at, ""), Defect::LongBody);
        return None;
    }
    Some((content, body, None))
}

/// What `content_text` is, when the bundle says so.
fn read_content_type(value: Value, at: usize, check: &mut Checker) -> Option<Content> {
    let place = Place::Item(at, "_liseuse.content_type");
    let text = check.text(value, place)?;
    let kind = text.split(';').next().unwrap_or_default().trim();
    if kind.eq_ignore_ascii_case("text/markdown") {
        return Some(Content::Markdown);
    }
    if !kind.eq_ignore_ascii_case("text/plain") {
        check.tell(place, Defect::UnknownContent(kind));
    }
    Some(Content::Text)
}
