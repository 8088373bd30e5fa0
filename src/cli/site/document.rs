//! The parts of a page → its HTML. Nothing in it is written in the page but words: scripts and
//! styles are files beside it, so that the strictest policy serves.

use super::{Site, names};
use crate::{
    language::Language,
    view::{html, html::escape, node::Node},
};

/// The parts of a page.
pub(super) struct Document<'a> {
    /// Where it is, from the site's folder.
    pub(super) path: &'a str,
    pub(super) language: &'a Language,
    pub(super) title: &'a str,
    /// The title without that of the site.
    pub(super) name: &'a str,
    pub(super) description: Option<&'a str>,
    /// The address that stands for it, if it is known.
    pub(super) canonical: Option<String>,
    /// `article` or `website`.
    pub(super) kind: &'static str,
    /// The day of publication, if it is known in full.
    pub(super) published: Option<String>,
    /// The address of a picture that stands for it.
    pub(super) image: Option<String>,
    /// The page in each language that says the same, this one included.
    pub(super) translations: Vec<(Language, String)>,
    /// The feeds, by language: their folders.
    pub(super) feeds: &'a [Language],
    /// What the element is told: names and values.
    pub(super) attributes: Vec<(&'static str, String)>,
    /// Whether the reader takes the page over.
    pub(super) is_taken_over: bool,
    /// What the reader will draw.
    pub(super) nodes: Vec<Node>,
    /// A title for who listens, where the page has none that is one.
    pub(super) heading: Option<&'a str>,
    /// What stays beneath it.
    pub(super) beneath: Vec<Node>,
}

impl Document<'_> {
    /// The page.
    pub(super) fn html(&self, site: &Site) -> String {
        let mut page = Lines(String::from("<!doctype html>\n"));
        let up = "../".repeat(self.path.matches('/').count());
        let beside = |name: &str| [&up, name].concat();
        let lang = self.language.as_str();
        let direction = self.language.direction().as_str();
        page.tag("html", &[("lang", lang), ("dir", direction)]);
        page.raw("<head>");
        page.tag("meta", &[("charset", "utf-8")]);
        let viewport = "width=device-width, initial-scale=1";
        page.tag("meta", &[("name", "viewport"), ("content", viewport)]);
        page.tag(
            "meta",
            &[("name", "color-scheme"), ("content", "light dark")],
        );
        page.element("title", self.title);
        let generator = concat!("Liseuse ", env!("CARGO_PKG_VERSION"));
        page.tag("meta", &[("name", "generator"), ("content", generator)]);
        self.head(site, &mut page);
        page.tag("link", &[("rel", "icon"), ("href", &beside("liseuse.svg"))]);
        page.tag(
            "link",
            &[("rel", "stylesheet"), ("href", &beside("liseuse.css"))],
        );
        if self.is_taken_over {
            page.0.push_str("<script src=\"");
            escape(&beside("liseuse.js"), &mut page.0);
            page.raw("\" defer></script>");
            page.0.push_str("<script src=\"");
            escape(&beside("site.js"), &mut page.0);
            page.raw("\" defer></script>");
        }
        page.raw("</head>");
        page.raw("<body>");
        page.raw("<main>");
        if let Some(heading) = self.heading {
            page.0.push_str("<h1 class=\"hidden-title\">");
            escape(heading, &mut page.0);
            page.raw("</h1>");
        }
        let source = beside("posts.json");
        let mut attributes = vec![("src", &*source)];
        attributes.extend(
            self.attributes
                .iter()
                .map(|(name, value)| (*name, &**value)),
        );
        page.tag("liseuse-reader", &attributes);
        page.0.push_str(&html::write(&self.nodes));
        page.raw("</liseuse-reader>");
        page.raw("</main>");
        page.raw("<footer>");
        page.0.push_str(&html::write(&self.beneath));
        page.raw("</footer>");
        page.raw("</body>");
        page.raw("</html>");
        page.0
    }

    /// What search engines, other sites and feed readers look for.
    fn head(&self, site: &Site, page: &mut Lines) {
        let mut property = |name: &str, value: &str| {
            page.tag("meta", &[("property", name), ("content", value)]);
        };
        property("og:title", self.name);
        property("og:type", self.kind);
        if !site.title.is_empty() && site.title != self.name {
            property("og:site_name", &site.title);
        }
        if let Some(url) = &self.canonical {
            property("og:url", url);
        }
        if let Some(image) = &self.image {
            property("og:image", image);
        }
        if let Some(day) = &self.published {
            property("article:published_time", day);
        }
        if let Some(text) = self.description {
            property("og:description", text);
            page.tag("meta", &[("name", "description"), ("content", text)]);
        }
        if let Some(url) = &self.canonical {
            page.tag("link", &[("rel", "canonical"), ("href", url)]);
        }
        for (language, url) in &self.translations {
            let language = language.as_str();
            page.tag(
                "link",
                &[("rel", "alternate"), ("hreflang", language), ("href", url)],
            );
        }
        let up = "../".repeat(self.path.matches('/').count());
        for language in self.feeds {
            for (name, kind, _) in super::FEEDS {
                let folder = names::folder(&site.library, language);
                let href = [&*up, &folder, name].concat();
                let title = site.feed_title(language.as_str());
                let feed = [
                    ("rel", "alternate"),
                    ("type", *kind),
                    ("title", &*title),
                    ("href", &*href),
                ];
                page.tag("link", &feed);
            }
        }
    }
}

/// A page that is being written, line by line.
struct Lines(String);

impl Lines {
    fn raw(&mut self, text: &str) {
        self.0.push_str(text);
        self.0.push('\n');
    }

    fn tag(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.0.push('<');
        self.0.push_str(name);
        for (name, value) in attributes {
            self.0.push(' ');
            self.0.push_str(name);
            self.0.push_str("=\"");
            escape(value, &mut self.0);
            self.0.push('"');
        }
        self.raw(">");
    }

    fn element(&mut self, name: &str, text: &str) {
        for part in ["<", name, ">"] {
            self.0.push_str(part);
        }
        escape(text, &mut self.0);
        for part in ["</", name, ">\n"] {
            self.0.push_str(part);
        }
    }
}
