//! Posts → what a page shows without JavaScript: the list, and the texts where they are short.

use std::rc::Rc;

use super::super::args::Fallback;
use crate::{
    i18n,
    language::Language,
    library::{Library, Post, PostIndex},
    markdown::{self, Dialect, Images, LibraryLinks, Links, NODE_LIMITS, url::Base},
    view::{
        html, language_attributes,
        node::{Attribute, Element, Node, Shared, Tag, Url},
    },
};

/// Above so many bytes the whole texts are too much to say twice.
const SHORT: usize = 100_000;

/// Writes it, in a page of this title and language.
pub(super) fn make(library: &Library, title: &str, page: &Language, kind: Fallback) -> String {
    let list = || {
        let note = if page.primary() == "fr" {
            "Avec JavaScript, les billets se lisent ici."
        } else {
            "With JavaScript, the posts can be read here."
        };
        let list = html::write(&[static_part(library, title, page, false).into()]);
        [
            &list,
            "<noscript><p class=\"static\">",
            note,
            "</p></noscript>",
        ]
        .concat()
    };
    if kind == Fallback::List {
        return list();
    }
    let full = html::write(&[static_part(library, title, page, true).into()]);
    if kind == Fallback::Full || full.len() <= SHORT {
        full
    } else {
        list()
    }
}

fn static_part(library: &Library, title: &str, page: &Language, is_full: bool) -> Element {
    let mut part = Element::new(Tag::Div).class("static");
    if !title.is_empty() {
        let language = library.language.as_ref().unwrap_or(page);
        part = part.child(marked(Tag::H1, language, page).text(title));
    }
    let words = i18n::strings(page.as_str());
    let cards = library.works().iter().filter_map(|work| {
        let first = *work.versions.first()?;
        Some(card(library, first, page, words, is_full))
    });
    let list = Element::new(Tag::Ul).class("works").children(cards);
    let mut part = part.child(list);
    if is_full {
        for (index, post) in (0..).map(PostIndex).zip(library.posts()) {
            part = part.child(text(library, index, post, page));
        }
    }
    part
}

/// One work: its first version, with the way to the others.
fn card(
    library: &Library,
    first: PostIndex,
    page: &Language,
    words: &'static i18n::Strings,
    is_full: bool,
) -> Node {
    let Some(post) = library.post(first) else {
        return None.into();
    };
    let item = &post.item;
    let mut card = Element::new(Tag::Li);
    card = card.child(marked(Tag::H2, &item.language, page).child(link(
        post,
        &item.title,
        is_full,
        None,
    )));
    if let Some(summary) = &item.summary {
        card = card.child(marked(Tag::P, &item.language, page).text(summary.clone()));
    }
    let mut also = Element::new(Tag::P).text(words.also_in).text(" ");
    let mut is_first = true;
    for (_, other) in library.versions(post).filter(|(index, _)| *index != first) {
        if !is_first {
            also = also.text(", ");
        }
        is_first = false;
        let language = own_name(&other.item.language);
        let title = link(other, &other.item.title, is_full, Some(page));
        also = also.child(language).text(" ").child(title);
    }
    if !is_first {
        card = card.child(also);
    }
    card.into()
}

/// A language's name in its own words, where it is a common one: there is no `Intl` here.
fn own_name(language: &Language) -> Element {
    let name = match language.primary() {
        "de" => "Deutsch",
        "en" => "English",
        "es" => "Español",
        "fr" => "Français",
        "it" => "Italiano",
        "nl" => "Nederlands",
        "pt" => "Português",
        _ => language.as_str(),
    };
    Element::new(Tag::Span)
        .with(Attribute::Lang(language.clone()))
        .text([name, ":"].concat())
}

/// A post's title, as a link to where it can be read.
fn link(post: &Post, title: &str, is_full: bool, page: Option<&Language>) -> Node {
    let url = if is_full {
        Some(anchor(&post.item.id))
    } else {
        let url = post.item.url.as_deref();
        url.and_then(|url| Url::link(url, Base::Drop))
    };
    let language = &post.item.language;
    let is_known = *language != Language::und();
    let element = match url {
        Some(url) => Element::new(Tag::A)
            .with(Attribute::Href(url))
            .with_some(is_known.then(|| Attribute::HrefLang(language.clone()))),
        // In a line with others it keeps to itself.
        None if page.is_some() => Element::new(Tag::Bdi),
        None => return Node::Text(title.to_owned()),
    };
    let element = match page {
        Some(page) if page != language => element.with(Attribute::Lang(language.clone())),
        _ => element,
    };
    element.text(title).into()
}

/// A whole post. Its images are left out, for nothing may be fetched: their descriptions stand there.
fn text(library: &Library, index: PostIndex, post: &Post, page: &Language) -> Element {
    let item = &post.item;
    let own = item.url.as_deref().or(library.home_page_url.as_deref());
    let base = own.map_or(Base::Keep, Base::At);
    let links = WithinPage(LibraryLinks {
        library,
        base,
        key: "read",
        source: "",
    });
    let prefix = format!("text-{}-", index.0);
    let options = markdown::Options {
        dialect: Dialect::Liseuse,
        is_other: false,
        is_whole: true,
        language: &item.language,
        strings: i18n::strings(page.as_str()),
        prefix: &prefix,
        base,
        links: &links,
        images: Images::Load,
        limit: NODE_LIMITS.1,
    };
    let source = item.body.as_deref().unwrap_or_default();
    let body = markdown::render(source, item.content, &options);
    marked(Tag::Article, &item.language, page)
        .with(Attribute::Id(name(&item.id)))
        .child(Element::new(Tag::H2).text(item.title.clone()))
        .child(Node::Shared(Shared::all(&body.nodes)))
}

/// Links between posts lead to their texts in this page.
struct WithinPage<'a>(LibraryLinks<'a>);

impl Links for WithinPage<'_> {
    fn find(&self, href: &str) -> Option<(Option<Rc<str>>, Url)> {
        let id = self.0.find(href)?.0?;
        let url = anchor(&id);
        Some((Some(id), url))
    }

    fn image(&self, _: &str) -> Option<&str> {
        Some("")
    }
}

/// An element whose words are in this language, which is said where it is not the page's.
fn marked(tag: Tag, language: &Language, page: &Language) -> Element {
    let element = Element::new(tag);
    if language == page {
        return element;
    }
    if *language != Language::und() && language.direction() == page.direction() {
        return element.with(Attribute::Lang(language.clone()));
    }
    language_attributes(element, language)
}

/// The id of a post's text. No place of a reader begins so, and no heading of a post.
fn name(id: &str) -> String {
    ["text-of-", id].concat()
}

fn anchor(id: &str) -> Url {
    Url::fragment(&name(id))
}
