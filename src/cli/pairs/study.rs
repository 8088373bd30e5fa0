//! Posts, read for what they tell of themselves: languages, texts, and the facts around them.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    judge::Facts,
    marks::{Marks, Piece, address},
    speech::{self, Speech},
    weigh::Text,
};
use crate::{
    cli::{
        collect::{self, Source},
        decisions::{Decisions, Split},
        front_matter, naming,
        post::Post,
        split,
    },
    language::Language,
    markdown::outline::{Outline, outline},
};

/// Everything that proposals are made of.
pub(super) struct Study<'a> {
    pub(super) sources: &'a [Source],
    pub(super) decisions: &'a Decisions,
    pub(super) posts: Vec<Post>,
    /// What the author says of a language in the file itself, by post.
    pub(super) declared: Vec<Option<Language>>,
    pub(super) outlines: Vec<Outline>,
    pub(super) speeches: Vec<Speech>,
    pub(super) facts: Vec<Facts>,
    pub(super) pieces: Vec<Vec<Piece>>,
    pub(super) marks: Marks,
}

/// A text that can be a version of a work: a post, or the part of one.
#[derive(Debug, Clone)]
pub(super) struct Unit {
    pub(super) post: usize,
    pub(super) text: Text,
}

impl<'a> Study<'a> {
    /// Reads the posts; `declared` is what their files say of their languages.
    pub(super) fn new(
        posts: Vec<Post>,
        declared: Vec<Option<Language>>,
        decisions: &'a Decisions,
        sources: &'a [Source],
    ) -> Self {
        let outlines: Vec<Outline> = posts.iter().map(|post| outline(&post.body)).collect();
        let mut named: BTreeSet<String> = declared
            .iter()
            .flatten()
            .map(|language| language.primary().to_owned())
            .collect();
        let decided = decisions.languages.values().map(Language::primary);
        named.extend(decided.map(str::to_owned));
        for split in decisions.splits.values() {
            let languages: Vec<&Language> = match split {
                Split::Never => Vec::new(),
                Split::At(starts) => starts.iter().map(|(language, _)| language).collect(),
                Split::Blocks(lists) => lists.iter().map(|(language, _)| language).collect(),
            };
            named.extend(languages.iter().map(|l| l.primary().to_owned()));
        }
        let named: Vec<String> = named.into_iter().collect();
        let blocks: Vec<_> = outlines.iter().map(|o| o.blocks.as_slice()).collect();
        let speeches = speech::read(&blocks, &named);
        let mut marks = Marks::default();
        let pieces = outlines
            .iter()
            .map(|outline| {
                outline
                    .blocks
                    .iter()
                    .map(|block| marks.piece(block))
                    .collect()
            })
            .collect();
        let facts = facts(&posts, &outlines, &mut marks);
        Self {
            sources,
            decisions,
            posts,
            declared,
            outlines,
            speeches,
            facts,
            pieces,
            marks,
        }
    }

    /// The language that a post is taken to have: decided, plainly heard, or said.
    pub(super) fn language(&self, post: usize) -> Option<String> {
        let source = self.posts.get(post)?.source;
        if let Some(language) = self.decisions.languages.get(&source) {
            return Some(language.primary().to_owned());
        }
        let declared = self.declared.get(post)?.as_ref();
        let heard = self.speeches.get(post).and_then(Speech::language);
        match (declared, heard) {
            (Some(declared), Some((heard, _))) if speech::agree(declared.as_str(), heard) => {
                Some(declared.primary().to_owned())
            }
            (Some(declared), _) if !speech::knows(declared.primary()) => {
                Some(declared.primary().to_owned())
            }
            (_, Some((heard, sure))) if sure >= super::SURE_LANGUAGE => Some(heard.to_owned()),
            (Some(declared), _) => Some(declared.primary().to_owned()),
            (None, heard) => heard.map(|(language, _)| language.to_owned()),
        }
    }

    /// Takes the marks out of blocks that several posts of one language have in common: what every
    /// post of a series begins and ends with says nothing of any of them.
    pub(super) fn mute_repeated(&mut self) {
        const ALMOST_ALL: f64 = 0.8;
        let languages: Vec<Option<String>> =
            (0..self.posts.len()).map(|p| self.language(p)).collect();
        let mut seen: BTreeMap<(&str, &str), BTreeSet<usize>> = BTreeMap::new();
        for (post, (outline, language)) in self.outlines.iter().zip(&languages).enumerate() {
            let Some(language) = language else { continue };
            for block in &outline.blocks {
                seen.entry((language, block.text.trim()))
                    .or_default()
                    .insert(post);
            }
        }
        let mut muted: Vec<(usize, usize)> = Vec::new();
        for (post, (outline, language)) in self.outlines.iter().zip(&languages).enumerate() {
            let Some(language) = language else { continue };
            let repeated = |text: &str| {
                let text = text.trim();
                !text.is_empty()
                    && seen
                        .get(&(language, text))
                        .is_some_and(|posts| posts.len() > 1)
            };
            let blocks = outline.blocks.iter().enumerate();
            let own: Vec<usize> = blocks
                .filter(|(_, block)| repeated(&block.text))
                .map(|(number, _)| number)
                .collect();
            let length = |numbers: &[usize]| -> f64 {
                let pieces = self.pieces.get(post).map_or(&[][..], Vec::as_slice);
                numbers
                    .iter()
                    .filter_map(|n| pieces.get(*n))
                    .map(|piece| piece.length)
                    .sum()
            };
            let all: Vec<usize> = (0..outline.blocks.len()).collect();
            // A second copy of a whole post is not a series.
            if length(&own) < ALMOST_ALL * length(&all) {
                muted.extend(own.into_iter().map(|block| (post, block)));
            }
        }
        for (post, block) in muted {
            if let Some(piece) = self
                .pieces
                .get_mut(post)
                .and_then(|list| list.get_mut(block))
            {
                piece.bag.clear();
                piece.words.clear();
                piece.length = 0.0;
            }
        }
    }

    /// The text of some blocks of a post.
    pub(super) fn text(&self, post: usize, blocks: &[usize], language: &str) -> Text {
        let pieces = self.pieces.get(post).map_or(&[][..], Vec::as_slice);
        let pieces = blocks
            .iter()
            .filter_map(|block| pieces.get(*block).cloned());
        Text::new(language, pieces.collect())
    }

    /// A post as it is: whole, or in the parts that its author decided.
    pub(super) fn units(&self, post: usize) -> Vec<Unit> {
        let Some(own) = self.posts.get(post) else {
            return Vec::new();
        };
        let total = self.pieces.get(post).map_or(0, Vec::len);
        if let Some(split) = self.decisions.splits.get(&own.source) {
            let language = self.language(post).and_then(|code| Language::parse(&code));
            let parts = split::parts(split, language.as_ref(), total).unwrap_or_default();
            if parts.len() > 1 {
                let units = parts.iter().filter_map(|part| {
                    let language = part.language.as_ref()?.primary().to_owned();
                    let text = self.text(post, &part.blocks, &language);
                    Some(Unit { post, text })
                });
                return units.collect();
            }
        }
        let blocks: Vec<usize> = (0..total).collect();
        let language = self.language(post);
        let unit = language.map(|language| Unit {
            post,
            text: self.text(post, &blocks, &language),
        });
        unit.into_iter().collect()
    }

    /// The path of a post's file, inside of its folder.
    pub(super) fn file(&self, post: usize) -> &str {
        self.posts
            .get(post)
            .and_then(|post| self.sources.get(post.source))
            .map_or("", |source| source.relative.as_str())
    }

    pub(super) fn title(&self, post: usize) -> &str {
        self.posts.get(post).map_or("", |post| post.title.as_str())
    }
}

/// Which keys an author has written into front matter.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Said {
    pub(super) has_language: bool,
    pub(super) mixed: Option<bool>,
    pub(super) has_key: bool,
}

/// Reads what the file of a post says.
pub(super) fn said(study: &Study<'_>, post: usize) -> Said {
    let source = study
        .posts
        .get(post)
        .and_then(|post| study.sources.get(post.source));
    let text = source.and_then(|source| collect::read(&source.path).ok());
    let text = text.unwrap_or_default();
    let matter = front_matter::split(&text).matter;
    let matter = matter.and_then(|(kind, matter)| front_matter::parse(kind, matter).ok());
    let Some(matter) = matter else {
        return Said::default();
    };
    let has = |text: Option<String>| text.is_some_and(|text| !text.trim().is_empty());
    Said {
        has_language: has(matter.lang.or(matter.language)),
        mixed: matter.mixed,
        has_key: has(matter.translation_key.or(matter.hugo_translation_key)),
    }
}

fn facts(posts: &[Post], outlines: &[Outline], marks: &mut Marks) -> Vec<Facts> {
    let mut days: BTreeMap<i64, usize> = BTreeMap::new();
    let day = |post: &Post| post.stamp.as_ref().map(|stamp| stamp.second / 86_400);
    for found in posts.iter().filter_map(day) {
        *days.entry(found).or_default() += 1;
    }
    posts
        .iter()
        .zip(outlines)
        .map(|(post, outline)| {
            let words: Vec<&str> = post
                .id
                .split(|c: char| !c.is_alphanumeric())
                .filter(|part| !part.is_empty() && naming::code(part).is_none())
                .collect();
            let is_number = words.iter().all(|w| w.bytes().all(|b| b.is_ascii_digit()));
            // A title made from the file's name counts files.
            let is_given = post.title != post.id.replace(['-', '_'], " ");
            let title_numbers = post
                .title
                .split(|c: char| !c.is_ascii_digit())
                .filter(|number| is_given && !number.is_empty())
                .map(str::to_owned)
                .collect();
            let links = outline.blocks.iter().flat_map(|block| &block.links);
            Facts {
                title: marks.line(&post.title),
                title_numbers,
                id: if is_number {
                    String::new()
                } else {
                    words.join("-").to_lowercase()
                },
                id_words: marks.line(&words.join(" ")),
                date: post.stamp.as_ref().map(|stamp| stamp.second),
                same_day: day(post)
                    .and_then(|day| days.get(&day))
                    .copied()
                    .unwrap_or(0),
                links_to: links
                    .filter_map(|url| address(url))
                    .map(|key| end(&key))
                    .collect(),
                own_end: post.url.as_deref().map_or_else(
                    || post.id.to_lowercase(),
                    |url| address(url).map(|key| end(&key)).unwrap_or_default(),
                ),
            }
        })
        .collect()
}

/// The last part of an address, without the ending of a file.
fn end(key: &str) -> String {
    let last = key.rsplit('/').next().unwrap_or_default();
    let stem = last.split(['?', '.']).next().unwrap_or_default();
    stem.to_owned()
}
