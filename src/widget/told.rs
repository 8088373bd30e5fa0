//! What the page is told, in events and by methods: plain objects, as JSON would have them.

use serde::Serialize as _;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

use crate::{
    bundle::value::Value,
    library::{Post, PostIndex},
    query::Found,
    state::{State, Status},
};

/// One of our values for the page. Maps become objects; what is missing is `null`, so that every
/// name is there.
///
/// Structs of their own would say the same, but `serde_wasm_bindgen` keeps a table of their names.
fn to_js(value: &Value) -> JsValue {
    let serializer = Serializer::json_compatible();
    value.serialize(&serializer).unwrap_or(JsValue::NULL)
}

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

fn some(text: Option<&str>) -> Value {
    text.map_or(Value::Null, self::text)
}

fn block(block: Option<u32>) -> Value {
    block.map_or(Value::Null, |block| Value::Number(f64::from(block)))
}

fn map(entries: &mut [(&str, Value)]) -> Value {
    let entries = entries.iter_mut();
    Value::Map(
        entries
            .map(|(name, value)| ((*name).into(), std::mem::take(value)))
            .collect(),
    )
}

fn describe(state: &State, post: &Post) -> Value {
    let item = &post.item;
    let tags = post.tags.iter().filter_map(|tag| state.library.tag(*tag));
    let versions = state.library.versions(post).map(|(_, version)| {
        let language = version.item.language.as_str();
        map(&mut [("language", text(language)), ("id", text(&version.item.id))])
    });
    map(&mut [
        ("id", text(&item.id)),
        ("translationKey", some(item.translation_key.as_deref())),
        ("language", text(item.language.as_str())),
        ("title", text(&item.title)),
        ("tags", Value::List(tags.map(|tag| text(&tag.id)).collect())),
        ("url", some(item.url.as_deref())),
        ("versions", Value::List(versions.collect())),
    ])
}

/// A list of texts.
pub(super) fn texts(texts: &[String]) -> JsValue {
    to_js(&Value::List(
        texts.iter().map(|text| self::text(text)).collect(),
    ))
}

/// The posts of the list, in its order.
pub(super) fn posts(state: &State) -> JsValue {
    let cards = state.selection.cards.iter();
    let posts = cards.filter_map(|card| Some(describe(state, state.library.post(card.post)?)));
    to_js(&Value::List(posts.collect()))
}

/// What was found, with the text around it.
pub(super) fn hits(state: &State, found: &[Found]) -> JsValue {
    let hits = found.iter().filter_map(|found| {
        let item = &state.library.post(found.post)?.item;
        let snippet = found.snippet.as_ref();
        Some(map(&mut [
            ("id", text(&item.id)),
            ("language", text(item.language.as_str())),
            ("title", text(&item.title)),
            ("score", Value::Number(f64::from(found.score))),
            ("snippet", some(snippet.map(|snippet| &*snippet.text))),
            ("block", block(snippet.map(|snippet| snippet.block))),
        ]))
    });
    to_js(&Value::List(hits.collect()))
}

/// Where the text of a post is.
pub(super) fn body(id: &str, address: &str) -> JsValue {
    to_js(&map(&mut [("id", text(id)), ("address", text(address))]))
}

/// A post for an event, and the block asked for; the list has no `id`.
pub(super) fn post(state: &State, post: Option<PostIndex>, block: Option<u32>) -> JsValue {
    let post = post.and_then(|post| state.library.post(post));
    let mut told = match post {
        Some(post) => describe(state, post),
        None => map(&mut [("id", Value::Null)]),
    };
    if let Value::Map(entries) = &mut told {
        entries.push(("block".into(), self::block(block)));
    }
    to_js(&told)
}

/// What went wrong, for an event.
pub(super) fn failure(kind: &str, message: &str) -> JsValue {
    to_js(&map(&mut [
        ("kind", text(kind)),
        ("message", text(message)),
    ]))
}

/// Everything the page may want to know.
pub(super) fn snapshot(state: &State) -> JsValue {
    let place = state.place();
    let article = state.article.as_ref();
    let article = article.and_then(|article| state.library.post(article.post));
    let languages = state.reading.languages.iter();
    let languages = languages.map(|language| text(language.as_str()));
    let status = match &state.status {
        Status::Loading => "loading",
        Status::Ready => "ready",
        Status::Failed(_) => "failed",
    };
    to_js(&map(&mut [
        ("status", text(status)),
        ("post", some(article.map(|post| post.item.id.as_str()))),
        (
            "language",
            some(article.map(|post| post.item.language.as_str())),
        ),
        ("languages", Value::List(languages.collect())),
        ("everyLanguage", Value::Bool(state.reading.every)),
        ("view", text(state.view.name())),
        (
            "tags",
            Value::List(place.tags.iter().map(|tag| text(tag)).collect()),
        ),
        ("match", text(if place.match_all { "all" } else { "any" })),
        ("query", text(&place.query)),
        ("block", block(place.block)),
        ("shown", Value::Number(state.selection.cards.len() as f64)),
        ("total", Value::Number(state.selection.total as f64)),
        ("fragment", Value::Text(state.fragment())),
    ]))
}
