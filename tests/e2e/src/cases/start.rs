//! How a reader comes to life.

use anyhow::Result;

use crate::harness::{Size, Test};

/// The script tag alone gives an element with an open shadow root that gets ready.
pub(super) async fn script_tag(t: &mut Test) -> Result<()> {
    t.open_guide(Size::WIDE).await?;
    t.equals("root.mode", "open").await?;
    t.wait("root.childElementCount > 0").await?;
    t.wait("reader.previousElementSibling?.localName === 'script'")
        .await
}

/// Loading a page twice says nothing on the console and breaks no policy.
pub(super) async fn clean_console(t: &mut Test) -> Result<()> {
    t.open_guide(Size::NARROW).await?;
    t.reload().await?;
    t.ready().await?;
    t.check_messages().await
}

/// A page that is loaded anew in the middle of a post shows the middle again.
pub(super) async fn reload(t: &mut Test) -> Result<()> {
    t.open_guide(Size::NARROW).await?;
    t.run("reader.open('bundle-format')").await?;
    t.wait("one('article') && document.documentElement.scrollHeight > 4000")
        .await?;
    t.run("scrollTo({ top: 2500, behavior: 'instant' })")
        .await?;
    t.keeps_scroll(2500).await?;
    t.run("window.isOld = true").await?;
    t.reload().await?;
    t.wait("!window.isOld").await?;
    t.ready().await?;
    t.wait("Math.abs(scrollY - 2500) < 3").await
}

/// The corpus opens as the guide does.
pub(super) async fn corpus(t: &mut Test) -> Result<()> {
    t.open_corpus(Size::WIDE).await?;
    t.wait("reader.posts().length > 0").await
}
