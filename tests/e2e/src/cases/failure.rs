//! Whatever goes wrong: a notice in the page, a line on the console, the page's own content.

use std::time::Duration;

use anyhow::Result;
use xtask::cli::Engine;
use xtask::serve::Route;

use crate::harness::{Size, Test};

const OWN: &str = "<p id=own>The page’s own list</p>";

/// A page whose reader cannot be opened says why, and keeps what it had.
async fn fails(t: &mut Test, src: &str, message: &str, notice: &str, language: &str) -> Result<()> {
    t.page(
        "fails.html",
        &format!(r#"<liseuse-reader src="{src}" lang="{language}">{OWN}</liseuse-reader><script src="liseuse.js" defer></script>"#),
    );
    t.expect_message(message);
    t.open("fails.html", Size::NARROW).await?;
    t.wait(&format!(
        "one('[part~=notice]')?.textContent.includes({notice:?})"
    ))
    .await?;
    t.wait("document.querySelector('#own').checkVisibility()")
        .await?;
    t.equals(
        "await reader.ready.then(() => 'ready', () => 'refused')",
        "refused",
    )
    .await
}

/// No bundle at the address.
pub(super) async fn not_found(t: &mut Test) -> Result<()> {
    t.site.route(
        "lost.json",
        Route {
            status: 404,
            ..Route::html("gone")
        },
    );
    fails(
        t,
        "lost.json",
        "is not there (404)",
        "The posts were not found.",
        "en",
    )
    .await?;
    // The way out works once the file is there.
    t.site.route("lost.json", Route::new("application/json", r#"{"version":"https://jsonfeed.org/version/1.1","title":"t","items":[{"id":"a","title":"A","content_text":"a"}]}"#));
    t.click("[part~=notice] button").await?;
    t.wait("all('[part~=item]').length === 1").await
}

/// Not JSON, in French; a web page; a file that is cut.
pub(super) async fn not_json(t: &mut Test) -> Result<()> {
    t.site
        .route("page.json", Route::html("<!doctype html><p>Sign in"));
    fails(
        t,
        "page.json",
        "is a web page, not a bundle",
        "n’ont pas pu être lus",
        "fr",
    )
    .await?;
    t.site.route(
        "cut.json",
        Route::new("application/json", r#"{"version":"https://jso"#),
    );
    fails(t, "cut.json", "is not JSON", "could not be read", "en").await
}

/// JSON that is no feed, a later format, nothing at all.
pub(super) async fn not_a_feed(t: &mut Test) -> Result<()> {
    t.site
        .route("list.json", Route::new("application/json", "[1,2]"));
    fails(
        t,
        "list.json",
        "not a JSON Feed",
        "This is not a bundle of posts.",
        "en",
    )
    .await?;
    let later = r#"{"version":"https://jsonfeed.org/version/1.1","title":"t","items":[],"_liseuse":{"version":9}}"#;
    t.site
        .route("later.json", Route::new("application/json", later));
    fails(
        t,
        "later.json",
        "format version 9",
        "demandent un lecteur plus récent",
        "fr",
    )
    .await
}

/// A server that answers with an error is asked once more.
pub(super) async fn server(t: &mut Test) -> Result<()> {
    t.site.route(
        "down.json",
        Route {
            status: 503,
            ..Route::html("down")
        },
    );
    fails(
        t,
        "down.json",
        "the server answered 503",
        "The server answered with an error",
        "en",
    )
    .await?;
    let asked = t
        .site
        .requests()
        .iter()
        .filter(|path| *path == "/down.json")
        .count();
    anyhow::ensure!(asked == 2, "asked {asked} times");
    Ok(())
}

/// Another site that does not share its bundle.
pub(super) async fn cors(t: &mut Test) -> Result<()> {
    let other = xtask::serve::Site::start(xtask::serve::Options {
        folder: std::env::temp_dir(),
        port: xtask::serve::Port::Free,
        headers: Vec::new(),
    })?;
    other.route("posts.json", Route::new("application/json", "{}"));
    let headers = vec![("content-security-policy".to_owned(), String::new())];
    let src = other.url("posts.json");
    let page = format!(
        r#"<!doctype html><html lang="en"><link rel="icon" href="data:,"><script src="recorder.js"></script>
        <liseuse-reader src="{src}">{OWN}</liseuse-reader><script src="liseuse.js" defer></script>"#
    );
    t.site.route(
        "cors.html",
        Route {
            headers,
            ..Route::html(page)
        },
    );
    t.expect_message("Access-Control-Allow-Origin");
    t.open("cors.html", Size::WIDE).await?;
    t.wait("one('[part~=notice]')?.textContent.includes('(CORS)')")
        .await?;
    t.wait("document.querySelector('#own').checkVisibility()")
        .await
}

/// A list without posts is no failure.
pub(super) async fn empty(t: &mut Test) -> Result<()> {
    t.site.route(
        "empty.json",
        Route::new(
            "application/json",
            r#"{"version":"https://jsonfeed.org/version/1.1","title":"t","items":[]}"#,
        ),
    );
    t.page(
        "empty.html",
        r#"<script src="liseuse.js" data-src="empty.json" defer></script>"#,
    );
    t.open("empty.html", Size::WIDE).await?;
    t.ready().await?;
    t.wait("one('[part~=notice]')?.textContent.includes('There are no posts yet.')")
        .await
}

/// A policy that refuses wasm, or a module that is not there: the reason is told.
pub(super) async fn no_module(t: &mut Test) -> Result<()> {
    let page = format!(
        r#"<!doctype html><html lang="en"><link rel="icon" href="data:,"><script src="recorder.js"></script>
        <liseuse-reader src="posts.json">{OWN}</liseuse-reader><script src="liseuse.js" defer></script>"#
    );
    let policy = "default-src 'none'; script-src 'self'; connect-src 'self'; img-src data:";
    let headers = vec![("content-security-policy".to_owned(), policy.to_owned())];
    t.site.route(
        "strict.html",
        Route {
            headers,
            ..Route::html(page.clone())
        },
    );
    t.expect_message("The reader could not start");
    // WebKit refuses the module and does not report it; what it throws names the directive.
    t.expect_message(match t.engine() {
        Engine::Chromium | Engine::Firefox => "CSP violation: script-src",
        Engine::WebKit => "script-src 'self'",
    });
    t.open("strict.html", Size::WIDE).await?;
    t.wait("one('[part~=notice]')?.textContent.includes(\"'wasm-unsafe-eval'\")")
        .await?;
    t.wait("document.querySelector('#own').checkVisibility()")
        .await?;
    t.site.route(
        "liseuse.wasm",
        Route {
            status: 404,
            ..Route::html("gone")
        },
    );
    t.site.route("lost.html", Route::html(page));
    t.open("lost.html", Size::WIDE).await?;
    t.wait("one('[part~=notice]')?.textContent.includes('could not start')")
        .await?;
    t.wait("document.querySelector('#own').checkVisibility()")
        .await
}

/// A module served with the wrong type starts all the same.
pub(super) async fn wrong_type(t: &mut Test) -> Result<()> {
    let module = std::fs::read(t.site_folder().join("liseuse.wasm"))?;
    t.site
        .route("liseuse.wasm", Route::new("text/plain", module));
    t.open_guide(Size::WIDE).await
}

/// While the bundle is on its way, the page's own content shows.
pub(super) async fn slow(t: &mut Test) -> Result<()> {
    let bundle = std::fs::read(t.site_folder().join("posts.json"))?;
    let delay = Duration::from_secs(3);
    t.site.route(
        "slow.json",
        Route {
            delay,
            ..Route::new("application/json", bundle)
        },
    );
    t.page("slow.html", &format!(r#"<liseuse-reader src="slow.json">{OWN}</liseuse-reader><script src="liseuse.js" defer></script>"#));
    t.open("slow.html", Size::WIDE).await?;
    t.wait("document.querySelector('#own').checkVisibility()")
        .await?;
    t.ready().await?;
    t.equals("document.querySelector('#own').checkVisibility()", false)
        .await
}

/// What the module calls while it draws throws, which leaves it in the middle of its work.
pub(super) const BREAK: &str = "window.armed = false;
    const create = Document.prototype.createTextNode;
    Document.prototype.createTextNode = function (text) {
        if (window.armed && text.includes('Llanfair')) throw new Error('broken on purpose');
        return create.call(this, text);
    };";

/// A post that breaks the reader costs itself: the reader begins again, the post is named.
pub(super) async fn trap(t: &mut Test) -> Result<()> {
    t.page("trap.html", r#"<script src="trap.js"></script><script src="liseuse.js" data-src="posts.json" defer></script>"#);
    t.site
        .route("trap.js", Route::new("text/javascript", BREAK));
    t.open("trap.html", Size::WIDE).await?;
    t.ready().await?;
    t.expect_message("the reader broke and begins again");
    t.run("window.armed = true; reader.open('sampler')").await?;
    t.wait("one('article [part~=notice]')?.textContent.includes('could not be displayed')")
        .await?;
    t.run("window.armed = false").await?;
    t.click(".back").await?;
    t.wait("all('[part~=item]').length > 5").await?;
    t.run("reader.open('security')").await?;
    t.equals(
        "one('article h1')?.textContent",
        "Security and content policy",
    )
    .await
}

/// Offline says so, and the posts come by themselves when the connection is back.
pub(super) async fn offline(t: &mut Test) -> Result<()> {
    t.open_guide(Size::WIDE).await?;
    t.expect_message("cannot be fetched offline");
    t.offline(true).await?;
    t.run("reader.src = 'posts.json?again'").await?;
    let told = t
        .wait("one('[part~=notice]')?.textContent.includes('You are offline.')")
        .await;
    t.offline(false).await?;
    told?;
    t.wait("all('[part~=item]').length > 5").await
}
