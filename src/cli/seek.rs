//! The posts of a bundle → the files of its written search index, packed.

use std::io::Write as _;

use base64::Engine as _;
use flate2::{Compression, write::DeflateEncoder};

use super::script;
use crate::{
    library::Library,
    search::{Text, tag_words, write},
};

/// The files of the index of a library whose posts have their bodies, by their names in one folder:
/// raw deflate, for servers seldom pack what they do not know. Posts are counted by their position
/// in the bundle's list; one that could not be read is never found. The first file is the entry.
#[must_use]
pub fn files(library: &Library) -> Vec<(String, Vec<u8>)> {
    let posts = library.posts();
    let count = posts.iter().map(|post| post.item.position + 1).max();
    let mut tags = vec![String::new(); count.unwrap_or(0)];
    let mut texts = vec![Text::default(); tags.len()];
    for post in posts {
        if let Some(tags) = tags.get_mut(post.item.position) {
            *tags = tag_words(library, post);
        }
    }
    for post in posts {
        let item = &post.item;
        if let (Some(text), Some(tags)) = (texts.get_mut(item.position), tags.get(item.position)) {
            *text = Text {
                language: item.language.as_str(),
                title: &item.title,
                tags,
                body: item.body.as_deref().unwrap_or_default(),
            };
        }
    }
    let files = write(texts).into_iter();
    files.map(|(name, text)| (name, pack(&text))).collect()
}

/// A text as raw deflate.
#[must_use]
pub fn pack(text: &str) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    // Nothing can fail where nothing is written to.
    let _ = encoder.write_all(text.as_bytes());
    encoder.finish().unwrap_or_default()
}

/// The script that hands one of the files over to pages opened from a disk, and its name.
#[must_use]
pub fn script(name: &str, file: &[u8]) -> (String, String) {
    let name = name.strip_suffix(".bin").unwrap_or(name);
    let text = base64::engine::general_purpose::STANDARD.encode(file);
    let script = script::handing_over(&format!("\"{text}\""));
    (format!("{name}.js"), script)
}
