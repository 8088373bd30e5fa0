//! Footnotes: their names, and the way there and back.

use super::Context;
use crate::{
    text::digits,
    view::node::{Attribute, Element, Handle, Node, Tag},
};

// No heading has a name like these: see `slug`.

/// The name of a note.
pub(super) fn note_name(number: usize) -> String {
    ["note:", &digits(number)].concat()
}

/// The name of the `count`th reference to a note.
pub(super) fn reference_name(number: usize, count: usize) -> String {
    ["ref:", &digits(number), ":", &digits(count)].concat()
}

/// A note with the ways back to where it was referred to.
pub(super) fn note(
    number: usize,
    count: usize,
    mut nodes: Vec<Node>,
    context: &Context<'_>,
) -> Element {
    let strings = context.options.strings;
    let mut backs = Vec::new();
    for n in 1..=count {
        let label = [strings.back_to_text, " ", &digits(number)].concat();
        let back = context.jump(&reference_name(number, n));
        let back = back
            .with(Attribute::Role("doc-backlink"))
            .with(Attribute::AriaLabel(label));
        let back = context.own_words(back);
        backs.push(Node::Text(" ".into()));
        backs.push(back.text("↩\u{fe0e}").into());
    }
    match nodes.last_mut() {
        Some(Node::Element(last)) if last.tag == Tag::P => last.children.extend(backs),
        _ => nodes.push(
            Element::new(Tag::P)
                .children(backs.into_iter().skip(1))
                .into(),
        ),
    }
    let id = context.own_id(&note_name(number));
    Element::new(Tag::Li)
        .with(Attribute::Lang(context.options.language.clone()))
        .handle(Handle::Id(id.as_str().into()))
        // Following the reference takes the focus there.
        .with(Attribute::TabIndex(-1))
        .with(Attribute::Id(id))
        .children(nodes)
}
