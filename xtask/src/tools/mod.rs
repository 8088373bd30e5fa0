//! Finding the tools that a command needs, and installing the ones that are missing.
//!
//! A tool is taken from `PATH` when its version fits, else from `target/tools`,
//! else it is installed there. Nothing is skipped: what cannot be installed is an
//! error that says what to type.

pub mod cargo;
pub mod npm;
pub mod screen;
pub mod system;

use std::env;
use std::path::PathBuf;

/// Looks for a program on `PATH`, as a shell would.
pub fn on_path(program: &str) -> Option<PathBuf> {
    let file = format!("{program}{}", env::consts::EXE_SUFFIX);
    let folders = env::var_os("PATH")?;
    env::split_paths(&folders)
        .map(|folder| folder.join(&file))
        .find(|path| path.is_file())
}
