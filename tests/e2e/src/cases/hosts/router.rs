//! Hosts with a router or a base of their own: whose entry of the history is it?

use anyhow::Result;
use serde_json::{Value, json};

use crate::harness::{Policy, Test};

/// As the strict policy, with a base.
const WITH_BASE: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src 'self' data:; \
    base-uri 'self'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

const VIEW: &str = "document.querySelector('#view').textContent";

/// The page's views are fragments, as the reader's places are: neither minds the other.
pub(crate) async fn hash_router(t: &mut Test) -> Result<()> {
    let host = t.host("hash-router", Policy::Strict).await?;
    t.click_host("a[href='#/about']").await?;
    t.equals(VIEW, "About").await?;
    t.click("[part~=item] h3 a").await?;
    t.wait("one('article h1')").await?;
    t.equals(
        "[location.hash.startsWith('#read?post='), document.querySelector('#view').textContent]",
        json!([true, "About"]),
    )
    .await?;
    t.click_host("a[href='#/posts/3']").await?;
    t.equals(VIEW, "Post 3").await?;
    t.equals("Boolean(one('article h1'))", true).await?;
    t.back().await?;
    t.equals("location.hash.startsWith('#read?post=')", true)
        .await?;
    t.back().await?;
    t.equals(
        "[location.hash, reader.state.post]",
        json!(["#/about", null]),
    )
    .await?;
    t.equals(VIEW, "About").await?;
    t.back().await?;
    t.equals(VIEW, "Home").await?;
    t.own_is_unchanged(&host).await
}

/// What the page keeps in its history stays; what it wipes of ours is made up for.
pub(crate) async fn history_state(t: &mut Test) -> Result<()> {
    let host = t.host("hash-router", Policy::Strict).await?;
    t.run("history.replaceState({ page: 3 }, '', '#/posts/3')")
        .await?;
    t.click("[part~=item] h3 a").await?;
    t.wait("one('article h1')").await?;
    t.equals("history.state.page", 3).await?;
    t.back().await?;
    t.equals(
        "[location.hash, history.state.page, reader.state.post]",
        json!(["#/posts/3", 3, null]),
    )
    .await?;
    // Wiped: the way back to the list is known all the same.
    for wiped in ["null", "{ own: true }"] {
        t.run(&format!("history.replaceState({wiped}, '')")).await?;
        t.click("[part~=item] h3 a").await?;
        t.wait("one('article h1')").await?;
        t.back().await?;
        t.wait("!one('article') && all('[part~=item]').length > 5")
            .await?;
        t.run(&format!("history.replaceState({wiped}, '')")).await?;
        t.click("[part~=tag]").await?;
        t.wait("reader.state.tags.length === 1").await?;
        t.back().await?;
        t.equals("reader.state.tags", json!([])).await?;
    }
    // What has no room for more is left as it is.
    for own in ["'words'", "[1, 2]", "new Map([['a', 1]])"] {
        t.run(&format!("history.pushState({own}, '', '#/')"))
            .await?;
        t.run("reader.open('security'); reader.close(); reader.setFilter({ tags: [] })")
            .await?;
        t.run(&format!("history.pushState({own}, '', '#/about')"))
            .await?;
        t.click("[part~=item] h3 a").await?;
        t.wait("one('article h1')").await?;
        t.back().await?;
        t.equals("location.hash", "#/about").await?;
        t.equals(&format!("Object.prototype.toString.call(history.state) === Object.prototype.toString.call({own})"), true).await?;
        t.run("reader.close()").await?;
        t.wait("all('[part~=item]').length > 5").await?;
    }
    t.run("location.hash = '#/'; scrollTo(0, 0)").await?;
    t.equals(VIEW, "Home").await?;
    t.own_is_unchanged(&host).await
}

/// With a `<base>` the address stays the page's own, and links lead into it.
pub(crate) async fn base(t: &mut Test) -> Result<()> {
    let host = t.host("base", Policy::Its(WITH_BASE)).await?;
    t.equals(
        "one('[part~=item] h3 a').href.startsWith(`${location.href}#read?post=`)",
        true,
    )
    .await?;
    t.click("[part~=item] h3 a").await?;
    t.wait("one('article h1')").await?;
    t.equals(
        "[location.pathname, location.hash.startsWith('#read?post=')]",
        json!(["/hosts/base/index.html", true]),
    )
    .await?;
    t.run("reader.open('sampler')").await?;
    t.click(".body sup a").await?;
    t.equals("location.pathname", "/hosts/base/index.html")
        .await?;
    t.reload().await?;
    t.ready().await?;
    t.equals("reader.state.post", "sampler").await?;
    t.run("reader.close()").await?;
    t.equals(
        "[location.pathname, reader.state.post]",
        json!(["/hosts/base/index.html", null]),
    )
    .await?;
    t.own_is_unchanged(&host).await
}

/// A router that takes every click on a link, before or after the reader sees it.
pub(crate) async fn greedy_router(t: &mut Test) -> Result<()> {
    let host = t.host("spa", Policy::Strict).await?;
    for address in ["hosts/spa/index.html", "hosts/spa/index.html?capture"] {
        let url = t.site.url(address);
        t.visit(&url).await?;
        t.ready().await?;
        t.click("[part~=item] h3 a").await?;
        t.wait("one('article h1')").await?;
        t.equals("location.hash.startsWith('#read?post=')", true)
            .await?;
        t.click(".back").await?;
        t.wait("all('[part~=item]').length > 5").await?;
        t.click("[part~=tag]").await?;
        t.wait("reader.state.tags.length === 1").await?;
        t.equals("window.taken.length", 2).await?;
        t.click_host("#own a").await?;
        t.equals(
            "[document.querySelector('#view').textContent, location.pathname]",
            json!(["Inside", "/hosts/spa/index.html"]),
        )
        .await?;
        t.equals("reader.state.post", Value::Null).await?;
    }
    t.own_is_unchanged(&host).await
}
