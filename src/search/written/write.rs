//! Posts → the files of a written index.

use std::collections::BTreeMap;

use super::{
    super::{
        Hit, Index,
        index::{BREAK, Row},
        matching::{Pattern, Slip, stems, text},
        near::FIELD_GAP,
        rank::{Source as _, most},
    },
    BEST, MAGIC,
    bytes::{hash, name, put, put_hash, put_word, to_text},
    dictionary::{Cut, Entry, put_entry, put_head, put_key, put_places},
    likely,
};

/// How long a dictionary and a file of places are, in bytes, about: so much, and more if otherwise
/// there were very many of them.
const LENGTH: usize = 24_000;
const MOST_FILES: usize = 2_000;
/// A word with longer postings has a dictionary of its own.
const LONG: usize = 16_000;
/// So many places are gathered in one walk through all posts.
const GATHERED: usize = 1 << 24;

/// Writes an index that is ready, of posts that are numbered from 0 on. Gives the files' names, by
/// which they stand in one folder, and their content as text in which each character is a byte; the
/// first is the entry. They are named after their content; the same posts give the same files.
///
/// ```
/// use liseuse::search::{Index, Written, write};
/// let mut index = Index::new();
/// index.add(0, "fr", "L’été", "", "Nous avons nagé **tous** les jours.");
/// index.finish(usize::MAX);
/// let files = write(&index);
/// let file = |name: &str| files.iter().find(|file| file.0 == name).map(|file| &*file.1);
/// let mut written = Written::new(&files[0].1).unwrap();
/// let hits = loop {
///     if let Some(hits) = written.search("ete nage", 10) {
///         break hits;
///     }
///     for name in written.wanted() {
///         assert!(written.take(&name, file(&name).unwrap_or_default()));
///     }
/// };
/// assert_eq!(hits, index.search("ete nage", 10));
/// ```
#[must_use]
pub fn write(index: &Index) -> Vec<(String, String)> {
    let corpus = Corpus::new(index);
    let mut files = Files::default();
    let mut entry = MAGIC.to_vec();
    put(&mut entry, corpus.posts.into());
    put(&mut entry, index.words());
    entry.push(index.classes);
    let dictionaries = dictionaries(&corpus, &mut files);
    put(&mut entry, dictionaries.len() as u64);
    let mut before: &[u8] = b"";
    for (first, hash) in &dictionaries {
        put_word(&mut entry, before, first);
        put_hash(&mut entry, *hash);
        before = first;
    }
    let likely = corpus.likely();
    put(&mut entry, likely.len() as u64);
    for (bounds, file) in likely {
        bounds.put(&mut entry, files.add(file));
    }
    let entry = name(files.add(entry));
    let files = files.0.into_iter();
    let mut files: Vec<_> = files.map(|(name, bytes)| (name, to_text(&bytes))).collect();
    files.sort_by_key(|file| file.0 != entry);
    files
}

/// Files by their names.
#[derive(Default)]
struct Files(BTreeMap<String, Vec<u8>>);

impl Files {
    /// Adds a file, and gives its hash.
    fn add(&mut self, mut bytes: Vec<u8>) -> u64 {
        loop {
            let hash = hash(&bytes);
            let name = name(hash);
            match self.0.get(&name) {
                // What follows the content is not read.
                Some(other) if *other != bytes => bytes.push(0),
                _ => {
                    self.0.insert(name, bytes);
                    return hash;
                }
            }
        }
    }
}

/// An index, and its words in order.
struct Corpus<'a> {
    index: &'a Index,
    posts: u32,
    /// The numbers of all words, by their letters without accents and then with them.
    words: Vec<u32>,
    /// How often each word stands anywhere, by its number.
    uses: Vec<u32>,
}

/// What stands with a key.
struct Record<'a> {
    key: &'a [u8],
    /// Its words, as places in [`Corpus::words`].
    words: std::ops::Range<usize>,
    leads: Vec<&'a [u8]>,
    best: Vec<Hit>,
}

impl<'a> Corpus<'a> {
    fn new(index: &'a Index) -> Self {
        let vocabulary = &index.vocabulary;
        let mut words: Vec<u32> = (1..vocabulary.looks.len() as u32).collect();
        words.sort_by_key(|word| (vocabulary.word(*word), vocabulary.is_joined(*word)));
        let mut uses = vec![0_u32; vocabulary.looks.len()];
        for post in &index.posts {
            let mut row = Row::new(&post.row);
            while let Some((number, _)) = row.next() {
                if let Some(uses) = uses.get_mut(number as usize) {
                    *uses += 1;
                }
            }
        }
        Self {
            index,
            posts: index.posts(),
            words,
            uses,
        }
    }

    /// The word at a place of the order.
    fn word(&self, at: usize) -> Option<Entry<'a>> {
        let number = *self.words.get(at)?;
        let (plain, marked) = self.index.vocabulary.word(number);
        Some(Entry {
            plain,
            marked,
            is_joined: self.index.vocabulary.is_joined(number),
            postings: self.index.postings(number),
        })
    }

    fn plain(&self, at: usize) -> Option<&'a [u8]> {
        self.word(at).map(|word| word.plain)
    }

    /// The stems of words that are others, each with the words that have it, in order.
    fn leads(&self) -> Vec<(Vec<u8>, &'a [u8])> {
        let mut leads = Vec::new();
        for word in (0..self.words.len()).filter_map(|at| self.word(at)) {
            if word.plain.is_ascii() || text(word.plain).chars().all(char::is_alphabetic) {
                for stem in stems(word.plain, word.marked) {
                    leads.push((stem, word.plain));
                }
            }
        }
        leads.sort();
        leads.dedup();
        leads
    }

    /// The beginnings of very many words, in order.
    fn begun(&self) -> Vec<&'a [u8]> {
        let most = most(self.posts) as usize;
        let mut begun = Vec::new();
        // What words have in common, and which.
        let mut stack = vec![(0, 0..self.words.len())];
        while let Some((length, words)) = stack.pop() {
            let is_longer = |at: &usize| self.plain(*at).is_some_and(|word| word.len() > length);
            let words: Vec<usize> = words.filter(is_longer).collect();
            let postings = |at: &usize| self.word(*at).map_or(0, |word| word.postings.len());
            if words.iter().map(postings).sum::<usize>() <= most {
                continue;
            }
            let next = |at: &usize| {
                let rest = self.plain(*at).and_then(|word| word.get(length..));
                rest.and_then(|rest| text(rest).chars().next())
            };
            for group in words.chunk_by(|one, other| next(one) == next(other)) {
                if let (Some(first), Some(last)) = (group.first(), group.last())
                    && let Some(c) = next(first)
                {
                    stack.push((length + c.len_utf8(), *first..*last + 1));
                }
            }
            let plain = words.first().and_then(|at| self.plain(*at));
            begun.extend(
                plain
                    .and_then(|word| word.get(..length))
                    .filter(|_| length > 0),
            );
        }
        begun.sort_unstable();
        begun
    }

    /// The files of likely words.
    fn likely(&self) -> Vec<(likely::Bounds, Vec<u8>)> {
        let words = (0..self.words.len()).filter_map(|at| self.plain(at));
        let mut words: Vec<&[u8]> = words
            .filter(|word| text(word).chars().nth(2).is_some())
            .collect();
        words.dedup();
        // A letter that was left out, of a word that is whole or still being typed.
        let slip = |word: &[u8]| -> Option<Slip> {
            let word = text(word);
            let count = word.chars().count();
            let lost =
                1 + (word.len() * 7 + word.bytes().map(usize::from).sum::<usize>()) % (count - 1);
            let mut slip = String::new();
            for (at, c) in word.chars().enumerate() {
                if at != lost {
                    slip.push(c);
                }
            }
            Pattern::new(slip.as_bytes(), slip.as_bytes(), lost.is_multiple_of(2)).slip()
        };
        likely::files(&words, &slip)
    }

    /// Walks through all posts for the places of some words that follow each other, from the one at
    /// a place of the order on.
    fn gather(&self, first: usize) -> Gathered {
        let mut starts = vec![0];
        let mut end = 0;
        let mut own = vec![0_u32; self.uses.len()];
        for number in self.words.get(first..).unwrap_or_default() {
            let uses = self.uses.get(*number as usize).copied().unwrap_or(0) as usize;
            if end > 0 && end + uses > GATHERED {
                break;
            }
            end += uses;
            starts.push(end);
            if let Some(own) = own.get_mut(*number as usize) {
                *own = starts.len() as u32 - 1;
            }
        }
        let mut list = vec![(0, 0, 0); end];
        let mut next = starts.clone();
        for (number, post) in (0..).zip(self.index.posts.iter().rev()) {
            let mut row = Row::new(&post.row);
            let mut at = FIELD_GAP;
            while let Some((word, parts)) = row.next() {
                if word == BREAK {
                    at += FIELD_GAP;
                }
                let own = own.get(word as usize).copied().unwrap_or(0) as usize;
                if own > 0
                    && let Some(next) = next.get_mut(own - 1)
                    && let Some(place) = list.get_mut(*next)
                {
                    *place = (number, at, parts);
                    *next += 1;
                }
                at += u32::from(parts == 0);
            }
        }
        Gathered {
            first,
            starts,
            list,
        }
    }
}

/// The places of some words.
#[derive(Default)]
struct Gathered {
    /// The first of them, as a place in [`Corpus::words`], and where those of each begin and end.
    first: usize,
    starts: Vec<usize>,
    /// The post, counted from the last one; the place in it; the parts of a compound.
    list: Vec<(u32, u32, u8)>,
}

impl Gathered {
    /// Those of the word at a place of the order; none where it is not among the words.
    fn of(&self, at: usize) -> Option<&[(u32, u32, u8)]> {
        let own = at.checked_sub(self.first)?;
        let (start, end) = (self.starts.get(own)?, self.starts.get(own + 1)?);
        self.list.get(*start..*end)
    }
}

/// Makes all dictionaries and the files of their places. Gives their first keys and their hashes.
fn dictionaries(corpus: &Corpus<'_>, files: &mut Files) -> Vec<(Vec<u8>, u64)> {
    let leads = corpus.leads();
    let begun = corpus.begun();
    let mut keys: Vec<&[u8]> = leads.iter().map(|(stem, _)| stem.as_slice()).collect();
    keys.extend(&begun);
    keys.extend((0..corpus.words.len()).filter_map(|at| corpus.plain(at)));
    keys.sort_unstable();
    keys.dedup();
    let postings: usize = corpus.index.postings.len();
    let length = ((postings * 3 + corpus.words.len() * 12) / MOST_FILES).max(LENGTH);
    let mut all = Vec::new();
    let mut gathered = Gathered::default();
    let mut open = Open::default();
    let (mut word, mut lead) = (0, 0);
    for key in keys {
        let first = word;
        while corpus.plain(word) == Some(key) {
            word += 1;
        }
        let mut record = Record {
            key,
            words: first..word,
            leads: Vec::new(),
            best: Vec::new(),
        };
        while let Some((_, own)) = leads.get(lead).filter(|(stem, _)| stem == key) {
            record.leads.push(own);
            lead += 1;
        }
        if begun.binary_search(&key).is_ok() {
            record.best = corpus.index.search(text(key), BEST);
        }
        let mut own = open.write(corpus, &record);
        let is_long = own.len() > LONG;
        let may_end = open.bytes.len() > length && hash(key) & 255 == 0;
        if open.keys > 0 && (is_long || may_end || open.bytes.len() + own.len() > 3 * length) {
            let before = open.last;
            all.push(std::mem::take(&mut open).close(files));
            open.first = shortest(before, key);
            own = open.write(corpus, &record);
        }
        open.bytes.extend(own);
        open.keys += 1;
        open.last = key;
        for at in record.words {
            if gathered.of(at).is_none() {
                gathered = corpus.gather(at);
            }
            let places = gathered.of(at).unwrap_or_default();
            let is_joined = corpus.word(at).is_some_and(|word| word.is_joined);
            open.place(places, is_joined, length, files);
        }
    }
    if open.keys > 0 {
        all.push(open.close(files));
    }
    all
}

/// The shortest beginning of a key that the key before it is less than.
fn shortest(before: &[u8], key: &[u8]) -> Vec<u8> {
    let pairs = before.iter().zip(key);
    let shared = pairs.take_while(|(a, b)| a == b).count();
    key.get(..=shared).unwrap_or(key).to_vec()
}

/// A dictionary that is being written.
#[derive(Default)]
struct Open<'a> {
    first: Vec<u8>,
    last: &'a [u8],
    bytes: Vec<u8>,
    keys: usize,
    postings: u32,
    places: Vec<u8>,
    /// The first posting of `places`.
    cut: u32,
    cuts: Vec<Cut>,
}

impl Open<'_> {
    /// What is written of a key that comes next.
    fn write(&self, corpus: &Corpus<'_>, record: &Record<'_>) -> Vec<u8> {
        let mut out = Vec::new();
        put_key(
            &mut out,
            (self.last, record.key),
            &record.best,
            &record.leads,
            record.words.len(),
            corpus.posts,
        );
        for word in record.words.clone().filter_map(|at| corpus.word(at)) {
            let kinds = |post| corpus.index.kind(post);
            put_entry(&mut out, &word, &kinds, corpus.posts);
        }
        out
    }

    /// Adds the places of a word.
    fn place(
        &mut self,
        places: &[(u32, u32, u8)],
        is_joined: bool,
        length: usize,
        files: &mut Files,
    ) {
        for own in places.chunk_by(|one, other| one.0 == other.0) {
            let own: Vec<(u32, u8)> = own.iter().map(|(_, at, parts)| (*at, *parts)).collect();
            put_places(&mut self.places, is_joined, &own);
            self.postings += 1;
            if self.places.len() > length {
                self.end_places(files);
            }
        }
    }

    fn end_places(&mut self, files: &mut Files) {
        if !self.places.is_empty() {
            let hash = files.add(std::mem::take(&mut self.places));
            self.cuts.push((self.cut, hash));
            self.cut = self.postings;
        }
    }

    fn close(mut self, files: &mut Files) -> (Vec<u8>, u64) {
        self.end_places(files);
        let mut file = Vec::with_capacity(self.bytes.len() + 100);
        put_head(&mut file, &self.cuts, self.keys);
        file.extend(self.bytes);
        (self.first, files.add(file))
    }
}
