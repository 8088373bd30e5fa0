//! Languages and tags: what the list is narrowed by.

use super::{
    View, button, in_language,
    node::{Attribute, Element, Node, Tag},
};
use crate::{
    action::Action,
    i18n,
    library::LanguageIndex,
    query::{Facet, Match},
    text::digits,
};

/// How many tags are shown before asking for more.
const FEW_TAGS: usize = 14;

impl View<'_> {
    pub(super) fn toolbar(self) -> Element {
        let toolbar = Element::new(Tag::Div).class("toolbar").part("toolbar");
        toolbar
            .child(self.search())
            .children(self.languages())
            .children(self.tags())
    }

    fn search(self) -> Element {
        let state = self.state;
        let input = Element::new(Tag::Input)
            .part("search")
            .with(Attribute::Type("search"))
            .with(Attribute::AriaLabel(state.strings.search.into()))
            .with(Attribute::Placeholder(state.strings.search))
            .with(Attribute::ValueText(state.search.clone()));
        let landmark = Element::new(Tag::Div).class("search");
        landmark.with(Attribute::Role("search")).child(input)
    }

    fn languages(self) -> Option<Element> {
        let state = self.state;
        let languages = state.library.languages();
        if languages.len() < 2 {
            return None;
        }
        let buttons = (0..)
            .map(LanguageIndex)
            .zip(languages)
            .map(|(index, language)| {
                let is_read = !state.reading.every && state.reading.rank(language).is_some();
                self.own_named(button(), language)
                    .with(Attribute::AriaPressed(is_read))
                    .on(Action::ToggleLanguage(index))
            });
        let every = button()
            .with(Attribute::AriaPressed(state.reading.every))
            .on(Action::ToggleEveryLanguage)
            .text(state.strings.every_language);
        let group = group("languages", state.strings.languages);
        Some(group.children(buttons).child(every))
    }

    fn tags(self) -> Option<Element> {
        let state = self.state;
        let facets = &state.selection.facets;
        if facets.is_empty() {
            return None;
        }
        let shows_all = state.shows_all_tags || facets.len() <= FEW_TAGS + 2;
        let mut group = group("tags", state.strings.tags);
        for (index, facet) in facets.iter().enumerate() {
            if shows_all || index < FEW_TAGS || facet.is_chosen {
                group = group.child(self.tag(*facet));
            }
        }
        if facets.len() > FEW_TAGS + 2 {
            let strings = state.strings;
            let text = if shows_all {
                strings.fewer_tags.into()
            } else {
                i18n::fill(strings.more_tags, &digits(facets.len()))
            };
            let more = button()
                .with(Attribute::AriaExpanded(shows_all))
                .on(Action::ToggleAllTags);
            group = group.child(more.class("quiet").key(u32::MAX).text(text));
        }
        if state.query.tags.len() > 1 {
            let all = button()
                .with(Attribute::AriaPressed(state.query.matching == Match::All))
                .on(Action::ToggleMatch);
            group = group.child(
                all.class("quiet")
                    .key(u32::MAX - 1)
                    .text(state.strings.match_all),
            );
        }
        if !state.query.tags.is_empty() {
            let clear = button().on(Action::ClearFilter);
            group = group.child(
                clear
                    .class("quiet")
                    .key(u32::MAX - 2)
                    .text(state.strings.clear),
            );
        }
        Some(group)
    }

    fn tag(self, facet: Facet) -> Node {
        let Some(tag) = self.state.library.tag(facet.tag) else {
            return None.into();
        };
        let (label, language) = tag.label(&self.state.reading.languages);
        let language = language.or_else(|| self.state.library.language(tag.language?));
        let name = Element::new(Tag::Bdi);
        let name = match language {
            Some(language) => in_language(name, label, language),
            None => name.text(label),
        };
        let mut button = button()
            .part("tag")
            .with(Attribute::AriaPressed(facet.is_chosen))
            .on(Action::ToggleTag(facet.tag))
            .key(facet.tag.0);
        if facet.count == 0 && !facet.is_chosen {
            button = button.with(Attribute::Disabled);
        }
        // What may still change keeps its place.
        let count = Element::new(Tag::Span)
            .class(match self.state.library.awaited {
                Some(_) => "count awaited",
                None => "count",
            })
            .text(digits(facet.count));
        button.child(name).text(" ").child(count).into()
    }
}

/// A labelled group of buttons that the page's author may style.
pub(super) fn group(name: &'static str, label: &str) -> Element {
    labelled(Element::new(Tag::Div).class(name).part(name), label)
}

/// The same element as a labelled group.
pub(super) fn labelled(element: Element, label: &str) -> Element {
    element
        .with(Attribute::Role("group"))
        .with(Attribute::AriaLabel(label.into()))
}
