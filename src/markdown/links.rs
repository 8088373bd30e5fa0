//! Addresses in a text → posts of the same bundle.

use std::rc::Rc;

use super::url::Base;
use crate::{bundle::Item, library::Library, route, text::cut, view::node::Url};

/// Knows which addresses are posts of the same bundle.
pub trait Links {
    /// The post that `href` leads to: its id, if it opens in the reader, and the address to write.
    fn find(&self, href: &str) -> Option<(Option<Rc<str>>, Url)>;

    /// The address to take for that of an image, if the bundle has another.
    fn image(&self, _: &str) -> Option<&str> {
        None
    }
}

/// No address is a post.
#[derive(Debug, Clone, Copy)]
pub struct NoLinks;

impl Links for NoLinks {
    fn find(&self, _: &str) -> Option<(Option<Rc<str>>, Url)> {
        None
    }
}

/// Links to the posts of one library.
#[derive(Debug, Clone, Copy)]
pub struct LibraryLinks<'a> {
    /// The posts.
    pub library: &'a Library,
    /// What relative addresses are relative to.
    pub base: Base<'a>,
    /// The key of the reader's fragments.
    pub key: &'a str,
    /// The address of the bundle, which the posts' pages are relative to.
    pub source: &'a str,
}

/// The page that a post has of its own, beside the bundle at this address.
pub(crate) fn page(item: &Item, source: &str) -> Option<Url> {
    Url::link(item.page.as_ref()?, Base::At(source))
}

impl Links for LibraryLinks<'_> {
    /// A post is known by its address, or beside the linking post by its name:
    /// `languages`, `languages.md` or `languages.html`.
    fn find(&self, href: &str) -> Option<(Option<Rc<str>>, Url)> {
        let by_name = || {
            let (path, _) = cut(href, b"#?");
            let name = path.strip_prefix("./").unwrap_or(path);
            let name = name
                .strip_suffix(".md")
                .or(name.strip_suffix(".html"))
                .unwrap_or(name);
            self.library.find(name)
        };
        let by_address = || self.library.find_url(Url::link(href, self.base)?.as_str());
        let post = by_address().or_else(by_name)?;
        let item = &self.library.post(post)?.item;
        if let Some(page) = page(item, self.source) {
            return Some((None, page));
        }
        let id: Rc<str> = item.id.as_str().into();
        let url = match &item.url {
            Some(url) => Url::link(url, Base::Drop)?,
            None => Url::fragment(&route::to_post(&item.id, self.key)),
        };
        Some((Some(id), url))
    }

    fn image(&self, source: &str) -> Option<&str> {
        let mut images = self.library.images.iter();
        Some(&images.find(|(name, _)| name == source)?.1)
    }
}
