//! Texts read without the later part of the module: what they lack, and that the rest is as ever.

use std::fs;

use liseuse::{
    bundle::Content,
    i18n,
    language::Language,
    markdown::{self, Body, Dialect, Images, NODE_LIMITS, NoLinks, url::Base},
};

use crate::expect;

fn render(source: &str, content: Content, is_whole: bool) -> Body {
    let language = Language::parse("en").unwrap();
    let options = markdown::Options {
        dialect: Dialect::Liseuse,
        language: &language,
        strings: i18n::strings("en"),
        prefix: "post--",
        base: Base::Keep,
        links: &NoLinks,
        images: Images::Load,
        limit: NODE_LIMITS.0,
        is_other: false,
        is_whole,
    };
    markdown::render(source, content, &options)
}

/// Checks what a text lacks; what lacks nothing is as it is with the whole module.
fn check(source: &str, expected: bool) {
    let found = render(source, Content::Markdown, false);
    assert_eq!(found.lacks, expected, "{source:?}");
    let whole = render(source, Content::Markdown, true);
    assert!(!whole.lacks);
    if !expected {
        assert_eq!(found, whole, "{source:?}");
    }
}

#[test]
fn unknown_names_are_noted_wherever_they_are_decoded() {
    for source in [
        "a &nosuch; b",
        "*&nosuch;*",
        "[a](/b?c=&nosuch;)",
        "[a](/b \"&nosuch;\")",
        "![&nosuch;](/b)",
        "![a](/b \"&nosuch;\")",
        "[a]: /b \"&nosuch;\"\n\n[a]",
        "```&nosuch;\na\n```",
        "| a |\n|---|\n| &nosuch; |",
        "# &nosuch;",
        "a[^b]\n\n[^b]: &nosuch;",
        "<div>&nosuch;</div>",
        "a <kbd title=\"&nosuch;\">b</kbd>",
    ] {
        check(source, true);
    }
    for source in [
        "&nosuch",
        "`&nosuch;`",
        "& nosuch;",
        "<p title=\"&copy;\">&eacute;</p>",
        "&copy; &nvap; &fjlig;",
    ] {
        check(source, false);
    }
}

#[test]
fn what_lacks_nothing_is_as_with_the_whole_module() {
    let mut seen = [0, 0];
    let mut look = |source: &str| {
        let found = render(source, Content::Markdown, false);
        let is_complete = !found.lacks;
        if is_complete {
            assert_eq!(found, render(source, Content::Markdown, true), "{source}");
        }
        seen[usize::from(is_complete)] += 1;
    };
    for entry in fs::read_dir(expect::fixtures().join("markdown")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "md") {
            look(&fs::read_to_string(path).unwrap());
        }
    }
    let spec = expect::fixtures().join("commonmark/spec-0.31.2.json");
    let spec: serde_json::Value = serde_json::from_slice(&fs::read(spec).unwrap()).unwrap();
    for example in spec.as_array().unwrap() {
        look(example["markdown"].as_str().unwrap());
    }
    assert!(seen[0] > 0 && seen[1] > 500, "{seen:?}");
}
