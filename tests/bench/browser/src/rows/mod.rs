//! The rows: each module measures one part and says what it must reach.

mod filter;
mod library;
mod render;
mod search;
mod size;
mod start;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use serde_json::Value;
use xtask::cli::Part;

use crate::Bench;
use crate::made::Chance;
use crate::report::{Entry, Figure, Side};
use crate::site::Stack;
use crate::stats::{Sample, shuffle};

/// What is said where the tool does not split bundles.
const NO_SPLIT: &str = "`liseuse-bundle build` has no `--split` here";

/// What stands for a row of the real posts where they are not there.
fn no_corpus(bench: &Bench, what: &str) -> Entry {
    let folder = bench.source.corpus.display();
    let why = format!("{folder} is not there; LISEUSE_BLOG names it");
    Entry::Missing(what.to_owned(), why)
}

/// Measures a part.
///
/// # Errors
/// When the browser, the tool or a page fails.
pub(crate) async fn measure(bench: &Bench, part: Part) -> Result<Vec<Entry>> {
    match part {
        Part::Size => size::measure(bench),
        Part::Start => start::measure(bench).await,
        Part::Render => render::measure(bench).await,
        Part::Search => search::measure(bench).await,
        Part::Filter => {
            let mut entries = filter::measure(bench).await?;
            entries.extend(library::measure(bench).await?);
            Ok(entries)
        }
        // It needs no browser: `tests/bench/align.rs`.
        Part::Align => Ok(Vec::new()),
    }
}

/// What was measured of each stack: its figures, in the order in which they were given.
type Measured = BTreeMap<Stack, Vec<Sample>>;

/// How often something is measured.
#[derive(Debug, Clone, Copy)]
enum Rounds {
    /// So often after a round that is not counted, in which the server compresses and the disk is read.
    Warmed(usize),
    /// So often; for what does not wait for the server.
    Plain(usize),
}

/// Measures all stacks in rounds, each time in another order. A stack that fails is left out from then
/// on, and the report says so.
async fn shuffled(
    bench: &Bench,
    what: &str,
    stacks: &[Stack],
    rounds: Rounds,
    mut one: impl AsyncFnMut(Stack) -> Result<Vec<f64>>,
) -> Result<Measured> {
    eprintln!("{what}");
    let mut measured = Measured::new();
    let mut failed = BTreeSet::new();
    let mut order = stacks.to_vec();
    let mut chance = Chance(1);
    let (first, last) = match rounds {
        Rounds::Warmed(rounds) if !bench.is_quick => (0, rounds),
        Rounds::Warmed(rounds) | Rounds::Plain(rounds) => (1, rounds),
    };
    for round in first..=last {
        shuffle(&mut order, &mut chance);
        for stack in &order {
            if failed.contains(stack) {
                continue;
            }
            let figures = match one(*stack).await {
                Ok(figures) => figures,
                Err(error) => {
                    eprintln!("  {}: {error:#}", stack.name());
                    let what = format!("{what}: {}", stack.name());
                    bench.failures.borrow_mut().push((what, error));
                    failed.insert(*stack);
                    measured.remove(stack);
                    continue;
                }
            };
            eprintln!("  {}: {figures:.1?}", stack.name());
            if round == 0 {
                continue;
            }
            let samples = measured.entry(*stack).or_default();
            samples.resize_with(figures.len(), Sample::default);
            for (sample, figure) in samples.iter_mut().zip(figures) {
                sample.add(figure);
            }
        }
    }
    Ok(measured)
}

/// The figures of one thing that was measured, by its place.
fn figures(measured: &Measured, place: usize) -> Vec<Figure> {
    let of = |(stack, samples): (&Stack, &Vec<Sample>)| {
        Some(Figure {
            name: stack.name().to_owned(),
            side: side(*stack),
            sample: samples.get(place)?.clone(),
        })
    };
    measured.iter().filter_map(of).collect()
}

fn side(stack: Stack) -> Side {
    match stack {
        stack if stack.is_ours() => Side::Ours,
        stack if stack.is_limit() => Side::Limit,
        _ => Side::Peer,
    }
}

/// A number of an answer of the page.
fn number(answer: &Value, name: &str) -> Result<f64> {
    let value = answer.get(name).and_then(Value::as_f64);
    value.with_context(|| format!("no {name} in {answer}"))
}

/// A list of numbers of an answer of the page.
fn numbers(answer: &Value, name: &str) -> Result<Sample> {
    let list = answer.get(name).and_then(Value::as_array);
    let list = list.with_context(|| format!("no {name} in {answer}"))?;
    Ok(list.iter().filter_map(Value::as_f64).collect())
}
