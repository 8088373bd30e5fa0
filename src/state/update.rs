//! The one function that changes the state.

use std::rc::Rc;

use super::{
    Effect, Event, FEW_CARDS, Failure, Msg, Pages, Piece, Settings, State, Status, Text,
    article::{close, missing, open, render, show, text_came, way_back},
    pair::{put_beside, set_view, steady},
    peek,
    place::held,
    search::{found, place_found, search},
    settings::{initial_reading, known_tags, language_names, parse_languages},
};
use crate::{
    action::{Action, Mode},
    bundle::Bundle,
    i18n::Strings,
    language::Language,
    library::{LanguageIndex, Library, closeness},
    query::{Match, Query, Selection},
    route::Place,
    view::node::Handle,
};

/// Changes the state, and says what has to be done.
pub fn update(state: &mut State, msg: Msg) -> Vec<Effect> {
    // The element asks whenever its size changes.
    if matches!(&msg, Msg::Configured(settings) if **settings == state.settings) {
        return Vec::new();
    }
    // Where the text stands is nobody's news, nor is what comes by itself.
    if !matches!(msg, Msg::Held(..) | Msg::Added(..)) {
        state.announcement.clear();
        state.is_answer = false;
        state.is_switched = false;
    }
    // After these the place follows, which may be a post's.
    let is_begun = !matches!(msg, Msg::Loaded(_) | Msg::Added(_, Piece::Body));
    let mut effects = change(state, msg);
    if is_begun && state.wants_pages() {
        state.pages = Pages::Coming;
        effects.push(Effect::FetchPages);
    }
    effects
}

fn change(state: &mut State, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Loaded(bundle) => loaded(state, *bundle),
        Msg::Added(bundle, piece) => added(state, *bundle, piece),
        Msg::Lost => {
            state.pages = Pages::Lost;
            vec![Effect::Draw]
        }
        Msg::Failed(failure, message) => failed(state, failure, message),
        Msg::Configured(settings) => configured(state, *settings),
        Msg::Routed(place) => routed(state, &place),
        Msg::Acted(action) => acted(state, action),
        Msg::Open(id, language, block) => match state.library.find(&id) {
            Some(post) => {
                let version = state.version(post, language.as_ref());
                open(state, version, language, block.map(|block| (post, block)))
            }
            None => missing(state),
        },
        Msg::SetLanguages(list) => {
            let (languages, every) = parse_languages(&list);
            state.reading.languages = languages;
            state.reading.every = every;
            languages_changed(state)
        }
        Msg::SetFilter(tags, matching, text) => {
            state.query = Query {
                tags: known_tags(&state.library, &tags),
                matching,
            };
            let mut effects = search(state, text);
            effects.append(&mut filter_changed(state));
            effects
        }
        Msg::Typed(text) => {
            let mut effects = search(state, text);
            state.select_anew();
            // Letters are no places in the history.
            effects.push(Effect::Replace(state.fragment()));
            if state.found.is_none() {
                effects.push(Effect::Draw);
                effects.push(Effect::Tell(Event::Filter));
            }
            effects
        }
        Msg::Found(posts) => found(state, posts),
        Msg::SetView(view) => set_view(state, Mode::parse(&view)),
        Msg::Text(post, text) => text_came(state, post, text),
        Msg::Held(block, is_still) => held(state, block, is_still),
        Msg::Copied(is_done) => {
            let Strings {
                copied, not_copied, ..
            } = state.strings;
            state.announcement = if is_done { *copied } else { *not_copied }.into();
            state.is_answer = true;
            vec![Effect::Draw]
        }
    }
}

fn loaded(state: &mut State, bundle: Bundle) -> Vec<Effect> {
    state.library = Rc::new(Library::new(bundle));
    state.pages = match state.library.awaited {
        Some(_) => Pages::Left,
        None => Pages::Here,
    };
    // A list that stands in a page of its own stays as long as it is there.
    let first = state.library.posts().first();
    (state.most_cards, state.ready_cards) = match first {
        Some(post) if post.item.page.is_some() => (usize::MAX, usize::MAX),
        _ => (FEW_CARDS, state.cards_at_once),
    };
    state.status = Status::Ready;
    let mut effects = reset(state);
    state.select();
    effects.extend([Effect::Draw, Effect::Tell(Event::Ready)]);
    effects
}

/// Takes a piece. What is on the screen follows when it has room for more, and when all is here.
fn added(state: &mut State, bundle: Bundle, piece: Piece) -> Vec<Effect> {
    // Nobody else has it.
    let Some(library) = Rc::get_mut(&mut state.library) else {
        return Vec::new();
    };
    library.add(bundle.items, bundle.alignments, piece != Piece::Body);
    let is_last = piece == Piece::LastPage;
    if is_last {
        library.awaited = None;
        state.pages = Pages::Here;
    }
    let has_room = state.selection.cards.len() < state.most_cards;
    if piece == Piece::Body || !(is_last || has_room) {
        return Vec::new();
    }
    state.select();
    let mut effects = Vec::new();
    if state.article.is_none() {
        effects.push(Effect::Draw);
    }
    if is_last {
        effects.push(Effect::Tell(Event::Filter));
    }
    effects
}

/// Everything as the author set it.
fn reset(state: &mut State) -> Vec<Effect> {
    state.reading = initial_reading(&state.settings, &state.library);
    state.query = Query {
        tags: known_tags(&state.library, &state.settings.tags),
        matching: state.settings.matching,
    };
    state.found = None;
    search(state, state.settings.query.clone())
}

fn failed(state: &mut State, failure: Failure, message: String) -> Vec<Effect> {
    state.status = Status::Failed(failure);
    vec![
        Effect::Draw,
        Effect::Tell(Event::Error(failure.kind(), message)),
    ]
}

fn configured(state: &mut State, settings: Settings) -> Vec<Effect> {
    let old = std::mem::replace(&mut state.settings, settings);
    let new = &state.settings;
    let has_other_words = old.interface != new.interface || old.messages != new.messages;
    if has_other_words {
        state.strings = new.strings();
    }
    if has_other_words || old.click_images != new.click_images {
        render(state);
    }
    let new = &state.settings;
    if old.languages != new.languages || old.untranslated != new.untranslated {
        state.reading = initial_reading(&state.settings, &state.library);
    }
    let new = &state.settings;
    if old.tags != new.tags || old.matching != new.matching {
        state.query = Query {
            tags: known_tags(&state.library, &new.tags),
            matching: new.matching,
        };
    }
    let view = new.view;
    let mut effects = Vec::new();
    if old.query != new.query && state.status == Status::Ready {
        effects = search(state, new.query.clone());
    }
    state.select();
    if old.post != state.settings.post && state.status == Status::Ready {
        return match state.library.find(&state.settings.post) {
            Some(post) => open(state, post, None, None),
            None if state.settings.post.is_empty() => close(state),
            None => missing(state),
        };
    }
    if old.view != view {
        return set_view(state, view);
    }
    if old.is_wide != state.settings.is_wide {
        return steady(state, Vec::new());
    }
    effects.push(Effect::Draw);
    effects
}

/// Goes where the address says, without writing it again.
fn routed(state: &mut State, place: &Place) -> Vec<Effect> {
    state.query = Query {
        tags: known_tags(&state.library, &place.tags),
        matching: if place.match_all {
            Match::All
        } else {
            Match::Any
        },
    };
    let mut effects = search(state, place.query.clone());
    state.is_missing = false;
    let Some(id) = &place.post else {
        if place.languages.is_empty() {
            state.reading = initial_reading(&state.settings, &state.library);
        } else {
            let (languages, every) = parse_languages(&place.languages.join(" "));
            state.reading.languages = languages;
            state.reading.every = every;
        }
        state.select();
        let was_open = state.leave_article();
        effects.push(Effect::Draw);
        if let Some(article) = was_open {
            effects.push(Effect::Focus(way_back(state, article.post)));
            effects.push(Effect::Tell(Event::Post(None)));
        }
        return effects;
    };
    state.select();
    let language = place.languages.first().and_then(|tag| Language::parse(tag));
    let view = place.view.as_deref();
    state.view = view.map_or(state.settings.view, Mode::parse);
    match state.library.find(id) {
        Some(post) => {
            let version = state.version(post, language.as_ref());
            let block = place.block.map(|block| (post, block));
            effects.append(&mut show(state, version, language, block, false));
        }
        None => effects.append(&mut missing(state)),
    }
    effects
}

fn acted(state: &mut State, action: Action) -> Vec<Effect> {
    match action {
        // The version that is shown.
        Action::Open(post) if state.article.as_ref().is_some_and(|open| open.post == post) => {
            Vec::new()
        }
        Action::Open(post) => {
            let language = state
                .library
                .post(post)
                .map(|post| post.item.language.clone());
            // Choosing a card asks for the work; what the reader reads is what was asked for.
            let wanted = match &state.article {
                Some(_) => language,
                None => state.reading.languages.first().cloned(),
            };
            let block = place_found(state, post);
            open(state, post, wanted, block)
        }
        Action::Follow(id) => match state.library.find(&id) {
            Some(post) => open(state, post, None, None),
            None => missing(state),
        },
        Action::View(view) => set_view(state, view),
        Action::Beside(post) => {
            let effects = put_beside(state, post);
            steady(state, effects)
        }
        Action::ToggleSync => {
            state.is_apart = !state.is_apart;
            steady(state, Vec::new())
        }
        Action::Close => close(state),
        Action::ToggleTag(tag) => {
            match state.query.tags.iter().position(|other| *other == tag) {
                Some(index) => drop(state.query.tags.remove(index)),
                None => state.query.tags.push(tag),
            }
            filter_changed(state)
        }
        Action::ToggleMatch => {
            state.query.matching = match state.query.matching {
                Match::Any => Match::All,
                Match::All => Match::Any,
            };
            filter_changed(state)
        }
        Action::ShowMore => {
            let cards = &state.selection.cards;
            let next = cards.get(state.most_cards).map(|card| card.post);
            state.show_more();
            let focus = next.map(|next| Effect::Focus(Handle::Card(next.0)));
            [Effect::Draw].into_iter().chain(focus).collect()
        }
        Action::ClearFilter => {
            state.query = Query::default();
            let mut effects = search(state, String::new());
            effects.append(&mut filter_changed(state));
            effects.push(Effect::Focus(Handle::List));
            effects
        }
        Action::ToggleLanguage(language) => {
            toggle_language(state, language);
            languages_changed(state)
        }
        Action::ToggleEveryLanguage => {
            state.reading.every = !state.reading.every;
            languages_changed(state)
        }
        Action::ToggleAllTags => {
            state.shows_all_tags = !state.shows_all_tags;
            vec![Effect::Draw]
        }
        Action::ToggleSummary(language) => {
            if let Some(article) = &mut state.article {
                let is_shown = article.summary == Some(language);
                article.summary = (!is_shown).then_some(language);
            }
            vec![Effect::Draw]
        }
        Action::ToggleText => {
            if let Some(article) = &mut state.article {
                article.full = article.full.map(|is_shown| !is_shown);
            }
            vec![Effect::Draw]
        }
        Action::Jump(id) => {
            let handle = Handle::Id(id);
            vec![Effect::Focus(handle.clone()), Effect::Scroll(handle)]
        }
        Action::JumpToBlock(block) => {
            if let Some(article) = &mut state.article {
                article.block = Some(block);
            }
            vec![
                Effect::Push(state.fragment()),
                Effect::Scroll(Handle::Block(block)),
            ]
        }
        Action::Copy(text) => {
            // The last answer goes first, so that the same one is heard and seen again.
            vec![Effect::Draw, Effect::Copy(text)]
        }
        Action::LoadImage(number) => {
            if let Some(article) = &mut state.article {
                article.images.push(number);
            }
            render(state);
            vec![Effect::Draw]
        }
        Action::ShowRest => {
            if let Some(article) = &mut state.article {
                article.is_whole = true;
            }
            let open = state.article.as_ref().map(|article| article.post);
            match open {
                Some(post) if render(state) => vec![Effect::Await(post)],
                _ => vec![Effect::Draw],
            }
        }
        Action::Peek(block) => peek::toggle(state, block),
        Action::Unpeek(block) => peek::close(state, block),
        Action::Retry if state.status == Status::Ready => match &mut state.article {
            Some(article) => {
                article.text = Text::Waiting;
                vec![Effect::FetchText(article.post)]
            }
            None => {
                state.pages = Pages::Coming;
                vec![Effect::Draw, Effect::FetchPages]
            }
        },
        Action::Retry => {
            state.status = Status::Loading;
            vec![Effect::Draw, Effect::Fetch]
        }
    }
}

fn toggle_language(state: &mut State, language: LanguageIndex) {
    let Some(language) = state.library.language(language) else {
        return;
    };
    state.reading.every = false;
    let is_read = state.reading.rank(language).is_some();
    state
        .reading
        .languages
        .retain(|other| closeness(other, language).is_none());
    if !is_read {
        state.reading.languages.insert(0, language.clone());
    } else if state.reading.languages.is_empty()
        || !state
            .library
            .languages()
            .iter()
            .any(|other| state.reading.rank(other).is_some())
    {
        // Taking the last one away asks for the others.
        let others = state
            .library
            .languages()
            .iter()
            .filter(|other| *other != language);
        state.reading.languages = others.cloned().collect();
    }
}

fn languages_changed(state: &mut State) -> Vec<Effect> {
    state.select_anew();
    announce_count(state);
    vec![
        Effect::Remember(language_names(&state.reading).join(" ")),
        Effect::Push(state.fragment()),
        Effect::Draw,
        Effect::Tell(Event::Language),
    ]
}

fn filter_changed(state: &mut State) -> Vec<Effect> {
    state.select_anew();
    announce_count(state);
    vec![
        Effect::Push(state.fragment()),
        Effect::Draw,
        Effect::Tell(Event::Filter),
    ]
}

pub(super) fn announce_count(state: &mut State) {
    let Selection { cards, total, .. } = &*state.selection;
    state.announcement = state.strings.count(cards.len(), *total);
}
