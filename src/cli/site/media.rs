//! The images that posts show → copies of them in the site, at the same place as beside the bundle.

use std::{collections::BTreeSet, fs, path::Path};

use super::{
    Site,
    folder::{Files, is_inside},
};
use crate::cli::{
    page::images::{Place, folder_of, place, sources},
    report::{Fault, Report},
};

/// Adds the images; gives their number. Nothing is read from outside of the bundle's folder, and
/// nothing is taken that is no picture.
pub(super) fn gather(site: &Site, bundle: &Path, files: &mut Files, report: &mut Report) -> usize {
    let folder = folder_of(bundle);
    let mut number = 0;
    let mut seen = BTreeSet::new();
    for post in site.library.posts() {
        for source in sources(post) {
            let (file, why) = match place(&source, post, site.url.as_deref(), folder.as_deref()) {
                Place::File(file, _) => (file, ""),
                Place::Beside(why) => {
                    if seen.insert(source.clone()) {
                        report.add(lost(bundle, &source, why));
                    }
                    continue;
                }
                _ => continue,
            };
            debug_assert!(why.is_empty());
            let path = folder
                .as_ref()
                .and_then(|folder| file.strip_prefix(folder).ok());
            let path = path.map(|path| path.to_string_lossy().replace('\\', "/"));
            let Some(path) = path.filter(|path| is_inside(path) && seen.insert(path.clone()))
            else {
                continue;
            };
            if files.contains_key(&path) {
                report.add(lost(bundle, &source, "a page of the site has its name"));
                continue;
            }
            match fs::read(&file) {
                Ok(bytes) => {
                    number += 1;
                    files.insert(path, bytes);
                }
                Err(error) => report.add(Fault::io(&file, "read the image", &error).warning()),
            }
        }
    }
    number
}

fn lost(bundle: &Path, source: &str, why: &str) -> Fault {
    let what = format!("the image {source} is not in the site: {why}");
    let remedy =
        "put it as PNG, JPEG, GIF, WebP or AVIF into the bundle's folder, under a name of its own";
    Fault::error(bundle, what, remedy).warning()
}
