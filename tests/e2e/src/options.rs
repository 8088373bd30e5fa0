//! The command line: where the site under test is, and which cases to run in which browsers.

use std::path::PathBuf;

use clap::Parser;
use xtask::cli::Engine;
use xtask::paths;

/// Runs the end-to-end cases; `cargo xtask test e2e` builds what they need first.
#[derive(Debug, Parser)]
#[command(name = "liseuse-e2e")]
pub(crate) struct Options {
    /// Only cases whose name contains one of these
    pub(crate) filter: Vec<String>,
    /// Only this browser
    #[arg(long)]
    pub(crate) engine: Option<Engine>,
    /// The folder of the site under test
    #[arg(long, default_value_os_t = paths::target().join("e2e"))]
    pub(crate) site: PathBuf,
    /// axe-core's minified script
    #[arg(long, default_value_os_t = paths::target().join("npm/node_modules/axe-core/axe.min.js"))]
    pub(crate) axe: PathBuf,
    /// Where the corpus would be; named when a case is skipped because it is not
    #[arg(long, default_value = "the folder that LISEUSE_BLOG names")]
    pub(crate) corpus: String,
    /// Take screenshots into this folder instead of running cases
    #[arg(long)]
    pub(crate) shots: Option<PathBuf>,
}

impl Options {
    /// Returns the browsers to use, one after the other.
    pub(crate) fn engines(&self) -> Vec<Engine> {
        self.engine
            .map_or_else(|| Engine::ALL.to_vec(), |engine| vec![engine])
    }

    /// Tells whether a case of this name is to run.
    pub(crate) fn wants(&self, name: &str) -> bool {
        self.filter.is_empty() || self.filter.iter().any(|part| name.contains(part.as_str()))
    }
}
