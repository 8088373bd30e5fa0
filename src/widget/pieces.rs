//! The pieces of a bundle in several: what is asked for, and what waits for it.

use wasm_bindgen::JsValue;

use super::{flat, reader::Reader};
use crate::{
    bundle,
    library::PostIndex,
    state::{Msg, Piece},
};

impl Reader {
    /// The id of a post whose text is in a file of its own and not here, and where that is.
    pub(super) fn elsewhere(&self, post: PostIndex) -> Option<(String, String)> {
        self.read(|state| {
            let item = &state.library.post(post)?.item;
            Some((item.id.clone(), item.elsewhere.clone()?))
        })
    }

    /// Fetches the text of a post, and notes what for: see [`Reader::asked`]. Where it is, its id tells,
    /// if the bundle does not.
    pub(super) fn ask(&self, id: String, msg: Option<Msg>, address: Option<&str>) {
        self.hooks.piece(&id, address);
        self.asked.borrow_mut().push((id, msg));
    }

    /// Goes on with what waited for a text: that is here now, or cannot be had.
    pub(super) fn arrived(&self, id: &str) {
        let asked = self.asked.take();
        for (own, msg) in asked {
            if own != id {
                self.asked.borrow_mut().push((own, msg));
            } else if let Some(msg) = msg {
                self.take(msg);
            } else if let Some(post) = self.read(|state| state.library.find(id)) {
                self.take_text(post);
            }
        }
        self.settled();
    }

    /// Takes a piece of the bundle, whose items have their places from `start` on.
    pub(super) fn add(&self, feed: &JsValue, start: usize, piece: Piece) {
        let Ok(mut bundle) = bundle::from_value(flat::read(feed)) else {
            return;
        };
        for item in &mut bundle.items {
            item.position += start;
        }
        self.take(Msg::Added(Box::new(bundle), piece));
        // Tags and posts that were not known may be now.
        if piece == Piece::LastPage
            && let Some((place, _)) = self.routed_place()
            && self.read(|state| state.is_missing || place.tags.len() > state.query.tags.len())
        {
            self.take(Msg::Routed(place));
        }
    }
}
