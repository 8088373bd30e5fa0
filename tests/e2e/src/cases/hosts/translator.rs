//! Translators of pages, and extensions that write into shadow roots.

use anyhow::{Result, ensure};
use serde_json::json;

use crate::harness::{Policy, Test};

/// What is seen in the reader, without what is hidden.
const SEEN: &str = "all('.reader > :not(.status)').map((part) => part.innerText).join(' ')";

/// The reader's words as they are in a page that nobody rewrites, at three places.
async fn tour(t: &mut Test, meddle: &str) -> Result<Vec<String>> {
    let mut seen = Vec::new();
    let steps = [
        "reader.setFilter({ tags: ['markdown'] })",
        "reader.setFilter({ tags: [] })",
        "reader.open('welcome')",
        "reader.setLanguages(['fr'])",
        "reader.open('welcome', { language: 'fr' })",
        "reader.setView('side-by-side')",
        "reader.setView('interleaved')",
        "reader.setView('single'); reader.open('sampler', { language: 'en' })",
        "reader.close()",
        "reader.setLanguages(['en'])",
    ];
    for step in steps {
        t.run(meddle).await?;
        t.run(&format!(
            "{step}; await 0; await new Promise(requestAnimationFrame)"
        ))
        .await?;
        t.wait("one('article h1, [part~=item]') && !one('.waiting')")
            .await?;
        t.listed().await?;
        let text = t.eval(SEEN).await?;
        seen.push(text.as_str().unwrap_or_default().to_owned());
    }
    Ok(seen)
}

async fn meddled(t: &mut Test, meddle: &str) -> Result<()> {
    t.host("translator", Policy::Strict).await?;
    // The page says that it is French from the start, as a translator will.
    t.run("document.documentElement.lang = 'fr'").await?;
    t.wait("one('.reader').lang === 'fr'").await?;
    let wanted = tour(t, "").await?;
    t.host("translator", Policy::Strict).await?;
    t.run("document.documentElement.lang = 'fr'").await?;
    t.wait("one('.reader').lang === 'fr'").await?;
    let found = tour(t, meddle).await?;
    for (at, (wanted, found)) in wanted.iter().zip(&found).enumerate() {
        // What was not drawn anew may still be the translator's; every word is there once.
        let words = |text: &str| {
            let is_word = |sign: &char| !sign.is_whitespace() && !"[]".contains(*sign);
            text.chars().filter(is_word).collect::<String>()
        };
        let (wanted, plain) = (words(wanted), words(found));
        let same = wanted
            .chars()
            .zip(plain.chars())
            .take_while(|(a, b)| a == b)
            .count();
        let rest = |text: &str| {
            text.chars()
                .skip(same.saturating_sub(30))
                .take(120)
                .collect::<String>()
        };
        ensure!(
            wanted == plain,
            "after step {at}:
{}
{}",
            rest(&plain),
            rest(&wanted)
        );
    }
    Ok(())
}

/// Words are replaced by elements of a translator's own, in the page and in the shadow root.
pub(crate) async fn replaced(t: &mut Test) -> Result<()> {
    meddled(t, "window.translate(document.body); window.translate(root)").await?;
    t.equals("document.documentElement.className", "translated-ltr")
        .await?;
    t.click("[part~=item] h3 a").await?;
    t.wait("one('article h1')").await
}

/// A translation stands after each paragraph: none of them stays with a text that it is not of.
pub(crate) async fn annotated(t: &mut Test) -> Result<()> {
    t.host("translator", Policy::Strict).await?;
    t.run("reader.open('welcome')").await?;
    t.run("window.annotate(root)").await?;
    t.equals(
        "one('.body p font') !== null && one('h1 font') !== null",
        true,
    )
    .await?;
    for step in [
        "reader.open('security')",
        "reader.open('welcome', { language: 'fr' })",
        "reader.close()",
        "reader.setFilter({ tags: ['css'] })",
    ] {
        t.run(&format!("{step}; await 0")).await?;
        t.equals("all('font').length", 0).await?;
        // What stands beside the reader is the extension's, and stays.
        t.equals("root.querySelectorAll('link.extension').length > 0", true)
            .await?;
        t.run("window.annotate(root)").await?;
    }
    t.run("reader.setFilter({ tags: [] }); reader.open('welcome', { language: 'en' })")
        .await?;
    t.equals("all('font').length", 0).await
}

/// Attributes and nodes that are taken away come back with the next drawing, and nothing throws.
pub(crate) async fn plundered(t: &mut Test) -> Result<()> {
    t.host("translator", Policy::Strict).await?;
    t.run("reader.open('welcome')").await?;
    t.run("for (const element of all('.body *, article header *')) element.remove(); one('.bar').replaceChildren('gone')").await?;
    t.run("reader.open('security')").await?;
    t.equals(
        "[one('article h1')?.textContent, all('.body p').length > 5, Boolean(one('.back'))]",
        json!(["Security and content policy", true, true]),
    )
    .await?;
    t.run("for (const element of all('*')) for (const name of element.getAttributeNames()) element.removeAttribute(name)").await?;
    t.run("reader.close()").await?;
    t.wait("all('[part~=item]').length > 5").await
}

/// What must not be translated says so, and every block has its language.
pub(crate) async fn marked(t: &mut Test) -> Result<()> {
    t.host("translator", Policy::Strict).await?;
    t.equals(
        "all('[part~=languages] button[lang]').map((button) => [button.lang, button.translate])",
        json!([["en", false], ["fr", false]]),
    )
    .await?;
    t.run("reader.open('sampler')").await?;
    t.equals("all('.body :is(pre, code)').length > 3 && all('.body :is(pre, code)').every((code) => code.translate === false)", true).await?;
    t.equals("all('.body > [data-block]').every((block) => block.closest('[lang]').lang === 'en' && block.translate)", true).await
}
