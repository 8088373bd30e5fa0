//! A page that changes its language and its colours while somebody reads.

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use crate::harness::{Policy, Test};

const INNER: &str = "document.querySelector('host-box').shadowRoot.querySelector('liseuse-reader')";

/// The language of the nearest `lang`, through shadow roots and after moves.
pub(crate) async fn language(t: &mut Test) -> Result<()> {
    let host = t.host("live", Policy::Strict).await?;
    t.run(&format!("await {INNER}.ready")).await?;
    let languages = format!(
        "[document.querySelector('body > liseuse-reader'), {INNER}].map((reader) => reader.shadowRoot.querySelector('.reader').lang)"
    );
    t.equals(&languages, json!(["en", "en"])).await?;
    t.run("document.documentElement.lang = 'fr-CA'").await?;
    t.equals(&languages, json!(["fr", "fr"])).await?;
    t.run("document.querySelector('#around').lang = 'en'")
        .await?;
    t.equals(&languages, json!(["fr", "en"])).await?;
    // Moved, it follows what is around it now.
    t.run(
        "document.querySelector('#around').append(document.querySelector('body > liseuse-reader'))",
    )
    .await?;
    t.equals("document.querySelector('#around > liseuse-reader').shadowRoot.querySelector('.reader').lang", "en").await?;
    t.run("document.querySelector('#around').lang = 'fr'")
        .await?;
    t.equals("document.querySelector('#around > liseuse-reader').shadowRoot.querySelector('.reader').lang", "fr").await?;
    t.equals(
        &format!("{INNER}.shadowRoot.querySelector('.reader').lang"),
        "fr",
    )
    .await?;
    t.run("document.documentElement.lang = ''; document.querySelector('#around').removeAttribute('lang')").await?;
    t.equals(
        &format!("{INNER}.shadowRoot.querySelector('.reader').lang"),
        "en",
    )
    .await?;
    t.own_is_unchanged(&host).await
}

/// Colours follow the page however it says them, then the system, and the attribute over both.
pub(crate) async fn theme(t: &mut Test) -> Result<()> {
    let host = t.host("live", Policy::Strict).await?;
    t.run(&format!("await {INNER}.ready")).await?;
    let colour = "getComputedStyle(document.querySelector('body > liseuse-reader').shadowRoot.querySelector('.reader')).color";
    let light = t.eval(colour).await?;
    t.run("document.documentElement.classList.add('dark')")
        .await?;
    t.wait(&format!("{colour} !== {light}")).await?;
    let dark = t.eval(colour).await?;
    ensure!(light != dark && light != Value::Null, "both are {light}");
    let steps = [
        ("document.documentElement.className = ''", &light),
        ("document.body.className = 'dark'", &dark),
        ("document.body.className = ''", &light),
        ("document.documentElement.dataset.bsTheme = 'dark'", &dark),
        (
            "document.documentElement.removeAttribute('data-bs-theme')",
            &light,
        ),
        (
            "document.querySelector('body > liseuse-reader').theme = 'dark'",
            &dark,
        ),
        (
            "document.querySelector('body > liseuse-reader').theme = 'auto'",
            &light,
        ),
    ];
    for (step, wanted) in steps {
        t.run(step).await?;
        t.equals(colour, wanted.clone()).await?;
    }
    // The system, as long as the page does not say.
    t.dark(true).await?;
    t.equals(colour, dark.clone()).await?;
    t.run("document.documentElement.className = 'light'")
        .await?;
    t.equals(colour, light.clone()).await?;
    t.run("document.documentElement.className = ''").await?;
    t.equals(colour, dark).await?;
    t.dark(false).await?;
    t.equals(colour, light).await?;
    t.own_is_unchanged(&host).await
}
