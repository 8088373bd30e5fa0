//! Globals that a page has taken, frozen or hidden behind elements of their name.

use anyhow::Result;
use serde_json::json;

use crate::harness::{Feature, Policy, Test};

async fn reads(t: &mut Test) -> Result<()> {
    t.wait("all('[part~=item]').length > 5").await?;
    t.click("[part~=item] h3 a").await?;
    t.wait("one('.body p')").await?;
    t.equals("window.location.hash.startsWith('#read?post=')", true)
        .await?;
    t.back().await?;
    t.wait("!one('article') && all('[part~=item]').length > 5")
        .await?;
    t.click_named("[part~=tag]", "markdown").await?;
    t.wait("reader.state.tags.length === 1").await?;
    t.run("reader.setFilter({ tags: [] }); reader.setView('side-by-side'); reader.open('welcome')")
        .await?;
    t.wait("one('.bead')").await?;
    t.run("reader.setView('single'); reader.close()").await?;
    t.wait("all('[part~=item]').length > 5").await
}

/// `const URL = …`, `class Node`, additions to `Array.prototype` and `Object.prototype`, a wrapped
/// `fetch`, frozen prototypes.
pub(crate) async fn taken(t: &mut Test) -> Result<()> {
    t.needs(Feature::OwnWorld)?;
    let host = t.host("globals", Policy::Strict).await?;
    reads(t).await?;
    // The page's own `fetch` is the one that is asked: a monitor or a cache may stand behind it.
    t.equals(
        "window.asked.map((address) => address.split('/').pop())",
        json!(["liseuse.wasm", "posts.json", "liseuse.more.wasm"]),
    )
    .await?;
    t.equals("Object.hasOwn(reader.state, 'foo')", false)
        .await?;
    t.own_is_unchanged(&host).await
}

/// Images, forms and fields with the names of everything that a script might ask for.
pub(crate) async fn clobbered(t: &mut Test) -> Result<()> {
    let host = t.host("clobber", Policy::Strict).await?;
    t.wait("all('[part~=item]').length > 5").await?;
    // By script: drivers ask the form for what is around an element, and go round in circles.
    t.click_host("#own h1").await?;
    t.run("one('[part~=item] h3 a').click()").await?;
    t.wait("one('.body p') && location.hash.startsWith('#read?post=')")
        .await?;
    t.back().await?;
    t.wait("!one('article') && all('[part~=item]').length > 5")
        .await?;
    t.equals("one('.reader').lang", "fr").await?;
    t.run("document.querySelector('#form').removeAttribute('lang')")
        .await?;
    t.equals("one('.reader').lang", "en").await?;
    t.run("scrollTo(0, 300); reader.open('sampler')").await?;
    t.equals(
        "Math.abs(one('.reader').getBoundingClientRect().top) < 2",
        true,
    )
    .await?;
    t.equals("document.querySelectorAll('liseuse-reader').length", 2)
        .await?;
    t.run("await document.querySelectorAll('liseuse-reader')[1].ready; scrollTo(0, 0)")
        .await?;
    t.own_is_unchanged(&host).await
}
