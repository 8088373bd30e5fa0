//! The budget of the first load: the built files come in, a table of sizes and a verdict go out.

use std::fs;
use std::io::Write;

use anyhow::{Context, Result, bail};
use flate2::{Compression, write::GzEncoder};

use crate::paths;

/// The files that a reader needs before the first list or post shows.
const FIRST_LOAD: [&str; 2] = ["liseuse.js", "liseuse.wasm"];
/// Bytes of brotli above which the build fails.
const LIMIT: usize = 120_000;
/// Bytes of brotli that we aim for.
const GOAL: usize = 99_000;

/// The sizes of one file, in bytes.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Sizes {
    raw: usize,
    gzip: usize,
    brotli: usize,
}

/// Prints the sizes of the built widget.
///
/// # Errors
/// When a file is missing, or the first load is over the limit.
pub fn check() -> Result<()> {
    let mut total = Sizes::default();
    println!(
        "{:<16}{:>10}{:>10}{:>10}",
        "bytes", "raw", "gzip -9", "brotli 11"
    );
    for name in FIRST_LOAD {
        let path = paths::pkg().join(name);
        let bytes = fs::read(&path)
            .with_context(|| format!("cannot read {}: run `cargo xtask build`", path.display()))?;
        let sizes = Sizes {
            raw: bytes.len(),
            gzip: gzip(&bytes)?.len(),
            brotli: brotli(&bytes)?.len(),
        };
        print(name, sizes);
        total.raw += sizes.raw;
        total.gzip += sizes.gzip;
        total.brotli += sizes.brotli;
    }
    print("first load", total);
    println!("{}", verdict(total.brotli)?);
    Ok(())
}

fn verdict(brotli: usize) -> Result<String> {
    let Some(spare) = LIMIT.checked_sub(brotli) else {
        let over = brotli - LIMIT;
        bail!(
            "the first load is {} bytes over its limit of {}: take out what the last change brought in",
            thousands(over),
            thousands(LIMIT)
        );
    };
    let goal = match GOAL.checked_sub(brotli) {
        Some(below) => format!("{} bytes below", thousands(below)),
        None => format!("{} bytes above", thousands(brotli - GOAL)),
    };
    Ok(format!(
        "limit {}: {} bytes to spare; {goal} the goal of {}",
        thousands(LIMIT),
        thousands(spare),
        thousands(GOAL)
    ))
}

fn print(name: &str, sizes: Sizes) {
    let [raw, gzip, brotli] = [sizes.raw, sizes.gzip, sizes.brotli].map(thousands);
    println!("{name:<16}{raw:>10}{gzip:>10}{brotli:>10}");
}

/// Writes a number with its digits in groups of three.
pub fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Compresses as servers do at their best, with gzip.
///
/// # Errors
/// When it cannot be compressed.
pub fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

/// Compresses as servers do at their best, with brotli.
///
/// # Errors
/// When it cannot be compressed.
pub fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    brotli_at(bytes, 11)
}

/// Compresses with brotli at a quality of 0 to 11.
///
/// # Errors
/// When it cannot be compressed.
pub fn brotli_at(mut bytes: &[u8], quality: i32) -> Result<Vec<u8>> {
    let mut compressed = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams {
        quality,
        lgwin: 22,
        ..Default::default()
    };
    brotli::BrotliCompress(&mut bytes, &mut compressed, &parameters)?;
    Ok(compressed)
}

#[cfg(test)]
mod tests {
    use super::{LIMIT, brotli, gzip, thousands, verdict};

    #[test]
    fn numbers_are_grouped() {
        for (number, expected) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (1_234_567, "1,234,567"),
        ] {
            assert_eq!(thousands(number), expected);
        }
    }

    #[test]
    fn only_more_than_the_limit_fails() {
        assert!(verdict(0).is_ok());
        assert!(verdict(LIMIT).is_ok());
        assert!(verdict(LIMIT + 1).is_err());
    }

    #[test]
    fn both_compressions_shrink_what_repeats() -> anyhow::Result<()> {
        let bytes = b"liseuse ".repeat(1_000);
        assert!(gzip(&bytes)?.len() < 100);
        assert!(brotli(&bytes)?.len() < 50);
        Ok(())
    }
}
