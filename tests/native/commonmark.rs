//! The 652 examples of CommonMark 0.31.2: the same letters, but for what no post may contain.

use std::{collections::BTreeMap, fs, process::Command};

use liseuse::{
    bundle::Content,
    i18n,
    language::Language,
    markdown::{self, Dialect, Images, NODE_LIMITS, NoLinks, url::Base},
    view::html,
};
use serde_json::{Value, json};

use crate::{dom, expect, safe};

fn render(source: &str) -> String {
    let language = Language::und();
    let options = markdown::Options {
        dialect: Dialect::CommonMark,
        language: &language,
        strings: i18n::strings("en"),
        prefix: "",
        base: Base::Keep,
        links: &NoLinks,
        images: Images::Load,
        limit: NODE_LIMITS.1,
        is_other: false,
        is_whole: true,
    };
    html::write(&markdown::render(source, Content::Markdown, &options).nodes)
}

fn examples() -> Vec<(u64, String, String)> {
    let spec = include_str!("../fixtures/commonmark/spec-0.31.2.json");
    let spec: Vec<Value> = serde_json::from_str(spec).unwrap();
    let text = |example: &Value, field: &str| example[field].as_str().unwrap().to_owned();
    let read = |e: &Value| {
        (
            e["example"].as_u64().unwrap(),
            text(e, "markdown"),
            text(e, "html"),
        )
    };
    let examples: Vec<_> = spec.iter().map(read).collect();
    assert_eq!(examples.len(), 652);
    examples
}

/// Why an example may differ, if it may.
fn reason(source: &str) -> Option<&'static str> {
    use pulldown_cmark::{Event, Parser};
    let is_html = |event| matches!(event, Event::Html(_) | Event::InlineHtml(_));
    if Parser::new(source).any(is_html) {
        return Some("raw HTML goes through the allow-lists");
    }
    let refused = ["made-up-scheme:", "irc:", "localhost:5001", "a+b+c:"];
    let is_refused = refused.iter().any(|scheme| source.contains(scheme));
    is_refused.then_some("the address has a scheme that is not allowed")
}

#[test]
fn every_example_is_rendered_as_the_specification_says() {
    const FILE: &str = "commonmark/differences.json";
    let mut found = Vec::new();
    let mut unexplained = Vec::new();
    for (number, source, expected) in examples() {
        let ours = render(&source);
        if ours == expected {
            continue;
        }
        match reason(&source) {
            Some(reason) => {
                found.push(json!({ "example": number, "reason": reason, "ours": ours }))
            }
            None => unexplained.push(format!(
                "{number}: {source:?}\n  expected {expected:?}\n  ours     {ours:?}"
            )),
        }
    }
    println!(
        "CommonMark: {} of 652 are the same letter by letter",
        652 - found.len() - unexplained.len()
    );
    assert!(
        unexplained.is_empty(),
        "{}\n{}",
        unexplained.len(),
        unexplained.join("\n")
    );
    let lines: Vec<String> = found.iter().map(Value::to_string).collect();
    expect::check(FILE, &format!("[\n{}\n]\n", lines.join(",\n")));
}

/// What remains of an example is what the specification says, less what may not remain.
#[test]
fn what_differs_is_the_same_less_what_is_not_allowed() {
    let mut failures = Vec::new();
    for (number, source, expected) in examples() {
        let ours = safe::squashed(&dom::parse(&render(&source)));
        let expected = safe::squashed(&safe::filtered(&dom::parse(&expected)));
        if without_empty(ours.clone()) != without_empty(expected.clone()) {
            failures.push(format!(
                "{number}: {source:?}\n  expected {expected:?}\n  ours     {ours:?}"
            ));
        }
    }
    assert!(
        failures.is_empty(),
        "{}\n{}",
        failures.len(),
        failures.join("\n")
    );
}

/// A browser goes on with what was left open after its paragraph, and makes an empty paragraph of a
/// stray end tag: elements with nothing in them.
fn without_empty(nodes: Vec<dom::Node>) -> Vec<dom::Node> {
    let keep = |node| match node {
        dom::Node::Element { name, children, .. }
            if children.is_empty() && matches!(name.as_str(), "a" | "b" | "p") =>
        {
            None
        }
        dom::Node::Element {
            name,
            attributes,
            children,
        } => {
            let children = without_empty(children);
            Some(dom::Node::Element {
                name,
                attributes,
                children,
            })
        }
        other => Some(other),
    };
    nodes.into_iter().filter_map(keep).collect()
}

#[test]
fn the_command_line_prints_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("example.md");
    let mut seen = BTreeMap::new();
    for (number, source, _) in examples() {
        fs::write(&file, &source).unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_liseuse-bundle"))
            .arg("render")
            .arg(&file)
            .arg("--commonmark")
            .output()
            .unwrap();
        let printed = String::from_utf8(output.stdout).unwrap();
        if printed != render(&source) {
            seen.insert(
                number,
                (
                    printed,
                    String::from_utf8_lossy(&output.stderr).into_owned(),
                ),
            );
        }
    }
    assert!(seen.is_empty(), "{seen:#?}");
}
