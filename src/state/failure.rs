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
            Self::NotFound => (strings.not_found, strings.not_found_remedy),
            Self::Network => (strings.network, strings.network_remedy),
            Self::Offline => (strings.offline, strings.offline_remedy),
            Self::Server => (strings.server, strings.server_remedy),
            Self::NotJson => (strings.not_json, strings.not_json_remedy),
            Self::NotAFeed => (strings.not_a_feed, strings.not_a_feed_remedy),
            Self::TooNew => (strings.too_new, strings.too_new_remedy),
            Self::TooLarge => (strings.too_large, strings.too_large_remedy),
            Self::NoSource => (strings.no_source, strings.no_source_remedy),
        }
    }
}
