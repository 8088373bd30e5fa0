//! The native ring: nearly everything, without a browser.
#![cfg(not(target_family = "wasm"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

/// Addresses in plain text.
mod autolink;
/// Labels: titles, tags, summaries.
mod clean;
/// Character references in HTML.
mod entity;
/// HTML, tokenised: our cases and those of html5lib.
mod tokens;
/// Content's URLs: what may pass, and as what.
mod url;
