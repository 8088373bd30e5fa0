//! Frames in a sandbox: no origin, no storage, no clipboard.

use anyhow::Result;

use crate::harness::{Policy, Test};

/// As the strict policy, without Trusted Types: `srcdoc` is markup. It names the site, for in a frame
/// without an origin WebKit takes `'self'` for nobody.
const FRAMES: &str = "default-src 'none'; script-src SITE 'wasm-unsafe-eval'; connect-src SITE; img-src SITE data:; frame-src 'self'";

/// What a reader has to do wherever it is.
async fn reads(t: &mut Test, has_history: bool) -> Result<()> {
    t.ready().await?;
    t.wait("all('[part~=item]').length > 5").await?;
    t.click_named("[part~=languages] button", "Français")
        .await?;
    t.wait("reader.state.languages.includes('fr')").await?;
    t.click_named("[part~=tag]", "css").await?;
    t.wait("reader.state.tags.length === 1").await?;
    t.run("reader.open('sampler')").await?;
    // In the middle, so that no picture that is on its way moves it under the pointer.
    t.run("one('.copy').scrollIntoView({ block: 'center' })")
        .await?;
    let at = "one('.copy').getBoundingClientRect().top";
    t.wait(&format!("{at} === await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done({at}))))"))
        .await?;
    t.click(".copy").await?;
    t.wait("one('.status').textContent").await?;
    if has_history {
        t.equals("location.hash.startsWith('#read?post=sampler')", true)
            .await?;
        t.run("const back = new Promise((done) => addEventListener('popstate', done, { once: true })); history.back(); await back").await?;
    } else {
        t.click(".back").await?;
    }
    t.wait("!one('article') && all('[part~=item]').length > 0")
        .await
}

/// A frame with scripts and nothing else; the server lets nobody fetch from there.
pub(crate) async fn sandbox(t: &mut Test) -> Result<()> {
    let host = t
        .host_page("sandbox", "index.html", Policy::Its(FRAMES))
        .await?;
    t.enter("#opaque").await?;
    t.equals("origin", "null").await?;
    reads(t, true).await?;
    t.leave().await?;
    t.run("scrollTo(0, 0)").await?;
    t.own_is_unchanged(&host).await
}

/// Pages that are written into an attribute, with an origin and without.
pub(crate) async fn srcdoc(t: &mut Test) -> Result<()> {
    let host = t
        .host_page("sandbox", "index.html", Policy::Its(FRAMES))
        .await?;
    for (frame, origin) in [("#srcdoc", true), ("#srcdoc-open", false)] {
        t.enter(frame).await?;
        t.equals("origin === 'null'", origin).await?;
        t.equals("location.href", "about:srcdoc").await?;
        reads(t, false).await?;
        t.leave().await?;
    }
    t.run("scrollTo(0, 0)").await?;
    t.own_is_unchanged(&host).await
}

/// Without scripts the page's own words stand.
pub(crate) async fn mute(t: &mut Test) -> Result<()> {
    let host = t
        .host_page("sandbox", "index.html", Policy::Its(FRAMES))
        .await?;
    // No script runs in there, so it is looked at from here.
    let frame = "document.querySelector('#mute').contentDocument";
    t.wait(&format!(
        "{frame}?.readyState === 'complete' && {frame}.querySelector('#fallback')"
    ))
    .await?;
    t.equals(&format!("[{frame}.querySelector('#fallback').getBoundingClientRect().height > 0, {frame}.querySelector('liseuse-reader').shadowRoot]"), serde_json::json!([true, null])).await?;
    t.own_is_unchanged(&host).await
}
