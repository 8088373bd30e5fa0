//! Chromium for measuring: every tab is a browser of its own that has seen nothing yet.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use liseuse_e2e::browser::{Driver, capabilities};
use serde_json::{Value, json};
use thirtyfour::WebDriver;
use xtask::cli::Engine;
use xtask::tools::system::{self, Browser};

/// How long one thing in a page may take.
const PATIENCE: Duration = Duration::from_secs(180);
/// What measures inside the pages.
const MEASURE: &str = include_str!("../pages/measure.js");

/// What browsers are started with.
#[derive(Debug)]
pub(crate) struct Chromium {
    browser: Browser,
    driver: Driver,
}

/// How fast the network and the processor are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Speed {
    pub(crate) name: &'static str,
    /// Milliseconds that each request takes besides its bytes.
    latency: u32,
    /// Megabits a second that come and go; 0 for as many as there are.
    megabits: (f64, f64),
    /// How many times slower the processor is made.
    slowdown: f64,
}

impl Speed {
    pub(crate) const SLOW: Self = Self {
        name: "Slow 4G, CPU ÷ 4",
        latency: 150,
        megabits: (1.6, 0.75),
        slowdown: 4.0,
    };
    pub(crate) const FAST: Self = Self {
        name: "Fast 4G, CPU ÷ 4",
        latency: 60,
        megabits: (9.0, 1.5),
        slowdown: 4.0,
    };
    pub(crate) const FULL: Self = Self {
        name: "as it is",
        latency: 0,
        megabits: (0.0, 0.0),
        slowdown: 1.0,
    };
}

/// A new browser with one empty page.
#[derive(Debug)]
pub(crate) struct Tab {
    web: WebDriver,
}

/// The processor time that a page's main thread took until now, in milliseconds.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Work {
    /// Everything.
    pub(crate) all: f64,
    /// Code, without the layout and the styles that it forces.
    pub(crate) code: f64,
}

impl std::ops::Sub for Work {
    type Output = Self;

    fn sub(self, before: Self) -> Self {
        Self {
            all: self.all - before.all,
            code: self.code - before.code,
        }
    }
}

impl Chromium {
    /// Finds Chromium and starts its driver.
    ///
    /// # Errors
    /// When one is missing or does not start.
    pub(crate) async fn start() -> Result<Self> {
        let browser = system::chromium()?;
        let driver = Driver::start(Engine::Chromium, &browser, None).await?;
        Ok(Self { browser, driver })
    }

    /// Starts a browser with an empty profile, on a page that has nothing.
    ///
    /// # Errors
    /// When it does not start or refuses what is measured with.
    pub(crate) async fn tab(&self, blank: &str, speed: Speed) -> Result<Tab> {
        let wanted = capabilities(Engine::Chromium, &self.browser)?;
        let web = WebDriver::builder(self.driver.url.as_str(), wanted)
            .request_timeout(PATIENCE + Duration::from_secs(20))
            .connect()
            .await
            .context("Chromium does not start")?;
        let tab = Tab { web };
        match tab.prepare(blank, speed).await {
            Ok(()) => Ok(tab),
            Err(error) => {
                tab.end().await;
                Err(error)
            }
        }
    }
}

impl Tab {
    async fn prepare(&self, blank: &str, speed: Speed) -> Result<()> {
        self.web.set_script_timeout(PATIENCE).await?;
        self.web.set_page_load_timeout(PATIENCE).await?;
        let size = json!({ "width": 412, "height": 915, "deviceScaleFactor": 1, "mobile": false });
        self.command("Emulation.setDeviceMetricsOverride", size)
            .await?;
        // On the same site as what comes, so that the process stays.
        self.web.goto(blank).await?;
        self.command(
            "Performance.setTimeDomain",
            json!({ "timeDomain": "threadTicks" }),
        )
        .await?;
        self.command("Performance.enable", json!({})).await?;
        self.command("Network.enable", json!({})).await?;
        if speed.latency > 0 {
            let bytes = |megabits: f64| megabits * 1e6 / 8.0;
            let network = json!({
                "offline": false, "latency": speed.latency,
                "downloadThroughput": bytes(speed.megabits.0), "uploadThroughput": bytes(speed.megabits.1),
            });
            self.command("Network.emulateNetworkConditions", network)
                .await?;
        }
        self.command(
            "Emulation.setCPUThrottlingRate",
            json!({ "rate": speed.slowdown }),
        )
        .await?;
        Ok(())
    }

    /// Goes to a page and waits until it has loaded, by its own account.
    ///
    /// # Errors
    /// When it does not load.
    pub(crate) async fn goto(&self, url: &str) -> Result<()> {
        let answer = self.web.goto(url).await;
        answer.with_context(|| format!("cannot open {url}"))
    }

    /// Runs the body of an async function in the page and returns what it returns. In scope: what
    /// `pages/measure.js` defines, and `given`.
    ///
    /// # Errors
    /// When it throws, or takes too long.
    pub(crate) async fn run(&self, body: &str, given: Value) -> Result<Value> {
        let script = format!(
            "const [given, done] = arguments;\n{MEASURE}\n(async () => {{ {body} }})().then(
            (value) => done({{ value: value ?? null }}), (error) => done({{ error: String(error) }}));"
        );
        let answer = self.web.execute_async(script, vec![given]).await;
        let answer = answer.with_context(|| format!("cannot run `{body}`"))?;
        if let Some(error) = answer.json().get("error") {
            bail!("`{body}` threw {error}");
        }
        Ok(answer.json().get("value").cloned().unwrap_or_default())
    }

    /// Returns what the main thread did until now.
    ///
    /// # Errors
    /// When the browser does not tell.
    pub(crate) async fn work(&self) -> Result<Work> {
        let answer = self.command("Performance.getMetrics", json!({})).await?;
        let metrics = answer.get("metrics").and_then(Value::as_array);
        let seconds = |name: &str| {
            let named = |metric: &&Value| metric.get("name").is_some_and(|own| own == name);
            let metric = metrics.into_iter().flatten().find(named);
            metric.and_then(|metric| metric.get("value")?.as_f64())
        };
        let work = || {
            Some(Work {
                all: seconds("TaskDuration")? * 1e3,
                code: seconds("ScriptDuration")? * 1e3,
            })
        };
        work().with_context(|| format!("Chromium does not tell its work: {answer}"))
    }

    /// Returns the bytes that the page holds after its rubbish was collected: objects, texts and
    /// buffers, the module's memory among them.
    ///
    /// # Errors
    /// When the browser does not tell.
    pub(crate) async fn memory(&self) -> Result<f64> {
        for _ in 0..2 {
            self.command("HeapProfiler.collectGarbage", json!({}))
                .await?;
        }
        let usage = self.command("Runtime.getHeapUsage", json!({})).await?;
        let bytes = |name: &str| usage.get(name).and_then(Value::as_f64);
        let heap = || Some(bytes("usedSize")? + bytes("backingStorageSize")?);
        let heap = heap().with_context(|| format!("Chromium does not tell its memory: {usage}"))?;
        // The heap does not count the memories of modules.
        let modules = self.run("return probe.modules();", Value::Null).await?;
        Ok(heap + modules.as_f64().unwrap_or_default())
    }

    async fn command(&self, name: &str, parameters: Value) -> Result<Value> {
        let answer = self.web.cdp().send_raw(name, parameters).await;
        answer.with_context(|| format!("Chromium refuses {name}"))
    }

    /// Closes the browser.
    pub(crate) async fn end(self) {
        self.web.quit().await.ok();
    }
}
