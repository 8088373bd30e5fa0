//! The widget's build: Rust and `www/reader.js` come in, the built files of `pkg/` go out.
//!
//! In order: compile, generate the bindings, cut the module in two, shrink both parts, shorten names, compose the
//! script, minify it.
//!
//! The standard library is built anew, for size and without panic messages. The one that rustup
//! brings is made for speed and formats a message for every panic that could be: 14 KB of brotli
//! for every reader, who never sees them. A panic is a trap either way; `www/reader.js` goes on
//! with a fresh instance and names the post that was being drawn. The browser tests use the
//! standard library as it comes, and so tell panics in full.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};

use crate::names::{self, Named};
use crate::run::{Run, cargo};
use crate::split::{Cut, split};
use crate::tools::cargo::WASM;
use crate::{glue, paths, script, size, slim, tools, versions};

/// What comes in `liseuse.more.wasm`: what these functions do, and nothing else does.
const LATER: Cut<'_> = Cut {
    constants: &[],
    doors: &[
        "liseuse::align::align",
        "liseuse::state::pair::pair_up",
        "<liseuse::view::View>::both",
        "<liseuse::view::View>::coverage",
        "liseuse::widget::finder::end",
        "liseuse::widget::finder::found",
        "liseuse::widget::finder::go_on",
        "liseuse::widget::finder::hits",
        "liseuse::widget::finder::seek",
    ],
    // What is searched stands behind a table of functions, and so does what drops it.
    owned: &[
        "liseuse::search::",
        "core::ptr::drop_in_place::<liseuse::search::index::",
        "core::ptr::drop_in_place::<liseuse::search::written::",
        "pagefind_stem::",
    ],
};

/// Nearly every function of the script is called while it begins: with this, Chromium compiles them all while the script
/// comes, and not one by one when they are called, which takes the page 7 ms longer (28 on a phone).
/// (https://v8.dev/blog/explicit-compile-hints)
const HINT: &str = "//# allFunctionsCalledOnLoad";

/// Builds the widget into `pkg/` and checks its size.
///
/// # Errors
/// As [`make`], and when the result breaks the budget.
pub fn build() -> Result<()> {
    make()?;
    println!(
        "integrity, for pages that load these from another site (of the module: data-integrity):"
    );
    for name in [
        "liseuse.js",
        "liseuse.mjs",
        "liseuse.wasm",
        "liseuse.more.wasm",
    ] {
        let path = paths::pkg().join(name);
        let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        println!("{name:<20}{}", script::integrity(&bytes));
    }
    size::check()
}

/// Builds the widget into `pkg/`.
///
/// # Errors
/// When a tool is missing, a step fails, or the result names this machine's folders.
pub fn make() -> Result<()> {
    tools::cargo::wasm_target()?;
    tools::cargo::std_source()?;
    let bound = bind(&compile()?)?;
    check_paths(&bound)?;
    let whole = fs::read(&bound).with_context(|| format!("cannot read {}", bound.display()))?;
    let rare = slim::entities::rare()?;
    let later = Cut {
        constants: &[&rare],
        ..LATER
    };
    let [first, more] = split(&whole, &later)?;
    let mut named = names::shorten(&shrink("first", &first)?)?;
    let mut more = names::follow(&shrink("more", &more)?, &named)?;
    let mut whole = names::shorten(&shrink("whole", &whole)?)?;
    ensure!(
        named.imports == whole.imports && named.exports.starts_with(&whole.exports),
        "the whole module and its first part do not go by the same names"
    );
    named.build = names::build(&[named.module.as_slice(), &more].concat());
    for module in [&mut named.module, &mut more, &mut whole.module] {
        names::sign(module, &named.build);
    }
    // What the script asks before it joins the other part.
    names::sign(&mut whole.module, "whole");
    let [script, module, page] = compose(&named)?;
    let script = minify(&script)?;
    let module = minify(&module)?;
    let page = minify(&page)?;
    let pkg = paths::pkg();
    fs::create_dir_all(&pkg).with_context(|| format!("cannot make {}", pkg.display()))?;
    write(&pkg.join("liseuse.js"), &script)?;
    write(&pkg.join("liseuse.mjs"), &module)?;
    write(&pkg.join("liseuse.page.js"), &page)?;
    write(&pkg.join("liseuse.wasm"), &named.module)?;
    write(&pkg.join("liseuse.more.wasm"), &more)?;
    // From a disk it comes whole: nothing is gained by parts there.
    write(
        &pkg.join("liseuse.wasm.js"),
        script::pack(&whole.module)?.as_bytes(),
    )?;
    for licence in ["LICENSE-APACHE", "LICENSE-MIT"] {
        let text = read(&paths::root().join(licence))?;
        write(&pkg.join(licence), text.as_bytes())?;
    }
    Ok(())
}

/// Writes the module smaller, by about 2 % of what goes over the wire.
fn shrink(name: &str, module: &[u8]) -> Result<Vec<u8>> {
    let source = bindings().join(format!("{name}.wasm"));
    write(&source, module)?;
    optimise(
        &source,
        &bindings().join(format!("{name}.small.wasm")),
        None,
    )
}

/// Gives a part of the last build as it is shipped, but with the names of its functions.
///
/// # Errors
/// When nothing was built, or wasm-opt fails.
pub fn with_names(name: &str) -> Result<Vec<u8>> {
    let source = bindings().join(format!("{name}.wasm"));
    let out = bindings().join(format!("{name}.named.wasm"));
    optimise(&source, &out, Some("--debuginfo"))
}

fn optimise(source: &Path, out: &Path, option: Option<&str>) -> Result<Vec<u8>> {
    // Features are named one by one: with all of them on, the result needs what no browser has.
    let features = [
        "bulk-memory",
        "multivalue",
        "mutable-globals",
        "nontrapping-float-to-int",
        "reference-types",
        "sign-ext",
    ];
    Run::new(tools::npm::wasm_opt()?)
        // What its higher levels inline and reorder compresses worse.
        .args([
            "--optimize-added-constants-propagate",
            "-O1",
            "-O1",
            "--rse",
            "--vacuum",
        ])
        // A hint that browsers do not need; without it, fewer kinds of instructions are left.
        .arg("--dealign")
        // The first kilobyte is the far end of the stack, which the linker puts first.
        .arg("--low-memory-unused")
        .args(features.map(|feature| format!("--enable-{feature}")))
        .args(option)
        .arg(source)
        .arg("-o")
        .arg(out)
        .run()?;
    fs::read(out).with_context(|| format!("cannot read {}", out.display()))
}

fn compile() -> Result<PathBuf> {
    // The crate type is given here because Cargo drops LTO where `rlib` is asked for too
    // (https://github.com/rust-lang/cargo/issues/9672).
    cargo("rustc")
        .arg("--config")
        .arg(slim::config()?)
        .args([
            "--locked",
            "--package",
            "liseuse",
            "--lib",
            "--profile",
            "wasm",
            "--target",
            WASM,
        ])
        .args(["--crate-type", "cdylib"])
        .args([
            "-Zbuild-std=std,panic_abort",
            "-Zbuild-std-features=optimize_for_size",
        ])
        // Stable Rust can do all this, and asks whether we know that it may change. The toolchain
        // of `rust-toolchain.toml` is what it was tried with.
        // (https://doc.rust-lang.org/cargo/reference/unstable.html#build-std)
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_ENCODED_RUSTFLAGS", flags()?.join("\u{1f}"))
        .run()?;
    Ok(paths::target().join(WASM).join("wasm").join("liseuse.wasm"))
}

fn bind(module: &Path) -> Result<PathBuf> {
    let out = bindings();
    Run::new(tools::cargo::wasm_bindgen()?)
        .args([
            "--target",
            "bundler",
            "--no-typescript",
            "--encode-into",
            "always",
        ])
        // The names say where to cut; wasm-opt leaves them out.
        .arg("--remove-producers-section")
        .arg("--out-dir")
        .arg(&out)
        .args(["--out-name", "liseuse"])
        .arg(module)
        .run()?;
    Ok(out.join("liseuse_bg.wasm"))
}

/// Composes the classic script, the ECMAScript module and the script for pages of one file.
fn compose(names: &Named) -> Result<[PathBuf; 3]> {
    let reader = paths::www().join("reader.js");
    let source = glue::insert_style(&read(&reader)?, &style()?)?;
    let glue = read(&bindings().join("liseuse_bg.js"))?;
    let script = bindings().join("liseuse.composed.js");
    write(&script, glue::compose(&source, &glue, names)?.as_bytes())?;
    let module = bindings().join("liseuse.composed.mjs");
    write(&module, glue::module(&source, &glue, names)?.as_bytes())?;
    let page = bindings().join("liseuse.composed.page.js");
    write(&page, glue::page(&source, &glue, names)?.as_bytes())?;
    Ok([script, module, page])
}

/// Gives the two parts of the widget's style sheet, minified.
fn style() -> Result<[String; 2]> {
    let sheet = read(&paths::root().join("src/widget/style.css"))?;
    let [now, later] = glue::parts_of_style(&sheet)?;
    Ok([part_of_style("now", &now)?, part_of_style("later", &later)?])
}

fn part_of_style(name: &str, text: &str) -> Result<String> {
    let part = bindings().join(format!("{name}.css"));
    let out = part.with_extension("min.css");
    write(&part, text.as_bytes())?;
    Run::new(tools::npm::esbuild()?)
        .arg(&part)
        .args([
            "--minify",
            "--charset=ascii",
            "--target=es2022",
            "--log-level=warning",
        ])
        .arg(format!("--outfile={}", out.display()))
        .run()?;
    read(&out)
}

fn minify(script: &Path) -> Result<Vec<u8>> {
    let out = script.with_extension("min");
    // In a module no other script can use a name of ours, so these can be short too.
    let is_module = script.extension().is_some_and(|kind| kind == "mjs");
    let version = versions::locked("liseuse")?;
    // The output stays ASCII, so that a host page's encoding does not matter to it.
    Run::new(tools::npm::esbuild()?)
        .arg(script)
        .args([
            "--minify",
            "--charset=ascii",
            "--target=es2022",
            "--legal-comments=none",
            "--log-level=warning",
        ])
        .args(is_module.then_some("--format=esm"))
        .arg(format!(
            "--banner:js={HINT}\n/*! Liseuse {version} | MIT OR Apache-2.0 */"
        ))
        .arg(format!("--outfile={}", out.display()))
        .run()?;
    fs::read(&out).with_context(|| format!("cannot read {}", out.display()))
}

/// Gives the compiler's flags: panics trap at once, and this machine's folders stay unknown.
fn flags() -> Result<Vec<String>> {
    let mut flags = vec![
        "-Zunstable-options".into(),
        "-Cpanic=immediate-abort".into(),
        // So that constants can be told apart, see `split`.
        "-Clink-arg=--no-merge-data-segments".into(),
    ];
    flags.extend(remaps()?);
    Ok(flags)
}

/// Gives the compiler's flags that keep this machine's folders out of panic messages.
fn remaps() -> Result<Vec<String>> {
    let mut pairs = vec![(paths::root(), ".".to_owned())];
    let registry = cargo_home().join("registry").join("src");
    for entry in fs::read_dir(&registry).into_iter().flatten() {
        // One folder a registry, named by its host: left out with its own pair.
        pairs.push((entry?.path(), "crates".to_owned()));
    }
    if let Some(sysroot) = Run::new("rustc").args(["--print", "sysroot"]).ask() {
        pairs.push((
            Path::new(&sysroot).join("lib/rustlib/src/rust"),
            "rust".to_owned(),
        ));
    }
    pairs.sort();
    Ok(pairs
        .iter()
        .map(|(from, to)| format!("--remap-path-prefix={}={to}", from.display()))
        .collect())
}

fn check_paths(wasm: &Path) -> Result<()> {
    let bytes = fs::read(wasm).with_context(|| format!("cannot read {}", wasm.display()))?;
    for folder in [paths::root(), cargo_home()] {
        let folder = folder.display().to_string();
        if bytes
            .windows(folder.len().max(1))
            .any(|window| window == folder.as_bytes())
        {
            bail!(
                "the module names the folder {folder}: add a `--remap-path-prefix` in xtask/src/widget.rs"
            );
        }
    }
    Ok(())
}

fn cargo_home() -> PathBuf {
    let home = || env::home_dir().unwrap_or_default().join(".cargo");
    env::var_os("CARGO_HOME").map_or_else(home, PathBuf::from)
}

fn bindings() -> PathBuf {
    paths::target().join("bindings")
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
}
