//! The ring before all others: formatting, and Clippy for both targets.

use anyhow::Result;

use crate::run::cargo;
use crate::tools::cargo::{WASM, wasm_target};

/// Checks formatting and lints.
///
/// # Errors
/// When something is not as it should be; all checks have run then.
pub fn run() -> Result<()> {
    wasm_target()?;
    let format = cargo("fmt").args(["--all", "--check"]).run();
    let native = cargo("clippy")
        .args([
            "--locked",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ])
        .run();
    // What is no part of `cargo test` is no part of all targets either.
    let package = cargo("clippy")
        .args(["--locked", "--package", "xtask", "--test", "package"])
        .args(["--", "-D", "warnings"])
        .run();
    let wasm = cargo("clippy")
        .args([
            "--locked",
            "--package",
            "liseuse",
            "--lib",
            "--tests",
            "--target",
            WASM,
        ])
        .args(["--", "-D", "warnings"])
        .run();
    format.and(native).and(package).and(wasm)
}
