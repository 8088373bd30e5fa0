//! JavaScript's values ↔ ours, and the element's methods.

use wasm_bindgen::prelude::*;

use super::{port, reader::Reader};
use crate::{
    bundle::value::{MAX_DEPTH, MAX_VALUES, Value},
    language::Language,
    library::{Post, PostIndex},
    query::{Match, Untranslated},
    state::{Msg, Settings, State, Status, Theme},
};

/// Any JavaScript value as ours; `Null` where it has no form in JSON.
fn from_js(value: &JsValue) -> Value {
    Walk {
        left: MAX_VALUES,
        withholds: false,
    }
    .read(value, 0)
}

/// A feed as ours, its bodies left where they are.
pub(super) fn feed_from_js(value: &JsValue) -> Value {
    Walk {
        left: MAX_VALUES,
        withholds: true,
    }
    .read(value, 0)
}

/// Reads JavaScript values, within the limits of [`crate::bundle::value`].
///
/// `serde_wasm_bindgen::Deserializer` would do the same for 10 KB more, compressed: its errors
/// print numbers, and that brings in the formatting of floats.
struct Walk {
    left: usize,
    withholds: bool,
}

impl Walk {
    fn read(&mut self, value: &JsValue, depth: usize) -> Value {
        if self.left == 0 || depth > MAX_DEPTH {
            return Value::Null;
        }
        self.left -= 1;
        if let Some(text) = value.as_string() {
            Value::Text(text)
        } else if let Some(number) = value.as_f64() {
            Value::Number(number)
        } else if let Some(truth) = value.as_bool() {
            Value::Bool(truth)
        } else if js_sys::Array::is_array(value) {
            let list: &js_sys::Array = value.unchecked_ref();
            Value::List(
                list.iter()
                    .map(|value| self.read(&value, depth + 1))
                    .collect(),
            )
        } else if value.is_object() {
            let entries = js_sys::Object::entries(value.unchecked_ref());
            Value::Map(
                entries
                    .iter()
                    .map(|entry| self.entry(entry.unchecked_ref(), depth))
                    .collect(),
            )
        } else {
            Value::Null
        }
    }

    fn entry(&mut self, entry: &js_sys::Array, depth: usize) -> (String, Value) {
        let key = entry.get(0).as_string().unwrap_or_default();
        let value = entry.get(1);
        let is_body = matches!(key.as_str(), "content_text" | "content_html");
        if self.withholds && is_body && value.is_string() {
            return (key, Value::Withheld);
        }
        (key, self.read(&value, depth + 1))
    }
}

/// One of our values for JavaScript: maps are plain objects.
fn to_js(value: &Value) -> JsValue {
    use serde::Serialize as _;
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    value.serialize(&serializer).unwrap_or(JsValue::NULL)
}

fn text(value: Value) -> String {
    match value {
        Value::Text(text) => text,
        _ => String::new(),
    }
}

/// A list, from an array of texts or from one text parted by commas.
fn list(value: Value) -> Vec<String> {
    match value {
        Value::List(values) => values
            .into_iter()
            .map(text)
            .filter(|text| !text.is_empty())
            .collect(),
        Value::Text(text) => text
            .split(',')
            .map(|part| part.trim().into())
            .filter(|part: &String| !part.is_empty())
            .collect(),
        _ => Vec::new(),
    }
}

fn matching(value: Value) -> Match {
    if text(value) == "all" {
        Match::All
    } else {
        Match::Any
    }
}

/// The element's attributes, by their names, and what the class knows of the page: `key`,
/// `source` (the bundle's address), `interface`, `guess` (the browser's languages), `scheme`
/// (whether the page says if it is light or dark), `broken` (ids).
pub(super) fn settings(object: JsValue) -> Settings {
    let mut object = from_js(&object);
    let mut take = |name: &str| object.take(name);
    let guesses = port::remembered().into_iter().chain([text(take("guess"))]);
    Settings {
        guesses: guesses.filter(|guess| !guess.is_empty()).collect(),
        key: text(take("key")),
        source: text(take("source")),
        interface: text(take("interface")),
        messages: match take("messages") {
            Value::Map(entries) => entries
                .into_iter()
                .map(|(name, value)| (name, text(value)))
                .filter(|entry| !entry.1.is_empty())
                .collect(),
            _ => Vec::new(),
        },
        languages: match take("languages") {
            Value::List(entries) => entries.into_iter().map(text).collect::<Vec<_>>().join(" "),
            other => text(other),
        },
        untranslated: match text(take("untranslated")).as_str() {
            "hide" => Untranslated::Hide,
            "summary" => Untranslated::Summary,
            _ => Untranslated::Show,
        },
        tags: list(take("tags")),
        matching: matching(take("match")),
        post: text(take("post")),
        view: Some(text(take("view")))
            .filter(|view| view != "single")
            .unwrap_or_default(),
        theme: match text(take("theme")).as_str() {
            "light" => Theme::Light,
            "dark" => Theme::Dark,
            "sepia" => Theme::Sepia,
            _ if text(take("scheme")) == "normal" => Theme::System,
            _ => Theme::Page,
        },
        routes: text(take("route")) != "none",
        click_images: text(take("images")) == "click",
        broken: list(take("broken")),
    }
}

/// Calls a method: `history` (follow the page's history), `open` ({id, language, block}), `close`,
/// `setLanguages`, `setView`, `setFilter` ({tags, match}), `posts`, `state`.
pub(super) fn call(reader: &Reader, method: &str, argument: JsValue) -> JsValue {
    let mut argument = from_js(&argument);
    let msg = match method {
        "history" => {
            reader.follow_history();
            return JsValue::UNDEFINED;
        }
        "posts" => return reader.read(posts),
        "state" => return reader.read(snapshot),
        "close" => Msg::Acted(crate::action::Action::Close),
        "open" => {
            let block = match argument.take("block") {
                Value::Number(number) if number >= 0.0 => Some(number as u32),
                _ => None,
            };
            let language = Language::parse(&text(argument.take("language")));
            Msg::Open(text(argument.take("id")), language, block)
        }
        "setLanguages" => Msg::SetLanguages(match argument {
            Value::List(entries) => entries.into_iter().map(text).collect::<Vec<_>>().join(" "),
            other => text(other),
        }),
        "setView" => Msg::SetView(text(argument)),
        "setFilter" => {
            let matching = matching(argument.take("match"));
            Msg::SetFilter(list(argument.take("tags")), matching)
        }
        _ => return JsValue::UNDEFINED,
    };
    reader.dispatch(msg);
    JsValue::UNDEFINED
}

fn map<const N: usize>(entries: [(&str, Value); N]) -> Value {
    Value::Map(
        entries
            .into_iter()
            .map(|(name, value)| (name.into(), value))
            .collect(),
    )
}

fn some(text: Option<&str>) -> Value {
    text.map_or(Value::Null, |text| Value::Text(text.into()))
}

fn number(count: usize) -> Value {
    Value::Number(count as f64)
}

fn describe(state: &State, post: &Post) -> Value {
    let item = &post.item;
    let tags = post.tags.iter().filter_map(|tag| state.library.tag(*tag));
    let versions = state.library.versions(post).map(|(_, version)| {
        map([
            ("language", some(Some(version.item.language.as_str()))),
            ("id", some(Some(&version.item.id))),
        ])
    });
    map([
        ("id", some(Some(&item.id))),
        ("translationKey", some(item.translation_key.as_deref())),
        ("language", some(Some(item.language.as_str()))),
        ("title", some(Some(&item.title))),
        (
            "tags",
            Value::List(tags.map(|tag| Value::Text(tag.id.clone())).collect()),
        ),
        ("url", some(item.url.as_deref())),
        ("versions", Value::List(versions.collect())),
    ])
}

fn posts(state: &State) -> JsValue {
    let cards = state
        .selection
        .cards
        .iter()
        .filter_map(|card| state.library.post(card.post));
    to_js(&Value::List(
        cards.map(|post| describe(state, post)).collect(),
    ))
}

/// A post for an event, and the block asked for; `null` for the list.
pub(super) fn post_detail(state: &State, post: Option<PostIndex>, block: Option<u32>) -> JsValue {
    let post = post.and_then(|post| state.library.post(post));
    let mut detail = match post {
        Some(post) => describe(state, post),
        None => map([("id", Value::Null)]),
    };
    if let Value::Map(entries) = &mut detail {
        entries.push((
            "block".into(),
            block.map_or(Value::Null, |block| number(block as usize)),
        ));
    }
    to_js(&detail)
}

/// What went wrong, for an event.
pub(super) fn error_detail(kind: &str, message: &str) -> JsValue {
    to_js(&map([
        ("kind", some(Some(kind))),
        ("message", some(Some(message))),
    ]))
}

/// Everything the page may want to know.
pub(super) fn snapshot(state: &State) -> JsValue {
    let place = state.place();
    let texts = |texts: Vec<String>| Value::List(texts.into_iter().map(Value::Text).collect());
    let languages = state
        .reading
        .languages
        .iter()
        .map(|language| language.as_str().into());
    let article = state
        .article
        .as_ref()
        .and_then(|article| state.library.post(article.post));
    let status = match &state.status {
        Status::Loading => "loading",
        Status::Ready => "ready",
        Status::Failed(_) => "failed",
    };
    let matching = if place.match_all { "all" } else { "any" };
    let view = if state.settings.view.is_empty() {
        "single"
    } else {
        &state.settings.view
    };
    to_js(&map([
        ("status", some(Some(status))),
        ("post", some(article.map(|post| post.item.id.as_str()))),
        (
            "language",
            some(article.map(|post| post.item.language.as_str())),
        ),
        ("languages", texts(languages.collect())),
        ("everyLanguage", Value::Bool(state.reading.every)),
        ("view", some(Some(view))),
        ("tags", texts(place.tags)),
        ("match", some(Some(matching))),
        ("query", some(Some(&place.query))),
        (
            "block",
            place
                .block
                .map_or(Value::Null, |block| number(block as usize)),
        ),
        ("shown", number(state.selection.cards.len())),
        ("total", number(state.selection.total)),
        ("fragment", some(Some(&state.fragment()))),
    ]))
}
