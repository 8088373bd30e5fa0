//! What the aligner has to beat: blocks paired by order, and lengths alone.

use std::collections::BTreeSet;

use super::set::{Numbers, Pair};

/// The first block with the first, the second with the second, and so on.
pub(crate) fn by_order(pair: &Pair) -> BTreeSet<Numbers> {
    let [left, right] = lengths(pair).map(|side| side.len() as u32);
    let side = |block: u32, count: u32| {
        if block < count {
            vec![block]
        } else {
            Vec::new()
        }
    };
    (0..left.max(right))
        .map(|block| [side(block, left), side(block, right)])
        .collect()
}

/// Characters of each block.
fn lengths(pair: &Pair) -> [Vec<f64>; 2] {
    let length = |block: &str| block.chars().count() as f64;
    pair.texts
        .each_ref()
        .map(|text| text.split("\n\n").map(length).collect())
}

/// Gale & Church 1993, on blocks: their priors and variance, lengths in characters, one character
/// for one.
pub(crate) fn by_length(pair: &Pair) -> BTreeSet<Numbers> {
    const VARIANCE: f64 = 6.8;
    const BEADS: [(usize, usize, f64); 6] = [
        (1, 1, 0.89),
        (1, 0, 0.0099),
        (0, 1, 0.0099),
        (2, 1, 0.089),
        (1, 2, 0.089),
        (2, 2, 0.011),
    ];
    let cost = |left: f64, right: f64| {
        let mean = f64::midpoint(left, right);
        if mean == 0.0 {
            return 0.0;
        }
        let z = ((right - left) / (mean * VARIANCE).sqrt()).abs();
        // Beyond this, the probability is nothing that a number could hold.
        -(2.0 * (1.0 - normal(z))).max(1e-80).ln()
    };
    let [left, right] = lengths(pair);
    let mut best = vec![vec![(f64::INFINITY, 0); right.len() + 1]; left.len() + 1];
    best[0][0].0 = 0.0;
    for i in 0..=left.len() {
        for j in 0..=right.len() {
            for (kind, (a, b, prior)) in BEADS.iter().enumerate() {
                if i < *a || j < *b {
                    continue;
                }
                let lengths = (left[i - a..i].iter().sum(), right[j - b..j].iter().sum());
                let whole = best[i - a][j - b].0 + cost(lengths.0, lengths.1) - prior.ln();
                if whole < best[i][j].0 {
                    best[i][j] = (whole, kind);
                }
            }
        }
    }
    let (mut i, mut j) = (left.len(), right.len());
    let mut beads = BTreeSet::new();
    while (i, j) != (0, 0) {
        let (a, b, _) = BEADS[best[i][j].1];
        let numbers = |from: usize, to: usize| (from as u32..to as u32).collect();
        beads.insert([numbers(i - a, i), numbers(j - b, j)]);
        (i, j) = (i - a, j - b);
    }
    beads
}

/// The normal distribution's share below `z` (Abramowitz & Stegun 26.2.17).
fn normal(z: f64) -> f64 {
    let t = 1.0 / (1.0 + 0.231_641_9 * z);
    let tail = [
        0.319_381_530,
        -0.356_563_782,
        1.781_477_937,
        -1.821_255_978,
        1.330_274_429,
    ];
    let sum = tail
        .iter()
        .rev()
        .fold(0.0, |sum, factor| (sum + factor) * t);
    1.0 - (-z * z / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt() * sum
}
