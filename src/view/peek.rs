//! What corresponds to one block of the open post, shown under it on demand.

use std::ops::Range;

use super::{
    View, button, language_attributes,
    node::{Attribute, Element, Handle, Node, Shared, Tag},
};
use crate::{
    action::Action,
    i18n,
    library::Post,
    markdown::{Body, block_number},
    state::{Article, Text, best_other},
};

/// Tells what is shown under a block from the button after it.
const PANEL: u32 = 1 << 31;

impl View<'_> {
    /// The open post's text. After each block that another version may say, there is a button; under
    /// it, what that version says, if it was asked for.
    pub(super) fn peekable(self, article: &Article, body: &Body) -> Vec<Node> {
        let nodes = &body.nodes;
        let library = &self.state.library;
        let post = match &article.other {
            Some(other) => Some(other.post),
            None => best_other(self.state, article.post),
        };
        let Some((index, other)) = post.and_then(|post| Some((post, library.post(post)?))) else {
            return vec![Node::Shared(Shared::all(nodes))];
        };
        let language = &other.item.language;
        let label = i18n::fill(self.state.strings.peek, &self.name(language));

        // Which blocks have a counterpart, as far as that is known.
        let told = || {
            let told = library.beads(article.post, index)?;
            let right = told.beads.last()?.right.end;
            told.covers(body.blocks(), right).then(|| told.into())
        };
        let beads = article.beads.clone().or_else(told);
        let mut is_paired = vec![beads.is_none(); body.blocks() as usize];
        for bead in beads.iter().flat_map(|beads| &beads.beads) {
            if let Some(blocks) =
                is_paired.get_mut(bead.left.start as usize..bead.left.end as usize)
            {
                blocks.fill(bead.is_paired());
            }
        }

        let mut all = Vec::with_capacity(nodes.len() * 2);
        for (place, node) in nodes.iter().enumerate() {
            all.push(Node::Shared(Shared::some(nodes, place, place + 1)));
            let Some(block) = block_number(node) else {
                continue;
            };
            let is_last = nodes.get(place + 1).and_then(block_number) != Some(block);
            let is_rule = matches!(node, Node::Element(element) if element.tag == Tag::Hr);
            // What was asked for keeps its button, whatever was found.
            let peek = article.peeks.iter().find(|peek| peek.0 == block);
            let is_open = peek.is_some_and(|peek| peek.1);
            let is_paired = is_paired.get(block as usize) == Some(&true);
            if !is_last || is_rule || !(is_paired || peek.is_some()) {
                continue;
            }
            let mut peek = button()
                .class("peek")
                .part("peek")
                .with(Attribute::AriaExpanded(is_open))
                .with(Attribute::AriaLabel(label.clone()))
                .with(Attribute::DataLanguage(language.clone()))
                .with(Attribute::LangOfInterface(self.state.strings.language))
                .on(Action::Peek(block))
                .key(block);
            if is_open {
                peek = peek.handle(Handle::Peek(block));
            }
            all.push(peek.into());
            if is_open {
                let panel = self.peeked(article, block, other).key(PANEL | block);
                all.push(panel.on(Action::Unpeek(block)).into());
            }
        }
        all
    }

    /// What corresponds to a block.
    fn peeked(self, article: &Article, block: u32, other: &Post) -> Element {
        let strings = self.state.strings;
        let panel = Element::new(Tag::Div).class("peeked").part("peeked");
        let own = Attribute::LangOfInterface(strings.language);
        let say = |text: &str| Element::new(Tag::P).class("waiting").text(text);
        let words = match article.other.as_ref().map(|other| &other.text) {
            Some(Text::Ready(body)) => {
                let beads = article.beads.as_ref();
                let bead = beads.and_then(|beads| beads.of_left(block));
                match bead.filter(|bead| bead.is_paired()) {
                    Some(bead) => {
                        return language_attributes(panel, &other.item.language)
                            .child(Node::Shared(blocks(body, &bead.right)));
                    }
                    None => strings.no_counterpart,
                }
            }
            Some(Text::TooLong) => strings.too_long,
            Some(Text::Broken) => strings.broken,
            Some(Text::Lost) => strings.text_lost,
            Some(Text::Waiting) | None => strings.loading,
        };
        panel.with(own).child(say(words))
    }
}

/// The nodes of these blocks.
fn blocks(body: &Body, wanted: &Range<u32>) -> Shared {
    let number = |node: &Node| block_number(node).unwrap_or(u32::MAX);
    let nodes = &body.nodes;
    let start = nodes.iter().position(|node| number(node) >= wanted.start);
    let last = nodes.iter().rposition(|node| number(node) < wanted.end);
    let end = last.map_or(0, |last| last + 1);
    Shared::some(nodes, start.unwrap_or(end), end)
}
