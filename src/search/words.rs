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
    /// What tells it from all other words: see [`print`].
    pub(super) print: u64,
    /// Whether it is a single sign of a script without spaces, which words begin with.
    pub(super) is_sign: bool,
    /// Whether that sign is in the pair before it too.
    pub(super) is_tail: bool,
}

/// Eight bytes, of which the first are ASCII letters and digits.
struct Eight {
    /// Those, in lower case; all else is 0.
    letters: u64,
    /// How many they are.
    length: usize,
    /// Among them, the top bit of every lower-case and of every capital letter.
    lower: u64,
    upper: u64,
}

impl Eight {
    /// Looks at all eight at once: branches would be guessed wrong at every word's end.
    fn of(bytes: u64) -> Self {
        const ONES: u64 = 0x0101_0101_0101_0101;
        const TOP: u64 = ONES * 0x80;
        // Whether each byte, which is below 128, is at least `least`.
        let at_least = |bytes: u64, least: u8| bytes + ONES * u64::from(0x80 - least);
        let small = bytes & !TOP;
        let folded = small | ONES * 0x20;
        let letters = at_least(folded, b'a') & !at_least(folded, b'z' + 1);
        let digits = at_least(small, b'0') & !at_least(small, b'9' + 1);
        let others = !(letters | digits) & TOP | bytes & TOP;
        let length = others.trailing_zeros() / 8;
        let mask = 1_u64.checked_shl(length * 8).map_or(!0, |bit| bit - 1);
        let letters = letters & mask & TOP;
        let lower = letters & bytes << 2;
        Self {
            // For letters and digits, lower case is one bit.
            letters: (bytes | ONES * 0x20) & mask,
            length: length as usize,
            lower,
            upper: letters & !lower,
        }
    }
}

/// A number that stands for a word with its accents. Below eight bytes, it is those bytes; from
/// there on, a hash of 64 bits: among a million words, the odds are one in thirty million that two
/// share one.
pub(super) fn print(marked: &[u8]) -> u64 {
    let mut print = 0;
    let mut rest = marked;
    while let Some((piece, after)) = rest.split_first_chunk() {
        print = mix(print, u64::from_le_bytes(*piece));
        rest = after;
    }
    let bytes = rest.iter().rev();
    let rest = bytes.fold(0, |number, byte| number << 8 | u64::from(*byte));
    if marked.len() < 8 {
        rest
    } else {
        mix(print, rest)
    }
}

/// One step of a print, over eight bytes.
fn mix(print: u64, piece: u64) -> u64 {
    let print = (print ^ piece).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    print ^ print >> 29
}

impl<'a> Word<'a> {
    fn new(plain: &'a [u8], marked: &'a [u8], start: usize, end: usize) -> Self {
        Self {
            plain,
            marked,
            start,
            end,
            parts: 0,
            print: print(marked),
            is_sign: false,
            is_tail: false,
        }
    }
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
    /// The letters of the simple word that was read.
    letters: [u8; MAX_WORD],
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
        letters: [0; MAX_WORD],
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
            let kind = kind(*byte);
            // What is frequent comes first.
            at = if kind < Kind::GAP {
                self.simple(at)
            } else if kind == Kind::GAP {
                at + 1
            } else if kind == Kind::HIGH {
                self.other(at)
            } else if *byte == b'&'
                && let Some((end, c)) = self.reference(at)
            {
                if is_letter(c) { self.compound(at) } else { end }
            } else if let Some(source) = &mut self.source {
                source.skip(self.text, at).max(at + 1)
            } else {
                at + 1
            };
        }
    }

    /// A word of ASCII letters and digits that nothing joins to another, as most are; else what
    /// [`Self::compound`] makes of it.
    fn simple(&mut self, start: usize) -> usize {
        let text = self.text.as_bytes().get(start..).unwrap_or_default();
        let mut print = 0;
        let mut length = 0;
        let (mut lower, mut humps) = (0, 0);
        for (out, piece) in self.letters.chunks_exact_mut(8).zip(text.chunks_exact(8)) {
            let Some(piece) = piece.first_chunk() else {
                break;
            };
            let piece = Eight::of(u64::from_le_bytes(*piece));
            lower |= piece.lower;
            // A capital that is not the first letter.
            humps |= piece.upper & if length == 0 { !0xFF } else { !0 };
            if length > 0 || piece.length == 8 {
                print = mix(print, piece.letters);
            } else {
                print = piece.letters;
            }
            out.copy_from_slice(&piece.letters.to_le_bytes());
            length += piece.length;
            if piece.length < 8 {
                break;
            }
        }
        let after = text.get(length).copied().map_or(Kind::HIGH, kind);
        let is_end = matches!(after, Kind::GAP | Kind::SIGN);
        if !is_end || (humps != 0 && lower != 0) || length >= MAX_WORD {
            return self.compound(start);
        }
        let plain = self.letters.get(..length).unwrap_or_default();
        (self.each)(Word {
            plain,
            marked: plain,
            start,
            end: start + length,
            parts: 0,
            print,
            is_sign: false,
            is_tail: false,
        });
        start + length
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
                parts: words,
                ..Word::new(&self.plain, marked, first.start, last.end)
            });
        }
        for (index, part) in self.parts.iter().enumerate() {
            if is_word(index, part) {
                let plain = self.plain.get(part.plain.0..part.plain.1);
                let marked = marked.get(part.marked.0..part.marked.1);
                (self.each)(Word::new(
                    plain.unwrap_or_default(),
                    marked.unwrap_or_default(),
                    part.start,
                    part.end,
                ));
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
                is_sign: true,
                is_tail: has_pairs,
                ..Word::new(&self.plain, &self.plain, last.1, at)
            });
        }
        at.max(start + 1)
    }

    fn pair(&mut self, first: (char, usize), second: char, end: usize) {
        self.plain.clear();
        push(&mut self.plain, first.0);
        push(&mut self.plain, second);
        (self.each)(Word::new(&self.plain, &self.plain, first.1, end));
    }
}

/// What an ASCII byte is to words; all others are [`Kind::HIGH`].
struct Kind;

impl Kind {
    const LOWER: u8 = 1;
    const UPPER: u8 = 2;
    const DIGIT: u8 = 4;
    /// Nothing but a gap.
    const GAP: u8 = 8;
    /// A gap that may lead somewhere else in a post's source.
    const SIGN: u8 = 9;
    /// A gap that may join what stands on its sides.
    const JOINT: u8 = 10;
    const HIGH: u8 = 11;
}

fn kind(byte: u8) -> u8 {
    KINDS.get(usize::from(byte)).copied().unwrap_or(Kind::HIGH)
}

const KINDS: [u8; 256] = kinds();

const fn kinds() -> [u8; 256] {
    let mut kinds = [Kind::HIGH; 256];
    let mut rest = kinds.as_mut_slice();
    let mut byte = 0;
    while let Some((kind, after)) = rest.split_first_mut() {
        *kind = match byte {
            b'a'..=b'z' => Kind::LOWER,
            b'A'..=b'Z' => Kind::UPPER,
            b'0'..=b'9' => Kind::DIGIT,
            b'\n' | b'`' | b'~' | b'<' | b']' => Kind::SIGN,
            b'\'' | b'-' | b'_' | b'&' | b'\\' => Kind::JOINT,
            0x80.. => Kind::HIGH,
            _ => Kind::GAP,
        };
        byte = byte.wrapping_add(1);
        rest = after;
    }
    kinds
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
