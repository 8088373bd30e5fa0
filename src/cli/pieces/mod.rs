//! A bundle ↔ a split bundle: a head with the newest posts, further pages of the list, a file a body.
//!
//! 1. `name` says what the pieces are called, and hashes them.
//! 2. `cut` makes them of a whole bundle, with `item` and `tags`; here they are written, into a folder
//!    named like the bundle.
//! 3. `gather` makes the whole of them again, for every command that reads a bundle; `read` tells what
//!    is missing, stale or broken.

mod cut;
mod gather;
mod item;
mod name;
mod opening;
mod read;
mod tags;

use std::{fs, path::Path};

use base64::{Engine as _, engine::general_purpose::STANDARD};

pub(super) use gather::{Gathered, gather};
pub(super) use item::light;
pub(super) use read::How;
pub(super) use tags::tags;

use super::{
    build,
    folder::{self, Folder, Written},
    report::{Fault, Report},
    script, seek, write,
};
use crate::bundle::{Alignment, Bundle, from_value, value::Value};
use cut::Cut;
pub(super) use cut::bug;

/// The folder of the pieces may hold other files. No id makes a name with a dot in it, so that no
/// piece can have the list's.
const KIND: folder::Kind = folder::Kind {
    list: "liseuse.files.json",
    is_shared: true,
};

/// A whole bundle, to be written in pieces.
pub(super) struct Whole {
    /// The document, without its alignments.
    pub(super) feed: Value,
    /// What readers make of it; bodies and alignments are not needed.
    pub(super) bundle: Bundle,
    /// Which blocks of translations say the same.
    pub(super) alignments: Vec<Alignment>,
}

/// What was written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Split {
    /// How many files there are, with the head, without scripts.
    pub(super) files: usize,
    /// How large the head is, in bytes.
    pub(super) head: usize,
    /// What happened to all files; their bytes are those of scripts too.
    pub(super) written: Written,
}

/// Writes a bundle in pieces: the head to `output`, the others into the folder beside it; each with its
/// script, if `js`. The head comes last, so that it never names what is not there.
pub(super) fn write(
    output: &Path,
    whole: Whole,
    js: bool,
    report: &mut Report,
) -> Result<Split, Fault> {
    let folder = output.file_name().unwrap_or_default().to_string_lossy();
    let Some(folder) = folder.strip_suffix(".json").filter(|name| !name.is_empty()) else {
        let what = "the pieces of a split bundle need a folder of their own beside it";
        let remedy = "end the name of the bundle in `.json`";
        return Err(Fault::error(output, what, remedy));
    };
    let place = output.with_file_name(folder);
    let target = Folder::open(&place, KIND)?;
    let pieces = Pieces::new(whole, folder, js);
    let bar = build::progress(pieces.names().count(), report);
    let mut writing = target.begin(pieces.names())?;
    let mut files = 1;
    let mut put_piece = |path: &str, bytes: &[u8]| {
        files += usize::from(!js || !path.ends_with(".js"));
        bar.inc(1);
        writing.put(path, bytes, report)
    };
    let head = pieces.make(&mut put_piece)?;
    bar.finish_and_clear();
    let mut changed = put(output, head.as_bytes())?;
    let mut bytes = head.len();
    if js {
        let script = to_script(&head)?;
        bytes += script.len();
        changed += put(&script::beside(output), script.as_bytes())?;
    }
    let mut written = writing.finish()?;
    written.changed += changed;
    written.bytes += bytes;
    Ok(Split {
        files,
        head: head.len(),
        written,
    })
}

/// The pieces of a bundle, and the files that they will be.
pub(super) struct Pieces {
    cut: Cut,
    /// The folder of the pieces, as addresses write it.
    folder: String,
    /// The search index.
    index: Vec<(String, Vec<u8>)>,
    /// Whether each file has its script.
    js: bool,
}

/// Takes a file: its path from the folder of the pieces, and its bytes.
type Put<'a> = &'a mut dyn FnMut(&str, &[u8]) -> Result<(), Fault>;

impl Pieces {
    /// Cuts a bundle; `folder` is the name of the folder of the pieces.
    pub(super) fn new(whole: Whole, folder: &str, js: bool) -> Self {
        let cut = Cut::new(whole.feed, whole.bundle, whole.alignments, folder);
        let index = seek::files(&mut cut.searched()).into_iter();
        Self {
            index: index
                .map(|(name, b)| (["search/", &name].concat(), b))
                .collect(),
            folder: name::encoded(folder),
            cut,
            js,
        }
    }

    /// The paths of all files but the head, from the folder of the pieces.
    fn names(&self) -> impl Iterator<Item = String> {
        let index = self.index.iter().map(|(path, _)| path.clone());
        self.cut.files().chain(index).flat_map(|path| {
            let script = self.js.then(|| script::twin_name(&path));
            [Some(path), script].into_iter().flatten()
        })
    }

    /// Hands over all files but the head, and gives the head.
    pub(super) fn make(mut self, put: Put<'_>) -> Result<String, Fault> {
        let mut take = |path: &str, text: &str| {
            put(path, text.as_bytes())?;
            if self.js {
                put(&script::twin_name(path), to_script(text)?.as_bytes())?;
            }
            Ok(())
        };
        self.cut.bodies(&mut take)?;
        let pages = self.cut.pages(&mut take)?;
        let mut search = None;
        for (path, bytes) in &self.index {
            put(path, bytes)?;
            if self.js {
                let script = to_script(&STANDARD.encode(bytes))?;
                put(&script::twin_name(path), script.as_bytes())?;
            }
            search.get_or_insert_with(|| {
                let address = [&self.folder, "/", path].concat();
                name::with_hash(&address, &name::hash(bytes))
            });
        }
        self.cut.head(&pages, search.as_deref())
    }
}

/// A bundle as a reader sees it, gathered from its pieces; what is wrong with them is told, and not what
/// is wrong with single posts.
pub(super) fn read(file: &Path, how: How<'_>, report: &mut Report) -> Result<Bundle, Fault> {
    let gathered = gather(file, how)?;
    for fault in gathered.faults {
        report.add(fault);
    }
    from_value(gathered.value)
        .map_err(|error| Fault::error(file, error.to_string(), error.remedy()))
}

/// Removes the pieces of an earlier build, when the bundle is whole now.
pub(super) fn remove(output: &Path) -> Result<(), Fault> {
    let name = output.file_name().unwrap_or_default().to_string_lossy();
    let Some(folder) = name.strip_suffix(".json").filter(|name| !name.is_empty()) else {
        return Ok(());
    };
    let place = output.with_file_name(folder);
    if !place.join(KIND.list).is_file() {
        return Ok(());
    }
    Folder::open(&place, KIND)?.clear()
}

pub(super) fn to_script(text: &str) -> Result<String, Fault> {
    script::twin(text).map_err(|error| bug(&error.to_string()))
}

/// Writes a file if it has other bytes than before; how many were changed.
fn put(path: &Path, bytes: &[u8]) -> Result<usize, Fault> {
    if fs::read(path).is_ok_and(|old| old == bytes) {
        return Ok(0);
    }
    write::write(path, bytes).map(|()| 1)
}
