//! Everything the reader knows, and the one function that changes it.
//!
//! [`update`] takes a [`Msg`] and gives the [`Effect`]s that the widget has to bring about, in
//! their order. It does not touch the page.

use std::rc::Rc;

use crate::{
    action::Action,
    bundle::Bundle,
    i18n::{self, Strings},
    language::{self, Language},
    library::{LanguageIndex, Library, PostIndex},
    markdown::{self, Body, Dialect, Images, LibraryLinks, MAX_SOURCE, NODE_LIMITS, url::Base},
    query::{Match, Query, Reading, Selection, Untranslated, select},
    route::{self, Place},
    view::node::Handle,
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
    /// How a post with several versions is shown; empty for one at a time.
    pub view: String,
    /// The colours.
    pub theme: Theme,
    /// Whether the place is kept in the page's address.
    pub routes: bool,
    /// Whether images load only when asked for.
    pub click_images: bool,
    /// Posts that broke the reader, by id: they are not tried again.
    pub broken: Vec<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            key: "read".into(),
            source: String::new(),
            interface: "en".into(),
            languages: String::new(),
            guesses: Vec::new(),
            untranslated: Untranslated::Show,
            tags: Vec::new(),
            matching: Match::Any,
            post: String::new(),
            view: String::new(),
            theme: Theme::Page,
            routes: true,
            click_images: false,
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
    /// Text searched for; kept in the address for versions that search.
    pub search: String,
    /// The open post, in place of the list.
    pub article: Option<Article>,
    /// Whether a post was asked for that is not there.
    pub is_missing: bool,
    /// Whether all tags are shown.
    pub shows_all_tags: bool,
    /// What was last copied: its button says so.
    pub copied: Option<Rc<str>>,
    /// What a screen reader is to say.
    pub announcement: String,
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

/// Why there are no posts to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// The server says there is none.
    NotFound,
    /// The connection failed, or another origin does not share it.
    Network,
    /// The browser knows it is offline.
    Offline,
    /// The server answered with another error.
    Server,
    /// It is not JSON.
    NotJson,
    /// It is no feed.
    NotAFeed,
    /// It is of a later version.
    TooNew,
    /// It is over a limit.
    TooLarge,
    /// No address was given.
    NoSource,
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
    /// The summary that is shown, by language.
    pub summary: Option<LanguageIndex>,
    /// The block that the address names.
    pub block: Option<u32>,
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
    /// Longer than [`MAX_SOURCE`].
    TooLong,
    /// It could not be had, or broke the reader.
    Broken,
}

/// What happened.
#[derive(Debug)]
pub enum Msg {
    /// The bundle is here.
    Loaded(Box<Bundle>),
    /// The bundle will not come.
    Failed(Failure, String),
    /// The author changed attributes.
    Configured(Box<Settings>),
    /// The page's address has, or had all along, this place.
    Routed(Place),
    /// Somebody touched something.
    Acted(Action),
    /// The page asks for a post, by id; in a language, at a block.
    Open(String, Option<Language>, Option<u32>),
    /// The page asks for other languages.
    SetLanguages(String),
    /// The page asks for another filter.
    SetFilter(Vec<String>, Match),
    /// The page asks for another view.
    SetView(String),
    /// A post's text is here, or cannot be had.
    Text(PostIndex, Option<String>),
}

/// What the widget has to bring about.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Show the state.
    Draw,
    /// Get the text of this post, and tell it as [`Msg::Text`].
    FetchText(PostIndex),
    /// Keep where the page is scrolled to, for the way back.
    KeepScroll,
    /// A new place in the page's history.
    Push(String),
    /// The same place, called otherwise.
    Replace(String),
    /// Move the focus there; scroll no further than needed.
    Focus(Handle),
    /// Scroll so that this is at the top of the screen.
    Scroll(Handle),
    /// Show the top of the reader, if it is above the screen.
    ScrollTop,
    /// Scroll the list back to where it was left.
    RestoreScroll,
    /// Remember these languages for the next visit.
    Remember(String),
    /// Put a text on the clipboard.
    Copy(Rc<str>),
    /// Get the bundle again.
    Fetch,
    /// Tell the page.
    Tell(Event),
}

/// What the page is told.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// `liseuse-ready`
    Ready,
    /// `liseuse-post`: a post is open, or (none) the list is back.
    Post(Option<PostIndex>),
    /// `liseuse-filter`
    Filter,
    /// `liseuse-language`
    Language,
    /// `liseuse-error`
    Error(&'static str, String),
}

impl Failure {
    /// The word for it in events.
    #[must_use]
    pub fn kind(self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::Network => "network",
            Self::Offline => "offline",
            Self::Server => "server",
            Self::NotJson => "not-json",
            Self::NotAFeed => "not-a-feed",
            Self::TooNew => "too-new",
            Self::TooLarge => "too-large",
            Self::NoSource => "no-source",
        }
    }

    /// The failure of this name.
    #[must_use]
    pub fn from_kind(kind: &str) -> Self {
        [Self::NotFound, Self::Offline, Self::Server, Self::NotJson, Self::TooLarge, Self::NoSource]
            .into_iter()
            .find(|failure| failure.kind() == kind)
            .unwrap_or(Self::Network)
    }

    /// What happened, and what to do.
    #[must_use]
    pub fn words(self, strings: &Strings) -> (&'static str, &'static str) {
        match self {
            Self::NotFound => strings.failed_not_found,
            Self::Network => strings.failed_network,
            Self::Offline => strings.failed_offline,
            Self::Server => strings.failed_server,
            Self::NotJson => strings.failed_not_json,
            Self::NotAFeed => strings.failed_not_a_feed,
            Self::TooNew => strings.failed_too_new,
            Self::TooLarge => strings.failed_too_large,
            Self::NoSource => strings.failed_no_source,
        }
    }
}

impl State {
    /// A reader that waits for its bundle.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        Self {
            strings: i18n::strings(&settings.interface),
            settings,
            status: Status::Loading,
            library: Rc::default(),
            reading: Reading::default(),
            query: Query::default(),
            selection: Rc::default(),
            search: String::new(),
            article: None,
            is_missing: false,
            shows_all_tags: false,
            copied: None,
            announcement: String::new(),
        }
    }

    /// What an address says of this state.
    #[must_use]
    pub fn place(&self) -> Place {
        let tags = self.query.tags.iter().filter_map(|tag| self.library.tag(*tag));
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
            place.view = Some(self.settings.view.clone()).filter(|view| !view.is_empty());
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

    /// The post that an action leads to, or `Some(None)` for the list; none if it stays.
    #[must_use]
    pub fn destination(&self, msg: &Msg) -> Option<Option<PostIndex>> {
        match msg {
            Msg::Acted(Action::Open(post)) => Some(Some(*post)),
            Msg::Acted(Action::Follow(id)) => Some(Some(self.library.find(id)?)),
            Msg::Acted(Action::Close) => self.article.as_ref().map(|_| None),
            Msg::Open(id, language, _) => {
                Some(Some(self.version(self.library.find(id)?, language.as_ref())))
            }
            _ => None,
        }
    }

    fn has_default_languages(&self) -> bool {
        self.reading == initial_reading(&self.settings, &self.library)
    }

    /// The version of a post's work in this language; the post itself if there is none.
    fn version(&self, post: PostIndex, language: Option<&Language>) -> PostIndex {
        let found = || {
            let own = self.library.post(post)?;
            let wanted = Reading { languages: vec![language?.clone()], ..Reading::default() };
            let best = wanted.best(&self.library, own)?;
            wanted.rank(&self.library.post(best)?.item.language).map(|_| best)
        };
        found().unwrap_or(post)
    }

    fn select(&mut self) {
        self.selection = Rc::new(select(&self.library, &self.reading, &self.query));
    }
}

/// Changes the state, and says what has to be done.
pub fn update(state: &mut State, msg: Msg) -> Vec<Effect> {
    state.announcement.clear();
    match msg {
        Msg::Loaded(bundle) => loaded(state, *bundle),
        Msg::Failed(failure, message) => failed(state, failure, message),
        Msg::Configured(settings) => configured(state, *settings),
        Msg::Routed(place) => routed(state, &place),
        Msg::Acted(action) => acted(state, action),
        Msg::Open(id, language, block) => match state.library.find(&id) {
            Some(post) => {
                let version = state.version(post, language.as_ref());
                open(state, version, language, block)
            }
            None => missing(state),
        },
        Msg::SetLanguages(list) => {
            let (languages, every) = parse_languages(&list);
            state.reading.languages = languages;
            state.reading.every = every;
            languages_changed(state)
        }
        Msg::SetFilter(tags, matching) => {
            state.query = Query { tags: known_tags(&state.library, &tags), matching };
            filter_changed(state)
        }
        Msg::SetView(view) => {
            state.settings.view = if view == "single" { String::new() } else { view };
            vec![Effect::Replace(state.fragment()), Effect::Draw]
        }
        Msg::Text(post, text) => text_came(state, post, text),
    }
}

fn loaded(state: &mut State, bundle: Bundle) -> Vec<Effect> {
    state.library = Rc::new(Library::new(bundle));
    state.status = Status::Ready;
    reset(state);
    state.select();
    vec![Effect::Draw, Effect::Tell(Event::Ready)]
}

/// Everything as the author set it.
fn reset(state: &mut State) {
    state.reading = initial_reading(&state.settings, &state.library);
    state.query = Query {
        tags: known_tags(&state.library, &state.settings.tags),
        matching: state.settings.matching,
    };
}

fn failed(state: &mut State, failure: Failure, message: String) -> Vec<Effect> {
    state.status = Status::Failed(failure);
    vec![Effect::Draw, Effect::Tell(Event::Error(failure.kind(), message))]
}

fn configured(state: &mut State, settings: Settings) -> Vec<Effect> {
    let old = std::mem::replace(&mut state.settings, settings);
    let new = &state.settings;
    state.strings = i18n::strings(&new.interface);
    if old.interface != new.interface || old.click_images != new.click_images {
        render(state);
    }
    let new = &state.settings;
    if old.languages != new.languages || old.untranslated != new.untranslated {
        state.reading = initial_reading(&state.settings, &state.library);
    }
    let new = &state.settings;
    if old.tags != new.tags || old.matching != new.matching {
        state.query =
            Query { tags: known_tags(&state.library, &new.tags), matching: new.matching };
    }
    state.select();
    if old.post != state.settings.post && state.status == Status::Ready {
        return match state.library.find(&state.settings.post) {
            Some(post) => open(state, post, None, None),
            None if state.settings.post.is_empty() => close(state),
            None => missing(state),
        };
    }
    vec![Effect::Draw]
}

/// Goes where the address says, without writing it again.
fn routed(state: &mut State, place: &Place) -> Vec<Effect> {
    state.query = Query {
        tags: known_tags(&state.library, &place.tags),
        matching: if place.match_all { Match::All } else { Match::Any },
    };
    state.search.clone_from(&place.query);
    state.is_missing = false;
    let Some(id) = &place.post else {
        if place.languages.is_empty() {
            state.reading = initial_reading(&state.settings, &state.library);
        } else {
            let (languages, every) = parse_languages(&place.languages.join(" "));
            state.reading.languages = languages;
            state.reading.every = every;
        }
        state.select();
        let was_open = state.article.take();
        let mut effects = vec![Effect::Draw];
        if let Some(article) = was_open {
            effects.push(Effect::Focus(Handle::Card(article.post.0)));
            effects.push(Effect::Tell(Event::Post(None)));
        }
        return effects;
    };
    state.select();
    let language = place.languages.first().and_then(|tag| Language::parse(tag));
    match state.library.find(id) {
        Some(post) => {
            let version = state.version(post, language.as_ref());
            show(state, version, language, place.block)
        }
        None => missing(state),
    }
}

fn acted(state: &mut State, action: Action) -> Vec<Effect> {
    match action {
        Action::Open(post) => {
            let language = state.library.post(post).map(|post| post.item.language.clone());
            // Choosing a card asks for the work; what the reader reads is what was asked for.
            let wanted = match &state.article {
                Some(_) => language,
                None => state.reading.languages.first().cloned(),
            };
            open(state, post, wanted, None)
        }
        Action::Follow(id) => match state.library.find(&id) {
            Some(post) => open(state, post, None, None),
            None => missing(state),
        },
        Action::Close => close(state),
        Action::ToggleTag(tag) => {
            match state.query.tags.iter().position(|other| *other == tag) {
                Some(index) => drop(state.query.tags.remove(index)),
                None => state.query.tags.push(tag),
            }
            filter_changed(state)
        }
        Action::ToggleMatch => {
            state.query.matching = match state.query.matching {
                Match::Any => Match::All,
                Match::All => Match::Any,
            };
            filter_changed(state)
        }
        Action::ClearFilter => {
            state.query = Query::default();
            let mut effects = filter_changed(state);
            effects.push(Effect::Focus(Handle::List));
            effects
        }
        Action::ToggleLanguage(language) => {
            toggle_language(state, language);
            languages_changed(state)
        }
        Action::ToggleEveryLanguage => {
            state.reading.every = !state.reading.every;
            languages_changed(state)
        }
        Action::ToggleAllTags => {
            state.shows_all_tags = !state.shows_all_tags;
            vec![Effect::Draw]
        }
        Action::ToggleSummary(language) => {
            if let Some(article) = &mut state.article {
                let is_shown = article.summary == Some(language);
                article.summary = (!is_shown).then_some(language);
            }
            vec![Effect::Draw]
        }
        Action::Jump(id) => {
            let handle = Handle::Id(id);
            vec![Effect::Focus(handle.clone()), Effect::Scroll(handle)]
        }
        Action::JumpToBlock(block) => {
            if let Some(article) = &mut state.article {
                article.block = Some(block);
            }
            vec![Effect::Push(state.fragment()), Effect::Scroll(Handle::Block(block))]
        }
        Action::Copy(text) => {
            state.copied = Some(text.clone());
            state.announcement = state.strings.copied.into();
            vec![Effect::Copy(text), Effect::Draw]
        }
        Action::LoadImage(number) => {
            if let Some(article) = &mut state.article {
                article.images.push(number);
            }
            render(state);
            vec![Effect::Draw]
        }
        Action::ShowRest => {
            if let Some(article) = &mut state.article {
                article.is_whole = true;
            }
            render(state);
            vec![Effect::Draw]
        }
        Action::Retry => {
            state.status = Status::Loading;
            vec![Effect::Draw, Effect::Fetch]
        }
    }
}

fn toggle_language(state: &mut State, language: LanguageIndex) {
    let Some(language) = state.library.language(language) else { return };
    state.reading.every = false;
    let is_read = state.reading.rank(language).is_some();
    state.reading.languages.retain(|other| crate::library::closeness(other, language).is_none());
    if !is_read {
        state.reading.languages.insert(0, language.clone());
    } else if state.reading.languages.is_empty()
        || !state.library.languages().iter().any(|other| state.reading.rank(other).is_some())
    {
        // Taking the last one away asks for the others.
        let others = state.library.languages().iter().filter(|other| *other != language);
        state.reading.languages = others.cloned().collect();
    }
}

fn languages_changed(state: &mut State) -> Vec<Effect> {
    state.select();
    announce_count(state);
    vec![
        Effect::Remember(language_names(&state.reading).join(" ")),
        Effect::Push(state.fragment()),
        Effect::Draw,
        Effect::Tell(Event::Language),
    ]
}

fn filter_changed(state: &mut State) -> Vec<Effect> {
    state.select();
    announce_count(state);
    vec![Effect::Push(state.fragment()), Effect::Draw, Effect::Tell(Event::Filter)]
}

fn announce_count(state: &mut State) {
    let Selection { cards, total, .. } = &*state.selection;
    state.announcement = state.strings.count(cards.len(), *total);
}

fn open(
    state: &mut State,
    post: PostIndex,
    wanted: Option<Language>,
    block: Option<u32>,
) -> Vec<Effect> {
    let mut effects = vec![Effect::KeepScroll];
    let shown = show(state, post, wanted, block);
    effects.push(Effect::Push(state.fragment()));
    effects.extend(shown);
    effects
}

fn show(
    state: &mut State,
    post: PostIndex,
    wanted: Option<Language>,
    block: Option<u32>,
) -> Vec<Effect> {
    state.is_missing = false;
    let own = state.library.post(post).map(|post| post.item.language.clone());
    let instead_of = wanted.filter(|wanted| {
        own.as_ref().is_some_and(|own| crate::library::closeness(wanted, own).is_none())
    });
    let is_broken = state
        .library
        .post(post)
        .is_some_and(|post| state.settings.broken.contains(&post.item.id));
    let summary = summary_for(state, post, instead_of.as_ref());
    state.article = Some(Article {
        post,
        instead_of,
        text: if is_broken { Text::Broken } else { Text::Waiting },
        summary,
        block,
        source: None,
        images: Vec::new(),
        is_whole: false,
    });
    if is_broken { shown(state) } else { vec![Effect::FetchText(post)] }
}

/// The summary to show beside a post that is not in the language asked for.
fn summary_for(state: &State, post: PostIndex, wanted: Option<&Language>) -> Option<LanguageIndex> {
    let post = state.library.post(post)?;
    let (language, _) = post.item.summaries.iter().find(|(language, _)| {
        wanted.is_some_and(|wanted| crate::library::closeness(wanted, language).is_some())
    })?;
    let index = state.library.languages().iter().position(|other| other == language)?;
    Some(LanguageIndex(u32::try_from(index).ok()?))
}

fn text_came(state: &mut State, post: PostIndex, text: Option<String>) -> Vec<Effect> {
    // Another post may have been opened meanwhile.
    let Some(article) = state.article.as_mut().filter(|article| article.post == post) else {
        return Vec::new();
    };
    match text {
        Some(text) if text.len() > MAX_SOURCE => article.text = Text::TooLong,
        Some(text) => article.source = Some(text.into()),
        None => article.text = Text::Broken,
    }
    render(state);
    shown(state)
}

fn shown(state: &State) -> Vec<Effect> {
    let Some(article) = &state.article else { return Vec::new() };
    let mut effects = vec![Effect::Draw, Effect::ScrollTop, Effect::Focus(Handle::Title)];
    if let Some(block) = article.block {
        effects.push(Effect::Scroll(Handle::Block(block)));
    }
    effects.push(Effect::Tell(Event::Post(Some(article.post))));
    effects
}

fn close(state: &mut State) -> Vec<Effect> {
    let Some(article) = state.article.take() else { return Vec::new() };
    vec![
        Effect::Push(state.fragment()),
        Effect::Draw,
        Effect::ScrollTop,
        Effect::RestoreScroll,
        Effect::Focus(Handle::Card(article.post.0)),
        Effect::Tell(Event::Post(None)),
    ]
}

fn missing(state: &mut State) -> Vec<Effect> {
    state.article = None;
    state.is_missing = true;
    state.announcement = state.strings.unknown_post.into();
    let message = "the post asked for is not in the bundle; check its id".into();
    vec![Effect::Draw, Effect::Tell(Event::Error("unknown-post", message))]
}

/// Turns the open post's source into nodes.
fn render(state: &mut State) {
    let Some(article) = &mut state.article else { return };
    let (Some(source), Some(post)) = (&article.source, state.library.post(article.post)) else {
        return;
    };
    let item = &post.item;
    let base = [item.url.as_deref(), state.library.home_page_url.as_deref()].into_iter().flatten().next();
    let base = base.unwrap_or(&state.settings.source);
    let prefix = markdown::id_prefix(&item.id);
    let links = LibraryLinks { library: &state.library, base, key: &state.settings.key };
    let options = markdown::Options {
        dialect: Dialect::Liseuse,
        language: &item.language,
        strings: state.strings,
        prefix: &prefix,
        base: if base.is_empty() { Base::Drop } else { Base::At(base) },
        links: &links,
        images: if state.settings.click_images {
            Images::Click(&article.images)
        } else {
            Images::Load
        },
        limit: if article.is_whole { NODE_LIMITS.1 } else { NODE_LIMITS.0 },
    };
    article.text = Text::Ready(markdown::render(source, item.content, &options));
}

fn initial_reading(settings: &Settings, library: &Library) -> Reading {
    let untranslated = settings.untranslated;
    let lists = std::iter::once(&settings.languages).chain(&settings.guesses);
    for list in lists {
        let (languages, every) = parse_languages(list);
        if languages.is_empty() && !every {
            continue;
        }
        if every {
            return Reading { languages, every, untranslated };
        }
        let reading = Reading { languages, every, untranslated };
        // What the author wrote stands; a guess must serve for something.
        let is_given = !settings.languages.is_empty();
        if is_given || library.languages().iter().any(|language| reading.rank(language).is_some()) {
            return reading;
        }
    }
    let languages = library.languages().first().cloned().into_iter().collect();
    Reading { languages, every: false, untranslated }
}

fn parse_languages(list: &str) -> (Vec<Language>, bool) {
    let every = list.split([',', ' ']).any(|entry| entry.trim() == "*");
    (language::parse_list(list), every)
}

fn language_names(reading: &Reading) -> Vec<String> {
    let every = reading.every.then(|| "*".into());
    let names = reading.languages.iter().map(|language| language.as_str().into());
    every.into_iter().chain(names).collect()
}

fn known_tags(library: &Library, names: &[String]) -> Vec<crate::library::TagIndex> {
    let mut tags = Vec::new();
    for name in names {
        let found = library.find_tag(name).or_else(|| {
            library.tags().iter().position(|tag| {
                tag.labels.iter().any(|(_, label)| label == name)
            }).map(|index| crate::library::TagIndex(u32::try_from(index).unwrap_or(u32::MAX)))
        });
        if let Some(tag) = found
            && !tags.contains(&tag)
        {
            tags.push(tag);
        }
    }
    tags
}
