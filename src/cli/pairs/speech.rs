//! The blocks of posts → the language of each, of each run of blocks, and of each post.
//!
//! Every block is read by `whatlang` among the languages that the folder seems to have; a run of
//! blocks has one language, and changing it costs something (Viterbi 1967), so that one odd
//! caption does not make a post bilingual. Titles, code and addresses say nothing.

use std::collections::BTreeMap;

use whatlang::{Detector, Lang};

use crate::markdown::outline::{Block, Kind};

/// The language of one post, as its text tells.
#[derive(Debug, Clone, Default)]
pub(super) struct Speech {
    /// By share of the text, the largest first.
    pub(super) shares: Vec<Share>,
    /// Runs of blocks of one language; together they are all blocks.
    pub(super) runs: Vec<Run>,
    /// The same, where a change of language is nothing unusual.
    pub(super) turns: Vec<Run>,
    /// What each block tells by itself.
    pub(super) blocks: Vec<Option<Voice>>,
}

/// How much of a post is in a language.
#[derive(Debug, Clone)]
pub(super) struct Share {
    /// A code of BCP 47.
    pub(super) language: &'static str,
    /// Of the text that tells anything, `0..=1`.
    pub(super) share: f64,
    /// Letters.
    pub(super) letters: usize,
    /// How many blocks.
    pub(super) blocks: usize,
}

/// Blocks in a row in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) language: &'static str,
    pub(super) blocks: std::ops::Range<usize>,
}

/// What a block tells: a language, and how much that counts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Voice {
    pub(super) language: &'static str,
    pub(super) letters: usize,
    /// Letters, times how sure the detector is.
    pub(super) weight: f64,
    /// How sure the detector is, `0..=1`.
    pub(super) confidence: f64,
}

impl Speech {
    /// The language of most of the text, and how sure that is, in `0..=1`.
    pub(super) fn language(&self) -> Option<(&'static str, f64)> {
        let first = self.shares.first()?;
        // Two sentences are little to go by.
        let enough = first.letters as f64 / (first.letters as f64 + 12.0);
        Some((first.language, first.share * enough))
    }
}

/// A change of language within a post costs as much as this many letters.
const CHANGE: f64 = 100.0;
/// And within one whose paragraphs are followed by their translations.
const TURN: f64 = 8.0;
/// From this weight on a block tells its language by itself.
pub(super) const SURE: f64 = 40.0;
/// Fewer letters tell nothing.
const FEW: usize = 10;
/// More letters in one block do not tell more.
const MANY: usize = 600;
/// Text of this many letters is enough to know a language among all that exist.
const CHUNK: usize = 300;

/// Reads all posts of a folder; `declared` are the languages that their authors name.
pub(super) fn read(posts: &[&[Block]], declared: &[String]) -> Vec<Speech> {
    let allowed = languages(posts, declared);
    let detector = Detector::with_allowlist(allowed.clone());
    posts
        .iter()
        .map(|blocks| speech(blocks, &detector, &allowed))
        .collect()
}

/// Whether the detector knows this language, given by its code.
pub(super) fn knows(code: &str) -> bool {
    find(code).is_some()
}

/// The languages that a folder has: those named, and those that enough text is surely in.
fn languages(posts: &[&[Block]], declared: &[String]) -> Vec<Lang> {
    let mut votes: BTreeMap<&'static str, f64> = BTreeMap::new();
    let any = Detector::new();
    let mut total = 0.0;
    for blocks in posts {
        let mut chunk = String::new();
        for (index, block) in blocks.iter().enumerate() {
            if counts(block) {
                chunk.push_str(&block.text);
                chunk.push('\n');
            }
            let letters = letters(&chunk);
            if letters < CHUNK && index + 1 < blocks.len() {
                continue;
            }
            if letters >= FEW
                && let Some(info) = any.detect(&chunk)
            {
                total += letters as f64;
                if info.is_reliable() || letters >= CHUNK {
                    *votes.entry(info.lang().code()).or_default() += letters as f64;
                }
            }
            chunk.clear();
        }
    }
    let named: Vec<Lang> = declared.iter().filter_map(|code| find(code)).collect();
    let mut found: Vec<Lang> = votes
        .iter()
        // Among thousands of texts the detector is wrong about some.
        .filter(|(_, letters)| **letters >= (total * 0.004).max(200.0))
        .filter_map(|(code, _)| Lang::from_code(*code))
        .collect();
    if found.is_empty() && named.is_empty() {
        // Too little text to tell: the largest share, whatever it is.
        let most = votes.iter().max_by(|a, b| a.1.total_cmp(b.1));
        found.extend(most.and_then(|(code, _)| Lang::from_code(*code)));
    }
    found.extend(named);
    found.sort_unstable_by_key(|lang| lang.code());
    found.dedup();
    found
}

/// Whether a block is made of prose.
fn counts(block: &Block) -> bool {
    !matches!(block.kind, Kind::Code | Kind::Rule)
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphabetic()).count()
}

fn speech(blocks: &[Block], detector: &Detector, allowed: &[Lang]) -> Speech {
    let voices: Vec<Option<Voice>> = blocks.iter().map(|block| voice(block, detector)).collect();
    let states: Vec<&'static str> = allowed.iter().filter_map(|lang| code(*lang)).collect();
    let turns = runs(&voices, &states, TURN);
    let runs = runs(&voices, &states, CHANGE);
    let mut shares: BTreeMap<&'static str, (f64, usize, usize)> = BTreeMap::new();
    for (block, voice) in voices.iter().enumerate() {
        let Some(voice) = voice else { continue };
        // A short block within a run of another language speaks for neither.
        let run = runs.iter().find(|run| run.blocks.contains(&block));
        let agrees = run.is_some_and(|run| run.language == voice.language);
        if agrees || voice.weight >= SURE {
            let share = shares.entry(voice.language).or_default();
            share.0 += voice.weight;
            share.1 += voice.letters;
            share.2 += 1;
        }
    }
    let total: f64 = voices.iter().flatten().map(|voice| voice.weight).sum();
    let mut shares: Vec<Share> = shares
        .into_iter()
        .map(|(language, (weight, letters, blocks))| Share {
            language,
            share: if total > 0.0 { weight / total } else { 0.0 },
            letters,
            blocks,
        })
        .collect();
    shares.sort_by(|a, b| b.share.total_cmp(&a.share));
    Speech {
        shares,
        runs,
        turns,
        blocks: voices,
    }
}

fn voice(block: &Block, detector: &Detector) -> Option<Voice> {
    if !counts(block) {
        return None;
    }
    let letters = letters(&block.text);
    if letters < FEW {
        return None;
    }
    let info = detector.detect(&block.text)?;
    let counted = letters.min(MANY) as f64;
    // A short line is often a name or a caption; a quotation is somebody else's.
    let own = if block.kind == Kind::Quote { 0.3 } else { 1.0 };
    let trust = own * (counted / 60.0).min(1.0);
    Some(Voice {
        language: code(info.lang())?,
        letters,
        weight: counted * trust * info.confidence().max(0.05),
        confidence: info.confidence(),
    })
}

/// The most plausible languages of blocks in a row, joined to runs.
fn runs(voices: &[Option<Voice>], states: &[&'static str], change: f64) -> Vec<Run> {
    // For each state the best sum so far; for each block and state where it came from.
    let mut sums = vec![0.0; states.len()];
    let mut steps: Vec<Vec<usize>> = Vec::new();
    for voice in voices {
        let mut best = (0, f64::MIN);
        for (state, sum) in sums.iter().enumerate() {
            if *sum > best.1 {
                best = (state, *sum);
            }
        }
        let mut from = Vec::new();
        let mut next = Vec::new();
        for (state, sum) in sums.iter().enumerate() {
            let (origin, value) = if best.1 - change > *sum {
                (best.0, best.1 - change)
            } else {
                (state, *sum)
            };
            let agrees = voice.filter(|voice| states.get(state) == Some(&voice.language));
            next.push(value + agrees.map_or(0.0, |voice| voice.weight));
            from.push(origin);
        }
        sums = next;
        steps.push(from);
    }
    let mut state = 0;
    for (index, sum) in sums.iter().enumerate() {
        if sums.get(state).is_some_and(|best| sum > best) {
            state = index;
        }
    }
    let mut path = Vec::new();
    for from in steps.iter().rev() {
        path.push(state);
        state = from.get(state).copied().unwrap_or(state);
    }
    path.reverse();
    let mut runs: Vec<Run> = Vec::new();
    for (block, state) in path.iter().enumerate() {
        let Some(language) = states.get(*state) else {
            continue;
        };
        match runs.last_mut() {
            Some(run) if run.language == *language => run.blocks.end = block + 1,
            _ => runs.push(Run {
                language,
                blocks: block..block + 1,
            }),
        }
    }
    runs
}

fn find(tag: &str) -> Option<Lang> {
    let primary = tag.split('-').next().unwrap_or_default();
    let primary = match primary {
        // Norwegian is detected as Bokmål, Persian by its own code.
        "no" => "nb",
        other => other,
    };
    CODES
        .iter()
        .find(|(_, code)| *code == primary)
        .and_then(|(lang, _)| Lang::from_code(*lang))
}

fn code(lang: Lang) -> Option<&'static str> {
    CODES
        .iter()
        .find(|(code, _)| *code == lang.code())
        .map(|(_, code)| *code)
}

/// Whether two codes name one language, as far as the detector can tell.
pub(super) fn agree(declared: &str, found: &str) -> bool {
    let primary = declared.split('-').next().unwrap_or_default();
    primary == found || find(primary).and_then(code) == Some(found)
}

/// The detector's codes (ISO 639-3) and those of BCP 47.
const CODES: &[(&str, &str)] = &[
    ("afr", "af"),
    ("aka", "ak"),
    ("amh", "am"),
    ("ara", "ar"),
    ("aze", "az"),
    ("bel", "be"),
    ("ben", "bn"),
    ("bul", "bg"),
    ("cat", "ca"),
    ("ces", "cs"),
    ("cmn", "zh"),
    ("cym", "cy"),
    ("dan", "da"),
    ("deu", "de"),
    ("ell", "el"),
    ("eng", "en"),
    ("epo", "eo"),
    ("est", "et"),
    ("fin", "fi"),
    ("fra", "fr"),
    ("guj", "gu"),
    ("heb", "he"),
    ("hin", "hi"),
    ("hrv", "hr"),
    ("hun", "hu"),
    ("hye", "hy"),
    ("ind", "id"),
    ("ita", "it"),
    ("jav", "jv"),
    ("jpn", "ja"),
    ("kan", "kn"),
    ("kat", "ka"),
    ("khm", "km"),
    ("kor", "ko"),
    ("lat", "la"),
    ("lav", "lv"),
    ("lit", "lt"),
    ("mal", "ml"),
    ("mar", "mr"),
    ("mkd", "mk"),
    ("mya", "my"),
    ("nep", "ne"),
    ("nld", "nl"),
    ("nob", "nb"),
    ("ori", "or"),
    ("pan", "pa"),
    ("pes", "fa"),
    ("pol", "pl"),
    ("por", "pt"),
    ("ron", "ro"),
    ("rus", "ru"),
    ("sin", "si"),
    ("slk", "sk"),
    ("slv", "sl"),
    ("sna", "sn"),
    ("spa", "es"),
    ("srp", "sr"),
    ("swe", "sv"),
    ("tam", "ta"),
    ("tel", "te"),
    ("tgl", "tl"),
    ("tha", "th"),
    ("tuk", "tk"),
    ("tur", "tr"),
    ("ukr", "uk"),
    ("urd", "ur"),
    ("uzb", "uz"),
    ("vie", "vi"),
    ("yid", "yi"),
    ("zul", "zu"),
];

#[cfg(test)]
mod tests {
    use super::{CODES, code, find};

    /// A language that the detector learns later must get its code here.
    #[test]
    fn every_language_of_the_detector_has_a_code() {
        for lang in whatlang::Lang::all() {
            assert!(code(*lang).is_some(), "{lang:?}");
        }
        for (_, code) in CODES {
            assert!(find(code).is_some(), "{code}");
        }
        assert_eq!(find("no-NO"), find("nb"));
        assert_eq!(find("eu"), None);
    }
}
