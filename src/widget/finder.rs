//! The search of one reader: its posts go in, a slice at a time, and what is found comes out.
//!
//! Everything that only this module calls comes in a file of its own, when it is first needed: see
//! `xtask/src/split`. So nothing here may be called before `liseuse.more.wasm` is there.

use std::cell::RefCell;

use wasm_bindgen::JsValue;

use super::{reader::Reader, told};
use crate::{
    library::PostIndex,
    markdown::{Prose, collect},
    query::Found,
    search::{Index, snippet, title_marks},
    state,
    view::node::Node,
};

/// How many bytes of posts are read in one go: a few milliseconds.
const SLICE: usize = 200_000;
/// How many words of the index are put in order in one go.
const STEPS: usize = 50_000;
/// How many posts are found at most, and for how many of them the place is looked up.
const LIMITS: (usize, usize) = (1_000, 20);

thread_local! {
    /// One a reader; a reader that never searched has none. They are not in the readers themselves,
    /// which would then have to know how to drop them.
    static FINDERS: RefCell<Vec<Option<Box<Finder>>>> = const { RefCell::new(Vec::new()) };
}

/// What was read so far, and what is being looked for.
#[derive(Default)]
pub(super) struct Finder {
    index: Index,
    /// How many posts are in the index.
    posts: u32,
    is_ready: bool,
    query: String,
    /// Whether the index was asked for it.
    is_asked: bool,
    /// How many of what was found have been looked up.
    looked_up: usize,
    found: Vec<Found>,
}

/// Does something with the finder of a reader, which must have one.
fn with<T: Default>(reader: &Reader, f: impl FnOnce(&mut Finder) -> T) -> T {
    // Texts come from the page's own objects, which may call back: so it is taken out meanwhile.
    let Some(slot) = reader.finder.get() else {
        return T::default();
    };
    let place = |put: Option<Box<Finder>>| {
        FINDERS.with_borrow_mut(|finders| {
            let place = finders.get_mut(slot)?;
            std::mem::replace(place, put)
        })
    };
    let Some(mut finder) = place(None) else {
        return T::default();
    };
    let result = f(&mut finder);
    place(Some(finder));
    result
}

/// Begins another search; for no text, only the index is made.
#[inline(never)]
pub(super) fn seek(reader: &Reader, query: String) {
    if reader.finder.get().is_none() {
        FINDERS.with_borrow_mut(|finders| {
            reader.finder.set(Some(finders.len()));
            finders.push(Some(Box::default()));
        });
    }
    with(reader, |finder| {
        finder.is_asked = query.is_empty();
        finder.query = query;
        finder.looked_up = 0;
        finder.found.clear();
    });
}

/// Goes on for a while; true while there is more to do.
#[inline(never)]
pub(super) fn go_on(reader: &Reader) -> bool {
    with(reader, |finder| finder.go_on(reader))
}

/// What was found.
#[inline(never)]
pub(super) fn found(reader: &Reader) -> Vec<Found> {
    with(reader, |finder| finder.found.clone())
}

/// The same for the page.
#[inline(never)]
pub(super) fn hits(reader: &Reader) -> JsValue {
    reader.read(|state| told::hits(state, &found(reader)))
}

/// Drops what was read, of a reader that has searched.
#[inline(never)]
pub(super) fn end(slot: usize) {
    FINDERS.with_borrow_mut(|finders| {
        if let Some(place) = finders.get_mut(slot) {
            *place = None;
        }
    });
}

impl Finder {
    fn go_on(&mut self, reader: &Reader) -> bool {
        if !self.is_ready {
            self.is_ready = !self.add(reader) && self.index.finish(STEPS);
            return !(self.is_ready && self.is_asked);
        }
        if !self.is_asked {
            self.is_asked = true;
            for hit in self.index.search(&self.query, LIMITS.0) {
                self.found.push(Found {
                    post: PostIndex(hit.post),
                    score: hit.score,
                    title: Vec::new(),
                    snippet: None,
                });
            }
        } else if let Some(found) = self.found.get_mut(self.looked_up) {
            look_up(reader, &self.query, found);
            self.looked_up += 1;
        }
        self.looked_up < self.found.len().min(LIMITS.1)
    }

    /// Puts more posts into the index; false when all are in it.
    fn add(&mut self, reader: &Reader) -> bool {
        let mut size = 0;
        while size < SLICE {
            let at = PostIndex(self.posts);
            let Some(body) = reader.text(at) else {
                return false;
            };
            let body = body.unwrap_or_default();
            size += body.len() + 100;
            reader.read(|state| {
                let Some(post) = state.library.post(at) else {
                    return;
                };
                let mut tags = String::new();
                for tag in post.tags.iter().filter_map(|tag| state.library.tag(*tag)) {
                    for label in [&tag.id]
                        .into_iter()
                        .chain(tag.labels.iter().map(|(_, label)| label))
                    {
                        tags.push_str(label);
                        tags.push('\n');
                    }
                }
                let item = &post.item;
                self.index
                    .add(at.0, item.language.as_str(), &item.title, &tags, &body);
            });
            self.posts += 1;
        }
        true
    }
}

/// Finds the words in a post's title and the best place in its text.
fn look_up(reader: &Reader, query: &str, found: &mut Found) {
    let body = reader.text(found.post).flatten().unwrap_or_default();
    let id = reader.read(|state| Some(state.library.post(found.post)?.item.id.clone()));
    reader.hooks.drawing(id.as_deref());
    reader.read(|state| {
        let Some(post) = state.library.post(found.post) else {
            return;
        };
        let language = post.item.language.as_str();
        found.title = title_marks(query, language, &post.item.title);
        let mut blocks: Vec<String> = Vec::new();
        let is_broken = state.settings.broken.contains(&post.item.id);
        if !is_broken && let Some(body) = state::body(state, found.post, &body, false) {
            for node in body.nodes.iter() {
                if let Node::Element(element) = node
                    && let Some(number) = element.block()
                {
                    blocks.resize(number as usize + 1, String::new());
                    if let Some(block) = blocks.last_mut() {
                        collect(&element.children, Prose::All, block);
                    }
                }
            }
        }
        found.snippet = snippet(query, language, &post.item.title, &blocks);
    });
    reader.hooks.drawing(None);
}
