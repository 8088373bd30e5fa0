//! The native command `liseuse-bundle`.

#[cfg(not(target_family = "wasm"))]
fn main() -> std::process::ExitCode {
    liseuse::cli::run(std::env::args_os())
}

/// Cargo builds a package's binaries for its wasm tests too, so there must be something to build.
#[cfg(target_family = "wasm")]
fn main() {}
