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

/// Our own nodes as a parser would give them: neighbouring text joined, shared parts put in place.
pub(crate) fn of_nodes(nodes: &[liseuse::view::node::Node]) -> Vec<Node> {
    use liseuse::view::node::Node as Ours;
    let mut out: Vec<Node> = Vec::new();
    for node in nodes {
        match node {
            Ours::Text(text) if text.is_empty() => {}
            Ours::Text(text) => match out.last_mut() {
                Some(Node::Text(before)) => before.push_str(text),
                _ => out.push(Node::Text(text.clone())),
            },
            Ours::Element(element) => out.push(Node::Element {
                name: element.tag.name().into(),
                attributes: element
                    .attributes
                    .iter()
                    .map(|attribute| (attribute.name().into(), attribute.value().into()))
                    .collect(),
                children: of_nodes(&element.children),
            }),
            Ours::Shared(nodes) => out.extend(of_nodes(nodes)),
            Ours::Slot(words) => out.push(Node::Element {
                name: "slot".into(),
                attributes: BTreeMap::new(),
                children: vec![Node::Text((*words).into())],
            }),
        }
    }
    out
}
