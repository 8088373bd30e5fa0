//! pulldown-cmark's table of character references: its source comes in, a packed stream with the same answers goes out.
//!
//! The original is an array of two pointers and two lengths for each of 2,125 names: 34 KB that hardly compress.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use super::entity_names::FREQUENT;
use super::entity_table::{SECONDS, Table, UNITS};

/// The file of the crate that holds the table.
const FILE: &str = "src/entities.rs";
/// How many references HTML has that end with a semicolon.
const COUNT: usize = 2125;
/// How the original declares what the rest of the crate calls.
const ENTRY: &str = "pub(crate) fn get_entity(bytes: &[u8]) -> Option<&'static str> {";

/// What the rewritten file adds to the lookup. The caller turns the answer into `CowStr` with `into()`, which this is already.
const GLUE: &str = r#"
static TABLE: Table<'static> = Table::new([include_bytes!("frequent.bin"), include_bytes!("rare.bin")]);

pub(crate) fn get_entity(bytes: &[u8]) -> Option<crate::CowStr<'static>> {
    let (first, second) = TABLE.find(bytes)?;
    let Some(second) = second else {
        return Some(first.into());
    };
    let mut text = String::new();
    text.push(first);
    text.push(second);
    Some(text.into())
}
"#;

/// Returns the files that change in a copy of the crate, by their names, with what is in them.
///
/// # Errors
/// When the crate's table is not written in the way that this reads.
pub fn rewrite(original: &Path) -> Result<Vec<(&'static str, Vec<u8>)>> {
    let path = original.join(FILE);
    let source = fs::read_to_string(&path);
    let packed = source
        .with_context(|| format!("cannot read {}", path.display()))
        .and_then(|source| packed(&read(&source)?))
        .context("pulldown-cmark has changed: look at its table of character references, and teach xtask/src/slim/entities.rs to read it")?;
    let module = format!("{}{GLUE}", include_str!("entity_table.rs"));
    let [frequent, rare] = packed;
    Ok(vec![
        (FILE, module.into_bytes()),
        ("src/frequent.bin", frequent),
        ("src/rare.bin", rare),
    ])
}

/// Returns the stream of the names that few posts have, which the later part of the module brings.
///
/// # Errors
/// When the crate's table is not written in the way that this reads.
pub fn rare() -> Result<Vec<u8>> {
    let source = super::source("pulldown-cmark")?.join(FILE);
    let source =
        fs::read_to_string(&source).with_context(|| format!("cannot read {}", source.display()))?;
    let [_, rare] = packed(&read(&source)?)?;
    Ok(rare)
}

/// Returns every name and what it stands for, as pulldown-cmark has them.
///
/// # Errors
/// When the crate's table is not written in the way that this reads.
pub fn original() -> Result<Vec<(String, String)>> {
    let path = super::source("pulldown-cmark")?.join(FILE);
    let source =
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let table = read(&source)?.into_iter();
    Ok(table
        .map(|(name, value)| (name.to_owned(), value))
        .collect())
}

/// Packs names and values, those that are frequent and the others, and looks every one of them up again.
fn packed(table: &[(&str, String)]) -> Result<[Vec<u8>; 2]> {
    let frequent: Vec<&str> = FREQUENT.split(' ').collect();
    let (frequent, rare) = table
        .iter()
        .map(|(name, value)| (*name, value.clone()))
        .partition::<Vec<_>, _>(|(name, _)| frequent.contains(name));
    let streams = [pack(&frequent)?, pack(&rare)?];
    let [frequent, rare] = &streams;
    ensure!(
        rare.first().is_some_and(|step| *step > 0),
        "the stream of rare names begins like one that is not here"
    );
    let lookup = Table::new([frequent, rare]);
    for (name, value) in table {
        ensure!(
            lookup.find(name.as_bytes()).map(text).as_ref() == Some(value),
            "`{name}` is lost in packing"
        );
    }
    Ok(streams)
}

/// Joins one or two characters.
fn text((first, second): (char, Option<char>)) -> String {
    [Some(first), second].into_iter().flatten().collect()
}

/// Reads names and values from the source of the table.
fn read(source: &str) -> Result<Vec<(&str, String)>> {
    ensure!(source.contains(ENTRY), "{FILE} has no `{ENTRY}`");
    let mut found = Vec::new();
    for line in source.lines() {
        let Some(row) = line.trim().strip_prefix("(b\"") else {
            continue;
        };
        let row = row
            .strip_suffix("\"),")
            .and_then(|row| row.split_once("\", \""));
        let (name, value) =
            row.with_context(|| format!("{FILE} has a row unlike the others: {line}"))?;
        ensure!(
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric()),
            "{FILE} has a name of other signs than letters and digits: {line}"
        );
        found.push((
            name,
            unescape(value)
                .with_context(|| format!("{FILE} has a value that cannot be read: {line}"))?,
        ));
    }
    ensure!(
        found.len() == COUNT,
        "{FILE} has {} names, expected {COUNT}",
        found.len()
    );
    Ok(found)
}

/// Reads the inside of a Rust string literal.
fn unescape(text: &str) -> Option<String> {
    let mut value = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        let (plain, escape) = rest.split_at_checked(at)?;
        value.push_str(plain);
        let mut signs = escape.strip_prefix('\\')?.chars();
        rest = match signs.next()? {
            'u' => {
                let (digits, rest) = signs.as_str().strip_prefix('{')?.split_once('}')?;
                value.push(char::from_u32(u32::from_str_radix(digits, 16).ok()?)?);
                rest
            }
            sign => {
                value.push(match sign {
                    't' => '\t',
                    'n' => '\n',
                    '"' | '\\' => sign,
                    _ => return None,
                });
                signs.as_str()
            }
        };
    }
    value.push_str(rest);
    Some(value)
}

/// Packs names and values into the stream that `entity_table` reads.
fn pack(table: &[(&str, String)]) -> Result<Vec<u8>> {
    let mut rows = Vec::new();
    for (name, value) in table {
        let code = code(value).with_context(|| format!("`{name}` stands for something new"))?;
        rows.push((code, *name));
    }
    // Of names with one value the longest first: that compressed best.
    rows.sort_by_key(|&(code, name)| (code, std::cmp::Reverse(name.len()), name));
    let mut stream = Vec::new();
    let mut last = 0;
    for (code, name) in rows {
        step(&mut stream, code - last)?;
        stream.extend(name.as_bytes());
        last = code;
    }
    Ok(stream)
}

/// Writes a step, large units first; at least one byte, for it parts two names.
fn step(stream: &mut Vec<u8>, mut way: u32) -> Result<()> {
    let [_, _, middle, large] = UNITS;
    while way >> middle >= 64 {
        let count = u8::try_from(way >> large).unwrap_or(63).min(63);
        stream.push(0xc0 | count);
        way -= u32::from(count) << large;
    }
    if way >> middle > 0 {
        stream.push(0x80 | u8::try_from(way >> middle)?);
    }
    // Below 32 no step is a letter or a digit.
    stream.push(u8::try_from(way & ((1 << middle) - 1))?);
    Ok(())
}

/// Writes one or two characters as one number.
fn code(value: &str) -> Option<u32> {
    let mut signs = value.chars();
    let first = u32::from(signs.next()?);
    let second = match signs.next() {
        Some(second) => SECONDS.iter().position(|&known| known == second)? + 1,
        None => 0,
    };
    (signs.next().is_none() && first < 1 << 17).then_some(u32::try_from(second).ok()? << 17 | first)
}

#[cfg(test)]
mod tests {
    use super::super::{entity_table::Table, source};
    use super::{code, packed, read, step, text, unescape};

    fn check(table: &Table<'_>, name: &[u8], expected: Option<&str>) {
        let found = table.find(name).map(text);
        let name = String::from_utf8_lossy(name);
        assert_eq!(found.as_deref(), expected, "&{name};");
    }

    #[test]
    fn the_packed_table_answers_as_the_original() -> anyhow::Result<()> {
        let file = source("pulldown-cmark")?.join(super::FILE);
        let source = std::fs::read_to_string(file)?;
        let original = read(&source)?;
        let [frequent, rare] = packed(&original)?;
        let table = Table::new([&frequent, &rare]);
        let names: std::collections::BTreeMap<_, _> = original
            .iter()
            .map(|(name, value)| (name.as_bytes(), value.as_str()))
            .collect();
        for name in names.keys() {
            check(&table, name, names.get(name).copied());
            // And what is nearly a name: cut, grown, in other letters.
            for end in 0..name.len() {
                let (head, tail) = name.split_at(end);
                for near in [head, tail] {
                    check(&table, near, names.get(near).copied());
                }
                let mut near = name.to_vec();
                for byte in near.iter_mut().skip(end).take(1) {
                    *byte ^= 0x20;
                }
                check(&table, &near, names.get(near.as_slice()).copied());
            }
            for sign in (0..=255).step_by(3) {
                let near = [name, [sign].as_slice()].concat();
                check(&table, &near, names.get(near.as_slice()).copied());
            }
        }
        check(&table, b"fjlig", Some("fj"));
        check(&table, b"nvap", Some("\u{224d}\u{20d2}"));
        Ok(())
    }

    #[test]
    fn rare_names_are_known_once_their_stream_is_here() -> anyhow::Result<()> {
        let file = source("pulldown-cmark")?.join(super::FILE);
        let source = std::fs::read_to_string(file)?;
        let [frequent, rare] = packed(&read(&source)?)?;
        let zeros = vec![0; rare.len()];
        let table = Table::new([&frequent, &zeros]);
        for name in super::FREQUENT.split(' ') {
            assert!(table.find(name.as_bytes()).is_some(), "{name}");
        }
        check(&table, b"eacute", Some("é"));
        check(&table, b"nvap", None);
        Ok(())
    }

    #[test]
    fn a_source_in_another_form_is_refused() {
        let entry = super::ENTRY;
        for source in [
            String::new(),
            entry.to_owned(),
            format!("{entry}\n(b\"AMP\", \"&\"),"),
            format!("{entry}\n(b\"AMP\", 38),"),
            format!("{entry}\n(b\"A-P\", \"&\"),"),
        ] {
            assert!(read(&source).is_err(), "{source}");
        }
    }

    #[test]
    fn literals_and_values_are_read() {
        assert_eq!(unescape(r#"a\u{0022}\n\\\""#).as_deref(), Some("a\"\n\\\""));
        assert_eq!(unescape(r"\q"), None);
        assert_eq!(code("j"), Some(0x6a));
        assert_eq!(code("fj"), Some(7 << 17 | 0x66));
        for unknown in ["", "fi", "fjj", "\u{20000}"] {
            assert_eq!(code(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn steps_are_short() -> anyhow::Result<()> {
        for (way, expected) in [
            (0, &[0][..]),
            (31, &[31]),
            (32, &[0x81, 0]),
            (2047, &[0xbf, 31]),
            (2048, &[0xc1, 0]),
            (
                8 << 17,
                &[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xc8, 0],
            ),
        ] {
            let mut stream = Vec::new();
            step(&mut stream, way)?;
            assert_eq!(stream, expected, "{way}");
        }
        Ok(())
    }
}
