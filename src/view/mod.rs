//! State in, one tree of safe nodes out. Views are pure functions and cannot fail.

mod article;
pub mod html;
mod list;
pub mod locale;
pub mod node;
mod notice;
mod pair;
mod peek;
mod toolbar;

use crate::{
    bundle::Date,
    language::{Direction, Language},
    library::PostIndex,
    markdown::{page, typography::line},
    route,
    state::{Settings, State, Status, Theme},
    text::digits,
};
use node::{Attribute, Element, Node, Tag, Url};

/// Names and dates as people write them: `Intl` in a browser.
pub trait Locale {
    /// The name of a language, in the words of another: `French` for `fr` in `en`.
    fn language_name(&self, language: &Language, words: &str) -> String;

    /// The name of a language in its own words, with a capital: `Français`.
    fn own_name(&self, language: &Language) -> String;

    /// A date, in the words of a language: `7 January 2019`.
    fn date(&self, date: Date, words: &str) -> String;
}

/// Shows a state.
#[must_use]
pub fn view(state: &State, locale: &dyn Locale) -> Vec<Node> {
    let view = View { state, locale };
    let theme = match state.settings.theme {
        Theme::Page => "reader",
        Theme::System => "reader system",
        Theme::Light => "reader light",
        Theme::Dark => "reader dark",
        Theme::Sepia => "reader sepia",
    };
    let mut reader = Element::new(Tag::Div)
        .class(theme)
        .with(Attribute::LangOfInterface(state.strings.language))
        .with(Attribute::Dir(Direction::Ltr));
    reader = reader.child(view.status().key(0));
    // The page's own content stays until there is something better.
    match state.status {
        Status::Loading => return vec![reader.into(), Node::Slot(state.strings.loading)],
        Status::Failed(failure) => {
            reader = reader.child(view.failure(failure).key(1));
            return vec![reader.into(), Node::Slot("")];
        }
        Status::Ready => {}
    }
    if state.is_missing {
        reader = reader.child(view.missing().key(2));
    }
    reader = match &state.article {
        Some(article) => reader.children(view.article(article).map(|element| element.key(3))),
        None if state.library.posts().is_empty() => reader.child(view.empty().key(4)),
        None => {
            let shelf = Element::new(Tag::Div).class("shelf").key(5);
            reader.child(shelf.child(view.toolbar()).child(view.list()))
        }
    };
    vec![reader.into()]
}

/// What every part of a view needs.
#[derive(Clone, Copy)]
struct View<'a> {
    state: &'a State,
    locale: &'a dyn Locale,
}

impl View<'_> {
    /// The one region that speaks: empty from the start, so that what comes is heard.
    fn status(self) -> Element {
        let class = if self.state.is_answer {
            "status answer"
        } else {
            "status"
        };
        let element = Element::new(Tag::P)
            .class(class)
            .with(Attribute::Role("status"));
        if let Some(article) = self
            .state
            .article
            .as_ref()
            .filter(|_| self.state.is_switched)
            && let Some(post) = self.state.library.post(article.post)
        {
            let title = language_attributes(Element::new(Tag::Bdi), &post.item.language);
            return element
                .text([&self.name(&post.item.language), ": "].concat())
                .child(title.text(post.item.title.clone()));
        }
        if self.state.announcement.is_empty() {
            return element;
        }
        element.text(self.state.announcement.clone())
    }

    /// A language's name in its own words, with a capital: `Français`.
    fn own_name(self, language: &Language) -> String {
        if *language == Language::und() {
            return "?".into();
        }
        self.locale.own_name(language)
    }

    /// An element with a language's own name, which no translator may change: it would no longer
    /// say for whom it is.
    fn own_named(self, element: Element, language: &Language) -> Element {
        language_attributes(element, language)
            .with(Attribute::TranslateNo)
            .text(self.own_name(language))
    }

    /// A language's name in the interface's words: `French`.
    fn name(self, language: &Language) -> String {
        self.locale
            .language_name(language, self.state.strings.language)
    }

    /// A link to a version of a work: to its page, or else to its place in this reader.
    fn post_link(self, post: PostIndex) -> Element {
        let Settings { key, source, .. } = &self.state.settings;
        let item = self.state.library.post(post).map(|post| &post.item);
        let link = Element::new(Tag::A);
        if let Some(page) = item.and_then(|item| page(item, source)) {
            return link.with(Attribute::Href(page));
        }
        let id = item.map_or("", |item| &item.id);
        link.with(Attribute::Href(Url::fragment(&route::to_post(id, key))))
            .on(crate::action::Action::Open(post))
    }

    /// The facts of a post that are there: day, language, reading time.
    fn facts(self, post: PostIndex, with_language: bool) -> Vec<Node> {
        let Some(post) = self.state.library.post(post) else {
            return Vec::new();
        };
        let strings = self.state.strings;
        let item = &post.item;
        let mut facts: Vec<Node> = Vec::new();
        if let Some(date) = item.date {
            let time = Element::new(Tag::Time).with(Attribute::DateTime(date.text()));
            facts.push(time.text(self.locale.date(date, strings.language)).into());
        }
        if with_language && self.state.library.languages().len() > 1 {
            let name = self.own_named(Element::new(Tag::Span), &item.language);
            facts.push(name.into());
        }
        if item.mixed {
            facts.push(Element::new(Tag::Span).text(strings.mixed).into());
        }
        if let Some(words) = item.words {
            // Silent reading: about 230 words a minute (Brysbaert 2019, J. Memory and Language).
            let minutes = digits(words.div_ceil(230).max(1));
            let text = crate::i18n::fill(strings.minutes, &minutes);
            facts.push(Element::new(Tag::Span).text(text).into());
        }
        facts
    }
}

/// Marks the language and direction of an element's own words.
pub(crate) fn language_attributes(element: Element, language: &Language) -> Element {
    let direction = if *language == Language::und() {
        Attribute::DirAuto
    } else {
        Attribute::Dir(language.direction())
    };
    element
        .with(Attribute::Lang(language.clone()))
        .with(direction)
}

/// Words in a language that is told; they run as their letters say.
fn in_language(element: Element, words: &str, language: &Language) -> Element {
    element
        .with(Attribute::Lang(language.clone()))
        .children(line(words, language))
}

fn button() -> Element {
    Element::new(Tag::Button).with(Attribute::Type("button"))
}
