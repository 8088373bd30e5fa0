//! Beads on the command line, in bundles, and in what authors decide.

use std::fs;

use liseuse::bundle::{self, Bundle};
use serde_json::{Value, json};

use crate::command::{folder, run};

const EN: &str = "---\ntitle: Bread\nlang: en\ntranslation_key: bread\n---\n\
    First mix the flour and the water. Then wait.\n\n## Oven\n\nBake it for 40 minutes.\n";
const FR: &str = "---\ntitle: Pain\nlang: fr\ntranslation_key: bread\n---\n\
    Mélangez d’abord la farine et l’eau.\n\nPuis attendez.\n\n## Four\n\nFaites cuire 40 minutes.\n";

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn one_work_is_printed_as_an_object_with_a_bead_a_line() {
    let folder = folder(&[("posts/a.md", EN), ("posts/b.md", FR)]);
    let (code, out, err) = run(folder.path(), &["align", "posts"]);
    assert_eq!((code, err.as_str()), (0, ""));
    let found = json(&out);
    assert_eq!(
        found["beads"],
        json!([[[0], [0, 1]], [[1], [2]], [[2], [3]]])
    );
    for (key, value) in [
        ("key", json!("bread")),
        ("en", json!("a")),
        ("fr", json!("b")),
        ("en_range", json!([0, 2])),
        ("fr_range", json!([0, 3])),
        ("loose", json!([])),
        ("notes", json!({})),
        (
            "en_heads",
            json!([
                "0 First mix the flour and the water. Then wait.",
                "1 ## Oven",
                "2 Bake it for 40 minutes."
            ]),
        ),
    ] {
        assert_eq!(found[key], value, "{key}");
    }
    let confidences = found["confidences"].as_array().unwrap();
    assert_eq!(confidences.len(), 3);
    for confidence in confidences.iter().chain([&found["confidence"]]) {
        assert!(
            (0.5..=1.0).contains(&confidence.as_f64().unwrap()),
            "{found}"
        );
    }
    assert!(out.contains("\n    [[0], [0, 1]],\n"), "{out}");
}

#[test]
fn several_works_are_a_list_or_files_or_one_of_them() {
    let en = EN.replace("key: bread", "key: other/work");
    let fr = FR.replace("key: bread", "key: other/work");
    let de = FR.replace("lang: fr", "lang: de");
    let files = [
        ("posts/a.md", EN),
        ("posts/b.md", FR),
        ("posts/c.md", &en),
        ("posts/d.md", &fr),
        ("posts/e.md", &de),
    ];
    let folder = folder(&files);
    let pairs = |text: &str| -> Vec<String> {
        let list = json(text);
        let name = |work: &Value| {
            let keys: Vec<&str> = work
                .as_object()
                .unwrap()
                .keys()
                .skip(1)
                .take(2)
                .map(String::as_str)
                .collect();
            format!("{} {}", work["key"].as_str().unwrap(), keys.join("-"))
        };
        list.as_array().unwrap().iter().map(name).collect()
    };
    let (code, out, _) = run(folder.path(), &["align", "posts"]);
    assert_eq!(code, 0);
    let expected = [
        "bread de-en",
        "bread de-fr",
        "bread en-fr",
        "other/work en-fr",
    ];
    assert_eq!(pairs(&out), expected);

    assert_eq!(run(folder.path(), &["build", "posts"]).0, 0);
    let (code, of_bundle, err) = run(folder.path(), &["align", "posts.json"]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert_eq!(of_bundle, out, "a bundle tells the same as its folder");

    let (_, one, _) = run(folder.path(), &["align", "posts", "--key", "other/work"]);
    assert_eq!(json(&one)["fr"], "d");
    fs::create_dir(folder.path().join("beads")).unwrap();
    assert_eq!(run(folder.path(), &["align", "posts", "-o", "beads"]).0, 0);
    let mut names: Vec<_> = fs::read_dir(folder.path().join("beads"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    let expected = [
        "bread.de-en.json",
        "bread.de-fr.json",
        "bread.en-fr.json",
        "other-work.json",
    ];
    assert_eq!(names, expected);
    assert_eq!(
        run(folder.path(), &["align", "posts", "-o", "all.json"]).0,
        0
    );
    assert_eq!(
        fs::read_to_string(folder.path().join("all.json")).unwrap(),
        out
    );
}

#[test]
fn what_cannot_be_aligned_is_said() {
    let folder = folder(&[("posts/a.md", EN), ("bad.json", "{}")]);
    for (args, told) in [
        (&["align", "posts"][..], "no work has two versions"),
        (
            &["align", "posts", "--key", "x"],
            "no work with the key `x` has two versions",
        ),
        (&["align", "nowhere"], "no such file"),
        (&["align", "bad.json"], "not a JSON Feed"),
        (&["align", "posts", "bad.json"], "a bundle is aligned alone"),
    ] {
        let (code, out, err) = run(folder.path(), args);
        assert_eq!((code, out.as_str()), (1, ""), "{args:?}");
        assert!(err.contains(told), "{args:?}: {err}");
    }
    assert_eq!(run(folder.path(), &["align"]).0, 2);
}

#[test]
fn bundles_hold_beads_and_they_are_read_back() {
    let folder = folder(&[("posts/a.md", EN), ("posts/b.md", FR)]);
    let build = || {
        assert_eq!(run(folder.path(), &["build", "posts"]).0, 0);
        fs::read_to_string(folder.path().join("posts.json")).unwrap()
    };
    let text = build();
    assert_eq!(text, build(), "the same posts give the same bytes");
    let (code, _, err) = run(folder.path(), &["check", "posts.json"]);
    assert_eq!((code, err.as_str()), (0, ""));
    let bundle = bundle::from_slice(text.as_bytes()).unwrap();
    let [alignment] = bundle.alignments.as_slice() else {
        panic!("{:?}", bundle.alignments);
    };
    assert_eq!(alignment.translation_key, "bread");
    let languages: Vec<&str> = alignment.languages.iter().map(|tag| tag.as_str()).collect();
    assert_eq!(languages, ["en", "fr"]);
    assert!(alignment.beads.covers(3, 4));
    assert_eq!(alignment.beads.beads[0].right, 0..2);
    assert!(alignment.beads.confidence > 0.5 && alignment.beads.beads[1].confidence > 0.5);
}

#[test]
fn what_the_author_decided_wins_if_it_fits() {
    let decided = |beads: &str| {
        let yaml = format!("beads:\n  bread: {{ languages: [fr, en], beads: {beads} }}\n");
        let folder = folder(&[
            ("posts/a.md", EN),
            ("posts/b.md", FR),
            ("posts/liseuse.yaml", &yaml),
        ]);
        let (code, _, err) = run(folder.path(), &["build", "posts"]);
        let text = fs::read(folder.path().join("posts.json")).unwrap();
        let mut bundle = bundle::from_slice(&text).unwrap();
        (code, err, bundle.alignments.remove(0).beads)
    };
    // Turned round, for the bundle has languages in the order of their tags.
    let (code, err, beads) = decided("[[[0], []], [[1], [0]], [[2], [1]], [[3], [2]]]");
    assert_eq!((code, err.as_str()), (0, ""));
    assert_eq!(beads.beads[0].left, 0..0);
    assert_eq!(beads.beads[1].right, 1..2);
    assert!((beads.confidence - 1.0).abs() < f32::EPSILON);

    let (code, err, beads) = decided("[[[0], [0]]]");
    assert_eq!(code, 1);
    let told = "posts/liseuse.yaml:beads.bread: the beads of `bread` do not fit: en has 3 blocks, fr has 4 blocks (";
    assert!(err.contains(told), "{err}");
    assert_eq!(beads.beads[0].right, 0..2, "the computed ones");

    let yaml = "beads:\n  cake: { languages: [fr, en], beads: [[[0], [0]]] }\n  \
        bread: { languages: [de, en], beads: [[[0], [0]]] }\n";
    let folder = folder(&[
        ("posts/a.md", EN),
        ("posts/b.md", FR),
        ("posts/liseuse.yaml", yaml),
    ]);
    let (code, _, err) = run(folder.path(), &["build", "posts"]);
    assert_eq!(code, 1);
    assert!(err.contains("`cake`, and no post has this key"), "{err}");
    assert!(
        err.contains("`bread` in `de`, and it has no such version"),
        "{err}"
    );
}

/// A bundle with these alignments.
fn with(alignments: &Value) -> Value {
    let item = |id: &str, language: &str, text: &str| {
        json!({ "id": id, "title": id, "language": language, "content_text": text,
            "_liseuse": { "content_type": "text/markdown", "translation_key": "k" } })
    };
    json!({ "version": "https://jsonfeed.org/version/1.1", "title": "t",
        "items": [item("a", "en", "One.\n\nTwo."), item("b", "fr", "Un.\n\nDeux.\n\nTrois.")],
        "_liseuse": { "version": 1, "alignments": alignments } })
}

fn read(alignments: &Value) -> Bundle {
    bundle::from_slice(with(alignments).to_string().as_bytes()).unwrap()
}

#[test]
fn broken_alignments_cost_themselves_alone() {
    let good = json!({ "translation_key": "k", "languages": ["en", "fr"],
        "beads": [[[0], [0]], [[1], [1, 2]]], "confidence": 0.5, "confidences": [0.25] });
    let changed = |key: &str, value: Value| {
        let mut one = good.clone();
        one[key] = value;
        one
    };
    let bad = [
        json!(null),
        json!("x"),
        json!([]),
        json!({}),
        changed("translation_key", json!(7)),
        changed("languages", json!(["en"])),
        changed("languages", json!(["en", "fr", "de"])),
        changed("languages", json!(["en", "!"])),
        changed("languages", json!("en")),
        changed("beads", json!({})),
        changed("beads", json!([[[0]]])),
        changed("beads", json!([[0, 0]])),
        changed("beads", json!([[[1], [0]]])),
        changed("beads", json!([[[0], [0]], [[0], [1]]])),
        changed("beads", json!([[[0], [0]], [[2], [1]]])),
        changed("beads", json!([[[0.5], [0]]])),
        changed("beads", json!([[[-1], [0]]])),
        changed("beads", json!([[["0"], [0]]])),
        changed("beads", json!([[[4_294_967_296_u64], [0]]])),
    ];
    for bad in &bad {
        let bundle = read(&json!([bad, good]));
        assert_eq!(bundle.items.len(), 2);
        let [alignment] = bundle.alignments.as_slice() else {
            panic!("{bad}: {:?}", bundle.alignments);
        };
        assert!(alignment.beads.covers(2, 3));
        let confidences: Vec<f32> = alignment
            .beads
            .beads
            .iter()
            .map(|bead| bead.confidence)
            .collect();
        assert_eq!(
            (alignment.beads.confidence, confidences),
            (0.5, vec![0.25, 1.0])
        );
        let [problem] = bundle.problems.as_slice() else {
            panic!("{bad}: {:?}", bundle.problems);
        };
        assert_eq!(problem.place, "_liseuse.alignments[0]", "{bad}");
        assert!(problem.what.contains("with each block once"), "{problem}");
    }
    let odd = changed("confidences", json!([7, -3]));
    let odd = read(&json!([odd])).alignments.remove(0);
    let confidences: Vec<f32> = odd.beads.beads.iter().map(|bead| bead.confidence).collect();
    assert_eq!(confidences, [1.0, 0.0]);
    assert_eq!(read(&json!({})).problems.len(), 1);
}

#[test]
fn alignments_that_fit_no_posts_are_told() {
    let alignment = |key: &str, languages: [&str; 2], beads: Value| json!({ "translation_key": key, "languages": languages, "beads": beads });
    let fits = json!([[[0], [0]], [[1], [1]], [[], [2]]]);
    for (alignments, told) in [
        (json!([alignment("k", ["en", "fr"], fits.clone())]), ""),
        (
            json!([alignment(
                "k",
                ["fr", "en"],
                json!([[[0], [0]], [[1], [1]], [[2], []]])
            )]),
            "",
        ),
        (
            json!([alignment("x", ["en", "fr"], fits.clone())]),
            "the work `x`, and no post has this key",
        ),
        (
            json!([alignment("k", ["en", "de"], fits.clone())]),
            "in `de`, and it has no such version",
        ),
        (
            json!([alignment("k", ["en", "en"], fits)]),
            "join `en` with itself",
        ),
        (
            json!([alignment("k", ["en", "fr"], json!([[[0], [0]]]))]),
            "do not fit: en has 2 blocks, fr has 3 blocks",
        ),
        (
            json!([alignment("k", ["en", "fr"], json!([[[1], [0]]]))]),
            "with each block once",
        ),
    ] {
        let folder = folder(&[("b.json", &with(&alignments).to_string())]);
        let (code, _, err) = run(folder.path(), &["check", "b.json"]);
        assert_eq!(code, 0, "{err}");
        assert!(
            err.contains(told) && err.is_empty() == told.is_empty(),
            "{alignments}: {err}"
        );
        // They are passed over, and others are printed.
        let (code, out, _) = run(folder.path(), &["align", "b.json"]);
        assert_eq!((code, json(&out)["key"].as_str()), (0, Some("k")));
    }
}
