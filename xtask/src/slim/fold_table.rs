//! Unicode's case folding, looked up in a packed stream: a character comes in, the one to three it folds to go out.
//!
//! This file is compiled twice: here, for tests, and inside the copy of unicase that the widget is built with.
//!
//! The stream holds runs of characters that fold alike, by rising first character. A run is a row of numbers: how far it
//! begins behind the last one's end; its length less one, times four, plus one where it takes every second character, plus
//! two where there is a tail; the way to the folded character, times two, less one if it goes down; with a tail its two
//! characters, the second of which may be zero. Numbers are in LEB128.

/// Returns what a character folds to: one number at least, zeros behind the last.
pub fn find(stream: &[u8], from: u32) -> [u32; 3] {
    let mut first = 0;
    // The ideographs and kana, which do not fold, need not read to the end.
    let mut numbers = match from {
        0x2e00..0xa640 => Numbers(&[]),
        _ => Numbers(stream),
    };
    while !numbers.0.is_empty() {
        first += numbers.next();
        if from < first {
            break;
        }
        let shape = numbers.next();
        let way = numbers.next();
        let tail = if shape & 2 == 0 {
            [0, 0]
        } else {
            [numbers.next(), numbers.next()]
        };
        let step = (shape & 1) + 1;
        let last = first + (shape >> 2) * step;
        if from > last {
            first = last + 1;
            continue;
        }
        if (from - first) & (step - 1) != 0 {
            break;
        }
        let folded = match way & 1 {
            0 => from + way / 2,
            _ => from - way / 2 - 1,
        };
        let [second, third] = tail;
        return [folded, second, third];
    }
    [from, 0, 0]
}

struct Numbers<'a>(&'a [u8]);

impl Numbers<'_> {
    fn next(&mut self) -> u32 {
        let mut value = 0;
        let mut shift = 0;
        while let Some((&byte, rest)) = self.0.split_first() {
            self.0 = rest;
            value |= u32::from(byte & 127) << shift;
            if byte < 128 {
                break;
            }
            shift += 7;
        }
        value
    }
}
