//! What content may contain: the allow-lists, as data.
//!
//! The mechanism that applies them is in [`super::build`] and [`super::html`]; a name that stands
//! in no list here is unwrapped, its text kept.

use crate::view::node::Tag;

/// HTML names that content may use, with the element each becomes. Sorted by name.
///
/// Layout elements of old (`center`, `font`, `big`) keep their meaning, not their looks; `main`
/// and `body` are not content's to open.
pub(super) const ELEMENTS: &[(&str, Tag)] = &[
    ("a", Tag::A),
    ("abbr", Tag::Abbr),
    ("acronym", Tag::Abbr),
    ("address", Tag::Div),
    ("article", Tag::Section),
    ("aside", Tag::Div),
    ("b", Tag::B),
    ("bdi", Tag::Bdi),
    ("bdo", Tag::Bdo),
    ("blockquote", Tag::Blockquote),
    ("br", Tag::Br),
    ("caption", Tag::Caption),
    ("center", Tag::Div),
    ("cite", Tag::Cite),
    ("code", Tag::Code),
    ("dd", Tag::Dd),
    ("del", Tag::Del),
    ("details", Tag::Details),
    ("dfn", Tag::Dfn),
    ("div", Tag::Div),
    ("dl", Tag::Dl),
    ("dt", Tag::Dt),
    ("em", Tag::Em),
    ("figcaption", Tag::Figcaption),
    ("figure", Tag::Figure),
    ("footer", Tag::Div),
    ("h1", Tag::H1),
    ("h2", Tag::H2),
    ("h3", Tag::H3),
    ("h4", Tag::H4),
    ("h5", Tag::H5),
    ("h6", Tag::H6),
    ("header", Tag::Div),
    ("hr", Tag::Hr),
    ("i", Tag::I),
    ("img", Tag::Img),
    ("ins", Tag::Ins),
    ("kbd", Tag::Kbd),
    ("li", Tag::Li),
    ("listing", Tag::Pre),
    ("mark", Tag::Mark),
    ("ol", Tag::Ol),
    ("p", Tag::P),
    ("pre", Tag::Pre),
    ("q", Tag::Q),
    ("rp", Tag::Rp),
    ("rt", Tag::Rt),
    ("ruby", Tag::Ruby),
    ("s", Tag::S),
    ("samp", Tag::Samp),
    ("section", Tag::Section),
    ("small", Tag::Small),
    ("span", Tag::Span),
    ("strike", Tag::S),
    ("strong", Tag::Strong),
    ("sub", Tag::Sub),
    ("summary", Tag::Summary),
    ("sup", Tag::Sup),
    ("table", Tag::Table),
    ("tbody", Tag::Tbody),
    ("td", Tag::Td),
    ("tfoot", Tag::Tfoot),
    ("th", Tag::Th),
    ("thead", Tag::Thead),
    ("time", Tag::Time),
    ("tr", Tag::Tr),
    ("tt", Tag::Code),
    ("u", Tag::U),
    ("ul", Tag::Ul),
    ("var", Tag::Var),
    ("wbr", Tag::Wbr),
];

/// Elements that go with everything in them.
pub(super) const DROPPED: &[&str] = &[
    "applet",
    "audio",
    "button",
    "canvas",
    "datalist",
    "frameset",
    "head",
    "iframe",
    "map",
    "math",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "plaintext",
    "script",
    "select",
    "style",
    "svg",
    "template",
    "textarea",
    "title",
    "video",
    "xmp",
];

/// Elements that show something from another place, with the attribute that names it: a link to it
/// is shown instead, so that nothing is loaded before a person asks.
pub(super) const EMBEDS: &[(&str, &str)] = &[
    ("audio", "src"),
    ("embed", "src"),
    ("iframe", "src"),
    ("object", "data"),
    ("video", "src"),
];

/// The element an HTML name becomes, if content may use it.
pub(super) fn element(name: &str) -> Option<Tag> {
    let index = ELEMENTS.binary_search_by_key(&name, |entry| entry.0).ok()?;
    ELEMENTS.get(index).map(|entry| entry.1)
}

/// Whether opening `new` ends an open `open`, where HTML lets the end tag be left out
/// (WHATWG HTML 13.1.2.4).
pub(super) fn ends(new: Tag, open: Tag) -> bool {
    match open {
        Tag::P => ends_paragraph(new),
        Tag::Li => new == Tag::Li,
        Tag::Dt | Tag::Dd => matches!(new, Tag::Dt | Tag::Dd),
        Tag::Td | Tag::Th => {
            matches!(
                new,
                Tag::Td | Tag::Th | Tag::Tr | Tag::Tbody | Tag::Thead | Tag::Tfoot
            )
        }
        Tag::Tr => matches!(new, Tag::Tr | Tag::Tbody | Tag::Thead | Tag::Tfoot),
        Tag::Tbody | Tag::Thead | Tag::Tfoot => {
            matches!(new, Tag::Tbody | Tag::Thead | Tag::Tfoot)
        }
        Tag::Caption => matches!(new, Tag::Tr | Tag::Tbody | Tag::Thead | Tag::Tfoot),
        Tag::Rt | Tag::Rp => matches!(new, Tag::Rt | Tag::Rp),
        Tag::A => new == Tag::A,
        _ => false,
    }
}

/// Whether an implied end may not look past this element.
pub(super) fn bounds(new: Tag, open: Tag) -> bool {
    match new {
        Tag::Li => matches!(open, Tag::Ul | Tag::Ol),
        Tag::Dt | Tag::Dd => open == Tag::Dl,
        Tag::Rt | Tag::Rp => open == Tag::Ruby,
        _ => matches!(open, Tag::Table | Tag::Td | Tag::Th | Tag::Caption) && !(ends(new, open)),
    }
}

fn ends_paragraph(new: Tag) -> bool {
    use crate::view::node::Layout::{Block, Container, VoidBlock};
    let in_table = matches!(
        new,
        Tag::Caption | Tag::Tbody | Tag::Td | Tag::Tfoot | Tag::Th | Tag::Thead | Tag::Tr
    );
    matches!(new.layout(), Block | Container | VoidBlock) && !in_table
}
