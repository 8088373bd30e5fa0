//! The written index: what it finds is what the index in memory finds.

use liseuse::search::Index;

use super::{
    disk::Disk,
    made::{self, Post},
    quality::{self, KINDS, Kind},
};

/// At least two hundred queries of every kind, and some that are made by hand.
pub(crate) fn queries(posts: &[Post], each: usize) -> Vec<String> {
    let mut queries = Vec::new();
    for kind in KINDS {
        let drawn = quality::queries(posts, kind, each, 11);
        // Finished words too.
        queries.extend(drawn.iter().take(each / 4).map(|query| format!("{query} ")));
        if kind == Kind::TwoWords {
            queries.extend(drawn.iter().map(|query| format!("\"{query}\"")));
        }
        queries.extend(drawn);
    }
    let shown = |post: &Post| -> Vec<String> {
        let words = quality::words(post);
        let words = words.chunks(3).step_by(19).map(|words| words.join(" "));
        words.map(|words| format!("\"{words}\"")).collect()
    };
    queries.extend(posts.iter().step_by(posts.len() / 9 + 1).flat_map(shown));
    for query in [
        "a",
        "e",
        "é",
        "d",
        "de",
        "the",
        "the ",
        "de la",
        "\"de la\"",
        "\"de la",
        "in the of",
        "l’",
        "co pa",
        "\"in the",
        "plan b",
        "con ",
        "zzzz",
        "zzzz de",
        "aa-aa",
        "2",
        "19",
        "é é",
        "\"a\" b",
        "porte-monnaie",
        "aujourd’hui",
        "京",
        "",
        " ",
    ] {
        queries.push(query.to_owned());
    }
    queries
}

/// Every query finds the same, in the same order, with the same scores.
#[track_caller]
pub(crate) fn assert_same(index: &Index, disk: &mut Disk, queries: &[String]) {
    let mut found = 0;
    for query in queries {
        let expected = index.search(query, 1_000);
        found += usize::from(!expected.is_empty());
        let hits = disk.search(query, 1_000);
        let first = hits.iter().zip(&expected).position(|(a, b)| a != b);
        assert!(
            hits == expected,
            "{query:?} finds {} and not {}, which differ from {first:?}: {:?} {:?}",
            hits.len(),
            expected.len(),
            hits.iter().take(5).collect::<Vec<_>>(),
            expected.iter().take(5).collect::<Vec<_>>(),
        );
    }
    assert!(
        queries.len() >= 200 && found * 10 > queries.len() * 7,
        "{found} of {}",
        queries.len()
    );
}

fn check(posts: &[Post]) {
    let index = quality::index(posts);
    let mut disk = Disk::new(&index);
    assert_same(&index, &mut disk, &queries(posts, 40));
}

/// So many that some beginnings say nothing.
#[test]
fn made_posts_are_found_alike() {
    let posts = made::posts(250, 3);
    assert!(quality::index(&posts).begins_often("c"));
    check(&posts);
}

#[test]
fn the_guide_is_found_alike() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/www/posts");
    check(&super::files(folder.as_ref()));
}

#[test]
fn the_corpus_is_found_alike() {
    if let Some(posts) = super::corpus_posts() {
        check(&posts);
    }
}
