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
use score::Piece;

/// How many pairs of places are looked at first, and at most: of texts of 250 blocks, all.
const PAIRS: (usize, usize) = (125_000, 1_000_000);

/// Aligns the blocks of two bodies, given as [`crate::markdown::Body::nodes`].
///
/// The beads hold each block of either side once, in order: see [`Beads::covers`] and [`count`]. The
/// confidence of a bead is made from how much better the whole is with it than without it; that of
/// the whole is the mean over the blocks.
#[must_use]
pub fn align(left: &[Node], right: &[Node]) -> Beads {
    let mut blocks = [block::blocks(left), block::blocks(right)];
    let weights = signs::share(&mut blocks);
    let sides = blocks.map(|blocks| pieces(&blocks, &weights));
    let [left, right] = &sides;
    let (mut pairs, mut is_last) = (PAIRS.0, false);
    let mut ratio = ratio((length(left), length(right)));
    let beads = loop {
        let band = Band::new(left.len() / 2, right.len() / 2, pairs);
        let path = path::best(&sides, &band, &weights, ratio);
        // Once more, if blocks without counterpart had told us wrong about the lengths.
        let better = self::ratio(path.lengths);
        if is_last || (!path.is_pressed && (better - ratio).abs() < 0.02) {
            break path.beads;
        }
        is_last = true;
        ratio = better;
        if path.is_pressed {
            pairs = PAIRS.1;
        }
    };
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

/// Each block as a piece, and with the next one.
fn pieces(blocks: &[Block], weights: &[i32]) -> Vec<Piece> {
    let mut pieces = Vec::with_capacity(blocks.len() * 2);
    for at in 0..blocks.len() {
        for end in [at + 1, at + 2] {
            // The last has no next one; no bead asks for the two.
            pieces.push(Piece::new(blocks.get(at..end).unwrap_or_default(), weights));
        }
    }
    pieces
}

/// The characters of all blocks.
fn length(pieces: &[Piece]) -> f32 {
    let mut length = 0.0;
    for piece in pieces.iter().step_by(2) {
        length += piece.length;
    }
    length
}

/// The logarithm of how long the right side is, for one of the left. Translations differ by a
/// third at most; more than that is text without counterpart.
fn ratio((left, right): (f32, f32)) -> f32 {
    score::ln((right + 500.0) / (left + 500.0)).clamp(-0.4, 0.4)
}
