//! Text that wants to be more than text; and static HTML beside the live page.
#![allow(
    clippy::indexing_slicing,
    reason = "indexing a JSON value never panics"
)]

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};
use xtask::{paths, serve::Route};

use crate::harness::{Size, Test};

/// A page without a policy, so that nothing but the reader stands in the way.
fn unprotected(t: &Test, path: &str, body: &str) {
    let page = format!(
        r#"<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><body>{body}"#
    );
    let headers = vec![("content-security-policy".to_owned(), String::new())];
    t.site.route(
        path,
        Route {
            headers,
            ..Route::html(page)
        },
    );
}

/// The hostile strings that the native tests use too.
pub(super) fn payloads() -> Result<Vec<String>> {
    let folder = paths::root().join("tests/fixtures/hostile");
    let mut found = Vec::new();
    let entries =
        std::fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            let cases: Vec<Value> = serde_json::from_slice(&std::fs::read(&path)?)?;
            found.extend(
                cases
                    .iter()
                    .filter_map(|case| case["payload"].as_str().map(str::to_owned)),
            );
        }
    }
    Ok(found)
}

/// A bundle with each hostile string in every field, in three posts.
pub(super) fn hostile_feed(payloads: &[String]) -> Value {
    let mut items = Vec::new();
    for (at, payload) in payloads.iter().enumerate() {
        let item = |kind: &str| {
            json!({
                "id": format!("{kind}{at}{payload}"), "title": payload, "tags": [payload, format!("<b>{payload}")],
                "summary": payload, "url": payload, "language": if at % 2 == 0 { payload } else { "en" },
                "date_published": payload,
                "_liseuse": { "summaries": { "fr": payload }, "translation_key": payload },
            })
        };
        let mut markdown = item("m");
        markdown["content_text"] = json!(format!(
            "{payload}\n\ntext {payload} text\n\n[a]({payload}) ![a]({payload} \"{payload}\")\n\n```{payload}\n{payload}\n```\n"
        ));
        markdown["_liseuse"]["content_type"] = json!("text/markdown");
        let mut html = item("h");
        html["content_html"] = json!(payload);
        let mut text = item("t");
        text["content_text"] = json!(payload);
        items.extend([markdown, html, text]);
    }
    json!({ "version": "https://jsonfeed.org/version/1.1", "title": payloads.first(), "language": "fr", "items": items,
        "_liseuse": { "version": 1, "tags": payloads.iter().take(50).map(|payload| json!({ "id": payload, "labels": { "en": payload } })).collect::<Vec<_>>() } })
}

/// No hostile string runs anything, in any field.
pub(super) async fn hostile_strings(t: &mut Test) -> Result<()> {
    let payloads = payloads()?;
    ensure!(
        payloads.len() >= 150,
        "only {} hostile strings",
        payloads.len()
    );
    let feed = hostile_feed(&payloads);
    t.site.route(
        "hostile.json",
        Route::new("application/json", feed.to_string()),
    );
    unprotected(
        t,
        "hostile.html",
        r#"<script src="liseuse.js" data-src="hostile.json" data-languages="*" defer></script>"#,
    );
    t.open("hostile.html", Size::WIDE).await?;
    t.ready().await?;
    let opened = t
        .eval(
            "(async () => {
                const ids = reader.posts().map((post) => post.id);
                const names = Object.getOwnPropertyNames(window).length;
                for (const id of ids) {
                    reader.open(id);
                    while (one('article .waiting')) await new Promise(requestAnimationFrame);
                    for (const element of all('*')) {
                        for (const name of ['mouseover', 'focus', 'load', 'error', 'animationstart', 'toggle', 'pointerenter', 'wheel']) {
                            element.dispatchEvent(new Event(name));
                        }
                    }
                }
                // What loads, fails or animates has had its turn.
                await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
                return [ids.length, Object.getOwnPropertyNames(window).length - names];
            })()",
        )
        .await?;
    let posts = opened[0].as_u64().unwrap_or(0) as usize;
    ensure!(
        posts >= payloads.len() * 2,
        "only {posts} of {} posts opened",
        payloads.len() * 3
    );
    ensure!(opened[1] == 0, "content made names on the window: {opened}");
    t.equals("window.__pwned ?? null", Value::Null).await?;
    t.equals("document.baseURI === location.href.split('#')[0] || document.baseURI.startsWith(location.origin)", true).await?;
    // The strings do run where nobody holds them back: the test can see it.
    t.run("const box = document.createElement('div'); box.innerHTML = '<img src=x onerror=\"window.__pwned = 1\">'").await?;
    t.equals("window.__pwned ?? null", 1).await
}

/// Strings that clobber, nest without end or multiply cost one post at most, and no tab.
pub(super) async fn bombs(t: &mut Test) -> Result<()> {
    let table = format!(
        "|{}\n|{}\n{}",
        "a|".repeat(500),
        "-|".repeat(500),
        "|x\n".repeat(4_000)
    );
    let bombs = [
        "<form><input name=localName>".to_owned(),
        "<input form=f name=nextSibling><form id=f></form>".to_owned(),
        "> ".repeat(25_000) + "deep",
        "<div>".repeat(100_000),
        (0..500)
            .map(|depth| format!("{}- x\n", "  ".repeat(depth)))
            .collect(),
        table,
        "![[]()".repeat(20_000),
        "*a ".repeat(60_000),
        "x".repeat(1_000_000),
        "<b><a href=x><p>".repeat(20_000),
        // What the built module looks up in tables and maps of its own.
        "&Aacute; &nosuch;\n\n".repeat(50_000),
        (0..30_000)
            .map(|n| format!("[a{n}]: x\n\n[A{n}]\n\n"))
            .collect(),
        (1..900)
            .chain(std::iter::repeat_n(1, 140_000))
            .map(|length| "`".repeat(length) + "x ")
            .collect(),
        "*\u{abbf}[\u{abbf}\u{30fb}]\n\n".repeat(60_000),
    ];
    let items: Vec<_> = bombs
        .iter()
        .enumerate()
        .map(|(at, bomb)| json!({ "id": format!("b{at}"), "title": "Bomb", "content_text": bomb, "_liseuse": { "content_type": "text/markdown" } }))
        .chain([json!({ "id": "calm", "title": "Calm", "content_text": "Still here." })])
        .collect();
    let feed = json!({ "version": "https://jsonfeed.org/version/1.1", "title": "Bombs", "language": "en", "items": items });
    t.site.route(
        "bombs.json",
        Route::new("application/json", feed.to_string()),
    );
    t.page(
        "bombs.html",
        r#"<script src="liseuse.js" data-src="bombs.json" defer></script>"#,
    );
    t.open("bombs.html", Size::WIDE).await?;
    t.ready().await?;
    for at in 0..bombs.len() {
        t.run(&format!("reader.open('b{at}')")).await?;
        t.equals("reader.state.post", format!("b{at}")).await?;
        t.wait("!one('article .waiting')").await?;
        let depth = "(() => { let most = 0; const walk = document.createTreeWalker(one('article')); while (walk.nextNode()) { let depth = 0; for (let node = walk.currentNode; node !== root; node = node.parentNode) depth += 1; most = Math.max(most, depth); if (most > 200) break; } return most; })()";
        ensure!(
            t.eval(depth).await?.as_u64() < Some(120),
            "bomb {at} is too deep"
        );
    }
    t.run("reader.open('b5')").await?;
    t.click_named("article button", "Show the rest").await?;
    t.run("reader.open('calm')").await?;
    t.equals("one('.body').textContent.trim()", "Still here.")
        .await
}

/// The module is built with a packed table of references: it answers as the original does.
pub(super) async fn references(t: &mut Test) -> Result<()> {
    let table = xtask::slim::entities::original()?;
    // No reference stands for a digit.
    let written: String = table.iter().map(|(name, _)| format!("&{name};0")).collect();
    let text = format!("0{written}&nosuch;0&am;0&AMPS;0");
    let item = json!({ "id": "all", "title": "References", "content_text": text, "_liseuse": { "content_type": "text/markdown" } });
    let feed = json!({ "version": "https://jsonfeed.org/version/1.1", "title": "References", "language": "en", "items": [item] });
    t.site.route(
        "references.json",
        Route::new("application/json", feed.to_string()),
    );
    t.page(
        "references.html",
        r#"<script src="liseuse.js" data-src="references.json" defer></script>"#,
    );
    t.open("references.html", Size::WIDE).await?;
    t.ready().await?;
    t.run("reader.open('all')").await?;
    t.wait("one('.body')").await?;
    let shown = t.eval("one('.body').textContent.split('0')").await?;
    let shown = shown.as_array().context("a list of texts")?;
    let expected = table
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()));
    let unknown = ["&nosuch;", "&am;", "&AMPS;"].map(|text| (text, text));
    let expected: Vec<_> = expected.chain(unknown).collect();
    ensure!(shown.len() == expected.len() + 2, "{} texts", shown.len());
    for ((name, value), shown) in expected.into_iter().zip(shown.iter().skip(1)) {
        ensure!(shown == value, "{name} shows as {shown}, not {value:?}");
    }
    Ok(())
}

/// The command line's HTML and the live page hold the same nodes, in every post of the guide.
pub(super) async fn static_and_live(t: &mut Test) -> Result<()> {
    let bundle = t.site_folder().join("posts.json");
    let compared = compare(t, &paths::www().join("posts"), &bundle).await?;
    ensure!(compared >= 12, "only {compared} posts were compared");
    Ok(())
}

/// So they do in what the specification of CommonMark shows: the built module has a smaller parser.
pub(super) async fn commonmark(t: &mut Test) -> Result<()> {
    let spec = paths::root().join("tests/fixtures/commonmark/spec-0.31.2.json");
    let mut spec: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(spec)?)?;
    // Links that are left open are opened again by a parser of HTML, and tables push out what does
    // not belong in them; not so ours.
    let is_plain = |text: &str| !["<a", "<table"].iter().any(|tag| text.contains(tag));
    spec.retain(|one| one["markdown"].as_str().is_some_and(is_plain));
    ensure!(spec.len() > 600, "only {} examples", spec.len());
    let folder = paths::target().join("tmp").join("commonmark");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    // Several examples make a post: what one leaves open or defines is there in the next.
    for (at, examples) in spec.chunks(12).enumerate() {
        let texts = examples.iter().filter_map(|one| one["markdown"].as_str());
        let text = texts.collect::<Vec<_>>().join("\n***\n\n");
        let head = format!("---\nslug: spec-{at}\ntitle: Examples {at}\nlang: en\n---\n\n");
        std::fs::write(
            folder.join(format!("spec-{at}.md")),
            format!("{head}{text}"),
        )?;
    }
    let bundle = folder.join("spec.json");
    xtask::site::bundle(&folder, &bundle, "CommonMark")?;
    t.site.route(
        "spec.json",
        Route::new("application/json", std::fs::read_to_string(&bundle)?),
    );
    let compared = compare(t, &folder, &bundle).await?;
    ensure!(compared > 50, "{compared} posts were compared");
    Ok(())
}

/// Compares every post of a folder with what the reader shows; the bundle is served under its own name.
async fn compare(t: &mut Test, folder: &Path, bundle: &Path) -> Result<u32> {
    let name = bundle.file_name().context("a file has a name")?;
    let name = name.to_string_lossy().into_owned();
    unprotected(
        t,
        "equal.html",
        &format!(
            r#"<script src="liseuse.js" data-src="{name}" data-images="load" defer></script>"#
        ),
    );
    t.open("equal.html", Size::WIDE).await?;
    t.ready().await?;
    t.run("reader.setLanguages('*')").await?;
    let base = t.site.url(&name);
    let mut compared = 0;
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_none_or(|extension| extension != "md") {
            continue;
        }
        let program = paths::target().join("debug").join("liseuse-bundle");
        let output = Command::new(&program)
            .arg("render")
            .arg(&path)
            .arg("--bundle")
            .arg(bundle)
            .args(["--base", &base])
            .output()
            .with_context(|| format!("cannot run {}", program.display()))?;
        ensure!(
            output.status.success(),
            "{}: {}",
            path.display(),
            String::from_utf8_lossy(&output.stderr)
        );
        let html = serde_json::to_string(&String::from_utf8(output.stdout)?)?;
        let slug = std::fs::read_to_string(&path)?
            .lines()
            .find_map(|line| {
                line.strip_prefix("slug:")
                    .map(|slug| slug.trim().to_owned())
            })
            .context("a guide post without a slug")?;
        let found = t
            .run(&format!(
                "reader.open('{slug}');
                while (one('article .waiting')) await new Promise(requestAnimationFrame);
                const show = (node, out, depth) => {{
                    for (const child of node.childNodes) {{
                        if (child.nodeType === 3) {{
                            const inline = child.parentNode.closest('pre') || child.data.trim() !== '';
                            if (inline) out.push('  '.repeat(depth) + JSON.stringify(child.parentNode.closest('pre') ? child.data : child.data.replace(/^\\n|\\n$/g, '')));
                        }} else {{
                            const attributes = [...child.attributes].map((a) => `${{a.name}}=${{JSON.stringify(a.value)}}`).sort().join(' ');
                            out.push('  '.repeat(depth) + child.localName + ' ' + attributes);
                            show(child, out, depth + 1);
                        }}
                    }}
                    return out;
                }};
                // Neighbouring texts are one when they are written.
                const copy = one('.body').cloneNode(true);
                // The buttons that peek at another version are no part of the text.
                for (const peek of copy.querySelectorAll(':scope > button.peek')) peek.remove();
                copy.normalize();
                const live = show(copy, [], 0);
                const written = show(new DOMParser().parseFromString({html}, 'text/html').body, [], 0);
                const at = live.findIndex((line, at) => line !== written[at]);
                return at < 0 && live.length === written.length ? live.length : [live.slice(at, at + 3), written.slice(at, at + 3)];"
            ))
            .await?;
        if !found.is_u64() || found.as_u64() < Some(5) {
            bail!("{slug}: live and static differ: {found:#}");
        }
        compared += 1;
    }
    Ok(compared)
}
