//! unicase's folding of case: its answers for every character come in, a packed stream with the same answers goes out.
//!
//! The original is a `match` of a thousand arms: quick, and 7 KB of code.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use super::fold_table::find;
use super::put_number;

/// The file of the crate that holds the `match`.
const FILE: &str = "src/unicode/map.rs";
/// How the original declares what the rest of the crate calls.
const ENTRY: &str = "pub fn lookup(orig: char) -> Fold {";

/// What the rewritten file adds to the lookup.
const GLUE: &str = r#"
use super::fold::Fold;

pub fn lookup(orig: char) -> Fold {
    let sign = |number| char::from_u32(number).unwrap_or(orig);
    match find(include_bytes!("fold.bin"), orig as u32) {
        [one, 0, _] => Fold::One(sign(one)),
        [one, two, 0] => Fold::Two(sign(one), sign(two)),
        [one, two, three] => Fold::Three(sign(one), sign(two), sign(three)),
    }
}
"#;

/// Some characters next to each other, or every second one, that fold alike.
#[derive(Debug)]
struct Run {
    first: u32,
    last: u32,
    /// From one character to the next; 1 or 2.
    step: u32,
    way: i32,
    tail: [u32; 2],
}

/// Returns the files that change in a copy of the crate, by their names, with what is in them.
///
/// # Errors
/// When the crate declares its lookup in another way, or folds a character to more than three.
pub fn rewrite(original: &Path) -> Result<Vec<(&'static str, Vec<u8>)>> {
    let path = original.join(FILE);
    let source =
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    ensure!(
        source.contains(ENTRY),
        "unicase has changed: {FILE} has no `{ENTRY}`; teach xtask/src/slim/fold.rs what stands there now"
    );
    let module = format!("{}{GLUE}", include_str!("fold_table.rs"));
    Ok(vec![
        (FILE, module.into_bytes()),
        ("src/unicode/fold.bin", packed()?),
    ])
}

/// Packs what unicase says of every character, and looks the ends of each run up again.
fn packed() -> Result<Vec<u8>> {
    let mut runs = Vec::new();
    for sign in '\0'..=char::MAX {
        let folded = folded(sign)?;
        if folded != [u32::from(sign), 0, 0] {
            extend(&mut runs, u32::from(sign), folded)?;
        }
    }
    let mut stream = Vec::new();
    let mut next = 0;
    for run in &runs {
        put_number(&mut stream, run.first - next);
        let tail = if run.tail == [0, 0] { 0 } else { 2 };
        let length = (run.last - run.first) / run.step;
        put_number(&mut stream, length * 4 + tail + run.step - 1);
        put_number(
            &mut stream,
            run.way.unsigned_abs() * 2 - u32::from(run.way < 0),
        );
        if tail > 0 {
            put_number(&mut stream, run.tail[0]);
            put_number(&mut stream, run.tail[1]);
        }
        next = run.last + 1;
    }
    for run in &runs {
        // A mistake would show at the ends of runs.
        for sign in [run.first - 1, run.first, run.last, run.last + 1] {
            let sign = char::from_u32(sign).context("surrogates do not fold")?;
            ensure!(
                find(&stream, sign.into()) == folded(sign)?,
                "{sign:?} is lost in packing"
            );
        }
    }
    Ok(stream)
}

fn folded(sign: char) -> Result<[u32; 3]> {
    let folded = unicase::UniCase::unicode(sign.to_string()).to_folded_case();
    let mut signs = folded.chars().map(u32::from);
    let answer = [(); 3].map(|()| signs.next().unwrap_or(0));
    ensure!(
        signs.next().is_none(),
        "{sign:?} folds to more than three characters"
    );
    Ok(answer)
}

/// Adds a character to the last run, or begins one.
fn extend(runs: &mut Vec<Run>, sign: u32, [one, two, three]: [u32; 3]) -> Result<()> {
    let way = i32::try_from(i64::from(one) - i64::from(sign))?;
    let tail = [two, three];
    if let Some(run) = runs
        .last_mut()
        .filter(|run| run.way == way && run.tail == tail)
    {
        let step = sign - run.last;
        if step == run.step || (run.first == run.last && step == 2) {
            run.step = step;
            run.last = sign;
            return Ok(());
        }
    }
    runs.push(Run {
        first: sign,
        last: sign,
        step: 1,
        way,
        tail,
    });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{find, folded, packed, rewrite};

    #[test]
    fn the_packed_fold_answers_as_the_original() -> anyhow::Result<()> {
        let stream = packed()?;
        for sign in ('\0'..='\u{2fff}').chain(('\u{3000}'..=char::MAX).step_by(61)) {
            assert_eq!(find(&stream, sign.into()), folded(sign)?, "{sign:?}");
        }
        for (sign, expected) in [
            ('a', "a"),
            ('A', "a"),
            ('ß', "ss"),
            ('ẞ', "ss"),
            ('É', "é"),
            ('Σ', "σ"),
            ('ς', "σ"),
            ('ΐ', "ι\u{308}\u{301}"),
            ('Ǆ', "ǆ"),
            ('語', "語"),
            ('𞤀', "𞤢"),
            (char::MAX, "\u{10ffff}"),
        ] {
            let found = find(&stream, sign.into())
                .into_iter()
                .filter(|&sign| sign > 0);
            let found: String = found.filter_map(char::from_u32).collect();
            assert_eq!(found, expected, "{sign}");
        }
        assert_eq!(find(&stream, 0), [0, 0, 0]);
        Ok(())
    }

    #[test]
    fn the_crate_is_as_expected() -> anyhow::Result<()> {
        rewrite(&crate::slim::source("unicase")?)?;
        assert!(rewrite(std::path::Path::new("no such folder")).is_err());
        Ok(())
    }
}
