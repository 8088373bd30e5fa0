//! Keeping the reader's place over a change of language, and looking at one block in another: by
//! sequences of messages, with the beads given.

use liseuse::{
    action::Action,
    bundle::{self, Alignment, Bead, Beads},
    language::Language,
    library::PostIndex,
    state::{Msg, Settings, State, Text},
    view::{html, view},
};

use crate::{
    locale::Names,
    state::{route, send},
};

const EN: PostIndex = PostIndex(0);
const FR: PostIndex = PostIndex(1);
const DE: PostIndex = PostIndex(2);
const ALONE: PostIndex = PostIndex(3);

/// A side of a bead: how many blocks.
type Counts = [(u32, u32)];

fn beads(counts: &Counts) -> Beads {
    let (mut left, mut right) = (0, 0);
    let beads = counts.iter().map(|(more_left, more_right)| {
        let bead = Bead {
            left: left..left + more_left,
            right: right..right + more_right,
            confidence: 1.0,
        };
        (left, right) = (bead.left.end, bead.right.end);
        bead
    });
    Beads {
        beads: beads.collect(),
        confidence: 1.0,
    }
}

/// The English text has 8 blocks, the French 7, the German 8. English to French: one to one, two to
/// one, one to two, one to none twice, one to one, none to one, one to one.
const EN_FR: &Counts = &[
    (1, 1),
    (2, 1),
    (1, 2),
    (1, 0),
    (1, 0),
    (1, 1),
    (0, 1),
    (1, 1),
];
const EN_DE: &Counts = &[(1, 1); 8];

fn settings() -> Settings {
    Settings {
        languages: "en fr".into(),
        ..Settings::default()
    }
}

fn item(id: &str, language: &str, key: &str, blocks: usize) -> String {
    let body: Vec<String> = (0..blocks).map(|n| format!("{id} {n}")).collect();
    let body = body.join("\\n\\n");
    format!(
        r#"{{"id":"{id}","title":"{id}","language":"{language}","content_text":"{body}","_liseuse":{{"content_type":"text/markdown","translation_key":"{key}"}}}}"#
    )
}

fn ready(settings: Settings, alignments: &[(&str, &str, &Counts)]) -> State {
    let items = [
        item("en", "en", "work", 8),
        item("fr", "fr", "work", 7),
        item("de", "de", "work", 8),
        item("alone", "en", "other", 3),
    ];
    let text = format!(
        r#"{{"version":"https://jsonfeed.org/version/1.1","title":"","items":[{}]}}"#,
        items.join(",")
    );
    let mut bundle = bundle::from_slice(text.as_bytes()).unwrap();
    for (left, right, counts) in alignments {
        let language = |tag: &str| Language::parse(tag).unwrap();
        bundle.alignments.push(Alignment {
            translation_key: "work".into(),
            languages: [language(left), language(right)],
            beads: beads(counts),
        });
    }
    let mut state = State::new(settings);
    send(&mut state, Msg::Loaded(Box::new(bundle)));
    state
}

fn text(state: &mut State, post: PostIndex) -> String {
    let body = state.library.post(post).unwrap().item.body.clone();
    send(state, Msg::Text(post, body))
}

/// Opens a post as the widget does.
fn open(state: &mut State, post: PostIndex) {
    send(state, Msg::Acted(Action::Open(post)));
    text(state, post);
}

/// Switches to a version while a block is being read: what is held on to, and what takes its place.
fn switch(state: &mut State, post: PostIndex, block: u32, is_still: bool) -> (u32, u32) {
    let effects = send(state, Msg::Acted(Action::Open(post)));
    assert_eq!(effects, format!("KeepScroll · FetchText({post:?})"));
    let hold = text(state, post);
    assert!(hold.starts_with("Hold("), "{hold}");
    let effects = send(state, Msg::Held(Some(block), is_still));
    let number = |name: &str| {
        let (_, rest) = effects.split_once(name).unwrap();
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        digits.parse::<u32>().unwrap()
    };
    let (from, to) = (number("Mark("), number("Place(Some("));
    let tag = state.library.post(post).unwrap().item.language.to_string();
    assert_eq!(
        effects,
        format!(
            "Push(\"read?post={tag}&lang={tag}&block={to}\") · Mark({from}) · Draw · Place(Some({to})) · Tell(Post(Some({post:?})))"
        )
    );
    (from, to)
}

#[test]
fn each_block_gives_its_place_to_the_first_of_what_corresponds() {
    let cases = [
        // English to French: the block, what is held, what takes its place.
        (EN, FR, 0, (0, 0)),
        (EN, FR, 1, (1, 1)),
        (EN, FR, 2, (2, 1)),
        (EN, FR, 3, (3, 2)),
        // Without counterpart: the nearest that has one.
        (EN, FR, 4, (3, 2)),
        (EN, FR, 5, (6, 4)),
        (EN, FR, 6, (6, 4)),
        (EN, FR, 7, (7, 6)),
        // And back; of two as near, the later one.
        (FR, EN, 1, (1, 1)),
        (FR, EN, 2, (2, 3)),
        (FR, EN, 3, (3, 3)),
        (FR, EN, 5, (6, 7)),
        (FR, EN, 6, (6, 7)),
    ];
    for (from, to, block, expected) in cases {
        let mut state = ready(settings(), &[("en", "fr", EN_FR)]);
        open(&mut state, from);
        assert_eq!(
            switch(&mut state, to, block, false),
            expected,
            "{from:?} to {to:?}, block {block}"
        );
        assert_eq!(state.article.unwrap().block, Some(expected.1));
    }
}

#[test]
fn back_and_forth_does_not_wander_until_somebody_scrolls() {
    let mut state = ready(settings(), &[("en", "fr", EN_FR), ("en", "de", EN_DE)]);
    open(&mut state, EN);
    assert_eq!(switch(&mut state, FR, 2, false), (2, 1));
    for _ in 0..10 {
        // By its bead, block 1 would go back to block 1.
        assert_eq!(switch(&mut state, EN, 1, true), (1, 2));
        assert_eq!(switch(&mut state, FR, 2, true), (2, 1));
    }
    // A third language joins in.
    switch(&mut state, EN, 1, true);
    assert_eq!(switch(&mut state, DE, 2, true), (2, 2));
    assert_eq!(switch(&mut state, EN, 2, true), (2, 2));
    assert_eq!(switch(&mut state, FR, 2, true), (2, 1));
    // Who scrolled reads another place, be it the same block.
    assert_eq!(switch(&mut state, EN, 1, false), (1, 1));
}

#[test]
fn a_switch_is_told_and_the_focus_stays() {
    let mut state = ready(settings(), &[("en", "fr", EN_FR)]);
    open(&mut state, EN);
    switch(&mut state, FR, 3, false);
    let shown = html::write(&view(&state, &Names));
    assert!(
        shown.contains(r#"role="status">French: <bdi lang="fr" dir="ltr">fr</bdi></p>"#),
        "{shown}"
    );
    // The version that is shown is no choice.
    assert_eq!(send(&mut state, Msg::Acted(Action::Open(FR))), "");
    assert_eq!(state.destination(&Msg::Acted(Action::Open(FR))), None);
    // Another work is another place.
    send(&mut state, Msg::Acted(Action::Open(ALONE)));
    assert_eq!(
        text(&mut state, ALONE),
        "Draw · ScrollTop · Focus(Title) · Tell(Post(Some(PostIndex(3))))"
    );
}

#[test]
fn a_link_to_a_block_opens_there_in_any_language() {
    let mut state = ready(settings(), &[("en", "fr", EN_FR)]);
    let fetch = "FetchText(PostIndex(0)) · FetchText(PostIndex(1))";
    let there = "Draw · ScrollTop · Focus(Title) · Scroll(Block(4)) · Tell(Post(Some(PostIndex(1)))) · Replace(\"read?post=fr&lang=fr&block=4\")";
    assert_eq!(route(&mut state, "read?post=en&lang=fr&block=6"), fetch);
    assert_eq!(text(&mut state, EN), "");
    assert_eq!(text(&mut state, FR), there);
    // By the method, from the list; and when the texts come the other way round.
    send(&mut state, Msg::Acted(Action::Close));
    let language = Language::parse("fr");
    let effects = send(&mut state, Msg::Open("en".into(), language, Some(6)));
    assert_eq!(
        effects,
        format!("KeepScroll · Push(\"read?post=fr&lang=fr\") · {fetch}")
    );
    assert_eq!(
        text(&mut state, FR),
        "Draw · ScrollTop · Focus(Title) · Tell(Post(Some(PostIndex(1))))"
    );
    assert_eq!(
        text(&mut state, EN),
        "Hold(7, None) · Draw · Place(None) · Scroll(Block(4)) · Replace(\"read?post=fr&lang=fr&block=4\")"
    );
    // The numbers are those of the post that the address names.
    route(&mut state, "read?post=fr&lang=fr&block=6");
    assert!(text(&mut state, FR).contains("Scroll(Block(6))"));
    // In a language that the work does not have, the post itself is meant.
    route(&mut state, "read?post=en&lang=it&block=6");
    assert!(text(&mut state, EN).contains("Scroll(Block(6))"));
}

#[test]
fn going_back_to_another_version_writes_no_address() {
    let mut state = ready(settings(), &[("en", "fr", EN_FR)]);
    open(&mut state, EN);
    switch(&mut state, FR, 6, false);
    assert_eq!(
        route(&mut state, "read?post=en&lang=en"),
        "FetchText(PostIndex(0))"
    );
    assert_eq!(text(&mut state, EN), "Hold(7, Some(4))");
    assert_eq!(
        send(&mut state, Msg::Held(Some(4), true)),
        "Mark(4) · Draw · Place(Some(6)) · Tell(Post(Some(PostIndex(0))))"
    );
    // With a block in the address, that is where it leads; the focus stays.
    route(&mut state, "read?post=fr&lang=fr&block=2");
    assert_eq!(
        text(&mut state, FR),
        "Draw · ScrollTop · Scroll(Block(2)) · Tell(Post(Some(PostIndex(1))))"
    );
}

#[test]
fn beads_that_do_not_fit_are_computed() {
    for alignments in [&[][..], &[("en", "fr", EN_DE)]] {
        let mut state = ready(settings(), alignments);
        open(&mut state, EN);
        send(&mut state, Msg::Acted(Action::Open(FR)));
        text(&mut state, FR);
        let effects = send(&mut state, Msg::Held(Some(0), false));
        assert!(effects.contains("Place(Some(0))"), "{effects}");
    }
}

#[test]
fn where_nothing_corresponds_the_number_has_to_do() {
    let none = &[(1, 0), (7, 0), (0, 7)];
    let mut state = ready(settings(), &[("en", "fr", none)]);
    open(&mut state, EN);
    assert_eq!(switch(&mut state, FR, 4, false), (4, 4));
}

#[test]
fn a_switch_to_a_text_that_does_not_come_tells_why() {
    let mut state = ready(settings(), &[]);
    open(&mut state, EN);
    send(&mut state, Msg::Acted(Action::Open(FR)));
    // Asked for back before it came, what is on the screen keeps its place.
    send(&mut state, Msg::Acted(Action::Open(EN)));
    assert_eq!(text(&mut state, FR), "");
    assert_eq!(text(&mut state, EN), "Hold(8, None)");
    let effects = send(&mut state, Msg::Held(Some(5), false));
    assert!(effects.contains(" · Mark(5) · Draw · Place(Some(5))"));
    send(&mut state, Msg::Acted(Action::Open(FR)));
    assert_eq!(
        send(&mut state, Msg::Text(FR, None)),
        "Push(\"read?post=fr&lang=fr\") · Draw · ScrollTop · Tell(Post(Some(PostIndex(1))))"
    );
    assert_eq!(state.article.as_ref().unwrap().text, Text::Broken);
    // And from there to one that comes: there is no place to keep.
    send(&mut state, Msg::Acted(Action::Open(EN)));
    assert_eq!(
        text(&mut state, EN),
        "Draw · ScrollTop · Tell(Post(Some(PostIndex(0))))"
    );
    // A text without a block on the screen is left at its top.
    send(&mut state, Msg::Acted(Action::Open(FR)));
    text(&mut state, FR);
    assert_eq!(
        send(&mut state, Msg::Held(None, false)),
        "Push(\"read?post=fr&lang=fr\") · Draw · ScrollTop · Tell(Post(Some(PostIndex(1))))"
    );
}

/// The blocks with a button, and what is shown under them.
fn peeks(state: &State) -> (Vec<u32>, Vec<String>) {
    let page = scraper::Html::parse_fragment(&html::write(&view(state, &Names)));
    let css = |css: &str| scraper::Selector::parse(css).unwrap();
    let mut buttons = Vec::new();
    let mut last = 0;
    for element in page.select(&css(".body > *")) {
        let value = element.value();
        match (value.attr("data-block"), value.attr("class")) {
            (Some(block), _) => last = block.parse().unwrap(),
            (None, Some("peek")) => buttons.push(last),
            _ => {}
        }
    }
    let peeked = css(".peeked");
    let panels = page.select(&peeked);
    let panels = panels.map(|panel| {
        let words: String = panel.text().collect();
        let words: Vec<&str> = words.split_whitespace().collect();
        format!(
            "{}: {}",
            panel.value().attr("lang").unwrap(),
            words.join(" ")
        )
    });
    (buttons, panels.collect())
}

#[test]
fn two_texts_that_change_sides_keep_the_place() {
    let mut state = ready(settings(), &[("en", "fr", EN_FR), ("en", "de", EN_DE)]);
    open(&mut state, EN);
    // The reader reads French; German was put beside by hand.
    let effects = send(&mut state, Msg::SetView("side-by-side".into()));
    assert_eq!(
        effects,
        "Hold(8, None) · Replace(\"read?post=en&lang=en&view=side-by-side\") · FetchText(PostIndex(1)) · Draw · Place(None)"
    );
    assert_eq!(text(&mut state, FR), "Hold(8, None) · Draw · Place(None)");
    send(&mut state, Msg::Acted(Action::Beside(DE)));
    text(&mut state, DE);
    let effects = send(&mut state, Msg::Acted(Action::Open(DE)));
    assert!(effects.ends_with("FetchText(PostIndex(0)) · FetchText(PostIndex(2))"));
    text(&mut state, EN);
    assert_eq!(text(&mut state, DE), "Hold(8, None)");
    let effects = send(&mut state, Msg::Held(Some(7), false));
    assert!(effects.contains(" · Mark(7) · Draw · Place(Some(7))"));
}

#[test]
fn a_block_is_peeked_at() {
    let mut state = ready(settings(), &[("en", "fr", EN_FR)]);
    open(&mut state, EN);
    // What the bundle tells is enough to know which blocks have a counterpart.
    let with = vec![0, 1, 2, 3, 6, 7];
    assert_eq!(peeks(&state), (with.clone(), vec![]));
    assert_eq!(
        send(&mut state, Msg::Acted(Action::Peek(2))),
        "FetchText(PostIndex(1)) · Draw"
    );
    assert_eq!(peeks(&state), (with.clone(), vec!["en: Loading…".into()]));
    text(&mut state, FR);
    assert_eq!(peeks(&state), (with.clone(), vec!["fr: fr 1".into()]));
    // Several stay open; what several blocks share is shown under one of them.
    assert_eq!(send(&mut state, Msg::Acted(Action::Peek(3))), "Draw");
    assert_eq!(peeks(&state).1, ["fr: fr 1", "fr: fr 2 fr 3"]);
    send(&mut state, Msg::Acted(Action::Peek(1)));
    assert_eq!(
        state.article.as_ref().unwrap().peeks,
        [(2, false), (3, true), (1, true)]
    );
    // The key Escape closes it, with the focus on the button.
    assert_eq!(
        send(&mut state, Msg::Acted(Action::Unpeek(3))),
        "Focus(Peek(3)) · Draw"
    );
    assert_eq!(send(&mut state, Msg::Acted(Action::Unpeek(3))), "");
    assert_eq!(send(&mut state, Msg::Acted(Action::Peek(1))), "Draw");
    assert_eq!(peeks(&state), (with, vec![]));
}

#[test]
fn without_beads_every_block_may_be_peeked_at_until_they_are_known() {
    let mut state = ready(settings(), &[]);
    open(&mut state, EN);
    assert_eq!(peeks(&state).0, [0, 1, 2, 3, 4, 5, 6, 7]);
    send(&mut state, Msg::Acted(Action::Peek(7)));
    text(&mut state, FR);
    let article = state.article.as_ref().unwrap();
    let beads = article.beads.as_ref().unwrap();
    let has = |block: u32| beads.of_left(block).is_some_and(Bead::is_paired);
    // What was asked for is answered, even if there is nothing.
    let expected: Vec<u32> = (0..8).filter(|block| has(*block) || *block == 7).collect();
    assert_eq!(peeks(&state).0, expected);
    assert_eq!(peeks(&state).1.len(), 1);
    if !has(7) {
        assert_eq!(peeks(&state).1, ["en: Nothing corresponds to this."]);
    }
}

#[test]
fn a_post_of_one_version_has_nothing_to_peek_at() {
    let mut state = ready(settings(), &[]);
    open(&mut state, ALONE);
    assert_eq!(peeks(&state), (vec![], vec![]));
    assert_eq!(send(&mut state, Msg::Acted(Action::Peek(0))), "Draw");
    assert_eq!(send(&mut state, Msg::Acted(Action::Unpeek(9))), "");
}
