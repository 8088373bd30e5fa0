//! Dependencies in a smaller form: a crate's source as Cargo fetched it comes in, a folder that the widget's build takes instead goes out.
//!
//! Cargo's `paths` override does the exchange: it changes neither `Cargo.toml` nor the lock file, holds for one command
//! alone, and asks that name, version and dependencies stay as they are
//! (<https://doc.rust-lang.org/cargo/reference/overriding-dependencies.html#paths-overrides>).
//! Only what is shipped is built so; every native test runs with the crates as they come.

pub mod entities;
mod entity_names;
pub mod entity_table;
pub mod fold;
pub mod fold_table;
pub mod maps;
pub mod punct;
pub mod punct_table;
pub mod unused;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::paths;
use crate::run::cargo;
use crate::tools::cargo::WASM;

/// Writes the smaller crates into the target folder and returns the argument that tells Cargo to take them.
///
/// # Errors
/// When a crate's source is not there, or is not what the rewriting was made for.
pub fn config() -> Result<String> {
    let mut copies = Vec::new();
    let rewrites: [(_, fn(&Path) -> _); 2] =
        [("pulldown-cmark", markdown), ("unicase", fold::rewrite)];
    for (package, rewrite) in rewrites {
        let copy = paths::target().join("slim").join(package);
        let original = source(package)?;
        refresh(&original, &copy, &rewrite(&original)?)?;
        // A text of JSON is one of TOML too, also with the backslashes of Windows.
        copies.push(serde_json::to_string(&copy)?);
    }
    Ok(format!("paths=[{}]", copies.join(",")))
}

fn markdown(original: &Path) -> Result<Vec<(&'static str, Vec<u8>)>> {
    let mut changed = entities::rewrite(original)?;
    changed.extend(punct::rewrite(original)?);
    changed.extend(maps::rewrite(original)?);
    unused::rewrite(original, &mut changed)?;
    Ok(changed)
}

/// Writes a number in LEB128.
fn put_number(stream: &mut Vec<u8>, mut number: u32) {
    while number > 127 {
        stream.push(number.to_le_bytes()[0] | 128);
        number >>= 7;
    }
    stream.push(number.to_le_bytes()[0]);
}

/// Returns the folder in which Cargo keeps the source of a package of the lock file.
///
/// # Errors
/// When Cargo cannot tell it.
pub fn source(package: &str) -> Result<PathBuf> {
    let answer = cargo("metadata")
        .args(["--locked", "--format-version", "1"])
        // Else Cargo fetches what only other systems need.
        .args(["--filter-platform", WASM])
        .ask()
        .context(
            "cannot ask where the dependencies are: see what `cargo metadata --locked` says",
        )?;
    let answer: serde_json::Value = serde_json::from_str(&answer)?;
    let packages = answer.get("packages").and_then(|list| list.as_array());
    let manifest = packages
        .into_iter()
        .flatten()
        .find(|one| one.get("name").is_some_and(|name| name == package))
        .and_then(|one| one.get("manifest_path")?.as_str())
        .with_context(|| format!("Cargo.lock has no package `{package}`"))?;
    let folder = Path::new(manifest).parent();
    Ok(folder.context("a manifest lies in a folder")?.to_path_buf())
}

/// Makes `copy` a copy of `original` in which some files have another content. What is already as
/// it should be is not touched, so that Cargo builds again only what has changed.
fn refresh(original: &Path, copy: &Path, changed: &[(&str, Vec<u8>)]) -> Result<()> {
    for file in files(original)? {
        put(&copy.join(&file), &fs::read(original.join(&file))?, || {
            changed.iter().any(|(name, _)| Path::new(name) == file)
        })?;
    }
    for (name, bytes) in changed {
        put(&copy.join(name), bytes, || false)?;
    }
    Ok(())
}

fn put(path: &Path, bytes: &[u8], later: impl Fn() -> bool) -> Result<()> {
    if later() || fs::read(path).is_ok_and(|found| found == bytes) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| cannot("make", folder))?;
    }
    fs::write(path, bytes).with_context(|| cannot("write", path))
}

/// What a build of a library needs: its manifest, its build script and its modules.
fn files(original: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![original.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| cannot("read", &folder))? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(name) = path.strip_prefix(original) {
                found.push(name.to_path_buf());
            }
        }
    }
    Ok(found)
}

fn cannot(what: &str, path: &Path) -> String {
    format!("cannot {what} {}", path.display())
}
