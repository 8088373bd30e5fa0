//! The interface's own words: one struct literal a language, so that a missing one does not compile.

mod en;
mod fr;

/// Everything the interface says in one language.
#[derive(Debug)]
#[allow(missing_docs, reason = "each is named after what it says")]
pub struct Strings {
    /// BCP 47 tag of these words.
    pub language: &'static str,
    /// Whether a count takes the singular.
    pub is_one: fn(usize) -> bool,

    // In posts.
    pub alert_caution: &'static str,
    pub alert_important: &'static str,
    pub alert_note: &'static str,
    pub alert_tip: &'static str,
    pub alert_warning: &'static str,
    pub back_to_text: &'static str,
    pub code: &'static str,
    pub copy: &'static str,
    pub copied: &'static str,
    pub embedded: &'static str,
    pub load_image: &'static str,
    pub notes: &'static str,
    pub table: &'static str,
    pub task_done: &'static str,
    pub task_open: &'static str,

    // The list. `{}` is filled in.
    pub posts: &'static str,
    pub one_post: &'static str,
    pub posts_of: &'static str,
    pub posts_label: &'static str,
    pub tags: &'static str,
    pub more_tags: &'static str,
    pub fewer_tags: &'static str,
    pub match_all: &'static str,
    pub clear: &'static str,
    pub languages: &'static str,
    pub every_language: &'static str,
    pub minutes: &'static str,
    pub also_in: &'static str,
    pub only_in: &'static str,
    pub mixed: &'static str,
    pub nothing_found: &'static str,
    pub nothing_found_remedy: &'static str,
    pub empty: &'static str,
    pub empty_remedy: &'static str,

    // A post.
    pub back: &'static str,
    pub versions: &'static str,
    pub summary_only: &'static str,
    pub not_available: &'static str,
    pub shown_instead: &'static str,
    pub summary: &'static str,
    pub show_rest: &'static str,
    pub cut: &'static str,
    pub broken: &'static str,
    pub too_long: &'static str,
    pub at_its_address: &'static str,
    pub loading: &'static str,
    pub unknown_post: &'static str,

    // When the bundle cannot be opened: what happened, and what to do.
    pub failed_not_found: (&'static str, &'static str),
    pub failed_network: (&'static str, &'static str),
    pub failed_offline: (&'static str, &'static str),
    pub failed_not_json: (&'static str, &'static str),
    pub failed_not_a_feed: (&'static str, &'static str),
    pub failed_too_new: (&'static str, &'static str),
    pub failed_too_large: (&'static str, &'static str),
    pub failed_server: (&'static str, &'static str),
    pub failed_no_source: (&'static str, &'static str),
    pub retry: &'static str,
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
    /// `43 posts`, or `6 of 43 posts` when a filter leaves some out.
    #[must_use]
    pub fn count(&self, shown: usize, total: usize) -> String {
        if shown < total {
            return fill(&fill(self.posts_of, &shown.to_string()), &total.to_string());
        }
        let text = if (self.is_one)(shown) {
            self.one_post
        } else {
            self.posts
        };
        fill(text, &shown.to_string())
    }
}

/// Puts `value` in the place of the first `{}`.
#[must_use]
pub fn fill(template: &str, value: &str) -> String {
    match template.split_once("{}") {
        Some((before, after)) => [before, value, after].concat(),
        None => template.into(),
    }
}
