//! The npm package in pages of its users: bundlers, import maps, and values that are as the types say.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, ensure};
use serde_json::json;
use xtask::package::App;
use xtask::serve::Route;
use xtask::tools::npm;
use xtask::{paths, script};

use crate::harness::{Size, Test};

/// What a user writes.
const DEFINE: &str = "import { define } from \"liseuse\";\ndefine();\n";

/// Serves what a bundler wrote, with the recorder first in its page.
fn serve(t: &Test, folder: &Path, prefix: &str) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let to = format!("{prefix}{name}");
        if path.is_dir() {
            serve(t, &path, &format!("{to}/"))?;
            continue;
        }
        let bytes = fs::read(&path)?;
        let route = match path.extension().and_then(|end| end.to_str()) {
            Some("html") => {
                let recorder = r#"<head><script src="/recorder.js"></script>"#;
                Route::html(String::from_utf8(bytes)?.replacen("<head>", recorder, 1))
            }
            Some("js") => Route::new("text/javascript", bytes),
            Some("wasm") => Route::new("application/wasm", bytes),
            _ => Route::new("application/octet-stream", bytes),
        };
        t.site.route(&to, route);
    }
    Ok(())
}

/// Opens a page, sees the list, reads a post.
async fn reads(t: &mut Test, page: &str) -> Result<()> {
    t.open(page, Size::WIDE).await?;
    reading(t).await
}

async fn reading(t: &mut Test) -> Result<()> {
    t.ready().await?;
    t.wait("all('[part~=item]').length > 5").await?;
    t.click_named("[part~=item] h3 a", "Markdown sampler")
        .await?;
    t.equals("one('article h1')?.textContent", "Markdown sampler")
        .await
}

/// The modules that were asked for since there were so many requests.
fn modules(t: &Test, since: usize) -> Vec<String> {
    let requests = t.site.requests().into_iter().skip(since);
    requests.filter(|path| path.contains(".wasm")).collect()
}

/// At the root of a site, in a folder that Vite is told of, and in one that it is not.
pub(super) async fn vite(t: &mut Test) -> Result<()> {
    let app = App::new("vite", DEFINE)?;
    for (base, folder) in [("/", ""), ("/sub/", "sub/"), ("./", "deep/er/")] {
        serve(t, &app.vite(base)?, folder)?;
        let since = t.site.requests().len();
        reads(t, &format!("{folder}index.html"))
            .await
            .with_context(|| format!("with the base {base}"))?;
        let asked = modules(t, since);
        let start = format!("/{folder}assets/liseuse-");
        ensure!(
            asked.len() == 1 && asked.iter().all(|path| path.starts_with(&start)),
            "{asked:?}"
        );
    }
    Ok(())
}

/// Vite's own server, which bundles the package by itself before it serves it.
pub(super) async fn vite_server(t: &mut Test) -> Result<()> {
    let app = App::new("vite-server", DEFINE)?;
    let public = app.folder().join("public");
    fs::create_dir_all(&public)?;
    fs::copy(
        t.site_folder().join("posts.json"),
        public.join("posts.json"),
    )?;
    let server = Server::start(&app)?;
    t.resize(Size::WIDE).await?;
    t.visit(&server.address).await?;
    reading(t).await?;
    t.equals(
        "performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname).filter((path) => path.endsWith('.wasm'))",
        json!(["/node_modules/liseuse/liseuse.wasm"]),
    )
    .await?;
    // It goes before its server does.
    t.visit("about:blank").await
}

/// Vite's server at work; it ends with this.
struct Server {
    address: String,
    child: Child,
}

impl Server {
    fn start(app: &App) -> Result<Self> {
        let vite = npm::for_tests()?.join("vite/dist/node/index.js");
        let start = "const [vite, root] = process.argv.slice(1);
            const { createServer } = await import(vite);
            const server = await createServer({ root, configFile: false, logLevel: 'warn', server: { host: '127.0.0.1', port: 0 } });
            await server.listen();
            console.log(server.resolvedUrls.local[0]);";
        let mut child = Command::new("node")
            .args(["--input-type=module", "--eval", start])
            .arg(format!("file://{}", vite.display()))
            .arg(app.folder())
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot start node")?;
        let output = child.stdout.take();
        let mut server = Self {
            address: String::new(),
            child,
        };
        let mut output = BufReader::new(output.context("node has no output")?);
        output.read_line(&mut server.address)?;
        server.address = server.address.trim().to_owned();
        ensure!(
            server.address.starts_with("http"),
            "Vite says {:?}",
            server.address
        );
        Ok(server)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// esbuild leaves the module behind: it is copied beside the script, or imported as a file and named.
pub(super) async fn esbuild(t: &mut Test) -> Result<()> {
    let app = App::new("esbuild", DEFINE)?;
    let out = app.esbuild(&[])?;
    fs::copy(app.installed("liseuse.wasm"), out.join("liseuse.wasm"))?;
    serve(t, &out, "beside/")?;
    let since = t.site.requests().len();
    reads(t, "beside/index.html").await?;
    ensure!(modules(t, since) == ["/beside/liseuse.wasm"]);
    let named = "import { define } from \"liseuse\";
        import wasm from \"liseuse/liseuse.wasm\";
        define(new URL(wasm, import.meta.url));";
    app.write("main.js", named)?;
    fs::remove_dir_all(&out)?;
    serve(t, &app.esbuild(&["--loader:.wasm=file"])?, "named/")?;
    let since = t.site.requests().len();
    reads(t, "named/index.html").await?;
    let asked = modules(t, since);
    ensure!(
        asked.len() == 1 && asked.iter().all(|path| path.starts_with("/named/liseuse-")),
        "{asked:?}"
    );
    Ok(())
}

/// Without a bundler; and what a framework sets on elements before they are known is honoured.
pub(super) async fn import_map(t: &mut Test) -> Result<()> {
    for (name, kind) in [
        ("liseuse.mjs", "text/javascript"),
        ("liseuse.wasm", "application/wasm"),
    ] {
        let bytes = fs::read(t.site_folder().join(name))?;
        t.site
            .route(&format!("lib/{name}"), Route::new(kind, bytes));
    }
    let app = "import { LiseuseReader, define } from 'liseuse';
        const [first] = document.getElementsByTagName('liseuse-reader');
        const title = 'Given';
        Object.assign(first, {
            bundle: { version: 'https://jsonfeed.org/version/1.1', title, items: [{ id: 'a', title, content_text: 'a' }] },
            theme: 'dark', languages: ['fr', 'en'], route: 'none',
        });
        const made = document.createElement('liseuse-reader');
        Object.assign(made, { id: 'made', src: 'posts.json', tags: ['markdown'], languages: 'en' });
        document.querySelector('main').append(made);
        define();
        window.are = [first, made].every((reader) => reader instanceof LiseuseReader);";
    t.site.route("app.js", Route::new("text/javascript", app));
    let map = r#"{ "imports": { "liseuse": "/lib/liseuse.mjs" } }"#;
    let hash = script::integrity(map.as_bytes());
    let body = format!(
        r#"<script type="importmap">{map}</script><liseuse-reader></liseuse-reader><script type="module" src="app.js"></script>"#
    );
    let policy = format!(
        "default-src 'none'; script-src 'self' '{hash}' 'wasm-unsafe-eval'; connect-src 'self'; img-src 'self' data:;
        require-trusted-types-for 'script'; trusted-types 'none'"
    )
    .replace('\n', " ");
    t.page_under("page.html", &body, &policy);
    t.open("page.html", Size::WIDE).await?;
    t.ready().await?;
    t.equals("window.are", true).await?;
    t.equals("reader.posts().map(({ title }) => title)", json!(["Given"]))
        .await?;
    t.equals(
        "[reader.getAttribute('theme'), reader.languages, reader.route]",
        json!(["dark", "fr, en", "none"]),
    )
    .await?;
    t.wait("one('.reader.dark')").await?;
    let made = "document.querySelector('#made')";
    t.equals(
        &format!("(await {made}.ready).state.tags"),
        json!(["markdown"]),
    )
    .await?;
    t.equals("location.hash", "").await?;
    ensure!(modules(t, 0) == ["/lib/liseuse.wasm"]);
    Ok(())
}

/// The names in an interface of the types.
fn members(types: &str, name: &str) -> Result<Vec<String>> {
    let body = types.split(&format!("export interface {name} {{\n")).nth(1);
    let body = body.and_then(|rest| rest.split("\n}").next());
    let lines = body
        .with_context(|| format!("there is no interface {name}"))?
        .lines();
    let mut names: Vec<_> = lines
        .filter_map(|line| line.strip_prefix("  ")?.split_once(':'))
        .map(|(name, _)| name.to_owned())
        .filter(|name| name.chars().all(char::is_alphanumeric))
        .collect();
    names.sort();
    Ok(names)
}

/// Snapshots, posts, places and failures have the members that `liseuse.d.ts` gives them, and no other.
pub(super) async fn values(t: &mut Test) -> Result<()> {
    let types = fs::read_to_string(paths::pkg().join("liseuse.d.ts"))?;
    let listen = "window.heard = {};
        for (const name of ['ready', 'navigate', 'post', 'filter', 'language', 'error'])
            addEventListener(`liseuse-${name}`, ({ detail }) => { heard[name] = detail; });";
    t.site
        .route("listen.js", Route::new("text/javascript", listen));
    t.page(
        "page.html",
        r#"<script src="listen.js"></script><script src="liseuse.js" data-src="posts.json" defer></script>"#,
    );
    t.open("page.html", Size::WIDE).await?;
    t.ready().await?;
    let keys = |value: &str| format!("Object.keys({value}).sort()");
    let snapshot = json!(members(&types, "Snapshot")?);
    t.equals(&keys("reader.state"), snapshot.clone()).await?;
    t.equals(&keys("heard.ready"), snapshot.clone()).await?;
    let post = members(&types, "Post")?;
    ensure!(post.len() == 7, "{post:?}");
    t.equals(&keys("reader.posts()[0]"), json!(post)).await?;
    t.equals(
        &keys("reader.posts().find(({ versions }) => versions.length > 1).versions[1]"),
        json!(["id", "language"]),
    )
    .await?;
    t.run("reader.open('sampler', { block: 3 })").await?;
    let mut place = post;
    place.push("block".to_owned());
    place.sort();
    t.equals(&keys("heard.post"), json!(place)).await?;
    t.equals(&keys("heard.navigate"), json!(place)).await?;
    t.run("reader.close()").await?;
    t.equals("heard.post", json!({ "id": null, "block": null }))
        .await?;
    t.run("reader.setFilter({ tags: ['markdown'] }); reader.setLanguages('fr')")
        .await?;
    t.equals(&keys("heard.filter"), snapshot.clone()).await?;
    t.equals(&keys("heard.language"), snapshot).await?;
    t.expect_message("the post asked for is not in the bundle");
    t.run("reader.open('nothing')").await?;
    t.equals(&keys("heard.error"), json!(members(&types, "Failure")?))
        .await
}
