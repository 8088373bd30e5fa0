//! Two versions of a work together: side by side, interleaved, each column for itself.

use anyhow::{Result, ensure};
use serde_json::{Value, json};
use thirtyfour::Key;
use xtask::cli::Engine;

use crate::harness::{Size, Test};

const PHONE: Size = Size {
    width: 360,
    height: 740,
};

/// A feed of our own: `story` in English, French and Arabic, with a paragraph that is in English
/// alone; `long`, whose French version is too long; and `alone`, in English.
const FEED: &str = r###"
const lines = (count, line) => Array.from({ length: count }, (_, index) => line(index + 1, 4000 + 37 * index));
const english = lines(14, (n, year) => `Paragraph ${n} is about the year ${year}, and says what can be said of ${year} in a line or two of plain English words.`);
const french = lines(14, (n, year) => `Le paragraphe ${n} parle de l’année ${year}, et dit ce qui se dit de ${year} en une ligne ou deux de bon français.`);
const arabic = lines(14, (n, year) => `الفقرة ${n} عن سنة ${year} وتقول ما يقال عن ${year} في سطر أو سطرين بالعربية.`);
english.splice(4, 0, "Nobody has translated this sentence about a heron, which stands on one leg in the reeds and has no date at all, and it goes on for a while so that nothing else is like it.");
english.splice(8, 0, "## The second part");
french.splice(7, 0, "## La deuxième partie");
arabic.splice(7, 0, "## الجزء الثاني");
const item = (id, language, title, key, text) => ({ id, language, title, content_text: text,
  _liseuse: { content_type: "text/markdown", translation_key: key } });
reader.bundle = { version: "https://jsonfeed.org/version/1.1", title: "Pairs", items: [
  item("story", "en", "A story", "story", english.join("\n\n")),
  item("histoire", "fr", "Une histoire", "story", french.join("\n\n")),
  item("qissa", "ar", "قصة", "story", arabic.join("\n\n")),
  item("long", "en", "A long one", "long", "A paragraph in English."),
  item("longue", "fr", "Une longue", "long", "Long. ".repeat(200_000)),
  item("alone", "en", "Alone", "alone", "Nobody else says this."),
] };
await reader.ready;
"###;

/// Opens the feed in a page of its own, with these attributes.
async fn open(t: &mut Test, size: Size, attributes: &str) -> Result<()> {
    t.page(
        "pair.html",
        &format!(
            r#"<h1>Host</h1><liseuse-reader languages="en fr" {attributes}></liseuse-reader>
            <p>After it.</p><textarea aria-label="Paste here"></textarea><script src="liseuse.js" defer></script>"#
        ),
    );
    t.site.route(
        "none.json",
        xtask::serve::Route::new(
            "application/json",
            r#"{"version":"https://jsonfeed.org/version/1.1","title":"","items":[]}"#,
        ),
    );
    t.visit("about:blank").await?;
    t.open("pair.html", size).await?;
    // axe-core takes the ground of a page that paints none for white.
    t.run("const sheet = new CSSStyleSheet(); sheet.replaceSync('html { background: Canvas; color: CanvasText } textarea { position: fixed; inset: auto 0 0 auto }'); document.adoptedStyleSheets = [sheet]").await?;
    t.wait("reader?.matches(':defined')").await?;
    t.run(FEED).await?;
    Ok(())
}

async fn story(t: &mut Test, size: Size, view: &str) -> Result<()> {
    open(t, size, &format!(r#"src="none.json" view="{view}""#)).await?;
    t.run("await reader.open('story')").await?;
    t.wait("one('.pair')").await
}

/// Whether the two sides of every row begin at the same height, in so many rows as there must be.
const LEVEL: &str = "(() => {
    const rows = all('.bead').map((row) => [...row.children].map((side) => side.firstElementChild.getBoundingClientRect().top));
    return rows.length >= 15 && rows.every(([a, b]) => Math.abs(a - b) < 1);
})()";

/// Rows begin at the same height where there is room, and are read one after the other where not.
pub(super) async fn rows(t: &mut Test) -> Result<()> {
    story(t, Size::WIDE, "side-by-side").await?;
    t.equals(LEVEL, true).await?;
    let columns = "all('.bead').every((row) => row.children[0].getBoundingClientRect().right < row.children[1].getBoundingClientRect().left)";
    t.equals(columns, true).await?;
    // Both columns have the same width, and it is a good one to read.
    t.equals(
        "new Set(all('.side').map((side) => Math.round(side.getBoundingClientRect().width))).size",
        1,
    )
    .await?;
    let measure = t.eval("one('.side').getBoundingClientRect().width / parseFloat(getComputedStyle(one('.side')).fontSize)").await?;
    ensure!(
        (24.0..36.0).contains(&measure.as_f64().unwrap_or(0.0)),
        "{measure} em"
    );
    // Every block has its number in its own version, and its language.
    let numbers = |lang: &str| {
        format!("all('[data-block]:lang({lang})').map((block) => block.dataset.block).join()")
    };
    let count = |n: usize| (0..n).map(|n| n.to_string()).collect::<Vec<_>>().join(",");
    t.equals(&numbers("en"), count(16)).await?;
    t.equals(&numbers("fr"), count(15)).await?;
    t.equals(
        "all('h1').length === 1 && all('[part~=title]').length === 1 && one('header .other').lang",
        "fr",
    )
    .await?;

    t.resize(PHONE).await?;
    t.wait("!one('.columns')").await?;
    let woven = "all('.bead').every(({ children: [a, b] }) => a.getBoundingClientRect().bottom <= b.getBoundingClientRect().top)";
    t.equals(woven, true).await?;
    t.equals("all('.bead')[1].textContent.includes('4037') && all('.bead')[1].children[0].querySelector('[lang=en]') !== null && all('.bead')[1].children[1].querySelector('[lang=fr]') !== null", true).await?;
    t.equals("document.documentElement.scrollWidth <= innerWidth", true)
        .await
}

/// What has no counterpart says so, and what has one is counted.
pub(super) async fn coverage(t: &mut Test) -> Result<()> {
    story(t, Size::WIDE, "side-by-side").await?;
    t.equals(
        "all('.alone').map((note) => [note.textContent, note.lang]).join('; ')",
        "In English only,en",
    )
    .await?;
    t.equals(
        "one('.bead:has(.alone)').textContent.includes('heron')",
        true,
    )
    .await?;
    let line = t.eval("one('.coverage').textContent").await?;
    let line = line.as_str().unwrap_or_default();
    let sure = line
        .strip_prefix("15 of 16 paragraphs paired · ")
        .and_then(|rest| rest.strip_suffix("% sure"));
    ensure!(
        sure.and_then(|sure| sure.parse::<u32>().ok())
            .is_some_and(|sure| (1..=100).contains(&sure)),
        "{line}"
    );
    t.run("document.documentElement.lang = 'fr'").await?;
    t.wait("one('.coverage').textContent.startsWith('15 paragraphes appariés sur 16 · sûr à ')")
        .await?;
    t.equals("one('.alone').textContent", "Seulement en anglais")
        .await
}

/// The view is chosen in the bar, kept from post to post and in the address; the attribute gives
/// the one to begin with.
pub(super) async fn choice(t: &mut Test) -> Result<()> {
    open(t, Size::WIDE, r#"src="none.json""#).await?;
    t.run("await reader.open('story')").await?;
    t.equals(
        "[reader.state.view, !!one('.pair')]",
        json!(["single", false]),
    )
    .await?;
    t.click_named(".views button", "Side by side").await?;
    t.equals(
        "[reader.state.view, location.hash, one('.views [aria-pressed=true]').textContent]",
        json!([
            "side-by-side",
            "#read?post=story&lang=en&view=side-by-side",
            "Side by side"
        ]),
    )
    .await?;
    t.click_named(".views button", "Interleaved").await?;
    t.equals("[one('.pair').classList.contains('rows'), new URLSearchParams(location.hash.slice(6)).get('view')]", json!([false, "interleaved"])).await?;
    // A post with one version has nothing to choose, and is shown.
    t.run("await reader.open('alone')").await?;
    t.equals(
        "[one('.views'), one('.body').textContent.trim(), reader.state.view]",
        json!([null, "Nobody else says this.", "interleaved"]),
    )
    .await?;
    t.run("await reader.open('histoire')").await?;
    t.wait("one('.pair')").await?;
    t.back().await?;
    t.back().await?;
    t.wait("one('.pair') && one('h1').textContent === 'A story'")
        .await?;
    t.run("await reader.setView('single')").await?;
    t.equals(
        "[!!one('.pair'), location.hash]",
        json!([false, "#read?post=story&lang=en"]),
    )
    .await?;
    t.run("await reader.setView('sideways')").await?;
    t.equals("reader.state.view", "single").await?;
    t.run("reader.view = 'side-by-side'").await?;
    t.wait("one('.columns')").await?;
    t.equals(
        "[reader.view, reader.state.view, location.hash]",
        json!(["side-by-side", "side-by-side", "#read?post=story&lang=en"]),
    )
    .await?;
    t.run("location.hash = 'read?post=story&lang=en&view=single'")
        .await?;
    t.wait("!one('.pair') && one('.body')").await
}

/// The two sides are swapped, and the block that is read stays where it is.
pub(super) async fn swap(t: &mut Test) -> Result<()> {
    story(t, Size::WIDE, "side-by-side").await?;
    let block = |lang: &str, n: usize| {
        format!("one('[data-block=\"{n}\"]:lang({lang})').getBoundingClientRect().top")
    };
    t.run("one('[data-block=\"10\"]:lang(en)').scrollIntoView(); scrollBy(0, -80)")
        .await?;
    let before = t.eval(&block("fr", 9)).await?.as_f64().unwrap_or(0.0);
    t.click("button[title^='Swap']").await?;
    t.wait("reader.state.language === 'fr'").await?;
    t.equals("[one('h1').textContent, one('article').lang, one('header .other').textContent, all('.pair .main [data-block]').every(({ lang }) => lang === 'fr'), new URLSearchParams(location.hash.slice(6)).get('lang')]", json!(["Une histoire", "fr", "A story", true, "fr"])).await?;
    let after = t.eval(&block("fr", 9)).await?.as_f64().unwrap_or(-1000.0);
    ensure!((before - after).abs() <= 8.0, "from {before} to {after}");
    t.equals("one('.alone').textContent", "In English only")
        .await?;
    t.click("button[title^='Swap']").await?;
    t.equals(
        "[reader.state.language, one('.other[lang], .other [lang]').lang]",
        json!(["en", "fr"]),
    )
    .await
}

/// A work with three versions lets the second one be chosen; in Arabic it runs the other way.
pub(super) async fn third_version(t: &mut Test) -> Result<()> {
    story(t, Size::WIDE, "side-by-side").await?;
    t.click_named("[aria-label='Beside it'] button", "العربية")
        .await?;
    t.wait("one('.side.other [data-block]:lang(ar)')").await?;
    t.equals("[getComputedStyle(one('.side.other')).direction, getComputedStyle(one('.side.main')).direction]", json!(["rtl", "ltr"])).await?;
    t.equals(LEVEL, true).await?;
    // The first column of a post that is read from the right is the right one.
    t.click("button[title^='Swap']").await?;
    t.wait("reader.state.language === 'ar'").await?;
    t.equals("one('.side.main').getBoundingClientRect().left > one('.side.other').getBoundingClientRect().right", true).await?;
    t.equals("one('.side.other [data-block]').lang", "en")
        .await?;
    let found = t.axe().await?;
    ensure!(found.is_empty(), "{found:#?}");
    Ok(())
}

/// Without sync each column scrolls by itself, by keyboard too; without room there is no such thing.
pub(super) async fn sync(t: &mut Test) -> Result<()> {
    story(
        t,
        Size {
            width: 1280,
            height: 500,
        },
        "side-by-side",
    )
    .await?;
    t.click_named("button[title]", "Sync").await?;
    t.equals("all('.apart > .side').map((pane) => [pane.getAttribute('aria-label'), pane.lang, pane.tabIndex]).join('; ')", "English,en,0; Français,fr,0").await?;
    t.equals("all('.apart > .side').every((pane) => pane.scrollHeight > pane.clientHeight && pane.getBoundingClientRect().height < innerHeight)", true).await?;
    t.run("one('.apart > .other').focus()").await?;
    t.press(Key::End + "").await?;
    t.wait("one('.apart > .other').scrollTop > 100 && one('.apart > .main').scrollTop === 0")
        .await?;
    t.equals(
        "one('.alone').previousElementSibling.textContent.includes('heron')",
        true,
    )
    .await?;
    let found = t.axe().await?;
    ensure!(found.is_empty(), "{found:#?}");
    t.resize(PHONE).await?;
    t.wait("!one('.apart')").await?;
    t.equals("[all('.bead > .side').length > 20, all('button[title]').map((button) => button.textContent).join()]", json!([true, "⇄\u{fe0e}"])).await?;
    t.resize(Size::WIDE).await?;
    t.wait("one('.apart')").await?;
    t.click_named("button[title]", "Sync").await?;
    t.wait("one('.columns')").await
}

/// What corresponds lights up under the pointer and with the focus.
pub(super) async fn highlight(t: &mut Test) -> Result<()> {
    story(t, Size::WIDE, "side-by-side").await?;
    let lit = "all('[data-lit]').map((side) => side.querySelector('[data-block]').lang + side.querySelector('[data-block]').dataset.block).join()";
    let web = t.session.web.clone();
    let over = async |css: &str| -> Result<()> {
        let element = t.find(css).await?;
        t.run(&format!(
            "one(`{css}`).scrollIntoView({{ block: 'center' }})"
        ))
        .await?;
        web.action_chain()
            .move_to_element_center(&element)
            .perform()
            .await?;
        Ok(())
    };
    over(".main > [data-block='6']").await?;
    t.equals(lit, "fr5").await?;
    over(".other > [data-block='2']").await?;
    t.equals(lit, "en2").await?;
    over(".bead:has(.alone) .main > *").await?;
    t.equals(lit, "").await?;
    over(".bar").await?;
    t.equals(lit, "").await?;
    t.run("one('h2:lang(fr)').focus()").await?;
    t.equals(lit, "en8").await?;
    t.click_named("button[title]", "Sync").await?;
    over(".apart .other [data-block='1']").await?;
    t.equals(lit, "en1").await
}

/// Drags from one block to another, copies, and gives what is pasted.
async fn copied(t: &Test, from: &str, to: &str) -> Result<String> {
    t.run(&format!("one(`{from}`).scrollIntoView({{ block: 'center' }}); document.querySelector('textarea').value = ''")).await?;
    let point = async |css: &str, is_end: bool| -> Result<(i64, i64)> {
        let script = format!(
            "(() => {{ const {{ left, right, top, bottom }} = one(`{css}`).getBoundingClientRect(); return {is_end} ? [right - 3, bottom - 8] : [left + 2, top + 8] }})()"
        );
        let at = t.eval(&script).await?;
        let number = |index: usize| at.get(index).and_then(Value::as_f64).unwrap_or(0.0) as i64;
        Ok((number(0), number(1)))
    };
    let (start, end) = (point(from, false).await?, point(to, true).await?);
    let chain = t
        .session
        .web
        .action_chain()
        .move_to(start.0, start.1)
        .click_and_hold();
    let chain = chain
        .move_to(start.0 + 60, start.1 + 4)
        .move_to(end.0, end.1)
        .release();
    chain.perform().await?;
    pasted(t).await
}

/// Copies what is selected, and pastes it outside of the reader.
async fn pasted(t: &Test) -> Result<String> {
    let keys = |key: &'static str| {
        let chain = t
            .session
            .web
            .action_chain()
            .key_down(Key::Control)
            .send_keys(key);
        chain.key_up(Key::Control)
    };
    keys("c").perform().await?;
    t.run("document.querySelector('textarea').focus()").await?;
    keys("v").perform().await?;
    let text = t.eval("document.querySelector('textarea').value").await?;
    Ok(text.as_str().unwrap_or_default().to_owned())
}

/// A selection takes the words of the side in which it begins, and none of the other.
pub(super) async fn copy(t: &mut Test) -> Result<()> {
    for view in ["side-by-side", "interleaved"] {
        story(
            t,
            Size {
                width: 1280,
                height: 1000,
            },
            view,
        )
        .await?;
        let text = copied(t, ".main > [data-block='0']", ".main > [data-block='2']").await?;
        ensure!(
            text.contains("Paragraph 1 is") && text.contains("of 4074") && !text.contains("année"),
            "{view}: {text}"
        );
        // From one side to the other and back: nothing of what was selected before counts.
        let text = copied(t, ".other > [data-block='1']", ".other > [data-block='3']").await?;
        ensure!(
            text.contains("paragraphe 2") && text.contains("de 4111") && !text.contains("year"),
            "{view}: {text}"
        );
        let text = copied(t, ".main > [data-block='1']", ".main > [data-block='3']").await?;
        ensure!(
            text.contains("Paragraph 2 is") && text.contains("of 4111") && !text.contains("année"),
            "{view}: {text}"
        );
        // Dragged over into the other column.
        let text = copied(t, ".main > [data-block='0']", ".other > [data-block='2']").await?;
        ensure!(
            text.contains("Paragraph 1 is") && !text.contains("année"),
            "{view}: {text}"
        );
    }
    // Everything is everything in one language.
    story(t, Size::WIDE, "side-by-side").await?;
    t.run("document.querySelector('textarea').value = ''; document.activeElement.blur()")
        .await?;
    let chain = t
        .session
        .web
        .action_chain()
        .key_down(Key::Control)
        .send_keys("a");
    chain.key_up(Key::Control).perform().await?;
    let text = pasted(t).await?;
    ensure!(
        text.contains("Paragraph 1 is")
            && text.contains("Paragraph 14 is")
            && text.contains("After it."),
        "{text}"
    );
    ensure!(
        !text.contains("paragraphe")
            && !text.contains("histoire")
            && !text.contains("In English only"),
        "{text}"
    );
    Ok(())
}

/// Makes the browser lay the page out as for paper, or for the screen again.
async fn print(t: &Test, is_on: bool) -> Result<()> {
    match t.engine() {
        Engine::Chromium => {
            let media = if is_on { "print" } else { "" };
            t.devtools("Emulation.setEmulatedMedia", json!({ "media": media }))
                .await
        }
        Engine::Firefox => {
            let media = if is_on { "'print'" } else { "null" };
            t.firefox(&format!(
                "gBrowser.selectedBrowser.browsingContext.mediumOverride = {media}"
            ))
            .await
        }
        // Its driver has no way to paper, but a page can say of a rule where it holds.
        Engine::WebKit => {
            let script = format!(
                "for (const {{ cssRules }} of root.adoptedStyleSheets) {{
                    for (const {{ media }} of cssRules) {{
                        if (/print/.test(media?.mediaText)) media.mediaText = {is_on} ? 'print, screen' : 'print';
                    }}
                }}"
            );
            t.run(&script).await.map(drop)
        }
    }
}

/// Paper gets two columns, whatever the window's width and without sync too, and no controls.
pub(super) async fn paper(t: &mut Test) -> Result<()> {
    const PAGE: Size = Size {
        width: 700,
        height: 900,
    };
    let columns = "(() => { const [a, b] = all('.main, .pair .other').map((side) => side.getBoundingClientRect()); return a.right < b.left && Math.abs(a.top - b.top) < 1 })()";
    let hidden =
        "all('.bar, .coverage').every((element) => getComputedStyle(element).display === 'none')";
    story(t, PAGE, "side-by-side").await?;
    t.equals("!!one('.columns')", false).await?;
    print(t, true).await?;
    t.wait(columns).await?;
    t.equals(hidden, true).await?;
    t.equals("document.documentElement.scrollWidth <= innerWidth", true)
        .await?;
    print(t, false).await?;
    t.resize(Size::WIDE).await?;
    t.wait("one('.columns')").await?;
    t.click_named("button[title]", "Sync").await?;
    print(t, true).await?;
    t.wait(columns).await?;
    t.equals(
        "all('.apart > .side').every((pane) => pane.scrollHeight <= pane.clientHeight + 1)",
        true,
    )
    .await?;
    print(t, false).await?;
    story(t, Size::WIDE, "interleaved").await?;
    print(t, true).await?;
    t.wait("all('.bead').slice(0, 3).every(({ children: [a, b] }) => a.getBoundingClientRect().bottom <= b.getBoundingClientRect().top)").await?;
    print(t, false).await
}

/// A version that cannot be shown costs nothing but itself.
pub(super) async fn no_counterpart(t: &mut Test) -> Result<()> {
    open(t, Size::WIDE, r#"src="none.json" view="side-by-side""#).await?;
    t.run("await reader.open('long')").await?;
    t.equals(
        "[one('[data-block]').textContent, one('[part~=notice]').textContent, !!one('.pair')]",
        json!([
            "A paragraph in English.",
            "The version in French could not be displayed.",
            false
        ]),
    )
    .await?;
    let found = t.axe().await?;
    ensure!(found.is_empty(), "{found:#?}");
    Ok(())
}

/// axe-core finds nothing in any view, at any width, in light and dark; and nothing is covered.
pub(super) async fn axe(t: &mut Test) -> Result<()> {
    const SMALL: Size = Size {
        width: 320,
        height: 640,
    };
    for (size, dark, theme) in [
        (Size::WIDE, false, "auto"),
        (Size::WIDE, true, "auto"),
        (SMALL, true, "auto"),
        (SMALL, false, "sepia"),
    ] {
        t.dark(dark).await?;
        for view in ["single", "side-by-side", "interleaved"] {
            open(
                t,
                size,
                &format!(r#"src="none.json" view="{view}" theme="{theme}""#),
            )
            .await?;
            t.run("await reader.open('story')").await?;
            t.wait("one('[data-block]')").await?;
            let found = t.axe().await?;
            ensure!(
                found.is_empty(),
                "{view}, {} px, dark {dark}: {found:#?}",
                size.width
            );
            t.equals("document.documentElement.scrollWidth <= innerWidth", true)
                .await?;
        }
    }
    Ok(())
}

/// Everything about two versions can be done with the keyboard alone, and the bar covers nothing.
pub(super) async fn keyboard(t: &mut Test) -> Result<()> {
    open(
        t,
        Size {
            width: 1280,
            height: 500,
        },
        r#"src="none.json""#,
    )
    .await?;
    t.run("await reader.open('story')").await?;
    t.wait("one('.views')").await?;
    let press = async |name: &str| -> Result<()> {
        t.run("one('h1').focus()").await?;
        for _ in 0..40 {
            let chain = t.session.web.action_chain().key_down(Key::Shift);
            chain
                .send_keys(Key::Tab)
                .key_up(Key::Shift)
                .perform()
                .await?;
            let focus: Value = t.eval("root.activeElement?.getAttribute('aria-label') ?? root.activeElement?.textContent ?? ''").await?;
            if focus == name {
                return t.press(Key::Enter + "").await;
            }
        }
        anyhow::bail!("no {name} on the way")
    };
    press("Side by side").await?;
    t.wait("one('.columns')").await?;
    press("Sync").await?;
    t.wait("one('.apart')").await?;
    press("Sync").await?;
    press("Swap the two texts").await?;
    t.wait("reader.state.language === 'fr'").await?;
    press("Interleaved").await?;
    t.wait("one('.pair') && !one('.rows')").await?;
    // What is gone to stands below the bar.
    t.run("await reader.open('story', { language: 'en', block: 8 })")
        .await?;
    t.wait("one('h2:lang(en)').getBoundingClientRect().top >= one('.bar').getBoundingClientRect().bottom").await?;
    t.equals(
        "one('h2:lang(en)').getBoundingClientRect().top < innerHeight / 2",
        true,
    )
    .await?;
    t.equals(
        "Math.round(one('.bar').getBoundingClientRect().top) <= 0",
        true,
    )
    .await
}
