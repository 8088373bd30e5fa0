//! The names by which module and script know each other: a module comes in, the same module with short ones goes out.
//!
//! The generator's names are long and hold hashes. Imports become positions in a list, exports single letters.
//! Sections that no browser reads are left out on the way, and one is put in: an empty one whose name tells this build
//! from any other, for a script and a module of two builds must not meet.

use anyhow::{Context, Result, bail, ensure};
use sha2::{Digest, Sha256};

/// A module and what its names were.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// What tells this module from others: letters and digits made of its bytes.
    pub build: String,
    /// The module with short names, and with an empty section that has the name `build`.
    pub module: Vec<u8>,
    /// The old names of the imports; each is now called by its place in this list.
    pub imports: Vec<String>,
    /// The old and new names of the exports.
    pub exports: Vec<(String, String)>,
}

const CUSTOM: u8 = 0;
const IMPORT: u8 = 2;
const EXPORT: u8 = 7;

/// Gives a module short names. The module that it imports everything from gets the empty name.
///
/// # Errors
/// When the bytes are not a module, or it imports what is not a function.
pub fn shorten(module: &[u8]) -> Result<Named> {
    let mut bytes = Bytes(module);
    let mut named = Named {
        module: bytes.take(8)?.to_vec(),
        ..Named::default()
    };
    ensure!(named.module.starts_with(b"\0asm"), "this is no module");
    while !bytes.0.is_empty() {
        let id = bytes.byte()?;
        let mut section = Bytes(bytes.text()?);
        let content = match id {
            CUSTOM => continue,
            IMPORT => imports(&mut section, &mut named.imports)?,
            EXPORT => exports(&mut section, &mut named.exports)?,
            _ => section.0.to_vec(),
        };
        named.module.push(id);
        put_text(&mut named.module, &content);
    }
    let digest = Sha256::digest(&named.module);
    named.build = digest.iter().take(4).map(|b| format!("{b:02x}")).collect();
    let mut name = Vec::new();
    put_text(&mut name, named.build.as_bytes());
    named.module.push(CUSTOM);
    put_text(&mut named.module, &name);
    Ok(named)
}

fn imports(section: &mut Bytes<'_>, names: &mut Vec<String>) -> Result<Vec<u8>> {
    let count = section.number()?;
    let mut out = Vec::new();
    put_number(&mut out, count);
    for at in 0..count {
        section.text()?;
        names.push(String::from_utf8(section.text()?.to_vec())?);
        ensure!(
            section.byte()? == 0,
            "the module imports more than functions"
        );
        put_text(&mut out, b"");
        put_text(&mut out, at.to_string().as_bytes());
        out.push(0);
        put_number(&mut out, section.number()?);
    }
    Ok(out)
}

fn exports(section: &mut Bytes<'_>, names: &mut Vec<(String, String)>) -> Result<Vec<u8>> {
    let count = section.number()?;
    let mut out = Vec::new();
    put_number(&mut out, count);
    for at in 0..count {
        let old = String::from_utf8(section.text()?.to_vec())?;
        let letter = u8::try_from(at).ok().and_then(|at| b'a'.checked_add(at));
        let letter = letter.filter(u8::is_ascii_lowercase);
        let new = char::from(letter.context("there are more exports than letters")?).to_string();
        put_text(&mut out, new.as_bytes());
        names.push((old, new));
        out.push(section.byte()?);
        put_number(&mut out, section.number()?);
    }
    Ok(out)
}

/// Bytes that are still to be read, see <https://webassembly.github.io/spec/core/binary/index.html>.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8]> {
        let parts = self.0.split_at_checked(count);
        let (taken, rest) = parts.context("the module ends too early")?;
        self.0 = rest;
        Ok(taken)
    }

    fn byte(&mut self) -> Result<u8> {
        self.take(1)?.first().copied().context("one byte")
    }

    /// Reads a number in LEB128.
    fn number(&mut self) -> Result<u32> {
        let mut value = 0u32;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            value |= u32::from(byte & 127).checked_shl(shift).unwrap_or(0);
            if byte < 128 {
                return Ok(value);
            }
        }
        bail!("the module has a number that does not end");
    }

    /// Reads a length and as many bytes.
    fn text(&mut self) -> Result<&'a [u8]> {
        let length = self.number()?;
        self.take(usize::try_from(length)?)
    }
}

fn put_number(out: &mut Vec<u8>, mut value: u32) {
    while value >= 128 {
        out.push(value.to_le_bytes()[0] | 128);
        value >>= 7;
    }
    out.push(value.to_le_bytes()[0]);
}

fn put_text(out: &mut Vec<u8>, text: &[u8]) {
    put_number(out, u32::try_from(text.len()).unwrap_or(u32::MAX));
    out.extend(text);
}

#[cfg(test)]
mod tests {
    use super::{Bytes, put_number, shorten};

    const HEAD: &[u8] = b"\0asm\x01\0\0\0";

    #[test]
    fn names_are_shortened_and_kept() -> anyhow::Result<()> {
        let module = [
            HEAD,
            b"\x01\x04\x01\x60\0\0",
            b"\x02\x13\x02\x01m\x05first\0\0\x01m\x03two\0\0",
            b"\x07\x11\x02\x06memory\x02\0\x04call\0\x01",
            b"\0\x05\x04junk",
        ]
        .concat();
        let named = shorten(&module)?;
        assert_eq!(named.build.len(), 8);
        let expected = [
            HEAD,
            b"\x01\x04\x01\x60\0\0",
            b"\x02\x0b\x02\0\x010\0\0\0\x011\0\0",
            b"\x07\x09\x02\x01a\x02\0\x01b\0\x01",
            b"\0\x09\x08",
            named.build.as_bytes(),
        ];
        assert_eq!(named.module, expected.concat());
        let other = [&module, b"\x0b\x01\0".as_slice()].concat();
        assert_ne!(shorten(&other)?.build, named.build);
        assert_eq!(named.imports, ["first", "two"]);
        let exports = [("memory", "a"), ("call", "b")];
        assert_eq!(
            named.exports,
            exports.map(|(old, new)| (old.into(), new.into()))
        );
        Ok(())
    }

    #[test]
    fn what_is_cut_or_strange_is_refused() {
        for module in [
            b"".as_slice(),
            b"\0asm",
            b"MZ\0\0\0\0\0\0",
            b"\0asm\x01\0\0\0\x02\x05",
            b"\0asm\x01\0\0\0\x02\x08\x01\x01m\x01x\x02\0\x01",
            b"\0asm\x01\0\0\0\x01\xff\xff\xff\xff\xff",
        ] {
            assert!(shorten(module).is_err(), "{module:?}");
        }
    }

    #[test]
    fn numbers_are_written_as_they_are_read() -> anyhow::Result<()> {
        for number in [0, 1, 127, 128, 300, 65_536, u32::MAX] {
            let mut out = Vec::new();
            put_number(&mut out, number);
            assert_eq!(Bytes(&out).number()?, number);
        }
        Ok(())
    }
}
