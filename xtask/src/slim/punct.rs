//! pulldown-cmark's table of punctuation: its source comes in, a packed stream with the same answers goes out.
//!
//! The original is two arrays of 727 numbers: which rows of sixteen characters, and which characters of a row.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use super::punct_table::find;

/// The file of the crate that holds the table.
const FILE: &str = "src/puncttable.rs";
/// How the original declares what the rest of the crate calls.
const ENTRIES: [&str; 2] = [
    "pub(crate) fn is_ascii_punctuation(c: u8) -> bool {",
    "pub(crate) fn is_punctuation(c: char) -> bool {",
];

/// What the rewritten file adds to the lookup.
const GLUE: &str = r#"
pub(crate) fn is_ascii_punctuation(c: u8) -> bool {
    c.is_ascii_punctuation()
}

pub(crate) fn is_punctuation(c: char) -> bool {
    c.is_ascii_punctuation() || !c.is_ascii() && find(include_bytes!("puncttable.bin"), c as u32)
}
"#;

/// Returns the files that change in a copy of the crate, by their names, with what is in them.
///
/// # Errors
/// When the crate's table is not written in the way that this reads.
pub fn rewrite(original: &Path) -> Result<Vec<(&'static str, Vec<u8>)>> {
    let path = original.join(FILE);
    let stream = fs::read_to_string(&path)
        .with_context(|| format!("cannot read {}", path.display()))
        .and_then(|source| packed(&read(&source)?))
        .context("pulldown-cmark has changed: look at its table of punctuation, and teach xtask/src/slim/punct.rs to read it")?;
    let module = format!("{}{GLUE}", include_str!("punct_table.rs"));
    Ok(vec![
        (FILE, module.into_bytes()),
        ("src/puncttable.bin", stream),
    ])
}

/// Reads which characters beyond ASCII are punctuation, from the first to the last, from the source of the table.
fn read(source: &str) -> Result<Vec<u32>> {
    for entry in ENTRIES {
        ensure!(source.contains(entry), "{FILE} has no `{entry}`");
    }
    let ascii = list(source, "PUNCT_MASKS_ASCII")?;
    let ascii = (0..8).zip(ascii).flat_map(row);
    let expected = (0..128u8).filter(u8::is_ascii_punctuation).map(u32::from);
    ensure!(ascii.eq(expected), "{FILE} knows another ASCII");
    let rows = list(source, "PUNCT_TAB")?;
    let masks = list(source, "PUNCT_MASKS")?;
    ensure!(
        rows.len() == masks.len() && rows.is_sorted() && rows.first() > Some(&7),
        "{FILE} has rows in disorder"
    );
    Ok(rows.into_iter().zip(masks).flat_map(row).collect())
}

/// Gives the characters of a row of sixteen.
fn row((number, mask): (u32, u32)) -> impl Iterator<Item = u32> {
    let bits = (0..16).filter(move |bit| mask >> bit & 1 == 1);
    bits.map(move |bit| number * 16 + bit)
}

/// Reads the numbers of an array.
fn list(source: &str, name: &str) -> Result<Vec<u32>> {
    let (_, rest) = source
        .split_once(&format!("const {name}: [u16; "))
        .with_context(|| format!("{FILE} has no array `{name}`"))?;
    let parts = rest
        .split_once("] = [")
        .and_then(|(count, rest)| Some((count.parse::<usize>().ok()?, rest.split_once("];")?.0)));
    let (count, rows) = parts.with_context(|| format!("{FILE} writes `{name}` in another way"))?;
    let mut found = Vec::new();
    for line in rows.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let number = line
            .split_once(',')
            .and_then(|(number, _)| match number.strip_prefix("0x") {
                Some(digits) => u32::from_str_radix(digits, 16).ok(),
                None => number.parse().ok(),
            });
        found.push(number.with_context(|| format!("{FILE} has a row unlike the others: {line}"))?);
    }
    ensure!(
        found.len() == count,
        "{FILE} has {} numbers in `{name}`, expected {count}",
        found.len()
    );
    Ok(found)
}

/// Packs what rises into lengths of runs, and looks each end up again.
fn packed(signs: &[u32]) -> Result<Vec<u8>> {
    let mut stream = Vec::new();
    let mut end = 0;
    let mut runs = signs.chunk_by(|one, next| one + 1 == *next);
    while let Some([first, more @ ..]) = runs.next() {
        super::put_number(&mut stream, first - end);
        end = more.last().unwrap_or(first) + 1;
        super::put_number(&mut stream, end - first);
    }
    for sign in signs.iter().flat_map(|sign| [sign - 1, *sign, sign + 1]) {
        ensure!(
            find(&stream, sign) == signs.binary_search(&sign).is_ok(),
            "U+{sign:04X} is lost in packing"
        );
    }
    Ok(stream)
}

#[cfg(test)]
mod tests {
    use super::{FILE, find, list, packed, read};

    #[test]
    fn the_packed_punctuation_answers_as_the_original() -> anyhow::Result<()> {
        let file = crate::slim::source("pulldown-cmark")?.join(FILE);
        let signs = read(&std::fs::read_to_string(file)?)?;
        assert!(signs.len() > 8_000, "{}", signs.len());
        let stream = packed(&signs)?;
        for sign in (128..0x2_0000).chain([0x10_ffff]) {
            let expected = signs.binary_search(&sign).is_ok();
            assert_eq!(find(&stream, sign), expected, "U+{sign:04X}");
        }
        for (sign, expected) in [
            ('«', true),
            ('—', true),
            ('€', true),
            ('é', false),
            ('語', false),
        ] {
            assert_eq!(find(&stream, sign.into()), expected, "{sign}");
        }
        Ok(())
    }

    #[test]
    fn a_source_in_another_form_is_refused() {
        assert!(read("").is_err());
        let array = |count, row| format!("const A: [u16; {count}] = [\n    {row}\n];");
        assert_eq!(
            list(&array(1, "0x10, // sixteen"), "A").ok(),
            Some(vec![16])
        );
        for source in [
            array(2, "1,"),
            array(1, "x,"),
            array(1, "1"),
            array(1, "1,").replace(';', ""),
        ] {
            assert!(list(&source, "A").is_err(), "{source}");
        }
        assert!(list(&array(1, "1,"), "B").is_err());
    }
}
