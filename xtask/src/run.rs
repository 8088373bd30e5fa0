//! External commands: each is printed before it runs, and a failure names the command.

use std::ffi::{OsStr, OsString};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::paths;

/// An external command, run from the root of the repository.
#[derive(Debug)]
pub struct Run {
    command: Command,
    line: String,
}

/// What a command left behind when its failure is not an error in itself.
#[derive(Debug)]
pub struct Outcome {
    /// Everything it wrote to its standard output.
    pub output: String,
    /// Whether it exited with zero.
    pub success: bool,
}

impl Run {
    /// Starts the description of a command.
    pub fn new(program: impl AsRef<OsStr>) -> Self {
        let program = program.as_ref();
        let mut command = Command::new(program);
        command.current_dir(paths::root());
        Self {
            line: shown(program),
            command,
        }
    }

    /// Adds one argument.
    pub fn arg(mut self, argument: impl AsRef<OsStr>) -> Self {
        self.line.push(' ');
        self.line.push_str(&shown(argument.as_ref()));
        self.command.arg(argument);
        self
    }

    /// Adds several arguments.
    pub fn args<A: AsRef<OsStr>>(self, arguments: impl IntoIterator<Item = A>) -> Self {
        arguments.into_iter().fold(self, Self::arg)
    }

    /// Sets an environment variable, which is printed with the command.
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        // Cargo's encoded flags are separated by an unprintable character; a person types the plain ones.
        let text = shown(value.as_ref()).replace('\u{1f}', " ");
        let shown_name = name.trim_start_matches("CARGO_ENCODED_");
        let quote = if text.contains(' ') && !text.starts_with('\'') {
            "'"
        } else {
            ""
        };
        self.line = format!("{shown_name}={quote}{text}{quote} {}", self.line);
        self.command.env(name, value);
        self
    }

    /// Puts a folder first on `PATH`.
    ///
    /// # Errors
    /// When the folder's name holds the separator of `PATH`.
    pub fn path_first(mut self, folder: &Path) -> Result<Self> {
        let old = std::env::var_os("PATH").unwrap_or_default();
        let folders = std::iter::once(folder.to_path_buf()).chain(std::env::split_paths(&old));
        let joined: OsString = std::env::join_paths(folders)
            .with_context(|| format!("cannot put {} on PATH", folder.display()))?;
        self.line = format!("PATH={}:$PATH {}", paths::shown(folder), self.line);
        self.command.env("PATH", joined);
        Ok(self)
    }

    /// Prints the command and runs it, sharing the terminal.
    ///
    /// # Errors
    /// When it cannot be started or exits with anything but zero.
    pub fn run(mut self) -> Result<()> {
        self.print();
        let status = self
            .command
            .status()
            .with_context(|| format!("cannot start `{}`", self.line))?;
        if !status.success() {
            bail!(
                "`{}` failed ({status}): its own message stands above",
                self.line
            );
        }
        Ok(())
    }

    /// Prints the command and runs it, showing its output line by line and keeping it.
    ///
    /// # Errors
    /// When it cannot be started or read; a failing exit is told in the outcome.
    pub fn watch(mut self) -> Result<Outcome> {
        self.print();
        let mut child = self
            .command
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start `{}`", self.line))?;
        let mut output = String::new();
        if let Some(pipe) = child.stdout.take() {
            let mut pipe = BufReader::new(pipe);
            let mut bytes = Vec::new();
            while pipe
                .read_until(b'\n', &mut bytes)
                .context("cannot read a command's output")?
                > 0
            {
                let line = String::from_utf8_lossy(&bytes);
                print!("{line}");
                output.push_str(&line);
                bytes.clear();
            }
        }
        let status = child
            .wait()
            .with_context(|| format!("lost `{}`", self.line))?;
        Ok(Outcome {
            output,
            success: status.success(),
        })
    }

    /// Prints the command, runs it and keeps what it says in its output and among its errors.
    ///
    /// # Errors
    /// When it cannot be started; a failing exit is told in the outcome.
    pub fn hear(mut self) -> Result<Outcome> {
        self.print();
        let done = self.command.stdin(Stdio::null()).output();
        let done = done.with_context(|| format!("cannot start `{}`", self.line))?;
        Ok(Outcome {
            output: String::from_utf8_lossy(&[done.stdout, done.stderr].concat()).into_owned(),
            success: done.status.success(),
        })
    }

    /// Runs the command without printing it and returns its output, trimmed, if it succeeded.
    ///
    /// For questions only (`--version`), never for work.
    pub fn ask(mut self) -> Option<String> {
        let output = self
            .command
            .stderr(Stdio::null())
            .stdin(Stdio::null())
            .output()
            .ok()?;
        let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        output.status.success().then_some(text)
    }

    fn print(&self) {
        println!("$ {}", self.line);
    }
}

/// Starts a Cargo command.
pub fn cargo(subcommand: &str) -> Run {
    Run::new("cargo").arg(subcommand)
}

fn shown(argument: &OsStr) -> String {
    let text = paths::shown(Path::new(argument));
    let plain = |c: char| c.is_alphanumeric() || "-_./=:@,+\u{1f}%".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        text
    } else {
        format!("'{text}'")
    }
}
