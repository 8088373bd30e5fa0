//! Accessibility and layout in every state, in light and dark.

use anyhow::{Result, ensure};

use crate::harness::{Size, Test};

async fn check(t: &Test, state: &str) -> Result<()> {
    let found = t.axe().await?;
    ensure!(found.is_empty(), "{state}: {found:#?}");
    // Nothing is wider than the window.
    let wide = "all('*').filter((element) => element.getBoundingClientRect().right > innerWidth + 1
        && !element.closest('.table, pre')).map((element) => element.outerHTML.slice(0, 80))";
    let fits = t
        .eval("document.documentElement.scrollWidth <= innerWidth")
        .await?;
    ensure!(
        fits == true,
        "{state}: wider than the window: {}",
        t.eval(wide).await?
    );
    Ok(())
}

/// axe-core finds nothing on list, filtered list, empty list and posts, in any theme and width.
pub(super) async fn axe(t: &mut Test) -> Result<()> {
    const SMALL: Size = Size {
        width: 320,
        height: 640,
    };
    for (size, dark, theme) in [
        (Size::WIDE, false, "auto"),
        (Size::WIDE, true, "auto"),
        (SMALL, false, "auto"),
        (SMALL, true, "auto"),
        (SMALL, false, "sepia"),
    ] {
        let name = format!("{} px, dark {dark}, {theme}", size.width);
        t.dark(dark).await?;
        t.page(
            "look.html",
            &format!(r#"<h1>Host</h1><script src="liseuse.js" data-src="posts.json" data-theme="{theme}" defer></script>"#),
        );
        t.visit("about:blank").await?;
        t.open("look.html", size).await?;
        // axe-core takes the ground of a page that paints none for white.
        t.run("const sheet = new CSSStyleSheet(); sheet.replaceSync('html { background: Canvas; color: CanvasText }'); document.adoptedStyleSheets = [sheet]").await?;
        t.ready().await?;
        check(t, &format!("list, {name}")).await?;
        t.run("reader.setFilter({ tags: ['markdown', 'css'] })")
            .await?;
        check(t, &format!("filtered, {name}")).await?;
        t.run("reader.setFilter({ tags: ['cli', 'csp'], match: 'all' })")
            .await?;
        t.wait("one('[part~=notice]')").await?;
        check(t, &format!("nothing found, {name}")).await?;
        t.run("reader.setFilter({ query: 'paragraphs find' })")
            .await?;
        t.wait("one('[part~=item] mark')").await?;
        check(t, &format!("found, {name}")).await?;
        for post in ["sampler", "carnet-bilingue", "security", "offline"] {
            t.run(&format!("reader.open('{post}')")).await?;
            t.wait("one('.body')").await?;
            check(t, &format!("{post}, {name}")).await?;
        }
    }
    Ok(())
}

/// A failure's notice is accessible too.
pub(super) async fn axe_of_a_failure(t: &mut Test) -> Result<()> {
    t.site.route(
        "bad.json",
        xtask::serve::Route::new("application/json", "[]"),
    );
    t.page("bad.html", r#"<h1>Host</h1><liseuse-reader src="bad.json"></liseuse-reader><script src="liseuse.js" defer></script>"#);
    t.expect_message("not a JSON Feed");
    t.open("bad.html", Size::NARROW).await?;
    t.wait("one('[part~=notice]')").await?;
    check(t, "failure").await
}

/// The theme follows the page, then the system, and an attribute decides over both.
pub(super) async fn themes(t: &mut Test) -> Result<()> {
    let dark = "getComputedStyle(one('.reader')).color";
    t.dark(true).await?;
    let page = |attributes: &str| {
        format!(r#"<script src="liseuse.js" data-src="posts.json" {attributes} defer></script>"#)
    };
    t.page("system.html", &page(""));
    t.open("system.html", Size::WIDE).await?;
    t.ready().await?;
    let light_text = t.eval(dark).await?;
    t.page("light.html", &page(r#"data-theme="light""#));
    t.open("light.html", Size::WIDE).await?;
    t.ready().await?;
    let dark_text = t.eval(dark).await?;
    ensure!(light_text != dark_text, "both are {light_text}");
    t.run("reader.theme = 'dark'").await?;
    t.equals(dark, light_text.clone()).await?;
    t.run("reader.theme = 'auto'; document.documentElement.style.colorScheme = 'light'")
        .await?;
    t.equals(dark, dark_text).await
}
