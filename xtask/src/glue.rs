//! The classic script: the hand-written reader and the generated bindings come in, one self-contained script goes out.

use anyhow::{Result, bail};

/// The line of `www/reader.js` that the bindings take the place of.
pub const MARKER: &str = "/* @bindings */";

/// The line of `www/reader.js` that the style sheet takes the place of, as `const STYLE`.
pub const STYLE_MARKER: &str = "/* @style */";

/// Puts the style sheet's text into the reader's source.
///
/// # Errors
/// When the reader does not hold the marker as one line of its own, exactly once.
pub fn insert_style(reader: &str, style: &str) -> Result<String> {
    let count = reader
        .lines()
        .filter(|line| line.trim() == STYLE_MARKER)
        .count();
    if count != 1 {
        bail!(
            "www/reader.js has {count} lines `{STYLE_MARKER}`, expected 1: the style sheet goes there"
        );
    }
    let text = serde_json::to_string(style.trim())?;
    Ok(reader.replacen(STYLE_MARKER, &format!("const STYLE = {text};"), 1))
}

/// Joins the reader's source and the bindings into one script that leaves no global behind.
///
/// The bindings become the body of a function `bindings()`; each call of it gives
/// a fresh instance, which the reader needs to start again after a trap.
///
/// # Errors
/// When the reader does not hold the marker as one line of its own, exactly once,
/// or when the bindings are not those of `--target no-modules`.
pub fn compose(reader: &str, bindings: &str) -> Result<String> {
    let count = reader.lines().filter(|line| line.trim() == MARKER).count();
    if count != 1 {
        bail!("www/reader.js has {count} lines `{MARKER}`, expected 1: the bindings go there");
    }
    if !bindings.contains("let wasm_bindgen") {
        bail!("the bindings do not declare `wasm_bindgen`: make them with `--target no-modules`");
    }
    let mut script = String::from("(() => {\n\"use strict\";\n");
    for line in reader.lines() {
        if line.trim() == MARKER {
            script.push_str("function bindings() {\n");
            script.push_str(bindings.trim_end());
            script.push_str("\n;return wasm_bindgen;\n}");
        } else {
            script.push_str(line);
        }
        script.push('\n');
    }
    script.push_str("})();\n");
    Ok(script)
}

#[cfg(test)]
mod tests {
    use super::compose;

    #[test]
    fn the_bindings_become_a_function_in_one_closed_scope() -> anyhow::Result<()> {
        let script = compose(
            "const a = 1;\n/* @bindings */\nconst b = 2;\n",
            "let wasm_bindgen = 3;\n",
        )?;
        let expected = "(() => {\n\"use strict\";\nconst a = 1;\nfunction bindings() {\nlet wasm_bindgen = 3;\n;return wasm_bindgen;\n}\nconst b = 2;\n})();\n";
        assert_eq!(script, expected);
        Ok(())
    }

    #[test]
    fn a_missing_or_doubled_marker_is_refused() {
        assert!(compose("const a = 1;", "let wasm_bindgen;").is_err());
        assert!(compose("/* @bindings */\n/* @bindings */", "let wasm_bindgen;").is_err());
        assert!(compose("// see /* @bindings */ below", "let wasm_bindgen;").is_err());
    }

    #[test]
    fn bindings_of_another_target_are_refused() {
        assert!(compose("/* @bindings */", "export default init;").is_err());
    }
}
