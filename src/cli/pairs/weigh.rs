//! Two texts in two languages → how much of what they say is the same, block by block.
//!
//! A mark counts by how rare it is in both languages (idf, Spärck Jones 1972). The blocks are put
//! in order beside each other by dynamic programming; what two texts have in common in the same
//! places makes a translation, what they have in common anywhere makes only a subject.

use std::collections::{HashMap, HashSet};

use super::marks::{Bag, Kind, Marks, Piece, sum};
use crate::markdown::outline::Kind as BlockKind;

/// A text in one language.
#[derive(Debug, Clone)]
pub(super) struct Text {
    pub(super) language: String,
    pub(super) pieces: Vec<Piece>,
    /// All pieces together.
    pub(super) bag: Bag,
    pub(super) length: f64,
}

impl Text {
    pub(super) fn new(language: &str, pieces: Vec<Piece>) -> Self {
        let pieces = join_many(pieces);
        Self {
            language: language.to_owned(),
            bag: sum(pieces.iter().map(|piece| &piece.bag)),
            length: pieces.iter().map(|piece| piece.length).sum(),
            pieces,
        }
    }
}

/// A text of more blocks is compared in larger pieces.
const MANY: usize = 150;

fn join_many(pieces: Vec<Piece>) -> Vec<Piece> {
    if pieces.len() <= MANY {
        return pieces;
    }
    let size = pieces.len().div_ceil(MANY);
    pieces
        .chunks(size)
        .map(|chunk| Piece {
            kind: BlockKind::Paragraph,
            items: chunk.iter().map(|piece| piece.items).sum(),
            length: chunk.iter().map(|piece| piece.length).sum(),
            bag: sum(chunk.iter().map(|piece| &piece.bag)),
            words: chunk
                .iter()
                .flat_map(|piece| &piece.words)
                .copied()
                .collect(),
        })
        .collect()
}

/// How much each mark tells between two languages.
#[derive(Debug)]
pub(super) struct Weights(Vec<f64>);

/// A mark that the other language does not have tells this share of what it might.
const FOREIGN: f64 = 0.5;

impl Weights {
    /// Weighs marks by the texts in the two languages.
    pub(super) fn new(left: &[&Text], right: &[&Text], marks: &Marks) -> Self {
        let frequencies = |texts: &[&Text]| {
            let mut counts = vec![0.0_f64; marks.all.len()];
            for (mark, _) in texts.iter().flat_map(|text| &text.bag) {
                if let Some(count) = counts.get_mut(*mark as usize) {
                    *count += 1.0;
                }
            }
            counts
        };
        let rarity =
            |count: f64, texts: usize| ((texts as f64 + 1.0) / (count + 0.5)).ln().max(0.0);
        let (l, r) = (frequencies(left), frequencies(right));
        let weights = l.iter().zip(&r).zip(&marks.all).map(|((l, r), mark)| {
            let weight = match (*l > 0.0, *r > 0.0) {
                (true, true) => (rarity(*l, left.len()) * rarity(*r, right.len())).sqrt(),
                (true, false) => FOREIGN * rarity(*l, left.len()),
                _ => FOREIGN * rarity(*r, right.len()),
            };
            weight
                * match mark.kind {
                    Kind::Link | Kind::Image => 1.3,
                    Kind::Code => 0.8,
                    Kind::Number | Kind::Word => 1.0,
                }
        });
        Self(weights.collect())
    }

    pub(super) fn of(&self, mark: u32) -> f64 {
        self.0.get(mark as usize).copied().unwrap_or_default()
    }

    pub(super) fn vector(&self, bag: &Bag) -> Bag {
        bag.iter()
            .map(|(mark, count)| (*mark, (1.0 + count.ln()) * self.of(*mark)))
            .filter(|(_, weight)| *weight > 0.0)
            .collect()
    }
}

pub(super) fn dot(left: &Bag, right: &Bag) -> f64 {
    let mut total = 0.0;
    let (mut left, mut right) = (left.iter().peekable(), right.iter().peekable());
    while let (Some((l, x)), Some((r, y))) = (left.peek(), right.peek()) {
        if l == r {
            total += x * y;
        }
        if l <= r {
            left.next();
        }
        if r <= l {
            right.next();
        }
    }
    total
}

fn square(bag: &Bag) -> f64 {
    bag.iter().map(|(_, weight)| weight * weight).sum()
}

/// Cosine of two bags, `0..=1`.
pub(super) fn cosine(left: &Bag, right: &Bag) -> f64 {
    let norm = (square(left) * square(right)).sqrt();
    if norm > 0.0 {
        dot(left, right) / norm
    } else {
        0.0
    }
}

/// What is the same in two texts.
#[derive(Debug, Clone, Default)]
pub(super) struct Likeness {
    /// What they share in corresponding blocks: the cosine of both, block by block, `0..=1`.
    pub(super) aligned: f64,
    /// How well the lengths of corresponding blocks agree, `0..=1`.
    pub(super) fit: f64,
    /// The share of both texts that is in corresponding blocks with much in common, `0..=1`.
    pub(super) covered: f64,
    /// The share of the different words of both that are alike in corresponding blocks, `0..=1`.
    pub(super) words: f64,
    /// Blocks that correspond one to one and are of the same kind.
    pub(super) same: usize,
    /// Blocks of the longer text.
    pub(super) blocks: usize,
    /// The shared marks that tell most, with what they tell.
    pub(super) shared: Vec<(u32, f64)>,
}

/// The steps of a bead: blocks of the left and of the right.
const STEPS: [(usize, usize); 5] = [(1, 1), (1, 0), (0, 1), (1, 2), (2, 1)];

/// Lays two texts beside each other.
pub(super) fn compare(left: &Text, right: &Text, weights: &Weights) -> Likeness {
    let vectors = |text: &Text| -> Vec<Bag> {
        text.pieces
            .iter()
            .map(|piece| weights.vector(&piece.bag))
            .collect()
    };
    let (l, r) = (vectors(left), vectors(right));
    let norm = (l.iter().map(square).sum::<f64>() * r.iter().map(square).sum::<f64>()).sqrt();
    let norm = if norm > 0.0 { norm } else { 1.0 };
    let table = Table {
        left,
        right,
        dots: l
            .iter()
            .map(|a| r.iter().map(|b| dot(a, b) / norm).collect())
            .collect(),
    };
    let mut likeness = Likeness {
        blocks: l.len().max(r.len()),
        ..Likeness::default()
    };
    for (i, j, step) in table.path() {
        let (Some(a), Some(b)) = (
            left.pieces.get(i..i + step.0),
            right.pieces.get(j..j + step.1),
        ) else {
            continue;
        };
        if a.is_empty() || b.is_empty() {
            continue;
        }
        let shared = table.shared(i, j, step);
        likeness.aligned += shared;
        let share = (table.share_left(a) + table.share_right(b)) / 2.0;
        likeness.fit += share * table.agreement(a, b);
        let bag = |bags: &[Bag], start: usize, length: usize| {
            sum(bags.get(start..start + length).unwrap_or_default().iter())
        };
        likeness.words += words(a, b);
        let likeness_here = cosine(&bag(&l, i, step.0), &bag(&r, j, step.1));
        // Below, blocks are alike by chance; above, by meaning.
        likeness.covered += share * ((likeness_here - 0.1) / 0.1).clamp(0.0, 1.0);
        let is_same = matches!((a, b), ([a], [b]) if a.kind == b.kind && a.items == b.items);
        likeness.same += usize::from(is_same);
    }
    let all = |text: &Text| -> usize { text.pieces.iter().map(|piece| piece.words.len()).sum() };
    likeness.words /= ((all(left) * all(right)) as f64).sqrt().max(1.0);
    likeness.shared = shared(&left.bag, &right.bag, weights);
    likeness
}

/// How many different words of some blocks are alike.
fn words(left: &[Piece], right: &[Piece]) -> f64 {
    let other: HashSet<u32> = right
        .iter()
        .flat_map(|piece| &piece.words)
        .copied()
        .collect();
    let own: HashSet<u32> = left
        .iter()
        .flat_map(|piece| &piece.words)
        .copied()
        .collect();
    own.intersection(&other).count() as f64
}

fn shared(left: &Bag, right: &Bag, weights: &Weights) -> Vec<(u32, f64)> {
    let other: HashMap<u32, f64> = right.iter().copied().collect();
    let mut shared: Vec<(u32, f64)> = left
        .iter()
        .filter(|(mark, _)| other.contains_key(mark))
        .map(|(mark, _)| (*mark, weights.of(*mark)))
        .collect();
    shared.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    shared
}

struct Table<'a> {
    left: &'a Text,
    right: &'a Text,
    /// What each two blocks share.
    dots: Vec<Vec<f64>>,
}

impl Table<'_> {
    fn shared(&self, i: usize, j: usize, step: (usize, usize)) -> f64 {
        let rows = self.dots.get(i..i + step.0).unwrap_or_default();
        rows.iter()
            .flat_map(|row| row.get(j..j + step.1).unwrap_or_default())
            .sum()
    }

    fn share_left(&self, pieces: &[Piece]) -> f64 {
        share(pieces, self.left)
    }

    fn share_right(&self, pieces: &[Piece]) -> f64 {
        share(pieces, self.right)
    }

    /// How well the lengths agree, each by its own text; `1` is the same.
    fn agreement(&self, a: &[Piece], b: &[Piece]) -> f64 {
        let (a, b) = (self.share_left(a), self.share_right(b));
        if a + b > 0.0 {
            1.0 - (a - b).abs() / (a + b)
        } else {
            0.5
        }
    }

    /// The best beads, in order.
    fn path(&self) -> Vec<(usize, usize, (usize, usize))> {
        let (n, m) = (self.left.pieces.len(), self.right.pieces.len());
        // The whole of the lengths weighs about as much as a few shared names.
        let bonus = 0.32 / (n + m).max(1) as f64;
        let mut best = vec![vec![(f64::MIN, (0, 0)); m + 1]; n + 1];
        if let Some(start) = best.first_mut().and_then(|row| row.first_mut()) {
            start.0 = 0.0;
        }
        for i in 0..=n {
            for j in 0..=m {
                let Some(here) = best.get(i).and_then(|row| row.get(j)).map(|cell| cell.0) else {
                    continue;
                };
                for step in STEPS {
                    let Some(a) = self.left.pieces.get(i..i + step.0) else {
                        continue;
                    };
                    let Some(b) = self.right.pieces.get(j..j + step.1) else {
                        continue;
                    };
                    let gain = if a.is_empty() || b.is_empty() {
                        0.0
                    } else {
                        let one = if step == (1, 1) { 1.0 } else { 0.5 };
                        let kind = match (a.first(), b.first()) {
                            (Some(a), Some(b)) if a.kind == b.kind => 1.0,
                            _ => 0.3,
                        };
                        self.shared(i, j, step) + bonus * one * kind * self.agreement(a, b)
                    };
                    let cell = best
                        .get_mut(i + step.0)
                        .and_then(|row| row.get_mut(j + step.1));
                    if let Some(cell) = cell.filter(|cell| here + gain > cell.0 + 1e-12) {
                        *cell = (here + gain, step);
                    }
                }
            }
        }
        let mut path = Vec::new();
        let (mut i, mut j) = (n, m);
        while i > 0 || j > 0 {
            let cell = best.get(i).and_then(|row| row.get(j));
            let Some((_, step)) = cell.copied().filter(|(_, step)| *step != (0, 0)) else {
                break;
            };
            i -= step.0.min(i);
            j -= step.1.min(j);
            path.push((i, j, step));
        }
        path.reverse();
        path
    }
}

/// How much of a text these pieces are; every block counts a little.
fn share(pieces: &[Piece], text: &Text) -> f64 {
    const BLOCK: f64 = 20.0;
    let own: f64 = pieces.iter().map(|piece| piece.length + BLOCK).sum();
    own / (text.length + BLOCK * text.pieces.len() as f64).max(1.0)
}
