//! Findings → a report that its author can go through in minutes, or JSON.

use std::collections::BTreeMap;

use super::{
    find::{Concept, Findings, Mixed, Status, Translation},
    mixed::Shape,
    record::{self, Line},
    study::Study,
};
use crate::cli::{
    args::Pairs,
    decisions::FILE,
    report::{Report, count},
};

/// Tells everything.
pub(super) fn tell(
    study: &Study<'_>,
    findings: &Findings,
    args: &Pairs,
    written: &[Line],
    report: &mut Report,
) {
    let teller = Teller {
        study,
        findings,
        matter: record::matter(study, findings),
        wrote: args.write,
    };
    if args.print.json {
        for (name, value) in teller.json(written) {
            report.fact(name, value);
        }
        return;
    }
    for line in teller.lines(written) {
        report.say(line);
    }
    report.summary(teller.summary());
}

pub(super) struct Teller<'a> {
    pub(super) study: &'a Study<'a>,
    pub(super) findings: &'a Findings,
    matter: BTreeMap<usize, Vec<(&'static str, String)>>,
    wrote: bool,
}

/// `0.973` → `97 %`; never `100 %`.
fn percent(confidence: f64) -> String {
    format!("{:2.0} %", (confidence * 100.0).clamp(0.0, 99.0).floor())
}

impl Teller<'_> {
    fn lines(&self, written: &[Line]) -> Vec<String> {
        let mut lines = Vec::new();
        self.languages(&mut lines);
        self.mixed(&mut lines);
        let translations: Vec<&Translation> = self.findings.translations.iter().collect();
        self.pairs("Translations", &translations, true, &mut lines);
        let near: Vec<&Translation> = self.findings.near.iter().collect();
        self.pairs(
            "Look at these: they may be translations",
            &near,
            false,
            &mut lines,
        );
        self.tags(&mut lines);
        if self.wrote {
            section("Written", written.is_empty(), &mut lines);
            for line in written {
                lines.push(format!("  {}: {}", line.file, line.line));
            }
        }
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines
    }

    fn languages(&self, lines: &mut Vec<String>) {
        let of = |status: Status| {
            let all = self.findings.languages.iter().enumerate();
            all.filter(move |(_, tongue)| tongue.status == status)
        };
        section(
            "Languages that look wrong",
            of(Status::Differs).count() == 0,
            lines,
        );
        for (post, tongue) in of(Status::Differs) {
            let found = tongue.found.unwrap_or("?");
            let declared = tongue.declared.as_deref().unwrap_or("?");
            let file = self.study.file(post);
            lines.push(format!(
                "  {}  {}",
                percent(tongue.confidence),
                self.name(post)
            ));
            lines.push(format!(
                "        says {declared}, and its text looks like {found}: {}",
                self.heard(post)
            ));
            lines.push(format!("        to do: write `lang: {found}` in its front matter; nothing is changed for you"));
            lines.push(format!(
                "        if it is right as it is, into {FILE}: languages: {{ {file}: {declared} }}"
            ));
        }
        section(
            "Posts that name no language",
            of(Status::Missing).count() == 0,
            lines,
        );
        for (post, tongue) in of(Status::Missing) {
            let line = self
                .lines_for(post)
                .into_iter()
                .find(|line| line.starts_with("lang"));
            lines.push(format!(
                "  {}  {}  {}",
                percent(tongue.confidence),
                line.unwrap_or_else(|| tongue.found.unwrap_or("?").to_owned()),
                self.name(post)
            ));
        }
        let unsure = || {
            let all = self.findings.languages.iter().enumerate();
            all.filter(|(_, t)| t.status == Status::Unknown && t.declared.is_none())
        };
        section(
            "Posts whose language cannot be told",
            unsure().count() == 0,
            lines,
        );
        for (post, tongue) in unsure() {
            let guess = tongue
                .found
                .map_or(String::from("no guess"), |found| format!("perhaps {found}"));
            lines.push(format!(
                "        {} ({guess}): write `lang:` in its front matter",
                self.name(post)
            ));
        }
    }

    /// How the text of a post tells its language.
    fn heard(&self, post: usize) -> String {
        let speech = self.study.speeches.get(post);
        let shares = speech.map_or(&[][..], |speech| speech.shares.as_slice());
        let blocks = self.study.pieces.get(post).map_or(0, Vec::len);
        let told: Vec<String> = shares
            .iter()
            .take(2)
            .filter(|share| share.share >= 0.01)
            .map(|share| {
                format!(
                    "{} in {} of {}",
                    share.language,
                    share.blocks,
                    count(blocks, "block", "blocks")
                )
            })
            .collect();
        told.join(", ")
    }

    fn name(&self, post: usize) -> String {
        format!("{} “{}”", self.study.file(post), self.study.title(post))
    }

    pub(super) fn lines_for(&self, post: usize) -> Vec<String> {
        let entries = self.matter.get(&post).into_iter().flatten();
        entries
            .map(|(key, value)| record::shown(self.study, post, key, value))
            .collect()
    }

    fn mixed(&self, lines: &mut Vec<String>) {
        section(
            "Posts in two languages",
            self.findings.mixed.is_empty(),
            lines,
        );
        for mixed in &self.findings.mixed {
            lines.push(format!(
                "  {}  {}",
                percent(mixed.confidence),
                self.name(mixed.post)
            ));
            lines.push(format!("        {}", self.shape(mixed)));
            if mixed.is_proposed {
                let text = format!("as versions of one text they {}", mixed.evidence.join("; "));
                wrap(&text, lines);
                let matter = self.lines_for(mixed.post);
                if !matter.is_empty() {
                    lines.push(format!(
                        "        {} in its front matter: {}",
                        self.verb(),
                        matter.join(" / ")
                    ));
                }
                lines.push(format!(
                    "        {} in {FILE}: splits: {}",
                    self.verb(),
                    record::split_entry(self.study, mixed)
                ));
                lines.push(format!(
                    "        if it is one text, into {FILE}: splits: {{ {}: false }}",
                    self.study.file(mixed.post)
                ));
            } else {
                lines.push(String::from(
                    "        its parts do not look like versions of one text; nothing is written",
                ));
                lines.push(format!(
                    "        if they are, into {FILE}: splits: {}",
                    record::split_entry(self.study, mixed)
                ));
                lines.push(format!("        if they are not, `mixed: true` in its front matter, and into {FILE}: splits: {{ {}: false }}", self.study.file(mixed.post)));
            }
        }
    }

    fn verb(&self) -> &'static str {
        if self.wrote {
            "written"
        } else {
            "--write puts"
        }
    }

    fn shape(&self, mixed: &Mixed) -> String {
        let blocks = self
            .study
            .outlines
            .get(mixed.post)
            .map_or(&[][..], |o| o.blocks.as_slice());
        match &mixed.mixture.shape {
            Shape::Switch(starts) => {
                let first = mixed
                    .mixture
                    .parts
                    .first()
                    .map_or("?", |(language, _)| *language);
                let mut told = vec![format!("{first} at first")];
                for (language, block) in starts {
                    let mut rest = blocks.iter().skip(*block);
                    let text = rest.find(|block| !block.text.trim().is_empty());
                    let text = text.map_or("", |block| block.text.as_str());
                    let start: String = text
                        .split_whitespace()
                        .take(6)
                        .collect::<Vec<_>>()
                        .join(" ");
                    let total = blocks.len();
                    told.push(format!(
                        "{language} from block {block} of {total} on: “{start} …”"
                    ));
                }
                told.join(", ")
            }
            Shape::Turns(lists) => {
                let told: Vec<String> = lists
                    .iter()
                    .map(|(language, blocks)| {
                        format!("{language} in {}", count(blocks.len(), "block", "blocks"))
                    })
                    .collect();
                format!("mixed, by turns: {}", told.join(", "))
            }
        }
    }

    fn pairs(&self, title: &str, pairs: &[&Translation], proposed: bool, lines: &mut Vec<String>) {
        section(title, pairs.is_empty(), lines);
        for pair in pairs {
            let (a, b) = pair.posts;
            lines.push(format!(
                "  {}  {} {}",
                percent(pair.confidence),
                pair.languages.0,
                self.name(a)
            ));
            lines.push(format!("        {} {}", pair.languages.1, self.name(b)));
            let second = percent(pair.second);
            let evidence = pair.evidence.join("; ");
            let text = format!("{evidence}; the next best pair: {}", second.trim());
            wrap(&text, lines);
            if let Some(held) = &pair.held {
                lines.push(format!("        not written: {held}"));
            } else if proposed {
                for post in &pair.needs_key {
                    let line = record::shown(self.study, *post, "translation_key", &pair.key);
                    lines.push(format!(
                        "        {} in {}: {line}",
                        self.verb(),
                        self.study.file(*post)
                    ));
                }
            }
            let files = format!("[{}, {}]", self.study.file(a), self.study.file(b));
            if !proposed {
                lines.push(format!(
                    "        if they are, into {FILE}: translations: - {files}"
                ));
            }
            lines.push(format!(
                "        if they are not, into {FILE}: not_translations: - {files}"
            ));
        }
    }

    fn tags(&self, lines: &mut Vec<String>) {
        section(
            "Tags that may name one concept",
            self.findings.tags.is_empty(),
            lines,
        );
        for concept in &self.findings.tags {
            let labels: Vec<String> = concept
                .labels
                .iter()
                .map(|(language, label)| format!("{language} “{label}”"))
                .collect();
            lines.push(format!(
                "  {}  {}",
                percent(concept.confidence),
                labels.join(", ")
            ));
            lines.push(format!("        {}", concept.evidence.join("; ")));
            let entry = record::tag_entry(concept);
            if concept.is_proposed {
                lines.push(format!("        {} in {FILE}: tags: {entry}", self.verb()));
                if let Some((language, label)) = concept.labels.first() {
                    lines.push(format!(
                        "        if they are not one, into {FILE}: tags: - {{ {language}: {label} }}"
                    ));
                }
            } else {
                lines.push(format!(
                    "        if they are one, into {FILE}: tags: {entry}"
                ));
            }
        }
    }

    fn summary(&self) -> String {
        let findings = self.findings;
        let number = |status: Status| {
            findings
                .languages
                .iter()
                .filter(|t| t.status == status)
                .count()
        };
        let proposed = |list: &[Mixed]| list.iter().filter(|mixed| mixed.is_proposed).count();
        let tags = |list: &[Concept]| list.iter().filter(|concept| concept.is_proposed).count();
        format!(
            "{}: {} looked at, {} proposed, {} to split, {} to look at, {}, {} without a language, {} that look wrong",
            if self.wrote {
                "written"
            } else {
                "nothing is written"
            },
            count(findings.languages.len(), "post", "posts"),
            count(findings.translations.len(), "translation", "translations"),
            proposed(&findings.mixed),
            findings.near.len() + findings.mixed.len() - proposed(&findings.mixed),
            count(tags(&findings.tags), "pair of tags", "pairs of tags"),
            number(Status::Missing),
            number(Status::Differs),
        )
    }
}

/// Adds a long line in pieces that fit a terminal.
fn wrap(text: &str, lines: &mut Vec<String>) {
    const WIDTH: usize = 92;
    let mut line = String::new();
    for word in text.split(' ') {
        if !line.is_empty() && line.chars().count() + word.chars().count() >= WIDTH {
            lines.push(format!("        {line}"));
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push(format!("        {line}"));
}

/// The heading of a section, unless it is empty.
fn section(title: &str, is_empty: bool, lines: &mut Vec<String>) {
    if !is_empty {
        lines.push(String::new());
        lines.push(title.to_owned());
    }
}
