//! Where things are: the repository's root and the folders that the commands write to.

use std::env;
use std::path::{Path, PathBuf};

/// Returns the root of the repository.
pub fn root() -> PathBuf {
    // Cargo sets the variable for `cargo run` too, so that a moved checkout needs no rebuild.
    // The end-to-end package lies one level deeper, so the root is told by its lock file.
    let manifest = env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    let found = manifest
        .ancestors()
        .find(|folder| folder.join("Cargo.lock").exists());
    found.unwrap_or(&manifest).to_path_buf()
}

/// Returns Cargo's target folder, which holds everything that the commands make except `pkg/`.
pub fn target() -> PathBuf {
    match env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => root().join(folder),
        None => root().join("target"),
    }
}

/// Returns the folder of the npm package, where the built widget goes.
pub fn pkg() -> PathBuf {
    root().join("pkg")
}

/// Returns the folder of the host page and the guide.
pub fn www() -> PathBuf {
    root().join("www")
}

/// Returns the root of the tools that the commands install for themselves (`bin/` is inside).
pub fn tools() -> PathBuf {
    target().join("tools")
}

/// Returns a path as a person would type it from the root.
pub fn shown(path: &Path) -> String {
    path.strip_prefix(root())
        .unwrap_or(path)
        .display()
        .to_string()
}
