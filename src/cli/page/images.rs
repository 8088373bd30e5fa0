//! The images of the posts: which lie beside the bundle, and go into the page as long as there is room.
//!
//! Nothing is fetched. Nothing is read from outside of the bundle's folder, whatever a post says, and
//! nothing goes into the page that is not a picture by its first bytes: who wrote the posts may not
//! be who makes the page.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    fs,
    io::Read as _,
    path::{Path, PathBuf},
    rc::Rc,
};

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::super::{
    args::{OtherImages, Page},
    report::{Fault, Report, count},
};
use crate::{
    i18n,
    library::{Library, Post},
    markdown::{
        self, Dialect, Images as Loading, Links, NODE_LIMITS,
        url::{Base, Purpose, clean},
    },
    route,
    view::node::Url,
};

/// What became of the images.
#[derive(Debug, Default)]
pub(super) struct Images {
    /// What readers take for an image, by its address as the posts write it.
    pub(super) addresses: Vec<(String, String)>,
    /// What the page has to allow for the others.
    pub(super) left: Left,
    /// How many are in the page, and how large they are together.
    inside: (usize, u64),
    /// The largest of them, and its size.
    largest: Option<(String, u64)>,
    /// How many are left out of it.
    outside: usize,
}

/// What is true of the images that are not in the page, and may still be seen.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Left {
    /// Some are on other sites.
    pub(super) is_remote: bool,
    /// Some lie beside the bundle.
    pub(super) is_beside: bool,
    /// They load on a click.
    pub(super) is_asked_for: bool,
}

/// Where an image is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli) enum Place {
    /// In this file, which is no longer than its size says when it is read.
    File(PathBuf, u64),
    /// Beside the bundle, if anywhere; this is why it is not put in.
    Beside(&'static str),
    /// On another site.
    Remote,
    /// In two places, for posts with two addresses mean two things by it.
    Ambiguous,
    /// Nowhere: the reader does not show it either.
    Refused,
}

/// Finds every image, and puts into the page what fits.
pub(super) fn gather(library: &Library, args: &Page, report: &mut Report) -> Images {
    let folder = folder_of(&args.file);
    let mut places: BTreeMap<String, Place> = BTreeMap::new();
    for post in library.posts() {
        for source in sources(post) {
            let home = library.home_page_url.as_deref();
            let place = place(&source, post, home, folder.as_deref());
            match places.get_mut(&source) {
                Some(known) if *known != place => {
                    *known = Place::Ambiguous;
                }
                Some(_) => {}
                None => drop(places.insert(source, place)),
            }
        }
    }
    let mut images = Images::default();
    let mut files: Vec<(u64, &String, &Path)> = Vec::new();
    for (source, place) in &places {
        match place {
            Place::File(path, size) => files.push((*size, source, path)),
            Place::Beside(why) => images.leave(source, Some(why), args, report),
            Place::Remote => images.leave(source, None, args, report),
            Place::Ambiguous => {
                images.left.is_remote |= args.other_images != OtherImages::Drop;
                let why = "two posts mean two images by it";
                images.leave(source, Some(why), args, report);
            }
            Place::Refused => {}
        }
    }
    // The smallest first: so most of them get in.
    files.sort_unstable();
    let mut room = args.images_budget;
    for (size, source, path) in files {
        if size > room {
            let why = format!("its {:.1} KB are over the budget", size as f64 / 1000.0);
            images.leave(source, Some(&why), args, report);
            continue;
        }
        match fs::read(path).map(|bytes| (kind(&bytes), bytes)) {
            Ok((Some(kind), bytes)) => {
                room = room.saturating_sub(size);
                let data = STANDARD.encode(&bytes);
                let address = format!("data:image/{kind};base64,{data}");
                images.addresses.push((source.clone(), address));
                images.inside = (images.inside.0 + 1, images.inside.1 + size);
                images.largest = Some((source.clone(), size));
            }
            _ => images.leave(source, Some("it cannot be read"), args, report),
        }
    }
    images
}

impl Images {
    /// Leaves an image outside; `why` it is not inside is told unless it is on another site, as its
    /// author wanted.
    fn leave(&mut self, source: &str, why: Option<&str>, args: &Page, report: &mut Report) {
        self.outside += 1;
        let what = match args.other_images {
            OtherImages::Drop => {
                self.addresses.push((source.to_owned(), String::new()));
                "is left out"
            }
            OtherImages::Click => "is fetched on a click",
            OtherImages::Load => "is fetched from beside the page",
        };
        if args.other_images != OtherImages::Drop {
            self.left.is_beside |= why.is_some();
            self.left.is_remote |= why.is_none();
            self.left.is_asked_for = args.other_images == OtherImages::Click;
        }
        if let Some(why) = why {
            let what = format!("the image {source} {what}: {why}");
            let remedy = if why.contains("budget") {
                "raise --images-budget, or make it smaller"
            } else {
                "put it as PNG, JPEG, GIF, WebP or AVIF into the bundle's folder, under a name of its own"
            };
            report.add(Fault::error(&args.file, what, remedy).warning());
        }
    }

    /// The counts, for programs.
    pub(super) fn facts(&self) -> serde_json::Value {
        serde_json::json!({
            "inside": self.inside.0, "inside_bytes": self.inside.1, "outside": self.outside,
            "largest": self.largest.as_ref().map(|(source, _)| source),
        })
    }

    /// The counts, for people; empty when there are no images.
    pub(super) fn summary(&self) -> String {
        let mut text = String::new();
        if let Some((source, size)) = &self.largest {
            let number = count(self.inside.0, "image", "images");
            let all = self.inside.1 as f64 / 1000.0;
            let size = *size as f64 / 1000.0;
            text = format!("; {number} of {all:.1} KB in it, the largest {source} ({size:.1} KB)");
        }
        if self.outside > 0 {
            let number = count(self.outside, "image", "images");
            text.push_str(&format!("; {number} not in it"));
        }
        text
    }
}

/// Takes down the address of each image that a post shows.
#[derive(Default)]
struct Recorder(RefCell<Vec<String>>);

impl Links for Recorder {
    fn find(&self, _: &str) -> Option<(Option<Rc<str>>, Url)> {
        None
    }

    fn image(&self, source: &str) -> Option<&str> {
        self.0.borrow_mut().push(source.to_owned());
        None
    }
}

/// The addresses of a post's images, as the reader finds them.
pub(in crate::cli) fn sources(post: &Post) -> Vec<String> {
    let recorder = Recorder::default();
    let options = markdown::Options {
        dialect: Dialect::Liseuse,
        is_other: false,
        is_whole: true,
        language: &post.item.language,
        strings: i18n::strings("en"),
        prefix: "",
        base: Base::Keep,
        links: &recorder,
        images: Loading::Load,
        limit: NODE_LIMITS.1,
    };
    let text = post.item.body.as_deref().unwrap_or_default();
    let _ = markdown::render(text, post.item.content, &options);
    recorder.0.into_inner()
}

/// The folder that a bundle lies in, by its true name.
pub(in crate::cli) fn folder_of(bundle: &Path) -> Option<PathBuf> {
    let folder = bundle.parent().filter(|f| !f.as_os_str().is_empty());
    fs::canonicalize(folder.unwrap_or(Path::new("."))).ok()
}

/// Where the image of a post is, that the post calls `source`, in a bundle of this home page.
pub(in crate::cli) fn place(
    source: &str,
    post: &Post,
    home: Option<&str>,
    folder: Option<&Path>,
) -> Place {
    let base = post.item.url.as_deref().or(home);
    let base = base.map_or(Base::Keep, Base::At);
    let Some(url) = clean(source, base, Purpose::Image).filter(|url| !url.is_empty()) else {
        return Place::Refused;
    };
    if url.starts_with("data:") {
        return Place::Refused;
    }
    let is_absolute = url.split_once("://").is_some_and(|(scheme, _)| {
        scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
    });
    if !is_absolute {
        return file(&url, folder);
    }
    // What is under the site's home page lies likewise under the bundle's folder.
    let path = home.and_then(|home| {
        let (scheme, rest) = home.split_once("://")?;
        let site = rest.rsplit_once('/').map_or(rest, |(site, _)| site);
        let path = url.strip_prefix(scheme)?.strip_prefix("://")?;
        path.strip_prefix(site)?.strip_prefix('/')
    });
    match path.map(|path| file(path, folder)) {
        Some(found @ Place::File(..)) => found,
        _ => Place::Remote,
    }
}

/// The picture at a path in a folder, and not outside of it.
fn file(url: &str, folder: Option<&Path>) -> Place {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    let plus = path.replace('+', "%2B");
    let decoded = route::decode(&plus);
    let found = folder.and_then(|folder| {
        let path = fs::canonicalize(folder.join(Path::new(&*decoded))).ok()?;
        path.starts_with(folder).then_some(path)
    });
    let Some(found) = found else {
        return Place::Beside("it is not in the bundle's folder");
    };
    let mut start = Vec::new();
    let size = fs::metadata(&found).ok().filter(fs::Metadata::is_file);
    let read = fs::File::open(&found).and_then(|file| file.take(16).read_to_end(&mut start));
    match (size, read, kind(&start)) {
        (Some(meta), Ok(_), Some(_)) => Place::File(found, meta.len()),
        _ => Place::Beside("it is no picture that may stand in a page"),
    }
}

/// The kind of a picture, by its first bytes: one of those that the reader lets into a page.
fn kind(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Some("png"),
        [0xFF, 0xD8, 0xFF, ..] => Some("jpeg"),
        [b'G', b'I', b'F', b'8', ..] => Some("gif"),
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            ..,
        ] => Some("webp"),
        [
            _,
            _,
            _,
            _,
            b'f',
            b't',
            b'y',
            b'p',
            b'a',
            b'v',
            b'i',
            b'f' | b's',
            ..,
        ] => Some("avif"),
        _ => None,
    }
}
