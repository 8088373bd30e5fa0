//! A bundle → a site: a folder of static pages that the reader takes over in their place.
//!
//! 1. `names` says where each page is.
//! 2. `screen` asks the reader's own state and view what they would draw on a page.
//! 3. `still` makes of it what works without JavaScript, and `document` a page.
//! 4. `pages` goes through lists, tags and posts, with what stays `beneath` them; `feeds` writes feeds and the sitemap.
//! 5. `style` makes the style sheet, and the folder is written, minding what is there.

mod beneath;
mod document;
mod feeds;
mod media;
mod names;
mod pages;
mod screen;
mod still;
mod style;

use std::{io::Read as _, path::Path, rc::Rc};

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::{
    args,
    counts::describe,
    folder::{self, Files, Folder},
    page, pieces,
    report::{Fault, Report, count},
    script,
};
use crate::{
    bundle::{self, value::Value},
    language::Language,
    library::{Library, Post, PostIndex},
    state::State,
};
use names::Names;

/// No site has this name (RFC 2606): what posts name by relative addresses is under it until a page's
/// own place is known.
const HOST: &str = "https://liseuse-site.invalid/";
/// The folder of the site there.
const HOME: &str = "https://liseuse-site.invalid/-/";
/// The bundle there.
pub(in crate::cli) const SOURCE: &str = "https://liseuse-site.invalid/-/posts.json";

/// A site has a folder of its own.
const KIND: folder::Kind = folder::Kind {
    list: "liseuse-site.json",
    is_shared: false,
};

/// The list of every version.
const EVERY_VERSION: &str = "versions/index.html";

/// The feeds of a language: name, media type, and what people call it.
const FEEDS: &[(&str, &str, &str)] = &[
    ("feed.xml", "application/atom+xml", "Atom"),
    ("feed.json", "application/feed+json", "JSON Feed"),
];

/// What only the site has: the title of the page follows the version that is open.
const SCRIPT: &str = include_str!("site.js");

/// Everything that pages are made from.
struct Site {
    library: Rc<Library>,
    /// A reader that has just opened the bundle.
    opened: State,
    names: Names,
    title: String,
    /// The language of the home page.
    language: Language,
    /// The address of the site's folder, with a slash at its end.
    url: Option<String>,
    authors: Vec<String>,
}

impl Site {
    /// The address of a file of the site, if that of the site is known; a list's is its folder's.
    fn address(&self, path: &str) -> Option<String> {
        let path = match path.strip_suffix("index.html") {
            Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
            _ => path,
        };
        let url = [self.url.as_deref()?, path].concat();
        let url = crate::view::node::Url::link(&url, crate::markdown::url::Base::Drop)?;
        Some(url.as_str().to_owned())
    }

    /// The title of the feeds and of the list of a language.
    fn feed_title(&self, language: &str) -> String {
        if self.library.languages().len() < 2 {
            return self.title.clone();
        }
        let name = Language::parse(language).map(|language| own_name(&language));
        match (name, self.title.is_empty()) {
            (Some(name), true) => name,
            (Some(name), false) => [&self.title, " · ", &name].concat(),
            (None, _) => self.title.clone(),
        }
    }
}

impl Site {
    /// The language that a page speaks whose post is in this one.
    fn spoken<'a>(&'a self, language: &'a Language) -> &'a Language {
        if *language == Language::und() {
            &self.language
        } else {
            language
        }
    }

    /// The address that stands for a post: its own, if that is another place.
    fn canonical(&self, post: &Post, path: &str) -> Option<String> {
        let is_here = |url: &str| self.url.as_deref().is_some_and(|own| url.starts_with(own));
        let own = post.item.url.clone().filter(|url| !is_here(url));
        own.or_else(|| self.address(path))
    }

    /// The pages that say the same, by their languages, if there is more than one of them.
    fn translations(&self, post: &Post) -> Vec<(Language, String)> {
        let found = self.library.versions(post).filter_map(|(index, version)| {
            let language = version.item.language.clone();
            let path = self.names.post(index)?;
            let is_known = language != Language::und();
            is_known.then_some((language, self.canonical(version, path)?))
        });
        let found: Vec<_> = found.collect();
        let has_own = found
            .iter()
            .any(|(language, _)| *language == post.item.language);
        if found.len() > 1 && has_own {
            found
        } else {
            Vec::new()
        }
    }
}

/// A language's name in its own words.
fn own_name(language: &Language) -> String {
    use crate::view::Locale as _;
    super::locale::Words.own_name(language)
}

/// The path, from the site's folder, of an address that posts name by a relative one; with a slash, from
/// the root of its host.
fn at_home(url: &str) -> Option<&str> {
    if url == HOST.trim_end_matches('/') {
        return Some("/");
    }
    let root = HOST.len() - 1;
    url.strip_prefix(HOME)
        .or_else(|| url.get(root..).filter(|_| url.starts_with(HOST)))
}

/// Makes the site; what is wrong with one post is told and leaves the others in.
pub(super) fn run(args: &args::Site, report: &mut Report) {
    if let Err(fault) = make(args, report) {
        report.add(fault);
    }
}

fn make(args: &args::Site, report: &mut Report) -> Result<(), Fault> {
    let widget = page::widget::find(args.widget.as_deref())?;
    let folder = Folder::open(&args.output, KIND)?;
    let (mut feed, bundle) = page::read(&args.file, report)?;
    let url = args.url.clone().or_else(|| bundle.home_page_url.clone());
    let url = url.map(|url| as_folder(&url));
    let language = args
        .language
        .clone()
        .or_else(|| page::main_language(&bundle));
    let authors = authors(&mut feed);
    let mut files = Files::new();
    let own = Library::new(bundle.clone());
    let media = media::gather(&own, url.as_deref(), &args.file, &mut files, report);
    let names = Names::new(&own);
    settle(&mut feed, &own, &names, &media);
    // The reader has the site's own bundle, not the one that was given.
    let broken =
        |error: crate::error::Error| Fault::error(&args.file, error.to_string(), error.remedy());
    let opened = screen::opened(bundle::from_value(feed.clone()).map_err(broken)?);
    let site = Site {
        names,
        title: args.title.clone().unwrap_or_else(|| bundle.title.clone()),
        language: language.unwrap_or_else(Language::und),
        url,
        authors,
        library: opened.library.clone(),
        opened,
    };
    // What lies beside the bundle never takes the place of a page.
    let mut pages = Files::new();
    let number = pages::make(&site, &mut pages, report);
    add_reader(&widget, &mut pages, &args.file)?;
    if args.split {
        add_pieces(feed, &mut pages)?;
    } else {
        add_bundle(&feed, &mut pages, &args.file)?;
    }
    for (path, bytes) in pages {
        if files.insert(path.clone(), bytes).is_some() {
            let what = format!("the image {path} is not in the site: a page has its name");
            report.add(Fault::error(&args.file, what, "give it another name").warning());
        }
    }
    if site.url.is_none() {
        report.say(
            "the site's address is not known, so canonical addresses, links between translations \
             and the sitemap are left out, and feeds have no addresses (name it with --url)"
                .to_owned(),
        );
    }
    let bar = super::build::progress(files.len(), report);
    let written = folder.write(&files, &|| bar.inc(1), report);
    bar.finish_and_clear();
    let written = written?;
    super::counts::tell(&bundle, written.bytes, &args.output, report);
    report.fact("url", site.url.clone().unwrap_or_default());
    report.fact("pages", number);
    report.fact("files", files.len());
    report.fact("images", media.number);
    report.fact("changed", written.changed);
    report.fact("removed", written.removed);
    report.summary(format!(
        "wrote {}: {}; {}, {}, {} changed, {} removed",
        args.output.display(),
        describe(&bundle, written.bytes),
        count(number, "page", "pages"),
        count(files.len(), "file", "files"),
        written.changed,
        written.removed,
    ));
    Ok(())
}

/// The address of a folder ends with a slash, and has no fragment or query.
fn as_folder(url: &str) -> String {
    let url = url.split(['?', '#']).next().unwrap_or(url);
    let url = url.strip_suffix("/index.html").unwrap_or(url);
    [url.trim_end_matches('/'), "/"].concat()
}

/// Relative addresses are relative to the site's folder from now on, wherever it will be; posts have
/// their pages, and images their sizes.
fn settle(feed: &mut Value, library: &Library, names: &Names, media: &media::Media) {
    page::put_images(feed, &media.addresses);
    let Value::Map(fields) = feed else { return };
    fields.retain(|(name, _)| !matches!(&**name, "home_page_url" | "feed_url" | "next_url"));
    let items = fields.iter_mut().rfind(|(name, _)| name == "items");
    let Some((_, Value::List(items))) = items else {
        return;
    };
    for (index, post) in (0..).map(PostIndex).zip(library.posts()) {
        let (Some(Value::Map(item)), Some(page)) =
            (items.get_mut(post.item.position), names.post(index))
        else {
            continue;
        };
        let own = item.iter_mut().rfind(|(name, _)| name == "_liseuse");
        let page = ("page".to_owned(), Value::Text(page.to_owned()));
        match own {
            Some((_, Value::Map(own))) => {
                own.retain(|(name, _)| name != "page");
                own.push(page);
            }
            Some((_, own)) => *own = Value::Map(vec![page]),
            None => item.push(("_liseuse".to_owned(), Value::Map(vec![page]))),
        }
    }
}

/// Who wrote the posts, as the feed says.
fn authors(feed: &mut Value) -> Vec<String> {
    let name = |author: &Value| match author {
        Value::Map(fields) => fields.iter().find_map(|(key, value)| match value {
            Value::Text(name) if key == "name" && !name.trim().is_empty() => {
                Some(bundle::label::clean(name))
            }
            _ => None,
        }),
        _ => None,
    };
    let Value::Map(fields) = feed else {
        return Vec::new();
    };
    let found = fields
        .iter()
        .rfind(|(key, _)| key == "authors" || key == "author");
    match found.map(|(_, value)| value) {
        Some(Value::List(list)) => list.iter().filter_map(name).collect(),
        Some(one) => name(one).into_iter().collect(),
        None => Vec::new(),
    }
}

/// The reader's own files, and the style sheet.
fn add_reader(widget: &page::widget::Widget, files: &mut Files, from: &Path) -> Result<(), Fault> {
    let bug = |what: String| Fault::error(from, what, "report this as a bug");
    let handed = ["document.currentScript.liseuse=\"", &widget.module, "\";\n"].concat();
    let mut add = |name: &str, bytes: Vec<u8>| drop(files.insert(name.to_owned(), bytes));
    add("liseuse.js", widget.script.as_bytes().to_vec());
    if let Some(parts) = &widget.parts {
        for (name, part) in page::widget::PARTS.into_iter().zip(parts) {
            add(name, part.to_vec());
        }
    } else {
        let packed = STANDARD
            .decode(&*widget.module)
            .map_err(|error| bug(error.to_string()))?;
        let mut module = Vec::new();
        flate2::read::DeflateDecoder::new(&*packed)
            .read_to_end(&mut module)
            .map_err(|error| bug(format!("liseuse.wasm.js cannot be unpacked: {error}")))?;
        add(page::widget::PARTS[0], module);
    }
    add("liseuse.wasm.js", handed.into_bytes());
    add("liseuse.css", style::make().into_bytes());
    add("liseuse.svg", page::ICON.as_bytes().to_vec());
    add("site.js", SCRIPT.as_bytes().to_vec());
    Ok(())
}

/// The bundle, for pages that are served and for those that are opened from a disk.
fn add_bundle(feed: &Value, files: &mut Files, from: &Path) -> Result<(), Fault> {
    let bug =
        |error: serde_json::Error| Fault::error(from, error.to_string(), "report this as a bug");
    let json = serde_json::to_string(feed).map_err(bug)?;
    let script = script::twin(&json).map_err(bug)?;
    files.insert("posts.js".to_owned(), script.into_bytes());
    files.insert("posts.json".to_owned(), json.into_bytes());
    Ok(())
}

/// The same in pieces.
fn add_pieces(feed: Value, files: &mut Files) -> Result<(), Fault> {
    let broken = |error: crate::error::Error| pieces::bug(&error.message());
    let mut bundle = bundle::from_value(feed.clone()).map_err(broken)?;
    let whole = pieces::Whole {
        alignments: std::mem::take(&mut bundle.alignments),
        feed,
        bundle,
    };
    let mut add = |path: &str, bytes: &[u8]| {
        files.insert(["posts/", path].concat(), bytes.to_vec());
        Ok(())
    };
    let head = pieces::Pieces::new(whole, "posts", true).make(&mut add)?;
    let script = pieces::to_script(&head)?;
    files.insert("posts.js".to_owned(), script.into_bytes());
    files.insert("posts.json".to_owned(), head.into_bytes());
    Ok(())
}
