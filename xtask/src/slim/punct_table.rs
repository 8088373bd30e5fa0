//! The punctuation that Markdown knows, looked up in a packed stream: a character comes in, yes or no goes out.
//!
//! This file is compiled twice: here, for tests, and inside the copy of pulldown-cmark that the widget is built with.
//!
//! The stream holds lengths in LEB128, by turns: how many characters are none, how many are.

/// Tells whether a character is punctuation.
pub fn find(stream: &[u8], from: u32) -> bool {
    let mut end = 0;
    let mut length = 0;
    let mut shift = 0;
    let mut is_inside = false;
    for &byte in stream {
        length |= u32::from(byte & 127) << shift;
        shift += 7;
        if byte < 128 {
            end += length;
            if from < end {
                return is_inside;
            }
            is_inside = !is_inside;
            length = 0;
            shift = 0;
        }
    }
    false
}
