//! Language tags: reading, matching, direction.

use liseuse::{
    bundle,
    language::{Direction, Language, closeness, parse_list},
    library::{Library, PostIndex},
    query::Reading,
};
use serde_json::json;

fn language(tag: &str) -> Language {
    Language::parse(tag).unwrap_or_else(|| panic!("`{tag}` is a language"))
}

#[test]
fn reads_tags() {
    for (input, expected) in [
        ("fr", Some("fr")),
        ("FR", Some("fr")),
        (" fr ", Some("fr")),
        ("fr_FR", Some("fr-FR")),
        ("fr-ca", Some("fr-CA")),
        ("zh-hant-tw", Some("zh-Hant-TW")),
        ("zh_Hans", Some("zh-Hans")),
        ("sl-rozaj-biske", Some("sl-rozaj-biske")),
        ("de-1996", Some("de-1996")),
        ("es-419", Some("es-419")),
        ("en-x-Mine", Some("en-x-mine")),
        ("gsw", Some("gsw")),
        ("und", Some("und")),
        ("xx-Foo", Some("xx-foo")),
        ("english", None),
        ("French", None),
        ("abcd", None),
        ("", None),
        (" ", None),
        ("f", None),
        ("-", None),
        ("fr-", None),
        ("fr--CA", None),
        ("x-private", None),
        ("i-klingon", None),
        ("en-GB-oed-", None),
        ("fr FR", None),
        ("*", None),
        ("français", None),
        ("é", None),
        ("éé", None),
        ("fr\u{0}", None),
    ] {
        assert_eq!(
            Language::parse(input).as_ref().map(Language::as_str),
            expected,
            "{input:?}"
        );
    }
    assert_eq!(
        Language::parse(&format!("fr-{}", "abcdefgh-".repeat(1000))),
        None
    );
    assert_eq!(Language::und().as_str(), "und");
    assert_eq!(language("pt-BR").primary(), "pt");
    assert_eq!(language("pt-BR").to_string(), "pt-BR");
}

#[test]
fn tells_the_direction() {
    for (tag, expected) in [
        ("fr", Direction::Ltr),
        ("ar", Direction::Rtl),
        ("ar-EG", Direction::Rtl),
        ("ar-Latn", Direction::Ltr),
        ("az-Arab-IR", Direction::Rtl),
        ("he", Direction::Rtl),
        ("yi-Hebr", Direction::Rtl),
        ("zh", Direction::Ltr),
        ("zh-TW", Direction::Ltr),
        ("ur", Direction::Rtl),
        ("ckb-IQ", Direction::Rtl),
        ("en-x-arab", Direction::Ltr),
        ("und", Direction::Ltr),
    ] {
        assert_eq!(language(tag).direction(), expected, "{tag}");
    }
    assert_eq!(Direction::Rtl.as_str(), "rtl");
}

/// The language of a work that a reader is shown; empty if it has nothing to do with what they read.
fn best(wanted: &[Language], available: &[Language]) -> String {
    let items: Vec<_> = available
        .iter()
        .map(|language| {
            json!({ "id": language.as_str(), "language": language.as_str(), "content_text": "x",
                "_liseuse": { "translation_key": "k" } })
        })
        .collect();
    let feed =
        json!({ "version": "https://jsonfeed.org/version/1.1", "title": "x", "items": items });
    let library = Library::new(bundle::from_slice(feed.to_string().as_bytes()).unwrap());
    let reading = Reading {
        languages: wanted.to_vec(),
        ..Reading::default()
    };
    let post = library.post(PostIndex(0));
    let Some(best) = post.and_then(|post| reading.best(&library, post)) else {
        return String::new();
    };
    let language = &library.post(best).unwrap().item.language;
    let serves = |wanted: &Language| wanted.primary() == language.primary();
    assert!(reading.rank(language).is_none() || wanted.iter().any(serves));
    match wanted.iter().any(serves) {
        true => language.to_string(),
        false => String::new(),
    }
}

#[test]
fn another_script_does_not_serve() {
    for (wanted, other) in [
        ("zh-Hant", "zh-Hans"),
        ("zh-TW", "zh-CN"),
        ("zh-Hans", "zh-HK"),
        ("sr-Latn", "sr-Cyrl"),
        ("az-Arab", "az-Latn"),
        ("fr", "frr"),
        ("fr", "en"),
    ] {
        assert_eq!(
            closeness(&language(wanted), &language(other)),
            None,
            "{wanted} {other}"
        );
        assert_eq!(
            closeness(&language(other), &language(wanted)),
            None,
            "{other} {wanted}"
        );
    }
    assert_eq!(closeness(&language("fr-CA"), &language("fr-CA")), Some(0));
    assert!(closeness(&language("zh"), &language("zh-Hant")).is_some());
    assert!(closeness(&language("zh-TW"), &language("zh-Hant")).is_some());
}

#[test]
fn looks_up_the_best() {
    for (wanted, available, expected) in [
        // RFC 4647 section 3.4: the range is progressively cut from the end.
        (
            "zh-Hant-CN-x-private1-private2",
            "zh zh-Hant-CN-x-private1 zh-Hant",
            "zh-Hant-CN-x-private1",
        ),
        (
            "zh-Hant-CN-x-private1-private2",
            "zh zh-Hant-CN zh-Hant",
            "zh-Hant-CN",
        ),
        ("zh-Hant-CN-x-private1-private2", "zh zh-Hant", "zh-Hant"),
        ("zh-Hant-CN-x-private1-private2", "en zh", "zh"),
        ("zh-Hant-CN-x-private1-private2", "en", ""),
        ("fr-FR, zh-Hant", "en zh-Hant", "zh-Hant"),
        ("fr-FR, zh-Hant", "fr zh-Hant", "fr"),
        ("de-CH-1996", "de de-CH", "de-CH"),
        ("de-ch", "de-CH de", "de-CH"),
        // The useful direction, which RFC 4647 leaves to the application.
        ("fr", "en fr-CA", "fr-CA"),
        ("fr", "fr-CA fr", "fr"),
        ("fr-CA", "en fr-FR", "fr-FR"),
        ("fr-CA", "fr-FR fr", "fr"),
        ("fr-CA en", "en fr-FR", "fr-FR"),
        ("en-GB", "en-US en-GB-oxendict", "en-GB-oxendict"),
        // Another script is worse than another language that is asked for.
        ("zh-TW", "zh-Hans zh-Hant", "zh-Hant"),
        ("zh-TW en", "zh-CN en", "en"),
        ("zh-TW de", "zh-CN en", "zh-CN"),
        ("sr-Latn en", "sr-Cyrl en", "en"),
        ("sr en", "sr-Cyrl en", "sr-Cyrl"),
        // A prefix of letters is not a prefix of subtags.
        ("fi", "fil", ""),
        ("fr", "", ""),
        ("", "fr", ""),
        ("*", "fr", ""),
        ("en, fr", "fr en", "en"),
    ] {
        let available = parse_list(available);
        let found = best(&parse_list(wanted), &available);
        assert_eq!(found, expected, "{wanted} among {available:?}");
    }
}

#[test]
fn reads_lists() {
    for (input, expected) in [
        ("fr-CA, en;q=0.5 en", "fr-CA en"),
        ("fr,en", "fr en"),
        ("fr en", "fr en"),
        ("en_us,english,*, ,fr;q=0", "en-US fr"),
        ("en; q=0.5, fr", "en fr"),
        ("\tfr\n", "fr"),
        ("", ""),
        (",;,;", ""),
    ] {
        let list: Vec<String> = parse_list(input).iter().map(ToString::to_string).collect();
        assert_eq!(list.join(" "), expected, "{input:?}");
    }
    let many: String = ('a'..='z')
        .flat_map(|a| ('a'..='z').map(move |b| format!("{a}{b},")))
        .collect();
    assert_eq!(parse_list(&many).len(), 50);
}
