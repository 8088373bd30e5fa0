//! What `liseuse-bundle pairs` proposes: on posts of our own with decoys, and on the real ones.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    process::Command,
};

use serde_json::Value;
use tempfile::TempDir;

use crate::{corpus, expect};

/// Runs `pairs` on a folder and gives its report.
fn pairs(folder: &Path, args: &[&str]) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_liseuse-bundle"))
        .args(["pairs", "--json"])
        .args(args)
        .arg(folder)
        .output()
        .unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["errors"], 0, "{report:#}");
    report
}

/// The proposed pairs, as sets of files.
fn proposed(report: &Value) -> BTreeSet<BTreeSet<String>> {
    let text = |file: &Value| file.as_str().unwrap().to_owned();
    let pairs = report["translations"].as_array().unwrap().iter();
    pairs
        .map(|pair| pair["files"].as_array().unwrap().iter().map(text).collect())
        .collect()
}

/// The proposed splits by file.
fn splits(report: &Value) -> BTreeMap<String, Value> {
    let mixed = report["mixed"].as_array().unwrap().iter();
    mixed
        .filter(|mixed| mixed["proposed"] == true)
        .map(|mixed| {
            (
                mixed["file"].as_str().unwrap().to_owned(),
                mixed["split"].clone(),
            )
        })
        .collect()
}

/// The language of each file.
fn languages(report: &Value) -> BTreeMap<String, String> {
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let all = report["languages"].as_array().unwrap().iter();
    all.map(|entry| (text(&entry["file"]), text(&entry["language"])))
        .collect()
}

fn set(files: &[&str]) -> BTreeSet<String> {
    files.iter().map(|file| (*file).to_owned()).collect()
}

/// A copy of a folder's posts, each changed.
fn copy(from: &Path, change: impl Fn(&str, String) -> (String, String)) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "md") {
            let name = path.file_name().unwrap().to_str().unwrap();
            let (name, text) = change(name, fs::read_to_string(&path).unwrap());
            fs::write(folder.path().join(name), text).unwrap();
        }
    }
    folder
}

/// A text without the lines of its front matter that begin with one of these.
fn without(text: &str, keys: &[&str]) -> String {
    let kept = text
        .split_inclusive('\n')
        .filter(|line| !keys.iter().any(|key| line.starts_with(key)));
    kept.collect()
}

/// Compares with what is known of our own posts; `name` gives the name of a file in `folder`.
fn check_own(folder: &Path, name: impl Fn(&str) -> String) {
    let truth = fs::read_to_string(expect::fixtures().join("pairs/truth.json")).unwrap();
    let truth: Value = serde_json::from_str(&truth).unwrap();
    let report = pairs(folder, &[]);
    let expected: BTreeMap<String, String> = truth["languages"]
        .as_object()
        .unwrap()
        .iter()
        .map(|(file, language)| (name(file), language.as_str().unwrap().to_owned()))
        .collect();
    assert_eq!(languages(&report), expected);
    let expected: BTreeMap<String, Value> = truth["mixed"]
        .as_object()
        .unwrap()
        .iter()
        .map(|(file, split)| (name(file), split.clone()))
        .collect();
    assert_eq!(splits(&report), expected);
    let found = proposed(&report);
    let mut expected: BTreeSet<BTreeSet<String>> = BTreeSet::new();
    for pair in truth["pairs"].as_array().unwrap() {
        let files = pair.as_array().unwrap().iter();
        expected.insert(files.map(|file| name(file.as_str().unwrap())).collect());
    }
    let right = found.intersection(&expected).count();
    println!(
        "{} of {} proposals are right (precision {:.2}), {} of {} pairs are found (recall {:.2})",
        right,
        found.len(),
        right as f64 / found.len() as f64,
        right,
        expected.len(),
        right as f64 / expected.len() as f64
    );
    assert_eq!(found, expected, "{:#}", report["translations"]);
}

#[test]
fn decoys_are_not_taken_for_translations() {
    check_own(&expect::fixtures().join("pairs"), str::to_owned);
}

#[test]
fn texts_alone_tell_as_much() {
    // Neither titles nor dates nor names of files.
    let hidden = |name: &str| {
        let sum = name
            .bytes()
            .fold(7_u32, |sum, byte| sum.wrapping_mul(31) + u32::from(byte));
        format!("{:05}.md", sum % 99_991)
    };
    let folder = copy(&expect::fixtures().join("pairs"), |name, text| {
        (hidden(name), without(&text, &["title:", "date:"]))
    });
    check_own(folder.path(), hidden);
}

#[test]
fn a_partner_that_is_missing_is_not_replaced() {
    let truth = fs::read_to_string(expect::fixtures().join("pairs/truth.json")).unwrap();
    let truth: Value = serde_json::from_str(&truth).unwrap();
    for pair in truth["pairs"].as_array().unwrap() {
        let gone = pair[1].as_str().unwrap();
        let folder = copy(&expect::fixtures().join("pairs"), |name, text| {
            (name.to_owned(), text)
        });
        fs::remove_file(folder.path().join(gone)).unwrap();
        let left = truth["pairs"].as_array().unwrap().iter();
        let left = left.map(|pair| set(&[pair[0].as_str().unwrap(), pair[1].as_str().unwrap()]));
        let left: BTreeSet<_> = left.filter(|pair| !pair.contains(gone)).collect();
        assert_eq!(proposed(&pairs(folder.path(), &[])), left, "without {gone}");
    }
}

/// The real posts without what tells their works, and perhaps their languages.
fn bare(posts: &Path, keys: &[&str]) -> TempDir {
    copy(posts, |name, text| (name.to_owned(), without(&text, keys)))
}

fn check_real(folder: &Path, name: &dyn Fn(&str) -> String) {
    let text = fs::read_to_string(corpus::folder().unwrap().join("truth.json")).unwrap();
    let truth: Value = serde_json::from_str(&text).unwrap();
    let posts = truth["posts"].as_array().unwrap();
    let file = |post: &Value| name(post["file"].as_str().unwrap().trim_start_matches("posts/"));
    let by_id: BTreeMap<&str, String> = posts
        .iter()
        .map(|post| (post["id"].as_str().unwrap(), file(post)))
        .collect();
    let report = pairs(folder, &[]);
    let expected: BTreeMap<String, String> = posts
        .iter()
        .map(|post| (file(post), post["lang"].as_str().unwrap().to_owned()))
        .collect();
    assert_eq!(languages(&report), expected);
    let expected: BTreeSet<BTreeSet<String>> = truth["pairs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|pair| {
            ["en", "fr"]
                .iter()
                .map(|side| by_id[pair[*side].as_str().unwrap()].clone())
                .collect()
        })
        .collect();
    assert_eq!(proposed(&report), expected, "{:#}", report["translations"]);
    assert_eq!(report["near_misses"], serde_json::json!([]));
    let mixed = posts.iter().find(|post| post["mixed"] == true).unwrap();
    let block = &mixed["language_switch"]["block"];
    let split = (file(mixed), serde_json::json!({ "fr": block }));
    assert_eq!(splits(&report), BTreeMap::from([split]));
    assert_eq!(report["mixed"].as_array().unwrap().len(), 1);
}

#[test]
fn the_real_posts_are_paired_and_split() {
    let Some(corpus) = corpus::folder() else {
        return;
    };
    let posts = corpus.join("posts");
    let stripped = ["translation_key:", "mixed:"];
    check_real(bare(&posts, &stripped).path(), &str::to_owned);
    let stripped = ["translation_key:", "mixed:", "lang:"];
    check_real(bare(&posts, &stripped).path(), &str::to_owned);
    // By their texts alone, in another order.
    let hidden = |name: &str| {
        let number: usize = name[..3].parse().unwrap();
        format!("{:03}.md", number * 29 % 47)
    };
    let folder = copy(&posts, |name, text| {
        let keys = ["translation_key:", "mixed:", "lang:", "title:", "tags:"];
        (hidden(name), without(&text, &keys))
    });
    check_real(folder.path(), &hidden);
}

#[test]
fn what_is_written_is_followed_and_not_proposed_again() {
    let Some(corpus) = corpus::folder() else {
        return;
    };
    let folder = bare(
        &corpus.join("posts"),
        &["translation_key:", "mixed:", "lang:"],
    );
    let before: BTreeMap<String, String> = texts(folder.path());
    let report = pairs(folder.path(), &["--write"]);
    assert_eq!(
        report["written"].as_array().unwrap().len(),
        47 + 8 + 2 + tags(&report)
    );
    for (name, text) in texts(folder.path()) {
        if name == "liseuse.yaml" {
            assert!(
                text.contains("splits:\n  002-the-remote-expert.md: { fr: 14 }\n"),
                "{text}"
            );
        } else {
            let added = ["lang: ", "translation_key: ", "mixed: "];
            assert_eq!(without(&text, &added), before[&name], "{name}");
        }
    }
    let written = texts(folder.path());
    let again = pairs(folder.path(), &["--write"]);
    for list in ["translations", "near_misses", "mixed", "tags", "written"] {
        assert_eq!(again[list], serde_json::json!([]), "{list}");
    }
    assert_eq!(texts(folder.path()), written);
    let file = folder.path().join("posts.json");
    let output = Command::new(env!("CARGO_BIN_EXE_liseuse-bundle"))
        .args(["build", "--json", "-o"])
        .args([&file, folder.path()])
        .output()
        .unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (&report["items"], &report["works"]),
        (&48.into(), &43.into())
    );
    assert_eq!(
        report["done"],
        serde_json::json!(["002-the-remote-expert.md is split: en 14 blocks, fr 14 blocks"])
    );
}

fn tags(report: &Value) -> usize {
    let tags = report["tags"].as_array().unwrap().iter();
    tags.filter(|tag| tag["proposed"] == true).count()
}

fn texts(folder: &Path) -> BTreeMap<String, String> {
    let files = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    files
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, fs::read_to_string(path).unwrap())
        })
        .collect()
}

/// Copies our own posts and adds these files.
fn with(files: &[(&str, &str)]) -> TempDir {
    let folder = copy(&expect::fixtures().join("pairs"), |name, text| {
        (name.to_owned(), text)
    });
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

#[test]
fn what_authors_decided_is_not_proposed() {
    let decisions = "not_translations:\n  - [bike-1.md, velo-1.md]\ntranslations:\n  - [three-two-one.md, sauvegarde.md]\n\
        splits:\n  house-rules.md: false\nlanguages:\n  levain.md: oc\ntags:\n  - { en: museums }\n";
    let folder = with(&[("liseuse.yaml", decisions)]);
    let report = pairs(folder.path(), &[]);
    let found = proposed(&report);
    assert!(!found.contains(&set(&["bike-1.md", "velo-1.md"])));
    assert!(!found.contains(&set(&["three-two-one.md", "sauvegarde.md"])));
    assert!(found.contains(&set(&["museum-of-clocks.md", "musee-du-temps.md"])));
    assert_eq!(
        splits(&report).into_keys().collect::<Vec<_>>(),
        ["garden-diary.md"]
    );
    let tags = report["tags"].to_string();
    assert!(
        !tags.contains("museums") && tags.contains("backup"),
        "{tags}"
    );
    let levain = report["languages"]
        .as_array()
        .unwrap()
        .iter()
        .find(|l| l["file"] == "levain.md");
    assert_eq!(levain.unwrap()["status"], "agrees");
}

#[test]
fn an_authors_words_are_told_of_and_never_changed() {
    let own = |name: &str| fs::read_to_string(expect::fixtures().join("pairs").join(name)).unwrap();
    let wrong = own("velo-1.md").replacen("---\n", "---\nlang: en\n", 1);
    let keyed = own("bike-1.md").replacen("---\n", "---\ntranslation_key: bikes\n", 1);
    let clocks = own("museum-of-clocks.md").replacen("---\n", "---\ntranslation_key: clocks\n", 1);
    let temps = own("musee-du-temps.md").replacen("---\n", "---\ntranslation_key: temps\n", 1);
    let disk = own("three-two-one.md").replacen("---\n", "---\ntranslation_key: disks\n", 1);
    let folder = with(&[
        ("velo-1.md", &wrong),
        ("bike-1.md", &keyed),
        ("museum-of-clocks.md", &clocks),
        ("musee-du-temps.md", &temps),
        ("three-two-one.md", &disk),
    ]);
    let report = pairs(folder.path(), &["--write"]);
    let status = |file: &str| {
        let all = report["languages"].as_array().unwrap().iter();
        all.clone().find(|l| l["file"] == file).unwrap()["status"].clone()
    };
    assert_eq!(status("velo-1.md"), "differs");
    assert_eq!(
        fs::read_to_string(folder.path().join("velo-1.md")).unwrap(),
        wrong
    );
    let held = |a: &str| {
        let all = report["translations"].as_array().unwrap().iter();
        let pair = all
            .clone()
            .find(|pair| pair["files"].to_string().contains(a))
            .unwrap();
        pair["held"].as_str().unwrap_or_default().to_owned()
    };
    assert_eq!(
        held("velo-1.md"),
        "first put the language of velo-1.md right"
    );
    assert_eq!(
        held("musee-du-temps.md"),
        "first make their translation keys one: clocks, temps"
    );
    let text = fs::read_to_string(folder.path().join("musee-du-temps.md")).unwrap();
    assert_eq!(without(&text, &["lang: "]), temps);
    // The key that one of them has is the key of both.
    assert_eq!(held("sauvegarde.md"), "");
    let text = fs::read_to_string(folder.path().join("sauvegarde.md")).unwrap();
    assert!(
        text.contains("\nlang: fr\ntranslation_key: disks\n---\n"),
        "{text}"
    );
    assert_eq!(
        fs::read_to_string(folder.path().join("three-two-one.md")).unwrap(),
        disk.replacen("tags: [backup]\n", "tags: [backup]\nlang: en\n", 1)
    );
}

#[test]
fn the_report_can_be_read() {
    let folder = with(&[]);
    let output = Command::new(env!("CARGO_BIN_EXE_liseuse-bundle"))
        .args(["pairs", "."])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0));
    expect::check(
        "pairs/report.txt",
        &String::from_utf8(output.stdout).unwrap(),
    );
    let usage = Command::new(env!("CARGO_BIN_EXE_liseuse-bundle"))
        .args(["pairs", ".", "--min", "2"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert_eq!(usage.status.code(), Some(2));
}
