//! Where the words of a query stand in a post → whether they stand together, and how near.

use super::query::{MAX_WORDS, Query};

/// How far apart the fields of a post are, in words.
pub(super) const FIELD_GAP: u32 = 50;

/// A place of a word, as one number, by which places are in order: where it stands, counted in
/// words; `parts`, if it is a compound, which comes before its parts; and which words of the query
/// it matches: see [`super::rank::Match`].
pub(super) fn spot(at: u32, parts: u8, bits: u32) -> u64 {
    let at = u64::from(at.min((1 << 24) - 1));
    let simple = u64::from(parts == 0);
    at << 40 | simple << 39 | u64::from(parts.clamp(1, 127)) << 32 | u64::from(bits)
}

/// Where it stands, how many places it takes, and what it matches.
fn read(spot: u64) -> (u32, u32, u32) {
    ((spot >> 40) as u32, (spot >> 32) as u32 & 127, spot as u32)
}

/// How many words that are not looked for stand between those of `mask`, at the least.
pub(super) fn apart(spots: &[u64], mask: u32) -> u32 {
    let mask = (mask | mask >> MAX_WORDS) & ((1 << MAX_WORDS) - 1);
    let mut last = [0_u32; MAX_WORDS];
    let mut least = u32::MAX;
    for spot in spots {
        let (at, _, bits) = read(*spot);
        let bits = (bits | bits >> MAX_WORDS) & mask;
        let mut first = at;
        for (word, last) in last.iter_mut().enumerate() {
            if bits >> word & 1 == 1 {
                *last = at;
            }
            if mask >> word & 1 == 1 {
                first = first.min(*last);
            }
        }
        if first > 0 && bits != 0 {
            least = least.min(at - first);
        }
    }
    least.saturating_sub(mask.count_ones().saturating_sub(1))
}

/// Whether all phrases of a query stand somewhere. Words that are `vague` need not.
pub(super) fn holds(spots: &[u64], query: &Query, vague: u32) -> bool {
    query.phrases.iter().all(|phrase| {
        (0..spots.len()).any(|at| {
            let spots = spots.get(at..).unwrap_or_default();
            begins(spots, phrase, query, vague)
        })
    })
}

/// Whether a phrase stands at the first of some places.
fn begins(spots: &[u64], phrase: &[usize], query: &Query, vague: u32) -> bool {
    let mut next = 0;
    let mut spots = spots.iter();
    let mut at = spots.as_slice().first().map_or(0, |spot| read(*spot).0);
    while let Some(wanted) = phrase.get(next) {
        // Only the last word can be.
        if vague >> wanted & 1 == 1 {
            return true;
        }
        let Some((own, length, bits)) = spots.next().map(|spot| read(*spot)) else {
            return false;
        };
        if own < at {
            continue;
        }
        if own > at {
            return false;
        }
        let word = query.words.get(*wanted);
        let compound = word.and_then(|word| word.compound.as_ref());
        if bits >> wanted & 1 == 1 {
            next += 1;
            at += length;
        } else if let Some((_, parts)) = compound.filter(|_| bits >> (wanted + MAX_WORDS) & 1 == 1)
        {
            next += usize::from(*parts);
            at += length;
        }
        // Else the first part of the compound may be it.
    }
    true
}
