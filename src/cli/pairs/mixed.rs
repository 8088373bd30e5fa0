//! A post in several languages → where each version is, or why it looks like one text after all.

use super::speech::{Run, SURE, Speech};
use crate::markdown::outline::{Block, Kind};

/// How the languages of a post stand to each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Shape {
    /// One after the other: the first block of each but the first.
    Switch(Vec<(&'static str, usize)>),
    /// By turns: the blocks of each.
    Turns(Vec<(&'static str, Vec<usize>)>),
}

/// A post that is written in several languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mixture {
    pub(super) shape: Shape,
    /// The blocks of each language, in the order in which they begin.
    pub(super) parts: Vec<(&'static str, Vec<usize>)>,
}

impl Shape {
    /// In YAML, for the decisions.
    pub(super) fn yaml(&self) -> String {
        let entries: Vec<String> = match self {
            Self::Switch(starts) => starts
                .iter()
                .map(|(code, block)| format!("{code}: {block}"))
                .collect(),
            Self::Turns(lists) => lists
                .iter()
                .map(|(code, blocks)| {
                    let blocks: Vec<String> = blocks.iter().map(usize::to_string).collect();
                    format!("{code}: [{}]", blocks.join(", "))
                })
                .collect(),
        };
        format!("{{ {} }}", entries.join(", "))
    }
}

/// Less of a text than this is a quotation, not a version.
const LEAST_SHARE: f64 = 0.15;
const LEAST_LETTERS: usize = 150;
/// More of a version than this is no quotation in it.
const MOST_QUOTED: f64 = 0.15;

/// Finds the versions in a post; `fits` tells how well two lists of blocks correspond, the more the
/// better.
pub(super) fn find(
    blocks: &[Block],
    speech: &Speech,
    fits: &mut dyn FnMut(&[usize], &[usize]) -> f64,
) -> Option<Mixture> {
    let languages: Vec<&'static str> = speech
        .shares
        .iter()
        .filter(|share| {
            let enough = share.blocks > 1 || share.letters > 2 * LEAST_LETTERS;
            share.share >= LEAST_SHARE && share.letters >= LEAST_LETTERS && enough
        })
        .map(|share| share.language)
        .collect();
    if languages.len() < 2 {
        return None;
    }
    let mut runs = speech.runs.clone();
    join(&mut runs, |run| !languages.contains(&run.language));
    // A quotation in the other language does not make another turn.
    let letters = |run: &Run| -> usize {
        let voices = speech.blocks.get(run.blocks.clone()).unwrap_or_default();
        voices.iter().flatten().map(|voice| voice.letters).sum()
    };
    let largest = |language: &str| {
        let own = speech.runs.iter().filter(|run| run.language == language);
        own.map(letters).max().unwrap_or_default()
    };
    let mut switched = runs.clone();
    join(&mut switched, |run| {
        4 * letters(run) < largest(run.language)
    });
    let mut seen: Vec<&str> = switched.iter().map(|run| run.language).collect();
    seen.sort_unstable();
    seen.dedup();
    // Blocks that surely are in another language than those around them: a text by turns.
    let (mut odd, mut all) = (0.0, 0.0);
    for (block, voice) in speech.blocks.iter().enumerate() {
        let Some(voice) = voice.filter(|voice| languages.contains(&voice.language)) else {
            continue;
        };
        all += voice.weight;
        let run = switched.iter().find(|run| run.blocks.contains(&block));
        if run.is_some_and(|run| run.language != voice.language) && voice.weight >= SURE {
            odd += voice.weight;
        }
    }
    let is_switch = odd <= MOST_QUOTED * all;
    if is_switch && seen.len() == languages.len() && switched.len() == languages.len() {
        return Some(switch(blocks, speech, &switched, fits));
    }
    let mut fine = speech.turns.clone();
    join(&mut fine, |run| !languages.contains(&run.language));
    Some(turns(blocks, &fine))
}

/// Gives runs to the one before them, or to the one after if there is none.
fn join(runs: &mut Vec<Run>, goes: impl Fn(&Run) -> bool) {
    let mut kept: Vec<Run> = Vec::new();
    let mut open = None;
    for run in runs.drain(..) {
        let start = run.blocks.start;
        match kept.last_mut() {
            Some(last) if goes(&run) || last.language == run.language => {
                last.blocks.end = run.blocks.end;
            }
            None if goes(&run) => open = open.or(Some(start)),
            _ => kept.push(run),
        }
    }
    if let (Some(start), Some(first)) = (open, kept.first_mut()) {
        first.blocks.start = start;
    }
    *runs = kept;
}

fn switch(
    blocks: &[Block],
    speech: &Speech,
    runs: &[Run],
    fits: &mut dyn FnMut(&[usize], &[usize]) -> f64,
) -> Mixture {
    let mut starts = Vec::new();
    let mut begin = 0;
    for pair in runs.windows(2) {
        let [before, after] = pair else { continue };
        let start = boundary(blocks, speech, before, after, begin, fits);
        starts.push((after.language, start));
        begin = start;
    }
    let ends = starts.iter().map(|(_, block)| *block).chain([blocks.len()]);
    let mut begin = 0;
    let mut parts = Vec::new();
    for (run, end) in runs.iter().zip(ends) {
        parts.push((run.language, (begin..end).collect()));
        begin = end;
    }
    Mixture {
        shape: Shape::Switch(starts),
        parts,
    }
}

/// The first block of the later run. Between what is surely in the one language and surely in the
/// other there may be captions, pictures or a line across.
fn boundary(
    blocks: &[Block],
    speech: &Speech,
    before: &Run,
    after: &Run,
    begin: usize,
    fits: &mut dyn FnMut(&[usize], &[usize]) -> f64,
) -> usize {
    let is_sure = |block: &usize, run: &Run| {
        let voice = speech.blocks.get(*block).copied().flatten();
        voice.is_some_and(|voice| voice.language == run.language && voice.weight >= SURE)
    };
    let last = before
        .blocks
        .clone()
        .rev()
        .find(|block| is_sure(block, before));
    let first = after.blocks.clone().find(|block| is_sure(block, after));
    let low = last.map_or(before.blocks.start + 1, |block| block + 1);
    let high = first.unwrap_or(after.blocks.start).max(low);
    let kind = |block: usize| blocks.get(block).map(|block| block.kind);
    if let Some(rule) = (low..high).find(|block| kind(*block) == Some(Kind::Rule)) {
        return rule;
    }
    if let Some(heading) = (low..high).find(|block| matches!(kind(*block), Some(Kind::Heading(_))))
    {
        return heading;
    }
    // A short block says a little of its language; two versions begin and end alike.
    let mut best = (high, f64::MIN);
    for start in (low..=high).rev() {
        if low == high {
            break;
        }
        let left: Vec<usize> = (begin..start).collect();
        let right: Vec<usize> = (start..after.blocks.end).collect();
        let mut fit = fits(&left, &right);
        for block in low..high {
            let side = if block < start { before } else { after };
            let voice = speech.blocks.get(block).copied().flatten();
            if let Some(voice) = voice.filter(|voice| voice.language != side.language) {
                fit -= 0.5 * voice.confidence * (voice.letters as f64 / 15.0).min(1.0);
            }
        }
        let alike = |a: Option<&usize>, b: Option<&usize>| {
            shape(blocks, a).is_some_and(|own| shape(blocks, b) == Some(own))
        };
        fit += 0.3 * f64::from(u8::from(alike(left.first(), right.first())));
        fit += 0.1 * f64::from(u8::from(alike(left.last(), right.last())));
        if fit > best.1 + 1e-9 {
            best = (start, fit);
        }
    }
    best.0
}

/// What a block looks like, without its words.
fn shape(blocks: &[Block], number: Option<&usize>) -> Option<(Kind, bool, bool)> {
    let block = blocks.get(*number?)?;
    let is_silent = !block.text.chars().any(char::is_alphabetic);
    Some((block.kind, is_silent, block.images.is_empty()))
}

fn turns(blocks: &[Block], runs: &[Run]) -> Mixture {
    let mut parts: Vec<(&'static str, Vec<usize>)> = Vec::new();
    for run in runs {
        // Code and pictures belong to every version.
        let own = run.blocks.clone().filter(|block| {
            blocks.get(*block).is_some_and(|block| {
                let has_text = block.text.chars().any(char::is_alphabetic);
                has_text && !matches!(block.kind, Kind::Code | Kind::Rule)
            })
        });
        match parts
            .iter_mut()
            .find(|(language, _)| *language == run.language)
        {
            Some((_, list)) => list.extend(own),
            None => parts.push((run.language, own.collect())),
        }
    }
    Mixture {
        shape: Shape::Turns(parts.clone()),
        parts,
    }
}
