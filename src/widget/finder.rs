//! The search of one reader: its posts go in, a slice at a time, or the files of their written
//! index that are needed, and what is found comes out.
//!
//! Everything that only this module calls comes in a file of its own, when it is first needed: see
//! `xtask/src/split`. So nothing here may be called before `liseuse.more.wasm` is there.

use std::cell::RefCell;

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};

use super::{reader::Reader, told};
use crate::{
    library::PostIndex,
    markdown::{Prose, collect},
    query::Found,
    search::{Hit, Index, Written, snippet, tag_words, title_marks},
    state::{self, State},
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

/// Of how many of them the text is fetched for that, if it is in a file of its own.
const MOST_FETCHED: usize = 10;

/// What was read so far, and what is being looked for.
#[derive(Default)]
pub(super) struct Finder {
    index: Index,
    /// The written index, if the bundle has one.
    written: Option<Box<Written>>,
    /// Whether it is known if there is one.
    is_told: bool,
    /// The files that were asked for, and what came of them and was not read yet.
    asked: Vec<String>,
    texts: Vec<String>,
    /// How many posts are in the index.
    posts: u32,
    is_ready: bool,
    query: String,
    /// Whether the index was asked for it.
    is_asked: bool,
    /// How many of what was found have been looked up.
    looked_up: usize,
    /// Whether the text of the next one was asked for.
    is_fetched: bool,
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
        finder.asked.clear();
        finder.texts.clear();
    });
}

/// Goes on for a while, with the files that were asked for, in their order, if any were. Gives whether there is
/// more to do; or which files are needed for that, by their addresses from the entry of the written
/// index, whose own is empty (and nothing comes of it where the bundle has no index); or null where
/// they are not what they should be. Of a post whose text is in a file of its own: `{id, address}` of that.
#[inline(never)]
pub(super) fn go_on(reader: &Reader, files: &JsValue) -> JsValue {
    let next = with(reader, |finder| {
        if Array::is_array(files) {
            let files = files.unchecked_ref::<Array>().iter();
            // A bundle without an index has nothing for its entry.
            finder.texts = files.filter_map(|text| text.as_string()).collect();
            finder.texts.reverse();
        }
        finder.go_on(reader)
    });
    match next {
        Next::Done => false.into(),
        Next::More => true.into(),
        Next::Broken => JsValue::NULL,
        Next::Files(names) => told::texts(&names),
        Next::Body(id, address) => told::body(&id, &address),
    }
}

/// What follows a step.
#[derive(Default)]
enum Next {
    #[default]
    Done,
    More,
    Files(Vec<String>),
    /// The text of a post, by its id, from its own file.
    Body(String, String),
    Broken,
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
    fn go_on(&mut self, reader: &Reader) -> Next {
        if !self.is_told {
            return self.begin();
        }
        if let Some(written) = &mut self.written {
            let mut size = 0;
            while size < SLICE
                && let Some(text) = self.texts.pop()
            {
                size += text.len();
                let count = self.texts.len() + 1;
                let name = self.asked.len().checked_sub(count);
                let name = name.and_then(|at| self.asked.get(at));
                if !name.is_some_and(|name| written.take(name, &text)) {
                    return Next::Broken;
                }
            }
            if !self.texts.is_empty() {
                return Next::More;
            }
        } else if !self.is_ready {
            self.is_ready = !self.add(reader) && self.index.finish(STEPS);
            return match self.is_ready && self.is_asked {
                true => Next::Done,
                false => Next::More,
            };
        }
        if !self.is_asked {
            let hits = match &self.written {
                None => self.index.search(&self.query, LIMITS.0),
                Some(written) => match written.search(&self.query, LIMITS.0) {
                    Some(hits) => hits,
                    None => {
                        self.asked = written.wanted();
                        return Next::Files(self.asked.clone());
                    }
                },
            };
            self.is_asked = true;
            let is_written = self.written.is_some();
            reader.read(|state| {
                for hit in hits {
                    self.found.extend(self::hit(state, hit, is_written));
                }
            });
            for found in self.found.iter().take(MOST_FETCHED) {
                if let Some((id, address)) = reader.elsewhere(found.post) {
                    reader.hooks.prefetch(&id, &address);
                }
            }
        } else if let Some(found) = self.found.get_mut(self.looked_up) {
            let is_near = self.looked_up < MOST_FETCHED && !self.is_fetched;
            if is_near && let Some((id, address)) = reader.elsewhere(found.post) {
                self.is_fetched = true;
                return Next::Body(id, address);
            }
            look_up(reader, &self.query, found);
            self.is_fetched = false;
            self.looked_up += 1;
        }
        match self.looked_up < self.found.len().min(LIMITS.1) {
            true => Next::More,
            false => Next::Done,
        }
    }

    /// Asks for the entry of the written index, and takes it.
    fn begin(&mut self) -> Next {
        if self.asked.is_empty() {
            self.asked.push(String::new());
            return Next::Files(self.asked.clone());
        }
        if let Some(entry) = self.texts.pop() {
            let Some(written) = Written::new(&entry) else {
                return Next::Broken;
            };
            self.written = Some(Box::new(written));
        }
        self.is_told = true;
        Next::More
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
                let tags = tag_words(&state.library, post);
                let item = &post.item;
                self.index
                    .add(at.0, item.language.as_str(), &item.title, &tags, &body);
            });
            self.posts += 1;
        }
        true
    }
}

/// What was found, as the list has it; nothing for a post that is not here. A written index counts posts by
/// their places in the list, the other one as the library does.
fn hit(state: &State, hit: Hit, is_written: bool) -> Option<Found> {
    let mut post = hit.post;
    if is_written {
        post = state.library.listed().get(post as usize)?.0;
    }
    Some(Found {
        post: PostIndex(post),
        score: hit.score,
        title: Vec::new(),
        snippet: None,
    })
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
