//! Two pieces, of one block or two each → how much likelier it is that they say the same than that
//! they have nothing to do with each other, in hundredths of a nat (a logarithm to base e).
//!
//! It is the sum of four such ratios: of the kind of bead, of the lengths (after Gale & Church
//! 1993, "A Program for Aligning Sentences in Bilingual Corpora"), of the kinds of block, and of
//! the signs that both sides show.

use super::block::{Block, Kind};

/// One nat, in the unit of scores.
pub(super) const NAT: f32 = 100.0;

/// The logarithm of how frequent each kind of bead is, by blocks on the left and on the right.
const PRIOR: [[i32; 3]; 3] = [[0, -380, 0], [-380, -10, -390], [0, -390, -560]];

/// One block, or two in a row.
pub(super) struct Piece {
    kind: Kind,
    size: u32,
    pub(super) length: f32,
    /// The logarithm of the length.
    ln: f32,
    /// What speaks for reading two blocks as one.
    seam: i32,
    /// What both sides show, by number, each once, with its worth.
    pub(super) signs: Vec<(u32, i32)>,
    total: i32,
}

impl Piece {
    pub(super) fn one(block: &Block, signs: Vec<(u32, i32)>) -> Self {
        Self::new(block.kind, block.size, block.length, 0, signs)
    }

    /// Two blocks in a row, which were made pieces before.
    pub(super) fn two(blocks: [&Block; 2], pieces: [&Self; 2]) -> Self {
        let [first, second] = blocks;
        let [one, other] = pieces;
        let mut signs = one.signs.clone();
        for sign in &other.signs {
            if let Err(place) = signs.binary_search_by_key(&sign.0, |entry| entry.0) {
                signs.insert(place, *sign);
            }
        }
        let longer = if first.length < second.length {
            second
        } else {
            first
        };
        let size = first.size + second.size;
        let length = first.length + second.length;
        Self::new(longer.kind, size, length, seam(first, second), signs)
    }

    fn new(kind: Kind, size: u32, length: f32, seam: i32, signs: Vec<(u32, i32)>) -> Self {
        let mut total = 0;
        for (_, weight) in &signs {
            total += weight;
        }
        Self {
            kind,
            size,
            length,
            ln: ln(length + 3.0),
            seam,
            signs,
            total,
        }
    }
}

/// What speaks for and against one thought in these two blocks.
fn seam(first: &Block, second: &Block) -> i32 {
    match (first.kind, second.kind) {
        (Kind::Paragraph, Kind::Paragraph) => {
            i32::from(first.is_open) * 120 + i32::from(second.is_rest) * 150
        }
        (Kind::List, Kind::List) => 60,
        (Kind::Paragraph, Kind::List) | (Kind::List, Kind::Paragraph) => -120,
        (Kind::Quote, Kind::Quote) | (Kind::Code, Kind::Code) => -30,
        (Kind::Heading | Kind::Figure | Kind::Rule, _)
        | (_, Kind::Heading | Kind::Figure | Kind::Rule) => -400,
        _ => -200,
    }
}

/// What a block without counterpart scores.
pub(super) fn alone(piece: &Piece) -> i32 {
    // What is added to a text is often short: a greeting, a caption, a note.
    let [[_, prior, _], ..] = PRIOR;
    prior + if piece.length < 40.0 { 60 } else { 0 }
}

/// What two pieces of so many blocks score that share signs of this worth; `ratio` is the logarithm
/// of how long the right side is, for one of the left.
pub(super) fn pair(
    left: &Piece,
    right: &Piece,
    blocks: (usize, usize),
    shared: i32,
    ratio: f32,
) -> i32 {
    let prior = PRIOR
        .get(blocks.0)
        .and_then(|row| row.get(blocks.1))
        .copied()
        .unwrap_or(0);
    prior
        + left.seam
        + right.seam
        + lengths(left, right, ratio)
        + kinds(left, right)
        + signs(left, right, shared)
}

/// Lengths: how the logarithm of their ratio is spread in counterparts, against any two blocks.
fn lengths(left: &Piece, right: &Piece, ratio: f32) -> i32 {
    /// Of a character, and of a text: sentences differ, and so do writers.
    const VARIANCE: (f32, f32) = (4.0, 0.02);
    /// Of any two blocks of a blog.
    const ANY: f32 = 1.6;
    /// Degrees of freedom: how heavy the tails are (Student's t).
    const TAIL: f32 = 4.0;
    let variance = VARIANCE.0 / ((left.length + right.length) * 0.5 + 3.0) + VARIANCE.1;
    let distance = right.ln - left.ln - ratio;
    let spread = 0.5 * ln(ANY / variance + 1.0);
    let misfit = (TAIL + 1.0) * 0.5 * ln(1.0 + distance * distance / (variance * TAIL));
    ((spread - misfit) * NAT) as i32
}

fn kinds(left: &Piece, right: &Piece) -> i32 {
    use Kind::{Code, Figure, Heading, List, Other, Paragraph, Quote, Rule, Table};
    let apart = left.size.abs_diff(right.size) as i32;
    if left.kind == right.kind {
        return match left.kind {
            Paragraph => 10,
            Heading if apart == 0 => 150,
            Heading => 0,
            List | Table => 200 - 60 * apart.min(5),
            Quote => 150,
            Code | Figure | Rule => 200,
            Other => 30,
        };
    }
    match (left.kind, right.kind) {
        (Paragraph, Quote | Other) | (Quote | Other, Paragraph) => -100,
        (Paragraph, List | Figure) | (List | Figure, Paragraph) | (List, Table) | (Table, List) => {
            -200
        }
        (Paragraph, Heading) | (Heading, Paragraph) => -250,
        (Code | Rule, _) | (_, Code | Rule) => -600,
        _ => -400,
    }
}

fn signs(left: &Piece, right: &Piece, shared: i32) -> i32 {
    /// What a sign that is not shared says against, in percent.
    const MISSING: i32 = 10;
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

/// How sure a choice is that scores so much more than the next one, in `0..=1`.
pub(super) fn sureness(margin: i32) -> f32 {
    let steps = (margin.max(0) as f32 / NAT * std::f32::consts::LOG2_E).min(20.0);
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
