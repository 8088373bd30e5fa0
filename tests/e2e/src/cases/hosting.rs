//! Script, module and bundle from anywhere: other sites and folders, any type, caches, and every way to load a script.

use std::fs;

use anyhow::{Context, Result, ensure};
use serde_json::json;
use xtask::cli::Engine;
use xtask::serve::{Route, Site};
use xtask::{script, size};

use crate::harness::{Size, Test};

const OWN: &str = "<p id=own>The page’s own list</p>";
const WASM: &str = "application/wasm";

/// A built file.
fn file(t: &Test, name: &str) -> Result<Vec<u8>> {
    let path = t.site_folder().join(name);
    fs::read(&path).with_context(|| format!("cannot read {}", path.display()))
}

/// Serves the built script and module in a folder too.
fn put(t: &Test, folder: &str) -> Result<()> {
    for (name, kind) in [("liseuse.js", "text/javascript"), ("liseuse.wasm", WASM)] {
        let route = Route::new(kind, file(t, name)?);
        t.site.route(&format!("{folder}/{name}"), route);
    }
    Ok(())
}

/// An answer that sends the browser elsewhere.
fn redirect(to: &str) -> Route {
    Route {
        status: 302,
        headers: vec![("location".to_owned(), to.to_owned())],
        ..Route::new("text/plain", "")
    }
}

/// What is at the site's root is gone: who asks there gets a page.
fn gone(t: &Test, name: &str) {
    let status = 404;
    let page = Route::html("gone");
    t.site.route(name, Route { status, ..page });
}

/// Opens a page and waits for its reader.
async fn starts(t: &mut Test, page: &str) -> Result<()> {
    t.open(page, Size::WIDE).await?;
    t.ready().await
}

/// Opens a page and reads in it.
async fn reads(t: &mut Test, page: &str) -> Result<()> {
    starts(t, page).await?;
    t.wait("all('[part~=item]').length > 5").await?;
    t.run("reader.open('sampler')").await?;
    t.equals("one('article h1')?.textContent", "Markdown sampler")
        .await
}

/// Opens a page whose reader cannot start: it keeps what it had, and these words are in the message.
async fn told(t: &mut Test, page: &str, words: &[&str]) -> Result<()> {
    t.expect_message("The reader could not start");
    t.open(page, Size::WIDE).await?;
    t.wait("one('[part~=notice]')?.textContent.includes('could not start')")
        .await?;
    t.wait("document.querySelector('#own').checkVisibility()")
        .await?;
    let ready =
        "await reader.ready.then(() => 'ready', ({ kind, message }) => `${kind}: ${message}`)";
    let found = t.eval(ready).await?;
    let found = found.as_str().unwrap_or_default();
    for word in [&["wasm: "], words].concat() {
        ensure!(found.contains(word), "{word:?} is not in {found:?}");
    }
    Ok(())
}

/// How often a path was asked for, with these letters in its query.
fn count(site: &Site, path: &str) -> usize {
    let requests = site.requests();
    requests.iter().filter(|asked| *asked == path).count()
}

/// A reader in the page and its script, from here or elsewhere.
fn reader(script: &str) -> String {
    format!(
        r#"<liseuse-reader src="posts.json">{OWN}</liseuse-reader><script src="{script}" defer></script>"#
    )
}

/// The script of another site, its module beside it; the bundle of the page's own site, and of a third.
pub(super) async fn other_sites(t: &mut Test) -> Result<()> {
    let cdn = t.other_site(true)?;
    let third = t.other_site(true)?;
    gone(t, "liseuse.wasm");
    let script = cdn.url("liseuse.js");
    for bundle in ["posts.json".to_owned(), third.url("posts.json")] {
        let body = format!(r#"<script src="{script}" data-src="{bundle}" defer></script>"#);
        t.page_of_sites("page.html", &body, &[&cdn, &third]);
        reads(t, "page.html").await?;
    }
    ensure!(count(&cdn, "/liseuse.wasm") == 2);
    ensure!(count(&third, "/posts.json") == 1);
    ensure!(count(&t.site, "/liseuse.wasm") == 0);
    // So does the module.
    let app = format!(
        "import {{ define }} from '{}'; define();",
        cdn.url("liseuse.mjs")
    );
    t.site.route("app.js", Route::new("text/javascript", app));
    let body = r#"<liseuse-reader src="posts.json"></liseuse-reader><script type="module" src="app.js"></script>"#;
    t.page_of_sites("page.html", body, &[&cdn]);
    reads(t, "page.html").await?;
    ensure!(count(&cdn, "/liseuse.wasm") == 3);
    Ok(())
}

/// A script may come from a site that shares nothing, its module may not: the page says what that site must send.
pub(super) async fn unshared(t: &mut Test) -> Result<()> {
    let cdn = t.other_site(false)?;
    t.page_of_sites("page.html", &reader(&cdn.url("liseuse.js")), &[&cdn]);
    let address = cdn.url("liseuse.wasm");
    told(
        t,
        "page.html",
        &[&address, "must send Access-Control-Allow-Origin"],
    )
    .await?;
    t.equals(
        "one('[part~=notice]').textContent.includes('Access-Control-Allow-Origin')",
        true,
    )
    .await
}

/// The hashes that a build prints let script and module of another site in; any other stays out.
pub(super) async fn integrity(t: &mut Test) -> Result<()> {
    let cdn = t.other_site(true)?;
    let address = cdn.url("liseuse.js");
    let page = |t: &Test, script: &str, module: &str| {
        let body = format!(
            r#"<liseuse-reader src="posts.json">{OWN}</liseuse-reader>
            <script src="{address}" integrity="{script}" data-integrity="{module}" crossorigin="anonymous" defer></script>"#
        );
        t.page_of_sites("page.html", &body, &[&cdn]);
    };
    let hash = |name| Ok::<_, anyhow::Error>(script::integrity(&file(t, name)?));
    let (script, module, other) = (
        hash("liseuse.js")?,
        hash("liseuse.wasm")?,
        hash("liseuse.mjs")?,
    );
    page(t, &script, &module);
    reads(t, "page.html").await?;
    page(t, &script, &other);
    told(
        t,
        "page.html",
        &[&cdn.url("liseuse.wasm"), "could not be fetched"],
    )
    .await?;
    page(t, &other, &module);
    t.expect_message("not loaded: http");
    t.open("page.html", Size::WIDE).await?;
    t.wait("window.__record.some((line) => line.startsWith('not loaded: '))")
        .await?;
    t.equals("customElements.get('liseuse-reader') === undefined", true)
        .await?;
    t.equals("document.querySelector('#own').checkVisibility()", true)
        .await
}

/// Whatever a server calls the module, and however it packs it.
pub(super) async fn types(t: &mut Test) -> Result<()> {
    let module = file(t, "liseuse.wasm")?;
    t.page("page.html", &reader("liseuse.js"));
    for kind in [
        "application/octet-stream",
        "text/html",
        "",
        "application/wasm; charset=utf-8",
    ] {
        t.site
            .route("liseuse.wasm", Route::new(kind, module.clone()));
        starts(t, "page.html").await.context(kind)?;
    }
    for (name, body) in [
        ("gzip", size::gzip(&module)?),
        ("br", size::brotli(&module)?),
    ] {
        // Browsers take brotli over safe connections only, and this machine counts as one.
        let headers = vec![("content-encoding".to_owned(), name.to_owned())];
        for kind in [WASM, "application/octet-stream"] {
            let headers = headers.clone();
            let route = Route::new(kind, body.clone());
            t.site.route("liseuse.wasm", Route { headers, ..route });
            starts(t, "page.html").await.context(name)?;
        }
    }
    Ok(())
}

/// A page in the place of the module, with either status, and half a module.
pub(super) async fn broken(t: &mut Test) -> Result<()> {
    let module = file(t, "liseuse.wasm")?;
    let half = module.get(..module.len() / 2).unwrap_or_default();
    t.page("page.html", &reader("liseuse.js"));
    let address = t.site.url("liseuse.wasm");
    gone(t, "liseuse.wasm");
    told(t, "page.html", &[&address, "(404, text/html"]).await?;
    for (route, words) in [
        (Route::html("<!doctype html><title>App"), "(200, text/html"),
        (Route::new(WASM, half), "(200, application/wasm)"),
        (Route::new("text/plain", half), "(200, text/plain)"),
        (Route::new(WASM, ""), "(200, application/wasm)"),
    ] {
        t.site.route("liseuse.wasm", route);
        told(t, "page.html", &[&address, words]).await?;
    }
    Ok(())
}

/// `data-base`, with a slash at its end and without: relative to the page, absolute, on another site, and no address.
pub(super) async fn bases(t: &mut Test) -> Result<()> {
    put(t, "deep/assets")?;
    put(t, "assets")?;
    let other = t.other_site(true)?;
    gone(t, "liseuse.wasm");
    let page = |t: &Test, base: &str| {
        let body = format!(
            r#"<liseuse-reader src="/posts.json">{OWN}</liseuse-reader><script src="/liseuse.js" data-base="{base}" defer></script>"#
        );
        t.page_of_sites("deep/page.html", &body, &[&other]);
    };
    for base in [
        "assets",
        "assets/",
        "./assets",
        "../assets",
        "/assets/",
        &t.site.url("assets"),
    ] {
        page(t, base);
        reads(t, "deep/page.html")
            .await
            .with_context(|| base.to_owned())?;
    }
    ensure!(count(&t.site, "/deep/assets/liseuse.wasm") == 3);
    ensure!(count(&t.site, "/assets/liseuse.wasm") == 3);
    for base in [other.url(""), other.address().to_owned()] {
        page(t, &base);
        reads(t, "deep/page.html").await?;
    }
    ensure!(count(&other, "/liseuse.wasm") == 2);
    ensure!(count(&t.site, "/liseuse.wasm") == 0);
    page(t, "http://:");
    told(t, "deep/page.html", &["URL"]).await
}

/// A script in a folder of its own, its address with a query; a page and a bundle in others.
pub(super) async fn folders(t: &mut Test) -> Result<()> {
    put(t, "deep/er")?;
    let bundle = Route::new("application/json", file(t, "posts.json")?);
    t.site.route("a/posts/posts.json", bundle);
    gone(t, "liseuse.wasm");
    t.page(
        "a/b/page.html",
        r#"<script src="../../deep/er/liseuse.js?v=3" data-src="../posts/posts.json" defer></script>"#,
    );
    reads(t, "a/b/page.html").await?;
    for path in [
        "/deep/er/liseuse.js?v=3",
        "/deep/er/liseuse.wasm",
        "/a/posts/posts.json",
    ] {
        ensure!(count(&t.site, path) == 1, "{path}: {:?}", t.site.requests());
    }
    Ok(())
}

/// Script, module and bundle that have moved. The module is looked for beside the address that the tag names.
pub(super) async fn redirects(t: &mut Test) -> Result<()> {
    put(t, "new")?;
    t.site.route("old/liseuse.js", redirect("/new/liseuse.js"));
    t.site
        .route("old/liseuse.wasm", redirect("/new/liseuse.wasm"));
    t.site.route("old.json", redirect("/posts.json"));
    let body = |base: &str| {
        format!(
            r#"<liseuse-reader src="old.json">{OWN}</liseuse-reader><script src="old/liseuse.js" {base} defer></script>"#
        )
    };
    t.page("page.html", &body(""));
    reads(t, "page.html").await?;
    gone(t, "old/liseuse.wasm");
    let address = t.site.url("old/liseuse.wasm");
    told(t, "page.html", &[&address, "404"]).await?;
    t.page("page.html", &body(r#"data-base="new""#));
    reads(t, "page.html").await
}

/// After a deployment: the new script meets the old module, and asks for its own; where there is none, it says so.
pub(super) async fn stale(t: &mut Test) -> Result<()> {
    let module = file(t, "liseuse.wasm")?;
    let (rest, build) = module.split_last_chunk::<8>().context("it is empty")?;
    let build = std::str::from_utf8(build)?;
    let old = [rest, b"deadbeef"].concat();
    t.page("page.html", &reader("liseuse.js"));
    let asked = format!("/liseuse.wasm?v={build}");
    t.site.route("liseuse.wasm", Route::new(WASM, old.clone()));
    t.site.route(&asked, Route::new(WASM, module.clone()));
    reads(t, "page.html").await?;
    ensure!(count(&t.site, "/liseuse.wasm") == 1 && count(&t.site, &asked) == 1);
    t.site.route(&asked, Route::new(WASM, old));
    told(
        t,
        "page.html",
        &[&asked, "is of another build than the script"],
    )
    .await?;
    ensure!(count(&t.site, &asked) == 2);
    // The same from a disk, where nothing can be asked for twice.
    let disk = t.disk()?;
    let packed = script::pack(&[rest, b"deadbeef"].concat())?;
    disk.write("liseuse.wasm.js", packed)?;
    disk.page("page.html", &reader("liseuse.js"))?;
    t.open_disk(&disk, "page.html", Size::WIDE).await?;
    t.wait("one('[part~=notice]')?.textContent.includes('another build')")
        .await?;
    t.equals(
        "await reader.ready.catch(({ message }) => message.includes('is of another build'))",
        true,
    )
    .await
}

/// A page may say beforehand that it will need the module: the address has no query.
pub(super) async fn preload(t: &mut Test) -> Result<()> {
    for (name, kind) in [("liseuse.wasm", WASM), ("posts.json", "application/json")] {
        let headers = vec![("cache-control".to_owned(), "max-age=60".to_owned())];
        let route = Route::new(kind, file(t, name)?);
        t.site.route(name, Route { headers, ..route });
    }
    let links = r#"<link rel="preload" as="fetch" type="application/wasm" href="liseuse.wasm" crossorigin>
        <link rel="preload" as="fetch" type="application/json" href="posts.json" crossorigin>"#;
    t.page("page.html", &[links, &reader("liseuse.js")].concat());
    reads(t, "page.html").await?;
    // WebKit's `fetch` does not take what was preloaded while that is on its way (WebKitGTK 2.50.6).
    let most = match t.engine() {
        Engine::Chromium | Engine::Firefox => 1,
        Engine::WebKit => 2,
    };
    for path in ["/liseuse.wasm", "/posts.json"] {
        let asked = count(&t.site, path);
        ensure!((1..=most).contains(&asked), "{:?}", t.site.requests());
    }
    Ok(())
}

/// `async`; early in the page; by another script; as text of the page; as a module, which does not know its address.
pub(super) async fn ways(t: &mut Test) -> Result<()> {
    put(t, "assets")?;
    for body in [
        r#"<script src="liseuse.js" data-src="posts.json" async></script>"#,
        r#"<script src="liseuse.js" data-src="posts.json"></script>"#,
    ] {
        t.page("page.html", body);
        reads(t, "page.html").await?;
    }
    let policy = "default-src 'none'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; connect-src 'self'; img-src 'self' data:";
    gone(t, "liseuse.wasm");
    // As tag managers do, in the head.
    let inject = "const script = document.createElement('script');
        script.src = 'assets/liseuse.js';
        script.dataset.src = 'posts.json';
        script.async = true;
        document.head.append(script);";
    t.site
        .route("inject.js", Route::new("text/javascript", inject));
    t.page_under(
        "page.html",
        r#"<script src="inject.js" defer></script>"#,
        policy,
    );
    reads(t, "page.html").await?;
    t.equals("reader.parentNode === document.body", true)
        .await?;
    let text = String::from_utf8(file(t, "liseuse.js")?)?;
    let inline = format!(r#"<script data-src="posts.json" data-base="assets">{text}</script>"#);
    t.page_under("page.html", &inline, policy);
    reads(t, "page.html").await?;
    // Such a script has no tag; its folder is the page's.
    let module = format!(
        r#"<liseuse-reader src="/posts.json">{OWN}</liseuse-reader><script type="module" src="/assets/liseuse.js"></script>"#
    );
    t.page("assets/page.html", &module);
    reads(t, "assets/page.html").await?;
    t.page("page.html", &module);
    told(t, "page.html", &[&t.site.url("liseuse.wasm"), "404"]).await
}

/// The page of one file, as a viewer shows what it holds in memory: such an address has no folder.
pub(super) async fn blob(t: &mut Test) -> Result<()> {
    let view = "const frame = document.querySelector('iframe');
        fetch('reader.html').then((response) => response.blob()).then((page) => { frame.src = URL.createObjectURL(page); });";
    t.site.route("view.js", Route::new("text/javascript", view));
    let body = r#"<iframe title="The file" width="800" height="600"></iframe><script src="view.js"></script>"#;
    t.page_under("page.html", body, "");
    t.open("page.html", Size::WIDE).await?;
    t.wait("document.querySelector('iframe').contentDocument?.querySelector('liseuse-reader')?.posts?.().length > 5")
        .await
}

/// Once the posts are there, nothing needs the network.
pub(super) async fn offline(t: &mut Test) -> Result<()> {
    t.open_guide(Size::WIDE).await?;
    t.offline(true).await?;
    let result = reads_all(t).await;
    t.offline(false).await?;
    result
}

async fn reads_all(t: &mut Test) -> Result<()> {
    let posts = t.eval("reader.posts().length").await?;
    ensure!(posts.as_u64().is_some_and(|posts| posts > 5));
    t.equals(
        "await (async () => {
            const titles = [];
            for (const { id, title } of reader.posts()) {
                await reader.open(id);
                titles.push(one('article h1').textContent === title);
            }
            return titles;
        })()",
        json!(vec![
            true;
            usize::try_from(posts.as_u64().unwrap_or_default())?
        ]),
    )
    .await?;
    t.run("reader.close()").await?;
    t.click_named("[part~=tag]", "markdown").await?;
    t.wait("all('[part~=tag][aria-pressed=true]').length === 1")
        .await
}
