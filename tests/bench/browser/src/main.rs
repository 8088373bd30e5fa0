//! Liseuse beside what people would pick instead, in Chromium: rows to measure come in, tables go out.
//!
//! Run it by `cargo xtask bench`, which builds everything first. Rows stand in `rows/`, pages and
//! scripts in `../pages`.

mod browser;
mod corpus;
#[path = "../../../native/search/made.rs"]
#[allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    dead_code
)]
mod made;
#[path = "../../../native/search/quality.rs"]
#[allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    dead_code
)]
mod quality;
mod report;
mod rows;
mod site;
mod stats;

use std::cell::RefCell;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context, Error, Result, bail};
use clap::Parser;
use xtask::cli::Part;
use xtask::paths;

use browser::Chromium;
use corpus::{Form, Library, Source};
use report::Entry;
use site::Stage;

/// Measures Liseuse in Chromium; `cargo xtask bench` builds what it needs first.
#[derive(Debug, Parser)]
#[command(name = "liseuse-bench")]
struct Options {
    /// What to measure; everything if nothing is named
    parts: Vec<Part>,
    /// How often the first screens are measured; what takes long, half as often
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// One round over small libraries, to see that everything works
    #[arg(long)]
    quick: bool,
    /// The program that makes bundles
    #[arg(long)]
    tool: PathBuf,
    /// What a native measurement printed, to be in the report too
    #[arg(long)]
    native: Vec<PathBuf>,
    /// The folder of real posts
    #[arg(long)]
    corpus: PathBuf,
}

/// What every row is measured with.
#[derive(Debug)]
struct Bench {
    chromium: Chromium,
    stage: Stage,
    source: Source,
    rounds: usize,
    is_quick: bool,
    /// What could not be measured.
    failures: RefCell<Vec<(String, Error)>>,
}

impl Bench {
    /// How often what takes long is measured.
    fn few(&self) -> usize {
        self.rounds.div_ceil(2)
    }

    /// How often what takes longest is measured.
    fn fewest(&self) -> usize {
        (self.rounds / 2).max(1)
    }

    /// The size of a library, or a small one where that is enough.
    fn sized(&self, full: usize, quick: usize) -> usize {
        if self.is_quick { quick } else { full }
    }

    /// A split library, if the tool makes such.
    fn split(&self, count: usize) -> Result<Option<Library>> {
        let is_split = self.source.splits();
        let library = is_split.then(|| self.source.made(count, Form::Split));
        library.transpose()
    }
}

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        // Returning drops the driver, and with it the browser.
        tokio::select! {
            result = measure(options) => result,
            _ = tokio::signal::ctrl_c() => bail!("interrupted"),
        }
    })
}

async fn measure(options: &Options) -> Result<()> {
    let begin = Instant::now();
    let stage = Stage::start(&options.tool)?;
    let bench = Bench {
        chromium: Chromium::start().await?,
        stage,
        source: Source {
            tool: options.tool.clone(),
            corpus: options.corpus.clone(),
        },
        rounds: if options.quick {
            1
        } else {
            options.rounds.max(1)
        },
        is_quick: options.quick,
        failures: RefCell::default(),
    };
    let mut entries = Vec::new();
    for part in Part::BROWSER {
        if !options.parts.is_empty() && !options.parts.contains(&part) {
            continue;
        }
        match rows::measure(&bench, part).await {
            Ok(more) => entries.extend(more),
            Err(error) => {
                let what = part.name().to_owned();
                bench.failures.borrow_mut().push((what, error));
            }
        }
    }
    for file in &options.native {
        let text = fs::read_to_string(file);
        let text = text.with_context(|| format!("cannot read {}", file.display()))?;
        let name = file.file_stem().unwrap_or_default().to_string_lossy();
        entries.push(Entry::Note(format!(
            "**{name}**\n\n```\n{}\n```",
            text.trim()
        )));
    }
    let failures = bench.failures.take();
    for (what, error) in &failures {
        let why = format!("**failed**: {error:#}");
        let why = why.split_whitespace().collect::<Vec<_>>().join(" ");
        entries.push(Entry::Missing(what.clone(), why.replace('|', "/")));
    }
    let told = format!(
        "{} rounds, shuffled, each in a browser of its own with an empty cache; {} s in all. Figures are medians, ratios are \
        within this run. The *marked widget* is what one would write by hand: marked, DOMPurify, MiniSearch and 120 lines.{}",
        bench.rounds,
        begin.elapsed().as_secs(),
        if bench.is_quick {
            " **`--quick`: one round over small libraries, without a round to warm up; the figures only show that everything runs.**"
        } else {
            ""
        }
    );
    let report = report::write(&entries, &told);
    println!("{report}");
    let file = paths::target().join("bench/report.md");
    fs::write(&file, report).with_context(|| format!("cannot write {}", file.display()))?;
    eprintln!("the report is in {}", paths::shown(&file));
    if !failures.is_empty() {
        bail!(
            "{} things could not be measured: their rows say why",
            failures.len()
        );
    }
    Ok(())
}
