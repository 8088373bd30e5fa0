//! What goes wrong in silence: console errors, uncaught errors and CSP violations, seen from the page itself.

use anyhow::{Result, bail};
use xtask::serve::Route;

use super::Test;

/// The script that stands first in every host page and fills `window.__record`.
const RECORDER: &str = r#"(() => {
  "use strict";
  const record = (window.__record = []);
  const text = (value) => {
    if (value instanceof Error) return value.stack ? `${value}\n${value.stack}` : String(value);
    if (typeof value !== "object" || value === null) return String(value);
    try { return JSON.stringify(value); } catch { return String(value); }
  };
  for (const kind of ["error", "warn"]) {
    const original = console[kind];
    console[kind] = (...parts) => {
      record.push(`console.${kind}: ${parts.map(text).join(" ")}`);
      original.apply(console, parts);
    };
  }
  // Captured, because a script or image that does not load tells only itself.
  addEventListener("error", (event) => {
    const { target } = event;
    record.push(target instanceof Element
      ? `not loaded: ${target.src || target.href || target.localName}`
      : `uncaught: ${event.message} (${event.filename}:${event.lineno})`);
  }, true);
  addEventListener("unhandledrejection", (event) => record.push(`unhandled rejection: ${text(event.reason)}`));
  document.addEventListener("securitypolicyviolation", (event) => {
    record.push(`CSP violation: ${event.effectiveDirective} blocked ${event.blockedURI} ${event.sample}`.trim());
  });
})();
"#;

impl Test {
    /// Serves the recorder, after a script that is to run before everything else.
    pub(super) fn record(&self, before: &str) {
        self.before.replace(before.to_owned());
        let kind = "text/javascript; charset=utf-8";
        self.site
            .route("recorder.js", Route::new(kind, self.recorder()));
    }

    /// Returns the recorder as it is served.
    pub(super) fn recorder(&self) -> String {
        [&self.before.borrow(), RECORDER].concat()
    }

    /// Declares that the case causes a message that contains this text; any number of them will do, none will not.
    pub(crate) fn expect_message(&mut self, part: &str) {
        self.expected.push(part.to_owned());
    }

    /// Returns every message of the case so far, in order.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub(crate) async fn messages(&mut self) -> Result<&[String]> {
        self.drain().await?;
        Ok(&self.messages)
    }

    /// Takes the messages of the page at hand, which a navigation would lose.
    pub(super) async fn drain(&mut self) -> Result<()> {
        let script = "return window.__record ? window.__record.splice(0) : []";
        let found = self.session.web.execute(script, Vec::new()).await?;
        self.messages.extend(found.convert::<Vec<String>>()?);
        Ok(())
    }

    /// Fails if there was a message that the case did not expect, or if one it expected did not come.
    pub(crate) async fn check_messages(&mut self) -> Result<()> {
        self.drain().await?;
        let known = |message: &String| self.expected.iter().any(|part| message.contains(part));
        let surprises: Vec<_> = self
            .messages
            .iter()
            .filter(|message| !known(message))
            .cloned()
            .collect();
        if !surprises.is_empty() {
            bail!("the page complained:\n{}", surprises.join("\n"));
        }
        for part in &self.expected {
            if !self.messages.iter().any(|message| message.contains(part)) {
                bail!("no message contains {part:?}, which the case expects");
            }
        }
        Ok(())
    }
}
