//! An item with its body ↔ the same as the list has it, without.

use crate::{
    bundle::{Content, Item, value::Value},
    cli::{excerpt::excerpt, feed::text},
};

/// A longer summary is cut in the list, in characters; the body's file has all of it.
const MAX_SUMMARY: usize = 320;

/// The document without its bodies, and how many bytes they have together: what the checks look at.
pub(in crate::cli) fn light(feed: &Value) -> (Value, usize) {
    let Value::Map(fields) = feed else {
        return (feed.clone(), 0);
    };
    let mut bytes = 0;
    let mut lighten = |(name, value): &(String, Value)| {
        let value = match (name.as_str(), value) {
            ("content_text" | "content_html", Value::Text(text)) => {
                bytes += text.len();
                Value::Withheld
            }
            _ => value.clone(),
        };
        (name.clone(), value)
    };
    let mut item = |item: &Value| match item {
        Value::Map(fields) => Value::Map(fields.iter().map(&mut lighten).collect()),
        other => other.clone(),
    };
    let light = fields.iter().map(|(name, value)| {
        let value = match value {
            Value::List(items) if name == "items" => {
                Value::List(items.iter().map(&mut item).collect())
            }
            other => other.clone(),
        };
        (name.clone(), value)
    });
    (Value::Map(light.collect()), bytes)
}

/// The item says what the reader made of it: an id of its own, and no key that another post has.
pub(super) fn settle(value: &mut Value, item: &Item) {
    let Value::Map(fields) = value else { return };
    for (name, value) in fields {
        match (name.as_str(), value) {
            ("id", value) => *value = text(&item.id),
            ("_liseuse", Value::Map(own)) => {
                own.retain(|(name, _)| match name.as_str() {
                    "translation_key" => item.translation_key.is_some(),
                    other => !matches!(other, "body" | "hash"),
                });
            }
            _ => {}
        }
    }
}

/// An item as the list has it: without its body, and with the address of it.
pub(super) fn listed(whole: &Value, item: &Item, address: String) -> Value {
    let Value::Map(fields) = whole else {
        return Value::Null;
    };
    let is_listed = |field: &&(String, Value)| {
        !matches!(
            field.0.as_str(),
            "content_text" | "content_html" | "_liseuse"
        )
    };
    let mut listed: Vec<(String, Value)> = fields.iter().filter(is_listed).cloned().collect();
    let own = fields.iter().rfind(|(name, _)| name == "_liseuse");
    let mut own = own.map_or(Vec::new(), |(_, own)| entries(own.clone()));
    for (name, value) in listed.iter_mut().chain(&mut own) {
        match (name.as_str(), value) {
            ("summary", Value::Text(text)) => shorten(text),
            ("summaries", Value::Map(texts)) => {
                for (_, value) in texts {
                    if let Value::Text(text) = value {
                        shorten(text);
                    }
                }
            }
            _ => {}
        }
    }
    // Readers make a title of the body, and it is not there.
    if !listed.iter().any(|(name, _)| name == "title") {
        listed.push(("title".to_owned(), text(&item.title)));
    }
    own.push(("body".to_owned(), Value::Text(address)));
    listed.push(("_liseuse".to_owned(), Value::Map(own)));
    Value::Map(listed)
}

fn shorten(text: &mut String) {
    if text.chars().nth(MAX_SUMMARY).is_some() {
        *text = excerpt(text);
    }
}

/// The text of an item.
pub(super) fn body(item: &Value, content: Content) -> &str {
    let wanted = match content {
        Content::Html => "content_html",
        Content::Markdown | Content::Text => "content_text",
    };
    let Value::Map(fields) = item else { return "" };
    match fields.iter().rfind(|(name, _)| name == wanted) {
        Some((_, Value::Text(text))) => text,
        _ => "",
    }
}

/// Where an item says that its body is.
pub(super) fn body_address(item: &mut Value) -> Option<&mut Value> {
    let Value::Map(fields) = item else {
        return None;
    };
    let (_, own) = fields.iter_mut().rfind(|(name, _)| name == "_liseuse")?;
    let Value::Map(own) = own else { return None };
    Some(&mut own.iter_mut().rfind(|(name, _)| name == "body")?.1)
}

pub(super) fn entries(value: Value) -> Vec<(String, Value)> {
    match value {
        Value::Map(entries) => entries,
        _ => Vec::new(),
    }
}

pub(super) fn without(mut fields: Vec<(String, Value)>, names: &[&str]) -> Vec<(String, Value)> {
    fields.retain(|(name, _)| !names.contains(&name.as_str()));
    fields
}
