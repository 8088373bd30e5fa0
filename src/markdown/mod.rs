//! Markdown, plain text or HTML → safe nodes.

pub mod autolink;
pub mod clean;
pub mod entity;
pub mod tokens;
pub mod url;
