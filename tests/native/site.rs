//! Sites: what stands on their pages and in their feeds, as other parsers read it; what is written where.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    process::Command,
};

use liseuse::bundle::from_slice;
use quick_xml::{Reader, events::Event};
use scraper::{ElementRef, Html, Selector};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::hostile;

const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\x58\0\0\x01\x90\x08\x06\0\0\0";

/// A folder with a widget that is one by its names alone, a bundle, and these files.
fn folder(feed: &Value, files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    // base64 of raw deflate of `MODULE`
    let module = b"document.currentScript.liseuse=\"8/V3CfVxBQA=\";\n";
    let feed = feed.to_string();
    let base: [(&str, &[u8]); 3] = [
        ("in/posts.json", feed.as_bytes()),
        (
            "widget/liseuse.js",
            b"/*! not the reader */console.log(1);\n",
        ),
        ("widget/liseuse.wasm.js", module),
    ];
    for (path, bytes) in base.iter().chain(files) {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

/// Runs `liseuse-bundle site` in a folder: exit code, standard output, standard error.
fn run(folder: &TempDir, args: &[&str]) -> (i32, String, String) {
    let fixed = ["site", "in/posts.json", "-o", "out", "--widget", "widget"];
    let output = Command::new(env!("CARGO_BIN_EXE_liseuse-bundle"))
        .args(fixed)
        .args(args)
        .current_dir(folder.path())
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let code = output.status.code().unwrap();
    (code, text(output.stdout), text(output.stderr))
}

/// Every file of the site, by its path from the folder.
fn files(folder: &TempDir) -> BTreeMap<String, Vec<u8>> {
    let root = folder.path().join("out");
    let mut folders = vec![root.clone()];
    let mut found = BTreeMap::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path
                    .strip_prefix(&root)
                    .unwrap()
                    .to_str()
                    .unwrap()
                    .replace('\\', "/");
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}

/// Makes a site, and gives its files.
fn site(folder: &TempDir, args: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let (code, _, err) = run(folder, args);
    assert_eq!(code, 0, "{err}");
    files(folder)
}

fn text(files: &BTreeMap<String, Vec<u8>>, path: &str) -> String {
    let bytes = files
        .get(path)
        .unwrap_or_else(|| panic!("{path} is not among {:?}", files.keys()));
    String::from_utf8(bytes.clone()).unwrap()
}

fn all<T>(page: &str, selector: &str, f: impl Fn(ElementRef<'_>) -> Option<T>) -> Vec<T> {
    let html = Html::parse_document(page);
    let selector = Selector::parse(selector).unwrap();
    html.select(&selector).filter_map(f).collect()
}

fn attribute(page: &str, selector: &str, name: &str) -> Vec<String> {
    all(page, selector, |e| e.attr(name).map(str::to_owned))
}

fn words(page: &str, selector: &str) -> Vec<String> {
    all(page, selector, |e| {
        Some(e.text().collect::<String>().trim().to_owned())
    })
}

fn feed(items: &[Value]) -> Value {
    let version = "https://jsonfeed.org/version/1.1";
    json!({ "version": version, "title": "Carnet", "language": "fr", "items": items,
            "_liseuse": { "version": 1, "tags": [{ "id": "walks", "labels": { "en": "walks", "fr": "balades" } }] } })
}

fn post(id: &str, language: &str, key: Option<&str>, text: &str) -> Value {
    json!({ "id": id, "title": format!("Title of {id}"), "language": language, "content_text": text,
            "_liseuse": { "content_type": "text/markdown", "translation_key": key } })
}

/// Two works in two languages, one in French alone with an English summary, one in Hebrew.
fn notebook() -> Value {
    let mut canal = post(
        "canal-walk",
        "en",
        Some("canal"),
        "The *towpath*. See [the bread](bread.md).\n\n## Herons\n\nTwo. ![A heron](images/heron.png)",
    );
    canal["tags"] = json!(["walks"]);
    canal["summary"] = json!("Twelve kilometres & two herons.");
    canal["date_published"] = json!("2026-04-12T00:00:00Z");
    let mut french = post("le-canal", "fr", Some("canal"), "Le *chemin*.");
    french["tags"] = json!(["balades"]);
    let mut pain = post("pain", "fr", None, "De la farine.");
    pain["_liseuse"]["summaries"] = json!({ "en": "How to bake." });
    pain["date_published"] = json!("2026-05-01T00:00:00Z");
    feed(&[
        canal,
        french,
        post("bread", "en", Some("bread"), "Flour. [Walk](canal-walk)."),
        post("le-pain", "fr", Some("bread"), "Farine."),
        pain,
        post("shalom", "he", None, "שלום עולם."),
    ])
}

#[test]
fn every_post_has_its_page_and_every_link_leads_to_a_file() {
    let folder = folder(&notebook(), &[("in/images/heron.png", PICTURE)]);
    let files = site(&folder, &["--url", "https://example.org/notes"]);
    for path in [
        "en/canal-walk.html",
        "fr/le-canal.html",
        "fr/pain.html",
        "he/shalom.html",
        "index.html",
        "fr/index.html",
        "he/index.html",
        "versions/index.html",
        "tags/walks.html",
        "fr/tags/walks.html",
        "sitemap.xml",
        "posts.json",
        "posts.js",
        "liseuse.js",
        "liseuse.wasm",
        "liseuse.wasm.js",
        "liseuse.css",
        "images/heron.png",
        "en/feed.json",
        "fr/feed.xml",
    ] {
        assert!(
            files.contains_key(path),
            "{path} is not among {:?}",
            files.keys()
        );
    }
    assert_eq!(files["liseuse.wasm"], b"MODULE");
    let mut seen = BTreeSet::from(["index.html".to_owned()]);
    for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
        let page = std::str::from_utf8(bytes).unwrap();
        let links = [
            ("a", "href"),
            ("link", "href"),
            ("script", "src"),
            ("img", "src"),
            ("liseuse-reader", "src"),
        ];
        for (element, name) in links {
            for url in attribute(page, &format!("{element}[{name}]"), name) {
                if url.starts_with("https://example.org/") {
                    continue;
                }
                let (file, fragment) = url.split_once('#').unwrap_or((&url, ""));
                let base = Path::new(path).parent().unwrap();
                let mut target = Vec::new();
                let joined = base.join(file);
                for part in joined.iter().map(|part| part.to_str().unwrap()) {
                    if part == ".." {
                        target.pop().unwrap();
                    } else {
                        target.push(part);
                    }
                }
                let target = if file.is_empty() {
                    path.clone()
                } else {
                    target.join("/")
                };
                assert!(files.contains_key(&target), "{path} leads to {url}");
                if !fragment.is_empty() {
                    assert_eq!(
                        attribute(page, &format!("[id=\"{fragment}\"]"), "id").len(),
                        1,
                        "{path}: {url}"
                    );
                }
                seen.insert(target);
            }
        }
        // Nothing is written in the page that a strict policy would refuse.
        assert_eq!(
            all(page, "script:not([src]), style, [style]", |e| Some(
                e.html()
            )),
            [""; 0]
        );
    }
    // From somewhere, every page is reached.
    for path in files.keys().filter(|path| path.ends_with(".html")) {
        assert!(seen.contains(path), "nothing leads to {path}");
    }
}

#[test]
fn a_page_is_the_reader_s_own_view_with_links_for_buttons() {
    let folder = folder(&notebook(), &[("in/images/heron.png", PICTURE)]);
    let files = site(&folder, &[]);
    let page = text(&files, "en/canal-walk.html");
    assert_eq!(attribute(&page, "html", "lang"), ["en"]);
    assert_eq!(words(&page, "title"), ["Title of canal-walk · Carnet"]);
    assert_eq!(
        attribute(&page, "meta[name=description]", "content"),
        ["Twelve kilometres & two herons."]
    );
    assert_eq!(
        words(&page, "liseuse-reader > .reader article h1"),
        ["Title of canal-walk"]
    );
    assert_eq!(words(&page, ".body em"), ["towpath"]);
    assert_eq!(attribute(&page, "liseuse-reader", "post"), ["canal-walk"]);
    assert_eq!(attribute(&page, "liseuse-reader", "src"), ["../posts.json"]);
    assert_eq!(
        attribute(&page, ".body a:not(.anchor)", "href"),
        ["../en/bread.html"]
    );
    assert_eq!(attribute(&page, ".anchor", "href"), ["#canal-walk--herons"]);
    assert_eq!(
        attribute(&page, ".body img", "src"),
        ["../images/heron.png"]
    );
    assert_eq!(attribute(&page, ".body img", "width"), ["600"]);
    assert_eq!(attribute(&page, ".body img", "height"), ["400"]);
    assert_eq!(attribute(&page, ".back", "href"), ["../en/index.html"]);
    assert_eq!(
        attribute(&page, ".languages a", "href"),
        ["../fr/le-canal.html"]
    );
    assert_eq!(attribute(&page, ".languages a", "hreflang"), ["fr"]);
    assert_eq!(words(&page, ".languages .on"), ["English"]);
    assert_eq!(
        words(&page, ".languages .off"),
        ["Hebrew not available".replace("Hebrew", "עברית")]
    );
    assert_eq!(all(&page, "button", |e| Some(e.html())), [""; 0]);
    // Room for what JavaScript brings has no words for those who have none.
    assert_eq!(words(&page, ".later").concat(), "");
    let page = text(&files, "he/shalom.html");
    assert_eq!(attribute(&page, "html", "dir"), ["rtl"]);
    assert_eq!(attribute(&page, "h1", "dir"), ["rtl"]);
    // A summary where there is no version.
    let page = text(&files, "fr/pain.html");
    assert_eq!(words(&page, "section#summary-en p"), ["How to bake."]);
    assert_eq!(attribute(&page, "section#summary-en p", "lang"), ["en"]);
    assert_eq!(
        attribute(&page, r##".languages a[href="#summary-en"]"##, "href").len(),
        1
    );
    // The list of a language shows the other works with what there is.
    let page = text(&files, "en/index.html");
    assert_eq!(words(&page, ".posts h3").len(), 4);
    assert_eq!(
        words(&page, ".summary[lang=en]"),
        ["Twelve kilometres & two herons.", "How to bake."]
    );
    assert_eq!(words(&page, ".badge"), ["In French only", "In Hebrew only"]);
    assert_eq!(
        attribute(&page, ".posts h3 a", "href")[0],
        "../en/canal-walk.html"
    );
    assert_eq!(
        words(&text(&files, "versions/index.html"), ".posts h3").len(),
        6
    );
    let page = text(&files, "fr/tags/walks.html");
    assert_eq!(words(&page, ".posts h3"), ["Title of le-canal"]);
    assert_eq!(words(&page, ".tags .on bdi"), ["balades"]);
    assert_eq!(attribute(&page, "liseuse-reader", "tags"), ["walks"]);
    assert_eq!(
        attribute(&page, ".tags .on", "href"),
        ["../../fr/index.html"]
    );
}

/// `hreflang` of a page: language → address.
fn alternates(page: &str) -> Vec<(String, String)> {
    all(page, "link[hreflang]", |e| {
        Some((e.attr("hreflang")?.to_owned(), e.attr("href")?.to_owned()))
    })
}

#[test]
fn true_translations_name_each_other_and_nothing_else_does() {
    let mut feed = notebook();
    feed["items"][3]["url"] = json!("https://elsewhere.example/pain");
    let folder = folder(&feed, &[("in/images/heron.png", PICTURE)]);
    let files = site(
        &folder,
        &["--url", "https://example.org/notes/index.html#x"],
    );
    let pair = |en: &str, fr: &str| {
        vec![
            ("en".to_owned(), en.to_owned()),
            ("fr".to_owned(), fr.to_owned()),
        ]
    };
    let home = "https://example.org/notes/";
    let canal = pair(
        &format!("{home}en/canal-walk.html"),
        &format!("{home}fr/le-canal.html"),
    );
    let bread = pair(
        &format!("{home}en/bread.html"),
        "https://elsewhere.example/pain",
    );
    for (path, expected, canonical) in [
        (
            "en/canal-walk.html",
            canal.clone(),
            format!("{home}en/canal-walk.html"),
        ),
        ("fr/le-canal.html", canal, format!("{home}fr/le-canal.html")),
        (
            "en/bread.html",
            bread.clone(),
            format!("{home}en/bread.html"),
        ),
        (
            "fr/le-pain.html",
            bread,
            "https://elsewhere.example/pain".to_owned(),
        ),
        ("fr/pain.html", vec![], format!("{home}fr/pain.html")),
        ("index.html", vec![], home.to_owned()),
        ("fr/index.html", vec![], format!("{home}fr/")),
    ] {
        let page = text(&files, path);
        assert_eq!(alternates(&page), expected, "{path}");
        assert_eq!(
            attribute(&page, "link[rel=canonical]", "href"),
            [&*canonical],
            "{path}"
        );
        assert_eq!(
            attribute(&page, r#"meta[property="og:url"]"#, "content"),
            [&*canonical],
            "{path}"
        );
    }
    // The sitemap says the same; what has its place elsewhere is not in it.
    let map = xml(&files["sitemap.xml"]);
    let urls: Vec<&str> = map
        .iter()
        .filter(|e| e.path.ends_with("/loc"))
        .map(|e| &*e.text)
        .collect();
    assert!(urls.contains(&"https://example.org/notes/en/canal-walk.html"));
    assert!(!urls.iter().any(|url| url.contains("le-pain")), "{urls:?}");
    assert_eq!(
        map.iter()
            .filter(|e| e.path.ends_with("/xhtml:link"))
            .count(),
        6
    );
    // Without an address there is nothing to say.
    let (code, out, _) = run(&folder, &[]);
    assert_eq!(code, 0);
    assert!(
        out.contains("address is not known") && out.contains("1 removed"),
        "{out}"
    );
    let files = self::files(&folder);
    assert!(!files.contains_key("sitemap.xml"));
    assert_eq!(alternates(&text(&files, "en/canal-walk.html")), []);
    assert_eq!(
        attribute(
            &text(&files, "en/canal-walk.html"),
            "link[rel=canonical]",
            "href"
        ),
        [""; 0]
    );
}

/// An element of XML: the names from the root, attributes, and the words directly in it.
#[derive(Debug)]
struct Xml {
    path: String,
    attributes: BTreeMap<String, String>,
    text: String,
}

/// Reads a document; fails if it is not well-formed.
fn xml(bytes: &[u8]) -> Vec<Xml> {
    let mut reader = Reader::from_reader(bytes);
    let (mut found, mut open): (Vec<Xml>, Vec<usize>) = (Vec::new(), Vec::new());
    loop {
        let event = reader.read_event().unwrap();
        match &event {
            Event::Start(tag) | Event::Empty(tag) => {
                let name = String::from_utf8(tag.name().as_ref().to_vec()).unwrap();
                let parent = open.last().map_or("", |at| &*found[*at].path);
                let attributes = tag.attributes().map(|attribute| {
                    let attribute = attribute.unwrap();
                    let name = String::from_utf8(attribute.key.as_ref().to_vec()).unwrap();
                    let raw = std::str::from_utf8(&attribute.value).unwrap();
                    (name, quick_xml::escape::unescape(raw).unwrap().into_owned())
                });
                let path = format!("{parent}/{name}");
                let attributes = attributes.collect();
                found.push(Xml {
                    path,
                    attributes,
                    text: String::new(),
                });
                if matches!(event, Event::Start(_)) {
                    open.push(found.len() - 1);
                }
            }
            Event::Text(words) => {
                let words = words.decode().unwrap();
                if let Some(at) = open.last() {
                    found[*at].text.push_str(&words);
                }
            }
            Event::GeneralRef(name) => {
                let name = format!("&{};", name.decode().unwrap());
                let at = *open.last().unwrap();
                found[at]
                    .text
                    .push_str(&quick_xml::escape::unescape(&name).unwrap());
            }
            Event::End(_) => drop(open.pop()),
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(open.is_empty());
    found
}

fn texts<'a>(feed: &'a [Xml], path: &str) -> Vec<&'a str> {
    feed.iter()
        .filter(|e| e.path == path)
        .map(|e| &*e.text)
        .collect()
}

#[test]
fn feeds_say_what_their_formats_ask_for() {
    let mut feed = notebook();
    feed["authors"] = json!([{ "name": "Ada & Zoé" }]);
    feed["items"][0]["content_text"] = json!(
        "A \u{FFFF}sign, [the bread](bread.md), [here](sub/x.html), ![h](images/heron.png)\n\n```rs\nlet a = b < c && d;\n```"
    );
    let folder = folder(&feed, &[("in/images/heron.png", PICTURE)]);
    let files = site(&folder, &["--url", "https://example.org/notes/"]);
    let atom = xml(&files["en/feed.xml"]);
    assert_eq!(atom[0].attributes["xmlns"], "http://www.w3.org/2005/Atom");
    assert_eq!(atom[0].attributes["xml:lang"], "en");
    assert_eq!(texts(&atom, "/feed/title"), ["Carnet · English"]);
    assert_eq!(texts(&atom, "/feed/updated"), ["2026-04-12T00:00:00Z"]);
    assert_eq!(texts(&atom, "/feed/author/name"), ["Ada & Zoé"]);
    assert_eq!(
        texts(&atom, "/feed/entry/title"),
        ["Title of canal-walk", "Title of bread"]
    );
    let ids = texts(&atom, "/feed/entry/id");
    assert_eq!(
        ids,
        [
            "https://example.org/notes/en/canal-walk.html",
            "https://example.org/notes/en/bread.html"
        ]
    );
    // Each entry must have been updated some time.
    assert_eq!(
        texts(&atom, "/feed/entry/updated"),
        ["2026-04-12T00:00:00Z", "1970-01-01T00:00:00Z"]
    );
    let own = atom
        .iter()
        .find(|e| e.attributes.get("rel").is_some_and(|rel| rel == "self"))
        .unwrap();
    assert_eq!(
        own.attributes["href"],
        "https://example.org/notes/en/feed.xml"
    );
    let html = texts(&atom, "/feed/entry/content")[0];
    assert_eq!(
        attribute(html, "a", "href"),
        [
            "https://example.org/notes/en/bread.html",
            "https://example.org/notes/sub/x.html"
        ]
    );
    assert_eq!(
        attribute(html, "img", "src"),
        ["https://example.org/notes/images/heron.png"]
    );
    assert_eq!(words(html, "pre"), ["let a = b < c && d;"]);
    assert!(
        !html.contains("button") && !html.contains('\u{FFFF}') && !html.contains("Copy"),
        "{html}"
    );
    // Ours reads it as it would any other.
    let json = from_slice(&files["en/feed.json"]).unwrap();
    assert_eq!(json.problems, []);
    assert_eq!(
        json.home_page_url.as_deref(),
        Some("https://example.org/notes/en/")
    );
    assert_eq!(json.items.len(), 2);
    assert_eq!(
        json.items[0].url.as_deref(),
        Some("https://example.org/notes/en/canal-walk.html")
    );
    assert_eq!(json.items[0].tags, ["walks"]);
    assert_eq!(json.items[0].language.as_str(), "en");
    // Pages name both.
    let page = text(&files, "fr/pain.html");
    assert_eq!(
        attribute(&page, r#"link[type="application/atom+xml"]"#, "href"),
        ["../fr/feed.xml"]
    );
    assert_eq!(
        attribute(&page, r#"link[type="application/feed+json"]"#, "href"),
        ["../fr/feed.json"]
    );
    // Without an address ids stay what they are, and nothing relative is left.
    let ids = |_: ()| {
        let files = site(&folder, &[]);
        let atom = xml(&files["en/feed.xml"]);
        let html = texts(&atom, "/feed/entry/content")[0].to_owned();
        assert_eq!(attribute(&html, "a", "href"), [""; 0]);
        assert_eq!(attribute(&html, "img", "src"), [""; 0]);
        let json: Value = serde_json::from_slice(&files["en/feed.json"]).unwrap();
        assert!(json.get("feed_url").is_none() && json["items"][0].get("url").is_none());
        texts(&atom, "/feed/entry/id").join(" ")
    };
    let first = ids(());
    assert!(
        first.starts_with("urn:uuid:") && first.matches("urn:uuid:").count() == 2,
        "{first}"
    );
    assert_eq!(ids(()), first);
}

#[test]
fn one_language_needs_no_folder() {
    let folder = folder(
        &feed(&[
            post("a", "fr", None, "Bonjour."),
            post("index", "fr", None, "Encore."),
        ]),
        &[],
    );
    let files = site(&folder, &[]);
    let pages: Vec<&str> = files
        .keys()
        .map(|path| &**path)
        .filter(|path| path.ends_with("html"))
        .collect();
    assert_eq!(pages, ["a.html", "index.html", "post-index.html"]);
    assert!(files.contains_key("feed.xml"));
    assert_eq!(
        attribute(&text(&files, "a.html"), ".back", "href"),
        ["index.html"]
    );
}

#[test]
fn the_same_bundle_gives_the_same_bytes_and_only_what_is_ours_is_removed() {
    let folder = folder(&notebook(), &[("in/images/heron.png", PICTURE)]);
    let first = site(&folder, &[]);
    let (_, out, _) = run(&folder, &[]);
    assert!(out.contains("0 changed, 0 removed"), "{out}");
    assert_eq!(files(&folder), first);
    // Somebody's own files stay, whatever the site becomes.
    let own = folder.path().join("out/en/mine.html");
    fs::write(&own, "mine").unwrap();
    fs::write(folder.path().join("out/CNAME"), "example.org").unwrap();
    fs::write(folder.path().join("out/fr-note.html"), "mine").unwrap();
    let smaller = feed(&[post("le-canal", "fr", None, "Bonjour.")]);
    fs::write(folder.path().join("in/posts.json"), smaller.to_string()).unwrap();
    let files_now = site(&folder, &[]);
    let pages: Vec<&String> = files_now
        .keys()
        .filter(|path| path.ends_with(".html"))
        .collect();
    assert_eq!(
        pages,
        [
            "en/mine.html",
            "fr-note.html",
            "index.html",
            "le-canal.html"
        ]
    );
    assert!(files_now.contains_key("CNAME") && !folder.path().join("out/fr").exists());
    // A file of theirs is not overwritten.
    let named = feed(&[post("fr-note", "fr", None, "Bonjour.")]);
    fs::write(folder.path().join("in/posts.json"), named.to_string()).unwrap();
    let (code, _, err) = run(&folder, &[]);
    assert_eq!(code, 1);
    assert!(
        err.contains("fr-note.html: this file was not written by this command"),
        "{err}"
    );
    assert_eq!(text(&files(&folder), "fr-note.html"), "mine");
}

#[test]
fn a_folder_that_is_no_site_is_not_touched() {
    let folder = folder(&notebook(), &[("out/thesis.txt", b"years")]);
    let (code, _, err) = run(&folder, &[]);
    assert_eq!(code, 1);
    assert!(
        err.contains("the folder holds files that are no site"),
        "{err}"
    );
    assert_eq!(files(&folder).len(), 1);
    // A list that leads outside removes nothing there.
    let list = json!({ "generator": "x", "files": ["../victim", "/etc/hosts", "thesis.txt", "a/../../victim"] });
    fs::write(folder.path().join("victim"), "v").unwrap();
    fs::write(
        folder.path().join("out/liseuse-site.json"),
        list.to_string(),
    )
    .unwrap();
    let (code, _, err) = run(&folder, &[]);
    assert_eq!(code, 0, "{err}");
    assert!(folder.path().join("victim").exists());
    fs::write(folder.path().join("out/liseuse-site.json"), "nonsense").unwrap();
    assert_eq!(run(&folder, &[]).0, 1);
}

#[test]
fn hostile_posts_cost_nothing_but_themselves() {
    let payloads: Vec<String> = hostile::payloads()
        .into_iter()
        .map(|(_, payload)| payload)
        .collect();
    let mut items: Vec<Value> = payloads.iter().map(|payload| {
        json!({ "id": payload, "title": payload, "language": "en", "tags": if payload.len() % 9 == 0 { json!([payload]) } else { json!([]) }, "summary": payload,
                "url": payload, "content_text": payload,
                "_liseuse": { "content_type": "text/markdown", "summaries": { "fr": payload }, "page": payload } })
    }).collect();
    for id in [
        "../../../etc/passwd",
        "a/b",
        "A/B",
        "a\\b",
        "con",
        "index",
        "index.html",
        "..",
        "\u{202E}x",
        "https://liseuse-site.invalid/-/../x",
    ] {
        items.push(post(
            id,
            "fr",
            None,
            &format!(
                "![x](https://liseuse-site.invalid/-/{id}) [y](https://liseuse-site.invalid/)"
            ),
        ));
    }
    items.push(json!({ "id": "broken" }));
    let folder = folder(
        &json!({ "version": "https://jsonfeed.org/version/1.1", "title": payloads[0], "items": items }),
        &[],
    );
    let (code, _, err) = run(&folder, &["--url", "https://example.org/"]);
    assert_eq!(code, 1, "the broken one is told");
    assert!(err.contains("items["), "{err}");
    // Nothing was written beside the folder.
    let mut beside: Vec<_> = fs::read_dir(folder.path())
        .unwrap()
        .map(|e| e.unwrap().file_name())
        .collect();
    beside.sort();
    assert_eq!(beside, ["in", "out", "widget"]);
    let files = files(&folder);
    let pages: Vec<_> = files
        .iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .collect();
    assert!(pages.len() > payloads.len());
    for (path, bytes) in pages {
        let page = std::str::from_utf8(bytes).unwrap();
        let html = Html::parse_document(page);
        let script = Selector::parse("script").unwrap();
        let scripts = html.select(&script).map(|e| {
            e.attr("src")
                .unwrap_or("inline")
                .rsplit('/')
                .next()
                .unwrap()
                .to_owned()
        });
        let scripts: Vec<_> = scripts.collect();
        assert!(
            scripts.is_empty() || scripts == ["liseuse.js", "site.js"],
            "{path}: {scripts:?}"
        );
        for element in html.select(&Selector::parse("*").unwrap()) {
            for (name, value) in element.value().attrs() {
                let value = value.trim().to_ascii_lowercase();
                assert!(!name.starts_with("on") && name != "style", "{path}: {name}");
                let goes = matches!(name, "href" | "src" | "srcset" | "action");
                assert!(
                    !(goes && value.starts_with("javascript:")),
                    "{path}: {value}"
                );
                assert!(
                    !value.starts_with("https://liseuse-site") || !goes,
                    "{path}: {name} {value}"
                );
            }
        }
    }
    for path in files.keys().filter(|path| path.ends_with(".xml")) {
        xml(&files[path]);
    }
}

#[test]
fn what_cannot_be_made_is_told() {
    let folder = folder(&notebook(), &[]);
    // A picture that is not there costs itself.
    let (code, _, err) = run(&folder, &[]);
    assert_eq!(code, 0);
    assert!(
        err.contains("warning: the image images/heron.png is not in the site"),
        "{err}"
    );
    let (code, out, _) = run(&folder, &["--json", "--url", "https://example.org/"]);
    let report: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        (code, &report["pages"], &report["url"]),
        (
            0,
            &json!(
                files(&folder)
                    .keys()
                    .filter(|p| p.ends_with(".html"))
                    .count()
            ),
            &json!("https://example.org/")
        )
    );
    assert_eq!(run(&folder, &["--quiet"]).1, "");
    assert_eq!(run(&folder, &["--url", "ftp://x"]).0, 2);
    fs::write(folder.path().join("in/posts.json"), "[").unwrap();
    assert_eq!(run(&folder, &[]).0, 1);
    fs::remove_dir_all(folder.path().join("widget")).unwrap();
    let (code, _, err) = run(&folder, &[]);
    assert!(code == 1 && err.contains("cargo xtask build"), "{err}");
}
