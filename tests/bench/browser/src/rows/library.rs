//! A library of 100,000 posts, split, on a plain static server: what is fetched and held.

use anyhow::Result;
use serde_json::{Value, json};

use super::render::ready_script;
use super::{NO_SPLIT, Rounds, figures, number, shuffled};
use crate::Bench;
use crate::browser::Speed;
use crate::corpus::Form;
use crate::report::{Entry, Row, Unit};
use crate::site::{First, Page, Stack};

/// What is done, one after the other, and how it is called.
const STEPS: [(&str, &str); 4] = [
    ("the first screen", ""),
    ("a tag chosen", "await settle(given.tag, given.count);"),
    (
        "a search",
        "await bench.filter([]); given.found = await bench.search(given.words);
        if (!given.found.length) throw new Error(`nothing was found for ${given.words}`);",
    ),
    (
        "a post read to its end",
        "await read(given.id);
        if (!bench.root().querySelector('article')?.textContent.includes(given.title)) throw new Error('the post is not there');",
    ),
];

pub(super) async fn measure(bench: &Bench) -> Result<Vec<Entry>> {
    let count = bench.sized(100_000, 2_000);
    let what = |step: &str| format!("{count} posts split: {step}");
    if !bench.source.splits() {
        let what = what("bytes and memory");
        return Ok(vec![Entry::Missing(what, NO_SPLIT.to_owned())]);
    }
    let library = bench.source.made(count, Form::Split)?;
    let of = format!("a library of {count} posts");
    let page = Page {
        stack: Stack::LiseuseSplit,
        library: &library,
        first: First::List,
        is_lazy: false,
        ready: None,
    };
    let page = bench.stage.page("library", page)?;
    let head: Value = serde_json::from_slice(&std::fs::read(library.bundle())?)?;
    // The oldest post that the head lists: few readers come so far by scrolling.
    let last = head
        .pointer("/items")
        .and_then(Value::as_array)
        .and_then(|items| items.last());
    let last = last.cloned().unwrap_or_default();
    let tag = last.pointer("/tags/0").cloned().unwrap_or_default();
    let known = head.pointer("/_liseuse/tags").and_then(Value::as_array);
    let named = |known: &&Value| known.get("id") == Some(&tag);
    let count = known.into_iter().flatten().find(named);
    let count = count.and_then(|known| known.get("posts"));
    let given = json!({
        "count": count,
        "id": last.get("id"), "title": last.get("title"), "tag": tag,
        "words": last.get("title").and_then(Value::as_str).and_then(|title| title.split(' ').next()),
    });
    // As any static server does it, without compression.
    bench.stage.serve_plainly(true);
    let measured = shuffled(
        bench,
        &of,
        &[Stack::LiseuseSplit],
        Rounds::Plain(bench.few()),
        async |stack| {
            let tab = bench
                .chromium
                .tab(&bench.stage.blank(), Speed::FULL)
                .await?;
            let measured = async {
                let mut measured = Vec::new();
                tab.goto(&page).await?;
                tab.run(&ready_script(stack), Value::Null).await?;
                for (_, script) in STEPS {
                    let script = format!(
                        "const begin = performance.now();
                    {script}
                    const passed = performance.now() - begin;
                    for (let frames = 0; frames < 5; frames += 1) await frame();
                    return {{ ...fetched(), passed, longest: (await long(begin)).longest }};"
                    );
                    let answer = tab.run(&script, given.clone()).await?;
                    for name in ["bytes", "requests", "passed", "longest"] {
                        measured.push(number(&answer, name)?);
                    }
                    measured.push(tab.memory().await? / 1e6);
                }
                Ok(measured)
            };
            let measured = measured.await;
            tab.end().await;
            measured
        },
    )
    .await;
    bench.stage.serve_plainly(false);
    let measured = measured?;
    let mut entries = Vec::new();
    for (at, (step, _)) in STEPS.iter().enumerate() {
        for (place, name, unit) in [
            (0, "all bytes fetched after", Unit::Bytes),
            (1, "all requests after", Unit::Count),
            (2, "time of", Unit::Milliseconds),
            (
                3,
                "the longest task (0: none over 50 ms) of",
                Unit::Milliseconds,
            ),
            (4, "memory after", Unit::Megabytes),
        ] {
            // The page is there before its own step begins.
            if at == 0 && matches!(place, 2 | 3) {
                continue;
            }
            entries.push(Entry::Row(Row {
                what: what(&format!("{name} {step}")),
                unit,
                figures: figures(&measured, 5 * at + place),
                goals: vec![],
                why: "",
            }));
        }
    }
    Ok(entries)
}
