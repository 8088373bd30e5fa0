//! A page that is left and found again, as it was if the browser kept it.

use anyhow::Result;
use serde_json::json;
use xtask::serve::Route;

use crate::harness::{Policy, Size, Test};

/// Back on the page, place and scroll are as they were; where the browser keeps pages, the reader is alive.
pub(crate) async fn back_and_forward(t: &mut Test) -> Result<()> {
    t.serve("cache", Policy::Strict)?;
    // What must not be stored is not kept either.
    let folder = xtask::paths::root().join("tests/e2e/hosts/cache");
    for file in ["index.html", "away.html"] {
        let page = std::fs::read_to_string(folder.join(file))?;
        let page = page.replacen("<head>", r#"<head><script src="/recorder.js"></script>"#, 1);
        let headers = vec![("cache-control".to_owned(), String::new())];
        t.site.route(
            &format!("hosts/cache/{file}"),
            Route {
                headers,
                ..Route::html(page)
            },
        );
    }
    t.open("hosts/cache/index.html", Size::WIDE).await?;
    t.ready().await?;
    t.click_named("[part~=tag]", "markdown").await?;
    t.wait("reader.state.tags.length === 1").await?;
    t.click("[part~=item] h3 a").await?;
    t.wait("one('.body p')").await?;
    t.run("scrollTo(0, 500); window.alive = true").await?;
    let before = t
        .eval("[location.href, one('article h1').textContent, scrollY]")
        .await?;
    t.run("document.querySelector('#away').click(); await new Promise(() => {})")
        .await
        .ok();
    t.wait("document.title === 'Another page'").await?;
    t.back().await?;
    t.wait("window.shown?.length").await?;
    t.ready().await?;
    t.equals(
        "[location.href, one('article h1')?.textContent, scrollY]",
        before,
    )
    .await?;
    let kept = t.eval("window.shown.at(-1)").await?;
    // A page that was kept has not begun anew.
    t.equals("window.alive === true", kept.clone()).await?;
    if kept == json!(false) {
        // The browser may have its own reasons, but none that we gave.
        let ours = "(performance.getEntriesByType('navigation')[0].notRestoredReasons?.reasons ?? []).map(({ reason }) => reason)
            .filter((reason) => /unload|websocket|idb|fetch|lock|broadcast|worker|keepalive/i.test(reason))";
        t.equals(ours, json!([])).await?;
    }
    t.click(".back").await?;
    t.wait("!one('article') && reader.state.tags.length === 1")
        .await?;
    t.equals("all('[part~=item]').length > 0", true).await
}
