//! How many posts, works, languages and tags a bundle has: for programs, and for people.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use super::report::{Report, count};
use crate::bundle::{Bundle, concepts, label::fold};

/// The counts of a bundle, for programs.
pub(super) fn tell(bundle: &Bundle, bytes: usize, file: &Path, report: &mut Report) {
    let body = |item: &crate::bundle::Item| item.body.as_ref().map_or(0, String::len);
    let languages: serde_json::Map<_, _> = languages(bundle)
        .into_iter()
        .map(|(language, n)| (language.to_owned(), n.into()))
        .collect();
    report.fact("file", file.display().to_string());
    report.fact("bytes", bytes);
    report.fact("body_bytes", bundle.items.iter().map(body).sum::<usize>());
    report.fact("items", bundle.items.len());
    report.fact("works", works(bundle));
    report.fact("languages", languages);
    report.fact("tags", tags(bundle));
}

/// The counts of a bundle, for people.
pub(super) fn describe(bundle: &Bundle, bytes: usize) -> String {
    let languages: Vec<String> = languages(bundle)
        .into_iter()
        .map(|(language, n)| format!("{language} {n}"))
        .collect();
    format!(
        "{} ({}), {}, {}, {:.1} KB",
        count(bundle.items.len(), "post", "posts"),
        languages.join(", "),
        count(works(bundle), "work", "works"),
        count(tags(bundle), "tag", "tags"),
        bytes as f64 / 1000.0,
    )
}

fn languages(bundle: &Bundle) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for item in &bundle.items {
        *counts.entry(item.language.as_str()).or_default() += 1;
    }
    counts
}

/// Posts that are translations of each other are one work.
fn works(bundle: &Bundle) -> usize {
    let keys: BTreeSet<_> = bundle
        .items
        .iter()
        .filter_map(|i| i.translation_key.as_deref())
        .collect();
    keys.len()
        + bundle
            .items
            .iter()
            .filter(|item| item.translation_key.is_none())
            .count()
}

/// Whatever names posts have for a tag, it is one.
fn tags(bundle: &Bundle) -> usize {
    let concepts = concepts(&bundle.tags);
    let tags = bundle.items.iter().flat_map(|item| &item.tags);
    let names = tags.map(|tag| {
        let name = fold(tag);
        concepts.get(&name).copied().ok_or(name)
    });
    names.collect::<BTreeSet<_>>().len()
}
