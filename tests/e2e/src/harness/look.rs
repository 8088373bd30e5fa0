//! How the page is looked at: window size, colour scheme, the browser's languages, pictures.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use http::Method;
use serde_json::{Value, json};
use thirtyfour::RequestData;
use thirtyfour::SessionId;
use thirtyfour::common::command::FormatRequestData;
use xtask::cli::Engine;

use super::Test;

/// The size of the page's viewport, in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Size {
    /// From left to right.
    pub(crate) width: u32,
    /// From top to bottom.
    pub(crate) height: u32,
}

impl Size {
    /// A desktop window.
    pub(crate) const WIDE: Self = Self {
        width: 1280,
        height: 900,
    };
    /// A small phone, narrower than the windows that browsers allow.
    pub(crate) const NARROW: Self = Self {
        width: 360,
        height: 740,
    };
}

/// Switches Firefox between the page and the browser's own windows.
#[derive(Debug)]
struct Scope(&'static str);

impl FormatRequestData for Scope {
    fn format_request(&self, session: &SessionId) -> RequestData {
        let path = format!("/session/{session}/moz/context");
        RequestData::new(Method::POST, path).add_body(json!({ "context": self.0 }))
    }
}

impl Test {
    /// Gives the viewport exactly this size.
    ///
    /// # Errors
    /// When the browser does not take it.
    pub(crate) async fn resize(&self, size: Size) -> Result<()> {
        let Size { width, height } = size;
        match self.engine() {
            Engine::Chromium => {
                let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
                self.devtools("Emulation.setDeviceMetricsOverride", metrics)
                    .await?;
            }
            Engine::Firefox => {
                // A window has a minimum width, the part of it that shows the page has none.
                let script = format!(
                    "window.resizeTo(Math.max({width}, 500) + 100, {height} + 200);
                    const {{ style }} = gBrowser.selectedBrowser;
                    for (const kind of ['', 'min-', 'max-']) {{
                        style.setProperty(kind + 'width', '{width}px');
                        style.setProperty(kind + 'height', '{height}px');
                    }}"
                );
                self.firefox(&script).await?;
            }
            Engine::WebKit => {
                let bars = self.eval("outerHeight - innerHeight").await?;
                let bars = bars.as_u64().and_then(|bars| u32::try_from(bars).ok());
                let bars = bars.context("a window is as high as its page at least")?;
                let web = &self.session.web;
                web.set_window_rect(0, 0, width, height + bars).await?;
            }
        }
        self.equals("[innerWidth, innerHeight]", json!([width, height]))
            .await
    }

    /// Makes the system prefer dark or light colours.
    ///
    /// In WebKit it is the desktop that does.
    ///
    /// # Errors
    /// When the browser does not take it.
    pub(crate) async fn dark(&self, dark: bool) -> Result<()> {
        match self.engine() {
            Engine::Chromium => {
                let value = if dark { "dark" } else { "light" };
                let features =
                    json!({ "features": [{ "name": "prefers-color-scheme", "value": value }] });
                self.devtools("Emulation.setEmulatedMedia", features).await
            }
            Engine::Firefox => {
                let value = if dark { 0 } else { 1 };
                let name = "layout.css.prefers-color-scheme.content-override";
                self.firefox(&format!("Services.prefs.setIntPref('{name}', {value})"))
                    .await
            }
            Engine::WebKit => {
                if let Some(screen) = &self.session.screen {
                    screen.dark(dark)?;
                }
                self.equals("matchMedia('(prefers-color-scheme: dark)').matches", dark)
                    .await
            }
        }
    }

    /// Sets the languages that the browser asks for, best first, from the next page on.
    ///
    /// WebKitGTK has one language, that of its locale, so there pages with the recorder are made to believe it.
    ///
    /// # Errors
    /// When the browser does not take them.
    pub(crate) async fn languages(&self, languages: &[&str]) -> Result<()> {
        let list = languages.join(",");
        match self.engine() {
            Engine::Chromium => {
                let agent = self.eval("navigator.userAgent").await?;
                let values = json!({ "userAgent": agent, "acceptLanguage": list });
                self.devtools("Emulation.setUserAgentOverride", values)
                    .await
            }
            Engine::Firefox => {
                self.firefox(&format!(
                    "Services.prefs.setStringPref('intl.accept_languages', '{list}')"
                ))
                .await
            }
            Engine::WebKit => {
                let list = json!(languages);
                let pretend = format!(
                    "Object.defineProperty(Navigator.prototype, 'languages', {{ get: () => Object.freeze({list}) }});
                    Object.defineProperty(Navigator.prototype, 'language', {{ get: () => {list}[0] }});"
                );
                self.record(&pretend);
                Ok(())
            }
        }
    }

    /// Cuts the browser off the network, or lets it back.
    ///
    /// Firefox always reaches the machine that it runs on, and WebKit asks the system alone, so there the page
    /// is made to believe it.
    ///
    /// # Errors
    /// When the browser does not take it.
    pub(crate) async fn offline(&self, offline: bool) -> Result<()> {
        match self.engine() {
            Engine::Chromium => {
                let conditions = json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
                self.devtools("Network.enable", json!({})).await?;
                self.devtools("Network.emulateNetworkConditions", conditions)
                    .await
            }
            Engine::Firefox | Engine::WebKit => {
                let script = format!(
                    "window.__fetch ??= window.fetch;
                    window.fetch = {offline} ? () => Promise.reject(new TypeError('NetworkError')) : window.__fetch;
                    Object.defineProperty(navigator, 'onLine', {{ configurable: true, value: !{offline} }});
                    dispatchEvent(new Event({offline} ? 'offline' : 'online'));"
                );
                self.run(&script).await.map(drop)
            }
        }
    }

    /// Writes what the window shows as a PNG.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(crate) async fn screenshot(&self, path: &Path) -> Result<()> {
        let png = self.session.web.screenshot_as_png().await?;
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)
                .with_context(|| format!("cannot make {}", folder.display()))?;
        }
        fs::write(path, png).with_context(|| format!("cannot write {}", path.display()))
    }

    /// Tells whether two pictures, as PNGs, are the same to the pixel. WebKitGTK smooths letters a
    /// little otherwise from one drawing to the next: there, each colour may be off by an eighth.
    ///
    /// # Errors
    /// When one is no picture.
    pub(crate) fn looks_alike(&self, one: &[u8], other: &[u8]) -> Result<bool> {
        // Equal pixels are equal bytes: both come from one encoder.
        if one == other || self.engine() != Engine::WebKit {
            return Ok(one == other);
        }
        let read = |png: &[u8]| -> Result<(u32, Vec<u8>)> {
            let mut reader = png::Decoder::new(std::io::Cursor::new(png)).read_info()?;
            let size = reader.output_buffer_size().context("a picture too large")?;
            let mut pixels = vec![0; size];
            let info = reader.next_frame(&mut pixels)?;
            Ok((info.width, pixels))
        };
        let ((width, one), (other_width, other)) = (read(one)?, read(other)?);
        let near = |(one, other): (&u8, &u8)| one.abs_diff(*other) <= 32;
        Ok((width, one.len()) == (other_width, other.len()) && one.iter().zip(&other).all(near))
    }

    /// Sends a command of the Chrome DevTools Protocol.
    ///
    /// # Errors
    /// When the browser refuses it, or is not Chromium.
    pub(crate) async fn devtools(&self, command: &str, parameters: Value) -> Result<()> {
        let answer = self.session.web.cdp().send_raw(command, parameters).await;
        answer.with_context(|| format!("Chromium refuses {command}"))?;
        Ok(())
    }

    /// Runs a script with the rights of Firefox itself.
    ///
    /// # Errors
    /// When the script throws, or the browser is not Firefox.
    pub(crate) async fn firefox(&self, script: &str) -> Result<()> {
        let web = &self.session.web;
        web.cmd(Scope("chrome")).await?;
        let done = web.execute(script, Vec::new()).await;
        web.cmd(Scope("content")).await?;
        done.with_context(|| format!("Firefox refuses `{script}`"))?;
        Ok(())
    }
}
