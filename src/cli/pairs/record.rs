//! Proposals → front matter and `liseuse.yaml`: only keys that are new, one line said for each.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use super::{
    edit,
    find::{Concept, Findings, Mixed, Status},
    study::Study,
};
use crate::cli::{
    collect,
    decisions::FILE,
    front_matter::Kind,
    report::{Fault, Report},
    write,
};

/// Lines that a file would get, or got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// The path inside of the folder.
    pub(super) file: String,
    pub(super) line: String,
}

/// The entries of front matter that the proposals ask for, by post.
pub(super) fn matter(
    study: &Study<'_>,
    findings: &Findings,
) -> BTreeMap<usize, Vec<(&'static str, String)>> {
    let mut all: BTreeMap<usize, Vec<(&'static str, String)>> = BTreeMap::new();
    let said = |post: usize| findings.said.get(post).copied().unwrap_or_default();
    for (post, tongue) in findings.languages.iter().enumerate() {
        if let (Status::Missing, Some(found)) = (tongue.status, tongue.found)
            && !said(post).has_language
        {
            all.entry(post)
                .or_default()
                .push(("lang", first_language(findings, post, found)));
        }
    }
    for mixed in findings.mixed.iter().filter(|mixed| mixed.is_proposed) {
        if said(mixed.post).mixed.is_none() {
            all.entry(mixed.post)
                .or_default()
                .push(("mixed", String::from("true")));
        }
        let has_language = all
            .get(&mixed.post)
            .is_some_and(|list| list.iter().any(|(key, _)| *key == "lang"))
            || study.declared.get(mixed.post).is_some_and(Option::is_some);
        if let Some((language, _)) = mixed.mixture.parts.first().filter(|_| !has_language) {
            all.entry(mixed.post)
                .or_default()
                .insert(0, ("lang", (*language).to_owned()));
        }
    }
    for translation in findings.translations.iter().filter(|t| t.held.is_none()) {
        for post in &translation.needs_key {
            let list = all.entry(*post).or_default();
            if !list.iter().any(|(key, _)| *key == "translation_key") {
                list.push(("translation_key", translation.key.clone()));
            }
        }
    }
    all
}

/// A post in two languages begins in one of them.
fn first_language(findings: &Findings, post: usize, found: &str) -> String {
    let mixed = findings
        .mixed
        .iter()
        .find(|mixed| mixed.post == post && mixed.is_proposed);
    let first = mixed.and_then(|mixed| mixed.mixture.parts.first());
    first.map_or(found, |(language, _)| *language).to_owned()
}

/// The line of the decisions that a post in two languages asks for.
pub(super) fn split_entry(study: &Study<'_>, mixed: &Mixed) -> String {
    format!(
        "{}: {}",
        edit::scalar(study.file(mixed.post)),
        mixed.mixture.shape.yaml()
    )
}

/// The line of the decisions that two tags ask for.
pub(super) fn tag_entry(concept: &Concept) -> String {
    let labels: Vec<String> = concept
        .labels
        .iter()
        .map(|(language, label)| format!("{language}: {}", edit::scalar(label)))
        .collect();
    format!("- {{ {} }}", labels.join(", "))
}

/// Writes what is proposed, and tells each line that was written.
pub(super) fn record(
    study: &Study<'_>,
    findings: &Findings,
    folders: &[PathBuf],
    report: &mut Report,
) -> Vec<Line> {
    let mut written = Vec::new();
    for (post, entries) in matter(study, findings) {
        let Some(source) = study
            .posts
            .get(post)
            .and_then(|post| study.sources.get(post.source))
        else {
            continue;
        };
        match add_matter(&source.path, &entries) {
            Ok(lines) => written.extend(lines.into_iter().map(|line| Line {
                file: source.relative.clone(),
                line,
            })),
            Err(fault) => report.add(fault),
        }
    }
    let folder = |post: usize| {
        let source = study
            .posts
            .get(post)
            .and_then(|post| study.sources.get(post.source));
        source.and_then(|source| folders.get(source.folder))
    };
    let splits = findings
        .mixed
        .iter()
        .filter(|mixed| mixed.is_proposed)
        .map(|mixed| (folder(mixed.post), "splits", split_entry(study, mixed)));
    let tags = findings
        .tags
        .iter()
        .filter(|concept| concept.is_proposed)
        .map(|concept| (folders.first(), "tags", tag_entry(concept)));
    for (folder, key, entry) in splits.chain(tags) {
        let Some(folder) = folder else { continue };
        match add_decision(&folder.join(FILE), key, &entry) {
            Ok(()) => written.push(Line {
                file: String::from(FILE),
                line: format!("{key}: {entry}"),
            }),
            Err(fault) => report.add(fault),
        }
    }
    written
}

fn add_matter(path: &Path, entries: &[(&'static str, String)]) -> Result<Vec<String>, Fault> {
    // The bytes as they are: reading a post would make its line ends one.
    let bytes = fs::read(path).map_err(|error| Fault::io(path, "read the file", &error))?;
    let text = String::from_utf8_lossy(&bytes);
    let kind = edit::kind_of(&text);
    let lines: Vec<String> = entries
        .iter()
        .map(|(key, value)| edit::line(kind, key, value))
        .collect();
    let Some(new) = edit::front_matter(&text, entries) else {
        let what = "the front matter cannot be added to without changing what is there";
        let remedy = format!("put in by hand: {}", lines.join(" / "));
        return Err(Fault::error(path, what, remedy).at_line(1));
    };
    write::write(path, new.as_bytes())?;
    Ok(lines)
}

fn add_decision(path: &Path, key: &str, entry: &str) -> Result<(), Fault> {
    let text = if path.is_file() {
        collect::read(path)?
    } else {
        String::new()
    };
    let raw = if path.is_file() {
        fs::read_to_string(path).unwrap_or(text)
    } else {
        text
    };
    let Some(new) = edit::decisions(&raw, key, entry) else {
        let what = format!("an entry cannot be added under `{key}` without changing what is there");
        return Err(Fault::error(path, what, format!("put in by hand: {entry}")));
    };
    write::write(path, new.as_bytes())
}

/// How a line of front matter would look in this post's file.
pub(super) fn shown(study: &Study<'_>, post: usize, key: &str, value: &str) -> String {
    let source = study
        .posts
        .get(post)
        .and_then(|post| study.sources.get(post.source));
    let text = source.and_then(|source| collect::read(&source.path).ok());
    edit::line(
        text.map_or(Kind::Yaml, |text| edit::kind_of(&text)),
        key,
        value,
    )
}
