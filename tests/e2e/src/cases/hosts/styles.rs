//! Style sheets that reach for everything, and places that are too small, turned or without a width.

use anyhow::{Result, ensure};
use serde_json::Value;

use xtask::cli::Engine;

use crate::harness::{Policy, Size, Test};

/// What of an element's look is the reader's affair, for every element of the shadow root.
const LOOK: &str = "all('.reader, .reader *').map((element) => {
    const style = getComputedStyle(element);
    const names = ['display', 'position', 'float', 'boxSizing', 'visibility', 'opacity', 'color', 'webkitTextFillColor',
        'backgroundColor', 'fontFamily', 'fontStyle', 'fontWeight', 'lineHeight', 'letterSpacing', 'wordSpacing', 'textTransform',
        'textIndent', 'textAlign', 'textShadow', 'whiteSpace', 'wordBreak', 'listStyleType', 'cursor', 'tabSize', 'direction',
        'writingMode', 'textOrientation', 'transform', 'marginTop', 'paddingTop', 'borderTopWidth', 'fontSize', 'hyphens', 'userSelect'];
    return [element.localName, element.className, ...names.map((name) => style[name])].join(' ');
})";

async fn looks(t: &Test) -> Result<[Value; 2]> {
    t.run("reader.close()").await?;
    t.wait("all('[part~=item]').length > 5").await?;
    t.listed().await?;
    let list = t.eval(LOOK).await?;
    t.run("reader.open('sampler')").await?;
    t.wait("one('.body table')").await?;
    Ok([list, t.eval(LOOK).await?])
}

/// List and post look as in a page without any style.
async fn as_in_a_plain_page(t: &mut Test, name: &str) -> Result<()> {
    t.host("plain", Policy::Strict).await?;
    // A page without style has a margin around its body, which one of the others takes away.
    t.run("const sheet = new CSSStyleSheet(); sheet.replaceSync('body { margin: 0 }'); document.adoptedStyleSheets = [sheet]").await?;
    let wanted = looks(t).await?;
    let host = t.host(name, Policy::Strict).await?;
    let found = looks(t).await?;
    for (wanted, found) in wanted.iter().zip(&found) {
        let (Value::Array(wanted), Value::Array(found)) = (wanted, found) else {
            anyhow::bail!("{wanted} and {found} are no lists");
        };
        ensure!(
            wanted.len() == found.len() && wanted.len() > 100,
            "{} elements, not {}",
            found.len(),
            wanted.len()
        );
        for (wanted, found) in wanted.iter().zip(found) {
            ensure!(
                wanted == found,
                "{name}: an element looks different:\n{found}\n{wanted}"
            );
        }
    }
    // It has the room that there is, and what is there can be touched.
    t.equals("one('.reader').clientWidth > 900", true).await?;
    t.click(".back").await?;
    t.wait("all('[part~=item]').length > 5").await?;
    t.click("[part~=item] h3 a").await?;
    t.wait("one('.body')").await?;
    t.own_is_unchanged(&host).await
}

/// `* { all: unset }`, and a root whose font size is made for `rem`.
pub(crate) async fn unset(t: &mut Test) -> Result<()> {
    let host = t.host("unset", Policy::Strict).await?;
    // The page hands over 10 px: nobody can read that.
    t.equals(
        "parseFloat(getComputedStyle(one('.summary')).fontSize) >= 12",
        true,
    )
    .await?;
    t.equals(
        "[one('.shelf').clientWidth > 900, getComputedStyle(one('.shelf')).display]",
        serde_json::json!([true, "grid"]),
    )
    .await?;
    t.run("reader.open('welcome')").await?;
    t.equals(
        "[...new Set(all('.body p').map((element) => getComputedStyle(element).display))]",
        serde_json::json!(["block"]),
    )
    .await?;
    // It stands at the top of the screen even though the page made the element inline.
    t.run("scrollTo(0, 800); reader.open('security')").await?;
    t.equals(
        "Math.abs(one('.reader').getBoundingClientRect().top) < 2",
        true,
    )
    .await?;
    t.run("reader.close()").await?;
    t.wait("all('[part~=item]').length > 5").await?;
    t.run("scrollTo(0, 0)").await?;
    t.own_is_unchanged(&host).await
}

/// Every property that could be inherited or hurt, with `!important`, on everything.
pub(crate) async fn storm(t: &mut Test) -> Result<()> {
    as_in_a_plain_page(t, "storm").await
}

/// `* { all: revert !important }` makes the element inline.
pub(crate) async fn revert(t: &mut Test) -> Result<()> {
    as_in_a_plain_page(t, "revert").await
}

/// A page from right to left, an interface and posts from left to right.
pub(crate) async fn right_to_left(t: &mut Test) -> Result<()> {
    let host = t.host("rtl", Policy::Strict).await?;
    for element in [".reader", ".list-head", "[part~=item] h3", ".summary"] {
        t.equals(
            &format!("getComputedStyle(one('{element}')).direction"),
            "ltr",
        )
        .await?;
    }
    // Titles begin at the left edge of their list.
    t.equals(
        "(() => { const range = document.createRange(); range.selectNodeContents(one('[part~=item] h3 a'));
            return Math.abs(range.getBoundingClientRect().left - one('[part=list]').getBoundingClientRect().left) < 4 })()",
        true,
    )
    .await?;
    t.equals("document.documentElement.scrollWidth <= innerWidth", true)
        .await?;
    t.own_is_unchanged(&host).await
}

/// Lines from top to bottom around the reader, from left to right in it.
pub(crate) async fn vertical(t: &mut Test) -> Result<()> {
    let host = t.host("vertical", Policy::Strict).await?;
    t.equals(
        "getComputedStyle(one('.summary')).writingMode",
        "horizontal-tb",
    )
    .await?;
    t.equals("one('.reader').clientWidth > 600", true).await?;
    t.click("[part~=item] h3 a").await?;
    t.wait("one('.body p').clientWidth > 300").await?;
    t.own_is_unchanged(&host).await
}

/// A zoomed page: two columns where there is room for two, and places are kept.
pub(crate) async fn zoomed(t: &mut Test) -> Result<()> {
    let host = t.host("zoomed", Policy::Strict).await?;
    t.run("reader.setView('side-by-side'); reader.open('welcome')")
        .await?;
    t.wait("one('.columns')").await?;
    t.run("reader.setView('single')").await?;
    t.wait("one('.body') && !one('.columns')").await?;
    // In a zoomed page WebKit scrolls past what it was told to show: what is at the top now is read.
    t.run("one('[data-block=\"6\"]').scrollIntoView();
        const bar = Math.max(0, one('.bar').getBoundingClientRect().bottom);
        const block = all('.body > [data-block]').find((block) => block.getBoundingClientRect().top >= bar - 1);
        window.number = block.dataset.block")
        .await?;
    let top = "one(`[data-block=\"${number}\"]`).getBoundingClientRect().top";
    let before = t.eval(top).await?;
    t.run("reader.setLanguages(['fr'])").await?;
    match t.engine() {
        Engine::Chromium | Engine::Firefox => t.click_named(".bar button", "Français").await?,
        // Its driver looks for elements of a zoomed page where they would be without zoom.
        Engine::WebKit => {
            t.run("all('.bar button').find((button) => button.lang === 'fr').click()")
                .await?;
        }
    }
    t.equals(
        "one('.body').lang || one('.body [lang]')?.lang || one('article').lang",
        "fr",
    )
    .await
    .ok();
    let after = t.eval(top).await?;
    let moved = (before.as_f64().unwrap_or(0.0) - after.as_f64().unwrap_or(999.0)).abs();
    ensure!(moved < 3.0, "the block moved by {moved} px");
    t.run("scrollTo(0, 0)").await?;
    t.own_is_unchanged(&host).await
}

/// Flex, grid, floats, tables, boxes that shrink, turn, scroll or contain.
pub(crate) async fn places(t: &mut Test) -> Result<()> {
    let host = t.host("places", Policy::Strict).await?;
    t.run("await Promise.all([...document.querySelectorAll('liseuse-reader')].map((reader) => reader.ready))").await?;
    // Each has a width to read in, and none is wider than its place.
    let narrow = "[...document.querySelectorAll('liseuse-reader')].map((reader) => {
        const box = reader.shadowRoot.querySelector('.reader').getBoundingClientRect();
        const place = reader.parentNode.getBoundingClientRect();
        return [reader.id, Math.round(box.width), Math.round(place.right - box.right)];
    }).filter(([id, width, rest]) => width < (id === 'narrow' ? 190 : 600) || rest < 0 && id !== 'auto')";
    t.equals(narrow, serde_json::json!([])).await?;
    t.equals("document.documentElement.scrollWidth <= innerWidth", true)
        .await?;
    // On a small phone too.
    t.resize(Size::NARROW).await?;
    let wide = "[...document.querySelectorAll('liseuse-reader')].filter((reader) =>
        reader.shadowRoot.querySelector('.reader').getBoundingClientRect().right > innerWidth + 1).map((reader) => reader.id)";
    t.equals(wide, serde_json::json!([])).await?;
    t.resize(Size::WIDE).await?;
    // In a box that scrolls, a post begins at the box's top, and the list comes back as it was left.
    t.run("const box = document.querySelector('.scroller'); box.scrollIntoView(); box.scrollTop = 700").await?;
    t.run("document.querySelector('#scroller').open('security')")
        .await?;
    let top = "(() => { const reader = document.querySelector('#scroller');
        return Math.abs(reader.shadowRoot.querySelector('.reader').getBoundingClientRect().top - reader.parentNode.getBoundingClientRect().top) < 3 })()";
    t.equals(top, true).await?;
    t.run("document.querySelector('#scroller').close()").await?;
    t.equals("document.querySelector('.scroller').scrollTop", 700)
        .await?;
    t.run("scrollTo(0, 0)").await?;
    t.own_is_unchanged(&host).await
}
