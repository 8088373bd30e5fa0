//! The rows: each module measures one part and says what it must reach.

mod filter;
mod library;
mod render;
mod search;
mod size;
mod start;

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde_json::Value;
use xtask::cli::Part;

use crate::Bench;
use crate::report::{Entry, Figure, Side};
use crate::site::Stack;
use crate::stats::{Chance, Sample};

/// What is said where the tool does not split bundles.
const NO_SPLIT: &str = "`liseuse-bundle build` has no `--split` here";

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

/// Measures all stacks in rounds, each time in another order. The round before the first is not
/// counted: in it the server compresses, and the disk is read.
async fn shuffled(
    bench: &Bench,
    stacks: &[Stack],
    rounds: usize,
    mut one: impl AsyncFnMut(Stack) -> Result<Vec<f64>>,
) -> Result<Measured> {
    let mut measured = Measured::new();
    let mut order = stacks.to_vec();
    let mut chance = Chance(1);
    let first = if bench.is_quick { 1 } else { 0 };
    for round in first..=rounds {
        chance.shuffle(&mut order);
        for stack in &order {
            let figures = one(*stack).await.with_context(|| stack.name())?;
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
