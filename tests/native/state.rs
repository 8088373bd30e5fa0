//! What happens, and what follows from it: the state's one function, by sequences of messages.

use liseuse::{
    action::Action,
    bundle,
    language::Language,
    library::{LanguageIndex, PostIndex, SummaryIndex, TagIndex},
    query::{Match, Untranslated},
    route,
    state::{Failure, Msg, Settings, State, Status, Text, update},
};

pub(crate) const BUNDLE: &str = include_str!("../fixtures/view/bundle.json");

/// The posts of the fixture, in its order.
pub(crate) const THE_END: PostIndex = PostIndex(0);
pub(crate) const LA_FIN: PostIndex = PostIndex(1);
pub(crate) const LA_NOTE: PostIndex = PostIndex(2);
pub(crate) const MAQAL: PostIndex = PostIndex(3);

pub(crate) fn load(state: &mut State, bundle: &str) -> String {
    let bundle = bundle::from_slice(bundle.as_bytes()).unwrap();
    send(state, Msg::Loaded(Box::new(bundle)))
}

pub(crate) fn ready(settings: Settings) -> State {
    let mut state = State::new(settings);
    load(&mut state, BUNDLE);
    state
}

/// Sends a message, and gives the effects as one line.
pub(crate) fn send(state: &mut State, msg: Msg) -> String {
    let effects = update(state, msg);
    let lines: Vec<String> = effects.iter().map(|effect| format!("{effect:?}")).collect();
    lines.join(" · ")
}

pub(crate) fn route(state: &mut State, fragment: &str) -> String {
    send(state, Msg::Routed(route::parse(fragment, "read").unwrap()))
}

fn settings(languages: &str) -> Settings {
    Settings {
        languages: languages.into(),
        ..Settings::default()
    }
}

/// The ids of the cards, with a mark at those that are not read.
pub(crate) fn cards(state: &State) -> String {
    let card = |card: &liseuse::query::Card| {
        let id = &state.library.post(card.post).unwrap().item.id;
        if card.is_read {
            id.clone()
        } else {
            format!("({id})")
        }
    };
    state
        .selection
        .cards
        .iter()
        .map(card)
        .collect::<Vec<_>>()
        .join(" ")
}

fn text(state: &mut State, post: PostIndex) -> String {
    let body = state.library.post(post).unwrap().item.body.clone();
    send(state, Msg::Text(post, body))
}

#[test]
fn opening_and_closing_a_post() {
    let mut state = State::new(settings("en fr"));
    assert_eq!(state.status, Status::Loading);
    assert_eq!(load(&mut state, BUNDLE), "Draw · Tell(Ready)");
    assert_eq!(cards(&state), "the-end la-note (maqal) both");

    let effects = send(&mut state, Msg::Acted(Action::Open(THE_END)));
    assert_eq!(
        effects,
        "KeepScroll · Push(\"read?post=the-end&lang=en\") · FetchText(PostIndex(0))"
    );
    assert!(matches!(
        state.article.as_ref().unwrap().text,
        Text::Waiting
    ));
    // The text of another post comes late.
    assert_eq!(text(&mut state, LA_FIN), "");
    let effects = text(&mut state, THE_END);
    assert_eq!(
        effects,
        "Draw · ScrollTop · Focus(Title) · Tell(Post(Some(PostIndex(0))))"
    );
    assert!(matches!(
        state.article.as_ref().unwrap().text,
        Text::Ready(_)
    ));

    let effects = send(&mut state, Msg::Acted(Action::Follow("la-note".into())));
    assert_eq!(
        effects,
        "KeepScroll · Push(\"read?post=la-note&lang=fr\") · FetchText(PostIndex(2))"
    );
    text(&mut state, LA_NOTE);

    let effects = send(&mut state, Msg::Acted(Action::Close));
    assert_eq!(
        effects,
        "Push(\"read\") · Draw · ScrollTop · RestoreScroll · Focus(Card(2)) · Tell(Post(None))"
    );
    assert!(state.article.is_none());
    // The card of the work is that of another version.
    send(&mut state, Msg::Acted(Action::Open(LA_FIN)));
    assert!(send(&mut state, Msg::Acted(Action::Close)).contains("Focus(Card(0))"));
    assert_eq!(send(&mut state, Msg::Acted(Action::Close)), "");
    assert_eq!(text(&mut state, LA_NOTE), "");
}

#[test]
fn going_back_and_forward() {
    let mut state = ready(settings("en fr"));
    assert_eq!(
        route(&mut state, "read?post=la-fin&lang=fr&block=2"),
        "FetchText(PostIndex(1))"
    );
    let effects = text(&mut state, LA_FIN);
    assert_eq!(
        effects,
        "Draw · ScrollTop · Focus(Title) · Scroll(Block(2)) · Tell(Post(Some(PostIndex(1))))"
    );
    assert_eq!(state.fragment(), "read?post=la-fin&lang=fr&block=2");
    let effects = route(&mut state, "read?tag=notes&match=all&q=x");
    assert_eq!(
        effects,
        "Search(\"x\") · Draw · Focus(List) · Tell(Post(None))"
    );
    assert_eq!(cards(&state), "la-note both");
    assert_eq!(state.fragment(), "read?tag=notes&match=all&q=x");
    route(&mut state, "read?lang=fr");
    assert_eq!(cards(&state), "la-fin la-note (maqal) (both)");
    assert_eq!(state.fragment(), "read?lang=fr");
    // Without a word on languages they are as at the beginning.
    route(&mut state, "read");
    assert_eq!(cards(&state), "the-end la-note (maqal) both");
    route(&mut state, "read?tag=unknown");
    assert_eq!(state.fragment(), "read");
    // The post's version in the language that is asked for.
    assert_eq!(
        route(&mut state, "read?post=the-end&lang=fr"),
        "FetchText(PostIndex(1))"
    );
    assert_eq!(
        route(&mut state, "read?post=la-fin&lang=de"),
        "FetchText(PostIndex(1))"
    );
    assert_eq!(
        state.article.as_ref().unwrap().instead_of,
        Language::parse("de")
    );
    assert_eq!(
        route(&mut state, "read?post=la-fin&lang=nonsense!"),
        "FetchText(PostIndex(1))"
    );
    assert_eq!(state.article.as_ref().unwrap().instead_of, None);
}

#[test]
fn switching_the_version_of_an_open_post() {
    let mut state = ready(settings("en"));
    send(&mut state, Msg::Acted(Action::Open(THE_END)));
    text(&mut state, THE_END);
    let effects = send(&mut state, Msg::Acted(Action::Open(LA_FIN)));
    assert_eq!(effects, "KeepScroll · FetchText(PostIndex(1))");
    // It was asked for, so nothing is shown instead of something else.
    assert_eq!(state.article.as_ref().unwrap().instead_of, None);
    send(&mut state, Msg::Acted(Action::Close));
    // From the list, what the reader reads was asked for.
    send(&mut state, Msg::Acted(Action::Open(LA_NOTE)));
    let article = state.article.as_ref().unwrap();
    assert_eq!(article.instead_of, Language::parse("en"));
    assert_eq!(article.summary, Some(SummaryIndex(0)));
    send(
        &mut state,
        Msg::Acted(Action::ToggleSummary(SummaryIndex(0))),
    );
    assert_eq!(state.article.as_ref().unwrap().summary, None);
    send(
        &mut state,
        Msg::Acted(Action::ToggleSummary(SummaryIndex(1))),
    );
    assert_eq!(
        state.article.as_ref().unwrap().summary,
        Some(SummaryIndex(1))
    );
}

#[test]
fn a_post_that_is_not_there() {
    let says = "Draw · Tell(Error(\"unknown-post\", \"the post asked for is not in the bundle; check its id\"))";
    let mut state = ready(settings("en"));
    let words = state.strings.unknown_post;
    assert_eq!(route(&mut state, "read?post=gone"), says);
    assert!(state.is_missing);
    assert_eq!(state.announcement, words);
    assert_eq!(route(&mut state, "read"), "Draw");
    assert!(!state.is_missing);
    assert_eq!(send(&mut state, Msg::Open("gone".into(), None, None)), says);
    assert_eq!(
        send(&mut state, Msg::Acted(Action::Follow("gone".into()))),
        says
    );
    send(&mut state, Msg::Open("la-fin".into(), None, None));
    assert!(!state.is_missing && state.article.is_some());
}

#[test]
fn a_bundle_that_does_not_come() {
    let mut state = State::new(settings("en"));
    let effects = send(&mut state, Msg::Failed(Failure::NotFound, "404".into()));
    assert_eq!(effects, "Draw · Tell(Error(\"not-found\", \"404\"))");
    assert_eq!(send(&mut state, Msg::Acted(Action::Retry)), "Draw · Fetch");
    assert_eq!(state.status, Status::Loading);
    load(&mut state, BUNDLE);
    assert_eq!(state.status, Status::Ready);
    for failure in [
        Failure::NotFound,
        Failure::Network,
        Failure::Offline,
        Failure::Server,
        Failure::NotJson,
        Failure::NotAFeed,
        Failure::TooNew,
        Failure::TooLarge,
        Failure::NoSource,
    ] {
        let (what, remedy) = failure.words(state.strings);
        assert!(!failure.kind().is_empty() && !what.is_empty() && !remedy.is_empty());
    }
}

#[test]
fn a_text_that_cannot_be_shown() {
    let mut state = ready(settings("en"));
    send(&mut state, Msg::Acted(Action::Open(THE_END)));
    send(&mut state, Msg::Text(THE_END, None));
    assert_eq!(state.article.as_ref().unwrap().text, Text::Broken);
    send(
        &mut state,
        Msg::Text(THE_END, Some("a".repeat((1 << 20) + 1))),
    );
    assert_eq!(state.article.as_ref().unwrap().text, Text::TooLong);
    // A post that broke the reader before is not tried again.
    let mut state = ready(Settings {
        broken: vec!["the-end".into()],
        ..settings("en")
    });
    let effects = send(&mut state, Msg::Acted(Action::Open(THE_END)));
    assert!(!effects.contains("FetchText"), "{effects}");
    assert_eq!(state.article.as_ref().unwrap().text, Text::Broken);
}

#[test]
fn a_very_long_text_is_cut_until_the_rest_is_asked_for() {
    let mut state = ready(settings("en"));
    send(&mut state, Msg::Acted(Action::Open(THE_END)));
    let count = |state: &State| match &state.article.as_ref().unwrap().text {
        Text::Ready(body) => (body.nodes.len(), body.is_cut),
        other => panic!("{other:?}"),
    };
    send(&mut state, Msg::Text(THE_END, Some("a\n\n".repeat(30_000))));
    assert_eq!(count(&state), (10_000, true));
    assert_eq!(send(&mut state, Msg::Acted(Action::ShowRest)), "Draw");
    assert_eq!(count(&state), (30_000, false));
}

#[test]
fn filters_are_announced_and_kept_in_the_address() {
    let mut state = ready(settings("en fr"));
    let check = |state: &mut State, msg: Msg, effects: &str, shown: &str, says: &str| {
        assert_eq!(send(state, msg), effects);
        assert_eq!(cards(state), shown);
        assert_eq!(state.announcement, says);
    };
    let tag = |state: &State, name: &str| {
        Msg::Acted(Action::ToggleTag(state.library.find_tag(name).unwrap()))
    };
    let msg = tag(&state, "notes");
    check(
        &mut state,
        msg,
        "Push(\"read?tag=notes\") · Draw · Tell(Filter)",
        "la-note both",
        "2 of 4 posts",
    );
    let msg = tag(&state, "poc");
    check(
        &mut state,
        msg,
        "Push(\"read?tag=notes&tag=poc\") · Draw · Tell(Filter)",
        "the-end la-note both",
        "3 of 4 posts",
    );
    let msg = Msg::Acted(Action::ToggleMatch);
    check(
        &mut state,
        msg,
        "Push(\"read?tag=notes&tag=poc&match=all\") · Draw · Tell(Filter)",
        "la-note",
        "1 of 4 posts",
    );
    let msg = tag(&state, "notes");
    check(
        &mut state,
        msg,
        "Push(\"read?tag=poc&match=all\") · Draw · Tell(Filter)",
        "the-end la-note",
        "2 of 4 posts",
    );
    let msg = Msg::Acted(Action::ClearFilter);
    check(
        &mut state,
        msg,
        "Push(\"read\") · Draw · Tell(Filter) · Focus(List)",
        "the-end la-note (maqal) both",
        "4 posts",
    );
    // By label, in whatever case, twice, and unknown.
    let msg = Msg::SetFilter(
        ["réalité mixte", "POC", "poc", "unknown"]
            .map(Into::into)
            .to_vec(),
        Match::All,
        String::new(),
    );
    check(
        &mut state,
        msg,
        "Push(\"read?tag=mixed%20reality&tag=poc&match=all\") · Draw · Tell(Filter)",
        "the-end",
        "1 of 4 posts",
    );
    assert_eq!(send(&mut state, Msg::Acted(Action::ToggleAllTags)), "Draw");
    assert_eq!(state.announcement, "");
}

#[test]
fn languages_are_added_first_and_taken_away() {
    let mut state = ready(settings("en"));
    let check = |state: &mut State, msg: Msg, effects: &str, shown: &str| {
        assert_eq!(send(state, msg), effects);
        assert_eq!(cards(state), shown);
    };
    let toggle = |index| Msg::Acted(Action::ToggleLanguage(LanguageIndex(index)));
    assert_eq!(cards(&state), "the-end (la-note) (maqal) both");
    check(
        &mut state,
        toggle(1),
        "Remember(\"fr en\") · Push(\"read?lang=fr&lang=en\") · Draw · Tell(Language)",
        "la-fin la-note (maqal) both",
    );
    assert_eq!(state.announcement, "4 posts");
    check(
        &mut state,
        toggle(1),
        "Remember(\"en\") · Push(\"read\") · Draw · Tell(Language)",
        "the-end (la-note) (maqal) both",
    );
    // Taking the last one away asks for the others.
    check(
        &mut state,
        toggle(0),
        "Remember(\"fr ar\") · Push(\"read?lang=fr&lang=ar\") · Draw · Tell(Language)",
        "la-fin la-note maqal (both)",
    );
    let msg = Msg::Acted(Action::ToggleEveryLanguage);
    check(
        &mut state,
        msg,
        "Remember(\"* fr ar\") · Push(\"read?lang=*&lang=fr&lang=ar\") · Draw · Tell(Language)",
        "the-end la-fin la-note maqal both",
    );
    assert_eq!(state.announcement, "5 posts");
    // The address gives the same again.
    let fragment = state.fragment();
    let mut other = ready(settings("en"));
    route(&mut other, &fragment);
    assert_eq!(other.reading, state.reading);
    check(
        &mut state,
        toggle(2),
        "Remember(\"fr\") · Push(\"read?lang=fr\") · Draw · Tell(Language)",
        "la-fin la-note (maqal) (both)",
    );
    check(
        &mut state,
        Msg::SetLanguages("de, ar".into()),
        "Remember(\"de ar\") · Push(\"read?lang=de&lang=ar\") · Draw · Tell(Language)",
        "(the-end) (la-note) maqal (both)",
    );
}

#[test]
fn the_first_languages_are_the_authors_then_a_guess_that_serves() {
    let check = |languages: &str, guesses: &[&str], expected: &str| {
        let guesses = guesses.iter().map(|guess| (*guess).into()).collect();
        let state = ready(Settings {
            guesses,
            ..settings(languages)
        });
        let names: Vec<_> = state
            .reading
            .languages
            .iter()
            .map(Language::as_str)
            .collect();
        let every = if state.reading.every { "* " } else { "" };
        assert_eq!(
            format!("{every}{}", names.join(" ")),
            expected,
            "{languages:?} {guesses:?}",
            guesses = state.settings.guesses
        );
    };
    check("", &[], "en");
    check("de", &["fr"], "de");
    check("", &["fr"], "fr");
    check("", &["de", "fr-CA, en"], "fr-CA en");
    check("", &["de", "ja"], "en");
    check("", &["", "fr"], "fr");
    check("*", &["fr"], "* ");
    check("* fr", &[], "* fr");
    check("english, ,;", &["fr"], "fr");
}

#[test]
fn untranslated_works_are_shown_or_not() {
    for (untranslated, expected) in [
        (Untranslated::Show, "the-end (la-note) (maqal) both"),
        (Untranslated::Summary, "the-end (la-note) (maqal) both"),
        (Untranslated::Hide, "the-end both"),
    ] {
        let state = ready(Settings {
            untranslated,
            ..settings("en")
        });
        assert_eq!(cards(&state), expected);
    }
}

#[test]
fn attributes_that_change_later() {
    let mut state = ready(settings("en"));
    let change = |state: &mut State, change: fn(&mut Settings)| {
        let mut settings = state.settings.clone();
        change(&mut settings);
        send(state, Msg::Configured(Box::new(settings)))
    };
    assert_eq!(change(&mut state, |s| s.languages = "fr".into()), "Draw");
    assert_eq!(cards(&state), "la-fin la-note (maqal) (both)");
    assert_eq!(
        change(&mut state, |s| s.tags = vec!["notes".into()]),
        "Draw"
    );
    assert_eq!(cards(&state), "la-note (both)");
    assert_eq!(change(&mut state, |s| s.interface = "fr".into()), "Draw");
    assert_eq!(state.strings.language, "fr");
    let effects = change(&mut state, |s| s.post = "maqal".into());
    assert_eq!(
        effects,
        "KeepScroll · Push(\"read?post=maqal&lang=ar&tag=notes\") · FetchText(PostIndex(3))"
    );
    text(&mut state, MAQAL);
    assert!(change(&mut state, |s| s.post = "gone".into()).contains("unknown-post"));
    assert_eq!(change(&mut state, |s| s.post = String::new()), "");
    assert_eq!(
        send(&mut state, Msg::SetView("side-by-side".into())),
        "Replace(\"read?tag=notes\") · Draw"
    );
    send(&mut state, Msg::Acted(Action::Open(LA_FIN)));
    assert_eq!(
        state.fragment(),
        "read?post=la-fin&lang=fr&view=side-by-side&tag=notes"
    );
    assert_eq!(
        send(&mut state, Msg::SetView("single".into())),
        "Replace(\"read?post=la-fin&lang=fr&tag=notes\") · Draw"
    );
}

#[test]
fn what_can_be_touched_in_a_post() {
    let mut state = ready(settings("en"));
    send(&mut state, Msg::Acted(Action::Open(THE_END)));
    text(&mut state, THE_END);
    let effects = send(
        &mut state,
        Msg::Acted(Action::Jump("the-end--a-part".into())),
    );
    assert_eq!(
        effects,
        "Focus(Id(\"the-end--a-part\")) · Scroll(Id(\"the-end--a-part\"))"
    );
    let effects = send(&mut state, Msg::Acted(Action::JumpToBlock(1)));
    assert_eq!(
        effects,
        "Push(\"read?post=the-end&lang=en&block=1\") · Scroll(Block(1))"
    );
    let effects = send(&mut state, Msg::Acted(Action::Copy("let a;".into())));
    assert_eq!(effects, "Draw · Copy(\"let a;\")");
    assert_eq!(state.announcement, "");
    for (is_done, answer) in [
        (true, "Copied"),
        (false, "The browser does not allow copying here."),
    ] {
        assert_eq!(send(&mut state, Msg::Copied(is_done)), "Draw");
        assert_eq!(state.announcement, answer);
        assert!(state.is_answer);
    }
    assert_eq!(send(&mut state, Msg::Acted(Action::LoadImage(0))), "Draw");
}

#[test]
fn nothing_that_is_touched_breaks_a_state() {
    let actions = [
        Action::Open(PostIndex(99)),
        Action::Follow("".into()),
        Action::Close,
        Action::ToggleTag(TagIndex(99)),
        Action::ToggleLanguage(LanguageIndex(99)),
        Action::ToggleSummary(SummaryIndex(99)),
        Action::Jump("".into()),
        Action::JumpToBlock(u32::MAX),
        Action::LoadImage(u32::MAX),
        Action::ShowRest,
        Action::ClearFilter,
        Action::ToggleEveryLanguage,
        Action::ToggleMatch,
        Action::ToggleAllTags,
        Action::Copy("".into()),
        Action::Retry,
    ];
    for first in &actions {
        for second in &actions {
            for mut state in [State::new(Settings::default()), ready(settings("en"))] {
                send(&mut state, Msg::Acted(first.clone()));
                send(&mut state, Msg::Acted(second.clone()));
                let shown = liseuse::view::view(&state, &crate::locale::Names);
                assert!(!shown.is_empty());
                assert!(route::parse(&state.fragment(), "read").is_some());
            }
        }
    }
}
