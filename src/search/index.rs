//! Posts → the words they are made of, and for each word the posts that hold it.

use super::{matching::Class, words::read};

/// What stands between the title, the tags and the text of a post in its row of words.
pub(super) const BREAK: u32 = 0;
/// The bits of a posting below the post: how often the word stands in the text (up to 15), whether
/// in the tags, and how often in the title (up to 3).
pub(super) const POST_SHIFT: u32 = 7;
pub(super) const MOST: u32 = 15;
pub(super) const TAG: u32 = 1 << 4;
pub(super) const TITLE: u32 = 1 << 5;

/// All words of some posts, to be searched.
///
/// ```
/// use liseuse::search::Index;
/// let mut index = Index::new();
/// index.add(0, "fr", "L’été à la mer", "vacances", "Nous avons nagé **tous** les jours.");
/// index.add(1, "en", "Winter", "", "We stayed [at home](https://example.org/nage).");
/// while !index.finish(10_000) {}
/// let hits = index.search("ete nage", 10);
/// assert_eq!(hits.iter().map(|hit| hit.post).collect::<Vec<_>>(), [0]);
/// ```
#[derive(Debug, Default)]
pub struct Index {
    pub(super) vocabulary: Vocabulary,
    pub(super) posts: Vec<Post>,
    /// Which posts hold each word, word after word.
    pub(super) postings: Vec<u32>,
    /// How many posts are in `postings`, if that is begun.
    built: Option<usize>,
    /// The words of all posts, to tell which are long.
    pub(super) words: u64,
}

/// A post that was added.
#[derive(Debug)]
pub(super) struct Post {
    /// The number by which hits name it.
    pub(super) number: u32,
    pub(super) class: Class,
    /// Its words, as numbers of the vocabulary: see [`Row`].
    pub(super) row: Box<[u8]>,
    /// How many words the text has, and the title.
    pub(super) length: u32,
    pub(super) title: u32,
}

/// Every different word, by the order in which they came.
#[derive(Debug)]
pub(super) struct Vocabulary {
    pub(super) entries: Vec<Entry>,
    /// What the entries' letters are, for a first look: see [`super::matching::letters`].
    pub(super) letters: Vec<u32>,
    text: Vec<u8>,
    /// Numbers of entries by the hash of their text, and eight more bits of it above; 0 is none.
    table: Vec<u32>,
}

/// A word, by its place in the vocabulary's text: folded, and after that accented if it differs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    start: u32,
    plain: u8,
    marked: u8,
    /// How many posts hold it, and the last of them, counted from 1.
    pub(super) posts: u32,
    last: u32,
    /// Where its postings end.
    end: u32,
}

const NUMBER: u32 = 0x00FF_FFFF;

impl Default for Vocabulary {
    fn default() -> Self {
        // The entry of breaks.
        let none = Entry {
            start: 0,
            plain: 0,
            marked: 0,
            posts: 0,
            last: 0,
            end: 0,
        };
        Self {
            entries: vec![none],
            letters: vec![0],
            text: Vec::new(),
            table: vec![0; 1 << 12],
        }
    }
}

impl Vocabulary {
    /// The letters of a word: folded, and with accents.
    pub(super) fn word(&self, number: u32) -> (&[u8], &[u8]) {
        match self.entries.get(number as usize) {
            Some(entry) => self.text_of(entry),
            None => (&[], &[]),
        }
    }

    fn text_of(&self, entry: &Entry) -> (&[u8], &[u8]) {
        let start = entry.start as usize;
        let middle = start + usize::from(entry.plain);
        let plain = self.text.get(start..middle).unwrap_or_default();
        if entry.marked == 0 {
            return (plain, plain);
        }
        let end = middle + usize::from(entry.marked);
        (plain, self.text.get(middle..end).unwrap_or_default())
    }

    /// The number of a word, which is new where it was not there; 0 when there is no more room.
    fn number(&mut self, plain: &[u8], marked: &[u8]) -> u32 {
        let hash = hash(marked);
        let mask = self.table.len() - 1;
        let tag = hash & !NUMBER;
        let mut slot = hash as usize & mask;
        loop {
            match self.table.get(slot).copied() {
                None | Some(0) => break,
                Some(found) if found & !NUMBER == tag => {
                    let number = found & NUMBER;
                    if self.word(number) == (plain, marked) {
                        return number;
                    }
                }
                Some(_) => {}
            }
            slot = (slot + 1) & mask;
        }
        let number = self.entries.len() as u32;
        let differs = plain != marked;
        if number >= NUMBER || self.text.len() > (u32::MAX / 2) as usize {
            return 0;
        }
        self.entries.push(Entry {
            start: self.text.len() as u32,
            plain: plain.len() as u8,
            marked: if differs { marked.len() as u8 } else { 0 },
            posts: 0,
            last: 0,
            end: 0,
        });
        self.letters.push(super::matching::letters(plain));
        self.text.extend_from_slice(plain);
        if differs {
            self.text.extend_from_slice(marked);
        }
        if let Some(slot) = self.table.get_mut(slot) {
            *slot = number | tag;
        }
        if self.entries.len() * 2 > self.table.len() {
            self.grow();
        }
        number
    }

    fn grow(&mut self) {
        let mask = self.table.len() * 2 - 1;
        let mut table = vec![0_u32; mask + 1];
        for (number, entry) in (0_u32..).zip(&self.entries).skip(1) {
            let hash = hash(self.text_of(entry).1);
            let mut slot = hash as usize & mask;
            while table.get(slot).is_some_and(|found| *found != 0) {
                slot = (slot + 1) & mask;
            }
            if let Some(slot) = table.get_mut(slot) {
                *slot = number | (hash & !NUMBER);
            }
        }
        self.table = table;
    }
}

/// Spreads words over the table; the high bits tell apart what falls together.
fn hash(word: &[u8]) -> u32 {
    let mut hash = 0x811C_9DC5_u32;
    for byte in word {
        hash = (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193);
    }
    hash ^ (hash >> 15)
}

/// The words of a post in order: numbers of the vocabulary, with title, tags and text set apart by
/// [`BREAK`]. A compound comes before its parts.
#[derive(Debug, Clone)]
pub(super) struct Row<'a>(std::slice::Iter<'a, u8>);

impl<'a> Row<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes.iter())
    }

    /// The next word, and how many of those after it are its parts.
    pub(super) fn next(&mut self) -> Option<(u32, u8)> {
        let mut byte = *self.0.next()?;
        let mut code = u32::from(byte & 127);
        let mut shift = 7;
        while byte > 127 {
            byte = *self.0.next()?;
            code |= u32::from(byte & 127) << shift;
            shift += 7;
        }
        let parts = if code & 1 == 1 { *self.0.next()? } else { 0 };
        Some((code >> 1, parts))
    }
}

fn push(row: &mut Vec<u8>, number: u32, parts: u8) {
    let mut code = number << 1 | u32::from(parts > 0);
    while code > 127 {
        row.push(code as u8 | 128);
        code >>= 7;
    }
    row.push(code as u8);
    if parts > 0 {
        row.push(parts);
    }
}

impl Index {
    /// An index of no posts.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a post; `post` is the number by which hits will name it, and their order where all else
    /// is equal. `language` is its BCP 47 tag. `tags` are separated by line breaks. `body` is
    /// Markdown, HTML or plain text, as it stands in the bundle.
    ///
    /// It takes about 5 ns a byte. [`Self::finish`] must follow before anything is found.
    pub fn add(&mut self, post: u32, language: &str, title: &str, tags: &str, body: &str) {
        let mut row = Vec::with_capacity(body.len() / 3 + 64);
        let vocabulary = &mut self.vocabulary;
        let own = self.posts.len() as u32 + 1;
        let mut lengths = [0_u32; 3];
        let fields = [(title, false), (tags, false), (body, true)];
        for ((text, is_source), length) in fields.into_iter().zip(&mut lengths) {
            read(text, is_source, &mut |word| {
                let number = vocabulary.number(word.plain, word.marked);
                if let Some(entry) = vocabulary.entries.get_mut(number as usize)
                    && entry.last != own
                {
                    entry.last = own;
                    entry.posts += 1;
                }
                *length += u32::from(word.parts == 0);
                push(&mut row, number, word.parts);
            });
            push(&mut row, BREAK, 0);
        }
        let [title, _, length] = lengths;
        self.words += u64::from(length);
        // Posts stand by their numbers. They nearly always come so.
        let at = self.posts.partition_point(|other| other.number <= post);
        let row = row.as_slice().into();
        let class = Class::of(language);
        self.posts.insert(
            at,
            Post {
                number: post,
                class,
                row,
                length,
                title,
            },
        );
        self.built = None;
    }

    /// Works for a while; `true` when all is ready. `steps` is how many words are looked at: one
    /// takes about 5 ns.
    pub fn finish(&mut self, steps: usize) -> bool {
        let mut left = steps.max(1);
        let mut built = match self.built {
            Some(built) => built,
            None => {
                let mut end = 0;
                for entry in &mut self.vocabulary.entries {
                    entry.end = end;
                    entry.last = 0;
                    end += entry.posts;
                }
                // What is there already is too short.
                self.postings = Vec::new();
                self.postings = vec![0; end as usize];
                0
            }
        };
        while let Some(post) = self.posts.get(built).filter(|_| left > 0) {
            let own = built as u32;
            let mut row = Row::new(&post.row);
            let mut field = TITLE;
            let mut most = 3 * TITLE;
            while let Some((number, _)) = row.next() {
                left = left.saturating_sub(1);
                if number == BREAK {
                    (field, most) = if field == TITLE {
                        (TAG, TAG)
                    } else {
                        (1, MOST)
                    };
                    continue;
                }
                let Some(entry) = self.vocabulary.entries.get_mut(number as usize) else {
                    continue;
                };
                let is_new = entry.last <= own;
                if is_new {
                    entry.last = own + 1;
                    entry.end += 1;
                }
                let at = entry.end as usize - 1;
                if let Some(posting) = self.postings.get_mut(at) {
                    if is_new {
                        *posting = own << POST_SHIFT;
                    }
                    if *posting & most < most {
                        *posting += field;
                    }
                }
            }
            built += 1;
        }
        self.built = Some(built);
        built == self.posts.len()
    }

    /// The postings of a word; none before all is ready.
    pub(super) fn postings(&self, number: u32) -> &[u32] {
        let entry = self.vocabulary.entries.get(number as usize);
        let Some(entry) = entry.filter(|_| self.built == Some(self.posts.len())) else {
            return &[];
        };
        let end = entry.end as usize;
        let start = end.saturating_sub(entry.posts as usize);
        self.postings.get(start..end).unwrap_or_default()
    }

    /// About how much memory it takes, in bytes.
    #[must_use]
    pub fn memory(&self) -> usize {
        let rows: usize = self.posts.iter().map(|post| post.row.len()).sum();
        rows + self.posts.capacity() * size_of::<Post>()
            + self.postings.capacity() * 4
            + self.vocabulary.entries.capacity() * size_of::<Entry>()
            + self.vocabulary.letters.capacity() * 4
            + self.vocabulary.text.capacity()
            + self.vocabulary.table.capacity() * 4
    }
}
