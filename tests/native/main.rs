//! The native ring: nearly everything, without a browser. One module a boundary.
#![cfg(not(target_family = "wasm"))]
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod bundle; // bundle bytes → a checked bundle and its problems
mod entity; // character references
mod language; // BCP 47 tags: reading, matching, direction
mod tokens; // HTML text → tokens, with html5lib's cases
mod url; // what addresses may be followed or shown
