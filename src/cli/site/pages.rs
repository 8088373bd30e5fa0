//! Lists, tags and posts → their pages, the feeds and the sitemap.

use super::{
    EVERY_VERSION, Site, at_home, beneath,
    document::Document,
    feeds::{self, Entry},
    names,
    screen::{self, Screen, Shown},
    still::{Place, Still},
};
use crate::{
    action::Action,
    cli::{
        excerpt::excerpt,
        folder::Files,
        report::{Fault, Report},
    },
    i18n,
    language::Language,
    library::{Post, PostIndex},
    view::{
        html,
        node::{Attribute, Element, Node, Tag, text_of},
    },
};

/// A list of works: the home page, that of a language, or that of every version.
struct Shelf<'a> {
    /// Empty, or with a slash at its end.
    folder: String,
    /// The languages to read, as the element's attribute has them.
    languages: String,
    /// The language of the page.
    language: &'a Language,
    title: String,
    /// Whether there is a page for each tag.
    has_tags: bool,
}

/// What is said of a page in the sitemap: its address, and those of its translations.
type Listed = (String, Vec<(Language, String)>);

/// Makes every page, every feed and the sitemap; gives the number of pages.
pub(super) fn make(site: &Site, files: &mut Files, report: &mut Report) -> usize {
    let library = &site.library;
    let mut listed: Vec<Listed> = Vec::new();
    let mut shelves = vec![Shelf {
        folder: String::new(),
        languages: screen::in_order(&site.language, library.languages()),
        language: &site.language,
        title: site.title.clone(),
        has_tags: true,
    }];
    if library.languages().len() > 1 {
        shelves.extend(library.languages().iter().map(|language| Shelf {
            folder: [language.as_str(), "/"].concat(),
            languages: language.as_str().to_owned(),
            language: site.spoken(language),
            title: site.feed_title(language.as_str()),
            has_tags: true,
        }));
        let every = i18n::strings(site.language.as_str()).every_language;
        shelves.push(Shelf {
            folder: EVERY_VERSION.trim_end_matches("index.html").to_owned(),
            languages: "*".to_owned(),
            language: &site.language,
            title: joined(every, &site.title),
            has_tags: false,
        });
    }
    let mut number = 0;
    for shelf in &shelves {
        number += self::shelf(site, shelf, files, &mut listed);
    }
    let mut entries: Vec<(&Language, Vec<Entry<'_>>)> = library
        .languages()
        .iter()
        .map(|language| (language, Vec::new()))
        .collect();
    for (index, one) in (0..).map(PostIndex).zip(library.posts()) {
        let Some(entry) = post(site, index, one, files, &mut listed) else {
            continue;
        };
        number += 1;
        if let Some((_, list)) = entries.get_mut(one.language.index()) {
            list.push(entry);
        }
    }
    for (language, entries) in &entries {
        write_feeds(site, language, entries, files, report);
    }
    if site.url.is_some() {
        match feeds::sitemap(&listed) {
            Ok(bytes) => drop(files.insert("sitemap.xml".to_owned(), bytes)),
            Err(error) => report.add(unwritten("sitemap.xml", &error)),
        }
    }
    number
}

fn unwritten(name: &str, error: &std::io::Error) -> Fault {
    Fault::error(
        std::path::Path::new(name),
        error.to_string(),
        "report this as a bug",
    )
}

/// `La fin des POCs · Trois blogs`.
fn joined(own: &str, site: &str) -> String {
    match (own.is_empty(), site.is_empty()) {
        (false, false) => [own, " · ", site].concat(),
        (_, true) => own.to_owned(),
        (true, false) => site.to_owned(),
    }
}

/// A list, its tags and their pages.
fn shelf(site: &Site, shelf: &Shelf<'_>, files: &mut Files, listed: &mut Vec<Listed>) -> usize {
    let path = [&shelf.folder, "index.html"].concat();
    let open = |tag: Option<&str>| {
        let shown = Shown {
            languages: &shelf.languages,
            interface: shelf.language.as_str(),
            tag,
            post: None,
        };
        screen::open(site, &shown)
    };
    let screen = open(None);
    list(site, shelf, &path, &screen, None, files, listed);
    let mut number = 1;
    if !shelf.has_tags {
        return number;
    }
    let tags = screen.tags();
    for tag in &tags {
        let (Some(place), Some(tag)) = (site.names.tag(*tag), site.library.tag(*tag)) else {
            continue;
        };
        let path = [&*shelf.folder, &place].concat();
        let languages = crate::language::parse_list(&shelf.languages);
        let label = tag.label(&languages).0.to_owned();
        list(
            site,
            shelf,
            &path,
            &open(Some(&tag.id)),
            Some((&tag.id, &label)),
            files,
            listed,
        );
        number += 1;
    }
    if asks(&screen.nodes(), &Action::ToggleAllTags) {
        all_tags(site, shelf, &tags, files);
        number += 1;
    }
    number
}

/// Whether anything among these nodes asks for this.
fn asks(nodes: &[Node], action: &Action) -> bool {
    nodes.iter().any(|node| match node {
        Node::Element(element) => {
            element.action.as_ref() == Some(action) || asks(&element.children, action)
        }
        _ => false,
    })
}

/// One list, of everything or of a tag (its id, and its name).
fn list(
    site: &Site,
    shelf: &Shelf<'_>,
    path: &str,
    screen: &Screen,
    tag: Option<(&str, &str)>,
    files: &mut Files,
    listed: &mut Vec<Listed>,
) {
    let still = Still {
        site,
        place: Place::Page {
            path,
            shelf: &shelf.folder,
            post: None,
        },
        words: i18n::strings(shelf.language.as_str()).language,
    };
    let title = joined(tag.map_or("", |tag| tag.1), &shelf.title);
    let mut attributes = vec![("languages", shelf.languages.clone())];
    attributes.extend(tag.map(|tag| ("tags", tag.0.to_owned())));
    // The attribute is a list, parted by commas.
    let is_sayable = tag.is_none_or(|tag| !tag.0.contains(','));
    let canonical = site.address(path);
    // The lists of tags are found by links.
    if let Some(url) = canonical.as_ref().filter(|_| tag.is_none()) {
        listed.push((url.clone(), Vec::new()));
    }
    let words = i18n::strings(shelf.language.as_str());
    let description = words.count(screen.cards(), screen.cards());
    let document = Document {
        path,
        language: shelf.language,
        title: if title.is_empty() {
            words.posts_label
        } else {
            &title
        },
        name: tag.map_or(&*shelf.title, |tag| tag.1),
        description: Some(&joined(&description, &title)),
        canonical,
        kind: "website",
        published: None,
        image: None,
        translations: Vec::new(),
        feeds: &feeds_of(site, shelf),
        attributes,
        is_taken_over: is_sayable,
        nodes: still.nodes(&screen.nodes()),
        heading: Some(&title),
        beneath: vec![beneath::make(
            site,
            still,
            Vec::new(),
            shelf.folder.is_empty() && tag.is_none(),
        )],
    };
    files.insert(path.to_owned(), document.html(site).into_bytes());
}

/// A language's own feeds on its pages, all of them on the others.
fn feeds_of(site: &Site, shelf: &Shelf<'_>) -> Vec<Language> {
    let languages = site.library.languages();
    let own = languages
        .iter()
        .find(|language| language.as_str() == shelf.languages);
    own.map_or_else(|| languages.to_vec(), |own| vec![own.clone()])
}

/// All tags of a list, where it has too many to show at once. The reader has no such page, and leaves
/// this one alone.
fn all_tags(site: &Site, shelf: &Shelf<'_>, tags: &[crate::library::TagIndex], files: &mut Files) {
    let path = [&shelf.folder, "tags/index.html"].concat();
    let words = i18n::strings(shelf.language.as_str());
    let still = Still {
        site,
        place: Place::Page {
            path: &path,
            shelf: &shelf.folder,
            post: None,
        },
        words: words.language,
    };
    let languages = crate::language::parse_list(&shelf.languages);
    let links = tags.iter().filter_map(|index| {
        let tag = site.library.tag(*index)?;
        let (label, language) = tag.label(&languages);
        let url = still.url(&[&*shelf.folder, &site.names.tag(*index)?].concat())?;
        let name = Element::new(Tag::Bdi);
        let name = name.with_some(language.map(|language| Attribute::Lang(language.clone())));
        let link = Element::new(Tag::A)
            .class("button")
            .with(Attribute::Href(url));
        Some(link.child(name.text(label)))
    });
    let own = Attribute::LangOfInterface(words.language);
    let links = Element::new(Tag::Div).class("tags").children(links);
    let back = still.url(&[&shelf.folder, "index.html"].concat());
    let back = Element::new(Tag::A)
        .class("back")
        .with_some(back.map(Attribute::Href));
    let bar = Element::new(Tag::Div)
        .class("bar")
        .child(back.text(words.back));
    let heading = Element::new(Tag::H1).part("title").text(words.tags);
    let header = Element::new(Tag::Header).child(heading);
    let article = Element::new(Tag::Article).child(header).child(links);
    let post = Element::new(Tag::Div)
        .class("post")
        .child(bar)
        .child(article);
    let reader = Element::new(Tag::Div).class("reader").with(own).child(post);
    let title = joined(words.tags, &shelf.title);
    let document = Document {
        path: &path,
        language: shelf.language,
        title: &title,
        name: words.tags,
        description: None,
        canonical: site.address(&path),
        kind: "website",
        published: None,
        image: None,
        translations: Vec::new(),
        feeds: &[],
        attributes: Vec::new(),
        is_taken_over: false,
        nodes: vec![reader.into()],
        heading: None,
        beneath: vec![beneath::make(site, still, Vec::new(), false)],
    };
    files.insert(path.clone(), document.html(site).into_bytes());
}

/// The page of a post, and what feeds say of it.
fn post<'a>(
    site: &'a Site,
    index: PostIndex,
    post: &'a Post,
    files: &mut Files,
    listed: &mut Vec<Listed>,
) -> Option<Entry<'a>> {
    let item = &post.item;
    let path = site.names.post(index)?;
    let language = site.spoken(&item.language);
    let languages = item.language.as_str();
    let shown = Shown {
        languages,
        interface: language.as_str(),
        tag: None,
        post: Some(index),
    };
    let screen = screen::open(site, &shown);
    let shelf = names::folder(&site.library, &item.language);
    let still = Still {
        site,
        place: Place::Page {
            path,
            shelf: &shelf,
            post: Some(index),
        },
        words: i18n::strings(language.as_str()).language,
    };
    let elsewhere = Still {
        place: Place::Feed,
        ..still
    };
    let body = screen
        .body()
        .map(|body| &body.nodes[..])
        .unwrap_or_default();
    let text = elsewhere.nodes(body);
    let summary = item.summary.clone().or_else(|| {
        let text = excerpt(&text_of(&text));
        (!text.is_empty()).then_some(text)
    });
    let own = site.address(path);
    let canonical = site.canonical(post, path);
    let translations = site.translations(post);
    if let Some(url) = own.as_ref().filter(|own| canonical.as_ref() == Some(*own)) {
        listed.push((url.clone(), translations.clone()));
    }
    let title = joined(&item.title, &site.title);
    let document = Document {
        path,
        language,
        title: &title,
        name: &item.title,
        description: summary.as_deref(),
        canonical,
        kind: "article",
        published: feeds::stamp(item.date.filter(|date| date.day.is_some())),
        image: image(&text),
        translations,
        feeds: std::slice::from_ref(&item.language),
        attributes: vec![
            ("languages", languages.to_owned()),
            ("post", item.id.clone()),
        ],
        is_taken_over: !screen.is_long,
        nodes: still.nodes(&screen.nodes()),
        heading: None,
        beneath: vec![beneath::make(
            site,
            still,
            beneath::summaries(site, post, language),
            false,
        )],
    };
    files.insert(path.to_owned(), document.html(site).into_bytes());
    let tags = post.tags.iter().filter_map(|tag| site.library.tag(*tag));
    let readers = std::slice::from_ref(&item.language);
    Some(Entry {
        item,
        url: own.unwrap_or_default(),
        html: html::write(&text),
        summary,
        tags: tags.map(|tag| tag.label(readers).0.to_owned()).collect(),
    })
}

/// The first picture of a text that has a whole address.
fn image(nodes: &[Node]) -> Option<String> {
    nodes.iter().find_map(|node| match node {
        Node::Element(element) if element.tag == Tag::Img => {
            let source = element
                .get("src")
                .filter(|source| source.starts_with("http"));
            source
                .filter(|source| at_home(source).is_none())
                .map(str::to_owned)
        }
        Node::Element(element) => image(&element.children),
        _ => None,
    })
}

fn write_feeds(
    site: &Site,
    language: &Language,
    entries: &[Entry<'_>],
    files: &mut Files,
    report: &mut Report,
) {
    let path = |name: &str| [&*names::folder(&site.library, language), name].concat();
    let json = feeds::json_feed(site, language, entries);
    match serde_json::to_string_pretty(&json) {
        Ok(text) => drop(files.insert(path("feed.json"), [&text, "\n"].concat().into_bytes())),
        Err(error) => report.add(unwritten("feed.json", &error.into())),
    }
    match feeds::atom(site, language, entries) {
        Ok(bytes) => drop(files.insert(path("feed.xml"), bytes)),
        Err(error) => report.add(unwritten("feed.xml", &error)),
    }
}
