//! Which blocks say the same.

use std::{fs, time::Instant};

use liseuse::{align, bundle::Bead};
use serde_json::Value;

use crate::corpus;

mod baseline;
mod score;
mod set;

use score::{Score, nodes, numbers};

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
#[test]
fn our_own_pairs_are_aligned() {
    let mut scores = [Score::default(); 2];
    let (mut order, mut lengths) = (Score::default(), Score::default());
    for pair in set::pairs() {
        let [left, right] = pair.texts.each_ref().map(|text| nodes(text));
        let beads = align::align(&left, &right);
        assert!(beads.covers(align::count(&left), align::count(&right)));
        let found = numbers(&beads);
        scores[usize::from(pair.is_held_out)].add(&found, &pair.gold);
        order.add(&baseline::by_order(&pair), &pair.gold);
        lengths.add(&baseline::by_length(&pair), &pair.gold);
        if !pair.name.contains("edited") {
            assert_eq!(found, pair.gold, "{}", pair.name);
        }
    }
    let [mut all, held_out] = scores;
    all.merge(&held_out);
    for (kind, counts) in score::KINDS.iter().zip(held_out.kinds) {
        let is_fine = counts.gold >= 5 && counts.f1() >= 0.85;
        assert!(is_fine, "{kind:?} of those held out:\n{}", held_out.table());
    }
    assert!(
        all.all.gold > 1_000 && all.all.f1() >= 0.98,
        "{}",
        all.table()
    );
    assert!(held_out.all.f1() >= 0.975, "{}", held_out.table());
    // If order or lengths alone were enough, the set would tell nothing.
    assert!(order.all.f1() < 0.5, "{}", order.table());
    assert!(lengths.all.f1() < 0.9, "{}", lengths.table());
}

/// Aligns two texts, and gives the beads as `0-0 1-1,2 3-`.
fn beads(left: &str, right: &str) -> String {
    let (left, right) = (nodes(left), nodes(right));
    let beads = align::align(&left, &right);
    assert!(beads.covers(align::count(&left), align::count(&right)));
    assert!((0.0..=1.0).contains(&beads.confidence));
    let side = |range: &std::ops::Range<u32>| {
        let numbers: Vec<String> = range.clone().map(|number| number.to_string()).collect();
        numbers.join(",")
    };
    let bead = |bead: &Bead| {
        assert!((0.0..=1.0).contains(&bead.confidence));
        format!("{}-{}", side(&bead.left), side(&bead.right))
    };
    beads.beads.iter().map(bead).collect::<Vec<_>>().join(" ")
}

#[test]
fn whatever_comes_is_covered() {
    assert_eq!(beads("", ""), "");
    assert_eq!(beads("", "One.\n\nTwo."), "-0 -1");
    assert_eq!(beads("One.\n\nTwo.", ""), "0- 1-");
    assert_eq!(beads("---", "---"), "0-0");
    assert_eq!(
        beads("<!-- nothing -->\n\nA b.", "<!-- nothing -->\n\nA b."),
        "0-0 1-1"
    );
    assert_eq!(beads("\0\u{FFFD}", "&amp;"), "0-0");
    // Notes are no block.
    assert_eq!(
        beads(
            "A line.[^1]\n\n[^1]: A note.",
            "Une ligne.[^1]\n\n[^1]: Une note."
        ),
        "0-0"
    );
}

#[test]
fn code_and_lists_and_pictures_hold_the_text_together() {
    let left =
        "Short.\n\n```sh\nls -l\n```\n\nMore.\n\n- a\n- b\n- c\n\n![x](https://example.org/a.png)";
    let right = "Court.\n\nUne phrase de plus, que l’autre texte n’a pas, et qui est longue.\n\n\
        ```sh\nls -l\n```\n\nEncore.\n\n- un\n- deux\n- trois\n\n![y](https://example.org/a.png)";
    assert_eq!(beads(left, right), "0-0 -1 1-2 2-3 3-4 4-5");
}

/// Anchors that lie: headings that are equal, an address that stands everywhere, code that moved.
#[test]
fn a_wrong_anchor_does_not_derail_the_rest() {
    let text = |words: [&str; 6], heading: &str| {
        let mut blocks = Vec::new();
        for (index, word) in words.iter().enumerate() {
            blocks.push(format!("## {heading}"));
            blocks.push(format!(
                "{word} {} <https://example.org/same>.",
                "and more of it".repeat(index + 1)
            ));
        }
        blocks
    };
    let left = text(
        [
            "Volcano",
            "Piano",
            "Tulip",
            "Number 47",
            "Orchestra",
            "Zebra",
        ],
        "Notes",
    );
    let mut right = text(
        [
            "Volcan",
            "Piano",
            "Tulipe",
            "Nombre 47",
            "Orchestre",
            "Zèbre",
        ],
        "Remarques",
    );
    // The second heading and its text are gone on the right.
    right.drain(2..4);
    assert_eq!(
        beads(&left.join("\n\n"), &right.join("\n\n")),
        "0-0 1-1 2- 3- 4-2 5-3 6-4 7-5 8-6 9-7 10-8 11-9"
    );
    let code = |text: &str| format!("```sh\n{text}\n```");
    let plain = [
        "One apple falls.",
        "Two oranges roll away slowly.",
        "Three lemons stay where they are, for they are sour.",
    ];
    let autres = [
        "Une pomme tombe.",
        "Deux oranges roulent lentement.",
        "Trois citrons restent où ils sont, car ils sont acides.",
    ];
    let left = [
        plain[0].into(),
        code("ls"),
        plain[1].into(),
        plain[2].into(),
    ]
    .join("\n\n");
    let right = [
        autres[0].into(),
        autres[1].into(),
        autres[2].into(),
        code("ls"),
    ]
    .join("\n\n");
    assert_eq!(beads(&left, &right), "0-0 1- 2-1 3-2 -3");
}

/// Scripts without spaces, and a summary beside the full text.
#[test]
fn other_scripts_and_other_lengths_are_aligned() {
    let left = "The cat of the neighbours sleeps on our roof.\n\nIt has done so since 2019, and nobody knows why. \
        The roof is steep and the tiles are cold.\n\nWe leave it a bowl of milk.";
    let right = "邻居家的猫睡在我们的屋顶上。\n\n从2019年起就一直这样，没人知道为什么。屋顶很陡，瓦片冰凉。\n\n我们给它留了一碗牛奶。";
    assert_eq!(beads(left, right), "0-0 1-1 2-2");
    let full: Vec<String> = set::pairs()
        .iter()
        .find(|pair| pair.name == "reading")
        .unwrap()
        .texts[0]
        .split("\n\n")
        .map(str::to_owned)
        .collect();
    let found = beads(
        &full.join("\n\n"),
        "Quant à Rémi, il attrape le ballon, et le relance.",
    );
    assert!(found.ends_with(" 9-0"), "{found}");
}

/// A chapter that one version lacks leads far from the diagonal.
#[test]
fn a_missing_chapter_is_found_in_a_long_text() {
    let text = |word: &str| -> Vec<String> {
        let block =
            |n: usize| format!("{word} {n} {} {}.", n * n % 1_009, "so ".repeat(n * 7 % 31));
        (0..900).map(block).collect()
    };
    let (left, mut right) = (text("Chapter"), text("Chapitre"));
    right.drain(100..220);
    let (left, right) = (nodes(&left.join("\n\n")), nodes(&right.join("\n\n")));
    let found = numbers(&align::align(&left, &right));
    let gold: Vec<set::Numbers> = (0..900)
        .map(|n| match n {
            0..100 => [vec![n], vec![n]],
            100..220 => [vec![n], vec![]],
            _ => [vec![n], vec![n - 120]],
        })
        .collect();
    let mut score = Score::default();
    score.add(&found, &gold.into_iter().collect());
    assert!(score.all.f1() > 0.98, "{}", score.table());
}

/// Long texts take a time in proportion to their length, and so do hostile ones. The limits are
/// far above what is needed, for machines are slow and tests are not optimised.
#[test]
fn long_texts_do_not_take_long() {
    let text = |count: usize, word: &str| {
        let block =
            |number: usize| format!("{word} {number} is {}.", "so ".repeat(number * 7 % 31));
        (0..count).map(block).collect::<Vec<_>>().join("\n\n")
    };
    for (left, right) in [(600, 640), (6_000, 3), (3, 6_000), (5_000, 5_000)] {
        let texts = [text(left, "Chapter"), text(right, "Chapitre")];
        let [left, right] = texts.each_ref().map(|text| nodes(text));
        let start = Instant::now();
        let found = align::align(&left, &right);
        let time = start.elapsed();
        assert!(found.covers(align::count(&left), align::count(&right)));
        assert!(
            time.as_secs() < 20,
            "{} and {} blocks: {time:?}",
            left.len(),
            right.len()
        );
    }
    // Nothing in common, and everything.
    for (left, right) in [
        ("a b c\n\n", "x y z\n\n"),
        ("same words\n\n", "same words\n\n"),
    ] {
        let [left, right] = [nodes(&left.repeat(4_000)), nodes(&right.repeat(4_000))];
        assert!(align::align(&left, &right).covers(4_000, 4_000));
    }
}
