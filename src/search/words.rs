//! A text → its words, folded: the one normaliser for posts, queries and snippets.
//!
//! *L’été* is `ete`, *porte-monnaie* is `porte`, `monnaie` and `portemonnaie`, `camelCase` likewise,
//! and scripts without spaces are read as overlapping pairs of signs. It does not parse Markdown:
//! of a post's source it leaves out what no reader sees, as far as that can be told in passing.

use super::{
    compound::Compound,
    fold::{Sign, bare, sign},
    source::Source,
};

/// The longest word, in bytes; what is beyond is not looked at.
pub(super) const MAX_WORD: usize = 64;
/// What French, Catalan and Italian put before an apostrophe, and no reader would look for.
pub(super) const ELIDED: &[&[u8]] = &[
    b"l", b"d", b"j", b"m", b"t", b"s", b"n", b"c", b"qu", b"jusqu", b"lorsqu", b"puisqu",
    b"quoiqu", b"presqu", b"quelqu",
];

/// The words of a text, in order; what is joined comes before its parts.
#[derive(Debug, Default)]
pub(super) struct Words {
    pub(super) list: Vec<Word>,
    /// The letters of those words whose own text does not tell them.
    letters: Vec<u8>,
}

/// A word of a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    /// What tells it from all other words: see [`print`].
    pub(super) print: u64,
    /// Where it stands in the text, in bytes.
    pub(super) start: u32,
    pub(super) end: u32,
    /// Where its letters are in [`Words::letters`]: with accents, and after that without.
    at: u32,
    /// How many bytes these are; none for a simple word, which is in the text.
    marked: u8,
    plain: u8,
    /// How many of the words that follow are its parts.
    pub(super) parts: u8,
    /// Whether it is a single sign of a script without spaces, which words begin with.
    pub(super) is_sign: bool,
    /// Whether that sign is in the pair before it too.
    pub(super) is_tail: bool,
}

impl Words {
    /// The words of a text.
    pub(super) fn of(text: &str) -> Self {
        let mut words = Self::default();
        words.read(text, false);
        words
    }

    /// Reads another text, of which not all may be shown if it is a post's source.
    pub(super) fn read(&mut self, text: &str, is_source: bool) {
        self.list.clear();
        self.letters.clear();
        // Far more than any post has; places are numbers of four bytes.
        let text = beginning(text, 1 << 30);
        let mut reader = Reader {
            text,
            source: is_source.then(|| Source::new(text)),
            words: self,
            compound: Compound::default(),
        };
        reader.run();
    }

    /// A word's letters: folded, and the same with Latin accents in lower case. `text` is the one
    /// that was read.
    pub(super) fn letters<'a>(
        &'a self,
        text: &str,
        word: &Word,
        simple: &'a mut [u8; MAX_WORD],
    ) -> (&'a [u8], &'a [u8]) {
        if word.plain == 0 {
            let own = text.get(word.start as usize..word.end as usize);
            let own = own.unwrap_or_default().as_bytes();
            for (out, byte) in simple.iter_mut().zip(own) {
                *out = byte.to_ascii_lowercase();
            }
            let letters = simple.get(..own.len()).unwrap_or_default();
            return (letters, letters);
        }
        let at = word.at as usize;
        let middle = at + usize::from(word.marked);
        let plain = self.letters.get(middle..middle + usize::from(word.plain));
        let marked = self.letters.get(at..middle);
        (plain.unwrap_or_default(), marked.unwrap_or_default())
    }

    /// Adds a word whose letters are not just those of the text.
    pub(super) fn push(&mut self, plain: &[u8], marked: &[u8], start: usize, end: usize) {
        let at = self.letters.len() as u32;
        self.letters.extend_from_slice(marked);
        self.letters.extend_from_slice(plain);
        self.list.push(Word {
            print: print(marked),
            start: start as u32,
            end: end as u32,
            at,
            marked: marked.len() as u8,
            plain: plain.len() as u8,
            parts: 0,
            is_sign: false,
            is_tail: false,
        });
    }
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
        let folded = small | (ONES * 0x20);
        let letters = at_least(folded, b'a') & !at_least(folded, b'z' + 1);
        let digits = at_least(small, b'0') & !at_least(small, b'9' + 1);
        let others = !(letters | digits) & TOP | bytes & TOP;
        let length = others.trailing_zeros() / 8;
        let mask = 1_u64.checked_shl(length * 8).map_or(!0, |bit| bit - 1);
        let letters = letters & mask & TOP;
        let lower = letters & bytes << 2;
        Self {
            // For letters and digits, lower case is one bit.
            letters: (bytes | (ONES * 0x20)) & mask,
            length: length as usize,
            lower,
            upper: letters & !lower,
        }
    }
}

/// A number that stands for a word with its accents. Below eight bytes, it is those bytes; from
/// there on, a hash of 64 bits: among a million words, the odds are one in thirty million that two
/// share one.
fn print(marked: &[u8]) -> u64 {
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

/// Reads words.
pub(super) struct Reader<'t, 'w> {
    pub(super) text: &'t str,
    pub(super) source: Option<Source>,
    pub(super) words: &'w mut Words,
    pub(super) compound: Compound,
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
        for piece in text.chunks_exact(8) {
            let Some(piece) = piece.first_chunk() else {
                break;
            };
            let piece = Eight::of(u64::from_le_bytes(*piece));
            lower |= piece.lower;
            // A capital that is not the first letter.
            humps |= piece.upper & if length == 0 { !0xFF } else { !0 };
            if length == 0 && piece.length < 8 {
                print = piece.letters;
                length = piece.length;
                break;
            }
            print = mix(print, piece.letters);
            length += piece.length;
            if piece.length < 8 {
                break;
            }
        }
        let end = start + length;
        let after = text.get(length).copied().map_or(Kind::HIGH, kind);
        let has_hump = humps != 0 && lower != 0;
        if has_hump || length >= MAX_WORD || !matches!(after, Kind::GAP | Kind::SIGN) {
            return match text.get(length) {
                Some(b'\'' | 0xE2) => self.elided(start, end, print),
                Some(0xC3) if !has_hump => self.accented(start),
                _ => self.compound(start),
            };
        }
        self.words.list.push(Word {
            print,
            start: start as u32,
            end: end as u32,
            at: 0,
            marked: 0,
            plain: 0,
            parts: 0,
            is_sign: false,
            is_tail: false,
        });
        end
    }

    /// What may be elided before an apostrophe; if it is, no word is there.
    fn elided(&mut self, start: usize, end: usize, print: u64) -> usize {
        let letters = print.to_le_bytes();
        let length = end - start;
        let is_elided = letters
            .get(..length)
            .is_some_and(|own| ELIDED.contains(&own));
        if let Some((next, c)) = self.character(end).filter(|_| is_elided)
            && sign(c) == Sign::Apostrophe
            && self.begins_word(next)
        {
            return next;
        }
        self.compound(start)
    }

    /// A word with the accents of Western Europe that nothing joins to another, or else what
    /// [`Self::compound`] makes of it.
    fn accented(&mut self, start: usize) -> usize {
        let mut plain = [0_u8; MAX_WORD];
        let mut marked = [0_u8; MAX_WORD];
        let (mut letters, mut bytes) = (0, 0);
        let mut is_lower = false;
        let mut rest = self.text.as_bytes().get(start..).unwrap_or_default().iter();
        let mut end = start;
        while let Some(byte) = rest.next() {
            let kind = kind(*byte);
            let [lead, letter, last] = match kind {
                Kind::LOWER | Kind::DIGIT => [0, *byte, *byte],
                Kind::UPPER if !is_lower => [0, byte | 0x20, byte | 0x20],
                Kind::GAP | Kind::SIGN => break,
                _ => match rest.next().filter(|_| *byte == 0xC3) {
                    Some(last) => match bare(*last) {
                        Some(letter) => [0xC3, letter, last | 0x20],
                        None => return self.compound(start),
                    },
                    None => return self.compound(start),
                },
            };
            is_lower |= kind != Kind::UPPER;
            if lead != 0 {
                if let Some(out) = marked.get_mut(bytes) {
                    *out = lead;
                }
                bytes += 1;
                end += 1;
            }
            if let (Some(plain), Some(marked)) = (plain.get_mut(letters), marked.get_mut(bytes)) {
                *plain = letter;
                *marked = last;
            }
            letters += 1;
            bytes += 1;
            end += 1;
        }
        match (plain.get(..letters), marked.get(..bytes)) {
            (Some(plain), Some(marked)) if bytes + 4 < MAX_WORD => {
                self.words.push(plain, marked, start, end);
                end
            }
            _ => self.compound(start),
        }
    }

    /// A character outside of ASCII, before which no word is open.
    fn other(&mut self, at: usize) -> usize {
        let Some(c) = char_at(self.text, at) else {
            return at + 1;
        };
        match sign(c) {
            Sign::Letter(..) | Sign::Letters(_) => self.accented(at),
            Sign::Wide(_) => self.wide(at),
            _ => at + c.len_utf8(),
        }
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
pub(super) fn is_letter(c: char) -> bool {
    matches!(sign(c), Sign::Letter(..) | Sign::Letters(_))
}

/// What of a text is within its first `most` bytes.
pub(super) fn beginning(text: &str, most: usize) -> &str {
    let mut end = most.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

/// The character that begins at a byte.
pub(super) fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

pub(super) fn push(out: &mut Vec<u8>, c: char) {
    out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
}
