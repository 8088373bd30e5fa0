//! The element's attributes and methods → what the reader knows them by.

use js_sys::Array;
use wasm_bindgen::prelude::*;

use super::{finder, flat, reader::Reader, told};
use crate::{
    action::Mode,
    bundle::value::Value,
    language::Language,
    query::{Match, Untranslated},
    state::{Msg, Piece, Settings, Theme},
};

fn text(object: &mut Value, name: &str) -> String {
    to_text(object.take(name)).unwrap_or_default()
}

/// A list, from a list of texts or from one text parted by commas.
fn list(value: Value) -> Vec<String> {
    let texts = match value {
        Value::Text(text) => text.split(',').map(|part| part.trim().into()).collect(),
        Value::List(list) => list.into_iter().filter_map(to_text).collect(),
        _ => Vec::new(),
    };
    texts
        .into_iter()
        .filter(|text: &String| !text.is_empty())
        .collect()
}

fn to_text(value: Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

/// Words for the interface: the texts of an object, by name.
fn messages(value: Value) -> Vec<(String, String)> {
    let Value::Map(entries) = value else {
        return Vec::new();
    };
    let texts = entries
        .into_iter()
        .filter_map(|(name, value)| Some((name, to_text(value)?)));
    texts.collect()
}

fn matching(object: &mut Value) -> Match {
    if text(object, "match") == "all" {
        Match::All
    } else {
        Match::Any
    }
}

/// The element's attributes, by their names, and what the class knows of the page: `key`,
/// `source` (the bundle's address), `interface`, `remembered` (languages), `guess` (the browser's), `scheme`
/// (whether the page says if it is light or dark), `messages` (words by name), `broken` (ids).
pub(super) fn settings(flat: &JsValue) -> Settings {
    let mut object = flat::read(flat);
    let matching = matching(&mut object);
    let messages = messages(object.take("messages"));
    let [tags, broken] = ["tags", "broken"].map(|name| list(object.take(name)));
    let is_wide = object.take("wide") == Value::Bool(true);
    let mut text = |name: &str| text(&mut object, name);
    let guesses = [text("remembered"), text("guess")];
    Settings {
        guesses: guesses.into(),
        key: text("key"),
        source: text("source"),
        interface: text("interface"),
        messages,
        languages: text("languages"),
        untranslated: match text("untranslated").as_str() {
            "hide" => Untranslated::Hide,
            "summary" => Untranslated::Summary,
            _ => Untranslated::Show,
        },
        tags,
        matching,
        post: text("post"),
        query: text("query"),
        view: Mode::parse(&text("view")),
        is_wide,
        theme: match text("theme").as_str() {
            "light" => Theme::Light,
            "dark" => Theme::Dark,
            "sepia" => Theme::Sepia,
            _ if text("scheme") == "normal" => Theme::System,
            _ => Theme::Page,
        },
        routes: text("route") != "none",
        click_images: text("images") == "click",
        broken,
    }
}

/// Calls a method: `history` (follow the page's history), `settle` (a picture has come), `copied` (whether the
/// text is on the clipboard), `open` ({id, language, block}), `close`,
/// `setLanguages`, `setView`, `setFilter` ({tags, match, query}), `posts`, `state`, `typed` (what stands in
/// the search box), `joined` (whether the later part of the module came),
/// `body`, `page` and `lastPage` (a piece of the bundle, and where its items begin), `arrived` (the id whose text
/// was asked for), `lost` (a page did not come), `grow` (the list may). With that part: `seek` (begin with this text),
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
            let mut argument = flat::read(argument);
            let block = match argument.take("block") {
                Value::Number(block) if block >= 0.0 => Some(block as u32),
                _ => None,
            };
            let language = Language::parse(&text(&mut argument, "language"));
            Msg::Open(text(&mut argument, "id"), language, block)
        }
        "setLanguages" => Msg::SetLanguages(list(flat::read(argument)).join(" ")),
        "setView" => Msg::SetView(to_text(flat::read(argument)).unwrap_or_default()),
        "setFilter" => {
            let mut argument = flat::read(argument);
            let tags = list(argument.take("tags"));
            let matching = matching(&mut argument);
            Msg::SetFilter(tags, matching, text(&mut argument, "query"))
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
        "grow" => {
            reader.grow();
            return JsValue::UNDEFINED;
        }
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
