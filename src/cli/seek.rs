//! The posts of a bundle → the files of its written search index, packed.

use std::io::Write as _;

use flate2::{Compression, write::DeflateEncoder};

use crate::search::{Index, write};

/// The files of the index of posts, by their names in one folder, the entry first: raw deflate, for
/// servers seldom pack what they do not know.
///
/// Of each post: its place in the bundle's list, from 0 on without gaps; its language, its title, all words for its tags
/// (see [`crate::search::tag_words`]), and its text as it is written.
pub fn files<'a>(
    posts: &mut dyn Iterator<Item = (u32, &'a str, &'a str, String, &'a str)>,
) -> Vec<(String, Vec<u8>)> {
    let mut index = Index::new();
    for (number, language, title, tags, body) in posts {
        index.add(number, language, title, &tags, body);
    }
    index.finish(usize::MAX);
    let files = write(&index).into_iter();
    files.map(|(name, text)| (name, pack(&text))).collect()
}

/// A text as raw deflate.
#[must_use]
pub fn pack(text: &str) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    // Nothing fails in memory.
    let _ = encoder.write_all(text.as_bytes());
    encoder.finish().unwrap_or_default()
}
