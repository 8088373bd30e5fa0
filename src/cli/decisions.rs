//! `liseuse.yaml` → what its author decided about the files beside it; it wins over everything.
//!
//! ```yaml
//! languages:                 # file → language
//!   031-rock-the-prod.md: fr
//! translations:              # files that are versions of one work
//!   - [005-a.md, 006-b.md]
//! not_translations:          # files of which no two are
//!   - [032-x.md, 033-y.md]
//! splits:                    # file → first block of each further language; `false`: never split
//!   002-the-remote-expert.md: { fr: 14 }
//!   004-by-turns.md: { en: [0, 2], fr: [1, 3] }   # or the blocks of each; others are for all
//! tags:                      # one concept, labels by language; a label alone: it has no other
//!   - { en: mixed reality, fr: réalité mixte }
//! beads:                     # translation key → beads that win over computed ones; or a list
//!   end-of-pocs: { languages: [en, fr], beads: [[[0], [0]], [[1], [1, 2]]] }
//! ```
//!
//! Paths are relative to the folder and have `/`. Each entry is read on its own: a broken one is a
//! fault with its line, and the others count.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    path::{Path, PathBuf},
};

use super::{
    collect::{self, Source},
    report::{Fault, Report},
    yaml::{self, Node, Value},
};
use crate::{
    bundle::{Alignment, Bead, Beads, label},
    language::Language,
};

/// The name of the file, in the root of a folder given to the command.
pub(super) const FILE: &str = "liseuse.yaml";

const KEYS: &str = "languages, translations, not_translations, splits, tags, beads";
const TAG_REMEDY: &str = "write a BCP 47 tag such as `en` or `fr-CA`";

/// What authors decided. Files are told by their index among the sources.
#[derive(Debug, Default)]
pub(super) struct Decisions {
    /// The language of a file.
    pub(super) languages: BTreeMap<usize, Language>,
    /// Files that are versions of one work; no file is in two groups.
    pub(super) translations: Vec<Vec<usize>>,
    /// Files of which no two are versions of one work.
    pub(super) not_translations: Vec<Vec<usize>>,
    /// Where files are split.
    pub(super) splits: BTreeMap<usize, Split>,
    /// Concepts with their labels by language.
    pub(super) tags: Vec<Vec<(Language, String)>>,
    /// Beads by translation key and languages; they have no gap, and a confidence of 1.
    pub(super) beads: Vec<Alignment>,
}

/// Whether and where a file is split into versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Split {
    /// It is one text.
    Never,
    /// Each language begins at a block, later than the one before; what comes first is in the
    /// post's own language.
    At(Vec<(Language, usize)>),
    /// Each language has these blocks; what none names is for all.
    Blocks(Vec<(Language, Vec<usize>)>),
}

impl Decisions {
    /// Whether the author said that these two files are no versions of one work.
    pub(super) fn are_apart(&self, a: usize, b: usize) -> bool {
        self.not_translations
            .iter()
            .any(|group| group.contains(&a) && group.contains(&b))
    }
}

/// Reads the file of each folder that has one.
pub(super) fn read(folders: &[PathBuf], sources: &[Source], report: &mut Report) -> Decisions {
    let mut decisions = Decisions::default();
    for (folder, root) in folders.iter().enumerate() {
        let path = root.join(FILE);
        if !path.is_file() {
            continue;
        }
        let text = match collect::read(&path) {
            Ok(text) => text,
            Err(fault) => {
                report.add(fault);
                continue;
            }
        };
        let mut reader = Reader {
            path: &path,
            files: sources
                .iter()
                .enumerate()
                .filter(|(_, source)| source.folder == folder)
                .map(|(index, source)| (source.relative.as_str(), index))
                .collect(),
            report,
        };
        reader.document(&text, &mut decisions);
    }
    decisions
}

struct Reader<'a> {
    path: &'a Path,
    /// The files of this folder, with their indexes.
    files: BTreeMap<&'a str, usize>,
    report: &'a mut Report,
}

impl Reader<'_> {
    fn fault(&mut self, line: usize, what: impl Into<String>, remedy: &str) {
        self.report
            .add(Fault::error(self.path, what, remedy).at_line(line));
    }

    fn document(&mut self, text: &str, decisions: &mut Decisions) {
        let root = match yaml::parse(text) {
            Ok(root) => root,
            Err((line, message)) => {
                let message = message.lines().next().unwrap_or_default();
                let what = format!("the decisions cannot be read: {message}");
                return self.fault(line, what, "put the YAML right; nothing in it is followed");
            }
        };
        let entries = match &root.value {
            Value::Null => return,
            Value::Map(entries) => entries,
            _ => {
                let what = "the decisions are no map";
                return self.fault(root.line, what, &format!("write keys: {KEYS}"));
            }
        };
        for (key, node) in entries {
            if node.value == Value::Null {
                continue;
            }
            match key.as_str() {
                "languages" => self.languages(node, decisions),
                "translations" => {
                    let groups = self.groups(node, key);
                    self.translations(groups, decisions);
                }
                "not_translations" => {
                    let groups = self.groups(node, key);
                    decisions
                        .not_translations
                        .extend(groups.into_iter().map(|(_, group)| group));
                }
                "splits" => self.splits(node, decisions),
                "tags" => self.tags(node, decisions),
                "beads" => self.beads(node, decisions),
                other => {
                    let what = format!("`{}` is no decision", label::clean(other));
                    // A key stands on the line of its value, or on one before it.
                    let line = key_line(text, other).unwrap_or(node.line);
                    self.fault(line, what, &format!("the keys are {KEYS}"));
                }
            }
        }
    }

    /// The entries of a map; a fault and nothing for anything else.
    fn map<'n>(&mut self, node: &'n Node, what: &str, remedy: &str) -> &'n [(String, Node)] {
        let Some(map) = node.map() else {
            self.fault(node.line, format!("{what} is no map"), remedy);
            return &[];
        };
        map
    }

    fn list<'n>(&mut self, node: &'n Node, what: &str, remedy: &str) -> &'n [Node] {
        let Some(list) = node.list() else {
            self.fault(node.line, format!("{what} is no list"), remedy);
            return &[];
        };
        list
    }

    fn file(&mut self, name: &str, line: usize) -> Option<usize> {
        let name = name.trim().trim_start_matches("./");
        let found = self.files.get(name).copied();
        if found.is_none() {
            let what = format!("there is no Markdown file `{}`", label::clean(name));
            let remedy = "write its path inside of this folder, or take the line out";
            self.fault(line, what, remedy);
        }
        found
    }

    fn language(&mut self, text: &str, line: usize) -> Option<Language> {
        let language = Language::parse(text);
        if language.is_none() {
            let what = format!("`{}` is not a language tag", label::clean(text));
            self.fault(line, what, TAG_REMEDY);
        }
        language
    }

    fn languages(&mut self, node: &Node, decisions: &mut Decisions) {
        for (name, value) in self.map(node, "`languages`", "write `FILE: LANGUAGE` under it") {
            let file = self.file(name, value.line);
            let text = value.text().unwrap_or_default();
            let language = self.language(&text, value.line);
            if let (Some(file), Some(language)) = (file, language) {
                decisions.languages.insert(file, language);
            }
        }
    }

    /// Lists of at least two files, with their lines.
    fn groups(&mut self, node: &Node, key: &str) -> Vec<(usize, Vec<usize>)> {
        let remedy = "write `- [FILE, FILE]` under it";
        let mut groups = Vec::new();
        for entry in self.list(node, &format!("`{key}`"), remedy) {
            let mut group = Vec::new();
            for name in self.list(entry, &format!("an entry of `{key}`"), remedy) {
                let text = name.text().unwrap_or_default();
                if let Some(file) = self.file(&text, name.line)
                    && !group.contains(&file)
                {
                    group.push(file);
                }
            }
            let names = entry.list().map_or(0, <[Node]>::len);
            if names < 2 && entry.list().is_some() {
                self.fault(entry.line, "this entry needs two files or more", remedy);
            } else if group.len() > 1 {
                groups.push((entry.line, group));
            }
        }
        groups
    }

    fn translations(&mut self, groups: Vec<(usize, Vec<usize>)>, decisions: &mut Decisions) {
        let mut seen: BTreeSet<usize> = decisions.translations.iter().flatten().copied().collect();
        for (line, group) in groups {
            if group.iter().any(|file| seen.contains(file)) {
                let what = "a file of this entry is in another one of `translations` already";
                self.fault(line, what, "write all versions of a work into one list");
                continue;
            }
            seen.extend(&group);
            decisions.translations.push(group);
        }
    }

    fn splits(&mut self, node: &Node, decisions: &mut Decisions) {
        let remedy = "write `FILE: { LANGUAGE: BLOCK }`, blocks counted from 0, or `FILE: false`";
        for (name, value) in self.map(node, "`splits`", remedy) {
            let Some(file) = self.file(name, value.line) else {
                continue;
            };
            let split = match &value.value {
                Value::Bool(false) => Some(Split::Never),
                Value::Map(parts) if !parts.is_empty() => self.parts(parts, remedy),
                _ => {
                    let what = format!("the split of `{}` tells no block", label::clean(name));
                    self.fault(value.line, what, remedy);
                    None
                }
            };
            if let Some(split) = split {
                decisions.splits.insert(file, split);
            }
        }
    }

    fn parts(&mut self, parts: &[(String, Node)], remedy: &str) -> Option<Split> {
        let (mut starts, mut lists): (Vec<(Language, usize)>, Vec<_>) = Default::default();
        for (index, (tag, node)) in parts.iter().enumerate() {
            let language = self.language(tag, node.line)?;
            if let Some(list) = node.list() {
                let blocks: Vec<usize> = list.iter().filter_map(Node::number).collect();
                if blocks.is_empty() || blocks.len() < list.len() {
                    self.fault(node.line, "a list of blocks holds whole numbers", remedy);
                    return None;
                }
                lists.push((language, blocks));
                continue;
            }
            let block = node.number().filter(|block| *block > 0 || index == 0);
            let Some(block) = block else {
                self.fault(node.line, "a block is a whole number from 1 on", remedy);
                return None;
            };
            if starts.last().is_some_and(|(_, before)| *before >= block) {
                let what = "the blocks of a split do not rise";
                self.fault(
                    node.line,
                    what,
                    "write the languages in the order of the text",
                );
                return None;
            }
            starts.push((language, block));
        }
        let line = parts.first().map_or(1, |(_, node)| node.line);
        match (starts.as_slice(), lists.as_slice()) {
            ([(_, 0)], []) | ([], [_]) => {
                self.fault(line, "a split has two languages or more", remedy);
                None
            }
            (_, []) => Some(Split::At(starts)),
            ([], _) => Some(Split::Blocks(lists)),
            _ => {
                let what = "a split has either first blocks or lists of blocks";
                self.fault(line, what, remedy);
                None
            }
        }
    }

    fn tags(&mut self, node: &Node, decisions: &mut Decisions) {
        let remedy = "write `- { en: LABEL, fr: LABEL }` under it";
        for entry in self.list(node, "`tags`", remedy) {
            let mut labels: Vec<(Language, String)> = Vec::new();
            for (tag, text) in self.map(entry, "an entry of `tags`", remedy) {
                let Some(language) = self.language(tag, text.line) else {
                    continue;
                };
                let label = label::clean(&text.text().unwrap_or_default());
                if label.is_empty() {
                    self.fault(
                        text.line,
                        format!("the label in `{language}` is empty"),
                        remedy,
                    );
                    continue;
                }
                labels.push((language, label));
            }
            if !labels.is_empty() {
                decisions.tags.push(labels);
            }
        }
    }

    fn beads(&mut self, node: &Node, decisions: &mut Decisions) {
        let remedy = "write `KEY: { languages: [en, fr], beads: [[[0], [0]], …] }` under it";
        for (key, entry) in self.map(node, "`beads`", remedy) {
            // More than two languages: one entry a pair.
            let entries = entry.list().unwrap_or(std::slice::from_ref(entry));
            for entry in entries {
                decisions.beads.extend(self.alignment(key, entry, remedy));
            }
        }
    }

    fn alignment(&mut self, key: &str, entry: &Node, remedy: &str) -> Option<Alignment> {
        let (mut languages, mut beads) = (Vec::new(), None);
        for (name, value) in self.map(entry, "an entry of `beads`", remedy) {
            match name.as_str() {
                "languages" => {
                    for tag in self.list(value, "`languages`", remedy) {
                        let text = tag.text().unwrap_or_default();
                        languages.extend(self.language(&text, tag.line));
                    }
                }
                "beads" => beads = Some(to_beads(value)),
                other => {
                    let what = format!("`{}` says nothing here", label::clean(other));
                    self.fault(value.line, what, remedy);
                }
            }
        }
        let beads = match beads {
            Some(Ok(beads)) => beads,
            Some(Err((line, what))) => {
                self.fault(line, what, remedy);
                return None;
            }
            None => {
                self.fault(entry.line, "there are no beads", remedy);
                return None;
            }
        };
        let Ok(languages) = <[Language; 2]>::try_from(languages) else {
            self.fault(entry.line, "beads join two languages", remedy);
            return None;
        };
        Some(Alignment {
            translation_key: label::clean(key),
            languages,
            beads,
        })
    }
}

/// Beads as the bundle writes them: each block of each side once, in order.
fn to_beads(node: &Node) -> Result<Beads, (usize, &'static str)> {
    let list = node.list().ok_or((node.line, "the beads are no list"))?;
    let (mut beads, mut end) = (Vec::new(), (0, 0));
    for entry in list {
        let Some([left, right]) = entry.list() else {
            return Err((entry.line, "a bead has two lists of blocks"));
        };
        let left = side(left, &mut end.0)?;
        let right = side(right, &mut end.1)?;
        if left.is_empty() && right.is_empty() {
            return Err((entry.line, "this bead has no block"));
        }
        beads.push(Bead {
            left,
            right,
            confidence: 1.0,
        });
    }
    Ok(Beads {
        beads,
        confidence: 1.0,
    })
}

fn side(node: &Node, end: &mut u32) -> Result<Range<u32>, (usize, &'static str)> {
    let list = node
        .list()
        .ok_or((node.line, "a bead has two lists of blocks"))?;
    let start = *end;
    for block in list {
        let number = block.number().and_then(|number| u32::try_from(number).ok());
        if number != Some(*end) {
            return Err((
                block.line,
                "the blocks of a side are counted from 0, each once, in order",
            ));
        }
        *end += 1;
    }
    Ok(start..*end)
}

/// The line of a key at the start of a line.
fn key_line(text: &str, key: &str) -> Option<usize> {
    let found = text.lines().position(|line| {
        let line = line.trim_start_matches(['"', '\'']);
        line.strip_prefix(key)
            .is_some_and(|rest| rest.trim_start_matches(['"', '\'', ' ']).starts_with(':'))
    });
    Some(found? + 1)
}
