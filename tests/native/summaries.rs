//! Summaries in languages that a post is not written in: on cards, in the switcher, in place of a
//! text.

use liseuse::{
    action::Action,
    library::{PostIndex, SummaryIndex},
    query::Untranslated,
    state::{Msg, Settings, State},
    view::{html, view},
};
use serde_json::{Value, json};

use crate::{
    dom,
    locale::Names,
    state::{load, route, send},
};

fn item(id: &str, language: &str, key: &str, summaries: &Value) -> Value {
    json!({ "id": id, "title": id, "language": language, "summary": format!("own words of {id}"),
        "content_text": format!("Text of {id}."),
        "_liseuse": { "content_type": "text/markdown", "translation_key": key, "summaries": summaries } })
}

/// French posts alone: one with an English and an Arabic summary, one without, one in two versions.
fn reader(items: &[Value], settings: Settings) -> State {
    let feed = json!({ "version": "https://jsonfeed.org/version/1.1", "title": "x", "items": items,
        "_liseuse": { "version": 1 } });
    let mut state = State::new(settings);
    load(&mut state, &feed.to_string());
    state
}

fn french() -> Vec<Value> {
    vec![
        item(
            "un",
            "fr",
            "un",
            &json!({ "en": "In English.", "ar": "ملخص" }),
        ),
        item("deux", "fr", "deux", &json!({})),
    ]
}

fn guesses(languages: &str) -> Settings {
    Settings {
        guesses: vec![languages.into()],
        ..Settings::default()
    }
}

fn shown(state: &State) -> String {
    html::write(&view(state, &Names))
}

/// The texts of the elements of this class or name, each after its language.
fn texts(state: &State, what: &str) -> Vec<String> {
    let mut found = Vec::new();
    dom::walk(
        &dom::parse(&shown(state).replace("<slot>", "").replace("</slot>", "")),
        &mut |node| {
            if let dom::Node::Element {
                name,
                attributes,
                children,
                ..
            } = node
            {
                let has = |key: &str| {
                    attributes
                        .get(key)
                        .is_some_and(|value| value.split(' ').any(|word| word == what))
                };
                if name == what || has("class") {
                    let mut text = String::new();
                    for child in children {
                        dom::walk(std::slice::from_ref(child), &mut |node| {
                            if let dom::Node::Text(more) = node {
                                text.push_str(more);
                            }
                        });
                    }
                    let language = attributes.get("lang").map_or("-", String::as_str);
                    let pressed = attributes
                        .get("aria-pressed")
                        .or(attributes.get("aria-expanded"));
                    let pressed = match pressed.map(String::as_str) {
                        Some("true") => " (on)",
                        Some(_) => " (off)",
                        None => "",
                    };
                    found.push(format!("{language}: {}{pressed}", text.trim()));
                }
            }
        },
    );
    found
}

fn open(state: &mut State, post: u32) {
    send(state, Msg::Acted(Action::Open(PostIndex(post))));
    text_came(state, post);
}

fn text_came(state: &mut State, post: u32) {
    let body = state
        .library
        .post(PostIndex(post))
        .unwrap()
        .item
        .body
        .clone();
    send(state, Msg::Text(PostIndex(post), body));
}

#[test]
fn a_card_is_summed_up_in_the_readers_language() {
    let state = reader(&french(), guesses("en"));
    // English serves, although no post is written in it.
    assert_eq!(state.reading.languages[0].as_str(), "en");
    assert_eq!(
        texts(&state, "summary"),
        ["en: In English.", "fr: own words of deux"]
    );
    assert_eq!(texts(&state, "badge"), ["-: In French only"]);
    assert_eq!(texts(&state, "h3"), ["fr: un", "fr: deux"]);

    // The best of those that there are.
    let state = reader(&french(), guesses("de, ar, en"));
    assert_eq!(texts(&state, "summary")[0], "ar: ملخص");
    // The post's own language is read.
    let state = reader(&french(), guesses("en, fr"));
    assert_eq!(texts(&state, "summary")[0], "fr: own words of un");
    assert_eq!(texts(&state, "badge"), [""; 0]);
    // Nothing serves, and the bundle's language stands.
    let state = reader(&french(), guesses("de"));
    assert_eq!(state.reading.languages[0].as_str(), "fr");
    // What is hidden serves nobody.
    let state = reader(
        &french(),
        Settings {
            untranslated: Untranslated::Hide,
            ..guesses("en")
        },
    );
    assert_eq!(state.reading.languages[0].as_str(), "fr");
    assert_eq!(state.selection.cards.len(), 2);
    // Every version stands for itself.
    let mut state = reader(&french(), guesses("en"));
    send(&mut state, Msg::Acted(Action::ToggleEveryLanguage));
    assert_eq!(texts(&state, "summary")[0], "fr: own words of un");
}

#[test]
fn with_summaries_alone_others_have_their_title_and_no_words_that_are_not_read() {
    let state = reader(
        &french(),
        Settings {
            untranslated: Untranslated::Summary,
            ..guesses("en")
        },
    );
    assert_eq!(texts(&state, "h3"), ["fr: un", "fr: deux"]);
    assert_eq!(texts(&state, "summary"), ["en: In English."]);
}

#[test]
fn a_summary_of_one_version_serves_for_its_work() {
    let items = [
        item(
            "eins",
            "de",
            "k",
            &json!({ "fr": "Jamais montré.", "en": "In English." }),
        ),
        item(
            "un",
            "fr",
            "k",
            &json!({ "de": "Nie gezeigt.", "en": "In English." }),
        ),
    ];
    let mut state = reader(&items, guesses("en"));
    assert_eq!(texts(&state, "h3"), ["de: eins"]);
    assert_eq!(texts(&state, "summary"), ["en: In English."]);
    // There are two versions, so it is in no language only.
    assert_eq!(texts(&state, "badge"), [""; 0]);
    open(&mut state, 0);
    assert_eq!(texts(&state, "other-summary"), ["en: In English."]);
    // Each language once.
    let library = state.library.clone();
    for post in library.posts() {
        let summaries = library.summaries(post);
        let languages: Vec<_> = summaries
            .iter()
            .map(|(language, _)| language.as_str())
            .collect();
        assert_eq!(languages, ["fr", "en", "de"]);
    }
    assert_eq!(
        texts(&state, "button")[..3],
        [
            "de: Deutsch (on)",
            "fr: Français (off)",
            "-: English summary only (on)"
        ]
    );
}

#[test]
fn the_switcher_offers_a_summary_in_a_language_without_posts() {
    let mut state = reader(&french(), guesses("fr"));
    open(&mut state, 0);
    assert_eq!(
        texts(&state, "button"),
        [
            "fr: Français (on)",
            "-: English summary only (off)",
            "-: العربية summary only (off)",
        ]
    );
    assert_eq!(texts(&state, "other-summary"), [""; 0]);
    send(
        &mut state,
        Msg::Acted(Action::ToggleSummary(SummaryIndex(1))),
    );
    assert_eq!(texts(&state, "button")[2], "-: العربية summary only (on)");
    assert!(shown(&state).contains(r#"<p lang="ar" dir="rtl">ملخص</p>"#));
    send(
        &mut state,
        Msg::Acted(Action::ToggleSummary(SummaryIndex(1))),
    );
    assert_eq!(texts(&state, "other-summary"), [""; 0]);
    // The list of such a library has no languages to choose from.
    send(&mut state, Msg::Acted(Action::Close));
    assert_eq!(state.library.languages().len(), 1);
    assert!(!shown(&state).contains("part=\"languages\""));
    // A post without summaries has nothing to switch to.
    open(&mut state, 1);
    assert_eq!(texts(&state, "button"), [""; 0]);
}

#[test]
fn a_summary_stands_before_a_text_that_was_wanted_in_its_language() {
    let mut state = reader(&french(), guesses("en"));
    open(&mut state, 0);
    assert_eq!(
        texts(&state, "instead"),
        ["en: Not available in English. Shown in French."]
    );
    assert_eq!(texts(&state, "other-summary"), ["en: In English."]);
    assert_eq!(texts(&state, "full"), [""; 0]);
    assert_eq!(texts(&state, "body"), ["fr: Text of un."]);
    // An address that asks for the language of the text gives the text alone.
    route(&mut state, "read?post=un&lang=fr");
    text_came(&mut state, 0);
    assert_eq!(texts(&state, "other-summary"), [""; 0]);
    // One that asks for no language gives what is read.
    route(&mut state, "read?post=un");
    text_came(&mut state, 0);
    assert_eq!(texts(&state, "other-summary"), ["en: In English."]);
    route(&mut state, "read?post=un&lang=ar");
    text_came(&mut state, 0);
    assert!(texts(&state, "other-summary")[0].ends_with("ملخص"));
}

#[test]
fn a_text_that_is_not_read_waits_behind_its_summary() {
    let settings = Settings {
        untranslated: Untranslated::Summary,
        ..guesses("en")
    };
    let mut state = reader(&french(), settings.clone());
    open(&mut state, 0);
    let held = |state: &State| {
        assert_eq!(
            texts(state, "instead"),
            ["en: Not available in English. This is a summary."]
        );
        assert_eq!(texts(state, "other-summary"), ["en: In English."]);
        assert_eq!(texts(state, "body"), [""; 0]);
        assert_eq!(
            texts(state, "button"),
            [
                "fr: Français (off)",
                "-: English summary only (on)",
                "-: العربية summary only (off)",
                "-: Read the full text in French (off)",
            ]
        );
    };
    held(&state);
    // The button shows the text, and hides it again.
    let toggle = || Msg::Acted(Action::ToggleText);
    assert_eq!(send(&mut state, toggle()), "Draw");
    assert_eq!(texts(&state, "body"), ["fr: Text of un."]);
    assert_eq!(
        texts(&state, "instead"),
        ["en: Not available in English. Shown in French."]
    );
    assert_eq!(texts(&state, "button")[0], "fr: Français (on)");
    assert_eq!(texts(&state, "full"), ["en: Read the full text in French"]);
    assert_eq!(
        texts(&state, "button")[3],
        "-: Read the full text in French (on)"
    );
    send(&mut state, toggle());
    held(&state);
    // Without its summary there is still the way to the text.
    send(
        &mut state,
        Msg::Acted(Action::ToggleSummary(SummaryIndex(0))),
    );
    assert_eq!(texts(&state, "full"), ["en: Read the full text in French"]);
    assert_eq!(texts(&state, "body"), [""; 0]);

    // A post without a summary is shown at once.
    open(&mut state, 1);
    assert_eq!(texts(&state, "body"), ["fr: Text of deux."]);
    assert_eq!(texts(&state, "full"), [""; 0]);
    // So is one of which a block is asked for, and one whose language is asked for.
    for place in ["read?post=un&block=0", "read?post=un&lang=fr"] {
        route(&mut state, place);
        text_came(&mut state, 0);
        assert_eq!(texts(&state, "body"), ["fr: Text of un."], "{place}");
    }
    // Who reads every version, or the text's language too, has the text.
    for languages in ["*", "en fr"] {
        let mut state = reader(
            &french(),
            Settings {
                languages: languages.into(),
                ..settings.clone()
            },
        );
        open(&mut state, 0);
        assert_eq!(texts(&state, "body"), ["fr: Text of un."], "{languages}");
    }
}
