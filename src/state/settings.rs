//! What the page's author set, and what follows from it for the reader.

use crate::{
    action::Mode,
    i18n::{self, Strings},
    language::{self, Language},
    library::{Library, TagIndex},
    query::{Match, Reading, Untranslated},
};

/// What the page's author set: the element's attributes.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// The key of this reader's fragments.
    pub key: String,
    /// The address of the bundle; relative addresses in posts without one of their own start here.
    pub source: String,
    /// BCP 47 tag of the interface's language.
    pub interface: String,
    /// The interface's words that the author says otherwise, by name.
    pub messages: Vec<(String, String)>,
    /// What the author says the reader reads, as a list; empty if nothing.
    pub languages: String,
    /// What the reader chose before, then what the browser says, as lists in this order.
    pub guesses: Vec<String>,
    /// What becomes of works in none of the reader's languages.
    pub untranslated: Untranslated,
    /// Tags of the initial filter.
    pub tags: Vec<String>,
    /// How the initial tags are joined.
    pub matching: Match,
    /// The post to open first; empty if none.
    pub post: String,
    /// Text of the initial search; empty if none.
    pub query: String,
    /// How a post with several versions is shown at first.
    pub view: Mode,
    /// The colours.
    pub theme: Theme,
    /// Whether the place is kept in the page's address.
    pub routes: bool,
    /// Whether images load only when asked for.
    pub click_images: bool,
    /// Whether there is room for two columns: about 700 pixels, in letters of the usual size.
    pub is_wide: bool,
    /// Posts that broke the reader, by id: they are not tried again.
    pub broken: Vec<String>,
}

impl Settings {
    /// The interface's words: those built in for its language, with the author's own over them.
    pub(super) fn strings(&self) -> &'static Strings {
        if self.messages.is_empty() {
            return i18n::strings(&self.interface);
        }
        Strings::with(&self.interface, &self.messages)
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            key: "read".into(),
            source: String::new(),
            interface: "en".into(),
            messages: Vec::new(),
            languages: String::new(),
            guesses: Vec::new(),
            untranslated: Untranslated::Show,
            tags: Vec::new(),
            matching: Match::Any,
            post: String::new(),
            query: String::new(),
            view: Mode::Single,
            theme: Theme::Page,
            routes: true,
            click_images: false,
            is_wide: false,
            broken: Vec::new(),
        }
    }
}

/// The colours of the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// Those of the page, which says whether it is light or dark.
    Page,
    /// Those of the system, for the page does not say.
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
    /// Brown on cream.
    Sepia,
}

pub(super) fn initial_reading(settings: &Settings, library: &Library) -> Reading {
    let untranslated = settings.untranslated;
    let lists = std::iter::once(&settings.languages).chain(&settings.guesses);
    for list in lists {
        let (languages, every) = parse_languages(list);
        if languages.is_empty() && !every {
            continue;
        }
        let reading = Reading {
            languages,
            every,
            untranslated,
        };
        // What the author wrote stands; a guess must serve for something.
        let is_given = !settings.languages.is_empty();
        let mut serves = is_given || every;
        for language in library.languages() {
            serves |= reading.rank(language).is_some();
        }
        for post in library.posts() {
            if serves {
                break;
            }
            for (language, _) in &post.item.summaries {
                serves |= untranslated != Untranslated::Hide && reading.rank(language).is_some();
            }
        }
        if serves {
            return reading;
        }
    }
    let languages = library.languages().first().cloned().into_iter().collect();
    Reading {
        languages,
        every: false,
        untranslated,
    }
}

pub(super) fn parse_languages(list: &str) -> (Vec<Language>, bool) {
    let every = list
        .split(',')
        .flat_map(str::split_ascii_whitespace)
        .any(|entry| entry == "*");
    (language::parse_list(list), every)
}

pub(super) fn language_names(reading: &Reading) -> Vec<String> {
    let every = reading.every.then(|| "*".into());
    let names = reading
        .languages
        .iter()
        .map(|language| language.as_str().into());
    every.into_iter().chain(names).collect()
}

pub(super) fn known_tags(library: &Library, names: &[String]) -> Vec<TagIndex> {
    let mut tags = Vec::new();
    for name in names {
        if let Some(tag) = library.find_tag(name)
            && !tags.contains(&tag)
        {
            tags.push(tag);
        }
    }
    tags
}
