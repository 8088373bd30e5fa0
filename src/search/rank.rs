//! A query and an index → the posts that hold its words, the best first.

use super::{
    Hit,
    index::{BREAK, Index, MOST, POST_SHIFT, Row, TAG, TITLE},
    matching::{Class, Grade, Reach},
    query::{MAX_WORDS, Query},
};

/// The nearness of words is looked at in so many of the best posts.
const NEAR: usize = 64;
/// What a word in the title or in the tags is worth beside one in the text, which comes close to
/// 256 where it stands often.
const TITLE_WORTH: u32 = 320;
const TAG_WORTH: u32 = 160;
/// How far apart the fields of a post are, in words.
const FIELD_GAP: u32 = 50;
/// Scores are below; above is how well the worst word matches.
pub(super) const TIER_SHIFT: u32 = 28;

/// What is known of a post while words are looked up.
#[derive(Clone, Copy)]
struct Post {
    score: u32,
    /// How many of the query's words it holds so far, or [`OUT`].
    seen: u8,
    tier: u8,
    /// How many of them stand in the title.
    titled: u8,
    class: Class,
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

impl Index {
    /// The posts that hold all words of the query, the best first; at most `limit` of them. Nothing
    /// is found before [`Self::finish`] has said `true`.
    ///
    /// Case, accents, hyphens and apostrophes do not matter. The last word may go on, as long as no
    /// space follows. Other forms of a word are found in English and French, and likely words where
    /// hardly anything holds the words as they are typed. What stands in quotation marks must stand
    /// so in the post.
    #[must_use]
    pub fn search(&self, query: &str, limit: usize) -> Vec<Hit> {
        self.search_where(query, limit, &|_| true)
    }

    /// The same among the posts for whose number `keep` says `true`.
    #[must_use]
    pub fn search_where(&self, query: &str, limit: usize, keep: &dyn Fn(u32) -> bool) -> Vec<Hit> {
        let query = Query::parse(query);
        if query.words.is_empty() {
            return Vec::new();
        }
        // Where nothing holds the words as they are typed, words that are in no post at all may be
        // mistakes; then, any may be.
        let mut loose = 0;
        let mut keys = self.pass(&query, &mut loose, keep);
        if keys.is_empty() && loose != 0 {
            keys = self.pass(&query, &mut loose, keep);
        }
        if keys.is_empty() {
            loose = !0;
            keys = self.pass(&query, &mut loose, keep);
        }
        keys.truncate(limit);
        let mut hits = Vec::with_capacity(keys.len());
        for key in keys {
            if let Some(post) = self.posts.get(!(key as u32) as usize) {
                hits.push(Hit {
                    post: post.number,
                    score: (key >> 32) as u32,
                });
            }
        }
        hits
    }

    /// Hits as sorted numbers: the score above, the post's place below, inverted. `loose` has a bit
    /// for each word that may be a mistake, and gets one for each that is in no post.
    fn pass(&self, query: &Query, loose: &mut u32, keep: &dyn Fn(u32) -> bool) -> Vec<u64> {
        let mut posts: Vec<Post> = Vec::with_capacity(self.posts.len());
        for post in &self.posts {
            posts.push(Post {
                score: 0,
                seen: if keep(post.number) { 0 } else { OUT },
                tier: 0,
                titled: 0,
                class: post.class,
            });
        }
        let mut found = Vec::new();
        // Which words of the query a word of the vocabulary matches: a bit each, and sixteen above
        // it a bit if it matches the compound.
        let needs_places = query.words.len() > 1;
        let mut places = vec![
            0_u32;
            if needs_places {
                self.vocabulary.looks.len()
            } else {
                0
            }
        ];
        for (at, wanted) in query.words.iter().enumerate() {
            let reach = match *loose >> at & 1 {
                0 => Reach::Near,
                _ => Reach::Loose,
            };
            found.clear();
            found.resize(posts.len(), Found::default());
            for (number, look) in (0_u32..).zip(&self.vocabulary.looks).skip(1) {
                if !wanted.may(*look, reach) {
                    continue;
                }
                let (plain, marked) = self.vocabulary.word(number);
                let Some((mut grade, is_compound)) = wanted.grade(plain, marked, reach) else {
                    continue;
                };
                // Nobody sees *portemon* in *porte-monnaie*.
                if grade.is_beginning() && self.vocabulary.is_joined(number) {
                    grade.tier = 1;
                }
                self.collect(number, grade, &posts, &mut found);
                if let Some(place) = places.get_mut(number as usize) {
                    *place |= 1 << (at + if is_compound { MAX_WORDS } else { 0 });
                }
            }
            if !self.weigh(at as u8, &found, &mut posts) {
                *loose |= 1 << at;
            }
        }
        let mut keys = Vec::new();
        let count = query.words.len() as u8;
        for (at, (own, state)) in (0_u32..).zip(self.posts.iter().zip(&posts)) {
            let is_hit = state.seen == count && self.holds(&own.row, query, &places);
            if is_hit {
                let titled = u32::from(state.titled);
                let share = state.score * titled / own.title.max(titled).max(1) / 2;
                let score = tiered(state.score + share, state.tier);
                keys.push(u64::from(score) << 32 | u64::from(!at));
            }
        }
        sort(&mut keys);
        if needs_places {
            self.near(query, &places, &mut keys);
        }
        keys
    }

    /// Adds what a word of the vocabulary is worth to the posts that hold it.
    fn collect(&self, number: u32, grade: Grade, posts: &[Post], found: &mut [Found]) {
        for posting in self.postings(number) {
            let at = (posting >> POST_SHIFT) as usize;
            let (Some(post), Some(found)) = (posts.get(at), found.get_mut(at)) else {
                continue;
            };
            let worth = grade.worth(post.class);
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

    /// Adds the scores of the word with a number to the posts that hold it and all before it; tells
    /// whether any post holds it.
    fn weigh(&self, number: u8, found: &[Found], posts: &mut [Post]) -> bool {
        let count = found.iter().filter(|found| found.tier > 0).count() as u64;
        let all = self.posts.len() as u64;
        let rarity = log2((all + 1) * 2 * 256 / (2 * count + 1))
            .saturating_sub(8 * 16)
            .max(4);
        let mean = (self.words / all.max(1)).max(1) as u32;
        for ((found, post), own) in found.iter().zip(posts).zip(&self.posts) {
            if found.tier == 0 || post.seen != number {
                continue;
            }
            let half = 5 + 15 * own.length.min(8 * mean) / mean;
            let text = u32::from(found.text);
            let worth = 256 * text / (text + half)
                + TITLE_WORTH * u32::from(found.title) / 16
                + TAG_WORTH * u32::from(found.tag) / 16;
            post.seen += 1;
            post.score += rarity * worth;
            post.tier = post.tier.max(found.tier - 1);
            post.titled += u8::from(found.title > 0);
        }
        count > 0
    }

    /// Whether a post holds all phrases of a query.
    fn holds(&self, row: &[[u8; 3]], query: &Query, places: &[u32]) -> bool {
        if query.phrases.is_empty() {
            return true;
        }
        let mut words = Vec::new();
        let mut row = Row::new(row);
        while let Some(word) = row.next() {
            let place = places.get(word.0 as usize).copied().unwrap_or(0);
            words.push((place, word.1));
        }
        query.phrases.iter().all(|phrase| {
            (0..words.len()).any(|at| begins(words.get(at..).unwrap_or_default(), phrase, query))
        })
    }

    /// Raises posts in which the words stand near each other, among the best.
    fn near(&self, query: &Query, places: &[u32], keys: &mut [u64]) {
        let last = keys.len().min(NEAR);
        let Some(best) = keys.get_mut(..last) else {
            return;
        };
        for key in best.iter_mut() {
            let place = *key as u32;
            let Some(post) = self.posts.get(!place as usize) else {
                continue;
            };
            let score = (*key >> 32) as u32;
            let own = score & ((1 << TIER_SHIFT) - 1);
            let apart = apart(&post.row, query.words.len(), places);
            let more = own / 2 * 8 / (8 + apart);
            *key = u64::from(score + more) << 32 | u64::from(place);
        }
        sort(best);
    }
}

/// How many words that are not looked for stand between those that are, at the least.
fn apart(row: &[[u8; 3]], count: usize, places: &[u32]) -> u32 {
    let mut row = Row::new(row);
    let mut last = [0_u32; MAX_WORDS];
    let mut at = FIELD_GAP;
    let mut least = u32::MAX;
    while let Some((number, parts)) = row.next() {
        if number == BREAK {
            at += FIELD_GAP;
        }
        let place = places.get(number as usize).copied().unwrap_or(0);
        if place != 0 {
            let place = place | place >> MAX_WORDS;
            let mut first = at;
            for (word, last) in last.iter_mut().take(count).enumerate() {
                if place >> word & 1 == 1 {
                    *last = at;
                }
                first = first.min(*last);
            }
            if first > 0 {
                least = least.min(at - first);
            }
        }
        at += u32::from(parts == 0);
    }
    least.saturating_sub(count as u32 - 1)
}

/// Whether words begin with a phrase.
fn begins(words: &[(u32, u8)], phrase: &[usize], query: &Query) -> bool {
    let mut at = 0;
    let mut next = 0;
    while let Some(wanted) = phrase.get(next) {
        let Some((place, parts)) = words.get(at) else {
            return false;
        };
        let compound = query
            .words
            .get(*wanted)
            .and_then(|word| word.compound.as_ref());
        if place >> wanted & 1 == 1 {
            next += 1;
            at += 1 + usize::from(*parts);
        } else if let Some((_, own)) = compound.filter(|_| place >> (wanted + MAX_WORDS) & 1 == 1) {
            next += usize::from(*own);
            at += 1 + usize::from(*parts);
        } else if *parts > 0 {
            // Not the compound, but its first part may be it.
            at += 1;
        } else {
            return false;
        }
    }
    true
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

/// Whether a score is about as good as a better one.
pub(super) fn is_near(score: u32, best: u32) -> bool {
    const OWN: u32 = (1 << TIER_SHIFT) - 1;
    score >> TIER_SHIFT == best >> TIER_SHIFT && (score & OWN) >= (best & OWN) / 4 * 3
}
