//! The images that posts show → copies of them in the site, at the same place as beside the bundle, and
//! their sizes, so that no text moves when they come.

use std::{collections::BTreeMap, fs, path::Path};

use crate::{
    cli::{
        folder::{Files, is_inside},
        page::images::{Place, folder_of, place, sources},
        report::{Fault, Report},
    },
    library::Library,
};

/// The images of a site.
#[derive(Debug, Default)]
pub(super) struct Media {
    /// How many there are.
    pub(super) number: usize,
    /// What readers take for an image, by its address as the posts write it: the same address, with
    /// its width and height.
    pub(super) addresses: Vec<(String, String)>,
}

/// Adds the images of a site with this address. Nothing is read from outside of the bundle's folder,
/// and nothing is taken that is no picture.
pub(super) fn gather(
    library: &Library,
    url: Option<&str>,
    bundle: &Path,
    files: &mut Files,
    report: &mut Report,
) -> Media {
    let mut media = Media::default();
    let Some(folder) = folder_of(bundle) else {
        return media;
    };
    // None where one address means two pictures.
    let mut sizes: BTreeMap<String, Option<String>> = BTreeMap::new();
    for post in library.posts() {
        for source in sources(post) {
            let file = match place(&source, post, url, Some(&folder)) {
                Place::File(file, _) => file,
                Place::Beside(why) => {
                    if sizes.insert(source.clone(), None).is_none() {
                        report.add(lost(bundle, &source, why));
                    }
                    continue;
                }
                _ => {
                    sizes.insert(source, None);
                    continue;
                }
            };
            let path = file.strip_prefix(&folder).ok();
            let path = path.map(|path| path.to_string_lossy().replace('\\', "/"));
            let Some(path) = path.filter(|path| is_inside(path)) else {
                continue;
            };
            if !files.contains_key(&path) {
                match fs::read(&file) {
                    Ok(bytes) => drop(files.insert(path.clone(), bytes)),
                    Err(error) => {
                        report.add(Fault::io(&file, "read the image", &error).warning());
                        continue;
                    }
                }
            }
            let size = files
                .get(&path)
                .and_then(|bytes| imagesize::blob_size(bytes).ok());
            let size = size.map(|size| format!("{}#{}x{}", source, size.width, size.height));
            let known = sizes.entry(source).or_insert_with(|| size.clone());
            if *known != size {
                *known = None;
            }
        }
    }
    media.number = files.len();
    let sized = sizes.into_iter();
    media.addresses = sized
        .filter_map(|(source, size)| Some((source, size?)))
        .collect();
    media
}

fn lost(bundle: &Path, source: &str, why: &str) -> Fault {
    let what = format!("the image {source} is not in the site: {why}");
    let remedy =
        "put it as PNG, JPEG, GIF, WebP or AVIF into the bundle's folder, under a name of its own";
    Fault::error(bundle, what, remedy).warning()
}
