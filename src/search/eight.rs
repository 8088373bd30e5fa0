//! Eight bytes of a text → the letters that they begin with, and a number that stands for a word.

/// Eight bytes, of which the first are letters and digits: ASCII, or Western Europe's with accents,
/// which UTF-8 writes as 0xC3 and another byte.
pub(super) struct Eight {
    /// Those, in lower case; all else is 0.
    pub(super) letters: u64,
    /// How many bytes they are.
    pub(super) length: usize,
    /// Among them, the top bit of every lower-case letter, of every capital without an accent, and
    /// of every 0xC3.
    pub(super) lower: u64,
    pub(super) upper: u64,
    pub(super) leads: u64,
}

impl Eight {
    /// Looks at all eight at once: branches would be guessed wrong at every word's end.
    pub(super) fn of(bytes: u64) -> Self {
        const ONES: u64 = 0x0101_0101_0101_0101;
        const TOP: u64 = ONES * 0x80;
        // Whether each byte, which is below 128, is at least `least`.
        let at_least = |bytes: u64, least: u8| bytes + ONES * u64::from(0x80 - least);
        let small = bytes & !TOP;
        let folded = small | (ONES * 0x20);
        let letters = at_least(folded, b'a') & !at_least(folded, b'z' + 1) & !bytes;
        let digits = at_least(small, b'0') & !at_least(small, b'9' + 1) & !bytes;
        // The last byte may be a lead too, but what follows it is not here.
        let other = bytes ^ (ONES * 0xC3);
        let leads = !(((other & !TOP) + !TOP) | other) & (TOP >> 8);
        let lasts = leads << 8;
        let others = !(letters | digits | leads | lasts) & TOP;
        let length = others.trailing_zeros() / 8;
        let mask = match length {
            8 => !0,
            length => (1 << (length * 8)) - 1,
        };
        let top = mask & TOP;
        // For letters and digits, lower case is one bit.
        let lower = (letters | lasts) & (bytes << 2) & top;
        let leads = leads & top;
        Self {
            letters: (bytes | (ONES * 0x20)) & mask & !(leads >> 2),
            length: length as usize,
            lower,
            upper: letters & !lower & top,
            leads,
        }
    }
}

/// A number that stands for a word with its accents. Below eight bytes, it is those bytes; from
/// there on, a hash of 64 bits: among a million words, the odds are one in thirty million that two
/// share one.
pub(super) fn print(marked: &[u8]) -> u64 {
    let mut print = 0;
    let mut rest = marked;
    while let Some((piece, after)) = rest.split_first_chunk() {
        print = mix(print, u64::from_le_bytes(*piece));
        rest = after;
    }
    let bytes = rest.iter().rev();
    let rest = bytes.fold(0, |number, byte| number << 8 | u64::from(*byte));
    if marked.len() < 8 {
        rest
    } else {
        mix(print, rest)
    }
}

/// One step of a print, over eight bytes.
pub(super) fn mix(print: u64, piece: u64) -> u64 {
    let print = (print ^ piece).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    print ^ print >> 29
}
