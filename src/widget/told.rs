//! What the page is told, in events and by methods: plain objects.

use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

use crate::{
    library::{Post, PostIndex},
    state::{State, Status},
};

/// A post of the list, or of an event.
#[derive(Serialize, Default)]
#[serde(rename_all = "camelCase")]
struct Told<'a> {
    id: Option<&'a str>,
    translation_key: Option<&'a str>,
    language: Option<&'a str>,
    title: Option<&'a str>,
    tags: Vec<&'a str>,
    url: Option<&'a str>,
    versions: Vec<Version<'a>>,
    block: Option<u32>,
}

#[derive(Serialize)]
struct Version<'a> {
    language: &'a str,
    id: &'a str,
}

#[derive(Serialize)]
struct Failure<'a> {
    kind: &'a str,
    message: &'a str,
}

/// The reader's place.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Snapshot<'a> {
    status: &'a str,
    post: Option<&'a str>,
    language: Option<&'a str>,
    languages: Vec<&'a str>,
    every_language: bool,
    view: &'a str,
    tags: Vec<&'a str>,
    #[serde(rename = "match")]
    matching: &'a str,
    query: &'a str,
    block: Option<u32>,
    shown: u32,
    total: u32,
    fragment: &'a str,
}

fn to_js(value: &impl Serialize) -> JsValue {
    // What is missing is `null`, as in JSON, so that every name is there.
    let serializer = Serializer::json_compatible();
    value.serialize(&serializer).unwrap_or(JsValue::NULL)
}

fn describe<'a>(state: &'a State, post: &'a Post) -> Told<'a> {
    let item = &post.item;
    let tags = post.tags.iter().filter_map(|tag| state.library.tag(*tag));
    let versions = state.library.versions(post).map(|(_, version)| Version {
        language: version.item.language.as_str(),
        id: &version.item.id,
    });
    Told {
        id: Some(&item.id),
        translation_key: item.translation_key.as_deref(),
        language: Some(item.language.as_str()),
        title: Some(&item.title),
        tags: tags.map(|tag| tag.id.as_str()).collect(),
        url: item.url.as_deref(),
        versions: versions.collect(),
        block: None,
    }
}

/// The posts of the list, in its order.
pub(super) fn posts(state: &State) -> JsValue {
    let cards = state.selection.cards.iter();
    let posts = cards.filter_map(|card| state.library.post(card.post));
    to_js(&posts.map(|post| describe(state, post)).collect::<Vec<_>>())
}

/// A post for an event, and the block asked for; all is `null` for the list.
pub(super) fn post(state: &State, post: Option<PostIndex>, block: Option<u32>) -> JsValue {
    let post = post.and_then(|post| state.library.post(post));
    let told = post.map_or_else(Told::default, |post| describe(state, post));
    to_js(&Told { block, ..told })
}

/// What went wrong, for an event.
pub(super) fn failure(kind: &str, message: &str) -> JsValue {
    to_js(&Failure { kind, message })
}

/// Everything the page may want to know.
pub(super) fn snapshot(state: &State) -> JsValue {
    let place = state.place();
    let article = state.article.as_ref();
    let article = article.and_then(|article| state.library.post(article.post));
    let languages = state.reading.languages.iter();
    let view = state.settings.view.as_str();
    let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    to_js(&Snapshot {
        status: match &state.status {
            Status::Loading => "loading",
            Status::Ready => "ready",
            Status::Failed(_) => "failed",
        },
        post: article.map(|post| post.item.id.as_str()),
        language: article.map(|post| post.item.language.as_str()),
        languages: languages.map(|language| language.as_str()).collect(),
        every_language: state.reading.every,
        view: if view.is_empty() { "single" } else { view },
        tags: place.tags.iter().map(String::as_str).collect(),
        matching: if place.match_all { "all" } else { "any" },
        query: &place.query,
        block: place.block,
        shown: count(state.selection.cards.len()),
        total: count(state.selection.total),
        fragment: &state.fragment(),
    })
}
