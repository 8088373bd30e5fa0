//! Liseuse in real browsers: the built widget comes in, one line a case goes out.
//!
//! Run it by `cargo xtask test e2e`, which builds everything first. How to add
//! a case stands at the top of `cases/mod.rs`.

mod cases;
mod harness;
mod options;
mod runner;
mod shots;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let options = options::Options::parse();
    match runner::main(&options) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
