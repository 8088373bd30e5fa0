//! YAML → a tree whose every value knows its line: for files that are read entry by entry.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, SeqAccess, Visitor},
};
use serde_saphyr::Spanned;

/// A value and the line on which it begins, counted from 1.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    pub(super) line: usize,
    pub(super) value: Value,
}

/// What YAML can say, as far as we need it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Null,
    Bool(bool),
    Number(u64),
    /// Other numbers too, as they are written in Rust.
    Text(String),
    List(Vec<Node>),
    /// Keys with their lines, in the order of the file.
    Map(Vec<(String, Node)>),
}

impl Node {
    /// The text of a text or a number.
    pub(super) fn text(&self) -> Option<String> {
        match &self.value {
            Value::Text(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    pub(super) fn list(&self) -> Option<&[Node]> {
        match &self.value {
            Value::List(list) => Some(list),
            _ => None,
        }
    }

    pub(super) fn map(&self) -> Option<&[(String, Node)]> {
        match &self.value {
            Value::Map(map) => Some(map),
            _ => None,
        }
    }

    pub(super) fn number(&self) -> Option<usize> {
        match self.value {
            Value::Number(number) => usize::try_from(number).ok(),
            _ => None,
        }
    }
}

/// Reads a document; an empty one is `Null`.
///
/// # Errors
/// The line, 1 when it is not known, and what the parser says.
pub(super) fn parse(text: &str) -> Result<Node, (usize, String)> {
    // `no` is Norwegian, not a denial.
    let options = serde_saphyr::options! { strict_booleans: true };
    let read: Result<Option<Node>, _> = serde_saphyr::from_str_with_options(text, options);
    let empty = Node {
        line: 1,
        value: Value::Null,
    };
    read.map(|node| node.unwrap_or(empty)).map_err(|error| {
        let line = error
            .location()
            .and_then(|place| usize::try_from(place.line()).ok());
        let text = error.without_snippet().to_string();
        (line.unwrap_or(1).max(1), text)
    })
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        let spanned = Spanned::<Value>::deserialize(source)?;
        Ok(Self {
            line: usize::try_from(spanned.referenced.line()).unwrap_or(1),
            value: spanned.value,
        })
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Number(number))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(u64::try_from(number).map_or_else(|_| Value::Text(number.to_string()), Value::Number))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(Value::Text(number.to_string()))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut source: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(node) = source.next_element()? {
            list.push(node);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut source: A) -> Result<Value, A::Error> {
        let mut map = Vec::new();
        while let Some(entry) = source.next_entry::<String, Node>()? {
            map.push(entry);
        }
        Ok(Value::Map(map))
    }
}
