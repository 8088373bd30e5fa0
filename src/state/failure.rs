//! Why there are no posts to show.

use crate::i18n::Strings;

/// Why there are no posts to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// The server says there is none.
    NotFound,
    /// The connection failed, or another origin does not share it.
    Network,
    /// The browser knows it is offline.
    Offline,
    /// The server answered with another error.
    Server,
    /// It is not JSON.
    NotJson,
    /// It is no feed.
    NotAFeed,
    /// It is of a later version.
    TooNew,
    /// It is over a limit.
    TooLarge,
    /// No address was given.
    NoSource,
}

impl Failure {
    /// The word for it in events.
    #[must_use]
    pub fn kind(self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::Network => "network",
            Self::Offline => "offline",
            Self::Server => "server",
            Self::NotJson => "not-json",
            Self::NotAFeed => "not-a-feed",
            Self::TooNew => "too-new",
            Self::TooLarge => "too-large",
            Self::NoSource => "no-source",
        }
    }

    /// The failure of this name.
    #[must_use]
    pub fn from_kind(kind: &str) -> Self {
        [
            Self::NotFound,
            Self::Offline,
            Self::Server,
            Self::NotJson,
            Self::TooLarge,
            Self::NoSource,
        ]
        .into_iter()
        .find(|failure| failure.kind() == kind)
        .unwrap_or(Self::Network)
    }

    /// What happened, and what to do.
    #[must_use]
    pub fn words(self, strings: &Strings) -> (&'static str, &'static str) {
        match self {
            Self::NotFound => strings.failed_not_found,
            Self::Network => strings.failed_network,
            Self::Offline => strings.failed_offline,
            Self::Server => strings.failed_server,
            Self::NotJson => strings.failed_not_json,
            Self::NotAFeed => strings.failed_not_a_feed,
            Self::TooNew => strings.failed_too_new,
            Self::TooLarge => strings.failed_too_large,
            Self::NoSource => strings.failed_no_source,
        }
    }
}
