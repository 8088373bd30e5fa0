//! The blocks that our dialect dresses: headings, alerts, code, figures.

use std::rc::Rc;

use pulldown_cmark::BlockQuoteKind;

use super::{Context, slug};
use crate::{
    action::Action,
    i18n,
    text::cut,
    view::node::{Attribute, Class, Element, Handle, Node, Tag, Url, text_of},
};

/// A paragraph that is one image with a title becomes a figure with that caption.
pub(super) fn figure(paragraph: Element) -> Element {
    let caption = match paragraph.children.as_slice() {
        [Node::Element(image)] if image.tag == Tag::Img => {
            image
                .attributes
                .iter()
                .find_map(|attribute| match attribute {
                    Attribute::Title(title) => Some(title.clone()),
                    _ => None,
                })
        }
        _ => None,
    };
    let Some(caption) = caption else {
        return paragraph;
    };
    let mut figure = paragraph;
    figure.tag = Tag::Figure;
    for child in &mut figure.children {
        if let Node::Element(image) = child {
            image
                .attributes
                .retain(|attribute| !matches!(attribute, Attribute::Title(_)));
        }
    }
    figure.child(Element::new(Tag::Figcaption).text(caption))
}

/// Gives a heading its id, and a link to itself.
pub(super) fn heading(mut element: Element, context: &mut Context<'_>) -> Element {
    if context.is_plain() {
        return element;
    }
    let given = element
        .attributes
        .iter()
        .position(|a| matches!(a, Attribute::Id(_)));
    let given = given.map(|index| element.attributes.remove(index));
    let name = match &given {
        Some(Attribute::Id(id)) => id.clone(),
        _ => slug::slug(&text_of(&element.children)),
    };
    let id = context.new_id(&name);
    let block = element.handles.iter().find_map(|handle| match handle {
        Handle::Block(number) => Some(*number),
        _ => None,
    });
    let anchor = block.map(|block| {
        Element::new(Tag::A)
            .class("anchor")
            .with(Attribute::Href(Url::fragment(&id)))
            .with(Attribute::AriaHidden)
            .with(Attribute::TabIndex(-1))
            .on(Action::JumpToBlock(block))
    });
    element = element
        .handle(Handle::Id(id.as_str().into()))
        .with(Attribute::Id(id))
        .with(Attribute::TabIndex(-1));
    element.children.extend(anchor.map(Node::from));
    element
}

/// A block quote, or the alert that GFM makes of one.
pub(super) fn quote(kind: Option<BlockQuoteKind>, context: &Context<'_>) -> Element {
    let Some(kind) = kind else {
        return Element::new(Tag::Blockquote);
    };
    let options = &context.options;
    // The title is part of the text, so it speaks the post's language where we know it.
    let own = i18n::find(options.language.primary());
    let strings = own.unwrap_or(options.strings);
    let (class, title) = match kind {
        BlockQuoteKind::Note => ("alert note", strings.alert_note),
        BlockQuoteKind::Tip => ("alert tip", strings.alert_tip),
        BlockQuoteKind::Important => ("alert important", strings.alert_important),
        BlockQuoteKind::Warning => ("alert warning", strings.alert_warning),
        BlockQuoteKind::Caution => ("alert caution", strings.alert_caution),
    };
    let foreign = own
        .is_none()
        .then_some(Attribute::LangOfInterface(strings.language));
    let title = Element::new(Tag::P)
        .class("alert-title")
        .with_some(foreign)
        .text(title);
    Element::new(Tag::Div)
        .class(class)
        .with(Attribute::Role("note"))
        .child(title)
}

/// A frame that scrolls sideways, and so must be reachable by keyboard and have a name.
pub(super) fn scroller(tag: Tag, label: &str) -> Element {
    Element::new(tag)
        .with(Attribute::Role("group"))
        .with(Attribute::AriaLabel(label.into()))
        .with(Attribute::TabIndex(0))
}

/// A code block with its language and a button that copies it.
pub(super) fn code_block(info: &str, text: String, context: &Context<'_>) -> Element {
    if context.is_plain() {
        let first = cut(info, b" \t").0;
        let class = (!first.is_empty()).then(|| Attribute::Class(Class::InfoString(first.into())));
        return Element::new(Tag::Pre).child(Element::new(Tag::Code).with_some(class).text(text));
    }
    let strings = context.options.strings;
    let language = slug::code_language(info);
    let copied: Rc<str> = text.as_str().into();
    let class =
        (!language.is_empty()).then(|| Attribute::Class(Class::CodeLanguage(language.clone())));
    let label = if language.is_empty() {
        strings.code.into()
    } else {
        [strings.code, " ", &language].concat()
    };
    let pre = scroller(Tag::Pre, &label).with(Attribute::TranslateNo);
    let pre = pre.child(Element::new(Tag::Code).with_some(class).text(text));
    let copy = Element::new(Tag::Button).with(Attribute::Type("button"));
    let copy = context
        .own_words(copy)
        .class("copy")
        .on(Action::Copy(copied))
        .text(strings.copy);
    let caption = Element::new(Tag::Figcaption)
        .child(
            Element::new(Tag::Span)
                .with(Attribute::TranslateNo)
                .text(language),
        )
        .child(copy);
    Element::new(Tag::Figure)
        .class("code")
        .child(caption)
        .child(pre)
}
