//! HTML tokens → the builder, through the allow-lists.

use super::{
    Blocks, Context, anchor,
    build::{Builder, Origin},
    policy, slug,
    tokens::{Token, Tokens},
};
use crate::{
    language::{Direction, Language},
    text::{cut, integer},
    view::node::{Align, Attribute, Class, Element, Handle, Layout, SrcSet, Tag, Url, Written},
};

/// Feeds a piece of HTML to the builder. The piece may begin or end anywhere, as Markdown hands
/// them over; what it leaves open stays open.
///
/// With `blocks`, elements that open at the root carry a block's number.
pub(super) fn feed(
    source: &str,
    mut blocks: Option<Blocks>,
    builder: &mut Builder,
    context: &mut Context<'_>,
) {
    context.note_words(source);
    let mut after_pre = false;
    for token in Tokens::new(source) {
        if builder.is_full() {
            return;
        }
        let is_first_in_pre = std::mem::take(&mut after_pre);
        match token {
            Token::Text(text) => {
                // The line break after `<pre>` is layout (WHATWG HTML 13.2.6.4.7).
                let text = match text.strip_prefix('\n') {
                    Some(rest) if is_first_in_pre => rest,
                    _ => &text,
                };
                // Between blocks, white space is layout and stray text a paragraph.
                if text.trim().is_empty() && blocks.is_some() && builder.is_at_root() {
                    continue;
                }
                open_paragraph(&mut blocks, builder, context);
                builder.text(text);
            }
            Token::Start {
                name,
                attributes,
                self_closing,
            } => {
                let attributes: Vec<(&str, &str)> = attributes
                    .iter()
                    .map(|(name, value)| (&**name, &**value))
                    .collect();
                after_pre = matches!(&*name, "pre" | "listing");
                start(
                    &name,
                    &attributes,
                    self_closing,
                    &mut blocks,
                    builder,
                    context,
                );
            }
            Token::End { name } => {
                if builder.is_dropping(&name, true) {
                    continue;
                }
                if let Some(tag) = policy::element(&name) {
                    builder.close_html(tag);
                }
            }
        }
    }
}

fn start(
    name: &str,
    attributes: &[(&str, &str)],
    self_closing: bool,
    blocks: &mut Option<Blocks>,
    builder: &mut Builder,
    context: &mut Context<'_>,
) {
    // A film names its files inside of itself.
    if name == "source"
        && builder.wants_source()
        && let Some(link) = embed(get(attributes, "src"), context)
    {
        let dropping = builder.pause_dropping();
        open_paragraph(blocks, builder, context);
        builder.leaf(link);
        builder.drop_on(dropping);
        return;
    }
    if builder.is_dropping(name, false) {
        return;
    }
    let source = policy::EMBEDS.iter().find(|entry| entry.0 == name);
    let link = source.and_then(|(_, source)| embed(get(attributes, source), context));
    let is_linked = link.is_some();
    if let Some(link) = link {
        open_paragraph(blocks, builder, context);
        builder.leaf(link);
    }
    if policy::DROPPED.contains(&name) {
        // Only foreign elements can close themselves (WHATWG HTML 13.1.2.1).
        if !(self_closing && matches!(name, "svg" | "math")) {
            builder.begin_dropping(name, is_linked);
        }
        return;
    }
    let Some(tag) = policy::element(name) else {
        return;
    };
    // What stands in a line of text is no block of its own. In Markdown, an element may be opened
    // around blocks.
    match (tag.layout(), &blocks) {
        (Layout::Void, _) | (Layout::Inline, Some(Blocks::Count(_))) => {
            open_paragraph(blocks, builder, context);
        }
        _ => builder.make_room(tag),
    }
    if tag == Tag::Img {
        let source = get(attributes, "src").unwrap_or("");
        let alt = get(attributes, "alt").unwrap_or("");
        let mut image = context.image(source, alt, get(attributes, "title").unwrap_or(""));
        if let Some(element) = image.as_mut().filter(|element| element.tag == Tag::Img) {
            let size = |name| get(attributes, name).and_then(integer::<u16>);
            // What is in the bundle need not be fetched in other sizes.
            let is_here = element
                .get("src")
                .is_some_and(|src| src.starts_with("data:"));
            let set = get(attributes, "srcset").filter(|_| !is_here);
            let set = set.and_then(|set| SrcSet::new(set, context.options.base));
            let set = set.map(Attribute::SrcSet);
            let width = size("width").map(Attribute::Width);
            let height = size("height").map(Attribute::Height);
            // What is written wins over what the bundle tells.
            if width.is_some() || height.is_some() {
                element.remove("width");
                element.remove("height");
            }
            for attribute in [set, width, height].into_iter().flatten() {
                element.set(attribute);
            }
        }
        match image {
            Some(element) => builder.leaf(element),
            None => builder.text(alt),
        }
        return;
    }
    let element = match (tag, get(attributes, "href")) {
        (Tag::A, Some(href)) => context.link(href),
        _ => Element::new(tag),
    };
    let element = at_root(
        allowed(element, attributes, context),
        blocks,
        builder,
        context,
    );
    if tag.is_void() {
        builder.leaf(element);
        return;
    }
    // As every parser does.
    if tag == Tag::Tr && builder.is_in(Tag::Table) && !context.is_plain() {
        builder.open(Element::new(Tag::Tbody), Origin::Html);
    }
    builder.open(element, Origin::Html);
}

/// Opens the paragraph for text between blocks, where blocks are counted.
fn open_paragraph(blocks: &mut Option<Blocks>, builder: &mut Builder, context: &Context<'_>) {
    if blocks.is_some() && builder.is_at_root() {
        let paragraph = at_root(Element::new(Tag::P), blocks, builder, context);
        builder.open(paragraph, Origin::Html);
    }
}

fn at_root(
    element: Element,
    blocks: &mut Option<Blocks>,
    builder: &Builder,
    context: &Context<'_>,
) -> Element {
    if !builder.is_at_root() {
        return element;
    }
    match blocks {
        Some(Blocks::All(number)) => context.block(element, *number),
        Some(Blocks::Count(number)) => {
            let block = context.block(element, *number);
            *number += 1;
            block
        }
        None => element,
    }
}

/// A link in place of what would have been loaded from another site.
fn embed(source: Option<&str>, context: &Context<'_>) -> Option<Element> {
    let url = Url::link(source?, context.options.base)?;
    let label = [context.options.strings.embedded, " ", host(url.as_str())].concat();
    Some(context.own_words(anchor(url)).class("embed").text(label))
}

/// The host of an absolute address.
pub(super) fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |parts| parts.1);
    cut(rest, b"/?#").0
}

fn get<'a>(attributes: &[(&str, &'a str)], name: &str) -> Option<&'a str> {
    attributes
        .iter()
        .find(|entry| entry.0 == name)
        .map(|entry| entry.1)
}

/// Adds the attributes that content may set on this element.
fn allowed(
    mut element: Element,
    attributes: &[(&str, &str)],
    context: &mut Context<'_>,
) -> Element {
    let tag = element.tag;
    for (name, value) in attributes {
        let attribute = match (*name, tag) {
            ("title", _) => Some(Attribute::Title((*value).into())),
            ("lang", _) => Language::parse(value).map(Attribute::Lang),
            ("dir", _) => match value.to_ascii_lowercase().as_str() {
                "ltr" => Some(Attribute::Dir(Direction::Ltr)),
                "rtl" => Some(Attribute::Dir(Direction::Rtl)),
                "auto" => Some(Attribute::DirAuto),
                _ => None,
            },
            ("id", _) if !value.is_empty() => {
                let id = context.given_id(value);
                let handle = id.as_deref().map(|id| Handle::Id(id.into()));
                element.handles.extend(handle);
                id.map(Attribute::Id)
            }
            ("class", Tag::Code) => value
                .split_ascii_whitespace()
                .find_map(|class| class.strip_prefix("language-"))
                .map(|language| {
                    Attribute::Class(Class::CodeLanguage(slug::code_language(language)))
                }),
            ("start", Tag::Ol) => integer(value).map(Attribute::Start),
            ("reversed", Tag::Ol) => Some(Attribute::Reversed),
            ("value", Tag::Li) => integer(value).map(Attribute::Value),
            ("colspan", Tag::Td | Tag::Th) => span(value).map(Attribute::Colspan),
            ("rowspan", Tag::Td | Tag::Th) => span(value).map(Attribute::Rowspan),
            ("align", Tag::Td | Tag::Th) => match value.to_ascii_lowercase().as_str() {
                "left" => Some(Attribute::Align(Align::Left)),
                "center" => Some(Attribute::Align(Align::Center)),
                "right" => Some(Attribute::Align(Align::Right)),
                _ => None,
            },
            ("scope", Tag::Th) => ["col", "row", "colgroup", "rowgroup"]
                .into_iter()
                .find(|scope| scope.eq_ignore_ascii_case(value))
                .map(Attribute::Scope),
            ("datetime", Tag::Time | Tag::Del | Tag::Ins) => {
                Some(Attribute::DateTime((*value).into()))
            }
            ("open", Tag::Details) => Some(Attribute::Open),
            _ => None,
        };
        let Some(attribute) = attribute.map(Written::from) else {
            continue;
        };
        if element.get(attribute.name()).is_none() {
            element.attributes.push(attribute);
        }
    }
    element
}

/// A cell's span: 1..=100, so that no cell can stretch a table beyond use.
fn span(value: &str) -> Option<u16> {
    integer(value).filter(|span| (1..=100).contains(span))
}
