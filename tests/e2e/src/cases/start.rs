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

/// The corpus opens as the guide does.
pub(super) async fn corpus(t: &mut Test) -> Result<()> {
    t.open_corpus(Size::WIDE).await?;
    t.wait("reader.posts().length > 0").await
}
