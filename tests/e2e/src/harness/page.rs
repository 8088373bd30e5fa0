//! Pages: open one, run JavaScript in it, wait until it is as expected.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::Value;
use xtask::cli::Engine;

use super::{Size, Test};

/// How long anything on a page may take to come true.
const DEADLINE: Duration = Duration::from_secs(15);
/// How long to wait between two looks.
const PAUSE: Duration = Duration::from_millis(50);

impl Test {
    /// Opens a path of the case's site in a window of this size.
    ///
    /// # Errors
    /// When the page does not load.
    pub(crate) async fn open(&mut self, path: &str, size: Size) -> Result<()> {
        self.resize(size).await?;
        self.visit(&self.site.url(path)).await
    }

    /// Goes to any URL, such as one of a file.
    ///
    /// # Errors
    /// When the page does not load.
    pub(crate) async fn visit(&mut self, url: &str) -> Result<()> {
        self.drain().await?;
        self.is_from_disk |= url.starts_with("file:");
        self.session
            .web
            .goto(url)
            .await
            .with_context(|| format!("cannot open {url}"))
    }

    /// Loads the page again.
    ///
    /// # Errors
    /// When the page does not load.
    pub(crate) async fn reload(&mut self) -> Result<()> {
        self.drain().await?;
        self.session
            .web
            .refresh()
            .await
            .context("cannot reload the page")
    }

    /// Waits until the reader has noted how far the page is scrolled. WebKit does so when the page goes.
    ///
    /// # Errors
    /// When it does not.
    pub(crate) async fn keeps_scroll(&mut self, top: u32) -> Result<()> {
        if self.engine() == Engine::WebKit {
            return self.wait(&format!("scrollY === {top}")).await;
        }
        let kept = "Object.values(history.state?.liseuse ?? {}).map(({ scroll }) => scroll)";
        self.equals(kept, serde_json::json!([top])).await
    }

    /// Goes back in the history, as the browser's button does.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub(crate) async fn back(&mut self) -> Result<()> {
        self.drain().await?;
        self.session.web.back().await.context("cannot go back")
    }

    /// Goes forward in the history.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub(crate) async fn forward(&mut self) -> Result<()> {
        self.drain().await?;
        self.session
            .web
            .forward()
            .await
            .context("cannot go forward")
    }

    /// Runs the body of an async function in the page and returns what it returns.
    ///
    /// In scope: `reader` (the first `<liseuse-reader>`), `root` (its shadow
    /// root), `one(css)` and `all(css)` (queries in the shadow root; `all` gives
    /// an array). What is returned must be JSON.
    ///
    /// # Errors
    /// When the body throws.
    pub(crate) async fn run(&self, body: &str) -> Result<Value> {
        // WebKit's driver leaves the turn open: what follows an `await` would run within whatever comes next,
        // such as the delivery of sizes, and would be blamed for it. A task of the page's own has its turn.
        let turn = match self.engine() {
            Engine::Chromium | Engine::Firefox => "(work) => work()",
            Engine::WebKit => "(work) => setTimeout(work)",
        };
        let script = format!(
            r#"const turn = {turn};
const done = arguments[arguments.length - 1];
const reader = document.querySelector("liseuse-reader");
const root = reader?.shadowRoot;
const one = (css) => root.querySelector(css);
const all = (css) => [...root.querySelectorAll(css)];
turn(() => (async () => {{ {body} }})().then(
  (value) => done({{ value: value === undefined ? null : value }}),
  (error) => done({{ error: String(error) }}),
));"#
        );
        let answer = self.session.web.execute_async(script, Vec::new()).await;
        let answer = answer.with_context(|| format!("cannot run `{body}`"))?;
        if let Some(error) = answer.json().get("error") {
            bail!("`{body}` threw {error}");
        }
        Ok(answer.json().get("value").cloned().unwrap_or_default())
    }

    /// Returns the value of an expression, which may `await`; see [`Test::run`] for what is in scope.
    ///
    /// # Errors
    /// When the expression throws.
    pub(crate) async fn eval(&self, expression: &str) -> Result<Value> {
        self.run(&format!("return ({expression});")).await
    }

    /// Waits until an expression is truthy; while it throws, it is not yet.
    ///
    /// # Errors
    /// When it is not in 15 seconds; the last value or error is told.
    pub(crate) async fn wait(&self, expression: &str) -> Result<()> {
        let test = format!("Boolean({expression})");
        self.poll(&test, |value| value == &Value::Bool(true))
            .await
            .with_context(|| format!("waited for `{expression}`"))
    }

    /// Waits until an expression equals a value, compared as JSON.
    ///
    /// # Errors
    /// When it does not in 15 seconds; what it was instead is told.
    pub(crate) async fn equals(&self, expression: &str, expected: impl Into<Value>) -> Result<()> {
        let expected = expected.into();
        self.poll(expression, |value| value == &expected)
            .await
            .with_context(|| format!("expected {expected} from `{expression}`"))
    }

    async fn poll(&self, expression: &str, right: impl Fn(&Value) -> bool) -> Result<()> {
        let start = Instant::now();
        loop {
            let found = self.eval(expression).await;
            if found.as_ref().is_ok_and(&right) {
                return Ok(());
            }
            if start.elapsed() > DEADLINE {
                let found =
                    found.with_context(|| format!("no answer in {} s", DEADLINE.as_secs()))?;
                bail!("got {found} after {} s", DEADLINE.as_secs());
            }
            tokio::time::sleep(PAUSE).await;
        }
    }
}
