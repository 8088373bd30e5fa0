//! A word that is looked for and a word of a text → whether they match, and how well.

use pagefind_stem::{Algorithm, Stemmer};

use super::words::{ROOM, Words};

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
    /// Whether the word only begins with what is looked for.
    pub(super) fn is_beginning(&self) -> bool {
        self.tier == 0 && self.worth(Class::Other) < ACCENTS
    }

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
    look: u32,
    /// The letters that no word lacks which has the same stem.
    core: u32,
    chars: Vec<char>,
    /// Where each ASCII letter stands in it, a bit each: see [`Self::distances`].
    places: [u32; 128],
    /// Whether more letters may follow.
    pub(super) is_start: bool,
    /// How many mistakes it may have.
    edits: usize,
    /// English, French: by the letters with accents and without.
    stems: [[Vec<u8>; 2]; 2],
}

/// A word that may be a mistake, as far as it tells which words may have been meant.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slip {
    /// Its letters, and the first one: a bit each, as in [`look`].
    pub(super) letters: u32,
    pub(super) first: u32,
    /// How many letters it has.
    pub(super) length: u32,
    /// How many mistakes there may be.
    pub(super) edits: u32,
    /// Whether more letters may follow, if the first one is right.
    pub(super) is_start: bool,
}

/// Under which stems a word of a post is found: its own, in each language, with its accents and
/// without.
pub(super) fn stems(plain: &[u8], marked: &[u8]) -> Vec<Vec<u8>> {
    let mut stems: Vec<Vec<u8>> = Vec::new();
    for class in [Class::English, Class::French] {
        for word in [marked, plain] {
            let stem = stem(class, word);
            if stem.len() >= MIN_STEM && stem != plain && !stems.contains(&stem) {
                stems.push(stem);
            }
        }
    }
    stems
}

/// What a word looks like at first sight: a bit for each of `a`–`z` in it, one for all else, and
/// above them its first letter.
pub(super) fn look(plain: &[u8]) -> u32 {
    let mut look = 0;
    for byte in plain {
        look |= 1 << letter(*byte);
    }
    look | plain.first().map_or(0, |first| letter(*first) + 1) << FIRST_SHIFT
}

fn letter(byte: u8) -> u32 {
    match byte {
        b'a'..=b'z' => u32::from(byte - b'a'),
        _ => 26,
    }
}

const FIRST_SHIFT: u32 = 27;
pub(super) const LETTERS: u32 = (1 << FIRST_SHIFT) - 1;

impl Pattern {
    pub(super) fn new(plain: &[u8], marked: &[u8], is_start: bool) -> Self {
        let chars: Vec<char> = text(plain).chars().collect();
        let edits = match chars.len() {
            _ if plain.iter().any(u8::is_ascii_digit) => 0,
            4..=7 => 1,
            8..=MAX_EDIT => 2,
            _ => 0,
        };
        let mut places = [0; 128];
        for (at, c) in (0..MAX_EDIT).zip(&chars) {
            if let Some(place) = places.get_mut(*c as usize) {
                *place |= 1 << at;
            }
        }
        let mut stems = <[[Vec<u8>; 2]; 2]>::default();
        if chars.len() >= MIN_STEM {
            for (class, stems) in [Class::English, Class::French].into_iter().zip(&mut stems) {
                *stems = [stem(class, marked), stem(class, plain)];
            }
        }
        let mut core = look(plain);
        for stem in stems.iter().flatten() {
            core &= look(kept(stem));
        }
        Self {
            plain: plain.to_vec(),
            marked: marked.to_vec(),
            look: look(plain),
            core: core & LETTERS,
            chars,
            places,
            is_start,
            edits,
            stems,
        }
    }

    /// Whether it is the same word.
    pub(super) fn is(&self, marked: &[u8]) -> bool {
        self.marked == marked
    }

    /// Whether a word with this [`look`] may match at all.
    pub(super) fn may(&self, look: u32, reach: Reach) -> bool {
        let is_first = look >> FIRST_SHIFT == self.look >> FIRST_SHIFT;
        let missing = (self.look & !look & LETTERS).count_ones();
        match reach {
            Reach::Exact => is_first && missing == 0,
            Reach::Near => is_first && self.core & !look == 0,
            Reach::Loose if is_first => missing <= 2 || self.core & !look == 0,
            // The first letter is a mistake, so the word is whole.
            Reach::Loose => {
                let more = (look & !self.look & LETTERS).count_ones();
                missing.max(more) as usize <= self.edits
            }
        }
    }

    /// What mistakes there may be in it; none if there may be no mistakes.
    pub(super) fn slip(&self) -> Option<Slip> {
        (self.edits > 0).then(|| Slip {
            letters: self.look & LETTERS,
            first: look(self.plain.get(..1).unwrap_or_default()) & LETTERS,
            length: self.chars.len() as u32,
            edits: self.edits as u32,
            is_start: self.is_start && self.chars.len() >= MIN_BEGIN_EDITS,
        })
    }

    /// What words of the same stem have for their stem.
    pub(super) fn stems(&self) -> impl Iterator<Item = &[u8]> {
        let stems = self.stems.iter().flatten().map(Vec::as_slice);
        stems.filter(|stem| stem.len() >= MIN_STEM)
    }

    /// Whether it is so long that words of a few letters more may be other forms of it.
    pub(super) fn is_long(&self) -> bool {
        self.chars.len() >= MIN_BEGIN
    }

    /// Its letters, without accents.
    pub(super) fn plain(&self) -> &[u8] {
        &self.plain
    }

    /// How well a word matches, if it does. `may_begin` says whether one may that only begins so.
    pub(super) fn grade(
        &self,
        plain: &[u8],
        marked: &[u8],
        reach: Reach,
        may_begin: bool,
    ) -> Option<Grade> {
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
            if is_start && may_begin {
                let worth = 6 + 7 * self.plain.len() / plain.len();
                return all(0, worth as u8);
            }
        }
        if reach == Reach::Exact || (reach == Reach::Near && plain.first() != self.plain.first()) {
            return None;
        }
        if let Some(grade) = self.stemmed(plain, marked, may_begin) {
            return Some(grade);
        }
        if reach == Reach::Loose && self.edits > 0 {
            return self.mistaken(plain);
        }
        None
    }

    fn stemmed(&self, plain: &[u8], marked: &[u8], may_begin: bool) -> Option<Grade> {
        let mut worth = [0; 3];
        let classes = [Class::English, Class::French];
        for ((class, stems), worth) in classes.into_iter().zip(&self.stems).zip(&mut worth) {
            let is_same = [marked, plain].iter().zip(stems).any(|(word, own)| {
                let is_near = word.len() <= own.len() + MAX_ENDING && word.len() + 2 >= own.len();
                let is_stem = own.len() >= MIN_STEM && plain.starts_with(kept(own));
                is_near && is_stem && stem(class, word) == *own
            });
            if is_same {
                *worth = STEM;
            }
        }
        let rest = plain.strip_prefix(&*self.plain);
        let is_begun = rest.is_some_and(|rest| text(rest).chars().count() <= 3);
        if is_begun && may_begin && self.chars.len() >= MIN_BEGIN {
            let [_, _, other] = &mut worth;
            *other = STEM;
        }
        // What begins with the word holds it, however it goes on.
        let tier = u8::from(rest.is_none());
        (worth != [0; 3]).then_some(Grade { tier, worth })
    }

    fn mistaken(&self, plain: &[u8]) -> Option<Grade> {
        let most = self.edits;
        let is_start = self.is_start
            && self.chars.len() >= MIN_BEGIN_EDITS
            && plain.first() == self.plain.first();
        let (whole, start) = self.distances(plain, is_start)?;
        let start = if is_start { start } else { usize::MAX };
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

    /// How many edits lead to a word, and to its nearest beginning: letters that are dropped, added,
    /// changed or swapped with their neighbour (the optimal string alignment). `None` where there
    /// must be too many.
    ///
    /// All letters of the pattern are looked at together, a bit each: Hyyrö, *A bit-vector algorithm
    /// for computing Levenshtein and Damerau edit distances*, 2003.
    fn distances(&self, plain: &[u8], is_start: bool) -> Option<(usize, usize)> {
        let length = self.chars.len();
        // A letter is one to four bytes.
        let least = self.plain.len().saturating_sub(4 * self.edits);
        let is_far = plain.len() < least || plain.len() > 4 * (length + self.edits);
        let is_ascii = self.plain.len() == length && plain.is_ascii();
        let is_long = is_ascii && plain.len() > length + self.edits;
        let is_short = is_ascii && plain.len() + self.edits < length;
        if is_short || (!is_start && (is_far || is_long)) {
            return None;
        }
        let last = 1_u32.checked_shl(length as u32 - 1)?;
        let (mut up, mut down, mut equal, mut before) = (!0_u32, 0_u32, 0_u32, 0_u32);
        let mut distance = length;
        let mut start = length;
        // What comes later in a longer word is nothing to its beginning.
        let end = if is_start {
            length + self.edits
        } else {
            MAX_EDIT + 1
        };
        for c in text(plain).chars().take(end) {
            let own = match self.places.get(c as usize) {
                Some(places) => *places,
                None => self.places_of(c),
            };
            let swapped = (!equal & own) << 1 & before;
            equal = ((own & up).wrapping_add(up) ^ up) | own | down | swapped;
            let right = down | !(equal | up);
            let left = equal & up;
            distance += usize::from(right & last != 0);
            distance -= usize::from(left & last != 0);
            start = start.min(distance);
            let right = right << 1 | 1;
            up = left << 1 | !(equal | right);
            down = right & equal;
            before = own;
        }
        let is_whole = !is_start || plain.len() <= end;
        Some((if is_whole { distance } else { usize::MAX }, start))
    }

    /// Where a letter stands that is not ASCII.
    fn places_of(&self, c: char) -> u32 {
        let letters = self.chars.iter().take(MAX_EDIT).rev();
        letters.fold(0, |places, own| places << 1 | u32::from(*own == c))
    }
}

/// What words of a stem begin with: only its end may differ from theirs, as in *happy*, *happier*.
fn kept(stem: &[u8]) -> &[u8] {
    let length = match stem.len() {
        length @ 0..=4 => length.saturating_sub(1),
        length => length - 2,
    };
    stem.get(..length).unwrap_or_default()
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
    let words = Words::of(&stem);
    words.letters(&stem, 0, &mut ROOM.clone()).0.to_vec()
}

/// A word's letters as text.
pub(super) fn text(word: &[u8]) -> &str {
    std::str::from_utf8(word).unwrap_or_default()
}
