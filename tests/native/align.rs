//! Which blocks say the same.

use std::fs;

use liseuse::align;
use serde_json::Value;

use crate::corpus;

mod score;
mod set;

use score::{Score, aligned, nodes, numbers};

#[test]
fn tmp_set() {
    let mut scores = [Score::default(); 2];
    for pair in set::pairs() {
        let beads = aligned(&pair);
        let found = numbers(&beads);
        scores[usize::from(pair.is_held_out)].add(&found, &pair.gold);
        let mut own = Score::default();
        own.add(&found, &pair.gold);
        if !pair.is_held_out {
            println!(
                "{} {:.3} {} wrong: {:?} missed: {:?}",
                pair.name,
                own.all.f1(),
                pair.gold.len(),
                found.difference(&pair.gold).collect::<Vec<_>>(),
                pair.gold.difference(&found).collect::<Vec<_>>()
            );
        }
    }
    for score in scores {
        println!("{:.4} {:?}", score.all.f1(), score.all);
        for (kind, counts) in score::KINDS.iter().zip(score.kinds) {
            println!(
                "{kind:?} p {:.3} r {:.3} {}",
                counts.precision(),
                counts.recall(),
                counts.gold
            );
        }
    }
}

#[test]
fn the_corpus_is_aligned_as_a_person_did() {
    let Some(bundle) = corpus::bundle() else {
        return;
    };
    let body = |id: &Value| {
        let id = id.as_str().unwrap();
        let item = bundle.items.iter().find(|item| item.id == id).unwrap();
        nodes(item.body.as_ref().unwrap())
    };
    let folder = corpus::folder().unwrap().join("alignment");
    let mut count = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let gold: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        let beads: Vec<set::Numbers> = serde_json::from_value(gold["beads"].clone()).unwrap();
        let (en, fr) = (body(&gold["en"]), body(&gold["fr"]));
        let found = align::align(&en, &fr);
        assert_eq!(
            numbers(&found),
            beads.into_iter().collect(),
            "{}",
            path.display()
        );
        count += 1;
    }
    assert!(count >= 2);
}
