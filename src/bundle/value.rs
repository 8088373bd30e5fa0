//! One value of a JSON-like document: what the bundle's checks look at, whoever parsed the text.

use serde::{
    Serialize, Serializer,
    ser::{SerializeMap as _, SerializeSeq as _},
};

#[cfg(not(target_family = "wasm"))]
pub use super::read::{Document, Reading, read};

/// How deep values may be nested; what lies deeper reads as [`Value::Null`].
pub const MAX_DEPTH: usize = 64;
/// How many values a document may hold; what comes later reads as [`Value::Null`].
pub const MAX_VALUES: usize = 4_000_000;

/// One value of a document.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Value {
    /// `null`, and whatever has no place in JSON: functions, bytes, values beyond a limit.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// Any number; integers of more than 53 bits are rounded.
    Number(f64),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Value>),
    /// An object, in its own order. When a key is written twice the last one counts.
    Map(Vec<(String, Value)>),
    /// A body that was left unread and stays with whoever holds the document.
    Withheld,
}

impl Value {
    /// Takes the value under `key` out of a map; `Null` when there is none.
    pub fn take(&mut self, key: &str) -> Self {
        let Self::Map(entries) = self else {
            return Self::Null;
        };
        match entries.iter_mut().rfind(|(name, _)| name == key) {
            Some((_, value)) => std::mem::take(value),
            None => Self::Null,
        }
    }

    /// What the value is, in plain words.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Bool(_) => "true or false",
            Self::Number(_) => "a number",
            Self::Text(_) | Self::Withheld => "a text",
            Self::List(_) => "a list",
            Self::Map(_) => "an object",
        }
    }
}

/// The integer that a number is, if it is one and JavaScript would hold it exactly.
pub(super) fn to_integer(number: f64) -> Option<i64> {
    const MAX_SAFE: f64 = 9_007_199_254_740_991.0;
    (number.fract() == 0.0 && number.abs() <= MAX_SAFE).then_some(number as i64)
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, target: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null | Self::Withheld => target.serialize_unit(),
            Self::Bool(value) => target.serialize_bool(*value),
            Self::Number(value) => match to_integer(*value) {
                Some(integer) => target.serialize_i64(integer),
                None => target.serialize_f64(*value),
            },
            Self::Text(text) => target.serialize_str(text),
            Self::List(list) => {
                let mut out = target.serialize_seq(Some(list.len()))?;
                for value in list {
                    out.serialize_element(value)?;
                }
                out.end()
            }
            Self::Map(entries) => {
                let mut out = target.serialize_map(Some(entries.len()))?;
                for (key, value) in entries {
                    out.serialize_entry(key, value)?;
                }
                out.end()
            }
        }
    }
}
