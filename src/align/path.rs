//! The best way through two texts, bead by bead: dynamic programming over pairs of places.

use std::ops::Range;

use super::{
    band::Band,
    score::{self, Piece},
};

/// The kinds of bead, by blocks on the left and on the right. Where two ways are equally good, the
/// one whose bead comes first here is taken.
const BEADS: [(usize, usize); 6] = [(1, 1), (1, 0), (0, 1), (1, 2), (2, 1), (2, 2)];
/// Worse than any way.
const NO_WAY: i32 = i32::MIN / 2;

/// One side, as pieces of one block and of two.
pub(super) struct Side {
    pub(super) one: Vec<Piece>,
    pub(super) two: Vec<Piece>,
}

impl Side {
    fn piece(&self, at: usize, blocks: usize) -> Option<&Piece> {
        if blocks == 2 {
            self.two.get(at)
        } else {
            self.one.get(at)
        }
    }
}

/// One bead of the best way.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Step {
    pub(super) left: Range<usize>,
    pub(super) right: Range<usize>,
    /// How much better the way is than the best without this bead.
    pub(super) margin: i32,
}

/// The best way.
pub(super) struct Path {
    pub(super) steps: Vec<Step>,
    /// It comes to the edge of the band; a better one may lie behind it.
    pub(super) is_pressed: bool,
}

/// What the beads that begin at each pair of places score, in the order of [`BEADS`], and the best
/// way to each.
struct Table<'a> {
    sides: [&'a Side; 2],
    band: &'a Band,
    pairs: Vec<[i16; 4]>,
    best: Vec<i32>,
}

/// Finds the best way through both sides. `signs` is how many numbers signs have, `ratio` the
/// logarithm of how long the right side is, for one of the left.
pub(super) fn best(sides: [&Side; 2], band: &Band, signs: usize, ratio: f32) -> Path {
    let mut table = Table {
        sides,
        band,
        pairs: vec![[0; 4]; band.cells],
        best: vec![NO_WAY; band.cells],
    };
    table.score(signs, ratio);
    table.forward();
    let margins = table.backward();
    table.trace(&margins)
}

impl Table<'_> {
    fn ends(&self) -> (usize, usize) {
        let [left, right] = self.sides;
        (left.one.len(), right.one.len())
    }

    /// Scores the beads with blocks on both sides.
    fn score(&mut self, signs: usize, ratio: f32) {
        let [left, right] = self.sides;
        // For each sign: 1 if the block on the left has it, 2 if only the next one has.
        let mut marks = vec![0_u8; signs];
        for i in 0..left.one.len() {
            let (one, two) = (left.one.get(i), left.two.get(i));
            set(&mut marks, two, 2);
            set(&mut marks, one, 1);
            for j in self.band.row(i) {
                let mut shared = [[0; 2]; 2];
                for (piece, shared) in [right.one.get(j), right.two.get(j)]
                    .into_iter()
                    .zip(&mut shared)
                {
                    let [by_one, by_two] = shared;
                    for (number, weight) in piece.map_or(&[][..], |piece| &piece.signs) {
                        match marks.get(*number as usize) {
                            Some(1) => *by_one += weight,
                            Some(2) => *by_two += weight,
                            _ => {}
                        }
                    }
                    *by_two += *by_one;
                }
                let [[s11, s21], [s12, s22]] = shared;
                let cell = self
                    .band
                    .cell(i, j)
                    .and_then(|cell| self.pairs.get_mut(cell));
                let Some([p11, p12, p21, p22]) = cell else {
                    continue;
                };
                for (slot, a, b, shared) in [
                    (p11, 1, 1, s11),
                    (p12, 1, 2, s12),
                    (p21, 2, 1, s21),
                    (p22, 2, 2, s22),
                ] {
                    if let (Some(a_piece), Some(b_piece)) =
                        (if a == 2 { two } else { one }, right.piece(j, b))
                    {
                        let score = score::pair(a_piece, b_piece, (a, b), shared, ratio);
                        *slot = score.clamp(-30_000, 30_000) as i16;
                    }
                }
            }
            set(&mut marks, two, 0);
            set(&mut marks, one, 0);
        }
    }

    /// What a bead that begins here scores, and where it ends, as the number of a pair of places.
    fn bead(&self, i: usize, j: usize, (a, b): (usize, usize)) -> Option<(i32, usize)> {
        let [left, right] = self.sides;
        let end = self.band.cell(i + a, j + b)?;
        let [p11, p12, p21, p22] = *self.pairs.get(self.band.cell(i, j)?)?;
        let score = match (a, b) {
            (_, 0) => score::alone(left.one.get(i)?),
            (0, _) => score::alone(right.one.get(j)?),
            (1, 1) => p11.into(),
            (1, _) => p12.into(),
            (_, 1) => p21.into(),
            _ => p22.into(),
        };
        let (ends_left, ends_right) = self.ends();
        (i + a <= ends_left && j + b <= ends_right).then_some((score, end))
    }

    fn best_at(&self, cell: usize) -> i32 {
        self.best.get(cell).copied().unwrap_or(NO_WAY)
    }

    /// The best way to each pair of places.
    fn forward(&mut self) {
        if let Some(first) = self.best.first_mut() {
            *first = 0;
        }
        for i in 0..=self.ends().0 {
            for j in self.band.row(i) {
                let here = self
                    .band
                    .cell(i, j)
                    .map_or(NO_WAY, |cell| self.best_at(cell));
                for kind in BEADS {
                    if let Some((score, end)) = self.bead(i, j, kind)
                        && let Some(best) = self.best.get_mut(end)
                    {
                        *best = (*best).max(here + score);
                    }
                }
            }
        }
    }

    /// For each block of each side, how much better the best way is than the best one in which
    /// another bead holds it.
    fn backward(&self) -> [Vec<i32>; 2] {
        let (left, right) = self.ends();
        // The two best ways by the beads that hold each block.
        let mut ways = [vec![(NO_WAY, NO_WAY); left], vec![(NO_WAY, NO_WAY); right]];
        let mut rest = vec![NO_WAY; self.band.cells];
        if let Some(last) = rest.last_mut() {
            *last = 0;
        }
        for i in (0..=left).rev() {
            for j in self.band.row(i).rev() {
                let Some(cell) = self.band.cell(i, j) else {
                    continue;
                };
                let here = self.best_at(cell);
                for kind in BEADS {
                    let Some((score, end)) = self.bead(i, j, kind) else {
                        continue;
                    };
                    let onward = score + rest.get(end).copied().unwrap_or(NO_WAY);
                    if let Some(rest) = rest.get_mut(cell) {
                        *rest = (*rest).max(onward);
                    }
                    let [lefts, rights] = &mut ways;
                    for (ways, at, count) in [(lefts, i, kind.0), (rights, j, kind.1)] {
                        for way in ways.iter_mut().skip(at).take(count) {
                            let whole = here + onward;
                            if whole > way.0 {
                                *way = (whole, way.0);
                            } else if whole > way.1 {
                                way.1 = whole;
                            }
                        }
                    }
                }
            }
        }
        ways.map(|ways| {
            ways.into_iter()
                .map(|(first, second)| first.saturating_sub(second))
                .collect()
        })
    }

    /// The beads of the best way, from the end to the beginning and then turned round.
    fn trace(&self, [lefts, rights]: &[Vec<i32>; 2]) -> Path {
        let (mut i, mut j) = self.ends();
        let end = j;
        let mut path = Path {
            steps: Vec::new(),
            is_pressed: false,
        };
        'way: while i > 0 || j > 0 {
            path.is_pressed |= self.band.is_edge(i, j, end);
            let here = self
                .band
                .cell(i, j)
                .map_or(NO_WAY, |cell| self.best_at(cell));
            for (a, b) in BEADS {
                let (Some(before_i), Some(before_j)) = (i.checked_sub(a), j.checked_sub(b)) else {
                    continue;
                };
                let before = self
                    .band
                    .cell(before_i, before_j)
                    .map_or(NO_WAY, |cell| self.best_at(cell));
                if let Some((score, _)) = self.bead(before_i, before_j, (a, b))
                    && before + score == here
                {
                    let margin = if a > 0 {
                        lefts.get(before_i)
                    } else {
                        rights.get(before_j)
                    };
                    path.steps.push(Step {
                        left: before_i..i,
                        right: before_j..j,
                        margin: margin.copied().unwrap_or(0),
                    });
                    (i, j) = (before_i, before_j);
                    continue 'way;
                }
            }
            // Not reached: each pair on the way was come to by a bead.
            break;
        }
        path.steps.reverse();
        path
    }
}

/// Marks the signs of a piece.
fn set(marks: &mut [u8], piece: Option<&Piece>, mark: u8) {
    for (number, _) in piece.map_or(&[][..], |piece| &piece.signs) {
        if let Some(slot) = marks.get_mut(*number as usize) {
            *slot = mark;
        }
    }
}
