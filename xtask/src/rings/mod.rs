//! The tests, ring by ring: a choice comes in, a table of counts and a verdict go out.
//!
//! Every chosen ring runs, also after a failure. A ring that ran no test has failed.

pub mod browser;
pub mod e2e;
pub mod lint;
pub mod native;
pub mod package;
pub mod score;

use anyhow::{Result, bail};

use crate::cli::{Engine, Ring};
use crate::size;
use score::Score;

/// Which tests to run.
#[derive(Debug)]
pub struct Choice {
    /// Only this ring; all of them and the size check if none.
    pub ring: Option<Ring>,
    /// Only tests whose name contains one of these; all of them if empty.
    pub filter: Vec<String>,
    /// Only this browser; all of them if none.
    pub engine: Option<Engine>,
}

impl Choice {
    fn wants(&self, ring: Ring) -> bool {
        self.ring.is_none_or(|chosen| chosen == ring)
    }

    fn engines(&self) -> Vec<Engine> {
        Engine::ALL
            .into_iter()
            .filter(|engine| self.engine.is_none_or(|chosen| chosen == *engine))
            .collect()
    }
}

/// One row of the final table.
struct Row {
    ring: &'static str,
    /// What ran (an engine, or nothing to tell apart) and how it went.
    cells: Vec<(&'static str, Result<Option<Score>>)>,
}

/// Runs the chosen tests and prints the table.
///
/// # Errors
/// When anything failed, or a ring ran no test.
pub fn run(choice: &Choice) -> Result<()> {
    let mut rows = Vec::new();
    if choice.wants(Ring::Lint) {
        rows.push(Row {
            ring: "lint",
            cells: vec![("", heading("lint", || lint::run().map(|()| None)))],
        });
    }
    if choice.wants(Ring::Native) {
        let result = heading("native", || native::run(&choice.filter).map(Some));
        rows.push(Row {
            ring: "native",
            cells: vec![("", result)],
        });
    }
    if choice.wants(Ring::Browser) {
        let run = |engine| heading("browser", || browser::run(engine, &choice.filter).map(Some));
        rows.push(Row {
            ring: "browser",
            cells: each(choice, run),
        });
    }
    if choice.wants(Ring::E2e) {
        let cells = match heading("e2e", e2e::Stage::prepare) {
            Ok(stage) => each(choice, |engine| stage.run(engine, &choice.filter).map(Some)),
            Err(error) => vec![("", Err(error))],
        };
        rows.push(Row { ring: "e2e", cells });
    }
    if choice.wants(Ring::Package) {
        // All rings together have just built it.
        let is_built = choice.ring.is_none();
        let result = heading("package", || package::run(&choice.filter, is_built));
        rows.push(Row {
            ring: "package",
            cells: vec![("", result.map(Some))],
        });
    }
    if choice.ring.is_none() {
        rows.push(Row {
            ring: "size",
            cells: vec![("", heading("size", || size::check().map(|()| None)))],
        });
    }
    conclude(&rows)
}

fn heading<T>(ring: &str, run: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("\n== {ring} ==");
    run()
}

fn each(
    choice: &Choice,
    run: impl Fn(Engine) -> Result<Option<Score>>,
) -> Vec<(&'static str, Result<Option<Score>>)> {
    choice
        .engines()
        .into_iter()
        .map(|engine| (engine.name(), run(engine)))
        .collect()
}

fn conclude(rows: &[Row]) -> Result<()> {
    println!("\n== result ==");
    let mut failed = Vec::new();
    for row in rows {
        let cells: Vec<_> = row
            .cells
            .iter()
            .map(|(what, result)| tell(what, result))
            .collect();
        println!("{:<8} {}", format!("{}:", row.ring), cells.join("; "));
        for (_, result) in &row.cells {
            if let Ok(Some(score)) = result {
                for reason in &score.reasons {
                    println!("         {reason}");
                }
            }
        }
        if !row.cells.iter().all(|(_, result)| passed(result)) {
            failed.push(row.ring);
        }
    }
    if !failed.is_empty() {
        bail!("failed: {}", failed.join(", "));
    }
    Ok(())
}

fn passed(result: &Result<Option<Score>>) -> bool {
    match result {
        Ok(score) => score.as_ref().is_none_or(Score::is_success),
        Err(_) => false,
    }
}

fn tell(what: &str, result: &Result<Option<Score>>) -> String {
    let told = match result {
        Ok(None) => "ok".to_owned(),
        Ok(Some(score)) => score.to_string(),
        Err(error) => format!("FAILED: {error:#}"),
    };
    if what.is_empty() {
        told
    } else {
        format!("{what} {told}")
    }
}
