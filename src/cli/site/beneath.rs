//! What stays beneath the reader, before and after it takes a page over: summaries in other languages,
//! and the ways to other lists and to the feeds.

use super::{
    FEEDS, Site, names, own_name,
    still::{Place, Still, summary_id},
};
use crate::{
    i18n,
    language::Language,
    library::Post,
    markdown::typography::line,
    view::{
        language_attributes,
        node::{Attribute, Element, Node, Tag},
    },
};

/// What is said of a post in languages that it has no version in.
pub(super) fn summaries(site: &Site, post: &Post, page: &Language) -> Vec<Element> {
    let library = &site.library;
    let words = i18n::strings(page.as_str());
    let is_version = |language: &Language| {
        library
            .versions(post)
            .any(|(_, version)| version.item.language == *language)
    };
    let summaries = library.summaries(post).into_iter();
    summaries
        .filter(|(language, _)| !is_version(language))
        .map(|(language, text)| {
            let own = i18n::find(language.primary()).unwrap_or(words);
            let heading = Element::new(Tag::H2)
                .with(Attribute::LangOfInterface(own.language))
                .text(own.summary);
            let words = language_attributes(Element::new(Tag::P), language);
            Element::new(Tag::Section)
                .class("other-summary")
                .with(Attribute::Id(summary_id(language)))
                .child(heading)
                .child(words.children(line(text, language)))
        })
        .collect()
}

/// What stays beneath the reader: summaries, the ways to other lists, and feeds.
pub(super) fn make(site: &Site, still: Still<'_>, first: Vec<Element>, is_home: bool) -> Node {
    let Place::Page { post, .. } = still.place else {
        return None.into();
    };
    let words = i18n::strings(still.words);
    let link = |path: &str, text: &str| {
        let link = Element::new(Tag::A).with_some(still.url(path).map(Attribute::Href));
        link.text(text)
    };
    let languages = site.library.languages();
    let mut lists = Element::new(Tag::Span);
    if !is_home {
        let title = if site.title.is_empty() {
            words.posts_label
        } else {
            &site.title
        };
        let home = link("index.html", title);
        let home = match &site.library.language {
            Some(language) if !site.title.is_empty() => {
                home.with(Attribute::Lang(language.clone()))
            }
            _ => home,
        };
        lists = lists.child(home);
    }
    if languages.len() > 1 {
        for language in languages {
            let way = link(
                &[&*names::folder(&site.library, language), "index.html"].concat(),
                &own_name(language),
            );
            let way = language_attributes(way, language);
            lists = lists.child(way.with(Attribute::HrefLang(language.clone())));
        }
    }
    // Of a post, the feeds of its language; of a list, those of the home page's.
    let own = post
        .and_then(|post| site.library.post(post))
        .map(|post| &post.item.language);
    let own = own.or_else(|| languages.iter().find(|own| own.as_str() == still.words));
    let mut subscribe = Element::new(Tag::Span);
    if let Some(language) = own.or(languages.first()) {
        for (name, _, text) in FEEDS {
            let path = [&*names::folder(&site.library, language), name].concat();
            subscribe = subscribe.child(link(&path, text));
        }
    }
    let ways = Element::new(Tag::Div)
        .class("ways")
        .child(lists)
        .child(subscribe);
    let class = if post.is_some() {
        "reader beneath"
    } else {
        "reader beneath shelf-wide"
    };
    Element::new(Tag::Div)
        .class(class)
        .with(Attribute::LangOfInterface(words.language))
        .children(first)
        .child(ways)
        .into()
}
