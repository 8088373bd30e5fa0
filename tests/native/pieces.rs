//! Bundles in pieces: what is in the list when, what is counted, and what is asked for.

use liseuse::{
    action::Action,
    bundle,
    query::Match,
    state::{Msg, Pages, Piece, Settings, State, Text},
    view::{html, view},
};

use crate::{
    locale::Names,
    state::{cards, load, route, send},
};

/// Items of these posts, each `id`, `id:language` or `id:language:key`; without texts.
fn items(posts: &str) -> String {
    let item = |post: &str| {
        let mut parts = post.split(':');
        let id = parts.next().unwrap();
        let language = parts.next().unwrap_or("en");
        let key = parts.next().map_or(String::new(), |key| {
            format!(r#","translation_key":"{key}""#)
        });
        let tag = if id.starts_with('a') {
            "first"
        } else {
            "later"
        };
        format!(
            r#"{{"id":"{id}","title":"{id}","language":"{language}","tags":["{tag}"],"_liseuse":{{"content_type":"text/markdown","body":"posts/{id}.json?v=1"{key}}}}}"#
        )
    };
    let items: Vec<String> = posts.split_whitespace().map(item).collect();
    format!("[{}]", items.join(","))
}

fn feed(items: &str, own: &str) -> String {
    format!(
        r#"{{"version":"https://jsonfeed.org/version/1.1","title":"F","items":{items},"_liseuse":{{"version":1{own}}}}}"#
    )
}

/// A reader that has the head: two works of so many.
fn head(works: usize) -> State {
    let mut state = State::new(Settings {
        languages: "en fr".into(),
        ..Settings::default()
    });
    let own = format!(
        r#","pages":["posts/pages/1.json?v=1"],"posts":5,"works":{works},"languages":["en","fr"],"tags":[{{"id":"later","posts":3}},{{"id":"first","posts":2}}]"#
    );
    load(&mut state, &feed(&items("a1 a2"), &own));
    state
}

fn add(state: &mut State, feed: &str, piece: Piece) -> String {
    let bundle = bundle::from_slice(feed.as_bytes()).unwrap();
    send(state, Msg::Added(Box::new(bundle), piece))
}

fn facets(state: &State) -> String {
    let facets = state.selection.facets.iter();
    let facets = facets.map(|facet| {
        let tag = state.library.tag(facet.tag).unwrap();
        format!("{} {}", tag.id, facet.count)
    });
    facets.collect::<Vec<_>>().join(", ")
}

#[test]
fn the_list_grows_and_is_right_in_the_end() {
    let mut state = head(4);
    assert_eq!(facets(&state), "later 3, first 2");
    assert_eq!(state.library.languages().len(), 2);
    // Nothing is asked for before the place is known, which may be a post's.
    assert_eq!(state.pages, Pages::Left);
    let effects = route(&mut state, "read");
    assert!(effects.ends_with("FetchPages"), "{effects}");
    assert_eq!(state.pages, Pages::Coming);
    add(&mut state, &feed(&items("b1:fr:k b2"), ""), Piece::Page);
    assert_eq!(cards(&state), "a1 a2 b1 b2");
    let effects = add(&mut state, &feed(&items("b3:en:k"), ""), Piece::LastPage);
    assert!(effects.contains("Tell(Filter)"), "{effects}");
    // A work stands where its first version does, in the version that is read best.
    assert_eq!(cards(&state), "a1 a2 b3 b2");
    assert_eq!(facets(&state), "later 2, first 2");
    assert_eq!((state.pages, state.library.awaited), (Pages::Here, None));
}

/// A list has a place for each count up to the largest.
#[test]
fn no_count_is_believed_that_no_bundle_can_have() {
    let mut state = State::new(Settings::default());
    let own = r#","pages":["posts/pages/1.json"],"works":4294967295,"tags":[{"id":"first","posts":4294967295}]"#;
    load(&mut state, &feed(&items("a1"), own));
    assert_eq!(facets(&state), format!("first {}", bundle::MAX_ITEMS));
}

#[test]
fn a_post_may_be_here_before_its_place_in_the_list() {
    let mut state = head(3);
    let body = r#"[{"id":"b1","title":"b1","language":"en","content_text":"Words.","_liseuse":{"content_type":"text/markdown"}}]"#;
    add(&mut state, &feed(body, ""), Piece::Body);
    assert_eq!(cards(&state), "a1 a2");
    route(&mut state, "read?post=b1");
    let post = state.article.as_ref().unwrap().post;
    send(&mut state, Msg::Text(post, Some("Words.".into())));
    assert!(matches!(
        state.article.as_ref().unwrap().text,
        Text::Ready(_)
    ));
    // While it is read, nobody needs the rest of the list; on the way back to it somebody does.
    assert_eq!(state.pages, Pages::Left);
    let effects = send(&mut state, Msg::Acted(Action::Close));
    assert!(effects.contains("FetchPages"), "{effects}");
    add(&mut state, &feed(&items("b0 b1"), ""), Piece::LastPage);
    assert_eq!(cards(&state), "a1 a2 b0 b1");
    // Its text stays.
    let item = &state.library.post(post).unwrap().item;
    assert_eq!(item.elsewhere, None);
}

#[test]
fn a_text_that_does_not_come_may_be_asked_for_again() {
    let mut state = head(3);
    send(&mut state, Msg::Open("a1".into(), None, None));
    let post = state.article.as_ref().unwrap().post;
    send(&mut state, Msg::Text(post, None));
    assert_eq!(state.article.as_ref().unwrap().text, Text::Lost);
    let effects = send(&mut state, Msg::Acted(Action::Retry));
    assert!(effects.contains("FetchText(PostIndex(0))"), "{effects}");
    assert_eq!(state.article.as_ref().unwrap().text, Text::Waiting);
    send(&mut state, Msg::Text(post, Some("Here.".into())));
    assert!(matches!(
        state.article.as_ref().unwrap().text,
        Text::Ready(_)
    ));
}

#[test]
fn pages_that_do_not_come_may_be_asked_for_again() {
    let mut state = head(3);
    route(&mut state, "read");
    send(&mut state, Msg::Lost);
    assert_eq!(state.pages, Pages::Lost);
    assert_eq!(cards(&state), "a1 a2");
    let effects = send(&mut state, Msg::Acted(Action::Retry));
    assert_eq!(effects, "Draw · FetchPages");
    // What came before comes again, and counts once.
    add(&mut state, &feed(&items("a2 b1"), ""), Piece::LastPage);
    assert_eq!(cards(&state), "a1 a2 b1");
}

#[test]
fn the_rest_of_a_very_long_list_comes_when_somebody_looks_for_something() {
    let mut state = head(50_000);
    // What is on the screen has room for more.
    assert!(route(&mut state, "read").contains("FetchPages"));
    let many: Vec<String> = (0..300).map(|number| format!("c{number}")).collect();
    let mut state = State::new(Settings::default());
    let own = r#","pages":["posts/pages/1.json"],"works":50000,"tags":[{"id":"later","posts":49000},{"id":"first","posts":9}]"#;
    load(&mut state, &feed(&items(&many.join(" ")), own));
    assert!(!route(&mut state, "read").contains("FetchPages"));
    assert_eq!(state.pages, Pages::Left);
    let effects = send(
        &mut state,
        Msg::SetFilter(vec!["first".into()], Match::Any, String::new()),
    );
    assert!(effects.contains("FetchPages"), "{effects}");
    assert_eq!(cards(&state), "");
    add(&mut state, &feed(&items("a7 c900"), ""), Piece::LastPage);
    assert_eq!(cards(&state), "a7");
    assert_eq!(state.selection.total, 302);
}

#[test]
fn long_lists_are_shown_bit_by_bit() {
    let many: Vec<String> = (0..300).map(|number| format!("c{number}")).collect();
    let mut state = State::new(Settings::default());
    load(&mut state, &feed(&items(&many.join(" ")), ""));
    let few = state.most_cards;
    assert!((20..300).contains(&few));
    let effects = send(&mut state, Msg::Acted(Action::ShowMore));
    assert_eq!(effects, format!("Draw · Focus(Card({few}))"));
    assert_eq!(state.most_cards, 2 * few);
    send(
        &mut state,
        Msg::SetFilter(vec!["later".into()], Match::Any, String::new()),
    );
    assert_eq!(state.most_cards, few);
    assert_eq!(state.selection.cards.len(), 300);
}

#[test]
fn a_new_list_begins_with_few_cards_and_says_how_many_are_left() {
    let many: Vec<String> = (0..300).map(|number| format!("c{number}")).collect();
    let mut state = State {
        cards_at_once: 6,
        ..State::new(Settings::default())
    };
    load(&mut state, &feed(&items(&many.join(" ")), ""));
    let few = state.most_cards;
    let drawn = |state: &State| {
        let html = html::write(&view(state, &Names));
        html.matches("<li").count()
    };
    assert_eq!((drawn(&state), state.left_cards()), (6, few - 6));
    // All that are shown at first, then as many again, beginning with the next.
    state.ready_cards = few;
    assert_eq!((drawn(&state), state.left_cards()), (few, 0));
    send(&mut state, Msg::Acted(Action::ShowMore));
    assert_eq!((drawn(&state), state.left_cards()), (few + 6, few - 6));
    // Another filter is another list; its announcement stays while sizes change.
    send(
        &mut state,
        Msg::SetFilter(Vec::new(), Match::Any, String::new()),
    );
    assert_eq!((drawn(&state), state.left_cards()), (6, few - 6));
    let told = state.announcement.clone();
    assert!(!told.is_empty());
    let settings = Box::new(state.settings.clone());
    assert_eq!(send(&mut state, Msg::Configured(settings)), "");
    assert_eq!(state.announcement, told);
    // Who comes back finds the list as it was.
    send(&mut state, Msg::Open("c3".into(), None, None));
    send(&mut state, Msg::Acted(Action::Close));
    assert_eq!((drawn(&state), state.left_cards()), (few, 0));
    // Nobody waits where there is no browser.
    let mut state = State::new(Settings::default());
    load(&mut state, &feed(&items(&many.join(" ")), ""));
    assert_eq!((drawn(&state), state.left_cards()), (few, 0));
}
