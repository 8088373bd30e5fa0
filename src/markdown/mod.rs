//! Markdown, plain text or HTML → safe nodes.

pub mod url;
