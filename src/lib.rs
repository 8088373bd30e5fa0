//! The inside of **Liseuse**, a reading room that drops into any web page.
//!
//! Bundle **bytes** → [`bundle::Bundle`] (checked) → `Library` (works, versions, tags, languages)
//! → `Query` selects → `State` → `view(&State) -> Node` → `widget::dom` makes it real. Events
//! return as `Msg`; `update(&mut State, Msg) -> Vec<Effect>` is the only thing that changes state.
//! Arrows go one way.
//!
//! The Rust items are public for the project's own tests; what other people build on is the
//! element, the bundle format and the command line, described in the README.

pub mod bundle;
#[cfg(not(target_family = "wasm"))]
pub mod cli;
pub mod error;
pub mod language;
pub mod markdown;
