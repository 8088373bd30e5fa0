//! A post → how it begins: what the script of the reader draws before the module is there.
//!
//! It is cut out of what the reader itself will show, so that nothing moves when that takes its place: the
//! bar and the header in the interface's two languages, and the first blocks of the text.

use std::rc::Rc;

use crate::{
    bundle::value::Value,
    cli::{
        feed::{object, text},
        locale::Words,
        site::SOURCE,
    },
    library::{Library, PostIndex},
    query::Reading,
    state::{Msg, Settings, State, Status, update},
    view::{
        node::{Element, Node, Tag},
        view,
    },
};

/// How many bytes of text are enough: about two screens of a phone, or one of a desk.
const ENOUGH: usize = 2_000;

/// The elements that may stand in an opening, and no other: those that only show words. A block that has
/// another (a picture, a table, code) ends it. `OPENING` in `www/reader.js` has the same,
/// and those of the frame around them.
const TAGS: &[Tag] = &[
    Tag::A,
    Tag::B,
    Tag::Bdi,
    Tag::Blockquote,
    Tag::Br,
    Tag::Button,
    Tag::Code,
    Tag::Div,
    Tag::Em,
    Tag::H1,
    Tag::H2,
    Tag::H3,
    Tag::H4,
    Tag::H5,
    Tag::H6,
    Tag::Header,
    Tag::I,
    Tag::Kbd,
    Tag::Li,
    Tag::Ol,
    Tag::P,
    Tag::S,
    Tag::Small,
    Tag::Span,
    Tag::Strong,
    Tag::Sub,
    Tag::Sup,
    Tag::Time,
    Tag::U,
    Tag::Ul,
];

/// Their classes, likewise: those of the frame, and of the spaces of French punctuation.
const CLASSES: &[&str] = &[
    "after",
    "back",
    "bar",
    "fine",
    "gap",
    "kept",
    "languages",
    "meta",
    "open",
    "tag-name",
    "tools",
    "views",
];

/// Readers that open one post after the other, in each language of the interface.
#[derive(Debug)]
pub(super) struct Openings([(&'static str, State); 2]);

impl Openings {
    /// Prepares them for the posts of a library.
    pub(super) fn new(library: &Rc<Library>) -> Self {
        Self(["en", "fr"].map(|interface| {
            let settings = Settings {
                interface: interface.to_owned(),
                // Pictures beside the bundle are pictures, wherever that is.
                source: SOURCE.to_owned(),
                ..Settings::default()
            };
            let state = State {
                library: Rc::clone(library),
                status: Status::Ready,
                ..State::new(settings)
            };
            (interface, state)
        }))
    }

    /// Gives the opening of a post, whose text this is; none where it begins with something else than words, or
    /// who reads decides what stands first: a summary in another language.
    pub(super) fn of(&mut self, post: PostIndex, body: &str) -> Option<Value> {
        let [(_, state), _] = &self.0;
        let summaries = state.library.summaries(state.library.post(post)?);
        if !summaries.is_empty() {
            return None;
        }
        let mut fields = Vec::new();
        let mut blocks = None;
        for (interface, state) in &mut self.0 {
            let library = Rc::clone(&state.library);
            let item = &library.post(post)?.item;
            state.article = None;
            state.reading = Reading {
                languages: vec![item.language.clone()],
                ..Reading::default()
            };
            let _ = update(state, Msg::Open(item.id.clone(), None, None));
            if blocks.is_none() {
                let _ = update(state, Msg::Text(post, Some(body.to_owned())));
            }
            state.settings.is_wide = false;
            let narrow = view(state, &Words);
            if blocks.is_none() {
                blocks = Some(first_blocks(&find(&narrow, Tag::Div, "body")?.children)?);
            }
            let part = |nodes, tag, class| written_element(find(nodes, tag, class)?);
            let mut frame = vec![
                part(&narrow, Tag::Header, "")?,
                part(&narrow, Tag::Div, "bar")?,
            ];
            // Where two columns have room, the bar has more in it.
            state.settings.is_wide = true;
            let bar = part(&view(state, &Words), Tag::Div, "bar")?;
            if frame.last() != Some(&bar) {
                frame.push(bar);
            }
            fields.push((*interface, Value::List(frame)));
        }
        fields.push(("text", Value::List(blocks?)));
        Some(object(fields))
    }
}

/// Finds an element in what a reader shows.
fn find<'a>(nodes: &'a [Node], tag: Tag, class: &str) -> Option<&'a Element> {
    nodes.iter().find_map(|node| match node {
        Node::Element(element) if element.tag == tag && value(element, "class") == class => {
            Some(element)
        }
        Node::Element(element) => find(&element.children, tag, class),
        Node::Text(_) | Node::Shared(_) | Node::Slot(_) => None,
    })
}

/// The value of an attribute, or nothing.
fn value<'a>(element: &'a Element, name: &str) -> &'a str {
    let mut attributes = element.attributes.iter();
    let found = attributes.find(|attribute| attribute.name() == name);
    found.map_or("", |attribute| attribute.value())
}

/// The first blocks of a text, as many as are enough; none where the first is nothing for an opening.
fn first_blocks(body: &[Node]) -> Option<Vec<Value>> {
    let mut blocks = Vec::new();
    let mut bytes = 0;
    for block in flat(body) {
        if is_beside(block) {
            continue;
        }
        if bytes >= ENOUGH {
            break;
        }
        let Some(block) = written(block) else {
            break;
        };
        bytes += length(&block);
        blocks.push(block);
    }
    (!blocks.is_empty()).then_some(blocks)
}

/// Whether a node takes no room: the ways to a heading, and to a block's counterpart.
fn is_beside(node: &Node) -> bool {
    matches!(node, Node::Element(element) if ["anchor", "peek"].contains(&value(element, "class")))
}

/// Nodes, shared or not.
fn flat(nodes: &[Node]) -> Vec<&Node> {
    nodes
        .iter()
        .flat_map(|node| match node {
            Node::Shared(shared) => &**shared,
            other => std::slice::from_ref(other),
        })
        .collect()
}

/// How many bytes of text there are.
fn length(node: &Value) -> usize {
    match node {
        Value::Text(text) => text.len(),
        Value::List(parts) => parts.iter().skip(1).map(length).sum(),
        _ => 0,
    }
}

/// Writes a node as a text or an element; none where it is not for openings.
fn written(node: &Node) -> Option<Value> {
    match node {
        Node::Text(words) => Some(text(words)),
        Node::Element(element) => written_element(element),
        Node::Shared(_) | Node::Slot(_) => None,
    }
}

/// Writes an element as `[name, piece, …]`, see `build` in `www/reader.js`; none where it is not for openings.
fn written_element(element: &Element) -> Option<Value> {
    if !TAGS.contains(&element.tag) {
        return None;
    }
    let mut name = element.tag.name().to_owned();
    for class in value(element, "class").split_ascii_whitespace() {
        if !CLASSES.contains(&class) {
            return None;
        }
        name.extend([".", class]);
    }
    match value(element, "part") {
        "" => {}
        part => name.extend([":", part]),
    }
    let mut pieces = vec![text(&name)];
    for child in flat(&element.children) {
        if !is_beside(child) {
            pieces.push(written(child)?);
        }
    }
    Some(Value::List(pieces))
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::{CLASSES, TAGS};

    /// The tags and the classes of `OPENING`.
    fn lists(script: &str) -> Option<[Vec<&str>; 2]> {
        let (_, rest) = script.split_once("const OPENING = /^(")?;
        let (tags, rest) = rest.split_once(')')?;
        let (_, rest) = rest.split_once(r"(?:\.(?:")?;
        let (classes, _) = rest.split_once(')')?;
        Some([tags, classes].map(|list| list.split('|').collect()))
    }

    #[test]
    fn the_script_builds_the_same_elements_and_classes() -> std::io::Result<()> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/reader.js");
        let mut tags: Vec<&str> = TAGS.iter().map(|tag| tag.name()).collect();
        tags.push("article");
        tags.sort_unstable();
        let mut classes = [CLASSES, &["body", "post"]].concat();
        classes.sort_unstable();
        assert_eq!(lists(&fs::read_to_string(script)?), Some([tags, classes]));
        Ok(())
    }
}
