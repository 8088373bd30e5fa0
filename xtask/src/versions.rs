//! The versions of every tool that is not in `Cargo.lock`, and how the ones that are get read from it.

use std::fs;

use anyhow::{Context, Result};

use crate::paths;

/// The esbuild release that minifies the script.
pub const ESBUILD: &str = "0.28.2";
/// The binaryen release whose wasm-opt goes over the module.
pub const BINARYEN: &str = "132.0.0";
/// The axe-core release that the end-to-end tests inject.
pub const AXE_CORE: &str = "4.14.1";
/// The Vite release whose pages the package is tried in.
pub const VITE: &str = "8.3.8";
/// The TypeScript release that reads the package's types.
pub const TYPESCRIPT: &str = "7.0.2";
/// The publint release that judges the package's files.
pub const PUBLINT: &str = "0.3.25";
/// The release of "Are the types wrong?" that judges how the package's types are found.
pub const ATTW: &str = "0.18.5";
/// The release of the custom elements manifest's schema.
pub const MANIFEST: &str = "2.1.0";
/// The marked release that the bench measures beside ours.
pub const MARKED: &str = "18.2.1";
/// The DOMPurify release that the bench measures beside ours.
pub const DOMPURIFY: &str = "3.4.18";
/// The MiniSearch release that the bench measures beside ours.
pub const MINISEARCH: &str = "7.2.0";
/// The commonmark.js release that the bench measures beside ours.
pub const COMMONMARK: &str = "0.31.2";
/// The wasm-pack release that runs the browser tests.
pub const WASM_PACK: &str = "0.15.1";
/// The geckodriver release that is installed where there is none.
pub const GECKODRIVER: &str = "0.37.1";

/// Returns the version of a package as `Cargo.lock` has it.
///
/// # Errors
/// When the lock file cannot be read or does not name the package.
pub fn locked(package: &str) -> Result<String> {
    let path = paths::root().join("Cargo.lock");
    let lock = fs::read_to_string(&path).with_context(|| {
        format!(
            "cannot read {}: run `cargo generate-lockfile`",
            path.display()
        )
    })?;
    find_locked(&lock, package).with_context(|| {
        format!(
            "{} has no package `{package}`: run `cargo generate-lockfile`",
            path.display()
        )
    })
}

fn find_locked(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name).skip(1);
    let version = lines
        .next()?
        .strip_prefix("version = \"")?
        .strip_suffix('"')?;
    Some(version.to_owned())
}

#[cfg(test)]
mod tests {
    use super::find_locked;

    #[test]
    fn a_locked_version_is_found_by_exact_name() {
        let lock = "[[package]]\nname = \"a-b\"\nversion = \"1.0.0\"\n\n[[package]]\nname = \"a\"\nversion = \"2.0.0\"\n";
        assert_eq!(find_locked(lock, "a").as_deref(), Some("2.0.0"));
        assert_eq!(find_locked(lock, "b"), None);
    }
}
