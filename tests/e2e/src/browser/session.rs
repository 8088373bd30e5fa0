//! A browser under control: an engine comes in, a WebDriver session with a fresh profile goes out.

use std::rc::Rc;
use std::time::Duration;

use anyhow::{Context, Result};
use thirtyfour::common::capabilities::firefox::FirefoxPreferences;
use thirtyfour::{Capabilities, ChromiumLikeCapabilities, DesiredCapabilities, WebDriver};
use xtask::cli::Engine;
use xtask::tools::screen::Screen;
use xtask::tools::system::{self, Browser};

use super::driver::Driver;

/// A browser with its driver; both end with it.
#[derive(Debug)]
pub struct Session {
    /// Which browser it is.
    pub engine: Engine,
    /// The WebDriver client, for what there is no verb for.
    pub web: WebDriver,
    /// What it draws on, unless it needs none.
    pub screen: Option<Rc<Screen>>,
    // Fields drop in order: the client says goodbye before the driver is ended.
    _driver: Driver,
}

impl Session {
    /// Starts what the sessions of one run share: the screen of an engine that cannot do without.
    ///
    /// # Errors
    /// When something is missing or does not start.
    pub fn screen(engine: Engine) -> Result<Option<Rc<Screen>>> {
        match engine {
            Engine::Chromium | Engine::Firefox => Ok(None),
            Engine::WebKit => {
                // First, so that all that is missing is installed at once.
                system::webkit()?;
                Ok(Some(Rc::new(Screen::start()?)))
            }
        }
    }

    /// Starts a browser on the screen of its engine.
    ///
    /// # Errors
    /// When the browser or its driver is missing or does not start.
    pub async fn start(engine: Engine, screen: Option<Rc<Screen>>) -> Result<Self> {
        let browser = match engine {
            Engine::Chromium => system::chromium()?,
            Engine::Firefox => system::firefox()?,
            Engine::WebKit => system::webkit()?,
        };
        let driver = Driver::start(engine, &browser, screen.as_deref()).await?;
        let web = WebDriver::builder(driver.url.as_str(), capabilities(engine, &browser)?)
            .request_timeout(Duration::from_secs(60))
            .connect()
            .await
            .with_context(|| format!("{} does not start", browser.program.display()))?;
        web.set_script_timeout(Duration::from_secs(30)).await?;
        web.set_page_load_timeout(Duration::from_secs(30)).await?;
        Ok(Self {
            engine,
            web,
            screen,
            _driver: driver,
        })
    }

    /// Closes the browser; what cannot be closed is ended.
    pub async fn end(self) {
        let Self {
            web,
            _driver: driver,
            ..
        } = self;
        let goodbye = tokio::time::timeout(Duration::from_secs(10), web.clone().quit()).await;
        drop(driver);
        if goodbye.is_err() {
            web.leak().ok();
        }
    }
}

/// Says which browser to start, with which switches.
///
/// # Errors
/// When the client does not take them.
pub fn capabilities(engine: Engine, browser: &Browser) -> Result<Capabilities> {
    let program = browser.program.to_string_lossy();
    Ok(match engine {
        Engine::Chromium => {
            let mut wanted = DesiredCapabilities::chrome();
            wanted.set_binary(&program)?;
            for argument in [
                "--headless",
                // Chromium refuses to start its sandbox as root, which containers run as.
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-dev-shm-usage",
                "--force-color-profile=srgb",
                "--hide-scrollbars",
            ] {
                wanted.add_arg(argument)?;
            }
            wanted.into()
        }
        Engine::Firefox => {
            let mut preferences = FirefoxPreferences::new();
            // Automation turns this off, and then files can do what they cannot for users.
            preferences.set("security.fileuri.strict_origin_policy", true)?;
            preferences.set("app.update.disabledForTesting", true)?;
            preferences.set("datareporting.policy.dataSubmissionEnabled", false)?;
            preferences.set("toolkit.telemetry.enabled", false)?;
            let mut wanted = DesiredCapabilities::firefox();
            wanted.set_firefox_binary(&program)?;
            wanted.set_preferences(preferences)?;
            wanted.add_arg("-headless")?;
            wanted.into()
        }
        // The driver starts its own MiniBrowser, with a profile that is not kept.
        Engine::WebKit => Capabilities::new(),
    })
}
