//! What needs the later part of the module: it is fetched then, and what it would show waits for it.

use anyhow::Result;
use serde_json::json;
use xtask::serve::Route;

use crate::harness::{Size, Test};

/// How often the later part was fetched.
const FETCHED: &str = "performance.getEntriesByType('resource').filter((entry) => entry.name.includes('more')).length";

/// A page with posts that are plain, hold HTML and hold a reference that few know; the last two are versions of
/// one work.
fn page(t: &mut Test, post: &str) {
    let item = |id: &str, language: &str, text: &str, key: &str| {
        json!({ "id": id, "title": id, "language": language, "content_text": text,
            "_liseuse": { "content_type": "text/markdown", "translation_key": key } })
    };
    let bundle = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Later",
        "items": [
            item("plain", "en", "Press <kbd>a</kbd>.<br>`<div>` &eacute; AT&T\n\n<!-- more -->\n\nb < c", "p"),
            item("html", "en", "<div>Inside <a href=\"https://example.org/\">a</a></div>", "h"),
            item("sign", "en", "A &nvap; and &fjlig;.", "s"),
            item("one", "en", "One.", "k"),
            item("two", "fr", "Deux.", "k"),
        ],
        "_liseuse": { "version": 1, "alignments": [
            { "translation_key": "k", "languages": ["en", "fr"], "beads": [[[0], [0]]] } ] },
    });
    t.site.route(
        "later.json",
        Route::new("application/feed+json", bundle.to_string()),
    );
    t.page(
        "later.html",
        &format!(
            r#"<liseuse-reader src="later.json" post="{post}"><p id="own">The page's own.</p></liseuse-reader>
            <script src="liseuse.js" defer></script>"#
        ),
    );
}

/// Each is shown as it should be, and only some need it.
pub(super) async fn needed(t: &mut Test) -> Result<()> {
    page(t, "");
    t.open("later.html", Size::WIDE).await?;
    t.ready().await?;
    t.run("reader.open('plain')").await?;
    t.equals(
        "[one('.body').textContent.trim(), all('.body kbd').length, all('.body br').length]",
        json!(["Press a.<div> é AT&Tb < c", 1, 1]),
    )
    .await?;
    t.run("reader.open('html')").await?;
    t.equals("one('.body div a').textContent", "a").await?;
    t.run("reader.open('one')").await?;
    t.equals("one('.body').textContent.trim()", "One.").await?;
    t.equals(FETCHED, 0).await?;
    t.run("reader.open('sign')").await?;
    t.wait("one('.body')").await?;
    t.equals(
        "one('.body').textContent.trim()",
        "A \u{224d}\u{20d2} and fj.",
    )
    .await?;
    t.equals("root.activeElement.textContent", "sign").await?;
    t.equals(FETCHED, 1).await?;
    t.run("reader.open('one')").await?;
    t.run("reader.setView('side-by-side')").await?;
    t.equals(
        "all('.bead > .side').map((side) => side.textContent.trim())",
        json!(["One.", "Deux."]),
    )
    .await?;
    t.equals(FETCHED, 1).await
}

/// A post that a page opens with is there when the reader says that it is ready; until then the page's own
/// content shows.
pub(super) async fn at_once(t: &mut Test) -> Result<()> {
    page(t, "sign");
    t.open("later.html", Size::WIDE).await?;
    t.ready().await?;
    t.equals("one('.body').textContent.includes('fj')", true)
        .await?;
    // A deep link does the same, in any view.
    t.visit("about:blank").await?;
    t.open(
        "later.html#read?post=one&lang=en&view=side-by-side",
        Size::WIDE,
    )
    .await?;
    t.ready().await?;
    t.wait("all('.bead > .side').length === 2").await?;
    t.visit("about:blank").await?;
    t.open("later.html#read?post=sign&lang=en", Size::WIDE)
        .await?;
    t.ready().await?;
    t.equals("one('.body').textContent.includes('fj')", true)
        .await
}

/// Where it does not come, what needs it says so, and the rest is read.
pub(super) async fn lost(t: &mut Test) -> Result<()> {
    page(t, "html");
    let gone = Route {
        status: 404,
        ..Route::html("gone")
    };
    t.site.route("liseuse.more.wasm", gone);
    t.expect_message("did not arrive");
    t.expect_message("liseuse.more.wasm");
    t.open("later.html", Size::WIDE).await?;
    t.ready().await?;
    t.equals("one('.body a').textContent", "a").await?;
    t.run("reader.open('sign')").await?;
    t.wait("one('.body')").await?;
    t.equals("one('.body').textContent.trim()", "A &nvap; and &fjlig;.")
        .await?;
    t.run("reader.open('one')").await?;
    t.click_named("button", "Side by side").await?;
    t.wait("one('[part~=notice]')?.textContent.includes('French could not be displayed')")
        .await?;
    t.equals("one('.body').textContent.trim()", "One.").await
}
