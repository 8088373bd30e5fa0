//! What was studied → findings: each a proposal, or something to look at.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    WORTH_A_LOOK,
    judge::{judge, probability},
    mixed::{self, Mixture},
    search::{self, Pair},
    speech,
    study::{Said, Study, Unit, said},
    tags::{self, Tagged},
    weigh::compare,
    works::Works,
};

/// Everything that was found.
#[derive(Debug, Default)]
pub(super) struct Findings {
    /// One a post.
    pub(super) languages: Vec<Tongue>,
    pub(super) mixed: Vec<Mixed>,
    pub(super) translations: Vec<Translation>,
    pub(super) near: Vec<Translation>,
    pub(super) tags: Vec<Concept>,
    /// What front matter says, by post.
    pub(super) said: Vec<Said>,
}

/// The language of a post.
#[derive(Debug)]
pub(super) struct Tongue {
    pub(super) declared: Option<String>,
    pub(super) found: Option<&'static str>,
    /// `0..=1`.
    pub(super) confidence: f64,
    pub(super) status: Status,
}

/// What there is to say of the language of a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    /// The text is in the language that its author names, or the author has decided.
    Agrees,
    /// Nobody names one, and it is plain.
    Missing,
    /// The text is in another one.
    Differs,
    /// The text does not tell.
    Unknown,
}

/// A post in several languages.
#[derive(Debug)]
pub(super) struct Mixed {
    pub(super) post: usize,
    pub(super) mixture: Mixture,
    /// That its parts are versions of one text, `0..=1`.
    pub(super) confidence: f64,
    pub(super) evidence: Vec<String>,
    pub(super) is_proposed: bool,
}

/// Two posts that are, or may be, versions of one work.
#[derive(Debug)]
pub(super) struct Translation {
    pub(super) posts: (usize, usize),
    pub(super) languages: (String, String),
    pub(super) confidence: f64,
    pub(super) second: f64,
    pub(super) evidence: Vec<String>,
    pub(super) key: String,
    /// The posts that need the key.
    pub(super) needs_key: Vec<usize>,
    /// Why it is not written as long as nobody puts that right.
    pub(super) held: Option<String>,
}

/// Tags that name, or may name, one concept.
#[derive(Debug)]
pub(super) struct Concept {
    /// Language and label.
    pub(super) labels: Vec<(String, String)>,
    pub(super) confidence: f64,
    pub(super) evidence: Vec<String>,
    pub(super) is_proposed: bool,
}

/// Finds everything; from `min` on a finding is a proposal.
pub(super) fn find(study: &Study<'_>, min: f64, tick: &dyn Fn()) -> Findings {
    let mut findings = Findings {
        said: (0..study.posts.len())
            .map(|post| said(study, post))
            .collect(),
        ..Findings::default()
    };
    findings.languages = (0..study.posts.len())
        .map(|post| tongue(study, post))
        .collect();
    let mixtures = mixtures(study, &findings.said);
    let bilingual: BTreeSet<usize> = mixtures.iter().map(|(post, _)| *post).collect();
    let mut units: Vec<Unit> = (0..study.posts.len())
        .filter(|post| !bilingual.contains(post))
        .flat_map(|post| study.units(post))
        .collect();
    let parts: Vec<Unit> = mixtures
        .iter()
        .flat_map(|(post, mixture)| {
            mixture.parts.iter().map(|(language, blocks)| Unit {
                post: *post,
                text: study.text(*post, blocks, language),
            })
        })
        .collect();
    for (post, mixture) in mixtures {
        let mixed = judge_mixture(study, &units, &parts, post, mixture, min);
        if !mixed.is_proposed {
            // One text with a long quotation, it may be: it can still have a translation.
            units.extend(study.units(post));
        } else if let Some(tongue) = findings.languages.get_mut(post) {
            begins_in(study, &mixed, tongue);
        }
        findings.mixed.push(mixed);
    }
    let mut groups: BTreeMap<usize, usize> = BTreeMap::new();
    let mut by_key: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, post) in study.posts.iter().enumerate() {
        if let Some(key) = &post.translation_key {
            groups.insert(index, *by_key.entry(key).or_insert(index));
        }
    }
    let pairs = search::search(study, &units, &parts, &groups, tick);
    sort_out(study, &units, pairs, groups.clone(), min, &mut findings);
    findings.tags = concepts(study, &units, groups, &findings.translations, min);
    findings
}

fn tongue(study: &Study<'_>, post: usize) -> Tongue {
    let heard = study.speeches.get(post).and_then(speech::Speech::language);
    let (found, confidence) = heard.unzip();
    let confidence = confidence.unwrap_or_default();
    let source = study.posts.get(post).map(|post| post.source);
    let decided = source.and_then(|source| study.decisions.languages.get(&source));
    let declared = study.declared.get(post).and_then(Option::as_ref);
    let status = match (decided, declared, found) {
        (Some(_), ..) => Status::Agrees,
        (None, Some(declared), Some(found)) => {
            if speech::agree(declared.as_str(), found) {
                Status::Agrees
            } else if speech::knows(declared.primary()) && confidence >= super::SURE_LANGUAGE {
                Status::Differs
            } else {
                Status::Unknown
            }
        }
        (None, None, Some(_)) if confidence >= super::SURE_LANGUAGE => Status::Missing,
        // A split tells the languages of its parts.
        (None, None, Some(_))
            if source.is_some_and(|s| study.decisions.splits.contains_key(&s)) =>
        {
            Status::Missing
        }
        _ => Status::Unknown,
    };
    Tongue {
        declared: decided.or(declared).map(ToString::to_string),
        found,
        confidence,
        status,
    }
}

/// A post with several versions has the language of the first.
fn begins_in(study: &Study<'_>, mixed: &Mixed, tongue: &mut Tongue) {
    let parts = &mixed.mixture.parts;
    let heard = study
        .speeches
        .get(mixed.post)
        .map(|speech| speech.shares.as_slice());
    let of_parts = heard.unwrap_or_default().iter().filter(|share| {
        parts
            .iter()
            .any(|(language, _)| *language == share.language)
    });
    tongue.confidence = of_parts.map(|share| share.share).sum::<f64>().min(1.0);
    tongue.found = parts.first().map(|(language, _)| *language);
    let agrees = |declared: &String| {
        parts
            .iter()
            .any(|(language, _)| speech::agree(declared, language))
    };
    tongue.status = match &tongue.declared {
        None => Status::Missing,
        Some(declared) if agrees(declared) => Status::Agrees,
        Some(_) => Status::Differs,
    };
}

/// The posts that are in several languages, unless their authors have spoken.
fn mixtures(study: &Study<'_>, said: &[Said]) -> Vec<(usize, Mixture)> {
    let mut found = Vec::new();
    for (index, post) in study.posts.iter().enumerate() {
        let is_decided = study.decisions.splits.contains_key(&post.source)
            || said
                .get(index)
                .is_some_and(|said| said.mixed == Some(false));
        let (Some(outline), Some(speech)) = (study.outlines.get(index), study.speeches.get(index))
        else {
            continue;
        };
        if is_decided {
            continue;
        }
        let mut fits = |left: &[usize], right: &[usize]| {
            let texts = (study.text(index, left, "-"), study.text(index, right, "+"));
            let weights = super::weigh::Weights::new(&[&texts.0], &[&texts.1], &study.marks);
            let likeness = compare(&texts.0, &texts.1, &weights);
            likeness.aligned + likeness.fit + likeness.same as f64 / likeness.blocks.max(1) as f64
        };
        if let Some(mixture) = mixed::find(&outline.blocks, speech, &mut fits) {
            found.push((index, mixture));
        }
    }
    found
}

/// Whether the parts of a post say the same.
fn judge_mixture(
    study: &Study<'_>,
    units: &[Unit],
    parts: &[Unit],
    post: usize,
    mixture: Mixture,
    min: f64,
) -> Mixed {
    let own: Vec<&Unit> = parts.iter().filter(|unit| unit.post == post).collect();
    // Title, id and date are those of one file, and say nothing.
    let facts = super::judge::Facts::default();
    let mut confidence = 1.0_f64;
    let mut evidence = Vec::new();
    for pair in own.windows(2) {
        let [left, right] = pair else { continue };
        let (a, b) = (&left.text, &right.text);
        let weights = search::weights(study, units, parts, &a.language, &b.language);
        let verdict = judge((a, &facts), (b, &facts), &weights, &study.marks);
        // That both stand in one file is a sign by itself.
        confidence = confidence.min(probability(verdict.odds + 1.0));
        if evidence.is_empty() {
            evidence = verdict.evidence;
        }
    }
    Mixed {
        post,
        mixture,
        confidence,
        evidence,
        is_proposed: confidence >= min,
    }
}

/// Pairs → proposals and near misses; works never get two versions in one language.
fn sort_out(
    study: &Study<'_>,
    units: &[Unit],
    pairs: Vec<Pair>,
    groups: BTreeMap<usize, usize>,
    min: f64,
    findings: &mut Findings,
) {
    let mut works = Works::new(study, units, groups);
    let mut taken: BTreeSet<(usize, String)> = BTreeSet::new();
    let mut rest = Vec::new();
    for pair in pairs {
        let (Some(a), Some(b)) = (units.get(pair.units.0), units.get(pair.units.1)) else {
            continue;
        };
        let mut found = Translation {
            posts: (a.post, b.post),
            languages: (a.text.language.clone(), b.text.language.clone()),
            confidence: pair.confidence,
            second: pair.second,
            evidence: pair.evidence,
            key: String::new(),
            needs_key: Vec::new(),
            held: None,
        };
        if pair.confidence < min || !pair.is_chosen {
            rest.push(found);
            continue;
        }
        match works.join(a.post, b.post) {
            Ok(()) => {
                let differs = [a.post, b.post].into_iter().find(|post| {
                    let tongue = findings.languages.get(*post);
                    tongue.is_some_and(|tongue| tongue.status == Status::Differs)
                });
                found.held = differs
                    .map(|post| format!("first put the language of {} right", study.file(post)));
                taken.insert((a.post, b.text.language.clone()));
                taken.insert((b.post, a.text.language.clone()));
                findings.translations.push(found);
            }
            Err(why) => {
                found.held = Some(why);
                rest.push(found);
            }
        }
    }
    works.name(study, &mut findings.translations, &findings.said);
    for mut found in rest {
        let (a, b) = found.posts;
        let is_settled = taken.contains(&(a, found.languages.1.clone()))
            || taken.contains(&(b, found.languages.0.clone()));
        if found.confidence >= WORTH_A_LOOK && (!is_settled || found.confidence >= min) {
            found.key = works.key_of(study, a, b);
            findings.near.push(found);
        }
    }
}

/// The tags of all works that are known or proposed.
fn concepts(
    study: &Study<'_>,
    units: &[Unit],
    mut groups: BTreeMap<usize, usize>,
    found: &[Translation],
    min: f64,
) -> Vec<Concept> {
    for translation in found {
        let (a, b) = translation.posts;
        let work = groups.get(&a).or(groups.get(&b)).copied().unwrap_or(a);
        for post in [a, b] {
            let old = groups.insert(post, work);
            for group in groups.values_mut().filter(|group| Some(**group) == old) {
                *group = work;
            }
        }
    }
    let mut uses: BTreeMap<&str, BTreeMap<String, usize>> = BTreeMap::new();
    let mut works: BTreeMap<(&str, &str), Vec<Tagged<'_>>> = BTreeMap::new();
    for unit in units {
        let Some(post) = study.posts.get(unit.post) else {
            continue;
        };
        let own = uses.entry(&unit.text.language).or_default();
        for tag in &post.tags {
            *own.entry(tag.clone()).or_default() += 1;
        }
    }
    for (index, a) in units.iter().enumerate() {
        for b in units.iter().skip(index + 1) {
            let group = groups.get(&a.post);
            if a.post == b.post || group.is_none() || group != groups.get(&b.post) {
                continue;
            }
            let (a, b) = if a.text.language <= b.text.language {
                (a, b)
            } else {
                (b, a)
            };
            let (Some(left), Some(right)) = (study.posts.get(a.post), study.posts.get(b.post))
            else {
                continue;
            };
            if a.text.language != b.text.language {
                let key = (a.text.language.as_str(), b.text.language.as_str());
                works.entry(key).or_default().push(Tagged {
                    left: &left.tags,
                    right: &right.tags,
                });
            }
        }
    }
    let empty = BTreeMap::new();
    let mut concepts = Vec::new();
    for ((left, right), works) in works {
        let decided = |tag: &str| {
            study
                .decisions
                .tags
                .iter()
                .flatten()
                .any(|(language, label)| {
                    label == tag && [left, right].contains(&language.primary())
                })
        };
        let uses = (
            uses.get(left).unwrap_or(&empty),
            uses.get(right).unwrap_or(&empty),
        );
        for pair in tags::pairs(&works, uses, &decided, min) {
            if pair.confidence >= WORTH_A_LOOK {
                let labels = [(left, pair.left), (right, pair.right)];
                concepts.push(Concept {
                    labels: labels.map(|(code, label)| (code.to_owned(), label)).into(),
                    is_proposed: pair.confidence >= min,
                    confidence: pair.confidence,
                    evidence: pair.evidence,
                });
            }
        }
    }
    join_concepts(concepts)
}

/// Joins pairs of tags that share a label to one concept; no concept gets two labels in a language.
fn join_concepts(mut pairs: Vec<Concept>) -> Vec<Concept> {
    pairs.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    let mut all: Vec<Concept> = Vec::new();
    for mut pair in pairs {
        let home = all.iter_mut().find(|concept| {
            pair.is_proposed
                && concept.is_proposed
                && pair
                    .labels
                    .iter()
                    .any(|label| concept.labels.contains(label))
        });
        let Some(home) = home else {
            all.push(pair);
            continue;
        };
        let new: Vec<_> = pair
            .labels
            .iter()
            .filter(|label| !home.labels.contains(label))
            .cloned()
            .collect();
        let clashes =
            |(language, _): &(String, String)| home.labels.iter().any(|l| l.0 == *language);
        if new.iter().any(clashes) {
            pair.is_proposed = false;
            pair.evidence
                .push(String::from("but one of them has another partner"));
            all.push(pair);
        } else if !new.is_empty() {
            home.labels.extend(new);
            home.confidence = home.confidence.min(pair.confidence);
        }
    }
    all
}
