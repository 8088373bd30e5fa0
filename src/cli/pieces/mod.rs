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
    script, write,
};
use crate::bundle::{Alignment, Bundle, from_value, value::Value};
use cut::{Cut, Searched};

/// The folder of the pieces may hold other files. No id makes a name with a dot in it, so that no
/// piece can have the list's.
const KIND: folder::Kind = folder::Kind {
    list: "liseuse.files.json",
    is_shared: true,
};

/// Makes the files of the search index: their names below `posts/search/`, the entry first, and their
/// bytes.
type Indexer = fn(&mut dyn Iterator<Item = Searched<'_>>) -> Vec<(String, Vec<u8>)>;

/// What makes the search index. Without it none is written, and the head names none.
const INDEXER: Option<Indexer> = None;

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
    let mut cut = Cut::new(whole.feed, whole.bundle, whole.alignments, folder);
    let index = match INDEXER {
        Some(indexer) => indexer(&mut cut.searched()),
        None => Vec::new(),
    };
    let names = |file: String| {
        let script = js.then(|| script::twin_name(&file));
        [Some(file), script].into_iter().flatten()
    };
    let below = |name: &String| format!("search/{name}");
    let files = cut.files().chain(index.iter().map(|(name, _)| below(name)));
    let mut writing = target.begin(files.flat_map(names))?;
    let bar = build::progress(cut.files().count(), report);
    let mut files = 1 + index.len();
    let mut take = |path: &str, text: &str| {
        bar.inc(1);
        files += 1;
        writing.put(path, text.as_bytes(), report)?;
        if js {
            let script = to_script(output, text)?;
            writing.put(&script::twin_name(path), script.as_bytes(), report)?;
        }
        Ok(())
    };
    cut.bodies(&mut take)?;
    let pages = cut.pages(&mut take)?;
    bar.finish_and_clear();
    let mut search = None;
    for (name, bytes) in &index {
        let path = below(name);
        writing.put(&path, bytes, report)?;
        if js {
            let script = to_script(output, &STANDARD.encode(bytes))?;
            writing.put(&script::twin_name(&path), script.as_bytes(), report)?;
        }
        search.get_or_insert_with(|| {
            let address = [&name::encoded(folder), "/", &path].concat();
            name::with_hash(&address, &name::hash(bytes))
        });
    }
    let head = cut.head(&pages, search.as_deref())?;
    let mut changed = put(output, head.as_bytes())?;
    let mut bytes = head.len();
    if js {
        let script = to_script(output, &head)?;
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

fn to_script(output: &Path, text: &str) -> Result<String, Fault> {
    script::twin(text)
        .map_err(|error| Fault::error(output, error.to_string(), "report this as a bug"))
}

/// Writes a file if it has other bytes than before; how many were changed.
fn put(path: &Path, bytes: &[u8]) -> Result<usize, Fault> {
    if fs::read(path).is_ok_and(|old| old == bytes) {
        return Ok(0);
    }
    write::write(path, bytes).map(|()| 1)
}
