//! Two rendered versions of a work in, beads out: which blocks say the same.

use crate::{
    bundle::{Bead, Beads},
    view::node::Node,
};

/// Aligns the blocks of two bodies, given as [`crate::markdown::Body::nodes`].
#[must_use]
pub fn align(left: &[Node], right: &[Node]) -> Beads {
    let count = |nodes: &[Node]| u32::try_from(nodes.len()).unwrap_or(u32::MAX);
    let (left, right) = (count(left), count(right));
    let bead = |index: u32| Bead {
        left: index.min(left)..(index + 1).min(left),
        right: index.min(right)..(index + 1).min(right),
        confidence: 0.0,
    };
    Beads {
        beads: (0..left.max(right)).map(bead).collect(),
        confidence: 0.0,
    }
}
