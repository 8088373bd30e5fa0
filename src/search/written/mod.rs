//! Posts → files that hold their words, and some of these files → the posts that a query finds.
//!
//! The index of many posts would be long on its way and long to make. Written, it lies beside them,
//! and a query takes the few files that it needs; what it finds is what an [`super::Index`] of all
//! posts finds, with the same scores. Every file is named after its own content, so that it may be
//! kept for ever, is seen to be whole, and never meets one of another index.
//!
//! # The files
//! Numbers are written as in [`bytes::put`]; posts are counted from the last one of the list, which
//! is the oldest, so that most of what is written stays as it is when there are new ones.
//! - The entry: how many posts there are, how many words their texts have, which
//!   classes of languages; for each dictionary its first key, shortened, and its hash; for each file
//!   of likely words what they have in common, and its hash.
//! - Dictionaries: words without accents, in order, with those stems and beginnings that lead to
//!   words: the *keys*. With each key stand: the words of which it is the stem; if it is a beginning of very many words, the
//!   best posts for it; the words themselves, with accents, and the posts
//!   that hold them.
//! - Places: where the words of one dictionary stand in the posts, in files of their own, for only
//!   queries of several words need them.
//! - Likely words: all words once more, so that those stand together which have letters in common.
//!   They are taken where nothing holds the words as they were typed.

mod bytes;
mod dictionary;
mod likely;
mod read;
mod write;

pub use read::Written;
pub use write::write;

/// The first bytes of the entry: what it is, and the version of the format.
const MAGIC: &[u8] = b"LI\x01";
/// So many of the best posts are kept for a beginning of very many words.
const BEST: usize = 1_000;
