//! Any self-describing source → a [`Value`], and a [`Value`] → any format.
//!
//! It bounds depth and number of values, and can leave the bodies of posts where they are. It is
//! for programs that have no browser: the widget reads JavaScript's values itself.

use std::{cell::Cell, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor},
};

use super::value::{MAX_DEPTH, MAX_VALUES, Value};

/// How a document is read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Reading {
    /// Leaves `content_text` and `content_html` unread: they become [`Value::Withheld`].
    pub withhold_bodies: bool,
    /// Reads what the source cannot express (a function, a huge `BigInt`) as `Null`. It is for
    /// JavaScript values: with a text parser it would hide errors of syntax.
    pub lenient: bool,
}

/// A document, and whether something of it was left out.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Document {
    /// The whole of it.
    pub value: Value,
    /// Whether values deeper than [`MAX_DEPTH`] were dropped.
    pub too_deep: bool,
    /// Whether values after the [`MAX_VALUES`]th were dropped.
    pub too_many: bool,
}

/// Reads a document.
///
/// # Errors
/// The source's own error, when it is not well-formed.
pub fn read<'de, D: Deserializer<'de>>(source: D, how: Reading) -> Result<Document, D::Error> {
    let count = Count {
        left: Cell::new(MAX_VALUES),
        deep: Cell::new(false),
        many: Cell::new(false),
    };
    let value = Seed {
        how,
        depth: 0,
        count: &count,
    }
    .deserialize(source)?;
    Ok(Document {
        value,
        too_deep: count.deep.get(),
        too_many: count.many.get(),
    })
}

struct Count {
    left: Cell<usize>,
    deep: Cell<bool>,
    many: Cell<bool>,
}

#[derive(Clone, Copy)]
struct Seed<'a> {
    how: Reading,
    depth: usize,
    count: &'a Count,
}

impl Seed<'_> {
    fn inside(self) -> Self {
        Self {
            depth: self.depth + 1,
            ..self
        }
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<Value, D::Error> {
        let left = self.count.left.get();
        if left == 0 || self.depth > MAX_DEPTH {
            let mark = if left == 0 {
                &self.count.many
            } else {
                &self.count.deep
            };
            mark.set(true);
            // Parsers skip without recursion, so that any depth is harmless.
            return IgnoredAny::deserialize(source).map(|_| Value::Null);
        }
        self.count.left.set(left - 1);
        match source.deserialize_any(self) {
            Err(_) if self.how.lenient => Ok(Value::Null),
            result => result,
        }
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, source: D) -> Result<Value, D::Error> {
        source.deserialize_any(self)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, source: D) -> Result<Value, D::Error> {
        source.deserialize_any(self)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value as f64))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Number(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::Text(value))
    }

    fn visit_bytes<E>(self, _: &[u8]) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut source: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        loop {
            // Beyond the limit nothing is kept, not even its place.
            let full = self.count.many.get();
            match source.next_element_seed(self.inside())? {
                Some(value) if !full => list.push(value),
                Some(_) => {}
                None => break,
            }
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut source: A) -> Result<Value, A::Error> {
        let mut map = Vec::new();
        while let Some(key) = source.next_key_seed(Key)? {
            let full = self.count.many.get();
            let body = matches!(key.as_str(), "content_text" | "content_html");
            let value = if body && self.how.withhold_bodies {
                source.next_value_seed(Withhold)?
            } else {
                source.next_value_seed(self.inside())?
            };
            if !full {
                map.push((key, value));
            }
        }
        Ok(Value::Map(map))
    }
}

/// Reads a key; one that is no text (YAML, a JavaScript `Map`) becomes the empty key.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<String, D::Error> {
        let count = Count {
            left: Cell::new(1),
            deep: Cell::new(false),
            many: Cell::new(false),
        };
        let seed = Seed {
            how: Reading::default(),
            depth: MAX_DEPTH,
            count: &count,
        };
        match seed.deserialize(source)? {
            Value::Text(key) => Ok(key),
            _ => Ok(String::new()),
        }
    }
}

/// Tells whether there is something, without reading it.
struct Withhold;

impl<'de> DeserializeSeed<'de> for Withhold {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<Value, D::Error> {
        source.deserialize_option(self)
    }
}

impl<'de> Visitor<'de> for Withhold {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a body")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, source: D) -> Result<Value, D::Error> {
        IgnoredAny::deserialize(source).map(|_| Value::Withheld)
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        let document = read(source, Reading::default())?;
        if document.too_many {
            return Err(D::Error::custom("too many values"));
        }
        Ok(document.value)
    }
}
