//! The signs of two bodies → those that stand in both, and what each is worth.

use super::{
    block::Block,
    score::{NAT, ln},
};

/// Slots of the table; a power of two. Texts have less different words than that.
const MAX_SLOTS: usize = 1 << 20;
/// How many slots are tried; a sign that finds none free is left out.
const TRIES: usize = 24;
/// What a sign of each [`Worth`](super::block::Worth) counts: a mark is there by chance, a word that
/// is not in counterparts is not there by chance.
const WORTH: [f32; 4] = [0.6, 0.9, 1.0, 1.5];

/// A sign in a table with open addressing and linear probing.
#[derive(Clone, Copy, Default)]
struct Slot {
    sign: u32,
    /// The last block that has it, counted from 1 through both sides.
    last: usize,
    /// In how many blocks of each side it stands.
    counts: [u32; 2],
}

/// Numbers the signs of each block, a sign that it has already by a number that none has. Gives what
/// each number tells of two blocks that share it: nothing, if not both sides have it.
pub(super) fn share(sides: &mut [Vec<Block>; 2]) -> Vec<i32> {
    let (mut total, mut blocks) = (0, 0);
    for side in &*sides {
        blocks = side.len().max(blocks);
        for block in side {
            total += block.signs.len();
        }
    }
    let size = (total * 2).next_power_of_two().clamp(64, MAX_SLOTS);
    let mut slots = vec![Slot::default(); size];
    let mut number = 0;
    for (index, side) in sides.iter_mut().enumerate() {
        for block in side {
            number += 1;
            for sign in &mut block.signs {
                *sign = add(&mut slots, *sign, index, number);
            }
        }
    }
    let mut weights = Vec::with_capacity(size);
    for slot in &slots {
        weights.push(weight(slot, blocks as f32));
    }
    weights
}

/// Counts a sign. Gives its number, or none's if the block has it already.
fn add(slots: &mut [Slot], sign: u32, side: usize, number: usize) -> u32 {
    let start = (sign.wrapping_mul(0x9E37_79B1) >> 8) as usize;
    for step in 0..TRIES {
        let at = (start + step) & (slots.len() - 1);
        let Some(slot) = slots.get_mut(at) else { break };
        if slot.last == 0 {
            slot.sign = sign;
        }
        if slot.sign == sign {
            if slot.last == number {
                break;
            }
            slot.last = number;
            if let Some(count) = slot.counts.get_mut(side) {
                *count += 1;
            }
            return at as u32;
        }
    }
    u32::MAX
}

/// How much likelier a sign is in counterparts than in any two blocks of so many.
fn weight(slot: &Slot, blocks: f32) -> i32 {
    let [left, right] = slot.counts;
    let (few, many) = (left.min(right) as f32, left.max(right) as f32);
    let worth = WORTH.get((slot.sign & 3) as usize).copied().unwrap_or(0.0);
    if few > 0.0 {
        (ln(blocks * few / (many * many)) * worth * NAT) as i32
    } else {
        0
    }
}
