//! Opened by a double-click: the same page as on a server, and the page of one file.

use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::json;
use xtask::paths;
use xtask::serve::Route;

use crate::harness::{Disk, Size, Test};

const OWN: &str = "<p id=own>The page’s own list</p>";
const SCRIPT: &str = r#"<script src="liseuse.js" data-src="posts.json" defer></script>"#;

/// List, tags, languages, article, fragment, back and forward, pictures, copying, what is remembered.
pub(super) async fn same_page(t: &mut Test) -> Result<()> {
    let disk = t.disk()?;
    disk.page("page.html", SCRIPT)?;
    t.open_disk(&disk, "page.html", Size::WIDE).await?;
    t.ready().await?;
    reading(t).await?;
    // The choice is remembered where the browser gives files a storage, and the page loads anyway.
    t.click_named("[part~=languages] button", "Français")
        .await?;
    t.equals("reader.state.languages[0]", "fr").await?;
    let kept = t
        .eval("(() => { try { return localStorage.getItem('liseuse-languages'); } catch { return null; } })()")
        .await?;
    t.reload().await?;
    t.ready().await?;
    let first = if kept.is_null() { "en" } else { "fr" };
    t.equals("reader.state.languages[0]", first).await?;
    t.run("try { localStorage.removeItem('liseuse-languages') } catch {}")
        .await?;
    t.nothing_requested().await?;
    // That the last line would see a request is seen here.
    t.site.route("seen.png", Route::new("image/png", ""));
    let image = format!("new Image().src = {:?}", t.site.url("seen.png"));
    t.run(&image).await?;
    t.wait(
        "performance.getEntriesByType('resource').some(({ name }) => name.endsWith('seen.png'))",
    )
    .await?;
    ensure!(t.nothing_requested().await.is_err(), "a request was missed");
    // A deep link.
    t.visit("about:blank").await?;
    t.open_disk(&disk, "page.html#read?post=sampler&block=30", Size::NARROW)
        .await?;
    t.ready().await?;
    t.equals("reader.state.block", 30).await?;
    // Where storage throws, all works without it.
    disk.page(
        "bare.html",
        &[r#"<script src="bare.js"></script>"#, SCRIPT].concat(),
    )?;
    disk.write(
        "bare.js",
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });",
    )?;
    t.open_disk(&disk, "bare.html", Size::WIDE).await?;
    t.ready().await?;
    t.click_named("[part~=languages] button", "Français")
        .await?;
    t.equals("reader.state.languages[0]", "fr").await
}

/// What one does with the guide.
async fn reading(t: &mut Test) -> Result<()> {
    t.wait("all('[part~=item]').length > 5").await?;
    let all = t.eval("reader.posts().length").await?;
    t.click_named("[part~=tag]", "markdown").await?;
    t.wait("all('[part~=tag][aria-pressed=true]').length === 1")
        .await?;
    t.wait(&format!("reader.posts().length < {all}")).await?;
    t.equals("location.hash.includes('tag=markdown')", true)
        .await?;
    t.click_named("[part~=item] h3 a", "Markdown sampler")
        .await?;
    t.equals("one('article h1').textContent", "Markdown sampler")
        .await?;
    t.equals("root.activeElement === one('article h1')", true)
        .await?;
    t.wait("location.hash.startsWith('#read?post=sampler')")
        .await?;
    t.run("one('.body img').scrollIntoView()").await?;
    t.wait("all('.body img').length > 0 && all('.body img').every((image) => image.complete && image.naturalWidth > 0)")
        .await?;
    t.run("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
        .await?;
    // Not under the bar, which stays at the top.
    t.run("one('.copy').scrollIntoView({ block: 'center' })")
        .await?;
    t.click(".copy").await?;
    t.equals("window.copied === one('.code code').textContent", true)
        .await?;
    t.click_named("[part~=languages] button", "Français")
        .await?;
    t.equals("reader.state.language", "fr").await?;
    t.back().await?;
    t.equals("one('article h1')?.textContent", "Markdown sampler")
        .await?;
    t.back().await?;
    t.equals("all('[part~=tag][aria-pressed=true]').length", 1)
        .await?;
    t.forward().await?;
    t.equals("one('article h1')?.textContent", "Markdown sampler")
        .await?;
    t.click(".back").await?;
    t.wait("one('[part~=list]')").await
}

/// A bundle of one post, as the script that hands it over.
fn bundle(title: &str) -> String {
    let feed = json!({ "version": "https://jsonfeed.org/version/1.1", "title": title, "language": "en",
        "items": [{ "id": "a", "title": title, "content_text": title, "_liseuse": { "content_type": "text/markdown" } }] });
    let text = json!(feed.to_string());
    format!("window.runs = (window.runs ?? 0) + 1; document.currentScript.liseuse={text};\n")
}

/// Bundles of the same name in two folders, the same one twice, and scripts written in the page.
pub(super) async fn several(t: &mut Test) -> Result<()> {
    let disk = t.disk()?;
    disk.write("a/posts.js", bundle("A"))?;
    disk.write("b/posts.js", bundle("B"))?;
    let readers = r#"<liseuse-reader id="a1" src="a/posts.json"></liseuse-reader><liseuse-reader id="b" src="b/posts.json"></liseuse-reader>
        <liseuse-reader id="a2" src="a/posts.json"></liseuse-reader>"#;
    let before = r#"<script src="liseuse.wasm.js"></script><script src="a/posts.js"></script>"#;
    let after = r#"<script src="a/posts.js" async></script>"#;
    let script = r#"<script src="liseuse.js"></script>"#;
    let pages = [
        (format!("{readers}{script}"), 2),
        (format!("{script}{readers}"), 2),
        // What is written in the page is taken, or loaded twice and taken once.
        (format!("{before}{readers}{script}"), 2),
        (format!("{readers}{script}{after}"), 3),
    ];
    for (index, (body, runs)) in pages.iter().enumerate() {
        let name = format!("{index}.html");
        disk.page(&name, body)?;
        t.open_disk(&disk, &name, Size::WIDE).await?;
        let titles = "await Promise.all(['a1', 'b', 'a2'].map(async (id) => {
            const reader = document.getElementById(id);
            await reader.ready;
            return reader.posts()[0].title;
        }))";
        t.equals(titles, json!(["A", "B", "A"])).await?;
        t.equals("window.runs", *runs).await?;
        // Nothing of it stays in the page but what its author wrote.
        t.equals("document.head.querySelectorAll('script').length", 1)
            .await?;
    }
    t.nothing_requested().await
}

/// Waits for a notice, the page's own content and the event.
async fn told(t: &Test, notice: &str, kind: &str) -> Result<()> {
    t.wait(&format!(
        "one('[part~=notice]')?.textContent.includes({notice:?})"
    ))
    .await?;
    t.wait("document.querySelector('#own').checkVisibility()")
        .await?;
    t.equals("window.kinds", json!([kind])).await
}

/// A page whose reader will fail: it keeps the kinds of failures.
fn failing(disk: &Disk, first: &str) -> Result<()> {
    disk.write(
        "kinds.js",
        "window.kinds = []; addEventListener('liseuse-error', ({ detail }) => kinds.push(detail.kind));",
    )?;
    disk.write("first.js", first)?;
    disk.page(
        "page.html",
        &format!(r#"<script src="kinds.js"></script><script src="first.js"></script>
            <liseuse-reader src="posts.json">{OWN}</liseuse-reader><script src="liseuse.js" defer></script>"#),
    )
}

/// No posts.js, one that is no bundle, one that is cut; trying again works once it is there.
pub(super) async fn missing(t: &mut Test) -> Result<()> {
    let disk = t.disk()?;
    failing(&disk, "")?;
    disk.rename("posts.js", "kept.js")?;
    t.expect_message("posts.js is missing, broken or refused");
    t.expect_message("not loaded: file:");
    t.open_disk(&disk, "page.html", Size::NARROW).await?;
    told(t, "needs posts.js too", "not-found").await?;
    t.equals(
        "await reader.ready.then(() => 'ready', () => 'refused')",
        "refused",
    )
    .await?;
    disk.rename("kept.js", "posts.js")?;
    t.click("[part~=notice] button").await?;
    t.wait("all('[part~=item]').length > 5").await?;
    disk.write("posts.js", "document.currentScript.liseuse='{\"version\"';")?;
    t.expect_message("posts.js is not JSON");
    // An address that is typed again may show WebKit what it remembers.
    t.reload().await?;
    told(t, "could not be read", "not-json").await?;
    disk.write("posts.js", "document.currentScript.liseuse='{\"vers")?;
    t.expect_message("uncaught: ");
    t.reload().await?;
    told(t, "needs posts.js too", "not-found").await
}

/// No module, one that is cut, one that is nonsense, a browser that cannot unpack it.
pub(super) async fn broken_module(t: &mut Test) -> Result<()> {
    let disk = t.disk()?;
    failing(&disk, "")?;
    let whole = disk.read("liseuse.wasm.js")?;
    t.expect_message("The reader could not start");
    t.expect_message("not loaded: file:");
    let half = whole.get(..whole.len() / 2).context("it is ASCII")?;
    let nonsense = r#"document.currentScript.liseuse="(nonsense)";"#;
    for module in [None, Some(format!("{half}\";")), Some(nonsense.to_owned())] {
        match module {
            None => disk.remove("liseuse.wasm.js")?,
            Some(text) => disk.write("liseuse.wasm.js", text)?,
        }
        t.open_disk(&disk, "page.html", Size::NARROW).await?;
        told(t, "from disk liseuse.wasm.js", "wasm").await?;
    }
    disk.write("liseuse.wasm.js", whole)?;
    failing(&disk, "delete window.DecompressionStream;")?;
    t.open_disk(&disk, "page.html", Size::NARROW).await?;
    told(t, "older than 2023", "wasm").await
}

/// A policy in the page: scripts that it lets in do; where it lets no script load another, those that
/// are written in the page, before the reader.
pub(super) async fn policy(t: &mut Test) -> Result<()> {
    let disk = t.disk()?;
    failing(&disk, "")?;
    let page = |policy: &str, before: &str| {
        let policy = format!(r#"<meta http-equiv="Content-Security-Policy" content="{policy}">"#);
        let body = format!(
            r#"<script src="kinds.js"></script>{before}<liseuse-reader src="posts.json">{OWN}</liseuse-reader>
            <script src="liseuse.js"></script>"#
        );
        let page = disk.read("page.html")?;
        let head = page.split("<body>").next().unwrap_or_default().to_owned();
        let head = head.replace("</head>", &[&policy, "</head>"].concat());
        disk.write("policy.html", format!("{head}<body>{body}"))
    };
    let scripts = "default-src 'none'; script-src file: 'wasm-unsafe-eval'; img-src data: file:";
    page(scripts, "")?;
    t.open_disk(&disk, "policy.html", Size::WIDE).await?;
    t.ready().await?;
    let strict = format!("{scripts}; require-trusted-types-for 'script'; trusted-types 'none'");
    let written = r#"<script src="liseuse.wasm.js"></script><script src="posts.js"></script>"#;
    page(&strict, written)?;
    t.open_disk(&disk, "policy.html", Size::WIDE).await?;
    t.ready().await?;
    t.wait("all('[part~=item]').length > 5").await?;
    t.check_messages().await?;
    // Without them the reason is told.
    page(&strict, "")?;
    t.expect_message("The reader could not start");
    t.expect_message("CSP violation: require-trusted-types-for");
    t.expect_message("where a policy refuses it, write it as a script before liseuse.js");
    t.open_disk(&disk, "policy.html", Size::WIDE).await?;
    t.wait("one('[part~=notice]')").await?;
    t.wait("document.querySelector('#own').checkVisibility()")
        .await?;
    t.equals("window.kinds", json!(["wasm"])).await
}

/// As on a server: the reader begins again, and the post is named.
pub(super) async fn trap(t: &mut Test) -> Result<()> {
    let disk = t.disk()?;
    disk.page(
        "trap.html",
        &[r#"<script src="trap.js"></script>"#, SCRIPT].concat(),
    )?;
    disk.write("trap.js", super::failure::BREAK)?;
    t.open_disk(&disk, "trap.html", Size::WIDE).await?;
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
    .await?;
    t.nothing_requested().await
}

/// Puts the recorder first into a page of one file; what stands before the policy is not under it.
fn recorded(page: &str) -> Result<String> {
    let (before, after) = page
        .split_once("<meta http-equiv")
        .context("the page has a policy")?;
    Ok([
        before,
        "<script src=\"recorder.js\"></script><meta http-equiv",
        after,
    ]
    .concat())
}

/// The guide in one file: from disk as it is, and under the recorder; from a server too.
pub(super) async fn one_file(t: &mut Test) -> Result<()> {
    let disk = t.disk()?;
    t.open_disk(&disk, "reader.html", Size::WIDE).await?;
    t.ready().await?;
    disk.write("recorded.html", recorded(&disk.read("reader.html")?)?)?;
    // It needs nothing that lies beside it.
    for name in [
        "liseuse.js",
        "liseuse.wasm",
        "liseuse.wasm.js",
        "posts.json",
        "posts.js",
    ] {
        disk.remove(name)?;
    }
    disk.rename("images", "gone")?;
    t.open_disk(&disk, "recorded.html", Size::WIDE).await?;
    t.ready().await?;
    reading(t).await?;
    t.nothing_requested().await?;
    t.check_messages().await?;
    // The policy is in force.
    t.expect_message("CSP violation: img-src");
    t.run("new Image().src = 'https://example.invalid/x.png'")
        .await?;
    t.expect_message("CSP violation: connect-src");
    t.equals(
        "await fetch('https://example.invalid/').then(() => 'in', () => 'out')",
        "out",
    )
    .await?;
    // From a server.
    let headers = vec![("content-security-policy".to_owned(), String::new())];
    t.site.route(
        "one.html",
        Route {
            headers,
            ..Route::html(disk.read("recorded.html")?)
        },
    );
    t.open("one.html", Size::NARROW).await?;
    t.ready().await?;
    t.wait("all('[part~=item]').length > 5").await?;
    let asked = t.site.requests();
    ensure!(
        asked
            .iter()
            .all(|path| path == "/one.html" || path == "/recorder.js"),
        "asked for {asked:?}"
    );
    Ok(())
}

/// The corpus in one file: small enough, and nothing is asked for with the network cut.
pub(super) async fn one_file_of_the_corpus(t: &mut Test) -> Result<()> {
    t.needs_corpus()?;
    let disk = t.disk()?;
    let page = disk.read("blog.html")?;
    ensure!(page.len() < 450_000, "it has {} bytes", page.len());
    disk.write("recorded.html", recorded(&page)?)?;
    t.offline(true).await?;
    let result = corpus(t, &disk, "recorded.html").await;
    t.offline(false).await?;
    result
}

/// The corpus as a page with files beside it.
pub(super) async fn corpus_page(t: &mut Test) -> Result<()> {
    t.needs_corpus()?;
    let disk = t.disk()?;
    disk.page("page.html", &SCRIPT.replace("posts.json", "blog.json"))?;
    corpus(t, &disk, "page.html").await?;
    t.equals("location.hash.includes('tag=innovation')", true)
        .await
}

async fn corpus(t: &mut Test, disk: &Disk, name: &str) -> Result<()> {
    t.open_disk(disk, name, Size::WIDE).await?;
    t.ready().await?;
    t.equals("reader.posts().length", 43).await?;
    t.run("reader.setLanguages('*')").await?;
    t.equals("reader.posts().length", 47).await?;
    t.run("reader.setLanguages('fr en')").await?;
    t.click_named("[part~=tag]", "innovation").await?;
    t.click_named("[part~=item] h3 a", "La fin des POCs")
        .await?;
    t.equals("one('article h1').textContent", "La fin des POCs")
        .await?;
    t.click_named("[part~=languages] button", "English").await?;
    t.equals("one('article h1').textContent", "The end of POCs")
        .await?;
    t.back().await?;
    t.back().await?;
    t.equals("all('[part~=tag][aria-pressed=true]').length", 1)
        .await?;
    t.nothing_requested().await
}

/// What would end a script, or hide its end.
const ENDS: [&str; 9] = [
    "</script><script>window.__pwned = 1</script>",
    "</SCRIPT\n>",
    "<!--<script>",
    "<!-- <script> --></script>",
    "]]>",
    "\u{2028}window.__pwned = 1\u{2029}",
    "\0",
    "</liseuse-reader><img src=x onerror=window.__pwned=1>",
    "\\\";window.__pwned = 1;\"",
];

/// Every hostile string in every field, in a page of one file.
pub(super) async fn hostile_file(t: &mut Test) -> Result<()> {
    let disk = t.disk()?;
    let mut payloads = super::safety::payloads()?;
    payloads.extend(ENDS.map(str::to_owned));
    let feed = super::safety::hostile_feed(&payloads).to_string();
    // Half a pair is allowed in JSON, but in no text.
    let feed = feed.replacen('{', r#"{"half":"\ud800","#, 1);
    disk.write("hostile.json", &feed)?;
    let program = paths::target().join("debug/liseuse-bundle");
    let status = Command::new(&program)
        .args([
            "page",
            "hostile.json",
            "-o",
            "hostile.html",
            "--quiet",
            "--fallback",
            "full",
            "--widget",
        ])
        .arg(paths::pkg())
        .current_dir(disk.folder())
        .stderr(std::process::Stdio::null())
        .status()
        .with_context(|| format!("cannot start {}", program.display()))?;
    ensure!(
        status.code().is_some_and(|code| code <= 1),
        "it ended with {status}"
    );
    disk.write("recorded.html", recorded(&disk.read("hostile.html")?)?)?;
    t.expect_message("defects in the bundle");
    t.open_disk(&disk, "recorded.html", Size::WIDE).await?;
    t.ready().await?;
    t.equals("window.__pwned === undefined", true).await?;
    t.equals("document.body.children.length", 2).await?;
    t.equals("document.scripts.length", 3).await?;
    let posts = t.eval("reader.posts().map((post) => post.id)").await?;
    let posts = posts.as_array().cloned().unwrap_or_default();
    ensure!(posts.len() > 50, "{} posts are few", posts.len());
    // The ends of scripts come last; what the others may do, another case has seen.
    let last = posts.get(posts.len().saturating_sub(40)..);
    t.run(&format!(
        "for (const id of {}) await reader.open(id)",
        json!(last)
    ))
    .await?;
    t.equals("window.__pwned === undefined", true).await?;
    t.nothing_requested().await
}
