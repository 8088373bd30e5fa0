//! From the navigation to the frame in which the first paragraph is painted, with a cold cache.

use anyhow::{Context, Result};
use serde_json::Value;

use super::{Measured, NO_SPLIT, Rounds, figures, number, shuffled};
use crate::Bench;
use crate::browser::Speed;
use crate::corpus::{Form, Item, Library};
use crate::report::{Entry, Goal, Row, Unit};
use crate::site::{First, Page, Stack};

const ONE_TAG: &str = "marked widget, one script tag";
const BEGUN: &str = "the same, until all of it can be used";
const WHY_BYTES: &str = "a whole bundle waits for the module, which has three times the bytes of the peer's script; of a split one script and text come one after the other, where the static page is one answer; markup in the page (`liseuse-bundle site`) closes it";
const WHY_BUNDLE: &str =
    "the whole bundle stands before the first post; a split bundle takes it out of the way";
const WHY_TEXT: &str = "script and text come one after the other, where the static page is one answer; markup in the page (`liseuse-bundle site`) closes it";
const WHY_LIST: &str = "script, then module and list come before the first paint, and then the module runs for the first time, where the static page has one request; markup in the page (`liseuse-bundle site`) closes it";

pub(super) async fn measure(bench: &Bench) -> Result<Vec<Entry>> {
    let mut entries = Vec::new();
    small(bench, &mut entries).await?;
    middle(bench, &mut entries).await?;
    large(bench, &mut entries).await?;
    Ok(entries)
}

async fn small(bench: &Bench, entries: &mut Vec<Entry>) -> Result<()> {
    use Stack::{
        Commonmark, Liseuse, LiseuseSplit, Marked, MarkedOneFile, MarkedPreloaded, Static,
    };
    let whole = bench.source.made(50, Form::Whole)?;
    let split = bench.split(50)?;
    let mut stacks = vec![
        Static,
        Marked,
        MarkedPreloaded,
        MarkedOneFile,
        Commonmark,
        Liseuse,
    ];
    stacks.extend(split.is_some().then_some(LiseuseSplit));
    let item = typical(whole.items()?)?;
    for (speed, of_peer, of_limit) in [(Speed::SLOW, 0.7, 2.0), (Speed::FAST, 0.65, 1.3)] {
        let measured = first(
            bench,
            &stacks,
            speed,
            &whole,
            split.as_ref(),
            First::Post(&item),
            bench.rounds,
        )
        .await?;
        let what = |figure: &str| format!("{figure}, 50 posts, {}", speed.name);
        entries.push(Entry::Row(Row {
            what: what("first post on screen"),
            unit: Unit::Milliseconds,
            figures: figures(&measured, 0),
            goals: vec![Goal::Of(ONE_TAG, of_peer), Goal::OfLimit(of_limit)],
            why: WHY_BYTES,
        }));
        entries.push(Entry::Row(Row {
            what: what("blocked before it (long tasks − 50 ms)"),
            unit: Unit::Milliseconds,
            figures: figures(&measured, 1),
            goals: vec![Goal::Value(150.0)],
            why: "layout and fonts alone block the static page as its figure says; the module's first run comes on top, at a quarter of the speed",
        }));
        entries.push(begun(&measured, what(BEGUN)));
        entries.push(fetched(&measured, what("fetched until then")));
    }
    if split.is_none() {
        entries.push(Entry::Missing(
            "the same, 50 posts split".to_owned(),
            NO_SPLIT.to_owned(),
        ));
    }
    Ok(())
}

async fn middle(bench: &Bench, entries: &mut Vec<Entry>) -> Result<()> {
    use Stack::{Liseuse, LiseuseSplit, Marked, MarkedOneFile, MarkedPreloaded, Static};
    let count = bench.sized(1_000, 200);
    let whole = bench.source.made(count, Form::Whole)?;
    let split = bench.split(count)?;
    let mut stacks = vec![Static, Marked, MarkedPreloaded, MarkedOneFile, Liseuse];
    stacks.extend(split.is_some().then_some(LiseuseSplit));
    let item = typical(whole.items()?)?;
    let measured = first(
        bench,
        &stacks,
        Speed::FAST,
        &whole,
        split.as_ref(),
        First::Post(&item),
        bench.few(),
    )
    .await?;
    let what = |figure: &str| format!("{figure}, {count} posts, {}", Speed::FAST.name);
    entries.push(Entry::Row(Row {
        what: what("first post on screen"),
        unit: Unit::Milliseconds,
        figures: figures(&measured, 0),
        goals: vec![Goal::OfLimit(1.5)],
        why: if split.is_some() {
            WHY_TEXT
        } else {
            WHY_BUNDLE
        },
    }));
    entries.push(begun(&measured, what(BEGUN)));
    entries.push(fetched(&measured, what("fetched until then")));
    Ok(())
}

async fn large(bench: &Bench, entries: &mut Vec<Entry>) -> Result<()> {
    let count = bench.sized(10_000, 1_000);
    let names = [
        ("the list on screen", "list"),
        ("first post on screen (deep link)", "post"),
    ];
    let Some(split) = bench.split(count)? else {
        for (name, _) in names {
            let what = format!("{name}, {count} posts split, {}", Speed::FAST.name);
            entries.push(Entry::Missing(what, NO_SPLIT.to_owned()));
        }
        return Ok(());
    };
    let whole = bench.source.made(count, Form::Whole)?;
    let item = typical(whole.items()?)?;
    let stacks = [Stack::Static, Stack::LiseuseSplit];
    for ((name, _), shown) in names.into_iter().zip([First::List, First::Post(&item)]) {
        let measured = first(
            bench,
            &stacks,
            Speed::FAST,
            &whole,
            Some(&split),
            shown,
            // Two pages are measured soon, and the machine's own moods weigh less.
            2 * bench.rounds + 1,
        )
        .await?;
        let what = |figure: &str| format!("{figure}, {count} posts split, {}", Speed::FAST.name);
        entries.push(Entry::Row(Row {
            what: what(name),
            unit: Unit::Milliseconds,
            figures: figures(&measured, 0),
            goals: vec![Goal::OfLimit(1.5)],
            why: match shown {
                First::List => WHY_LIST,
                First::Post(_) => WHY_TEXT,
            },
        }));
        entries.push(Entry::Row(Row {
            what: what("blocked before it"),
            unit: Unit::Milliseconds,
            figures: figures(&measured, 1),
            goals: vec![],
            why: "",
        }));
        entries.push(begun(&measured, what(BEGUN)));
        entries.push(fetched(&measured, what("fetched until then")));
    }
    Ok(())
}

/// When the whole of it is there: a split bundle shows how the post begins before that.
fn begun(measured: &Measured, what: String) -> Entry {
    Entry::Row(Row {
        what,
        unit: Unit::Milliseconds,
        figures: figures(measured, 3),
        goals: vec![],
        why: "",
    })
}

fn fetched(measured: &Measured, what: String) -> Entry {
    Entry::Row(Row {
        what,
        unit: Unit::Bytes,
        figures: figures(measured, 2),
        goals: vec![],
        why: "",
    })
}

/// Opens pages, each in a new browser. Gives the time of the paint, the blocked time, the bytes, and the time
/// when the reader has begun.
async fn first(
    bench: &Bench,
    stacks: &[Stack],
    speed: Speed,
    whole: &Library,
    split: Option<&Library>,
    shown: First<'_>,
    rounds: usize,
) -> Result<Measured> {
    let what = format!("first screen, {}, {}", whole.name, speed.name);
    let kind = match shown {
        First::List => "list",
        First::Post(_) => "post",
    };
    let mut pages = std::collections::BTreeMap::new();
    for stack in stacks {
        let is_split = *stack == Stack::LiseuseSplit;
        let page = Page {
            stack: *stack,
            library: split.filter(|_| is_split).unwrap_or(whole),
            first: shown,
            is_lazy: false,
            ready: None,
        };
        pages.insert(*stack, bench.stage.page(kind, page)?);
    }
    shuffled(
        bench,
        &what,
        stacks,
        Rounds::Warmed(rounds),
        async |stack| {
            let page = pages.get(&stack).context("it has no page")?;
            let tab = bench.chromium.tab(&bench.stage.blank(), speed).await?;
            let answer = async {
                tab.goto(page).await?;
                tab.run("return start();", Value::Null).await
            };
            let answer = answer.await;
            tab.end().await;
            let answer = answer?;
            ["at", "blocking", "bytes", "whole"]
                .iter()
                .map(|name| number(&answer, name))
                .collect()
        },
    )
    .await
}

/// A post of the usual length whose first words are plain, as near to the top of the list as there is one.
pub(super) fn typical(items: Vec<Item>) -> Result<Item> {
    let is_typical = |item: &Item| {
        let body = &item.post.body;
        let is_plain = |c: char| c.is_ascii_alphanumeric() || c == ' ';
        item.post.language == "en"
            && (4_000..6_500).contains(&body.len())
            && body.chars().take(30).all(is_plain)
    };
    let found = items.into_iter().find(is_typical);
    found.context("no post of the library is of the usual length")
}
