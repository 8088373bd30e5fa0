//! Tools that npm installs into `target/npm`: the minifiers, and what the tests need.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::run::Run;
use crate::tools::system;
use crate::{paths, versions};

/// A package and its version.
type Package = (&'static str, &'static str);

/// What a build needs.
const BUILD: [Package; 2] = [
    ("esbuild", versions::ESBUILD),
    ("binaryen", versions::BINARYEN),
];
/// What the tests need besides.
const TESTS: [Package; 6] = [
    ("axe-core", versions::AXE_CORE),
    ("vite", versions::VITE),
    ("typescript", versions::TYPESCRIPT),
    ("publint", versions::PUBLINT),
    ("@arethetypeswrong/cli", versions::ATTW),
    ("custom-elements-manifest", versions::MANIFEST),
];

/// What the bench measures beside Liseuse.
const PEERS: [Package; 4] = [
    ("marked", versions::MARKED),
    ("dompurify", versions::DOMPURIFY),
    ("minisearch", versions::MINISEARCH),
    ("commonmark", versions::COMMONMARK),
];

/// Returns the path of the minifier of scripts and style sheets.
///
/// # Errors
/// When it is missing and cannot be installed.
pub fn esbuild() -> Result<PathBuf> {
    program("esbuild")
}

/// Returns the path of the minifier of modules. One that the system has is never taken: version
/// 108, which some systems have, breaks what today's bindings need.
///
/// # Errors
/// When it is missing and cannot be installed.
pub fn wasm_opt() -> Result<PathBuf> {
    program("wasm-opt")
}

fn program(name: &str) -> Result<PathBuf> {
    let end = if cfg!(windows) { ".cmd" } else { "" };
    Ok(modules(&BUILD)?.join(".bin").join(format!("{name}{end}")))
}

/// Returns the folder of everything that the tests use, the programs in its `.bin`.
///
/// # Errors
/// When something is missing and cannot be installed.
pub fn for_tests() -> Result<PathBuf> {
    modules(&[BUILD.as_slice(), &TESTS].concat())
}

/// Returns the path of the script that checks a page's accessibility.
///
/// # Errors
/// When it is missing and cannot be installed.
pub fn axe() -> Result<PathBuf> {
    Ok(for_tests()?.join("axe-core").join("axe.min.js"))
}

/// Returns the folder of the libraries that the bench measures beside Liseuse. They have one of their
/// own, so that nothing else can use them.
///
/// # Errors
/// When something is missing and cannot be installed.
pub fn peers() -> Result<PathBuf> {
    install(&paths::target().join("bench").join("npm"), &PEERS)
}

fn modules(packages: &[Package]) -> Result<PathBuf> {
    install(&paths::target().join("npm"), packages)
}

fn install(prefix: &Path, packages: &[Package]) -> Result<PathBuf> {
    let modules = prefix.join("node_modules");
    if packages
        .iter()
        .all(|(name, version)| installed(&modules, name, version))
    {
        return Ok(modules);
    }
    let npm = system::npm()?;
    fs::create_dir_all(prefix).with_context(|| format!("cannot make {}", prefix.display()))?;
    // All in one command: npm removes what a later command does not name.
    Run::new(npm)
        .args([
            "install",
            "--no-save",
            "--no-package-lock",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
        ])
        .arg("--prefix")
        .arg(prefix)
        .args(
            packages
                .iter()
                .map(|(name, version)| format!("{name}@{version}")),
        )
        .run()
        .context("cannot install the npm tools: is the network there?")?;
    for (name, version) in packages {
        if !installed(&modules, name, version) {
            bail!(
                "npm did not install {name} {version}: delete {} and try again",
                prefix.display()
            );
        }
    }
    Ok(modules)
}

fn installed(modules: &Path, name: &str, version: &str) -> bool {
    let manifest = fs::read_to_string(modules.join(name).join("package.json")).unwrap_or_default();
    manifest.contains(&format!("\"version\": \"{version}\""))
}
