//! A folder on disk, opened as by a double-click: the built files come in, `file:` addresses go out.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::host::document;
use super::{Size, Test};

/// A folder of the case's own; dropping it removes it.
#[derive(Debug)]
pub(crate) struct Disk {
    folder: PathBuf,
}

impl Disk {
    /// Puts a page with this body into the folder, the recorder first.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(crate) fn page(&self, name: &str, body: &str) -> Result<()> {
        self.write(name, document(body))
    }

    /// Writes a file.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> Result<()> {
        let path = self.folder.join(name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))
    }

    /// Reads a file.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(crate) fn read(&self, name: &str) -> Result<String> {
        let path = self.folder.join(name);
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
    }

    /// Gives a file another name.
    ///
    /// # Errors
    /// When it is not there.
    pub(crate) fn rename(&self, from: &str, to: &str) -> Result<()> {
        fs::rename(self.folder.join(from), self.folder.join(to))
            .with_context(|| format!("cannot rename {from}"))
    }

    /// Removes a file.
    ///
    /// # Errors
    /// When it is not there.
    pub(crate) fn remove(&self, name: &str) -> Result<()> {
        fs::remove_file(self.folder.join(name)).with_context(|| format!("cannot remove {name}"))
    }

    /// Returns the folder.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns the address of a file in it.
    pub(crate) fn url(&self, name: &str) -> String {
        format!("file://{}/{name}", self.folder.display())
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.folder).ok();
    }
}

impl Test {
    /// Makes a folder with the built widget, the guide and its images, and the recorder.
    ///
    /// # Errors
    /// When a file cannot be copied.
    pub(crate) fn disk(&self) -> Result<Disk> {
        // Each case has a port of its own, and so a name.
        let name = self
            .site
            .address()
            .replace(|c: char| !c.is_ascii_digit(), "");
        let folder = std::env::temp_dir().join(format!("liseuse-disk-{name}"));
        fs::create_dir_all(folder.join("images"))?;
        let disk = Disk { folder };
        let site = self.site_folder();
        for file in fs::read_dir(site)?.chain(fs::read_dir(site.join("images"))?) {
            let path = file?.path();
            if path.is_file() {
                let to = disk.folder.join(path.strip_prefix(site)?);
                fs::copy(&path, to).with_context(|| format!("cannot copy {}", path.display()))?;
            }
        }
        disk.write("recorder.js", self.recorder())?;
        Ok(disk)
    }

    /// Opens a file of the folder in a window of this size.
    ///
    /// # Errors
    /// When the page does not load.
    pub(crate) async fn open_disk(&mut self, disk: &Disk, name: &str, size: Size) -> Result<()> {
        self.resize(size).await?;
        self.visit(&disk.url(name)).await
    }

    /// Fails if the page at hand has asked for anything that is not a file.
    ///
    /// # Errors
    /// When it has, or the browser does not answer.
    pub(crate) async fn nothing_requested(&self) -> Result<()> {
        let requests = "performance.getEntriesByType('resource').map(({ name }) => name)
            .filter((name) => !name.startsWith('file:'))";
        let found = self.eval(requests).await?;
        if found != Value::Array(Vec::new()) || !self.site.requests().is_empty() {
            bail!("the page asked for {found}, {:?}", self.site.requests());
        }
        Ok(())
    }
}
