//! What is said when there is nothing to read.

use super::{
    View, button,
    node::{Attribute, Element, Tag},
};
use crate::{action::Action, state::Failure};

impl View<'_> {
    /// Why there are no posts, and what to do.
    pub(super) fn failure(self, failure: Failure) -> Element {
        let notice = self
            .notice(failure.words(self.state.strings))
            .with(Attribute::Role("alert"));
        match failure {
            Failure::NotFound | Failure::Network | Failure::Offline | Failure::Server => {
                notice.child(self.retry())
            }
            _ => notice,
        }
    }

    /// The button that tries again to fetch what did not arrive.
    pub(super) fn retry(self) -> Element {
        let retry = button().on(Action::Retry).text(self.state.strings.retry);
        Element::new(Tag::P).child(retry)
    }

    /// A bundle without posts.
    pub(super) fn empty(self) -> Element {
        self.notice((self.state.strings.empty, self.state.strings.empty_remedy))
    }

    /// A list that the filters leave empty.
    pub(super) fn nothing_found(self) -> Element {
        let strings = self.state.strings;
        let clear = button().on(Action::ClearFilter).text(strings.clear);
        self.notice((strings.nothing_found, strings.nothing_found_remedy))
            .child(Element::new(Tag::P).child(clear))
    }

    /// A post that was asked for and is not there.
    pub(super) fn missing(self) -> Element {
        self.plain_notice(self.state.strings.unknown_post)
    }

    /// One line.
    pub(super) fn plain_notice(self, text: &str) -> Element {
        Element::new(Tag::Div)
            .class("notice")
            .part("notice")
            .child(Element::new(Tag::P).text(text))
    }

    fn notice(self, (what, remedy): (&str, &str)) -> Element {
        Element::new(Tag::Div)
            .class("notice")
            .part("notice")
            .child(Element::new(Tag::P).child(Element::new(Tag::Strong).text(what)))
            .child(Element::new(Tag::P).text(remedy))
    }
}
