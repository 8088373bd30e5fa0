//! The browser ring: what only a real engine can tell. One module a risk.
//!
//! The element's class is JavaScript and is tried end to end; here the module's own functions are
//! called as the class calls them.
#![cfg(target_family = "wasm")]
#![allow(
    missing_docs,
    missing_debug_implementations,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use wasm_bindgen_test::wasm_bindgen_test_configure;

wasm_bindgen_test_configure!(run_in_browser);

/// A reader that is drawn, changed and taken away.
pub mod drawing;
/// Hostile strings as real elements.
pub mod hostile;
/// Names and dates as the engine writes them.
pub mod locale;
/// The page in which a reader is tried.
pub mod stage;
