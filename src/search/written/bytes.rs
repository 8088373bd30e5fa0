//! Numbers and words ↔ the bytes of a file, and those ↔ a text that any script can hand over.

/// The bytes as a text: one character each, below U+0100.
pub(super) fn to_text(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 3 / 2);
    for byte in bytes {
        text.push(char::from(*byte));
    }
    text
}

/// The bytes that a text stands for; none if it stands for no bytes.
pub(super) fn from_text(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len());
    for c in text.chars() {
        bytes.push(u8::try_from(c as u32).ok()?);
    }
    Some(bytes)
}

/// What tells bytes from all others: 40 bits, of which files have their names.
pub(super) fn hash(bytes: &[u8]) -> u64 {
    use super::super::eight::mix;
    let hash = super::super::eight::print(bytes);
    (mix(hash, bytes.len() as u64).wrapping_mul(0xD6E8_FEB8_6659_FD93)) >> 24
}

/// The name of the file with a hash.
pub(super) fn name(hash: u64) -> String {
    let mut name = String::with_capacity(14);
    for at in (0..10).rev() {
        let digit = (hash >> (at * 4)) as u32 & 15;
        name.extend(char::from_digit(digit, 16));
    }
    name.push_str(".bin");
    name
}

/// Adds a number, seven bits a byte, the low ones first; all bytes but the last have their top bit
/// set.
pub(super) fn put(out: &mut Vec<u8>, mut number: u64) {
    while number > 127 {
        out.push(number as u8 | 128);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Adds a hash.
pub(super) fn put_hash(out: &mut Vec<u8>, hash: u64) {
    for at in 0..5 {
        out.push((hash >> (at * 8)) as u8);
    }
}

/// Adds a word as what it has in common with the word before it, and the rest.
pub(super) fn put_word(out: &mut Vec<u8>, before: &[u8], word: &[u8]) {
    let pairs = before.iter().zip(word);
    let shared = pairs.take_while(|(a, b)| a == b).count();
    put(out, shared as u64);
    put(out, (word.len() - shared) as u64);
    out.extend_from_slice(word.get(shared..).unwrap_or_default());
}

/// Reads what was put; nothing where there is no more, or something else.
pub(super) struct Bytes<'a>(pub(super) &'a [u8]);

impl<'a> Bytes<'a> {
    pub(super) fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    pub(super) fn long(&mut self) -> Option<u64> {
        let mut number = 0;
        for at in 0..9 {
            let byte = self.byte()?;
            number |= u64::from(byte & 127) << (at * 7);
            if byte < 128 {
                return Some(number);
            }
        }
        None
    }

    pub(super) fn number(&mut self) -> Option<u32> {
        u32::try_from(self.long()?).ok()
    }

    /// A number of things that follow, each of which takes a byte or more.
    pub(super) fn count(&mut self) -> Option<usize> {
        let count = self.number()? as usize;
        (count <= self.0.len()).then_some(count)
    }

    pub(super) fn some(&mut self, count: usize) -> Option<&'a [u8]> {
        let (some, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(some)
    }

    pub(super) fn hash(&mut self) -> Option<u64> {
        let bytes = self.some(5)?.iter().rev();
        Some(bytes.fold(0, |hash, byte| hash << 8 | u64::from(*byte)))
    }

    /// Makes of a word the next one.
    pub(super) fn word(&mut self, word: &mut Vec<u8>) -> Option<()> {
        let shared = self.number()? as usize;
        let more = self.count()?;
        // Words are far shorter, and what is shared takes no bytes.
        if shared > word.len() || shared + more > 255 {
            return None;
        }
        word.truncate(shared);
        word.extend_from_slice(self.some(more)?);
        Some(())
    }
}
