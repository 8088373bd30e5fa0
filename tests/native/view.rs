//! What people see: each state beside its HTML, in English and in French, and the language of
//! every word in it.

use std::{collections::BTreeMap, rc::Rc};

use liseuse::{
    action::{Action, Mode},
    bundle,
    language::Language,
    library::SummaryIndex,
    query::{Match, Untranslated},
    state::{Failure, Msg, Settings, State},
    view::{
        html,
        node::{Node, Tag, text_of},
        view,
    },
};

use crate::{
    dom, expect,
    locale::Names,
    safe,
    state::{BUNDLE, LA_FIN, LA_NOTE, MAQAL, THE_END, load, ready, route, send},
};

type Make = fn(Settings) -> State;

fn open(settings: Settings, post: liseuse::library::PostIndex) -> State {
    let mut state = ready(settings);
    send(&mut state, Msg::Acted(Action::Open(post)));
    let body = state.library.post(post).unwrap().item.body.clone();
    send(&mut state, Msg::Text(post, body));
    state
}

/// A post and its other version.
fn pair(view: Mode, is_wide: bool, settings: Settings) -> State {
    let mut state = open(
        Settings {
            view,
            is_wide,
            ..settings
        },
        THE_END,
    );
    let body = state.library.post(LA_FIN).unwrap().item.body.clone();
    send(&mut state, Msg::Text(LA_FIN, body));
    // How sure the aligner is of these few words is held elsewhere.
    let beads = state
        .article
        .as_mut()
        .and_then(|article| article.beads.as_mut());
    Rc::make_mut(beads.unwrap()).confidence = 0.97;
    state
}

fn filtered(settings: Settings, tags: &[&str], matching: Match) -> State {
    let mut state = ready(settings);
    let tags = tags.iter().map(|tag| (*tag).into()).collect();
    send(&mut state, Msg::SetFilter(tags, matching, String::new()));
    state
}

fn failed(settings: Settings, failure: Failure) -> State {
    let mut state = State::new(settings);
    send(&mut state, Msg::Failed(failure, String::new()));
    state
}

/// A bundle with many tags.
fn many_tags() -> String {
    let tags: Vec<String> = (0..30).map(|tag| format!("\"tag {tag}\"")).collect();
    format!(
        r#"{{"version":"https://jsonfeed.org/version/1.1","title":"","items":[{{"id":"a","title":"a","tags":[{}],"content_text":"x"}}]}}"#,
        tags.join(",")
    )
}

/// Every state that is held, by name. The settings have the interface's language, which is also
/// what is read.
const STATES: &[(&str, Make)] = &[
    ("loading", State::new),
    ("list", ready),
    ("list-in-arabic", |settings| {
        ready(Settings {
            languages: "ar".into(),
            ..settings
        })
    }),
    ("list-every-version", |settings| {
        let mut state = ready(settings);
        send(&mut state, Msg::Acted(Action::ToggleEveryLanguage));
        state
    }),
    ("list-summaries", |settings| {
        ready(Settings {
            untranslated: Untranslated::Summary,
            languages: "en".into(),
            ..settings
        })
    }),
    ("list-hidden", |settings| {
        ready(Settings {
            untranslated: Untranslated::Hide,
            ..settings
        })
    }),
    ("list-of-many-tags", |settings| {
        let mut state = State::new(settings);
        load(&mut state, &many_tags());
        state
    }),
    ("filtered", |settings| {
        filtered(settings, &["poc"], Match::Any)
    }),
    ("filtered-by-all", |settings| {
        filtered(settings, &["poc", "notes"], Match::All)
    }),
    ("filtered-to-nothing", |settings| {
        filtered(settings, &["poc", "notes", "mixed reality"], Match::All)
    }),
    ("empty", |settings| {
        let mut state = State::new(settings);
        load(
            &mut state,
            r#"{"version":"https://jsonfeed.org/version/1.1","title":"x","items":[]}"#,
        );
        state
    }),
    ("article", |settings| open(settings, THE_END)),
    ("article-peeked", |settings| {
        let mut state = open(settings, THE_END);
        for block in [0, 2] {
            send(&mut state, Msg::Acted(Action::Peek(block)));
        }
        let body = state.library.post(LA_FIN).unwrap().item.body.clone();
        send(&mut state, Msg::Text(LA_FIN, body));
        state
    }),
    ("article-in-french", |settings| open(settings, LA_FIN)),
    ("article-instead", |settings| {
        let mut state = open(settings, LA_NOTE);
        if state.article.as_ref().unwrap().summary.is_none() {
            send(
                &mut state,
                Msg::Acted(Action::ToggleSummary(SummaryIndex(1))),
            );
        }
        state
    }),
    ("article-as-summary", |settings| {
        let languages = if settings.interface == "fr" {
            "ar"
        } else {
            "en"
        };
        let settings = Settings {
            untranslated: Untranslated::Summary,
            languages: languages.into(),
            ..settings
        };
        let mut state = ready(settings);
        send(&mut state, Msg::Acted(Action::Open(LA_NOTE)));
        let body = state.library.post(LA_NOTE).unwrap().item.body.clone();
        send(&mut state, Msg::Text(LA_NOTE, body));
        state
    }),
    ("article-right-to-left", |settings| open(settings, MAQAL)),
    ("article-waiting", |settings| {
        let mut state = ready(settings);
        send(&mut state, Msg::Acted(Action::Open(THE_END)));
        state
    }),
    ("article-broken", |settings| {
        let mut state = ready(settings);
        send(&mut state, Msg::Acted(Action::Open(THE_END)));
        send(&mut state, Msg::Text(THE_END, None));
        state
    }),
    ("article-too-long", |settings| {
        let mut state = ready(settings);
        send(&mut state, Msg::Acted(Action::Open(LA_NOTE)));
        send(
            &mut state,
            Msg::Text(LA_NOTE, Some("a".repeat((1 << 20) + 1))),
        );
        state
    }),
    ("article-side-by-side", |settings| {
        pair(Mode::SideBySide, true, settings)
    }),
    ("article-side-by-side-narrow", |settings| {
        pair(Mode::SideBySide, false, settings)
    }),
    ("article-interleaved", |settings| {
        pair(Mode::Interleaved, true, settings)
    }),
    ("article-apart", |settings| {
        let mut state = pair(Mode::SideBySide, true, settings);
        send(&mut state, Msg::Acted(Action::ToggleSync));
        state
    }),
    ("article-beside-nothing", |settings| {
        let settings = Settings {
            view: Mode::Interleaved,
            ..settings
        };
        let mut state = open(settings, THE_END);
        send(&mut state, Msg::Text(LA_FIN, None));
        state
    }),
    ("missing", |settings| {
        let mut state = ready(settings);
        route(&mut state, "read?post=gone");
        state
    }),
    ("failure-not-found", |settings| {
        failed(settings, Failure::NotFound)
    }),
    ("failure-network", |settings| {
        failed(settings, Failure::Network)
    }),
    ("failure-not-json", |settings| {
        failed(settings, Failure::NotJson)
    }),
];

fn states() -> impl Iterator<Item = (String, State)> {
    STATES.iter().flat_map(|(name, make)| {
        ["en", "fr"].map(|interface| {
            let settings = Settings {
                interface: interface.into(),
                languages: interface.into(),
                ..Settings::default()
            };
            (format!("{name}.{interface}"), make(settings))
        })
    })
}

#[test]
fn every_state_is_shown_as_expected() {
    for (name, state) in states() {
        let html = html::write(&view(&state, &Names));
        expect::check(&format!("view/{name}.html"), &html);
    }
}

#[test]
fn every_state_is_safe_and_parsed_as_it_is() {
    for (name, state) in states() {
        let nodes = view(&state, &Names);
        let html = html::write(&nodes);
        let without_slot = html.replace("<slot>", "").replace("</slot>", "");
        let prefixes: Vec<String> = state
            .library
            .posts()
            .iter()
            .map(|post| liseuse::markdown::id_prefix(&post.item.id))
            .collect();
        assert_eq!(safe::breaches(&without_slot, &prefixes), [""; 0], "{name}");
        let ours = safe::squashed(&dom::of_nodes(&nodes));
        assert_eq!(ours, safe::squashed(&dom::parse(&html)), "{name}");
    }
}

/// Every text of a view with the language and the direction that are in force for it.
fn spoken(nodes: &[Node], lang: &str, dir: &str, out: &mut Vec<(String, String, String)>) {
    for node in nodes {
        match node {
            Node::Text(text) if text.trim().is_empty() => {}
            Node::Text(text) => out.push((text.trim().into(), lang.into(), dir.into())),
            Node::Slot(_) => {}
            Node::Shared(nodes) => spoken(nodes, lang, dir, out),
            Node::Element(element) => {
                let (mut lang, mut dir) = (lang.to_owned(), dir.to_owned());
                if element.tag == Tag::Bdi {
                    dir = "auto".into();
                }
                if let Some(own) = element.get("lang") {
                    lang = own.into();
                }
                if let Some(own) = element.get("dir") {
                    dir = own.into();
                }
                // Typography parts a line of text; it is read as one.
                let is_marked = |node: &Node| {
                    matches!(node, Node::Element(part) if part
                        .get("class")
                        .is_some_and(|class| class.starts_with("kept") || class.starts_with("gap")))
                };
                if element.children.iter().any(is_marked) {
                    let text = text_of(&element.children);
                    out.push((text.trim().into(), lang, dir));
                    continue;
                }
                spoken(&element.children, &lang, &dir, out);
            }
        }
    }
}

/// The words of the fixture, and the language of each.
fn content() -> BTreeMap<String, Language> {
    let bundle = bundle::from_slice(BUNDLE.as_bytes()).unwrap();
    let mut words = BTreeMap::new();
    words.insert(bundle.title.clone(), bundle.language.clone().unwrap());
    for item in &bundle.items {
        words.insert(item.title.clone(), item.language.clone());
        if let Some(summary) = &item.summary {
            words.insert(summary.clone(), item.language.clone());
        }
        for (language, summary) in &item.summaries {
            words.insert(summary.clone(), language.clone());
        }
    }
    for (text, language) in [
        ("First", "en"),
        ("paragraph", "en"),
        ("A part", "en"),
        ("the other", "en"),
        ("See", "en"),
        ("Premier", "fr"),
        ("paragraphe", "fr"),
        ("Note", "fr"),
        ("Une remarque.", "fr"),
        ("Du texte.", "fr"),
        ("نص", "ar"),
        ("ملاحظات", "ar"),
        ("réalité mixte", "fr"),
        ("mixed reality", "en"),
        ("English", "en"),
        ("Français", "fr"),
        ("العربية", "ar"),
    ] {
        words.insert(text.into(), Language::parse(language).unwrap());
    }
    words
}

#[test]
fn every_word_is_marked_with_its_language_and_direction() {
    let content = content();
    // Tags whose posts are in several languages, addresses and numbers speak none.
    let neutral = [
        "poc",
        "notes",
        "and",
        "its part",
        ".",
        "Two shelves, deux étagères",
    ];
    let mut seen = 0;
    for (name, state) in states() {
        if name.starts_with("list-of-many-tags") {
            continue;
        }
        let mut texts = Vec::new();
        spoken(&view(&state, &Names), "none", "none", &mut texts);
        for (text, lang, dir) in texts {
            let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
            if is_number || neutral.contains(&&*text) || text == "," {
                continue;
            }
            seen += 1;
            let (language, direction) = match content.get(&text) {
                Some(language) => (language.as_str(), language.direction().as_str()),
                None => (state.strings.language, "ltr"),
            };
            assert_eq!(lang, language, "{name}: {text:?}");
            assert!(
                dir == direction || dir == "auto",
                "{name}: {text:?} is {dir}"
            );
        }
    }
    assert!(seen > 400, "{seen} texts");
}

/// Elements by what they are for: found in each state, and never twice.
#[test]
fn every_state_has_its_landmarks() {
    for (name, state) in states() {
        let nodes = dom::parse(&html::write(&view(&state, &Names)));
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        dom::walk(&nodes, &mut |node| {
            if let dom::Node::Element {
                name, attributes, ..
            } = node
            {
                for key in ["role", "part"] {
                    if let Some(value) = attributes.get(key) {
                        *counts.entry(format!("{key}={value}")).or_default() += 1;
                    }
                }
                *counts.entry(name.clone()).or_default() += 1;
            }
        });
        let count = |what: &str| counts.get(what).copied().unwrap_or(0);
        assert_eq!(count("role=status"), 1, "{name}");
        assert!(count("h1") <= 1 && count("article") <= 1, "{name}");
        assert_eq!(
            count("article"),
            usize::from(name.starts_with("article")),
            "{name}"
        );
        assert_eq!(
            count("part=item"),
            if count("article") == 1 {
                0
            } else {
                state.selection.cards.len()
            },
            "{name}"
        );
        assert_eq!(count("h3"), count("part=item"), "{name}");
    }
}
