//! A file in several languages, and the versions that a bundle gets of it.

use serde_json::Value;

use crate::pairs_decisions::build;

/// One file `x.md` with this text and this split: id, language, title, key and body of each item.
fn items(text: &str, split: &str) -> (Vec<[String; 5]>, Vec<String>) {
    let (bundle, told) = build(&[("x.md", text)], &format!("splits:\n  x.md: {split}\n"));
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let items = bundle["items"].as_array().unwrap().iter();
    let items = items.map(|item| {
        [
            text(&item["id"]),
            text(&item["language"]),
            text(&item["title"]),
            text(&item["_liseuse"]["translation_key"]),
            text(&item["content_text"]),
        ]
    });
    (items.collect(), told)
}

fn check(text: &str, split: &str, expected: &[[&str; 5]]) {
    let (found, told) = items(text, split);
    assert_eq!(found, expected, "{split}: {text}");
    assert_eq!(told, [""; 0], "{split}: {text}");
}

const HEAD: &str = "---\ntitle: T\nlang: en\nmixed: true\n---\n";

#[test]
fn a_file_is_split_where_its_author_says() {
    check(
        &format!("{HEAD}One.\n\n- a\n\n  b\n\n***\n\nUn.\n\n- c\n"),
        "{ fr: 3 }",
        &[
            ["x", "en", "T", "x", "One.\n\n- a\n\n  b"],
            ["x-fr", "fr", "T", "x", "Un.\n\n- c"],
        ],
    );
    // The line across is a block, on either side of the cut.
    check(
        &format!("{HEAD}One.\n\n***\n\nUn.\n"),
        "{ fr: 1 }",
        &[
            ["x", "en", "T", "x", "One."],
            ["x-fr", "fr", "T", "x", "Un."],
        ],
    );
    check(
        "---\ntitle: One / Un / Uno\ntranslation_key: k\n---\nOne.\n\nUn.\n\nUno.\n",
        "{ en: 0, fr: 1, es: 2 }",
        &[
            ["x", "en", "One", "k", "One."],
            ["x-fr", "fr", "Un", "k", "Un."],
            ["x-es", "es", "Uno", "k", "Uno."],
        ],
    );
    check(
        &format!("{HEAD}One.\n\n## Le titre\n\nUn.\n"),
        "{ fr: 1 }",
        &[
            ["x", "en", "T", "x", "One."],
            ["x-fr", "fr", "Le titre", "x", "Un."],
        ],
    );
    // Both begin with a section of the text.
    check(
        &format!("{HEAD}## A\n\nOne.\n\n## B\n\nUn.\n"),
        "{ fr: 2 }",
        &[
            ["x", "en", "T", "x", "## A\n\nOne."],
            ["x-fr", "fr", "T", "x", "## B\n\nUn."],
        ],
    );
    // Paragraph by paragraph; what nobody claims is for both.
    check(
        &format!("{HEAD}One.\n\nUn.\n\n    code\n\nTwo.\n\nDeux.\n"),
        "{ en: [0, 3], fr: [1, 4] }",
        &[
            ["x", "en", "T", "x", "One.\n\n    code\n\nTwo."],
            ["x-fr", "fr", "T", "x", "Un.\n\n    code\n\nDeux."],
        ],
    );
    check(
        &format!("{HEAD}One.\n\nUn.\n"),
        "false",
        &[["x", "en", "T", "-", "One.\n\nUn."]],
    );
}

#[test]
fn definitions_follow_what_refers_to_them() {
    check(
        &format!(
            "{HEAD}See [a] and [b][B].[^n]\n\nVoir [a].[^n]\n\n[a]: https://a.example\n[b]: https://b.example\n\n[^n]: Note.\n"
        ),
        "{ fr: 1 }",
        &[
            [
                "x",
                "en",
                "T",
                "x",
                "See [a] and [b][B].[^n]\n\n[a]: https://a.example\n\n[b]: https://b.example\n\n[^n]: Note.",
            ],
            [
                "x-fr",
                "fr",
                "T",
                "x",
                "Voir [a].[^n]\n\n[a]: https://a.example\n[b]: https://b.example\n\n[^n]: Note.",
            ],
        ],
    );
}

#[test]
fn a_split_that_does_not_fit_leaves_the_post_whole() {
    let (found, told) = items(&format!("{HEAD}One.\n\nUn.\n"), "{ fr: 2 }");
    assert_eq!(found.len(), 1);
    assert_eq!(
        told,
        [
            "x.md: it has 2 blocks and no block 2 (put its split right in liseuse.yaml; the post stays whole)"
        ]
    );
    let fault = |split: &str| items(&format!("{HEAD}One.\n\nUn.\n"), split).1;
    for (split, what) in [
        ("{ en: [0], fr: 1 }", "either first blocks or lists"),
        ("{ en: [0, a] }", "holds whole numbers"),
        ("{ en: 0 }", "two languages or more"),
        ("{ en: 0, fr: 0 }", "a whole number from 1 on"),
    ] {
        let told = fault(split);
        assert!(told.len() == 1 && told[0].contains(what), "{told:?}");
    }
}
