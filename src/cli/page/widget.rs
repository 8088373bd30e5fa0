//! Where the reader comes from: this program, or a folder that was named.

use std::{borrow::Cow, fs, path::Path};

use super::super::report::Fault;

/// The reader's two files, as they are put into a page.
#[derive(Debug)]
pub(in crate::cli) struct Widget {
    /// The script.
    pub(in crate::cli) script: Cow<'static, str>,
    /// The module: base64 of raw deflate.
    pub(in crate::cli) module: Cow<'static, str>,
}

/// What `build.rs` found in `pkg/` when this program was made.
#[cfg(embedded_widget)]
const EMBEDDED: Option<(&str, &str)> = Some((
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/pkg/liseuse.js")),
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/pkg/liseuse.wasm.js")),
));
#[cfg(not(embedded_widget))]
const EMBEDDED: Option<(&str, &str)> = None;

const REMEDY: &str = "run `cargo xtask build` in the project's folder, then name its folder pkg with --widget, or install this program again";

/// Reads the widget of a folder, or gives the one in this program.
pub(in crate::cli) fn find(folder: Option<&Path>) -> Result<Widget, Fault> {
    let Some(folder) = folder else {
        let (script, module) = EMBEDDED.ok_or_else(|| {
            let what = "this program was made without the reader";
            Fault::error(Path::new("liseuse-bundle"), what, REMEDY)
        })?;
        return check(Path::new("liseuse-bundle"), script.into(), module);
    };
    let read = |name: &str| {
        let path = folder.join(name);
        fs::read_to_string(&path).map_err(|error| Fault {
            remedy: REMEDY.into(),
            ..Fault::io(&path, "read the reader", &error)
        })
    };
    let module = read("liseuse.wasm.js")?;
    check(folder, read("liseuse.js")?.into(), &module)
}

/// What goes into a page may not end its script, nor hide its end.
fn check(from: &Path, script: Cow<'static, str>, module: &str) -> Result<Widget, Fault> {
    let broken = |what: &str| Err(Fault::error(from, what, REMEDY));
    let lower = script.to_ascii_lowercase();
    let is_harmful = |end: &&str| lower.contains(*end);
    if ["</script", "<script", "<!--", "\r", "\0"]
        .iter()
        .any(is_harmful)
        || script.is_empty()
    {
        return broken("liseuse.js cannot stand inside of a page");
    }
    let is_base64 = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=');
    match module.split('"').nth(1) {
        Some(text) if !text.is_empty() && text.bytes().all(is_base64) => Ok(Widget {
            module: text.to_owned().into(),
            script,
        }),
        _ => broken("liseuse.wasm.js holds no module"),
    }
}
