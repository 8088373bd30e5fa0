//! Input as a person gives it: elements in the shadow root are found, clicked and typed into.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::json;
use thirtyfour::{TypingData, WebElement};

use super::Test;

/// Finds an element of the shadow root by selector and, if given, the beginning of its name.
const FIND: &str = r#"const [css, name] = arguments;
const root = document.querySelector("liseuse-reader")?.shadowRoot;
const named = (element) => element.getAttribute("aria-label") ?? element.textContent;
const begins = (element) => named(element).replace(/\s+/g, " ").trim().startsWith(name ?? "");
return root ? [...root.querySelectorAll(css)].find(begins) ?? null : null;"#;

impl Test {
    /// Waits for the first element of the shadow root that matches a selector.
    ///
    /// # Errors
    /// When there is none in 15 seconds.
    pub(crate) async fn find(&self, css: &str) -> Result<WebElement> {
        self.look_for(css, None).await
    }

    /// Waits for an element that matches a selector and whose label or text begins with a name.
    ///
    /// # Errors
    /// When there is none in 15 seconds.
    pub(crate) async fn find_named(&self, css: &str, name: &str) -> Result<WebElement> {
        self.look_for(css, Some(name)).await
    }

    async fn look_for(&self, css: &str, name: Option<&str>) -> Result<WebElement> {
        let start = Instant::now();
        loop {
            let found = self
                .session
                .web
                .execute(FIND, vec![json!(css), json!(name)])
                .await?;
            if !found.json().is_null() {
                return Ok(found.element()?);
            }
            if start.elapsed() > Duration::from_secs(15) {
                bail!(
                    "no `{css}` {}in the reader after 15 s",
                    name.map_or(String::new(), |name| format!("named {name:?} "))
                );
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Clicks the first element that matches a selector.
    ///
    /// # Errors
    /// When there is none, or something covers it.
    pub(crate) async fn click(&self, css: &str) -> Result<()> {
        self.find(css)
            .await?
            .click()
            .await
            .with_context(|| format!("cannot click `{css}`"))
    }

    /// Clicks an element found by selector and the beginning of its name.
    ///
    /// # Errors
    /// When there is none, or something covers it.
    pub(crate) async fn click_named(&self, css: &str, name: &str) -> Result<()> {
        let element = self.find_named(css, name).await?;
        element
            .click()
            .await
            .with_context(|| format!("cannot click `{css}` named {name:?}"))
    }

    /// Focuses an element and types into it.
    ///
    /// # Errors
    /// When there is none, or it takes no text.
    pub(crate) async fn type_into(&self, css: &str, text: &str) -> Result<()> {
        let element = self.find(css).await?;
        element
            .send_keys(text)
            .await
            .with_context(|| format!("cannot type into `{css}`"))
    }

    /// Presses keys where the focus is: text, or a [`thirtyfour::Key`], or their sum.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub(crate) async fn press(&self, keys: impl Into<TypingData>) -> Result<()> {
        let keys = self.session.web.action_chain().send_keys(keys);
        keys.perform().await.context("cannot press keys")
    }
}
