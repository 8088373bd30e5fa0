//! The folder of a site that shows the widget: `www/`, `pkg/` and Markdown come in, a folder of static files goes out.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::paths;
use crate::run::cargo;

/// Fills an emptied folder with the host page, the built widget and the guide's bundle.
///
/// The widget must have been built.
///
/// # Errors
/// When a file cannot be copied or the bundle cannot be made.
pub fn assemble(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    let www = paths::www();
    copy(&www, folder, &|path| {
        let posts = path == www.join("posts");
        let source =
            path == www.join("reader.js") || path.extension().is_some_and(|kind| kind == "md");
        !posts && !source
    })?;
    let images = www.join("posts").join("images");
    if images.exists() {
        copy(&images, &folder.join("images"), &|_| true)?;
    }
    copy(&paths::pkg(), folder, &|path| {
        path.file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with("liseuse."))
    })?;
    bundle(
        &www.join("posts"),
        &folder.join("posts.json"),
        "The Liseuse guide",
    )?;
    page(&folder.join("posts.json"), &folder.join("reader.html"))?;
    pages(&folder.join("posts.json"), &folder.join("site"))
}

/// Puts the host pages of the end-to-end cases beside the widget, so that a person can open them, and the
/// guide in pieces.
///
/// # Errors
/// When a file cannot be copied, or the pieces cannot be made.
pub fn hosts(folder: &Path) -> Result<()> {
    let posts = paths::www().join("posts");
    let split = folder.join("split").join("posts.json");
    fs::create_dir_all(folder.join("split")).context("cannot make a folder for the pieces")?;
    build(&posts, &split, "The Liseuse guide", &["--split"])?;
    copy(
        &paths::root().join("tests/e2e/hosts"),
        &folder.join("hosts"),
        &|_| true,
    )
}

/// Makes a bundle of a folder of posts with the project's own command.
///
/// # Errors
/// When the command fails, or writes nothing.
pub fn bundle(posts: &Path, file: &Path, title: &str) -> Result<()> {
    build(posts, file, title, &[])
}

fn build(posts: &Path, file: &Path, title: &str, options: &[&str]) -> Result<()> {
    cargo("run")
        .args([
            "--locked",
            "--quiet",
            "--package",
            "liseuse",
            "--bin",
            "liseuse-bundle",
            "--",
            "build",
            "--js",
        ])
        .arg(posts)
        .arg("-o")
        .arg(file)
        .args(["--title", title])
        .args(options)
        .run()?;
    if !file.is_file() {
        bail!("`liseuse-bundle build` wrote no {}", file.display());
    }
    Ok(())
}

/// Makes a page of one file of a bundle, with the widget of `pkg/`.
///
/// # Errors
/// When the command fails.
pub fn page(bundle: &Path, file: &Path) -> Result<()> {
    cargo("run")
        .args([
            "--locked",
            "--quiet",
            "--package",
            "liseuse",
            "--bin",
            "liseuse-bundle",
            "--",
            "page",
        ])
        .arg(bundle)
        .arg("-o")
        .arg(file)
        .arg("--widget")
        .arg(paths::pkg())
        .run()
}

/// Makes a site of static pages of a bundle, with the widget of `pkg/`.
///
/// # Errors
/// When the command fails.
pub fn pages(bundle: &Path, folder: &Path) -> Result<()> {
    cargo("run")
        .args([
            "--locked",
            "--quiet",
            "--package",
            "liseuse",
            "--bin",
            "liseuse-bundle",
            "--",
            "site",
        ])
        .arg(bundle)
        .arg("-o")
        .arg(folder)
        .arg("--widget")
        .arg(paths::pkg())
        .run()
}

fn copy(from: &Path, to: &Path, wanted: &dyn Fn(&Path) -> bool) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("cannot make {}", to.display()))?;
    for path in entries(from)? {
        let Some(name) = path.file_name().filter(|_| wanted(&path)) else {
            continue;
        };
        let target = to.join(name);
        if path.is_dir() {
            copy(&path, &target, wanted)?;
        } else {
            fs::copy(&path, &target).with_context(|| {
                format!("cannot copy {} to {}", path.display(), target.display())
            })?;
        }
    }
    Ok(())
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let problem = || format!("cannot read the folder {}", folder.display());
    let entries = fs::read_dir(folder).with_context(problem)?;
    entries
        .map(|entry| Ok(entry.with_context(problem)?.path()))
        .collect()
}
