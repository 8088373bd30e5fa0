//! Turns a bundle's JSON into a checked [`Bundle`].
//!
//! This is the only way in. It does no I/O and never panics, whatever the input: a bundle that is
//! no feed is an [`Error`](crate::error::Error); a defect of one item costs at most that item and
//! is told in [`Bundle::problems`].

use crate::{error::Problem, language::Language};

mod beads;
mod body;
#[cfg(not(target_family = "wasm"))]
pub(crate) mod bytes;
mod check;
mod date;
mod defect;
mod feed;
mod item;
pub mod label;
#[cfg(not(target_family = "wasm"))]
mod read;
pub mod value;

pub use beads::{Alignment, Bead, Beads};
#[cfg(not(target_family = "wasm"))]
pub use bytes::from_slice;
#[cfg(not(target_family = "wasm"))]
pub(crate) use check::is_web_address;
pub(crate) use feed::concepts;
pub use feed::from_value;

/// The version of the `_liseuse` extension that this code reads and writes.
pub const FORMAT_VERSION: u32 = 1;
/// How large the file of a bundle may be, in bytes.
pub const MAX_BYTES: usize = 64 << 20;
/// How many items a bundle may have.
pub const MAX_ITEMS: usize = 100_000;
/// How large the body of one post may be, in bytes of UTF-8; a larger one is lost.
pub const MAX_BODY_BYTES: usize = 1 << 20;
/// How long ids and translation keys may be, in characters; longer ones are cut.
pub const MAX_ID_CHARS: usize = 1_000;
/// How long titles may be, in characters; longer ones are cut.
pub const MAX_TITLE_CHARS: usize = 1_000;
/// How long summaries may be, in characters; longer ones are cut.
pub const MAX_SUMMARY_CHARS: usize = 5_000;
/// How many tags, and how many summaries, a post may have; more are ignored.
pub const MAX_TAGS: usize = 100;
/// How long tags and their labels may be, in characters; longer ones are cut.
pub const MAX_TAG_CHARS: usize = 100;
/// How many tags may have labels; more are ignored.
pub const MAX_TAG_LABELS: usize = 10_000;
/// How many pairs of versions may have beads; more are ignored.
pub const MAX_ALIGNMENTS: usize = 20_000;
/// How long addresses may be, in bytes; longer ones are ignored.
pub const MAX_URL_BYTES: usize = 4_000;
/// How many problems are listed; one more tells how many are not.
pub const MAX_PROBLEMS: usize = 1_000;

/// A bundle that has been checked: every item has an id of its own, a title and a body.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Bundle {
    /// The feed's title; may be empty.
    pub title: String,
    /// The feed's language, used for items that name none.
    pub language: Option<Language>,
    /// The site the feed belongs to, if it is an absolute http(s) address.
    pub home_page_url: Option<String>,
    /// The posts, in the feed's order.
    pub items: Vec<Item>,
    /// The tags that have an id and labels by language, in the bundle's order.
    pub tags: Vec<TagLabels>,
    /// What to take for images, by their addresses as posts write them: another address, of which
    /// the same is allowed as of theirs, or nothing. The picture's width and height in pixels may
    /// follow the address: `#600x400`.
    pub images: Vec<(String, String)>,
    /// Which blocks of translations say the same, for the pairs of versions that the bundle tells.
    pub alignments: Vec<Alignment>,
    /// The languages of all posts, where the bundle tells them; else they are those of its items.
    pub languages: Vec<Language>,
    /// How many works there are in all, when further pages of the list hold more items.
    pub awaited: Option<u32>,
    /// What was wrong, in the order of the file.
    pub problems: Vec<Problem>,
}

/// One post as the bundle gives it.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Unique in the bundle, never empty.
    pub id: String,
    /// Index in the feed's `items` array, counted from 0: where a withheld body is found again.
    pub position: usize,
    /// The post's own address, if it is absolute http(s).
    pub url: Option<String>,
    /// Never empty, without control characters or bidi overrides.
    pub title: String,
    /// The language of title and body; `und` when neither item nor feed names one.
    pub language: Language,
    /// Tags in the author's order, each once.
    pub tags: Vec<String>,
    /// A short plain text in the post's own language.
    pub summary: Option<String>,
    /// Short plain texts in other languages, at most one a language.
    pub summaries: Vec<(Language, String)>,
    /// The day of publication.
    pub date: Option<Date>,
    /// Names the set of items that are translations of each other.
    pub translation_key: Option<String>,
    /// Whether the body is written in two languages.
    pub mixed: bool,
    /// The number of words of the body, when the bundle's maker counted them.
    pub words: Option<u32>,
    /// The page that the post has of its own, relative to the bundle: links lead there.
    pub page: Option<String>,
    /// What kind of text the body is.
    pub content: Content,
    /// The body, unless it stays in JavaScript until the post is opened.
    pub body: Option<String>,
    /// Where the body is, when it is in a file of its own: an address relative to the bundle.
    pub elsewhere: Option<String>,
}

/// What kind of text a body is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// `content_text` with `_liseuse.content_type` of `text/markdown`.
    Markdown,
    /// Any other `content_text`: paragraphs and links.
    Text,
    /// `content_html`.
    Html,
}

/// A calendar day, or a month or a year when no more is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// 1..=9999.
    pub year: u16,
    /// 1..=12.
    pub month: Option<u8>,
    /// 1..=31, valid in its month.
    pub day: Option<u8>,
}

/// A tag's labels by language. Items may write its id or any of the labels in `tags`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagLabels {
    /// Its name for programs, and for readers in whose languages it has no label.
    pub id: String,
    /// What readers see, at most one a language.
    pub labels: Vec<(Language, String)>,
    /// How many works have it, where the bundle tells: that of a list in several pages does.
    pub posts: u32,
}
