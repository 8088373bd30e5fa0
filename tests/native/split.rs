//! Split bundles: their files byte by byte, what stays when posts come and go, what `check` finds, and
//! that every command reads them as it reads whole ones.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    path::Path,
    time::SystemTime,
};

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

use crate::{
    command::{folder, run, write},
    corpus,
};

/// Runs a command that has nothing to complain about; what it prints.
fn done(folder: &Path, args: &[&str]) -> String {
    let (code, out, err) = run(folder, args);
    assert_eq!((code, err.as_str()), (0, ""), "{args:?}");
    out
}

/// Every file below a folder, by its path from there, but those of search indices: these have tests of
/// their own.
fn files(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut folders = vec![root.to_owned()];
    let mut found = BTreeMap::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                if !path.ends_with("search") {
                    folders.push(path);
                }
                continue;
            }
            let name = path.strip_prefix(root).unwrap().to_str().unwrap();
            found.insert(name.replace('\\', "/"), fs::read(&path).unwrap());
        }
    }
    found
}

fn json(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

fn ids(feed: &Value) -> Vec<&str> {
    let items = feed["items"].as_array().unwrap();
    items.iter().map(|i| i["id"].as_str().unwrap()).collect()
}

/// The first eight digits of SHA-256.
fn hash(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().take(4).map(|b| format!("{b:02x}")).collect()
}

/// Two works in two languages, tags with labels and without.
const NOTEBOOK: &[(&str, &str)] = &[
    (
        "in/canal.en.md",
        "---\ntitle: A walk\ndate: 2026-04-12\ntags: [walks, Water]\nsummary: Twelve kilometres.\n---\nThe *towpath*. See [the bread](bread.md).\n",
    ),
    (
        "in/canal.fr.md",
        "---\ntitle: Promenade\ndate: 2026-04-11\ntags: [balades]\nsummary: Douze kilomètres.\n---\nLe *chemin*.\n",
    ),
    (
        "in/bread.en.md",
        "---\ntitle: Bread\ndate: 2026-05-01\ntags: [water]\nsummary: Flour.\n---\nFlour & water.\n",
    ),
    ("in/liseuse.yaml", "tags:\n  - { en: walks, fr: balades }\n"),
];
const BUILD: &[&str] = &[
    "build",
    "in",
    "-o",
    "out/posts.json",
    "--split",
    "--title",
    "Notebook",
    "--home-page-url",
    "https://example.org/",
];

fn notebook() -> TempDir {
    let folder = folder(NOTEBOOK);
    fs::create_dir(folder.path().join("out")).unwrap();
    folder
}

#[test]
fn the_head_and_the_bodies_are_exactly_so() {
    let folder = notebook();
    let out = done(folder.path(), BUILD);
    assert!(
        out.contains("in 8 files, the first of") && out.contains("8 changed, 0 removed"),
        "{out}"
    );
    assert!(done(folder.path(), &["check", "out/posts.json"]).contains("in 4 files"));
    let files = files(&folder.path().join("out"));
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "posts.json",
            "posts/bread.json",
            "posts/canal-fr.json",
            "posts/canal.json",
            "posts/liseuse.files.json"
        ]
    );
    // The hash in each file is that of its text without it, and in the head's address.
    let mut hashes = Vec::new();
    for name in &names[1..4] {
        let text = String::from_utf8(files[*name].clone()).unwrap();
        let (start, rest) = text.split_once(",\"hash\":\"").unwrap();
        let (own, end) = rest.split_once('"').unwrap();
        assert_eq!(own, hash([start, end].concat().as_bytes()), "{name}");
        hashes.push(own.to_owned());
    }
    let item = |id: &str, title: &str, language: &str, tags: Value, summary: &str, day: &str| {
        json!({
            "id": id, "title": title, "language": language, "tags": tags, "summary": summary,
            "date_published": format!("2026-{day}T00:00:00Z"),
            "_liseuse": { "content_type": "text/markdown" },
        })
    };
    let bread = item("bread", "Bread", "en", json!(["water"]), "Flour.", "05-01");
    let mut walk = item(
        "canal",
        "A walk",
        "en",
        json!(["walks", "Water"]),
        "Twelve kilometres.",
        "04-12",
    );
    walk["_liseuse"]["translation_key"] = json!("canal");
    let mut marche = item(
        "canal-fr",
        "Promenade",
        "fr",
        json!(["balades"]),
        "Douze kilomètres.",
        "04-11",
    );
    marche["_liseuse"]["translation_key"] = json!("canal");
    let with = |item: &Value, words: u32, body: String| {
        let mut item = item.clone();
        item["_liseuse"]["words"] = json!(words);
        item["_liseuse"]["body"] = json!(body);
        item
    };
    let version = "https://jsonfeed.org/version/1.1";
    // The search index is named by its first file.
    let mut head = json(&folder.path().join("out/posts.json"));
    let search = head["_liseuse"].as_object_mut().unwrap().remove("search");
    let search = search.unwrap();
    let (path, version_of_search) = search.as_str().unwrap().split_once("?v=").unwrap();
    let entry = fs::read(folder.path().join("out").join(path)).unwrap();
    assert_eq!(version_of_search, hash(&entry));
    assert_eq!(
        head,
        json!({
            "version": version, "title": "Notebook", "language": "en", "home_page_url": "https://example.org/",
            "_liseuse": {
                "version": 1, "posts": 3, "works": 2, "languages": ["en", "fr"],
                "tags": [
                    { "id": "walks", "labels": { "en": "walks", "fr": "balades" }, "posts": 1 },
                    { "id": "water", "posts": 2 },
                ],
            },
            "items": [
                with(&bread, 2, format!("posts/bread.json?v={}", hashes[0])),
                with(&walk, 5, format!("posts/canal.json?v={}", hashes[2])),
                with(&marche, 2, format!("posts/canal-fr.json?v={}", hashes[1])),
            ],
        })
    );
    let mut full = with(&walk, 5, String::new());
    full["_liseuse"].as_object_mut().unwrap().remove("body");
    full["content_text"] = json!("The *towpath*. See [the bread](bread.md).");
    let mut body = json(&folder.path().join("out/posts/canal.json"));
    let alignment = body["_liseuse"]["alignments"][0].take();
    assert_eq!(alignment["languages"], json!(["en", "fr"]));
    assert_eq!(alignment["beads"], json!([[[0], [0]]]));
    assert_eq!(
        body,
        json!({
            "version": version, "title": "Notebook", "language": "en", "home_page_url": "https://example.org/",
            "items": [full, with(&marche, 2, "posts/canal-fr.json".into())],
            "_liseuse": {
                "version": 1,
                "tags": [{ "id": "walks", "labels": { "en": "walks", "fr": "balades" } }],
                "alignments": [null],
                "opening": {
                    "en": opening_frame("April 12, 2026", "All posts", ["One text", "Both"], ["Side by side", "Interleaved"]),
                    "fr": opening_frame("12 avril 2026", "Tous les billets", ["Un texte", "Les deux"], ["Côte à côte", "Intercalé"]),
                    "text": [["p:block", "The ", ["em", "towpath"], ". See ", ["a", "the bread"], "."]],
                },
                "hash": hashes[2],
            },
        })
    );
}

/// The header and the bars of the walk, in one language of the interface: where there is little room, and where
/// there is much.
fn opening_frame(day: &str, back: &str, views: [&str; 2], wide: [&str; 2]) -> Value {
    let bar = |views: &[&str]| {
        let buttons = views.iter().map(|view| json!(["button", view]));
        let views: Vec<Value> = [json!("div.views")].into_iter().chain(buttons).collect();
        let languages = json!([
            "div.languages:languages",
            ["button", "English"],
            ["button", "Français"]
        ]);
        json!([
            "div.bar:toolbar",
            ["a.back", back],
            ["div.tools", languages, views]
        ])
    };
    json!([
        [
            "header",
            ["h1:title", "A walk"],
            [
                "p.meta:meta",
                ["time", day],
                ["span", "1 min"],
                ["bdi.tag-name", "walks"],
                ["bdi.tag-name", "water"],
            ]
        ],
        bar(&views),
        bar(&[views[0], wide[0], wide[1]]),
    ])
}

#[test]
fn an_opening_has_words_and_ends_before_anything_else() {
    let long = "word ".repeat(500);
    let with = |more: &str, body: &str| {
        let folder = folder(&[("in/a.md", &format!("---\ntitle: A\n{more}\n---\n{body}\n"))]);
        fs::create_dir(folder.path().join("out")).unwrap();
        done(folder.path(), &BUILD[..5]);
        json(&folder.path().join("out/posts/a.json"))["_liseuse"]["opening"]["text"].take()
    };
    let of = |body: &str| with("lang: en", body);
    let words = json!(["p:block", "Words."]);
    for other in [
        "![A picture](a.png)",
        "```\ncode\n```",
        "| a |\n|---|\n| b |",
        "<details><summary>a</summary>b</details>",
        "- [x] done",
    ] {
        assert_eq!(
            of(&format!("Words.\n\n{other}\n\nMore.")),
            json!([words]),
            "{other}"
        );
        assert_eq!(of(&format!("{other}\n\nWords.")), Value::Null, "{other}");
    }
    // Neither addresses nor anchors are kept, and raw HTML is what became of it.
    assert_eq!(
        of("## A *b*\n\n1. [c](javascript:alert(1)) `d`\n2. <b onclick=x>e</b>\n\n> f"),
        json!([
            ["h2:block", "A ", ["em", "b"]],
            [
                "ol:block",
                ["li", ["a", "c"], " ", ["code", "d"]],
                ["li", ["b", "e"]]
            ],
            ["blockquote:block", ["p", "f"]],
        ])
    );
    // Who does not read a post's language may get a summary first.
    let summaries = "lang: en\nsummaries: { fr: Un résumé. }";
    assert_eq!(with(summaries, "Words."), Value::Null);
    // The spaces of French punctuation are words too.
    assert_eq!(
        with("lang: fr", "Ah ! « Non »."),
        json!([[
            "p:block",
            "Ah",
            ["span.kept.after.fine", " !"],
            " ",
            ["span.kept", "« "],
            "Non",
            ["span.kept.after", " »"],
            "."
        ]])
    );
    // As much as two screens: the block that reaches it is the last.
    let found = of(&format!("Words.\n\n{long}\n\nMore."));
    assert_eq!(found, json!([words, ["p:block", long.trim()]]));
}

#[test]
fn names_are_told_from_ids_and_no_two_are_one() {
    let long = "a".repeat(180);
    let longer = "b".repeat(181);
    let wide = "é".repeat(31);
    let ids = [
        ("plain-1_x", Some("plain-1_x".to_owned())),
        ("La fin.", Some("=4ca=20fin=2e".to_owned())),
        ("la fin.", Some("la=20fin=2e".to_owned())),
        ("=4c", Some("=3d4c".to_owned())),
        ("été", Some("=c3=a9t=c3=a9".to_owned())),
        (
            "../../etc/passwd",
            Some("=2e=2e=2f=2e=2e=2fetc=2fpasswd".to_owned()),
        ),
        ("liseuse.files", Some("liseuse=2efiles".to_owned())),
        ("pages/1", Some("pages=2f1".to_owned())),
        (&long, Some(long.clone())),
        (&longer, None),
        (&wide, None),
    ];
    let folder = tempfile::tempdir().unwrap();
    for (number, (id, _)) in ids.iter().enumerate() {
        let text = format!("---\ntitle: T\nslug: {id:?}\nlang: en\n---\nText {number}.\n");
        write(folder.path(), &format!("in/{number}.md"), &text);
    }
    done(
        folder.path(),
        &["build", "in", "-o", "my posts.json", "--split"],
    );
    let head = json(&folder.path().join("my posts.json"));
    for (number, (id, name)) in ids.iter().enumerate() {
        let items = head["items"].as_array().unwrap();
        let item = items.iter().find(|item| item["id"] == *id).unwrap();
        let address = item["_liseuse"]["body"].as_str();
        match name {
            None => {
                assert_eq!(item["content_text"], format!("Text {number}."), "{id}");
                assert_eq!(address, None, "{id}");
            }
            Some(name) => {
                let (path, _) = address.unwrap().split_once("?v=").unwrap();
                assert_eq!(path, format!("my%20posts/{name}.json"), "{id}");
                let body = json(&folder.path().join(format!("my posts/{name}.json")));
                assert_eq!(body["items"][0]["content_text"], format!("Text {number}."));
                assert!(item.get("content_text").is_none());
            }
        }
    }
    assert_eq!(files(&folder.path().join("my posts")).len(), 9 + 1);
    done(folder.path(), &["check", "my posts.json"]);
}

/// Short posts, one a day: `number` is the day.
fn make(folder: &Path, numbers: impl Iterator<Item = usize>) {
    for number in numbers {
        let (year, month, day) = (2000 + number / 336, 1 + number / 28 % 12, 1 + number % 28);
        let text = format!(
            "---\ntitle: Day {number}\nlang: en\ndate: {year}-{month:02}-{day:02}\ntags: [t{}]\n---\nIt was day {number}.\n",
            number % 7
        );
        write(folder, &format!("in/{number}.md"), &text);
    }
}

fn times(folder: &Path) -> BTreeMap<String, SystemTime> {
    let time = |path: &String| fs::metadata(folder.join(path)).unwrap().modified().unwrap();
    files(folder)
        .into_keys()
        .map(|path| (path.clone(), time(&path)))
        .collect()
}

#[test]
fn pages_stay_while_newer_posts_come() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let build = ["build", "in", "-o", "posts.json", "--split", "--quiet"];
    let head = |total: usize, in_head: usize, pages: usize| {
        done(at, &build);
        let head = json(&at.join("posts.json"));
        assert_eq!(ids(&head).len(), in_head, "{total}");
        let own = &head["_liseuse"];
        assert_eq!(
            (&own["posts"], &own["works"]),
            (&json!(total), &json!(total))
        );
        let listed = own.get("pages").map_or(&[][..], |p| p.as_array().unwrap());
        assert_eq!(listed.len(), pages, "{total}");
        (head.clone(), listed.to_vec())
    };
    make(at, 0..100);
    head(100, 100, 0);
    make(at, 100..101);
    let (head_now, _) = head(101, 50, 1);
    assert_eq!(head_now["next_url"], "posts/pages/1.json");
    make(at, 101..2000);
    let (head_now, pages) = head(2000, 50, 4);
    done(at, &["check", "posts.json"]);
    // The whole list, newest first, over the head and all pages.
    let mut all: Vec<String> = ids(&head_now).iter().map(|id| id.to_string()).collect();
    for (number, address) in [4, 3, 2, 1].into_iter().zip(&pages) {
        let (path, version) = address.as_str().unwrap().split_once("?v=").unwrap();
        assert_eq!(path, format!("posts/pages/{number}.json"));
        assert_eq!(version, hash(&fs::read(at.join(path)).unwrap()));
        let page = json(&at.join(path));
        let next = (number > 1).then(|| json!(format!("{}.json", number - 1)));
        assert_eq!(page.get("next_url"), next.as_ref());
        assert_eq!(ids(&page).len(), if number == 4 { 450 } else { 500 });
        all.extend(ids(&page).iter().map(|id| id.to_string()));
    }
    let expected: Vec<String> = (0..2000).rev().map(|number| number.to_string()).collect();
    assert_eq!(all, expected);
    assert_eq!(head_now["_liseuse"]["tags"].as_array().unwrap().len(), 7);
    assert_eq!(
        head_now["_liseuse"]["tags"][0],
        json!({ "id": "t4", "posts": 286 })
    );

    // The same again changes nothing, not even a time.
    let (before, times_before) = (files(at), times(at));
    let out = done(at, &["build", "in", "-o", "posts.json", "--split"]);
    assert!(out.contains("; 0 changed, 0 removed"), "{out}");
    assert_eq!(times(at), times_before);
    // A newer post changes the head and the newest page alone.
    make(at, 2000..2001);
    let out = done(at, &["build", "in", "-o", "posts.json", "--split"]);
    assert!(out.contains(" changed, "), "{out}");
    let (after, times_after) = (files(at), times(at));
    let changed: BTreeSet<&str> = after
        .iter()
        .filter(|(path, bytes)| before.get(*path) != Some(bytes))
        .map(|(path, _)| path.as_str())
        .collect();
    let expected = [
        "in/2000.md",
        "posts.json",
        "posts/2000.json",
        "posts/liseuse.files.json",
        "posts/pages/4.json",
    ];
    assert_eq!(changed, expected.into());
    for (path, time) in &times_before {
        assert!(
            changed.contains(path.as_str()) || times_after[path] == *time,
            "{path}"
        );
    }
    // So does a text; a title is on its page too.
    write(
        at,
        "in/3.md",
        "---\ntitle: Day 3\nlang: en\ndate: 2000-01-04\ntags: [t3]\nsummary: It was day 3.\n---\nAnother day.\n",
    );
    let out = done(at, &["build", "in", "-o", "posts.json", "--split"]);
    assert!(out.contains(" changed, "), "{out}");
    let changed: Vec<String> = files(at)
        .into_iter()
        .filter(|(path, bytes)| after.get(path) != Some(bytes))
        .map(|(path, _)| path)
        .collect();
    assert_eq!(
        changed,
        [
            "in/3.md",
            "posts.json",
            "posts/3.json",
            "posts/liseuse.files.json",
            "posts/pages/1.json"
        ]
    );
    // Far fewer posts: pages and bodies that are not needed go.
    for number in 50..2001 {
        fs::remove_file(at.join(format!("in/{number}.md"))).unwrap();
    }
    head(50, 50, 0);
    assert_eq!(files(&at.join("posts")).len(), 50 + 1);
    assert!(!at.join("posts/pages").exists());
}

#[test]
fn a_text_that_changes_costs_its_readers_one_file() {
    let folder = notebook();
    let at = folder.path();
    done(at, BUILD);
    let before = files(&at.join("out"));
    let text = NOTEBOOK[0].1.replace("The *towpath*.", "That *towpath*.");
    write(at, "in/canal.en.md", &text);
    done(at, BUILD);
    let after = files(&at.join("out"));
    let changed = |path: &&str| before[*path] != after[*path];
    let changed: Vec<&str> = after.keys().map(String::as_str).filter(changed).collect();
    assert_eq!(
        changed,
        ["posts.json", "posts/canal.json", "posts/liseuse.files.json"]
    );
}

#[test]
fn what_is_not_ours_stays() {
    let folder = notebook();
    let at = folder.path();
    write(at, "out/posts/mine.json", "mine");
    write(at, "out/posts/pages/note.txt", "mine");
    write(at, "victim", "v");
    done(at, BUILD);
    // Lists that lead elsewhere remove nothing there.
    let list = at.join("out/posts/liseuse.files.json");
    let mut manifest = json(&list);
    let paths = manifest["files"].as_array_mut().unwrap();
    let is_piece = |path: &&Value| !path.as_str().unwrap().starts_with("search/");
    assert_eq!(paths.iter().filter(is_piece).count(), 3);
    paths.push(json!("../../victim"));
    fs::write(&list, manifest.to_string()).unwrap();
    fs::remove_file(at.join("in/bread.en.md")).unwrap();
    let out = done(at, BUILD);
    assert!(out.contains(" changed, "), "{out}");
    let names: Vec<String> = files(&at.join("out")).into_keys().collect();
    assert_eq!(
        names,
        [
            "posts.json",
            "posts/canal-fr.json",
            "posts/canal.json",
            "posts/liseuse.files.json",
            "posts/mine.json",
            "posts/pages/note.txt"
        ]
    );
    assert!(at.join("victim").exists());
    // A file that stands in the way is not overwritten.
    write(
        at,
        "in/mine.en.md",
        "---\ntitle: Mine\nlang: en\n---\nMine.\n",
    );
    let (code, _, err) = run(at, BUILD);
    assert_eq!(code, 1);
    assert!(
        err.starts_with("out/posts/mine.json: this file was not written by this command"),
        "{err}"
    );
    assert_eq!(fs::read(at.join("out/posts/mine.json")).unwrap(), b"mine");
    // A whole bundle in the same place needs no pieces.
    fs::remove_file(at.join("in/mine.en.md")).unwrap();
    let whole: Vec<&str> = BUILD
        .iter()
        .copied()
        .filter(|arg| *arg != "--split")
        .collect();
    done(at, &whole);
    let names: Vec<String> = files(&at.join("out")).into_keys().collect();
    assert_eq!(
        names,
        ["posts.json", "posts/mine.json", "posts/pages/note.txt"]
    );
    fs::write(&list, "nonsense").unwrap();
    let (code, _, err) = run(at, BUILD);
    assert_eq!(code, 1);
    assert!(
        err.contains("liseuse.files.json: the list of the files that were written cannot be read"),
        "{err}"
    );
}

#[test]
fn pieces_have_a_folder_of_their_own() {
    let folder = notebook();
    let at = folder.path();
    let (code, _, err) = run(at, &["build", "in", "-o", "posts", "--split"]);
    assert_eq!(code, 1);
    assert!(
        err.contains("end the name of the bundle in `.json`"),
        "{err}"
    );
    let (code, _, err) = run(at, &["build", "in", "-o", "in.json", "--split"]);
    assert_eq!(code, 0);
    assert!(
        err.contains("in: warning: the pieces of the bundle are written among your Markdown files"),
        "{err}"
    );
    assert!(at.join("in/canal.json").is_file());
    done(at, &["check", "in.json"]);
}

/// What a script hands over.
fn handed(script: &[u8]) -> Vec<u8> {
    let text = std::str::from_utf8(script).unwrap();
    let text = text
        .strip_prefix("\u{FEFF}document.currentScript.liseuse=")
        .unwrap();
    let text: String = serde_json::from_str(text.strip_suffix(";\n").unwrap()).unwrap();
    text.into_bytes()
}

#[test]
fn scripts_stand_beside_all_pieces() {
    let folder = notebook();
    let at = folder.path();
    done(at, &[BUILD, &["--js"]].concat());
    let files_now = files(&at.join("out"));
    let mut scripts = 0;
    for (path, bytes) in files_now.iter().filter(|(path, _)| path.ends_with(".js")) {
        assert_eq!(handed(bytes), files_now[&format!("{path}on")], "{path}");
        scripts += 1;
    }
    assert_eq!(scripts, 4);
    done(at, &["check", "out/posts.json"]);
    for (path, what) in [
        (
            "out/posts/canal.js",
            "this file is missing: pages that are opened from disk need it",
        ),
        (
            "out/posts/bread.js",
            "this is not the script of the file beside it",
        ),
    ] {
        match what.contains("missing") {
            true => fs::remove_file(at.join(path)).unwrap(),
            false => fs::write(at.join(path), "x").unwrap(),
        }
        let (code, _, err) = run(at, &["check", "out/posts.json"]);
        assert_eq!(code, 0);
        assert!(err.contains(&format!("{path}: warning: {what}")), "{err}");
    }
    // Without scripts, those of before go.
    done(at, BUILD);
    assert!(
        files(&at.join("out/posts"))
            .keys()
            .all(|path| path.ends_with(".json"))
    );
}

/// Damages a file of a split bundle, checks it and puts it back: exit code and what is said.
fn damage(
    at: &Path,
    path: &str,
    damage: &dyn Fn(&str) -> Option<String>,
    code: i32,
    told: &[&str],
) {
    let place = at.join("out").join(path);
    let text = fs::read_to_string(&place).unwrap();
    match damage(&text) {
        Some(damaged) => {
            assert_ne!(damaged, text, "{path}");
            fs::write(&place, damaged).unwrap();
        }
        None => fs::remove_file(&place).unwrap(),
    }
    let (found, _, err) = run(at, &["check", "out/posts.json"]);
    let lines = err.lines().map(|line| line.split(" (").next().unwrap());
    let without_hash = |line: &str| match line.split_once("?v=") {
        Some((start, rest)) => [start, &rest[8..]].concat(),
        None => line.to_owned(),
    };
    let lines: Vec<String> = lines.map(without_hash).collect();
    assert_eq!(lines, told, "{path}\n{err}");
    assert_eq!(found, code, "{path}\n{err}");
    fs::write(&place, text).unwrap();
}

#[test]
fn check_finds_every_kind_of_damage() {
    let folder = notebook();
    let at = folder.path();
    make(at, 0..600);
    done(at, BUILD);
    let canal = "out/posts/canal.json";
    let changed = "this file was changed after it was made, or is not complete";
    let replaced =
        |from: &'static str, to: &'static str| move |text: &str| Some(text.replacen(from, to, 1));
    damage(
        at,
        "posts/canal.json",
        &|_| None,
        1,
        &[&format!(
            "{canal}: cannot read the file: no such file or directory"
        )],
    );
    damage(
        at,
        "posts/pages/1.json",
        &|_| None,
        1,
        &["out/posts/pages/1.json: cannot read the file: no such file or directory"],
    );
    damage(
        at,
        "posts/canal.json",
        &|text| Some(text[..text.len() / 2].to_owned()),
        1,
        &[&format!(
            "{canal}: the bundle is not JSON: it stops in the middle, is the file complete?"
        )],
    );
    damage(
        at,
        "posts/canal.json",
        &replaced("towpath", "footpath"),
        0,
        &[&format!("{canal}: warning: {changed}")],
    );
    damage(
        at,
        "posts/canal.json",
        &|text| {
            // Another state of the post, whole in itself.
            let text = text.replacen("towpath", "footpath", 1);
            let (start, rest) = text.split_once(",\"hash\":\"").unwrap();
            let end = rest.split_once('"').unwrap().1;
            let own = hash([start, end].concat().as_bytes());
            Some([start, ",\"hash\":\"", &own, "\"", end].concat())
        },
        0,
        &[&format!(
            "{canal}: warning: out/posts.json was made with another state of this file"
        )],
    );
    damage(
        at,
        "posts/pages/1.json",
        &replaced("Day 3", "Day three"),
        0,
        &[
            "out/posts/pages/1.json: warning: out/posts.json was made with another state of this file",
        ],
    );
    damage(
        at,
        "posts/canal.json",
        &replaced("\"id\":\"canal\"", "\"id\":\"other\""),
        1,
        &[
            &format!("{canal}: warning: {changed}"),
            &format!("{canal}: another post stands here"),
        ],
    );
    damage(
        at,
        "posts/canal.json",
        &replaced("content_text", "content_test"),
        1,
        &[
            &format!("{canal}: warning: {changed}"),
            &format!("{canal}: the post has no text here"),
            &format!(
                "{canal}:items[0]: the format does not allow this: this is not valid under any of the schemas listed in the 'anyOf' keyword"
            ),
        ],
    );
    damage(
        at,
        "posts/canal.json",
        &replaced(
            "\"language\":\"en\",\"tags\"",
            "\"language\":\"english language\",\"tags\"",
        ),
        0,
        &[
            &format!("{canal}: warning: {changed}"),
            &format!(
                "{canal}:items[0].language: warning: `english language` is not a language tag"
            ),
        ],
    );
    damage(
        at,
        "posts/canal.json",
        &|_| Some("{}".into()),
        1,
        &[
            &format!("{canal}: warning: {changed}"),
            &format!("{canal}: this is no post of a bundle: it has no list of items"),
            &format!("{canal}: the format does not allow this: \"version\" is a required property"),
            &format!("{canal}: the format does not allow this: \"title\" is a required property"),
            &format!("{canal}: the format does not allow this: \"items\" is a required property"),
        ],
    );
    damage(
        at,
        "posts.json",
        &replaced("\"posts\":603", "\"posts\":604"),
        0,
        &["out/posts.json:_liseuse.posts: warning: the number of posts is not that of the posts"],
    );
    damage(
        at,
        "posts.json",
        &replaced(
            "\"id\":\"water\",\"posts\":2",
            "\"id\":\"water\",\"posts\":3",
        ),
        0,
        &["out/posts.json:_liseuse.tags: warning: the tags are not counted as the posts have them"],
    );
    damage(
        at,
        "posts.json",
        &replaced("posts/canal.json", "../in/canal.en.md"),
        1,
        &["out/posts.json: the address `../in/canal.en.md` leads out of the bundle's folder"],
    );
    // Everything is back in its place.
    done(at, &["check", "out/posts.json"]);
}

/// A widget that is one by its names alone.
fn widget(folder: &Path) {
    write(
        folder,
        "widget/liseuse.js",
        "/*! not the reader */console.log(1);\n",
    );
    let module = "document.currentScript.liseuse=\"8/V3CfVxBQA=\";\n";
    write(folder, "widget/liseuse.wasm.js", module);
}

/// Builds `posts` whole and split, and runs every command that reads a bundle on both.
fn every_command_makes_the_same(folder: &Path, posts: &str) {
    let at = |name: &str| folder.join(name);
    widget(folder);
    for (name, args) in [("whole", &[][..]), ("split", &["--split", "--js"])] {
        fs::create_dir_all(at(name)).unwrap();
        let file = format!("{name}/posts.json");
        let url = ["--home-page-url", "https://example.org/"];
        let fixed = ["build", posts, "-o", &file, "--title", "Notebook"];
        let (code, _, err) = run(folder, &[&fixed[..], &url, args].concat());
        assert_eq!(code, 0, "{err}");
        done(folder, &["check", &file]);
        for (output, args) in [("page.html", &["page"][..]), ("site", &["site"])] {
            let output = format!("made-{name}/{output}");
            fs::create_dir_all(at(&format!("made-{name}"))).unwrap();
            let all = [args, &[&file, "-o", &output, "--widget", "widget"]].concat();
            done(folder, &all);
        }
        let aligned = done(folder, &["align", &file]);
        write(folder, &format!("made-{name}/align.json"), &aligned);
    }
    let (whole, split) = (files(&at("made-whole")), files(&at("made-split")));
    let mut different = String::new();
    for (path, bytes) in &whole {
        if split.get(path) != Some(bytes) {
            writeln!(different, "{path}").unwrap();
        }
    }
    assert_eq!(different, "");
    assert_eq!(whole.len(), split.len());
}

#[test]
fn pages_sites_and_beads_are_those_of_the_whole_bundle() {
    let folder = notebook();
    let third = "---\ntitle: Spaziergang\ndate: 2026-04-10\nlang: de\ntranslation_key: canal\n---\nDer *Weg*.\n";
    write(folder.path(), "in/canal.de.md", third);
    // Neither version has a file of its own; one is on a page, the other in the head.
    let long = "x".repeat(190);
    for (language, year) in [("en", 1999), ("fr", 2030)] {
        let text = format!(
            "---\ntitle: Long\ndate: {year}-01-01\nslug: {long}-{language}\nlang: {language}\ntranslation_key: long\n---\nA.\n\nB.\n"
        );
        write(folder.path(), &format!("in/long.{language}.md"), &text);
    }
    make(folder.path(), 0..600);
    every_command_makes_the_same(folder.path(), "in");
    let rendered = |bundle: &str| {
        done(
            folder.path(),
            &["render", "in/canal.en.md", "--bundle", bundle],
        )
    };
    assert!(rendered("split/posts.json").contains("#read?post=bread"));
    assert_eq!(rendered("split/posts.json"), rendered("whole/posts.json"));
}

#[test]
fn a_site_may_have_its_bundle_in_pieces() {
    let folder = notebook();
    let at = folder.path();
    widget(at);
    done(at, BUILD);
    let make = |output: &str, args: &[&str]| {
        let fixed = ["site", "out/posts.json", "-o", output, "--widget", "widget"];
        done(at, &[&fixed, args].concat());
        files(&at.join(output))
    };
    let (whole, split) = (make("whole", &[]), make("split", &["--split"]));
    let check = |site: &str| done(at, &["check", &format!("{site}/posts.json")]);
    assert!(check("split").contains("in 4 files"));
    assert!(!check("whole").contains("files"));
    for (path, bytes) in &whole {
        let is_same = split.get(path) == Some(bytes);
        let is_bundle = matches!(&**path, "posts.json" | "posts.js" | "liseuse-site.json");
        assert!(is_same != is_bundle, "{path}");
    }
    let item = &json(&at.join("split/posts/canal.json"))["items"][0];
    assert_eq!(item["_liseuse"]["page"], "en/canal.html");
    // It is a bundle like any other: what is made of it is the same.
    let page = |bundle: &str| {
        done(
            at,
            &["page", bundle, "-o", "page.html", "--widget", "widget"],
        );
        fs::read(at.join("page.html")).unwrap()
    };
    assert!(page("split/posts.json") == page("whole/posts.json"));
    assert_eq!(make("split", &["--split"]), split);
    let again = make("split", &[]);
    assert!(!again.keys().any(|path| path.starts_with("posts/")));
}

#[test]
fn the_corpus_is_the_same_split_and_whole() {
    let Some(corpus) = corpus::folder() else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let posts = fs::canonicalize(corpus.join("posts")).unwrap();
    every_command_makes_the_same(folder.path(), posts.to_str().unwrap());
    let bodies = files(&folder.path().join("split/posts"));
    assert_eq!(bodies.len(), 47 * 2 + 1);
}
