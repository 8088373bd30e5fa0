//! The interface's own words: one struct literal a language, so that a missing one does not compile.

mod en;
mod fr;

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
            /// Shows every name with the place of its words. A call each is less code than a match.
            fn each(&mut self, change: &mut dyn FnMut(&str, &mut &'static str)) {
                change("language", &mut self.language);
                $(change(stringify!($name), &mut self.$name);)*
            }
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

/// The words of this language, by its primary subtag, if they are built in.
#[must_use]
pub fn find(primary: &str) -> Option<&'static Strings> {
    [&en::STRINGS, &fr::STRINGS]
        .into_iter()
        .find(|strings| strings.language == primary)
}

/// The words for a BCP 47 tag, or else English ones.
#[must_use]
pub fn strings(tag: &str) -> &'static Strings {
    let primary = tag
        .split(['-', '_'])
        .next()
        .unwrap_or("")
        .to_ascii_lowercase();
    find(&primary).unwrap_or(&en::STRINGS)
}

impl Strings {
    /// These words with some of them said otherwise: pairs of a name and what to say. Names that
    /// do not exist are left out.
    ///
    /// What is said is kept for as long as the page lives, so this is for a page's author, not for
    /// what a bundle says.
    #[must_use]
    pub fn with(&self, messages: &[(String, String)]) -> &'static Self {
        let mut strings = self.clone();
        strings.each(&mut |name, place| {
            if let Some((_, text)) = messages.iter().find(|message| message.0 == name) {
                *place = text.clone().leak();
            }
        });
        Box::leak(Box::new(strings))
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
