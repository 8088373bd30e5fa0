//! Nodes in, HTML text out: the one place that escapes.
//!
//! Line breaks follow the reference writer of CommonMark, so that its examples can be compared
//! letter by letter. It writes what the live page holds: attributes in their order, nothing added.

use super::node::{Element, Layout, Node, Tag};

/// Writes nodes as HTML.
#[must_use]
pub fn write(nodes: &[Node]) -> String {
    let mut writer = Writer {
        out: String::new(),
        preformatted: 0,
        ends_line: false,
    };
    writer.nodes(nodes);
    writer.end_line();
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
    /// Whether a line break is due, unless the text that follows brings its own.
    ends_line: bool,
}

impl Writer {
    fn nodes(&mut self, nodes: &[Node]) {
        for node in nodes {
            match node {
                Node::Text(text) => self.text(text),
                Node::Element(element) => self.element(element),
                Node::Shared(nodes) => self.nodes(nodes),
                Node::Slot(words) => {
                    self.end_line();
                    self.out.push_str("<slot>");
                    escape(words, &mut self.out);
                    self.out.push_str("</slot>");
                }
            }
        }
    }

    fn text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        if text.starts_with('\n') {
            self.ends_line = false;
        }
        self.end_line();
        escape(text, &mut self.out);
    }

    fn element(&mut self, element: &Element) {
        let tag = element.tag;
        let layout = if self.preformatted > 0 && tag.layout() != Layout::Void {
            Layout::Inline
        } else {
            tag.layout()
        };
        let own_line = !matches!(layout, Layout::Inline | Layout::Void);
        self.ends_line |= own_line && !self.out.is_empty() && !self.is_at_line_start();
        self.end_line();
        self.out.push('<');
        self.out.push_str(tag.name());
        for attribute in &element.attributes {
            self.out.push(' ');
            self.out.push_str(attribute.name());
            self.out.push_str("=\"");
            escape(attribute.value(), &mut self.out);
            self.out.push('"');
        }
        if tag.is_void() {
            self.out.push_str(" />");
            self.ends_line = own_line;
            return;
        }
        self.out.push('>');
        self.ends_line = layout == Layout::Container;
        let preformatted = usize::from(tag == Tag::Pre);
        self.preformatted += preformatted;
        if preformatted > 0 && starts_with_line_break(&element.children) {
            // Parsers take away the first line break in `pre`.
            self.out.push('\n');
        }
        self.nodes(&element.children);
        self.preformatted -= preformatted;
        self.ends_line |= layout == Layout::Container && !self.is_at_line_start();
        self.end_line();
        self.out.push_str("</");
        self.out.push_str(tag.name());
        self.out.push('>');
        self.ends_line = own_line;
    }

    /// Whether nothing but spaces stands on this line.
    fn is_at_line_start(&self) -> bool {
        self.out.trim_end_matches(' ').ends_with('\n')
    }

    fn end_line(&mut self) {
        if std::mem::take(&mut self.ends_line) {
            self.out.push('\n');
        }
    }
}

fn starts_with_line_break(nodes: &[Node]) -> bool {
    let first = nodes
        .iter()
        .find(|node| !matches!(node, Node::Text(text) if text.is_empty()));
    matches!(first, Some(Node::Text(text)) if text.starts_with('\n'))
}
