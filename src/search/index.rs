//! Posts → the words they are made of, and for each word the posts that hold it.

use super::{
    matching::Class,
    words::{ROOM, Words},
};

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
    /// The classes of posts that there are, a bit each.
    pub(super) classes: u8,
    scratch: Words,
}

/// A post that was added.
#[derive(Debug)]
pub(super) struct Post {
    /// The number by which hits name it.
    pub(super) number: u32,
    pub(super) kind: Kind,
    /// Its words, as numbers of the vocabulary: see [`Row`].
    pub(super) row: Box<[[u8; 3]]>,
}

/// What is known of a post besides its words, in two bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Kind {
    /// Its class, and above it about how many words its text has.
    pub(super) code: u8,
    /// How many words its title has, up to 255.
    pub(super) title: u8,
}

impl Kind {
    pub(super) fn new(class: Class, length: u32, title: u32) -> Self {
        // Four steps from a power of two to the next.
        let size = match length {
            0..4 => length,
            _ => {
                let power = length.ilog2() - 2;
                (power * 4 + (length >> power)).min(63)
            }
        };
        Self {
            code: class as u8 | (size as u8) << 2,
            title: title.min(255) as u8,
        }
    }

    pub(super) fn class(self) -> Class {
        match self.code & 3 {
            0 => Class::English,
            1 => Class::French,
            _ => Class::Other,
        }
    }

    /// About how many words the text has.
    pub(super) fn length(self) -> u32 {
        match u32::from(self.code >> 2) {
            size @ 0..4 => size,
            size => (4 + size % 4) << (size / 4 - 1),
        }
    }
}

/// Every different word, by the order in which they came: frequent ones have small numbers, and so
/// stand close together.
#[derive(Debug)]
pub(super) struct Vocabulary {
    /// What tells each from all others.
    prints: Vec<u64>,
    uses: Vec<Use>,
    entries: Vec<Entry>,
    /// What each looks like at first sight: see [`super::matching::look`].
    pub(super) looks: Vec<u32>,
    text: Vec<u8>,
    /// Numbers of words by their prints, with nine bits of those above; 0 is none.
    table: Vec<u32>,
}

/// The posts that hold a word.
#[derive(Debug, Clone, Copy, Default)]
struct Use {
    /// The last of them, counted from 1.
    last: u32,
    /// How many there are; from [`Index::finish`] on, where its postings end: they begin where
    /// those of the word before end.
    posts: u32,
}

/// A word by its place in the vocabulary's text: with its accents, and after that without if that
/// differs.
#[derive(Debug, Clone, Copy, Default)]
struct Entry {
    start: u32,
    marked: u8,
    plain: u8,
    /// Whether the text had it in parts.
    is_joined: bool,
}

/// The most words.
const MAX_WORDS: u32 = 1 << 23;
const NUMBER: u32 = MAX_WORDS - 1;

impl Default for Vocabulary {
    fn default() -> Self {
        Self {
            prints: vec![0],
            uses: vec![Use::default()],
            entries: vec![Entry::default()],
            looks: vec![0],
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

    /// Whether a word is what its parts are, joined.
    pub(super) fn is_joined(&self, number: u32) -> bool {
        let entry = self.entries.get(number as usize);
        entry.is_some_and(|entry| entry.is_joined)
    }

    fn text_of(&self, entry: &Entry) -> (&[u8], &[u8]) {
        let start = entry.start as usize;
        let middle = start + usize::from(entry.marked);
        let marked = self.text.get(start..middle).unwrap_or_default();
        if entry.plain == 0 {
            return (marked, marked);
        }
        let end = middle + usize::from(entry.plain);
        (self.text.get(middle..end).unwrap_or_default(), marked)
    }

    /// Adds words to the row of the post that is counted from 1 as `own`.
    fn settle(&mut self, text: &str, all: &Words, own: u32, row: &mut Vec<[u8; 3]>) {
        const AHEAD: usize = 64;
        let mut found = [0_u32; AHEAD];
        let mut at = 0;
        for words in all.list.chunks(AHEAD) {
            // The table is seldom near at hand: nothing here waits for what comes from it.
            let mask = self.table.len() - 1;
            for (word, found) in words.iter().zip(&mut found) {
                let slot = hash(word.print).0 & mask;
                *found = self.table.get(slot).copied().unwrap_or(0) & NUMBER;
            }
            for ((at, word), found) in (at..).zip(words).zip(&found) {
                let is_it = self.prints.get(*found as usize) == Some(&word.print);
                let number = if is_it {
                    *found
                } else {
                    match self.number(word.print, text, all, at) {
                        BREAK => continue,
                        number => number,
                    }
                };
                if let Some(word) = self.uses.get_mut(number as usize) {
                    // Not `if`: nobody could guess it.
                    word.posts += u32::from(word.last != own);
                    word.last = own;
                }
                push(row, number, word.parts);
            }
            at += AHEAD;
        }
    }

    /// The number of a word, which is new where it was not there; [`BREAK`] when there is no more
    /// room.
    fn number(&mut self, print: u64, text: &str, all: &Words, at: usize) -> u32 {
        let (hash, tag) = hash(print);
        let mask = self.table.len() - 1;
        let mut slot = hash & mask;
        while let Some(found) = self.table.get(slot).filter(|found| **found != 0) {
            let number = found & NUMBER;
            if found & !NUMBER == tag && self.prints.get(number as usize) == Some(&print) {
                return number;
            }
            slot = (slot + 1) & mask;
        }
        let is_joined = all.list.get(at).is_some_and(|word| word.parts > 0);
        self.add(
            print,
            all.letters(text, at, &mut ROOM.clone()),
            is_joined,
            slot,
        )
    }

    fn add(
        &mut self,
        print: u64,
        (plain, marked): (&[u8], &[u8]),
        is_joined: bool,
        slot: usize,
    ) -> u32 {
        let number = self.entries.len() as u32;
        if number >= MAX_WORDS || self.text.len() > (u32::MAX / 2) as usize {
            return BREAK;
        }
        let differs = plain != marked;
        self.prints.push(print);
        self.uses.push(Use::default());
        self.entries.push(Entry {
            start: self.text.len() as u32,
            marked: marked.len() as u8,
            plain: if differs { plain.len() as u8 } else { 0 },
            is_joined,
        });
        self.looks.push(super::matching::look(plain));
        self.text.extend_from_slice(marked);
        if differs {
            self.text.extend_from_slice(plain);
        }
        if let Some(slot) = self.table.get_mut(slot) {
            *slot = hash(print).1 | number;
        }
        if self.entries.len() * 2 > self.table.len() {
            self.grow();
        }
        number
    }

    fn grow(&mut self) {
        let mask = self.table.len() * 2 - 1;
        let mut table = vec![0_u32; mask + 1];
        for (number, print) in (0_u32..).zip(&self.prints).skip(1) {
            let (hash, tag) = hash(*print);
            let mut slot = hash & mask;
            while table.get(slot).is_some_and(|found| *found != 0) {
                slot = (slot + 1) & mask;
            }
            if let Some(slot) = table.get_mut(slot) {
                *slot = tag | number;
            }
        }
        self.table = table;
    }
}

/// Spreads prints: where to look in the table, and some bits above the number to know the word by.
fn hash(print: u64) -> (usize, u32) {
    let hash = print.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let hash = (hash ^ hash >> 32).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    ((hash >> 16) as u32 as usize, (hash >> 32) as u32 & !NUMBER)
}

/// The words of a post in order: numbers of the vocabulary, with title, tags and text set apart by
/// [`BREAK`]. A compound comes before its parts, whose number follows it.
///
/// Each takes three bytes. A length that varies would save a third of that, and the guesses that it
/// makes the processor get wrong would double the time.
#[derive(Debug, Clone)]
pub(super) struct Row<'a>(std::slice::Iter<'a, [u8; 3]>);

impl<'a> Row<'a> {
    pub(super) fn new(row: &'a [[u8; 3]]) -> Self {
        Self(row.iter())
    }

    /// The next word, and how many of those after it are its parts.
    pub(super) fn next(&mut self) -> Option<(u32, u8)> {
        let [low, middle, high] = *self.0.next()?;
        let code = u32::from_le_bytes([low, middle, high, 0]);
        let parts = if code & 1 == 1 { self.0.next()?[0] } else { 0 };
        Some((code >> 1, parts))
    }
}

fn push(row: &mut Vec<[u8; 3]>, number: u32, parts: u8) {
    let code = number << 1 | u32::from(parts > 0);
    row.push([code as u8, (code >> 8) as u8, (code >> 16) as u8]);
    if parts > 0 {
        row.push([parts, 0, 0]);
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
    /// It takes about 10 ns a byte. [`Self::finish`] must follow before anything is found.
    pub fn add(&mut self, post: u32, language: &str, title: &str, tags: &str, body: &str) {
        self.reopen();
        let mut lengths = [0_u32; 3];
        let fields = [(title, false), (tags, false), (body, true)];
        let own = self.posts.len() as u32 + 1;
        let mut row = Vec::with_capacity(body.len() / 4);
        for ((text, is_source), length) in fields.into_iter().zip(&mut lengths) {
            self.scratch.read(text, is_source);
            self.vocabulary.settle(text, &self.scratch, own, &mut row);
            push(&mut row, BREAK, 0);
            *length = self.scratch.list.len() as u32;
        }
        let [title, _, length] = lengths;
        self.words += u64::from(length);
        // Posts stand by their numbers. They nearly always come so.
        let at = self.posts.partition_point(|other| other.number <= post);
        let row = row.as_slice().into();
        let class = Class::of(language);
        self.classes |= 1 << class as u8;
        let kind = Kind::new(class, length, title);
        self.posts.insert(
            at,
            Post {
                number: post,
                kind,
                row,
            },
        );
    }

    /// Works for a while; `true` when all is ready. `steps` is how many words are looked at: one
    /// takes about 10 ns.
    pub fn finish(&mut self, steps: usize) -> bool {
        let mut left = steps.max(1);
        let mut built = match self.built {
            Some(built) => built,
            None => {
                let mut end = 0;
                for word in &mut self.vocabulary.uses {
                    let posts = word.posts;
                    *word = Use {
                        last: 0,
                        posts: end,
                    };
                    end += posts;
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
                let Some(word) = self.vocabulary.uses.get_mut(number as usize) else {
                    continue;
                };
                let is_new = word.last != own + 1;
                word.last = own + 1;
                word.posts += u32::from(is_new);
                let at = (word.posts as usize).wrapping_sub(1);
                if let Some(posting) = self.postings.get_mut(at) {
                    let old = if is_new { own << POST_SHIFT } else { *posting };
                    *posting = old + field * u32::from(old & most < most);
                }
            }
            built += 1;
        }
        self.built = Some(built);
        self.scratch = Words::default();
        built == self.posts.len()
    }

    /// Goes back to counting the posts of each word, if that is over.
    fn reopen(&mut self) {
        if self.built.is_none() {
            return;
        }
        self.finish(usize::MAX);
        self.built = None;
        let mut end = 0;
        for word in &mut self.vocabulary.uses {
            let own = word.posts;
            word.posts -= end;
            end = own;
        }
    }

    /// The postings of a word; none before all is ready.
    pub(super) fn postings_of(&self, number: u32) -> &[u32] {
        let end = |number: u32| {
            self.vocabulary
                .uses
                .get(number as usize)
                .map(|word| word.posts as usize)
        };
        if self.built != Some(self.posts.len()) {
            return &[];
        }
        let start = number.checked_sub(1).and_then(end).unwrap_or(0);
        self.postings
            .get(start..end(number).unwrap_or(0))
            .unwrap_or_default()
    }

    /// About how much memory it takes, in bytes.
    #[must_use]
    pub fn memory(&self) -> usize {
        let rows: usize = self.posts.iter().map(|post| post.row.len() * 3).sum();
        rows + self.posts.capacity() * size_of::<Post>()
            + self.postings.capacity() * 4
            + self.vocabulary.entries.capacity() * size_of::<Entry>()
            + self.vocabulary.uses.capacity() * size_of::<Use>()
            + self.vocabulary.looks.capacity() * 4
            + self.vocabulary.text.capacity()
            + (self.vocabulary.table.capacity() + 2 * self.vocabulary.prints.capacity()) * 4
    }
}
