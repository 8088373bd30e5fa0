//! The native ring: nearly everything, without a browser.
#![cfg(not(target_family = "wasm"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

/// Language tags: reading, matching, direction.
mod language;
