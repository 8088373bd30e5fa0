//! A text → its words, folded: the one normaliser for posts, queries and snippets.
//!
//! *L’été* is `ete`, *porte-monnaie* is `porte`, `monnaie` and `portemonnaie`, `camelCase` likewise,
//! and scripts without spaces are read as overlapping pairs of signs. It does not parse Markdown:
//! of a post's source it leaves out what no reader sees, as far as that can be told in passing.

use super::{
    compound::Compound,
    eight::{Eight, mix, print},
    fold::{Sign, bare, sign},
    source::Source,
};

/// The longest word, in bytes; what is beyond is not looked at.
pub(super) const MAX_WORD: usize = 64;
/// What French, Catalan and Italian put before an apostrophe, and no reader would look for. (Somebody
/// may look for `jusqu` or `quelqu`, on the way to more.)
pub(super) const ELIDED: &[&[u8]] = &[b"l", b"d", b"j", b"m", b"t", b"s", b"n", b"c", b"qu"];

/// The words of a text, in order; what is joined comes before its parts.
#[derive(Debug, Default)]
pub(super) struct Words {
    pub(super) list: Vec<Word>,
    /// Those words whose letters the text does not tell, in order, and their letters.
    others: Vec<Other>,
    letters: Vec<u8>,
}

/// A word of a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    /// What tells it from all other words: see [`print()`].
    pub(super) print: u64,
    /// Where it stands in the text, in bytes, and how long it is there.
    pub(super) start: u32,
    length: u16,
    /// How many of the words that follow are its parts.
    pub(super) parts: u8,
    /// What kind of word it is.
    kind: WordKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum WordKind {
    /// Its letters are those of the text, in lower case.
    Simple,
    /// It is one of [`Words::others`].
    Other,
    /// The same; it is a single sign of a script without spaces, which words begin with.
    Sign,
    /// The same, and that sign is in the pair before it too.
    Tail,
}

/// Where the letters of a word are: with accents, and after that without.
#[derive(Debug, Clone, Copy)]
struct Other {
    /// Its number in the list.
    word: u32,
    at: u32,
    marked: u8,
    plain: u8,
}

/// Room for the letters of a simple word: folded, and with accents.
pub(super) type Room = [[u8; MAX_WORD]; 2];

pub(super) const ROOM: Room = [[0; MAX_WORD]; 2];

impl Word {
    pub(super) fn end(&self) -> usize {
        self.start as usize + usize::from(self.length)
    }

    /// Whether words begin with it, for their script has no spaces.
    pub(super) fn is_sign(&self) -> bool {
        self.kind == WordKind::Sign
    }

    /// Whether the pair of signs before it holds it.
    pub(super) fn is_tail(&self) -> bool {
        self.kind == WordKind::Tail
    }
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
        self.others.clear();
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

    /// The letters of the word with a number in the list: folded, and the same with Latin accents in
    /// lower case. `text` is the one that was read.
    pub(super) fn letters<'a>(
        &'a self,
        text: &str,
        number: usize,
        room: &'a mut Room,
    ) -> (&'a [u8], &'a [u8]) {
        let none = (&[] as &[u8], &[] as &[u8]);
        let Some(word) = self.list.get(number) else {
            return none;
        };
        if word.kind == WordKind::Simple {
            let own = text.as_bytes().get(word.start as usize..word.end());
            return simple_letters(own.unwrap_or_default(), room);
        }
        let at = self
            .others
            .partition_point(|other| (other.word as usize) < number);
        let Some(other) = self.others.get(at) else {
            return none;
        };
        let at = other.at as usize;
        let middle = at + usize::from(other.marked);
        let plain = self.letters.get(middle..middle + usize::from(other.plain));
        let marked = self.letters.get(at..middle);
        (plain.unwrap_or_default(), marked.unwrap_or_default())
    }

    /// Adds a word whose letters are not just those of the text.
    pub(super) fn push(
        &mut self,
        plain: &[u8],
        marked: &[u8],
        start: usize,
        end: usize,
        parts: u8,
    ) {
        self.others.push(Other {
            word: self.list.len() as u32,
            at: self.letters.len() as u32,
            marked: marked.len() as u8,
            plain: plain.len() as u8,
        });
        self.letters.extend_from_slice(marked);
        self.letters.extend_from_slice(plain);
        // What is joined is another word than the same letters that are not.
        let print = print(marked);
        self.list.push(Word {
            print: if parts > 0 { !print } else { print },
            start: start as u32,
            length: (end - start).min(u16::MAX.into()) as u16,
            parts,
            kind: WordKind::Other,
        });
    }

    /// Adds a sign of a script without spaces, or two.
    pub(super) fn push_signs(
        &mut self,
        signs: &[u8],
        start: usize,
        end: usize,
        is_tail: Option<bool>,
    ) {
        self.push(signs, signs, start, end, 0);
        if let (Some(word), Some(is_tail)) = (self.list.last_mut(), is_tail) {
            word.kind = if is_tail {
                WordKind::Tail
            } else {
                WordKind::Sign
            };
        }
    }
}

/// The letters of a simple word, from the text.
fn simple_letters<'a>(own: &[u8], room: &'a mut Room) -> (&'a [u8], &'a [u8]) {
    let [plain, marked] = room;
    let mut length = 0;
    for (out, byte) in marked.iter_mut().zip(own) {
        *out = if *byte == 0xC3 { 0xC3 } else { byte | 0x20 };
        let letter = match *byte {
            0xC3 => continue,
            0x80.. => bare(*byte).unwrap_or(b'*'),
            _ => *out,
        };
        if let Some(out) = plain.get_mut(length) {
            *out = letter;
        }
        length += 1;
    }
    let marked = marked.get(..own.len()).unwrap_or_default();
    (plain.get(..length).unwrap_or_default(), marked)
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
            at = if kind < Kind::GAP || *byte == 0xC3 {
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

    /// A word that nothing joins to another, as most are; else what [`Self::compound`] makes of it.
    fn simple(&mut self, start: usize) -> usize {
        let text = self.text.as_bytes().get(start..).unwrap_or_default();
        let mut print = 0;
        let mut length = 0;
        let (mut lower, mut humps) = (0, 0);
        let mut first = !0xFF;
        for bytes in text.as_chunks().0 {
            let piece = Eight::of(u64::from_le_bytes(*bytes));
            lower |= piece.lower;
            // A capital that is not the first letter.
            humps |= piece.upper & first;
            let mut leads = piece.leads;
            while leads != 0 {
                let last = bytes.get(leads.trailing_zeros() as usize / 8 + 1);
                if last.is_none_or(|last| bare(*last).is_none()) {
                    return self.compound(start);
                }
                leads &= leads - 1;
            }
            length += piece.length;
            if length < 8 {
                print = piece.letters;
                break;
            }
            print = mix(print, piece.letters);
            if piece.length < 8 {
                break;
            }
            first = !0;
        }
        let end = start + length;
        let after = text.get(length).copied().map_or(Kind::HIGH, kind);
        let has_hump = humps != 0 && lower != 0;
        if has_hump || length >= MAX_WORD || !matches!(after, Kind::GAP | Kind::SIGN) {
            return match text.get(length) {
                Some(b'\'' | 0xE2) => self.elided(start, end, print),
                _ => self.compound(start),
            };
        }
        self.words.list.push(Word {
            print,
            start: start as u32,
            length: length as u16,
            parts: 0,
            kind: WordKind::Simple,
        });
        end + usize::from(after == Kind::GAP)
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

#[cfg(test)]
mod tests {
    use super::{ROOM, Words};

    /// The words of a text: folded, with accents, and their places.
    fn words(text: &str) -> Vec<(u64, String, String, usize, usize)> {
        let words = Words::of(text);
        let word = |at: usize| {
            let mut room = ROOM;
            let (plain, marked) = words.letters(text, at, &mut room);
            let own = words.list.get(at);
            let (print, start, end) =
                own.map_or((0, 0, 0), |own| (own.print, own.start as usize, own.end()));
            let text = |letters: &[u8]| String::from_utf8_lossy(letters).into_owned();
            (print, text(plain), text(marked), start, end)
        };
        (0..words.list.len()).map(word).collect()
    }

    #[test]
    fn what_is_read_at_once_is_what_is_read_letter_by_letter() {
        let pieces = [
            "a", "Z", "9", "é", "É", "ç", "œ", "ß", "ŕ", "abcdefg", "Bonjour", "ALLCAPS", "l'",
            "d’", "-", "×", "e\u{301}", "京",
        ];
        for first in pieces {
            for second in pieces {
                for third in pieces {
                    // The end of a text is read letter by letter, and so is what is joined.
                    let text = format!("{first}{second}{third}");
                    let longer = format!("{text}{}", " ".repeat(80));
                    assert_eq!(words(&text), words(&longer), "{text}");
                }
            }
        }
    }

    #[test]
    fn words_are_folded_and_joined() {
        for (text, expected) in [
            ("L’Été à", "ete/été a/à"),
            ("DÉVELOPPÉ", "developpe/développé"),
            (
                "porte-monnaie",
                "portemonnaie/portemonnaie porte/porte monnaie/monnaie",
            ),
            ("aujourd'hui", "aujourdhui/aujourdhui aujourd/aujourd"),
            ("it's o’clock", "it/it oclock/oclock clock/clock"),
            ("sœur", "soeur/soeur"),
            ("fooBar_été", "foobarete/foobarété foo/foo bar/bar ete/été"),
            ("日本語", "日本/日本 本語/本語 語/語"),
            ("e\u{301}\u{302}", "e/é"),
            ("\u{301}'-_", ""),
        ] {
            let found = words(text).into_iter();
            let found: Vec<String> = found
                .map(|(_, plain, marked, ..)| format!("{plain}/{marked}"))
                .collect();
            assert_eq!(found.join(" "), expected, "{text}");
        }
    }
}
