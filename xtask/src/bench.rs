//! `cargo xtask bench`: the measurements that stand in `tests/bench/`.
//!
//! What needs a browser is the package `liseuse-bench`; it and the tools that it measures with are
//! built for speed. The alignment, and the search in full, are measured natively.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::cli::Part;
use crate::run::cargo;
use crate::{paths, widget};

/// What to measure.
#[derive(Debug)]
pub struct Choice {
    /// Only these parts; everything if there are none.
    pub parts: Vec<Part>,
    /// How often the first screens are measured.
    pub rounds: usize,
    /// Whether one round over small libraries is enough.
    pub is_quick: bool,
}

/// Builds what is needed and runs the measurements, which print their own tables.
///
/// # Errors
/// When something cannot be built, or a measurement fails.
pub fn run(choice: &Choice) -> Result<()> {
    let wants = |part: Part| choice.parts.is_empty() || choice.parts.contains(&part);
    // Alone, the search is measured in full: also natively.
    let is_alone = choice.parts == [Part::Search] && !choice.is_quick;
    let mut native = Vec::new();
    for (part, is_wanted) in [(Part::Align, wants(Part::Align)), (Part::Search, is_alone)] {
        if is_wanted {
            let command = cargo("bench").args(["--locked", "--package", "liseuse", "--bench"]);
            let outcome = command.arg(part.name()).watch()?;
            ensure!(
                outcome.success,
                "the measurement failed: its own message stands above"
            );
            let file = paths::target()
                .join("bench")
                .join(format!("{}.txt", part.name()));
            write(&file, &outcome.output)?;
            native.push(file);
        }
    }
    let parts = Part::BROWSER.into_iter().filter(|part| wants(*part));
    let parts: Vec<&str> = parts.map(Part::name).collect();
    if parts.is_empty() {
        return Ok(());
    }
    widget::make()?;
    let release = |package: &str| {
        let build = cargo("build").args(["--locked", "--release", "--quiet"]);
        build.args(["--package", package, "--bins"]).run()
    };
    release("liseuse")?;
    release("liseuse-bench")?;
    let corpus = env::var_os("LISEUSE_BLOG").map_or_else(
        || paths::root().join("..").join("shared").join("blog"),
        PathBuf::from,
    );
    let program = |name: &str| {
        let path = paths::target().join("release").join(name);
        path.with_extension(env::consts::EXE_EXTENSION)
    };
    let mut command = crate::run::Run::new(program("liseuse-bench"))
        .args(parts)
        .args(["--rounds", &choice.rounds.to_string()])
        .arg("--tool")
        .arg(program("liseuse-bundle"))
        .arg("--corpus")
        .arg(corpus);
    for file in native {
        command = command.arg("--native").arg(file);
    }
    if choice.is_quick {
        command = command.arg("--quick");
    }
    command.run()
}

fn write(file: &Path, text: &str) -> Result<()> {
    let folder = file.parent().unwrap_or(file);
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))
}
