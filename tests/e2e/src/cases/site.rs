//! Static pages, and the reader that takes them over in their place.

use std::fs;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use thirtyfour::Key;
use xtask::cli::Engine;
use xtask::serve::Route;

use crate::harness::{Size, Test};

/// As every page under test, and a style sheet of its own.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; \
    img-src 'self' data:; base-uri 'none'; form-action 'none'; \
    require-trusted-types-for 'script'; trusted-types 'none'";

/// Keeps the module back until `release()`, and hears every layout shift.
const HOLD: &str = r#"{
  const held = new Promise((resolve) => { window.release = resolve; });
  const { fetch } = window;
  window.fetch = async (...given) => {
    if (String(given[0]).endsWith(".wasm")) await held;
    return fetch(...given);
  };
  window.shifts = [];
  if (PerformanceObserver.supportedEntryTypes.includes("layout-shift")) {
    new PerformanceObserver((list) => window.shifts.push(...list.getEntries().map(({ value }) => value)))
      .observe({ type: "layout-shift", buffered: true });
  }
}"#;

/// How many pictures are taken at most until nothing changes any more.
const PICTURES: usize = 40;

/// Where every element of the reader or of the static page stands, and how its words look.
const GEOMETRY: &str = r#"(() => {
  const live = root && one(".reader > :not(.status)") ? root : reader;
  const rows = [];
  for (const element of live.querySelectorAll(".reader *")) {
    if (element.closest(".status, .peek") || !element.getClientRects().length) continue;
    // It comes when the browser likes.
    if (element.matches("img[src^='data:']")) continue;
    const { x, y, width, height } = element.getBoundingClientRect();
    const { color, fontSize, fontFamily, fontWeight, lineHeight, hyphens } = getComputedStyle(element);
    const isRoom = element.closest(".views") || element.matches(".copy");
    rows.push([
      element.matches("button, .button") ? "button" : element.localName,
      element.dataset.block ?? "",
      element.childElementCount || isRoom ? "" : element.textContent.trim(),
      ...[x + scrollX, y + scrollY, width, height].map((number) => Math.round(number)),
      isRoom ? "" : color, fontSize, fontFamily, fontWeight, lineHeight, hyphens,
    ].join("|"));
  }
  return [document.documentElement.scrollHeight, ...rows];
})()"#;

/// Serves the pages of a site's folder under the policy, the recorder and the hold first.
fn serve(t: &Test, site: &str, held: bool) -> Result<()> {
    t.site.route("hold.js", Route::new("text/javascript", HOLD));
    let mut folders = vec![t.site_folder().join(site)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| format!("no {}", folder.display()))? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|kind| kind == "html") {
                let name = path
                    .strip_prefix(t.site_folder())?
                    .to_string_lossy()
                    .into_owned();
                let hold = if held {
                    r#"<script src="/hold.js"></script>"#
                } else {
                    ""
                };
                let first = format!(r#"<head><script src="/recorder.js"></script>{hold}"#);
                let page = fs::read_to_string(&path)?.replacen("<head>", &first, 1);
                let headers = vec![("content-security-policy".to_owned(), POLICY.to_owned())];
                t.site.route(
                    &name,
                    Route {
                        headers,
                        ..Route::html(page)
                    },
                );
            }
        }
    }
    Ok(())
}

/// Lets the reader take the page over.
async fn release(t: &Test) -> Result<()> {
    t.run("release()").await?;
    t.ready().await
}

/// Waits until a page of the site stands there as it will stay without the module.
async fn still(t: &mut Test, path: &str, size: Size) -> Result<()> {
    t.open(path, size).await?;
    t.wait("document.readyState === 'complete' && customElements.get('liseuse-reader') && reader.state === null")
        .await?;
    t.wait("[...document.images].every((image) => image.complete || image.loading === 'lazy')")
        .await?;
    t.run("await document.fonts.ready").await.map(drop)
}

fn differences(before: &Value, after: &Value) -> Vec<String> {
    let lines = |value: &Value| -> Vec<String> {
        let list = value.as_array().cloned().unwrap_or_default();
        list.iter().map(Value::to_string).collect()
    };
    let (before, after) = (lines(before), lines(after));
    let mut found = Vec::new();
    if before.len() != after.len() {
        found.push(format!("{} elements became {}", before.len(), after.len()));
    }
    let pairs = before
        .iter()
        .zip(&after)
        .filter(|(one, other)| one != other);
    found.extend(
        pairs
            .take(5)
            .map(|(one, other)| format!("{one} became {other}")),
    );
    found
}

/// Opens a page, lets the reader take it over, and compares.
async fn compare(t: &mut Test, path: &str, size: Size) -> Result<()> {
    still(t, path, size).await?;
    let before = t.eval(GEOMETRY).await?;
    let rows = before.as_array().map_or(0, Vec::len);
    ensure!(rows > 10, "{path} has {rows} elements");
    release(t).await?;
    t.equals(
        "one('.reader') !== null && !reader.firstElementChild.checkVisibility()",
        true,
    )
    .await?;
    let after = t.eval(GEOMETRY).await?;
    let found = differences(&before, &after);
    ensure!(
        found.is_empty(),
        "{path} at {}: {}",
        size.width,
        found.join("\n")
    );
    if t.engine() == Engine::Chromium {
        // Two frames later every shift has been told.
        t.run(
            "await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))",
        )
        .await?;
        t.equals("window.shifts", json!([])).await?;
    }
    Ok(())
}

/// Every block stands where it stood, with the same words, sizes and colours, and nothing shifts.
pub(super) async fn geometry(t: &mut Test) -> Result<()> {
    serve(t, "site", true)?;
    for path in [
        "site/en/welcome.html",
        "site/en/sampler.html",
        "site/fr/typographie-francaise.html",
        "site/index.html",
        "site/fr/index.html",
        "site/en/tags/markdown.html",
        "site/versions/index.html",
    ] {
        compare(t, path, Size::NARROW).await?;
        compare(t, path, Size::WIDE).await?;
    }
    t.dark(true).await?;
    compare(t, "site/en/offline.html", Size::WIDE).await
}

/// What the window shows without the bars of posts, when it shows the same three times: WebKit's pictures
/// may be of a frame before.
async fn picture(t: &Test) -> Result<Vec<u8>> {
    let hide = "[...document.querySelectorAll('.bar'), ...all('.bar')].forEach((bar) => { bar.hidden = true; });
        for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);";
    t.run(hide).await?;
    let (mut last, mut times) = (Vec::new(), 0);
    for _ in 0..PICTURES {
        let next = t.session.web.screenshot_as_png().await?;
        times = if times > 0 && t.looks_alike(&last, &next)? {
            times + 1
        } else {
            1
        };
        last = next;
        if times == 3 {
            break;
        }
    }
    Ok(last)
}

/// The pictures of the page before and after are the same. (The bar of a post is left out:
/// the reader puts its views into the room that was kept for them, and letters in buttons are
/// smoothed a little otherwise.)
pub(super) async fn pictures(t: &mut Test) -> Result<()> {
    serve(t, "site", true)?;
    for (path, dark, size) in [
        ("site/fr/typographie-francaise.html", false, Size::WIDE),
        ("site/fr/typographie-francaise.html", true, Size::NARROW),
        ("site/fr/index.html", false, Size::WIDE),
        ("site/index.html", true, Size::NARROW),
    ] {
        t.dark(dark).await?;
        still(t, path, size).await?;
        let before = picture(t).await?;
        release(t).await?;
        let after = picture(t).await?;
        let is_alike = t.looks_alike(&before, &after)?;
        ensure!(is_alike, "{path} looks otherwise at {}", size.width);
    }
    Ok(())
}

/// Scroll, an anchor in the address and the title stay; what is selected or has the focus is not
/// taken away.
pub(super) async fn manners(t: &mut Test) -> Result<()> {
    serve(t, "site", true)?;
    still(t, "site/en/sampler.html", Size::WIDE).await?;
    t.run("document.querySelector('[data-block=\"20\"]').scrollIntoView()")
        .await?;
    // To the pixel: engines round what a fraction of one is scrolled away.
    t.run("window.before = [scrollY, document.title]").await?;
    release(t).await?;
    let stays =
        "scrollY > 500 && Math.abs(scrollY - before[0]) <= 1 && document.title === before[1]";
    t.equals(stays, true).await?;
    t.equals(
        "Math.round(one('[data-block=\"20\"]').getBoundingClientRect().top) < 120",
        true,
    )
    .await?;
    // An anchor.
    still(t, "site/en/sampler.html", Size::NARROW).await?;
    let id = t
        .eval("document.querySelectorAll('.body h2')[2].id")
        .await?;
    let id = id.as_str().context("headings have ids")?.to_owned();
    t.visit("about:blank").await?;
    still(t, &format!("site/en/sampler.html#{id}"), Size::NARROW).await?;
    t.wait("scrollY > 100").await?;
    // Where the bar is smallest, Firefox settles its height after it has gone to the anchor.
    t.run("window.before = [scrollY, location.hash]").await?;
    release(t).await?;
    t.equals(
        "Math.abs(scrollY - before[0]) <= 12 && location.hash === before[1]",
        true,
    )
    .await?;
    let top = "root.getElementById(decodeURIComponent(location.hash.slice(1))).getBoundingClientRect().top";
    t.equals(&format!("{top} > 40 && {top} < 120"), true)
        .await?;
    // Words that are selected.
    still(t, "site/en/welcome.html", Size::WIDE).await?;
    t.run("getSelection().selectAllChildren(document.querySelector('.body p'))")
        .await?;
    let words = t.eval("String(getSelection())").await?;
    t.run("release()").await?;
    // The module is here, and waits.
    t.wait("one('.status')").await?;
    t.wait(
        "performance.getEntriesByType('resource').some(({ name }) => name.endsWith('posts.json'))",
    )
    .await?;
    t.equals(
        "[String(getSelection()), reader.state.status]",
        json!([words, "loading"]),
    )
    .await?;
    t.equals("document.querySelector('.body p').checkVisibility()", true)
        .await?;
    t.run("getSelection().removeAllRanges()").await?;
    t.ready().await?;
    // The focus.
    still(t, "site/en/welcome.html", Size::WIDE).await?;
    t.press(Key::Tab + Key::Tab).await?;
    t.equals("document.activeElement.textContent", "Français")
        .await?;
    t.run("release()").await?;
    t.wait("one('.status')").await?;
    t.equals(
        "[document.activeElement.textContent, reader.state.status]",
        json!(["Français", "loading"]),
    )
    .await?;
    t.run("document.activeElement.blur()").await?;
    t.ready().await
}

/// Without scripts: list, tag, article, the other language, notes, and back; nothing to complain of.
pub(super) async fn without_scripts(t: &mut Test) -> Result<()> {
    serve(t, "site", false)?;
    // Scripts that do not come are as good as none.
    for script in ["site/liseuse.js", "site/site.js"] {
        t.site.route(script, Route::new("text/javascript", ""));
    }
    let click = |css: &str, words: &str| {
        format!("const link = [...document.querySelectorAll({css:?})].find((a) => a.textContent.trim().startsWith({words:?}));
            if (!link?.checkVisibility()) throw new Error('no such link'); link.click();")
    };
    let title = "document.querySelector('h1[part]')?.textContent";
    t.open("site/index.html", Size::NARROW).await?;
    t.equals("document.querySelectorAll('.posts li').length > 10", true)
        .await?;
    ensure!(t.axe().await?.is_empty(), "{:?}", t.axe().await?);
    t.run(&click(".tags a", "markdown")).await?;
    t.wait(
        "location.pathname.endsWith('/tags/markdown.html') && document.readyState === 'complete'",
    )
    .await?;
    t.equals("document.querySelectorAll('.posts li').length", 3)
        .await?;
    t.run(&click(".posts h3 a", "Markdown sampler")).await?;
    t.equals(title, "Markdown sampler").await?;
    t.wait("document.readyState === 'complete'").await?;
    ensure!(t.axe().await?.is_empty(), "{:?}", t.axe().await?);
    t.run("document.querySelector('.body sup a').click()")
        .await?;
    t.wait("document.querySelector(':target')?.closest('.notes')")
        .await?;
    t.equals(
        "getComputedStyle(document.querySelector('.later')).visibility",
        "hidden",
    )
    .await?;
    t.run(&click(".languages a", "Français")).await?;
    t.wait("location.pathname.includes('/fr/') && document.readyState === 'complete'")
        .await?;
    t.equals("document.documentElement.lang", "fr").await?;
    t.run(&click(".back", "Tous les billets")).await?;
    t.wait("location.pathname.endsWith('/fr/index.html') && document.readyState === 'complete'")
        .await?;
    t.run(&click(".tags a", "Les ")).await?;
    t.wait(
        "location.pathname.endsWith('/fr/tags/index.html') && document.readyState === 'complete'",
    )
    .await?;
    ensure!(t.axe().await?.is_empty(), "{:?}", t.axe().await?);
    t.equals("document.documentElement.scrollWidth <= innerWidth", true)
        .await?;
    t.resize(Size {
        width: 320,
        height: 700,
    })
    .await?;
    for path in ["site/en/sampler.html", "site/fr/index.html"] {
        t.visit(&t.site.url(path)).await?;
        t.equals("document.documentElement.scrollWidth <= innerWidth", true)
            .await?;
    }
    Ok(())
}

/// With the reader: links lead to pages, versions change in place, and address and title follow.
pub(super) async fn links(t: &mut Test) -> Result<()> {
    serve(t, "site", false)?;
    t.open("site/en/index.html", Size::WIDE).await?;
    t.ready().await?;
    t.click_named("[part~=tag]", "markdown").await?;
    t.wait("all('[part~=item]').length === 3").await?;
    t.click_named("[part~=item] h3 a", "Markdown sampler")
        .await?;
    t.wait("location.pathname.endsWith('/en/sampler.html')")
        .await?;
    t.ready().await?;
    t.equals("document.title", "Markdown sampler · The Liseuse guide")
        .await?;
    t.equals(
        "[location.hash, one('.back').getAttribute('href').endsWith('/site/en/index.html')]",
        json!(["", true]),
    )
    .await?;
    // The same work in another language: the text changes here, and the address is that of its page.
    let here = t.eval("performance.timeOrigin").await?;
    t.run("one('[data-block=\"20\"]').scrollIntoView()").await?;
    t.click_named("[part~=languages] button", "Français")
        .await?;
    t.equals("reader.state.language", "fr").await?;
    t.wait("location.pathname.endsWith('/fr/echantillon.html')")
        .await?;
    t.equals(
        "[document.documentElement.lang, document.title.length > 3, scrollY > 300]",
        json!(["fr", true, true]),
    )
    .await?;
    t.equals("one('.back').textContent", "All posts").await?;
    t.back().await?;
    t.wait("location.pathname.endsWith('/en/sampler.html')")
        .await?;
    t.equals("one('article h1').textContent", "Markdown sampler")
        .await?;
    t.equals(
        "[document.documentElement.lang, document.title]",
        json!(["en", "Markdown sampler · The Liseuse guide"]),
    )
    .await?;
    t.equals("performance.timeOrigin", here).await?;
    // Loaded again, the page of that version is the static one too.
    t.forward().await?;
    t.wait("location.pathname.endsWith('/fr/echantillon.html')")
        .await?;
    t.reload().await?;
    t.ready().await?;
    t.equals(
        "[reader.getAttribute('post'), reader.state.language]",
        json!(["echantillon", "fr"]),
    )
    .await?;
    // Another post in the text, and the list.
    t.visit(&t.site.url("site/en/welcome.html")).await?;
    t.ready().await?;
    let href = t.eval("one('.body a[href*=\"/site/en/\"]').href").await?;
    t.run("one('.body a[href*=\"/site/en/\"]').click()").await?;
    t.equals("location.href", href).await?;
    t.ready().await?;
    t.click(".back").await?;
    t.wait("location.pathname.endsWith('/en/index.html')").await
}

/// Opened by a double-click: pages, links, the reader; nothing is asked of a network.
pub(super) async fn disk(t: &mut Test) -> Result<()> {
    let disk = t.disk()?;
    let from = t.site_folder().join("site");
    let mut folders = vec![from.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let mut bytes = fs::read(&path)?;
            if path.extension().is_some_and(|kind| kind == "html") {
                let up = "../".repeat(path.strip_prefix(&from)?.components().count());
                let first = format!(r#"<head><script src="{up}recorder.js"></script>"#);
                bytes = String::from_utf8(bytes)?
                    .replacen("<head>", &first, 1)
                    .into_bytes();
            }
            let name = path
                .strip_prefix(t.site_folder())?
                .to_string_lossy()
                .into_owned();
            disk.write(&name, bytes)?;
        }
    }
    t.open_disk(&disk, "site/index.html", Size::WIDE).await?;
    t.ready().await?;
    t.click_named("[part~=item] h3 a", "Welcome to Liseuse")
        .await?;
    t.wait("location.pathname.endsWith('/site/en/welcome.html')")
        .await?;
    t.ready().await?;
    t.wait("all('.body img').length > 0").await?;
    t.run("one('.body img').scrollIntoView()").await?;
    t.wait("all('.body img').every((image) => image.complete && image.naturalWidth > 0)")
        .await?;
    t.click_named("[part~=languages] button", "Français")
        .await?;
    t.equals("reader.state.language", "fr").await?;
    t.equals("document.documentElement.lang", "fr").await?;
    t.back().await?;
    t.equals("one('article h1').textContent", "Welcome to Liseuse")
        .await?;
    t.click(".back").await?;
    t.wait("location.pathname.endsWith('/site/en/index.html')")
        .await?;
    t.ready().await?;
    t.nothing_requested().await
}

/// The real posts: every page is taken over without a difference.
pub(super) async fn corpus(t: &mut Test) -> Result<()> {
    t.needs_corpus()?;
    serve(t, "blog-site", true)?;
    let folder = t.site_folder().join("blog-site");
    for language in ["en", "fr"] {
        let mut pages = Vec::new();
        for entry in fs::read_dir(folder.join(language))? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            if name.ends_with(".html") {
                pages.push(format!("blog-site/{language}/{name}"));
            }
        }
        pages.sort();
        ensure!(pages.len() > 10, "{} pages in {language}", pages.len());
        for (index, page) in pages.iter().enumerate() {
            let size = if index % 2 == 0 {
                Size::NARROW
            } else {
                Size::WIDE
            };
            compare(t, page, size).await?;
        }
    }
    Ok(())
}
