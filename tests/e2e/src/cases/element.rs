//! The element's manners: attributes, properties, events, life in a page.

use anyhow::{Result, ensure};
use serde_json::json;
use xtask::serve::Route;

use crate::harness::{Size, Test};

async fn open(t: &mut Test, path: &str, body: &str) -> Result<()> {
    t.page(path, body);
    t.open(path, Size::WIDE).await?;
    t.ready().await
}

/// The page's own content shows until the reader is ready, and is hidden then.
pub(super) async fn light_content(t: &mut Test) -> Result<()> {
    open(
        t,
        "light.html",
        r#"<liseuse-reader src="posts.json"><ul id="own"><li>A link</li></ul></liseuse-reader>
        <script src="liseuse.js" defer></script>"#,
    )
    .await?;
    t.equals("document.querySelector('#own').checkVisibility()", false)
        .await?;
    t.wait("all('[part~=item]').length > 5").await
}

/// Events come in their order, a cancelled navigation does not happen.
pub(super) async fn events(t: &mut Test) -> Result<()> {
    t.open_guide(Size::WIDE).await?;
    t.run(
        "window.seen = [];
        for (const name of ['navigate', 'post', 'filter', 'language', 'error']) {
            document.addEventListener(`liseuse-${name}`, (event) => {
                window.seen.push([name, event.detail?.id ?? null]);
                if (window.hold) event.preventDefault();
            });
        }",
    )
    .await?;
    t.run("reader.open('security'); reader.close(); reader.setFilter({ tags: ['cli'] }); reader.setLanguages(['fr'])").await?;
    t.equals(
        "window.seen",
        json!([
            ["navigate", "security"],
            ["post", "security"],
            ["navigate", null],
            ["post", null],
            ["filter", null],
            ["language", null]
        ]),
    )
    .await?;
    t.run("window.hold = true; reader.open('security')").await?;
    t.equals("reader.state.post", serde_json::Value::Null)
        .await?;
    t.expect_message("not in the bundle");
    t.run("window.hold = false; reader.open('no-such-post')")
        .await?;
    t.wait("one('[part~=notice]')").await
}

/// Properties mirror attributes, also those set before the element is defined.
pub(super) async fn properties(t: &mut Test) -> Result<()> {
    t.page(
        "early.html",
        r#"<liseuse-reader id="lire"></liseuse-reader><script src="early.js"></script><script src="liseuse.js" defer></script>"#,
    );
    t.site.route(
        "early.js",
        xtask::serve::Route::new(
            "text/javascript",
            "Object.assign(document.querySelector('liseuse-reader'), { src: 'posts.json', languages: ['fr'], tags: ['markdown'], theme: 'sepia' });",
        ),
    );
    t.open("early.html", Size::WIDE).await?;
    t.ready().await?;
    t.equals(
        "[reader.getAttribute('languages'), reader.theme, reader.view, reader.match]",
        json!(["fr", "sepia", "single", "any"]),
    )
    .await?;
    t.equals("reader.state.languages", json!(["fr"])).await?;
    t.equals("reader.state.tags", json!(["markdown"])).await?;
    t.wait("one('.reader.sepia')").await?;
    t.run("reader.open('echantillon')").await?;
    t.equals(
        "location.hash",
        "#lire?post=echantillon&lang=fr&tag=markdown",
    )
    .await?;
    t.run("reader.post = 'bienvenue'").await?;
    t.equals("reader.state.post", "bienvenue").await
}

/// Two readers keep to their own fragments, and the page's own fragments are left alone.
pub(super) async fn two_readers(t: &mut Test) -> Result<()> {
    t.page(
        "two.html",
        r##"<h2 id="own">Own</h2><a href="#own">own</a><liseuse-reader id="a" src="posts.json" languages="en"></liseuse-reader>
        <liseuse-reader id="b" src="posts.json" languages="fr" lang="fr"></liseuse-reader><script src="liseuse.js" defer></script>"##,
    );
    t.open("two.html#own", Size::WIDE).await?;
    t.ready().await?;
    t.run("await document.querySelector('#b').ready").await?;
    t.equals("location.hash", "#own").await?;
    // Browsers pass over entries of the history in which no person did anything.
    t.click("h1, h2").await?;
    t.run("document.querySelector('#a').open('security')")
        .await?;
    t.equals("location.hash", "#a?post=security&lang=en")
        .await?;
    t.click("h1, h2").await?;
    t.run("document.querySelector('#b').open('langues')")
        .await?;
    t.equals("location.hash", "#b?post=langues&lang=fr").await?;
    t.click("h1, h2").await?;
    t.run("document.querySelector('a[href=\"#own\"]').click()")
        .await?;
    t.equals("location.hash", "#own").await?;
    t.equals(
        "[document.querySelector('#a').state.post, document.querySelector('#b').state.post]",
        json!(["security", "langues"]),
    )
    .await?;
    t.back().await?;
    t.equals("location.hash", "#b?post=langues&lang=fr").await?;
    t.back().await?;
    t.equals(
        "[document.querySelector('#a').state.post, document.querySelector('#b').state.post]",
        json!(["security", null]),
    )
    .await?;
    t.back().await?;
    t.equals(
        "document.querySelector('#a').state.post",
        serde_json::Value::Null,
    )
    .await
}

/// A reader that is moved goes on; one that is removed leaves nothing, and can come back.
pub(super) async fn removal(t: &mut Test) -> Result<()> {
    t.open_guide(Size::WIDE).await?;
    t.run("reader.open('security'); const box = document.body.appendChild(document.createElement('section')); box.append(reader)").await?;
    t.equals(
        "one('article h1').textContent",
        "Security and content policy",
    )
    .await?;
    t.run("reader.close(); window.kept = reader; reader.remove(); await new Promise(requestAnimationFrame)").await?;
    t.equals(
        "window.kept.shadowRoot.querySelector('article, [part~=item]')",
        serde_json::Value::Null,
    )
    .await?;
    for _ in 0..10 {
        t.run("document.body.append(window.kept); await window.kept.ready; window.kept.remove(); await new Promise(requestAnimationFrame)").await?;
    }
    t.run("document.body.append(window.kept); await window.kept.ready")
        .await?;
    t.wait("all('[part~=item]').length > 5").await
}

/// The script given twice defines the element once; each tag with posts gives a reader.
pub(super) async fn script_twice(t: &mut Test) -> Result<()> {
    open(
        t,
        "twice.html",
        r#"<script src="liseuse.js" data-src="posts.json" defer></script><script src="liseuse.js" defer></script>"#,
    )
    .await?;
    t.equals("document.querySelectorAll('liseuse-reader').length", 1)
        .await
}

/// A bundle may stand in the page, or be given as an object.
pub(super) async fn inline_bundles(t: &mut Test) -> Result<()> {
    open(
        t,
        "inline.html",
        r#"<liseuse-reader><script type="application/feed+json">{"version":"https://jsonfeed.org/version/1.1","title":"Inline",
        "items":[{"id":"a","title":"One","content_text":"Hello https://example.org/."},{"id":2,"title":"Two","content_html":"<p>Hi <b>there</b></p>"}]}</script></liseuse-reader>
        <script src="liseuse.js" defer></script>"#,
    )
    .await?;
    t.equals("reader.posts().map((post) => post.id)", json!(["a", "2"]))
        .await?;
    t.run("reader.open('a')").await?;
    t.equals("one('.body a')?.href", "https://example.org/")
        .await?;
    t.run("reader.open('2')").await?;
    t.equals("one('.body b')?.textContent", "there").await?;
    t.run("reader.close(); reader.bundle = { version: 'https://jsonfeed.org/version/1.1', title: 'Other', items: [{ id: 'x', title: 'X', content_text: 'x' }] }; await 0; await reader.ready").await?;
    t.equals("reader.posts().map((post) => post.id)", json!(["x"]))
        .await
}

/// With `route="none"` the address bar is left alone.
pub(super) async fn no_routing(t: &mut Test) -> Result<()> {
    open(t, "none.html", r#"<script src="liseuse.js" data-src="posts.json" data-route="none" data-post="security" defer></script>"#).await?;
    t.equals("reader.state.post", "security").await?;
    let entries = t.eval("history.length").await?;
    t.run("reader.close(); reader.open(\'welcome\')").await?;
    t.equals("one('article h1').textContent", "Welcome to Liseuse")
        .await?;
    t.equals("location.hash", "").await?;
    t.equals("history.length", entries).await
}

/// One request for each file, the module and the bundle side by side.
pub(super) async fn loading_order(t: &mut Test) -> Result<()> {
    // Slow enough that one after the other would show.
    for (file, kind) in [
        ("liseuse.wasm", "application/wasm"),
        ("posts.json", "application/json"),
    ] {
        let delay = std::time::Duration::from_millis(400);
        let body = std::fs::read(t.site_folder().join(file))?;
        t.site.route(
            file,
            xtask::serve::Route {
                delay,
                ..xtask::serve::Route::new(kind, body)
            },
        );
    }
    t.open_guide(Size::WIDE).await?;
    let requests = t.site.requests();
    for file in ["/liseuse.js", "/liseuse.wasm", "/posts.json"] {
        ensure!(
            requests.iter().filter(|path| *path == file).count() == 1,
            "{file}: {requests:?}"
        );
    }
    ensure!(requests.len() == 5, "asked for {requests:?}");
    // Both begin before either has ended.
    t.equals(
        "(() => {
            const timing = (name) => performance.getEntriesByType('resource').find((entry) => entry.name.endsWith(name));
            const [module, bundle] = [timing('liseuse.wasm'), timing('posts.json')];
            return module.startTime <= bundle.responseEnd && bundle.startTime <= module.responseEnd;
        })()",
        true,
    )
    .await
}

/// The ECMAScript module makes the element known when asked, and finds its files beside itself.
pub(super) async fn module(t: &mut Test) -> Result<()> {
    t.page(
        "module.html",
        r#"<liseuse-reader src="posts.json"></liseuse-reader><script type="module" src="app.js"></script>"#,
    );
    let app = "import { LiseuseReader, define } from './liseuse.mjs';
        window.before = customElements.get('liseuse-reader') === undefined;
        define();
        define();
        window.same = customElements.get('liseuse-reader') === LiseuseReader;";
    t.site.route("app.js", Route::new("text/javascript", app));
    t.open("module.html", Size::WIDE).await?;
    t.ready().await?;
    t.equals("[window.before, window.same]", json!([true, true]))
        .await?;
    t.wait("all('[part~=item]').length > 5").await?;
    let asked = t.site.requests();
    anyhow::ensure!(
        asked.iter().any(|path| path == "/liseuse.wasm"),
        "{asked:?}"
    );
    Ok(())
}
