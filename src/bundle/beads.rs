//! Which blocks of two versions of a work say the same, as a bundle tells it.

use std::ops::Range;

use super::{
    label,
    value::{Value, to_integer},
};
use crate::language::Language;

/// Blocks of two versions that together say the same. Blocks are the top-level blocks of a body,
/// counted from 0; those of a bead stand in a row. An empty side means: no counterpart.
#[derive(Debug, Clone, PartialEq)]
pub struct Bead {
    /// The blocks of the first version.
    pub left: Range<u32>,
    /// The blocks of the second version.
    pub right: Range<u32>,
    /// How sure it is, in `0..=1`.
    pub confidence: f32,
}

/// The beads of two versions, in reading order; each block of each side is in exactly one.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Beads {
    /// One after the other, without a gap on either side.
    pub beads: Vec<Bead>,
    /// How sure the whole is, in `0..=1`.
    pub confidence: f32,
}

/// The beads of one pair of languages of one work.
#[derive(Debug, Clone, PartialEq)]
pub struct Alignment {
    /// Names the work.
    pub translation_key: String,
    /// The languages of the left and the right sides.
    pub languages: [Language; 2],
    /// What corresponds.
    pub beads: Beads,
}

impl Bead {
    /// Whether both sides have blocks.
    #[must_use]
    pub fn is_paired(&self) -> bool {
        !self.left.is_empty() && !self.right.is_empty()
    }
}

impl Beads {
    /// The same, seen from the other side.
    #[must_use]
    pub fn swapped(&self) -> Self {
        let mut swapped = self.clone();
        for Bead { left, right, .. } in &mut swapped.beads {
            std::mem::swap(left, right);
        }
        swapped
    }

    /// All of one side beside all of the other: nothing is known of so many blocks.
    #[must_use]
    pub fn unknown(left: u32, right: u32) -> Self {
        let bead = Bead {
            left: 0..left,
            right: 0..right,
            confidence: 0.0,
        };
        Self {
            beads: vec![bead],
            confidence: 0.0,
        }
    }

    /// The bead that this block of the left side is in.
    #[must_use]
    pub fn of_left(&self, block: u32) -> Option<&Bead> {
        self.beads.iter().find(|bead| bead.left.contains(&block))
    }

    /// Whether the beads hold each of so many blocks exactly once, in order.
    #[must_use]
    pub fn covers(&self, left: u32, right: u32) -> bool {
        let mut end = (0, 0);
        for bead in &self.beads {
            if (bead.left.start, bead.right.start) != end {
                return false;
            }
            end = (bead.left.end, bead.right.end);
        }
        end == (left, right)
    }
}

/// Reads an alignment; none if it has a gap, or anything else than it should.
pub(super) fn read(mut value: Value) -> Option<Alignment> {
    let (Value::Text(key), Value::List(languages)) =
        (value.take("translation_key"), value.take("languages"))
    else {
        return None;
    };
    let [Value::Text(left), Value::Text(right)] = languages.as_slice() else {
        return None;
    };
    let languages = [Language::parse(left)?, Language::parse(right)?];
    let Value::List(list) = value.take("beads") else {
        return None;
    };
    let sure = |value: Option<&Value>| match value {
        Some(Value::Number(sure)) => (*sure as f32).clamp(0.0, 1.0),
        _ => 1.0,
    };
    let confidence = sure(Some(&value.take("confidence")));
    let confidences = match value.take("confidences") {
        Value::List(list) => list,
        _ => Vec::new(),
    };
    let mut beads = Vec::with_capacity(list.len());
    let mut ends = (0, 0);
    for (at, sides) in list.iter().enumerate() {
        let Value::List(sides) = sides else {
            return None;
        };
        let [left, right] = sides.as_slice() else {
            return None;
        };
        beads.push(Bead {
            left: read_side(left, &mut ends.0)?,
            right: read_side(right, &mut ends.1)?,
            confidence: sure(confidences.get(at)),
        });
    }
    Some(Alignment {
        translation_key: label::clean(&key),
        languages,
        beads: Beads { beads, confidence },
    })
}

/// The blocks of a side: whole numbers that go on where the last bead ended.
fn read_side(value: &Value, end: &mut u32) -> Option<Range<u32>> {
    let Value::List(list) = value else {
        return None;
    };
    let start = *end;
    for value in list {
        let Value::Number(number) = value else {
            return None;
        };
        if to_integer(*number)? != i64::from(*end) {
            return None;
        }
        *end += 1;
    }
    Some(start..*end)
}
