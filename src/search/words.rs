//! A text → its words, folded: the one normaliser for posts, queries and snippets.
//!
//! *L’été* is `ete`, *porte-monnaie* is `porte`, `monnaie` and `portemonnaie`, `camelCase` likewise,
//! and scripts without spaces are read as overlapping pairs of signs. It does not parse Markdown:
//! of a post's source it leaves out what no reader sees, as far as that can be told in passing.

use super::{
    fold::{Sign, accent, compose, sign},
    source::Source,
};

/// The longest word, in bytes; what is beyond is not looked at.
pub(super) const MAX_WORD: usize = 64;
/// The most parts that are joined to one word.
const MAX_PARTS: usize = 8;
/// Parts of fewer letters are no words beside an apostrophe: *o’clock*, *don’t*.
const MIN_PART: usize = 4;
/// What French, Catalan and Italian put before an apostrophe, and no reader would look for.
const ELIDED: &[&[u8]] = &[
    b"l", b"d", b"j", b"m", b"t", b"s", b"n", b"c", b"qu", b"jusqu", b"lorsqu", b"puisqu",
    b"quoiqu", b"presqu", b"quelqu",
];

/// A word of a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word<'a> {
    /// Its letters, folded; never empty.
    pub(super) plain: &'a [u8],
    /// The same with Latin accents, in lower case.
    pub(super) marked: &'a [u8],
    /// Where it stands in the text, in bytes.
    pub(super) start: usize,
    /// Where it ends.
    pub(super) end: usize,
    /// How many of the words that follow are its parts.
    pub(super) parts: u8,
    /// Whether it is a single sign of a script without spaces, which words begin with.
    pub(super) is_sign: bool,
    /// Whether that sign is in the pair before it too.
    pub(super) is_tail: bool,
}

/// How the parts of a word are joined.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Joint {
    None,
    Apostrophe,
    Hyphen,
}

/// A part of a word, by its ends in the buffers and its place in the text.
#[derive(Clone, Copy)]
struct Part {
    /// Where it begins and ends in `plain` and in `marked`.
    plain: (usize, usize),
    marked: (usize, usize),
    start: usize,
    end: usize,
    /// What joins it to the part before.
    before: Joint,
}

/// Reads words.
struct Reader<'t, 'e> {
    text: &'t str,
    source: Option<Source>,
    each: &'e mut dyn FnMut(Word<'_>),
    /// The letters of the compound that is being read.
    plain: Vec<u8>,
    /// The same with accents; empty as long as there were none.
    marked: Vec<u8>,
    parts: Vec<Part>,
}

/// Calls `each` with every word of a text, in order; what is joined comes before its parts.
pub(super) fn read(text: &str, is_source: bool, each: &mut dyn FnMut(Word<'_>)) {
    let mut reader = Reader {
        text,
        source: is_source.then(|| Source::new(text)),
        each,
        plain: Vec::with_capacity(128),
        marked: Vec::with_capacity(128),
        parts: Vec::with_capacity(MAX_PARTS),
    };
    reader.run();
}

impl Reader<'_, '_> {
    fn run(&mut self) {
        let bytes = self.text.as_bytes();
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            at = match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => self.compound(at),
                b' ' | b',' | b'.' | b'*' | b'-' => at + 1,
                0x80.. => self.other(at),
                b'&' => match self.reference(at) {
                    Some((_, c)) if is_letter(c) => self.compound(at),
                    Some((end, _)) => end,
                    None => at + 1,
                },
                _ => match &mut self.source {
                    Some(source) => source.skip(self.text, at).max(at + 1),
                    None => at + 1,
                },
            };
        }
    }

    /// A character outside of ASCII, before which no word is open.
    fn other(&mut self, at: usize) -> usize {
        let Some(c) = char_at(self.text, at) else {
            return at + 1;
        };
        match sign(c) {
            Sign::Letter(..) | Sign::Letters(_) => self.compound(at),
            Sign::Wide(_) => self.wide(at),
            _ => at + c.len_utf8(),
        }
    }

    /// A word and what is joined to it; gives where it ends.
    fn compound(&mut self, start: usize) -> usize {
        let bytes = self.text.as_bytes();
        self.plain.clear();
        self.marked.clear();
        self.parts.clear();
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
                if self.plain.len() < limit {
                    let lower = byte | if *byte < b'a' { 32 } else { 0 };
                    self.plain.push(lower);
                    if !self.marked.is_empty() {
                        self.marked.push(lower);
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
                            is_lower = true;
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
    fn character(&self, at: usize) -> Option<(usize, char)> {
        let c = char_at(self.text, at)?;
        if c == '&' {
            return self.reference(at);
        }
        Some((at + c.len_utf8(), c))
    }

    fn reference(&self, at: usize) -> Option<(usize, char)> {
        self.source.as_ref()?.reference(self.text, at)
    }

    /// Takes a letter that is not ASCII.
    fn letter(&mut self, sign: Sign, limit: usize) {
        if self.plain.len() + 4 > limit {
            return;
        }
        match sign {
            Sign::Letter(plain, marked) => {
                if plain != marked {
                    self.mark();
                }
                if !self.marked.is_empty() || plain != marked {
                    push(&mut self.marked, marked);
                }
                push(&mut self.plain, plain);
            }
            Sign::Letters(letters) => {
                self.plain.extend_from_slice(letters.as_bytes());
                if !self.marked.is_empty() {
                    self.marked.extend_from_slice(letters.as_bytes());
                }
            }
            Sign::Mark(mark) => {
                // Only the first mark counts: after it, the letters differ.
                let last = self.plain.last().copied().unwrap_or(b' ');
                let is_bare = self.marked.last().is_none_or(|own| *own == last);
                if let Some(accented) = accent(last.into(), mark).filter(|_| is_bare) {
                    self.mark();
                    self.marked.pop();
                    push(&mut self.marked, accented);
                }
            }
            _ => {}
        }
    }

    /// From here on, letters with accents differ from bare ones.
    fn mark(&mut self) {
        if self.marked.is_empty() {
            self.marked.extend_from_slice(&self.plain);
        }
    }

    /// Whether a letter stands here.
    fn begins_word(&self, at: usize) -> bool {
        self.character(at).is_some_and(|(_, c)| is_letter(c))
    }

    /// Ends a part; `joint` joins it to the next, which begins at `next` in the text.
    fn end_part(&mut self, part: &mut Part, joint: Joint, next: usize) {
        let marked_len = if self.marked.is_empty() {
            self.plain.len()
        } else {
            self.marked.len()
        };
        part.plain.1 = self.plain.len();
        part.marked.1 = marked_len;
        let letters = self.plain.get(part.plain.0..).unwrap_or_default();
        let is_elided = joint == Joint::Apostrophe && ELIDED.contains(&letters);
        let is_possessive =
            joint == Joint::None && part.before == Joint::Apostrophe && letters == b"s";
        if is_elided || is_possessive {
            self.plain.truncate(part.plain.0);
            self.marked.truncate(part.marked.0);
            if is_possessive && let Some(last) = self.parts.last_mut() {
                last.end = part.end;
            }
        } else if !letters.is_empty() {
            self.parts.push(*part);
        }
        if self.parts.len() == MAX_PARTS {
            self.tell();
            self.plain.clear();
            self.marked.clear();
            self.parts.clear();
        }
        let marked_len = if self.marked.is_empty() {
            self.plain.len()
        } else {
            self.marked.len()
        };
        *part = Part {
            plain: (self.plain.len(), self.plain.len()),
            marked: (marked_len, marked_len),
            start: next,
            end: next,
            before: if self.parts.is_empty() {
                Joint::None
            } else {
                joint
            },
        };
    }

    /// Hands on the compound and its parts.
    fn tell(&mut self) {
        let marked = if self.marked.is_empty() {
            &self.plain
        } else {
            &self.marked
        };
        let count = self.parts.len();
        let is_word = |index: usize, part: &Part| {
            let after = self.parts.get(index + 1).map(|part| part.before);
            let is_short = part.plain.1 - part.plain.0 < MIN_PART;
            count == 1
                || !is_short
                || (part.before != Joint::Apostrophe && after != Some(Joint::Apostrophe))
        };
        let mut words = 0;
        for (index, part) in self.parts.iter().enumerate() {
            words += u8::from(is_word(index, part));
        }
        if let (2.., Some(first), Some(last)) = (count, self.parts.first(), self.parts.last())
            && self.plain.len() <= MAX_WORD
        {
            (self.each)(Word {
                plain: &self.plain,
                marked,
                start: first.start,
                end: last.end,
                parts: words,
                is_sign: false,
                is_tail: false,
            });
        }
        for (index, part) in self.parts.iter().enumerate() {
            if is_word(index, part) {
                (self.each)(Word {
                    plain: self
                        .plain
                        .get(part.plain.0..part.plain.1)
                        .unwrap_or_default(),
                    marked: marked.get(part.marked.0..part.marked.1).unwrap_or_default(),
                    start: part.start,
                    end: part.end,
                    parts: 0,
                    is_sign: false,
                    is_tail: false,
                });
            }
        }
    }

    /// A run of a script without spaces, as overlapping pairs and its last sign; gives its end.
    fn wide(&mut self, start: usize) -> usize {
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
            self.plain.clear();
            push(&mut self.plain, last.0);
            (self.each)(Word {
                plain: &self.plain,
                marked: &self.plain,
                start: last.1,
                end: at,
                parts: 0,
                is_sign: true,
                is_tail: has_pairs,
            });
        }
        at.max(start + 1)
    }

    fn pair(&mut self, first: (char, usize), second: char, end: usize) {
        self.plain.clear();
        push(&mut self.plain, first.0);
        push(&mut self.plain, second);
        (self.each)(Word {
            plain: &self.plain,
            marked: &self.plain,
            start: first.1,
            end,
            parts: 0,
            is_sign: false,
            is_tail: false,
        });
    }
}

/// Whether words of spaced scripts are made of it.
fn is_letter(c: char) -> bool {
    matches!(sign(c), Sign::Letter(..) | Sign::Letters(_))
}

/// The character that begins at a byte.
fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

fn push(out: &mut Vec<u8>, c: char) {
    out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
}
