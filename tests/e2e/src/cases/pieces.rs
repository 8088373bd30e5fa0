//! Bundles in pieces: what is fetched when, what is told when a piece does not come, long lists.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use thirtyfour::Key;
use xtask::serve::Route;

use crate::harness::{Size, Test};

/// The guide, cut by hand: pages of ten posts, the texts under the names that the element tells from
/// the ids. So that a mistake of the command line and the same one of the element do not meet.
struct Pieces {
    files: BTreeMap<String, Value>,
    /// How many works the guide has.
    works: usize,
}

const VERSION: &str = "https://jsonfeed.org/version/1.1";

/// What is at a place of a document (RFC 6901), or null.
fn at<'a>(value: &'a Value, place: &str) -> &'a Value {
    value.pointer(place).unwrap_or(&Value::Null)
}

/// Puts a field into the object at a place of a document.
fn put(value: &mut Value, place: &str, name: &str, field: Value) -> Result<()> {
    let object = value.pointer_mut(place).and_then(Value::as_object_mut);
    object.context("no object")?.insert(name.to_owned(), field);
    Ok(())
}

impl Pieces {
    fn file(&self, name: &str) -> Result<&Value> {
        self.files.get(name).context("no such piece")
    }

    fn cut(t: &Test) -> Result<Self> {
        let whole = std::fs::read(t.site_folder().join("posts.json"))?;
        let whole: Value = serde_json::from_slice(&whole)?;
        let items = at(&whole, "/items").as_array().context("no items")?;
        let mut files = BTreeMap::new();
        let mut rows = Vec::new();
        for item in items {
            let id = at(item, "/id").as_str().context("no id")?;
            let hash = format!("{:08x}", id.len() * 7919);
            let address = format!("cut/{id}.json");
            let mut row = item.clone();
            row.as_object_mut()
                .context("no object")?
                .remove("content_text");
            put(
                &mut row,
                "/_liseuse",
                "body",
                json!(format!("{address}?v={hash}")),
            )?;
            let alignments = at(&whole, "/_liseuse/alignments").as_array();
            let own: Vec<&Value> = alignments
                .into_iter()
                .flatten()
                .filter(|found| {
                    at(found, "/translation_key") == at(item, "/_liseuse/translation_key")
                })
                .collect();
            let body = json!({
                "version": VERSION, "title": "Guide", "items": [item],
                "_liseuse": { "version": 1, "hash": hash, "alignments": own },
            });
            files.insert(address, body);
            rows.push(row);
        }
        let pages: Vec<&[Value]> = rows.chunks(10).collect();
        let mut names = Vec::new();
        for (at, page) in pages.iter().enumerate().skip(1) {
            let name = format!("cut/pages/{}.json", pages.len() - at);
            let page = json!({ "version": VERSION, "title": "Guide",
                "items": page, "_liseuse": { "version": 1 } });
            files.insert(name.clone(), page);
            names.push(format!("{name}?v=1"));
        }
        let mut head = whole.clone();
        put(&mut head, "", "items", json!(pages.first()))?;
        put(&mut head, "/_liseuse", "alignments", json!([]))?;
        put(&mut head, "/_liseuse", "pages", json!(names))?;
        put(&mut head, "/_liseuse", "posts", json!(items.len()))?;
        let work = |item: &Value| {
            let key = at(item, "/_liseuse/translation_key");
            key.as_str().or(at(item, "/id").as_str()).map(str::to_owned)
        };
        let works: BTreeSet<Option<String>> = items.iter().map(work).collect();
        let works = works.len();
        put(&mut head, "/_liseuse", "works", json!(works))?;
        put(&mut head, "/_liseuse", "languages", json!(["en", "fr"]))?;
        files.insert("cut.json".to_owned(), head);
        Ok(Self { files, works })
    }

    /// Serves them, and a page that shows them.
    fn serve(&self, t: &Test, attributes: &str) {
        for (name, file) in &self.files {
            let route = Route::new("application/json", file.to_string());
            t.site.route(name, route);
        }
        let body =
            format!(r#"<script src="liseuse.js" data-src="cut.json" {attributes} defer></script>"#);
        t.page("cut.html", &body);
    }
}

/// What was asked for below a path, in order.
fn asked(t: &Test, path: &str) -> Vec<String> {
    let all = t.site.requests().into_iter();
    all.filter(|asked| asked.contains(path)).collect()
}

const POSTS: &str = "reader.posts().map((post) => [post.id, post.title, post.tags, post.versions])";
const TAGS: &str = "all('[part~=tag]').map((tag) => tag.textContent)";

/// In the end, a bundle in pieces is what the whole one is: posts, order, versions, counts, texts.
pub(super) async fn same(t: &mut Test) -> Result<()> {
    t.open_guide(Size::WIDE).await?;
    let (posts, tags) = (t.eval(POSTS).await?, t.eval(TAGS).await?);
    let count = t.eval("one('.list-head .count').textContent").await?;
    Pieces::cut(t)?.serve(t, "");
    t.open("cut.html", Size::WIDE).await?;
    t.ready().await?;
    t.wait("!one('.awaited') && !one('.posts > .waiting')")
        .await?;
    t.equals(POSTS, posts).await?;
    t.equals(TAGS, tags).await?;
    t.equals("one('.list-head .count').textContent", count)
        .await?;
    ensure!(
        asked(t, "cut/pages/")
            == [
                "/cut/pages/3.json?v=1",
                "/cut/pages/2.json?v=1",
                "/cut/pages/1.json?v=1"
            ]
    );
    // No text was asked for.
    ensure!(asked(t, "cut/").len() == 3, "{:?}", asked(t, "cut/"));
    t.run("reader.open('sampler')").await?;
    t.wait("one('.body table')").await?;
    t.run("reader.setView('side-by-side')").await?;
    t.wait("all('.bead').length > 3").await?;
    ensure!(asked(t, "cut/sampler").len() == 1 && asked(t, "cut/echantillon").len() == 1);
    t.run("reader.setLanguages(['fr'])").await?;
    t.run("reader.close()").await?;
    t.wait("one('[part~=item]')").await
}

/// A deep link starts the list and the text at once, and waits for no other page of the list.
pub(super) async fn deep_link(t: &mut Test) -> Result<()> {
    let pieces = Pieces::cut(t)?;
    pieces.serve(t, "data-split");
    let late = Route {
        delay: Duration::from_secs(2),
        ..Route::new("application/json", pieces.file("cut.json")?.to_string())
    };
    t.site.route("cut.json", late);
    // The last of the list.
    let page = at(pieces.file("cut/pages/1.json")?, "/items");
    let last = page.as_array().and_then(|items| items.last());
    let id = last.and_then(|item| at(item, "/id").as_str());
    let id = id.context("no id")?;
    t.open(&format!("cut.html#read?post={id}"), Size::NARROW)
        .await?;
    t.wait(&format!(
        "performance.getEntriesByType('resource').some((entry) => entry.name.endsWith('{id}.json'))"
    ))
    .await?;
    t.equals("reader.shadowRoot.querySelector('article')", Value::Null)
        .await?;
    t.wait("one('.body [data-block]')").await?;
    ensure!(
        asked(t, "cut/") == [format!("/cut/{id}.json")],
        "{:?}",
        asked(t, "cut/")
    );
    t.equals("root.activeElement === one('article h1')", true)
        .await?;
    // The list needs the rest of itself.
    t.click(".back").await?;
    t.wait("one('[part~=list]') && !one('.awaited')").await?;
    t.equals("reader.posts().length", pieces.works).await
}

/// A text, and a page of the list, that do not come are told, and come at the second try.
pub(super) async fn lost(t: &mut Test) -> Result<()> {
    let pieces = Pieces::cut(t)?;
    pieces.serve(t, "");
    let gone = Route {
        status: 404,
        ..Route::html("gone")
    };
    for name in ["cut/sampler.json", "cut/pages/2.json"] {
        t.site.route(name, gone.clone());
        t.expect_message("404");
        t.expect_message(name);
    }
    t.expect_message("did not arrive");
    t.open("cut.html", Size::NARROW).await?;
    t.ready().await?;
    t.wait("one('.posts > .notice button')").await?;
    t.equals("all('[part~=item]').length > 5", true).await?;
    t.site.route(
        "cut/pages/2.json",
        Route::new(
            "application/json",
            pieces.file("cut/pages/2.json")?.to_string(),
        ),
    );
    t.click(".posts > .notice button").await?;
    t.wait("!one('.posts > .notice') && !one('.awaited')")
        .await?;
    t.equals("reader.posts().length", pieces.works).await?;
    t.run("reader.open('sampler')").await?;
    t.wait("one('article .notice button')").await?;
    t.equals("one('article h1').textContent", "Markdown sampler")
        .await?;
    t.site.route(
        "cut/sampler.json",
        Route::new(
            "application/json",
            pieces.file("cut/sampler.json")?.to_string(),
        ),
    );
    t.click("article .notice button").await?;
    t.wait("one('.body table')").await
}

/// A stale copy of a text is seen, and fetched again; a bundle cannot make its readers ask elsewhere.
pub(super) async fn stale(t: &mut Test) -> Result<()> {
    let mut pieces = Pieces::cut(t)?;
    let other = t.other_site(true)?;
    let head = pieces.files.get_mut("cut.json").context("no head")?;
    let id = |place: &str| at(head, place).as_str().map(str::to_owned);
    let (first, evil) = (id("/items/0/id"), id("/items/1/id"));
    let (first, evil) = (first.context("no id")?, evil.context("no id")?);
    let elsewhere = json!(other.url("posts.json"));
    put(head, "/items/1/_liseuse", "body", elsewhere)?;
    pieces.serve(t, "data-split");
    let name = format!("cut/{first}.json");
    let fresh = pieces.file(&name)?.clone();
    let mut old = fresh.clone();
    put(&mut old, "/_liseuse", "hash", json!("0123abcd"))?;
    put(&mut old, "/items/0", "content_text", json!("An old text."))?;
    t.site
        .route(&name, Route::new("application/json", old.to_string()));
    let hash = at(&fresh, "/_liseuse/hash").as_str().context("no hash")?;
    let pinned = format!("{name}?v={hash}");
    t.site
        .route(&pinned, Route::new("application/json", fresh.to_string()));
    t.open(&format!("cut.html#read?post={first}"), Size::NARROW)
        .await?;
    t.wait("one('.body [data-block]')").await?;
    t.equals("one('.body').textContent.includes('An old text.')", false)
        .await?;
    ensure!(asked(t, &name) == [format!("/{name}"), format!("/{pinned}")]);
    t.expect_message("not beside the bundle");
    t.expect_message("did not arrive");
    t.run(&format!("reader.open('{evil}')")).await?;
    t.wait("one('article .notice button')").await?;
    ensure!(other.requests().is_empty(), "{:?}", other.requests());
    Ok(())
}

/// From a disk the pieces come by scripts.
pub(super) async fn disk(t: &mut Test) -> Result<()> {
    let pieces = Pieces::cut(t)?;
    let disk = t.disk()?;
    for (name, file) in &pieces.files {
        let text = json!(file.to_string());
        let name = name.replace(".json", ".js");
        disk.write(&name, format!("document.currentScript.liseuse={text};"))?;
    }
    disk.page(
        "page.html",
        r#"<script src="liseuse.js" data-src="cut.json" data-split defer></script>"#,
    )?;
    t.open_disk(&disk, "page.html#read?post=sampler", Size::NARROW)
        .await?;
    t.wait("one('.body table')").await?;
    t.click(".back").await?;
    t.wait("one('[part~=list]') && !one('.awaited')").await?;
    t.equals("reader.posts().length", pieces.works).await?;
    t.nothing_requested().await
}

/// The pointer, or the focus, on a link fetches its text before it is asked for.
pub(super) async fn ahead(t: &mut Test) -> Result<()> {
    Pieces::cut(t)?.serve(t, "");
    t.open("cut.html", Size::WIDE).await?;
    t.ready().await?;
    t.wait("!one('.awaited')").await?;
    t.run("one('[part~=item] h3 a').focus()").await?;
    t.wait("performance.getEntriesByType('resource').some((entry) => /cut[/][^/]*[.]json/.test(entry.name))").await?;
    let first = asked(t, "cut/")
        .into_iter()
        .filter(|path| !path.contains("pages"))
        .collect::<Vec<_>>();
    ensure!(first.len() == 1, "{first:?}");
    t.press(Key::Enter + "").await?;
    t.wait("one('.body [data-block]')").await?;
    let again = asked(t, "cut/")
        .into_iter()
        .filter(|path| !path.contains("pages"))
        .collect::<Vec<_>>();
    ensure!(first == again, "{again:?}");
    Ok(())
}

/// A bundle of so many short posts.
fn many(count: usize) -> Value {
    let items: Vec<Value> = (0..count)
        .map(|number| {
            json!({ "id": format!("p{number}"), "title": format!("Post {number}"), "language": "en",
                "tags": [if number % 7 == 0 { "seventh" } else { "other" }], "content_text": "Words." })
        })
        .collect();
    json!({ "version": "https://jsonfeed.org/version/1.1", "title": "Many", "items": items, "_liseuse": { "version": 1 } })
}

/// A long list shows its beginning and, by a button, more; the focus goes on there; back comes back there.
pub(super) async fn long(t: &mut Test) -> Result<()> {
    t.site.route(
        "many.json",
        Route::new("application/json", many(350).to_string()),
    );
    t.page(
        "many.html",
        r#"<script src="liseuse.js" data-src="many.json" defer></script>"#,
    );
    t.open("many.html", Size::NARROW).await?;
    t.ready().await?;
    t.equals("reader.posts().length", 350).await?;
    t.equals("all('[part~=item]').length", 50).await?;
    t.equals("one('.list-head .count').textContent", "350 posts")
        .await?;
    t.equals("one('.more button').textContent", "Show 50 more")
        .await?;
    t.run("one('.more button').focus()").await?;
    t.press(Key::Enter + "").await?;
    t.wait("all('[part~=item]').length === 100").await?;
    t.equals("root.activeElement.textContent", "Post 50")
        .await?;
    t.run("all('[part~=item] h3 a')[80].scrollIntoView()")
        .await?;
    let top = "Math.round(all('[part~=item] h3 a')[80].getBoundingClientRect().top)";
    let before = t.eval(top).await?;
    t.run("all('[part~=item] h3 a')[80].click()").await?;
    t.wait("one('article h1')?.textContent === 'Post 80'")
        .await?;
    t.back().await?;
    t.wait("all('[part~=item]').length === 100").await?;
    t.wait(&format!("Math.abs({top} - {before}) < 3")).await?;
    // Loaded anew, the list is as long as the place needs it.
    t.reload().await?;
    t.ready().await?;
    t.wait(&format!(
        "all('[part~=item]').length === 100 && Math.abs({top} - {before}) < 3"
    ))
    .await?;
    t.run("reader.setFilter({ tags: ['seventh'] })").await?;
    t.wait("all('[part~=item]').length === 50 && !one('.more')")
        .await?;
    t.run("reader.setFilter({})").await?;
    t.wait("all('[part~=item]').length === 50 && one('.more')")
        .await
}
