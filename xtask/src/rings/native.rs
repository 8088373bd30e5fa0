//! The inner ring: unit, integration and documentation tests on this machine.

use anyhow::{Context, Result};

use super::score::Score;
use crate::run::{Run, cargo};

/// Runs the native tests, documentation included.
///
/// # Errors
/// When Cargo cannot be started.
pub fn run(filter: &[String]) -> Result<Score> {
    let outcome = tests()
        .args(["--package", "xtask", "--package", "liseuse-bench"])
        .arg("--")
        .args(filter)
        .watch()?;
    Ok(Score::read(&outcome.output, outcome.success))
}

/// Runs the native tests so that they rewrite their expected files.
///
/// # Errors
/// When a test fails that is not about an expected file.
pub fn bless() -> Result<()> {
    tests()
        .env("LISEUSE_BLESS", "1")
        .run()
        .context("not everything could be rewritten")?;
    println!("Expected files are rewritten: look through `git diff` before you commit them");
    Ok(())
}

fn tests() -> Run {
    cargo("test").args(["--locked", "--no-fail-fast", "--package", "liseuse"])
}
