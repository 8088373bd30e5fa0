//! How well and how fast blocks are aligned, beside what is simpler: `cargo xtask bench align`.
#![cfg_attr(target_family = "wasm", no_main)]
#![cfg(not(target_family = "wasm"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use std::{collections::BTreeSet, time::Instant};

use liseuse::align;

#[path = "../native/align/baseline.rs"]
mod baseline;
#[path = "../native/align/score.rs"]
mod score;
#[path = "../native/align/set.rs"]
mod set;

use score::{Score, nodes, numbers};
use set::{Numbers, Pair};

fn main() {
    let pairs = set::pairs();
    let held_out = pairs.iter().filter(|pair| pair.is_held_out).count();
    println!("{} pairs, {held_out} of them held out", pairs.len());
    let ours = |pair: &Pair| {
        let [left, right] = pair.texts.each_ref().map(|text| nodes(text));
        numbers(&align::align(&left, &right))
    };
    quality("align", &pairs, &ours);
    quality("one to one, by order", &pairs, &baseline::by_order);
    quality(
        "lengths alone (Gale & Church 1993)",
        &pairs,
        &baseline::by_length,
    );
    reliability(&pairs);
    timings(&pairs);
}

fn quality(name: &str, pairs: &[Pair], find: &dyn Fn(&Pair) -> BTreeSet<Numbers>) {
    let mut scores = [Score::default(); 2];
    let mut worst = (1.1, "");
    for pair in pairs {
        let mut score = Score::default();
        score.add(&find(pair), &pair.gold);
        scores[usize::from(pair.is_held_out)].merge(&score);
        if score.all.f1() < worst.0 {
            worst = (score.all.f1(), &pair.name);
        }
    }
    let [seen, held_out] = scores;
    let mut all = seen;
    all.merge(&held_out);
    println!("\n{name}\n{}", all.table());
    println!(
        "  F1 of the texts that numbers were chosen on: {:.4}",
        seen.all.f1()
    );
    println!("  F1 of those held out: {:.4}", held_out.all.f1());
    println!("  F1 of the worst pair, {}: {:.4}", worst.1, worst.0);
}

/// How often beads are right, by the confidence that they come with.
fn reliability(pairs: &[Pair]) {
    const STEPS: [f32; 6] = [0.5, 0.7, 0.9, 0.97, 0.99, 1.01];
    let mut counts = [(0, 0, 0.0); STEPS.len()];
    for pair in pairs {
        let [left, right] = pair.texts.each_ref().map(|text| nodes(text));
        for bead in align::align(&left, &right).beads {
            let at = STEPS.iter().position(|end| bead.confidence < *end).unwrap();
            let own: Numbers = [bead.left.collect(), bead.right.collect()];
            let (all, right, sum) = &mut counts[at];
            *all += 1;
            *right += usize::from(pair.gold.contains(&own));
            *sum += bead.confidence;
        }
    }
    println!("\nconfidence below   beads   mean   right");
    for (end, (all, right, sum)) in STEPS.iter().zip(counts) {
        if all > 0 {
            let (mean, share) = (sum / all as f32, right as f32 / all as f32);
            println!("{:16.2} {all:7} {mean:6.3} {share:7.3}", end.min(1.0));
        }
    }
}

/// Times of long pairs: the set's own texts one after the other, as often as it takes.
fn timings(pairs: &[Pair]) {
    println!("\nblocks        time");
    for count in [100, 500, 2_000, 10_000] {
        let mut texts = [String::new(), String::new()];
        let mut blocks = 0;
        let mut number = 0;
        for pair in pairs.iter().cycle() {
            if blocks >= count {
                break;
            }
            // Each time another text: no text of such a length says the same again and again.
            number += 1;
            for (text, own) in texts.iter_mut().zip(&pair.texts) {
                text.push_str(&own.replace("the ", &format!("the x{number} ")));
                text.push_str("\n\n");
            }
            blocks += pair.gold.len();
        }
        let [left, right] = texts.each_ref().map(|text| nodes(text));
        let mut best = f64::INFINITY;
        for _ in 0..5 {
            let start = Instant::now();
            let beads = align::align(&left, &right);
            best = best.min(start.elapsed().as_secs_f64());
            assert!(beads.covers(align::count(&left), align::count(&right)));
        }
        let blocks = align::count(&left).max(align::count(&right));
        println!("{blocks:6} {:9.1} ms", best * 1000.0);
    }
}
