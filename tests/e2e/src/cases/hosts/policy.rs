//! What the server and the kind of page lay down: policies, isolation, quirks, XML.

use anyhow::Result;
use serde_json::json;
use xtask::serve::Route;

use crate::harness::{Policy, Size, Test};

const LISTED: &str = "all('[part~=item]').length > 5";

async fn reads(t: &mut Test) -> Result<()> {
    t.wait(LISTED).await?;
    t.click("[part~=item] h3 a").await?;
    t.wait("one('.body p')").await?;
    t.click(".back").await?;
    t.wait(LISTED).await
}

/// Under the strict policy, word for word that of the README.
pub(crate) async fn strict(t: &mut Test) -> Result<()> {
    let host = t.host("strict", Policy::Strict).await?;
    reads(t).await?;
    t.own_is_unchanged(&host).await
}

/// A policy of nonces lets only scripts run that the server has signed.
pub(crate) async fn nonce(t: &mut Test) -> Result<()> {
    let policy = "default-src 'none'; script-src 'nonce-once' 'strict-dynamic' 'wasm-unsafe-eval'; connect-src 'self'; img-src 'self' data:; \
        style-src 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
    let host = t.host("nonce", Policy::Its(policy)).await?;
    reads(t).await?;
    t.own_is_unchanged(&host).await
}

/// A page that wants to be isolated lets nothing in that does not agree.
pub(crate) async fn isolated(t: &mut Test) -> Result<()> {
    let page =
        std::fs::read_to_string(xtask::paths::root().join("tests/e2e/hosts/strict/index.html"))?;
    let page = page.replacen("<head>", r#"<head><script src="/recorder.js"></script>"#, 1);
    let headers = [
        ("cross-origin-embedder-policy", "require-corp"),
        ("cross-origin-opener-policy", "same-origin"),
    ];
    let headers = headers
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec();
    t.site.route(
        "hosts/strict/isolated.html",
        Route {
            headers,
            ..Route::html(page)
        },
    );
    t.open("hosts/strict/isolated.html", Size::WIDE).await?;
    t.ready().await?;
    t.equals("crossOriginIsolated", true).await?;
    reads(t).await
}

/// Without a doctype: old rules for tables and lines do not reach in.
pub(crate) async fn quirks(t: &mut Test) -> Result<()> {
    let host = t.host("quirks", Policy::Strict).await?;
    t.equals("document.compatMode", "BackCompat").await?;
    reads(t).await?;
    t.run("reader.open('sampler')").await?;
    t.equals(
        "(() => { const style = (css) => getComputedStyle(one(css)); const [cell, text] = [style('.body td'), style('.body p')];
            return [cell.color === text.color, cell.fontFamily === text.fontFamily, cell.whiteSpace, style('.body table').color === text.color] })()",
        json!([true, true, "normal", true]),
    )
    .await?;
    // The page scrolls by its body.
    t.run("scrollTo(0, 900); reader.open('security')").await?;
    t.equals(
        "Math.abs(one('.reader').getBoundingClientRect().top) < 2",
        true,
    )
    .await?;
    t.run("reader.close(); scrollTo(0, 0)").await?;
    t.own_is_unchanged(&host).await
}

/// A page in XML.
pub(crate) async fn xhtml(t: &mut Test) -> Result<()> {
    let host = t.host_page("xhtml", "index.xhtml", Policy::Strict).await?;
    t.ready().await?;
    t.equals("document.contentType", "application/xhtml+xml")
        .await?;
    reads(t).await?;
    t.run("reader.open('sampler')").await?;
    t.equals("one('.body table') instanceof HTMLTableElement", true)
        .await?;
    t.run("reader.close(); scrollTo(0, 0)").await?;
    t.own_is_unchanged(&host).await
}
