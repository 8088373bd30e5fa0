//! Markdown, plain text or HTML → safe nodes.

pub mod entity;
pub mod tokens;
pub mod url;
