//! Texts read without the later part of the module: what they lack, and that the rest is as ever.

use std::fs;

use liseuse::{
    action::Action,
    bundle::Content,
    i18n,
    language::Language,
    markdown::{self, Body, Dialect, Images, NODE_LIMITS, NoLinks, url::Base},
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

/// A reader without the later part, with posts that are plain, hold HTML and hold a strange reference; the last
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
        Text::Lost => "lost",
    }
}

#[test]
fn a_text_waits_for_what_it_needs() {
    let mut state = reader();
    assert!(open(&mut state, "plain").starts_with("Draw"));
    assert_eq!(kind(&state), "ready");
    let id = "sign";
    state.later = Later::Away;
    let post = state.library.find(id).unwrap();
    assert_eq!(open(&mut state, id), format!("Await({post:?}) · Draw"));
    assert_eq!(kind(&state), "waiting");
    state.later = Later::Here;
    let effects = text(&mut state, id);
    assert!(effects.contains("Focus(Title)"), "{effects}");
    assert_eq!(kind(&state), "ready");
}

#[test]
fn what_does_not_come_costs_what_needs_it() {
    let mut state = reader();
    for (id, expected) in [("html", "ready"), ("sign", "ready")] {
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
    let long = ["a\n\n".repeat(NODE_LIMITS.0), "<div>&nosuch;</div>".into()].concat();
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
    assert!(!body.is_cut && !body.lacks);
}
