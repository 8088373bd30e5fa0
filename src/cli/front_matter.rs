//! The text of a file → its front matter (YAML or TOML) and its body.

use std::{collections::BTreeMap, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{SeqAccess, Visitor},
};

/// A file, taken apart.
pub(super) struct Parts<'a> {
    /// What stands between the fences, and which they are.
    pub(super) matter: Option<(Kind, &'a str)>,
    /// Whether the first fence has no second.
    pub(super) unclosed: bool,
    /// Everything else, without the empty lines at its two ends.
    pub(super) body: &'a str,
    /// The line on which the body begins, counted from 1.
    pub(super) body_line: usize,
}

/// The language of front matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Between lines of `---`.
    Yaml,
    /// Between lines of `+++`.
    Toml,
}

/// What an author says about a post. Keys that are not here mean nothing and do no harm.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Matter {
    pub(super) title: Option<String>,
    pub(super) lang: Option<String>,
    pub(super) language: Option<String>,
    pub(super) tags: Tags,
    pub(super) date: Option<String>,
    pub(super) slug: Option<String>,
    pub(super) id: Option<String>,
    pub(super) translation_key: Option<String>,
    #[serde(rename = "translationKey")]
    pub(super) hugo_translation_key: Option<String>,
    pub(super) summary: Option<String>,
    pub(super) summaries: Option<BTreeMap<String, String>>,
    pub(super) url: Option<String>,
    pub(super) mixed: Option<bool>,
    pub(super) draft: Option<bool>,
}

/// A list, or a text with commas.
#[derive(Debug, Default)]
pub(super) struct Tags(pub(super) Vec<String>);

/// Front matter that cannot be read.
pub(super) struct Broken {
    /// Counted from 1, in the file.
    pub(super) line: usize,
    pub(super) what: String,
}

/// Takes a text apart. Line ends are those of Unix.
pub(super) fn split(text: &str) -> Parts<'_> {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let kind = match first.trim_end() {
        "---" => Some(Kind::Yaml),
        "+++" => Some(Kind::Toml),
        _ => None,
    };
    let (matter, unclosed, body) = match kind {
        None => (None, false, text),
        Some(kind) => match closing(rest, first.trim_end()) {
            Some((matter, body)) => (Some((kind, matter)), false, body),
            None => (None, true, text),
        },
    };
    let start = text.len() - body.len();
    let (trimmed, skipped) = trim_lines(body);
    let before = text.get(..start + skipped).unwrap_or_default();
    Parts {
        matter,
        unclosed,
        body: trimmed,
        body_line: 1 + before.matches('\n').count(),
    }
}

/// What stands before and after the line that is a fence.
fn closing<'a>(text: &'a str, fence: &str) -> Option<(&'a str, &'a str)> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if line.trim_end() == fence {
            return Some((text.get(..start)?, text.get(start + line.len()..)?));
        }
        start += line.len();
    }
    None
}

/// Cuts empty lines at both ends; tells how many bytes went at the start. Indentation stays: it
/// may be that of a code block.
fn trim_lines(text: &str) -> (&str, usize) {
    let is_space = |c: char| matches!(c, ' ' | '\t');
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if !line.ends_with('\n')
            || !line
                .trim_matches(is_space)
                .trim_end_matches('\n')
                .is_empty()
        {
            break;
        }
        start += line.len();
    }
    let mut body = text.get(start..).unwrap_or_default();
    while let Some((rest, last)) = body.rsplit_once('\n') {
        if !last.trim_matches(is_space).is_empty() {
            break;
        }
        body = rest;
    }
    if body.trim_matches(is_space).is_empty() {
        body = "";
    }
    (body, start)
}

/// Reads front matter.
pub(super) fn parse(kind: Kind, text: &str) -> Result<Matter, Broken> {
    match kind {
        Kind::Yaml => {
            let read: Result<Option<Matter>, _> = serde_saphyr::from_str(text);
            read.map(Option::unwrap_or_default).map_err(|error| {
                let line = error
                    .location()
                    .and_then(|place| usize::try_from(place.line()).ok());
                // The first line of the file is the fence.
                broken(
                    line.unwrap_or_default() + 1,
                    &error.without_snippet().to_string(),
                )
            })
        }
        Kind::Toml => {
            let table: toml::Table = toml::from_str(text).map_err(|error| {
                let start = error.span().map_or(0, |span| span.start);
                let before = text.get(..start).unwrap_or_default();
                broken(before.matches('\n').count() + 2, error.message())
            })?;
            let table: toml::Table = table
                .into_iter()
                .map(|(key, value)| (key, as_text(value)))
                .collect();
            table
                .try_into()
                .map_err(|error: toml::de::Error| broken(1, error.message()))
        }
    }
}

fn broken(line: usize, message: &str) -> Broken {
    let what = message.lines().next().unwrap_or_default();
    // The place is told once, in the file's own lines; advice for programmers is of no use here.
    let what = what.split(" at line ").next().unwrap_or_default();
    let what = what.split(", set ").next().unwrap_or_default();
    let what = what.rsplit_once("line ").map_or(what, |(_, rest)| {
        rest.split_once(": ").map_or(what, |(_, message)| message)
    });
    Broken {
        line,
        what: format!("the front matter cannot be read: {}", what.trim()),
    }
}

/// TOML tells numbers and dates from text; a title of `1984` is text all the same.
fn as_text(value: toml::Value) -> toml::Value {
    use toml::Value::{Array, Boolean, Datetime, Float, Integer, String as Text, Table};
    match value {
        Integer(number) => Text(number.to_string()),
        Float(number) => Text(number.to_string()),
        Datetime(date) => Text(date.to_string()),
        Array(list) => Array(list.into_iter().map(as_text).collect()),
        Table(table) => Table(
            table
                .into_iter()
                .map(|(key, value)| (key, as_text(value)))
                .collect(),
        ),
        Text(_) | Boolean(_) => value,
    }
}

/// The line of the file on which a key of the front matter stands; 1 when it is not found.
pub(super) fn line_of(text: &str, keys: &[&str]) -> usize {
    let found = text.lines().position(|line| {
        keys.iter().any(|key| {
            let rest = line.strip_prefix(key).map(str::trim_start);
            rest.is_some_and(|rest| rest.starts_with([':', '=']))
        })
    });
    found.map_or(1, |index| index + 1)
}

impl<'de> Deserialize<'de> for Tags {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_any(TagsVisitor)
    }
}

struct TagsVisitor;

impl<'de> Visitor<'de> for TagsVisitor {
    type Value = Tags;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of tags, or a text with commas")
    }

    fn visit_str<E>(self, text: &str) -> Result<Tags, E> {
        Ok(Tags(text.split(',').map(str::to_owned).collect()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Tags, E> {
        Ok(Tags(vec![number.to_string()]))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Tags, E> {
        Ok(Tags(vec![number.to_string()]))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Tags, E> {
        Ok(Tags(vec![number.to_string()]))
    }

    fn visit_unit<E>(self) -> Result<Tags, E> {
        Ok(Tags::default())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Tags, A::Error> {
        let mut tags = Vec::new();
        while let Some(tag) = list.next_element::<Option<String>>()? {
            tags.extend(tag);
        }
        Ok(Tags(tags))
    }
}
