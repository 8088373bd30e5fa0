//! The npm package, as those who install it get it: the tests of `xtask/tests/package.rs`.

use anyhow::Result;

use super::score::Score;
use crate::run::cargo;
use crate::tools::npm;
use crate::widget;

/// Runs the tests of the package, after a build unless that has just been.
///
/// # Errors
/// When the build fails, a tool is missing, or Cargo cannot be started.
pub fn run(filter: &[String], is_built: bool) -> Result<Score> {
    npm::for_tests()?;
    if !is_built {
        widget::make()?;
    }
    let outcome = cargo("test")
        .args(["--locked", "--package", "xtask", "--test", "package", "--"])
        .args(filter)
        .watch()?;
    Ok(Score::read(&outcome.output, outcome.success))
}
