//! Posts → the document of a bundle, its keys always in one order.

use super::{align::rounded, post::Post};
use crate::{
    bundle::{Alignment, Bead, Beads, FORMAT_VERSION, value::Value},
    language::Language,
};

pub(super) fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// An object without the fields that have nothing to say.
pub(super) fn object(fields: Vec<(&str, Value)>) -> Value {
    let said = |value: &Value| match value {
        Value::Null | Value::Bool(false) => false,
        Value::List(list) => !list.is_empty(),
        Value::Map(entries) => !entries.is_empty(),
        _ => true,
    };
    Value::Map(
        fields
            .into_iter()
            .filter(|(_, v)| said(v))
            .map(|(k, v)| (k.to_owned(), v))
            .collect(),
    )
}

/// Makes the document, and takes the bodies out of the posts for it; without the fields that have
/// nothing to say.
pub(super) fn to_feed(
    posts: &mut [Post],
    title: &str,
    language: Option<&Language>,
    home: Option<&str>,
    tags: &[Vec<(Language, String)>],
    alignments: &[Alignment],
) -> Value {
    object(vec![
        ("version", text("https://jsonfeed.org/version/1.1")),
        ("title", text(title)),
        (
            "language",
            language.map_or(Value::Null, |language| text(language.as_str())),
        ),
        ("home_page_url", home.map_or(Value::Null, text)),
        (
            "items",
            Value::List(posts.iter_mut().map(to_item).collect()),
        ),
        (
            "_liseuse",
            object(vec![
                ("version", Value::Number(f64::from(FORMAT_VERSION))),
                (
                    "tags",
                    Value::List(tags.iter().map(|labels| concept(labels)).collect()),
                ),
                (
                    "alignments",
                    Value::List(alignments.iter().map(to_alignment).collect()),
                ),
            ]),
        ),
    ])
}

/// A tag with its labels. Its id is the first of them; items keep the words of their authors, which
/// are in their own language and so right for every feed reader.
fn concept(labels: &[(Language, String)]) -> Value {
    let id = labels.first().map_or("", |(_, label)| label);
    to_tag(id, labels, None)
}

/// A tag with its labels, and with how many works have it, if that is told.
pub(super) fn to_tag(id: &str, labels: &[(Language, String)], posts: Option<u32>) -> Value {
    let labels = labels
        .iter()
        .map(|(language, label)| (language.to_string(), text(label)));
    object(vec![
        ("id", text(id)),
        ("labels", Value::Map(labels.collect())),
        (
            "posts",
            posts.map_or(Value::Null, |n| Value::Number(f64::from(n))),
        ),
    ])
}

/// Which blocks of two versions say the same, and how sure that is.
pub(super) fn to_alignment(alignment: &Alignment) -> Value {
    let languages = alignment.languages.iter();
    let Beads { beads, confidence } = &alignment.beads;
    let side = |side: &std::ops::Range<u32>| {
        Value::List(side.clone().map(|n| Value::Number(f64::from(n))).collect())
    };
    let sides = |bead: &Bead| Value::List(vec![side(&bead.left), side(&bead.right)]);
    let sure = |bead: &Bead| Value::Number(rounded(bead.confidence));
    object(vec![
        ("translation_key", text(&alignment.translation_key)),
        (
            "languages",
            Value::List(languages.map(|tag| text(tag.as_str())).collect()),
        ),
        ("confidence", Value::Number(rounded(*confidence))),
        ("beads", Value::List(beads.iter().map(sides).collect())),
        ("confidences", Value::List(beads.iter().map(sure).collect())),
    ])
}

fn to_item(post: &mut Post) -> Value {
    let body = std::mem::take(&mut post.body);
    let post = &*post;
    let optional = |value: Option<&str>| value.map_or(Value::Null, text);
    let summaries = post
        .summaries
        .iter()
        .map(|(language, s)| (language.to_string(), text(s)));
    object(vec![
        ("id", text(&post.id)),
        ("url", optional(post.url.as_deref())),
        ("title", text(&post.title)),
        (
            "language",
            optional(post.language.as_ref().map(Language::as_str)),
        ),
        (
            "tags",
            Value::List(post.tags.iter().map(|tag| text(tag)).collect()),
        ),
        (
            "summary",
            if post.summary.is_empty() {
                Value::Null
            } else {
                text(&post.summary)
            },
        ),
        (
            "date_published",
            optional(post.stamp.as_ref().map(|stamp| stamp.published.as_str())),
        ),
        ("content_text", Value::Text(body)),
        (
            "_liseuse",
            object(vec![
                ("content_type", text("text/markdown")),
                (
                    "date",
                    optional(
                        post.stamp
                            .as_ref()
                            .and_then(|stamp| stamp.coarse.as_deref()),
                    ),
                ),
                ("translation_key", optional(post.translation_key.as_deref())),
                ("summaries", Value::Map(summaries.collect())),
                ("words", Value::Number(f64::from(post.words))),
                ("mixed", Value::Bool(post.mixed)),
            ]),
        ),
    ])
}
