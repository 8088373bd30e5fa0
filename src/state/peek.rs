//! Looking at what corresponds to one block of the open post, under it.

use super::{Effect, State, pair::want_counterpart};
use crate::view::node::Handle;

/// Opens what corresponds to a block, or closes it.
pub(super) fn toggle(state: &mut State, block: u32) -> Vec<Effect> {
    let mut effects = want_counterpart(state);
    if let Some(article) = &mut state.article {
        let is_open = article.peeks.contains(&block);
        // What corresponds to several blocks is shown under one of them.
        let bead = article
            .beads
            .as_ref()
            .and_then(|beads| beads.of_left(block));
        let same = bead.map_or(block..block.saturating_add(1), |bead| bead.left.clone());
        article.peeks.retain(|open| !same.contains(open));
        if !is_open {
            article.peeks.push(block);
        }
    }
    effects.push(Effect::Draw);
    effects
}

/// Closes what corresponds to a block, with the focus on its button.
pub(super) fn close(state: &mut State, block: u32) -> Vec<Effect> {
    let Some(article) = &mut state.article else {
        return Vec::new();
    };
    if !article.peeks.contains(&block) {
        return Vec::new();
    }
    article.peeks.retain(|open| *open != block);
    vec![Effect::Focus(Handle::Peek(block)), Effect::Draw]
}
