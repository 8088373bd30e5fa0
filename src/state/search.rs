//! Searching: what was typed, and what was found for it.

use super::{Effect, Event, State, place::Spot, update::announce_count};
use crate::{library::PostIndex, query::Found};

/// Searches for another text. What was found for the last one stays until there is an answer; for no
/// text at all, everything is back at once.
pub(super) fn search(state: &mut State, text: String) -> Vec<Effect> {
    if text.trim().is_empty() {
        state.found = None;
        state.is_searching = false;
        state.search = text;
        return Vec::new();
    }
    if state.search == text && (state.is_searching || state.found.is_some()) {
        return Vec::new();
    }
    state.is_searching = true;
    state.search.clone_from(&text);
    vec![Effect::Search(text)]
}

/// Takes what was found.
pub(super) fn found(state: &mut State, posts: Option<Vec<Found>>) -> Vec<Effect> {
    // The box may have been emptied meanwhile. What was found may come again, with more of the texts.
    if state.search.trim().is_empty() {
        return Vec::new();
    }
    let is_first = std::mem::take(&mut state.is_searching);
    match posts {
        Some(posts) => {
            if is_first {
                state.ready_cards = state.cards_at_once;
            }
            state.found = Some(posts.into());
            state.select();
            announce_count(state);
        }
        None => {
            state.announcement = state.strings.search_failed.into();
            state.is_answer = true;
        }
    }
    vec![Effect::Draw, Effect::Tell(Event::Filter)]
}

/// The block of a post in which the text searched for was found.
pub(super) fn place_found(state: &State, post: PostIndex) -> Option<Spot> {
    let found = state
        .found
        .as_ref()?
        .iter()
        .find(|found| found.post == post)?;
    let snippet = found.snippet.as_ref()?;
    // The beginning is shown anyhow.
    (state.article.is_none() && snippet.block > 0).then_some((post, snippet.block))
}
