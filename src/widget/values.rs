//! JavaScript's values → ours, and the element's methods.

use js_sys::{Array, Object};
use wasm_bindgen::prelude::*;

use super::{finder, port, reader::Reader, told};
use crate::{
    action::Mode,
    bundle::value::{MAX_DEPTH, MAX_VALUES, Value},
    language::Language,
    query::{Match, Untranslated},
    state::{Msg, Piece, Settings, Theme},
};

/// A feed as ours, its bodies left where they are.
pub(super) fn feed_from_js(value: &JsValue) -> Value {
    Walk { left: MAX_VALUES }.read(value, 0)
}

/// Reads JavaScript values, within the limits of [`crate::bundle::value`].
///
/// `serde_wasm_bindgen` would do the same for 10 KB more, compressed: its errors print numbers, and
/// that brings in the formatting of floats.
struct Walk {
    left: usize,
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
        } else if Array::is_array(value) {
            let list: &Array = value.unchecked_ref();
            Value::List(
                list.iter()
                    .map(|value| self.read(&value, depth + 1))
                    .collect(),
            )
        } else if value.is_object() {
            let entries = Object::entries(value.unchecked_ref());
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

    fn entry(&mut self, entry: &Array, depth: usize) -> (String, Value) {
        let key = entry.get(0).as_string().unwrap_or_default();
        let value = entry.get(1);
        let is_body = matches!(key.as_str(), "content_text" | "content_html");
        if is_body && value.is_string() {
            return (key, Value::Withheld);
        }
        (key, self.read(&value, depth + 1))
    }
}

fn text(object: &JsValue, name: &str) -> String {
    port::get(object, name).as_string().unwrap_or_default()
}

/// A list, from an array of texts or from one text parted by commas.
pub(super) fn list(value: &JsValue) -> Vec<String> {
    let mut list = Vec::new();
    let mut push = |text: &str| {
        if !text.is_empty() {
            list.push(text.into());
        }
    };
    if let Some(text) = value.as_string() {
        text.split(',').for_each(|part| push(part.trim()));
    } else if Array::is_array(value) {
        for text in value.unchecked_ref::<Array>().iter() {
            push(&text.as_string().unwrap_or_default());
        }
    }
    list
}

/// Words for the interface: the texts of an object, by name.
fn messages(value: &JsValue) -> Vec<(String, String)> {
    if !value.is_object() {
        return Vec::new();
    }
    let entries = Object::entries(value.unchecked_ref());
    let texts = entries.iter().filter_map(|entry| {
        let entry: Array = entry.unchecked_into();
        Some((entry.get(0).as_string()?, entry.get(1).as_string()?))
    });
    texts.collect()
}

fn matching(object: &JsValue) -> Match {
    if text(object, "match") == "all" {
        Match::All
    } else {
        Match::Any
    }
}

/// The element's attributes, by their names, and what the class knows of the page: `key`,
/// `source` (the bundle's address), `interface`, `remembered` (languages), `guess` (the browser's), `scheme`
/// (whether the page says if it is light or dark), `messages` (words by name), `broken` (ids).
pub(super) fn settings(object: &JsValue) -> Settings {
    let text = |name: &str| text(object, name);
    let list = |name: &str| list(&port::get(object, name));
    let guesses = [text("remembered"), text("guess")];
    Settings {
        guesses: guesses.into(),
        key: text("key"),
        source: text("source"),
        interface: text("interface"),
        messages: messages(&port::get(object, "messages")),
        languages: text("languages"),
        untranslated: match text("untranslated").as_str() {
            "hide" => Untranslated::Hide,
            "summary" => Untranslated::Summary,
            _ => Untranslated::Show,
        },
        tags: list("tags"),
        matching: matching(object),
        post: text("post"),
        query: text("query"),
        view: Mode::parse(&text("view")),
        is_wide: port::get(object, "wide").is_truthy(),
        theme: match text("theme").as_str() {
            "light" => Theme::Light,
            "dark" => Theme::Dark,
            "sepia" => Theme::Sepia,
            _ if text("scheme") == "normal" => Theme::System,
            _ => Theme::Page,
        },
        routes: text("route") != "none",
        click_images: text("images") == "click",
        broken: list("broken"),
    }
}

/// Calls a method: `history` (follow the page's history), `settle` (a picture has come), `copied` (whether the
/// text is on the clipboard), `open` ({id, language, block}), `close`,
/// `setLanguages`, `setView`, `setFilter` ({tags, match, query}), `posts`, `state`, `typed` (what stands in
/// the search box), `joined` (whether the later part of the module came),
/// `body`, `page` and `lastPage` (a piece of the bundle, and where its items begin), `arrived` (the id whose text
/// was asked for), `lost` (a page did not come). With that part: `seek` (begin with this text),
/// `search` (go on, with the files that were asked for: see [`finder::go_on`]), `hits` (what was found), `found` (show that,
/// or that it could not be had).
pub(super) fn call(reader: &Reader, method: &str, argument: &JsValue) -> JsValue {
    let msg = match method {
        "history" => {
            reader.follow_history();
            return JsValue::UNDEFINED;
        }
        "settle" => {
            reader.settle();
            return JsValue::UNDEFINED;
        }
        "posts" => return reader.read(told::posts),
        "state" => return reader.read(told::snapshot),
        "copied" => Msg::Copied(argument.is_truthy()),
        "close" => Msg::Acted(crate::action::Action::Close),
        "open" => {
            let block = port::get(argument, "block").as_f64();
            let block = block.filter(|block| *block >= 0.0);
            let language = Language::parse(&text(argument, "language"));
            let id = text(argument, "id");
            Msg::Open(id, language, block.map(|block| block as u32))
        }
        "setLanguages" => Msg::SetLanguages(list(argument).join(" ")),
        "setView" => Msg::SetView(argument.as_string().unwrap_or_default()),
        "setFilter" => {
            let tags = list(&port::get(argument, "tags"));
            Msg::SetFilter(tags, matching(argument), text(argument, "query"))
        }
        "typed" => Msg::Typed(argument.as_string().unwrap_or_default()),
        "joined" => {
            reader.joined(argument.is_truthy());
            return JsValue::UNDEFINED;
        }
        "arrived" => {
            reader.arrived(&argument.as_string().unwrap_or_default());
            return JsValue::UNDEFINED;
        }
        "body" | "page" | "lastPage" => {
            let list: &Array = argument.unchecked_ref();
            let start = list.get(1).as_f64().unwrap_or_default() as usize;
            let piece = match method {
                "body" => Piece::Body,
                "page" => Piece::Page,
                _ => Piece::LastPage,
            };
            reader.add(&list.get(0), start, piece);
            return JsValue::UNDEFINED;
        }
        "lost" => Msg::Lost,
        "seek" => {
            reader.joined(true);
            finder::seek(reader, argument.as_string().unwrap_or_default());
            return JsValue::UNDEFINED;
        }
        "search" => return finder::go_on(reader, argument),
        "hits" => return finder::hits(reader),
        "found" => Msg::Found(argument.is_truthy().then(|| finder::found(reader))),
        _ => return JsValue::UNDEFINED,
    };
    reader.dispatch(msg);
    JsValue::UNDEFINED
}
