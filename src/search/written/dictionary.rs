//! A dictionary and the places of its words ↔ bytes.

use super::{
    super::{
        Hit,
        index::{Kind, MOST, POST_SHIFT, TITLE},
        near::spot,
    },
    bytes::{Bytes, put, put_hash, put_word},
};

/// What stands with a key, in the number behind it; above, how many words.
const BEGINS: u64 = 1;
const LEADS: u64 = 2;
const WORDS_SHIFT: u32 = 2;
/// What is said of a word, in the number before its postings; above, how many these are.
const JOINED: u64 = 1;
const MARKED: u64 = 2;
const POSTINGS_SHIFT: u32 = 2;
/// The part of a posting below the post.
const FLAGS: u32 = (1 << POST_SHIFT) - 1;

/// What is written of a word.
pub(super) struct Entry<'a> {
    pub(super) plain: &'a [u8],
    pub(super) marked: &'a [u8],
    pub(super) is_joined: bool,
    /// As in the index.
    pub(super) postings: &'a [u32],
}

/// Writes what stands with a key, but for the words themselves.
pub(super) fn put_key(
    out: &mut Vec<u8>,
    (before, key): (&[u8], &[u8]),
    best: &[Hit],
    leads: &[&[u8]],
    words: usize,
    posts: u32,
) {
    put_word(out, before, key);
    let begins = if best.is_empty() { 0 } else { BEGINS };
    let has_leads = if leads.is_empty() { 0 } else { LEADS };
    put(out, begins | has_leads | (words as u64) << WORDS_SHIFT);
    if !best.is_empty() {
        put(out, best.len() as u64);
        let mut score = best.first().map_or(0, |hit| hit.score);
        put(out, score.into());
        for hit in best {
            put(out, (score - hit.score).into());
            put(out, (posts - 1 - hit.post).into());
            score = hit.score;
        }
    }
    if !leads.is_empty() {
        put(out, leads.len() as u64);
        let mut before = key;
        for lead in leads {
            put_word(out, before, lead);
            before = lead;
        }
    }
}

/// Writes a word and its postings; `kinds` tells of all posts.
pub(super) fn put_entry(
    out: &mut Vec<u8>,
    word: &Entry<'_>,
    kinds: &dyn Fn(u32) -> Kind,
    posts: u32,
) {
    let joined = if word.is_joined { JOINED } else { 0 };
    let marked = if word.marked == word.plain { 0 } else { MARKED };
    let count = word.postings.len() as u64;
    put(out, joined | marked | count << POSTINGS_SHIFT);
    if marked != 0 {
        put_word(out, word.plain, word.marked);
    }
    let mut before = 0;
    for posting in word.postings.iter().rev() {
        let post = posting >> POST_SHIFT;
        let flags = posting & FLAGS;
        let number = posts - 1 - post;
        // Nearly all words stand in a text once.
        put(out, u64::from(number - before) << 1 | u64::from(flags != 1));
        before = number;
        if flags != 1 {
            out.push(flags as u8);
        }
        let kind = kinds(post);
        out.push(kind.code);
        if flags >= TITLE {
            out.push(kind.title);
        }
    }
}

/// Writes where a word stands in one post: the place and how many parts it has there.
pub(super) fn put_places(out: &mut Vec<u8>, is_joined: bool, places: &[(u32, u8)]) {
    let mut before = 0;
    for (at, (place, parts)) in places.iter().enumerate() {
        let is_last = u64::from(at + 1 == places.len());
        put(out, u64::from(place - before) << 1 | is_last);
        before = *place;
        if is_joined {
            out.push(*parts);
        }
    }
}

/// Where a file of places begins, as a number of postings of the dictionary, and its hash.
pub(super) type Cut = (u32, u64);

/// Writes what comes before the keys.
pub(super) fn put_head(out: &mut Vec<u8>, cuts: &[Cut], keys: usize) {
    put(out, cuts.len() as u64);
    let mut before = 0;
    for (first, hash) in cuts {
        put(out, (first - before).into());
        put_hash(out, *hash);
        before = *first;
    }
    put(out, keys as u64);
}

/// A dictionary that was read.
#[derive(Debug, Default)]
pub(super) struct Dictionary {
    /// The letters of all keys, and of words where these have others.
    text: Vec<u8>,
    keys: Vec<Key>,
    pub(super) words: Vec<Word>,
    pub(super) postings: Vec<u32>,
    /// The files of places.
    pub(super) cuts: Vec<Cut>,
    /// The words of stems.
    leads: Vec<(u32, u32)>,
    best: Vec<Hit>,
}

/// Ranges in a dictionary.
type Range = (u32, u32);

#[derive(Debug)]
struct Key {
    text: Range,
    words: Range,
    leads: Range,
    best: Range,
}

/// A word of a dictionary.
#[derive(Debug)]
pub(super) struct Word {
    marked: Range,
    pub(super) is_joined: bool,
    pub(super) postings: Range,
}

/// The part of a list that a range is.
pub(super) fn part<T>(list: &[T], range: Range) -> &[T] {
    let range = range.0 as usize..range.1 as usize;
    list.get(range).unwrap_or_default()
}

impl Dictionary {
    /// Reads a dictionary of an index of so many posts, and what it tells of them.
    pub(super) fn read(bytes: &[u8], posts: u32, kinds: &mut [Kind]) -> Option<Self> {
        let mut all = Self::default();
        let mut bytes = Bytes(bytes);
        let mut first = 0_u32;
        for _ in 0..bytes.count()? {
            first = first.checked_add(bytes.number()?)?;
            all.cuts.push((first, bytes.hash()?));
        }
        let mut key = Vec::new();
        for _ in 0..bytes.count()? {
            bytes.word(&mut key)?;
            let text = all.add(&key);
            let what = bytes.long()?;
            let (best, leads) = (all.best.len() as u32, all.leads.len() as u32);
            if what & BEGINS != 0 {
                all.read_best(&mut bytes, posts)?;
            }
            if what & LEADS != 0 {
                let mut lead = key.clone();
                for _ in 0..bytes.count()? {
                    bytes.word(&mut lead)?;
                    let text = all.add(&lead);
                    all.leads.push(text);
                }
            }
            let words = all.words.len() as u32;
            for _ in 0..what >> WORDS_SHIFT {
                all.read_word(&mut bytes, (&key, text), posts, kinds)?;
            }
            all.keys.push(Key {
                text,
                words: (words, all.words.len() as u32),
                leads: (leads, all.leads.len() as u32),
                best: (best, all.best.len() as u32),
            });
        }
        Some(all)
    }

    fn add(&mut self, word: &[u8]) -> Range {
        let start = self.text.len() as u32;
        self.text.extend_from_slice(word);
        (start, self.text.len() as u32)
    }

    fn read_best(&mut self, bytes: &mut Bytes<'_>, posts: u32) -> Option<()> {
        let count = bytes.count()?;
        let mut score = bytes.number()?;
        for _ in 0..count {
            score = score.checked_sub(bytes.number()?)?;
            let post = posts.checked_sub(bytes.number()?.checked_add(1)?)?;
            self.best.push(Hit { post, score });
        }
        Some(())
    }

    fn read_word(
        &mut self,
        bytes: &mut Bytes<'_>,
        (plain, text): (&[u8], Range),
        posts: u32,
        kinds: &mut [Kind],
    ) -> Option<()> {
        let what = bytes.long()?;
        let marked = if what & MARKED == 0 {
            text
        } else {
            let mut marked = plain.to_vec();
            bytes.word(&mut marked)?;
            self.add(&marked)
        };
        let start = self.postings.len();
        let mut number = 0_u32;
        for _ in 0..what >> POSTINGS_SHIFT {
            let step = bytes.number()?;
            number = number.checked_add(step >> 1)?;
            let flags = if step & 1 == 0 {
                1
            } else {
                bytes.byte()?.into()
            };
            let post = posts.checked_sub(number.checked_add(1)?)?;
            let kind = kinds.get_mut(post as usize)?;
            kind.code = bytes.byte()?;
            if flags >= TITLE {
                kind.title = bytes.byte()?;
            }
            self.postings.push(post << POST_SHIFT | flags & FLAGS);
        }
        // In the order of the list again.
        self.postings.get_mut(start..)?.reverse();
        self.words.push(Word {
            marked,
            is_joined: what & JOINED != 0,
            postings: (start as u32, self.postings.len() as u32),
        });
        Some(())
    }

    /// The number of the first key that does not come before this one.
    pub(super) fn seek(&self, key: &[u8]) -> u32 {
        let is_before = |own: &Key| part(&self.text, own.text) < key;
        self.keys.partition_point(is_before) as u32
    }

    /// The letters of the key with a number.
    pub(super) fn key(&self, number: u32) -> Option<&[u8]> {
        let key = self.keys.get(number as usize)?;
        Some(part(&self.text, key.text))
    }

    /// The number of just this key.
    pub(super) fn find(&self, key: &[u8]) -> Option<u32> {
        let number = self.seek(key);
        (self.key(number)? == key).then_some(number)
    }

    /// The best posts for a beginning of very many words.
    pub(super) fn best(&self, number: u32) -> &[Hit] {
        let key = self.keys.get(number as usize);
        key.map_or(&[], |key| part(&self.best, key.best))
    }

    /// The words, as keys, of which this key is the stem.
    pub(super) fn leads(&self, number: u32) -> impl Iterator<Item = &[u8]> {
        let key = self.keys.get(number as usize);
        let leads = key.map_or(&[][..], |key| part(&self.leads, key.leads));
        leads.iter().map(|lead| part(&self.text, *lead))
    }

    /// The numbers of the words that are this key without their accents.
    pub(super) fn words_of(&self, number: u32) -> std::ops::Range<u32> {
        let key = self.keys.get(number as usize);
        key.map_or(0..0, |key| key.words.0..key.words.1)
    }

    /// A word's letters with accents.
    pub(super) fn marked(&self, word: &Word) -> &[u8] {
        part(&self.text, word.marked)
    }
}

/// A file of places that was read.
#[derive(Debug)]
pub(super) struct PlacesFile {
    bytes: Vec<u8>,
    /// Where the places of each posting begin.
    starts: Vec<u32>,
    first: u32,
}

impl PlacesFile {
    /// Reads the file of a dictionary with a number.
    pub(super) fn read(bytes: Vec<u8>, dictionary: &Dictionary, file: usize) -> Option<Self> {
        let first = dictionary.cuts.get(file)?.0;
        let end = dictionary.cuts.get(file + 1);
        let end = end.map_or(dictionary.postings.len() as u32, |cut| cut.0);
        let mut starts = Vec::new();
        let mut left = Bytes(&bytes);
        let at = dictionary
            .words
            .partition_point(|word| word.postings.1 <= first);
        let mut words = dictionary.words.get(at..)?.iter();
        let mut word = words.next();
        for posting in first..end {
            while word?.postings.1 <= posting {
                word = words.next();
            }
            starts.push((bytes.len() - left.0.len()) as u32);
            walk(&mut left, word?.is_joined, &mut |_, _| {})?;
        }
        Some(Self {
            bytes,
            starts,
            first,
        })
    }

    /// Adds the places of a posting.
    pub(super) fn spots(&self, posting: u32, is_joined: bool, bits: u32, spots: &mut Vec<u64>) {
        let at = posting.wrapping_sub(self.first) as usize;
        if let Some(start) = self.starts.get(at) {
            let mut bytes = Bytes(self.bytes.get(*start as usize..).unwrap_or_default());
            walk(&mut bytes, is_joined, &mut |at, parts| {
                spots.push(spot(at, parts, bits));
            });
        }
    }
}

/// Reads the places of one posting.
fn walk(bytes: &mut Bytes<'_>, is_joined: bool, take: &mut dyn FnMut(u32, u8)) -> Option<()> {
    let mut at = 0_u32;
    loop {
        let step = bytes.number()?;
        at = at.checked_add(step >> 1)?;
        let parts = if is_joined { bytes.byte()? } else { 0 };
        take(at, parts);
        if step & 1 == 1 {
            return Some(());
        }
    }
}

/// The posting that stands `at` in the file among those of a word, by its number in the dictionary.
pub(super) fn written_at(word: &Word, at: usize) -> u32 {
    // The file has them the other way round.
    word.postings.1 - 1 - at as u32
}

const _: () = assert!(MOST < FLAGS);
