//! The browser ring: what only a real engine can tell.
#![cfg(target_family = "wasm")]
