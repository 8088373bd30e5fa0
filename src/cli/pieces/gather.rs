//! A bundle on disk, split or whole → the whole of it, with what is wrong with its pieces.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use super::read::{Body, How, Pieces, Read, elsewhere, field, read};
use crate::{
    bundle::value::Value,
    cli::{feed, parallel, report::Fault, script},
    error::Problem,
};

/// A whole bundle, and where it was found.
#[derive(Debug)]
pub(in crate::cli) struct Gathered {
    /// As if it had never been split.
    pub(in crate::cli) value: Value,
    /// What is wrong with its files, in the order of the list.
    pub(in crate::cli) faults: Vec<Fault>,
    /// What was seen in the documents.
    pub(in crate::cli) seen: Vec<Fault>,
    /// How large all files are that were read, in bytes.
    pub(in crate::cli) bytes: usize,
    /// What only a split bundle has.
    pub(in crate::cli) split: Option<Split>,
    file: PathBuf,
}

/// What only a split bundle has.
#[derive(Debug, Default)]
pub(in crate::cli) struct Split {
    /// How large the head is, in bytes.
    pub(in crate::cli) head: usize,
    /// How many files there are, with the head.
    pub(in crate::cli) files: usize,
    /// What the head says of the whole, and is not true: fields of its `_liseuse`.
    claims: Vec<(&'static str, Value)>,
    /// Of each item: the file that it stands in, and its place there.
    origins: Vec<(PathBuf, usize)>,
}

impl Gathered {
    /// A problem of the whole as one of the file that it comes from.
    pub(in crate::cli) fn locate(&self, problem: Problem) -> Fault {
        let inner = problem
            .place
            .strip_prefix("items[")
            .and_then(|rest| rest.split_once(']'));
        let origin = inner.and_then(|(index, rest)| {
            let origins = &self.split.as_ref()?.origins;
            Some((origins.get(index.parse::<usize>().ok()?)?, rest))
        });
        let (file, place) = match origin {
            Some(((file, at), rest)) => (file, format!("items[{at}]{rest}")),
            None => (&self.file, problem.place),
        };
        Fault {
            severity: problem.severity,
            file: file.display().to_string(),
            place,
            what: problem.what,
            remedy: problem.remedy,
        }
    }

    /// What the head says of the whole, and what is said rightly: the names of the fields that differ.
    pub(in crate::cli) fn untrue(&self, truth: &[(&str, Value)]) -> Vec<&'static str> {
        let claims = self
            .split
            .as_ref()
            .map_or(&[][..], |split| &split.claims[..]);
        let is_untrue = |(name, claim): &&(&'static str, Value)| {
            truth
                .iter()
                .any(|(other, value)| other == name && value != claim)
        };
        claims
            .iter()
            .filter(is_untrue)
            .map(|(name, _)| *name)
            .collect()
    }
}

/// Reads a bundle, and whatever files it names.
///
/// # Errors
/// Only if there is no bundle at all; a piece that is missing or broken is told, and costs its posts.
pub(in crate::cli) fn gather(file: &Path, how: How<'_>) -> Result<Gathered, Fault> {
    let Read {
        mut value,
        bytes,
        faults,
        seen,
    } = read(file, file, how)?;
    let mut gathered = Gathered {
        value: Value::Null,
        faults,
        seen,
        bytes: bytes.len(),
        split: None,
        file: file.to_owned(),
    };
    let own = field(&value, "_liseuse");
    let has_pages = own.is_some_and(|own| field(own, "pages").is_some());
    let items = match field(&value, "items") {
        Some(Value::List(items)) => items.as_slice(),
        _ => &[],
    };
    if !has_pages && !items.iter().any(|item| elsewhere(item).is_some()) {
        gathered.value = value;
        return Ok(gathered);
    }
    let pieces = Pieces {
        head: file,
        how,
        has_scripts: script::beside(file).is_file(),
    };
    let mut split = Split {
        head: bytes.len(),
        files: 1,
        ..Split::default()
    };
    if pieces.has_scripts {
        gathered.faults.extend(pieces.twin(file, &bytes));
    }
    let Value::List(items) = value.take("items") else {
        gathered.value = value;
        return Ok(gathered);
    };
    let numbered = |file: &Path, items: Vec<Value>| {
        let place = |(at, item)| (item, (file.to_owned(), at));
        items.into_iter().enumerate().map(place).collect::<Vec<_>>()
    };
    let mut listed = numbered(file, items);
    let mut own = value.take("_liseuse");
    if let Value::List(pages) = own.take("pages") {
        for address in pages {
            if let Some((file, items)) = pieces.page(&address, &mut gathered) {
                split.files += 1;
                listed.extend(numbered(&file, items));
            }
        }
    }
    for name in ["posts", "works", "tags"] {
        if let Some(claim) = field(&own, name) {
            split.claims.push((name, claim.clone()));
        }
    }
    let mut items = Vec::with_capacity(listed.len());
    let mut alignments = entries_of(own.take("alignments"));
    let bodies = parallel::map(&listed, &|(item, _)| pieces.body(item));
    for ((item, origin), body) in listed.into_iter().zip(bodies) {
        let Some(Body {
            item: own,
            alignments: its,
            faults,
            seen,
            bytes,
        }) = body
        else {
            items.push(item);
            split.origins.push(origin);
            continue;
        };
        gathered.faults.extend(faults);
        gathered.seen.extend(seen);
        gathered.bytes += bytes;
        split.files += usize::from(bytes > 0);
        if let Some(own) = own {
            let file = elsewhere(&item).and_then(|address| pieces.path(address));
            split.origins.push(match file {
                Some(file) if !how.is_index => (file, 0),
                _ => origin,
            });
            items.push(own);
            alignments.extend(its);
        }
    }
    if let Some(Value::Text(address)) = field(&own, "search") {
        gathered.faults.extend(pieces.search(address));
    }
    gathered.value = whole(value, own, items, alignments);
    gathered.split = Some(split);
    Ok(gathered)
}

/// The bundle without a trace of having been split.
fn whole(mut feed: Value, own: Value, items: Vec<Value>, alignments: Vec<Value>) -> Value {
    let mut added = Vec::new();
    for (name, value) in map_of(own) {
        match (name.as_str(), value) {
            ("pages" | "posts" | "works" | "languages" | "search" | "alignments", _) => {}
            ("tags", Value::List(tags)) => {
                let tags = tags.into_iter().filter_map(labelled);
                added.push((name, Value::List(tags.collect())));
            }
            (_, Value::Null) => {}
            (_, value) => added.push((name, value)),
        }
    }
    added.push((
        "alignments".to_owned(),
        Value::List(ordered(&items, alignments)),
    ));
    let fields = map_of(std::mem::take(&mut feed));
    let kept = fields.into_iter().filter(|(name, value)| {
        !matches!(name.as_str(), "items" | "_liseuse" | "next_url") && *value != Value::Null
    });
    let mut fields: Vec<(String, Value)> = kept.collect();
    fields.push(("items".to_owned(), Value::List(items)));
    let added: Vec<(&str, Value)> = added
        .iter()
        .map(|(name, value)| (name.as_str(), value.clone()))
        .collect();
    fields.push(("_liseuse".to_owned(), feed::object(added)));
    Value::Map(fields)
}

/// A tag of a whole bundle: those without labels are told by the posts alone.
fn labelled(tag: Value) -> Option<Value> {
    let mut fields = map_of(tag);
    fields.retain(|(name, _)| name != "posts");
    let has_labels = fields.iter().any(|(name, _)| name == "labels");
    has_labels.then_some(Value::Map(fields))
}

/// Each alignment once, by works in the order of their first versions, then by languages. Both files
/// of a pair have it.
fn ordered(items: &[Value], alignments: Vec<Value>) -> Vec<Value> {
    let mut seen = BTreeSet::new();
    let mut places = BTreeMap::new();
    for (place, item) in items.iter().enumerate() {
        let key = field(item, "_liseuse").and_then(|own| field(own, "translation_key"));
        if let Some(Value::Text(key)) = key {
            places.entry(key.as_str()).or_insert(place);
        }
    }
    let mut found = Vec::new();
    for alignment in alignments {
        let key = match field(&alignment, "translation_key") {
            Some(Value::Text(key)) => key.clone(),
            _ => String::new(),
        };
        let languages: Vec<String> = match field(&alignment, "languages") {
            Some(Value::List(tags)) => tags.iter().map(text_of).collect(),
            _ => Vec::new(),
        };
        let place = places.get(key.as_str()).copied().unwrap_or(usize::MAX);
        let order = (place, key, languages);
        if seen.insert(order.clone()) {
            found.push((order, alignment));
        }
    }
    found.sort_by(|(a, _), (b, _)| a.cmp(b));
    found.into_iter().map(|(_, alignment)| alignment).collect()
}

fn text_of(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        _ => String::new(),
    }
}

pub(super) fn map_of(value: Value) -> Vec<(String, Value)> {
    match value {
        Value::Map(fields) => fields,
        _ => Vec::new(),
    }
}

pub(super) fn entries_of(value: Value) -> Vec<Value> {
    match value {
        Value::List(list) => list,
        _ => Vec::new(),
    }
}
