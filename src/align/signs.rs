//! The signs of two bodies → those that stand in both, and what each is worth.

use super::{
    block::Block,
    score::{NAT, ln},
};

/// Slots of the table; a power of two. Posts have less different words than that.
const SLOTS: usize = 1 << 16;
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
    left: f32,
    right: f32,
}

/// Numbers the signs of each block, a sign that it has already by a number that none has. Gives what
/// each number tells of two blocks that share it: nothing, if not both sides have it.
pub(super) fn share(left: &mut [Block], right: &mut [Block]) -> Vec<i32> {
    let mut slots = vec![Slot::default(); SLOTS];
    let blocks = left.len().max(right.len()) as f32;
    let starts_right = left.len();
    for (number, block) in left.iter_mut().chain(right).enumerate() {
        for sign in &mut block.signs {
            *sign = add(&mut slots, *sign, number, number >= starts_right);
        }
    }
    let mut weights = Vec::new();
    for slot in &slots {
        weights.push(weight(slot, blocks));
    }
    weights
}

/// Counts a sign of a block. Gives its number, or none's if the block has it already.
fn add(slots: &mut [Slot], sign: u32, block: usize, is_right: bool) -> u32 {
    let start = (sign.wrapping_mul(0x9E37_79B1) >> 16) as usize;
    for step in 0..TRIES {
        let at = (start + step) & (SLOTS - 1);
        let Some(slot) = slots.get_mut(at) else { break };
        if slot.last == 0 {
            slot.sign = sign;
        }
        if slot.sign == sign {
            if slot.last == block + 1 {
                break;
            }
            slot.last = block + 1;
            if is_right {
                slot.right += 1.0;
            } else {
                slot.left += 1.0;
            }
            return at as u32;
        }
    }
    u32::MAX
}

/// How much likelier a sign is in counterparts than in any two blocks of so many.
fn weight(slot: &Slot, blocks: f32) -> i32 {
    let (few, many) = (slot.left.min(slot.right), slot.left.max(slot.right));
    let worth = WORTH.get((slot.sign & 3) as usize).copied().unwrap_or(0.0);
    if few > 0.0 {
        (ln(blocks * few / (many * many)) * worth * NAT) as i32
    } else {
        0
    }
}
