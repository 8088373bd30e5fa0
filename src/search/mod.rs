//! The words of posts, indexed in memory, and queries → the posts that hold them, with the place to
//! show of each.
//!
//! It knows no browser and no disk. It becomes a module of its own, which is loaded when somebody
//! searches for the first time.

mod compound;
mod eight;
mod fold;
mod index;
mod matching;
mod memory;
mod near;
mod query;
mod rank;
mod snippet;
mod source;
mod words;
mod written;

pub use index::Index;
pub use snippet::{Snippet, snippet, title_marks};
pub use written::{Written, write};

use crate::library::{Library, Post};

/// A post that holds the words of a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// The number with which it was added.
    pub post: u32,
    /// How well it matches; higher is better. Scores of one query can be compared. The four highest
    /// bits tell of the word that matches worst: 3, it is there; 2, another form of it; 1 and 0, a
    /// word that may have been meant.
    pub score: u32,
}

/// All words for the tags of a post, one a line: their ids, and their labels in all languages.
#[must_use]
pub fn tag_words(library: &Library, post: &Post) -> String {
    let mut words = String::new();
    for tag in post.tags.iter().filter_map(|tag| library.tag(*tag)) {
        let labels = tag.labels.iter().map(|(_, label)| label);
        for word in [&tag.id].into_iter().chain(labels) {
            words.push_str(word);
            words.push('\n');
        }
    }
    words
}
