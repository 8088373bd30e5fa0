//! The reader in a browser: the functions that the element's class calls, and nothing else.
//!
//! JavaScript holds a number, never an object of ours: readers live in a table of this thread. No
//! borrow is held while the page's own code may run, for it may call back.

mod dom;
mod finder;
mod flat;
mod late;
mod list;
mod pieces;
mod place;
mod port;
mod reader;
mod told;
mod values;

use std::{cell::RefCell, rc::Rc};

use wasm_bindgen::prelude::*;

use crate::state::{Failure, Msg};
use reader::Reader;

/// Half the code of the allocator that the standard library brings.
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

thread_local! {
    static READERS: RefCell<Vec<(u32, Rc<Reader>)>> = const { RefCell::new(Vec::new()) };
}

fn reader(id: u32) -> Option<Rc<Reader>> {
    READERS.with(|readers| {
        Some(
            readers
                .try_borrow()
                .ok()?
                .iter()
                .find(|reader| reader.0 == id)?
                .1
                .clone(),
        )
    })
}

/// Begins a reader in this shadow root. `hooks` is what only the element's class can do, see
/// [`port::Hooks`]; `settings` holds the attributes, see [`values::settings`].
#[wasm_bindgen]
pub fn mount(
    id: u32,
    root: web_sys::Node,
    host: web_sys::Element,
    hooks: port::Hooks,
    settings: JsValue,
) {
    let settings = values::settings(&settings);
    let reader = Rc::new(Reader::new(settings, root, host, hooks));
    reader.draw();
    READERS.with(|readers| {
        if let Ok(mut readers) = readers.try_borrow_mut() {
            readers.push((id, reader));
        }
    });
}

/// Ends a reader: nothing of it stays.
#[wasm_bindgen]
pub fn unmount(id: u32) {
    if let Some(reader) = reader(id) {
        reader.clear();
    }
    READERS.with(|readers| {
        if let Ok(mut readers) = readers.try_borrow_mut() {
            readers.retain(|reader| reader.0 != id);
        }
    });
}

/// Takes the attributes as they are now.
#[wasm_bindgen]
pub fn configure(id: u32, settings: JsValue) {
    if let Some(reader) = reader(id) {
        reader.dispatch(Msg::Configured(Box::new(values::settings(&settings))));
    }
}

/// Takes the bundle, parsed by the browser and then laid [`flat`]. Bodies stay with the class until they are opened.
#[wasm_bindgen]
pub fn load(id: u32, feed: JsValue) {
    if let Some(reader) = reader(id) {
        reader.load(feed);
    }
}

/// Takes the news that there is no bundle: why, in a word and in a sentence.
#[wasm_bindgen]
pub fn fail(id: u32, kind: &str, message: String) {
    if let Some(reader) = reader(id) {
        reader.dispatch(Msg::Failed(Failure::from_kind(kind), message));
    }
}

/// Takes a click, or the key Escape, inside the shadow root.
#[wasm_bindgen]
pub fn click(id: u32, event: web_sys::Event) {
    if let Some(reader) = reader(id) {
        reader.click(&event);
    }
}

/// Takes news of where the pointer or the focus is inside the shadow root. Says whether what is
/// selected is to be forgotten.
#[wasm_bindgen]
pub fn point(id: u32, event: web_sys::Event) -> bool {
    reader(id).is_some_and(|reader| reader.point(&event))
}

/// Calls a method of the element, see [`values::call`].
#[wasm_bindgen]
pub fn call(id: u32, method: &str, argument: JsValue) -> JsValue {
    reader(id).map_or(JsValue::UNDEFINED, |reader| {
        values::call(&reader, method, &argument)
    })
}
