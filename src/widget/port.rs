//! What the reader needs from the browser: history, storage, scrolling, names and dates.
//!
//! Storage and history throw in sandboxed frames; the reader then works without them.

use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;

use crate::{bundle::Date, language::Language, view::Locale};

#[wasm_bindgen]
extern "C" {
    /// What only the element's class can do.
    pub type Hooks;

    /// Fetches the bundle again.
    #[wasm_bindgen(method)]
    pub(super) fn refetch(this: &Hooks);

    /// The text under this name in the item at this position, or nothing.
    #[wasm_bindgen(method)]
    pub(super) fn text(this: &Hooks, position: u32, member: &str) -> Option<String>;

    /// Says which post is being drawn, by id, so that it can be named if it breaks the reader;
    /// nothing when it is done.
    #[wasm_bindgen(method)]
    pub(super) fn drawing(this: &Hooks, post: Option<&str>);

    /// Dispatches an event on the element; false if it was cancelled.
    #[wasm_bindgen(method)]
    pub(super) fn tell(this: &Hooks, name: &str, detail: &JsValue, cancelable: bool) -> bool;

    #[wasm_bindgen(js_namespace = Intl, js_name = DisplayNames)]
    type DisplayNames;
    #[wasm_bindgen(constructor, js_namespace = Intl, js_class = "DisplayNames", catch)]
    fn new(locale: &str, options: &JsValue) -> Result<DisplayNames, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn of(this: &DisplayNames, code: &str) -> Result<Option<String>, JsValue>;

    #[wasm_bindgen(js_namespace = Intl, js_name = DateTimeFormat)]
    type DateTimeFormat;
    #[wasm_bindgen(constructor, js_namespace = Intl, js_class = "DateTimeFormat", catch)]
    fn new(locale: &str, options: &JsValue) -> Result<DateTimeFormat, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn format(this: &DateTimeFormat, date: &js_sys::Date) -> Result<String, JsValue>;
}

fn set(object: &Object, name: &str, value: impl Into<JsValue>) {
    let _ = Reflect::set(object, &name.into(), &value.into());
}

fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

/// Names and dates by `Intl`.
pub(super) struct Browser;

impl Locale for Browser {
    fn language_name(&self, language: &Language, words: &str) -> String {
        let options = Object::new();
        set(&options, "type", "language");
        let name = DisplayNames::new(words, &options).and_then(|names| names.of(language.as_str()));
        name.ok()
            .flatten()
            .unwrap_or_else(|| language.as_str().into())
    }

    fn own_name(&self, language: &Language) -> String {
        let tag = language.as_str();
        let name = js_sys::JsString::from(self.language_name(language, tag));
        // By code points: the first may be outside of the basic plane.
        let Some(first) = name.code_point_at(0).as_f64() else {
            return tag.into();
        };
        let first = js_sys::JsString::from_code_point1(first as u32);
        let Ok(first) = first else { return tag.into() };
        let rest = name.slice(first.length(), name.length());
        String::from(first.to_locale_upper_case(Some(tag)).concat(&rest))
    }

    fn date(&self, date: Date, words: &str) -> String {
        let options = Object::new();
        set(&options, "timeZone", "UTC");
        set(&options, "year", "numeric");
        if date.month.is_some() {
            set(&options, "month", "long");
        }
        if date.day.is_some() {
            set(&options, "day", "numeric");
        }
        // The text form has UTC for its time zone, and four digits for its year.
        let moment = js_sys::Date::new(&date.to_string().into());
        let format = DateTimeFormat::new(words, &options).and_then(|format| format.format(&moment));
        format.unwrap_or_else(|_| date.to_string())
    }
}

/// The page's fragment, with its `#`.
pub(super) fn fragment() -> String {
    web_sys::window()
        .and_then(|window| window.location().hash().ok())
        .unwrap_or_default()
}

/// Writes a place into the page's history, beside whatever the page keeps there itself.
pub(super) fn write_history(key: &str, fragment: &str, push: bool) {
    let url = ["#", fragment].concat();
    change_history(key, push, Some(&url), |own| set(own, "place", fragment));
}

/// Keeps a place in the entry of the history that is shown now, whose address stays as it is.
pub(super) fn stamp_history(key: &str, fragment: &str) {
    change_history(key, false, None, |own| set(own, "place", fragment));
}

/// Keeps how far the page is scrolled, beside the place.
pub(super) fn stamp_scroll(key: &str, scroll: f64) {
    change_history(key, false, None, |own| set(own, "scroll", scroll));
}

fn change_history(key: &str, push: bool, url: Option<&str>, change: impl FnOnce(&Object)) {
    let Some(history) = web_sys::window().and_then(|window| window.history().ok()) else {
        return;
    };
    let old = history.state().unwrap_or(JsValue::NULL);
    let state = copy_of(&old);
    let readers = copy_of(&get(&old, "liseuse"));
    let own = if push {
        Object::new()
    } else {
        copy_of(&get(&readers, key))
    };
    change(&own);
    set(&readers, key, own);
    set(&state, "liseuse", readers);
    let _ = if push {
        history.push_state_with_url(&state, "", url)
    } else {
        history.replace_state_with_url(&state, "", url)
    };
}

/// A shallow copy; empty of what is no object.
fn copy_of(value: &JsValue) -> Object {
    Object::assign(&Object::new(), value.unchecked_ref())
}

/// What this reader kept in the entry of the history that is shown now: its fragment, and how far
/// the page was scrolled.
pub(super) fn read_history(key: &str) -> Option<(String, Option<f64>)> {
    let state = web_sys::window()?.history().ok()?.state().ok()?;
    let own = get(&get(&state, "liseuse"), key);
    Some((
        get(&own, "place").as_string()?,
        get(&own, "scroll").as_f64(),
    ))
}

/// How far the page is scrolled, in CSS pixels.
pub(super) fn scroll_position() -> f64 {
    web_sys::window()
        .and_then(|window| window.scroll_y().ok())
        .unwrap_or(0.0)
}

/// Scrolls the page to there, at once.
pub(super) fn scroll_to(top: f64) {
    if let Some(window) = web_sys::window() {
        let options = Object::new();
        set(&options, "top", top);
        set(&options, "behavior", "instant");
        window.scroll_to_with_scroll_to_options(options.unchecked_ref());
    }
}

/// Scrolls so that this element is at the top of the screen, at once.
pub(super) fn scroll_into_view(element: &web_sys::Element) {
    let options = Object::new();
    set(&options, "block", "start");
    set(&options, "behavior", "instant");
    element.scroll_into_view_with_scroll_into_view_options(options.unchecked_ref());
}

/// Moves the focus without scrolling.
pub(super) fn focus(element: &web_sys::Element) {
    if let Some(element) = element.dyn_ref::<web_sys::HtmlElement>() {
        let options = Object::new();
        set(&options, "preventScroll", true);
        let _ = element.focus_with_options(options.unchecked_ref());
    }
}

/// The name under which the choice of languages is remembered.
const LANGUAGES: &str = "liseuse-languages";

/// What was remembered of the reader's languages.
pub(super) fn remembered() -> Option<String> {
    web_sys::window()?
        .local_storage()
        .ok()??
        .get_item(LANGUAGES)
        .ok()?
}

/// Remembers the reader's languages for the next visit.
pub(super) fn remember(languages: &str) {
    let storage = web_sys::window().and_then(|window| window.local_storage().ok().flatten());
    if let Some(storage) = storage {
        let _ = storage.set_item(LANGUAGES, languages);
    }
}

/// Puts a text on the clipboard, where the page may.
pub(super) fn copy(text: &str) {
    if let Some(window) = web_sys::window() {
        let clipboard = get(&window.navigator(), "clipboard");
        if let Some(write) = get(&clipboard, "writeText").dyn_ref::<js_sys::Function>() {
            let _ = write.call1(&clipboard, &text.into());
        }
    }
}

/// Whether a click was made with a key or a button that opens links elsewhere.
pub(super) fn has_modifier(event: &web_sys::Event) -> bool {
    let is_on = |name| get(event, name).is_truthy();
    is_on("ctrlKey") || is_on("metaKey") || is_on("shiftKey") || is_on("altKey") || is_on("button")
}
