//! Files that belong together → their folder: only what this command wrote is replaced or removed.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Component, Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use super::{
    report::{Fault, Report},
    write,
};

/// What the list says.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Manifest {
    /// What wrote it.
    generator: String,
    /// Paths from the folder, with slashes.
    files: BTreeSet<String>,
}

/// Files, by their paths from the folder.
pub(super) type Files = BTreeMap<String, Vec<u8>>;

/// What happened to a folder.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Written {
    /// How many bytes all files have together.
    pub(super) bytes: usize,
    /// How many files have other bytes than before.
    pub(super) changed: usize,
    /// How many files that were there are no longer wanted.
    pub(super) removed: usize,
}

/// A kind of folder that a command writes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kind {
    /// The list of what was written, in the folder itself.
    pub(super) list: &'static str,
    /// Whether other files may lie there too. They are never touched.
    pub(super) is_shared: bool,
}

/// What an earlier run wrote into a folder; an error if the folder holds what is not ours.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    kind: Kind,
    old: BTreeSet<String>,
}

/// A folder that is being written.
#[derive(Debug)]
pub(super) struct Writing {
    folder: Folder,
    /// What was put into it.
    ours: BTreeSet<String>,
    written: Written,
}

impl Folder {
    /// Looks at a folder that may be written, before anything is.
    pub(super) fn open(path: &Path, kind: Kind) -> Result<Self, Fault> {
        let io = |error| Fault::io(path, "read the folder", &error);
        let other = |what: &str| Err(Fault::error(path, what, "name a new or an empty folder"));
        if path.exists() && !path.is_dir() {
            return other("this is a file");
        }
        let list = path.join(kind.list);
        let old = match fs::read(&list) {
            Ok(bytes) => match serde_json::from_slice::<Manifest>(&bytes) {
                Ok(manifest) => manifest
                    .files
                    .into_iter()
                    .filter(|f| is_inside(f))
                    .collect(),
                Err(_) => {
                    let what = "the list of the files that were written cannot be read";
                    let remedy = "put it back as it was, or name a new or an empty folder";
                    return Err(Fault::error(&list, what, remedy));
                }
            },
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let is_free = kind.is_shared
                    || !path.exists()
                    || fs::read_dir(path).map_err(io)?.next().is_none();
                if !is_free {
                    return other("the folder holds files that are no site of this command");
                }
                BTreeSet::new()
            }
            Err(error) => {
                return Err(Fault::io(
                    &list,
                    "read the list of the files that were written",
                    &error,
                ));
            }
        };
        Ok(Self {
            path: path.to_owned(),
            kind,
            old,
        })
    }

    /// Removes everything that an earlier run wrote, and the folder, if it is empty then.
    pub(super) fn clear(self) -> Result<(), Fault> {
        for file in &self.old {
            self.remove(file);
        }
        let list = self.path.join(self.kind.list);
        fs::remove_file(&list).map_err(|error| Fault::io(&list, "remove the file", &error))?;
        // It stays if it holds other files.
        let _ = fs::remove_dir(&self.path);
        Ok(())
    }

    /// Takes note of what is about to be written: it is ours from now on, even if the rest fails.
    pub(super) fn begin(self, files: impl Iterator<Item = String>) -> Result<Writing, Fault> {
        let is_free = |file: &String| !self.old.contains(file) && !self.path.join(file).exists();
        let mut claimed: BTreeSet<String> = files.filter(is_free).collect();
        claimed.extend(self.old.iter().cloned());
        make(&self.path)?;
        self.keep_list(claimed)?;
        Ok(Writing {
            folder: self,
            ours: BTreeSet::new(),
            written: Written::default(),
        })
    }

    /// Writes the files, and removes those of the last run that are not among them.
    pub(super) fn write(
        self,
        files: &Files,
        advance: &dyn Fn(),
        report: &mut Report,
    ) -> Result<Written, Fault> {
        let mut writing = self.begin(files.keys().cloned())?;
        for (file, bytes) in files {
            advance();
            writing.put(file, bytes, report)?;
        }
        writing.finish()
    }

    fn keep_list(&self, files: BTreeSet<String>) -> Result<(), Fault> {
        let path = self.path.join(self.kind.list);
        let manifest = Manifest {
            generator: concat!("liseuse-bundle ", env!("CARGO_PKG_VERSION")).to_owned(),
            files,
        };
        let text = serde_json::to_string_pretty(&manifest)
            .map_err(|error| Fault::error(&path, error.to_string(), "report this as a bug"))?;
        let text = [&text, "\n"].concat();
        if fs::read(&path).is_ok_and(|old| old == text.as_bytes()) {
            return Ok(());
        }
        write::write(&path, text.as_bytes())
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

impl Writing {
    /// Writes a file, if it has other bytes than before; leaves it if somebody else wrote it.
    pub(super) fn put(
        &mut self,
        file: &str,
        bytes: &[u8],
        report: &mut Report,
    ) -> Result<(), Fault> {
        let path = self.folder.path.join(file);
        let is_same = fs::read(&path).is_ok_and(|old| old == bytes);
        if !is_same && !self.folder.old.contains(file) && path.exists() {
            report.add(Fault::error(
                &path,
                "this file was not written by this command, and stays as it is",
                "move it away, and run the command again",
            ));
            return Ok(());
        }
        self.ours.insert(file.to_owned());
        self.written.bytes += bytes.len();
        if is_same {
            return Ok(());
        }
        if let Some(folder) = path.parent() {
            make(folder)?;
        }
        self.written.changed += 1;
        write::replace(&path, bytes)
    }

    /// Removes what an earlier run wrote and this one did not.
    pub(super) fn finish(mut self) -> Result<Written, Fault> {
        for file in self.folder.old.difference(&self.ours) {
            self.written.removed += usize::from(self.folder.remove(file));
        }
        self.folder.keep_list(self.ours)?;
        Ok(self.written)
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
