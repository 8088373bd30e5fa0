//! JavaScript's values → ours, all at once.
//!
//! Asked for one by one, each property would be a call or two into JavaScript, and each text a copy of its own: for
//! a list of fifty posts some three thousand of them, in code that runs for the first time. So the script writes
//! down what a value is made of (`flat` in `www/reader.js`) and hands over two things: numbers, and one text.
//!
//! `serde_wasm_bindgen` would ask one by one too, for 10 KB more, compressed: its errors print numbers, and that
//! brings in the formatting of floats.

use js_sys::{Array, Float64Array};
use wasm_bindgen::prelude::*;

use crate::bundle::value::Value;

/// What parts the texts. In them stands U+FFFD for it, as in Markdown and HTML.
const MARK: char = '\0';

/// Reads what `flat` gave: its bodies stay where they are.
pub(super) fn read(flat: &JsValue) -> Value {
    let flat: &Array = flat.unchecked_ref();
    let shape: Float64Array = flat.get(0).unchecked_into();
    let texts = flat.get(1).as_string().unwrap_or_default();
    let mut flat = Flat {
        shape: shape.to_vec().into_iter(),
        texts: texts.split(MARK),
    };
    flat.value()
}

/// What is still to be read.
struct Flat<'a> {
    /// Of each value a number that says what it is, and then what that needs: see [`Flat::value`].
    shape: std::vec::IntoIter<f64>,
    /// The texts and the keys, in the order in which they stand in the document.
    texts: std::str::Split<'a, char>,
}

impl Flat<'_> {
    fn value(&mut self) -> Value {
        match self.number() as u32 {
            1 => Value::Bool(false),
            2 => Value::Bool(true),
            3 => Value::Number(self.number()),
            4 => Value::Text(self.text()),
            5 => Value::Withheld,
            6 => {
                let count = self.number() as usize;
                Value::List((0..count).map(|_| self.value()).collect())
            }
            7 => {
                let count = self.number() as usize;
                Value::Map((0..count).map(|_| (self.text(), self.value())).collect())
            }
            _ => Value::Null,
        }
    }

    fn number(&mut self) -> f64 {
        self.shape.next().unwrap_or_default()
    }

    fn text(&mut self) -> String {
        self.texts.next().unwrap_or_default().into()
    }
}
