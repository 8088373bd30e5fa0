//! A written index that lies in memory, as it would on a disk.

use std::collections::BTreeMap;

use liseuse::search::{Hit, Index, Written, write};

/// The files of an index, and what was taken of them.
pub(crate) struct Disk {
    pub(crate) files: BTreeMap<String, String>,
    /// The name of its entry.
    pub(crate) entry: String,
    written: Written,
    /// The names of what was taken.
    pub(crate) taken: Vec<String>,
}

impl Disk {
    pub(crate) fn new(index: &Index) -> Self {
        let files = write(index);
        let written = Written::new(&files[0].1).unwrap();
        let entry = files[0].0.clone();
        let files: BTreeMap<_, _> = files.into_iter().collect();
        Self {
            files,
            entry,
            written,
            taken: Vec::new(),
        }
    }

    /// Goes back to the entry alone.
    #[allow(dead_code)]
    pub(crate) fn forget(&mut self) {
        self.written = Written::new(&self.files[&self.entry]).unwrap();
        self.taken.clear();
    }

    pub(crate) fn search(&mut self, query: &str, limit: usize) -> Vec<Hit> {
        for _ in 0..20 {
            if let Some(hits) = self.written.search(query, limit) {
                return hits;
            }
            let wanted = self.written.wanted();
            assert!(!wanted.is_empty(), "{query} lacks nothing that has a name");
            for name in wanted {
                assert!(self.written.take(&name, &self.files[&name]), "{name}");
                self.taken.push(name);
            }
        }
        panic!("{query} never has enough");
    }
}
