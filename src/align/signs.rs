//! The signs of two bodies → those that stand in both, and what each is worth.

use super::{block::Block, score::NAT};

/// Slots of the table; a power of two. Texts have less different words than that.
const MAX_SLOTS: usize = 1 << 20;
/// How many slots are tried; a sign that finds none free is left out.
const TRIES: usize = 24;
/// What a sign of each [`Worth`](super::block::Worth) counts: a mark is there by chance, a word that
/// is not in counterparts is not there by chance.
const WORTH: [f32; 4] = [0.6, 0.9, 1.0, 1.5];

/// A table of signs, open addressing with linear probing.
pub(super) struct Signs {
    slots: Vec<Slot>,
    mask: usize,
}

/// One sign.
#[derive(Clone, Copy, Default)]
struct Slot {
    sign: u32,
    /// In how many blocks of each side it stands.
    counts: [u32; 2],
    /// The last of them, counted from 1.
    last: [u32; 2],
}

impl Signs {
    /// Counts the signs of both sides.
    pub(super) fn count(sides: [&[Block]; 2]) -> Self {
        let total: usize = sides
            .iter()
            .flat_map(|side| side.iter())
            .map(|b| b.signs.len())
            .sum();
        let size = (total * 2).next_power_of_two().clamp(64, MAX_SLOTS);
        let mut table = Self {
            slots: vec![Slot::default(); size],
            mask: size - 1,
        };
        for (side, blocks) in sides.iter().enumerate() {
            for (number, block) in (1u32..).zip(blocks.iter()) {
                for sign in &block.signs {
                    table.add(*sign, side, number);
                }
            }
        }
        table
    }

    fn place(&self, sign: u32) -> usize {
        (sign.wrapping_mul(0x9E37_79B1) >> 8) as usize
    }

    fn add(&mut self, sign: u32, side: usize, number: u32) {
        let start = self.place(sign);
        for step in 0..TRIES {
            let Some(slot) = self.slots.get_mut((start + step) & self.mask) else {
                return;
            };
            if slot.counts == [0, 0] {
                slot.sign = sign;
            }
            if slot.sign == sign {
                if let (Some(count), Some(last)) =
                    (slot.counts.get_mut(side), slot.last.get_mut(side))
                    && *last != number
                {
                    *count += 1;
                    *last = number;
                }
                return;
            }
        }
    }

    /// The number of a sign that stands on both sides.
    fn find(&self, sign: u32) -> Option<usize> {
        let start = self.place(sign);
        for step in 0..TRIES {
            let at = (start + step) & self.mask;
            let slot = self.slots.get(at)?;
            if slot.sign == sign || slot.counts == [0, 0] {
                let [left, right] = slot.counts;
                return (left > 0 && right > 0).then_some(at);
            }
        }
        None
    }

    /// How many numbers there are.
    pub(super) fn len(&self) -> usize {
        self.slots.len()
    }

    /// What it tells when two blocks share this sign: how much likelier it is in counterparts than
    /// in any two blocks of so many, in [`NAT`]s.
    fn weight(&self, slot: &Slot, blocks: f32) -> i32 {
        let [left, right] = slot.counts;
        let (few, many) = (left.min(right) as f32, left.max(right) as f32);
        let worth = WORTH.get((slot.sign & 3) as usize).copied().unwrap_or(0.0);
        (super::score::ln(blocks * few / (many * many)) * worth * NAT) as i32
    }

    /// The signs of a block that stand on both sides and tell something, by number, each once.
    pub(super) fn shared(&self, block: &Block, blocks: usize) -> Vec<(u32, i32)> {
        let mut shared: Vec<(u32, i32)> = Vec::new();
        for sign in &block.signs {
            let Some(at) = self.find(*sign) else { continue };
            let weight = self
                .slots
                .get(at)
                .map_or(0, |slot| self.weight(slot, blocks as f32));
            let number = at as u32;
            if weight > 0
                && let Err(place) = shared.binary_search_by_key(&number, |entry| entry.0)
            {
                shared.insert(place, (number, weight));
            }
        }
        shared
    }

    /// The block of the right side that shares most signs that nothing else has, counted from 0.
    pub(super) fn partner(&self, shared: &[(u32, i32)]) -> Option<u32> {
        // The vote of Boyer and Moore: what more than half of the weight is for, wins.
        let (mut partner, mut votes) = (0, 0);
        for (number, weight) in shared {
            let Some(slot) = self.slots.get(*number as usize) else {
                continue;
            };
            if slot.counts != [1, 1] {
                continue;
            }
            let [_, candidate] = slot.last;
            if candidate == partner {
                votes += weight;
            } else if votes > *weight {
                votes -= weight;
            } else {
                votes = weight - votes;
                partner = candidate;
            }
        }
        (votes > 0).then(|| partner.saturating_sub(1))
    }
}
