//! Posts in one language → a JSON Feed and an Atom feed; all pages → a sitemap.
//!
//! Where the site's address is not known, whatever would need it is left out.

use quick_xml::{
    Writer,
    events::{BytesDecl, BytesText, Event},
};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{Site, names};
use crate::{
    bundle::{Date, Item},
    language::Language,
};

/// When it was made is not known of a post without a date, and Atom has to say something.
const NEVER: &str = "1970-01-01T00:00:00Z";

/// A post, as feeds need it.
pub(super) struct Entry<'a> {
    pub(super) item: &'a Item,
    /// The address of its page; empty if the site's is not known.
    pub(super) url: String,
    /// Its text as HTML, with whole addresses.
    pub(super) html: String,
    pub(super) summary: Option<String>,
    /// Its tags, as its readers know them.
    pub(super) tags: Vec<String>,
}

/// The beginning of a day; of a month or a year, of its first day.
pub(super) fn stamp(date: Option<Date>) -> Option<String> {
    let date = date?;
    let month = date.month.unwrap_or(1);
    let day = date.day.unwrap_or(1);
    Some(format!("{:04}-{month:02}-{day:02}T00:00:00Z", date.year))
}

/// A JSON Feed 1.1 (<https://www.jsonfeed.org/version/1.1/>).
pub(super) fn json_feed(site: &Site, language: &Language, entries: &[Entry<'_>]) -> Value {
    let folder = names::folder(&site.library, language);
    let code = language.as_str();
    let mut feed = Map::new();
    feed.insert("version".into(), "https://jsonfeed.org/version/1.1".into());
    feed.insert("title".into(), site.feed_title(code).into());
    if let Some(url) = site.address(&[&*folder, "index.html"].concat()) {
        feed.insert("home_page_url".into(), url.into());
    }
    if let Some(url) = site.address(&[&*folder, "feed.json"].concat()) {
        feed.insert("feed_url".into(), url.into());
    }
    if !site.authors.is_empty() {
        let authors = site.authors.iter().map(|name| json!({ "name": name }));
        feed.insert("authors".into(), authors.collect());
    }
    if *language != Language::und() {
        feed.insert("language".into(), code.into());
    }
    let items = entries.iter().map(|entry| {
        let mut item = Map::new();
        item.insert("id".into(), entry.item.id.clone().into());
        if !entry.url.is_empty() {
            item.insert("url".into(), entry.url.clone().into());
        }
        item.insert("title".into(), entry.item.title.clone().into());
        item.insert("content_html".into(), entry.html.clone().into());
        if let Some(summary) = &entry.summary {
            item.insert("summary".into(), summary.clone().into());
        }
        // A month is no day.
        let is_day = |date: &Date| date.day.is_some();
        if let Some(stamp) = stamp(entry.item.date.filter(is_day)) {
            item.insert("date_published".into(), stamp.into());
        }
        if !entry.tags.is_empty() {
            item.insert("tags".into(), entry.tags.clone().into());
        }
        Value::Object(item)
    });
    feed.insert("items".into(), items.collect());
    Value::Object(feed)
}

/// An Atom feed (RFC 4287).
pub(super) fn atom(
    site: &Site,
    language: &Language,
    entries: &[Entry<'_>],
) -> std::io::Result<Vec<u8>> {
    let folder = names::folder(&site.library, language);
    let code = language.as_str();
    let title = site.feed_title(code);
    let own = site.address(&[&*folder, "feed.xml"].concat());
    let list = site.address(&[&*folder, "index.html"].concat());
    let newest = entries
        .iter()
        .filter_map(|entry| stamp(entry.item.date))
        .max();
    let mut writer = begin()?;
    let mut feed = writer
        .create_element("feed")
        .with_attribute(("xmlns", "http://www.w3.org/2005/Atom"));
    if *language != Language::und() {
        feed = feed.with_attribute(("xml:lang", code));
    }
    feed.write_inner_content(|xml| {
        let fallback = || urn(&[&site.title, "\0", code]);
        text(xml, "id", &list.clone().unwrap_or_else(fallback))?;
        text(xml, "title", &title)?;
        text(xml, "updated", newest.as_deref().unwrap_or(NEVER))?;
        for (rel, kind, url) in [
            ("self", "application/atom+xml", &own),
            ("alternate", "text/html", &list),
        ] {
            if let Some(url) = url {
                link(xml, rel, kind, url)?;
            }
        }
        let name = if site.title.is_empty() {
            "Liseuse"
        } else {
            &site.title
        };
        let unnamed = [name.to_owned()];
        let authors = if site.authors.is_empty() {
            &unnamed[..]
        } else {
            &site.authors
        };
        for author in authors {
            xml.create_element("author")
                .write_inner_content(|xml| text(xml, "name", author))?;
        }
        let version = env!("CARGO_PKG_VERSION");
        xml.create_element("generator")
            .with_attribute(("version", version))
            .write_text_content(BytesText::new("Liseuse"))?;
        for entry in entries {
            xml.create_element("entry")
                .write_inner_content(|xml| post(site, entry, xml))?;
        }
        Ok(())
    })?;
    Ok(end(writer))
}

type Xml = Writer<Vec<u8>>;

fn post(site: &Site, entry: &Entry<'_>, xml: &mut Xml) -> std::io::Result<()> {
    let item = entry.item;
    let id = match &*entry.url {
        "" => urn(&[&site.title, "\0", &item.id, "\0", item.language.as_str()]),
        url => url.to_owned(),
    };
    text(xml, "id", &id)?;
    text(xml, "title", &item.title)?;
    let stamp = stamp(item.date);
    if let Some(stamp) = &stamp {
        text(xml, "published", stamp)?;
    }
    text(xml, "updated", stamp.as_deref().unwrap_or(NEVER))?;
    if !entry.url.is_empty() {
        link(xml, "alternate", "text/html", &entry.url)?;
    }
    for tag in &entry.tags {
        let tag = legal(tag);
        xml.create_element("category")
            .with_attribute(("term", &*tag))
            .write_empty()?;
    }
    if let Some(summary) = &entry.summary {
        text(xml, "summary", summary)?;
    }
    let html = legal(&entry.html);
    xml.create_element("content")
        .with_attribute(("type", "html"))
        .write_text_content(BytesText::new(&html))?;
    Ok(())
}

/// A sitemap (<https://www.sitemaps.org/protocol.html>): addresses, each with those of its translations.
pub(super) fn sitemap(pages: &[(String, Vec<(Language, String)>)]) -> std::io::Result<Vec<u8>> {
    let mut writer = begin()?;
    writer
        .create_element("urlset")
        .with_attribute(("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9"))
        .with_attribute(("xmlns:xhtml", "http://www.w3.org/1999/xhtml"))
        .write_inner_content(|xml| {
            for (url, translations) in pages {
                xml.create_element("url").write_inner_content(|xml| {
                    text(xml, "loc", url)?;
                    for (language, url) in translations {
                        xml.create_element("xhtml:link")
                            .with_attribute(("rel", "alternate"))
                            .with_attribute(("hreflang", language.as_str()))
                            .with_attribute(("href", &**url))
                            .write_empty()?;
                    }
                    Ok(())
                })?;
            }
            Ok(())
        })?;
    Ok(end(writer))
}

fn begin() -> std::io::Result<Xml> {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    Ok(writer)
}

fn end(writer: Xml) -> Vec<u8> {
    let mut bytes = writer.into_inner();
    bytes.push(b'\n');
    bytes
}

fn text(xml: &mut Xml, name: &str, words: &str) -> std::io::Result<()> {
    let words = legal(words);
    xml.create_element(name)
        .write_text_content(BytesText::new(&words))?;
    Ok(())
}

fn link(xml: &mut Xml, rel: &str, kind: &str, url: &str) -> std::io::Result<()> {
    let attributes = [("rel", rel), ("type", kind), ("href", url)];
    xml.create_element("link")
        .with_attributes(attributes)
        .write_empty()?;
    Ok(())
}

/// Text without what XML 1.0 does not know (section 2.2), not even as a reference.
fn legal(text: &str) -> String {
    let is_legal = |c: &char| !matches!(c, '\0'..='\x08' | '\x0B' | '\x0C' | '\x0E'..='\x1F' | '\u{FFFE}' | '\u{FFFF}');
    text.chars().filter(is_legal).collect()
}

/// A name for what has no address: the same for the same words (RFC 9562, version 5).
fn urn(parts: &[&str]) -> String {
    let name = parts.concat();
    Uuid::new_v5(&Uuid::NAMESPACE_URL, name.as_bytes())
        .urn()
        .to_string()
}
