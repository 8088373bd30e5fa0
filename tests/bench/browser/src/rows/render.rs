//! Markdown to clean nodes in the page: the very first post, and a hundred after it.

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::{Rounds, figures, no_corpus, number, shuffled};
use crate::Bench;
use crate::browser::Speed;
use crate::corpus::{Form, Item, Library};
use crate::report::{Entry, Goal, Row, Unit};
use crate::site::{First, Page, Stack};

/// How often all posts are opened, once they have been opened before.
const PASSES: usize = 3;

pub(super) async fn measure(bench: &Bench) -> Result<Vec<Entry>> {
    let made = bench.source.made(100, Form::Whole)?;
    let item = super::start::typical(made.items()?)?;
    let mut entries = of(bench, &made, &item).await?;
    match bench.source.real()? {
        Some(real) => {
            let items = real.items()?;
            let first = items.into_iter().max_by_key(|item| item.post.body.len());
            entries.extend(of(bench, &real, &first.context("it is empty")?).await?);
        }
        None => entries.push(no_corpus(bench, "the same, the real posts")),
    }
    Ok(entries)
}

/// Measures one library. The post that is opened first is opened with code that never ran.
async fn of(bench: &Bench, library: &Library, first: &Item) -> Result<Vec<Entry>> {
    let what = format!("rendering, {}", library.name);
    let items = library.items()?;
    let items: Vec<&Item> = items
        .iter()
        .filter(|item| item.id != first.id)
        .take(100)
        .collect();
    let bytes: usize = items.iter().map(|item| item.post.body.len()).sum();
    let ready: Vec<&Item> = items.iter().copied().chain([first]).collect();
    let ready = bench.stage.ready(&ready)?;
    let mut pages = std::collections::BTreeMap::new();
    let stacks = [
        Stack::Liseuse,
        Stack::Marked,
        Stack::Commonmark,
        Stack::Ready,
    ];
    for stack in stacks {
        let page = Page {
            stack,
            library,
            first: First::List,
            is_lazy: true,
            ready: Some(&ready),
        };
        pages.insert(stack, bench.stage.page("render", page)?);
    }
    let ids: Vec<&String> = items.iter().map(|item| &item.id).collect();
    let every: Vec<&&String> = (0..PASSES).flat_map(|_| &ids).collect();
    let posts = items
        .iter()
        .map(|item| json!({ "id": item.id, "title": item.post.title, "words": plain(item) }));
    let posts = Value::Array(posts.collect());
    let measured = shuffled(
        bench,
        &what,
        &stacks,
        Rounds::Plain(bench.few()),
        async |stack| {
            let page = pages.get(&stack).context("it has no page")?;
            let tab = bench
                .chromium
                .tab(&bench.stage.blank(), Speed::FULL)
                .await?;
            let figures = async {
                tab.goto(page).await?;
                tab.run(&ready_script(stack), Value::Null).await?;
                tab.run("await bare();", Value::Null).await?;
                let begin = tab.work().await?;
                tab.run("return open([given]);", json!(first.id)).await?;
                let cold = tab.work().await? - begin;
                tab.run("await check(given);", posts.clone()).await?;
                let begin = tab.work().await?;
                tab.run("return open(given);", json!(every)).await?;
                let warm = tab.work().await? - begin;
                let megabytes = (bytes * PASSES) as f64 / 1e6;
                Ok((cold.code, megabytes / (warm.code / 1e3)))
            };
            let figures: Result<_> = figures.await;
            tab.end().await;
            let (cold, throughput) = figures?;
            // Once more as somebody sees it, in a browser where nothing ran yet.
            let tab = bench
                .chromium
                .tab(&bench.stage.blank(), Speed::FULL)
                .await?;
            let clock = async {
                tab.goto(page).await?;
                tab.run(&ready_script(stack), Value::Null).await?;
                let answer = tab
                    .run("return { laid: await laid(given) };", json!(first.id))
                    .await?;
                number(&answer, "laid")
            };
            let clock = clock.await;
            tab.end().await;
            Ok(vec![cold, clock?, throughput])
        },
    )
    .await?;
    let row = |what: String, unit, place, goals, why| {
        Entry::Row(Row {
            what,
            unit,
            figures: figures(&measured, place),
            goals,
            why,
        })
    };
    let kilobytes = first.post.body.len() as f64 / 1e3;
    let name = &library.name;
    Ok(vec![
        row(
            format!(
                "first cold post of {kilobytes:.1} KB to live nodes, main-thread CPU of code, {name}"
            ),
            Unit::Milliseconds,
            0,
            vec![Goal::Value(10.0)],
            "code that never ran is compiled by the browser's first tier while it runs; what is not needed for the first post could be smaller",
        ),
        row(
            format!("the same by the clock, with focus, history and layout, {name}"),
            Unit::Milliseconds,
            1,
            vec![],
            "",
        ),
        row(
            format!("warm throughput, Markdown to live nodes, {name}"),
            Unit::MegabytesASecond,
            2,
            vec![Goal::Value(4.0)],
            "every element, attribute and text is made by a call through a binding, and removed one by one",
        ),
    ])
}

/// What waits until a page can be used; for ours, what drives it comes first.
pub(super) fn ready_script(stack: Stack) -> String {
    let driver = if stack.is_ours() {
        crate::site::DRIVER
    } else {
        ""
    };
    format!(
        "{driver}\nawait bench.ready;\nfor (let frames = 0; frames < 5; frames += 1) await frame();"
    )
}

/// The first words of a post that everybody shows as they were written, if it begins with such.
fn plain(item: &Item) -> String {
    let words = item.post.body.chars().take(20);
    let words: String = words.collect();
    if words.chars().all(|c| c.is_ascii_alphanumeric() || c == ' ') {
        words
    } else {
        String::new()
    }
}
