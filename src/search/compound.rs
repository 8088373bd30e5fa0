//! What is joined by apostrophes, hyphens, underscores and humps → one word, and its parts.

use super::{
    fold::{Sign, accent, compose, sign},
    words::{ELIDED, MAX_WORD, Reader, char_at, is_letter, push},
};

/// The most parts that are joined to one word.
const MAX_PARTS: usize = 8;
/// Parts of fewer letters are no words beside an apostrophe: *o’clock*, *don’t*.
const MIN_PART: usize = 4;

/// The compound that is being read.
#[derive(Debug, Default)]
pub(super) struct Compound {
    /// Its letters.
    plain: Vec<u8>,
    /// The same with accents; empty as long as there were none.
    marked: Vec<u8>,
    parts: Vec<Part>,
}

/// How the parts of a word are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Joint {
    None,
    Apostrophe,
    Hyphen,
}

/// A part of a word, by its ends in the buffers and its place in the text.
#[derive(Debug, Clone, Copy)]
struct Part {
    /// Where it begins and ends in `plain` and in `marked`.
    plain: (usize, usize),
    marked: (usize, usize),
    start: usize,
    end: usize,
    /// What joins it to the part before.
    before: Joint,
}

impl Reader<'_, '_> {
    /// A word and what is joined to it; gives where it ends.
    pub(super) fn compound(&mut self, start: usize) -> usize {
        let bytes = self.text.as_bytes();
        self.compound.plain.clear();
        self.compound.marked.clear();
        self.compound.parts.clear();
        let mut at = start;
        let mut part = Part {
            plain: (0, 0),
            marked: (0, 0),
            start,
            end: start,
            before: Joint::None,
        };
        let mut is_lower = false;
        loop {
            let limit = part.plain.0 + MAX_WORD;
            while let Some(byte) = bytes.get(at) {
                match byte {
                    b'a'..=b'z' => is_lower = true,
                    b'0'..=b'9' => {}
                    b'A'..=b'Z' => {
                        if is_lower {
                            break;
                        }
                    }
                    _ => break,
                }
                if self.compound.plain.len() < limit {
                    let lower = byte | if *byte < b'a' { 32 } else { 0 };
                    self.compound.plain.push(lower);
                    if !self.compound.marked.is_empty() {
                        self.compound.marked.push(lower);
                    }
                }
                at += 1;
            }
            part.end = at;
            let (joint, next) = match bytes.get(at) {
                None => break,
                // The second hump of `camelCase`.
                Some(b'A'..=b'Z') => (Joint::Hyphen, at),
                Some(b'\'') => (Joint::Apostrophe, at + 1),
                Some(b'-' | b'_') => (Joint::Hyphen, at + 1),
                Some(b'\\') if self.source.is_some() && bytes.get(at + 1) == Some(&b'_') => {
                    (Joint::Hyphen, at + 2)
                }
                Some(b'&' | 0x80..) => {
                    let Some((end, c)) = self.character(at) else {
                        break;
                    };
                    match sign(c) {
                        Sign::Gap | Sign::Wide(_) => break,
                        Sign::Apostrophe => (Joint::Apostrophe, end),
                        Sign::Hyphen => (Joint::Hyphen, end),
                        sign => {
                            self.letter(sign, limit);
                            at = end;
                            is_lower |= matches!(sign, Sign::Letter(_, marked) if marked == c);
                            continue;
                        }
                    }
                }
                Some(_) => break,
            };
            if !self.begins_word(next) {
                break;
            }
            at = next;
            is_lower = false;
            self.end_part(&mut part, joint, at);
        }
        self.end_part(&mut part, Joint::None, at);
        self.tell();
        at.max(start + 1)
    }

    /// The character here, which may be a reference to one, and where it ends.
    pub(super) fn character(&self, at: usize) -> Option<(usize, char)> {
        let c = char_at(self.text, at)?;
        if c == '&' {
            return self.reference(at);
        }
        Some((at + c.len_utf8(), c))
    }

    pub(super) fn reference(&self, at: usize) -> Option<(usize, char)> {
        self.source.as_ref()?.reference(self.text, at)
    }

    /// Takes a letter that is not ASCII.
    fn letter(&mut self, sign: Sign, limit: usize) {
        if self.compound.plain.len() + 4 > limit {
            return;
        }
        match sign {
            Sign::Letter(plain, marked) => {
                if plain != marked {
                    self.mark();
                }
                if !self.compound.marked.is_empty() || plain != marked {
                    push(&mut self.compound.marked, marked);
                }
                push(&mut self.compound.plain, plain);
            }
            Sign::Letters(letters) => {
                self.compound.plain.extend_from_slice(letters.as_bytes());
                if !self.compound.marked.is_empty() {
                    self.compound.marked.extend_from_slice(letters.as_bytes());
                }
            }
            Sign::Mark(mark) => {
                // Only the first mark counts: after it, the letters differ.
                let last = self.compound.plain.last().copied().unwrap_or(b' ');
                let is_bare = self.compound.marked.last().is_none_or(|own| *own == last);
                if let Some(accented) = accent(last.into(), mark).filter(|_| is_bare) {
                    self.mark();
                    self.compound.marked.pop();
                    push(&mut self.compound.marked, accented);
                }
            }
            _ => {}
        }
    }

    /// From here on, letters with accents differ from bare ones.
    fn mark(&mut self) {
        if self.compound.marked.is_empty() {
            self.compound.marked.extend_from_slice(&self.compound.plain);
        }
    }

    /// Whether a letter stands here.
    pub(super) fn begins_word(&self, at: usize) -> bool {
        self.character(at).is_some_and(|(_, c)| is_letter(c))
    }

    /// Ends a part; `joint` joins it to the next, which begins at `next` in the text.
    fn end_part(&mut self, part: &mut Part, joint: Joint, next: usize) {
        let marked_len = if self.compound.marked.is_empty() {
            self.compound.plain.len()
        } else {
            self.compound.marked.len()
        };
        part.plain.1 = self.compound.plain.len();
        part.marked.1 = marked_len;
        let letters = self.compound.plain.get(part.plain.0..).unwrap_or_default();
        let is_elided = joint == Joint::Apostrophe && ELIDED.contains(&letters);
        let is_possessive =
            joint == Joint::None && part.before == Joint::Apostrophe && letters == b"s";
        if is_elided || is_possessive {
            self.compound.plain.truncate(part.plain.0);
            self.compound.marked.truncate(part.marked.0);
            if is_possessive && let Some(last) = self.compound.parts.last_mut() {
                last.end = part.end;
            }
        } else if !letters.is_empty() {
            self.compound.parts.push(*part);
        }
        if self.compound.parts.len() == MAX_PARTS {
            self.tell();
            self.compound.plain.clear();
            self.compound.marked.clear();
            self.compound.parts.clear();
        }
        let marked_len = if self.compound.marked.is_empty() {
            self.compound.plain.len()
        } else {
            self.compound.marked.len()
        };
        *part = Part {
            plain: (self.compound.plain.len(), self.compound.plain.len()),
            marked: (marked_len, marked_len),
            start: next,
            end: next,
            before: if self.compound.parts.is_empty() {
                Joint::None
            } else {
                joint
            },
        };
    }

    /// Hands on the compound and its parts.
    fn tell(&mut self) {
        let Compound {
            plain,
            marked,
            parts,
        } = &self.compound;
        let marked = if marked.is_empty() { plain } else { marked };
        let is_word = |index: usize, part: &Part| {
            let after = parts.get(index + 1).map(|part| part.before);
            let is_short = part.plain.1 - part.plain.0 < MIN_PART;
            parts.len() == 1
                || !is_short
                || (part.before != Joint::Apostrophe && after != Some(Joint::Apostrophe))
        };
        let mut words = 0;
        for (index, part) in parts.iter().enumerate() {
            words += u8::from(is_word(index, part));
        }
        if let [first, .., last] = parts.as_slice()
            && plain.len() <= MAX_WORD
            && marked.len() <= 2 * MAX_WORD
        {
            self.words.push(plain, marked, first.start, last.end, words);
        }
        for (index, part) in parts.iter().enumerate() {
            if is_word(index, part) {
                let plain = plain.get(part.plain.0..part.plain.1).unwrap_or_default();
                let marked = marked.get(part.marked.0..part.marked.1).unwrap_or_default();
                self.words.push(plain, marked, part.start, part.end, 0);
            }
        }
    }

    /// A run of a script without spaces, as overlapping pairs and its last sign; gives its end.
    pub(super) fn wide(&mut self, start: usize) -> usize {
        let mut at = start;
        // The sign before the last, and the last one, with where they begin.
        let mut before: Option<(char, usize)> = None;
        let mut last: Option<(char, usize)> = None;
        let mut has_pairs = false;
        while let Some(c) = char_at(self.text, at) {
            let kind = sign(c);
            let is_mark = matches!(kind, Sign::Nothing | Sign::Mark(_));
            if !is_mark && !matches!(kind, Sign::Wide(_)) {
                break;
            }
            let composed = last.and_then(|(last, _)| compose(last, c));
            if let (Some(composed), Some((_, from))) = (composed, last) {
                last = Some((composed, from));
            } else if !is_mark {
                if let (Some(first), Some(second)) = (before, last) {
                    self.pair(first, second.0, at);
                    has_pairs = true;
                }
                before = last;
                last = Some((c, at));
            }
            at += c.len_utf8();
        }
        if let (Some(first), Some(second)) = (before, last) {
            self.pair(first, second.0, at);
            has_pairs = true;
        }
        if let Some(last) = last {
            self.compound.plain.clear();
            push(&mut self.compound.plain, last.0);
            let plain = &self.compound.plain;
            self.words.push_signs(plain, last.1, at, Some(has_pairs));
        }
        at.max(start + 1)
    }

    fn pair(&mut self, first: (char, usize), second: char, end: usize) {
        self.compound.plain.clear();
        push(&mut self.compound.plain, first.0);
        push(&mut self.compound.plain, second);
        let plain = &self.compound.plain;
        self.words.push_signs(plain, first.1, end, None);
    }
}
