//! How fast and how right the search is, beside a scan of the folded texts: `cargo xtask bench search`.
#![cfg_attr(target_family = "wasm", no_main)]
#![cfg(not(target_family = "wasm"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use std::time::Instant;

use liseuse::{cli::seek::pack, search::Index};

#[path = "../native/search/disk.rs"]
mod disk;
#[path = "../native/search/made.rs"]
mod made;
#[path = "../native/search/quality.rs"]
mod quality;

use made::Post;
use quality::{KINDS, Kind};

/// How often everything is done; the best time counts, for other work on the machine only slows.
const ROUNDS: usize = 5;
const QUERIES: usize = 200;
/// The words that the index looks at in one slice.
const STEPS: usize = 100_000;

fn main() {
    for count in [47, 1_000, 10_000] {
        measure(&format!("{count} made posts"), &made::posts(count, 1));
    }
    // Real posts: a folder that is named, and the corpus where it is at hand.
    let named = std::env::args()
        .skip(1)
        .find(|argument| !argument.starts_with('-'));
    let corpus = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/blog");
    let corpus = std::env::var("LISEUSE_BLOG").unwrap_or_else(|_| corpus.to_owned());
    for folder in named.into_iter().chain([format!("{corpus}/posts")]) {
        if std::path::Path::new(&folder).is_dir() {
            measure(&folder, &read(&folder));
        } else {
            println!("\nskipped: there is no folder {folder}; LISEUSE_BLOG names the corpus");
        }
    }
}

/// Every Markdown file of a folder, as a post in the language that its front matter tells.
fn read(folder: &str) -> Vec<Post> {
    let mut posts = Vec::new();
    let mut folders = vec![std::path::PathBuf::from(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                let text = std::fs::read_to_string(path).unwrap();
                let parts = text
                    .strip_prefix("---\n")
                    .and_then(|rest| rest.split_once("\n---\n"));
                let (head, body) = parts.unwrap_or(("", &text));
                let field = |name: &str| {
                    let line = head.lines().find_map(|line| line.strip_prefix(name));
                    line.unwrap_or_default()
                        .trim()
                        .trim_matches(['"', '\''])
                        .to_owned()
                };
                posts.push(Post {
                    language: if field("lang:") == "fr" { "fr" } else { "en" },
                    title: field("title:"),
                    tags: field("tags:").replace([',', '[', ']'], "\n"),
                    body: body.to_owned(),
                });
            }
        }
    }
    posts
}

fn measure(name: &str, posts: &[Post]) {
    let bytes: usize = posts
        .iter()
        .map(|post| post.body.len() + post.title.len())
        .sum();
    let megabytes = bytes as f64 / 1e6;
    println!("\n{name}: {megabytes:.2} MB");

    let mut ours = f64::INFINITY;
    let mut scan = f64::INFINITY;
    let mut slowest = 0.0;
    let mut finish = f64::INFINITY;
    for _ in 0..ROUNDS {
        let mut slice: f64 = 0.0;
        let start = Instant::now();
        let mut index = Index::new();
        for (number, post) in (0..).zip(posts) {
            let start = Instant::now();
            index.add(number, post.language, &post.title, &post.tags, &post.body);
            slice = slice.max(ms(start));
        }
        let added = ms(start);
        loop {
            let start = Instant::now();
            let is_done = index.finish(STEPS);
            slice = slice.max(ms(start));
            if is_done {
                break;
            }
        }
        let time = ms(start);
        if time < ours {
            (ours, finish, slowest) = (time, time - added, slice);
        }
        let start = Instant::now();
        let folded = fold_all(posts);
        scan = scan.min(ms(start));
        assert_eq!(folded.len(), posts.len());
    }
    let index = quality::index(posts);
    let memory = index.memory() as f64 / 1e6;
    println!(
        "  set-up {ours:.1} ms ({:.2} ns a byte; {finish:.1} of it to finish), scan {scan:.1} ms: {:.2} times as long",
        ours * 1e6 / bytes as f64,
        ours / scan
    );
    println!("  longest slice {slowest:.2} ms; memory {memory:.2} MB, scan {megabytes:.2} MB");

    let folded = fold_all(posts);
    println!(
        "  {:16} {:>9} {:>9} {:>9} {:>9} {:>7}",
        "ms", "median", "p95", "most", "scan p95", "right"
    );
    for kind in KINDS {
        let queries = quality::queries(posts, kind, QUERIES, 5);
        let run = |query: &String| {
            std::hint::black_box(index.search(query, 20));
        };
        let own = times(&queries, &run);
        let other = times(&queries, &|query| {
            std::hint::black_box(find(&folded, query));
        });
        let right = quality::right(&index, posts, kind, &queries);
        println!(
            "  {:16} {:9.3} {:9.3} {:9.3} {:9.3} {:6.1}%",
            format!("{kind:?}"),
            at(&own, 0.5),
            at(&own, 0.95),
            at(&own, 1.0),
            at(&other, 0.95),
            100.0 * right as f64 / queries.len().max(1) as f64
        );
    }
    measure_written(posts, &index, bytes);
    let phrases: Vec<String> = quality::queries(posts, Kind::TwoWords, QUERIES, 9)
        .iter()
        .map(|query| format!("\"{query}\""))
        .collect();
    for (name, queries) in [
        ("phrase", phrases),
        (
            "one letter",
            "abcdefgilmnoprstuv".chars().map(String::from).collect(),
        ),
        (
            "frequent",
            ["the of", "de la", "\"de la\"", "in the", "a to", "le de"]
                .map(String::from)
                .to_vec(),
        ),
    ] {
        let own = times(&queries, &|query| {
            std::hint::black_box(index.search(query, 20));
        });
        println!(
            "  {name:16} {:9.3} {:9.3} {:9.3}",
            at(&own, 0.5),
            at(&own, 0.95),
            at(&own, 1.0)
        );
    }
}

/// What the written index takes: on the disk, and of it for each query.
fn measure_written(posts: &[Post], index: &Index, bytes: usize) {
    let start = Instant::now();
    let mut disk = disk::Disk::new(index);
    let written = ms(start);
    let packed = |names: &mut dyn Iterator<Item = &String>| -> usize {
        names.map(|name| pack(&disk.files[name]).len()).sum()
    };
    let raw: usize = disk.files.values().map(|text| text.chars().count()).sum();
    let sizes: std::collections::BTreeMap<String, usize> = disk
        .files
        .iter()
        .map(|(name, text)| (name.clone(), pack(text).len()))
        .collect();
    let all = packed(&mut disk.files.keys());
    let texts: usize = posts.iter().map(|post| pack(&post.body).len()).sum();
    println!(
        "  written in {written:.0} ms: {} files of {:.2} MB, packed {:.2} MB ({:.0} % of the texts, packed {:.0} %); entry {:.1} KB",
        sizes.len(),
        raw as f64 / 1e6,
        all as f64 / 1e6,
        100.0 * raw as f64 / bytes as f64,
        100.0 * all as f64 / texts as f64,
        sizes[&disk.entry] as f64 / 1e3,
    );
    println!(
        "  {:16} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9}",
        "", "cold KB", "p95", "files", "p95", "warm ms", "p95"
    );
    let mut kinds: Vec<(String, Vec<String>)> = KINDS
        .iter()
        .map(|kind| {
            (
                format!("{kind:?}"),
                quality::queries(posts, *kind, QUERIES, 5),
            )
        })
        .collect();
    let phrases = quality::queries(posts, Kind::TwoWords, QUERIES, 9);
    let phrases = phrases.iter().map(|query| format!("\"{query}\""));
    kinds.push(("phrase".into(), phrases.collect()));
    let letters = "abcdefgilmnoprstuv".chars().map(String::from);
    kinds.push(("one letter".into(), letters.collect()));
    let frequent = ["the of", "de la", "\"de la\"", "in the", "a to", "le de"];
    kinds.push(("frequent".into(), frequent.map(String::from).to_vec()));
    for (name, queries) in kinds {
        let (mut fetched, mut files) = (Vec::new(), Vec::new());
        for query in &queries {
            disk.forget();
            disk.search(query, 20);
            fetched.push(disk.taken.iter().map(|name| sizes[name]).sum::<usize>() as f64 / 1e3);
            files.push(disk.taken.len() as f64);
        }
        fetched.sort_by(f64::total_cmp);
        files.sort_by(f64::total_cmp);
        // What was fetched for one query serves the next.
        for query in &queries {
            disk.search(query, 20);
        }
        let disk = std::cell::RefCell::new(&mut disk);
        let warm = times(&queries, &|query| {
            std::hint::black_box(disk.borrow_mut().search(query, 20));
        });
        println!(
            "  {name:16} {:9.1} {:9.1} {:9.0} {:9.0} {:9.3} {:9.3}",
            at(&fetched, 0.5),
            at(&fetched, 0.95),
            at(&files, 0.5),
            at(&files, 0.95),
            at(&warm, 0.5),
            at(&warm, 0.95)
        );
    }
}

/// The least time of each query, sorted.
fn times(queries: &[String], run: &dyn Fn(&String)) -> Vec<f64> {
    let mut times: Vec<f64> = queries
        .iter()
        .map(|query| {
            let round = |_| {
                let start = Instant::now();
                run(query);
                ms(start)
            };
            (0..ROUNDS).map(round).fold(f64::INFINITY, f64::min)
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times
}

fn at(times: &[f64], share: f64) -> f64 {
    times
        .get(((times.len().saturating_sub(1)) as f64 * share) as usize)
        .copied()
        .unwrap_or(0.0)
}

fn ms(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1e3
}

/// The plainest search: all texts folded once, and looked through each time.
fn fold_all(posts: &[Post]) -> Vec<String> {
    let text =
        |post: &Post| quality::bare(&format!("{}\n{}\n{}", post.title, post.tags, post.body));
    posts.iter().map(text).collect()
}

fn find(folded: &[String], query: &str) -> Vec<usize> {
    let words: Vec<String> = query.split_whitespace().map(quality::bare).collect();
    let holds = |text: &String| words.iter().all(|word| text.contains(word));
    let found = folded.iter().enumerate().filter(|(_, text)| holds(text));
    found.map(|(number, _)| number).take(20).collect()
}
