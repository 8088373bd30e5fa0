//! Everything the reader knows, and the one function that changes it.
//!
//! [`update`] takes a [`Msg`] and gives the [`Effect`]s that the widget has to bring about, in
//! their order. It does not touch the page.

mod article;
mod failure;
mod msg;
mod pair;
mod peek;
mod place;
mod search;
mod settings;
mod update;

use std::rc::Rc;

pub use article::body;
pub use failure::Failure;
pub use msg::{Effect, Event, Msg, Piece};
pub use pair::Counterpart;
pub(crate) use pair::best_other;
pub use settings::{Settings, Theme};
pub use update::update;

use crate::{
    action::{Action, Mode},
    bundle::Beads,
    i18n::Strings,
    language::Language,
    library::{Library, PostIndex, SummaryIndex},
    markdown::{Body, page},
    query::{Found, Match, Query, Reading, Selection, select},
    route::{self, Place},
    view::node::Url,
};
use place::{Left, Spot};
use settings::{initial_reading, language_names};

/// All that a view may depend on.
#[derive(Debug, Clone)]
pub struct State {
    /// What the page's author set.
    pub settings: Settings,
    /// The interface's words.
    pub strings: &'static Strings,
    /// How far the bundle is.
    pub status: Status,
    /// The bundle's posts.
    pub library: Rc<Library>,
    /// What the reader reads.
    pub reading: Reading,
    /// Which posts are wanted.
    pub query: Query,
    /// The answer to that.
    pub selection: Rc<Selection>,
    /// The text searched for, as it was typed.
    pub search: String,
    /// What was found for it, the best first; none where nothing is searched for, or nothing has been
    /// found yet.
    pub found: Option<Rc<[Found]>>,
    /// Whether the search is still on its way.
    pub is_searching: bool,
    /// How a post with several versions is shown.
    pub view: Mode,
    /// Whether each of two columns goes its own way.
    pub is_apart: bool,
    /// The open post, in place of the list.
    pub article: Option<Article>,
    /// Whether a post was asked for that is not there.
    pub is_missing: bool,
    /// How many cards of the list are shown at most.
    pub most_cards: usize,
    /// How many of them are drawn by now: the others follow when these are on the screen.
    pub ready_cards: usize,
    /// How many cards of a new list are drawn at once: all where nobody waits.
    pub cards_at_once: usize,
    /// How far the further pages of the list are.
    pub pages: Pages,
    /// Whether all tags are shown.
    pub shows_all_tags: bool,
    /// Whether the later part of the module is here.
    pub later: Later,
    /// Whether the last thing asked for is to be answered on the screen too.
    pub is_answer: bool,
    /// Whether a screen reader is to say which version is shown now.
    pub is_switched: bool,
    /// What a screen reader is to say.
    pub announcement: String,
}

/// How many cards are shown at first, and how many more each time.
pub const FEW_CARDS: usize = 50;
/// Lists of more works than this are fetched to their end only when somebody looks for something:
/// about a megabyte.
const MANY_WORKS: u32 = 20_000;

/// How far the further pages of the list are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pages {
    /// There are none, or all are here.
    Here,
    /// Nobody asked for them.
    Left,
    /// They are on their way.
    Coming,
    /// One of them could not be had.
    Lost,
}

/// Where the later part of the module is, see `xtask/src/split`: it aligns texts, shows two together, and
/// knows the names of rare character references.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Later {
    /// It was not wanted yet, or is on its way.
    Away,
    /// It is here.
    Here,
    /// It did not come when it was wanted last.
    Lost,
}

/// How far the bundle is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// It is on its way.
    Loading,
    /// It is here.
    Ready,
    /// It will not come.
    Failed(Failure),
}

/// The open post.
#[derive(Debug, Clone, PartialEq)]
pub struct Article {
    /// Which one.
    pub post: PostIndex,
    /// The language that was asked for, when this is not it.
    pub instead_of: Option<Language>,
    /// Its text.
    pub text: Text,
    /// The summary that is shown.
    pub summary: Option<SummaryIndex>,
    /// Whether the text is shown too, where a summary stands first; none where the text does.
    pub full: Option<bool>,
    /// The block that the address names.
    pub block: Option<u32>,
    /// The version that stands beside it, or is peeked at; none until it is wanted.
    pub other: Option<Counterpart>,
    /// Which blocks of the two versions say the same: the open post's on the left, those of `other`
    /// on the right. None until both texts are ready.
    pub beads: Option<Rc<Beads>>,
    /// The blocks that were peeked at, and whether what corresponds to them is shown.
    pub peeks: Vec<(u32, bool)>,
    /// Whether it took the place of another version of its work.
    is_switch: bool,
    /// Whether the address is still to follow.
    writes: bool,
    /// That version, while it is on the screen and its place is to be kept.
    left: Option<Left>,
    /// The blocks that took each other's place since somebody scrolled, one a version.
    trail: Vec<Spot>,
    /// The block that the address means, as another version counts it.
    meant: Option<Spot>,
    source: Option<Rc<str>>,
    images: Vec<u32>,
    is_whole: bool,
}

/// The text of the open post.
#[derive(Debug, Clone, PartialEq)]
pub enum Text {
    /// On its way.
    Waiting,
    /// Ready to be shown.
    Ready(Body),
    /// Longer than [`crate::bundle::MAX_BODY_BYTES`].
    TooLong,
    /// It could not be had, or broke the reader.
    Broken,
    /// Its own file did not arrive.
    Lost,
}

impl State {
    /// A reader that waits for its bundle.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        Self {
            strings: settings.strings(),
            view: settings.view,
            is_apart: false,
            settings,
            status: Status::Loading,
            library: Rc::default(),
            reading: Reading::default(),
            query: Query::default(),
            selection: Rc::default(),
            search: String::new(),
            found: None,
            is_searching: false,
            article: None,
            is_missing: false,
            most_cards: FEW_CARDS,
            ready_cards: usize::MAX,
            cards_at_once: usize::MAX,
            pages: Pages::Here,
            shows_all_tags: false,
            later: Later::Here,
            is_answer: false,
            is_switched: false,
            announcement: String::new(),
        }
    }

    /// What an address says of this state.
    #[must_use]
    pub fn place(&self) -> Place {
        let tags = self
            .query
            .tags
            .iter()
            .filter_map(|tag| self.library.tag(*tag));
        let mut place = Place {
            tags: tags.map(|tag| tag.id.clone()).collect(),
            match_all: self.query.matching == Match::All,
            query: self.search.clone(),
            ..Place::default()
        };
        if let Some(article) = &self.article
            && let Some(post) = self.library.post(article.post)
        {
            place.post = Some(post.item.id.clone());
            place.block = article.block;
            if self.view != self.settings.view {
                place.view = Some(self.view.name().into());
            }
            place.languages = vec![post.item.language.as_str().into()];
        } else if !self.has_default_languages() {
            place.languages = language_names(&self.reading);
        }
        place
    }

    /// The fragment for this state, without `#`.
    #[must_use]
    pub fn fragment(&self) -> String {
        route::print(&self.place(), &self.settings.key)
    }

    /// The page of the open post, if it has one.
    #[must_use]
    pub fn page(&self) -> Option<Url> {
        let open = self.library.post(self.article.as_ref()?.post)?;
        page(&open.item, &self.settings.source)
    }

    /// The post that an action leads to, or `Some(None)` for the list; none if it stays.
    #[must_use]
    pub fn destination(&self, msg: &Msg) -> Option<Option<PostIndex>> {
        match msg {
            Msg::Acted(Action::Open(post)) => {
                let open = self.article.as_ref().map(|article| article.post);
                (open != Some(*post)).then_some(Some(*post))
            }
            Msg::Acted(Action::Follow(id)) => Some(Some(self.library.find(id)?)),
            Msg::Acted(Action::Close) => self.article.as_ref().map(|_| None),
            Msg::Open(id, language, _) => Some(Some(
                self.version(self.library.find(id)?, language.as_ref()),
            )),
            _ => None,
        }
    }

    /// Whether the text of this post is awaited where nothing else of it is on the screen.
    #[must_use]
    pub fn is_opening(&self, post: PostIndex) -> bool {
        let article = self.article.as_ref();
        article.is_some_and(|open| open.post == post && !open.is_switch)
    }

    /// Makes room for more of the list.
    pub fn show_more(&mut self) {
        self.ready_cards = self.most_cards.saturating_add(self.cards_at_once);
        self.most_cards = self.most_cards.saturating_add(FEW_CARDS);
    }

    /// How many cards of the list are drawn.
    #[must_use]
    pub fn drawn_cards(&self) -> usize {
        self.wanted_cards().min(self.ready_cards)
    }

    /// How many are still to be drawn.
    #[must_use]
    pub fn left_cards(&self) -> usize {
        self.wanted_cards() - self.drawn_cards()
    }

    fn wanted_cards(&self) -> usize {
        self.selection.cards.len().min(self.most_cards)
    }

    /// Whether what is on the screen needs the further pages of the list.
    pub(crate) fn wants_pages(&self) -> bool {
        let works = self.library.awaited.unwrap_or_default();
        self.pages == Pages::Left
            && self.article.is_none()
            && (works <= MANY_WORKS
                || self.is_missing
                || !self.query.tags.is_empty()
                || !self.search.is_empty()
                || self.selection.cards.len() < self.most_cards)
    }

    fn has_default_languages(&self) -> bool {
        self.reading == initial_reading(&self.settings, &self.library)
    }

    /// The version of a post's work in this language; the post itself if there is none.
    pub(crate) fn version(&self, post: PostIndex, language: Option<&Language>) -> PostIndex {
        let found = || {
            let own = self.library.post(post)?;
            let wanted = Reading {
                languages: vec![language?.clone()],
                ..Reading::default()
            };
            let best = wanted.best(&self.library, own)?;
            wanted
                .rank(&self.library.post(best)?.item.language)
                .map(|_| best)
        };
        found().unwrap_or(post)
    }

    /// Leaves the open post, if one is open. Who comes back finds the list as it was.
    pub(crate) fn leave_article(&mut self) -> Option<Article> {
        let article = self.article.take()?;
        self.ready_cards = usize::MAX;
        Some(article)
    }

    /// Chooses another list than the one that is shown.
    pub(crate) fn select_anew(&mut self) {
        self.most_cards = FEW_CARDS;
        self.ready_cards = self.cards_at_once;
        self.select();
    }

    pub(crate) fn select(&mut self) {
        self.selection = Rc::new(select(
            &self.library,
            &self.reading,
            &self.query,
            self.found.as_deref(),
        ));
    }
}
