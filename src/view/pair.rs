//! Two versions of a work, bead by bead: in columns or block after block.
//!
//! Rows are one structure for both: columns are a matter of the style sheet, and who listens hears
//! each block followed by what says the same.

use std::{ops::Range, rc::Rc};

use super::{
    View, button, language_attributes,
    node::{Attribute, Element, Handle, Node, Shared, Tag},
    toolbar::labelled,
};
use crate::{
    action::{Action, Mode},
    bundle::Beads,
    i18n,
    language::{Direction, Language},
    library::Post,
    markdown::{Body, block_number},
    state::{Article, Counterpart, Text},
    text::digits,
};

/// Two texts that are shown together, and what corresponds.
#[derive(Clone, Copy)]
pub(super) struct Pair<'a> {
    left: &'a Body,
    pub(super) right: &'a Body,
    beads: &'a Beads,
    post: &'a Post,
    /// The version beside the open one.
    pub(super) other: &'a Post,
}

impl<'a> View<'a> {
    /// The version that is to stand beside the open post.
    pub(super) fn beside(self, article: &'a Article) -> Option<&'a Counterpart> {
        article
            .other
            .as_ref()
            .filter(|_| self.state.view != Mode::Single)
    }

    /// The two texts, when they are to be shown together and both are here.
    pub(super) fn pair(self, article: &'a Article, post: &'a Post) -> Option<Pair<'a>> {
        let other = self.beside(article)?;
        let (Text::Ready(left), Text::Ready(right)) = (&article.text, &other.text) else {
            return None;
        };
        Some(Pair {
            left,
            right,
            beads: article.beads.as_ref()?,
            post,
            other: self.state.library.post(other.post)?,
        })
    }

    /// Whether two columns stand side by side.
    pub(super) fn has_columns(self) -> bool {
        self.state.view == Mode::SideBySide && self.state.settings.is_wide
    }

    /// Whether each column goes its own way.
    fn is_apart(self) -> bool {
        self.state.is_apart && self.has_columns()
    }

    /// How the post is shown, and the other version if there is a choice, after `tools`. Nothing more
    /// for a post that has one version.
    pub(super) fn views(self, mut tools: Element, article: &Article, post: &Post) -> Element {
        let strings = self.state.strings;
        let versions = self.state.library.versions(post).count();
        if versions < 2 {
            return tools;
        }
        let view = self.state.view;
        let choice = |mode: Mode, is_on: bool, words: &'static str| {
            let button = button().with(Attribute::AriaPressed(is_on));
            button.on(Action::View(mode)).text(words)
        };
        let mut views = labelled(Element::new(Tag::Div).class("views"), strings.view);
        let is_single = view == Mode::Single;
        views = views.child(choice(Mode::Single, is_single, strings.one_text));
        if self.state.settings.is_wide {
            let (columns, woven) = (Mode::SideBySide, Mode::Interleaved);
            views = views.child(choice(columns, view == columns, strings.side_by_side));
            views = views.child(choice(woven, view == woven, strings.interleaved));
        } else {
            // Without room for columns both are the same.
            let mode = if is_single { Mode::SideBySide } else { view };
            views = views.child(choice(mode, !is_single, strings.both_texts));
        }
        tools = tools.child(views);
        let Some(other) = self.beside(article) else {
            return tools;
        };
        if self.has_columns() {
            let sync = button()
                .with(Attribute::AriaPressed(!self.state.is_apart))
                .with(Attribute::Title(strings.sync_help.into()))
                .on(Action::ToggleSync);
            tools = tools.child(sync.text(strings.sync));
        }
        let swap = button()
            .with(Attribute::AriaLabel(strings.swap.into()))
            .with(Attribute::Title(strings.swap.into()))
            .on(Action::Open(other.post));
        tools = tools.child(swap.text("⇄\u{fe0e}"));
        if versions < 3 {
            return tools;
        }
        let mut beside = labelled(Element::new(Tag::Div).class("views"), strings.beside);
        for (index, version) in self.state.library.versions(post) {
            if index == article.post {
                continue;
            }
            let language = &version.item.language;
            beside = beside.child(
                self.own_named(button(), language)
                    .with(Attribute::AriaPressed(index == other.post))
                    .on(Action::Beside(index)),
            );
        }
        tools.child(beside)
    }

    /// How much of the open post has a counterpart, and how sure that is.
    ///
    /// This and what shows two texts are in the later part of the module, see `xtask/src/split`: the text of
    /// another version is taken only when that is here.
    #[inline(never)]
    pub(super) fn coverage(self, pair: Pair<'_>) -> Element {
        let strings = self.state.strings;
        let mut paired = 0;
        for bead in &pair.beads.beads {
            if bead.is_paired() {
                paired += bead.left.end - bead.left.start;
            }
        }
        let text = i18n::fill(strings.paired, &digits(paired));
        let text = i18n::fill(&text, &digits(pair.left.blocks()));
        // Beads of which nobody says how sure they are have none.
        let percent = (pair.beads.confidence * 100.0) as u32;
        let sure = i18n::fill(strings.sure, &digits(percent));
        let parts = [text.as_str(), " · ", &sure];
        let parts = parts.get(..if percent > 0 { 3 } else { 1 });
        Element::new(Tag::P)
            .class("coverage")
            .with(Attribute::LangOfInterface(strings.language))
            .text(parts.unwrap_or_default().concat())
    }

    /// The two texts.
    #[inline(never)]
    pub(super) fn both(self, pair: Pair<'_>) -> Element {
        let class = match self.state.view {
            _ if self.is_apart() => "pair apart",
            _ if self.has_columns() => "pair rows columns",
            // Paper has room for columns.
            Mode::SideBySide => "pair rows",
            _ => "pair",
        };
        let own = &pair.post.item.language;
        let frame = language_attributes(Element::new(Tag::Div), own);
        let frame = frame.class(class).part("body");
        if self.is_apart() {
            let main = self.pane(pair, pair.left, pair.post, 0);
            let beside = self.pane(pair, pair.right, pair.other, 1);
            return frame.child(main).child(beside);
        }
        self.rows(pair, frame)
    }

    /// A row for each bead.
    fn rows(self, pair: Pair<'_>, mut frame: Element) -> Element {
        let (own, other) = (&pair.post.item.language, &pair.other.item.language);
        let mut left = Column::new(pair.left, "side body main", 0);
        let mut right = Column::new(pair.right, "side body other", 1);
        if own.direction() != other.direction() {
            right.direction = Some(other.direction());
        }
        let (own_alone, other_alone) = (self.only_in(own), self.only_in(other));
        for bead in &pair.beads.beads {
            let main = left.blocks(&bead.left);
            let beside = right.blocks(&bead.right);
            if main.is_some() || beside.is_some() {
                let main = main.unwrap_or_else(|| self.lonely("side main none", &other_alone));
                let beside = beside.unwrap_or_else(|| self.lonely("side other none", &own_alone));
                frame = frame.child(row(main, beside));
            }
        }
        // Notes come after all blocks, and belong to none.
        let (main, beside) = (left.rest(), right.rest());
        if main.is_none() && beside.is_none() {
            return frame;
        }
        let main = main.unwrap_or_else(|| Element::new(Tag::Div));
        let beside = beside.unwrap_or_else(|| Element::new(Tag::Div));
        frame.child(row(main, beside))
    }

    /// A column that scrolls by itself: the left one, 0, or the right one, 1.
    fn pane(self, pair: Pair<'_>, body: &Body, post: &Post, number: u32) -> Element {
        let language = &post.item.language;
        let class = if number == 0 {
            "side main"
        } else {
            "side other"
        };
        let mut column = Column::new(body, "bead body", number);
        let pane = language_attributes(Element::new(Tag::Div), language).class(class);
        let mut pane = labelled(pane, &self.own_name(language)).with(Attribute::TabIndex(0));
        if number == 0 {
            pane = pane.handle(Handle::Pane);
        }
        let note = self.only_in(language);
        for bead in &pair.beads.beads {
            let own = if number == 0 { &bead.left } else { &bead.right };
            let Some(blocks) = column.blocks(own) else {
                continue;
            };
            pane = pane.child(blocks);
            if !bead.is_paired() {
                pane = pane.child(self.alone(&note));
            }
        }
        pane.children(column.rest())
    }

    /// What is said where a block has no counterpart.
    fn only_in(self, language: &Language) -> String {
        i18n::fill(self.state.strings.only_in, &self.name(language))
    }

    fn alone(self, note: &str) -> Element {
        Element::new(Tag::P)
            .class("alone")
            .with(Attribute::LangOfInterface(self.state.strings.language))
            .with(Attribute::Dir(Direction::Ltr))
            .text(note)
    }

    /// A side without blocks.
    fn lonely(self, class: &'static str, note: &str) -> Element {
        Element::new(Tag::Div).class(class).child(self.alone(note))
    }
}

fn row(main: Element, beside: Element) -> Element {
    let row = Element::new(Tag::Div).class("bead");
    row.child(main).child(beside)
}

/// One text, handed out from its beginning to its end.
struct Column<'a> {
    nodes: &'a Rc<Vec<Node>>,
    class: &'static str,
    /// Of what is handed out, if it is not that of the frame.
    direction: Option<Direction>,
    /// How much has been handed out.
    at: usize,
    /// Where the blocks end.
    end: usize,
    /// The number of the next bead's side: even on the left, odd on the right.
    bead: u32,
}

impl<'a> Column<'a> {
    fn new(body: &'a Body, class: &'static str, side: u32) -> Self {
        let nodes = &body.nodes;
        let last = nodes.iter().rposition(|node| block_number(node).is_some());
        Self {
            nodes,
            class,
            direction: None,
            at: 0,
            end: last.map_or(0, |last| last + 1),
            bead: side,
        }
    }

    /// The next blocks, up to the end of these numbers; nothing if there are no numbers.
    fn blocks(&mut self, numbers: &Range<u32>) -> Option<Element> {
        let number = self.bead;
        self.bead += 2;
        if numbers.is_empty() {
            return None;
        }
        let start = self.at;
        while let Some(node) = self.nodes.get(self.at)
            && self.at < self.end
            && block_number(node).is_none_or(|block| block < numbers.end)
        {
            self.at += 1;
        }
        Some(self.cell(start, self.at).handle(Handle::Bead(number)))
    }

    /// What is left, if anything is.
    fn rest(self) -> Option<Element> {
        let end = self.nodes.len();
        (self.at < end).then(|| self.cell(self.at, end))
    }

    fn cell(&self, start: usize, end: usize) -> Element {
        let direction = self.direction.map(Attribute::Dir);
        Element::new(Tag::Div)
            .class(self.class)
            .with_some(direction)
            .child(Node::Shared(Shared::some(self.nodes, start, end)))
    }
}
