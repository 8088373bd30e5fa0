//! HTML as an independent parser (html5ever) reads it, for tests that must not trust our own.

use std::collections::BTreeMap;

use scraper::{ElementRef, Html, Node as Raw};

/// A node of the parsed tree. Comments and the like are [`Node::Other`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    Text(String),
    Element {
        name: String,
        attributes: BTreeMap<String, String>,
        children: Vec<Node>,
    },
    Other(String),
}

/// Parses a fragment as the content of `body`.
pub(crate) fn parse(html: &str) -> Vec<Node> {
    children(Html::parse_fragment(html).root_element())
}

fn children(element: ElementRef<'_>) -> Vec<Node> {
    let read = |element: ElementRef<'_>| Node::Element {
        name: element.value().name().into(),
        attributes: element
            .value()
            .attrs()
            .map(|(name, value)| (name.into(), value.into()))
            .collect(),
        children: children(element),
    };
    element
        .children()
        .map(|child| match (ElementRef::wrap(child), child.value()) {
            (Some(element), _) => read(element),
            (None, Raw::Text(text)) => Node::Text(text.to_string()),
            (None, other) => Node::Other(format!("{other:?}")),
        })
        .collect()
}

/// Writes a parsed fragment again, as browsers do.
pub(crate) fn rewrite(html: &str) -> String {
    Html::parse_fragment(html).root_element().inner_html()
}

/// Calls `see` for every node.
pub(crate) fn walk(nodes: &[Node], see: &mut impl FnMut(&Node)) {
    for node in nodes {
        see(node);
        if let Node::Element { children, .. } = node {
            walk(children, see);
        }
    }
}

/// All character data.
pub(crate) fn text(nodes: &[Node]) -> String {
    let mut out = String::new();
    walk(nodes, &mut |node| {
        if let Node::Text(text) = node {
            out.push_str(text);
        }
    });
    out
}
