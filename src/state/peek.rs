//! Looking at what corresponds to one block of the open post, under it.

use super::{Effect, State, pair::want_counterpart};
use crate::view::node::Handle;

/// Opens what corresponds to a block, or closes it.
pub(super) fn toggle(state: &mut State, block: u32) -> Vec<Effect> {
    let mut effects = want_counterpart(state);
    if let Some(article) = &mut state.article {
        let is_open = article.peeks.contains(&(block, true));
        // What corresponds to several blocks is shown under one of them.
        let bead = article
            .beads
            .as_ref()
            .and_then(|beads| beads.of_left(block));
        let same = bead.map_or(block..block.saturating_add(1), |bead| bead.left.clone());
        for peek in &mut article.peeks {
            peek.1 &= !same.contains(&peek.0);
        }
        article.peeks.retain(|peek| peek.0 != block);
        article.peeks.push((block, !is_open));
    }
    effects.push(Effect::Draw);
    effects
}

/// Closes what corresponds to a block, with the focus on its button.
pub(super) fn close(state: &mut State, block: u32) -> Vec<Effect> {
    let Some(article) = &mut state.article else {
        return Vec::new();
    };
    let Some(peek) = article
        .peeks
        .iter_mut()
        .find(|peek| **peek == (block, true))
    else {
        return Vec::new();
    };
    peek.1 = false;
    vec![Effect::Focus(Handle::Peek(block)), Effect::Draw]
}
