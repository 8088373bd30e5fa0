//! Accessibility: the page at hand comes in, the rules it breaks go out as readable lines.

use std::fs;

use anyhow::{Context, Result};

use super::Test;

const RUN: &str = r#"const done = arguments[arguments.length - 1];
window.axe.run(document, { resultTypes: ["violations"] }).then(
  ({ violations }) => done(violations.map(({ id, impact, help, nodes }) =>
    `${id} (${impact}): ${help}, at ${nodes.map(({ target }) => target.flat().join(" >>> ")).join(" and ")}`)),
  (error) => done([`axe broke off: ${error}`]),
);"#;

impl Test {
    /// Checks the document, shadow roots included, with every rule of axe-core.
    ///
    /// A line names the rule, its weight, and the elements (`>>>` enters a shadow root).
    ///
    /// # Errors
    /// When axe-core is not there or the browser does not answer.
    pub(crate) async fn axe(&self) -> Result<Vec<String>> {
        let path = &self.stage.axe;
        let source = fs::read_to_string(path).with_context(|| {
            format!("cannot read {}: run `cargo xtask test e2e`", path.display())
        })?;
        self.session
            .web
            .execute(source, Vec::new())
            .await
            .context("cannot start axe-core")?;
        let lines = self.session.web.execute_async(RUN, Vec::new()).await?;
        Ok(lines.convert()?)
    }
}
