//! A word that is looked for and a word of a text → whether they match, and how well.

use pagefind_stem::{Algorithm, Stemmer};

use super::words::read;

/// Which stemmer a language has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    English,
    French,
    Other,
}

impl Class {
    /// The class of a BCP 47 tag.
    pub(super) fn of(language: &str) -> Self {
        let primary = language.split(['-', '_']).next().unwrap_or_default();
        if primary.eq_ignore_ascii_case("en") {
            Self::English
        } else if primary.eq_ignore_ascii_case("fr") {
            Self::French
        } else {
            Self::Other
        }
    }
}

/// How two words match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Grade {
    /// 0: it is the word, or begins with it; 1: the same stem; 2 and 3: that many edits less one.
    pub(super) tier: u8,
    /// What a match is worth in English, in French and in other texts, up to 16; 0 is no match.
    pub(super) worth: [u8; 3],
}

impl Grade {
    pub(super) fn worth(&self, class: Class) -> u8 {
        let [english, french, other] = self.worth;
        match class {
            Class::English => english,
            Class::French => french,
            Class::Other => other,
        }
    }
}

/// What counts as a match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// The word itself, however it is accented.
    Exact,
    /// Words of the same stem too, and of the last word its beginnings.
    Near,
    /// Beginnings of all words, and mistakes.
    Loose,
}

/// The worth of the word itself.
const EXACT: u8 = 16;
/// The same word with other accents.
const ACCENTS: u8 = 14;
const STEM: u8 = 9;
const EDITS: [u8; 2] = [8, 5];
/// Beginnings with mistakes are worth less.
const EDITS_BEGIN: [u8; 2] = [5, 3];
/// Words are stemmed from this length on, and are ends of three letters where there is no stemmer.
const MIN_STEM: usize = 3;
const MIN_BEGIN: usize = 4;
/// The length from which a beginning may have mistakes.
const MIN_BEGIN_EDITS: usize = 5;
/// The longest word in which mistakes are looked for, in letters.
const MAX_EDIT: usize = 32;
/// The most letters that an ending adds to a stem.
const MAX_ENDING: usize = 9;

/// A word that is looked for.
#[derive(Debug)]
pub(super) struct Pattern {
    plain: Vec<u8>,
    marked: Vec<u8>,
    letters: u32,
    chars: Vec<char>,
    /// Whether more letters may follow.
    pub(super) is_start: bool,
    /// How many mistakes it may have.
    edits: usize,
    /// English, French: by the letters with accents and without.
    stems: [[Vec<u8>; 2]; 2],
}

/// Which letters a word has, for a first look: a bit for each of `a`–`z`, for digits and for all
/// else; above them its length, up to 15.
pub(super) fn letters(plain: &[u8]) -> u32 {
    let mut letters = 0;
    for byte in plain {
        letters |= match byte {
            b'a'..=b'z' => 1 << (byte - b'a'),
            b'0'..=b'9' => DIGITS,
            _ => OTHERS,
        };
    }
    letters | (plain.len().min(15) as u32) << LENGTH_SHIFT
}

const DIGITS: u32 = 1 << 26;
const OTHERS: u32 = 1 << 27;
const SET: u32 = (1 << 28) - 1;
const LENGTH_SHIFT: u32 = 28;

impl Pattern {
    pub(super) fn new(plain: &[u8], marked: &[u8], is_start: bool) -> Self {
        let letters = letters(plain);
        let chars: Vec<char> = text(plain).chars().collect();
        let edits = match chars.len() {
            _ if letters & DIGITS != 0 => 0,
            0..=3 => 0,
            4..=7 => 1,
            8..=MAX_EDIT => 2,
            _ => 0,
        };
        let mut stems = <[[Vec<u8>; 2]; 2]>::default();
        if chars.len() >= MIN_STEM {
            for (class, stems) in [Class::English, Class::French].into_iter().zip(&mut stems) {
                *stems = [stem(class, marked), stem(class, plain)];
            }
        }
        Self {
            plain: plain.to_vec(),
            marked: marked.to_vec(),
            letters,
            chars,
            is_start,
            edits,
            stems,
        }
    }

    /// Whether it is the same word.
    pub(super) fn is(&self, marked: &[u8]) -> bool {
        self.marked == marked
    }

    /// Whether a word with these letters may match at all.
    pub(super) fn may(&self, letters: u32, reach: Reach) -> bool {
        let missing = (self.letters & !letters & SET).count_ones();
        match reach {
            Reach::Exact => letters == self.letters,
            // A stem may change its last letter: *happy*, *happier*.
            Reach::Near => missing <= 2,
            Reach::Loose => missing <= 2,
        }
    }

    /// How well a word matches, if it does.
    pub(super) fn grade(&self, plain: &[u8], marked: &[u8], reach: Reach) -> Option<Grade> {
        let all = |tier, worth| {
            Some(Grade {
                tier,
                worth: [worth; 3],
            })
        };
        if let Some(rest) = plain.strip_prefix(&*self.plain) {
            if rest.is_empty() {
                let is_same = marked == self.marked;
                return all(0, if is_same { EXACT } else { ACCENTS });
            }
            let is_start = self.is_start || reach == Reach::Loose;
            if is_start {
                let worth = 6 + 7 * self.plain.len() / plain.len();
                return all(0, worth as u8);
            }
        }
        if reach == Reach::Exact || (reach == Reach::Near && plain.first() != self.plain.first()) {
            return None;
        }
        if let Some(grade) = self.stemmed(plain, marked) {
            return Some(grade);
        }
        if reach == Reach::Loose && self.edits > 0 {
            return self.mistaken(plain);
        }
        None
    }

    fn stemmed(&self, plain: &[u8], marked: &[u8]) -> Option<Grade> {
        let mut worth = [0; 3];
        let classes = [Class::English, Class::French];
        for ((class, stems), worth) in classes.into_iter().zip(&self.stems).zip(&mut worth) {
            let is_same = [marked, plain].iter().zip(stems).any(|(word, own)| {
                // Only the end of a stem may differ from its words.
                let kept = match own.len() {
                    0..MIN_STEM => return false,
                    length @ 3..=4 => length - 1,
                    length => length - 2,
                };
                let is_near = word.len() <= own.len() + MAX_ENDING && word.len() + 2 >= own.len();
                let begins = own.get(..kept).is_some_and(|own| plain.starts_with(own));
                is_near && begins && stem(class, word) == *own
            });
            if is_same {
                *worth = STEM;
            }
        }
        let rest = plain.strip_prefix(&*self.plain);
        let is_begun = rest.is_some_and(|rest| text(rest).chars().count() <= 3);
        if is_begun && self.chars.len() >= MIN_BEGIN {
            let [_, _, other] = &mut worth;
            *other = STEM;
        }
        // What begins with the word holds it, however it goes on.
        let tier = u8::from(rest.is_none());
        (worth != [0; 3]).then_some(Grade { tier, worth })
    }

    fn mistaken(&self, plain: &[u8]) -> Option<Grade> {
        let most = self.edits;
        let is_start = self.is_start && self.chars.len() >= MIN_BEGIN_EDITS;
        let (whole, start) = distances(&self.chars, text(plain), most, is_start);
        let is_whole = whole <= most;
        let edits = if is_whole { whole } else { start };
        if edits > most {
            return None;
        }
        let worths = if is_whole { EDITS } else { EDITS_BEGIN };
        let worth = *worths.get(edits.checked_sub(1)?)?;
        Some(Grade {
            tier: edits as u8 + 1,
            worth: [worth; 3],
        })
    }
}

/// How many edits lead from one word to another, and to its nearest beginning if that is asked for:
/// letters that are dropped, added, changed or swapped with their neighbour (optimal string
/// alignment). Any number over `most` is as good as another.
fn distances(from: &[char], to: &str, most: usize, is_start: bool) -> (usize, usize) {
    const ROW: usize = MAX_EDIT + 1;
    let far = (most + 1, most + 1);
    // Rows are the letters of `to`; a row holds the distance to each beginning of `from`.
    let mut before = [0_u8; ROW];
    let mut last = [0_u8; ROW];
    for (at, cell) in (0..).zip(&mut last) {
        *cell = at;
    }
    let width = from.len();
    if width > MAX_EDIT || (!is_start && to.len() > 4 * (width + most)) {
        return far;
    }
    let mut start = usize::MAX;
    let mut previous = '\0';
    let mut row = 0_u8;
    for c in to.chars() {
        row = row.saturating_add(1);
        let mut next = [0_u8; ROW];
        let mut left = row;
        let mut least = row;
        let mut diagonal = last.first().copied().unwrap_or(0);
        let mut far_diagonal = u8::MAX;
        let mut own = '\0';
        if let Some(cell) = next.first_mut() {
            *cell = row;
        }
        let columns = last
            .iter()
            .skip(1)
            .zip(before.iter())
            .zip(next.iter_mut().skip(1));
        for (letter, ((up, two_up), cell)) in from.iter().zip(columns) {
            let mut value = diagonal + u8::from(*letter != c);
            value = value.min(up + 1).min(left + 1);
            if *letter == previous && own == c && far_diagonal < u8::MAX {
                value = value.min(far_diagonal + 1);
            }
            *cell = value;
            least = least.min(value);
            left = value;
            diagonal = *up;
            far_diagonal = if row > 1 { *two_up } else { u8::MAX };
            own = *letter;
        }
        before = last;
        last = next;
        previous = c;
        start = start.min(left.into());
        if usize::from(least) > most {
            return (most + 1, if is_start { start } else { most + 1 });
        }
    }
    let whole = last.get(width).copied().unwrap_or(u8::MAX);
    (whole.into(), if is_start { start } else { most + 1 })
}

/// The stem of a word, without accents.
fn stem(class: Class, word: &[u8]) -> Vec<u8> {
    let algorithm = match class {
        Class::French => Algorithm::French,
        _ => Algorithm::English,
    };
    let stemmer = Stemmer::create(algorithm);
    let stem = stemmer.stem(text(word));
    if stem.is_ascii() {
        return stem.as_bytes().to_vec();
    }
    let mut plain = Vec::new();
    read(&stem, false, &mut |word| plain = word.plain.to_vec());
    plain
}

/// A word's letters as text.
pub(super) fn text(word: &[u8]) -> &str {
    std::str::from_utf8(word).unwrap_or_default()
}
