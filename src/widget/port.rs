//! What the reader needs from the browser: history, storage, scrolling, names and dates.
//!
//! Storage and history throw in sandboxed frames; the hooks then do nothing, and the reader works without.

use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;

use crate::{
    bundle::Date,
    language::Language,
    view::{Locale, locale},
};

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

    /// Fetches the text of the post with this id, which the bundle says is at this address, or whose
    /// address is told from the id. Calls `body` with it, and then `arrived`, or `arrived` alone.
    #[wasm_bindgen(method)]
    pub(super) fn piece(this: &Hooks, id: &str, address: Option<&str>);

    /// Begins to fetch the same, for somebody will probably want it.
    #[wasm_bindgen(method)]
    pub(super) fn prefetch(this: &Hooks, id: &str, address: &str);

    /// Fetches the further pages of the list: calls `page` with each, `lastPage` with the last, and `lost`
    /// if one of them does not come.
    #[wasm_bindgen(method)]
    pub(super) fn pages(this: &Hooks);

    /// Says which post is being drawn, by id, so that it can be named if it breaks the reader;
    /// nothing when it is done.
    #[wasm_bindgen(method)]
    pub(super) fn drawing(this: &Hooks, post: Option<&str>);

    /// Scrolls this element, or else whatever the reader stands in, by so many CSS pixels, at once.
    /// Gives how far it is scrolled now.
    #[wasm_bindgen(method)]
    pub(super) fn scroll(this: &Hooks, element: Option<&web_sys::Element>, by: f64) -> f64;

    /// Scrolls up to where the reader begins, if that is out of sight.
    #[wasm_bindgen(method)]
    pub(super) fn top(this: &Hooks);

    /// The page's fragment, without its `#`.
    #[wasm_bindgen(method)]
    pub(super) fn fragment(this: &Hooks) -> String;

    /// What must stand before a fragment in a link, so that it leads into this page: nothing,
    /// unless the page says that its links are relative to somewhere else.
    #[wasm_bindgen(method)]
    pub(super) fn page(this: &Hooks) -> String;

    /// What this reader kept in the entry of the history that is shown now: `{place, scroll}`.
    #[wasm_bindgen(method)]
    pub(super) fn kept(this: &Hooks) -> JsValue;

    /// Keeps a place (as a fragment) and how far the page is scrolled, beside whatever the page
    /// keeps there itself: in a new entry of the history or in the one that is shown now, whose
    /// address may stay as it is (`here`) or become that of a `page`. What is not given stays.
    #[wasm_bindgen(method)]
    pub(super) fn keep(
        this: &Hooks,
        place: Option<&str>,
        scroll: Option<f64>,
        is_new: bool,
        here: bool,
        page: Option<&str>,
    );

    /// Remembers the reader's languages for the next visit.
    #[wasm_bindgen(method)]
    pub(super) fn remember(this: &Hooks, languages: &str);

    /// The elements in which somebody else has put or taken away something since the last call;
    /// nothing if there are none.
    #[wasm_bindgen(method)]
    pub(super) fn touched(this: &Hooks) -> Option<js_sys::WeakSet>;

    /// Puts a text on the clipboard, and calls `copied` when it is there or cannot be.
    #[wasm_bindgen(method)]
    pub(super) fn copy(this: &Hooks, text: &str);

    /// Joins the later part of the module to this one, and calls `joined`.
    #[wasm_bindgen(method)]
    pub(super) fn join(this: &Hooks);

    /// Calls `grow` when the next frame has been drawn.
    #[wasm_bindgen(method)]
    pub(super) fn grow(this: &Hooks);

    /// Searches for this text, and calls `found`.
    #[wasm_bindgen(method)]
    pub(super) fn search(this: &Hooks, query: &str);

    /// Dispatches an event on the element; false if it was cancelled.
    #[wasm_bindgen(method)]
    pub(super) fn tell(this: &Hooks, name: &str, detail: &JsValue, cancelable: bool) -> bool;

    #[wasm_bindgen(js_namespace = Intl, js_name = DisplayNames)]
    type DisplayNames;
    #[wasm_bindgen(constructor, js_namespace = Intl, js_class = "DisplayNames", catch)]
    fn new(locale: &str, options: &JsValue) -> Result<DisplayNames, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn of(this: &DisplayNames, code: &str) -> Result<Option<String>, JsValue>;

    #[wasm_bindgen(js_name = Date)]
    type Moment;
    #[wasm_bindgen(constructor, js_class = "Date")]
    fn new(text: &str) -> Moment;
    #[wasm_bindgen(method, catch, js_name = toLocaleDateString)]
    fn format(this: &Moment, locale: &str, options: &JsValue) -> Result<String, JsValue>;
}

// The page's own objects, by their names: the way down from `web_sys::window()` to each of them
// takes several functions more, and every function is a line here, one in the script and one in
// the module.
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = window)]
    type Window;
    #[wasm_bindgen(static_method_of = Window, getter, js_name = innerHeight)]
    fn inner_height() -> f64;

    #[wasm_bindgen(js_namespace = console)]
    pub(super) fn warn(text: &str);
    #[wasm_bindgen(js_namespace = console)]
    pub(super) fn error(text: &str);
}

/// Sets a property of one of our own objects.
pub(super) fn set(object: &Object, name: &str, value: &JsValue) {
    let _ = Reflect::set(object, &name.into(), value);
}

pub(super) fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

/// Names and dates by `Intl`.
pub(super) struct Browser;

impl Locale for Browser {
    fn language_name(&self, language: &Language, words: &str) -> String {
        if let Some(name) = locale::name(language, words) {
            return name.into();
        }
        let options = Object::new();
        set(&options, "type", &"language".into());
        let name = DisplayNames::new(words, &options).and_then(|names| names.of(language.as_str()));
        name.ok()
            .flatten()
            .unwrap_or_else(|| language.as_str().into())
    }

    fn own_name(&self, language: &Language) -> String {
        let tag = language.as_str();
        let name = self.language_name(language, tag);
        let first = name.chars().next().map_or(0, char::len_utf8);
        let (first, rest) = name.split_at(first);
        let first = js_sys::JsString::from(first).to_locale_upper_case(Some(tag));
        [&String::from(first), rest].concat()
    }

    fn date(&self, date: Date, words: &str) -> String {
        if let Some(text) = locale::date(date, words) {
            return text;
        }
        let options = Object::new();
        set(&options, "timeZone", &"UTC".into());
        set(&options, "year", &"numeric".into());
        if date.month.is_some() {
            set(&options, "month", &"long".into());
        }
        if date.day.is_some() {
            set(&options, "day", &"numeric".into());
        }
        // The text form has UTC for its time zone, and four digits for its year.
        let text = date.text();
        Moment::new(&text).format(words, &options).unwrap_or(text)
    }
}

/// How high the window is, in CSS pixels.
pub(super) fn window_height() -> f64 {
    Window::inner_height()
}

/// The element inside of this one's shadow root that has the focus.
pub(super) fn focused(host: &web_sys::Element) -> Option<web_sys::Element> {
    let element = get(&get(host, "shadowRoot"), "activeElement");
    element.is_object().then(|| element.unchecked_into())
}

/// Scrolls so that this element is at the top of the screen, at once.
pub(super) fn scroll_into_view(element: &web_sys::Element) {
    let options = Object::new();
    set(&options, "block", &"start".into());
    set(&options, "behavior", &"instant".into());
    element.scroll_into_view_with_scroll_into_view_options(options.unchecked_ref());
}

/// Moves the focus without scrolling.
pub(super) fn focus(element: &web_sys::Element) {
    let options = Object::new();
    set(&options, "preventScroll", &true.into());
    // We make no element but those of HTML.
    let element: &web_sys::HtmlElement = element.unchecked_ref();
    let _ = element.focus_with_options(options.unchecked_ref());
}

/// Whether a click was made with a key or a button that opens links elsewhere.
pub(super) fn has_modifier(event: &web_sys::Event) -> bool {
    let is_on = |name| get(event, name).is_truthy();
    is_on("ctrlKey") || is_on("metaKey") || is_on("shiftKey") || is_on("altKey") || is_on("button")
}
