//! Where blocks are on the screen, and scrolling that puts one where another was.
//!
//! Elements are found by their handles; of them, nothing but their boxes is looked at.

use super::{port, reader::Reader};
use crate::{
    state::{Effect, Msg},
    view::node::Handle,
};

/// A block and where its top is, in CSS pixels from the window's top.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    block: u32,
    /// Where it should be.
    wanted: f64,
    /// Where it is: the page may have been too short.
    actual: f64,
}

/// Less than this is no move.
const STILL: f64 = 1.0;

impl Reader {
    /// Finds the block that is being read, one of so many: `first` if it is on the screen, else the
    /// one that has the focus in it, else the one at the top. Tells it to the state.
    pub(super) fn hold(&self, blocks: u32, first: Option<u32>) {
        let still = self.mark.get().filter(|mark| self.is_still(mark));
        let block = match still {
            Some(mark) => Some(mark.block),
            None => self.being_read(blocks, first),
        };
        if let Some(block) = block {
            self.mark(block);
        }
        self.dispatch(Msg::Held(block, still.is_some()));
    }

    /// Notes where a block is.
    pub(super) fn mark(&self, block: u32) {
        if let Some(mark) = self.mark.get()
            && mark.block == block
            && self.is_still(&mark)
        {
            return;
        }
        self.mark.set(self.extent(block).map(|(top, _)| Mark {
            block,
            wanted: top,
            actual: top,
        }));
    }

    /// Scrolls so that a block is where the noted one was.
    pub(super) fn place(&self, block: Option<u32>) {
        let Some(mark) = self.mark.get() else { return };
        let block = block.unwrap_or(mark.block);
        let Some((top, _)) = self.extent(block) else {
            return self.mark.set(None);
        };
        let pane = self.dom.borrow().find(&Handle::Pane);
        self.hooks.scroll(pane.as_ref(), top - mark.wanted);
        self.mark.set(self.extent(block).map(|(top, _)| Mark {
            block,
            actual: top,
            ..mark
        }));
        self.note_top();
        // Going forward to this entry of the history later leads here again.
        self.perform(Effect::KeepScroll);
    }

    /// Puts the block there again that was placed last, after a picture came: WebKit does not hold the
    /// page by itself. Where the article begins elsewhere by now, somebody has scrolled; so may they
    /// have in a column that scrolls, which its beginning does not tell.
    pub(super) fn settle(&self) {
        let is_pane = self.dom.borrow().find(&Handle::Pane).is_some();
        let top = self.article_top();
        if !is_pane && top.is_some() && self.placed.get() == top {
            self.place(None);
        }
    }

    /// Notes where the article begins, now that a block is in its place.
    pub(super) fn note_top(&self) {
        self.placed.set(self.article_top());
    }

    fn article_top(&self) -> Option<f64> {
        let article = self.dom.borrow().find(&Handle::Article)?;
        Some(article.get_bounding_client_rect().top())
    }

    fn is_still(&self, mark: &Mark) -> bool {
        self.extent(mark.block)
            .is_some_and(|(top, _)| (top - mark.actual).abs() <= STILL)
    }

    /// Where a block begins and ends.
    fn extent(&self, block: u32) -> Option<(f64, f64)> {
        let element = self.dom.borrow().find(&Handle::Block(block))?;
        let rect = element.get_bounding_client_rect();
        Some((rect.top(), rect.bottom()))
    }

    fn being_read(&self, blocks: u32, first: Option<u32>) -> Option<u32> {
        // The bar stays at the top of what can be seen; a column that scrolls begins below it.
        let rect = |handle| {
            let element = self.dom.borrow().find(&handle);
            element.map(|element| element.get_bounding_client_rect())
        };
        let top = rect(Handle::Bar).map_or(0.0, |bar| bar.bottom());
        let top = rect(Handle::Pane).map_or(top, |pane| pane.top().max(top));
        let top = top.max(0.0);
        let bottom = port::window_height();
        let is_seen = |block: &u32| matches!(self.extent(*block), Some(extent) if extent.0 >= top - STILL && extent.0 < bottom);
        if let Some(first) = first.filter(is_seen) {
            return Some(first);
        }
        if let Some(focused) = port::focused(&self.host) {
            let rect = focused.get_bounding_client_rect();
            let is_seen = rect.bottom() > top && rect.top() < bottom;
            let at = self.first_after(blocks, rect.top() + STILL).checked_sub(1);
            let element = at.and_then(|at| self.dom.borrow().find(&Handle::Block(at)));
            if is_seen && element.is_some_and(|element| element.contains(Some(&focused))) {
                return at;
            }
        }
        let next = self.first_after(blocks, top - STILL);
        // A block that is longer than the screen, or the last one, has no later one on it.
        (0..=next)
            .rev()
            .find(|block| self.extent(*block).is_some_and(|extent| extent.0 < bottom))
            .or(Some(next))
    }

    /// The first block, of so many, whose top is not above this; the number of blocks if all are.
    fn first_after(&self, blocks: u32, top: f64) -> u32 {
        let (mut low, mut high) = (0, blocks);
        while low < high {
            let middle = u32::midpoint(low, high);
            // What could not be shown has a number and no element.
            let mut shown = middle;
            let extent = loop {
                match self.extent(shown) {
                    None if shown + 1 < high => shown += 1,
                    extent => break extent,
                }
            };
            match extent {
                Some(extent) if extent.0 < top => low = shown + 1,
                _ => high = middle,
            }
        }
        low
    }
}
