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
mod query;
mod rank;
mod snippet;
mod source;
mod words;
mod works;

pub use index::Index;
pub use snippet::{Snippet, snippet, title_marks};
pub use works::fold_works;

/// A post that holds the words of a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// The number with which it was added.
    pub post: u32,
    /// How well it matches; higher is better. Scores of one query can be compared.
    pub score: u32,
}

impl Hit {
    /// Whether a word of the query may be a mistake, and the post only holds one that is like it.
    #[must_use]
    pub fn is_guess(&self) -> bool {
        self.score >> rank::TIER_SHIFT < 2
    }
}
