//! Large lists: a tag chosen among 10,000 posts, and the tasks that hold the page while somebody
//! searches, filters and reads.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::render::ready_script;
use super::{NO_SPLIT, Rounds, figures, number, numbers, shuffled};
use crate::Bench;
use crate::browser::{Speed, Tab};
use crate::corpus::{Form, Item, Library};
use crate::report::{Entry, Goal, Row, Unit};
use crate::site::{First, Page, Stack};

/// What somebody does who looks around, and what of it is told.
const STEPS: [&str; 4] = ["opening the list", "searching", "filtering", "reading"];

pub(super) async fn measure(bench: &Bench) -> Result<Vec<Entry>> {
    let count = bench.sized(10_000, 1_000);
    let whole = bench.source.made(count, Form::Whole)?;
    let split = bench.split(count)?;
    let items = whole.items()?;
    let mut entries = Vec::new();
    let mut stacks = vec![Stack::Liseuse, Stack::Marked];
    stacks.extend(split.is_some().then_some(Stack::LiseuseSplit));
    let pages = pages(bench, &stacks, &whole, split.as_ref(), "filter", true)?;
    filter(bench, &stacks, &pages, &items, &mut entries).await?;
    // The widget as somebody has it: the peer makes its search ready by itself.
    if split.is_some() {
        stacks.retain(|stack| *stack != Stack::Liseuse);
    }
    let pages = self::pages(bench, &stacks, &whole, split.as_ref(), "calm", false)?;
    calm(
        bench,
        &stacks,
        &pages,
        &items,
        split.is_some(),
        &mut entries,
    )
    .await?;
    if split.is_none() {
        let what = format!("long tasks, {count} posts split");
        entries.push(Entry::Missing(what, NO_SPLIT.to_owned()));
    }
    Ok(entries)
}

fn pages(
    bench: &Bench,
    stacks: &[Stack],
    whole: &Library,
    split: Option<&Library>,
    name: &str,
    is_lazy: bool,
) -> Result<BTreeMap<Stack, String>> {
    let page = |stack: &Stack| {
        let is_split = *stack == Stack::LiseuseSplit;
        let page = Page {
            stack: *stack,
            library: split.filter(|_| is_split).unwrap_or(whole),
            first: First::List,
            is_lazy,
            ready: None,
        };
        Ok((*stack, bench.stage.page(name, page)?))
    };
    stacks.iter().map(page).collect()
}

/// Tags from those of many posts to those of few, so that filters of all sizes are measured.
pub(super) fn spread<'a>(tags: impl Iterator<Item = &'a String>, count: usize) -> Vec<&'a String> {
    let mut counts: BTreeMap<&String, usize> = BTreeMap::new();
    for tag in tags {
        *counts.entry(tag).or_default() += 1;
    }
    let mut tags: Vec<(usize, &String)> = counts
        .into_iter()
        .map(|(tag, posts)| (posts, tag))
        .collect();
    tags.sort_by(|a, b| b.cmp(a));
    let step = (tags.len() / count).max(1);
    tags.into_iter()
        .step_by(step)
        .take(count)
        .map(|(_, tag)| tag)
        .collect()
}

async fn filter(
    bench: &Bench,
    stacks: &[Stack],
    pages: &BTreeMap<Stack, String>,
    items: &[Item],
    entries: &mut Vec<Entry>,
) -> Result<()> {
    let count = items.len();
    let what = format!("filter, {count} posts");
    let tags = spread(items.iter().flat_map(|item| &item.tags), 10);
    let last = tags.last().context("the library has no tags")?;
    let expected = items.iter().filter(|item| item.tags.contains(last)).count();
    let measured = shuffled(
        bench,
        &what,
        stacks,
        Rounds::Plain(bench.few()),
        async |stack| {
            let tab = open(bench, pages, stack).await?;
            let figures = async {
                let settled = json!({ "tag": last, "count": expected });
                tab.run("await settle(given.tag, given.count);", settled)
                    .await?;
                let begin = tab.work().await?;
                let answer = tab.run("return filter(given);", json!(tags)).await?;
                let work = tab.work().await? - begin;
                let [laid, painted] = [numbers(&answer, "laid")?, numbers(&answer, "painted")?];
                Ok(vec![
                    laid.median(),
                    laid.at(1.0),
                    painted.median(),
                    work.all / tags.len() as f64,
                ])
            };
            let figures = figures.await;
            tab.end().await;
            figures
        },
    )
    .await?;
    for (place, what, is_judged) in [
        (0, "filter by a tag, list laid out", true),
        (1, "the same, the slowest of ten tags", false),
        (2, "the same, until it is painted", false),
        (3, "the same, main-thread CPU with paint", false),
    ] {
        entries.push(Entry::Row(Row {
            what: format!("{what}, {count} posts"),
            unit: Unit::Milliseconds,
            figures: figures(&measured, place),
            goals: if is_judged { vec![Goal::Value(16.0)] } else { vec![] },
            why: "six cards are drawn at once; taking the fifty of the last list away is the largest part, and the browser's own",
        }));
    }
    Ok(())
}

async fn calm(
    bench: &Bench,
    stacks: &[Stack],
    pages: &BTreeMap<Stack, String>,
    items: &[Item],
    is_split: bool,
    entries: &mut Vec<Entry>,
) -> Result<()> {
    let count = items.len();
    let what = format!("long tasks, {count} posts");
    let tags = spread(items.iter().flat_map(|item| &item.tags), 6);
    let step = (items.len() / 8).max(1);
    let ids: Vec<&String> = items.iter().step_by(step).map(|item| &item.id).collect();
    let words = items.iter().step_by(step).filter_map(|item| {
        let mut words = item.post.body.split_whitespace();
        words.find(|word| word.len() > 5 && word.chars().all(char::is_alphabetic))
    });
    let words: Vec<&str> = words.take(6).collect();
    let measured = shuffled(
        bench,
        &what,
        stacks,
        Rounds::Plain(bench.fewest()),
        async |stack| {
            let tab = open(bench, pages, stack).await?;
            let figures = async {
                let mut figures = Vec::new();
                for (script, given) in [
                    ("return long(0);", Value::Null),
                    (
                        "const begin = performance.now();
                    for (const words of given) await type(words);
                    return long(begin);",
                        json!(words),
                    ),
                    (
                        "const begin = performance.now();
                    await filter(given);
                    return long(begin);",
                        json!(tags),
                    ),
                    (
                        "const begin = performance.now();
                    for (const id of given) await read(id);
                    return long(begin);",
                        json!(ids),
                    ),
                ] {
                    let answer = tab.run(script, given).await?;
                    figures.extend([number(&answer, "count")?, number(&answer, "longest")?]);
                }
                Ok(figures)
            };
            let figures = figures.await;
            tab.end().await;
            figures
        },
    )
    .await?;
    for (at, step) in STEPS.iter().enumerate() {
        for (place, what, unit) in [
            (2 * at, "tasks over 50 ms", Unit::Count),
            (
                2 * at + 1,
                "the longest task (0: none over 50 ms)",
                Unit::Milliseconds,
            ),
        ] {
            let is_judged = at > 0 && is_split;
            entries.push(Entry::Row(Row {
                what: format!("{what} while {step}, {count} posts"),
                unit,
                figures: figures(&measured, place),
                goals: match (is_judged, unit) {
                    (false, _) => vec![],
                    (true, Unit::Count) => vec![Goal::Value(0.0)],
                    (true, _) => vec![Goal::Value(50.0)],
                },
                why: "by the clock, so whatever else the machine does counts too; on a quiet one it is work that has to be cut into shorter slices",
            }));
        }
    }
    Ok(())
}

async fn open(bench: &Bench, pages: &BTreeMap<Stack, String>, stack: Stack) -> Result<Tab> {
    let page = pages.get(&stack).context("it has no page")?;
    let tab = bench
        .chromium
        .tab(&bench.stage.blank(), Speed::FULL)
        .await?;
    let opened = async {
        tab.goto(page).await?;
        tab.run(&ready_script(stack), Value::Null).await
    };
    match opened.await {
        Ok(_) => Ok(tab),
        Err(error) => {
            tab.end().await;
            Err(error)
        }
    }
}
