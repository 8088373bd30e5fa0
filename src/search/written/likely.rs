//! All words → files in which those stand together that a slip may turn into each other.
//!
//! A slip of one letter takes away one kind of letter at the most, and brings in one. So what the
//! words of a file have in common tells whether it can hold a word that was meant. Files are made by
//! cutting what is too large in two, by a letter, the first letter or the length: by whatever would
//! let some words with slips pass the most of it by.

use super::{
    super::matching::{Slip, look, text},
    bytes::{Bytes, put, put_hash, put_word},
};

/// What words have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bounds {
    /// The letters that all have, and those that any has: see [`look`].
    every: u32,
    any: u32,
    /// The letters that any begins with.
    firsts: u32,
    /// The fewest and the most letters, up to 63.
    least: u32,
    most: u32,
}

impl Bounds {
    const NONE: Self = Self {
        every: !0,
        any: 0,
        firsts: 0,
        least: u32::MAX,
        most: 0,
    };

    fn add(&mut self, look: &Look) {
        self.every &= look.letters;
        self.any |= look.letters;
        self.firsts |= look.first;
        self.least = self.least.min(look.length);
        self.most = self.most.max(look.length);
    }

    /// Whether there may be a word among them that was meant.
    pub(super) fn may_hold(&self, slip: &Slip) -> bool {
        let lacking = (slip.letters & !self.any).count_ones();
        if lacking > slip.edits || self.most + slip.edits < slip.length.min(63) {
            return false;
        }
        let more = (self.every & !slip.letters).count_ones();
        let is_whole = more <= slip.edits && self.least <= slip.length + slip.edits;
        is_whole || (slip.is_start && self.firsts & slip.first != 0)
    }

    pub(super) fn put(&self, out: &mut Vec<u8>, hash: u64) {
        for number in [self.every, self.any & !self.every, self.firsts] {
            put(out, number.into());
        }
        out.extend_from_slice(&[self.least as u8, self.most as u8]);
        put_hash(out, hash);
    }

    pub(super) fn read(bytes: &mut Bytes<'_>) -> Option<(Self, u64)> {
        let (every, any, firsts) = (bytes.number()?, bytes.number()?, bytes.number()?);
        let bounds = Self {
            every,
            any: any | every,
            firsts,
            least: bytes.byte()?.into(),
            most: bytes.byte()?.into(),
        };
        Some((bounds, bytes.hash()?))
    }
}

/// Reads the words of a file.
pub(super) fn read(bytes: &[u8]) -> Option<Vec<Box<[u8]>>> {
    let mut bytes = Bytes(bytes);
    let mut word = Vec::new();
    let mut words = Vec::new();
    for _ in 0..bytes.count()? {
        bytes.word(&mut word)?;
        words.push(word.as_slice().into());
    }
    Some(words)
}

/// What counts of a word.
#[derive(Debug, Clone, Copy)]
struct Look {
    letters: u32,
    first: u32,
    length: u32,
}

impl Look {
    fn of(word: &[u8]) -> Self {
        Self {
            letters: look(word) & super::super::matching::LETTERS,
            first: look(word.get(..1).unwrap_or_default()) & super::super::matching::LETTERS,
            length: text(word).chars().count().min(63) as u32,
        }
    }

    /// On which side of a cut it is.
    fn is_on(&self, cut: Cut) -> bool {
        match cut {
            Cut::Has(letter) => self.letters >> letter & 1 == 1,
            Cut::First(letter) => self.first >> letter == 0,
            Cut::Length(length) => self.length > length,
        }
    }
}

/// How words may be parted: by a letter that some have, by what their first letter comes before,
/// by their length.
#[derive(Debug, Clone, Copy)]
enum Cut {
    Has(u32),
    First(u32),
    Length(u32),
}

/// The words with slips that cuts are tried with.
const SLIPS: usize = 240;
/// So many words of a file are looked at, at the least, to choose a cut.
const LOOKED_AT: usize = 2_000;

/// A file that is not cut yet: its words, and the slips that would want it.
type Pile = (Vec<u32>, Vec<Slip>);

/// Parts sorted words, of three letters or more each; `slip` makes of a word one with a slip. Gives
/// what the words of each file have in common, and the file.
pub(super) fn files(
    words: &[&[u8]],
    slip: &dyn Fn(&[u8]) -> Option<Slip>,
) -> Vec<(Bounds, Vec<u8>)> {
    let looks: Vec<Look> = words.iter().map(|word| Look::of(word)).collect();
    let size = |list: &[u32]| -> usize {
        let words = list.iter().filter_map(|at| words.get(*at as usize));
        words.map(|word| word.len() / 2 + 2).sum()
    };
    let all: Vec<u32> = (0..words.len() as u32).collect();
    let most = (size(&all) / 64).clamp(12_000, 40_000);
    let step = words.len() / SLIPS + 1;
    let slips = words.iter().step_by(step).filter_map(|word| slip(word));
    let mut piles: Vec<Pile> = vec![(all, slips.collect())];
    let mut files = Vec::new();
    while let Some((list, slips)) = piles.pop() {
        let look = |at: &u32| looks.get(*at as usize);
        let halves = if size(&list) > most {
            halves(&list, &look, &slips)
        } else {
            None
        };
        let bounds = |list: &[u32]| {
            let mut bounds = Bounds::NONE;
            list.iter()
                .filter_map(look)
                .for_each(|look| bounds.add(look));
            bounds
        };
        if let Some(halves) = halves {
            for half in halves {
                let bounds = bounds(&half);
                let slips = slips.iter().filter(|slip| bounds.may_hold(slip)).copied();
                let slips = slips.collect();
                piles.push((half, slips));
            }
            continue;
        }
        if list.is_empty() {
            continue;
        }
        let mut file = Vec::new();
        put(&mut file, list.len() as u64);
        let mut before: &[u8] = b"";
        for word in list.iter().filter_map(|at| words.get(*at as usize)) {
            put_word(&mut file, before, word);
            before = word;
        }
        files.push((bounds(&list), file));
    }
    files
}

/// The two halves of the cut that the slips want the least of.
fn halves<'a>(
    list: &[u32],
    look: &dyn Fn(&u32) -> Option<&'a Look>,
    slips: &[Slip],
) -> Option<[Vec<u32>; 2]> {
    let letters = (0..27).map(Cut::Has);
    let firsts = (1..27).map(Cut::First);
    let lengths = (3..24).map(Cut::Length);
    let sample = list.iter().step_by(list.len() / LOOKED_AT + 1);
    let sample: Vec<&Look> = sample.filter_map(look).collect();
    let mut best: Option<(usize, Cut)> = None;
    for cut in letters.chain(firsts).chain(lengths) {
        let mut sides = [(Bounds::NONE, 0_usize); 2];
        for look in &sample {
            if let Some((bounds, count)) = sides.get_mut(usize::from(look.is_on(cut))) {
                bounds.add(look);
                *count += 1;
            }
        }
        if sides.iter().any(|side| side.1 < sample.len() / 16 + 1) {
            continue;
        }
        let cost = |(bounds, count): &(Bounds, usize)| {
            count * slips.iter().filter(|slip| bounds.may_hold(slip)).count()
        };
        let cost = sides.iter().map(cost).sum();
        if best.is_none_or(|(least, _)| cost < least) {
            best = Some((cost, cut));
        }
    }
    let (_, cut) = best?;
    let is_on = |at: &u32| look(at).is_some_and(|look| look.is_on(cut));
    let (one, other) = list.iter().partition(|at| is_on(at));
    Some([one, other])
}
