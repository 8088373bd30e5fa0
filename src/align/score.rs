//! Two pieces, of one block or two each → how much likelier it is that they say the same than that
//! they have nothing to do with each other, in hundredths of a nat (a logarithm to base e).
//!
//! It is the sum of five such ratios: of the kind of bead, of the lengths (after Gale & Church
//! 1993, "A Program for Aligning Sentences in Bilingual Corpora"), of where sentences end, of the
//! kinds of block, and of the signs that both sides show.
//!
//! The numbers were chosen on half of our own pairs, edited twenty times each, and on edited posts
//! of a real blog, one number at a time; the other half was only looked at. `cargo xtask bench align`
//! prints how good they are.

use super::block::{Block, Kind};

/// One nat, in the unit of scores.
pub(super) const NAT: f32 = 100.0;
/// Worse than any way; the sum of three of it can be held.
pub(super) const NO_WAY: i32 = i32::MIN / 4;

/// The logarithm of how frequent each kind of bead is, by how many blocks it has.
const PRIOR: [i32; 5] = [0, -410, -10, -360, -680];

/// This block and perhaps the next one, as one; with what their signs are worth.
pub(super) fn join(blocks: &[Block], weights: &[i32]) -> Block {
    let mut joined = Block::default();
    let mut longest = 0.0;
    for block in blocks {
        if longest > 0.0 {
            joined.ends.push(joined.length);
        }
        if block.length >= longest {
            longest = block.length;
            joined.kind = block.kind;
        }
        for end in &block.ends {
            joined.ends.push(joined.length + end);
        }
        for sign in &block.signs {
            let weight = weights.get(*sign as usize).copied().unwrap_or(0);
            if weight > 0 && !joined.signs.contains(sign) {
                joined.signs.push(*sign);
                joined.total += weight;
            }
        }
        joined.size += block.size;
        joined.length += block.length;
    }
    if let [first, second] = blocks {
        joined.seam = seam(first, second);
    }
    joined
}

/// What speaks for and against one thought in these two blocks.
fn seam(first: &Block, second: &Block) -> i32 {
    use Kind::{List, Paragraph, Quote};
    match (first.kind, second.kind) {
        // The first does not end, or the second does not begin.
        (Paragraph, Paragraph) => i32::from(first.is_open) * 100 + i32::from(second.is_rest) * 150,
        (List, List) => 60,
        (Paragraph | List | Quote, Paragraph | List | Quote) => -150,
        _ => -600,
    }
}

/// What a block without counterpart scores.
pub(super) fn alone(piece: &Block) -> i32 {
    // What is added to a text is often short: a greeting, a caption, a note.
    let [_, prior, ..] = PRIOR;
    prior + if piece.length < 40.0 { 110 } else { 0 }
}

/// What two pieces of so many blocks score that share signs of this worth; `ratio` is the logarithm
/// of how long the right side is, for one of the left.
pub(super) fn pair(left: &Block, right: &Block, blocks: usize, shared: i32, ratio: f32) -> i32 {
    PRIOR.get(blocks).copied().unwrap_or(0)
        + left.seam
        + right.seam
        + lengths(left, right, ratio)
        + rhythm(left, right)
        + kinds(left, right)
        + signs(left, right, shared)
}

/// Lengths: how the logarithm of their ratio is spread in counterparts, against any two blocks.
fn lengths(left: &Block, right: &Block, ratio: f32) -> i32 {
    /// Of a character, and of a text: sentences differ, and so do writers.
    const VARIANCE: (f32, f32) = (1.3, 0.007);
    /// Of any two blocks of a blog.
    const ANY: f32 = 1.2;
    /// Degrees of freedom: how heavy the tails are (Student's t).
    const TAIL: f32 = 9.0;
    let variance = VARIANCE.0 / ((left.length + right.length) * 0.5 + 3.0) + VARIANCE.1;
    let distance = ln((right.length + 3.0) / (left.length + 3.0)) - ratio;
    let spread = 0.5 * ln(ANY / variance + 1.0);
    let misfit = (TAIL + 1.0) * 0.5 * ln(1.0 + distance * distance / (variance * TAIL));
    ((spread - misfit) * NAT) as i32
}

/// Rhythm: whether sentences and items end at the same places of both pieces, taken to one length.
fn rhythm(left: &Block, right: &Block) -> i32 {
    /// How far from its place the end of a sentence is found, in characters and by length.
    const NEAR: (f32, f32) = (6.0, 0.04);
    /// How often it is found there.
    const FOUND: f32 = 0.7;
    let near = NEAR.0 + NEAR.1 * right.length;
    let scale = right.length / left.length.max(1.0);
    let mut both = 0.0;
    for end in &left.ends {
        for other in &right.ends {
            if (other - end * scale).abs() < near {
                both += 1.0;
                break;
            }
        }
    }
    let ends = (left.ends.len() + right.ends.len()) as f32 * 0.5;
    // Where ends are many, some are near by chance.
    let chance = (2.0 * near * ends / right.length.max(1.0)).clamp(0.02, 0.8);
    let (found, missed) = (ln(FOUND / chance), ln((1.0 - FOUND) / (1.0 - chance)));
    ((both * found + (ends - both) * missed) * NAT) as i32
}

fn kinds(left: &Block, right: &Block) -> i32 {
    /// By [`Kind`], in tenths of a nat: paragraph, heading, list, table, quote, code, figure, rule,
    /// nothing.
    const KINDS: [[i8; 9]; 9] = [
        [1, -25, -20, -40, -10, -60, -20, -60, -20],
        [-25, 15, -40, -40, -40, -60, -40, -60, -40],
        [-20, -40, 20, -20, -40, -60, -40, -60, -40],
        [-40, -40, -20, 20, -40, -60, -40, -60, -40],
        [-10, -40, -40, -40, 15, -60, -40, -60, -40],
        [-60, -60, -60, -60, -60, 20, -60, -60, -60],
        [-20, -40, -40, -40, -40, -60, 20, -60, -40],
        [-60, -60, -60, -60, -60, -60, -60, 20, -60],
        [-20, -40, -40, -40, -40, -60, -40, -60, 5],
    ];
    let row = KINDS.get(left.kind as usize).unwrap_or(&[0; 9]);
    let alike = i32::from(row.get(right.kind as usize).copied().unwrap_or(0)) * 10;
    // Items, rows, and the levels of headings.
    let apart = left.size.abs_diff(right.size).min(5) as i32;
    match left.kind {
        Kind::Heading if apart > 0 => alike - 150,
        Kind::List | Kind::Table => alike - 60 * apart,
        _ => alike,
    }
}

fn signs(left: &Block, right: &Block, shared: i32) -> i32 {
    /// What a sign that is not shared says against, in percent.
    const MISSING: i32 = 20;
    shared - (left.total + right.total - 2 * shared) * MISSING / 100
}

/// The natural logarithm of a positive number, to a hundredth: the standard library's is a kilobyte.
pub(super) fn ln(x: f32) -> f32 {
    let bits = x.to_bits();
    let exponent = (bits >> 23) as f32 - 127.0;
    let mantissa = f32::from_bits(bits & 0x007F_FFFF | 0x3F80_0000);
    // A parabola through both ends.
    let fraction = (2.0 - mantissa / 3.0) * mantissa - 5.0 / 3.0;
    (exponent + fraction) * std::f32::consts::LN_2
}

/// How sure a choice is that scores so much more than the next one: from 0.5 to 0.99. Only an
/// author is surer than that.
pub(super) fn sureness(margin: i32) -> f32 {
    let steps = (margin.max(0) as f32 / NAT * std::f32::consts::LOG2_E).min(7.0);
    // 2 to the power of the negative: the exponent from the whole part, a line for the rest.
    let power = f32::from_bits(((127.0 - steps) * 8_388_608.0) as u32);
    1.0 / (1.0 + power)
}

#[cfg(test)]
mod tests {
    use super::{ln, sureness};

    #[test]
    fn logarithms_are_right_to_a_hundredth() {
        for x in [
            0.001,
            0.3,
            0.99,
            1.0,
            1.01,
            1.5,
            2.0,
            3.0,
            77.0,
            12345.0_f32,
        ] {
            assert!((ln(x) - x.ln()).abs() < 0.011, "{x}: {} {}", ln(x), x.ln());
        }
    }

    #[test]
    fn sureness_grows_from_a_half() {
        let sure: Vec<f32> = [0, 100, 300, 900, 100_000].map(sureness).into();
        let half = sure.first().is_some_and(|sure| (sure - 0.5).abs() < 0.01);
        assert!(half && sure.is_sorted(), "{sure:?}");
        assert!(sure.iter().all(|sure| (0.0..=1.0).contains(sure)));
    }
}
