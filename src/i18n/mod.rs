//! The interface's own words: one struct literal a language, so that a missing one does not compile.

mod en;
mod fr;

use std::cell::RefCell;

use crate::text::digits;

macro_rules! strings {
    ($($name:ident,)*) => {
        /// Everything the interface says in one language.
        #[derive(Debug, Clone)]
        #[allow(missing_docs, reason = "each is named after what it says")]
        pub struct Strings {
            /// BCP 47 tag of these words.
            pub language: &'static str,
            /// Whether a count takes the singular.
            pub is_one: fn(usize) -> bool,
            $(pub $name: &'static str,)*
        }

        impl Strings {
            /// All words, in order.
            const fn all(&self) -> [&'static str; [$(stringify!($name)),*].len()] {
                [$(self.$name),*]
            }
        }

        /// The names of all words, in the same order.
        const NAMES: &str = concat!($(stringify!($name), "\n"),*);

        /// Takes all words from one that tells them in order.
        fn taken(language: &'static str, is_one: fn(usize) -> bool, next: &mut dyn FnMut() -> &'static str) -> Strings {
            Strings { language, is_one, $($name: next(),)* }
        }
    };
}

strings! {
    // In posts.
    alert_caution, alert_important, alert_note, alert_tip, alert_warning, back_to_text, code, copy,
    copied, not_copied, embedded, load_image, notes, table, task_done, task_open,

    // The list. `{}` is filled in.
    posts, one_post, posts_of, posts_label, tags, more_tags, fewer_tags, match_all, clear,
    languages, every_language, minutes, also_in, only_in, mixed, nothing_found,
    nothing_found_remedy, empty, empty_remedy, show_more, pages_lost, search, searching, search_failed,

    // A post.
    back, versions, summary_only, not_available, shown_instead, summary_instead, summary, full_text, show_rest, cut, broken,
    text_lost, too_long, at_its_address, loading, peek, no_counterpart, unknown_post,

    // Two versions of a post.
    view, one_text, side_by_side, interleaved, both_texts, swap, sync, sync_help, beside, paired, sure,
    other_unreadable,

    // When the bundle cannot be opened: what happened, and what to do.
    not_found, not_found_remedy, network, network_remedy, offline, offline_remedy, server,
    server_remedy, not_json, not_json_remedy, not_a_feed, not_a_feed_remedy, too_new,
    too_new_remedy, too_large, too_large_remedy, no_source, no_source_remedy, retry,
}

/// The words of one language as the module holds them: one text, for a list of texts is two numbers for each.
struct Words {
    language: &'static str,
    is_one: fn(usize) -> bool,
    /// A line for each.
    text: &'static str,
}

/// How long the text of these words is.
const fn length(mut words: &[&str]) -> usize {
    let mut length = 0;
    while let [word, rest @ ..] = words {
        length += word.len() + 1;
        words = rest;
    }
    length
}

/// Writes these words, a line for each.
const fn write<const LENGTH: usize>(mut words: &[&str]) -> [u8; LENGTH] {
    let mut text = [b'\n'; LENGTH];
    let mut places: &mut [u8] = &mut text;
    while let [word, others @ ..] = words {
        let mut bytes = word.as_bytes();
        while let [place, left @ ..] = places {
            places = left;
            let [byte, rest @ ..] = bytes else { break };
            *place = *byte;
            bytes = rest;
        }
        words = others;
    }
    text
}

/// Reads what [`write`] has written.
const fn read(text: &'static [u8]) -> &'static str {
    match std::str::from_utf8(text) {
        Ok(text) => text,
        Err(_) => "",
    }
}

macro_rules! words {
    ($strings:expr) => {{
        static TEXT: [u8; length(&$strings.all())] = write(&$strings.all());
        Words {
            language: $strings.language,
            is_one: $strings.is_one,
            text: read(&TEXT),
        }
    }};
}

static WORDS: [Words; 2] = [words!(en::STRINGS), words!(fr::STRINGS)];

thread_local! {
    /// Those that were asked for, one a language.
    static MADE: RefCell<Vec<&'static Strings>> = const { RefCell::new(Vec::new()) };
}

impl Words {
    /// The words by their names, some of them said otherwise: pairs of a name and what to say.
    fn strings(&self, messages: &[(String, String)]) -> &'static Strings {
        let (mut names, mut texts) = (NAMES.split('\n'), self.text.split('\n'));
        let said = |name| {
            Some(
                &*messages
                    .iter()
                    .find(|message| message.0 == name)?
                    .1
                    .clone()
                    .leak(),
            )
        };
        let language = said("language").unwrap_or(self.language);
        Box::leak(Box::new(taken(language, self.is_one, &mut || {
            let text = texts.next().unwrap_or_default();
            names.next().and_then(said).unwrap_or(text)
        })))
    }

    /// The words by their names.
    fn made(&self) -> &'static Strings {
        MADE.with_borrow_mut(|made| {
            let known = made.iter().find(|one| one.language == self.language);
            known.copied().unwrap_or_else(|| {
                let strings = self.strings(&[]);
                made.push(strings);
                strings
            })
        })
    }
}

fn words(tag: &str) -> Option<&'static Words> {
    let primary = tag.split(['-', '_']).next()?;
    WORDS
        .iter()
        .find(|words| words.language.eq_ignore_ascii_case(primary))
}

/// The words of this language, by its primary subtag, if they are built in.
#[must_use]
pub fn find(primary: &str) -> Option<&'static Strings> {
    words(primary).map(Words::made)
}

/// The words for a BCP 47 tag, or else English ones.
#[must_use]
pub fn strings(tag: &str) -> &'static Strings {
    let [english, _] = &WORDS;
    words(tag).unwrap_or(english).made()
}

impl Strings {
    /// The words for a BCP 47 tag with some of them said otherwise: pairs of a name and what to say. Names that
    /// do not exist are left out.
    ///
    /// What is said is kept for as long as the page lives, so this is for a page's author, not for
    /// what a bundle says.
    #[must_use]
    pub fn with(tag: &str, messages: &[(String, String)]) -> &'static Self {
        let [english, _] = &WORDS;
        words(tag).unwrap_or(english).strings(messages)
    }

    /// `43 posts`, or `6 of 43 posts` when a filter leaves some out.
    #[must_use]
    pub fn count(&self, shown: usize, total: usize) -> String {
        if shown < total {
            return fill(&fill(self.posts_of, &digits(shown)), &digits(total));
        }
        let text = if (self.is_one)(shown) {
            self.one_post
        } else {
            self.posts
        };
        fill(text, &digits(shown))
    }
}

/// Puts `value` in the place of the first `{}`.
#[must_use]
pub fn fill(template: &str, value: &str) -> String {
    let parts = template.split_once('{');
    match parts.and_then(|(before, after)| Some((before, after.strip_prefix('}')?))) {
        Some((before, after)) => [before, value, after].concat(),
        None => template.into(),
    }
}
