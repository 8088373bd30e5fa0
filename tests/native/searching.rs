//! Searching, as the state sees it: what was typed, and what was found for it.

use liseuse::{
    action::Action,
    library::PostIndex,
    query::{Found, Match},
    search::Snippet,
    state::{Msg, Settings, State},
    view::{html, view},
};

use crate::{
    locale::Names,
    state::{LA_FIN, LA_NOTE, MAQAL, THE_END, cards, ready, route, send},
};

const BOTH: PostIndex = PostIndex(4);

/// Posts in this order, each found in its third block.
fn found(posts: &[PostIndex]) -> Msg {
    let found = |post: &PostIndex| Found {
        post: *post,
        score: 1,
        title: vec![(0, 3)],
        snippet: Some(Snippet {
            block: 2,
            text: "Un mot trouvé : ici.".into(),
            marks: vec![(3, 6)],
        }),
    };
    Msg::Found(Some(posts.iter().map(found).collect()))
}

fn english() -> State {
    ready(Settings {
        languages: "en fr".into(),
        ..Settings::default()
    })
}

fn shown(state: &State) -> String {
    html::write(&view(state, &Names))
}

#[test]
fn the_best_of_what_is_found_comes_first() {
    let mut state = english();
    let effects = send(&mut state, Msg::Typed("mot".into()));
    assert_eq!(
        effects,
        "Search(\"mot\") · Replace(\"read?q=mot\") · Draw · Tell(Filter)"
    );
    assert!(state.is_searching);
    assert_eq!(cards(&state), "the-end la-note (maqal) both", "not yet");
    assert_eq!(
        send(&mut state, found(&[BOTH, LA_NOTE, MAQAL])),
        "Draw · Tell(Filter)"
    );
    assert_eq!(cards(&state), "both la-note (maqal)");
    assert_eq!(state.announcement, "3 posts");
    // What stands stays until there is something better.
    let effects = send(&mut state, Msg::Typed("mots".into()));
    assert_eq!(effects, "Search(\"mots\") · Replace(\"read?q=mots\")");
    assert_eq!(cards(&state), "both la-note (maqal)");
    send(&mut state, found(&[]));
    assert_eq!(cards(&state), "");
    let effects = send(&mut state, Msg::Typed("  ".into()));
    assert_eq!(effects, "Replace(\"read?q=%20%20\") · Draw · Tell(Filter)");
    assert_eq!(cards(&state), "the-end la-note (maqal) both");
}

#[test]
fn a_work_is_found_once_in_the_version_that_is_read() {
    for (languages, posts, expected) in [
        ("en fr", &[LA_FIN, THE_END][..], "the-end"),
        ("fr en", &[THE_END, LA_FIN], "la-fin"),
        // Only where it was found.
        ("en", &[LA_FIN], "(la-fin)"),
        ("*", &[LA_FIN, THE_END], "la-fin the-end"),
    ] {
        let mut state = english();
        send(&mut state, Msg::SetLanguages(languages.into()));
        send(&mut state, Msg::Typed("x".into()));
        send(&mut state, found(posts));
        assert_eq!(cards(&state), expected, "{languages} {posts:?}");
    }
}

#[test]
fn tags_and_words_narrow_together() {
    let mut state = english();
    let tags = vec!["poc".to_owned()];
    let effects = send(
        &mut state,
        Msg::SetFilter(tags, Match::Any, "mot".to_owned()),
    );
    assert_eq!(
        effects,
        "Search(\"mot\") · Push(\"read?tag=poc&q=mot\") · Draw · Tell(Filter)"
    );
    send(&mut state, found(&[BOTH, LA_NOTE, THE_END]));
    assert_eq!(cards(&state), "la-note the-end");
    assert_eq!(state.announcement, "2 of 3 posts");
    let counts = |state: &State| -> Vec<(String, u32)> {
        let facets = state.selection.facets.iter();
        let count = |facet: &liseuse::query::Facet| {
            let tag = state.library.tag(facet.tag).unwrap();
            (tag.id.clone(), facet.count)
        };
        facets.map(count).collect()
    };
    let expected = [("poc", 2), ("notes", 2), ("mixed reality", 1)];
    let expected = expected.map(|(tag, count)| (tag.to_owned(), count));
    assert_eq!(counts(&state), expected);
    let effects = send(&mut state, Msg::Acted(Action::ClearFilter));
    assert_eq!(
        effects,
        "Push(\"read\") · Draw · Tell(Filter) · Focus(List)"
    );
    assert_eq!(cards(&state), "the-end la-note (maqal) both");
}

#[test]
fn a_post_opens_where_it_was_found() {
    let mut state = english();
    send(&mut state, Msg::Typed("mot".into()));
    send(&mut state, found(&[LA_NOTE]));
    let effects = send(&mut state, Msg::Acted(Action::Open(LA_NOTE)));
    assert_eq!(
        effects,
        "KeepScroll · Push(\"read?post=la-note&lang=fr&q=mot&block=2\") · FetchText(PostIndex(2))"
    );
    // Back leads to what was found, without another search.
    let effects = route(&mut state, "read?q=mot");
    assert_eq!(effects, "Draw · Focus(Card(2)) · Tell(Post(None))");
    assert_eq!(cards(&state), "la-note");
    // And back to where nothing was searched for.
    route(&mut state, "read");
    assert_eq!(cards(&state), "the-end la-note (maqal) both");
}

#[test]
fn an_address_and_an_attribute_search_too() {
    let mut state = english();
    assert_eq!(
        route(&mut state, "read?q=poc&tag=notes"),
        "Search(\"poc\") · Draw"
    );
    assert!(shown(&state).contains("value=\"poc\""));
    let mut state = State::new(Settings {
        query: "poc".into(),
        ..Settings::default()
    });
    let effects = crate::state::load(&mut state, crate::state::BUNDLE);
    assert_eq!(effects, "Search(\"poc\") · Draw · Tell(Ready)");
    let settings = Settings::default();
    let effects = send(&mut state, Msg::Configured(Box::new(settings)));
    assert_eq!(effects, "Draw");
    assert_eq!(state.search, "");
}

#[test]
fn an_answer_that_nobody_waits_for_is_dropped() {
    let mut state = english();
    send(&mut state, Msg::Typed("mot".into()));
    send(&mut state, Msg::Typed(String::new()));
    assert_eq!(send(&mut state, found(&[BOTH])), "");
    assert_eq!(cards(&state), "the-end la-note (maqal) both");
}

#[test]
fn a_search_that_does_not_come_is_told() {
    let mut state = english();
    send(&mut state, Msg::Typed("mot".into()));
    assert!(shown(&state).contains("Searching…"));
    assert_eq!(send(&mut state, Msg::Found(None)), "Draw · Tell(Filter)");
    let page = shown(&state);
    assert!(page.contains("The search did not arrive."), "{page}");
    assert!(!page.contains("Searching…"), "{page}");
    // The same words may be tried again.
    let effects = send(&mut state, Msg::Typed("mot".into()));
    assert!(effects.starts_with("Search(\"mot\")"), "{effects}");
}

#[test]
fn what_was_found_is_marked_where_it_stands() {
    let mut state = english();
    send(&mut state, Msg::Typed("une".into()));
    send(&mut state, found(&[LA_NOTE]));
    let page = shown(&state);
    assert!(page.contains("<mark>Une</mark> note"), "{page}");
    assert!(page.contains("Un <mark>mot</mark> trouvé"), "{page}");
    assert!(!page.contains("class=\"summary\" lang=\"en\""), "{page}");
}
