//! pulldown-cmark's hash maps: its source comes in, the same source over smaller maps goes out.
//!
//! The original has four kinds of hash map, and each is code of its own: with the hasher 7 KB.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

const PARSE: &str = "src/parse.rs";
const ROOT: &str = "src/lib.rs";

/// What is written in place of what, once in each file.
const CHANGES: [(&str, &str, &str); 6] = [
    (
        PARSE,
        "use std::collections::{HashMap, VecDeque};",
        "use crate::maps::{Labels, Numbers};\nuse std::collections::VecDeque;",
    ),
    (
        PARSE,
        "inner: HashMap<usize, VecDeque<TreeIndex>>,",
        "inner: Numbers<usize, VecDeque<TreeIndex>>,",
    ),
    (
        PARSE,
        "inner: HashMap<u8, VecDeque<(TreeIndex, bool, bool)>>,",
        "inner: Numbers<u8, VecDeque<(TreeIndex, bool, bool)>>,",
    ),
    (
        PARSE,
        "(pub(crate) HashMap<LinkLabel<'input>, LinkDef<'input>>);",
        "(pub(crate) Labels<LinkLabel<'input>, LinkDef<'input>>);",
    ),
    (
        PARSE,
        "(pub(crate) HashMap<FootnoteLabel<'input>, FootnoteDef>);",
        "(pub(crate) Labels<FootnoteLabel<'input>, FootnoteDef>);",
    ),
    (ROOT, "mod linklabel;", "mod linklabel;\nmod maps;"),
];

/// Returns the files that change in a copy of the crate, by their names, with what is in them.
///
/// # Errors
/// When the crate does not hold what is to be replaced.
pub fn rewrite(original: &Path) -> Result<Vec<(&'static str, Vec<u8>)>> {
    let mut changed = vec![("src/maps.rs", include_bytes!("label_map.rs").to_vec())];
    for file in [PARSE, ROOT] {
        let path = original.join(file);
        let source =
            fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        changed.push((file, replaced(file, source)?.into_bytes()));
    }
    Ok(changed)
}

fn replaced(file: &str, mut source: String) -> Result<String> {
    for (_, old, new) in CHANGES.iter().filter(|(one, ..)| *one == file) {
        ensure!(
            source.matches(old).count() == 1,
            "pulldown-cmark has changed: {file} should hold `{old}` once; look at its maps, and teach xtask/src/slim/maps.rs what they are now"
        );
        source = source.replacen(old, new, 1);
    }
    Ok(source)
}

#[cfg(test)]
mod tests {
    use super::{PARSE, ROOT, replaced, rewrite};

    #[test]
    fn the_crate_is_as_expected() -> anyhow::Result<()> {
        let changed = rewrite(&crate::slim::source("pulldown-cmark")?)?;
        for (file, bytes) in changed {
            let text = String::from_utf8(bytes)?;
            assert!(!text.contains("HashMap"), "{file}");
        }
        Ok(())
    }

    #[test]
    fn what_is_not_there_once_is_refused() -> anyhow::Result<()> {
        let expected = "mod linklabel;\nmod maps;\n";
        assert_eq!(replaced(ROOT, "mod linklabel;\n".into())?, expected);
        assert!(replaced(ROOT, "mod linklabel;\nmod linklabel;\n".into()).is_err());
        assert!(replaced(PARSE, "use std::collections::HashMap;".into()).is_err());
        Ok(())
    }
}
