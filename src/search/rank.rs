//! A query and what is searched → the posts that hold its words, the best first.
//!
//! What is searched may be all in memory, or a written index of which some parts are here: both are
//! a [`Source`], and give the same hits.

use super::{
    Hit,
    index::{Kind, MOST, POST_SHIFT, TAG, TITLE},
    matching::{Class, Grade, Reach},
    near,
    query::{MAX_WORDS, Query, Wanted},
};

/// The nearness of words is looked at in so many of the best posts.
const NEAR: usize = 64;
/// What a word in the title or in the tags is worth beside one in the text, which comes close to
/// 256 where it stands often.
const TITLE_WORTH: u32 = 320;
const TAG_WORTH: u32 = 160;
/// Scores are below; above is how well the worst word matches.
pub(super) const TIER_SHIFT: u32 = 28;

/// What is searched: posts, which are counted in the order that hits have where all else is equal,
/// and their words, which have numbers.
pub(super) trait Source {
    /// How many posts there are.
    fn posts(&self) -> u32;
    /// How many words all texts have.
    fn words(&self) -> u64;
    /// Whether there are posts of a class.
    fn has(&self, class: Class) -> bool;
    /// What is known of a post that holds one of the words that were asked for.
    fn kind(&self, post: u32) -> Kind;
    /// The number by which hits name a post.
    fn name(&self, post: u32) -> u32;
    /// Whether the words that begin with these letters and go on have more than [`most`] postings.
    fn is_vague(&self, plain: &[u8]) -> bool;
    /// The best posts for a beginning that is vague, if they are known beforehand.
    fn best(&self, plain: &[u8]) -> Option<Vec<Hit>>;
    /// Adds the words that match.
    fn matches(&self, wanted: &Wanted, reach: Reach, may: [bool; 2], found: &mut Vec<Match>);
    /// Which posts hold a word: see [`POST_SHIFT`].
    fn postings(&self, word: u32) -> &[u32];
    /// One more than the highest number of a word, where that is a small one; else 0.
    fn vocabulary(&self) -> usize;
    /// Adds the places of words in a post, in their order: see [`near::spot`].
    fn spots(&self, post: u32, wanted: &Places<'_>, spots: &mut Vec<u64>);
    /// Whether something was asked for that is not here; what was answered is then worth nothing.
    fn is_lacking(&self) -> bool;
}

/// A word that matches one that is looked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Match {
    pub(super) word: u32,
    pub(super) grade: Grade,
    /// Whether it is what its parts are, joined.
    pub(super) is_joined: bool,
    /// One bit, for the word of the query; sixteen above where it matches the compound.
    pub(super) bits: u32,
}

/// The words whose places are asked for.
pub(super) struct Places<'a> {
    pub(super) matches: &'a [Match],
    /// The bits of all matches by the word's number, if words have small ones.
    pub(super) bits: &'a [u32],
    /// The bits that are asked for.
    pub(super) mask: u32,
}

/// How many postings words may have that begin alike. Beyond it, a beginning says too little to
/// narrow what is found, and a word is too frequent for its places to matter.
pub(super) fn most(posts: u32) -> u32 {
    (posts / 4).max(4096)
}

/// What is known of a post while words are looked up.
#[derive(Clone, Copy)]
struct Post {
    score: u32,
    /// How many of the query's words it holds so far, or [`OUT`].
    seen: u8,
    tier: u8,
    /// How many of them stand in the title.
    titled: u8,
    kind: Kind,
}

/// The post is not wanted.
const OUT: u8 = u8::MAX;

/// How a post holds one word.
#[derive(Clone, Copy, Default)]
struct Found {
    text: u16,
    title: u8,
    tag: u8,
    /// One more than the best tier, or 0 where there is no match.
    tier: u8,
}

/// The posts that hold all words of the query, the best first; at most `limit` of them, among those
/// for whose number `keep` says `true`.
pub(super) fn search(
    source: &dyn Source,
    text: &str,
    limit: usize,
    keep: &dyn Fn(u32) -> bool,
) -> Vec<Hit> {
    let mut query = Query::parse(text);
    let mut is_whole = false;
    if let [wanted] = &*query.words
        && wanted.is_unfinished()
        && source.is_vague(wanted.pattern.plain())
    {
        // Where hardly more than a letter was typed, its accent says nothing.
        let plain = wanted.pattern.plain();
        if let Some(mut hits) = source.best(plain) {
            hits.truncate(limit);
            return hits;
        }
        query = Query::parse(super::matching::text(plain));
        is_whole = true;
    }
    if query.words.is_empty() {
        return Vec::new();
    }
    let mut pass = Pass {
        source,
        query: &query,
        is_whole,
        loose: 0,
    };
    // Where nothing holds the words as they are typed, words that are in no post at all may be
    // mistakes; then, any may be.
    let mut keys = pass.run(keep);
    if keys.is_empty() && pass.loose != 0 && !source.is_lacking() {
        keys = pass.run(keep);
    }
    if keys.is_empty() && !source.is_lacking() {
        pass.loose = !0;
        keys = pass.run(keep);
    }
    keys.truncate(limit);
    let mut hits = Vec::with_capacity(keys.len());
    for key in keys {
        hits.push(Hit {
            post: source.name(!(key as u32)),
            score: (key >> 32) as u32,
        });
    }
    hits
}

/// One look at everything.
struct Pass<'a> {
    source: &'a dyn Source,
    query: &'a Query,
    /// Whether beginnings count even if they are vague.
    is_whole: bool,
    /// A bit for each word that may be a mistake; after a run, also for each that is in no post.
    loose: u32,
}

impl Pass<'_> {
    /// Hits as sorted numbers: the score above, the post below, inverted.
    fn run(&mut self, keep: &dyn Fn(u32) -> bool) -> Vec<u64> {
        let (source, query) = (self.source, self.query);
        let mut posts: Vec<Post> = Vec::with_capacity(source.posts() as usize);
        for post in 0..source.posts() {
            posts.push(Post {
                score: 0,
                seen: if keep(source.name(post)) { 0 } else { OUT },
                tier: 0,
                titled: 0,
                kind: source.kind(post),
            });
        }
        let mut found = Vec::new();
        let mut matches: Vec<Match> = Vec::new();
        // The words that say too little to narrow what is found, and those that are everywhere.
        let (mut vague, mut frequent) = (0_u32, 0_u32);
        for (at, wanted) in query.words.iter().enumerate() {
            let reach = match self.loose >> at & 1 {
                _ if wanted.is_exact => Reach::Exact,
                0 => Reach::Near,
                _ => Reach::Loose,
            };
            let may = self.may_begin(wanted);
            let is_begun = wanted.pattern.is_start || reach == Reach::Loose;
            if is_begun && !may[0] && query.words.len() > 1 {
                vague |= 1 << at;
            }
            let first = matches.len();
            source.matches(wanted, reach, may, &mut matches);
            found.clear();
            found.resize(posts.len(), Found::default());
            let mut count = 0;
            for word in matches.get_mut(first..).unwrap_or_default() {
                word.bits <<= at;
                // Nobody sees *portemon* in *porte-monnaie*.
                if word.grade.is_beginning() && word.is_joined {
                    word.grade.tier = 1;
                }
                let postings = source.postings(word.word);
                count += postings.len();
                collect(postings, word.grade, &posts, &mut found);
            }
            if count > most(source.posts()) as usize {
                frequent |= 1 << at;
            }
            if !self.weigh(at as u8, &found, &mut posts, vague >> at & 1 == 1) {
                self.loose |= 1 << at;
            }
        }
        let count = query.words.len();
        let mut keys = Vec::new();
        if source.is_lacking() || vague == (1 << count) - 1 {
            return keys;
        }
        let has_places = count > 1 || !query.phrases.is_empty();
        let mut bits = vec![0_u32; if has_places { source.vocabulary() } else { 0 }];
        for word in &matches {
            if let Some(bits) = bits.get_mut(word.word as usize) {
                *bits |= word.bits;
            }
        }
        let mut places = Places {
            matches: &matches,
            bits: &bits,
            mask: 0,
        };
        for phrase in &query.phrases {
            for word in phrase {
                places.mask |= (1 << word | 1 << (word + MAX_WORDS)) & !vague;
            }
        }
        let mut spots = Vec::new();
        for (at, state) in (0_u32..).zip(&posts) {
            if usize::from(state.seen) != count {
                continue;
            }
            if places.mask != 0 {
                spots.clear();
                source.spots(at, &places, &mut spots);
                if !near::holds(&spots, query, vague) {
                    continue;
                }
            }
            let titled = u32::from(state.titled);
            let title = u32::from(state.kind.title).max(titled).max(1);
            let share = state.score * titled / title / 2;
            let score = tiered(state.score + share, state.tier);
            keys.push(u64::from(score) << 32 | u64::from(!at));
        }
        sort(&mut keys);
        let near = ((1 << count) - 1) & !frequent & !vague;
        places.mask = near | near << MAX_WORDS;
        if near.count_ones() > 1 {
            self.near(&places, &mut keys);
        }
        keys
    }

    /// Whether words may begin with the word that is wanted, and with the compound.
    fn may_begin(&self, wanted: &Wanted) -> [bool; 2] {
        let compound = wanted.compound.as_ref();
        [
            self.is_whole || !self.source.is_vague(wanted.pattern.plain()),
            compound.is_none_or(|(compound, _)| !self.source.is_vague(compound.plain())),
        ]
    }

    /// Adds the scores of the word with a number to the posts that hold it and all before it; tells
    /// whether any post holds it. A vague word need not be held.
    fn weigh(&self, number: u8, found: &[Found], posts: &mut [Post], is_vague: bool) -> bool {
        let count = found.iter().filter(|found| found.tier > 0).count() as u64;
        let all = u64::from(self.source.posts());
        let rarity = log2((all + 1) * 2 * 256 / (2 * count + 1))
            .saturating_sub(8 * 16)
            .max(4);
        let mean = (self.source.words() / all.max(1)).max(1) as u32;
        for (found, post) in found.iter().zip(posts) {
            if post.seen != number || (found.tier == 0 && !is_vague) {
                continue;
            }
            post.seen += 1;
            if found.tier == 0 {
                continue;
            }
            let half = 5 + 15 * post.kind.length().min(8 * mean) / mean;
            let text = u32::from(found.text);
            let worth = 256 * text / (text + half)
                + TITLE_WORTH * u32::from(found.title) / 16
                + TAG_WORTH * u32::from(found.tag) / 16;
            post.score += rarity * worth;
            post.tier = post.tier.max(found.tier - 1);
            post.titled += u8::from(found.title > 0);
        }
        count > 0 || is_vague
    }

    /// Raises posts in which the words stand near each other, among the best.
    fn near(&self, places: &Places<'_>, keys: &mut [u64]) {
        let last = keys.len().min(NEAR);
        let Some(best) = keys.get_mut(..last) else {
            return;
        };
        let mut spots = Vec::new();
        for key in best.iter_mut() {
            let place = *key as u32;
            spots.clear();
            self.source.spots(!place, places, &mut spots);
            let score = (*key >> 32) as u32;
            let own = score & ((1 << TIER_SHIFT) - 1);
            let apart = near::apart(&spots, places.mask);
            let more = own / 2 * 8 / apart.saturating_add(8);
            *key = u64::from(score + more) << 32 | u64::from(place);
        }
        sort(best);
    }
}

/// Adds what a word is worth to the posts that hold it.
fn collect(postings: &[u32], grade: Grade, posts: &[Post], found: &mut [Found]) {
    for posting in postings {
        let at = (posting >> POST_SHIFT) as usize;
        let (Some(post), Some(found)) = (posts.get(at), found.get_mut(at)) else {
            continue;
        };
        let worth = grade.worth(post.kind.class());
        if worth == 0 {
            continue;
        }
        let text = (posting & MOST) as u16 * u16::from(worth);
        found.text = found.text.saturating_add(text);
        if posting & (3 * TITLE) != 0 {
            found.title = found.title.max(worth);
        }
        if posting & TAG != 0 {
            found.tag = found.tag.max(worth);
        }
        if found.tier == 0 || found.tier > grade.tier + 1 {
            found.tier = grade.tier + 1;
        }
    }
}

/// A score with the tier of the post's worst word above it: a lower tier comes first.
fn tiered(score: u32, tier: u8) -> u32 {
    (3 - u32::from(tier.min(3))) << TIER_SHIFT | score.min((1 << TIER_SHIFT) * 2 / 3 - 1)
}

/// Sixteen times the binary logarithm, about.
fn log2(number: u64) -> u32 {
    let number = number.max(1);
    let whole = number.ilog2();
    let fraction = (number << 4 >> whole) as u32 & 15;
    whole * 16 + fraction
}

/// Sorts numbers, the greatest first: a heap sort, which is a tenth of the library's code.
pub(super) fn sort(keys: &mut [u64]) {
    fn sift(keys: &mut [u64], mut at: usize) {
        loop {
            let mut least = at;
            for child in [2 * at + 1, 2 * at + 2] {
                if child < keys.len() && keys.get(child) < keys.get(least) {
                    least = child;
                }
            }
            if least == at {
                return;
            }
            keys.swap(at, least);
            at = least;
        }
    }
    for at in (0..keys.len() / 2).rev() {
        sift(keys, at);
    }
    for end in (1..keys.len()).rev() {
        keys.swap(0, end);
        if let Some(rest) = keys.get_mut(..end) {
            sift(rest, 0);
        }
    }
}
