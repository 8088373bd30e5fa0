//! The command line: what each command is called and which module does it.

use anyhow::Result;
use clap::{Parser, Subcommand, ValueEnum};

use crate::rings::{self, Choice};
use crate::{bench, demo, profile, size, widget};

/// The developer commands of Liseuse.
#[derive(Debug, Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    disable_help_subcommand = true
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Build the widget into pkg/ and print its size
    Build,
    /// Build everything, assemble target/demo and serve it
    Demo {
        /// The first port to try
        #[arg(long, default_value_t = 8000)]
        port: u16,
        /// Stop after assembling the folder
        #[arg(long)]
        no_serve: bool,
    },
    /// Run everything that CI runs, or one ring of it
    Test {
        /// Only this ring
        ring: Option<Ring>,
        /// Only tests whose name contains one of these
        filter: Vec<String>,
        /// Only this browser
        #[arg(long)]
        engine: Option<Engine>,
    },
    /// Print the sizes of the built widget; fails above the limit
    Size {
        /// Also print what each crate and each module of ours costs in the built module
        #[arg(long)]
        parts: bool,
        /// Also print what each function costs
        #[arg(long)]
        functions: bool,
    },
    /// Measure how good and how fast Liseuse is, beside what people would pick instead
    Bench {
        /// Only these parts
        parts: Vec<Part>,
        /// How often the first screens are measured in Chromium; what takes long, half as often
        #[arg(long, default_value_t = 5)]
        rounds: usize,
        /// One round over small libraries, to see that everything works
        #[arg(long)]
        quick: bool,
    },
    /// Rewrite the expected files of the native tests, to be reviewed as a diff
    Bless,
    /// Take screenshots of the guide into target/shots
    Shots {
        /// Only this browser
        #[arg(long)]
        engine: Option<Engine>,
    },
}

/// A ring of tests, from the inside out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Ring {
    /// Formatting and lints, for both targets
    Lint,
    /// Unit, integration and documentation tests on this machine
    Native,
    /// The wasm module in headless browsers
    Browser,
    /// The built widget in real pages
    E2e,
    /// The npm package, as those who install it get it
    Package,
}

/// A part that is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// The bytes of the first load
    Size,
    /// The first screen: when it is there, and what holds the page until then
    Start,
    /// Markdown to a post on the page
    Render,
    /// The search: time, memory and what is found
    Search,
    /// Large lists: filtering, tasks that hold the page, 100,000 posts
    Filter,
    /// The alignment of blocks: precision, recall and time
    Align,
}

impl Part {
    /// What is measured in Chromium.
    pub const BROWSER: [Self; 5] = [
        Self::Size,
        Self::Start,
        Self::Render,
        Self::Search,
        Self::Filter,
    ];

    /// Returns the part's name in output and options.
    pub fn name(self) -> &'static str {
        match self {
            Self::Size => "size",
            Self::Start => "start",
            Self::Render => "render",
            Self::Search => "search",
            Self::Filter => "filter",
            Self::Align => "align",
        }
    }
}

/// A browser to test in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Engine {
    /// Chromium or Chrome
    Chromium,
    /// Firefox
    Firefox,
    /// WebKitGTK's MiniBrowser
    #[value(name = "webkit")]
    WebKit,
}

impl Engine {
    /// Every engine, in the order of the tests.
    pub const ALL: [Self; 3] = [Self::Chromium, Self::Firefox, Self::WebKit];

    /// Returns the engine's name in output and options.
    pub fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::WebKit => "webkit",
        }
    }
}

/// Reads the command line and does what it says.
///
/// # Errors
/// When the command fails; everything else it had to say is already printed.
pub fn main() -> Result<()> {
    match Arguments::parse().command {
        Command::Build => widget::build(),
        Command::Demo { port, no_serve } => demo::run(port, !no_serve),
        Command::Test {
            ring,
            filter,
            engine,
        } => rings::run(&Choice {
            ring,
            filter,
            engine,
        }),
        Command::Size { parts, functions } => {
            if parts || functions {
                profile::print(functions)?;
            }
            size::check()
        }
        Command::Bench {
            parts,
            rounds,
            quick,
        } => bench::run(&bench::Choice {
            parts,
            rounds,
            is_quick: quick,
        }),
        Command::Bless => rings::native::bless(),
        Command::Shots { engine } => rings::e2e::shots(engine),
    }
}
