//! An element that is moved, copied, hidden, carried into other documents, or there for a moment only.

use anyhow::Result;
use serde_json::json;
use xtask::cli::Engine;

use crate::harness::{Policy, Test};

const LISTED: &str = "all('[part~=item]').length > 5";

/// Moved within the page, into folds and dialogs, and out of sight.
pub(crate) async fn moves(t: &mut Test) -> Result<()> {
    let host = t.host("life", Policy::Strict).await?;
    t.run("reader.open('security')").await?;
    for place in ["#fold", "#dialog", "#hidden"] {
        t.run(&format!("document.querySelector('{place}').append(reader)"))
            .await?;
        t.equals(
            "one('article h1')?.textContent",
            "Security and content policy",
        )
        .await?;
    }
    t.run("reader.setView('side-by-side'); reader.open('welcome')")
        .await?;
    t.run("document.querySelector('#hidden').id = 'shown'")
        .await?;
    t.wait("one('.columns')").await?;
    t.run("const dialog = document.querySelector('#dialog'); dialog.append(reader); dialog.showModal()").await?;
    t.wait("one('.body').checkVisibility() && one('.reader').clientWidth > 400")
        .await?;
    t.click(".back").await?;
    t.wait(LISTED).await?;
    t.run(
        "document.querySelector('#dialog').close(); document.querySelector('#fold').append(reader)",
    )
    .await?;
    t.run("document.querySelector('#fold').open = true; reader.hidden = true")
        .await?;
    t.equals("reader.checkVisibility()", false).await?;
    t.run("reader.hidden = false; document.body.append(reader)")
        .await?;
    t.wait("one('[part~=item]').checkVisibility()").await?;
    t.run("scrollTo(0, 0)").await?;
    t.own_is_unchanged(&host).await
}

/// Copies and new elements are readers of their own.
pub(crate) async fn copies(t: &mut Test) -> Result<()> {
    let host = t.host("life", Policy::Strict).await?;
    t.run("reader.open('security'); const clone = reader.cloneNode(true); clone.id = 'clone'; document.body.append(clone); await clone.ready").await?;
    t.equals("document.querySelector('#clone').posts().length > 5", true)
        .await?;
    t.run("const copy = document.importNode(document.querySelector('#mould').content, true); document.body.append(copy);
        await document.querySelector('section > liseuse-reader').ready").await?;
    t.equals("document.querySelector('section > liseuse-reader').shadowRoot.querySelectorAll('[part~=item]').length > 5", true).await?;
    t.run("const made = document.createElement('liseuse-reader'); made.setAttribute('src', '../../posts.json'); made.route = 'none';
        made.append('Own words'); document.body.prepend(made); await made.ready; made.remove()").await?;
    t.equals(
        "one('article h1').textContent",
        "Security and content policy",
    )
    .await?;
    // Markup that the page writes itself, and takes away while the posts are on their way.
    t.run("const box = document.createElement('div'); document.body.append(box);
        const early = document.createElement('liseuse-reader'); early.src = '../../posts.json?slow'; box.append(early); await 0; box.remove();
        await new Promise(requestAnimationFrame)").await?;
    t.run("scrollTo(0, 0)").await?;
    t.own_is_unchanged(&host).await
}

/// Carried into a frame's document and back.
pub(crate) async fn adoption(t: &mut Test) -> Result<()> {
    let host = t.host("life", Policy::Strict).await?;
    t.wait("document.querySelector('#frame').contentDocument?.querySelector('#place')")
        .await?;
    t.run("window.kept = reader; reader.open('security'); document.querySelector('#frame').contentDocument.querySelector('#place').append(reader)").await?;
    let inside = |what: &str| {
        format!("((reader) => {{ const root = reader.shadowRoot; return {what} }})(window.kept)")
    };
    // It has its style there, speaks the frame's language, and goes on.
    t.equals(&inside("[root.adoptedStyleSheets.length, root.querySelector('.reader').lang, root.querySelector('article h1').textContent]"), json!([2, "fr", "Security and content policy"])).await?;
    t.equals(
        &inside("getComputedStyle(root.querySelector('.reader')).containerType"),
        "inline-size",
    )
    .await?;
    t.run("window.kept.close()").await?;
    t.equals(
        &inside("root.querySelectorAll('[part~=item]').length > 5"),
        true,
    )
    .await?;
    // Taken out, and put in anew.
    t.run("window.kept.remove(); await new Promise(requestAnimationFrame);
        document.querySelector('#frame').contentDocument.querySelector('#place').append(window.kept); await window.kept.ready").await?;
    t.equals(
        &inside("root.querySelectorAll('[part~=item]').length > 5"),
        true,
    )
    .await?;
    t.run("document.body.append(window.kept)").await?;
    t.equals(
        "[one('.reader').lang, root.adoptedStyleSheets.length, all('[part~=item]').length > 5]",
        json!(["en", 2, true]),
    )
    .await?;
    // A document that nobody sees.
    t.run("const other = document.implementation.createHTMLDocument(''); other.body.append(window.kept); await new Promise(requestAnimationFrame);
        document.body.append(window.kept); await window.kept.ready").await?;
    t.wait(LISTED).await?;
    t.run("scrollTo(0, 0)").await?;
    t.own_is_unchanged(&host).await
}

/// A hundred readers come and go, and leave no listener, observer or element.
pub(crate) async fn crowd(t: &mut Test) -> Result<()> {
    let host = t.host_page("crowd", "index.html", Policy::Strict).await?;
    t.wait("customElements.get('liseuse-reader')").await?;
    let turn = |times: u32| {
        format!(
            "window.gone ??= []; for (let i = 0; i < {times}; i += 1) {{
            const reader = document.createElement('liseuse-reader');
            Object.assign(reader, {{ src: '../../posts.json', route: 'none' }});
            document.querySelector('#place').append(reader);
            await reader.ready;
            if (i % 2) reader.open('welcome');
            reader.remove();
            await new Promise((done) => setTimeout(done));
            if (reader.shadowRoot.querySelector('.reader')) throw new Error('something is left');
            window.gone.push(new WeakRef(reader));
        }}"
        )
    };
    t.run(&turn(1)).await?;
    let before = t.eval("window.counts").await?;
    for _ in 0..4 {
        t.run(&turn(25)).await?;
    }
    t.equals("window.counts", before).await?;
    t.equals("document.querySelector('#place').childNodes.length", 0)
        .await?;
    // Only here can a page's memory be swept on request.
    if t.engine() == Engine::Chromium {
        t.devtools("HeapProfiler.collectGarbage", json!({})).await?;
        t.wait("window.gone.filter((reader) => reader.deref()).length <= 2")
            .await?;
    }
    t.own_is_unchanged(&host).await
}
