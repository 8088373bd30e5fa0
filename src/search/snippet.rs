//! A query and the text that a post shows → where its words stand, and a stretch of text around
//! them.

use super::{
    matching::{Class, Reach},
    query::Query,
    words::{ROOM, Words},
};

/// The length of a snippet, in characters, about.
const LENGTH: usize = 160;
/// How much of it may stand before the first word that was found.
const BEFORE: usize = 60;

/// Where the words of a query are in a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippet {
    /// The number of the block in which most of them stand close together.
    pub block: u32,
    /// A stretch of that block's text; `…` stands where it was cut.
    pub text: String,
    /// The words in it, in bytes of `text`, in order and apart from each other.
    pub marks: Vec<(u32, u32)>,
}

/// A word of a block that the query looks for.
#[derive(Clone, Copy)]
struct Mark {
    start: usize,
    end: usize,
    /// Which words of the query it matches, a bit each.
    words: u32,
}

/// Finds the block of a post where most of the query's words stand close together, and cuts a
/// snippet of about 160 characters from it. Without any, that is the beginning of the post; `None`
/// where there is no text at all.
///
/// `language` is the post's BCP 47 tag, `title` its title, `blocks` the plain text of its blocks as
/// the reader sees them.
#[must_use]
pub fn snippet(query: &str, language: &str, title: &str, blocks: &[String]) -> Option<Snippet> {
    let query = Query::parse(query);
    let class = Class::of(language);
    let all = (1_u32 << query.words.len()) - 1;
    let strict = |words: u32, text: &str| marks(&query, class, text, words, Reach::Near);
    let mut missing = all;
    for mark in strict(all, title) {
        missing &= !mark.words;
    }
    let mut found: Vec<Vec<Mark>> = Vec::with_capacity(blocks.len());
    for block in blocks {
        let marks = strict(all, block);
        for mark in &marks {
            missing &= !mark.words;
        }
        found.push(marks);
    }
    if missing != 0 {
        // As the index does, words that may have been meant come in where there are no others.
        for (block, found) in blocks.iter().zip(&mut found) {
            let loose = marks(&query, class, block, missing, Reach::Loose);
            if !loose.is_empty() {
                *found = merge(found, &loose);
            }
        }
    }
    let mut best: Option<(u32, usize, usize)> = None;
    for (block, marks) in found.iter().enumerate() {
        for first in 0..marks.len() {
            let worth = worth(marks.get(first..).unwrap_or_default());
            if best.is_none_or(|(other, ..)| worth > other) {
                best = Some((worth, block, first));
            }
        }
    }
    let (block, first) = match best {
        Some((_, block, first)) => (block, Some(first)),
        None => (
            blocks.iter().position(|text| !text.trim().is_empty())?,
            None,
        ),
    };
    let marks = found.get(block)?;
    Some(cut(block as u32, blocks.get(block)?, marks, first))
}

/// The words of a title that a query looks for, in bytes of the title, in order. `language` is the
/// post's BCP 47 tag.
#[must_use]
pub fn title_marks(query: &str, language: &str, title: &str) -> Vec<(u32, u32)> {
    let query = Query::parse(query);
    let all = (1_u32 << query.words.len()) - 1;
    let class = Class::of(language);
    let mut found = marks(&query, class, title, all, Reach::Near);
    if found.is_empty() {
        found = marks(&query, class, title, all, Reach::Loose);
    }
    let places = found
        .iter()
        .map(|mark| (mark.start as u32, mark.end as u32));
    places.collect()
}

/// Where some words of a query stand in a text; what overlaps is one.
fn marks(query: &Query, class: Class, text: &str, words: u32, reach: Reach) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    let found = Words::of(text);
    for (at, word) in found.list.iter().enumerate() {
        let mut room = ROOM;
        let (plain, marked) = found.letters(text, at, &mut room);
        let look = super::matching::look(plain);
        let mut bits = 0;
        for (number, wanted) in query.words.iter().enumerate() {
            if words >> number & 1 == 0 || !wanted.may(look, reach) {
                continue;
            }
            let grade = wanted.grade(plain, marked, reach, [true; 2]);
            if grade.is_some_and(|(grade, _)| grade.worth(class) > 0) {
                bits |= 1 << number;
            }
        }
        if bits == 0 {
            continue;
        }
        let (start, end) = (word.start as usize, word.end());
        match marks.last_mut() {
            Some(last) if start < last.end => {
                last.end = last.end.max(end);
                last.words |= bits;
            }
            _ => marks.push(Mark {
                start,
                end,
                words: bits,
            }),
        }
    }
    marks
}

/// Two rows of marks as one.
fn merge(first: &[Mark], second: &[Mark]) -> Vec<Mark> {
    let (mut left, mut right) = (first.iter().peekable(), second.iter().peekable());
    let mut all: Vec<Mark> = Vec::with_capacity(first.len() + second.len());
    loop {
        let is_left = match (left.peek(), right.peek()) {
            (Some(a), Some(b)) => a.start <= b.start,
            (a, _) => a.is_some(),
        };
        let Some(next) = (if is_left { left.next() } else { right.next() }) else {
            return all;
        };
        match all.last_mut() {
            Some(last) if next.start < last.end => {
                last.end = last.end.max(next.end);
                last.words |= next.words;
            }
            _ => all.push(*next),
        }
    }
}

/// What a snippet is worth that begins with the first of some marks: different words first, then
/// how many marks there are.
fn worth(marks: &[Mark]) -> u32 {
    let start = marks.first().map_or(0, |mark| mark.start);
    let mut words = 0_u32;
    let mut count = 0;
    for mark in marks {
        if mark.end > start + LENGTH - BEFORE / 2 || count > 50 {
            break;
        }
        words |= mark.words;
        count += 1;
    }
    words.count_ones() * 64 + count
}

/// Cuts a snippet that shows the marks from the one with a number on.
fn cut(number: u32, text: &str, marks: &[Mark], first: Option<usize>) -> Snippet {
    let from = first
        .and_then(|first| marks.get(first))
        .map_or(0, |mark| mark.start);
    let start = start(text, from);
    let mut end = text.len();
    let mut space = None;
    for (count, (at, c)) in text
        .get(start..)
        .unwrap_or_default()
        .char_indices()
        .enumerate()
    {
        if count > LENGTH {
            end = space.unwrap_or(start + at);
            break;
        }
        if c.is_whitespace() {
            space = Some(start + at);
        }
    }
    let piece = text.get(start..end).unwrap_or_default();
    let kept = piece.trim();
    let offset = start + (piece.len() - piece.trim_start().len());
    let mut out = String::with_capacity(kept.len() + 6);
    if !text.get(..offset).unwrap_or_default().trim().is_empty() {
        out.push('…');
    }
    let shift = out.len();
    // Line breaks are spaces, as in the page.
    for c in kept.chars() {
        out.push(if matches!(c, '\n' | '\t') { ' ' } else { c });
    }
    let mut places = Vec::new();
    for mark in marks {
        let inside = mark.start >= offset && mark.end <= offset + kept.len();
        if inside {
            let place = |at: usize| (at - offset + shift) as u32;
            places.push((place(mark.start), place(mark.end)));
        }
    }
    if !text
        .get(offset + kept.len()..)
        .unwrap_or_default()
        .trim()
        .is_empty()
    {
        out.push('…');
    }
    Snippet {
        block: number,
        text: out,
        marks: places,
    }
}

/// Where a snippet begins that shows what stands at a place: at the start of its sentence if that
/// is near, else some words before.
fn start(text: &str, from: usize) -> usize {
    let mut space = from;
    let mut after = ' ';
    let mut word = from;
    let before = text.get(..from).unwrap_or_default();
    for (count, (at, c)) in before.char_indices().rev().enumerate() {
        if count >= BEFORE {
            return space;
        }
        if after.is_whitespace() && matches!(c, '.' | '!' | '?' | '…' | '。' | ':') {
            return word;
        }
        if matches!(c, '。' | '！' | '？') {
            return word;
        }
        if c.is_whitespace() {
            if !after.is_whitespace() {
                word = at + c.len_utf8();
            }
            if count < BEFORE * 2 / 3 {
                space = word;
            }
        } else {
            word = at;
        }
        after = c;
    }
    0
}
