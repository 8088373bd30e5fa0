//! The native ring: nearly everything, without a browser.
#![cfg(not(target_family = "wasm"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

/// Bundles: what is read, what is put right, what is lost.
mod bundle;
/// Bundles that are broken on purpose.
mod bundle_faults;
/// The command line, run as its users run it.
mod cli;
/// Language tags: reading, matching, direction.
mod language;
