//! Nodes in, HTML text out: the one place that escapes.
//!
//! Line breaks follow the reference writer of CommonMark, so that its examples can be compared
//! letter by letter. It writes what the live page holds: attributes in their order, nothing added.

use super::node::{Element, Layout, Node};

/// Writes nodes as HTML.
#[must_use]
pub fn write(nodes: &[Node]) -> String {
    let mut writer = Writer {
        out: String::new(),
        preformatted: 0,
    };
    writer.nodes(nodes);
    writer.out
}

/// Escapes character data and attribute values alike.
pub fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
}

struct Writer {
    out: String,
    preformatted: usize,
}

impl Writer {
    fn nodes(&mut self, nodes: &[Node]) {
        for node in nodes {
            match node {
                Node::Text(text) => escape(text, &mut self.out),
                Node::Element(element) => self.element(element),
                Node::Shared(nodes) => self.nodes(nodes),
                Node::Slot(words) => {
                    self.out.push_str("<slot>");
                    escape(words, &mut self.out);
                    self.out.push_str("</slot>");
                }
            }
        }
    }

    fn element(&mut self, element: &Element) {
        let tag = element.tag;
        let layout = if self.preformatted > 0 {
            Layout::Inline
        } else {
            tag.layout()
        };
        let own_line =
            !matches!(layout, Layout::Inline | Layout::Void) && !tag_is_inline_void(tag.layout());
        if own_line {
            self.fresh_line();
        }
        self.out.push('<');
        self.out.push_str(tag.name());
        for attribute in &element.attributes {
            self.out.push(' ');
            self.out.push_str(attribute.name());
            self.out.push_str("=\"");
            escape(&attribute.value(), &mut self.out);
            self.out.push('"');
        }
        if tag.is_void() {
            self.out.push_str(" />");
            if own_line {
                self.out.push('\n');
            }
            return;
        }
        self.out.push('>');
        if layout == Layout::Container {
            self.out.push('\n');
        }
        let preformatted = usize::from(tag == super::node::Tag::Pre);
        self.preformatted += preformatted;
        self.nodes(&element.children);
        self.preformatted -= preformatted;
        if layout == Layout::Container {
            self.fresh_line();
        }
        self.out.push_str("</");
        self.out.push_str(tag.name());
        self.out.push('>');
        if own_line {
            self.out.push('\n');
        }
    }

    fn fresh_line(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }
}

fn tag_is_inline_void(layout: Layout) -> bool {
    layout == Layout::Void
}
