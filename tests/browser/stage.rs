//! A host element with a shadow root, and what the element's class would do for the reader.

use js_sys::{Array, Function, JSON, Object, Reflect};
use liseuse::widget;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Node};

/// A reader in the page. When it is dropped it leaves the page, and the console must be clean.
pub struct Stage {
    id: u32,
    host: Element,
    root: Node,
    /// What the reader told the page: names of events, in order.
    pub told: Array,
}

impl Stage {
    /// Mounts a reader with these settings (a JSON object) and loads this feed (JSON).
    pub fn new(settings: &str, feed: &str) -> Self {
        let document = web_sys::window().unwrap().document().unwrap();
        let host = document.create_element("section").unwrap();
        document.body().unwrap().append_child(&host).unwrap();
        let make = Function::new_with_args("host", "return host.attachShadow({ mode: 'open' })");
        let root: Node = make.call1(&JsValue::NULL, &host).unwrap().unchecked_into();
        let listen = "if (console.kept) return; console.kept = []; const { error } = console;
            console.error = (...parts) => { console.kept.push(parts.join(' ')); error.apply(console, parts); }";
        Function::new_no_args(listen).call0(&JsValue::NULL).unwrap();
        let feed = JSON::parse(feed).unwrap();
        let told = Array::new();
        let hooks = Function::new_with_args(
            "feed, told",
            "return { refetch() {}, drawing() {}, copy() {}, remember() {}, grow() {}, touched() {}, top() {}, scroll: () => 0, page: () => '', keep() {}, kept() {}, text: (at, name) => feed.items[at][name],
                tell: (name) => { told.push(name); return true; } }",
        );
        let hooks: Object = hooks
            .call2(&JsValue::NULL, &feed, &told)
            .unwrap()
            .unchecked_into();
        let settings = JSON::parse(settings).unwrap();
        // Several readers of these tests share one page and its address.
        Reflect::set(&settings, &"route".into(), &"none".into()).unwrap();
        let id = js_sys::Math::floor(js_sys::Math::random() * 1e9) as u32;
        widget::mount(
            id,
            root.clone(),
            host.clone(),
            hooks.unchecked_into(),
            flat(&settings),
        );
        // The module of these tests is not cut.
        widget::call(id, "joined", true.into());
        widget::load(id, flat(&feed));
        let stage = Self {
            id,
            host,
            root,
            told,
        };
        stage.grow();
        stage
    }

    /// Draws the list to its end, for which the class takes a few frames.
    fn grow(&self) {
        for _ in 0..5 {
            widget::call(self.id, "grow", JsValue::UNDEFINED);
        }
    }

    /// Runs JavaScript with the shadow root as `root`.
    pub fn run(&self, body: &str) -> JsValue {
        Function::new_with_args("root", body)
            .call1(&JsValue::NULL, &self.root)
            .unwrap()
    }

    /// The text that JavaScript gives.
    pub fn text(&self, expression: &str) -> String {
        self.run(&format!("return String({expression})"))
            .as_string()
            .unwrap()
    }

    /// Clicks the first element that matches, as the class would hand it over.
    pub fn click(&self, css: &str) {
        let id = self.id;
        let hear = wasm_bindgen::closure::Closure::<dyn Fn(web_sys::Event)>::new(move |event| {
            widget::click(id, event);
        });
        let listen = Function::new_with_args(
            "root, hear, css",
            "root.addEventListener('click', hear, { once: true }); root.querySelector(css).click()",
        );
        listen
            .call3(&JsValue::NULL, &self.root, hear.as_ref(), &css.into())
            .unwrap();
        self.grow();
    }

    /// Calls a method with an argument in JSON.
    pub fn call(&self, method: &str, argument: &str) -> JsValue {
        let answer = widget::call(self.id, method, flat(&JSON::parse(argument).unwrap()));
        self.grow();
        answer
    }
}

/// A value as the class hands it over, by the class's own function.
fn flat(value: &JsValue) -> JsValue {
    let script = include_str!("../../www/reader.js");
    let (_, rest) = script.split_once("\nfunction flat(value) {").unwrap();
    let (body, _) = rest.split_once("\n}\n").unwrap();
    let flat = Function::new_with_args("value", body);
    flat.call1(&JsValue::NULL, value).unwrap()
}

impl Drop for Stage {
    fn drop(&mut self) {
        widget::unmount(self.id);
        self.host.remove();
        let kept = Function::new_no_args("return console.kept.splice(0).join('\\n')");
        let kept = kept.call0(&JsValue::NULL).unwrap().as_string();
        assert_eq!(kept.as_deref(), Some(""), "the console is not clean");
    }
}
