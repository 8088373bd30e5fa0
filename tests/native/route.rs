//! The fragment of the page's address: written, read again, and read as others write it.

use liseuse::{
    route::{Place, parse, print},
    view::node::Url,
};

use crate::{hostile, query::Random};

fn text(random: &mut Random) -> String {
    let pieces = [
        "a", "é", "?", "&", "=", "#", "+", "%", "%41", " ", "/", ":", "\u{0}", "\u{202e}", "🎉",
        "post", "\n", "\"", "<", "-", "日本",
    ];
    (0..=random.below(6))
        .map(|_| pieces[random.below(pieces.len())])
        .collect()
}

fn texts(random: &mut Random) -> Vec<String> {
    (0..random.below(4)).map(|_| text(random)).collect()
}

#[track_caller]
fn round_trip(place: &Place, key: &str) {
    let printed = print(place, key);
    assert_eq!(parse(&printed, key).as_ref(), Some(place), "{printed}");
    assert_eq!(
        parse(&format!("#{printed}"), key).as_ref(),
        Some(place),
        "{printed}"
    );
    // The address of a link is the same text.
    assert_eq!(Url::fragment(&printed).as_str(), format!("#{printed}"));
    assert_eq!(parse(&printed, &format!("{key}x")), None);
}

#[test]
fn what_is_written_is_read_again() {
    let mut random = Random::new();
    for _ in 0..5_000 {
        let some = |random: &mut Random| (random.below(2) == 0).then(|| text(random));
        let place = Place {
            post: some(&mut random),
            languages: texts(&mut random),
            view: some(&mut random),
            tags: texts(&mut random),
            match_all: random.below(2) == 0,
            query: some(&mut random).unwrap_or_default(),
            block: (random.below(2) == 0).then(|| random.below(5_000_000_000) as u32),
        };
        round_trip(&place, &text(&mut random));
    }
    for (_, payload) in hostile::payloads() {
        let place = Place {
            post: Some(payload.clone()),
            languages: vec![payload.clone()],
            view: Some(payload.clone()),
            tags: vec![payload.clone(), payload.clone()],
            query: payload.clone(),
            ..Place::default()
        };
        round_trip(&place, &payload);
    }
}

#[test]
fn fragments_are_read_as_others_write_them() {
    let check = |fragment: &str, expected: &str| {
        let found = parse(fragment, "read").map_or("none".into(), |place| print(&place, "read"));
        assert_eq!(found, expected, "{fragment}");
    };
    check("#read", "read");
    check("read", "read");
    check("#read?", "read");
    check("", "none");
    check("#", "none");
    check("#other", "none");
    check("#reader?post=a", "none");
    check("#read&post=a", "none");
    check("#Read?post=a", "none");
    check("#%72ead?post=a", "read?post=a");
    check(
        "#read?post=a&lang=fr&view=side-by-side&tag=a&tag=b&match=all&q=poc&block=7",
        "read?post=a&lang=fr&view=side-by-side&tag=a&tag=b&match=all&q=poc&block=7",
    );
    // As `URLSearchParams` and `encodeURIComponent` write it.
    check(
        "#read?tag=mixed+reality&tag=r%C3%A9alit%C3%A9%20mixte",
        "read?tag=mixed%20reality&tag=r%C3%A9alit%C3%A9%20mixte",
    );
    check("#read?post=a%26b%3Dc", "read?post=a%26b%3Dc");
    // Unknown names, empty values, names without a value.
    check("#read?utm_source=x&post=a&x", "read?post=a");
    check("#read?post=&lang=&tag=&view=&q=&block=", "read");
    check("#read?&&post=a&&", "read?post=a");
    // The last of several counts, where there can be only one.
    check("#read?post=a&post=b", "read?post=b");
    check("#read?block=-1", "read");
    check("#read?block=99999999999", "read");
    check("#read?block=7x", "read");
    check("#read?match=any", "read");
    check("#read?match=ALL", "read");
    // What is not UTF-8 or not encoded.
    check("#read?post=%FF", "read?post=%25FF");
    check("#read?post=%", "read?post=%25");
    check("#read?post=%4", "read?post=%254");
    check("#read?post=%zz", "read?post=%25zz");
    check("#read?post=a?b#c", "read?post=a%3Fb%23c");
}
