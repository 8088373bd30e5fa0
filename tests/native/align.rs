//! Which blocks say the same.

use std::fs;

use liseuse::{
    align,
    bundle::{Bead, Beads, Content},
    i18n,
    language::Language,
    markdown::{self, Dialect, Images, NODE_LIMITS, NoLinks, url::Base},
    view::node::Node,
};
use serde_json::Value;

use crate::corpus;

fn nodes(source: &str) -> Vec<Node> {
    let language = Language::und();
    let options = markdown::Options {
        dialect: Dialect::Liseuse,
        language: &language,
        strings: i18n::strings("en"),
        prefix: "",
        base: Base::Keep,
        links: &NoLinks,
        images: Images::Load,
        is_other: false,
        limit: NODE_LIMITS.1,
    };
    markdown::render(source, Content::Markdown, &options)
        .nodes
        .to_vec()
}

fn pairs(beads: &Beads) -> Vec<[Vec<u32>; 2]> {
    let pair = |bead: &Bead| [bead.left.clone().collect(), bead.right.clone().collect()];
    beads.beads.iter().map(pair).collect()
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
        let beads: Vec<[Vec<u32>; 2]> = serde_json::from_value(gold["beads"].clone()).unwrap();
        let (en, fr) = (body(&gold["en"]), body(&gold["fr"]));
        assert_eq!(pairs(&align::align(&en, &fr)), beads, "{}", path.display());
        count += 1;
    }
    assert!(count >= 2);
}
