//! One stack of open elements, fed by Markdown events and HTML tokens alike.
//!
//! Markdown hands inline HTML over in unbalanced pieces, so both kinds of input must meet here:
//! an HTML end tag never closes across a Markdown element, and a Markdown end closes whatever HTML
//! was left open inside it. The caps on depth and size are applied while building; nothing here
//! recurses, so no text can exhaust the stack.

use super::{autolink, policy};
use crate::markdown::url::Base;
use crate::view::node::{Element, Layout, Node, Tag, Url};

/// Elements deeper than this are unwrapped; their text is kept at this depth.
pub const MAX_DEPTH: usize = 100;

/// Who opened an element, and so who may close it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    Markdown,
    Html,
}

struct Open {
    /// None for an element that is not in the tree: over the depth, or already ended.
    element: Option<Element>,
    tag: Tag,
    origin: Origin,
    /// Whether bare addresses stay text here: inside links and code.
    verbatim: bool,
    /// How many elements of the tree are open, this one included.
    depth: usize,
    /// One more than the index of the innermost element of the tree, this one included.
    real: usize,
}

/// Builds a tree of nodes within the caps.
pub(super) struct Builder {
    stack: Vec<Open>,
    roots: Vec<Node>,
    text: String,
    autolinks: bool,
    nodes: usize,
    limit: usize,
    /// The HTML element whose content is being dropped, and how many of its kind are open.
    dropping: Option<(String, usize)>,
    /// Whether a link stands for what is being dropped.
    is_linked: bool,
}

/// A tree under construction that was set aside: see [`Builder::set_aside`].
pub(super) struct Aside {
    stack: Vec<Open>,
    roots: Vec<Node>,
}

impl Builder {
    /// A builder that stops adding after `limit` nodes.
    pub(super) fn new(limit: usize, autolinks: bool) -> Self {
        Self {
            stack: Vec::new(),
            roots: Vec::new(),
            text: String::new(),
            autolinks,
            nodes: 0,
            limit,
            dropping: None,
            is_linked: false,
        }
    }

    /// Whether the limit is reached, so that reading on is of no use.
    pub(super) fn is_full(&self) -> bool {
        self.nodes >= self.limit
    }

    /// Whether no element is open, and nothing is being dropped.
    pub(super) fn is_at_root(&self) -> bool {
        self.stack.is_empty() && self.dropping.is_none()
    }

    /// Whether the innermost open element is this one.
    pub(super) fn is_in(&self, tag: Tag) -> bool {
        self.stack.last().is_some_and(|open| open.tag == tag)
    }

    /// Adds character data.
    pub(super) fn text(&mut self, text: &str) {
        if self.dropping.is_none() {
            self.text.push_str(text);
        }
    }

    /// Opens an element.
    pub(super) fn open(&mut self, element: Element, origin: Origin) {
        if self.dropping.is_some() && origin == Origin::Html {
            return;
        }
        self.make_room(element.tag);
        let depth = self.depth();
        let verbatim = self.is_verbatim() || matches!(element.tag, Tag::A | Tag::Code | Tag::Pre);
        if depth >= MAX_DEPTH || self.is_full() || self.dropping.is_some() {
            // HTML over the cap is forgotten, so that looking for its end stays cheap; Markdown is
            // always balanced and needs its place on the stack.
            if origin == Origin::Markdown {
                let (tag, real) = (element.tag, self.real());
                self.stack.push(Open {
                    element: None,
                    tag,
                    origin,
                    verbatim,
                    depth,
                    real,
                });
            }
            return;
        }
        self.nodes += 1 + size(&element.children);
        let (tag, real, depth) = (element.tag, self.stack.len() + 1, depth + 1);
        self.stack.push(Open {
            element: Some(element),
            tag,
            origin,
            verbatim,
            depth,
            real,
        });
    }

    /// Adds an element that stays without content, or brings its own.
    pub(super) fn leaf(&mut self, element: Element) {
        if self.dropping.is_some() {
            return;
        }
        self.make_room(element.tag);
        if !self.is_full() {
            self.nodes += 1 + size(&element.children);
            self.append(element.into());
        }
    }

    /// Ends what this element cannot be in.
    pub(super) fn make_room(&mut self, tag: Tag) {
        self.flush();
        if tag.layout() != Layout::Void {
            self.imply_ends(tag);
        }
    }

    /// Counts nodes that will be added when the tree is finished.
    pub(super) fn expect(&mut self, nodes: usize) {
        self.nodes += nodes;
    }

    /// Ends the innermost Markdown element, and any HTML left open in it. `change` may rewrite the
    /// element when it is complete.
    pub(super) fn close_markdown(&mut self, change: impl FnOnce(Element) -> Element) {
        self.dropping = None;
        self.flush();
        let mut change = Some(change);
        while let Some(open) = self.stack.pop() {
            let is_end = open.origin == Origin::Markdown;
            if let Some(mut element) = open.element {
                if is_end && let Some(change) = change.take() {
                    let before = element.children.len();
                    element = change(element);
                    self.nodes += size(element.children.get(before..).unwrap_or_default());
                }
                self.append(element.into());
            }
            if is_end {
                return;
            }
        }
    }

    /// Ends the innermost HTML element of this kind, unless a Markdown element stands between.
    pub(super) fn close_html(&mut self, tag: Tag) {
        self.flush();
        let inner = self
            .stack
            .iter()
            .rev()
            .take_while(|open| open.origin == Origin::Html);
        if let Some(index) = inner.map(|open| open.tag).position(|open| open == tag) {
            self.pop(index + 1);
        }
    }

    /// Begins to drop everything until the end of this HTML element, for which there may be a link.
    pub(super) fn begin_dropping(&mut self, name: &str, is_linked: bool) {
        self.flush();
        self.dropping = Some((name.into(), 1));
        self.is_linked = is_linked;
    }

    /// Whether content is being dropped. Counts start and end tags of the dropped element.
    pub(super) fn is_dropping(&mut self, name: &str, is_end: bool) -> bool {
        let Some((dropped, open)) = &mut self.dropping else {
            return false;
        };
        if dropped == name {
            if is_end {
                *open -= 1;
                if *open == 0 {
                    self.dropping = None;
                }
            } else {
                *open += 1;
            }
        }
        true
    }

    /// Whether a film or a sound is being dropped that no link stands for.
    pub(super) fn wants_source(&self) -> bool {
        let is_media = |name: &str| matches!(name, "video" | "audio");
        let is_dropped = self
            .dropping
            .as_ref()
            .is_some_and(|(name, _)| is_media(name));
        is_dropped && !self.is_linked
    }

    /// Begins to build again inside of what is dropped; [`Self::drop_on`] takes it back.
    pub(super) fn pause_dropping(&mut self) -> Option<(String, usize)> {
        self.is_linked = true;
        self.dropping.take()
    }

    /// Goes on dropping.
    pub(super) fn drop_on(&mut self, dropping: Option<(String, usize)>) {
        self.dropping = dropping;
    }

    /// Ends the paragraph that HTML left open at the root.
    pub(super) fn end_paragraph(&mut self) {
        let first = self.stack.first();
        if first.is_some_and(|open| open.tag == Tag::P && open.origin == Origin::Html) {
            self.flush();
            self.pop(self.stack.len());
        }
    }

    /// Stops dropping: content never goes past the end of its Markdown block.
    pub(super) fn end_dropping(&mut self) {
        self.dropping = None;
    }

    /// Sets the tree under construction aside and begins another.
    pub(super) fn set_aside(&mut self) -> Aside {
        self.flush();
        Aside {
            stack: std::mem::take(&mut self.stack),
            roots: std::mem::take(&mut self.roots),
        }
    }

    /// Takes the tree that was set aside up again, and gives the one built since.
    pub(super) fn take_up(&mut self, aside: Aside) -> Vec<Node> {
        let built = self.finish_tree();
        self.stack = aside.stack;
        self.roots = aside.roots;
        built
    }

    /// Ends everything that is open and gives the tree.
    pub(super) fn finish_tree(&mut self) -> Vec<Node> {
        self.dropping = None;
        self.flush();
        self.pop(self.stack.len());
        std::mem::take(&mut self.roots)
    }

    /// Puts finished nodes in place of the tree.
    pub(super) fn replace(&mut self, roots: Vec<Node>) {
        self.roots = roots;
    }

    fn depth(&self) -> usize {
        self.stack.last().map_or(0, |open| open.depth)
    }

    fn real(&self) -> usize {
        self.stack.last().map_or(0, |open| open.real)
    }

    fn is_verbatim(&self) -> bool {
        self.stack.last().is_some_and(|open| open.verbatim)
    }

    /// Ends the elements that `new` cannot be in (WHATWG HTML, optional tags). A Markdown paragraph
    /// is ended too, as a browser would; its own end then finds only its place.
    fn imply_ends(&mut self, new: Tag) {
        let mut found = None;
        for (index, open) in self.stack.iter().rev().take(MAX_DEPTH).enumerate() {
            let is_paragraph = open.tag == Tag::P;
            if open.origin == Origin::Markdown && !is_paragraph {
                break;
            }
            if policy::ends(new, open.tag) {
                found = Some(index + 1);
            }
            if open.origin == Origin::Markdown || policy::bounds(new, open.tag) {
                break;
            }
        }
        let Some(count) = found else { return };
        let end = self.stack.len() - count;
        let paragraph = self
            .stack
            .get(end)
            .filter(|open| open.origin == Origin::Markdown);
        let verbatim = paragraph.map(|open| open.verbatim);
        self.pop(count);
        if let Some(verbatim) = verbatim {
            let (depth, real) = (self.depth(), self.real());
            let origin = Origin::Markdown;
            self.stack.push(Open {
                element: None,
                tag: Tag::P,
                origin,
                verbatim,
                depth,
                real,
            });
        }
    }

    fn pop(&mut self, count: usize) {
        for _ in 0..count {
            if let Some(Open {
                element: Some(element),
                ..
            }) = self.stack.pop()
            {
                self.append(element.into());
            }
        }
    }

    fn append(&mut self, node: Node) {
        self.siblings().push(node);
    }

    /// Where the next node goes.
    fn siblings(&mut self) -> &mut Vec<Node> {
        let parent = self
            .real()
            .checked_sub(1)
            .and_then(|index| self.stack.get_mut(index));
        let element = parent.and_then(|open| open.element.as_mut());
        element.map_or(&mut self.roots, |element| &mut element.children)
    }

    fn flush(&mut self) {
        if self.text.is_empty() {
            return;
        }
        let text = std::mem::take(&mut self.text);
        if self.is_full() {
            return;
        }
        let links = if self.autolinks && !self.is_verbatim() {
            autolink::find(&text)
        } else {
            Vec::new()
        };
        let mut done = 0;
        for link in links {
            if self.is_full() {
                break;
            }
            let Some(url) = Url::link(&link.href, Base::Drop) else {
                continue;
            };
            let (Some(before), Some(label)) = (
                text.get(done..link.range.start),
                text.get(link.range.clone()),
            ) else {
                continue;
            };
            self.append_text(before);
            let anchor = super::anchor(url);
            self.nodes += 2;
            self.append(anchor.text(label).into());
            done = link.range.end;
        }
        self.append_text(text.get(done..).unwrap_or(""));
    }

    fn append_text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        // Text after text is one node, as a parser has it.
        if let Some(Node::Text(before)) = self.siblings().last_mut() {
            return before.push_str(text);
        }
        self.nodes += 1;
        self.append(Node::Text(text.into()));
    }
}

/// How many nodes these are. Only for what we add ourselves, which is a few levels deep.
fn size(nodes: &[Node]) -> usize {
    let below = |node: &Node| match node {
        Node::Element(element) => size(&element.children),
        _ => 0,
    };
    nodes.len() + nodes.iter().map(below).sum::<usize>()
}
