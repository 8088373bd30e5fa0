//! Two texts and what is known of their posts → how sure it is that one translates the other, and why.
//!
//! The signs are weighed as in a logistic regression. The weights were set by hand on real and made
//! posts and decoys; what the texts share in corresponding blocks counts most, and what stands
//! around them (dates, ids, titles) can add, but not make a translation of two other texts.

use super::{
    marks::{Bag, Kind, Marks},
    weigh::{Likeness, Text, Weights, compare, cosine},
};
use crate::cli::report::count;

/// What is known of a post beside its text.
#[derive(Debug, Clone, Default)]
pub(super) struct Facts {
    pub(super) title: Bag,
    /// Numbers in the title, single digits too.
    pub(super) title_numbers: Vec<String>,
    /// The id without languages; empty when it is only a number.
    pub(super) id: String,
    pub(super) id_words: Bag,
    /// Seconds since 1970.
    pub(super) date: Option<i64>,
    /// How many posts have the same day.
    pub(super) same_day: usize,
    /// The ends of the addresses that it links to.
    pub(super) links_to: Vec<String>,
    /// The end of its own address.
    pub(super) own_end: String,
}

/// How sure, and why.
#[derive(Debug, Clone)]
pub(super) struct Verdict {
    /// Log odds, without what other pairs tell.
    pub(super) odds: f64,
    pub(super) likeness: Likeness,
    /// In words.
    pub(super) evidence: Vec<String>,
}

/// The probability that log odds stand for, `0..=1`.
pub(super) fn probability(odds: f64) -> f64 {
    1.0 / (1.0 + (-odds).exp())
}

/// Weighs what two texts have in common.
pub(super) fn judge(
    (left, facts): (&Text, &Facts),
    (right, other): (&Text, &Facts),
    weights: &Weights,
    marks: &Marks,
) -> Verdict {
    let likeness = compare(left, right, weights);
    let is_kin = script(&left.language) == script(&right.language);
    // Of the words of a translation every tenth looks like its own; of other texts hardly one in
    // twenty, whatever the folder.
    let words = if is_kin {
        (likeness.words - 0.09).clamp(-0.025, 0.04)
    } else {
        0.0
    };
    let mut odds = -5.4
        + 12.0 * likeness.aligned.min(0.5)
        + 90.0 * words
        + 3.0 * (likeness.fit - 0.6)
        + 4.0 * (likeness.covered - 0.7)
        + 1.2 * (likeness.same as f64 / likeness.blocks.max(1) as f64 - 0.5);
    // Languages differ by a third in length; a summary differs by more.
    let ratio = ((right.length + 1.0) / (left.length + 1.0)).ln().abs();
    odds -= 4.0 * (ratio - 0.45).max(0.0);
    let mut evidence = Vec::new();
    let mut outside = 0.0;
    for (kind, one, many, weight) in [
        (Kind::Link, "link", "links", 1.2),
        (Kind::Image, "image", "images", 1.5),
        (Kind::Code, "line of code", "lines of code", 1.2),
        (Kind::Number, "number", "numbers", 0.8),
    ] {
        let of = |bag: &Bag| of_kind(bag, kind, marks);
        let (shared, all) = (
            shared(&of(&left.bag), &of(&right.bag)),
            of(&left.bag).len().max(of(&right.bag).len()),
        );
        if all == 0 {
            continue;
        }
        let share = shared as f64 / all as f64;
        let known = 1.0 - (-(all as f64) / 2.0).exp();
        // Nothing in common tells something too, but authors do link to other pages for other readers.
        outside += weight * known * (share - 0.3);
        if shared > 0 {
            evidence.push(format!("share {shared} of {}", count(all, one, many)));
        }
    }
    if likeness.same > 0 {
        evidence.push(format!(
            "same structure in {} of {}",
            likeness.same,
            count(likeness.blocks, "block", "blocks")
        ));
    }
    if likeness.words >= 0.01 {
        let percent = 100.0 * likeness.words;
        evidence.push(format!(
            "{percent:.0} % of the words alike in the same place"
        ));
    }
    let names: Vec<&str> = likeness
        .shared
        .iter()
        .filter_map(|(mark, _)| marks.all.get(*mark as usize))
        .filter(|mark| mark.is_name())
        .map(|mark| mark.shown.as_str())
        .take(5)
        .collect();
    if !names.is_empty() {
        evidence.push(format!("both mention {}", names.join(", ")));
    }
    let cognates: Vec<&str> = likeness
        .shared
        .iter()
        .filter_map(|(mark, _)| marks.all.get(*mark as usize))
        .filter(|mark| mark.kind == Kind::Word && !mark.is_name())
        .map(|mark| mark.shown.as_str())
        .take(5)
        .collect();
    if !cognates.is_empty() {
        evidence.push(format!("also {}", cognates.join(", ")));
    }
    if (left.length, right.length) != (0.0, 0.0) {
        let percent = 100.0 * right.length.min(left.length) / right.length.max(left.length);
        evidence.push(format!("the shorter has {percent:.0} % of the length"));
    }
    let around = around(facts, other, weights, &mut evidence);
    // Two reports of one day have links, names and titles in common, but not what they say. Where
    // words cannot be alike, what stands around them is all there is.
    let trust = if is_kin {
        let covered = (likeness.covered - 0.2) / 0.4;
        covered.min((likeness.words - 0.06) / 0.05).clamp(0.0, 1.0)
    } else {
        1.0
    };
    odds += (outside + around) * if outside + around > 0.0 { trust } else { 1.0 };
    // A few lines may be alike by chance.
    let shortest = left.length.min(right.length);
    if odds > 0.0 {
        odds *= shortest / (shortest + 150.0);
    }
    Verdict {
        odds,
        likeness,
        evidence,
    }
}

/// What stands around the texts.
fn around(facts: &Facts, other: &Facts, weights: &Weights, evidence: &mut Vec<String>) -> f64 {
    let mut odds = 0.0;
    let titles = cosine(&weights.vector(&facts.title), &weights.vector(&other.title));
    let ids = cosine(
        &weights.vector(&facts.id_words),
        &weights.vector(&other.id_words),
    );
    odds += 1.6 * titles.max(ids);
    if titles >= 0.3 {
        evidence.push(String::from("titles alike"));
    }
    let disjoint = facts
        .title_numbers
        .iter()
        .all(|number| !other.title_numbers.contains(number));
    if disjoint && !facts.title_numbers.is_empty() && !other.title_numbers.is_empty() {
        odds -= 2.5;
        evidence.push(format!(
            "but the titles have other numbers: {} and {}",
            facts.title_numbers.join(", "),
            other.title_numbers.join(", ")
        ));
    }
    if !facts.id.is_empty() && facts.id == other.id {
        odds += 3.0;
        evidence.push(format!("both are called {}", facts.id));
    } else if ids >= 0.3 && titles < 0.3 {
        evidence.push(String::from("ids alike"));
    }
    if let (Some(a), Some(b)) = (facts.date, other.date) {
        let days = (a - b).unsigned_abs() / 86_400;
        if days == 0 && facts.same_day.max(other.same_day) <= 2 {
            odds += 1.5;
            evidence.push(String::from("same day"));
        } else if days <= 3 {
            odds += 0.5;
            evidence.push(count(
                usize::try_from(days).unwrap_or_default(),
                "day apart",
                "days apart",
            ));
        } else if days > 365 {
            odds -= 0.5;
        }
    }
    let links =
        |from: &Facts, to: &Facts| !to.own_end.is_empty() && from.links_to.contains(&to.own_end);
    if links(facts, other) && links(other, facts) {
        odds += 1.0;
        evidence.push(String::from("they link to each other"));
    }
    odds
}

/// The script of a language, as far as it matters for telling words that are alike.
fn script(language: &str) -> &'static str {
    match language {
        "ru" | "uk" | "be" | "bg" | "sr" | "mk" => "Cyrl",
        "ar" | "fa" | "ur" => "Arab",
        "he" | "yi" => "Hebr",
        "hi" | "mr" | "ne" => "Deva",
        "el" => "Grek",
        "zh" | "ja" => "Hani",
        "am" | "bn" | "gu" | "hy" | "ka" | "km" | "kn" | "ko" | "ml" | "my" | "or" | "pa"
        | "si" | "ta" | "te" | "th" => "other",
        _ => "Latn",
    }
}

fn of_kind(bag: &Bag, kind: Kind, marks: &Marks) -> Bag {
    bag.iter()
        .filter(|(mark, _)| {
            marks
                .all
                .get(*mark as usize)
                .is_some_and(|m| m.kind == kind)
        })
        .copied()
        .collect()
}

fn shared(left: &Bag, right: &Bag) -> usize {
    left.iter()
        .filter(|(mark, _)| right.binary_search_by_key(mark, |(m, _)| *m).is_ok())
        .count()
}
