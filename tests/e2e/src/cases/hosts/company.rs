//! Several readers in a page, and several copies of the script.

use anyhow::Result;
use serde_json::json;

use crate::harness::{Policy, Test};

/// Gives the three readers of `two`, the last of them out of a shadow root.
const READERS: &str = "const readers = [...document.querySelectorAll('liseuse-reader'), document.querySelector('host-box').shadowRoot.querySelector('liseuse-reader')];
    await Promise.all(readers.map((reader) => reader.ready));";

/// Readers without a name, with bundles, languages and places of their own.
pub(crate) async fn readers(t: &mut Test) -> Result<()> {
    let host = t.host("two", Policy::Strict).await?;
    let of = |what: &str| {
        format!("(await (async () => {{ {READERS} return readers.map((reader) => {what}) }})())")
    };
    t.equals(
        &of("reader.posts().length > 5 ? 'guide' : reader.posts().map((post) => post.id).join()"),
        json!(["guide", "pain,eau", "brot,wasser"]),
    )
    .await?;
    t.equals(
        &of("reader.shadowRoot.querySelector('.reader').lang"),
        json!(["en", "fr", "en"]),
    )
    .await?;
    for (at, post, fragment) in [
        (0, "security", "#read?post=security&lang=en"),
        (1, "pain", "#read-2?post=pain&lang=fr"),
        (2, "brot", "#read-3?post=brot&lang=de"),
    ] {
        t.click_host("#own h1").await?;
        t.run(&format!("{READERS} readers[{at}].open('{post}')"))
            .await?;
        t.equals("location.hash", fragment).await?;
    }
    t.back().await?;
    t.equals(&of("reader.state.post"), json!(["security", "pain", null]))
        .await?;
    t.back().await?;
    t.equals(&of("reader.state.post"), json!(["security", null, null]))
        .await?;
    // An address is one reader's, and the others do not mind.
    let url = t.site.url("hosts/two/index.html#read-2?post=eau&lang=fr");
    t.visit("about:blank").await?;
    t.visit(&url).await?;
    t.equals(&of("reader.state.post"), json!([null, "eau", null]))
        .await?;
    t.run("scrollTo(0, 0)").await?;
    t.own_is_unchanged(&host).await
}

/// Two readers with one id, which is the page's mistake.
pub(crate) async fn same_id(t: &mut Test) -> Result<()> {
    let host = t.host("same-id", Policy::Strict).await?;
    let posts =
        "[...document.querySelectorAll('liseuse-reader')].map((reader) => reader.state.post)";
    t.run("await Promise.all([...document.querySelectorAll('liseuse-reader')].map((reader) => reader.ready))").await?;
    t.click_host("#own h1").await?;
    t.run("document.querySelectorAll('liseuse-reader')[1].open('brot')")
        .await?;
    t.equals("location.hash", "#notes-2?post=brot&lang=de")
        .await?;
    t.reload().await?;
    t.ready().await?;
    t.equals(posts, json!([null, "brot"])).await?;
    t.run("document.querySelectorAll('liseuse-reader')[0].open('pain')")
        .await?;
    t.equals(posts, json!(["pain", "brot"])).await?;
    t.run("scrollTo(0, 0)").await?;
    t.own_is_unchanged(&host).await
}

/// One script by several addresses, as a script and as a module: the first serves all.
pub(crate) async fn scripts(t: &mut Test) -> Result<()> {
    let host = t.host("scripts", Policy::Strict).await?;
    t.wait("document.querySelectorAll('liseuse-reader').length === 3 && window.defined")
        .await?;
    t.run("await Promise.all([...document.querySelectorAll('liseuse-reader')].map((reader) => reader.ready))").await?;
    t.equals("[...document.querySelectorAll('liseuse-reader')].every((reader) => reader.posts().length > 5 && reader instanceof window.defined)", true).await?;
    t.equals(
        "document.querySelector('#third').previousElementSibling?.dataset.id",
        "third",
    )
    .await?;
    let modules = "performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('/liseuse.wasm')).length";
    t.equals(modules, 1).await?;
    t.own_is_unchanged(&host).await
}

/// A script in the head, before there is a body.
pub(crate) async fn head(t: &mut Test) -> Result<()> {
    t.host("head", Policy::Strict).await?;
    t.equals("[document.body.firstElementChild === reader, reader.theme, document.querySelectorAll('liseuse-reader').length]", json!([true, "sepia", 1])).await?;
    t.wait("all('[part~=item]').length > 5").await
}
