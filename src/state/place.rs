//! Keeping the reader's place while the language of the open post changes.
//!
//! The widget tells which block is being read ([`Msg::Held`](super::Msg::Held)); the beads tell the
//! block that takes its place; the widget puts that one where the other was.

use std::rc::Rc;

use super::{Article, Effect, Event, State, Text, article::shown, pair::corresponding};
use crate::{
    bundle::{Bead, Beads},
    library::PostIndex,
    markdown::Body,
};

/// The version that is on the screen until the text of another is here.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Left {
    post: PostIndex,
    body: Body,
    /// The block that the address named.
    block: Option<u32>,
    /// What corresponds, if it is known: that version on the left, the new one on the right.
    beads: Option<Rc<Beads>>,
}

/// A block of a version.
pub(super) type Spot = (PostIndex, u32);

/// What is kept of the open article when another version of its work, `post`, takes its place.
pub(super) fn leave(old: Article, post: PostIndex) -> Option<Left> {
    let Text::Ready(body) = old.text else {
        // The text has not come: an earlier one is still on the screen.
        return old.left;
    };
    let is_beside = old.other.is_some_and(|other| other.post == post);
    Some(Left {
        post: old.post,
        body,
        block: old.block,
        beads: old.beads.filter(|_| is_beside),
    })
}

impl Article {
    /// The version that is on the screen until this one's text is here.
    pub(super) fn left_post(&self) -> Option<PostIndex> {
        Some(self.left.as_ref()?.post)
    }
}

/// Asks which block is being read, if a version is left whose place is to be kept.
pub(super) fn hold(article: &Article) -> Option<Effect> {
    let left = article.left.as_ref()?;
    matches!(article.text, Text::Ready(_)).then_some(Effect::Hold(left.body.blocks(), left.block))
}

/// Takes the block that is being read, and shows the new version with what corresponds in its
/// place. `is_still` says that nobody has scrolled since the last change of language.
pub(super) fn held(state: &mut State, block: Option<u32>, is_still: bool) -> Vec<Effect> {
    let Some(article) = &mut state.article else {
        return Vec::new();
    };
    let Some(left) = article.left.take() else {
        return Vec::new();
    };
    if !is_still {
        article.trail.clear();
    }
    let library = &state.library;
    let pair = block.and_then(|block| {
        let Text::Ready(body) = &article.text else {
            return None;
        };
        // Back and forth must not wander: two blocks may correspond to one.
        if article.trail.contains(&(left.post, block))
            && let Some(known) = article.trail.iter().find(|spot| spot.0 == article.post)
        {
            return Some((block, known.1));
        }
        let posts = (left.post, article.post);
        let known = || corresponding(library, state.later, posts, (&left.body, body));
        // Where nothing corresponds, the number has to do.
        let beads = left.beads.or_else(known);
        beads
            .and_then(|beads| nearest(&beads.beads, block))
            .or_else(|| Some((block, body.blocks().checked_sub(1)?.min(block))))
    });
    let Some((from, to)) = pair else {
        return shown(state);
    };
    for spot in [(left.post, from), (article.post, to)] {
        article.trail.retain(|other| other.0 != spot.0);
        article.trail.push(spot);
    }
    let post = article.post;
    state.is_switched = true;
    let mut effects = Vec::new();
    // The address leads to this place in the new version.
    if std::mem::take(&mut article.writes) {
        article.block = Some(to);
        effects.push(Effect::Push(state.fragment()));
    }
    effects.push(Effect::Mark(from));
    effects.push(Effect::Draw);
    effects.push(Effect::Place(Some(to)));
    effects.push(Effect::Tell(Event::Post(Some(post))));
    effects
}

/// The block to hold on to and the one that takes its place: the first of the other side of its
/// bead. A block without counterpart leaves it to the nearest bead that has both sides.
fn nearest(beads: &[Bead], block: u32) -> Option<(u32, u32)> {
    let mut best: Option<(u32, u32, u32)> = None;
    for bead in beads.iter().filter(|bead| bead.is_paired()) {
        let (from, distance) = if block < bead.left.start {
            (bead.left.start, bead.left.start - block)
        } else if block >= bead.left.end {
            (bead.left.start, block - bead.left.end + 1)
        } else {
            (block, 0)
        };
        // Of two as near, the later one is rather on the screen.
        if best.is_none_or(|best| distance <= best.2) {
            best = Some((from, bead.right.start, distance));
        }
    }
    best.map(|(from, to, _)| (from, to))
}

/// Finds the block that the address means, when it counts the blocks of another version, as soon
/// as what corresponds is known. Tells whether it was found now.
pub(super) fn settle(article: &mut Article) -> bool {
    let Some((post, block)) = article.meant else {
        return false;
    };
    let is_beside = article
        .other
        .as_ref()
        .is_some_and(|other| other.post == post);
    let Some(beads) = article.beads.as_ref().filter(|_| is_beside) else {
        return false;
    };
    article.meant = None;
    article.block = nearest(&beads.swapped().beads, block).map(|pair| pair.1);
    article.block.is_some()
}
