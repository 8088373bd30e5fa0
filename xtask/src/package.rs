//! The npm package as those who install it get it: `pkg/` comes in; a tarball, an app that has it installed, and what
//! bundlers make of that app go out.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::paths;
use crate::run::Run;
use crate::tools::{npm, system};

/// What npm makes of `pkg/`.
#[derive(Debug)]
pub struct Packed {
    /// The file that would be published.
    pub tarball: PathBuf,
    /// npm's own report: `files`, `size`, `version` and more.
    pub report: Value,
}

/// Makes the tarball of the built package in a folder.
///
/// # Errors
/// When npm is missing or refuses the package.
pub fn pack(folder: &Path) -> Result<Packed> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let text = Run::new(system::npm()?)
        .args(["pack", "--json", "--loglevel=error", "--pack-destination"])
        .arg(folder)
        .arg(paths::pkg())
        .ask()
        .context(
            "npm cannot pack pkg/: run `cargo xtask build` first, then `npm pack --dry-run ./pkg`",
        )?;
    let report: Value = serde_json::from_str(&text).context("npm's report is no JSON")?;
    let report = report.get(0).cloned().unwrap_or_default();
    let name = report.get("filename").and_then(Value::as_str);
    let tarball = folder.join(name.context("npm names no tarball")?);
    Ok(Packed { tarball, report })
}

/// An app of a user's: a page with a reader, a script, and the package installed from its tarball.
#[derive(Debug)]
pub struct App {
    folder: PathBuf,
}

/// The app's page. The posts lie at the root of the site.
pub const PAGE: &str = r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>An app</title>
<link rel="icon" href="data:,">
</head>
<body>
<liseuse-reader src="/posts.json"></liseuse-reader>
<script type="module" src="./main.js"></script>
</body>
</html>
"#;

impl App {
    /// Makes an app with this script in a folder of this name below `target/package`.
    ///
    /// # Errors
    /// When a file cannot be written, or npm does not install the package.
    pub fn new(name: &str, script: &str) -> Result<Self> {
        let folder = paths::target().join("package").join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder)
                .with_context(|| format!("cannot empty {}", folder.display()))?;
        }
        let app = Self { folder };
        let packed = pack(&app.folder)?;
        app.write("package.json", r#"{ "private": true, "type": "module" }"#)?;
        app.write("index.html", PAGE)?;
        app.write("main.js", script)?;
        let outcome = Run::new(system::npm()?)
            .args(["install", "--offline", "--no-audit", "--no-fund"])
            .args(["--no-package-lock", "--loglevel=error", "--prefix"])
            .arg(&app.folder)
            .arg(&packed.tarball)
            .hear()?;
        ensure!(
            outcome.success && app.installed("package.json").is_file(),
            "npm does not install the package:\n{}",
            outcome.output
        );
        Ok(app)
    }

    /// Returns its folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns where a file of the installed package is.
    pub fn installed(&self, file: &str) -> PathBuf {
        self.folder.join("node_modules/liseuse").join(file)
    }

    /// Writes a file of the app.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&self, name: &str, text: &str) -> Result<()> {
        let path = self.folder.join(name);
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))
    }

    /// Builds the app with Vite, for this base (`/`, `./`, `/sub/`), and returns the folder with the result.
    ///
    /// # Errors
    /// When Vite fails, or has as much as a warning to say.
    pub fn vite(&self, base: &str) -> Result<PathBuf> {
        let out = self.folder.join("dist");
        let run = tool("vite")?
            .arg("build")
            .arg(&self.folder)
            .args(["--logLevel", "warn"])
            .args(["--base", base, "--emptyOutDir", "--outDir"])
            .arg(&out);
        silent(run)?;
        Ok(out)
    }

    /// Bundles the app's script with esbuild, with these options besides, and returns the folder with the result.
    ///
    /// # Errors
    /// When esbuild fails, or has as much as a warning to say.
    pub fn esbuild(&self, options: &[&str]) -> Result<PathBuf> {
        let out = self.folder.join("bundled");
        let run = tool("esbuild")?
            .arg(self.folder.join("main.js"))
            .args(["--bundle", "--format=esm", "--minify"])
            .args(["--log-level=warning"])
            .args(options)
            .arg(format!("--outdir={}", out.display()));
        silent(run)?;
        let page = out.join("index.html");
        fs::write(&page, PAGE).with_context(|| format!("cannot write {}", page.display()))?;
        Ok(out)
    }
}

/// Starts a command of one of the tools that npm installed.
///
/// # Errors
/// When they are missing and cannot be installed.
pub fn tool(name: &str) -> Result<Run> {
    let end = if cfg!(windows) { ".cmd" } else { "" };
    let programs = npm::for_tests()?.join(".bin");
    Ok(Run::new(programs.join(format!("{name}{end}"))))
}

/// Runs a tool that says nothing when all is well.
fn silent(run: Run) -> Result<()> {
    let outcome = run.hear()?;
    if !outcome.success || !outcome.output.trim().is_empty() {
        bail!("it says:\n{}", outcome.output);
    }
    Ok(())
}
