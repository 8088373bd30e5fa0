//! The search in the page: how long it takes to be ready, what it holds, how fast and how right it finds.

use std::collections::{BTreeMap, HashMap};
use std::time::Instant;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::render::ready_script;
use super::{Rounds, no_corpus, number, numbers, shuffled, side};
use crate::Bench;
use crate::browser::Speed;
use crate::corpus::{Form, Item, Library};
use crate::made::Post;
use crate::quality::{self, KINDS, Kind};
use crate::report::{Entry, Figure, Goal, Row, Unit};
use crate::site::{First, Page, Stack};
use crate::stats::Sample;

/// Queries of each kind.
const QUERIES: usize = 34;
/// How often each query is run; its least time counts.
const PASSES: usize = 4;
/// How far a word may be off for MiniSearch where it forgives.
const FUZZY: f64 = 0.2;

/// What one contender came to, besides its times.
#[derive(Debug, Default, Clone)]
struct Found {
    /// The ids of each query, best first.
    ids: Vec<Vec<String>>,
}

pub(super) async fn measure(bench: &Bench) -> Result<Vec<Entry>> {
    let mut entries = Vec::new();
    let made = bench.source.made(bench.sized(1_000, 200), Form::Whole)?;
    of(bench, &made, &mut entries).await?;
    match bench.source.real()? {
        Some(real) => of(bench, &real, &mut entries).await?,
        None => entries.push(no_corpus(bench, "the search, the real posts")),
    }
    Ok(entries)
}

async fn of(bench: &Bench, library: &Library, entries: &mut Vec<Entry>) -> Result<()> {
    let what = format!("search, {}", library.name);
    let items = library.items()?;
    let queries = draw(&items);
    let texts: Vec<&str> = queries.iter().map(|(_, query)| query.as_str()).collect();
    let mut found: BTreeMap<(Stack, bool), Found> = BTreeMap::new();
    let mut pages = BTreeMap::new();
    let stacks = [Stack::Liseuse, Stack::Marked, Stack::Scan];
    for stack in stacks {
        let page = Page {
            stack,
            library,
            first: First::List,
            is_lazy: true,
            ready: None,
        };
        pages.insert(stack, bench.stage.page("search", page)?);
    }
    let measured = shuffled(bench, &what, &stacks, Rounds::Plain(bench.few()), async |stack| {
        let page = pages.get(&stack).context("it has no page")?;
        let tab = bench
            .chromium
            .tab(&bench.stage.blank(), Speed::FULL)
            .await?;
        let figures = async {
            tab.goto(page).await?;
            tab.run(&ready_script(stack), Value::Null).await?;
            let held = tab.memory().await?;
            let begin = tab.work().await?;
            let set_up = "const begin = performance.now();
                await task(() => bench.setUp());
                const wall = performance.now() - begin;
                return { wall, ...await long(begin) };";
            let told = tab.run(set_up, Value::Null).await?;
            let work = tab.work().await? - begin;
            let memory = tab.memory().await? - held;
            let mut figures = vec![
                work.all,
                number(&told, "wall")?,
                number(&told, "longest")?,
                memory / 1e6,
            ];
            for fuzzy in [0.0, FUZZY] {
                let is_forgiving = fuzzy > 0.0;
                if is_forgiving && stack != Stack::Marked {
                    continue;
                }
                let given =
                    json!({ "queries": texts, "passes": PASSES, "options": { "fuzzy": fuzzy } });
                let answer = tab
                    .run(
                        "return search(given.queries, given.passes, given.options);",
                        given,
                    )
                    .await?;
                let times = numbers(&answer, "times")?;
                figures.extend([times.median(), times.at(0.95)]);
                let ids = answer.get("found").cloned().unwrap_or_default();
                let ids = serde_json::from_value(ids)?;
                found.insert((stack, is_forgiving), Found { ids });
            }
            Ok(figures)
        };
        let figures = figures.await;
        tab.end().await;
        figures
    })
    .await?;
    let figures = |place: usize, forgiving: bool| {
        let mut figures = super::figures(&measured, place);
        for figure in &mut figures {
            name(figure);
        }
        if forgiving
            && let Some(sample) = measured
                .get(&Stack::Marked)
                .and_then(|own| own.get(place + 2))
        {
            figures.push(Figure {
                name: format!("MiniSearch, fuzzy {FUZZY}"),
                side: side(Stack::Marked),
                sample: sample.clone(),
            });
        }
        figures
    };
    let row = |what: &str, unit, figures, goals, why| {
        Entry::Row(Row {
            what: format!("search, {}: {what}", library.name),
            unit,
            figures,
            goals,
            why,
        })
    };
    let goals = |value: f64| {
        if items.len() >= 100 {
            vec![Goal::Value(value)]
        } else {
            vec![]
        }
    };
    entries.extend([
        row(
            "set-up, main-thread CPU",
            Unit::Milliseconds,
            figures(0, false),
            goals(61.0),
            "words are folded, cut to their stems and indexed with their places, where a scan only folds; an index that comes with the bundle closes it",
        ),
        row("set-up, by the clock", Unit::Milliseconds, figures(1, false), vec![], ""),
        row(
            "longest task of the set-up, by the clock (0: none over 50 ms)",
            Unit::Milliseconds,
            figures(2, false),
            goals(50.0),
            "a slice of the set-up, or of the browser's own work beside it, took too long",
        ),
        row(
            "memory of what was set up",
            Unit::Megabytes,
            figures(3, false),
            goals(12.0),
            "the index keeps places and words, and the module's memory never shrinks after the set-up",
        ),
        row("query, median", Unit::Milliseconds, figures(4, true), vec![], ""),
        row(
            "query, 95th percentile",
            Unit::Milliseconds,
            figures(5, true),
            goals(5.0),
            "what is found is ranked, and its places are looked up for the snippets, before it is told",
        ),
    ]);
    let posts: HashMap<&str, &Item> = items.iter().map(|item| (item.id.as_str(), item)).collect();
    let is_right = |kind: Kind, query: &str, ids: &[String]| match ids.first() {
        Some(_) if kind == Kind::LetterDropped => true,
        Some(id) => posts
            .get(id.as_str())
            .is_some_and(|item| quality::holds(&item.post, query)),
        None => false,
    };
    let share = |own: &Found, wanted: &dyn Fn(Kind) -> bool| {
        let (mut all, mut right) = (0, 0);
        for ((kind, query), ids) in queries.iter().zip(&own.ids) {
            if wanted(*kind) {
                all += 1;
                right += u32::from(is_right(*kind, query, ids));
            }
        }
        Sample::one(100.0 * f64::from(right) / f64::from(all.max(1)))
    };
    let quality = |wanted: &dyn Fn(Kind) -> bool| -> Vec<Figure> {
        let of = |((stack, is_forgiving), own): (&(Stack, bool), &Found)| {
            let mut figure = Figure {
                name: stack.name().to_owned(),
                side: side(*stack),
                sample: share(own, wanted),
            };
            name(&mut figure);
            if *is_forgiving {
                figure.name = format!("MiniSearch, fuzzy {FUZZY}");
            }
            figure
        };
        found.iter().map(of).collect()
    };
    entries.extend([
        row(
            "right top hit (words, beginnings, accents on and off)",
            Unit::Percent,
            quality(&|kind| kind != Kind::LetterDropped),
            vec![Goal::Value(100.0)],
            "the queries are printed below",
        ),
        row(
            "found with a letter dropped",
            Unit::Percent,
            quality(&|kind| kind == Kind::LetterDropped),
            vec![Goal::Value(95.0)],
            "the queries are printed below",
        ),
    ]);
    let ours = found
        .get(&(Stack::Liseuse, false))
        .cloned()
        .unwrap_or_default();
    let mut note = native(library, &items, &queries, &ours);
    for ((kind, query), ids) in queries.iter().zip(&ours.ids) {
        if !is_right(*kind, query, ids) {
            note.push_str(&format!(
                "\n- wrong: {kind:?} `{query}` → {:?}",
                ids.first()
            ));
        }
    }
    entries.push(Entry::Note(note));
    Ok(())
}

/// What searches in the marked widget is what counts here.
fn name(figure: &mut Figure) {
    if figure.name == Stack::Marked.name() {
        figure.name = "MiniSearch".to_owned();
    }
}

/// The same queries asked natively: whether the module finds the same.
fn native(library: &Library, items: &[Item], queries: &[(Kind, String)], ours: &Found) -> String {
    let posts = posts(items);
    let start = Instant::now();
    let index = quality::index(&posts);
    let set_up = start.elapsed().as_secs_f64() * 1e3;
    let start = Instant::now();
    let mut same = 0;
    for ((_, query), ids) in queries.iter().zip(&ours.ids) {
        let hits = index.search(query, 20);
        let own = hits.iter().filter_map(|hit| items.get(hit.post as usize));
        let own: Vec<&str> = own.map(|item| item.id.as_str()).collect();
        same += usize::from(own.iter().eq(ids));
    }
    let time = start.elapsed().as_secs_f64() * 1e3 / queries.len().max(1) as f64;
    format!(
        "Search, {}: natively the set-up takes {set_up:.1} ms, a query {time:.3} ms; {same} of {} queries find the same posts in the same order natively and in the page.",
        library.name,
        queries.len()
    )
}

fn draw(items: &[Item]) -> Vec<(Kind, String)> {
    let posts = posts(items);
    let of = |kind: Kind| {
        let queries = quality::queries(&posts, kind, QUERIES, 5);
        queries.into_iter().map(move |query| (kind, query))
    };
    KINDS.into_iter().flat_map(of).collect()
}

fn posts(items: &[Item]) -> Vec<Post> {
    let copy = |Item { post, .. }: &Item| Post {
        language: post.language,
        title: post.title.clone(),
        tags: post.tags.clone(),
        body: post.body.clone(),
    };
    items.iter().map(copy).collect()
}
