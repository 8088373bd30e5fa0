//! Host pages: a body comes in, a page with the recorder and a strict policy goes out.

use anyhow::{Context, Result};
use xtask::serve::{Options, Port, Route, Site};

use super::test::{Skip, Stage};
use super::{Size, Test};

/// The policy of every page under test: the one concession a reader needs is `'wasm-unsafe-eval'`.
pub(super) const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; \
    img-src 'self' data:; base-uri 'none'; form-action 'none'; \
    require-trusted-types-for 'script'; trusted-types 'none'";

/// The page with the guide's bundle.
const GUIDE: &str = "guide.html";
/// The page with the corpus's bundle.
const CORPUS: &str = "corpus.html";

/// Starts the site of one case: a port of its own, and with it an origin whose storage is empty.
pub(super) fn start(stage: &Stage) -> Result<Site> {
    let headers = vec![("content-security-policy".to_owned(), POLICY.to_owned())];
    let site = Site::start(Options {
        folder: stage.site.clone(),
        port: Port::Free,
        headers,
    })?;
    site.route(GUIDE, Route::html(document(&script_tag("posts.json"))));
    site.route(CORPUS, Route::html(document(&script_tag("blog.json"))));
    Ok(site)
}

fn script_tag(bundle: &str) -> String {
    format!(r#"<script src="liseuse.js" data-src="{bundle}" defer></script>"#)
}

pub(super) fn document(body: &str) -> String {
    // The icon is given so that no browser asks for one.
    format!(
        r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>Host page</title>
<link rel="icon" href="data:,">
<script src="recorder.js"></script>
</head>
<body>
<main>
{body}
</main>
</body>
</html>
"#
    )
}

/// A page of a site: it may lie in any folder, the recorder is at the root.
fn served(body: &str) -> Route {
    Route::html(document(body).replacen("\"recorder.js\"", "\"/recorder.js\"", 1))
}

impl Test {
    /// Puts a page with this body into the case's site, the recorder first.
    pub(crate) fn page(&self, path: &str, body: &str) {
        self.site.route(path, served(body));
    }

    /// As [`Test::page`], with these sites let in beside the page's own.
    pub(crate) fn page_of_sites(&self, path: &str, body: &str, sites: &[&Site]) {
        let names: Vec<_> = sites.iter().map(|site| site.address()).collect();
        let policy = POLICY.replace("'self'", &format!("'self' {}", names.join(" ")));
        self.page_under(path, body, &policy);
    }

    /// As [`Test::page`], under this policy; under none if it is empty.
    pub(crate) fn page_under(&self, path: &str, body: &str, policy: &str) {
        let headers = vec![("content-security-policy".to_owned(), policy.to_owned())];
        self.site.route(
            path,
            Route {
                headers,
                ..served(body)
            },
        );
    }

    /// Starts another site with the same files: an origin of its own, which shares them with everybody or with nobody.
    ///
    /// # Errors
    /// When no port can be opened.
    pub(crate) fn other_site(&self, is_shared: bool) -> Result<Site> {
        let share = ("access-control-allow-origin".to_owned(), "*".to_owned());
        Site::start(Options {
            folder: self.stage.site.clone(),
            port: Port::Free,
            headers: is_shared.then_some(share).into_iter().collect(),
        })
    }

    /// Opens the guide and waits until the reader is ready.
    ///
    /// # Errors
    /// When the page or the reader does not come.
    pub(crate) async fn open_guide(&mut self, size: Size) -> Result<()> {
        self.open(GUIDE, size).await?;
        self.ready().await
    }

    /// Opens the corpus and waits until the reader is ready; the case is skipped where there is none.
    ///
    /// # Errors
    /// When the page or the reader does not come, and to skip the case.
    pub(crate) async fn open_corpus(&mut self, size: Size) -> Result<()> {
        self.needs_corpus()?;
        self.open(CORPUS, size).await?;
        self.ready().await
    }

    /// Skips the case where there is no corpus (`blog.json` in the site).
    ///
    /// # Errors
    /// To skip the case.
    pub(crate) fn needs_corpus(&self) -> Result<()> {
        if !self.stage.site.join("blog.json").exists() {
            return Err(Skip(format!("corpus absent at {}", self.stage.corpus)).into());
        }
        Ok(())
    }

    /// Waits until the first reader of the page is ready.
    ///
    /// # Errors
    /// When it is not in time, or its promise is rejected.
    pub(crate) async fn ready(&self) -> Result<()> {
        self.wait("reader?.matches(':defined')")
            .await
            .context("no <liseuse-reader> came to life")?;
        self.run("await reader.ready")
            .await
            .context("the reader did not get ready")?;
        Ok(())
    }

    /// Waits until the list, if it is shown, is drawn as far as it is shown at first: that takes a few frames.
    ///
    /// # Errors
    /// When it is not in 15 seconds.
    pub(crate) async fn listed(&self) -> Result<()> {
        let drawn = "all('[part~=item]').length >= Math.min(50, reader.posts().length)";
        self.wait(&format!("one('article') || {drawn}"))
            .await
            .context("the list does not come to its end")
    }
}
