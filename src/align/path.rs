//! The best way through two texts, bead by bead: dynamic programming over pairs of places.

use super::{
    band::Band,
    block::Block,
    score::{self, NO_WAY},
};
use crate::bundle::Bead;

/// The kinds of bead, by blocks on the left and on the right. Where two ways are equally good, the
/// one whose bead comes first here is taken.
const BEADS: [(usize, usize); 6] = [(1, 1), (1, 0), (0, 1), (1, 2), (2, 1), (2, 2)];

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
    places: (u32, u32),
    /// What the beads that begin here score, in the order of [`BEADS`], and the cells they lead to.
    steps: [(i32, usize); 6],
    /// The best way from the beginning to here, and from here to the end.
    before: i32,
    after: i32,
    /// The cell that the best way to here comes from.
    from: usize,
}

/// Finds the best way through both sides, which are given as blocks and as two blocks in turn.
/// `weights` are those of signs by number; `ratio` is the logarithm of how long the right side is,
/// for one of the left.
pub(super) fn best(sides: &[Vec<Block>; 2], band: &Band, weights: &[i32], ratio: f32) -> Path {
    let [lefts, rights] = sides;
    let mut cells = score(sides, band, weights, ratio);
    for at in 0..cells.len() {
        let Some(here) = cells.get(at).copied() else {
            break;
        };
        for (score, end) in here.steps {
            if let Some(end) = cells.get_mut(end)
                && end.before < here.before + score
            {
                end.before = here.before + score;
                end.from = at;
            }
        }
    }
    let ways = backward(&mut cells, lefts.len() / 2, rights.len() / 2);
    // From the end to the beginning, which comes from nowhere; then turned round.
    let mut path = Path {
        beads: Vec::new(),
        is_pressed: false,
        lengths: (0.0, 0.0),
    };
    let mut here = cells.last();
    while let Some(end) = here
        && let Some(start) = cells.get(end.from)
    {
        let (left, right) = (start.places.0..end.places.0, start.places.1..end.places.1);
        path.is_pressed |= band.is_edge(end.places.0 as usize, end.places.1 as usize);
        let held = if left.is_empty() {
            lefts.len() / 2 + right.start as usize
        } else {
            left.start as usize
        };
        let (best, next) = ways.get(held).copied().unwrap_or_default();
        if !left.is_empty() && !right.is_empty() {
            path.lengths.0 += lefts
                .get(index(left.start, left.len()))
                .map_or(0.0, |block| block.length);
            path.lengths.1 += rights
                .get(index(right.start, right.len()))
                .map_or(0.0, |block| block.length);
        }
        path.beads.push(Bead {
            left,
            right,
            confidence: score::sureness(best.saturating_sub(next)),
        });
        here = Some(start);
    }
    path.beads.reverse();
    path
}

/// Where so many blocks from a place on stand as one.
fn index(place: u32, count: usize) -> usize {
    2 * place as usize + usize::from(count == 2)
}

/// All cells, by rows, with what beads score from each.
fn score(sides: &[Vec<Block>; 2], band: &Band, weights: &[i32], ratio: f32) -> Vec<Cell> {
    let [lefts, rights] = sides;
    let mut cells = Vec::with_capacity(band.cells);
    // For each sign: 1 if the block on the left has it, 2 if only the next one has.
    let mut marks = vec![0_usize; weights.len()];
    for i in 0..lefts.len() / 2 + 1 {
        mark(&mut marks, lefts.get(2 * i + 1), 2);
        mark(&mut marks, lefts.get(2 * i), 1);
        for j in band.row(i) {
            let mut cell = Cell {
                places: (i as u32, j as u32),
                steps: [(NO_WAY, usize::MAX); 6],
                before: if i + j == 0 { 0 } else { NO_WAY },
                after: NO_WAY,
                from: usize::MAX,
            };
            for ((a, b), step) in BEADS.into_iter().zip(&mut cell.steps) {
                let Some(end) = band.cell(i + a, j + b) else {
                    continue;
                };
                let left = lefts.get(index(i as u32, a)).filter(|_| a > 0);
                let right = rights.get(index(j as u32, b)).filter(|_| b > 0);
                let score = match (left, right) {
                    (Some(left), Some(right)) => {
                        let mut shared = 0;
                        for sign in &right.signs {
                            let mark = marks.get(*sign as usize).copied().unwrap_or(0);
                            if mark > 0 && mark <= a {
                                shared += weights.get(*sign as usize).copied().unwrap_or(0);
                            }
                        }
                        score::pair(left, right, a + b, shared, ratio)
                    }
                    (Some(alone), None) | (None, Some(alone)) => score::alone(alone),
                    (None, None) => continue,
                };
                *step = (score, end);
            }
            cells.push(cell);
        }
        mark(&mut marks, lefts.get(2 * i + 1), 0);
        mark(&mut marks, lefts.get(2 * i), 0);
    }
    cells
}

/// Marks the signs of a block.
fn mark(marks: &mut [usize], block: Option<&Block>, mark: usize) {
    for sign in block.map_or(&[][..], |block| &block.signs) {
        if let Some(slot) = marks.get_mut(*sign as usize) {
            *slot = mark;
        }
    }
}

/// For each block, those of the left before those of the right: the two best ways that differ in the
/// bead that holds it.
fn backward(cells: &mut [Cell], left: usize, right: usize) -> Vec<(i32, i32)> {
    let mut ways = vec![(NO_WAY, NO_WAY); left + right];
    if let Some(last) = cells.last_mut() {
        last.after = 0;
    }
    let mut at = cells.len();
    while let Some(mut here) = at.checked_sub(1).and_then(|at| cells.get(at)).copied() {
        at -= 1;
        let (i, j) = (here.places.0 as usize, left + here.places.1 as usize);
        for ((score, end), (a, b)) in here.steps.into_iter().zip(BEADS) {
            let Some(end) = cells.get(end) else { continue };
            let after = score + end.after;
            here.after = here.after.max(after);
            let whole = here.before + after;
            for (start, count) in [(i, a), (j, b)] {
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
    ways
}
