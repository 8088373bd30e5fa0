//! A library → its tags as the head of a split bundle has them, counted over all pages.

use crate::{
    bundle::{TagLabels, value::Value},
    cli::feed::to_tag,
    library::{Library, TagIndex},
};

/// How many tags without labels the head names, at most.
const MAX_TAGS: usize = 1_000;

/// The head's tags: first those with labels, then the others, the most used first. Each with the number
/// of works that have it.
pub(in crate::cli) fn tags(library: &Library, labelled: &[TagLabels]) -> Vec<Value> {
    let counts = counts(library);
    let count = |tag: Option<TagIndex>| {
        let found = tag.and_then(|tag| counts.get(tag.index()));
        found.copied().unwrap_or_default()
    };
    let mut tags = Vec::new();
    let mut is_labelled = vec![false; counts.len()];
    for TagLabels { id, labels, .. } in labelled {
        let tag = library.find_tag(id);
        if let Some(mark) = tag.and_then(|tag| is_labelled.get_mut(tag.index())) {
            *mark = true;
        }
        tags.push(to_tag(id, labels, Some(count(tag))));
    }
    let mut others: Vec<_> = library
        .tags()
        .iter()
        .zip(&counts)
        .zip(is_labelled)
        .filter(|(_, is_labelled)| !is_labelled)
        .map(|(tag, _)| tag)
        .collect();
    others.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    let others = others.into_iter().take(MAX_TAGS);
    tags.extend(others.map(|(tag, count)| to_tag(&tag.id, &[], Some(*count))));
    tags
}

/// How many works have each tag.
fn counts(library: &Library) -> Vec<u32> {
    let mut counts = vec![0; library.tags().len()];
    let mut found: Vec<TagIndex> = Vec::new();
    for work in library.works() {
        found.clear();
        let versions = work.versions.iter();
        let versions = versions.filter_map(|version| library.post(*version));
        found.extend(versions.flat_map(|post| &post.tags));
        found.sort_unstable();
        found.dedup();
        for tag in &found {
            if let Some(count) = counts.get_mut(tag.index()) {
                *count += 1;
            }
        }
    }
    counts
}
