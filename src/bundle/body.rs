//! The fields of an item that hold its text → the body, and what kind of text it is.

use super::{
    Content, MAX_BODY_BYTES,
    check::{Checker, Place, label_of_key},
    value::Value,
};

/// Finds the body and what kind of text it is.
pub(super) fn read(
    value: &mut Value,
    ours: &mut Value,
    at: usize,
    check: &mut Checker,
) -> Option<(Content, Option<String>)> {
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
        (None, None) if matches!(ours.take("body"), Value::Text(_)) => {
            check.lose(
                Place::Item(at, "_liseuse.body"),
                "the body stands in a file of its own, which this version does not read",
                "build the bundle in one file",
            );
            return None;
        }
        (None, None) => {
            check.lose(
                Place::Item(at, ""),
                "there is neither `content_text` nor `content_html`",
                "the item is left out; give it a text",
            );
            return None;
        }
    };
    if let Some(body) = &body
        && body.len() > MAX_BODY_BYTES
    {
        check.lose(
            Place::Item(at, ""),
            "the text has more than 1 MB",
            "the item is left out; split it into several posts",
        );
        return None;
    }
    Some((content, body))
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
        let what = ["`", &label_of_key(kind), "` is not a known kind of text"].concat();
        check.warn(
            place,
            &what,
            "it is shown as plain text; write `text/markdown` or `text/plain`",
        );
    }
    Some(Content::Text)
}
