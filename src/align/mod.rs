//! Two rendered versions of a work in, beads out: which blocks say the same.
//!
//! 1. `block`: what can be told of each block: its kind, its length, and its signs (numbers,
//!    addresses, names, words that look alike in both languages).
//! 2. `signs`: which of them stand on both sides, and how much each says.
//! 3. `band`: which pairs of places are looked at, in a long text.
//! 4. `path`: the best way through both texts by beads of 1-1, 1-0, 0-1, 1-2, 2-1 and 2-2 blocks, by
//!    the ratios of `score`; and how much better each bead is than the next best thing.
//!
//! Nothing is a fixed point: a heading or an address that both sides share is strong evidence, and
//! the rest of the text outweighs it where it is wrong. It never panics, and needs time and memory
//! in proportion to the number of blocks.

use crate::{bundle::Beads, view::node::Node};

mod band;
mod block;
mod path;
mod score;
mod signs;

use band::Band;
use block::Block;
use path::Path;

/// How many pairs of places are looked at first, and at most: of texts of 250 blocks, all.
const PAIRS: (usize, usize) = (125_000, 1_000_000);

/// Aligns the blocks of two bodies, given as [`crate::markdown::Body::nodes`].
///
/// The beads hold each block of either side once, in order: see [`Beads::covers`] and [`count`]. The
/// confidence of a bead is made from how much better the whole is with it than without it; that of
/// the whole is the mean over the blocks.
#[must_use]
#[inline(never)] // Here the module is cut: see `xtask/src/split`.
pub fn align(left: &[Node], right: &[Node]) -> Beads {
    let (mut left, mut right) = (block::blocks(left), block::blocks(right));
    let counts = [left.len(), right.len()];
    let weights = signs::share(&mut left, &mut right);
    let sides = [joined(&left, &weights), joined(&right, &weights)];
    let mut path = Path::default();
    let mut pairs = PAIRS.0;
    // Twice, for what corresponds tells how long the right side is, for one of the left.
    for _ in 0..2 {
        let band = Band::new(counts, pairs);
        path = path::best(&sides, &band, &weights, ratio(path.lengths));
        if path.is_pressed {
            pairs = PAIRS.1;
        }
    }
    let beads = path.beads;
    let (mut confidence, mut blocks) = (0.0, 0.0);
    for bead in &beads {
        let held = (bead.left.len() + bead.right.len()) as f32;
        confidence += bead.confidence * held;
        blocks += held;
    }
    Beads {
        beads,
        confidence: confidence / f32::max(blocks, 1.0),
    }
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

/// Each block, and each with the next one.
fn joined(blocks: &[Block], weights: &[i32]) -> Vec<Block> {
    let mut all = Vec::with_capacity(blocks.len() * 2);
    for at in 0..blocks.len() {
        for end in [at + 1, at + 2] {
            // The last has no next one; no bead asks for the two.
            all.push(score::join(
                blocks.get(at..end).unwrap_or_default(),
                weights,
            ));
        }
    }
    all
}

/// The logarithm of how long the right side is, for one of the left. Translations differ by a
/// third at most; more than that is text without counterpart.
fn ratio((left, right): (f32, f32)) -> f32 {
    score::ln((right + 500.0) / (left + 500.0)).clamp(-0.4, 0.4)
}
