//! The reading of single fields, and the list of what was wrong with them.

use super::{
    MAX_PROBLEMS, MAX_URL_BYTES,
    defect::{Defect, shown},
    label,
    value::{Value, to_integer},
};
use crate::{
    Names,
    error::{Problem, Severity},
    language::Language,
    text::{cut, digits},
};

/// Where in the bundle a field stands; becomes text only when there is something to say.
#[derive(Clone, Copy)]
pub(super) enum Place<'a> {
    /// A field of the feed.
    Feed(&'a str),
    /// A field of an item; the item itself when the name is empty.
    Item(usize, &'a str),
    /// An element of an item's list.
    Element(usize, &'a str, usize),
    /// An element of a list of the feed, and what is in it.
    Tag(usize, &'a str),
    /// One of the feed's alignments.
    Alignment(usize),
    /// An entry of an object inside an item.
    Entry(usize, &'a str, &'a str),
}

impl Place<'_> {
    fn text(self) -> String {
        let item = |at: usize| ["items[", &digits(at), "]"].concat();
        match self {
            Self::Feed(name) => name.to_owned(),
            Self::Item(at, "") => item(at),
            Self::Item(at, name) => [&item(at), ".", name].concat(),
            Self::Element(at, name, index) => {
                [&item(at), ".", name, "[", &digits(index), "]"].concat()
            }
            Self::Tag(at, name) => ["_liseuse.tags[", &digits(at), "]", name].concat(),
            Self::Alignment(at) => ["_liseuse.alignments[", &digits(at), "]"].concat(),
            Self::Entry(at, name, key) => [&item(at), ".", name, ".", key].concat(),
        }
    }
}

/// Collects problems while fields are read.
#[derive(Default)]
pub(super) struct Checker {
    problems: Vec<Problem>,
    /// Problems that found no room in the list, and the worst of them.
    unlisted: usize,
    worst: Option<Severity>,
    /// Unknown keys are told once each.
    unknown: Names,
    /// Items that have no language and get none from the feed; told once, for the feed.
    pub(super) without_language: usize,
}

impl Checker {
    /// Notes a defect.
    pub(super) fn tell(&mut self, place: Place<'_>, defect: Defect<'_>) {
        let severity = defect.severity();
        if self.problems.len() < MAX_PROBLEMS {
            self.problems.push(problem(severity, place.text(), defect));
        } else {
            self.unlisted += 1;
            self.worst = self.worst.max(Some(severity));
        }
    }

    /// The list, ended by a word on what is not in it.
    pub(super) fn finish(mut self) -> Vec<Problem> {
        if let Some(severity) = self.worst {
            let defect = Defect::Unlisted(self.unlisted);
            self.problems
                .push(problem(severity, "items".into(), defect));
        }
        self.problems
    }

    /// Says that a field is not what it should be.
    pub(super) fn mismatch(&mut self, place: Place<'_>, found: &Value, wanted: &'static str) {
        let found = found.kind();
        self.tell(place, Defect::Mismatch { found, wanted });
    }

    /// A text as it stands; numbers are turned into text.
    pub(super) fn text(&mut self, value: Value, place: Place<'_>) -> Option<String> {
        match value {
            Value::Null => None,
            Value::Text(text) => Some(text),
            other => {
                let text = number_text(&other);
                match text {
                    Some(_) => self.tell(place, Defect::NumberForText),
                    None => self.mismatch(place, &other, "a text"),
                }
                text
            }
        }
    }

    /// A cleaned text of at most `max` characters; `None` when nothing is left of it.
    pub(super) fn label(&mut self, value: Value, place: Place<'_>, max: usize) -> Option<String> {
        let mut text = label::clean(&self.text(value, place)?);
        if label::cut(&mut text, max) {
            self.tell(place, Defect::LongLabel(max));
        }
        (!text.is_empty()).then_some(text)
    }

    /// The elements of a list.
    pub(super) fn list(&mut self, value: Value, place: Place<'_>) -> Vec<Value> {
        match value {
            Value::List(list) => list,
            Value::Null => Vec::new(),
            other => {
                self.mismatch(place, &other, "a list");
                Vec::new()
            }
        }
    }

    /// The entries of an object.
    pub(super) fn entries(&mut self, value: Value, place: Place<'_>) -> Vec<(String, Value)> {
        match value {
            Value::Map(entries) => entries,
            Value::Null => Vec::new(),
            other => {
                self.mismatch(place, &other, "an object");
                Vec::new()
            }
        }
    }

    /// `true` or `false`.
    pub(super) fn flag(&mut self, value: Value, place: Place<'_>) -> bool {
        match value {
            Value::Bool(flag) => flag,
            Value::Null => false,
            other => {
                self.mismatch(place, &other, "true or false");
                false
            }
        }
    }

    /// A whole number that is not negative.
    pub(super) fn count(&mut self, value: Value, place: Place<'_>) -> Option<u32> {
        if value == Value::Null {
            return None;
        }
        let count = match value {
            Value::Number(number) => to_integer(number).and_then(|n| u32::try_from(n).ok()),
            _ => None,
        };
        if count.is_none() {
            self.mismatch(place, &value, "a count");
        }
        count
    }

    /// A language tag.
    pub(super) fn language(&mut self, value: Value, place: Place<'_>) -> Option<Language> {
        let text = self.text(value, place)?;
        let language = Language::parse(&text);
        if language.is_none() {
            self.tell(place, Defect::NoLanguageTag(&text));
        }
        language
    }

    /// An absolute http(s) address.
    pub(super) fn url(&mut self, value: Value, place: Place<'_>) -> Option<String> {
        let text = self.text(value, place)?;
        let url = text.trim();
        if url.is_empty() {
            return None;
        }
        if !is_web_address(url) {
            self.tell(place, Defect::NoWebAddress);
            return None;
        }
        Some(url.to_owned())
    }

    /// Tells of keys in our own objects that mean nothing: most often a slip of the pen.
    pub(super) fn unknown_keys(&mut self, object: &Value, known: &[&str], place: Place<'_>) {
        let Value::Map(entries) = object else { return };
        for (key, _) in entries {
            if known.contains(&key.as_str()) || self.unknown.len() >= MAX_PROBLEMS {
                continue;
            }
            let key = shown(key);
            if self.unknown.insert(key.clone(), 0).is_none() {
                self.tell(place, Defect::UnknownKey(&key));
            }
        }
    }
}

fn problem(severity: Severity, place: String, defect: Defect<'_>) -> Problem {
    // See `defect` on what the widget leaves unsaid.
    let (what, remedy) = if cfg!(target_family = "wasm") {
        (String::new(), String::new())
    } else {
        defect.words()
    };
    Problem {
        severity,
        place,
        what,
        remedy,
    }
}

/// The decimal text of a whole number.
pub(super) fn number_text(value: &Value) -> Option<String> {
    match value {
        Value::Number(number) => to_integer(*number).map(digits),
        _ => None,
    }
}

/// Whether a text can be an absolute http(s) address: with a host, without spaces or controls.
pub(crate) fn is_web_address(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once(':') else {
        return false;
    };
    let Some(rest) = rest.strip_prefix("//") else {
        return false;
    };
    let web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    let host = cut(rest, b"/?#\\").0;
    web && !host.is_empty()
        && url.len() <= MAX_URL_BYTES
        && !url.chars().any(|c| c.is_control() || c.is_whitespace())
}
