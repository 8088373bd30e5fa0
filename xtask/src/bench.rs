//! `cargo xtask bench`: the measurements that stand in `tests/bench/`.

use anyhow::Result;

use crate::{cli::Part, run::cargo};

/// Builds and runs the measurement of a part, which prints its own tables.
///
/// # Errors
/// When it cannot be built, or fails.
pub fn run(part: Part) -> Result<()> {
    let name = match part {
        Part::Align => "align",
        Part::Search => "search",
    };
    cargo("bench")
        .args(["--locked", "--package", "liseuse", "--bench", name])
        .run()
}
