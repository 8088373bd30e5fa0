//! A page of the site → what the reader shows there first: the same state, the same view.

use super::{SOURCE, Site};
use crate::{
    language::Language,
    library::PostIndex,
    markdown::Body,
    route::Place,
    state::{Effect, Msg, Settings, State, Text, update},
    view::{node::Node, view},
};

use super::super::locale::Words;

/// What a page shows.
pub(super) struct Shown<'a> {
    /// The languages to read, as the element's attribute has them.
    pub(super) languages: &'a str,
    /// The language of the interface.
    pub(super) interface: &'a str,
    /// The tag that the list is narrowed by, by its id.
    pub(super) tag: Option<&'a str>,
    /// The post, in place of the list.
    pub(super) post: Option<PostIndex>,
}

/// The reader as it is when a page has just opened.
pub(super) struct Screen {
    state: State,
    /// Whether the reader itself would hold a part of the text back at first.
    pub(super) is_long: bool,
}

impl Screen {
    /// What the reader draws.
    pub(super) fn nodes(&self) -> Vec<Node> {
        view(&self.state, &Words)
    }

    /// The text of the post, if it can be read.
    pub(super) fn body(&self) -> Option<&Body> {
        match &self.state.article.as_ref()?.text {
            Text::Ready(body) => Some(body),
            _ => None,
        }
    }

    /// How many cards the list has.
    pub(super) fn cards(&self) -> usize {
        self.state.selection.cards.len()
    }

    /// The tags of the list, the most used first, as far as any card has them.
    pub(super) fn tags(&self) -> Vec<crate::library::TagIndex> {
        let facets = self.state.selection.facets.iter();
        let used = facets.filter(|facet| facet.count > 0);
        used.map(|facet| facet.tag).collect()
    }
}

/// A reader that has the bundle; pages begin with a copy of it.
pub(super) fn opened(bundle: crate::bundle::Bundle) -> State {
    let mut state = State::new(Settings {
        source: SOURCE.to_owned(),
        ..Settings::default()
    });
    let _ = update(&mut state, Msg::Loaded(Box::new(bundle)));
    // Without JavaScript nobody can ask for more.
    state.most_cards = usize::MAX;
    state
}

/// Opens a page.
pub(super) fn open(site: &Site, shown: &Shown<'_>) -> Screen {
    let mut state = site.opened.clone();
    let settings = Settings {
        source: SOURCE.to_owned(),
        interface: shown.interface.to_owned(),
        languages: shown.languages.to_owned(),
        tags: shown.tag.map(str::to_owned).into_iter().collect(),
        ..Settings::default()
    };
    send(site, &mut state, Msg::Configured(Box::new(settings)));
    if let Some(post) = shown.post.and_then(|post| site.library.post(post)) {
        let place = Place {
            post: Some(post.item.id.clone()),
            ..state.place()
        };
        send(site, &mut state, Msg::Routed(place));
    }
    let body = state.article.as_ref().map(|article| &article.text);
    let is_long = matches!(body, Some(Text::Ready(body)) if body.is_cut);
    if is_long {
        send(
            site,
            &mut state,
            Msg::Acted(crate::action::Action::ShowRest),
        );
    }
    Screen { state, is_long }
}

/// Sends a message, and the texts that it asks for.
fn send(site: &Site, state: &mut State, msg: Msg) {
    for effect in update(state, msg) {
        if let Effect::FetchText(post) = effect {
            let text = site
                .library
                .post(post)
                .and_then(|post| post.item.body.clone());
            send(site, state, Msg::Text(post, text));
        }
    }
}

/// The languages of a bundle as the element's attribute has them, this one first.
pub(super) fn in_order(first: &Language, all: &[Language]) -> String {
    let others = all.iter().filter(|language| *language != first);
    let own = all.contains(first).then_some(first);
    let names: Vec<&str> = own
        .into_iter()
        .chain(others)
        .map(Language::as_str)
        .collect();
    names.join(" ")
}
