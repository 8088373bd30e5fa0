//! Some files of a written index, as something to search.

use std::cell::{Cell, RefCell};

use super::{
    super::{
        Hit,
        index::{Kind, POST_SHIFT},
        matching::{Class, Pattern, Reach},
        query::Wanted,
        rank::{self, Match, Places, Source, sort},
    },
    MAGIC,
    bytes::{Bytes, from_text, hash, name},
    dictionary::{Dictionary, PlacesFile, part, written_at},
    likely::{self, Bounds},
};

/// A written index, of which those files are here that searches needed so far.
#[derive(Debug)]
pub struct Written {
    posts: u32,
    words: u64,
    classes: u8,
    kinds: Vec<Kind>,
    dictionaries: Vec<Shelf>,
    likely: Vec<Likely>,
    /// What was needed and is not here.
    lacking: RefCell<Vec<Need>>,
    /// Whether anything was.
    is_lacking: Cell<bool>,
}

/// A dictionary, which may be here, and the files of its places.
#[derive(Debug)]
struct Shelf {
    first: Box<[u8]>,
    hash: u64,
    dictionary: Option<Box<Dictionary>>,
    places: Vec<Option<Box<PlacesFile>>>,
}

#[derive(Debug)]
struct Likely {
    bounds: Bounds,
    hash: u64,
    words: Option<Vec<Box<[u8]>>>,
}

/// A file, by what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Need {
    Dictionary(usize),
    Places(usize, usize),
    Likely(usize),
}

/// An entry that tells of more posts would have us take much memory for nothing.
const MOST_POSTS: u32 = 1 << 20;
/// A word has the number of its dictionary above, and its own below.
const WORD_BITS: u32 = 18;

impl Written {
    /// Reads the entry of an index, the first of its files; none if that is no entry, or one of
    /// another format.
    #[must_use]
    pub fn new(entry: &str) -> Option<Self> {
        let entry = from_text(entry)?;
        let mut bytes = Bytes(entry.strip_prefix(MAGIC)?);
        let posts = bytes.number().filter(|posts| *posts < MOST_POSTS)?;
        let words = bytes.long()?;
        let classes = bytes.byte()?;
        let mut dictionaries = Vec::new();
        let mut first = Vec::new();
        for _ in 0..bytes.count()? {
            bytes.word(&mut first)?;
            dictionaries.push(Shelf {
                first: first.as_slice().into(),
                hash: bytes.hash()?,
                dictionary: None,
                places: Vec::new(),
            });
        }
        let mut likely = Vec::new();
        for _ in 0..bytes.count()? {
            let (bounds, hash) = Bounds::read(&mut bytes)?;
            likely.push(Likely {
                bounds,
                hash,
                words: None,
            });
        }
        Some(Self {
            posts,
            words,
            classes,
            kinds: vec![Kind::default(); posts as usize],
            dictionaries,
            likely,
            lacking: RefCell::default(),
            is_lacking: Cell::new(false),
        })
    }

    /// The posts that hold all words of the query, the best first, as [`super::super::Index::search`] finds them;
    /// at most `limit` of them, and at most 1,000 where only a beginning was typed that begins very many words. Posts are counted
    /// from 0, in the order in which they were written.
    ///
    /// None where files are needed: see [`Self::wanted`]. With them, ask again.
    #[must_use]
    pub fn search(&self, query: &str, limit: usize) -> Option<Vec<Hit>> {
        self.is_lacking.set(false);
        self.lacking.borrow_mut().clear();
        let hits = rank::search(self, query, limit, &|_| true);
        (!self.is_lacking.get()).then_some(hits)
    }

    /// The names of the files that the last search needed, in the entry's folder.
    #[must_use]
    pub fn wanted(&self) -> Vec<String> {
        let lacking = self.lacking.borrow();
        let mut names = Vec::with_capacity(lacking.len());
        for need in lacking.iter() {
            names.push(name(self.hash(*need)));
        }
        names
    }

    /// Takes a file that is wanted; false if it is not what its name says, or not wanted.
    pub fn take(&mut self, wanted: &str, text: &str) -> bool {
        let lacking = self.lacking.borrow().clone();
        let mut lacking = lacking.into_iter();
        let need = lacking.find(|need| name(self.hash(*need)) == wanted);
        need.is_some_and(|need| self.put(need, text).is_some())
    }

    fn put(&mut self, need: Need, text: &str) -> Option<()> {
        let bytes = from_text(text)?;
        if hash(&bytes) != self.hash(need) {
            return None;
        }
        match need {
            Need::Dictionary(at) => {
                let shelf = self.dictionaries.get_mut(at)?;
                let own = Dictionary::read(&bytes, self.posts, &mut self.kinds)?;
                shelf.places.resize_with(own.cuts.len(), || None);
                shelf.dictionary = Some(Box::new(own));
            }
            Need::Places(at, file) => {
                let shelf = self.dictionaries.get_mut(at)?;
                let own = PlacesFile::read(bytes, shelf.dictionary.as_ref()?, file)?;
                *shelf.places.get_mut(file)? = Some(Box::new(own));
            }
            Need::Likely(at) => self.likely.get_mut(at)?.words = Some(likely::read(&bytes)?),
        }
        Some(())
    }

    fn hash(&self, need: Need) -> u64 {
        let shelf = |at: usize| self.dictionaries.get(at);
        let hash = match need {
            Need::Dictionary(at) => shelf(at).map(|shelf| shelf.hash),
            Need::Places(at, file) => shelf(at)
                .and_then(|shelf| shelf.dictionary.as_ref()?.cuts.get(file))
                .map(|cut| cut.1),
            Need::Likely(at) => self.likely.get(at).map(|likely| likely.hash),
        };
        hash.unwrap_or(0)
    }

    fn lack(&self, need: Need) {
        self.is_lacking.set(true);
        let mut lacking = self.lacking.borrow_mut();
        if !lacking.contains(&need) {
            lacking.push(need);
        }
    }

    /// The dictionary with a number.
    fn dictionary(&self, at: usize) -> Option<&Dictionary> {
        let shelf = self.dictionaries.get(at)?;
        if shelf.dictionary.is_none() {
            self.lack(Need::Dictionary(at));
        }
        shelf.dictionary.as_deref()
    }

    /// The number of the dictionary that has a key, if any has.
    fn shelf(&self, key: &[u8]) -> usize {
        let is_before = |shelf: &Shelf| &*shelf.first <= key;
        let after = self.dictionaries.partition_point(is_before);
        after.saturating_sub(1)
    }

    /// The place of a key, if it is there: its dictionary and its number.
    fn find(&self, key: &[u8]) -> Option<(usize, u32)> {
        let at = self.shelf(key);
        Some((at, self.dictionary(at)?.find(key)?))
    }

    fn word(&self, word: u32) -> Option<(usize, &Dictionary, &super::dictionary::Word)> {
        let at = (word >> WORD_BITS) as usize;
        let dictionary = self.dictionaries.get(at)?.dictionary.as_deref()?;
        let own = dictionary
            .words
            .get(word as usize & ((1 << WORD_BITS) - 1))?;
        Some((at, dictionary, own))
    }

    /// Adds the keys of words that may match a pattern, the dictionary above.
    fn keys(&self, pattern: &Pattern, reach: Reach, may_begin: bool, keys: &mut Vec<u64>) {
        let add = |keys: &mut Vec<u64>, key: &[u8]| {
            if let Some((at, number)) = self.find(key) {
                keys.push((at as u64) << 32 | u64::from(number));
            }
        };
        let plain = pattern.plain();
        add(keys, plain);
        let is_begun = pattern.is_start
            || reach == Reach::Loose
            || (reach == Reach::Near && pattern.is_long() && self.has(Class::Other));
        // Before the first dictionary is here, nobody knows whether they are very many.
        let first = self.shelf(plain);
        if is_begun && may_begin && self.dictionary(first).is_some() {
            for (at, shelf) in self.dictionaries.iter().enumerate().skip(first) {
                if at > first && !shelf.first.starts_with(plain) {
                    break;
                }
                let Some(dictionary) = self.dictionary(at) else {
                    continue;
                };
                let mut number = dictionary.seek(plain);
                while dictionary
                    .key(number)
                    .is_some_and(|key| key.starts_with(plain))
                {
                    keys.push((at as u64) << 32 | u64::from(number));
                    number += 1;
                }
            }
        }
        if reach == Reach::Exact {
            return;
        }
        for stem in pattern.stems() {
            add(keys, stem);
            let Some((at, number)) = self.find(stem) else {
                continue;
            };
            for lead in self
                .dictionary(at)
                .into_iter()
                .flat_map(|own| own.leads(number))
            {
                if reach == Reach::Loose || lead.first() == plain.first() {
                    add(keys, lead);
                }
            }
        }
        let Some(slip) = pattern.slip().filter(|_| reach == Reach::Loose) else {
            return;
        };
        for (at, likely) in self.likely.iter().enumerate() {
            if !likely.bounds.may_hold(&slip) {
                continue;
            }
            let Some(words) = &likely.words else {
                self.lack(Need::Likely(at));
                continue;
            };
            for word in words {
                let look = super::super::matching::look(word);
                if pattern.may(look, reach) && pattern.grade(word, word, reach, may_begin).is_some()
                {
                    add(keys, word);
                }
            }
        }
    }
}

impl Source for Written {
    fn posts(&self) -> u32 {
        self.posts
    }

    fn words(&self) -> u64 {
        self.words
    }

    fn has(&self, class: Class) -> bool {
        self.classes >> class as u8 & 1 == 1
    }

    fn kind(&self, post: u32) -> Kind {
        self.kinds.get(post as usize).copied().unwrap_or_default()
    }

    fn name(&self, post: u32) -> u32 {
        post
    }

    fn is_vague(&self, plain: &[u8]) -> bool {
        !self.best_of(plain).is_empty()
    }

    fn best(&self, plain: &[u8]) -> Option<Vec<Hit>> {
        Some(self.best_of(plain).to_vec())
    }

    fn matches(&self, wanted: &Wanted, reach: Reach, may: [bool; 2], found: &mut Vec<Match>) {
        let mut keys = Vec::new();
        self.keys(&wanted.pattern, reach, may[0], &mut keys);
        if let Some((compound, _)) = &wanted.compound {
            self.keys(compound, reach, may[1], &mut keys);
        }
        sort(&mut keys);
        let mut last = None;
        for key in keys {
            let (at, number) = ((key >> 32) as usize, key as u32);
            let Some(dictionary) = self.dictionary(at).filter(|_| last != Some(key)) else {
                continue;
            };
            last = Some(key);
            let plain = dictionary.key(number).unwrap_or_default();
            for own in dictionary.words_of(number) {
                let Some(word) = dictionary.words.get(own as usize) else {
                    continue;
                };
                let letters = (plain, dictionary.marked(word));
                let number = (at as u32) << WORD_BITS | own;
                found.extend(wanted.matched(self, letters, reach, may, number, word.is_joined));
            }
        }
    }

    fn postings(&self, word: u32) -> &[u32] {
        let postings = self.word(word);
        postings.map_or(&[], |(_, own, word)| part(&own.postings, word.postings))
    }

    fn vocabulary(&self) -> usize {
        0
    }

    fn spots(&self, post: u32, wanted: &Places<'_>, spots: &mut Vec<u64>) {
        for own in wanted.matches {
            let Some((at, dictionary, word)) = self.word(own.word) else {
                continue;
            };
            if own.bits & wanted.mask == 0 {
                continue;
            }
            let postings = part(&dictionary.postings, word.postings);
            let place = postings.partition_point(|own| own >> POST_SHIFT < post);
            if postings.get(place).map(|own| own >> POST_SHIFT) != Some(post) {
                continue;
            }
            let posting = written_at(word, place);
            let file = dictionary.cuts.partition_point(|cut| cut.0 <= posting);
            let file = file.saturating_sub(1);
            let shelf = self.dictionaries.get(at);
            match shelf.and_then(|shelf| shelf.places.get(file)) {
                Some(Some(places)) => places.spots(posting, word.is_joined, own.bits, spots),
                Some(None) => self.lack(Need::Places(at, file)),
                None => {}
            }
        }
        sort(spots);
        spots.reverse();
        // A word may match several of the query.
        let mut count = 0_usize;
        for at in 0..spots.len() {
            let spot = spots.get(at).copied().unwrap_or(0);
            match count.checked_sub(1).and_then(|last| spots.get_mut(last)) {
                Some(last) if *last >> 32 == spot >> 32 => *last |= spot,
                _ => {
                    if let Some(place) = spots.get_mut(count) {
                        *place = spot;
                    }
                    count += 1;
                }
            }
        }
        spots.truncate(count);
    }

    fn is_lacking(&self) -> bool {
        self.is_lacking.get()
    }
}

impl Written {
    fn best_of(&self, plain: &[u8]) -> &[Hit] {
        match self.find(plain) {
            Some((at, number)) => {
                let dictionary = self.dictionaries.get(at);
                let dictionary = dictionary.and_then(|shelf| shelf.dictionary.as_ref());
                dictionary.map_or(&[], |own| own.best(number))
            }
            None => &[],
        }
    }
}

#[cfg(test)]
#[allow(clippy::indexing_slicing, clippy::panic)]
mod tests {
    use super::{
        super::{super::Index, bytes::from_text, write},
        Dictionary, Kind, PlacesFile, Written, likely,
    };

    /// Whatever a file holds, reading it ends, and gives nothing or something.
    #[test]
    fn broken_files_do_no_harm() {
        let mut index = Index::new();
        let text = "Été après été, porte-monnaie and porte monnaie, words of an author ".repeat(9);
        for post in 0..40 {
            index.add(
                post,
                "fr",
                "Un titre",
                "mots",
                &text[..post as usize * 9 % 500],
            );
        }
        index.finish(usize::MAX);
        let files = write(&index);
        let mut chance = 7_u32;
        for (name, text) in &files {
            for _ in 0..400 {
                let mut bytes = from_text(text).unwrap_or_default();
                for _ in 0..3 {
                    chance = chance.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    let at = chance as usize % bytes.len();
                    match chance >> 24 & 3 {
                        0 => bytes.truncate(at + 1),
                        1 => bytes[at] = 255,
                        _ => bytes[at] ^= (chance >> 16) as u8,
                    }
                }
                let mut kinds = [Kind::default(); 40];
                if let Some(own) = Dictionary::read(&bytes, 40, &mut kinds) {
                    for file in 0..own.cuts.len() {
                        let _ = PlacesFile::read(bytes.clone(), &own, file);
                    }
                }
                let _ = likely::read(&bytes);
                if let Some(mut written) = Written::new(&super::super::bytes::to_text(&bytes)) {
                    let _ = written.search("ete porte-monnai \"de la\" x", 10);
                    for name in written.wanted() {
                        let file = files.iter().find(|file| file.0 == name);
                        written.take(&name, file.map_or("", |file| &file.1));
                    }
                    let _ = written.search("ete porte-monnai \"de la\" x", 10);
                }
            }
            let mut written = Written::new(&files[0].1).unwrap_or_else(|| panic!("no entry"));
            assert!(!written.take(name, text), "nobody asked for {name}");
            assert!(written.search("ete", 9).is_none());
            for name in written.wanted() {
                assert!(!written.take(&name, "another"));
            }
        }
    }
}
