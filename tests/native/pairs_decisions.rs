//! What authors decided in `liseuse.yaml`, and what is said of it when it is broken.

use std::{fs, path::Path, process::Command};

use serde_json::Value;

/// Builds a folder with these decisions: the bundle and the lines on standard error.
pub(crate) fn build(files: &[(&str, &str)], decisions: &str) -> (Value, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    fs::write(folder.path().join("liseuse.yaml"), decisions).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_liseuse-bundle"))
        .args(["build", ".", "--language", "en", "-o", "out.json"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    let text = fs::read_to_string(Path::new(folder.path()).join("out.json")).unwrap();
    let lines = told.lines().map(str::to_owned).collect();
    (serde_json::from_str(&text).unwrap(), lines)
}

const FILES: &[(&str, &str)] = &[
    (
        "a.md",
        "---\ntitle: A\nlang: en\ntranslation_key: k\n---\nOne.\n\nTwo.\n",
    ),
    (
        "b.md",
        "---\ntitle: B\nlang: es\ntranslation_key: k\n---\nUn.\n",
    ),
    ("c.md", "---\ntitle: C\nlang: fr\n---\nTrois.\n"),
];

/// `id language key` of each item.
fn items(bundle: &Value) -> Vec<String> {
    let items = bundle["items"].as_array().unwrap().iter();
    items
        .map(|item| {
            let key = item["_liseuse"]["translation_key"].as_str();
            format!(
                "{} {} {}",
                item["id"].as_str().unwrap(),
                item["language"].as_str().unwrap_or("-"),
                key.unwrap_or("-")
            )
        })
        .collect()
}

#[test]
fn decisions_win_over_front_matter() {
    let check = |decisions: &str, expected: &[&str]| {
        let (bundle, told) = build(FILES, decisions);
        assert_eq!(items(&bundle), expected, "{decisions}");
        assert_eq!(told, [""; 0], "{decisions}");
    };
    check("", &["a en k", "b es k", "c fr -"]);
    check("# nothing yet\n", &["a en k", "b es k", "c fr -"]);
    check(
        "languages:\n  b.md: no\n  ./a.md: de\nsplits:\n",
        &["a de k", "b no k", "c fr -"],
    );
    check(
        "not_translations: [[a.md, b.md]]",
        &["a en k", "b es -", "c fr -"],
    );
    // `k` belongs to `b` too, so it cannot name this work.
    check(
        "translations:\n  - [a.md, c.md]\n",
        &["a en a", "b es k", "c fr a"],
    );
    check(
        "translations:\n  - [a.md, b.md, c.md]\n",
        &["a en k", "b es k", "c fr k"],
    );
}

#[test]
fn broken_decisions_are_told_with_their_lines() {
    let check = |decisions: &str, expected: &[&str]| {
        let (_, told) = build(FILES, decisions);
        assert_eq!(told, expected, "{decisions}");
    };
    check(
        "languages:\n  a.md: english\n  x.md: fr\nlanguage: fr\n",
        &[
            "./liseuse.yaml:2: `english` is not a language tag (write a BCP 47 tag such as `en` or `fr-CA`)",
            "./liseuse.yaml:3: there is no Markdown file `x.md` (write its path inside of this folder, or take the line out)",
            "./liseuse.yaml:4: `language` is no decision (the keys are languages, translations, not_translations, splits, tags, beads)",
        ],
    );
    check(
        "translations:\n  - [a.md]\n  - [b.md, c.md]\n  - [c.md, a.md]\n  - a.md\n",
        &[
            "./liseuse.yaml:2: this entry needs two files or more (write `- [FILE, FILE]` under it)",
            "./liseuse.yaml:5: an entry of `translations` is no list (write `- [FILE, FILE]` under it)",
            "./liseuse.yaml:4: a file of this entry is in another one of `translations` already (write all versions of a work into one list)",
        ],
    );
    check(
        "splits:\n  a.md: { fr: 0 }\n  b.md: 4\n  c.md:\n    en: 3\n    fr: 2\n",
        &[
            "./liseuse.yaml:2: a split has two languages or more (write `FILE: { LANGUAGE: BLOCK }`, blocks counted from 0, or `FILE: false`)",
            "./liseuse.yaml:3: the split of `b.md` tells no block (write `FILE: { LANGUAGE: BLOCK }`, blocks counted from 0, or `FILE: false`)",
            "./liseuse.yaml:6: the blocks of a split do not rise (write the languages in the order of the text)",
        ],
    );
    check(
        "tags:\n  - { en: '' }\n  - fr\nbeads:\n  k: { languages: [en, fr], beads: [[[0], [0]], [[2], []]] }\n  l: { languages: [en], beads: [] }\n",
        &[
            "./liseuse.yaml:2: the label in `en` is empty (write `- { en: LABEL, fr: LABEL }` under it)",
            "./liseuse.yaml:3: an entry of `tags` is no map (write `- { en: LABEL, fr: LABEL }` under it)",
            "./liseuse.yaml:5: the blocks of a side are counted from 0, each once, in order (write `KEY: { languages: [en, fr], beads: [[[0], [0]], …] }` under it)",
            "./liseuse.yaml:6: beads join two languages (write `KEY: { languages: [en, fr], beads: [[[0], [0]], …] }` under it)",
        ],
    );
    check(
        "- a\n",
        &[
            "./liseuse.yaml:1: the decisions are no map (write keys: languages, translations, not_translations, splits, tags, beads)",
        ],
    );
    let (_, told) = build(FILES, "languages: {\n  a.md: fr\n");
    assert!(
        told.len() == 1 && told[0].starts_with("./liseuse.yaml:"),
        "{told:?}"
    );
}

#[test]
fn concepts_go_into_the_bundle_and_posts_keep_their_own_words() {
    let files = [
        (
            "a.md",
            "---\ntitle: A\nlang: en\ntags: [mixed reality, css]\n---\nOne.\n",
        ),
        (
            "b.md",
            "---\ntitle: B\nlang: fr\ntags: [Réalité mixte]\n---\nUn.\n",
        ),
    ];
    let decisions =
        "tags:\n  - { en: mixed reality, fr: réalité mixte }\n  - { fr: feuille, en: sheet }\n";
    let (bundle, told) = build(&files, decisions);
    assert_eq!(told, [""; 0]);
    let expected = serde_json::json!([
        { "id": "mixed reality", "labels": { "en": "mixed reality", "fr": "réalité mixte" } },
        { "id": "feuille", "labels": { "fr": "feuille", "en": "sheet" } },
    ]);
    assert_eq!(bundle["_liseuse"]["tags"], expected);
    let tags = |index: usize| bundle["items"][index]["tags"].clone();
    assert_eq!(tags(0), serde_json::json!(["mixed reality", "css"]));
    assert_eq!(tags(1), serde_json::json!(["Réalité mixte"]));
}
