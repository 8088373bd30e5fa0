//! Texts that make readers fall over: each is shown within the caps, in linear time, and what is
//! promised to be kept is kept. Growth is printed, not held, for it depends on the machine.

use std::time::Instant;

use liseuse::{
    bundle::Content,
    i18n,
    language::Language,
    markdown::{self, Body, Dialect, Images, MAX_DEPTH, NODE_LIMITS, NoLinks, url::Base},
    view::{
        html,
        node::{Node, text_of},
    },
};

use crate::safe;

fn render(source: &str, content: Content) -> Body {
    let language = Language::parse("en").unwrap();
    let options = markdown::Options {
        dialect: Dialect::Liseuse,
        language: &language,
        strings: i18n::strings("en"),
        prefix: "post--",
        base: Base::Drop,
        links: &NoLinks,
        images: Images::Load,
        limit: NODE_LIMITS.0,
        is_other: false,
        is_whole: true,
    };
    markdown::render(source, content, &options)
}

/// How deep the deepest element is, and how many nodes there are. Without recursion.
fn measure(nodes: &[Node]) -> (usize, usize) {
    let (mut deepest, mut count) = (0, 0);
    let mut rest: Vec<(&Node, usize)> = nodes.iter().map(|node| (node, 1)).collect();
    while let Some((node, depth)) = rest.pop() {
        count += 1;
        if let Node::Element(element) = node {
            deepest = deepest.max(depth);
            rest.extend(element.children.iter().map(|child| (child, depth + 1)));
        }
    }
    (deepest, count)
}

/// What a table's frame, a task's box or a note's way back adds to the depth and to the nodes at
/// the limit.
const FRAME: usize = 4;

/// Renders `start`, `middle` so many times, `end`; checks the caps, and gives the body.
#[track_caller]
fn check(content: Content, start: &str, middle: &str, times: usize, end: &str) -> Body {
    let run = |times: usize| {
        let source = [start, &middle.repeat(times), end].concat();
        let begun = Instant::now();
        let body = render(&source, content);
        (begun.elapsed().as_secs_f64() * 1e3, body, source.len())
    };
    let (quarter, ..) = run(times / 4);
    let (whole, body, bytes) = run(times);
    let (depth, nodes) = measure(&body.nodes);
    let middle: String = middle.chars().take(24).collect();
    println!(
        "{:<30} {content:?} {bytes:>8} bytes: {whole:7.1} ms, {:4.1} times a quarter; depth {depth}, {nodes} nodes{}",
        format!("{middle:?} × {times}"),
        whole / quarter.max(0.01),
        if body.is_cut { ", cut" } else { "" },
    );
    assert!(depth <= MAX_DEPTH + FRAME, "{middle:?}: depth {depth}");
    assert!(nodes <= NODE_LIMITS.0 + 1000, "{middle:?}: {nodes} nodes");
    let html = html::write(&body.nodes);
    if html.len() < 300_000 {
        assert_eq!(safe::breaches(&html, &["post--".into()]), [""; 0]);
    }
    body
}

fn text(body: &Body) -> String {
    text_of(&body.nodes)
}

#[test]
fn the_two_clobbering_strings_leave_their_words() {
    for (source, words) in [
        ("<form><input name=localName>words", "words"),
        (
            "<input form=f name=nextSibling><form id=f></form>words",
            "words",
        ),
    ] {
        for content in [Content::Markdown, Content::Html] {
            let body = check(content, "", source, 1, "");
            assert_eq!(text(&body).trim(), words);
        }
    }
}

#[test]
fn deep_texts_are_flattened_and_their_words_kept() {
    let markdown = Content::Markdown;
    for (start, middle, times, end) in [
        ("", "> ", 25_000, "words"),
        ("", ">", 25_000, "words"),
        ("", "- ", 500, "words"),
        ("", "1. ", 500, "words"),
        ("", "* > ", 500, "words"),
        ("", "> - ", 5_000, "words"),
        ("", "*a **a ", 25_000, "words"),
        ("", "*a ", 50_000, "words"),
        ("", "[a](", 25_000, "words"),
        ("", "<div>", 100_000, "words"),
        ("", "<div>\n\n", 50_000, "words"),
        ("", "<b>", 100_000, "words"),
        ("", "<b><i>", 50_000, "words"),
        ("", "<p><div>", 50_000, "words"),
        ("", "<span>", 100_000, "words</i></b>"),
    ] {
        let body = check(markdown, start, middle, times, end);
        assert!(text(&body).contains("words"), "{middle:?}");
    }
    let lists: String = (0..500)
        .map(|depth| format!("{}- item {depth}\n", "  ".repeat(depth)))
        .collect();
    let body = check(markdown, &lists, "", 1, "words");
    assert!(text(&body).contains("item 499") && text(&body).contains("words"));
    for middle in [
        "<div>",
        "<b>",
        "<blockquote><p>",
        "<details><summary>",
        "<svg>",
        "<q><table>",
    ] {
        let body = check(Content::Html, "", middle, 50_000, "words");
        // What is in SVG goes with it.
        assert_eq!(
            text(&body).contains("words"),
            middle != "<svg>",
            "{middle:?}"
        );
    }
}

#[test]
fn wide_texts_are_cut_at_the_limit() {
    let row = format!("|{}\n", "a|".repeat(700));
    let table = format!(
        "|{}\n|{}\n{}",
        "a|".repeat(700),
        "-|".repeat(700),
        row.repeat(700)
    );
    let short = format!("|{}\n|{}\n", "a|".repeat(2_700), "-|".repeat(2_700));
    for (start, middle, times) in [
        (table.as_str(), "", 1),
        // 16 KB that stand for 500,000 cells: every short row is filled up.
        (short.as_str(), "|a\n", 1_800),
        ("", "a\n\n", 300_000),
        ("", "- a\n", 200_000),
        ("", "*a* ", 200_000),
        ("", "`a` ", 200_000),
        ("", "a  \n", 200_000),
        ("", "[a](b) ", 100_000),
        ("", "![a](https://x.y/z) ", 50_000),
        ("", "https://example.org/ ", 50_000),
        ("", "a@b.cc ", 100_000),
        ("", "---\n", 200_000),
        ("", "# a\n", 200_000),
        ("", "```\na\n```\n", 100_000),
        ("", "- [ ] a\n", 100_000),
        ("", "<br>", 200_000),
        ("", "<a href=https://x.y>", 50_000),
        ("", "<img src=https://x.y>", 50_000),
        ("", "<iframe src=https://x.y></iframe>", 30_000),
        ("", "<p>a", 200_000),
        ("", "<li>a", 200_000),
        // Lists and tables over the depth are not opened, so that what is in them stands side by
        // side.
        ("", "<ul><li>", 50_000),
        ("", "<table><tr><td>", 50_000),
    ] {
        let body = check(Content::Markdown, start, middle, times, "");
        assert!(body.is_cut, "{middle:?}");
    }
    let html = [
        "<p>a",
        "<br>",
        "<td>a",
        "<li>a",
        "<b>a</b>",
        "<a href=x>a",
        "<hr>",
        "a<p>",
    ];
    for middle in html {
        assert!(
            check(Content::Html, "", middle, 100_000, "").is_cut,
            "{middle:?}"
        );
    }
    assert!(check(Content::Text, "", "a\n\n", 300_000, "").is_cut);
    assert!(check(Content::Text, "", "a\n", 300_000, "").is_cut);
}

#[test]
fn a_hundred_thousand_notes_take_linear_time() {
    let refer: String = (0..100_000).map(|note| format!("[^{note}] ")).collect();
    check(Content::Markdown, &refer, "", 1, "");
    for count in [2_500, 10_000, 100_000] {
        let mut source: String = (0..count).map(|note| format!("[^{note}] ")).collect();
        source.push_str("\n\n");
        source.extend((0..count).map(|note| format!("[^{note}]: note {note}\n")));
        check(Content::Markdown, &source, "", 1, "");
    }
    // One note that is referred to again and again.
    check(Content::Markdown, "[^a]: note\n\n", "[^a]", 100_000, "");
    check(Content::Markdown, "", "[^a]: note\n\n", 50_000, "[^a]");
    check(Content::Markdown, "", "[^a]: [^a]\n", 50_000, "[^a]");
}

#[test]
fn one_long_word_stays_whole() {
    for content in [Content::Markdown, Content::Html, Content::Text] {
        let body = check(content, "", "a", 1 << 20, "");
        assert_eq!(text(&body).trim().len(), 1 << 20);
        assert!(!body.is_cut);
    }
}

#[test]
fn what_is_never_closed_takes_linear_time() {
    let markdown = [
        "![[]()",
        "[",
        "![",
        "[a",
        "[a](b",
        "*",
        "**a",
        "_a ",
        "*a_",
        "~~a",
        "`",
        "``a` ",
        "<",
        "<a ",
        "<!--",
        "<!-- a --",
        "<?",
        "<![CDATA[",
        "<!A ",
        "&",
        "&#",
        "\\",
        "[^",
        "[^a",
        "|",
        "a|",
        "<b",
        "</",
        "(",
        "[]",
        "[](",
        "[a]: ",
        "[a]: b\n",
        "x^",
        "{#",
        "# a {#a}\n",
        "a\n: b\n",
        "> [!NOTE]\n",
        "*_*_",
        "a**b",
        "[*",
        "<a\n",
        "<a href=\"",
        "www.",
        "http://",
        "@",
        "a@",
        "-",
        "- a\n\n",
        "\t",
        "\u{0}",
    ];
    for middle in markdown {
        check(Content::Markdown, "", middle, 100_000 / middle.len(), "");
    }
    check(Content::Markdown, "", "![[]()", 100_000, "");
    check(
        Content::Markdown,
        "",
        "<b>",
        100_000,
        &"</i>".repeat(100_000),
    );
    check(Content::Markdown, "", "<a href=x>", 50_000, "");
    check(Content::Markdown, "<script>", "</script", 50_000, "");
    check(
        Content::Markdown,
        "",
        "<svg>",
        50_000,
        &"</svg>".repeat(50_000),
    );
    check(Content::Markdown, "", "<i>a</b>", 50_000, "");
    check(
        Content::Markdown,
        "",
        "*<b>",
        50_000,
        &"</b>*".repeat(50_000),
    );
    check(Content::Markdown, "", "> <div>\n", 50_000, "");
    for middle in [
        "<b>",
        "<p>",
        "<li>",
        "<td>",
        "<a href=x>",
        "<dt>",
        "<rt>",
        "<tbody>",
    ] {
        check(Content::Html, "", middle, 50_000, &"</i>".repeat(50_000));
        check(Content::Html, &"<div>".repeat(90), middle, 50_000, "");
        check(Content::Html, "", &format!("{middle}</p>"), 50_000, "");
    }
    for middle in [
        "<b id=a>",
        "<p lang=en>",
        "<a href=https://x.y>a</a>",
        "<!-- -->",
        "&eacute;",
        "<b a b c d e f g h i j k l m n>",
    ] {
        check(Content::Html, "", middle, 20_000, "");
    }
}
