//! Searching: the box, what is found, the way back, and what is fetched for it.

use anyhow::{Result, ensure};
use serde_json::json;
use thirtyfour::Key;
use xtask::serve::Route;

use crate::harness::{Size, Test};

/// Which parts of the module were asked for.
fn parts(t: &Test) -> Vec<String> {
    let asked = t.site.requests().into_iter();
    asked.filter(|path| path.contains(".wasm")).collect()
}

/// Typing finds, marks and opens at the place; back leads to what was found.
pub(super) async fn typing(t: &mut Test) -> Result<()> {
    t.open_guide(Size::WIDE).await?;
    ensure!(parts(t) == ["/liseuse.wasm"], "the search came early");
    t.equals("one('[role=search] [part~=search]').type", "search")
        .await?;
    t.type_into("[part~=search]", "paragraphs find").await?;
    t.wait("all('[part~=item] h3 mark').length > 1").await?;
    t.equals(
        "one('[part~=item] h3').textContent",
        "How paragraphs find each other",
    )
    .await?;
    t.equals("location.hash", "#read?q=paragraphs%20find")
        .await?;
    t.wait("one('.status').textContent.includes('post')")
        .await?;
    ensure!(parts(t) == ["/liseuse.wasm", "/liseuse.more.wasm"]);
    t.click("[part~=item] h3 a").await?;
    t.wait("one('article h1')?.textContent === 'How paragraphs find each other'")
        .await?;
    t.back().await?;
    t.wait("all('[part~=item] h3 mark').length > 1").await?;
    t.equals("one('[part~=search]').value", "paragraphs find")
        .await?;
    // What is emptied is back at once.
    // WebKit's driver takes what is inside of the box for something in front of it.
    t.run("one('[part~=search]').focus()").await?;
    t.press(Key::End + "").await?;
    for _ in 0.."paragraphs find".len() {
        t.press(Key::Backspace + "").await?;
    }
    t.wait("!one('mark') && all('[part~=item]').length > 10")
        .await?;
    t.equals("location.hash", "#read").await
}

/// Accents, endings, elisions and slips; tags and languages narrow; one result a work.
pub(super) async fn forgiving(t: &mut Test) -> Result<()> {
    t.open_guide(Size::NARROW).await?;
    for (query, first) in [
        ("cote a cote", "Deux colonnes, un seul texte"),
        ("paragrafs", "How paragraphs find each other"),
        ("typographie francaise", "La typographie française"),
    ] {
        let found = t
            .eval(&format!("(await reader.search({}))[0].title", json!(query)))
            .await?;
        let title = found.as_str().unwrap_or_default();
        ensure!(title.contains(first), "{query} gave {title}");
    }
    t.run("await reader.setFilter({ query: 'translation', tags: ['cli'] })")
        .await?;
    t.wait("one('mark')").await?;
    t.equals(
        "reader.posts().every((post) => post.tags.includes('cli'))",
        true,
    )
    .await?;
    let works = "reader.posts().map((post) => post.translationKey ?? post.id)";
    t.equals(&format!("new Set({works}).size === ({works}).length"), true)
        .await
}

/// An address with words finds when the page opens; nothing found says so, and the filters go.
pub(super) async fn addresses(t: &mut Test) -> Result<()> {
    t.open("guide.html#read?q=alignment", Size::NARROW).await?;
    t.ready().await?;
    t.wait("one('[part~=item] mark')").await?;
    t.equals("one('[part~=search]').value", "alignment").await?;
    t.run("await reader.setFilter({ query: 'zzzzqqqq' })")
        .await?;
    t.wait("one('.notice') && !one('[part~=item]')").await?;
    t.click(".notice button").await?;
    t.wait("all('[part~=item]').length > 10").await?;
    t.equals("one('[part~=search]').value", "").await
}

/// Where the later part does not come, the list stays, and the reader is told.
pub(super) async fn lost(t: &mut Test) -> Result<()> {
    t.site.route(
        "liseuse.more.wasm",
        Route {
            status: 404,
            ..Route::html("gone")
        },
    );
    t.expect_message("did not arrive");
    t.expect_message("liseuse.more.wasm");
    t.open_guide(Size::WIDE).await?;
    t.type_into("[part~=search]", "alignment").await?;
    t.wait("one('.status').textContent.includes('did not arrive')")
        .await?;
    t.equals("all('[part~=item]').length > 10", true).await
}

/// From a disk the module comes whole.
pub(super) async fn disk(t: &mut Test) -> Result<()> {
    let disk = t.disk()?;
    disk.page(
        "page.html",
        r#"<script src="liseuse.js" data-src="posts.json" defer></script>"#,
    )?;
    t.open_disk(&disk, "page.html", Size::NARROW).await?;
    t.ready().await?;
    t.type_into("[part~=search]", "side by side").await?;
    t.wait("one('[part~=item] mark')").await?;
    t.nothing_requested().await
}

/// The real posts: both versions of a work by their own words, and a word of many.
pub(super) async fn corpus(t: &mut Test) -> Result<()> {
    t.open_corpus(Size::WIDE).await?;
    for (query, first) in [
        ("fin des pocs", "La fin des POCs"),
        ("the end of pocs", "The end of POCs"),
    ] {
        let found = t
            .eval(&format!("(await reader.search({}))[0].title", json!(query)))
            .await?;
        ensure!(found == first, "{query} gave {found}");
    }
    t.type_into("[part~=search]", "innovation").await?;
    t.wait("all('[part~=item] mark').length > 2").await?;
    t.equals("all('[part~=item]').length === reader.posts().length", true)
        .await
}
