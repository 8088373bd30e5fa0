//! Our Markdown, HTML and plain text: each fixture beside the HTML it gives. `LISEUSE_BLESS=1`
//! writes that again, to be read as a diff: it is what people see.

use std::fs;

use liseuse::{
    bundle::{self, Content},
    i18n,
    language::Language,
    library::Library,
    markdown::{self, Dialect, Images, LibraryLinks, NODE_LIMITS, Prose, plain_text, url::Base},
    view::{
        html,
        node::{Handle, Node},
    },
};
use serde_json::json;

use crate::{corpus, dom, expect, safe};

const BASE: &str = "https://example.org/blog/post/";

/// Three posts for links to lead to.
fn library() -> Library {
    let item = |id: &str, url: Option<&str>| json!({ "id": id, "url": url, "title": id, "content_text": "x" });
    let feed = json!({ "version": "https://jsonfeed.org/version/1.1", "title": "x", "items": [
        item("languages", None),
        item("addressed", Some("https://example.org/addressed/")),
        item("by-address", Some("https://example.org/languages")),
    ]});
    Library::new(bundle::from_slice(feed.to_string().as_bytes()).unwrap())
}

fn render(source: &str, content: Content, language: &str, images: Images<'_>) -> Vec<Node> {
    let library = library();
    let language = Language::parse(language).unwrap();
    let options = markdown::Options {
        dialect: Dialect::Liseuse,
        language: &language,
        strings: i18n::strings("en"),
        prefix: "post--",
        base: Base::At(BASE),
        links: &LibraryLinks {
            library: &library,
            base: Base::At(BASE),
            key: "read",
            source: BASE,
        },
        images,
        limit: NODE_LIMITS.0,
        is_other: false,
        is_whole: true,
    };
    let body = markdown::render(source, content, &options);
    assert!(!body.is_cut);
    body.nodes.to_vec()
}

/// Every fixture: its name, and what it gives.
fn fixtures() -> Vec<(String, Vec<Node>)> {
    let mut files: Vec<_> = fs::read_dir(expect::fixtures().join("markdown"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let mut found = Vec::new();
    for file in files {
        let content = match file.extension().and_then(|extension| extension.to_str()) {
            Some("md") => Content::Markdown,
            Some("htm") => Content::Html,
            Some("txt") => Content::Text,
            _ => continue,
        };
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        let language = name.rsplit_once('.').map_or("en", |(_, language)| language);
        let images = if name.ends_with("-on-click") {
            // One was asked for.
            Images::Click(&[2])
        } else {
            Images::Load
        };
        let source = fs::read_to_string(&file).unwrap();
        found.push((name.clone(), render(&source, content, language, images)));
    }
    assert!(found.len() > 15);
    found
}

#[test]
fn every_fixture_gives_its_expected_html() {
    for (name, nodes) in fixtures() {
        expect::check(&format!("markdown/{name}.html"), &html::write(&nodes));
    }
}

#[test]
fn every_fixture_gives_only_what_is_allowed() {
    for (name, nodes) in fixtures() {
        let found = safe::breaches(&html::write(&nodes), &["post--".into()]);
        assert_eq!(found, [""; 0], "{name}");
    }
}

/// Static pages and the live page hold the same tree. HTML that no parser would build so (a row
/// without a table) is the author's, and excepted.
#[test]
fn what_is_written_is_parsed_as_the_nodes_are() {
    let mut differ = Vec::new();
    for (name, nodes) in fixtures() {
        let ours = safe::squashed(&dom::of_nodes(&nodes));
        let parsed = safe::squashed(&dom::parse(&html::write(&nodes)));
        if ours != parsed {
            let place = ours
                .iter()
                .zip(&parsed)
                .find(|(ours, parsed)| ours != parsed);
            differ.push(format!("{name}: {place:#?}"));
        }
    }
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}

/// The blocks' numbers in document order, from the attributes and from the handles.
fn blocks(nodes: &[Node], found: &mut Vec<u32>) {
    for node in nodes {
        let Node::Element(element) = node else {
            continue;
        };
        let number = element
            .get("data-block")
            .map(|number| number.parse().unwrap());
        let handle = element.handles.iter().find_map(|handle| match handle {
            Handle::Block(number) => Some(*number),
            _ => None,
        });
        assert_eq!(number, handle);
        found.extend(number);
        blocks(&element.children, found);
    }
}

#[test]
fn every_block_of_the_corpus_has_its_number() {
    let (Some(folder), Some(truth)) = (corpus::folder(), corpus::truth()) else {
        return;
    };
    for post in truth {
        let text = fs::read_to_string(folder.join(post["file"].as_str().unwrap())).unwrap();
        let (_, text) = text
            .strip_prefix("---\n")
            .unwrap()
            .split_once("\n---\n")
            .unwrap();
        let nodes = render(
            text,
            Content::Markdown,
            post["lang"].as_str().unwrap(),
            Images::Load,
        );
        let mut found = Vec::new();
        blocks(&nodes, &mut found);
        let count = post["blocks"].as_u64().unwrap() as u32;
        assert_eq!(found, (0..count).collect::<Vec<_>>(), "{}", post["id"]);
        assert_eq!(
            nodes.len(),
            found.len(),
            "{}: every block stands at the top",
            post["id"]
        );
        let ours = safe::squashed(&dom::of_nodes(&nodes));
        assert_eq!(
            ours,
            safe::squashed(&dom::parse(&html::write(&nodes))),
            "{}",
            post["id"]
        );
    }
}

#[test]
fn the_text_alone_is_without_marks() {
    let words = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let check = |source: &str, all: &str, running: &str| {
        assert_eq!(words(plain_text(source, Prose::All)), all, "{source:?}");
        assert_eq!(
            words(plain_text(source, Prose::Running)),
            running,
            "{source:?}"
        );
    };
    check("*a* **b** `c` [d](e)", "a b c d", "a b c d");
    check("# A\n\nb\nc", "A b c", "b c");
    check("- a\n- b", "a b", "a b");
    check("a[^1]\n\n[^1]: note", "a note", "a");
    check("```rust\ncode\n```", "code", "");
    check("| a |\n|---|\n| b |", "a b", "");
    check("![alt](https://example.org/x.png)", "", "");
    check("![alt](https://example.org/x.png 'caption')", "caption", "");
    check("<script>x</script>a<b>b</b>", "ab", "ab");
    check("a<br>b  \nc", "a b c", "a b c");
    check("> [!NOTE]\n> a", "a", "a");
    check("<iframe src=https://example.org></iframe>", "", "");
    check("- [x] a", "a", "a");
    check("", "", "");
}

#[test]
fn an_id_is_given_once() {
    for (name, nodes) in fixtures() {
        let mut ids = Vec::new();
        dom::walk(&dom::of_nodes(&nodes), &mut |node| {
            if let dom::Node::Element { attributes, .. } = node {
                ids.extend(attributes.get("id").cloned());
            }
        });
        let count = ids.len();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), count, "{name}: {ids:?}");
    }
}
