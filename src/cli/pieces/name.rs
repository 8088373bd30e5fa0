//! Names, addresses and hashes of the pieces of a split bundle.

use sha2::{Digest as _, Sha256};

/// How long the name of a body's file may be, in bytes, without its ending: many disks allow 255.
const MAX_NAME: usize = 180;
/// How many bytes of a hash are written, as twice as many hexadecimal digits: it tells apart the
/// states of one file, and does not have to withstand an attack.
const HASH_BYTES: usize = 4;

/// The name of the file with a post's body, without its ending: told from the id alone, so that a link
/// to a post can start its download. Every byte but `a-z`, `0-9`, `_` and `-` becomes `=` and two
/// digits, so that no two ids share a name, on disks that do not know case either.
///
/// None for names that are too long, and for none at all: these posts keep their body in the index.
pub(super) fn of_body(id: &str) -> Option<String> {
    let mut name = String::with_capacity(id.len());
    for byte in id.bytes() {
        match byte {
            b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-' => name.push(char::from(byte)),
            _ => name.push_str(&format!("={byte:02x}")),
        }
    }
    (!name.is_empty() && name.len() <= MAX_NAME).then_some(name)
}

/// The path of a page from the folder of the pieces; pages are counted from 1, the oldest.
pub(super) fn of_page(number: usize) -> String {
    format!("pages/{number}.json")
}

/// The name of a folder as addresses write it.
pub(super) fn encoded(folder: &str) -> String {
    let mut address = String::with_capacity(folder.len());
    for byte in folder.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'-' | b'.' | b'~' => {
                address.push(char::from(byte));
            }
            _ => address.push_str(&format!("%{byte:02X}")),
        }
    }
    address
}

/// The hash of a file's text, as addresses write it after `?v=`.
pub(super) fn hash(text: &[u8]) -> String {
    let digest = Sha256::digest(text);
    let digits = digest.iter().take(HASH_BYTES);
    digits.map(|byte| format!("{byte:02x}")).collect()
}

/// An address that changes with its file.
pub(super) fn with_hash(address: &str, hash: &str) -> String {
    [address, "?v=", hash].concat()
}

/// An address without what follows its path, and the hash that it names, if it does.
pub(super) fn without_hash(address: &str) -> (&str, Option<&str>) {
    let address = address.split('#').next().unwrap_or_default();
    match address.split_once('?') {
        Some((path, query)) => (path, query.strip_prefix("v=")),
        None => (address, None),
    }
}
