//! Findings → JSON, as the documentation of `pairs` tells it.

use serde_json::{Value, json};

use super::{
    find::{Status, Translation},
    mixed::Shape,
    record::{self, Line},
    tell::Teller,
};
use crate::cli::decisions::FILE;

impl Teller<'_> {
    /// The report by name.
    pub(super) fn json(&self, written: &[Line]) -> Vec<(&'static str, Value)> {
        let rounded = |confidence: f64| (confidence * 1000.0).round() / 1000.0;
        let line = |file: &str, line: String| json!({ "file": file, "line": line });
        let languages = self
            .findings
            .languages
            .iter()
            .enumerate()
            .map(|(post, tongue)| {
                let status = match tongue.status {
                    Status::Agrees => "agrees",
                    Status::Missing => "missing",
                    Status::Differs => "differs",
                    Status::Unknown => "unknown",
                };
                let shares = self
                    .study
                    .speeches
                    .get(post)
                    .map(|speech| speech.shares.as_slice());
                let letters: usize = shares
                    .unwrap_or_default()
                    .iter()
                    .map(|share| share.letters)
                    .sum();
                json!({
                    "file": self.study.file(post), "title": self.study.title(post),
                    "declared": tongue.declared, "language": tongue.found,
                    "confidence": rounded(tongue.confidence), "letters": letters, "status": status,
                })
            });
        let mixed = self.findings.mixed.iter().map(|mixed| {
            let file = self.study.file(mixed.post);
            let mut write: Vec<Value> = Vec::new();
            if mixed.is_proposed {
                write.extend(
                    self.lines_for(mixed.post)
                        .into_iter()
                        .map(|l| line(file, l)),
                );
                write.push(line(
                    FILE,
                    format!("splits: {}", record::split_entry(self.study, mixed)),
                ));
            }
            let parts = &mixed.mixture.parts;
            let split: serde_json::Map<String, Value> = match &mixed.mixture.shape {
                Shape::Switch(starts) => starts
                    .iter()
                    .map(|(l, block)| ((*l).to_owned(), json!(block)))
                    .collect(),
                Shape::Turns(lists) => lists
                    .iter()
                    .map(|(l, blocks)| ((*l).to_owned(), json!(blocks)))
                    .collect(),
            };
            json!({
                "file": file, "title": self.study.title(mixed.post),
                "confidence": rounded(mixed.confidence), "proposed": mixed.is_proposed,
                "languages": parts.iter().map(|(l, _)| *l).collect::<Vec<_>>(),
                "split": split, "evidence": mixed.evidence, "write": write,
            })
        });
        let pair = |pair: &Translation, proposed: bool| {
            let write: Vec<Value> = pair
                .needs_key
                .iter()
                .filter(|_| proposed && pair.held.is_none())
                .map(|post| {
                    let text = record::shown(self.study, *post, "translation_key", &pair.key);
                    line(self.study.file(*post), text)
                })
                .collect();
            let (a, b) = pair.posts;
            json!({
                "key": pair.key, "files": [self.study.file(a), self.study.file(b)],
                "titles": [self.study.title(a), self.study.title(b)],
                "languages": [pair.languages.0, pair.languages.1],
                "confidence": rounded(pair.confidence), "second": rounded(pair.second),
                "evidence": pair.evidence, "held": pair.held, "write": write,
            })
        };
        let tags = self.findings.tags.iter().map(|concept| {
            let write: Vec<Value> = concept
                .is_proposed
                .then(|| line(FILE, format!("tags: {}", record::tag_entry(concept))))
                .into_iter()
                .collect();
            let labels = concept.labels.iter();
            let labels: serde_json::Map<String, Value> = labels
                .map(|(language, label)| (language.clone(), json!(label)))
                .collect();
            json!({
                "labels": labels,
                "confidence": rounded(concept.confidence), "proposed": concept.is_proposed,
                "evidence": concept.evidence, "write": write,
            })
        });
        vec![
            ("languages", languages.collect()),
            ("mixed", mixed.collect()),
            (
                "translations",
                self.findings
                    .translations
                    .iter()
                    .map(|p| pair(p, true))
                    .collect(),
            ),
            (
                "near_misses",
                self.findings.near.iter().map(|p| pair(p, false)).collect(),
            ),
            ("tags", tags.collect()),
            (
                "written",
                written
                    .iter()
                    .map(|w| line(&w.file, w.line.clone()))
                    .collect(),
            ),
        ]
    }
}
