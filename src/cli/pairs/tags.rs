//! Tags of posts that are versions of one work → which of them name one concept.

use std::collections::BTreeMap;

use super::{
    judge::probability,
    marks::fold,
    matching::{self, Edge},
};
use crate::cli::report::count;

/// The tags of two versions of one work, in the order of their authors.
#[derive(Debug, Clone)]
pub(super) struct Tagged<'a> {
    pub(super) left: &'a [String],
    pub(super) right: &'a [String],
}

/// Two labels of one concept.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TagPair {
    pub(super) left: String,
    pub(super) right: String,
    /// `0..=1`.
    pub(super) confidence: f64,
    pub(super) evidence: Vec<String>,
}

#[derive(Default)]
struct Meeting {
    together: usize,
    /// In the same place among the tags that the two versions do not share.
    same_place: usize,
    /// With nothing else left on either side.
    alone: usize,
}

/// Compares the tags of works in two languages; `decided` are labels that need no other.
///
/// A tag that both languages use is one concept already. Of the rest those go together that meet
/// most often (Dice 1945), in the same place, or that look alike.
pub(super) fn pairs(
    works: &[Tagged<'_>],
    uses: (&BTreeMap<String, usize>, &BTreeMap<String, usize>),
    decided: &dyn Fn(&str) -> bool,
    min: f64,
) -> Vec<TagPair> {
    let mut settled: Vec<TagPair> = Vec::new();
    // What is left beside a pair that is sure may be sure too.
    loop {
        let known = |tag: &str| {
            decided(tag)
                || settled
                    .iter()
                    .any(|pair| pair.left == tag || pair.right == tag)
        };
        let (sure, rest): (Vec<_>, Vec<_>) = round(works, uses, &known)
            .into_iter()
            .partition(|pair| pair.confidence >= min);
        if sure.is_empty() {
            settled.extend(rest);
            return settled;
        }
        settled.extend(sure);
    }
}

fn round(
    works: &[Tagged<'_>],
    uses: (&BTreeMap<String, usize>, &BTreeMap<String, usize>),
    decided: &dyn Fn(&str) -> bool,
) -> Vec<TagPair> {
    let mut meetings: BTreeMap<(&str, &str), Meeting> = BTreeMap::new();
    let mut counts: (BTreeMap<&str, usize>, BTreeMap<&str, usize>) = Default::default();
    for work in works {
        let free = |tags: &'_ [String], others: &BTreeMap<String, usize>| -> Vec<usize> {
            let all = tags.iter().enumerate();
            all.filter(|(_, tag)| !others.contains_key(*tag) && !decided(tag))
                .map(|(index, _)| index)
                .collect()
        };
        let (left, right) = (free(work.left, uses.1), free(work.right, uses.0));
        for (place, l) in left.iter().enumerate() {
            let Some(a) = work.left.get(*l) else { continue };
            *counts.0.entry(a).or_default() += 1;
            for (other, r) in right.iter().enumerate() {
                let Some(b) = work.right.get(*r) else {
                    continue;
                };
                let meeting = meetings.entry((a, b)).or_default();
                meeting.together += 1;
                meeting.same_place += usize::from(place == other && left.len() == right.len());
                meeting.alone += usize::from(left.len() == 1 && right.len() == 1);
            }
        }
        for r in &right {
            if let Some(b) = work.right.get(*r) {
                *counts.1.entry(b).or_default() += 1;
            }
        }
    }
    let mut found = Vec::new();
    for ((a, b), meeting) in &meetings {
        let of = |counts: &BTreeMap<&str, usize>, tag: &str| counts.get(tag).copied().unwrap_or(0);
        found.push(judge(a, b, meeting, of(&counts.0, a), of(&counts.1, b)));
    }
    choose(found)
}

fn judge(a: &str, b: &str, meeting: &Meeting, of_a: usize, of_b: usize) -> TagPair {
    let together = meeting.together as f64;
    let dice = 2.0 * together / (of_a + of_b).max(1) as f64;
    let alike = alike(a, b);
    let mut evidence = vec![format!(
        "together in {} of {}",
        meeting.together,
        count(of_a + of_b - meeting.together, "work", "works")
    )];
    let mut odds = -3.2 + 2.2 * dice * (together.min(6.0)).ln_1p();
    if meeting.same_place > 0 {
        odds += 1.6 * meeting.same_place as f64 / together;
        let times = count(meeting.same_place, "time", "times");
        evidence.push(format!("{times} in the same place"));
    }
    if meeting.alone > 0 {
        odds += 1.5;
        evidence.push(String::from("nothing else is left on either side"));
    }
    odds += 4.5 * alike;
    if alike > 0.3 {
        evidence.push(String::from("they look alike"));
    }
    TagPair {
        left: a.to_owned(),
        right: b.to_owned(),
        confidence: probability(odds),
        evidence,
    }
}

/// How much two labels look alike, `0..=1`: the words that begin the same.
fn alike(a: &str, b: &str) -> f64 {
    let words = |text: &str| -> Vec<String> {
        let folded = fold(text);
        let words = folded.split(|c: char| !c.is_alphanumeric());
        // Articles and the like.
        words
            .filter(|word| word.chars().count() > 3 || !word.chars().all(char::is_alphabetic))
            .map(str::to_owned)
            .collect()
    };
    let (a, b) = (words(a), words(b));
    let similar = |x: &String, y: &String| {
        let same = x.chars().zip(y.chars()).take_while(|(x, y)| x == y).count();
        let shorter = x.chars().count().min(y.chars().count());
        same >= 4 || same == shorter && same > 0
    };
    let hits = a.iter().filter(|x| b.iter().any(|y| similar(x, y))).count();
    let longer = a.len().max(b.len());
    if longer == 0 {
        0.0
    } else {
        hits as f64 / longer as f64
    }
}

/// One partner for each tag.
fn choose(found: Vec<TagPair>) -> Vec<TagPair> {
    let mut names: (Vec<String>, Vec<String>) = Default::default();
    let mut edges: Vec<Edge> = Vec::new();
    let position = |list: &mut Vec<String>, name: &String| {
        list.iter()
            .position(|other| other == name)
            .unwrap_or_else(|| {
                list.push(name.clone());
                list.len() - 1
            })
    };
    for pair in &found {
        let left = position(&mut names.0, &pair.left);
        let right = position(&mut names.1, &pair.right);
        edges.push((left, right, pair.confidence));
    }
    let chosen = matching::choose(&edges, names.0.len(), names.1.len());
    let mut pairs: Vec<TagPair> = chosen
        .into_iter()
        .filter_map(|index| {
            let mut pair = found.get(index)?.clone();
            let rival = found.iter().enumerate().filter(|(other, p)| {
                *other != index && (p.left == pair.left || p.right == pair.right)
            });
            // As good as another one: it cannot be told.
            let rival = rival.map(|(_, p)| p.confidence).fold(0.0, f64::max);
            if rival >= pair.confidence - 0.02 {
                pair.confidence = pair.confidence.min(0.5);
                pair.evidence
                    .push(String::from("but another tag fits as well"));
            }
            Some(pair)
        })
        .collect();
    pairs.sort_by(|a, b| {
        b.confidence
            .total_cmp(&a.confidence)
            .then(a.left.cmp(&b.left))
    });
    pairs
}
