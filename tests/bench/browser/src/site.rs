//! The site of the bench: libraries, the widget and its peers come in, pages that differ in nothing else go out.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::{Value, json};
use xtask::paths;
use xtask::run::Run;
use xtask::serve::{Options, Port, Route, Site};
use xtask::tools::npm;

use crate::corpus::{Item, Library};

const PROBE: &str = include_str!("../pages/probe.js");
const STYLE: &str = include_str!("../pages/style.css");
/// What makes `bench` of our element.
pub(crate) const DRIVER: &str = include_str!("../pages/liseuse.js");

/// What is measured beside what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stack {
    Liseuse,
    LiseuseSplit,
    Marked,
    MarkedPreloaded,
    MarkedOneFile,
    Commonmark,
    Scan,
    Ready,
    Static,
}

impl Stack {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Liseuse => "**Liseuse**, one script tag",
            Self::LiseuseSplit => "**Liseuse**, split bundle",
            Self::Marked => "marked widget, one script tag",
            Self::MarkedPreloaded => "marked widget, bundle preloaded",
            Self::MarkedOneFile => "marked widget, one file",
            Self::Commonmark => "commonmark.js widget",
            Self::Scan => "plain scan",
            Self::Ready => "HTML that is ready, by innerHTML",
            Self::Static => "pre-rendered static HTML",
        }
    }

    pub(crate) fn is_ours(self) -> bool {
        matches!(self, Self::Liseuse | Self::LiseuseSplit)
    }

    /// Whether it is what nobody can beat, rather than a peer.
    pub(crate) fn is_limit(self) -> bool {
        matches!(self, Self::Ready | Self::Static)
    }

    /// The script of a peer.
    fn script(self) -> &'static str {
        match self {
            Self::Commonmark => "commonmark",
            Self::Scan => "scan",
            Self::Ready => "ready",
            _ => "marked",
        }
    }
}

/// What a page shows first.
#[derive(Clone, Copy)]
pub(crate) enum First<'a> {
    List,
    Post(&'a Item),
}

/// What a page is made of.
#[derive(Clone, Copy)]
pub(crate) struct Page<'a> {
    pub(crate) stack: Stack,
    pub(crate) library: &'a Library,
    pub(crate) first: First<'a>,
    /// Whether the peers wait with their search until it is asked for.
    pub(crate) is_lazy: bool,
    /// Posts as HTML by their ids, for the stack that needs it.
    pub(crate) ready: Option<&'a str>,
}

/// The server, and the scripts of the peers.
#[derive(Debug)]
pub(crate) struct Stage {
    site: Site,
    scripts: PathBuf,
    tool: PathBuf,
}

impl Stage {
    /// Bundles the peers and starts the server on `target/bench`.
    ///
    /// # Errors
    /// When npm, esbuild or the server fails, or the widget has not been built.
    pub(crate) fn start(tool: &Path) -> Result<Self> {
        let folder = paths::target().join("bench");
        let scripts = folder.join("peers");
        fs::create_dir_all(&scripts)?;
        let site = Site::start(Options {
            folder,
            port: Port::Free,
            // The last two give the pages a finer clock.
            headers: [
                ("cache-control", "public, max-age=3600"),
                ("cross-origin-opener-policy", "same-origin"),
                ("cross-origin-embedder-policy", "require-corp"),
            ]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .to_vec(),
        })?;
        site.compress(true);
        let tool = tool.to_path_buf();
        let stage = Self {
            site,
            scripts,
            tool,
        };
        stage.bundle_peers()?;
        for (file, kind) in [
            ("liseuse.js", "text/javascript; charset=utf-8"),
            ("liseuse.wasm", "application/wasm"),
            ("liseuse.more.wasm", "application/wasm"),
        ] {
            let bytes = fs::read(paths::pkg().join(file))
                .with_context(|| format!("there is no pkg/{file}: run `cargo xtask build`"))?;
            stage.site.route(file, Route::new(kind, bytes));
        }
        stage
            .site
            .route("blank", Route::html("<!doctype html><title>blank</title>"));
        stage
            .site
            .route("favicon.ico", Route::new("image/x-icon", ""));
        Ok(stage)
    }

    fn bundle_peers(&self) -> Result<()> {
        let modules = npm::peers()?;
        let pages = paths::root().join("tests/bench/browser/pages");
        for name in ["marked", "commonmark", "scan", "ready"] {
            let file = self.scripts.join(format!("{name}.js"));
            Run::new(npm::esbuild()?)
                .arg(pages.join(format!("{name}.js")))
                .args([
                    "--bundle",
                    "--minify",
                    "--target=es2022",
                    "--legal-comments=none",
                    "--log-level=warning",
                ])
                .arg(format!("--outfile={}", file.display()))
                .env("NODE_PATH", &modules)
                .run()?;
            let text = fs::read(&file)?;
            let route = Route::new("text/javascript; charset=utf-8", text);
            self.site.route(&format!("peers/{name}.js"), route);
        }
        Ok(())
    }

    /// Serves files as they lie on the disk from now on, or compresses them again.
    pub(crate) fn serve_plainly(&self, is_plain: bool) {
        self.site.compress(!is_plain);
    }

    /// The script of a peer, as it is served.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(crate) fn peer(&self, stack: Stack) -> Result<Vec<u8>> {
        let file = self.scripts.join(format!("{}.js", stack.script()));
        fs::read(&file).with_context(|| format!("cannot read {}", file.display()))
    }

    /// The address of a page that has nothing, on the same site.
    pub(crate) fn blank(&self) -> String {
        self.site.url("blank")
    }

    /// Puts a page onto the site and returns its address.
    ///
    /// # Errors
    /// When what goes into it cannot be read.
    pub(crate) fn page(&self, name: &str, page: Page<'_>) -> Result<String> {
        let Page { stack, library, .. } = page;
        let folder = library.folder.file_name().unwrap_or_default();
        let path = format!("{}/{name}-{stack:?}.html", folder.to_string_lossy());
        self.site.route(&path, Route::html(self.html(page)?));
        let fragment = match page.first {
            First::List => String::new(),
            First::Post(_) if stack == Stack::Static => String::new(),
            First::Post(item) if stack.is_ours() => format!("#read?post={}", item.id),
            First::Post(item) => format!("#post={}", item.id),
        };
        Ok([self.site.url(&path), fragment].concat())
    }

    fn html(&self, page: Page<'_>) -> Result<String> {
        let Page { stack, library, .. } = page;
        let probe = match page.first {
            First::List => {
                let (title, _) = listed(library)?.into_iter().next().unwrap_or_default();
                json!({ "where": "h3", "text": title })
            }
            First::Post(item) => json!({ "where": "article p", "text": opening(item) }),
        };
        let probe = probe
            .to_string()
            .replace('&', "&amp;")
            .replace('"', "&quot;");
        let lazy = if page.is_lazy { " data-lazy" } else { "" };
        // Ours brings its own.
        let style = if stack.is_ours() { "" } else { STYLE };
        let preload = if stack == Stack::MarkedPreloaded {
            "<link rel=preload as=fetch crossorigin href=posts.json>\n"
        } else {
            ""
        };
        let body = match stack {
            Stack::Liseuse | Stack::LiseuseSplit => {
                // What the README tells authors to write.
                let split = if stack == Stack::LiseuseSplit {
                    " data-split"
                } else {
                    ""
                };
                format!(
                    "<main><script src=\"/liseuse.js\" data-src=\"posts.json\"{split} defer></script></main>"
                )
            }
            Stack::MarkedOneFile => {
                let script = String::from_utf8(self.peer(stack)?)?;
                let bundle = fs::read_to_string(library.bundle())?.replace('<', "\\u003c");
                format!(
                    "<script type=\"application/json\" id=posts>{bundle}</script>\n<script data-inline=posts>{}</script>",
                    script.replace("</script", "<\\/script")
                )
            }
            Stack::Static => match page.first {
                First::Post(item) => self.article(item)?,
                First::List => list(library)?,
            },
            Stack::Ready => {
                let ready = page.ready.unwrap_or("{}");
                format!(
                    "<script type=\"application/json\" id=ready>{}</script>\n<script src=\"/peers/ready.js\" data-src=\"posts.json\" defer></script>",
                    ready.replace('<', "\\u003c")
                )
            }
            _ => format!(
                "<script src=\"/peers/{}.js\" data-src=\"posts.json\" defer></script>",
                stack.script()
            ),
        };
        Ok(format!(
            "<!doctype html>\n<html lang=en{lazy}>\n<head>\n<meta charset=utf-8>\n<meta name=viewport content=\"width=device-width\">\n<title>The bench</title>\n<script data-probe=\"{probe}\">{PROBE}</script>\n<style>{style}</style>\n{preload}</head>\n<body>\n{body}\n</body>\n</html>\n",
        ))
    }
    /// Posts as HTML, by their ids, as JSON: what a server would have rendered.
    ///
    /// # Errors
    /// When one cannot be rendered.
    pub(crate) fn ready(&self, items: &[&Item]) -> Result<String> {
        let mut ready = serde_json::Map::new();
        for item in items {
            ready.insert(item.id.clone(), self.render(item)?.into());
        }
        Ok(Value::Object(ready).to_string())
    }

    fn render(&self, item: &Item) -> Result<String> {
        let file = paths::target().join("bench/one.md");
        fs::write(&file, &item.post.body)?;
        let html = Run::new(&self.tool).arg("render").arg(&file).ask();
        html.with_context(|| format!("cannot render {}", item.id))
    }

    /// A post as a page of its own has it.
    fn article(&self, item: &Item) -> Result<String> {
        Ok(format!(
            "<main><a href=\"./\">All posts</a>\n<article lang={}>\n<h1>{}</h1>\n<p class=meta>{}</p>\n{}\n</article></main>",
            item.post.language,
            item.post.title,
            item.tags.join(", "),
            self.render(item)?
        ))
    }
}

/// What is looked for on the screen: a post's first words.
fn opening(item: &Item) -> String {
    item.post.body.chars().take(30).collect()
}

/// The first hundred titles of a library with their tags.
fn listed(library: &Library) -> Result<Vec<(String, String)>> {
    let feed: Value = serde_json::from_slice(&fs::read(library.bundle())?)?;
    let items = feed.get("items").and_then(Value::as_array);
    let row = |item: &Value| {
        let title = item.get("title")?.as_str()?.to_owned();
        let tags = item.get("tags").and_then(Value::as_array);
        let tags = tags.into_iter().flatten().filter_map(Value::as_str);
        Some((title, tags.collect::<Vec<_>>().join(", ")))
    };
    Ok(items
        .into_iter()
        .flatten()
        .filter_map(row)
        .take(100)
        .collect())
}

/// The list as a page of its own has it.
fn list(library: &Library) -> Result<String> {
    let row = |(title, tags)| {
        format!("<li><h3><a href=\"x.html\">{title}</a></h3><p class=meta>{tags}</p></li>\n")
    };
    let rows: String = listed(library)?.into_iter().map(row).collect();
    Ok(format!("<main><ul>\n{rows}</ul></main>"))
}
