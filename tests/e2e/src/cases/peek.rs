//! One block in another language, under it, on demand.

use anyhow::{Result, ensure};
use serde_json::json;
use thirtyfour::Key;
use xtask::serve::Route;

use super::switching::long_work;
use crate::harness::{Size, Test};

/// Opens a post of the guide that has a translation.
async fn open(t: &mut Test, size: Size) -> Result<()> {
    t.open("guide.html#read?post=languages&lang=en", size)
        .await?;
    t.ready().await?;
    t.wait("all('.body > [data-block]').length > 10").await
}

/// A pointer opens and closes it; several stay open; the words are those of the other version.
pub(super) async fn pointer(t: &mut Test) -> Result<()> {
    for size in [Size::WIDE, Size::NARROW] {
        t.visit("about:blank").await?;
        open(t, size).await?;
        t.run("window.button = (block) => one(`.body > [data-block=\"${block}\"] + .peek`)")
            .await?;
        t.equals("button(1).ariaLabel", "Show in French").await?;
        t.equals("all('.peeked').length", 0).await?;
        t.click(".body > [data-block=\"1\"] + .peek").await?;
        t.equals(
            "[button(1).ariaExpanded, button(1).nextElementSibling.className, one('.peeked').lang, one('.peeked').dir]",
            json!(["true", "peeked", "fr", "ltr"]),
        )
        .await?;
        t.click(".body > [data-block=\"3\"] + .peek").await?;
        t.equals("all('.peeked').length", 2).await?;
        let words = t
            .eval("all('.peeked').map((panel) => panel.textContent)")
            .await?;
        t.run("window.numbers = all('.peeked').map((panel) => [...panel.children].map((block) => Number(block.dataset.block)))")
            .await?;
        t.click(".body > [data-block=\"1\"] + .peek").await?;
        t.equals(
            "[all('.peeked').length, button(1).ariaExpanded]",
            json!([1, "false"]),
        )
        .await?;
        // What was shown is what the other version says there.
        t.run("reader.open('languages', { language: 'fr' })")
            .await?;
        t.equals("reader.state.language", "fr").await?;
        t.equals(
            "numbers.map((blocks) => blocks.map((block) => one(`.body > [data-block=\"${block}\"]`).textContent).join(''))",
            words,
        )
        .await?;
        t.equals("all('.peeked').length", 0).await?;
    }
    Ok(())
}

/// The keyboard alone: after its block, Enter opens, Escape closes from within, the focus returns.
pub(super) async fn keyboard(t: &mut Test) -> Result<()> {
    open(t, Size::WIDE).await?;
    t.run("one('[data-block=\"0\"]').tabIndex = -1; one('[data-block=\"0\"]').focus()")
        .await?;
    // From a block, the next stop outside of it is its button.
    for _ in 0..20 {
        t.press(Key::Tab + "").await?;
        if t.eval("root.activeElement.className").await? == "peek" {
            break;
        }
    }
    t.equals(
        "root.activeElement.previousElementSibling.dataset.block",
        "0",
    )
    .await?;
    t.equals("getComputedStyle(root.activeElement).opacity", "1")
        .await?;
    t.press(Key::Enter + "").await?;
    t.equals(
        "[root.activeElement.className, root.activeElement.ariaExpanded, all('.peeked').length]",
        json!(["peek", "true", 1]),
    )
    .await?;
    t.press(Key::Escape + "").await?;
    t.equals(
        "[root.activeElement.className, root.activeElement.ariaExpanded, all('.peeked').length]",
        json!(["peek", "false", 0]),
    )
    .await?;
    // From within the text that was shown.
    t.run("await reader.open('welcome')").await?;
    t.wait("reader.state.post === 'welcome' && all('.peek').length > 5")
        .await?;
    t.run("window.at = all('.body > [data-block]').find((block) => block.querySelector('a[href*=read]:not(.anchor)'));
        window.opener = at.nextElementSibling; opener.focus()")
        .await?;
    t.press(" ").await?;
    t.wait("one('.peeked a')").await?;
    t.press(Key::Tab + "").await?;
    t.equals("root.activeElement.closest('.peeked') !== null", true)
        .await?;
    t.press(Key::Escape + "").await?;
    t.equals(
        "[root.activeElement === opener, all('.peeked').length]",
        json!([true, 0]),
    )
    .await?;
    // Escape elsewhere is nobody's.
    t.run("window.isFree = undefined; addEventListener('keydown', (event) => { window.isFree = !event.defaultPrevented; })")
        .await?;
    t.press(Key::Escape + "").await?;
    t.equals("isFree", true).await
}

/// The buttons take no room: without them every block is where it was.
pub(super) async fn room(t: &mut Test) -> Result<()> {
    for size in [Size::WIDE, Size::NARROW] {
        for post in ["sampler", "languages", "accessibility"] {
            t.visit("about:blank").await?;
            t.open(&format!("guide.html#read?post={post}&lang=en"), size)
                .await?;
            t.ready().await?;
            t.wait("all('.peek').length > 5").await?;
            let moved = t
                .run("const boxes = () => all('.body > :not(.peek)').map((block) => { const { top, left, width, height } = block.getBoundingClientRect(); return [block.localName, block.className, ...[top, left, width, height].map(Math.round)].join(' '); });
                    const before = boxes();
                    for (const button of all('.peek')) button.remove();
                    const after = boxes();
                    return before.map((box, at) => [at, box, after[at]]).filter(([, one, other]) => one !== other);")
                .await?;
            ensure!(moved == json!([]), "{post}, {}: {moved:#}", size.width);
        }
    }
    Ok(())
}

/// Blocks without counterpart have no button; the others have one each, but for rules.
pub(super) async fn alone(t: &mut Test) -> Result<()> {
    let work = long_work();
    t.site.route(
        "long.json",
        Route::new("application/feed+json", work.bundle.to_string()),
    );
    t.page(
        "long.html",
        r#"<script src="liseuse.js" data-src="long.json" data-post="left" defer></script>"#,
    );
    t.open("long.html", Size::WIDE).await?;
    t.ready().await?;
    t.wait("all('.peek').length > 200").await?;
    t.click(".body > [data-block=\"1\"] + .peek").await?;
    t.wait("one('.peeked [data-block]')").await?;
    let paired: Vec<usize> = work
        .beads
        .iter()
        .filter(|bead| !bead.1.is_empty())
        .flat_map(|bead| bead.0.clone())
        .collect();
    t.equals(
        "all('.peek').map((button) => Number(button.previousElementSibling.dataset.block))",
        json!(paired),
    )
    .await?;
    // Each shows its bead.
    let shown = t
        .run("const shown = [];
            for (const button of all('.peek').slice(2, 60)) {
                const block = Number(button.previousElementSibling.dataset.block);
                button.click();
                const panel = one(`.body > [data-block=\"${block}\"] + .peek + .peeked`);
                shown.push([block, [...panel.children].map((block) => Number(block.dataset.block))]);
                all('.peek').find((button) => Number(button.previousElementSibling.dataset.block) === block).click();
            }
            return shown;")
        .await?;
    let expected: Vec<_> = paired
        .iter()
        .take(60)
        .skip(2)
        .filter_map(|block| {
            let bead = work.beads.iter().find(|bead| bead.0.contains(block))?;
            Some(json!([block, bead.1]))
        })
        .collect();
    ensure!(shown == json!(expected), "{shown:#}");
    Ok(())
}

/// axe-core finds nothing, closed and open, in light and dark; paper shows none of it.
pub(super) async fn axe(t: &mut Test) -> Result<()> {
    for (size, dark) in [(Size::WIDE, false), (Size::NARROW, true)] {
        t.dark(dark).await?;
        t.visit("about:blank").await?;
        open(t, size).await?;
        t.run("const sheet = new CSSStyleSheet(); sheet.replaceSync('html { background: Canvas; color: CanvasText }'); document.adoptedStyleSheets = [sheet]").await?;
        let found = t.axe().await?;
        ensure!(found.is_empty(), "closed: {found:#?}");
        t.run(
            "for (const block of [0, 3]) one(`.body > [data-block=\"${block}\"] + .peek`).click()",
        )
        .await?;
        t.equals("all('.peeked').length", 2).await?;
        let found = t.axe().await?;
        ensure!(found.is_empty(), "open: {found:#?}");
        t.equals("document.documentElement.scrollWidth <= innerWidth", true)
            .await?;
    }
    Ok(())
}
