//! Tells a release build of the native command whether the built widget is there to be put into it.

use std::{env, path::Path};

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rustc-check-cfg=cfg(embedded_widget)");
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|found| found == value);
    // The widget itself is built of this package too, and cannot hold itself. Builds for tests
    // would begin anew whenever it was built.
    if is("CARGO_CFG_TARGET_FAMILY", "wasm") || !is("PROFILE", "release") {
        return;
    }
    let files = [
        "pkg/liseuse.js",
        "pkg/liseuse.page.js",
        "pkg/liseuse.wasm.js",
        "pkg/liseuse.wasm",
        "pkg/liseuse.more.wasm",
    ];
    for file in files {
        println!("cargo:rerun-if-changed={file}");
    }
    if files.iter().all(|file| Path::new(file).is_file()) {
        println!("cargo:rustc-cfg=embedded_widget");
    }
}
