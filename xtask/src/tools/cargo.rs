//! Tools that Cargo installs, and the wasm target that rustup adds.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::run::{Run, cargo};
use crate::{paths, tools, versions};

/// The target of the widget.
pub const WASM: &str = "wasm32-unknown-unknown";

/// A program that `cargo install` provides.
#[derive(Debug)]
struct Tool {
    program: &'static str,
    package: &'static str,
    version: String,
    /// Whether any version on `PATH` will do.
    any: bool,
    flags: &'static [&'static str],
}

/// Makes sure that the compiler can build for the web.
///
/// # Errors
/// When the target is missing and rustup cannot add it.
pub fn wasm_target() -> Result<()> {
    let part = ["target", "add", WASM];
    rustup(&format!("the Rust target {WASM}"), &[WASM, "lib"], part)
}

/// Makes sure that the standard library can be built from its source.
///
/// # Errors
/// When the source is missing and rustup cannot add it.
pub fn std_source() -> Result<()> {
    let part = ["component", "add", "rust-src"];
    rustup(
        "the source of Rust's standard library",
        &["src", "rust", "library"],
        part,
    )
}

/// Adds a part of the toolchain, unless its folder under `lib/rustlib` is there.
fn rustup(name: &str, folder: &[&str], command: [&str; 3]) -> Result<()> {
    let remedy = format!("install {name}: type `rustup {}`", command.join(" "));
    let sysroot = Run::new("rustc").args(["--print", "sysroot"]).ask();
    let sysroot = PathBuf::from(sysroot.context("cannot run rustc: see https://rustup.rs")?);
    let mut path = sysroot.join("lib/rustlib");
    path.extend(folder);
    if path.is_dir() {
        return Ok(());
    }
    if tools::on_path("rustup").is_none() {
        bail!("{remedy} (or get it from where this rustc came from: there is no rustup on PATH)");
    }
    Run::new("rustup").args(command).run().context(remedy)
}

/// Returns the bindings generator in the version that `Cargo.lock` asks for.
///
/// # Errors
/// When it is missing and cannot be installed.
pub fn wasm_bindgen() -> Result<PathBuf> {
    bindgen("wasm-bindgen")?.ensure()
}

/// Returns the runner of the browser tests, which comes with the bindings generator.
///
/// # Errors
/// When it is missing and cannot be installed.
pub fn wasm_bindgen_test_runner() -> Result<PathBuf> {
    bindgen("wasm-bindgen-test-runner")?.ensure()
}

/// Returns wasm-pack.
///
/// # Errors
/// When it is missing and cannot be installed.
pub fn wasm_pack() -> Result<PathBuf> {
    let version = versions::WASM_PACK.to_owned();
    let flags = &["--locked"];
    Tool {
        program: "wasm-pack",
        package: "wasm-pack",
        version,
        any: false,
        flags,
    }
    .ensure()
}

/// Returns Firefox's WebDriver.
///
/// # Errors
/// When it is missing and cannot be installed.
pub fn geckodriver() -> Result<PathBuf> {
    let version = versions::GECKODRIVER.to_owned();
    let flags = &["--locked"];
    Tool {
        program: "geckodriver",
        package: "geckodriver",
        version,
        any: true,
        flags,
    }
    .ensure()
}

fn bindgen(program: &'static str) -> Result<Tool> {
    Ok(Tool {
        program,
        package: "wasm-bindgen-cli",
        version: versions::locked("wasm-bindgen")?,
        any: false,
        // Without TLS, which only downloads need; without `--locked`, because the
        // package's lock file has named a version that is not published.
        flags: &["--no-default-features"],
    })
}

impl Tool {
    fn ensure(&self) -> Result<PathBuf> {
        let own = paths::tools().join("bin").join(self.program);
        let own = own.with_extension(std::env::consts::EXE_EXTENSION);
        for path in tools::on_path(self.program)
            .into_iter()
            .chain([own.clone()])
        {
            if path.is_file() && self.fits(&path) {
                return Ok(path);
            }
        }
        println!(
            "{} {} is missing; it goes into {}",
            self.program,
            self.version,
            paths::shown(&paths::tools())
        );
        cargo("install")
            .args([self.package, "--version", &self.version])
            .args(self.flags)
            .arg("--root")
            .arg(paths::tools())
            .run()
            .with_context(|| format!("cannot install {}: is the network there?", self.program))?;
        if !self.fits(&own) {
            bail!(
                "{} does not say it is version {}: delete it and try again",
                own.display(),
                self.version
            );
        }
        Ok(own)
    }

    fn fits(&self, path: &std::path::Path) -> bool {
        let answer = Run::new(path).arg("--version").ask().unwrap_or_default();
        let found = answer.split_whitespace().nth(1);
        if self.any {
            found.is_some()
        } else {
            found == Some(self.version.as_str())
        }
    }
}
