//! What a text needs the later part of the module for, see `xtask/src/split`; and the raw HTML that needs it not.

use pulldown_cmark::{CodeBlockKind, Event, Tag as Start};

use super::{
    Context,
    build::{Builder, Origin},
    entity,
};
use crate::view::node::{Element, Tag};

/// What a text needs the later part of the module for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lack {
    /// Nothing: the text is as it should be.
    #[default]
    Nothing,
    /// Names of character references that few posts have: they stand there as they were typed.
    References,
    /// Raw HTML: the text ends where it begins.
    Html,
}

/// Elements that many posts have in a line of text, without attributes.
const FREQUENT: [Tag; 20] = [
    Tag::Abbr,
    Tag::B,
    Tag::Br,
    Tag::Cite,
    Tag::Code,
    Tag::Del,
    Tag::Em,
    Tag::I,
    Tag::Ins,
    Tag::Kbd,
    Tag::Mark,
    Tag::Q,
    Tag::S,
    Tag::Samp,
    Tag::Small,
    Tag::Strong,
    Tag::Sub,
    Tag::Sup,
    Tag::U,
    Tag::Var,
];

impl Context<'_> {
    /// Whether raw HTML cannot be read, for that part of the module is not here.
    pub(super) fn lacks_html(&mut self) -> bool {
        if !self.options.is_whole {
            self.lacks = Lack::Html;
        }
        !self.options.is_whole
    }

    /// Takes note of words that may hold a reference whose name is not here.
    fn note_words(&mut self, words: &str) {
        if !self.options.is_whole && self.lacks == Lack::Nothing && entity::has_unknown(words) {
            self.lacks = Lack::References;
        }
    }

    /// Takes note of what comes with character references decoded.
    pub(super) fn note_references(&mut self, event: &Event<'_>, in_code: bool) {
        let (one, other) = match event {
            Event::Text(text) if !in_code => (&**text, ""),
            Event::Start(
                Start::Link {
                    dest_url, title, ..
                }
                | Start::Image {
                    dest_url, title, ..
                },
            ) => (&**dest_url, &**title),
            Event::Start(Start::CodeBlock(CodeBlockKind::Fenced(info))) => (&**info, ""),
            _ => return,
        };
        self.note_words(one);
        self.note_words(other);
    }
}

/// Whether there is one comment in this piece of HTML, and nothing else.
pub(super) fn is_comment(html: &str) -> bool {
    let inside = html.trim().strip_prefix("<!--");
    inside
        .and_then(|rest| rest.strip_suffix("-->"))
        .is_some_and(|inside| !inside.contains('>'))
}

/// Takes a tag in a line of text, as `html` would, if it is one of the [`FREQUENT`] ones in its plainest
/// form. Says whether it was.
pub(super) fn plain_tag(html: &str, builder: &mut Builder) -> bool {
    let inside = html
        .strip_prefix('<')
        .and_then(|rest| rest.strip_suffix('>'));
    let Some(inside) = inside else {
        return false;
    };
    let (name, is_end) = match inside.strip_prefix('/') {
        Some(name) => (name, true),
        None => (inside, false),
    };
    let name = name.trim_end_matches([' ', '/']);
    let Some(tag) = FREQUENT.into_iter().find(|tag| tag.name() == name) else {
        return false;
    };
    if is_end {
        builder.close_html(tag);
    } else if tag.is_void() {
        builder.leaf(Element::new(tag));
    } else {
        builder.make_room(tag);
        builder.open(Element::new(tag), Origin::Html);
    }
    true
}
