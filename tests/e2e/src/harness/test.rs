//! The life of a case: a session comes in, a site of its own and an empty record with it.

use std::cell::RefCell;
use std::fmt;
use std::path::PathBuf;

use anyhow::Result;
use xtask::cli::Engine;
use xtask::serve::Site;

use super::{Session, host};
use crate::options::Options;

/// What all cases share.
#[derive(Debug, Clone)]
pub(crate) struct Stage {
    /// The folder of the site under test.
    pub(crate) site: PathBuf,
    /// axe-core's script.
    pub(crate) axe: PathBuf,
    /// Where the corpus would be.
    pub(crate) corpus: String,
}

/// A case at work; everything a case does goes through it.
#[derive(Debug)]
pub(crate) struct Test {
    /// The case's own site, for routes (`route`), addresses (`url`) and the requests it got (`requests`).
    pub(crate) site: Site,
    /// The browser, for what there is no verb for (`session.web`).
    pub(crate) session: Session,
    pub(super) stage: Stage,
    pub(super) messages: Vec<String>,
    pub(super) expected: Vec<String>,
    /// What runs in every page before the recorder.
    pub(super) before: RefCell<String>,
    /// Whether a page was opened from disk.
    pub(crate) is_from_disk: bool,
}

/// What not every driver can do.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Feature {
    /// To work in a page that has taken the names of JavaScript's own collections, such as `Map`.
    OwnWorld,
}

/// The error that skips a case, with the reason.
#[derive(Debug)]
pub(crate) struct Skip(pub(crate) String);

impl fmt::Display for Skip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Skip {}

impl Test {
    /// Prepares a case: a fresh origin, light colours, an English browser.
    ///
    /// # Errors
    /// When the site does not start or the browser does not answer.
    pub(crate) async fn start(session: Session, options: &Options) -> Result<Self> {
        let corpus = options.corpus.clone();
        let stage = Stage {
            site: options.site.clone(),
            axe: options.axe.clone(),
            corpus,
        };
        let site = host::start(&stage)?;
        let test = Self {
            site,
            session,
            stage,
            messages: Vec::new(),
            expected: Vec::new(),
            before: RefCell::default(),
            is_from_disk: false,
        };
        test.record("");
        test.session.web.goto("about:blank").await?;
        test.dark(false).await?;
        test.languages(&["en-US", "en"]).await?;
        Ok(test)
    }

    /// Skips the case where the driver cannot do this.
    ///
    /// # Errors
    /// To skip the case.
    pub(crate) fn needs(&self, feature: Feature) -> Result<()> {
        match (self.engine(), feature) {
            (Engine::Chromium | Engine::Firefox, Feature::OwnWorld) => Ok(()),
            (Engine::WebKit, Feature::OwnWorld) => Err(Skip(
                "WebKitWebDriver runs its own script among the page's names and breaks over a page's `class Map`".to_owned(),
            )
            .into()),
        }
    }

    /// Returns the folder that the site is served from.
    pub(crate) fn site_folder(&self) -> &std::path::Path {
        &self.stage.site
    }

    /// Returns the browser that the case runs in.
    pub(crate) fn engine(&self) -> Engine {
        self.session.engine
    }
}
