//! Changing the language of an open post keeps the reader's place.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use thirtyfour::Key;
use xtask::cli::Engine;
use xtask::serve::Route;

use crate::harness::{Size, Test};

/// The blocks on the left and on the right that correspond.
pub(super) type Bead = (Vec<usize>, Vec<usize>);

/// A work in two languages, with its beads.
pub(super) struct Work {
    /// The bundle with its two versions, `left` in English and `right` in French.
    pub(super) bundle: Value,
    /// Which blocks correspond.
    pub(super) beads: Vec<Bead>,
}

/// About 300 blocks a side: merged, split and dropped ones among those that stand one to one.
pub(super) fn long_work() -> Work {
    long_work_after(None)
}

/// The same, with this in the place of the first block of both sides.
fn long_work_after(first: Option<&str>) -> Work {
    const EN: &str =
        "The road along the river was closed for repairs, and everybody went by the hill instead. ";
    const FR: &str = "La route qui longe la rivière était fermée pour travaux, et tout le monde passait donc par la colline. ";
    let (mut left, mut right) = (Vec::new(), Vec::new());
    let mut beads = Vec::new();
    for idea in 0..270 {
        let say = |start: &str, filler: &str, part: usize| {
            let number = 1000 + idea * 7 + part * 3001;
            let more = filler.repeat(1 + (idea * 7 + part * 3) % 5);
            format!("{start} {number}. {more}See https://example.org/{number}.")
        };
        let (en, fr) = (
            |part| say("Number", EN, part),
            |part| say("Numéro", FR, part),
        );
        let (mut lefts, mut rights) = match (idea % 9, first) {
            (0, Some(first)) if idea == 0 => (vec![first.into()], vec![first.into()]),
            _ if idea % 40 == 20 => (
                vec![format!("## Part {idea}")],
                vec![format!("## Partie {idea}")],
            ),
            (2, _) => (vec![en(0), en(1)], vec![format!("{} {}", fr(0), fr(1))]),
            (5, _) => (vec![format!("{} {}", en(0), en(1))], vec![fr(0), fr(1)]),
            (7, _) if idea % 2 == 0 => (vec![en(0)], vec![]),
            (7, _) => (vec![], vec![fr(0)]),
            _ => (vec![en(0)], vec![fr(0)]),
        };
        let range = |from: usize, count: usize| (from..from + count).collect::<Vec<_>>();
        beads.push((
            range(left.len(), lefts.len()),
            range(right.len(), rights.len()),
        ));
        left.append(&mut lefts);
        right.append(&mut rights);
    }
    let item = |id: &str, language: &str, title: &str, body: Vec<String>| json!({ "id": id, "language": language, "title": title, "content_text": body.join("\n\n"), "_liseuse": { "content_type": "text/markdown", "translation_key": "long" } });
    let bundle = json!({
        "version": "https://jsonfeed.org/version/1.1", "title": "Long", "language": "en",
        "items": [item("left", "en", "A long way", left), item("right", "fr", "Un long chemin, avec un titre qui prend plus d’une ligne", right)],
        "_liseuse": { "version": 1, "alignments": [{ "translation_key": "long", "languages": ["en", "fr"], "beads": beads }] },
    });
    Work { bundle, beads }
}

/// Puts what the cases measure with into the page: `anchor()`, the block that is being read by the
/// rule; `top(block)`; `to(language)`, which touches the switcher; `expected(block, isLeft)`, the
/// block that takes another's place.
async fn helpers(t: &Test, beads: Option<&[Bead]>) -> Result<()> {
    let beads = serde_json::to_string(&beads)?;
    t.run(&format!(
        "const beads = {beads};
        const block = (number) => one(`.body > [data-block=\"${{number}}\"]`);
        window.top_ = (number) => block(number).getBoundingClientRect().top;
        window.anchor = () => {{
            const seen = Math.max(0, one('.bar').getBoundingClientRect().bottom);
            const named = reader.state.block;
            if (named !== null && top_(named) >= seen - 1 && top_(named) < innerHeight) return named;
            const blocks = all('.body > [data-block]').map((block) => [Number(block.dataset.block), block.getBoundingClientRect()]);
            const next = blocks.find(([, box]) => box.top >= seen - 1);
            if (next && next[1].top < innerHeight) return next[0];
            return blocks.findLast(([, box]) => box.top < innerHeight)[0];
        }};
        window.to = (language) => all('[part~=languages] button').find((button) => button.lang === language).click();
        window.expected = (number, isLeft) => {{
            const [own, other] = isLeft ? [0, 1] : [1, 0];
            const at = beads.findIndex((bead) => bead[own].includes(number));
            return beads[at][other][0];
        }};
        // A block without counterpart leaves it to the nearest that has one; of two, to the later.
        window.held = (number, isLeft) => {{
            const own = isLeft ? 0 : 1;
            const paired = beads.filter((bead) => bead[0].length && bead[1].length).map((bead) => bead[own]);
            const far = (blocks) => blocks.includes(number) ? 0 : number < blocks[0] ? blocks[0] - number : number - blocks.at(-1);
            const near = Math.min(...paired.map(far));
            return near === 0 ? number : paired.findLast((blocks) => far(blocks) === near)[0];
        }};
        window.atEnd = () => scrollY < 1 || scrollY > document.documentElement.scrollHeight - innerHeight - 1;"
    ))
    .await?;
    Ok(())
}

/// Switches ten times there and back, and tells what was wrong.
async fn ten_times(t: &Test, from: &str, to: &str, is_exact: bool) -> Result<()> {
    let wrong = t
        .run(&format!(
            "const wrong = [];
            const start = [reader.state.block, scrollY, innerWidth];
            const first = {is_exact} ? held(anchor(), reader.state.language === 'en') : anchor();
            const place = top_(first);
            let [block, top] = [first, place];
            for (let turn = 0; turn < 10; turn += 1) {{
                const isBack = turn % 2 === 1;
                to(isBack ? '{from}' : '{to}');
                const now = reader.state.block;
                if (!isBack && {is_exact} && expected(block, reader.state.language === 'fr') !== undefined && now !== expected(block, reader.state.language === 'fr')) wrong.push([turn, block, now]);
                if (isBack && now !== first) wrong.push([turn, 'came back to', now, 'not', first]);
                if (!atEnd() && Math.abs(top_(now) - place) > 8) wrong.push([turn, block, now, top_(now), place]);
                if (isBack && Math.abs(top_(first) - place) > 1) wrong.push([turn, 'moved', top_(first), place]);
                [block, top] = [now, top_(now)];
            }}
            return wrong.length ? [start, ...wrong] : [];"
        ))
        .await?;
    ensure!(wrong == json!([]), "{wrong:#}");
    Ok(())
}

/// Opens the long work.
///
/// Browsers let a page write to its history two hundred times in ten seconds, WebKit a hundred times;
/// the cases that switch more often do without (`data-route`).
async fn open_long(t: &mut Test, size: Size, fragment: &str) -> Result<Work> {
    let work = long_work();
    t.site.route(
        "long.json",
        Route::new("application/feed+json", work.bundle.to_string()),
    );
    let route = if fragment.is_empty() { "none" } else { "hash" };
    t.page(
        "long.html",
        &format!(
            r#"<script src="liseuse.js" data-src="long.json" data-route="{route}" defer></script>"#
        ),
    );
    t.visit("about:blank").await?;
    t.open(&format!("long.html{fragment}"), size).await?;
    t.ready().await?;
    helpers(t, Some(&work.beads)).await?;
    Ok(work)
}

/// On a long post with merged, split and dropped blocks, in both directions and from everywhere.
pub(super) async fn long(t: &mut Test) -> Result<()> {
    for size in [Size::WIDE, Size::NARROW] {
        open_long(t, size, "").await?;
        for (post, from, to) in [("left", "en", "fr"), ("right", "fr", "en")] {
            t.run(&format!("reader.close(); reader.open('{post}')"))
                .await?;
            t.equals("reader.state.post", post).await?;
            let height = t.eval("document.documentElement.scrollHeight").await?;
            let height = height.as_f64().unwrap_or_default();
            let parts: &[f64] = if size == Size::WIDE {
                &[0.0, 0.11, 0.37, 0.5, 0.93]
            } else {
                &[0.3, 0.7]
            };
            for part in parts {
                t.run(&format!("scrollTo(0, {})", height * part)).await?;
                ten_times(t, from, to, true).await?;
            }
            t.run("scrollTo(0, 1e9)").await?;
            ten_times(t, from, to, true).await?;
        }
    }
    Ok(())
}

/// A block without counterpart leaves its place to the nearest that has one, and comes back.
pub(super) async fn alone(t: &mut Test) -> Result<()> {
    let work = open_long(t, Size::WIDE, "#read?post=left&lang=en").await?;
    let alone = work.beads.iter().find(|bead| bead.1.is_empty());
    let alone = alone.and_then(|bead| bead.0.first());
    let alone = *alone.context("every block has a counterpart")?;
    // At the top of what can be seen, below the bar.
    t.run(&format!(
        "scrollBy(0, top_({alone}) - one('.bar').getBoundingClientRect().bottom)"
    ))
    .await?;
    t.equals("anchor()", alone).await?;
    let before = t.eval(&format!("top_({alone})")).await?;
    t.run("window.near = top_(anchor() + 1); to('fr')").await?;
    t.equals("Math.abs(top_(reader.state.block) - near) < 8", true)
        .await?;
    t.run("to('en')").await?;
    t.equals(&format!("top_({alone})"), before).await
}

/// The guide's pairs, by real clicks: the focus stays on the switcher, and it is announced.
pub(super) async fn guide(t: &mut Test) -> Result<()> {
    t.open("guide.html#read?post=sampler&lang=en", Size::WIDE)
        .await?;
    t.ready().await?;
    helpers(t, None).await?;
    for part in ["0", "2000", "4000", "1e9"] {
        t.run(&format!("scrollTo(0, {part})")).await?;
        t.run("window.block = anchor(); window.place = top_(block)")
            .await?;
        t.click_named("[part~=languages] button", "Français")
            .await?;
        t.equals("reader.state.post", "echantillon").await?;
        t.equals(
            "location.hash === '#read?post=echantillon&lang=fr&block=' + reader.state.block",
            true,
        )
        .await?;
        t.equals(
            "all('[part~=languages] [aria-pressed=true]').map((button) => button.lang)",
            json!(["fr"]),
        )
        .await?;
        t.equals("root.activeElement.lang", "fr").await?;
        t.equals(
            "atEnd() || Math.abs(top_(reader.state.block) - place) <= 8",
            true,
        )
        .await?;
        t.equals(
            "one('[role=status]').textContent === 'French: ' + one('h1').textContent && one('[role=status] bdi').lang",
            "fr",
        )
        .await?;
        t.click_named("[part~=languages] button", "English").await?;
        t.equals("Math.abs(top_(block) - place) <= 1", true).await?;
    }
    // Browsers take only so many changes of the address at once; see `open_long`.
    t.run("reader.route = 'none'").await?;
    for part in ["0", "2000", "4000", "1e9"] {
        t.run(&format!("scrollTo(0, {part})")).await?;
        ten_times(t, "en", "fr", false).await?;
    }
    ensure!(t.axe().await?.is_empty());
    Ok(())
}

/// The keyboard switches without losing the focus, whatever has it.
pub(super) async fn keyboard(t: &mut Test) -> Result<()> {
    open_long(t, Size::WIDE, "#read?post=left&lang=en").await?;
    t.run("scrollTo(0, 5000); all('[part~=languages] button').find((button) => button.lang === 'fr').focus()")
        .await?;
    t.run("window.block = anchor(); window.place = top_(block)")
        .await?;
    t.press(Key::Enter + "").await?;
    t.equals(
        "[reader.state.language, root.activeElement.lang, root.activeElement.ariaPressed]",
        json!(["fr", "fr", "true"]),
    )
    .await?;
    t.equals("Math.abs(top_(reader.state.block) - place) <= 8", true)
        .await
}

/// The focus in the text tells the block; when the text goes, it goes to the switcher.
pub(super) async fn focus(t: &mut Test) -> Result<()> {
    open_long(t, Size::WIDE, "#read?post=left&lang=en").await?;
    t.run(
        "scrollTo(0, 3000);
        const link = all('.body > [data-block] a').find((link) => link.getBoundingClientRect().top > innerHeight / 2);
        window.block = Number(link.closest('[data-block]').dataset.block);
        window.place = top_(block);
        link.focus({ preventScroll: true });
        reader.open('left', { language: 'fr' })",
    )
    .await?;
    t.equals("reader.state.post", "right").await?;
    t.equals(
        "[root.activeElement?.lang, root.activeElement?.ariaPressed]",
        json!(["fr", "true"]),
    )
    .await?;
    t.equals(
        "expected(block, true) === undefined || reader.state.block === expected(block, true)",
        true,
    )
    .await?;
    t.equals("Math.abs(top_(reader.state.block) - place) <= 8", true)
        .await?;
    // The focus of the page is its own.
    t.page(
        "host.html",
        r#"<button id="own">Own</button><script src="liseuse.js" data-src="long.json" defer></script>"#,
    );
    t.open("host.html#read?post=left&lang=en", Size::WIDE)
        .await?;
    t.ready().await?;
    t.run("document.querySelector('#own').focus(); reader.open('right')")
        .await?;
    t.equals("reader.state.post", "right").await?;
    t.equals("document.activeElement.id", "own").await
}

/// Back and forward lead to the other language, at the same place.
pub(super) async fn history(t: &mut Test) -> Result<()> {
    open_long(t, Size::WIDE, "#read?post=left&lang=en").await?;
    t.run("scrollTo(0, 7000)").await?;
    t.run("window.block = anchor(); window.place = top_(block)")
        .await?;
    t.click_named("[part~=languages] button", "Français")
        .await?;
    t.equals("reader.state.post", "right").await?;
    t.run("window.there = reader.state.block; window.hash = location.hash")
        .await?;
    t.back().await?;
    t.equals("reader.state.post", "left").await?;
    t.equals("location.hash", "#read?post=left&lang=en").await?;
    t.wait("Math.abs(top_(block) - place) <= 1").await?;
    t.forward().await?;
    t.equals(
        "[reader.state.post, location.hash === hash]",
        json!(["right", true]),
    )
    .await?;
    t.wait("Math.abs(top_(there) - place) <= 8").await?;
    // Back to the first, and from there it goes on as before.
    t.back().await?;
    t.equals("reader.state.post", "left").await?;
    t.wait("Math.abs(top_(block) - place) <= 1").await?;
    ten_times(t, "en", "fr", true).await?;
    // The list is where it was left.
    t.run("reader.close()").await?;
    t.wait("all('[part~=item]').length === 1").await
}

/// `block=` opens there in any language; the number is that of the post that `post` names.
pub(super) async fn addresses(t: &mut Test) -> Result<()> {
    let work = long_work();
    let there = |block: usize, is_left: bool| {
        let sides = |bead: &'_ Bead| match is_left {
            true => (bead.0.clone(), bead.1.clone()),
            false => (bead.1.clone(), bead.0.clone()),
        };
        let mut beads = work.beads.iter().map(sides);
        let (_, other) = beads.find(|(own, _)| own.contains(&block))?;
        other.first().copied()
    };
    for (post, language, block) in [
        ("left", "fr", 7),
        ("left", "fr", 150),
        ("right", "en", 33),
        ("right", "en", 200),
    ] {
        let is_left = post == "left";
        let there = there(block, is_left).context("a block without counterpart")?;
        open_long(
            t,
            Size::NARROW,
            &format!("#read?post={post}&lang={language}&block={block}"),
        )
        .await?;
        t.equals(
            "[reader.state.language, reader.state.block]",
            json!([language, there]),
        )
        .await?;
        let name = if is_left { "right" } else { "left" };
        t.equals(
            "location.hash",
            format!("#read?post={name}&lang={language}&block={there}"),
        )
        .await?;
        t.wait(&format!(
            "top_({there}) >= one('.bar').getBoundingClientRect().bottom - 1 && top_({there}) < 140"
        ))
        .await?;
        // By the method, over the open post.
        t.run(&format!(
            "await reader.open('{post}', {{ language: '{language}', block: {block} }})"
        ))
        .await?;
        t.equals("reader.state.block", there).await?;
        // In its own language the number stands as it is.
        t.run(&format!(
            "await reader.open('{post}', {{ block: {block} }})"
        ))
        .await?;
        t.equals(
            "[reader.state.post, reader.state.block]",
            json!([post, block]),
        )
        .await?;
    }
    Ok(())
}

/// Inside of something that scrolls, below a header that stays, beside another reader.
pub(super) async fn scrollers(t: &mut Test) -> Result<()> {
    let work = long_work();
    t.site.route(
        "long.json",
        Route::new("application/feed+json", work.bundle.to_string()),
    );
    t.page(
        "frame.html",
        r#"<header id="head">Head</header><div id="frame"><p>Before</p><liseuse-reader id="one" src="long.json" post="left"></liseuse-reader></div>
        <liseuse-reader id="two" src="long.json" post="left"></liseuse-reader><script src="liseuse.js" defer></script>"#,
    );
    t.open("frame.html", Size::WIDE).await?;
    t.ready().await?;
    t.run("await document.querySelector('#two').ready;
        const sheet = new CSSStyleSheet();
        sheet.replaceSync('#frame { height: 600px; overflow: auto } #head { position: sticky; top: 0; height: 60px; background: white; z-index: 2 } html { scroll-padding-top: 60px; scroll-behavior: smooth } liseuse-reader { --liseuse-sticky-top: 60px } #frame liseuse-reader { --liseuse-sticky-top: 0px }');
        document.adoptedStyleSheets = [sheet];")
        .await?;
    helpers(t, Some(&work.beads)).await?;
    for (frame, page) in [(4000, 0), (9000, 0), (1_000_000, 0), (0, 0)] {
        t.run(&format!(
            "document.querySelector('#frame').scrollTop = {frame}; scrollTo({{ top: {page}, behavior: 'instant' }})"
        ))
        .await?;
        t.run(
            "window.block = anchor(); window.place = top_(block); window.page = scrollY; to('fr')",
        )
        .await?;
        t.equals("reader.state.post", "right").await?;
        if frame > 0 && frame < 1_000_000 {
            t.equals("Math.abs(top_(reader.state.block) - place) <= 8", true)
                .await?;
        }
        t.equals("scrollY === page", true).await?;
        t.run("to('en')").await?;
        t.equals("Math.abs(top_(block) - place) <= 1", true).await?;
    }
    // The other reader, in the page itself, below the header.
    t.run("window.second = document.querySelector('#two').shadowRoot;
        scrollTo({ top: 8000, behavior: 'instant' });
        const blocks = [...second.querySelectorAll('.body > [data-block]')];
        const bottom = second.querySelector('.bar').getBoundingClientRect().bottom;
        window.found = blocks.find((block) => block.getBoundingClientRect().top >= bottom - 1);
        window.place = found.getBoundingClientRect().top;
        window.number = Number(found.dataset.block);
        [...second.querySelectorAll('[part~=languages] button')].find((button) => button.lang === 'fr').click()")
        .await?;
    t.equals("document.querySelector('#two').state.post", "right")
        .await?;
    t.equals("[...second.querySelectorAll('.body > [data-block]')].some((block) => Number(block.dataset.block) === document.querySelector('#two').state.block && Math.abs(block.getBoundingClientRect().top - place) <= 8)", true).await?;
    t.equals("reader.state.post", "left").await
}

/// Pictures that come late above the place do not move it.
pub(super) async fn late_images(t: &mut Test) -> Result<()> {
    let picture = std::fs::read(xtask::paths::www().join("posts/images/reader.png"))?;
    let picture = Route::new("image/png", picture);
    // It comes when it is let go.
    let held = Route {
        delay: Duration::from_secs(60),
        ..picture.clone()
    };
    t.site.route("late.png", held.clone());
    let work = long_work_after(Some("![A picture](late.png)"));
    t.site.route(
        "late.json",
        Route::new("application/feed+json", work.bundle.to_string()),
    );
    t.page(
        "late.html",
        r#"<script src="liseuse.js" data-src="late.json" data-route="none" defer></script>"#,
    );
    let has_come = "one('.body img').complete && one('.body img').naturalHeight > 100";
    let has_grown = "document.documentElement.scrollHeight > height + 50";
    let is_there = "Math.abs(top_(there) - place) <= 8";
    t.open("late.html", Size::WIDE).await?;
    t.ready().await?;
    t.run("reader.open('left')").await?;
    helpers(t, Some(&work.beads)).await?;
    // The picture is above the screen, near enough to be loaded.
    t.run("scrollTo(0, 900); window.block = anchor(); window.place = top_(block); to('fr')")
        .await?;
    t.run(
        "window.there = reader.state.block; window.height = document.documentElement.scrollHeight",
    )
    .await?;
    t.site.route("late.png", picture.clone());
    t.wait(has_come).await?;
    t.wait(has_grown).await?;
    t.equals(is_there, true).await?;
    // Above a block that was asked for. Where somebody has scrolled since, WebKit leaves the page to them.
    for by in [0, 100] {
        t.site.route("late.png", held.clone());
        t.reload().await?;
        t.ready().await?;
        t.run("reader.open('left', { block: 3 })").await?;
        helpers(t, Some(&work.beads)).await?;
        t.run(&format!(
            "scrollBy(0, {by}); window.there = 3; window.place = top_(3); window.scroll = scrollY; window.height = document.documentElement.scrollHeight"
        ))
        .await?;
        t.site.route("late.png", picture.clone());
        t.wait(has_come).await?;
        t.wait(has_grown).await?;
        if by == 0 || t.engine() != Engine::WebKit {
            t.equals(is_there, true).await?;
        } else {
            t.equals("scrollY === window.scroll", true).await?;
        }
    }
    Ok(())
}

/// The corpus's pairs, and its longest among them.
pub(super) async fn corpus(t: &mut Test) -> Result<()> {
    t.needs_corpus()?;
    t.page(
        "pairs.html",
        r#"<script src="liseuse.js" data-src="blog.json" data-route="none" defer></script>"#,
    );
    t.open("pairs.html", Size::WIDE).await?;
    t.ready().await?;
    helpers(t, None).await?;
    let pairs = t
        .run("reader.setLanguages('fr en');
            return reader.posts().filter((post) => post.versions.length > 1).map((post) => post.versions.find((version) => version.language === 'en').id)")
        .await?;
    let pairs: Vec<String> = serde_json::from_value(pairs)?;
    ensure!(pairs.len() == 4, "{pairs:?}");
    for size in [Size::WIDE, Size::NARROW] {
        t.resize(size).await?;
        for id in &pairs {
            t.run(&format!("await reader.close(); await reader.open('{id}')"))
                .await?;
            t.equals("reader.state.post", id.as_str()).await?;
            for part in [0.0, 0.3, 0.6, 1.0] {
                t.run(&format!(
                    "scrollTo(0, (document.documentElement.scrollHeight - innerHeight) * {part})"
                ))
                .await?;
                ten_times(t, "en", "fr", false).await?;
            }
        }
    }
    Ok(())
}
