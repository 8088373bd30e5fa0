//! What the shipped module finds, in memory and by the written index: it is what is found natively.

use anyhow::{Context, Result, ensure};
use base64::{Engine, engine::general_purpose::STANDARD};
use liseuse::{
    bundle,
    cli::seek,
    library::Library,
    search::{Hit, Index, tag_words},
};
use serde_json::{Value, json};
use xtask::serve::Route;

use crate::harness::{Size, Test};

/// Drawing queries is for tests: it stops where something is not as it thinks.
#[allow(dead_code, clippy::indexing_slicing)]
#[path = "../../../native/search/made.rs"]
mod made;
#[allow(dead_code, clippy::indexing_slicing)]
#[path = "../../../native/search/quality.rs"]
mod quality;

/// So many queries of each kind.
const EACH: usize = 36;

/// A bundle, read natively, and what is searched of it.
struct Native {
    library: Library,
    index: Index,
    queries: Vec<String>,
}

/// A post by its place in the list, language, title, words for its tags, and text.
type Searched<'a> = (u32, &'a str, &'a str, String, &'a str);

fn searched(library: &Library) -> impl Iterator<Item = Searched<'_>> {
    let posts = (0_u32..).zip(library.posts());
    posts.map(|(number, post)| {
        let item = &post.item;
        let body = item.body.as_deref().unwrap_or_default();
        let tags = tag_words(library, post);
        (number, item.language.as_str(), &*item.title, tags, body)
    })
}

impl Native {
    fn new(feed: &[u8]) -> Result<Self> {
        let library = Library::new(bundle::from_slice(feed)?);
        let mut index = Index::new();
        let mut posts = Vec::new();
        for (number, language, title, tags, body) in searched(&library) {
            ensure!(!body.is_empty(), "{title} has no text");
            index.add(number, language, title, &tags, body);
            let is_french = language.starts_with("fr");
            posts.push(made::Post {
                language: if is_french { "fr" } else { "en" },
                title: title.to_owned(),
                tags,
                body: body.to_owned(),
            });
        }
        while !index.finish(usize::MAX) {}
        let mut queries = Vec::new();
        for kind in quality::KINDS {
            queries.extend(quality::queries(&posts, kind, EACH, 17));
        }
        let phrases = quality::queries(&posts, quality::Kind::TwoWords, EACH, 18);
        queries.extend(phrases.iter().map(|words| format!("\"{words}\"")));
        queries.extend(["a", "e", "de la", "l’", "the ", "zzzzqq", "\""].map(String::from));
        ensure!(queries.len() >= 200, "only {} queries", queries.len());
        Ok(Self {
            library,
            index,
            queries,
        })
    }

    /// Asks the page's reader, and compares.
    async fn compare(&self, t: &Test) -> Result<()> {
        let script = format!(
            "const all = []; for (const query of {}) all.push((await reader.search(query)).map(({{ id, score }}) => [id, score])); return all;",
            json!(self.queries)
        );
        let answers = t.run(&script).await?;
        let answers = answers.as_array().context("no list of answers")?;
        ensure!(answers.len() == self.queries.len(), "{}", answers.len());
        let mut found = 0;
        for (query, answer) in self.queries.iter().zip(answers) {
            let expected = self.index.search(query, 1_000);
            found += usize::from(!expected.is_empty());
            let told = |hit: &Hit| -> Value {
                let post = self.library.posts().get(hit.post as usize);
                json!([post.map(|post| &post.item.id), hit.score])
            };
            let expected: Value = expected.iter().map(told).collect();
            ensure!(
                *answer == expected,
                "{query:?} found {answer}, not {expected}"
            );
        }
        let least = self.queries.len() * 8 / 10;
        ensure!(
            found >= least,
            "{found} of {} found anything",
            self.queries.len()
        );
        Ok(())
    }
}

/// A bundle that says where its written index is.
fn with_index(feed: &[u8], address: &str) -> Result<String> {
    let mut feed: Value = serde_json::from_slice(feed)?;
    let own = feed
        .as_object_mut()
        .context("no feed")?
        .entry("_liseuse")
        .or_insert_with(|| json!({ "version": 1 }));
    own.as_object_mut()
        .context("no extension")?
        .insert("search".into(), json!(address));
    Ok(feed.to_string())
}

/// Serves a bundle under another name with a written index, and gives the files of that.
fn split(t: &Test, name: &str, feed: &[u8], native: &Native) -> Result<Vec<(String, Vec<u8>)>> {
    let files = seek::files(&mut searched(&native.library));
    let entry = files.first().context("no entry")?;
    let feed = with_index(feed, &format!("{name}/search/{}?v=1", entry.0))?;
    t.site.route(
        &format!("{name}.json"),
        Route::new("application/json", feed),
    );
    for (file, bytes) in &files {
        let route = Route::new("application/octet-stream", bytes.clone());
        t.site.route(&format!("{name}/search/{file}"), route);
    }
    let reader = format!(
        r#"<liseuse-reader src="{name}.json" languages="*"></liseuse-reader><script src="liseuse.js" defer></script>"#
    );
    t.page("written.html", &reader);
    Ok(files)
}

/// The files of the written index that were asked for.
fn asked(t: &Test) -> Vec<String> {
    let asked = t.site.requests().into_iter();
    asked.filter(|path| path.contains("/search/")).collect()
}

/// Two hundred queries over the guide: in memory, then by the written index.
pub(super) async fn guide(t: &mut Test) -> Result<()> {
    let feed = std::fs::read(t.site_folder().join("posts.json"))?;
    let native = Native::new(&feed)?;
    t.open_guide(Size::WIDE).await?;
    native.compare(t).await?;
    ensure!(
        asked(t).is_empty(),
        "a bundle without an index asked for one"
    );
    let files = split(t, "cut", &feed, &native)?;
    t.open("written.html", Size::WIDE).await?;
    t.ready().await?;
    native.compare(t).await?;
    let asked = asked(t);
    ensure!(asked.len() > 4, "the written index was not used: {asked:?}");
    for file in &asked {
        let times = asked.iter().filter(|other| *other == file).count();
        ensure!(times == 1, "{file} was fetched {times} times");
        ensure!(files.iter().any(|(name, _)| file.contains(name.as_str())));
    }
    Ok(())
}

/// The same over the real posts.
pub(super) async fn corpus(t: &mut Test) -> Result<()> {
    t.open_corpus(Size::WIDE).await?;
    let feed = std::fs::read(t.site_folder().join("blog.json"))?;
    let native = Native::new(&feed)?;
    native.compare(t).await?;
    split(t, "cut", &feed, &native)?;
    t.open("written.html", Size::WIDE).await?;
    t.ready().await?;
    native.compare(t).await?;
    ensure!(asked(t).len() > 4);
    Ok(())
}

/// With the focus comes the entry; with words, what they need; the box and the list show it.
pub(super) async fn typing(t: &mut Test) -> Result<()> {
    let feed = std::fs::read(t.site_folder().join("posts.json"))?;
    let native = Native::new(&feed)?;
    let files = split(t, "cut", &feed, &native)?;
    t.open("written.html", Size::WIDE).await?;
    t.ready().await?;
    ensure!(asked(t).is_empty(), "the index came early: {:?}", asked(t));
    // WebKit's driver takes what is inside of the box for something in front of it.
    t.run("one('[part~=search]').focus()").await?;
    let entry = files.first().context("no entry")?.0.clone();
    for _ in 0..200 {
        if !asked(t).is_empty() {
            break;
        }
        t.eval("await new Promise(requestAnimationFrame)").await?;
    }
    ensure!(
        asked(t) == [format!("/cut/search/{entry}?v=1")],
        "{:?}",
        asked(t)
    );
    t.type_into("[part~=search]", "paragraphs find").await?;
    t.wait("all('[part~=item] h3 mark').length > 1").await?;
    t.equals(
        "one('[part~=item] h3').textContent",
        "How paragraphs find each other",
    )
    .await?;
    t.equals("one('[part~=item] p mark') !== null", true)
        .await?;
    // Each file once, however many letters were searched for on the way.
    let mut once = asked(t);
    once.sort();
    once.dedup();
    ensure!(once.len() == asked(t).len(), "{:?}", asked(t));
    Ok(())
}

/// A file that does not come, or is another, is told; the next try works. What leads elsewhere is
/// not asked for.
pub(super) async fn lost(t: &mut Test) -> Result<()> {
    let feed = std::fs::read(t.site_folder().join("posts.json"))?;
    let native = Native::new(&feed)?;
    let files = split(t, "cut", &feed, &native)?;
    let put = |t: &Test, status: u16, other: &[u8]| {
        for (name, bytes) in files.iter().skip(1) {
            let body = if other.is_empty() {
                bytes.clone()
            } else {
                other.to_vec()
            };
            let route = Route::new("application/octet-stream", body);
            let route = Route { status, ..route };
            t.site.route(&format!("cut/search/{name}"), route);
        }
    };
    put(t, 404, b"gone");
    for _ in 0..3 {
        t.expect_message("did not arrive");
        t.expect_message("/cut/search/");
    }
    t.open("written.html", Size::WIDE).await?;
    t.ready().await?;
    let told = "one('.status').textContent.includes('did not arrive')";
    t.type_into("[part~=search]", "alignment").await?;
    t.wait(told).await?;
    // The file of another index.
    put(t, 200, &seek::pack("another"));
    let error = "await reader.search('alignment').catch(({ message }) => message)";
    let error = t.eval(error).await?;
    ensure!(
        error == "its index is broken, or of another version",
        "{error}"
    );
    put(t, 200, b"");
    t.type_into("[part~=search]", "a").await?;
    t.wait("one('.status').textContent === '1 post' && all('[part~=item]').length === 1")
        .await?;

    for address in [
        "https://example.org/x.bin",
        "../x.bin",
        "//example.org/x.bin",
    ] {
        let route = Route::new("application/json", with_index(&feed, address)?);
        t.site.route("deep/cut.json", route);
        t.page(
            "deep.html",
            r#"<liseuse-reader src="deep/cut.json"></liseuse-reader><script src="liseuse.js" defer></script>"#,
        );
        t.expect_message("is not beside the bundle");
        t.open("deep.html", Size::WIDE).await?;
        t.ready().await?;
        t.type_into("[part~=search]", "alignment").await?;
        t.wait(told).await?;
    }
    let asked = t.site.requests().into_iter();
    ensure!(!asked.into_iter().any(|path| path.contains("x.bin")));
    Ok(())
}

/// From a disk each file comes as a script.
pub(super) async fn disk(t: &mut Test) -> Result<()> {
    let disk = t.disk()?;
    let feed = disk.read("posts.json")?;
    let native = Native::new(feed.as_bytes())?;
    let files = split(t, "cut", feed.as_bytes(), &native)?;
    let entry = files.first().context("no entry")?;
    let address = format!("cut/search/{}?v=1", entry.0);
    let feed = with_index(feed.as_bytes(), &address)?;
    let script = |text: &str| format!("document.currentScript.liseuse={};\n", json!(text));
    disk.write("cut.js", script(&feed))?;
    for (name, bytes) in &files {
        disk.write(
            &format!("cut/search/{name}.js"),
            script(&STANDARD.encode(bytes)),
        )?;
    }
    disk.page(
        "page.html",
        r#"<script src="liseuse.js" data-src="cut.json" data-languages="*" defer></script>"#,
    )?;
    t.open_disk(&disk, "page.html", Size::NARROW).await?;
    t.ready().await?;
    native.compare(t).await?;
    t.nothing_requested().await
}
