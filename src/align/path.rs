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
#[derive(Default)]
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
    /// The best way from the beginning to here, and the best that comes by another bead.
    best: i32,
    next: i32,
    /// The bead that the best way comes by.
    bead: (usize, usize),
}

/// Finds the best way through both sides, which are given as blocks and as two blocks in turn.
/// `weights` are those of signs by number; `ratio` is the logarithm of how long the right side is,
/// for one of the left.
pub(super) fn best(sides: &[Vec<Block>; 2], band: &Band, weights: &[i32], ratio: f32) -> Path {
    let [lefts, rights] = sides;
    let cells = cells(sides, band, weights, ratio);
    // From the end to the beginning, where no bead leads; then turned round.
    let mut path = Path::default();
    let (mut i, mut j) = (lefts.len() / 2, rights.len() / 2);
    let mut later = i32::MAX;
    while let Some(end) = band.cell(i, j).and_then(|at| cells.get(at))
        && end.bead != (0, 0)
    {
        let (a, b) = end.bead;
        let ends = (i as u32, j as u32);
        (i, j) = (i - a, j - b);
        path.is_pressed |= band.is_edge(i, j);
        if a > 0 && b > 0 {
            let length = |block: Option<&Block>| block.map_or(0.0, |block| block.length);
            path.lengths.0 += length(lefts.get(index(i, a)));
            path.lengths.1 += length(rights.get(index(j, b)));
        }
        // Another way takes other beads on both sides of the place where it comes back.
        let own = end.best - end.next;
        path.beads.push(Bead {
            left: i as u32..ends.0,
            right: j as u32..ends.1,
            confidence: score::sureness(own.min(later)),
        });
        later = own;
    }
    path.beads.reverse();
    path
}

/// Where so many blocks from a place on stand as one.
fn index(place: usize, count: usize) -> usize {
    2 * place + count / 2
}

/// The best way to each pair of places, row by row: each bead leads to a later one.
fn cells(sides: &[Vec<Block>; 2], band: &Band, weights: &[i32], ratio: f32) -> Vec<Cell> {
    let [lefts, rights] = sides;
    let nothing = Block::default();
    let none = Cell {
        best: NO_WAY,
        next: NO_WAY,
        bead: (0, 0),
    };
    let mut cells = vec![none; band.len()];
    if let Some(first) = cells.first_mut() {
        first.best = 0;
    }
    // For each sign: 1 if the block on the left has it, 2 if only the next one has.
    let mut marks = vec![0_usize; weights.len()];
    for i in 0..lefts.len() / 2 + 1 {
        mark(&mut marks, lefts.get(2 * i + 1), 2);
        mark(&mut marks, lefts.get(2 * i), 1);
        for j in band.row(i) {
            let here = band.cell(i, j).and_then(|at| cells.get(at));
            let here = here.map_or(NO_WAY, |here| here.best);
            for (a, b) in BEADS {
                let end = band.cell(i + a, j + b);
                let Some(end) = end.and_then(|at| cells.get_mut(at)) else {
                    continue;
                };
                // A bead that leads somewhere has its blocks.
                let left = lefts.get(index(i, a)).unwrap_or(&nothing);
                let right = rights.get(index(j, b)).unwrap_or(&nothing);
                let score = if a == 0 {
                    score::alone(right)
                } else if b == 0 {
                    score::alone(left)
                } else {
                    let mut shared = 0;
                    for sign in &right.signs {
                        let mark = marks.get(*sign as usize).copied().unwrap_or(0);
                        if mark > 0 && mark <= a {
                            shared += weights.get(*sign as usize).copied().unwrap_or(0);
                        }
                    }
                    score::pair(left, right, a + b, shared, ratio)
                };
                let way = here + score;
                if way > end.best {
                    end.next = end.best;
                    end.best = way;
                    end.bead = (a, b);
                } else if way > end.next {
                    end.next = way;
                }
            }
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
