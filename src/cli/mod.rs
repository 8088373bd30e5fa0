//! The command line: the only part that knows a disk exists.
//!
//! Arguments → a command → a `Report` of faults and counts → lines or JSON, and the exit
//! code: 0 fine, 1 problems, 2 usage.

mod align;
mod args;
mod build;
mod check;
mod collect;
mod counts;
mod decisions;
mod excerpt;
mod feed;
mod folder;
mod front_matter;
mod json;
mod locale;
mod naming;
mod page;
mod pairs;
mod parallel;
mod pieces;
mod post;
mod render;
pub mod report;
mod script;
pub mod seek;
mod site;
mod split;
mod stamp;
mod write;
mod yaml;

use std::{ffi::OsString, process::ExitCode};

use clap::Parser as _;

use args::{Args, Command};
use report::Report;

/// Runs `liseuse-bundle` with the given arguments, the first being the program's name.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args = match Args::try_parse_from(args) {
        Ok(args) => args,
        Err(error) => {
            // Nothing can be done about a closed terminal.
            let _ = error.print();
            return if error.use_stderr() {
                ExitCode::from(2)
            } else {
                ExitCode::SUCCESS
            };
        }
    };
    match args.command {
        Command::Build(build) => {
            let mut report = Report::new(build.print);
            build::run(&build, &mut report);
            report.finish()
        }
        Command::Pairs(pairs) => {
            let mut report = Report::new(pairs.print);
            pairs::run(&pairs, &mut report);
            report.finish()
        }
        Command::Page(page) => {
            let mut report = Report::new(page.print);
            page::run(&page, &mut report);
            report.finish()
        }
        Command::Site(site) => {
            let mut report = Report::new(site.print);
            site::run(&site, &mut report);
            report.finish()
        }
        Command::Align(align) => {
            let mut report = Report::new(align.print());
            align::run(&align, &mut report);
            report.finish()
        }
        Command::Check(check) => {
            let mut report = Report::new(check.print);
            check::run(&check.file, &mut report);
            report.finish()
        }
        Command::Render(render) => {
            let mut report = Report::new(args::Print::default());
            render::run(&render, &mut report);
            report.finish()
        }
    }
}
