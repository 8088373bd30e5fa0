//! A post in several languages → one post a language, as its author decided. The file stays.

use super::{
    collect::Source,
    decisions::{Decisions, FILE, Split},
    excerpt::{excerpt, words},
    post::Post,
    report::{Fault, Report, count},
};
use crate::{
    bundle::label,
    language::Language,
    markdown::{
        Prose,
        outline::{Block, Kind, Outline, outline},
        plain_text,
    },
};

/// A version that a body holds: its language, where it is known, and its blocks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) language: Option<Language>,
    pub(super) blocks: Vec<usize>,
}

/// Puts in the place of each post with a recorded split its versions, and says so.
pub(super) fn split(
    posts: Vec<Post>,
    decisions: &Decisions,
    sources: &[Source],
    report: &mut Report,
) -> Vec<Post> {
    let mut all = Vec::with_capacity(posts.len());
    for post in posts {
        let split = decisions.splits.get(&post.source);
        let Some((split, source)) = split.zip(sources.get(post.source)) else {
            all.push(post);
            continue;
        };
        match versions(&post, split) {
            Ok(versions) if versions.len() < 2 => all.push(post),
            Ok(versions) => {
                let told: Vec<String> = versions.iter().map(describe).collect();
                report.say(format!("{} is split: {}", source.relative, told.join(", ")));
                all.extend(versions.into_iter().map(|(version, _)| version));
            }
            Err(what) => {
                let remedy = format!("put its split right in {FILE}; the post stays whole");
                report.add(Fault::error(&source.path, what, remedy));
                all.push(post);
            }
        }
    }
    all
}

fn describe((post, blocks): &(Post, usize)) -> String {
    let language = post.language.as_ref().map_or("?", Language::as_str);
    format!("{language} {}", count(*blocks, "block", "blocks"))
}

/// The versions of a post, with the numbers of their blocks.
fn versions(post: &Post, split: &Split) -> Result<Vec<(Post, usize)>, String> {
    let outline = outline(&post.body);
    let parts = parts(split, post.language.as_ref(), outline.blocks.len())?;
    let bodies = bodies(&post.body, &outline, &parts)?;
    let key = post.translation_key.clone().unwrap_or(post.id.clone());
    let titles = titles(&post.title, parts.len());
    let heads = |index: usize| Some(outline_head(&outline, parts.get(index)?)?.kind);
    let first_head = heads(0);
    let mut versions = Vec::new();
    for (index, (part, mut body)) in parts.iter().zip(bodies).enumerate() {
        let mut title = titles
            .as_ref()
            .and_then(|titles| titles.get(index))
            .cloned();
        // A heading that only this version begins with is its title; so is any of level 1.
        let is_title = match heads(index) {
            Some(Kind::Heading(1)) => true,
            Some(Kind::Heading(_)) => !matches!(first_head, Some(Kind::Heading(_))),
            _ => false,
        };
        if is_title && let Some((heading, rest)) = cut_heading(&body) {
            title = title.or(Some(heading));
            body = rest;
        }
        let is_first = index == 0;
        let language = part.language.clone();
        let own = post
            .summaries
            .iter()
            .find(|(l, _)| Some(l) == language.as_ref());
        let summary = match own {
            Some((_, text)) if !is_first => text.clone(),
            _ if is_first && post.summary_is_given => post.summary.clone(),
            _ => excerpt(&plain_text(&body, Prose::Running)),
        };
        let blocks = outline_len(&body);
        let version = Post {
            title: title.unwrap_or_else(|| post.title.clone()),
            translation_key: Some(key.clone()),
            summary,
            mixed: false,
            words: words(&plain_text(&body, Prose::All)),
            // One page cannot be the address of each.
            url: post.url.clone().filter(|_| is_first),
            id: match &language {
                Some(language) if !is_first => format!("{}-{language}", post.id),
                _ => post.id.clone(),
            },
            language,
            body,
            ..post.clone()
        };
        versions.push((version, blocks));
    }
    Ok(versions)
}

fn outline_len(body: &str) -> usize {
    outline(body).blocks.len()
}

fn outline_head<'a>(outline: &'a Outline, part: &Part) -> Option<&'a Block> {
    outline.blocks.get(*part.blocks.first()?)
}

/// Which blocks each version has, of so many.
pub(super) fn parts(
    split: &Split,
    own: Option<&Language>,
    total: usize,
) -> Result<Vec<Part>, String> {
    let beyond = |block: usize| {
        format!(
            "it has {} and no block {block}",
            count(total, "block", "blocks")
        )
    };
    match split {
        Split::Never => Ok(Vec::new()),
        Split::At(starts) => {
            let mut starts: Vec<(Option<Language>, usize)> = starts
                .iter()
                .map(|(language, block)| (Some(language.clone()), *block))
                .collect();
            if starts.first().is_some_and(|(_, block)| *block > 0) {
                starts.insert(0, (own.cloned(), 0));
            }
            if let Some((_, block)) = starts.iter().find(|(_, block)| *block >= total) {
                return Err(beyond(*block));
            }
            let ends = starts.iter().skip(1).map(|(_, block)| *block);
            let ends: Vec<usize> = ends.chain([total]).collect();
            let ranges = starts.into_iter().zip(ends);
            Ok(ranges
                .map(|((language, start), end)| Part {
                    language,
                    blocks: (start..end).collect(),
                })
                .collect())
        }
        Split::Blocks(lists) => {
            let named = || lists.iter().flat_map(|(_, blocks)| blocks);
            if let Some(block) = named().find(|block| **block >= total) {
                return Err(beyond(*block));
            }
            let has = |blocks: &[usize], block: usize| {
                // What no language names is for all of them: an image, a line of code.
                blocks.contains(&block) || named().all(|other| *other != block)
            };
            Ok(lists
                .iter()
                .map(|(language, blocks)| Part {
                    language: Some(language.clone()),
                    blocks: (0..total).filter(|block| has(blocks, *block)).collect(),
                })
                .collect())
        }
    }
}

/// The text of each version: its blocks, and the definitions that they refer to.
pub(super) fn bodies(body: &str, outline: &Outline, parts: &[Part]) -> Result<Vec<String>, String> {
    let blocks = &outline.blocks;
    let start = |block: usize| match block {
        0 => 0,
        _ => blocks.get(block).map_or(body.len(), |b| b.range.start),
    };
    let is_rule = |block: &usize| blocks.get(*block).is_some_and(|b| b.kind == Kind::Rule);
    let mut bodies = Vec::new();
    for part in parts {
        // A line across that stood between two versions separates nothing any more.
        let mut numbers = part.blocks.as_slice();
        while let [rest @ .., last] = numbers
            && is_rule(last)
            && last + 1 < blocks.len()
        {
            numbers = rest;
        }
        while let [first, rest @ ..] = numbers
            && is_rule(first)
            && *first > 0
        {
            numbers = rest;
        }
        let mut text = String::new();
        let mut held: Vec<std::ops::Range<usize>> = Vec::new();
        for number in numbers {
            let range = start(*number)..start(number + 1);
            let piece = body.get(range.clone()).unwrap_or_default();
            if held.last().is_some_and(|last| last.end != range.start) {
                text.truncate(text.trim_end().len());
                text.push_str("\n\n");
            }
            text.push_str(piece);
            held.push(range);
        }
        let wanted = numbers.iter().filter_map(|number| blocks.get(*number));
        let wanted: Vec<&String> = wanted.flat_map(|block| &block.labels).collect();
        text.truncate(text.trim_end().len());
        for definition in &outline.definitions {
            let is_here = held
                .iter()
                .any(|range| range.contains(&definition.range.start));
            if !is_here && wanted.contains(&&definition.label) {
                let source = body.get(definition.range.clone()).unwrap_or_default();
                text.push_str("\n\n");
                text.push_str(source.trim_end());
            }
        }
        if outline_len(&text) != numbers.len() || numbers.is_empty() {
            return Err(String::from(
                "it cannot be cut there without tearing a block",
            ));
        }
        bodies.push(text.trim_start_matches('\n').to_owned());
    }
    Ok(bodies)
}

/// `A / B`: a title for each of two versions.
fn titles(title: &str, parts: usize) -> Option<Vec<String>> {
    [" / ", " | ", " // "].iter().find_map(|mark| {
        let titles: Vec<String> = title.split(mark).map(label::clean).collect();
        let fits = titles.len() == parts && titles.iter().all(|title| !title.is_empty());
        fits.then_some(titles)
    })
}

/// The heading with which a body begins, as text, and the body after it.
fn cut_heading(body: &str) -> Option<(String, String)> {
    let outline = outline(body);
    let first = outline.blocks.first()?;
    let next = outline.blocks.get(1)?;
    let title = label::clean(&first.text);
    let rest = body.get(next.range.start..)?;
    (!title.is_empty()).then(|| (title, rest.to_owned()))
}
