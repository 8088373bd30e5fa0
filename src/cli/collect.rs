//! Folders → the Markdown files in them, in one order whatever the disk says.

use std::{
    fs,
    path::{Path, PathBuf},
};

use ignore::WalkBuilder;

use super::report::{Fault, Report};

/// A Markdown file.
pub(super) struct Source {
    /// Where it is.
    pub(super) path: PathBuf,
    /// Its path inside the folder that was asked for, with `/`.
    pub(super) relative: String,
    /// Which of the folders that was.
    pub(super) folder: usize,
}

/// Larger files are no posts; they are not even read.
const MAX_FILE_BYTES: u64 = 16 << 20;

/// Finds the `.md` and `.markdown` files of folders, folder by folder, by path.
///
/// Hidden files are left out, and symbolic links are not followed: a folder gives what is in it.
pub(super) fn collect(folders: &[PathBuf], report: &mut Report) -> Vec<Source> {
    let mut sources = Vec::new();
    for (folder, root) in folders.iter().enumerate() {
        let start = sources.len();
        if let Err(error) = fs::metadata(root) {
            report.add(Fault::io(root, "open the folder", &error));
            continue;
        }
        walk(root, folder, &mut sources, report);
        if let Some(found) = sources.get_mut(start..) {
            found.sort_by(|a, b| a.relative.cmp(&b.relative));
        }
        if sources.len() == start {
            let what = "there is no Markdown file here";
            report.add(Fault::error(root, what, "name a folder with .md files"));
        }
    }
    sources
}

fn walk(root: &Path, folder: usize, sources: &mut Vec<Source>, report: &mut Report) {
    let walk = WalkBuilder::new(root)
        .standard_filters(false)
        .hidden(true)
        .build();
    for entry in walk {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let cause = error
                    .io_error()
                    .map_or_else(|| error.to_string(), |e| Fault::io(root, "read", e).what);
                report.add(Fault::error(
                    root,
                    cause,
                    "check the permissions of what is in it",
                ));
                continue;
            }
        };
        let path = entry.path();
        let path = path.strip_prefix(".").unwrap_or(path);
        let named = path.extension().is_some_and(|extension| {
            extension.eq_ignore_ascii_case("md") || extension.eq_ignore_ascii_case("markdown")
        });
        let kind = entry.file_type();
        if !named || kind.is_some_and(|kind| kind.is_dir()) {
            continue;
        }
        if entry.depth() > 0 && kind.is_some_and(|kind| kind.is_symlink()) {
            let what = "this is a symbolic link, and links are not followed";
            report.add(Fault::error(path, what, "put the file itself here").warning());
            continue;
        }
        let relative = match entry.path().strip_prefix(root) {
            Ok(inside) if !inside.as_os_str().is_empty() => inside,
            _ => Path::new(path.file_name().unwrap_or_default()),
        };
        let parts: Vec<_> = relative.iter().map(|part| part.to_string_lossy()).collect();
        sources.push(Source {
            relative: parts.join("/"),
            folder,
            path: path.to_owned(),
        });
    }
}

/// Reads a text file, with line ends as Unix has them.
pub(super) fn read(path: &Path) -> Result<String, Fault> {
    let io = |error| Fault::io(path, "read the file", &error);
    let meta = fs::metadata(path).map_err(io)?;
    if !meta.is_file() {
        return Err(Fault::error(
            path,
            "this is not a file",
            "name a Markdown file",
        ));
    }
    if meta.len() > MAX_FILE_BYTES {
        return Err(Fault::error(
            path,
            "the file is larger than 16 MB",
            "split it into several posts",
        ));
    }
    let bytes = fs::read(path).map_err(io)?;
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let good = error
                .as_bytes()
                .get(..error.utf8_error().valid_up_to())
                .unwrap_or_default();
            let line = 1 + good.iter().filter(|byte| **byte == b'\n').count();
            let what = "the file is not UTF-8 here";
            return Err(Fault::error(path, what, "save it as UTF-8").at_line(line));
        }
    };
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(&text);
    Ok(text.replace("\r\n", "\n").replace('\r', "\n"))
}
