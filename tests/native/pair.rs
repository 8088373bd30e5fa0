//! Two versions of a work: which one stands beside the open post, and what is drawn when.

use liseuse::{
    action::{Action, Mode},
    library::PostIndex,
    state::{Msg, Settings, State, Text},
    view::{html, view},
};

use crate::{
    locale::Names,
    state::{LA_FIN, LA_NOTE, THE_END, load, ready, route, send},
};

fn settings(view: Mode) -> Settings {
    Settings {
        languages: "en fr".into(),
        view,
        is_wide: true,
        ..Settings::default()
    }
}

fn text(state: &mut State, post: PostIndex) -> String {
    let body = state.library.post(post).unwrap().item.body.clone();
    send(state, Msg::Text(post, body))
}

fn beside(state: &State) -> Option<PostIndex> {
    let article = state.article.as_ref()?;
    article.other.as_ref().map(|other| other.post)
}

fn shown(state: &State) -> String {
    html::write(&view(state, &Names))
}

/// A work in three languages; each text is a list of words, one a paragraph.
fn three(state: &mut State, texts: [&str; 3]) {
    let items: Vec<String> = ["en", "fr", "de"]
        .iter()
        .zip(texts)
        .map(|(language, text)| {
            let text = text.replace(' ', "\\n\\n");
            format!(
                r#"{{"id":"{language}","title":"{language}","language":"{language}","content_text":"{text}","_liseuse":{{"content_type":"text/markdown","translation_key":"k"}}}}"#
            )
        })
        .collect();
    load(
        state,
        &format!(
            r#"{{"version":"https://jsonfeed.org/version/1.1","title":"","items":[{}]}}"#,
            items.join(",")
        ),
    );
}

#[test]
fn both_texts_come_before_anything_is_drawn() {
    let mut state = ready(settings(Mode::SideBySide));
    assert_eq!(
        send(&mut state, Msg::Acted(Action::Open(THE_END))),
        "KeepScroll · Push(\"read?post=the-end&lang=en\") · FetchText(PostIndex(1)) · FetchText(PostIndex(0))"
    );
    assert_eq!(beside(&state), Some(LA_FIN));
    assert_eq!(text(&mut state, LA_FIN), "");
    assert!(text(&mut state, THE_END).starts_with("Draw · "));
    let article = state.article.as_ref().unwrap();
    assert!(article.beads.as_ref().unwrap().covers(3, 2));
    assert!(shown(&state).contains("class=\"pair rows columns\""));
}

#[test]
fn the_other_text_may_come_later_or_for_another_post() {
    let mut state = ready(settings(Mode::Interleaved));
    send(&mut state, Msg::Acted(Action::Open(THE_END)));
    assert!(text(&mut state, THE_END).starts_with("Draw · "));
    let waiting = shown(&state);
    assert!(waiting.contains("class=\"waiting\"") && waiting.contains("class=\"body\""));
    assert_eq!(text(&mut state, LA_NOTE), "");
    assert!(text(&mut state, LA_FIN).contains("Draw"));
    let both = shown(&state);
    assert!(!both.contains("class=\"waiting\"") && both.contains("class=\"pair\""));
    // A post without another version says nothing of it.
    assert_eq!(
        send(&mut state, Msg::Acted(Action::Follow("la-note".into()))),
        "KeepScroll · Push(\"read?post=la-note&lang=fr\") · FetchText(PostIndex(2))"
    );
    assert!(text(&mut state, LA_NOTE).starts_with("Draw · "));
    assert_eq!(beside(&state), None);
    let alone = shown(&state);
    assert!(!alone.contains("class=\"views\"") && alone.contains("class=\"body\""));
}

#[test]
fn the_view_is_in_the_address_unless_it_is_the_authors() {
    let mut state = ready(settings(Mode::Single));
    send(&mut state, Msg::Acted(Action::Open(THE_END)));
    text(&mut state, THE_END);
    let effects = send(&mut state, Msg::Acted(Action::View(Mode::SideBySide)));
    assert!(
        effects.contains("Replace(\"read?post=the-end&lang=en&view=side-by-side\")"),
        "{effects}"
    );
    assert!(effects.contains("FetchText(PostIndex(1))"), "{effects}");
    text(&mut state, LA_FIN);
    // It is kept from post to post, and through the list.
    let effects = send(&mut state, Msg::Acted(Action::Follow("la-note".into())));
    assert!(effects.contains("view=side-by-side"), "{effects}");
    send(&mut state, Msg::Acted(Action::Close));
    let effects = send(&mut state, Msg::Acted(Action::Open(THE_END)));
    assert!(effects.contains("view=side-by-side"), "{effects}");
    for (view, is) in [
        ("single", Mode::Single),
        ("interleaved", Mode::Interleaved),
        ("sideways", Mode::Single),
    ] {
        send(&mut state, Msg::SetView(view.into()));
        assert_eq!(state.view, is, "{view}");
    }
    route(&mut state, "read?post=the-end&lang=en&view=interleaved");
    assert_eq!(state.view, Mode::Interleaved);
    route(&mut state, "read?post=the-end&lang=en");
    assert_eq!(state.view, Mode::Single);
    send(
        &mut state,
        Msg::Configured(Box::new(settings(Mode::Interleaved))),
    );
    assert_eq!(state.view, Mode::Interleaved);
    assert_eq!(state.fragment(), "read?post=the-end&lang=en");
    send(&mut state, Msg::SetView("single".into()));
    assert_eq!(state.fragment(), "read?post=the-end&lang=en&view=single");
}

#[test]
fn the_best_of_the_other_languages_stands_beside_until_another_is_chosen() {
    let mut state = State::new(Settings {
        languages: "en de fr".into(),
        ..settings(Mode::SideBySide)
    });
    three(&mut state, ["One 11", "Un 11", "Eins 11"]);
    let [en, fr, de] = [PostIndex(0), PostIndex(1), PostIndex(2)];
    send(&mut state, Msg::Acted(Action::Open(en)));
    assert_eq!(beside(&state), Some(de));
    send(&mut state, Msg::Acted(Action::Beside(fr)));
    text(&mut state, en);
    text(&mut state, fr);
    assert_eq!(beside(&state), Some(fr));
    assert!(shown(&state).contains("aria-label=\"Beside it\""));
    // They change sides; a third one takes the place of the open one.
    send(&mut state, Msg::Acted(Action::Open(fr)));
    text(&mut state, fr);
    assert_eq!(beside(&state), Some(en));
    send(&mut state, Msg::Acted(Action::Open(de)));
    assert_eq!(beside(&state), Some(en));
}

#[test]
fn a_version_that_cannot_be_had_costs_itself() {
    for (text, is) in [
        (None, Text::Broken),
        (Some("a".repeat((1 << 20) + 1)), Text::TooLong),
    ] {
        let mut state = ready(settings(Mode::SideBySide));
        send(&mut state, Msg::Acted(Action::Open(THE_END)));
        self::text(&mut state, THE_END);
        send(&mut state, Msg::Text(LA_FIN, text));
        let article = state.article.as_ref().unwrap();
        assert_eq!(article.other.as_ref().unwrap().text, is);
        assert!(article.beads.is_none());
        let shown = shown(&state);
        assert!(shown.contains("The version in French could not be displayed."));
        assert!(shown.contains("data-block=\"2\"") && !shown.contains("class=\"pair"));
    }
    // One that broke the reader is not tried again.
    let mut state = ready(Settings {
        broken: vec!["la-fin".into()],
        ..settings(Mode::SideBySide)
    });
    let effects = send(&mut state, Msg::Acted(Action::Open(THE_END)));
    assert!(!effects.contains("FetchText(PostIndex(1))"), "{effects}");
    assert!(text(&mut state, THE_END).contains("Draw"));
    assert!(shown(&state).contains("could not be displayed"));
}

#[test]
fn long_texts_are_cut_on_both_sides_until_the_rest_is_asked_for() {
    let words = |count: usize, word: &str| vec![word; count].join(" ");
    let mut state = State::new(settings(Mode::SideBySide));
    three(
        &mut state,
        ["One", &words(12_000, "mot"), &words(10, "Wort")],
    );
    send(&mut state, Msg::Acted(Action::Open(PostIndex(0))));
    text(&mut state, PostIndex(1));
    text(&mut state, PostIndex(0));
    let cut = shown(&state);
    assert!(cut.contains("Its first part is shown.") && !cut.contains("data-block=\"11999\""));
    send(&mut state, Msg::Acted(Action::ShowRest));
    let whole = shown(&state);
    assert!(!whole.contains("Its first part is shown.") && whole.contains("data-block=\"11999\""));
}

#[test]
fn pictures_of_both_sides_are_asked_for_by_numbers_of_their_own() {
    let mut state = State::new(Settings {
        click_images: true,
        ..settings(Mode::Interleaved)
    });
    let picture = |name: &str| format!("![{name}](https://example.org/{name}.png)");
    three(&mut state, [&picture("en"), &picture("fr"), "x"]);
    send(&mut state, Msg::Acted(Action::Open(PostIndex(0))));
    text(&mut state, PostIndex(1));
    text(&mut state, PostIndex(0));
    assert_eq!(shown(&state).matches("class=\"image\"").count(), 2);
    send(&mut state, Msg::Acted(Action::LoadImage(0)));
    let first = shown(&state);
    assert!(first.contains("src=\"https://example.org/en.png\""));
    assert!(!first.contains("src=\"https://example.org/fr.png\""));
    send(
        &mut state,
        Msg::Acted(Action::LoadImage(liseuse::markdown::OTHER_IMAGES)),
    );
    assert!(shown(&state).contains("src=\"https://example.org/fr.png\""));
}

#[test]
fn ids_and_links_of_the_two_sides_are_their_own() {
    let mut state = State::new(settings(Mode::SideBySide));
    let body = "## Part {#part} [go](#part) x[^1] [^1]:&#32;note";
    three(&mut state, [body, body, "x"]);
    send(&mut state, Msg::Acted(Action::Open(PostIndex(0))));
    text(&mut state, PostIndex(1));
    text(&mut state, PostIndex(0));
    let shown = shown(&state);
    for id in ["en--", "fr--"] {
        assert!(shown.contains(&format!(" id=\"{id}")), "{id}: {shown}");
    }
    // Only the open post's headings have an address of their own.
    assert_eq!(shown.matches("class=\"anchor\"").count(), 1);
}
