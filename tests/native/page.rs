//! Pages of one file, and scripts that hand bundles over: what stands in them, as another parser reads it.

use std::fs;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use scraper::{Html, Selector};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

use crate::{
    command::{run, write},
    hostile,
};

/// A widget that is one by its names alone.
const SCRIPT: &str = "/*! not the reader */console.log(1);\n";
const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n0000";

/// A folder with a bundle, a widget and these files.
fn folder(feed: &str, files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let module = b"document.currentScript.liseuse=\"TU9EVUxF\";\n";
    let base: [(&str, &[u8]); 3] = [
        ("site/posts.json", feed.as_bytes()),
        ("widget/liseuse.js", SCRIPT.as_bytes()),
        ("widget/liseuse.wasm.js", module),
    ];
    for (path, bytes) in base.iter().chain(files) {
        write(folder.path(), path, bytes);
    }
    folder
}

/// Makes the page of the folder's bundle.
fn page(folder: &TempDir, args: &[&str]) -> (String, String, String) {
    let fixed = ["page", "site/posts.json", "--widget", "widget"];
    let (code, out, err) = run(folder.path(), &[&fixed, args].concat());
    assert_eq!(code, 0, "{err}");
    let page = fs::read_to_string(folder.path().join("reader.html")).unwrap();
    (page, out, err)
}

fn feed(items: &[Value]) -> String {
    let version = "https://jsonfeed.org/version/1.1";
    json!({ "version": version, "title": "Carnet", "language": "fr", "items": items }).to_string()
}

fn markdown(id: &str, text: &str) -> Value {
    json!({ "id": id, "title": id, "content_text": text, "_liseuse": { "content_type": "text/markdown" } })
}

/// The elements that a selector finds: their attributes' values and their text.
fn found(page: &str, selector: &str) -> Vec<String> {
    let html = Html::parse_document(page);
    let selector = Selector::parse(selector).unwrap();
    html.select(&selector)
        .map(|e| e.text().collect::<String>())
        .collect()
}

fn attribute(page: &str, selector: &str, name: &str) -> Vec<String> {
    let html = Html::parse_document(page);
    let selector = Selector::parse(selector).unwrap();
    let values = html.select(&selector).filter_map(|e| e.attr(name));
    values.map(str::to_owned).collect()
}

/// The bundle in a page.
fn bundle(page: &str) -> Value {
    let texts = found(
        page,
        r#"liseuse-reader > script[type="application/feed+json"]"#,
    );
    assert_eq!(texts.len(), 1);
    serde_json::from_str(&texts[0]).unwrap()
}

fn hash(text: &str) -> String {
    format!(
        "'sha256-{}'",
        STANDARD.encode(Sha256::digest(text.as_bytes()))
    )
}

#[test]
fn a_page_holds_the_reader_the_posts_and_a_policy_that_names_them() {
    let folder = folder(&feed(&[markdown("a", "Bonjour")]), &[]);
    let (page, out, err) = page(&folder, &[]);
    assert_eq!(err, "");
    assert!(
        out.starts_with("wrote reader.html: 1 post (fr 1), 1 work"),
        "{out}"
    );
    assert_eq!(attribute(&page, "html", "lang"), ["fr"]);
    assert_eq!(found(&page, "title"), ["Carnet"]);
    assert_eq!(attribute(&page, "meta[name=viewport]", "content").len(), 1);
    assert_eq!(bundle(&page)["items"][0]["content_text"], "Bonjour");
    assert_eq!(attribute(&page, "script", "data-module"), ["TU9EVUxF"]);
    // The hashes are those of what a parser finds.
    let policy = attribute(&page, "meta[http-equiv]", "content").remove(0);
    let script = found(&page, "script[data-module]").remove(0);
    let style = found(&page, "style").remove(0);
    assert_eq!(
        policy,
        format!(
            "default-src 'none'; script-src {} 'wasm-unsafe-eval'; style-src {}; img-src data:; \
             base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
            hash(&script),
            hash(&style)
        )
    );
    // It comes before everything that it is about.
    let at = |text: &str| page.find(text).unwrap();
    assert!(at("Content-Security-Policy") < at("<style>"));
    assert!(at("Content-Security-Policy") < at("<link"));
    assert!(at("Content-Security-Policy") < at("<script"));
}

/// What could end a script, hide its end, or be no text of a page.
const HARMFUL: &[&str] = &[
    "</script>",
    "</script",
    "</SCRIPT >",
    "<!--",
    "<!-- <script>",
    "<script",
    "-->",
    "]]>",
    "<![CDATA[",
    "\u{2028}\u{2029}",
    "\0",
    "\r\n\r",
    "\u{FEFF}\u{FFFE}",
    "&lt;/script&gt;&amp;",
    "\\u003c/script>\\",
    "</liseuse-reader></main></body></html>",
    "<plaintext>",
    "\"'`${}",
];

/// A feed with a harmful text in every field that a page or a script holds.
fn harmful() -> String {
    let mut texts: Vec<String> = HARMFUL.iter().map(|text| (*text).to_owned()).collect();
    texts.extend(hostile::payloads().into_iter().map(|(_, payload)| payload));
    let items: Vec<Value> = texts
        .iter()
        .enumerate()
        .map(|(index, text)| {
            json!({ "id": format!("{index}{text}"), "title": text, "summary": text, "tags": [text],
                "content_text": text, "__proto__": { "polluted": text }, text: text,
                "_liseuse": { "content_type": "text/markdown", "summaries": { "de": text } } })
        })
        .collect();
    let title: String = HARMFUL.concat();
    let mut feed = json!({ "version": "https://jsonfeed.org/version/1.1", "items": items });
    feed["title"] = title.into();
    // Half a pair is allowed in JSON, but in no text.
    let half = r#""half":"\ud800 \udfff \ud83d","#;
    feed.to_string().replacen('{', &["{", half].concat(), 1)
}

#[test]
fn no_bundle_gets_out_of_its_script() {
    let feed = harmful();
    for fallback in ["full", "list"] {
        let folder = folder(&feed, &[]);
        let (code, _, _) = run(
            folder.path(),
            &[
                "page",
                "site/posts.json",
                "--widget",
                "widget",
                "--fallback",
                fallback,
            ],
        );
        // Some ids and titles are nothing once they are cleaned, which costs their posts.
        assert!(code <= 1);
        let page = fs::read_to_string(folder.path().join("reader.html")).unwrap();
        assert_eq!(found(&page, "script").len(), 2, "no other script");
        assert_eq!(found(&page, "script[data-module]"), [SCRIPT.trim()]);
        assert_eq!(found(&page, "main > liseuse-reader").len(), 1);
        assert_eq!(found(&page, "body > *").len(), 2, "nothing got out");
        for name in [
            "style", "iframe", "object", "embed", "base", "form", "svg", "img",
        ] {
            let expected = usize::from(name == "style");
            assert_eq!(found(&page, name).len(), expected, "{name}");
        }
        let mut expected: Value = serde_json::from_str(
            &feed.replace(r"\ud800 \udfff \ud83d", "\u{FFFD} \u{FFFD} \u{FFFD}"),
        )
        .unwrap();
        let mut found = bundle(&page);
        for value in [&mut expected, &mut found] {
            value["_liseuse"].take();
        }
        assert_eq!(found, expected, "all is said as before");
        // Nothing in the data is anything to a parser of HTML or XML.
        let data = page
            .split(r#"<script type="application/feed+json">"#)
            .nth(1);
        let data = data.unwrap().split("</script>").next().unwrap();
        assert!(!data.contains(['<', '>', '&', '\u{2028}', '\u{2029}', '\0', '\r', '\n']));
    }
}

#[test]
fn a_script_beside_the_bundle_hands_over_the_same() {
    let post = |text: &str| format!("---\ntitle: T\nlang: en\n---\nText: {text}\n");
    let files: Vec<(String, String)> = HARMFUL
        .iter()
        .enumerate()
        .map(|(at, text)| (format!("posts/{at}.md"), post(text)))
        .collect();
    let files: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_bytes()))
        .collect();
    let folder = folder("{}", &files);
    for (output, script) in [
        ("a.json", "a.js"),
        ("b", "b.js"),
        ("c.feed.json", "c.feed.js"),
    ] {
        let (code, _, err) = run(folder.path(), &["build", "posts", "--js", "-o", output]);
        assert_eq!((code, &*err), (0, ""));
        let script = fs::read_to_string(folder.path().join(script)).unwrap();
        let text = script
            .strip_prefix("\u{FEFF}document.currentScript.liseuse=")
            .and_then(|rest| rest.strip_suffix(";\n"))
            .unwrap();
        assert!(!text.contains(['<', '>', '&', '\u{2028}', '\u{2029}', '\0', '\r', '\n']));
        let text: String = serde_json::from_str(text).unwrap();
        let bundle: Value = serde_json::from_str(&text).unwrap();
        let file = fs::read_to_string(folder.path().join(output)).unwrap();
        assert_eq!(bundle, serde_json::from_str::<Value>(&file).unwrap());
    }
    // Only when asked for.
    run(folder.path(), &["build", "posts", "-o", "d.json"]);
    assert!(!folder.path().join("d.js").exists());
}

#[test]
fn images_beside_the_bundle_go_in_and_no_others() {
    let text = "![a](images/a%20b.png) ![twice](images/a%20b.png) ![out](../secret.png) \
        ![text](images/fake.png) ![gone](images/gone.png) ![svg](x.svg) \
        ![far](https://example.org/x.png) ![link](link.png) <img src=\"images/c.png?v=1\" srcset=\"images/c.png 2x\">";
    let folder = folder(
        &feed(&[markdown("a", text)]),
        &[
            ("site/images/a b.png", PICTURE),
            ("site/images/c.png", PICTURE),
            ("site/images/fake.png", b"root:x:0:0"),
            ("site/x.svg", b"<svg/>"),
            ("secret.png", PICTURE),
        ],
    );
    #[cfg(unix)]
    std::os::unix::fs::symlink("../secret.png", folder.path().join("site/link.png")).unwrap();
    let (page, out, err) = page(&folder, &[]);
    let inside = |page: &str| {
        let images = bundle(page)["_liseuse"]["images"].clone();
        let images = images.as_object().cloned().unwrap_or_default();
        images.into_iter().collect::<Vec<_>>()
    };
    let data = format!("data:image/png;base64,{}", STANDARD.encode(PICTURE));
    let expected = [
        ("images/a%20b.png".to_owned(), Value::from(data.clone())),
        ("images/c.png?v=1".to_owned(), Value::from(data)),
    ];
    assert_eq!(inside(&page), expected);
    assert!(out.contains("; 2 images of 0.0 KB in it"), "{out}");
    assert!(out.contains("; 6 images not in it"), "{out}");
    for name in [
        "../secret.png",
        "images/fake.png",
        "images/gone.png",
        "x.svg",
        "link.png",
    ] {
        assert!(err.contains(name), "{name}: {err}");
    }
    // What is elsewhere was meant to be; it is asked for by a click, and the policy lets it in then.
    assert!(!err.contains("example.org"));
    let policy = |page: &str| attribute(page, "meta[http-equiv]", "content").remove(0);
    assert!(policy(&page).contains("img-src data: https: http: 'self' file:;"));
    assert_eq!(attribute(&page, "liseuse-reader", "images"), ["click"]);

    let (page, _, _) = self::page(
        &folder,
        &["--other-images", "drop", "--images-budget", "12"],
    );
    let images = inside(&page);
    assert_eq!(images.len(), 8);
    assert_eq!(images.iter().filter(|(_, data)| data == "").count(), 7);
    assert!(policy(&page).contains("img-src data:;"));
    assert_eq!(attribute(&page, "liseuse-reader", "images").len(), 0);

    let (page, _, _) = self::page(&folder, &["--other-images", "load", "--images-budget", "0"]);
    assert_eq!(inside(&page), []);
    assert_eq!(attribute(&page, "liseuse-reader", "images").len(), 0);
}

#[test]
fn images_of_the_site_are_those_beside_the_bundle() {
    let post = |id: &str, url: &str, text: &str| {
        let mut post = markdown(id, text);
        post["url"] = url.into();
        post
    };
    let items = [
        post("a", "https://example.org/2024/a", "![x](../pictures/x.png)"),
        post(
            "b",
            "https://elsewhere.org/b",
            "![y](pictures/x.png) ![x](pictures/z.png)",
        ),
        markdown(
            "c",
            "![full](https://example.org/pictures/x.png) ![z](pictures/z.png)",
        ),
    ];
    let mut feed: Value = serde_json::from_str(&feed(&items)).unwrap();
    feed["home_page_url"] = "https://example.org/".into();
    let files: [(&str, &[u8]); 2] = [
        ("site/pictures/x.png", PICTURE),
        ("site/pictures/z.png", PICTURE),
    ];
    let folder = folder(&feed.to_string(), &files);
    let (page, _, err) = page(&folder, &[]);
    let images = bundle(&page)["_liseuse"]["images"].clone();
    let names: Vec<_> = images.as_object().unwrap().keys().collect();
    assert_eq!(
        names,
        ["../pictures/x.png", "https://example.org/pictures/x.png"]
    );
    assert!(
        err.contains("pictures/z.png"),
        "two posts mean two images: {err}"
    );
}

#[test]
fn without_javascript_there_is_the_list_or_the_text() {
    let mut english = markdown(
        "walk",
        "The towpath was *dry*. See [the other](canal). ![Heron](h.png)",
    );
    english["language"] = "en".into();
    english["summary"] = "Two herons.".into();
    english["_liseuse"]["translation_key"] = "canal".into();
    let mut french = markdown("canal", "## Le chemin\n\nIl était sec.");
    french["_liseuse"]["translation_key"] = "canal".into();
    french["url"] = "https://example.org/canal".into();
    let folder = folder(&feed(&[english, french]), &[("site/h.png", PICTURE)]);
    let (page, _, _) = page(&folder, &[]);
    assert_eq!(found(&page, ".static h1"), ["Carnet"]);
    assert_eq!(found(&page, "noscript").len(), 0);
    assert_eq!(attribute(&page, ".works h2", "lang"), ["en"]);
    assert_eq!(found(&page, ".works p[lang=en]"), ["Two herons."]);
    assert_eq!(
        attribute(&page, ".works a", "href"),
        ["#text-of-walk", "#text-of-canal"]
    );
    assert_eq!(attribute(&page, ".works a", "hreflang"), ["en", "fr"]);
    assert_eq!(
        attribute(&page, "article", "id"),
        ["text-of-walk", "text-of-canal"]
    );
    assert_eq!(
        attribute(&page, "article[lang=en] a", "href"),
        ["#text-of-canal"]
    );
    // Nothing is fetched: an image is its description.
    assert_eq!(found(&page, "img").len(), 0);
    assert!(found(&page, "article[lang=en]")[0].contains("Heron"));
    assert_eq!(found(&page, "article h2"), ["walk", "canal", "Le chemin"]);

    let (page, _, _) = self::page(&folder, &["--fallback", "list", "--language", "en"]);
    assert_eq!(found(&page, "article").len(), 0);
    assert_eq!(
        attribute(&page, ".works a", "href"),
        ["https://example.org/canal"]
    );
    assert_eq!(found(&page, ".works h2:not(:has(a))"), ["walk"]);
    assert!(page.contains("With JavaScript, the posts can be read here."));
    assert_eq!(attribute(&page, "html", "lang"), ["en"]);
}

#[test]
fn a_feed_that_is_not_ours_stays_what_it_is() {
    let items = r#"[{"id":1,"content_html":"<p>Hi <img src=a.png></p>"}]"#;
    let feed = format!(
        r#"{{"version":"https://jsonfeed.org/version/1","title":"<T> & \"co\"","items":{items}}}"#
    );
    let folder = folder(&feed, &[("site/a.png", PICTURE)]);
    let (page, _, err) = page(&folder, &["--quiet"]);
    assert_eq!(err, "");
    assert_eq!(found(&page, "title"), ["<T> & \"co\""]);
    let images = &bundle(&page)["_liseuse"];
    assert_eq!(images["version"], 1);
    assert!(images["images"]["a.png"].is_string());
}

#[test]
fn whatever_is_missing_is_said() {
    let folder = folder(&feed(&[markdown("a", "x")]), &[("empty/liseuse.js", b"x")]);
    let fails = |args: &[&str], part: &str| {
        let (code, _, err) = run(folder.path(), args);
        assert_eq!(code, 1, "{args:?}");
        assert!(err.contains(part), "{args:?}: {err}");
        assert!(!folder.path().join("reader.html").exists());
    };
    // Only release builds hold the reader.
    if cfg!(debug_assertions) {
        fails(&["page", "site/posts.json"], "cargo xtask build");
    }
    fails(
        &["page", "site/posts.json", "--widget", "empty"],
        "cargo xtask build",
    );
    fails(
        &["page", "site/none.json", "--widget", "widget"],
        "check the path",
    );
    fs::write(folder.path().join("widget/liseuse.js"), "a('</SCRIPT')").unwrap();
    fails(
        &["page", "site/posts.json", "--widget", "widget"],
        "cannot stand inside of a page",
    );
    fs::write(folder.path().join("widget/liseuse.js"), "a()").unwrap();
    fs::write(
        folder.path().join("widget/liseuse.wasm.js"),
        "x=\"a\u{e9}\"",
    )
    .unwrap();
    fails(
        &["page", "site/posts.json", "--widget", "widget"],
        "holds no module",
    );
    for bad in ["5 apples", "-1", "99999999999999999999MB"] {
        let (code, _, _) = run(folder.path(), &["page", "x.json", "--images-budget", bad]);
        assert_eq!(code, 2);
    }
}

#[test]
fn the_same_bundle_gives_the_same_page() {
    let feed = harmful();
    let make = || {
        let folder = folder(&feed, &[]);
        run(
            folder.path(),
            &["page", "site/posts.json", "--widget", "widget"],
        );
        fs::read(folder.path().join("reader.html")).unwrap()
    };
    assert_eq!(make(), make());
}
