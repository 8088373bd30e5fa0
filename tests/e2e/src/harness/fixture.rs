//! Host pages that stand in a folder: their files come in, an open page goes out, and a picture of
//! what is the page's own.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use thirtyfour::By;
use xtask::{paths, serve::Route};

use super::host::POLICY;
use super::{Size, Test};

/// A page of `tests/e2e/hosts`.
#[derive(Debug)]
pub(crate) struct Host {
    name: String,
    /// How `#own` looks without the reader.
    own: Option<Vec<u8>>,
}

/// Which policy a host page is served with.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Policy {
    /// The strict one, and style sheets and frames from the same site.
    Strict,
    /// This one; `SITE` in it is the case's own site.
    Its(&'static str),
}

impl Test {
    /// Serves the folder `tests/e2e/hosts/NAME` under `hosts/NAME/`, with the recorder in every page.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub(crate) fn serve(&self, name: &str, policy: Policy) -> Result<()> {
        let folder = paths::root().join("tests/e2e/hosts").join(name);
        let policy = match policy {
            Policy::Strict => format!("{POLICY}; style-src 'self'; frame-src 'self'"),
            Policy::Its(policy) => policy.replace("SITE", self.site.address()),
        };
        let entries =
            fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))?;
        for entry in entries {
            let path = entry?.path();
            let file = path.file_name().unwrap_or_default().to_string_lossy();
            let text = fs::read_to_string(&path)
                .with_context(|| format!("cannot read {}", path.display()))?;
            let kind = match path.extension().and_then(|kind| kind.to_str()) {
                Some("html") => "text/html; charset=utf-8",
                Some("xhtml") => "application/xhtml+xml; charset=utf-8",
                Some("css") => "text/css; charset=utf-8",
                Some("js" | "mjs") => "text/javascript; charset=utf-8",
                Some("json") => "application/json; charset=utf-8",
                _ => bail!("{file} is of no kind that a host page needs"),
            };
            let headers = vec![("content-security-policy".to_owned(), policy.clone())];
            let route = |text: String| Route {
                headers: headers.clone(),
                ..Route::new(kind, text)
            };
            let at = |file: &str| format!("hosts/{name}/{file}");
            if !file.ends_with("html") {
                self.site.route(&at(&file), route(text));
                continue;
            }
            let recorder = r#"<head><script src="/recorder.js" nonce="once"></script>"#;
            let text = text.replacen("<head>", recorder, 1);
            let nothing = Route::new("text/javascript", "");
            self.site.route(&at("nothing.js"), nothing);
            let without = text.replace("../../liseuse.js", &format!("/{}", at("nothing.js")));
            self.site
                .route(&at(&format!("without-{file}")), route(without));
            self.site.route(&at(&file), route(text));
        }
        Ok(())
    }

    /// Opens a host page of `tests/e2e/hosts` and waits until its first reader is ready. If something
    /// in it has the id `own`, it is first looked at in the same page without the reader's script.
    ///
    /// # Errors
    /// When the page or the reader does not come.
    pub(crate) async fn host(&mut self, name: &str, policy: Policy) -> Result<Host> {
        let host = self.host_page(name, "index.html", policy).await?;
        self.ready().await?;
        Ok(host)
    }

    /// As [`Test::host`], for a page that is named otherwise; does not wait for a reader.
    ///
    /// # Errors
    /// When the page does not come.
    pub(crate) async fn host_page(
        &mut self,
        name: &str,
        file: &str,
        policy: Policy,
    ) -> Result<Host> {
        self.serve(name, policy)?;
        self.open(&format!("hosts/{name}/without-{file}"), Size::WIDE)
            .await?;
        let own = match self.eval("document.querySelector('#own')?.tagName").await? {
            serde_json::Value::Null => None,
            _ => Some(self.own_picture().await?),
        };
        self.open(&format!("hosts/{name}/{file}"), Size::WIDE)
            .await?;
        let name = name.to_owned();
        Ok(Host { name, own })
    }

    /// Fails unless what the page calls its own looks as it does without the reader.
    ///
    /// # Errors
    /// When it does not (both pictures are kept), or the page has nothing of its own.
    pub(crate) async fn own_is_unchanged(&mut self, host: &Host) -> Result<()> {
        let Some(own) = &host.own else {
            bail!("hosts/{} has nothing with the id `own`", host.name);
        };
        let now = self.own_picture().await?;
        if !self.looks_alike(own, &now)? {
            let folder = paths::target().join("e2e-failures");
            let keep = |kind: &str, png: &[u8]| -> Result<PathBuf> {
                let name = format!("{}-hosts-{}-{kind}.png", self.engine().name(), host.name);
                fs::write(folder.join(&name), png)?;
                Ok(folder.join(name))
            };
            let (without, with) = (keep("without", own)?, keep("with", &now)?);
            bail!(
                "the page's own content changed: look at {} and {}",
                paths::shown(&without),
                paths::shown(&with)
            );
        }
        Ok(())
    }

    async fn own_picture(&self) -> Result<Vec<u8>> {
        // A page that is longer than the window has a bar beside it, and so another width.
        let bar = "const sheet = new CSSStyleSheet();
            sheet.replaceSync('html { scrollbar-width: none !important }');
            document.adoptedStyleSheets.push(sheet);";
        self.run(bar).await?;
        let own = self.session.web.find(By::Css("#own")).await?;
        let picture = own.screenshot_as_png().await;
        self.run("document.adoptedStyleSheets.pop()").await?;
        Ok(picture?)
    }

    /// Clicks an element of the page itself.
    ///
    /// # Errors
    /// When there is none, or something covers it.
    pub(crate) async fn click_host(&self, css: &str) -> Result<()> {
        let element = self.session.web.find(By::Css(css)).await?;
        element
            .click()
            .await
            .with_context(|| format!("cannot click `{css}`"))
    }

    /// Goes into a frame; what its page complains of counts from then on.
    ///
    /// # Errors
    /// When there is none.
    pub(crate) async fn enter(&mut self, css: &str) -> Result<()> {
        self.drain().await?;
        let frame = self.session.web.find(By::Css(css)).await?;
        // In a frame that is half below the window, clicks of some drivers miss.
        frame.scroll_into_view().await?;
        frame
            .enter_frame()
            .await
            .with_context(|| format!("cannot enter `{css}`"))
    }

    /// Comes back from a frame to the page.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub(crate) async fn leave(&mut self) -> Result<()> {
        self.drain().await?;
        self.session
            .web
            .enter_default_frame()
            .await
            .context("cannot leave the frame")
    }
}
