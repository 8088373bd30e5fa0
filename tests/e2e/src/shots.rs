//! Screenshots of the guide, for looking at: list, article and two versions, narrow and wide, light and dark.

use std::path::Path;

use anyhow::Result;
use xtask::cli::Engine;

use crate::harness::{Session, Size, Test};
use crate::options::Options;

/// Writes twelve PNGs a browser into a folder.
///
/// # Errors
/// When the reader does not get ready or a file cannot be written.
pub(crate) async fn take(engine: Engine, options: &Options, folder: &Path) -> Result<()> {
    let session = Session::start(engine, Session::screen(engine)?).await?;
    let mut test = Test::start(session, options).await?;
    for size in [Size::NARROW, Size::WIDE] {
        for (dark, colours) in [(false, "light"), (true, "dark")] {
            test.dark(dark).await?;
            test.open_guide(size).await?;
            let name = |what| format!("{}-{what}-{}-{colours}.png", engine.name(), size.width);
            test.screenshot(&folder.join(name("list"))).await?;
            test.run("await reader.open(reader.posts()[0].id)").await?;
            test.find("article").await?;
            test.screenshot(&folder.join(name("article"))).await?;
            let pair = "const pair = reader.posts().find(({ versions }) => versions.length > 1);
                reader.setView('side-by-side');
                await reader.open(pair.id)";
            test.run(pair).await?;
            test.find(".pair").await?;
            test.screenshot(&folder.join(name("pair"))).await?;
            println!("{}", folder.join(name("{list,article,pair}")).display());
            // A change of the fragment alone would not load the page anew.
            test.visit("about:blank").await?;
        }
    }
    test.session.end().await;
    Ok(())
}
