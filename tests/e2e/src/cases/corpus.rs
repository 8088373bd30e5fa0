//! The real posts: what a reader of three bilingual blogs does.

use anyhow::Result;
use serde_json::json;

use crate::harness::{Size, Test};

/// Opens the corpus with these attributes.
async fn open(t: &mut Test, attributes: &str) -> Result<()> {
    t.needs_corpus()?;
    t.page(
        "blog.html",
        &format!(r#"<script src="liseuse.js" data-src="blog.json" {attributes} defer></script>"#),
    );
    t.open("blog.html", Size::WIDE).await?;
    t.ready().await
}

/// One card a work, whatever the number of its versions.
pub(super) async fn one_card_a_work(t: &mut Test) -> Result<()> {
    open(t, r#"data-languages="en fr""#).await?;
    t.equals("reader.posts().length", 43).await?;
    t.equals("all('[part~=item]').length", 43).await?;
    t.equals("one('.list-head .count').textContent", "43 posts")
        .await?;
    t.equals(
        "reader.posts().filter((post) => post.versions.length === 2).length",
        4,
    )
    .await
}

/// With French alone, and nothing else shown, there are fifteen posts.
pub(super) async fn french_alone(t: &mut Test) -> Result<()> {
    open(t, r#"data-languages="fr" data-untranslated="hide""#).await?;
    t.equals("reader.posts().length", 15).await?;
    t.equals(
        "new Set(reader.posts().map((post) => post.language)).size",
        1,
    )
    .await
}

/// Every version for itself is one card a post.
pub(super) async fn every_version(t: &mut Test) -> Result<()> {
    open(t, r#"data-languages="*""#).await?;
    t.equals("reader.posts().length", 47).await?;
    t.equals(
        "one('[part~=languages] [aria-pressed=true]').textContent",
        "Every version",
    )
    .await
}

/// What a tag's button says is what choosing the tag shows.
pub(super) async fn counts(t: &mut Test) -> Result<()> {
    for attributes in [
        r#"data-languages="en fr""#,
        r#"data-languages="fr" data-untranslated="hide""#,
        r#"data-languages="*""#,
    ] {
        open(t, attributes).await?;
        let wrong = "await (async () => {
            const frame = () => new Promise((done) => requestAnimationFrame(done));
            one('[part~=tags] [aria-expanded=false]')?.click();
            const wrong = [];
            for (const { id } of all('[part~=tag]').map((button, id) => ({ id }))) {
                const button = all('[part~=tag]')[id];
                const told = Number(button.querySelector('.count').textContent);
                button.click();
                const shown = reader.posts().length;
                // The list grows, frame by frame.
                for (let frames = 0; frames < 60 && all('[part~=item]').length < shown; frames += 1) await frame();
                if (told !== shown || all('[part~=item]').length !== shown) wrong.push([button.textContent, shown]);
                all('[part~=tag]')[id].click();
            }
            return wrong;
        })()";
        t.equals(wrong, json!([])).await?;
        t.equals("all('[part~=tag]').length > 20", true).await?;
    }
    Ok(())
}

/// A post opens, offers its translation, and back gives the same list at the same place.
pub(super) async fn there_and_back(t: &mut Test) -> Result<()> {
    open(t, r#"data-languages="fr en""#).await?;
    t.click_named("[part~=tag]", "innovation").await?;
    t.wait("all('[part~=tag][aria-pressed=true]').length === 1")
        .await?;
    let list = t.eval("reader.posts().map((post) => post.id)").await?;
    t.run("one('[part~=item] a[href*=la-fin-des-pocs]').scrollIntoView({ block: 'center' })")
        .await?;
    let place = t.eval("scrollY").await?;
    t.click_named("[part~=item] h3 a", "La fin des POCs")
        .await?;
    t.equals("one('article h1').textContent", "La fin des POCs")
        .await?;
    t.equals("root.activeElement === one('article h1')", true)
        .await?;
    t.equals("one('article').lang", "fr").await?;
    t.click_named("[part~=languages] button", "English").await?;
    t.equals("one('article h1').textContent", "The end of POCs")
        .await?;
    t.equals("reader.state.post", "the-end-of-pocs").await?;
    t.back().await?;
    t.equals("one('article h1')?.textContent", "La fin des POCs")
        .await?;
    t.back().await?;
    t.equals("reader.posts().map((post) => post.id)", list.clone())
        .await?;
    t.equals(
        "one('[part~=tag][aria-pressed=true] bdi').textContent",
        "innovation",
    )
    .await?;
    t.equals("scrollY", place).await?;
    t.equals("root.activeElement?.textContent", "La fin des POCs")
        .await?;
    t.forward().await?;
    t.equals("one('article h1')?.textContent", "La fin des POCs")
        .await
}
