//! How a post begins, before the module is there: it stands where the module will draw it, and is only words.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use xtask::cli::Engine;
use xtask::serve::Route;

use crate::harness::{Size, Test};

/// Holds the module back until `go()`, and tells whether an opening was ever there.
const HOLD: &str = r#"{
  const { compileStreaming } = WebAssembly;
  const held = new Promise((resolve) => { window.go = resolve; });
  WebAssembly.compileStreaming = async (source) => { await held; return compileStreaming.call(WebAssembly, source); };
  customElements.whenDefined("liseuse-reader").then(() => {
    const { shadowRoot } = document.querySelector("liseuse-reader");
    window.gaps = 0;
    const isThere = () => Boolean(shadowRoot.querySelector(".body > [part]")?.checkVisibility());
    new MutationObserver(() => { window.hasOpened ||= Boolean(shadowRoot.querySelector(".opening")); }).observe(shadowRoot, { childList: true });
    // What is there in a frame is what is painted.
    const look = () => { if (window.hasOpened && !isThere()) window.gaps += 1; requestAnimationFrame(look); };
    look();
  });
}"#;

const OPENING: &str = "root.querySelector('.opening .body > *')";
/// Where the lines are, from the top of the page, to half a pixel.
const PLACES: &str = "[...root.querySelectorAll('.bar, h1, .meta, .body > :not(.peek)')].slice(0, count).map((element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return [element.localName, element.part.value, ...[left, top + scrollY, width, height].map((length) => Math.round(length * 2))].join(' ');
})";

/// A page with the guide in pieces, whose module waits, and so many lines after the reader.
fn page(t: &Test, name: &str, bundle: &str, attributes: &str, content: &str, more: usize) {
    t.site.route("hold.js", Route::new("text/javascript", HOLD));
    t.page(
        name,
        &format!(
            r#"<h1>The page</h1><script src="hold.js" defer></script><script src="liseuse.js" defer></script>
            <liseuse-reader src="{bundle}" split {attributes}>{content}</liseuse-reader>{}"#,
            "<p>And more of the page.</p>".repeat(more)
        ),
    );
}

/// Lets the module of a page begin.
async fn go(t: &Test, name: &str) -> Result<()> {
    // The page before may still be there.
    t.wait(&format!(
        "location.pathname === '/{name}' && reader && window.go"
    ))
    .await?;
    t.run("go()").await.map(|_| ())
}

/// It is there before the module, and nothing moves when the module comes; somebody who has scrolled stays there.
pub(super) async fn stays(t: &mut Test) -> Result<()> {
    for (size, post, attributes) in [
        (Size::NARROW, "peek", ""),
        (Size::NARROW, "alignement", r#"theme="sepia""#),
        (Size::WIDE, "search", r#"lang="fr""#),
    ] {
        let name = format!("{post}.html");
        page(t, &name, "split/posts.json", attributes, "", 60);
        t.open(&format!("{name}#read?post={post}"), size).await?;
        t.wait(OPENING).await?;
        t.equals("root.querySelectorAll('slot')[0].checkVisibility()", false)
            .await?;
        t.equals(
            "getComputedStyle(root.querySelector('.bar')).visibility",
            "hidden",
        )
        .await?;
        let count = t
            .eval("root.querySelectorAll('.bar, h1, .meta, .body > :not(.peek)').length")
            .await?;
        ensure!(count.as_u64() > Some(3), "{post}: {count} elements");
        let places = PLACES.replace("count", &count.to_string());
        let before = t.eval(&places).await?;
        let scroll = t
            .eval("(scrollTo({ top: 90, behavior: 'instant' }), scrollY)")
            .await?;
        ensure!(scroll == 90, "it is too short to scroll");
        go(t, &name).await?;
        t.wait("one('.body [data-block]')").await?;
        // Nobody saw anything else in between.
        t.equals("window.gaps", 0).await?;
        t.equals("root.querySelector('.opening')", Value::Null)
            .await?;
        t.equals(&places, before).await?;
        // Firefox follows a line of its own choice, by a pixel.
        t.equals(
            &format!("Math.abs(scrollY - {scroll}) < 3 || scrollY"),
            true,
        )
        .await?;
        t.equals(
            "getComputedStyle(root.querySelector('.bar')).visibility",
            "visible",
        )
        .await?;
    }
    Ok(())
}

/// Who comes back to the middle of a post finds the middle again.
pub(super) async fn comes_back(t: &mut Test) -> Result<()> {
    page(t, "back.html", "split/posts.json", "", "", 0);
    t.open("back.html#read?post=security", Size::NARROW).await?;
    t.wait(OPENING).await?;
    go(t, "back.html").await?;
    t.wait("one('.body [data-block]')").await?;
    t.run("scrollTo({ top: 1500, behavior: 'instant' })")
        .await?;
    t.equals("scrollY", 1500).await?;
    t.keeps_scroll(1500).await?;
    // Whoever leaves a post has its place kept, too; WebKit keeps it when the page is left.
    if t.engine() != Engine::WebKit {
        t.run("reader.open('welcome')").await?;
        t.wait("one('h1').textContent !== 'Security and content policy'")
            .await?;
        t.back().await?;
        t.equals("Math.abs(scrollY - 1500) < 3 || scrollY", true)
            .await?;
    }
    t.run("window.isOld = true").await?;
    t.reload().await?;
    t.wait("!window.isOld").await?;
    go(t, "back.html").await?;
    t.wait("one('.body [data-block]')").await?;
    t.equals("Math.abs(scrollY - 1500) < 3 || scrollY", true)
        .await?;
    t.equals("window.hasOpened ?? false", false).await
}

/// Where the module will show something else first, or the page has its own, nothing is shown before.
pub(super) async fn waits(t: &mut Test) -> Result<()> {
    for (number, (place, attributes, content)) in [
        ("post=welcome", "", "The page's own words."),
        ("post=welcome&lang=fr", "", ""),
        ("post=welcome&view=interleaved", "", ""),
        ("post=welcome&block=3", "", ""),
        ("post=welcome", r#"view="side-by-side""#, ""),
        ("post=nowhere", "", ""),
    ]
    .into_iter()
    .enumerate()
    {
        // A page of its own: another fragment alone would load nothing.
        let name = format!("{number}.html");
        page(t, &name, "split/posts.json", attributes, content, 0);
        if place == "post=nowhere" {
            t.expect_message("the post asked for is not in the bundle");
        }
        t.open(&format!("{name}#read?{place}"), Size::NARROW)
            .await?;
        go(t, &name).await?;
        t.ready().await?;
        t.equals("window.hasOpened ?? false", false)
            .await
            .with_context(|| place.to_owned())?;
    }
    Ok(())
}

/// Whatever a bundle says there, only words come of it; and what is none of it costs nothing.
pub(super) async fn safe(t: &mut Test) -> Result<()> {
    let folder = t.site_folder().join("split");
    let read = |name: &str| std::fs::read_to_string(folder.join(name));
    let whole: Value = serde_json::from_str(&read("posts/welcome.json")?)?;
    let evil = json!([
        ["script", "window.isRun = true"],
        ["img src=x onerror=window.isRun=true", "a"],
        ["style", "* { display: none }"],
        ["p.answer:block", "b"],
        ["p:block\" onclick=\"x", ["a href=javascript:x", "c"], 5, null, { "d": 1 }],
        ["iframe"], [], ["liseuse-reader"], [["p"]],
    ]);
    let frame = json!([
        ["header", ["h1:title", "<b>T</b>"]],
        ["div.bar:toolbar", ["input"]]
    ]);
    let openings = [
        (json!({ "en": frame, "fr": frame, "text": evil }), true),
        (
            json!({ "en": frame, "fr": frame, "text": [["p", "x".repeat(60_000)]] }),
            false,
        ),
        (json!("words"), false),
        (json!({ "en": 1, "fr": 1, "text": 1 }), false),
        (Value::Null, false),
    ];
    for (number, (opening, is_shown)) in openings.into_iter().enumerate() {
        let name = format!("split/evil-{number}");
        let held = format!("{number}.html");
        let head = Route::new("application/json", read("posts.json")?);
        t.site.route(&format!("{name}.json"), head);
        let mut piece = whole.clone();
        if let Some(own) = piece.pointer_mut("/_liseuse") {
            own["opening"] = opening.clone();
        }
        t.site.route(
            &format!("{name}/welcome.json"),
            Route::new("application/json", piece.to_string()),
        );
        page(t, &held, &format!("{name}.json"), "", "", 0);
        t.open(&format!("{held}#read?post=welcome"), Size::NARROW)
            .await?;
        if is_shown {
            t.wait(OPENING).await?;
            let names = "[...new Set([...root.querySelectorAll('.opening *')].map((element) => element.localName))].sort().join(' ')";
            t.equals(names, "article div h1 header p span").await?;
            let attributes = "[...new Set([...root.querySelectorAll('.opening *')].flatMap((element) => element.getAttributeNames()))].sort().join(' ')";
            t.equals(attributes, "class dir lang part").await?;
            t.equals("root.querySelectorAll('.answer').length", 0)
                .await?;
        }
        go(t, &held).await?;
        t.wait("one('.body [data-block]')")
            .await
            .with_context(|| opening.to_string())?;
        t.equals(
            "[window.hasOpened ?? false, window.isRun ?? false].join()",
            [is_shown.to_string(), "false".into()].join(","),
        )
        .await
        .with_context(|| opening.to_string())?;
    }
    Ok(())
}
