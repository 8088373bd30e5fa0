//! The module as a script, for pages that are opened from disk: wasm comes in, a text of JavaScript goes out; and what
//! tells one script from another.
//!
//! A page on a disk may load scripts, and nothing else. The text is base64 of raw deflate: over a
//! wire that compresses it weighs no more than the module with gzip.

use anyhow::Result;
use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha384};
use zopfli::{Format, Options};

/// Writes the script that hands over the module, as `www/reader.js` takes it.
///
/// # Errors
/// When it cannot be compressed.
pub fn pack(module: &[u8]) -> Result<String> {
    let mut packed = Vec::new();
    // As small as deflate can be: every page of one file carries it.
    zopfli::compress(Options::default(), Format::Deflate, module, &mut packed)?;
    let text = STANDARD.encode(packed);
    Ok(format!("document.currentScript.liseuse=\"{text}\";\n"))
}

/// Gives what `integrity` of a script tag says of a script
/// (<https://www.w3.org/TR/sri/>).
pub fn integrity(script: &[u8]) -> String {
    format!("sha384-{}", STANDARD.encode(Sha384::digest(script)))
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use anyhow::{Context, Result};
    use base64::{Engine, engine::general_purpose::STANDARD};
    use flate2::read::DeflateDecoder;

    use super::{integrity, pack};

    #[test]
    fn what_is_packed_comes_out_again() -> Result<()> {
        let module: Vec<u8> = (0..=255).cycle().take(10_000).collect();
        let script = pack(&module)?;
        let text = script.split('"').nth(1).context("a text in quotes")?;
        let bytes = STANDARD.decode(text)?;
        let mut found = Vec::new();
        DeflateDecoder::new(&bytes[..]).read_to_end(&mut found)?;
        assert_eq!(found, module);
        Ok(())
    }

    #[test]
    fn integrity_is_as_in_the_specification() {
        assert_eq!(
            integrity(b"alert('Hello, world.');"),
            "sha384-H8BRh8j48O9oYatfu5AZzq6A9RINhZO5H16dQZngK7T62em8MUt1FLm52t+eX6xO"
        );
    }
}
