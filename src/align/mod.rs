//! Two rendered versions of a work in, beads out: which blocks say the same.
//!
//! 1. `block`: what can be told of each block: its kind, its length, and its signs (numbers,
//!    addresses, names, words that look alike in both languages).
//! 2. `signs`: which of them stand on both sides, and how much each says.
//! 3. `band`: which pairs of places are worth a look, in a long text.
//! 4. `path`: the best way through both texts by beads of 1-1, 1-0, 0-1, 1-2, 2-1 and 2-2 blocks, by
//!    the ratios of `score`; and how much better each bead is than the next best thing.
//!
//! Nothing is a fixed point: a heading or an address that both sides share is strong evidence, and
//! the rest of the text outweighs it where it is wrong. It never panics, and needs time and memory
//! in proportion to the number of blocks.

use crate::{
    bundle::{Bead, Beads},
    view::node::Node,
};

mod band;
mod block;
mod path;
mod score;
mod signs;

use band::Band;
use block::Block;
use path::{Path, Side};
use score::Piece;
use signs::Signs;

/// How far from the likely way a long text is looked at first, in blocks.
const WIDTH: usize = 24;

/// Aligns the blocks of two bodies, given as [`crate::markdown::Body::nodes`].
///
/// The beads hold each block of either side once, in order: see [`Beads::covers`] and [`count`]. The
/// confidence of a bead is made from how much better the whole is with it than without it; that of
/// the whole is the mean over the blocks.
#[must_use]
pub fn align(left: &[Node], right: &[Node]) -> Beads {
    let blocks = [block::blocks(left), block::blocks(right)];
    let [left, right] = &blocks;
    let signs = Signs::count([left, right]);
    let count = left.len().max(right.len());
    let sides = [side(left, &signs, count), side(right, &signs, count)];
    let [left, right] = &sides;
    let partners: Vec<_> = left
        .one
        .iter()
        .map(|piece| signs.partner(&piece.signs))
        .collect();
    let mut width = WIDTH;
    let mut ratio = ratio([length(&left.one), length(&right.one)]);
    let mut path = Path {
        steps: Vec::new(),
        is_pressed: false,
    };
    let mut tries = 3;
    while tries > 0 {
        tries -= 1;
        let band = Band::new(&partners, right.one.len(), width);
        path = path::best([left, right], &band, signs.len(), ratio);
        let better = paired_ratio(&path, left, right);
        // Once more, if blocks without counterpart had told us wrong about the lengths.
        if path.is_pressed {
            width *= 4;
        } else if (better - ratio).abs() < 0.04 {
            break;
        }
        ratio = better;
    }
    to_beads(path)
}

/// How many blocks a body has: one more than the highest number of its top-level nodes.
#[must_use]
pub fn count(nodes: &[Node]) -> u32 {
    let mut count = 0;
    for node in nodes {
        if let Node::Element(element) = node
            && let Some(number) = element.block()
        {
            count = count.max(number + 1);
        }
    }
    count
}

fn side(blocks: &[Block], signs: &Signs, count: usize) -> Side {
    let one: Vec<Piece> = blocks
        .iter()
        .map(|block| Piece::one(block, signs.shared(block, count)))
        .collect();
    let mut two = Vec::with_capacity(one.len());
    for (blocks, pieces) in blocks.windows(2).zip(one.windows(2)) {
        if let ([first, second], [one, other]) = (blocks, pieces) {
            two.push(Piece::two([first, second], [one, other]));
        }
    }
    Side { one, two }
}

fn length(pieces: &[Piece]) -> f32 {
    let mut length = 0.0;
    for piece in pieces {
        length += piece.length;
    }
    length
}

/// The logarithm of how long the right side is, for one of the left. Translations differ by a
/// third at most; more than that is text without counterpart.
fn ratio([left, right]: [f32; 2]) -> f32 {
    score::ln((right + 400.0) / (left + 400.0)).clamp(-0.4, 0.4)
}

/// The same, of what has a counterpart.
fn paired_ratio(path: &Path, left: &Side, right: &Side) -> f32 {
    let mut lengths = [0.0; 2];
    for step in &path.steps {
        if !step.left.is_empty() && !step.right.is_empty() {
            let [l, r] = &mut lengths;
            *l += left.one.get(step.left.clone()).map_or(0.0, length);
            *r += right.one.get(step.right.clone()).map_or(0.0, length);
        }
    }
    ratio(lengths)
}

fn to_beads(path: Path) -> Beads {
    let mut beads = Vec::with_capacity(path.steps.len());
    let (mut sure, mut blocks) = (0.0, 0.0);
    for step in path.steps {
        let range = |range: std::ops::Range<usize>| range.start as u32..range.end as u32;
        let confidence = score::sureness(step.margin);
        let held = (step.left.len() + step.right.len()) as f32;
        sure += confidence * held;
        blocks += held;
        beads.push(Bead {
            left: range(step.left),
            right: range(step.right),
            confidence,
        });
    }
    Beads {
        beads,
        confidence: if blocks > 0.0 { sure / blocks } else { 0.0 },
    }
}
