//! Faults and counts of a command → lines for people, or JSON for programs, and the exit code.

use std::{
    fmt,
    io::{self, Write as _},
    path::Path,
    process::ExitCode,
};

use serde_json::{Map, Value, json};

use super::args::Print;
use crate::error::Severity;

/// One thing that is wrong, in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// How much it costs.
    pub severity: Severity,
    /// The file or folder.
    pub file: String,
    /// Where in the file: a line number, or a path into JSON; empty for the whole.
    pub place: String,
    /// What is wrong: one lower-case clause.
    pub what: String,
    /// What to do: one lower-case clause.
    pub remedy: String,
}

impl Fault {
    /// Something of the file as a whole is lost.
    #[must_use]
    pub fn error(file: &Path, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            file: file.display().to_string(),
            place: String::new(),
            what: what.into(),
            remedy: remedy.into(),
        }
    }

    /// The operating system refused a file.
    #[must_use]
    pub fn io(file: &Path, doing: &str, error: &io::Error) -> Self {
        use io::ErrorKind::{NotFound, PermissionDenied, StorageFull};
        let remedy = match error.kind() {
            NotFound => "check the path",
            PermissionDenied => "check the permissions",
            StorageFull => "make room on the disk",
            _ => "try again, or use another place",
        };
        let kind = error.to_string();
        let cause = kind
            .split(" (os error")
            .next()
            .unwrap_or_default()
            .to_lowercase();
        Self::error(file, format!("cannot {doing}: {cause}"), remedy)
    }

    /// The same, but nothing is lost.
    #[must_use]
    pub fn warning(self) -> Self {
        Self {
            severity: Severity::Warning,
            ..self
        }
    }

    /// The same, at a line counted from 1.
    #[must_use]
    pub fn at_line(self, line: usize) -> Self {
        Self {
            place: line.to_string(),
            ..self
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.file)?;
        if !self.place.is_empty() {
            write!(f, "{}:", self.place)?;
        }
        if self.severity == Severity::Warning {
            f.write_str(" warning:")?;
        }
        write!(f, " {} ({})", self.what, self.remedy)
    }
}

/// What a command found.
#[derive(Debug)]
pub(super) struct Report {
    print: Print,
    faults: Vec<Fault>,
    /// Counts by name, for programs.
    facts: Map<String, Value>,
    /// What was done on the way, for people.
    said: Vec<String>,
    /// The counts, for people.
    summary: String,
}

impl Report {
    pub(super) fn new(print: Print) -> Self {
        Self {
            print,
            faults: Vec::new(),
            facts: Map::new(),
            said: Vec::new(),
            summary: String::new(),
        }
    }

    pub(super) fn add(&mut self, fault: Fault) {
        self.faults.push(fault);
    }

    pub(super) fn fact(&mut self, name: &str, value: impl Into<Value>) {
        self.facts.insert(name.to_owned(), value.into());
    }

    /// Something that was done and should be known, in one line.
    pub(super) fn say(&mut self, line: String) {
        self.said.push(line);
    }

    pub(super) fn summary(&mut self, line: String) {
        self.summary = line;
    }

    /// Whether someone looks at the terminal and wants to see work going on.
    pub(super) fn shows_progress(&self) -> bool {
        use io::IsTerminal as _;
        !self.print.quiet && !self.print.json && io::stderr().is_terminal()
    }

    fn count(&self, severity: Severity) -> usize {
        self.faults
            .iter()
            .filter(|fault| fault.severity == severity)
            .count()
    }

    /// Prints everything and tells how it went.
    pub(super) fn finish(self) -> ExitCode {
        let errors = self.count(Severity::Error);
        // Who closed the pipe does not want the rest.
        let _ = if self.print.json {
            self.print_json()
        } else {
            self.print_lines()
        };
        if errors > 0 {
            ExitCode::FAILURE
        } else {
            ExitCode::SUCCESS
        }
    }

    fn print_lines(&self) -> io::Result<()> {
        let mut err = io::stderr().lock();
        for fault in &self.faults {
            writeln!(err, "{fault}")?;
        }
        err.flush()?;
        let said = self.said.iter().filter(|_| !self.print.quiet);
        for line in said {
            writeln!(io::stdout(), "{line}")?;
        }
        if !self.print.quiet && !self.summary.is_empty() {
            writeln!(io::stdout(), "{}", self.summary)?;
        }
        Ok(())
    }

    fn print_json(&self) -> io::Result<()> {
        let mut report = self.facts.clone();
        let problems = self.faults.iter().map(|fault| {
            let severity = match fault.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            };
            json!({
                "severity": severity, "file": fault.file, "place": fault.place,
                "what": fault.what, "remedy": fault.remedy,
            })
        });
        if !self.said.is_empty() {
            report.insert(String::from("done"), self.said.clone().into());
        }
        report.insert(String::from("errors"), self.count(Severity::Error).into());
        report.insert(
            String::from("warnings"),
            self.count(Severity::Warning).into(),
        );
        report.insert(String::from("problems"), problems.collect());
        let text = serde_json::to_string_pretty(&report).map_err(io::Error::from)?;
        writeln!(io::stdout(), "{text}")
    }
}

/// A count with its noun: `1 post`, `2 posts`.
pub(super) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
