//! Texts in several languages → which of them translate each other.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{
    judge::{Verdict, judge, probability},
    matching,
    study::{Study, Unit},
    weigh::{Text, Weights, cosine},
};

/// Two posts that may be versions of one work.
#[derive(Debug, Clone)]
pub(super) struct Pair {
    /// Indexes of units.
    pub(super) units: (usize, usize),
    /// `0..=1`.
    pub(super) confidence: f64,
    /// The confidence in the best other partner of either, `0..=1`.
    pub(super) second: f64,
    pub(super) evidence: Vec<String>,
    /// Whether nothing better is chosen for either.
    pub(super) is_chosen: bool,
}

/// How many partners of a post are looked at closely.
const CLOSE: usize = 8;
/// So few pairs are all looked at closely.
const ALL: usize = 2_500;

/// All pairs that are worth a word; `groups` are the works that posts are in already.
pub(super) fn search(
    study: &Study<'_>,
    units: &[Unit],
    internal: &[Unit],
    groups: &BTreeMap<usize, usize>,
    tick: &dyn Fn(),
) -> Vec<Pair> {
    let languages: BTreeSet<&str> = units
        .iter()
        .map(|unit| unit.text.language.as_str())
        .collect();
    let languages: Vec<&str> = languages.into_iter().collect();
    let mut pairs = Vec::new();
    for (index, left) in languages.iter().enumerate() {
        for right in languages.iter().skip(index + 1) {
            let weights = weights(study, units, internal, left, right);
            pairs.extend(between(study, units, groups, (left, right), &weights, tick));
        }
    }
    pairs.sort_by(|a, b| {
        b.confidence
            .total_cmp(&a.confidence)
            .then(a.units.cmp(&b.units))
    });
    pairs
}

/// How much marks tell between two languages, by all texts in them.
pub(super) fn weights(
    study: &Study<'_>,
    units: &[Unit],
    internal: &[Unit],
    left: &str,
    right: &str,
) -> Weights {
    let of = |language: &str| -> Vec<&Text> {
        let all = units.iter().chain(internal).map(|unit| &unit.text);
        all.filter(|text| text.language == language).collect()
    };
    Weights::new(&of(left), &of(right), &study.marks)
}

fn between(
    study: &Study<'_>,
    units: &[Unit],
    groups: &BTreeMap<usize, usize>,
    (left, right): (&str, &str),
    weights: &Weights,
    tick: &dyn Fn(),
) -> Vec<Pair> {
    let of = |language: &str| -> Vec<usize> {
        let all = units.iter().enumerate();
        all.filter(|(_, unit)| unit.text.language == language)
            .map(|(index, _)| index)
            .collect()
    };
    let (l, r) = (of(left), of(right));
    let mut judged: Vec<(usize, usize, Verdict)> = Vec::new();
    for (a, b) in candidates(study, units, &l, &r, weights) {
        let (Some(one), Some(other)) = (units.get(a), units.get(b)) else {
            continue;
        };
        if !may_pair(study, units, groups, one, other) {
            continue;
        }
        let (Some(facts), Some(others)) = (study.facts.get(one.post), study.facts.get(other.post))
        else {
            continue;
        };
        let verdict = judge(
            (&one.text, facts),
            (&other.text, others),
            weights,
            &study.marks,
        );
        judged.push((a, b, verdict));
    }
    tick();
    rank(judged, &l, &r)
}

/// Sets each pair against the others of its posts, and chooses.
fn rank(judged: Vec<(usize, usize, Verdict)>, l: &[usize], r: &[usize]) -> Vec<Pair> {
    // The two best of each unit: the best other one is the first or the second of them.
    let mut best: HashMap<usize, [(f64, f64, usize); 2]> = HashMap::new();
    for (index, (a, b, verdict)) in judged.iter().enumerate() {
        let own = (verdict.likeness.aligned, verdict.odds, index);
        for unit in [a, b] {
            let two = best
                .entry(*unit)
                .or_insert([(0.0, f64::MIN, usize::MAX); 2]);
            if own.0 > two[0].0 {
                *two = [own, two[0]];
            } else if own.0 > two[1].0 {
                two[1] = own;
            }
        }
    }
    let mut pairs = Vec::new();
    let mut edges = Vec::new();
    let position = |list: &[usize], unit: usize| list.iter().position(|other| *other == unit);
    for (index, (a, b, verdict)) in judged.into_iter().enumerate() {
        let others = [a, b].into_iter().filter_map(|unit| best.get(&unit));
        let others = others.filter_map(|two| two.iter().find(|other| other.2 != index));
        let (mut second, mut likeness) = (f64::MIN, 0.0_f64);
        for (aligned, odds, _) in others {
            second = second.max(*odds);
            likeness = likeness.max(*aligned);
        }
        let margin = ((verdict.likeness.aligned + 0.03) / (likeness + 0.03)).ln();
        // Without a rival there is no margin.
        let margin = if second > f64::MIN {
            margin.clamp(-1.5, 0.8)
        } else {
            0.0
        };
        let odds = verdict.odds + margin;
        let confidence = probability(odds);
        if confidence < 0.05 {
            continue;
        }
        let (Some(left), Some(right)) = (position(l, a), position(r, b)) else {
            continue;
        };
        edges.push((left, right, odds + 4.0));
        pairs.push(Pair {
            units: (a, b),
            confidence,
            second: probability(second.max(-20.0)),
            evidence: verdict.evidence,
            is_chosen: false,
        });
    }
    for index in matching::choose(&edges, l.len(), r.len()) {
        if let Some(pair) = pairs.get_mut(index) {
            pair.is_chosen = true;
        }
    }
    pairs
}

/// Whether nothing that is known forbids or settles it.
fn may_pair(
    study: &Study<'_>,
    units: &[Unit],
    groups: &BTreeMap<usize, usize>,
    one: &Unit,
    other: &Unit,
) -> bool {
    let source = |unit: &Unit| study.posts.get(unit.post).map(|post| post.source);
    if let (Some(a), Some(b)) = (source(one), source(other))
        && (a == b || study.decisions.are_apart(a, b))
    {
        return false;
    }
    let has = |group: &usize, language: &str| {
        units
            .iter()
            .any(|unit| groups.get(&unit.post) == Some(group) && unit.text.language == language)
    };
    let is_taken = |unit: &Unit, language: &str| {
        groups
            .get(&unit.post)
            .is_some_and(|group| has(group, language))
    };
    !is_taken(one, &other.text.language) && !is_taken(other, &one.text.language)
}

/// The pairs that are looked at closely: texts with the most in common, and posts of one day or name.
fn candidates(
    study: &Study<'_>,
    units: &[Unit],
    l: &[usize],
    r: &[usize],
    weights: &Weights,
) -> Vec<(usize, usize)> {
    if l.len() * r.len() <= ALL {
        return l.iter().flat_map(|a| r.iter().map(|b| (*a, *b))).collect();
    }
    let mut chosen: BTreeSet<(usize, usize)> = BTreeSet::new();
    let bag = |unit: &usize| units.get(*unit).map(|unit| weights.vector(&unit.text.bag));
    let bags: HashMap<usize, _> = l
        .iter()
        .chain(r)
        .filter_map(|u| Some((*u, bag(u)?)))
        .collect();
    // Marks of many texts find too many; of the others the index tells who has them.
    let mut index: HashMap<u32, Vec<usize>> = HashMap::new();
    for unit in r {
        for (mark, _) in bags.get(unit).into_iter().flatten() {
            index.entry(*mark).or_default().push(*unit);
        }
    }
    let common = (r.len() / 10).max(20);
    let mut by_right: HashMap<usize, Vec<(f64, usize)>> = HashMap::new();
    for a in l {
        let Some(own) = bags.get(a) else { continue };
        let mut sums: HashMap<usize, f64> = HashMap::new();
        for (mark, weight) in own {
            for b in index
                .get(mark)
                .filter(|list| list.len() <= common)
                .into_iter()
                .flatten()
            {
                *sums.entry(*b).or_default() += weight * weights.of(*mark);
            }
        }
        let mut list: Vec<(f64, usize)> = sums.into_iter().map(|(b, sum)| (sum, b)).collect();
        list.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
        list.truncate(4 * CLOSE);
        let mut near: Vec<(f64, usize)> = list
            .into_iter()
            .filter_map(|(_, b)| Some((cosine(own, bags.get(&b)?), b)))
            .collect();
        near.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
        for (likeness, b) in &near {
            by_right.entry(*b).or_default().push((*likeness, *a));
        }
        chosen.extend(near.iter().take(CLOSE).map(|(_, b)| (*a, *b)));
    }
    for (b, mut list) in by_right {
        list.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
        chosen.extend(list.iter().take(CLOSE).map(|(_, a)| (*a, b)));
    }
    let facts = |unit: &usize| units.get(*unit).and_then(|unit| study.facts.get(unit.post));
    let mut known: HashMap<String, Vec<usize>> = HashMap::new();
    let keys = |unit: &usize| -> Vec<String> {
        let Some(facts) = facts(unit) else {
            return Vec::new();
        };
        let day = facts
            .date
            .filter(|_| facts.same_day <= 4)
            .map(|date| format!("@{}", date / 86_400));
        day.into_iter()
            .chain((!facts.id.is_empty()).then(|| facts.id.clone()))
            .collect()
    };
    for unit in r {
        for key in keys(unit) {
            known.entry(key).or_default().push(*unit);
        }
    }
    for a in l {
        for key in keys(a) {
            chosen.extend(known.get(&key).into_iter().flatten().map(|b| (*a, *b)));
        }
    }
    chosen.into_iter().collect()
}
