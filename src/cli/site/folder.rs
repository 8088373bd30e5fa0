//! The files of a site → its folder: only what this command wrote is replaced or removed.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Component, Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use super::super::{
    report::{Fault, Report},
    write,
};

/// The list of what was written, in the folder itself.
pub(super) const MANIFEST: &str = "liseuse-site.json";

/// What the list says.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Manifest {
    /// What wrote it.
    generator: String,
    /// Paths from the folder, with slashes.
    files: BTreeSet<String>,
}

/// The files of a site, by their paths from its folder.
pub(super) type Files = BTreeMap<String, Vec<u8>>;

/// What happened to a folder.
#[derive(Debug, Default)]
pub(super) struct Written {
    /// How many bytes all files have together.
    pub(super) bytes: usize,
    /// How many files have other bytes than before.
    pub(super) changed: usize,
    /// How many files are no longer part of the site.
    pub(super) removed: usize,
}

/// What an earlier run wrote into a folder; an error if the folder holds what is not ours.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    old: BTreeSet<String>,
}

impl Folder {
    /// Looks at a folder that may be written, before anything is.
    pub(super) fn open(path: &Path) -> Result<Self, Fault> {
        let io = |error| Fault::io(path, "read the folder", &error);
        let other = |what: &str| Err(Fault::error(path, what, "name a new or an empty folder"));
        if path.exists() && !path.is_dir() {
            return other("this is a file");
        }
        let list = path.join(MANIFEST);
        let old = match fs::read(&list) {
            Ok(bytes) => match serde_json::from_slice::<Manifest>(&bytes) {
                Ok(manifest) => manifest
                    .files
                    .into_iter()
                    .filter(|f| is_inside(f))
                    .collect(),
                Err(_) => {
                    return other(
                        "the list of the site's files, liseuse-site.json, cannot be read",
                    );
                }
            },
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let is_empty = !path.exists() || fs::read_dir(path).map_err(io)?.next().is_none();
                if !is_empty {
                    return other("the folder holds files that are no site of this command");
                }
                BTreeSet::new()
            }
            Err(error) => {
                return Err(Fault::io(
                    &list,
                    "read the list of the site's files",
                    &error,
                ));
            }
        };
        Ok(Self {
            path: path.to_owned(),
            old,
        })
    }

    /// Writes the files, and removes those of the last run that are not among them.
    pub(super) fn write(
        self,
        files: &Files,
        advance: &dyn Fn(),
        report: &mut Report,
    ) -> Result<Written, Fault> {
        let mut written = Written::default();
        let mut ours = BTreeSet::new();
        // What is about to be written is ours from now on, even if the rest fails.
        let all: BTreeSet<String> = self.old.iter().chain(files.keys()).cloned().collect();
        let is_free = |file: &String| self.old.contains(file) || !self.path.join(file).exists();
        let claimed = all.into_iter().filter(is_free).collect();
        make(&self.path)?;
        self.keep_list(claimed)?;
        for (file, bytes) in files {
            advance();
            let path = self.path.join(file);
            if !self.old.contains(file) && path.exists() {
                report.add(Fault::error(
                    &path,
                    "this file was not written by this command, and stays as it is",
                    "move it away, and make the site again",
                ));
                continue;
            }
            ours.insert(file.clone());
            written.bytes += bytes.len();
            if fs::read(&path).is_ok_and(|old| old == *bytes) {
                continue;
            }
            if let Some(folder) = path.parent() {
                make(folder)?;
            }
            write::write(&path, bytes)?;
            written.changed += 1;
        }
        for file in self.old.iter().filter(|file| !files.contains_key(*file)) {
            written.removed += usize::from(self.remove(file));
        }
        self.keep_list(ours)?;
        Ok(written)
    }

    fn keep_list(&self, files: BTreeSet<String>) -> Result<(), Fault> {
        let path = self.path.join(MANIFEST);
        let manifest = Manifest {
            generator: concat!("liseuse-bundle ", env!("CARGO_PKG_VERSION")).to_owned(),
            files,
        };
        let text = serde_json::to_string_pretty(&manifest)
            .map_err(|error| Fault::error(&path, error.to_string(), "report this as a bug"))?;
        write::write(&path, [&text, "\n"].concat().as_bytes())
    }

    /// Removes a file, and its folders as far as they are empty now.
    fn remove(&self, file: &str) -> bool {
        let path = self.path.join(file);
        // A folder or a link in its place is somebody else's.
        let is_file = fs::symlink_metadata(&path).is_ok_and(|meta| meta.is_file());
        if !is_file || fs::remove_file(&path).is_err() {
            return false;
        }
        let mut folder = path.parent();
        while let Some(empty) = folder.filter(|folder| **folder != *self.path) {
            if fs::remove_dir(empty).is_err() {
                break;
            }
            folder = empty.parent();
        }
        true
    }
}

fn make(folder: &Path) -> Result<(), Fault> {
    fs::create_dir_all(folder).map_err(|error| Fault::io(folder, "make the folder", &error))
}

/// Whether a path stays within its folder, whatever wrote it.
pub(super) fn is_inside(file: &str) -> bool {
    let mut parts = Path::new(file).components();
    !file.is_empty()
        && !file.contains('\\')
        && parts.all(|part| matches!(part, Component::Normal(_)))
}
