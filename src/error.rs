//! What went wrong, where, and what to do about it.
//!
//! An [`Error`] means that nothing can be shown. A [`Problem`] is a smaller thing: a defect of one
//! place in a bundle, told in a list beside whatever could be read.

use std::fmt;

use crate::text::digits;

/// The result of an operation that can fail as a whole.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a bundle cannot be opened at all.
///
/// `Display` gives [`Error::message`]; [`Error::remedy`] says what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The text is not JSON. `message` is the parser's own account, with line and column if known.
    NotJson {
        /// What the JSON parser said.
        message: String,
    },
    /// It is JSON, but not a feed: `found` names what stands there instead.
    NotAFeed {
        /// What was found, in plain words.
        found: String,
    },
    /// The bundle was written for a later version of the format than this one reads.
    TooNew {
        /// The version the bundle asks for.
        version: u32,
    },
    /// A limit on the whole bundle is exceeded.
    TooLarge {
        /// What is counted: `bytes` or `items`.
        what: &'static str,
        /// How many are allowed.
        limit: usize,
        /// How many there are.
        got: usize,
    },
}

// Messages are joined, not formatted: the widget has no other use for the machinery of `format!`.
impl Error {
    /// What happened: one lower-case clause without a full stop.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Self::NotJson { message } => ["the bundle is not JSON: ", message].concat(),
            Self::NotAFeed { found } => ["the bundle is not a JSON Feed: ", found].concat(),
            Self::TooNew { version } => [
                "the bundle has format version ",
                &digits(*version),
                ", and this reader knows version 1",
            ]
            .concat(),
            Self::TooLarge { what, limit, got } => {
                let (limit, got) = (digits(*limit), digits(*got));
                [
                    "the bundle has ",
                    &got,
                    " ",
                    what,
                    ", and ",
                    &limit,
                    " are allowed",
                ]
                .concat()
            }
        }
    }

    /// One sentence for the person who made the bundle.
    #[must_use]
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::NotJson { .. } => "build the bundle again with `liseuse-bundle build`",
            Self::NotAFeed { .. } => {
                "a bundle is a JSON Feed: an object with `version`, `title` and `items`"
            }
            Self::TooNew { .. } => {
                "update Liseuse on this page to the version that made the bundle"
            }
            Self::TooLarge { .. } => "split the posts over several bundles",
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}

impl std::error::Error for Error {}

/// How much a [`Problem`] costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Something was ignored or put right; every post is there.
    Warning,
    /// A post, or a part of one, is lost.
    Error,
}

/// One defect of a bundle, with its place and remedy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// How much it costs.
    pub severity: Severity,
    /// Where it is: a path into the JSON such as `items[3].tags[1]`.
    pub place: String,
    /// What is wrong: one lower-case clause.
    pub what: String,
    /// What to do: one lower-case clause.
    pub remedy: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} ({})", self.place, self.what, self.remedy)
    }
}
