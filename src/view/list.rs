//! The list: one card a work.

use super::{
    View, button, in_language, language_attributes,
    node::{Attribute, Element, Handle, Node, Tag},
};
use crate::{
    action::Action,
    i18n,
    language::Language,
    library::{Post, PostIndex},
    markdown::typography::marked,
    query::{Card, Found, Untranslated},
    state::{FEW_CARDS, Pages, State},
    text::digits,
};

impl<'a> View<'a> {
    pub(super) fn list(self) -> Element {
        let state = self.state;
        let selection = &state.selection;
        let library = &state.library;
        let title = Element::new(Tag::Bdi);
        let title = if library.title.is_empty() {
            title.text(state.strings.posts_label)
        } else {
            match &library.language {
                Some(language) => in_language(title, &library.title, language),
                None => title.text(library.title.clone()),
            }
        };
        let heading = Element::new(Tag::H2)
            .with(Attribute::TabIndex(-1))
            .handle(Handle::List)
            .child(title);
        let count = if state.is_searching {
            state.strings.searching.into()
        } else if let Some(works) = library.awaited {
            // Of a filter the count is known when all posts are.
            match selection.cards.len() == selection.total {
                true => state.strings.count(works as usize, works as usize),
                false => state.strings.loading.into(),
            }
        } else {
            state.strings.count(selection.cards.len(), selection.total)
        };
        let head = Element::new(Tag::Div)
            .class("list-head")
            .child(heading)
            .child(Element::new(Tag::P).class("count").text(count));
        let section = Element::new(Tag::Div).class("posts").child(head);
        let is_cut = selection.cards.len() > state.most_cards;
        let more = match state.pages {
            _ if is_cut => {
                let next = (selection.cards.len() - state.most_cards).min(FEW_CARDS);
                let text = i18n::fill(state.strings.show_more, &digits(next));
                let more = button().on(Action::ShowMore).text(text);
                Some(Element::new(Tag::P).class("more").child(more))
            }
            Pages::Here => None,
            Pages::Left | Pages::Coming => Some(self.waiting()),
            Pages::Lost => Some(
                self.plain_notice(state.strings.pages_lost)
                    .child(self.retry()),
            ),
        };
        if selection.cards.is_empty() {
            return section.child(more.unwrap_or_else(|| self.nothing_found()));
        }
        // Safari takes the role away from lists without bullets, unless it is written.
        let list = Element::new(Tag::Ul)
            .part("list")
            .with(Attribute::Role("list"));
        let cards = selection.cards.iter().take(state.drawn_cards());
        section
            .child(list.children(cards.map(|card| self.card(*card))))
            .children(more)
    }

    fn card(self, card: Card) -> Node {
        let Some(post) = self.state.library.post(card.post) else {
            return None.into();
        };
        let item = &post.item;
        let link = self.post_link(card.post).handle(Handle::Card(card.post.0));
        let heading = language_attributes(Element::new(Tag::H3), &item.language);
        let found = self.found(card.post);
        let marks = found.map_or(&[][..], |found| &found.title);
        let heading = heading.child(link.children(marked(&item.title, marks, &item.language)));
        let mut meta = Element::new(Tag::P).class("meta").part("meta");
        meta = meta.children(self.facts(card.post, true));
        let summary = self.summary(post, card);
        let is_other = summary.is_some_and(|summary| summary.2);
        if !card.is_read && (is_other || self.state.library.languages().len() > 1) {
            let text = i18n::fill(self.state.strings.only_in, &self.name(&item.language));
            let is_alone = self.state.library.versions(post).count() == 1;
            if is_alone {
                meta = meta.child(Element::new(Tag::Span).class("badge").text(text));
            }
        }
        let snippet = found.and_then(|found| found.snippet.as_ref());
        let (language, text, marks): (_, _, &[_]) = match (snippet, summary) {
            (Some(snippet), _) => (&item.language, &*snippet.text, &snippet.marks),
            (None, Some((language, text, _))) => (language, text, &[]),
            (None, None) => (&item.language, "", &[]),
        };
        let about = (!text.is_empty()).then(|| {
            let about = Element::new(Tag::P).class("summary");
            language_attributes(about, language).children(marked(text, marks, language))
        });
        Element::new(Tag::Li)
            .part("item")
            .key(card.post.0)
            .child(heading)
            .child(meta)
            .children(about)
            .children(self.card_foot(post, card.post))
            .into()
    }

    /// What was found in a post.
    fn found(self, post: PostIndex) -> Option<&'a Found> {
        let mut found = self.state.found.as_deref()?.iter();
        found.find(|found| found.post == post)
    }

    /// The summary of a card with its language, and whether it is in another one than the post.
    fn summary(self, post: &'a Post, card: Card) -> Option<(&'a Language, &'a str, bool)> {
        let State {
            library, reading, ..
        } = self.state;
        if !card.is_read {
            let index = reading.summary(library, post);
            let summaries = library.summaries(post);
            if let Some((language, text)) = index.and_then(|index| summaries.get(index.index())) {
                return Some((language, text, true));
            }
            if reading.untranslated == Untranslated::Summary {
                return None;
            }
        }
        Some((&post.item.language, post.item.summary.as_ref()?, false))
    }

    /// The other versions of a card's work, and its tags.
    fn card_foot(self, post: &Post, shown: PostIndex) -> Option<Element> {
        let strings = self.state.strings;
        let mut foot = Element::new(Tag::P).class("foot");
        for tag in &post.tags {
            if let Some(name) = self.tag_name(*tag, post) {
                foot = foot.child(name);
            }
        }
        let others = self
            .state
            .library
            .versions(post)
            .filter(|(index, _)| *index != shown);
        let mut also = Element::new(Tag::Span).class("also");
        let mut is_first = true;
        for (index, version) in others {
            also = also.text(if is_first {
                [strings.also_in, " "].concat()
            } else {
                ", ".into()
            });
            is_first = false;
            let link = self.own_named(self.post_link(index), &version.item.language);
            also = also.child(link.with(Attribute::HrefLang(version.item.language.clone())));
        }
        if !is_first {
            foot = foot.child(also);
        }
        (!foot.children.is_empty()).then_some(foot)
    }

    /// A tag of a post, in the post's own language unless it has a better label.
    pub(super) fn tag_name(self, tag: crate::library::TagIndex, post: &Post) -> Option<Element> {
        let tag = self.state.library.tag(tag)?;
        let (label, language) = tag.label(std::slice::from_ref(&post.item.language));
        let language = language.unwrap_or(&post.item.language);
        let name = Element::new(Tag::Bdi).class("tag-name");
        Some(in_language(name, label, language))
    }
}
