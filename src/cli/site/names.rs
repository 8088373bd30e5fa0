//! Ids, tags and languages → the paths of pages: readable, safe on every disk, no two alike.
//!
//! A page is a file of its own name (`fr/la-fin-des-pocs.html`), not the index of a folder: a
//! link to a folder opens its list of files on a disk, and one address should serve everywhere.

use std::collections::BTreeSet;

use crate::{
    language::Language,
    library::{Library, PostIndex, TagIndex},
};

/// How many bytes of a name are kept; file systems take 255.
const LONGEST: usize = 120;

/// What Windows opens in place of a file (Naming Files, Paths, and Namespaces).
const DEVICES: &[&str] = &["con", "prn", "aux", "nul", "com", "lpt"];

/// Where each page is, from the site's folder, with slashes.
#[derive(Debug, Default)]
pub(super) struct Names {
    posts: Vec<String>,
    tags: Vec<String>,
}

impl Names {
    /// Names every page of a library. The same library gives the same names.
    pub(super) fn new(library: &Library) -> Self {
        let mut taken = BTreeSet::new();
        let posts = library.posts().iter().map(|post| {
            let folder = folder(library, &post.item.language);
            let name = name(last_segment(&post.item.id), "post");
            unique(&folder, &name, &mut taken)
        });
        let posts = posts.collect();
        let mut taken = BTreeSet::new();
        let tags = library.tags().iter();
        let tags = tags.map(|tag| unique("", &name(&tag.id, "tag"), &mut taken));
        Self {
            posts,
            tags: tags.collect(),
        }
    }

    /// The page of a post: `fr/la-fin-des-pocs.html`.
    pub(super) fn post(&self, post: PostIndex) -> Option<&str> {
        self.posts.get(post.index()).map(String::as_str)
    }

    /// The page of a tag, in the folder of its list: `tags/walks.html`.
    pub(super) fn tag(&self, tag: TagIndex) -> Option<String> {
        self.tags
            .get(tag.index())
            .map(|tag| ["tags/", tag].concat())
    }
}

/// The folder of a language, with a slash at its end; where there is one language alone, the site's.
pub(super) fn folder(library: &Library, language: &Language) -> String {
    if library.languages().len() < 2 {
        return String::new();
    }
    [language.as_str(), "/"].concat()
}

/// An id is often an address: its last part is what tells it from others.
fn last_segment(id: &str) -> &str {
    if !id.contains("://") {
        return id;
    }
    let path = id.split(['?', '#']).next().unwrap_or(id);
    let path = path.trim_end_matches('/');
    path.rsplit('/').next().unwrap_or(path)
}

/// A name of letters, digits, `-` and `_` alone, in small letters.
fn name(text: &str, otherwise: &str) -> String {
    let mut name = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        // Other signs mean something to a disk, a shell or an address, in some place.
        let c = if c.is_alphanumeric() || c == '_' {
            c
        } else {
            '-'
        };
        if name.len() + c.len_utf8() > LONGEST {
            break;
        }
        if c != '-' || !(name.is_empty() || name.ends_with('-')) {
            name.push(c);
        }
    }
    let name = name.trim_end_matches('-');
    let device = name.trim_end_matches(|c: char| c.is_ascii_digit());
    // `index` is the list's own.
    if name.is_empty() || name == "index" || DEVICES.contains(&device) {
        return match name {
            "" => otherwise.to_owned(),
            name => [otherwise, "-", name].concat(),
        };
    }
    name.to_owned()
}

/// A path that is not taken yet: the second of a name gets the number 2.
fn unique(folder: &str, name: &str, taken: &mut BTreeSet<String>) -> String {
    let mut number = 1;
    loop {
        let suffix = if number > 1 {
            format!("-{number}")
        } else {
            String::new()
        };
        let path = [folder, name, &suffix, ".html"].concat();
        // Some disks take large letters for small ones.
        if taken.insert(path.to_lowercase()) {
            return path;
        }
        number += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_readable_and_safe() {
        let check = |text: &str, expected: &str| assert_eq!(name(text, "post"), expected, "{text}");
        check("la-fin-des-pocs", "la-fin-des-pocs");
        check("L’été, déjà !", "l-été-déjà");
        check("../../etc/passwd", "etc-passwd");
        check("a\\b:c*d?\"<>|\0e", "a-b-c-d-e");
        check("...", "post");
        check("", "post");
        check("CON", "post-con");
        check("com1", "post-com1");
        check("index", "post-index");
        check("مرحبا", "مرحبا");
        assert!(name(&"é".repeat(1_000), "post").len() <= LONGEST);
        assert_eq!(last_segment("https://example.org/a/walk/?x#y"), "walk");
    }

    #[test]
    fn the_second_of_a_name_gets_a_number() {
        let mut taken = BTreeSet::new();
        let mut next = |name: &str| unique("fr/", name, &mut taken);
        assert_eq!(next("a"), "fr/a.html");
        assert_eq!(next("A"), "fr/A-2.html");
        assert_eq!(next("a-2"), "fr/a-2-2.html");
        assert_eq!(next("a"), "fr/a-3.html");
    }
}
