//! Lists, filters, languages and posts of the guide.

use anyhow::{Result, ensure};
use serde_json::json;
use thirtyfour::Key;

use crate::harness::{Size, Test};

/// Any of two tags shows more than all of them, and clearing shows everything.
pub(super) async fn filters(t: &mut Test) -> Result<()> {
    t.open_guide(Size::WIDE).await?;
    let total = t.eval("reader.posts().length").await?;
    t.click_named("[part~=tag]", "markdown").await?;
    t.equals("location.hash", "#read?tag=markdown").await?;
    t.click_named("[part~=tag]", "typography").await?;
    let any = t.eval("reader.posts().length").await?;
    t.click_named("[part~=tags] button", "With all").await?;
    t.equals("reader.state.match", "all").await?;
    t.equals("reader.posts().every(({ tags }) => tags.includes('markdown') && tags.includes('typography'))", true).await?;
    let all = t.eval("reader.posts().length").await?;
    ensure!(
        all.as_u64() < any.as_u64() && all.as_u64() > Some(0),
        "any {any}, all {all}"
    );
    t.equals(
        "one('[role=status]').textContent",
        format!("{all} of {total} posts"),
    )
    .await?;
    t.click_named("[part~=tags] button", "Clear").await?;
    t.equals("reader.posts().length", total).await?;
    t.back().await?;
    t.equals("reader.posts().length", all).await
}

/// A filter that nothing passes says so, and how to get out.
pub(super) async fn nothing_found(t: &mut Test) -> Result<()> {
    t.open_guide(Size::NARROW).await?;
    t.run("reader.setFilter({ tags: ['cli', 'csp'], match: 'all' })")
        .await?;
    t.wait("one('[part~=notice]')").await?;
    t.equals("all('[part~=item]').length", 0).await?;
    t.click_named("[part~=notice] button", "Clear").await?;
    t.wait("all('[part~=item]').length > 5").await
}

/// The languages decide which version a card shows; the choice is remembered.
pub(super) async fn languages(t: &mut Test) -> Result<()> {
    t.languages(&["en"]).await?;
    t.open_guide(Size::WIDE).await?;
    t.equals("reader.state.languages", json!(["en"])).await?;
    t.click_named("[part~=languages] button", "Français")
        .await?;
    t.equals("reader.state.languages", json!(["fr", "en"]))
        .await?;
    t.wait("all('[part~=item] h3').some((title) => title.textContent === 'Bienvenue dans Liseuse' || title.lang === 'fr')").await?;
    t.equals(
        "all('[part~=item] h3').every((title) => title.lang && title.dir)",
        true,
    )
    .await?;
    t.click_named("[part~=languages] button", "English").await?;
    t.equals("reader.state.languages", json!(["fr"])).await?;
    t.wait("one('.badge')?.textContent === 'In English only'")
        .await?;
    t.visit("about:blank").await?;
    t.open_guide(Size::WIDE).await?;
    t.equals("reader.state.languages", json!(["fr"])).await
}

/// The switcher tells what there is in each language of the bundle.
pub(super) async fn switcher(t: &mut Test) -> Result<()> {
    t.open_guide(Size::WIDE).await?;
    t.run("reader.open('styling', { language: 'fr' })").await?;
    t.wait("one('.instead')?.textContent === 'Not available in French. Shown in English.'")
        .await?;
    t.equals(
        "all('[part~=languages] button').map((button) => [button.textContent, button.disabled, button.ariaPressed]).sort()",
        json!([["English", false, "true"], ["Français not available", true, null]]),
    )
    .await?;
    t.run("reader.open('welcome', { language: 'fr' })").await?;
    t.equals("reader.state.post", "bienvenue").await?;
    t.equals("location.hash", "#read?post=bienvenue&lang=fr")
        .await
}

/// Every block of a post has a number, in order, and the post's language.
pub(super) async fn blocks(t: &mut Test) -> Result<()> {
    t.open_guide(Size::WIDE).await?;
    t.run("reader.open('sampler')").await?;
    t.wait("all('[data-block]').length > 40").await?;
    t.equals("all('[data-block]').every((block, at, blocks) => block.lang === 'en' && (at === 0 || Number(block.dataset.block) > Number(blocks[at - 1].dataset.block)))", true).await
}

/// Footnotes open and return inside the shadow root, with the focus.
pub(super) async fn footnotes(t: &mut Test) -> Result<()> {
    t.open_guide(Size::WIDE).await?;
    t.run("reader.open('sampler')").await?;
    // A picture that comes late moves what is below it, and a click would miss.
    t.run("one('.notes').scrollIntoView()").await?;
    t.wait("all('.body img').every((image) => image.complete)")
        .await?;
    t.click("[role=doc-noteref]").await?;
    t.equals("root.activeElement === one('.notes li')", true)
        .await?;
    t.wait("one('.notes li').getBoundingClientRect().top < innerHeight")
        .await?;
    t.click(".notes [role=doc-backlink]").await?;
    t.equals("root.activeElement === one('[role=doc-noteref]')", true)
        .await?;
    t.equals("reader.state.post", "sampler").await
}

/// Links to another post open it here; a link with a key held is the browser's business.
pub(super) async fn links_between_posts(t: &mut Test) -> Result<()> {
    t.open_guide(Size::WIDE).await?;
    t.run("reader.open('sampler')").await?;
    t.click_named(".body a", "One work").await?;
    t.equals("reader.state.post", "languages").await?;
    t.equals(
        "one('article h1').textContent",
        "One work, several languages",
    )
    .await?;
    t.back().await?;
    t.equals("reader.state.post", "sampler").await
}

/// A link to a block opens the post there.
pub(super) async fn deep_link(t: &mut Test) -> Result<()> {
    t.open("guide.html#read?post=sampler&block=30", Size::NARROW)
        .await?;
    t.ready().await?;
    t.equals("reader.state.block", 30).await?;
    // Below the bar, and not far.
    t.wait("(() => { const far = one('[data-block=\"30\"]').getBoundingClientRect().top - one('.bar').getBoundingClientRect().bottom; return far > -1 && far < 60; })()")
        .await?;
    t.run("reader.close()").await?;
    t.wait("all('[part~=item]').length > 5").await
}

/// The keyboard alone does everything, and the focus is never lost.
pub(super) async fn keyboard(t: &mut Test) -> Result<()> {
    t.languages(&["en"]).await?;
    t.open_guide(Size::WIDE).await?;
    t.press(Key::Tab + "").await?;
    t.equals("root.activeElement?.type", "search").await?;
    for _ in 0..2 {
        t.press(Key::Tab + "").await?;
    }
    t.equals("root.activeElement?.textContent", "Français")
        .await?;
    t.press(" ").await?;
    t.equals("reader.state.languages", json!(["fr", "en"]))
        .await?;
    t.equals("root.activeElement?.textContent", "Français")
        .await?;
    for _ in 0..2 {
        t.press(Key::Tab + "").await?;
    }
    t.equals("root.activeElement?.part.contains('tag')", true)
        .await?;
    let tag = t
        .eval("root.activeElement.querySelector('bdi').textContent")
        .await?;
    t.press(" ").await?;
    t.equals("root.activeElement?.querySelector('bdi').textContent", tag)
        .await?;
    t.equals("root.activeElement?.ariaPressed", "true").await?;
    t.run("one('[part~=item] h3 a').focus()").await?;
    t.press(Key::Enter + "").await?;
    t.equals("root.activeElement === one('article h1')", true)
        .await?;
    // What comes before the title on the screen comes before it in the order of focus.
    t.equals(
        "one('.bar').compareDocumentPosition(one('article')) & Node.DOCUMENT_POSITION_FOLLOWING",
        4,
    )
    .await?;
    t.run("one('.back').focus()").await?;
    t.press(Key::Enter + "").await?;
    t.wait("root.activeElement?.closest('[part~=item]')").await
}

/// The code's button copies it, where the page may.
pub(super) async fn copy(t: &mut Test) -> Result<()> {
    t.open_guide(Size::WIDE).await?;
    t.run("navigator.clipboard.writeText = async (text) => { window.copied = text; }; reader.open('sampler')").await?;
    t.click(".copy").await?;
    t.equals("window.copied === one('.code code').textContent", true)
        .await?;
    t.equals("one('[role=status]').textContent", "Copied")
        .await?;
    t.wait("getComputedStyle(one('[role=status]')).position === 'fixed'")
        .await?;
    t.run("navigator.clipboard.writeText = async () => { throw new Error('not here'); }")
        .await?;
    t.click(".copy").await?;
    t.wait("one('[role=status]').textContent.includes('does not allow copying')")
        .await
}

/// The interface follows the page's language while it is open.
pub(super) async fn interface_language(t: &mut Test) -> Result<()> {
    t.open_guide(Size::WIDE).await?;
    t.equals("one('[part~=languages]').ariaLabel", "Languages")
        .await?;
    t.run("document.documentElement.lang = 'fr'").await?;
    t.equals("one('[part~=languages]').ariaLabel", "Langues")
        .await?;
    t.wait("one('.list-head .count').textContent.endsWith('billets')")
        .await?;
    t.run("reader.lang = 'en'").await?;
    t.equals("one('[part~=languages]').ariaLabel", "Languages")
        .await
}

/// The page may give the interface words of its own, in another language.
pub(super) async fn messages(t: &mut Test) -> Result<()> {
    t.open_guide(Size::WIDE).await?;
    t.run("reader.messages = { language: 'de', languages: 'Sprachen', posts: '{} Beiträge', nonsense: 'x' }").await?;
    t.equals("one('[part~=languages]').ariaLabel", "Sprachen")
        .await?;
    t.equals("one('.reader').lang", "de").await?;
    t.wait("one('.list-head .count').textContent.endsWith('Beiträge')")
        .await?;
    t.equals("one('[part~=tags]').ariaLabel", "Tags").await
}

/// Images load when asked for, if the page's author wants it so.
pub(super) async fn images_on_click(t: &mut Test) -> Result<()> {
    t.page(
        "click.html",
        r#"<script src="liseuse.js" data-src="posts.json" data-images="click" defer></script>"#,
    );
    t.open("click.html#read?post=sampler", Size::WIDE).await?;
    t.ready().await?;
    t.wait("one('button.image')").await?;
    ensure!(
        !t.site
            .requests()
            .iter()
            .any(|path| path.contains("images/")),
        "an image was fetched"
    );
    t.click("button.image").await?;
    t.wait("one('figure img')?.src.endsWith('images/reader.png') || one('.body img[src*=\"reader.png\"]')").await?;
    t.equals("all('button.image').length", 0).await
}
