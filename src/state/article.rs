//! Opening a post and closing it.

use super::{
    Article, Effect, Event, Later, State, Text,
    pair::{other_came, put_beside, render_other, steady, want_shown},
    place::{Spot, hold, leave, settle},
};
use crate::{
    bundle::MAX_BODY_BYTES,
    language::Language,
    library::{PostIndex, SummaryIndex, closeness},
    markdown::{self, Body, Dialect, Images, LibraryLinks, NODE_LIMITS, url::Base},
    query::Untranslated,
    view::node::Handle,
};

pub(super) fn open(
    state: &mut State,
    post: PostIndex,
    wanted: Option<Language>,
    block: Option<Spot>,
) -> Vec<Effect> {
    let mut effects = vec![Effect::KeepScroll];
    let shown = show(state, post, wanted, block, true);
    // Another version is in the address when its text is here, with the place in it.
    if !matches!(&state.article, Some(article) if article.writes) {
        effects.push(Effect::Push(state.fragment()));
    }
    effects.extend(shown);
    effects
}

/// Shows a post, at a block if one is given: its number, and the post whose blocks it counts.
/// `writes` says whether the address follows.
pub(super) fn show(
    state: &mut State,
    post: PostIndex,
    wanted: Option<Language>,
    block: Option<Spot>,
    writes: bool,
) -> Vec<Effect> {
    state.is_missing = false;
    let own = state
        .library
        .post(post)
        .map(|post| post.item.language.clone());
    let is_asked = wanted.is_some();
    let instead_of = wanted.filter(|wanted| {
        own.as_ref()
            .is_some_and(|own| closeness(wanted, own).is_none())
    });
    let is_broken = state
        .library
        .post(post)
        .is_some_and(|post| state.settings.broken.contains(&post.item.id));
    let summary = summary_for(state, post, is_asked, instead_of.as_ref());
    let reading = &state.reading;
    let is_summary = summary.is_some()
        && reading.untranslated == Untranslated::Summary
        && !reading.every
        && own.is_some_and(|own| reading.rank(&own).is_none());
    let work = |post: PostIndex| state.library.post(post).map(|post| post.work);
    let old = state.article.take();
    let old = old.filter(|old| old.post != post && work(old.post) == work(post));
    let is_switch = old.is_some();
    // The two versions that are shown change sides; any other takes the place of the open one.
    let beside = old.as_ref().and_then(|old| {
        let other = old.other.as_ref()?.post;
        Some(if other == post { old.post } else { other })
    });
    let (mut left, mut trail) = (None, Vec::new());
    if let Some(mut old) = old.filter(|_| block.is_none()) {
        trail = std::mem::take(&mut old.trail);
        left = leave(old, post);
    }
    let meant = block.filter(|block| block.0 != post);
    state.article = Some(Article {
        post,
        instead_of,
        text: if is_broken {
            Text::Broken
        } else {
            Text::Waiting
        },
        summary,
        // Who names a block wants the text.
        full: (is_summary && block.is_none()).then_some(false),
        block: block.filter(|_| meant.is_none()).map(|(_, number)| number),
        other: None,
        beads: None,
        peeks: Vec::new(),
        is_switch,
        writes: writes && left.is_some(),
        left,
        trail,
        meant,
        source: None,
        images: Vec::new(),
        is_whole: false,
    });
    if is_broken {
        shown(state)
    } else {
        // The other text comes first, so that both are drawn at once.
        let mut effects = match meant {
            Some((other, _)) => put_beside(state, other),
            None => want_shown(state, beside),
        };
        effects.push(Effect::FetchText(post));
        effects
    }
}

/// The summary to show with a post, for someone who wanted it in another language or, if they named
/// none, does not read its own.
fn summary_for(
    state: &State,
    post: PostIndex,
    is_asked: bool,
    instead_of: Option<&Language>,
) -> Option<SummaryIndex> {
    let post = state.library.post(post)?;
    let is_read = state.reading.rank(&post.item.language).is_some();
    if instead_of.is_none() && (is_asked || is_read) {
        return None;
    }
    let mut reading = state.reading.clone();
    if let Some(wanted) = instead_of {
        reading.languages.insert(0, wanted.clone());
    }
    reading.summary(&state.library, post)
}

pub(super) fn text_came(state: &mut State, post: PostIndex, text: Option<String>) -> Vec<Effect> {
    let item = state.library.post(post).map(|post| &post.item);
    let is_elsewhere = item.is_some_and(|item| item.elsewhere.is_some());
    // Another post may have been opened meanwhile.
    let Some(article) = state
        .article
        .as_mut()
        .filter(|article| article.post == post)
    else {
        return other_came(state, post, text);
    };
    match text {
        Some(text) if text.len() > MAX_BODY_BYTES => article.text = Text::TooLong,
        Some(text) => article.source = Some(text.into()),
        None if is_elsewhere => article.text = Text::Lost,
        None => article.text = Text::Broken,
    }
    // It may have been shown in part.
    let is_shown = matches!(article.text, Text::Ready(_));
    if render(state) {
        let mut effects = vec![Effect::Await(post)];
        // A version that is left stays on the screen until then.
        if !matches!(&state.article, Some(article) if article.left_post().is_some()) {
            effects.push(Effect::Draw);
        }
        return effects;
    }
    if is_shown {
        return steady(state, Vec::new());
    }
    match state.article.as_ref().and_then(hold) {
        Some(hold) => vec![hold],
        None => shown(state),
    }
}

/// Shows the open post from its top, or at its block.
pub(super) fn shown(state: &mut State) -> Vec<Effect> {
    let Some(article) = &mut state.article else {
        return Vec::new();
    };
    let is_found = settle(article);
    article.left = None;
    let mut effects = Vec::new();
    if std::mem::take(&mut article.writes) {
        effects.push(Effect::Push(state.fragment()));
    }
    let Some(article) = &state.article else {
        return effects;
    };
    effects.extend([Effect::Draw, Effect::ScrollTop]);
    // Another version is no other place: the focus stays.
    if !article.is_switch {
        effects.push(Effect::Focus(Handle::Title));
    }
    if let Some(block) = article.block {
        effects.push(Effect::Scroll(Handle::Block(block)));
    }
    effects.push(Effect::Tell(Event::Post(Some(article.post))));
    if is_found {
        effects.push(Effect::Replace(state.fragment()));
    }
    effects
}

pub(super) fn close(state: &mut State) -> Vec<Effect> {
    let Some(article) = state.leave_article() else {
        return Vec::new();
    };
    vec![
        Effect::Push(state.fragment()),
        Effect::Draw,
        Effect::ScrollTop,
        Effect::RestoreScroll,
        Effect::Focus(way_back(state, article.post)),
        Effect::Tell(Event::Post(None)),
    ]
}

/// The card that a post was opened from, or that of another version; the list's heading if there is
/// none any more.
pub(super) fn way_back(state: &State, post: PostIndex) -> Handle {
    let work = state.library.post(post).map(|post| post.work);
    let cards = &state.selection.cards;
    let cards = cards.get(..state.most_cards).unwrap_or(cards);
    let own = cards.iter().find(|card| card.post == post);
    let card = own.or_else(|| cards.iter().find(|card| Some(card.work) == work));
    card.map_or(Handle::List, |card| Handle::Card(card.post.0))
}

pub(super) fn missing(state: &mut State) -> Vec<Effect> {
    state.article = None;
    state.is_missing = true;
    state.announcement = state.strings.unknown_post.into();
    let message = "the post asked for is not in the bundle; check its id".into();
    vec![
        Effect::Draw,
        Effect::Tell(Event::Error("unknown-post", message)),
    ]
}

/// Turns the open post's source into nodes, and that of the version beside it. Says whether the later
/// part of the module has to come before: then nothing has changed.
pub(super) fn render(state: &mut State) -> bool {
    let Some(article) = &state.article else {
        return false;
    };
    let body = article
        .source
        .as_ref()
        .and_then(|source| body(state, article.post, source, false));
    if let (Some(article), Some(body)) = (&mut state.article, body) {
        // Where it did not come, some signs that stand there by their names can be read.
        if body.lacks && state.later == Later::Away {
            return true;
        }
        article.text = Text::Ready(body);
    }
    render_other(state);
    false
}

/// Turns the source of a post into nodes, as its text in a state: none if there is no such post.
/// `is_other` says that it stands beside another version, see [`crate::markdown::Options`].
#[must_use]
pub fn body(state: &State, post: PostIndex, source: &str, is_other: bool) -> Option<Body> {
    let article = state.article.as_ref();
    let item = &state.library.post(post)?.item;
    let base = [item.url.as_deref(), state.library.home_page_url.as_deref()]
        .into_iter()
        .flatten()
        .next();
    let base = match base.unwrap_or(&state.settings.source) {
        "" => Base::Drop,
        base => Base::At(base),
    };
    let prefix = markdown::id_prefix(&item.id);
    let links = LibraryLinks {
        library: &state.library,
        base,
        key: &state.settings.key,
        source: &state.settings.source,
    };
    let options = markdown::Options {
        dialect: Dialect::Liseuse,
        language: &item.language,
        strings: state.strings,
        prefix: &prefix,
        base,
        links: &links,
        images: if state.settings.click_images {
            Images::Click(article.map_or(&[], |article| &article.images))
        } else {
            Images::Load
        },
        limit: if article.is_some_and(|article| article.is_whole) {
            NODE_LIMITS.1
        } else {
            NODE_LIMITS.0
        },
        is_other,
        is_whole: state.later == Later::Here,
    };
    Some(markdown::render(source, item.content, &options))
}
