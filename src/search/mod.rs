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

pub use index::Index;
pub use snippet::{Snippet, snippet, title_marks};

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
