//! The harness itself, on a page of its own: what it claims to see, it sees.

use anyhow::{Result, ensure};
use serde_json::json;
use thirtyfour::Key;
use xtask::serve::Route;

use crate::harness::{Size, Test};

/// A stand-in for the reader, so that these cases fail only for the harness's own faults.
const STUB: &str = r#"customElements.define("liseuse-reader", class extends HTMLElement {
  ready = Promise.resolve();
  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    const add = (tag, properties) => root.append(Object.assign(document.createElement(tag), properties));
    add("h1", { textContent: "Stub" });
    add("input", { ariaLabel: "Search" });
    add("button", { textContent: "  Blue 3", onclick() { this.ariaPressed = "true"; } });
    add("button", { textContent: "Red 2", onclick() { location.hash = "red"; } });
  }
});"#;

async fn open_stub(t: &mut Test, size: Size) -> Result<()> {
    t.page(
        "stub.html",
        r#"<liseuse-reader></liseuse-reader><script src="stub.js"></script>"#,
    );
    t.site.route("stub.js", Route::new("text/javascript", STUB));
    t.open("stub.html", size).await?;
    t.ready().await
}

/// Clicks, keys and history reach the shadow root and the page.
pub(super) async fn input(t: &mut Test) -> Result<()> {
    open_stub(t, Size::WIDE).await?;
    t.click_named("button", "Blue").await?;
    t.equals(
        "all('button').map((button) => button.ariaPressed)",
        json!(["true", null]),
    )
    .await?;
    t.type_into("input", "été").await?;
    t.press("s".to_owned() + Key::Tab + Key::Tab + Key::Enter)
        .await?;
    t.equals("one('input').value", "étés").await?;
    t.equals("location.hash", "#red").await?;
    t.back().await?;
    t.equals("location.hash", "").await?;
    t.forward().await?;
    t.equals("location.hash", "#red").await?;
    t.click("button").await
}

/// The viewport, the colours and the languages are what a case asks for.
pub(super) async fn look(t: &mut Test) -> Result<()> {
    let dark = "matchMedia('(prefers-color-scheme: dark)').matches";
    open_stub(t, Size::NARROW).await?;
    t.equals("innerWidth", 360).await?;
    t.equals(dark, false).await?;
    t.equals("navigator.languages", json!(["en-US", "en"]))
        .await?;
    t.dark(true).await?;
    t.languages(&["fr", "de"]).await?;
    open_stub(t, Size::WIDE).await?;
    t.equals("innerWidth", 1280).await?;
    t.equals(dark, true).await?;
    t.equals("navigator.languages", json!(["fr", "de"])).await
}

/// Console errors, uncaught errors, lost files and broken policy all come to light.
pub(super) async fn record(t: &mut Test) -> Result<()> {
    let expected = [
        "console.error: told twice",
        "console.warn: careful",
        "uncaught: ",
        "unhandled rejection: Error: nobody caught",
        "not loaded: ",
        "CSP violation: style-src-attr",
        "CSP violation: require-trusted-types-for",
    ];
    let faults = r#"console.error("told", "twice");
console.warn("careful");
setTimeout(() => { throw new Error("nobody looked"); });
Promise.reject(new Error("nobody caught"));
document.body.setAttribute("style", "color: red");
try { document.body.innerHTML += "<p>"; } catch {}"#;
    t.page(
        "faults.html",
        r#"<script src="faults.js"></script><script src="lost.js"></script>"#,
    );
    t.site
        .route("faults.js", Route::new("text/javascript", faults));
    t.open("faults.html", Size::WIDE).await?;
    for part in expected {
        t.expect_message(part);
    }
    // Some of them come a moment after the page has loaded.
    t.wait(&format!("window.__record.length >= {}", expected.len()))
        .await?;
    let found = t.messages().await?;
    ensure!(
        found.len() == expected.len(),
        "other messages came too: {found:#?}"
    );
    Ok(())
}

/// axe-core reports what is wrong inside the shadow root, and by itself disturbs nothing.
pub(super) async fn axe(t: &mut Test) -> Result<()> {
    open_stub(t, Size::WIDE).await?;
    let none: [String; 0] = [];
    ensure!(t.axe().await? == none, "the stub is accessible");
    t.run("one('input').removeAttribute('aria-label')").await?;
    let found = t.axe().await?;
    let [line] = found.as_slice() else {
        anyhow::bail!("expected one line: {found:#?}")
    };
    ensure!(
        line.starts_with("label (critical)") && line.ends_with("liseuse-reader >>> input"),
        "{line}"
    );
    Ok(())
}

/// The site answers with delays, statuses and headers of a case's choice, and remembers what was asked.
pub(super) async fn site(t: &mut Test) -> Result<()> {
    open_stub(t, Size::WIDE).await?;
    const FETCH: &str = "(async (start) => {
        const { status } = await fetch('slow.json?a=1');
        return [status, performance.now() - start >= 299];
    })(performance.now())";
    let delay = std::time::Duration::from_millis(300);
    t.site.route(
        "slow.json",
        Route {
            delay,
            status: 503,
            ..Route::new("application/json", "{}")
        },
    );
    t.equals(FETCH, json!([503, true])).await?;
    let expected = ["/stub.html", "/recorder.js", "/stub.js", "/slow.json?a=1"];
    ensure!(
        t.site.requests() == expected,
        "asked for {:?}",
        t.site.requests()
    );
    let headers = vec![("content-security-policy".to_owned(), String::new())];
    t.site.route(
        "free.html",
        Route {
            headers,
            ..Route::html("<p style='color: red'>no policy</p>")
        },
    );
    t.open("free.html", Size::WIDE).await?;
    t.equals(
        "getComputedStyle(document.querySelector('p')).color",
        "rgb(255, 0, 0)",
    )
    .await
}

/// From disk, Firefox behaves as it does for users: a page may not fetch its neighbour.
pub(super) async fn disk(t: &mut Test) -> Result<()> {
    let folder = std::env::temp_dir().join(format!("liseuse-e2e-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    std::fs::write(
        folder.join("page.html"),
        "<!doctype html><title>On disk</title>",
    )?;
    std::fs::write(folder.join("neighbour.html"), "<!doctype html>")?;
    t.visit(&format!("file://{}", folder.join("page.html").display()))
        .await?;
    let result = t
        .eval("fetch('neighbour.html').then(() => 'fetched', () => 'refused')")
        .await;
    std::fs::remove_dir_all(&folder)?;
    ensure!(
        result? == "refused",
        "{} lets files fetch",
        t.engine().name()
    );
    Ok(())
}
