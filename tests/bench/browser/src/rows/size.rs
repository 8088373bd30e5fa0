//! The bytes of everything that a first list, a filter and a post need.

use std::fs;

use anyhow::Result;
use xtask::paths;
use xtask::size::brotli;

use super::side;
use crate::Bench;
use crate::report::{Entry, Figure, Goal, Row, Unit};
use crate::site::Stack;
use crate::stats::Sample;

pub(super) fn measure(bench: &Bench) -> Result<Vec<Entry>> {
    let built =
        |name: &str| -> Result<usize> { Ok(brotli(&fs::read(paths::pkg().join(name))?)?.len()) };
    let ours = built("liseuse.js")? + built("liseuse.wasm")?;
    let later = built("liseuse.more.wasm")?;
    let figure = |stack: Stack, bytes: usize| Figure {
        name: stack.name().to_owned(),
        side: side(stack),
        sample: Sample::one(bytes as f64),
    };
    let mut figures = vec![figure(Stack::Liseuse, ours)];
    for stack in [Stack::Marked, Stack::Commonmark] {
        figures.push(figure(stack, brotli(&bench.stage.peer(stack)?)?.len()));
    }
    let row = |limit: u32, name: &str, why| {
        Entry::Row(Row {
            what: format!("first load, brotli 11, {name}"),
            unit: Unit::Bytes,
            figures: figures.clone(),
            goals: vec![Goal::Value(f64::from(limit))],
            why,
        })
    };
    Ok(vec![
        row(
            120_000,
            "the limit",
            "take out what the last change brought in",
        ),
        row(
            99_000,
            "the goal",
            "Markdown with its table of references, two languages side by side and the interface in two languages are in the first load; what only a second text needs could follow in the later part",
        ),
        Entry::Note(format!(
            "`liseuse.more.wasm`, fetched when somebody first searches or puts two texts together: {} bytes of brotli.",
            xtask::size::thousands(later)
        )),
    ])
}
