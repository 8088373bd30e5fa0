//! Filters: what is shown, in which version, and what the tags promise.

use liseuse::{
    bundle,
    language::{Language, parse_list},
    library::{Library, PostIndex, TagIndex, closeness},
    query::{Match, Query, Reading, Selection, Untranslated, select},
};
use serde_json::{Value, json};

use crate::corpus;

/// Numbers that look random and are the same at every run.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new() -> Self {
        Self(0x2545_F491_4F6C_DD1D)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }
}

fn library(items: Vec<Value>) -> Library {
    let feed = json!({
        "version": "https://jsonfeed.org/version/1.1", "title": "x", "items": items,
        "_liseuse": { "version": 1 },
    });
    Library::new(bundle::from_slice(feed.to_string().as_bytes()).unwrap())
}

fn item(id: &str, language: &str, key: &str, tags: &[&str]) -> Value {
    json!({
        "id": id, "title": id, "language": language, "tags": tags, "content_text": "x",
        "_liseuse": { "content_type": "text/markdown", "translation_key": key },
    })
}

/// Works with one to three versions, in five languages and seven tags.
fn generated() -> Library {
    let mut random = Random::new();
    let mut items = Vec::new();
    for work in 0..25 {
        let mut languages = vec!["en", "fr", "fr-CA", "de", "ar"];
        for version in 0..=random.below(3) {
            let language = languages.remove(random.below(languages.len()));
            let tags: Vec<&str> = ["a", "b", "c", "d", "e", "f", "g"]
                .into_iter()
                .filter(|_| random.below(4) == 0)
                .collect();
            items.push(item(
                &format!("{work}-{version}"),
                language,
                &format!("key {work}"),
                &tags,
            ));
        }
    }
    // Versions do not stand beside each other.
    for index in (1..items.len()).rev() {
        items.swap(index, random.below(index + 1));
    }
    library(items)
}

fn readings() -> Vec<Reading> {
    let mut readings = Vec::new();
    for languages in [
        "",
        "en",
        "fr",
        "fr-CA",
        "en fr",
        "fr en",
        "de fr-CA ar",
        "ja",
    ] {
        for untranslated in [
            Untranslated::Show,
            Untranslated::Summary,
            Untranslated::Hide,
        ] {
            for every in [false, true] {
                readings.push(Reading {
                    languages: parse_list(languages),
                    every,
                    untranslated,
                });
            }
        }
    }
    readings
}

/// Every set of up to three tags.
fn tag_sets(library: &Library) -> Vec<Vec<TagIndex>> {
    let tags: Vec<TagIndex> = (0..).map(TagIndex).take(library.tags().len()).collect();
    let mut sets = vec![vec![]];
    for a in &tags {
        sets.push(vec![*a]);
        for b in tags.iter().filter(|b| *b > a) {
            sets.push(vec![*b, *a]);
            sets.extend(tags.iter().filter(|c| *c > b).map(|c| vec![*a, *c, *b]));
        }
    }
    sets
}

/// The tags of a card, told from the library alone: those of the versions that speak for the work.
fn speaks(library: &Library, reading: &Reading, post: PostIndex) -> Vec<TagIndex> {
    let own = library.post(post).unwrap();
    if reading.every {
        return own.tags.clone();
    }
    let versions: Vec<_> = library.versions(own).collect();
    let is_read = |language| {
        reading
            .languages
            .iter()
            .any(|wanted| closeness(wanted, language).is_some())
    };
    let any = versions
        .iter()
        .any(|(_, version)| is_read(&version.item.language));
    let speaking = versions
        .iter()
        .filter(|(_, version)| !any || is_read(&version.item.language));
    let mut tags: Vec<TagIndex> = speaking
        .flat_map(|(_, version)| version.tags.clone())
        .collect();
    tags.sort();
    tags.dedup();
    tags
}

fn check(library: &Library, reading: &Reading, query: &Query) {
    let what = || format!("{reading:?} {query:?}");
    let Selection {
        cards,
        total,
        facets,
    } = select(library, reading, query, None);
    let everything = select(library, reading, &Query::default(), None);
    assert_eq!(total, everything.cards.len(), "{}", what());

    // The cards are those of the whole list that have the tags, in its order.
    let matches = |tags: &[TagIndex]| match query.matching {
        _ if query.tags.is_empty() => true,
        Match::Any => query.tags.iter().any(|tag| tags.contains(tag)),
        Match::All => query.tags.iter().all(|tag| tags.contains(tag)),
    };
    let expected: Vec<_> = everything
        .cards
        .iter()
        .filter(|card| matches(&speaks(library, reading, card.post)))
        .map(|card| (card.work, reading.every.then_some(card.post)))
        .collect();
    let found: Vec<_> = cards
        .iter()
        .map(|card| (card.work, reading.every.then_some(card.post)))
        .collect();
    assert_eq!(found, expected, "{}", what());

    for card in &cards {
        let post = library.post(card.post).unwrap();
        assert_eq!(post.work, card.work);
        if reading.every {
            continue;
        }
        // The version has as many of the chosen tags as any that is read, and reads best of those.
        let versions: Vec<_> = library.versions(post).collect();
        let any = versions
            .iter()
            .any(|(_, v)| reading.rank(&v.item.language).is_some());
        assert_eq!(card.is_read, any, "{}", what());
        let grade = |index: PostIndex| {
            let version = library.post(index).unwrap();
            let missing = query
                .tags
                .iter()
                .filter(|tag| !version.tags.contains(tag))
                .count();
            (
                missing,
                reading.rank(&version.item.language).unwrap_or(u32::MAX),
            )
        };
        let best = versions
            .iter()
            .filter(|(_, v)| !any || reading.rank(&v.item.language).is_some())
            .map(|(index, _)| grade(*index))
            .min();
        assert_eq!(Some(grade(card.post)), best, "{}", what());
    }

    // A tag's number is what choosing it shows.
    for facet in &facets {
        let mut tags = match query.matching {
            Match::Any => vec![],
            Match::All => query.tags.clone(),
        };
        if !tags.contains(&facet.tag) {
            tags.push(facet.tag);
        }
        let chosen = Query {
            tags,
            matching: query.matching,
        };
        let shown = select(library, reading, &chosen, None).cards.len();
        assert_eq!(facet.count as usize, shown, "{facet:?} {}", what());
        assert_eq!(facet.is_chosen, query.tags.contains(&facet.tag));
    }
    if query.matching == Match::Any {
        let counts: Vec<u32> = facets.iter().map(|facet| facet.count).collect();
        assert!(
            counts.is_sorted_by(|a, b| a >= b),
            "the most used first: {counts:?}"
        );
    }
    // Every tag of a card of the whole list is there, and every chosen one.
    let mut tags: Vec<TagIndex> = everything
        .cards
        .iter()
        .flat_map(|card| speaks(library, reading, card.post))
        .chain(query.tags.iter().copied())
        .collect();
    tags.sort();
    tags.dedup();
    let mut found: Vec<TagIndex> = facets.iter().map(|facet| facet.tag).collect();
    found.sort();
    assert_eq!(found, tags, "{}", what());
}

#[test]
fn a_tag_promises_what_choosing_it_shows() {
    let library = generated();
    let mut count = 0;
    for reading in readings() {
        for tags in tag_sets(&library) {
            for matching in [Match::Any, Match::All] {
                check(
                    &library,
                    &reading,
                    &Query {
                        tags: tags.clone(),
                        matching,
                    },
                );
                count += 1;
            }
        }
    }
    println!("query: {count} queries of a generated library");
}

#[test]
fn a_tag_promises_what_choosing_it_shows_in_the_corpus() {
    let Some(bundle) = corpus::bundle() else {
        return;
    };
    let library = Library::new(bundle);
    for reading in readings().into_iter().step_by(11) {
        for tag in (0..).map(TagIndex).take(library.tags().len()) {
            for other in [None, Some(TagIndex(0))] {
                for matching in [Match::Any, Match::All] {
                    let tags = std::iter::once(tag).chain(other.filter(|other| *other != tag));
                    check(
                        &library,
                        &reading,
                        &Query {
                            tags: tags.collect(),
                            matching,
                        },
                    );
                }
            }
        }
    }
}

#[test]
fn the_corpus_has_one_card_a_work() {
    let Some(bundle) = corpus::bundle() else {
        return;
    };
    let library = Library::new(bundle);
    for (languages, untranslated, every, cards) in [
        ("en fr", Untranslated::Show, false, 43),
        ("fr en", Untranslated::Hide, false, 43),
        ("fr", Untranslated::Hide, false, 15),
        ("en", Untranslated::Hide, false, 32),
        ("fr", Untranslated::Show, false, 43),
        ("fr", Untranslated::Summary, false, 43),
        ("de", Untranslated::Show, false, 43),
        ("de", Untranslated::Hide, false, 0),
        ("fr", Untranslated::Hide, true, 47),
    ] {
        let reading = Reading {
            languages: parse_list(languages),
            every,
            untranslated,
        };
        let found = select(&library, &reading, &Query::default(), None)
            .cards
            .len();
        assert_eq!(found, cards, "{languages} {untranslated:?} {every}");
    }
}

#[test]
fn the_version_that_reads_best_is_shown() {
    let library = library(vec![
        item("en", "en", "w", &["a"]),
        item("fr", "fr", "w", &["b"]),
        item("fr-CA", "fr-CA", "w", &["c"]),
        item("pt-BR", "pt-BR", "w", &["a", "d"]),
    ]);
    let check = |languages: &str, tags: &[&str], expected: &str| {
        let reading = Reading {
            languages: parse_list(languages),
            ..Reading::default()
        };
        let tags = tags
            .iter()
            .map(|tag| library.find_tag(tag).unwrap())
            .collect();
        let query = Query {
            tags,
            matching: Match::Any,
        };
        let selection = select(&library, &reading, &query, None);
        let card = selection
            .cards
            .first()
            .map(|card| &*library.post(card.post).unwrap().item.id);
        assert_eq!(
            card.unwrap_or("none"),
            expected,
            "{languages} {:?}",
            query.tags
        );
    };
    check("en fr", &[], "en");
    check("fr en", &[], "fr");
    check("fr-CA", &[], "fr-CA");
    check("fr-FR", &[], "fr");
    check("fr-CH fr-CA", &[], "fr");
    check("pt", &[], "pt-BR");
    check("pt-PT", &[], "pt-BR");
    check("de en", &[], "en");
    check("de", &[], "en");
    check("", &[], "en");
    // A version that has the tag goes before one that reads better.
    check("en fr", &["b"], "fr");
    check("en fr", &["a", "b"], "en");
    // The tag is only in versions that are not read, and those do not speak.
    check("en fr", &["d"], "none");
    check("de", &["d"], "pt-BR");
}

#[test]
fn tags_are_one_whatever_their_case_and_spaces() {
    let library = library(vec![
        item("1", "en", "1", &["Mixed Reality", "B"]),
        item("2", "fr", "2", &["mixed  reality", "b", "É"]),
        item("3", "en", "3", &["MIXED REALITY", "é"]),
    ]);
    let tags: Vec<_> = library
        .tags()
        .iter()
        .map(|tag| (&*tag.id, tag.posts))
        .collect();
    assert_eq!(tags, [("Mixed Reality", 3), ("B", 2), ("É", 2)]);
    assert_eq!(library.find_tag("  mixed reality "), Some(TagIndex(0)));
}

/// A library whose posts call two tags by many names.
fn bilingual() -> Library {
    let posts = [
        item("en-1", "en", "one", &["mixed reality", "poc"]),
        item("fr-1", "fr", "one", &["Réalité  Mixte", "POC"]),
        item("fr-2", "fr", "two", &["réalité mixte", "notes"]),
        item(
            "en-3",
            "en",
            "three",
            &["MIXED REALITY", "réalité mixte", "xr"],
        ),
        item("de-4", "de", "four", &["gemischte Realität", "notes"]),
        item("en-5", "en", "five", &["xr"]),
    ];
    let feed = json!({ "version": "https://jsonfeed.org/version/1.1", "title": "x", "items": posts,
        "_liseuse": { "version": 1, "tags": [
            { "id": "unused", "labels": { "en": "not used" } },
            { "id": "notes", "labels": { "pt-BR": "anotações", "pt": "notas" } },
            { "id": "mr", "labels": { "en": "mixed reality", "fr": "réalité mixte", "de": "gemischte Realität" } },
            // An id goes before a label, and an earlier concept before a later one.
            { "id": "xr", "labels": { "en": "extended reality", "fr": "réalité mixte" } },
            { "id": "vr", "labels": { "en": "XR", "fr": "mr" } },
        ] } });
    Library::new(bundle::from_slice(feed.to_string().as_bytes()).unwrap())
}

#[test]
fn a_tag_with_labels_is_one_whatever_posts_call_it() {
    let library = bilingual();
    let tags: Vec<_> = library
        .tags()
        .iter()
        .map(|tag| (&*tag.id, tag.posts))
        .collect();
    assert_eq!(tags, [("mr", 5), ("poc", 2), ("notes", 2), ("xr", 2)]);
    let three = library.post(library.find("en-3").unwrap()).unwrap();
    assert_eq!(three.tags, [TagIndex(0), TagIndex(3)]);
    for name in [
        "mr",
        "MR",
        "mixed reality",
        "Mixed  Reality",
        "réalité mixte",
        "RÉALITÉ MIXTE",
        "Gemischte realität",
    ] {
        assert_eq!(library.find_tag(name), Some(TagIndex(0)), "{name}");
    }
    assert_eq!(library.find_tag("xr"), Some(TagIndex(3)));
    assert_eq!(library.find_tag("extended reality"), Some(TagIndex(3)));
    for name in ["unused", "not used", "vr", "unknown", ""] {
        assert_eq!(library.find_tag(name), None, "{name}");
    }
}

#[test]
fn a_tag_with_labels_is_shown_in_the_readers_language() {
    let library = bilingual();
    let check = |languages: &str, label: &str, language: Option<&str>| {
        let tag = library.tag(TagIndex(0)).unwrap();
        let (found, own) = tag.label(&parse_list(languages));
        assert_eq!(
            (found, own.map(Language::as_str)),
            (label, language),
            "{languages}"
        );
    };
    check("en", "mixed reality", Some("en"));
    check("fr-CA, en", "réalité mixte", Some("fr"));
    check("ja, de", "gemischte Realität", Some("de"));
    check("ja", "mr", None);
    // The closest of several labels.
    let notes = library.tag(library.find_tag("notas").unwrap()).unwrap();
    assert_eq!(notes.label(&parse_list("pt-PT")).0, "notas");
    assert_eq!(notes.label(&parse_list("pt-BR")).0, "anotações");
}

#[test]
fn a_filter_spans_the_languages_of_its_tag() {
    let library = bilingual();
    let tag = library.find_tag("réalité mixte").unwrap();
    for (languages, untranslated, shown) in [
        (
            "fr",
            Untranslated::Show,
            vec!["fr-1", "fr-2", "en-3", "de-4"],
        ),
        (
            "en",
            Untranslated::Show,
            vec!["en-1", "fr-2", "en-3", "de-4"],
        ),
        ("fr", Untranslated::Hide, vec!["fr-1", "fr-2"]),
        ("fr en", Untranslated::Hide, vec!["fr-1", "fr-2", "en-3"]),
        ("de", Untranslated::Hide, vec!["de-4"]),
    ] {
        let reading = Reading {
            languages: parse_list(languages),
            every: false,
            untranslated,
        };
        let facets = select(&library, &reading, &Query::default(), None).facets;
        let count = facets.iter().find(|facet| facet.tag == tag).unwrap().count;
        let selection = select(
            &library,
            &reading,
            &Query {
                tags: vec![tag],
                ..Query::default()
            },
            None,
        );
        let cards = selection.cards.iter();
        let ids: Vec<_> = cards
            .map(|card| &*library.post(card.post).unwrap().item.id)
            .collect();
        assert_eq!(ids, shown, "{languages}");
        assert_eq!(count as usize, ids.len(), "{languages}");
    }
}
