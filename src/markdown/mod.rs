//! Markdown, plain text or HTML → safe nodes.
