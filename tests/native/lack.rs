//! Texts read without the later part of the module: what they lack, and that the rest is as ever.

use std::fs;

use liseuse::{
    action::Action,
    bundle::Content,
    i18n,
    language::Language,
    markdown::{self, Body, Dialect, Images, Lack, NODE_LIMITS, NoLinks, url::Base},
    state::{Later, Msg, Settings, State, Text},
};

use crate::{
    expect,
    state::{load, send},
};

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
fn check(source: &str, expected: Lack) {
    let found = render(source, Content::Markdown, false);
    assert_eq!(found.lacks, expected, "{source:?}");
    let whole = render(source, Content::Markdown, true);
    assert_eq!(whole.lacks, Lack::Nothing);
    if expected == Lack::Nothing {
        assert_eq!(found, whole, "{source:?}");
    }
}

#[test]
fn only_raw_html_needs_more() {
    for source in [
        "a < b, a<b, a <- b, <https://example.org/?a=1&b=2>, <me@example.org>",
        "`<div>` and\n\n    <div>\n\n```html\n<script>&nosuch;</script>\n```",
        "caf&eacute; &#233; &amp; &lt;b&gt; AT&T; & &; &-;",
        "one\n\n<!-- more -->\n\ntwo",
        "<!-- a\n\n\nb -->\ntwo",
        "- <!-- x -->",
    ] {
        let lacks = if source.contains("AT&T;") {
            Lack::References
        } else if source.starts_with("- ") {
            Lack::Html
        } else {
            Lack::Nothing
        };
        check(source, lacks);
    }
    for source in [
        "<div>a</div>",
        "a <a href=\"b\">c</a>",
        "a <kbd class=\"x\">c</kbd>",
        "a <script>b</script>",
        "a <!-- b --> c",
        "<!--> a -->",
        "<!-- a --><b>c</b><!-- d -->",
        "a <?b?> c",
        "a <tr> c",
        "a <KBD>b</KBD>",
    ] {
        check(source, Lack::Html);
    }
    let html = render("<p>a</p>", Content::Html, false);
    assert_eq!((html.lacks, html.nodes.len()), (Lack::Html, 0));
    let text = render("<p>a</p> &nosuch;", Content::Text, false);
    assert_eq!(text.lacks, Lack::Nothing);
}

#[test]
fn frequent_tags_in_a_line_need_nothing_more() {
    for name in [
        "abbr", "b", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "samp",
        "small", "strong", "sub", "sup", "u", "var",
    ] {
        for text in [
            "a <X>b</X> c",
            "a <X>b *c</X> d* e",
            "*a <X>b* c</X> d",
            "a <X>b\n\nc</X> d",
            "a </X> <X> <X>b</X>",
            "a <X /> b <X/> c",
            "# a <X>b</X>\n\n| <X>a</X> | b |\n|---|---|\n| c | <X>d |\n\n- <X>e\n- f</X>",
            "[a <X>b](c)</X> ![d <X>e](f)",
        ] {
            check(&text.replace('X', name), Lack::Nothing);
        }
    }
    for text in ["a<br>b", "a <br/>b", "a <br />b</br>c", "*a<br>b*", "<br>a"] {
        check(text, Lack::Nothing);
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
    ] {
        check(source, Lack::References);
    }
    for source in [
        "&nosuch",
        "`&nosuch;`",
        "& nosuch;",
        "&copy; &nvap; &fjlig;",
    ] {
        check(source, Lack::Nothing);
    }
}

#[test]
fn what_lacks_nothing_is_as_with_the_whole_module() {
    let mut seen = [0, 0];
    let mut look = |source: &str| {
        let found = render(source, Content::Markdown, false);
        let is_complete = found.lacks == Lack::Nothing;
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
    assert!(seen[0] > 50 && seen[1] > 500, "{seen:?}");
}

/// A reader without the later part, with posts that are plain, hold HTML and a strange reference; the last
/// two are versions of one work.
fn reader() -> State {
    let mut state = State {
        later: Later::Away,
        ..State::new(Settings::default())
    };
    let item = |id: &str, language: &str, text: &str, key: &str| {
        format!(
            r#"{{"id":"{id}","title":"{id}","language":"{language}","content_text":"{text}","_liseuse":{{"content_type":"text/markdown"{key}}}}}"#
        )
    };
    let key = r#","translation_key":"k""#;
    let items = [
        item("plain", "en", "a", ""),
        item("html", "en", "<div>a</div>", ""),
        item("sign", "en", "&nosuch;", ""),
        item("one", "en", "a", key),
        item("two", "fr", "b", key),
    ];
    let feed = format!(
        r#"{{"version":"https://jsonfeed.org/version/1.1","title":"","items":[{}]}}"#,
        items.join(",")
    );
    load(&mut state, &feed);
    state
}

fn open(state: &mut State, id: &str) -> String {
    send(state, Msg::Open(id.into(), None, None));
    text(state, id)
}

fn text(state: &mut State, id: &str) -> String {
    let post = state.library.find(id).unwrap();
    let body = state.library.post(post).unwrap().item.body.clone();
    send(state, Msg::Text(post, body))
}

fn kind(state: &State) -> &'static str {
    match &state.article.as_ref().unwrap().text {
        Text::Waiting => "waiting",
        Text::Ready(_) => "ready",
        Text::Broken => "broken",
        Text::TooLong => "too long",
    }
}

#[test]
fn a_text_waits_for_what_it_needs() {
    let mut state = reader();
    assert!(open(&mut state, "plain").starts_with("Draw"));
    assert_eq!(kind(&state), "ready");
    for id in ["html", "sign"] {
        state.later = Later::Away;
        let post = state.library.find(id).unwrap();
        assert_eq!(open(&mut state, id), format!("Await({post:?}) · Draw"));
        assert_eq!(kind(&state), "waiting");
        state.later = Later::Here;
        let effects = text(&mut state, id);
        assert!(effects.contains("Focus(Title)"), "{effects}");
        assert_eq!(kind(&state), "ready");
    }
}

#[test]
fn what_does_not_come_costs_what_needs_it() {
    let mut state = reader();
    for (id, expected) in [("html", "broken"), ("sign", "ready")] {
        state.later = Later::Away;
        open(&mut state, id);
        state.later = Later::Lost;
        text(&mut state, id);
        assert_eq!(kind(&state), expected);
    }
}

#[test]
fn another_version_is_taken_when_the_later_part_is_here() {
    let mut state = reader();
    open(&mut state, "one");
    send(&mut state, Msg::SetView("side-by-side".into()));
    let other = state.library.find("two").unwrap();
    assert!(state.lacks_later(other));
    assert!(!state.lacks_later(state.library.find("one").unwrap()));
    state.later = Later::Here;
    assert!(!state.lacks_later(other));
    text(&mut state, "two");
    assert!(state.article.as_ref().unwrap().beads.is_some());

    let mut state = reader();
    open(&mut state, "one");
    send(&mut state, Msg::SetView("side-by-side".into()));
    state.later = Later::Lost;
    text(&mut state, "two");
    let article = state.article.as_ref().unwrap();
    let other = article.other.as_ref().unwrap();
    assert_eq!((&other.text, &article.beads), (&Text::Broken, &None));
    assert_eq!(kind(&state), "ready");
}

/// A text that was shown in part stays until its rest can be shown.
#[test]
fn the_rest_of_a_text_may_need_more() {
    let mut state = reader();
    let post = state.library.find("plain").unwrap();
    let long = ["a\n\n".repeat(NODE_LIMITS.0), "<div>b</div>".into()].concat();
    send(&mut state, Msg::Open("plain".into(), None, None));
    send(&mut state, Msg::Text(post, Some(long.clone())));
    assert_eq!(kind(&state), "ready");
    let effects = send(&mut state, Msg::Acted(Action::ShowRest));
    assert_eq!(effects, format!("Await({post:?})"));
    assert_eq!(kind(&state), "ready");
    state.later = Later::Here;
    let effects = send(&mut state, Msg::Text(post, Some(long)));
    assert!(!effects.contains("ScrollTop"), "{effects}");
    let Text::Ready(body) = &state.article.as_ref().unwrap().text else {
        panic!("the text is gone");
    };
    assert!(!body.is_cut && body.lacks == Lack::Nothing);
}
