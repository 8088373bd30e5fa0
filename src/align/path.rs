//! The best way through two texts, bead by bead: dynamic programming over pairs of places.

use super::{
    band::Band,
    score::{self, Piece},
};
use crate::bundle::Bead;

/// The kinds of bead, by blocks on the left and on the right. Where two ways are equally good, the
/// one whose bead comes first here is taken.
const BEADS: [(usize, usize); 6] = [(1, 1), (1, 0), (0, 1), (1, 2), (2, 1), (2, 2)];
/// Worse than any way.
const NO_WAY: i32 = i32::MIN / 4;

/// The best way.
pub(super) struct Path {
    pub(super) beads: Vec<Bead>,
    /// It comes to the edge of the band; a better one may lie behind it.
    pub(super) is_pressed: bool,
    /// The characters of what has a counterpart.
    pub(super) lengths: (f32, f32),
}

/// A pair of places.
#[derive(Clone, Copy)]
struct Cell {
    /// What the beads that begin here score, in the order of [`BEADS`].
    scores: [i32; 6],
    /// The best way from the beginning to here, and from here to the end.
    before: i32,
    after: i32,
    /// The bead that the best way to here ends with.
    last: (u8, u8),
}

/// Finds the best way through both sides, which are given as pieces of one and of two blocks in
/// turn. `weights` are those of signs by number; `ratio` is the logarithm of how long the right side
/// is, for one of the left.
pub(super) fn best(sides: &[Vec<Piece>; 2], band: &Band, weights: &[i32], ratio: f32) -> Path {
    let [lefts, rights] = sides;
    let (left, right) = (lefts.len() / 2, rights.len() / 2);
    let none = Cell {
        scores: [NO_WAY; 6],
        before: NO_WAY,
        after: NO_WAY,
        last: (0, 0),
    };
    let mut cells = vec![none; band.cells];
    if let Some(first) = cells.first_mut() {
        first.before = 0;
    }
    // For each sign: 1 if the block on the left has it, 2 if only the next one has.
    let mut marks = vec![0_u8; weights.len()];
    for i in 0..left + 1 {
        mark(&mut marks, lefts, 2 * i + 1, 2);
        mark(&mut marks, lefts, 2 * i, 1);
        for j in band.row(i) {
            let Some(here) = band.cell(i, j) else {
                continue;
            };
            let before = cells.get(here).map_or(NO_WAY, |cell| cell.before);
            for (kind, (a, b)) in BEADS.into_iter().enumerate() {
                let Some(end) = band.cell(i + a, j + b) else {
                    continue;
                };
                let (own, other) = (
                    lefts.get((2 * i + a).wrapping_sub(1)),
                    rights.get((2 * j + b).wrapping_sub(1)),
                );
                let score = match (own, other) {
                    (_, Some(piece)) if a == 0 => score::alone(piece),
                    (Some(piece), _) if b == 0 => score::alone(piece),
                    (Some(own), Some(other)) => {
                        let mut shared = 0;
                        for sign in &other.signs {
                            let mark = marks.get(*sign as usize).copied().unwrap_or(0);
                            if mark > 0 && usize::from(mark) <= a {
                                shared += weights.get(*sign as usize).copied().unwrap_or(0);
                            }
                        }
                        score::pair(own, other, a + b, shared, ratio)
                    }
                    _ => continue,
                };
                if let Some(slot) = cells
                    .get_mut(here)
                    .and_then(|cell| cell.scores.get_mut(kind))
                {
                    *slot = score;
                }
                if let Some(end) = cells.get_mut(end)
                    && end.before < before + score
                {
                    end.before = before + score;
                    end.last = (a as u8, b as u8);
                }
            }
        }
        mark(&mut marks, lefts, 2 * i + 1, 0);
        mark(&mut marks, lefts, 2 * i, 0);
    }
    let ways = backward(&mut cells, band, left, right);
    trace(&cells, &ways, band, sides)
}

/// Marks the signs of a piece.
fn mark(marks: &mut [u8], pieces: &[Piece], at: usize, mark: u8) {
    for sign in pieces.get(at).map_or(&[][..], |piece| &piece.signs) {
        if let Some(slot) = marks.get_mut(*sign as usize) {
            *slot = mark;
        }
    }
}

/// For each block, those of the left before those of the right: the two best ways that differ in the
/// bead that holds it.
fn backward(cells: &mut [Cell], band: &Band, left: usize, right: usize) -> Vec<(i32, i32)> {
    let mut ways = vec![(NO_WAY, NO_WAY); left + right];
    if let Some(last) = cells.last_mut() {
        last.after = 0;
    }
    let mut i = left + 1;
    while i > 0 {
        i -= 1;
        let row = band.row(i);
        let mut j = row.end;
        while j > row.start {
            j -= 1;
            let Some(at) = band.cell(i, j) else { continue };
            let Some(mut here) = cells.get(at).copied() else {
                continue;
            };
            for ((a, b), score) in BEADS.into_iter().zip(here.scores) {
                let end = band.cell(i + a, j + b).and_then(|end| cells.get(end));
                let after = score + end.map_or(NO_WAY, |end| end.after);
                here.after = here.after.max(after);
                let whole = here.before + after;
                for (start, count) in [(i, a), (left + j, b)] {
                    for held in start..start + count {
                        if let Some(way) = ways.get_mut(held) {
                            if whole > way.0 {
                                *way = (whole, way.0);
                            } else if whole > way.1 {
                                way.1 = whole;
                            }
                        }
                    }
                }
            }
            if let Some(cell) = cells.get_mut(at) {
                *cell = here;
            }
        }
    }
    ways
}

/// The beads of the best way, from the end to the beginning and then turned round.
fn trace(cells: &[Cell], ways: &[(i32, i32)], band: &Band, sides: &[Vec<Piece>; 2]) -> Path {
    let [lefts, rights] = sides;
    let (left, right) = (lefts.len() / 2, rights.len() / 2);
    let (mut i, mut j) = (left, right);
    let mut path = Path {
        beads: Vec::new(),
        is_pressed: false,
        lengths: (0.0, 0.0),
    };
    // Each pair of places on the way was come to by a bead; the first by none.
    while let Some(cell) = band.cell(i, j).and_then(|cell| cells.get(cell))
        && cell.last != (0, 0)
    {
        path.is_pressed |= band.is_edge(i, j);
        let ends = (i as u32, j as u32);
        let (a, b) = (usize::from(cell.last.0), usize::from(cell.last.1));
        (i, j) = (i - a, j - b);
        let held = if a > 0 { i } else { left + j };
        let way = ways.get(held).copied().unwrap_or_default();
        path.beads.push(Bead {
            left: i as u32..ends.0,
            right: j as u32..ends.1,
            confidence: score::sureness(way.0.saturating_sub(way.1)),
        });
        let piece = |pieces: &[Piece], at: usize| pieces.get(at).map_or(0.0, |piece| piece.length);
        if a > 0 && b > 0 {
            path.lengths.0 += piece(lefts, 2 * i + a - 1);
            path.lengths.1 += piece(rights, 2 * j + b - 1);
        }
    }
    path.beads.reverse();
    path
}
