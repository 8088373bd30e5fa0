//! What a reader asks for, and what was found for it → the cards of the list and the counts of its tags.

use crate::{
    language::{CLOSENESSES, Language, closeness},
    library::{Library, Post, PostIndex, SummaryIndex, TagIndex, WorkIndex},
    search::Snippet,
};

/// Which posts are wanted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    /// Tags, in the order in which they were chosen.
    pub tags: Vec<TagIndex>,
    /// Whether one of them is enough.
    pub matching: Match,
}

/// How several tags are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Match {
    /// A post with any of the tags is wanted.
    #[default]
    Any,
    /// A post with all of the tags is wanted.
    All,
}

/// Which languages a person reads.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reading {
    /// Best first.
    pub languages: Vec<Language>,
    /// Whether every version is wanted, each for itself: the range `*` of RFC 4647.
    pub every: bool,
    /// What becomes of works in none of the languages.
    pub untranslated: Untranslated,
}

/// What becomes of works in none of the reader's languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Untranslated {
    /// They are shown, with a badge.
    #[default]
    Show,
    /// They are shown as a summary in a language of the reader, if there is one; their text only
    /// when it is asked for.
    Summary,
    /// They are left out.
    Hide,
}

/// A post that holds what was searched for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Which one.
    pub post: PostIndex,
    /// How well it fits: more is better. Only numbers of one search can be compared.
    pub score: u32,
    /// The words in its title, as byte ranges.
    pub title: Vec<(u32, u32)>,
    /// The place in its text; none where nobody looked for it yet.
    pub snippet: Option<Snippet>,
}

/// One entry of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Card {
    /// The work.
    pub work: WorkIndex,
    /// The version to show.
    pub post: PostIndex,
    /// Whether it is in a language of the reader.
    pub is_read: bool,
}

/// A tag, and what choosing it would show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facet {
    /// The tag.
    pub tag: TagIndex,
    /// How many cards have it, under the other filters in force: with [`Match::All`] that includes
    /// the other chosen tags, with [`Match::Any`] it does not, for they would only add.
    pub count: u32,
    /// Whether it is chosen.
    pub is_chosen: bool,
}

/// The answer to a query.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Selection {
    /// What to show: in the bundle's order, or the best of what was found first.
    pub cards: Vec<Card>,
    /// How many cards there would be without the tags.
    pub total: usize,
    /// The tags of those, the most used first.
    pub facets: Vec<Facet>,
}

impl Reading {
    /// How well a language serves: lower is better, none if the reader does not read it.
    #[must_use]
    pub fn rank(&self, language: &Language) -> Option<u32> {
        let mut rank = 0;
        for wanted in &self.languages {
            if let Some(closeness) = closeness(wanted, language) {
                return Some(rank + closeness);
            }
            rank += CLOSENESSES;
        }
        None
    }

    /// The same for a choice that must be made: languages that are not read come last, among them
    /// first those that are read in another script.
    fn order(&self, language: &Language) -> u32 {
        let mut order = u32::MAX;
        for wanted in &self.languages {
            if wanted.primary() == language.primary() {
                order = UNREAD;
            }
        }
        self.rank(language).unwrap_or(order)
    }

    /// The version of a post's work that serves best; the first one if none is read.
    #[must_use]
    pub fn best(&self, library: &Library, post: &Post) -> Option<PostIndex> {
        library
            .versions(post)
            .min_by_key(|(_, post)| self.order(&post.item.language))
            .map(|(index, _)| index)
    }

    /// The summary of a post in the best language that is read better than the post's own.
    #[must_use]
    pub fn summary(&self, library: &Library, post: &Post) -> Option<SummaryIndex> {
        let mut best = self.rank(&post.item.language).unwrap_or(u32::MAX);
        let mut found = None;
        for (index, (language, _)) in (0..).zip(library.summaries(post)) {
            if let Some(rank) = self.rank(language).filter(|rank| *rank < best) {
                best = rank;
                found = Some(SummaryIndex(index));
            }
        }
        found
    }
}

/// From this order on, a language is not read.
const UNREAD: u32 = u32::MAX - 1;

/// The place of a post that was not found.
const UNFOUND: u32 = u32::MAX;

/// Answers a query. With `found`, only of those posts, the best first.
#[must_use]
pub fn select(
    library: &Library,
    reading: &Reading,
    query: &Query,
    found: Option<&[Found]>,
) -> Selection {
    // Where each post stands among what was found.
    let mut places = vec![if found.is_some() { UNFOUND } else { 0 }; library.posts().len()];
    for (place, found) in (0..).zip(found.unwrap_or_default()) {
        if let Some(post) = places.get_mut(found.post.index()) {
            *post = place;
        }
    }
    let place = |post: PostIndex| places.get(post.index()).copied().unwrap_or(UNFOUND);
    let ranks: Vec<u32> = library
        .languages()
        .iter()
        .map(|language| reading.order(language))
        .collect();
    let rank = |post: &Post| ranks.get(post.language.index()).copied().unwrap_or(UNREAD);
    let mut counts = vec![(0_u32, 0_u32); library.tags().len()];
    let mut selection = Selection::default();
    let mut tags = Vec::new();
    let mut versions: Vec<(PostIndex, &Post, u32)> = Vec::new();

    let mut unit = |versions: &mut Vec<(PostIndex, &Post, u32)>| {
        versions.retain(|version| place(version.0) < UNFOUND);
        if versions.is_empty() {
            return;
        }
        // Where the reader reads a version, the others do not speak for the work.
        let is_read = versions.iter().any(|version| version.2 < UNREAD);
        if is_read {
            versions.retain(|version| version.2 < UNREAD);
        } else if !reading.every && reading.untranslated == Untranslated::Hide {
            return;
        }
        selection.total += 1;
        tags.clear();
        for (_, post, _) in versions.iter() {
            for tag in &post.tags {
                if !tags.contains(tag) {
                    tags.push(*tag);
                }
            }
        }
        let chosen = query.tags.iter().filter(|tag| tags.contains(tag)).count();
        let has_all = chosen == query.tags.len();
        for tag in &tags {
            if let Some(count) = counts.get_mut(tag.index()) {
                count.0 += 1;
                count.1 += u32::from(query.matching == Match::Any || has_all);
            }
        }
        let matches = match query.matching {
            Match::Any => chosen > 0 || query.tags.is_empty(),
            Match::All => has_all,
        };
        if !matches {
            return;
        }
        // The version that has most of the chosen tags, then the one that reads best.
        let best = versions.iter().min_by_key(|(_, post, rank)| {
            let own = query
                .tags
                .iter()
                .filter(|tag| post.tags.contains(tag))
                .count();
            (query.tags.len() - own, *rank)
        });
        if let Some((index, post, _)) = best {
            selection.cards.push(Card {
                work: post.work,
                post: *index,
                is_read: is_read || reading.every,
            });
        }
    };

    if reading.every {
        for index in library.listed() {
            versions.clear();
            versions.extend(library.post(*index).map(|post| (*index, post, rank(post))));
            unit(&mut versions);
        }
    } else {
        for index in library.listed() {
            let Some(post) = library.post(*index) else {
                continue;
            };
            // A work stands where its first version does.
            let work = library.works().get(post.work.index());
            if work.is_none_or(|work| work.first != Some(*index)) {
                continue;
            }
            versions.clear();
            let found = library.versions(post);
            versions.extend(found.map(|(index, post)| (index, post, rank(post))));
            unit(&mut versions);
        }
    }
    // Until all posts are here, the bundle's own word on its tags counts.
    if library.awaited.is_some() {
        for (count, tag) in counts.iter_mut().zip(library.tags()) {
            *count = (tag.awaited, tag.awaited);
        }
    }

    // The most used first. One bucket for each count is less code than a sort.
    let most = counts.iter().map(|count| count.0).max().unwrap_or(0);
    let mut buckets = vec![Vec::new(); most as usize + 1];
    for (tag, (base, count)) in (0..).map(TagIndex).zip(counts) {
        let is_chosen = query.tags.contains(&tag);
        if (base > 0 || is_chosen)
            && let Some(bucket) = buckets.get_mut((most - base) as usize)
        {
            bucket.push(Facet {
                tag,
                count,
                is_chosen,
            });
        }
    }
    selection.facets = buckets.concat();
    if let Some(found) = found {
        let mut ordered = vec![None; found.len()];
        for card in &selection.cards {
            if let Some(slot) = ordered.get_mut(place(card.post) as usize) {
                *slot = Some(*card);
            }
        }
        selection.cards = ordered.into_iter().flatten().collect();
    }
    selection
}
