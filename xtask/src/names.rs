//! The names by which module and script know each other: a module comes in, the same module with short ones goes out.
//!
//! The generator's names are long and hold hashes. Imports become positions in a list, exports single letters.
//! Sections that no browser reads are left out on the way, and one can be put in: an empty one whose name tells this
//! build from any other, for a script and modules of two builds must not meet.

use anyhow::{Context, Result, bail, ensure};
use sha2::{Digest, Sha256};

/// A module and what its names were.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// What tells this build from others: see [`build`].
    pub build: String,
    /// The module with short names.
    pub module: Vec<u8>,
    /// The old names of the imports; each is now called by its place in this list.
    pub imports: Vec<String>,
    /// The old and new names of the exports.
    pub exports: Vec<(String, String)>,
}

/// What tells one build from others: letters and digits made of a module's bytes.
pub fn build(module: &[u8]) -> String {
    let digest = Sha256::digest(module);
    digest.iter().take(4).map(|b| format!("{b:02x}")).collect()
}

/// Puts an empty section of this name into a module: that of the build, or what else a script asks for.
pub fn sign(module: &mut Vec<u8>, mark: &str) {
    let mut name = Vec::new();
    put_text(&mut name, mark.as_bytes());
    module.push(CUSTOM);
    put_text(module, &name);
}

/// Lets a module import by the new names of the module that it imports from.
///
/// # Errors
/// When the bytes are not a module, or the other one does not export what it imports.
pub fn follow(module: &[u8], named: &Named) -> Result<Vec<u8>> {
    let mut bytes = Bytes(module);
    let mut out = bytes.take(8)?.to_vec();
    while !bytes.0.is_empty() {
        let id = bytes.byte()?;
        let section = bytes.text()?;
        let content = match id {
            CUSTOM => continue,
            IMPORT => followed(section, named)?,
            _ => section.to_vec(),
        };
        out.push(id);
        put_text(&mut out, &content);
    }
    Ok(out)
}

const CUSTOM: u8 = 0;
const IMPORT: u8 = 2;
const EXPORT: u8 = 7;

const FUNCTION: u8 = 0;
const TABLE: u8 = 1;
const MEMORY: u8 = 2;
const GLOBAL: u8 = 3;

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
        let new = letters(at);
        put_text(&mut out, new.as_bytes());
        names.push((old, new));
        out.push(section.byte()?);
        put_number(&mut out, section.number()?);
    }
    Ok(out)
}

fn followed(section: &[u8], named: &Named) -> Result<Vec<u8>> {
    let mut section = Bytes(section);
    let count = section.number()?;
    let mut out = Vec::new();
    put_number(&mut out, count);
    for _ in 0..count {
        section.text()?;
        let old = std::str::from_utf8(section.text()?)?;
        let new = named.exports.iter().find(|(name, _)| name == old);
        let (_, new) = new.with_context(|| format!("the first part does not export `{old}`"))?;
        put_text(&mut out, b"");
        put_text(&mut out, new.as_bytes());
        let begin = section.0;
        match section.byte()? {
            FUNCTION => drop(section.number()?),
            TABLE => {
                section.byte()?;
                section.limits()?;
            }
            MEMORY => section.limits()?,
            GLOBAL => drop(section.take(2)?),
            kind => bail!("the second part imports something strange: {kind}"),
        }
        let length = begin.len() - section.0.len();
        out.extend(begin.get(..length).unwrap_or_default());
    }
    Ok(out)
}

/// Short names, one after the other: `a` to `z`, `aa`, `ba` and on.
fn letters(mut number: u32) -> String {
    let mut name = String::new();
    loop {
        name.extend(char::from_u32(u32::from(b'a') + number % 26));
        number /= 26;
        if number == 0 {
            return name;
        }
        number -= 1;
    }
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

    /// Reads how much room a memory or a table has.
    fn limits(&mut self) -> Result<()> {
        let has_most = self.byte()? & 1 == 1;
        self.number()?;
        if has_most {
            self.number()?;
        }
        Ok(())
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
    use super::{Bytes, build, follow, letters, put_number, shorten, sign};

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
        let expected = [
            HEAD,
            b"\x01\x04\x01\x60\0\0",
            b"\x02\x0b\x02\0\x010\0\0\0\x011\0\0",
            b"\x07\x09\x02\x01a\x02\0\x01b\0\x01",
        ];
        assert_eq!(named.module, expected.concat());
        assert_eq!(named.imports, ["first", "two"]);
        let exports = [("memory", "a"), ("call", "b")];
        assert_eq!(
            named.exports,
            exports.map(|(old, new)| (old.into(), new.into()))
        );
        Ok(())
    }

    #[test]
    fn builds_are_told_apart() {
        let (one, other) = (build(b"one"), build(b"other"));
        assert_eq!((one.len(), one == other), (8, false));
        let mut module = HEAD.to_vec();
        sign(&mut module, &one);
        assert_eq!(module, [HEAD, b"\0\x09\x08", one.as_bytes()].concat());
    }

    #[test]
    fn a_second_part_follows_the_first() -> anyhow::Result<()> {
        let exports = b"\x07\x15\x04\x02f0\0\x01\x02m0\x02\0\x02t0\x01\0\x02g0\x03\0";
        let named = shorten(&[HEAD, exports].concat())?;
        let imports = |names: [&str; 4]| {
            let mut section = vec![4];
            let kinds: [&[u8]; 4] = [
                b"\x01\x70\x01\x05\x05",
                b"\x02\x00\x12",
                b"\x00\x07",
                b"\x03\x7f\x01",
            ];
            for (name, kind) in names.iter().zip(kinds) {
                section.push(0);
                section.push(u8::try_from(name.len()).unwrap_or_default());
                section.extend(name.as_bytes());
                section.extend(kind);
            }
            let length = u8::try_from(section.len()).unwrap_or_default();
            [HEAD, &[2, length], &section].concat()
        };
        assert_eq!(
            follow(&imports(["t0", "m0", "f0", "g0"]), &named)?,
            imports(["c", "b", "a", "d"])
        );
        assert!(follow(&imports(["t0", "m0", "f1", "g0"]), &named).is_err());
        Ok(())
    }

    #[test]
    fn no_two_names_are_alike() {
        let names: std::collections::HashSet<String> = (0..2_000).map(letters).collect();
        assert_eq!(names.len(), 2_000);
        assert_eq!(
            [0, 25, 26, 27, 52].map(letters),
            ["a", "z", "aa", "ba", "ab"]
        );
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
