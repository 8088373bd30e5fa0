//! Where the reader comes from: this program, or a folder that was named.

use std::{borrow::Cow, fs, path::Path};

use super::super::report::Fault;

/// The reader's files.
#[derive(Debug)]
pub(in crate::cli) struct Widget {
    /// The script.
    pub(in crate::cli) script: Cow<'static, str>,
    /// The same without what only fetches; the script itself in a folder that has no such.
    pub(in crate::cli) page_script: Cow<'static, str>,
    /// The whole module: base64 of raw deflate, as it is put into a page.
    pub(in crate::cli) module: Cow<'static, str>,
    /// The same in two parts, as it is served: what is needed at once, and what comes later. None in
    /// a folder that has them not.
    pub(in crate::cli) parts: Option<[Cow<'static, [u8]>; 2]>,
}

/// The names of the two parts.
pub(in crate::cli) const PARTS: [&str; 2] = ["liseuse.wasm", "liseuse.more.wasm"];

/// Both scripts, the file of the whole module, and its two parts.
type Embedded = ([&'static str; 2], &'static str, [&'static [u8]; 2]);

/// What `build.rs` found in `pkg/` when this program was made.
#[cfg(embedded_widget)]
const EMBEDDED: Option<Embedded> = Some((
    [
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/pkg/liseuse.js")),
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/pkg/liseuse.page.js")),
    ],
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/pkg/liseuse.wasm.js")),
    [
        include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/pkg/liseuse.wasm")),
        include_bytes!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/pkg/liseuse.more.wasm"
        )),
    ],
));
#[cfg(not(embedded_widget))]
const EMBEDDED: Option<Embedded> = None;

const REMEDY: &str = "run `cargo xtask build` in the project's folder, then name its folder pkg with --widget, or install this program again";

/// Reads the widget of a folder, or gives the one in this program.
pub(in crate::cli) fn find(folder: Option<&Path>) -> Result<Widget, Fault> {
    let Some(folder) = folder else {
        let (scripts, module, parts) = EMBEDDED.ok_or_else(|| {
            let what = "this program was made without the reader";
            Fault::error(Path::new("liseuse-bundle"), what, REMEDY)
        })?;
        let parts = Some(parts.map(Cow::Borrowed));
        let scripts = scripts.map(Cow::Borrowed);
        return check(Path::new("liseuse-bundle"), scripts, module, parts);
    };
    let read = |name: &str| {
        let path = folder.join(name);
        fs::read_to_string(&path).map_err(|error| Fault {
            remedy: REMEDY.into(),
            ..Fault::io(&path, "read the reader", &error)
        })
    };
    let module = read("liseuse.wasm.js")?;
    let part = |name: &str| fs::read(folder.join(name)).ok().map(Cow::Owned);
    let [first, later] = PARTS.map(part);
    let parts = first.zip(later).map(|(first, later)| [first, later]);
    let script = read("liseuse.js")?;
    let own = fs::read_to_string(folder.join("liseuse.page.js"));
    let page_script = own.unwrap_or_else(|_| script.clone());
    let scripts = [script, page_script].map(Cow::Owned);
    check(folder, scripts, &module, parts)
}

/// What goes into a page may not end its script, nor hide its end.
fn check(
    from: &Path,
    scripts: [Cow<'static, str>; 2],
    module: &str,
    parts: Option<[Cow<'static, [u8]>; 2]>,
) -> Result<Widget, Fault> {
    let broken = |what: &str| Err(Fault::error(from, what, REMEDY));
    let is_harmful = |script: &Cow<'_, str>| {
        let lower = script.to_ascii_lowercase();
        let ends = ["</script", "<script", "<!--", "\r", "\0"];
        lower.is_empty() || ends.iter().any(|end| lower.contains(end))
    };
    if scripts.iter().any(is_harmful) {
        return broken("liseuse.js cannot stand inside of a page");
    }
    let is_base64 = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=');
    let [script, page_script] = scripts;
    match module.split('"').nth(1) {
        Some(text) if !text.is_empty() && text.bytes().all(is_base64) => Ok(Widget {
            module: text.to_owned().into(),
            script,
            page_script,
            parts,
        }),
        _ => broken("liseuse.wasm.js holds no module"),
    }
}
