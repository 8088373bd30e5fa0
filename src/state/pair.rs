//! The version of a work that stands beside the open one, and which of their blocks say the same.

use std::rc::Rc;

use super::{Article, Effect, Later, State, Text, article::body, place::settle};
use crate::{
    action::Mode,
    align::align,
    bundle::{Beads, MAX_BODY_BYTES},
    library::{Library, PostIndex},
    markdown::Body,
    view::node::Handle,
};

/// Another version of the work that the open post is a version of.
#[derive(Debug, Clone, PartialEq)]
pub struct Counterpart {
    /// Which one.
    pub post: PostIndex,
    /// Its text. Its blocks are found under [`crate::view::node::Handle::Other`].
    pub text: Text,
    source: Option<Rc<str>>,
}

/// Shows the open post, and those opened after it, in this way.
pub(super) fn set_view(state: &mut State, view: Mode) -> Vec<Effect> {
    state.view = view;
    let mut before = vec![Effect::Replace(state.fragment())];
    before.extend(want_shown(state, None));
    steady(state, before)
}

/// Wants the version beside the open post if the view shows one: this one, or else the best.
pub(super) fn want_shown(state: &mut State, beside: Option<PostIndex>) -> Vec<Effect> {
    match (state.view, beside) {
        (Mode::Single, _) => Vec::new(),
        (_, Some(post)) => put_beside(state, post),
        (_, None) => want_counterpart(state),
    }
}

/// Sees to it that there is a version beside the open post, if its work has another: the best in
/// the reader's languages, else the first. Gives what has to be done to have its text.
pub(crate) fn want_counterpart(state: &mut State) -> Vec<Effect> {
    let wanted = match &state.article {
        Some(article) if article.other.is_none() => best_other(state, article.post),
        _ => None,
    };
    wanted.map_or_else(Vec::new, |post| put_beside(state, post))
}

/// The best other version of the open post's work.
pub(crate) fn best_other(state: &State, open: PostIndex) -> Option<PostIndex> {
    let mut best: Option<(u32, PostIndex)> = None;
    for (other, version) in state.library.versions(state.library.post(open)?) {
        let rank = state.reading.rank(&version.item.language);
        let rank = rank.unwrap_or(u32::MAX);
        if other != open && best.is_none_or(|best| rank < best.0) {
            best = Some((rank, other));
        }
    }
    best.map(|best| best.1)
}

/// Puts this version beside the open post.
pub(super) fn put_beside(state: &mut State, post: PostIndex) -> Vec<Effect> {
    let is_broken = state
        .library
        .post(post)
        .is_some_and(|post| state.settings.broken.contains(&post.item.id));
    let Some(article) = &mut state.article else {
        return Vec::new();
    };
    let text = if is_broken {
        Text::Broken
    } else {
        Text::Waiting
    };
    article.beads = None;
    article.other = Some(Counterpart {
        post,
        text,
        source: None,
    });
    if is_broken {
        vec![Effect::Draw]
    } else {
        vec![Effect::FetchText(post)]
    }
}

/// Takes the text of the version beside the open post.
pub(super) fn other_came(state: &mut State, post: PostIndex, text: Option<String>) -> Vec<Effect> {
    let Some(article) = &mut state.article else {
        return Vec::new();
    };
    let Some(other) = article.other.as_mut().filter(|other| other.post == post) else {
        return Vec::new();
    };
    match text {
        _ if state.later != Later::Here => other.text = Text::Broken,
        Some(text) if text.len() > MAX_BODY_BYTES => other.text = Text::TooLong,
        Some(text) => other.source = Some(text.into()),
        None => other.text = Text::Broken,
    }
    // Nothing of it shows before the open post's own text does.
    if matches!(article.text, Text::Waiting) {
        render_other(state);
        return Vec::new();
    }
    let mut effects = steady(state, Vec::new());
    render_other(state);
    if let Some(article) = &mut state.article
        && settle(article)
        && let Some(block) = article.block
    {
        effects.push(Effect::Scroll(Handle::Block(block)));
        effects.push(Effect::Replace(state.fragment()));
    }
    effects
}

/// Draws anew with the reader's place kept; `before` comes before the drawing.
pub(super) fn steady(state: &State, mut before: Vec<Effect>) -> Vec<Effect> {
    let article = state.article.as_ref();
    let Some(Article {
        text: Text::Ready(body),
        block,
        ..
    }) = article
    else {
        before.push(Effect::Draw);
        return before;
    };
    let mut effects = vec![Effect::Hold(body.blocks(), *block)];
    effects.append(&mut before);
    effects.push(Effect::Draw);
    effects.push(Effect::Place(None));
    effects
}

/// Turns the source of the version beside the open post into nodes, and finds what corresponds, if there
/// is one and the part of the module that shows them together.
pub(super) fn render_other(state: &mut State) {
    if state.later == Later::Here {
        pair_up(state);
    }
}

/// What only this leads to is in that part.
#[inline(never)]
fn pair_up(state: &mut State) {
    let Some(other) = state
        .article
        .as_ref()
        .and_then(|article| article.other.as_ref())
    else {
        return;
    };
    let text = other
        .source
        .as_ref()
        .and_then(|source| body(state, other.post, source, true));
    let Some(article) = &mut state.article else {
        return;
    };
    let Some(other) = &mut article.other else {
        return;
    };
    if let Some(text) = text {
        other.text = Text::Ready(text);
    }
    article.beads = match (&article.text, &other.text) {
        (Text::Ready(left), Text::Ready(right)) => {
            let posts = (article.post, other.post);
            let found = corresponding(&state.library, state.later, posts, (left, right));
            Some(found.unwrap_or_else(|| Beads::unknown(left.blocks(), right.blocks()).into()))
        }
        _ => None,
    };
}

/// Which blocks of two versions say the same: as the bundle tells, if that fits the texts. None if
/// it does not, and the aligner is not there.
pub(super) fn corresponding(
    library: &Library,
    later: Later,
    posts: (PostIndex, PostIndex),
    (left, right): (&Body, &Body),
) -> Option<Rc<Beads>> {
    let told = library.beads(posts.0, posts.1);
    let told = told.filter(|beads| beads.covers(left.blocks(), right.blocks()));
    let made = || (later == Later::Here).then(|| align(&left.nodes, &right.nodes));
    told.or_else(made).map(Into::into)
}

impl State {
    /// Whether the later part of the module has to be here before the text of this post is taken, and
    /// is not: it puts texts beside each other, and tells what corresponds where the bundle does not.
    #[must_use]
    pub fn lacks_later(&self, post: PostIndex) -> bool {
        let is_here = self.later == Later::Here;
        let Some(article) = self.article.as_ref().filter(|_| !is_here) else {
            return false;
        };
        let left = article.left_post();
        article.post != post || left.is_some_and(|left| self.library.beads(left, post).is_none())
    }
}
