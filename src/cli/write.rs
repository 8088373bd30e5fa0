//! Bytes → a file, all of it or nothing.

use std::{
    fs::{self, Permissions},
    io::Write as _,
    path::{Path, PathBuf},
};

use super::report::Fault;

/// Writes a file beside its place and moves it there, so that a reader never sees half of it.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    put(path, bytes, true)
}

/// The same for one of very many files, without waiting for the disk: after a failure of the power it
/// may be empty. It is for what is compared with the disk and written again the next time.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    put(path, bytes, false)
}

fn put(path: &Path, bytes: &[u8], is_safe: bool) -> Result<(), Fault> {
    let io = |error| Fault::io(path, "write the file", &error);
    if path.is_dir() {
        return Err(Fault::error(path, "this is a folder", "name a file in it"));
    }
    // Through a symbolic link the file behind it is replaced, not the link.
    let place = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = match place.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    };
    if !folder.is_dir() {
        let what = format!("the folder {} does not exist", folder.display());
        return Err(Fault::error(path, what, "make it first"));
    }
    let mut builder = tempfile::Builder::new();
    builder.prefix(".liseuse-").suffix(".tmp");
    if let Some(permissions) = permissions(&place) {
        builder.permissions(permissions);
    }
    let mut file = builder.tempfile_in(&folder).map_err(io)?;
    file.write_all(bytes).map_err(io)?;
    if is_safe {
        file.as_file().sync_all().map_err(io)?;
    }
    file.persist(&place).map_err(|error| io(error.error))?;
    Ok(())
}

/// What the file had, or what any new file gets: temporary files are for their owner alone.
fn permissions(place: &Path) -> Option<Permissions> {
    if let Ok(meta) = fs::metadata(place) {
        return Some(meta.permissions());
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        Some(Permissions::from_mode(0o666))
    }
    #[cfg(not(unix))]
    None
}
