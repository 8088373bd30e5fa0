//! pulldown-cmark's extensions that the widget never switches on: its source comes in, the same source without what they need goes out.
//!
//! Options are asked for while a text is parsed, so the compiler keeps what each of them could lead to. Here the answer for
//! those that `src/markdown` leaves out is written into the source, and what only they can reach is cut off.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

/// Options of which `src/markdown/events.rs` makes no use.
const OPTIONS: [&str; 7] = [
    "ENABLE_WIKILINKS",
    "ENABLE_SUBSCRIPT",
    "ENABLE_SUPERSCRIPT",
    "ENABLE_MATH",
    "ENABLE_SMART_PUNCTUATION",
    "ENABLE_YAML_STYLE_METADATA_BLOCKS",
    "ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS",
];

/// Arms of a `match` that are reached only through these options, as they begin, once in each file.
const ARMS: [(&str, &str); 8] = [
    (
        "src/parse.rs",
        "ItemBody::MaybeMath(can_open, _can_close, brace_context) => {",
    ),
    (
        "src/parse.rs",
        "ItemBody::MaybeSmartQuote(c, can_open, can_close) => {",
    ),
    ("src/firstpass.rs", "                b'$' => {"),
    ("src/firstpass.rs", "                b'{' => {"),
    ("src/firstpass.rs", "                b'}' => {"),
    ("src/firstpass.rs", "                b'.' => {"),
    ("src/firstpass.rs", "                b'-' => {"),
    (
        "src/firstpass.rs",
        "                c @ b'\\'' | c @ b'\"' => {",
    ),
];

/// Changes the files of a copy of the crate: those that were changed before, and those that were not.
///
/// # Errors
/// When the crate does not hold what is to be cut off.
pub fn rewrite(original: &Path, changed: &mut Vec<(&'static str, Vec<u8>)>) -> Result<()> {
    let mut answered = [0; OPTIONS.len()];
    for file in ["src/parse.rs", "src/firstpass.rs"] {
        let before = changed.iter().position(|(name, _)| *name == file);
        let source = match before {
            Some(index) => String::from_utf8(changed.swap_remove(index).1)?,
            None => fs::read_to_string(original.join(file))
                .with_context(|| format!("cannot read {file} of pulldown-cmark"))?,
        };
        let mut source = cut(file, source)?;
        for (option, count) in OPTIONS.iter().zip(&mut answered) {
            *count += answer(&mut source, option);
        }
        changed.push((file, source.into_bytes()));
    }
    for (option, count) in OPTIONS.iter().zip(answered) {
        ensure!(
            count > 0,
            "pulldown-cmark does not ask for {option} as it did: see {}",
            file!()
        );
    }
    Ok(())
}

/// Writes `false` wherever a source asks for an option; tells how often.
fn answer(source: &mut String, option: &str) -> usize {
    let asked = format!(".contains(Options::{option})");
    let mut count = 0;
    // The tests at the end of a file set options, and do not ask.
    while let Some(at) = source.find(&asked) {
        let before = source.get(..at).unwrap_or_default().trim_end();
        let before = before.strip_suffix("options").unwrap_or(before);
        let owner = before.trim_end().strip_suffix('.').map(str::trim_end);
        let start = owner
            .and_then(|owner| owner.strip_suffix("self"))
            .unwrap_or(before)
            .len();
        source.replace_range(start..at + asked.len(), "false");
        count += 1;
    }
    count
}

fn cut(file: &str, mut source: String) -> Result<String> {
    for (_, arm) in ARMS.iter().filter(|(one, _)| *one == file) {
        ensure!(
            source.matches(arm).count() == 1,
            "{file} of pulldown-cmark does not hold `{}` once: see {}",
            arm.trim(),
            file!()
        );
        // A condition, so that the compiler does not warn of what comes after.
        source = source.replacen(arm, &format!("{arm} if true {{ unreachable!() }}"), 1);
    }
    Ok(source)
}

#[cfg(test)]
mod tests {
    use super::answer;

    #[test]
    fn answers_wherever_an_option_is_asked_for() {
        let mut source = String::from(
            "if self\n    .options\n    .contains(Options::ENABLE_MATH) && options.contains(Options::ENABLE_MATH) {}",
        );
        assert_eq!(answer(&mut source, "ENABLE_MATH"), 2);
        assert_eq!(source, "if false && false {}");
    }
}
