//! JSON → text that may stand in a script, in any place of a page.

use std::path::{Path, PathBuf};

use super::{report::Fault, write};
use crate::bundle::value::Value;

/// Writes the script that hands a bundle over to pages opened from disk, beside the bundle.
pub(super) fn write(bundle: &Path, feed: &Value) -> Result<(), Fault> {
    let script = serde_json::to_string(feed)
        .and_then(|text| twin(&text))
        .map_err(|error| Fault::error(bundle, error.to_string(), "report this as a bug"))?;
    write::write(&beside(bundle), script.as_bytes())
}

/// The script that hands over this text.
pub(super) fn twin(text: &str) -> serde_json::Result<String> {
    serde_json::to_string(text).map(|text| handing_over(&text))
}

/// The script beside a bundle.
pub(super) fn beside(bundle: &Path) -> PathBuf {
    let name = bundle.file_name().unwrap_or_default().to_string_lossy();
    bundle.with_file_name(twin_name(&name))
}

/// The name that `www/reader.js` looks for, in the place of that of a file.
pub(super) fn twin_name(name: &str) -> String {
    [name.strip_suffix(".json").unwrap_or(name), ".js"].concat()
}

/// A script that hands over a text, given as JSON.
///
/// It is a text, not an object: as code, `{"__proto__": …}` would be something else than as JSON,
/// and two of them an error. The byte order mark is for pages that do not say what they are
/// written in.
pub(super) fn handing_over(text: &str) -> String {
    let text = harmless(text);
    format!("\u{FEFF}document.currentScript.liseuse={text};\n")
}

/// JSON with every character escaped that could end a script, or begin what hides its end: the
/// parsers of HTML and XML see none of theirs, old ones of JavaScript no line break of theirs.
///
/// In JSON these can stand within strings alone, so that what is said stays the same.
pub(super) fn harmless(json: &str) -> String {
    let mut out = String::with_capacity(json.len() + json.len() / 64);
    for c in json.chars() {
        match c {
            '<' => out.push_str("\\u003c"),
            '>' => out.push_str("\\u003e"),
            '&' => out.push_str("\\u0026"),
            '\u{2028}' => out.push_str("\\u2028"),
            '\u{2029}' => out.push_str("\\u2029"),
            c => out.push(c),
        }
    }
    out
}
