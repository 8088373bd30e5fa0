//! The outer ring: the built widget in real pages, driven by the package `liseuse-e2e`.

use std::env;
use std::path::PathBuf;

use anyhow::Result;

use super::score::Score;
use crate::cli::Engine;
use crate::run::{Run, cargo};
use crate::tools::npm;
use crate::{paths, site, widget};

/// Everything that the tests of every engine share.
#[derive(Debug)]
pub struct Stage {
    folder: PathBuf,
    axe: PathBuf,
    corpus: PathBuf,
}

impl Stage {
    /// Builds the widget and the site under test, in `target/e2e`.
    ///
    /// # Errors
    /// When a build step fails.
    pub fn prepare() -> Result<Self> {
        // First, so that npm installs everything at once.
        let axe = npm::axe()?;
        widget::make()?;
        let folder = paths::target().join("e2e");
        site::assemble(&folder)?;
        site::hosts(&folder)?;
        let corpus = env::var_os("LISEUSE_BLOG").map_or_else(
            || paths::root().join("..").join("shared").join("blog"),
            PathBuf::from,
        );
        if corpus.join("posts").is_dir() {
            site::bundle(
                &corpus.join("posts"),
                &folder.join("blog.json"),
                "Three technology blogs",
            )?;
            site::page(&folder.join("blog.json"), &folder.join("blog.html"))?;
            site::pages(&folder.join("blog.json"), &folder.join("blog-site"))?;
        }
        Ok(Self {
            folder,
            axe,
            corpus,
        })
    }

    /// Runs the cases in one engine.
    ///
    /// # Errors
    /// When the tests cannot be started.
    pub fn run(&self, engine: Engine, filter: &[String]) -> Result<Score> {
        let outcome = self.command(engine).args(filter).watch()?;
        Ok(Score::read(&outcome.output, outcome.success))
    }

    fn command(&self, engine: Engine) -> Run {
        cargo("run")
            .args(["--locked", "--quiet", "--package", "liseuse-e2e", "--"])
            .args(["--engine", engine.name(), "--site"])
            .arg(&self.folder)
            .arg("--axe")
            .arg(&self.axe)
            .arg("--corpus")
            .arg(&self.corpus)
    }
}

/// Takes screenshots of the guide into `target/shots`, in Chromium unless told otherwise.
///
/// # Errors
/// When a build step or the browser fails.
pub fn shots(engine: Option<Engine>) -> Result<()> {
    let folder = paths::target().join("shots");
    let command = Stage::prepare()?.command(engine.unwrap_or(Engine::Chromium));
    command.arg("--shots").arg(&folder).run()?;
    println!("The screenshots are in {}", paths::shown(&folder));
    Ok(())
}
