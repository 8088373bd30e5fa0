//! Bundles: what is read, what is put right, what is lost.

use liseuse::{
    bundle::{Bundle, Content, Date, Item, from_slice, from_value, label, value},
    error::Severity,
};
use serde_json::json;

pub(crate) fn open(text: &str) -> Bundle {
    from_slice(text.as_bytes()).unwrap_or_else(|error| panic!("{error}\n{text:.500}"))
}

/// The problems as lines: `E items[0].id` for what is lost, `W …` for what was put right.
pub(crate) fn places(bundle: &Bundle) -> Vec<String> {
    bundle
        .problems
        .iter()
        .map(|problem| {
            assert!(
                !problem.what.is_empty() && !problem.remedy.is_empty(),
                "{problem:?}"
            );
            let severity = if problem.severity == Severity::Error {
                "E"
            } else {
                "W"
            };
            format!("{severity} {}", problem.place)
        })
        .collect()
}

/// Opens a bundle of ours with one item, made of a good one and these fields.
fn with_fields(fields: &str) -> Bundle {
    let own = if fields.contains("\"_liseuse\"") {
        ""
    } else {
        r#","_liseuse":{"content_type":"text/markdown"}"#
    };
    let id = if fields.contains("\"id\"") {
        ""
    } else {
        r#""id":"a","#
    };
    let title = if fields.contains("\"title\"") {
        ""
    } else {
        r#""title":"T","#
    };
    let body = if fields.contains("\"content_text\"") || fields.contains("\"content_html\"") {
        ""
    } else {
        r#""content_text":"Body.","#
    };
    open(&format!(
        r#"{{"version":"https://jsonfeed.org/version/1.1","title":"F","language":"fr","items":[{{{id}{title}{body}{fields}{own}}}],"_liseuse":{{"version":1}}}}"#
    ))
}

/// One field of one item: what is read of it, and what is said about it.
fn check(fields: &str, read: impl Fn(&Item) -> String, expected: &str, problems: &[&str]) {
    let bundle = with_fields(fields);
    let found = bundle.items.first().map_or(String::from("(lost)"), read);
    assert_eq!(found, expected, "{fields}");
    assert_eq!(
        places(&bundle),
        problems,
        "{fields}\n{:#?}",
        bundle.problems
    );
}

#[test]
fn opens_the_frozen_bundle_of_version_1() {
    let bundle = open(include_str!("../fixtures/bundles/v1/posts.json"));
    assert_eq!(bundle.problems, []);
    assert_eq!(bundle.title, "Deux langues, one shelf");
    assert_eq!(bundle.language.as_ref().unwrap().as_str(), "fr");
    assert_eq!(
        bundle.home_page_url.as_deref(),
        Some("https://example.org/")
    );
    assert_eq!(bundle.tags.len(), 1);
    assert_eq!(bundle.tags[0].labels[1].1, "réalité mixte");
    let [fr, en, mixed, note, page] = &bundle.items[..] else {
        panic!("five items")
    };
    assert_eq!(fr.id, "la-fin-des-pocs");
    assert_eq!(
        fr.url.as_deref(),
        Some("https://example.org/la-fin-des-pocs")
    );
    assert_eq!(
        (fr.title.as_str(), fr.language.as_str()),
        ("La fin des POCs", "fr")
    );
    assert_eq!(fr.tags, ["poc", "réalité mixte"]);
    assert_eq!(fr.summary.as_deref(), Some("Les POCs se meurent."));
    assert_eq!(
        fr.date,
        Some(Date {
            year: 2019,
            month: Some(1),
            day: Some(7)
        })
    );
    assert_eq!(fr.translation_key, en.translation_key);
    assert_eq!(
        (fr.words, fr.mixed, fr.content),
        (Some(8), false, Content::Markdown)
    );
    assert!(fr.body.as_ref().unwrap().starts_with("Les **POCs**"));
    assert_eq!(en.summaries[0].1, "Die POCs sterben.");
    assert!(mixed.mixed);
    assert_eq!(
        mixed.date,
        Some(Date {
            year: 2018,
            month: Some(11),
            day: None
        })
    );
    assert_eq!((note.content, note.date), (Content::Text, None));
    assert_eq!(
        (page.content, page.language.as_str(), page.position),
        (Content::Html, "fr", 4)
    );
}

#[test]
fn opens_a_plain_json_feed() {
    let bundle = open(include_str!("../fixtures/bundles/plain-1.0.json"));
    assert_eq!(places(&bundle), [] as [&str; 0]);
    let [one, two] = &bundle.items[..] else {
        panic!("two items")
    };
    assert_eq!((one.id.as_str(), one.content), ("1", Content::Html));
    assert_eq!(
        one.title,
        "Hello & welcome This one has no title of its own, and a…"
    );
    assert_eq!(
        (two.title.as_str(), two.content),
        ("Just text", Content::Text)
    );
    assert_eq!(
        (one.language.as_str(), two.language.as_str()),
        ("und", "und")
    );
    assert_eq!(
        two.date,
        Some(Date {
            year: 2017,
            month: Some(5),
            day: Some(17)
        })
    );
}

#[test]
fn names_what_cannot_be_opened() {
    for (text, expected) in [
        ("", "the bundle is not JSON: it is empty"),
        (" \n", "the bundle is not JSON: it is empty"),
        ("null", "the bundle is not a JSON Feed: nothing"),
        ("[]", "the bundle is not a JSON Feed: a list"),
        ("1", "the bundle is not a JSON Feed: a number"),
        ("\"x\"", "the bundle is not a JSON Feed: a text"),
        (
            "{}",
            "the bundle is not a JSON Feed: an object without `items`",
        ),
        (
            r#"{"items":{}}"#,
            "the bundle is not a JSON Feed: an object whose `items` is an object",
        ),
        (
            " <!doctype html><p>Sign in",
            "the bundle is not JSON: it looks like a web page; check the address of the bundle",
        ),
        (
            "{\"items\":[]} x",
            "the bundle is not JSON: trailing characters at line 1 column 14",
        ),
        (
            "{'items':[]}",
            "the bundle is not JSON: key must be a string at line 1 column 2",
        ),
        (
            "{\"items\":[trux]}",
            "the bundle is not JSON: expected ident at line 1 column 14",
        ),
        (
            "{\"items\":[",
            "the bundle is not JSON: it stops in the middle, is the file complete? (EOF while parsing a list at line 1 column 10)",
        ),
        (
            "\u{FEFF}{}",
            "the bundle is not a JSON Feed: an object without `items`",
        ),
        (
            r#"{"items":[],"_liseuse":{"version":2}}"#,
            "the bundle has format version 2, and this reader knows version 1",
        ),
        (
            r#"{"items":[],"_liseuse":{"version":"3"}}"#,
            "the bundle has format version 3, and this reader knows version 1",
        ),
        (
            r#"{"items":[],"_liseuse":{"version":1e300}}"#,
            "the bundle has format version 4294967295, and this reader knows version 1",
        ),
    ] {
        let error = from_slice(text.as_bytes()).expect_err(text);
        assert_eq!(error.to_string(), expected, "{text}");
        assert!(!error.remedy().is_empty());
    }
    let utf16: Vec<u8> = "{\"items\":[]}"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let marked = [b"\xFF\xFE".as_slice(), &utf16].concat();
    for bytes in [utf16, marked] {
        let error = from_slice(&bytes).unwrap_err().to_string();
        assert_eq!(
            error,
            "the bundle is not JSON: it is UTF-16; save it as UTF-8"
        );
    }
}

#[test]
fn reads_the_feed() {
    for (text, problems) in [
        (
            r#"{"version":"https://jsonfeed.org/version/1.1","items":[]}"#,
            &[][..],
        ),
        (
            r#"{"version":"http://jsonfeed.org/version/1","items":[]}"#,
            &[],
        ),
        (r#"{"items":[]}"#, &["W version"]),
        (r#"{"version":1.1,"items":[]}"#, &["W version"]),
        (
            r#"{"version":"https://jsonfeed.org/version/1","title":7,"items":[]}"#,
            &["W title"],
        ),
        (
            r#"{"version":"https://jsonfeed.org/version/1","language":"english","home_page_url":"/","hubs":3,"items":[]}"#,
            &["W language", "W home_page_url"],
        ),
        (
            r#"{"version":"https://jsonfeed.org/version/1","items":[],"_liseuse":[]}"#,
            &["W _liseuse"],
        ),
        (
            r#"{"version":"https://jsonfeed.org/version/1","title":"T","items":[],"_liseuse":{"version":1.5,"allignments":[],"alignments":[],"search":1}}"#,
            &["W _liseuse"],
        ),
        (
            r#"{"version":"https://jsonfeed.org/version/1","items":[],"_liseuse":{}}"#,
            &["W _liseuse.version", "W title"],
        ),
        (
            r#"{"version":"https://jsonfeed.org/version/1","title":"T","items":[],"_liseuse":{"version":1,"tags":[{"id":"a","labels":{"en":"A","english":"B","fr":3}},{"id":"a"},{},4,"x"]}}"#,
            &[
                "W _liseuse.tags[0].labels",
                "W _liseuse.tags[0].labels",
                "W _liseuse.tags[1].id",
                "W _liseuse.tags[2]",
                "W _liseuse.tags[3]",
                "W _liseuse.tags[4]",
            ],
        ),
        (
            r#"{"version":"https://jsonfeed.org/version/1","title":"T","items":[],"_liseuse":{"version":1,"tags":[{"id":"a","labels":{"en":"A","fr":"B"}},{},{"id":"b"},{"id":"c","labels":{"fr":"A","de":"d"}},{"id":"A "},{"id":"e","labels":{"fr":"D"}}]}}"#,
            &[
                "W _liseuse.tags[1]",
                "W _liseuse.tags[4].id",
                "W _liseuse.tags[0].labels",
                "W _liseuse.tags[3].labels",
                "W _liseuse.tags[5].labels",
            ],
        ),
    ] {
        assert_eq!(places(&open(text)), problems, "{text}");
    }
}

#[test]
fn reads_ids_titles_and_texts() {
    let id = |item: &Item| item.id.clone();
    check(r#""id":"b""#, id, "b", &[]);
    check(r#""id":12"#, id, "12", &[]);
    check(r#""id":" a\u0000\u202Eb ""#, id, "ab", &[]);
    check(r#""id":"a/b#c%20""#, id, "a/b#c%20", &[]);
    for bad in [
        r#""id":null"#,
        r#""id":"""#,
        r#""id":" ""#,
        r#""id":[]"#,
        r#""id":1.5"#,
        r#""id":{}"#,
        r#""id":true"#,
    ] {
        check(bad, id, "(lost)", &["E items[0].id"]);
    }
    let long = format!(r#""id":"{}""#, "x".repeat(10_000));
    check(
        &long,
        |item| item.id.len().to_string(),
        "1000",
        &["W items[0].id"],
    );

    let title = |item: &Item| item.title.clone();
    check(r#""title":"  A\n\tB\u202e ""#, title, "A B", &[]);
    check(r#""title":"<b>&amp;</b>""#, title, "<b>&amp;</b>", &[]);
    check(r#""title":1984"#, title, "1984", &["W items[0].title"]);
    check(r#""title":null"#, title, "Body.", &["W items[0].title"]);
    check(
        r#""title":"","summary":"Said short.""#,
        title,
        "Said short.",
        &["W items[0].title"],
    );
    check(
        r#""title":{},"content_text":"> \n***""#,
        title,
        "a",
        &["W items[0].title", "W items[0].title"],
    );
    let long = format!(r#""title":"{}""#, "é ".repeat(2_000));
    check(
        &long,
        |item| item.title.chars().count().to_string(),
        "999",
        &["W items[0].title"],
    );

    let content =
        |item: &Item| format!("{:?} {}", item.content, item.body.as_deref().unwrap_or("-"));
    check(r#""content_text":"x""#, content, "Markdown x", &[]);
    check(
        r#""content_text":"x","_liseuse":{}"#,
        content,
        "Text x",
        &[],
    );
    check(
        r#""content_text":"x","content_html":"y","_liseuse":{}"#,
        content,
        "Html y",
        &[],
    );
    check(
        r#""content_text":"x","content_html":"y""#,
        content,
        "Markdown x",
        &[],
    );
    check(
        r#""content_text":" ","content_html":"y""#,
        content,
        "Html y",
        &[],
    );
    check(
        r#""content_text":null,"content_html":"y""#,
        content,
        "Html y",
        &[],
    );
    check(
        r#""content_text":3"#,
        content,
        "Markdown 3",
        &["W items[0].content_text"],
    );
    check(
        r#""content_text":[],"content_html":"y""#,
        content,
        "Html y",
        &["W items[0].content_text"],
    );
    check(r#""content_text":"""#, content, "(lost)", &["E items[0]"]);
    check(r#""content_html":null"#, content, "(lost)", &["E items[0]"]);
    check(
        r#""content_html":null,"_liseuse":{"body":""}"#,
        content,
        "(lost)",
        &["E items[0]"],
    );
    check(
        r#""content_html":null,"_liseuse":{"content_type":"text/markdown","body":"posts/b.json?v=1"}"#,
        |item| format!("{:?} {:?}", item.content, item.elsewhere),
        r#"Markdown Some("posts/b.json?v=1")"#,
        &[],
    );
    let kind = |kind: &str| format!(r#""content_text":"x","_liseuse":{{"content_type":{kind}}}"#);
    check(
        &kind(r#""Text/Markdown; charset=utf-8""#),
        content,
        "Markdown x",
        &[],
    );
    check(&kind(r#""text/plain""#), content, "Text x", &[]);
    check(
        &kind(r#""text/asciidoc""#),
        content,
        "Text x",
        &["W items[0]._liseuse.content_type"],
    );
    check(
        &kind("[]"),
        content,
        "Text x",
        &["W items[0]._liseuse.content_type"],
    );
    let large = format!(r#""content_text":"{}""#, "x".repeat((1 << 20) + 1));
    check(&large, content, "(lost)", &["E items[0]"]);
}

#[test]
fn reads_the_other_fields() {
    let tags = |item: &Item| item.tags.join("|");
    check(r#""tags":["a"," b  c ","a","A"]"#, tags, "a|b c|A", &[]);
    check(r#""tags":"a, b""#, tags, "a, b", &["W items[0].tags"]);
    check(r#""tags":{"a":1}"#, tags, "", &["W items[0].tags"]);
    check(
        r#""tags":["a",1,null,{},"\u0007"]"#,
        tags,
        "a|1",
        &["W items[0].tags[1]", "W items[0].tags[3]"],
    );
    let many: Vec<String> = (0..200).map(|n| format!("\"{n}\"")).collect();
    check(
        &format!(r#""tags":[{}]"#, many.join(",")),
        |item| item.tags.len().to_string(),
        "100",
        &["W items[0].tags"],
    );

    let language = |item: &Item| item.language.to_string();
    check(r#""language":"en_us""#, language, "en-US", &[]);
    check(
        r#""language":"english""#,
        language,
        "fr",
        &["W items[0].language"],
    );
    check(
        r#""language":7"#,
        language,
        "fr",
        &["W items[0].language", "W items[0].language"],
    );
    check(r#""language":null"#, language, "fr", &[]);

    let url = |item: &Item| item.url.clone().unwrap_or_default();
    check(
        r#""url":" HTTPS://example.org/é ""#,
        url,
        "HTTPS://example.org/é",
        &[],
    );
    for bad in [
        "/x",
        "//example.org",
        "javascript:alert(1)",
        "https://",
        "https:///x",
        "http://a b",
        "ftp://a",
        "https://a\\nb",
    ] {
        check(&format!(r#""url":"{bad}""#), url, "", &["W items[0].url"]);
    }

    let own = |fields: &str| format!(r#""_liseuse":{{"content_type":"text/markdown",{fields}}}"#);
    let summaries = |item: &Item| {
        let list: Vec<String> = item
            .summaries
            .iter()
            .map(|(l, s)| format!("{l}={s}"))
            .collect();
        format!(
            "{} {}",
            item.summary.as_deref().unwrap_or("-"),
            list.join(" ")
        )
    };
    check(
        &own(r#""summaries":{"en":"E","EN":"F","de":""}"#),
        summaries,
        "- en=F",
        &[],
    );
    check(
        &own(r#""summaries":{"fr":"mine"}"#),
        summaries,
        "mine ",
        &[],
    );
    check(
        &own(r#""summaries":{"french":"x"}"#),
        summaries,
        "- ",
        &["W items[0]._liseuse.summaries.french"],
    );
    check(
        &own(r#""summaries":["x"]"#),
        summaries,
        "- ",
        &["W items[0]._liseuse.summaries"],
    );

    let rest = |item: &Item| format!("{:?} {} {:?}", item.words, item.mixed, item.translation_key);
    check(
        &own(r#""words":12,"mixed":true,"translation_key":" k ""#),
        rest,
        r#"Some(12) true Some("k")"#,
        &[],
    );
    check(
        &own(r#""words":-1,"mixed":"yes","translation_key":[],"tanslation_key":"x""#),
        rest,
        "None false None",
        &[
            "W items[0]._liseuse",
            "W items[0]._liseuse.translation_key",
            "W items[0]._liseuse.mixed",
            "W items[0]._liseuse.words",
        ],
    );
    check(
        &own(r#""words":1.5"#),
        rest,
        "None false None",
        &["W items[0]._liseuse.words"],
    );
}

#[test]
fn reads_dates() {
    let full = |y, m, d| {
        Some(Date {
            year: y,
            month: Some(m),
            day: Some(d),
        })
    };
    for (text, expected) in [
        ("2019-01-07T00:00:00Z", full(2019, 1, 7)),
        ("2019-01-07t23:59:60.5+14:00", full(2019, 1, 7)),
        ("2019-01-07 10:20", full(2019, 1, 7)),
        (" 2019-01-07 ", full(2019, 1, 7)),
        ("2019/01/07", full(2019, 1, 7)),
        ("2019-1-7", full(2019, 1, 7)),
        ("Mon, 07 Jan 2019 10:00:00 GMT", full(2019, 1, 7)),
        ("07 January 2019", full(2019, 1, 7)),
        ("7 jan 2019", full(2019, 1, 7)),
        (
            "2019-01",
            Some(Date {
                year: 2019,
                month: Some(1),
                day: None,
            }),
        ),
        (
            "2019",
            Some(Date {
                year: 2019,
                month: None,
                day: None,
            }),
        ),
        ("2020-02-29", full(2020, 2, 29)),
        ("2000-02-29", full(2000, 2, 29)),
        ("1900-02-29", None),
        ("2019-02-29", None),
        ("2019-13-01", None),
        ("2019-00-01", None),
        ("2019-04-31", None),
        ("2019-01-00", None),
        ("0000-01-01", None),
        ("9999-12-31", full(9999, 12, 31)),
        ("20190107", None),
        ("07/01/2019", None),
        ("2019-01/07", None),
        ("2019-01-07x", None),
        ("99999-01-01", None),
        ("-2019-01-01", None),
        ("Mon, 07 Fooo 2019", None),
        ("Mon, 07 é 2019", None),
        ("yesterday", None),
        ("2019-", None),
        ("2019é01", None),
        ("", None),
    ] {
        assert_eq!(Date::parse(text), expected, "{text}");
    }
    let date = |item: &Item| format!("{:?}", item.date.map(|d| (d.year, d.month, d.day)));
    check(
        r#""date_published":"soon""#,
        date,
        "None",
        &["W items[0].date_published"],
    );
    check(
        r#""date_published":2019"#,
        date,
        "Some((2019, None, None))",
        &["W items[0].date_published"],
    );
    check(
        r#""date_published":{"y":1}"#,
        date,
        "None",
        &["W items[0].date_published"],
    );
    check(r#""date_published":"""#, date, "None", &[]);
}

#[test]
fn makes_ids_and_versions_unique() {
    let item = |id: &str, language: &str, key: &str| json!({"id": id, "title": "T", "language": language, "content_text": "x", "_liseuse": {"translation_key": key}});
    let feed = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "items": [item("a", "en", "k"), item("a", "fr", "k"), item("a", "fr", "k"), item("a-2", "de", "k"), item("a-2", "fr", "l")],
    });
    let bundle = open(&feed.to_string());
    let ids: Vec<&str> = bundle.items.iter().map(|item| item.id.as_str()).collect();
    assert_eq!(ids, ["a", "a-3", "a-4", "a-2", "a-2-2"]);
    let keys: Vec<_> = bundle
        .items
        .iter()
        .map(|item| item.translation_key.as_deref().unwrap_or("-"))
        .collect();
    assert_eq!(keys, ["k", "k", "-", "k", "l"]);
    assert_eq!(
        places(&bundle),
        [
            "W items[1].id",
            "W items[2].id",
            "W items[2]._liseuse.translation_key",
            "W items[4].id"
        ]
    );
}

#[test]
fn leaves_bodies_where_they_are() {
    let text = include_str!("../fixtures/bundles/v1/posts.json");
    let how = value::Reading {
        withhold_bodies: true,
        lenient: true,
    };
    let document = value::read(&mut serde_json::Deserializer::from_str(text), how).unwrap();
    let light = from_value(document.value).unwrap();
    let mut whole = open(text);
    assert_eq!(light.problems, []);
    for item in &mut whole.items {
        assert!(item.body.take().is_some());
    }
    assert_eq!(light, whole);

    let feed = r#"{"version":"https://jsonfeed.org/version/1","items":[{"id":1,"content_html":null,"content_text":"x"},{"id":2,"content_text":null}]}"#;
    let document = value::read(&mut serde_json::Deserializer::from_str(feed), how).unwrap();
    let bundle = from_value(document.value).unwrap();
    assert_eq!(bundle.items.len(), 1);
    assert_eq!(
        (bundle.items[0].content, &bundle.items[0].title),
        (Content::Text, &String::from("1"))
    );
    assert_eq!(places(&bundle), ["E items[1]"]);
}

#[test]
fn values_are_written_as_they_were_read() {
    let text = r#"{"a":[1,-2.5,true,null,"é\u2028"],"b":{},"c":9007199254740991}"#;
    let value: value::Value = serde_json::from_str(text).unwrap();
    let again = serde_json::to_string(&value).unwrap();
    assert_eq!(again, text.replace("\\u2028", "\u{2028}"));
}

#[test]
fn cleans_labels() {
    for (input, expected) in [
        ("plain", "plain"),
        ("  a \t\r\n b\u{2028}c ", "a b c"),
        ("50\u{A0}% des\u{202F}POCs", "50\u{A0}% des\u{202F}POCs"),
        ("\u{A0}x\u{A0} ", "x"),
        ("a\u{0}b\u{85}c\u{9F}d\u{7F}", "ab cd"),
        ("\u{202E}evil\u{202C} \u{2066}x\u{2069}", "evil x"),
        ("\u{FEFF}x", "x"),
        ("عربي\u{200F}", "عربي\u{200F}"),
        ("👩\u{200D}💻", "👩\u{200D}💻"),
        ("\u{202E}", ""),
        ("", ""),
    ] {
        assert_eq!(label::clean(input), expected, "{input:?}");
    }
}
