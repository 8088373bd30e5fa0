//! The names of HTML's character references, looked up in a packed stream: a name comes in, one or two characters go out.
//!
//! This file is compiled twice: here, for tests, and inside the copy of pulldown-cmark that the widget is built with.
//!
//! The stream holds the names by rising value, each behind the steps from the value before it. A letter or a digit belongs
//! to a name; every other byte is a step: the high two bits tell its unit, the low six how many of it. So no value, no
//! length and no address is written down. The first search reads the stream once, into a hash table that takes no room in
//! the module.
//!
//! There are two streams. That of the rarer names is zeros until the later part of the module brings it (see `split` in
//! `xtask`), and is read by the first search after that.

use std::hint::black_box;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};

/// The second characters of the references that stand for two; a value's bits above 17 count them from one.
pub const SECONDS: [char; 8] = [
    '\u{338}', '\u{fe00}', '\u{20d2}', '\u{20e5}', '\u{200a}', '\u{333}', 'j', '\u{331}',
];

/// The units of steps, as shifts, by the high two bits.
pub const UNITS: [u32; 4] = [0, 0, 5, 11];

const SLOTS: usize = 4096;

/// Two streams and where their names are.
#[derive(Debug)]
pub struct Table<'a> {
    streams: [&'a [u8]; 2],
    read: [AtomicBool; 2],
    /// Value, length, stream and position of a name, from the low end: 32, 8, 1 and 23 bits; zero where there is none.
    slots: [AtomicU64; SLOTS],
}

impl<'a> Table<'a> {
    /// Takes the streams, the second of which may come later; nothing is read yet.
    pub const fn new(streams: [&'a [u8]; 2]) -> Self {
        let slots = [const { AtomicU64::new(0) }; SLOTS];
        let read = [const { AtomicBool::new(false) }; 2];
        Self {
            streams,
            read,
            slots,
        }
    }

    /// Returns what a name stands for, written without `&` and `;`.
    pub fn find(&self, name: &[u8]) -> Option<(char, Option<char>)> {
        for (which, read) in self.read.iter().enumerate() {
            if !read.load(Relaxed) {
                read.store(self.read_stream(which), Relaxed);
            }
        }
        for slot in self.probe(name) {
            let slot = slot.load(Relaxed);
            if slot == 0 {
                break;
            }
            let start = (slot >> 41) as usize;
            let end = start + (slot >> 32 & 255) as usize;
            if self.stream((slot >> 40 & 1) as usize).get(start..end) == Some(name) {
                let value = slot as u32;
                let second = (value >> 17).checked_sub(1);
                let second = second.and_then(|index| SECONDS.get(index as usize));
                return Some((char::from_u32(value & 0x1_ffff)?, second.copied()));
            }
        }
        None
    }

    /// A stream. The compiler must not know what is in it: a part of the module may still have zeros there.
    fn stream(&self, which: usize) -> &[u8] {
        self.streams
            .get(which)
            .map_or(&[], |stream| black_box(*stream))
    }

    /// Reads a stream if it is here: then it begins with a step.
    fn read_stream(&self, which: usize) -> bool {
        let stream = self.stream(which);
        if stream.first() == Some(&0) {
            return false;
        }
        let mut value = 0;
        let mut start = 0;
        while let Some((&byte, rest)) = stream.get(start..).and_then(<[u8]>::split_first) {
            if !byte.is_ascii_alphanumeric() {
                let unit = UNITS.get(usize::from(byte >> 6)).copied().unwrap_or(0);
                value += u64::from(byte & 63) << unit;
                start += 1;
                continue;
            }
            let more = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric());
            let end = start + 1 + more.count();
            let name = stream.get(start..end).unwrap_or_default();
            for slot in self.probe(name) {
                if slot.load(Relaxed) == 0 {
                    slot.store(
                        (start as u64) << 41
                            | (which as u64) << 40
                            | (name.len() as u64) << 32
                            | value,
                        Relaxed,
                    );
                    break;
                }
            }
            start = end;
        }
        true
    }

    /// All slots, from the one that a name should be in.
    fn probe(&self, name: &[u8]) -> impl Iterator<Item = &AtomicU64> {
        let mut hash = 0u32;
        for byte in name {
            hash = (hash ^ u32::from(*byte)).wrapping_mul(0x9E37_79B1);
        }
        let (before, from) = self.slots.split_at((hash >> 20) as usize);
        from.iter().chain(before)
    }
}
