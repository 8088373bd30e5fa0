//! How good beads are: precision, recall and F1, in all and by kind.

use std::{collections::BTreeSet, ops::AddAssign};

use liseuse::{
    bundle::{Beads, Content},
    i18n,
    language::Language,
    markdown::{self, Dialect, Images, NODE_LIMITS, NoLinks, url::Base},
    view::node::Node,
};

use super::set::Numbers;

/// The kinds of bead, by blocks on the left and on the right.
pub(crate) const KINDS: [(usize, usize); 6] = [(1, 1), (1, 0), (0, 1), (1, 2), (2, 1), (2, 2)];

/// Beads that are right, that are found, and that should be.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Counts {
    pub(crate) right: usize,
    pub(crate) found: usize,
    pub(crate) gold: usize,
}

impl Counts {
    /// The share of what is found that is right.
    pub(crate) fn precision(self) -> f64 {
        ratio(self.right, self.found)
    }

    /// The share of what should be found that is.
    pub(crate) fn recall(self) -> f64 {
        ratio(self.right, self.gold)
    }

    /// The harmonic mean of both.
    pub(crate) fn f1(self) -> f64 {
        ratio(2 * self.right, self.found + self.gold)
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        1.0
    } else {
        part as f64 / whole as f64
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.right += other.right;
        self.found += other.found;
        self.gold += other.gold;
    }
}

/// Counts of all beads, and of each of [`KINDS`].
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Score {
    pub(crate) all: Counts,
    pub(crate) kinds: [Counts; 6],
}

impl Score {
    /// A line for all beads, and one for each kind.
    pub(crate) fn table(&self) -> String {
        let line = |name: &str, counts: Counts| {
            let Counts { right, found, gold } = counts;
            let (precision, recall, f1) = (counts.precision(), counts.recall(), counts.f1());
            format!(
                "{name:>5} {precision:9.4} {recall:9.4} {f1:9.4} {gold:7} {found:7} {right:7}\n"
            )
        };
        let mut table =
            String::from("       precision    recall        F1    gold   found   right\n");
        for ((left, right), counts) in KINDS.iter().zip(self.kinds) {
            table.push_str(&line(&format!("{left}-{right}"), counts));
        }
        table + &line("all", self.all)
    }

    /// Adds another score.
    pub(crate) fn merge(&mut self, other: &Self) {
        self.all += other.all;
        for (sum, counts) in self.kinds.iter_mut().zip(other.kinds) {
            *sum += counts;
        }
    }

    /// Adds one pair of texts.
    pub(crate) fn add(&mut self, found: &BTreeSet<Numbers>, gold: &BTreeSet<Numbers>) {
        let right: BTreeSet<_> = found.intersection(gold).cloned().collect();
        let count = |kind: Option<(usize, usize)>| {
            let of = |beads: &BTreeSet<Numbers>| {
                let size = |bead: &Numbers| (bead[0].len(), bead[1].len());
                beads
                    .iter()
                    .filter(|bead| kind.is_none_or(|kind| size(bead) == kind))
                    .count()
            };
            Counts {
                right: of(&right),
                found: of(found),
                gold: of(gold),
            }
        };
        self.all += count(None);
        for (sum, kind) in self.kinds.iter_mut().zip(KINDS) {
            *sum += count(Some(kind));
        }
    }
}

/// A text as the reader renders it.
pub(crate) fn nodes(source: &str) -> Vec<Node> {
    let language = Language::und();
    let options = markdown::Options {
        dialect: Dialect::Liseuse,
        is_other: false,
        is_whole: true,
        language: &language,
        strings: i18n::strings("en"),
        prefix: "",
        base: Base::Keep,
        links: &NoLinks,
        images: Images::Load,
        limit: NODE_LIMITS.1,
    };
    markdown::render(source, Content::Markdown, &options)
        .nodes
        .to_vec()
}

/// Beads by the numbers of their blocks.
pub(crate) fn numbers(beads: &Beads) -> BTreeSet<Numbers> {
    let numbers =
        |bead: &liseuse::bundle::Bead| [bead.left.clone().collect(), bead.right.clone().collect()];
    beads.beads.iter().map(numbers).collect()
}
