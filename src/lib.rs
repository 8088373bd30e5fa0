//! The inside of **Liseuse**, a reading room that drops into any web page.
//!
//! Bundle **bytes** → [`bundle::Bundle`] (checked) → [`library::Library`] (works, versions, tags,
//! languages) → [`query::Query`] selects → [`state::State`] → [`view::view`] gives nodes →
//! `widget::dom` makes them real. Events return as [`state::Msg`]; [`state::update`] is the only
//! thing that changes state. Arrows go one way.
//!
//! The Rust items are public for the project's own tests; what other people build on is the
//! element, the bundle format and the command line, described in the README.

/// What is known by name. One kind of map serves everywhere: each further kind would be a few
/// kilobytes of code for every reader.
type Names = std::collections::BTreeMap<String, u32>;

// Words: plain values that any step may use.
pub mod action;
pub mod error;
pub mod i18n;
pub mod language;
mod text;

// Steps: each uses words and the steps before it. Their order stands in `tests/native/tidy.rs`,
// which holds it.
pub mod align;
pub mod bundle;
pub mod library;
pub mod markdown;
pub mod query;
pub mod route;
pub mod search;
pub mod state;
pub mod view;

#[cfg(not(target_family = "wasm"))]
pub mod cli;
#[cfg(target_family = "wasm")]
pub mod widget;
