//! Expected files: compared, or with `LISEUSE_BLESS=1` written again.

use std::{fs, path::Path};

/// Whether expected files are to be written again, to be reviewed as a diff.
pub(crate) fn blesses() -> bool {
    std::env::var_os("LISEUSE_BLESS").is_some_and(|value| value == "1")
}

/// The folder of the fixtures.
pub(crate) fn fixtures() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures"))
}

/// Compares with the file at `path` inside of the fixtures.
#[track_caller]
pub(crate) fn check(path: &str, found: &str) {
    let file = fixtures().join(path);
    if blesses() {
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder).unwrap();
        }
        return fs::write(file, found).unwrap();
    }
    let expected = fs::read_to_string(&file).unwrap_or_default();
    if expected == found {
        return;
    }
    let line = expected
        .lines()
        .zip(found.lines())
        .take_while(|(a, b)| a == b)
        .count();
    panic!(
        "{path}, line {}: expected\n{}\nfound\n{}\n(LISEUSE_BLESS=1 writes the file again)",
        line + 1,
        expected
            .lines()
            .skip(line)
            .take(3)
            .collect::<Vec<_>>()
            .join("\n"),
        found
            .lines()
            .skip(line)
            .take(3)
            .collect::<Vec<_>>()
            .join("\n"),
    );
}
