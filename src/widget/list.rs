//! The list grows: its first cards are drawn at once, the others frame by frame.

use super::reader::Reader;
use crate::state::State;

/// How many cards of a new list are drawn at once: about as many as a screen has, a few milliseconds of work.
pub(super) const AT_ONCE: usize = 6;
/// How many in each frame after that.
const AT_A_TIME: usize = 12;

impl Reader {
    /// Sees to it that the list is drawn to its end.
    pub(super) fn go_on_growing(&self, state: &State) {
        if state.article.is_none() && state.left_cards() > 0 {
            self.hooks.grow();
        }
    }

    /// Draws some more cards of the list, now that those before are on the screen.
    pub(super) fn grow(&self) {
        let more =
            |state: &mut State| state.ready_cards = state.ready_cards.saturating_add(AT_A_TIME);
        if self
            .state
            .try_borrow_mut()
            .map(|mut state| more(&mut state))
            .is_ok()
        {
            self.draw();
        }
    }

    /// Scrolls to there whatever the reader stands in.
    pub(super) fn scroll_to(&self, scroll: f64) {
        loop {
            let now = self.hooks.scroll(None, 0.0);
            let reached = self.hooks.scroll(None, scroll - now);
            // As far as the list goes on: it was longer then.
            let goes_on = self.read(|state| {
                state.article.is_none() && state.selection.cards.len() > state.drawn_cards()
            });
            if reached + 1.0 >= scroll || !goes_on {
                return;
            }
            {
                let mut state = self.state.borrow_mut();
                if state.left_cards() == 0 {
                    state.show_more();
                }
                state.ready_cards = usize::MAX;
            }
            self.draw();
        }
    }
}
