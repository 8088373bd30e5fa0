//! One reader: its state, what is drawn of it, and the way from an event to the next drawing.

use std::cell::{Cell, RefCell};

use wasm_bindgen::prelude::*;

use super::{
    dom::Dom,
    finder, flat, list,
    place::Mark,
    port::{self, Browser, Hooks},
    told,
};
use crate::{
    action::Action,
    bundle,
    error::Error,
    library::PostIndex,
    route,
    state::{Effect, Event, Failure, Later, Msg, Settings, State, Status, update},
    text::digits,
    view::{node::Handle, view},
};

pub(super) struct Reader {
    pub(super) state: RefCell<State>,
    pub(super) dom: RefCell<Dom>,
    pub(super) host: web_sys::Element,
    pub(super) hooks: Hooks,
    /// The block that keeps its place on the screen.
    pub(super) mark: Cell<Option<Mark>>,
    /// Where the article began when a block was put in its place, if nothing was drawn since.
    pub(super) placed: Cell<Option<f64>>,
    /// What was asked for while the page was being changed.
    waiting: RefCell<Vec<Msg>>,
    /// Where the page was scrolled to when the list was left.
    list_scroll: Cell<Option<f64>>,
    /// Whether nobody asked yet: then the focus and the page stay where they are.
    pub(super) is_quiet: Cell<bool>,
    /// The sides of beads that correspond to where the focus is, and that are lit up: see
    /// [`Handle::Bead`].
    lit: Cell<(Option<u32>, Option<u32>)>,
    /// Posts whose text is wanted when the later part of the module is here.
    pub(super) late: RefCell<Vec<PostIndex>>,
    /// What is still to be done when the first list or post is on the screen.
    pub(super) rest: RefCell<Vec<Effect>>,
    /// Where the page is to be scrolled to when the open post's text is here.
    pub(super) late_scroll: Cell<Option<f64>>,
    /// Where its [`finder`] is, if somebody has searched.
    pub(super) finder: Cell<Option<usize>>,
    /// What waits for a text in a file of its own, by the post's id: what was asked for while the post
    /// was not known, or else the text.
    pub(super) asked: RefCell<Vec<Asked>>,
    /// Where the last selection began: twice the post's number, and one more for the other side.
    from: Cell<u32>,
}

/// See [`Reader::asked`].
pub(super) type Asked = (String, Option<Msg>);

/// Sets or removes an attribute that views do not know.
fn mark(element: &web_sys::Element, name: &str, is_on: bool) {
    let _ = match is_on {
        true => element.set_attribute(name, ""),
        false => element.remove_attribute(name),
    };
}

impl Reader {
    pub(super) fn new(
        settings: Settings,
        root: web_sys::Node,
        host: web_sys::Element,
        hooks: Hooks,
    ) -> Self {
        Self {
            state: RefCell::new(State {
                later: Later::Away,
                cards_at_once: list::AT_ONCE,
                ..State::new(settings)
            }),
            late: RefCell::default(),
            rest: RefCell::default(),
            late_scroll: Cell::new(None),
            dom: RefCell::new(Dom::new(root)),
            host,
            hooks,
            mark: Cell::new(None),
            placed: Cell::new(None),
            waiting: RefCell::default(),
            list_scroll: Cell::new(None),
            is_quiet: Cell::new(false),
            lit: Cell::new((None, None)),
            finder: Cell::new(None),
            asked: RefCell::default(),
            from: Cell::new(u32::MAX),
        }
    }

    /// Takes everything off the page.
    pub(super) fn clear(&self) {
        self.end_search();
        self.dom.borrow_mut().draw(&[], None, String::new());
    }

    /// Forgets what was searched.
    fn end_search(&self) {
        if let Some(slot) = self.finder.take() {
            finder::end(slot);
        }
    }

    /// Reads with the state; what `f` does must not reach the page's own code.
    pub(super) fn read<T>(&self, f: impl FnOnce(&State) -> T) -> T {
        f(&self.state.borrow())
    }

    /// Takes what happened, and brings about what follows from it.
    pub(super) fn dispatch(&self, msg: Msg) {
        // A post whose page of the list is not here yet may have a file.
        let id = match &msg {
            Msg::Open(id, ..) => Some(id),
            Msg::Routed(place) => place.post.as_ref(),
            _ => None,
        };
        let is_unknown = |state: &State, id: &str| {
            state.library.awaited.is_some() && state.library.find(id).is_none()
        };
        if let Some(id) = id
            && self
                .state
                .try_borrow()
                .is_ok_and(|state| is_unknown(&state, id))
        {
            let id = id.clone();
            return self.ask(id, Some(msg), None);
        }
        self.take(msg);
    }

    pub(super) fn take(&self, msg: Msg) {
        let destination = self.state.borrow().destination(&msg);
        if let Some(post) = destination {
            let block = match &msg {
                Msg::Open(_, _, block) => *block,
                _ => None,
            };
            let detail = told::post(&self.state.borrow(), post, block);
            if !self.hooks.tell("liseuse-navigate", &detail, true) {
                return;
            }
            if post.is_some() && self.read(|state| state.article.is_none()) {
                self.list_scroll.set(Some(self.hooks.scroll(None, 0.0)));
            }
        }
        // Whatever is left must be found again, even if the page has meanwhile written over what the
        // reader kept in this entry of the history.
        if !matches!(msg, Msg::Routed(_)) {
            self.stamp();
        }
        // While something is drawn, the page's own code may be called (focus that is lost), and
        // ask for more: that waits.
        let effects = match self.state.try_borrow_mut() {
            Ok(mut state) => update(&mut state, msg),
            Err(_) => return self.waiting.borrow_mut().push(msg),
        };
        for effect in effects {
            self.perform(effect);
        }
        let waiting = self.waiting.take();
        for msg in waiting {
            self.dispatch(msg);
        }
    }

    /// Takes the bundle, and goes where the address or the author says.
    pub(super) fn load(&self, feed: JsValue) {
        let bundle = match bundle::from_value(flat::read(&feed)) {
            Ok(bundle) => bundle,
            Err(error) => {
                let failure = match error {
                    Error::TooNew { .. } => Failure::TooNew,
                    Error::TooLarge { .. } => Failure::TooLarge,
                    Error::NotJson { .. } => Failure::NotJson,
                    Error::NotAFeed { .. } => Failure::NotAFeed,
                };
                let message = [&error.message(), "; ", error.remedy()].concat();
                return self.dispatch(Msg::Failed(failure, message));
            }
        };
        if !bundle.problems.is_empty() {
            let places = bundle.problems.iter().take(10);
            let places: Vec<&str> = places.map(|problem| &*problem.place).collect();
            let line = [
                "Liseuse: ",
                &digits(bundle.problems.len()),
                " defects in the bundle, at ",
                &places.join(", "),
                "; `liseuse-bundle check` says what they are",
            ];
            port::warn(&line.concat());
        }
        self.end_search();
        let effects = update(&mut self.state.borrow_mut(), Msg::Loaded(Box::new(bundle)));
        *self.rest.borrow_mut() = effects;
        let place = self.routed_place();
        let first = self.read(|state| state.settings.post.clone());
        if let Some((place, scroll)) = place {
            self.is_quiet.set(place.post.is_none());
            self.dispatch(Msg::Routed(place));
            self.late_scroll.set(scroll);
        } else {
            self.is_quiet.set(true);
            let place = route::Place {
                post: Some(first).filter(|first| !first.is_empty()),
                ..self.read(State::place)
            };
            self.dispatch(Msg::Routed(place));
        }
        self.settled();
    }

    /// Follows the page's history.
    pub(super) fn follow_history(&self) {
        match self.routed_place() {
            Some((place, scroll)) => {
                self.dispatch(Msg::Routed(place));
                self.late_scroll.set(scroll);
                self.settled();
            }
            // Somebody else's place: this reader stays as it is.
            None => self.stamp(),
        }
    }

    /// What this reader kept in the entry of the history that is shown now: its fragment, and how
    /// far the page was scrolled.
    fn kept(&self) -> Option<(String, Option<f64>)> {
        let own = self.hooks.kept();
        Some((
            port::get(&own, "place").as_string()?,
            port::get(&own, "scroll").as_f64(),
        ))
    }

    /// The place that the address, or else this entry of the history, has for this reader.
    pub(super) fn routed_place(&self) -> Option<(route::Place, Option<f64>)> {
        self.read(|state| {
            if !state.settings.routes {
                return None;
            }
            let key = &state.settings.key;
            let kept = self.kept();
            let scroll = kept.as_ref().and_then(|kept| kept.1);
            if let Some(place) = route::parse(&self.hooks.fragment(), key) {
                return Some((place, scroll));
            }
            Some((route::parse(&kept?.0, key)?, scroll))
        })
    }

    /// Keeps this reader's place in the entry of the history, without a change of the address: so
    /// that the way back to it is known, and somebody else's fragment is told from it.
    pub(super) fn stamp(&self) {
        self.read(|state| {
            let is_ready = state.status == Status::Ready && state.settings.routes;
            if is_ready && self.kept().is_none() {
                let place = state.fragment();
                self.hooks.keep(Some(&place), None, false, true, None);
            }
        });
    }

    /// Takes a click: what the innermost drawn target asks for. Of keys, only Escape comes here.
    pub(super) fn click(&self, event: &web_sys::Event) {
        let is_key = port::get(event, "key").is_truthy();
        // A page with a router of its own may take every click on a link before it gets here. What
        // a person asks of the reader is answered all the same; the page has `liseuse-navigate`.
        if is_key && event.default_prevented() {
            return;
        }
        let wanted = |action: &Action| match action {
            Action::Peek(_) => true,
            Action::Unpeek(_) => is_key,
            _ => !is_key,
        };
        let found = self.dom.borrow().action(&event.composed_path(), &wanted);
        let action = match found {
            Some(Action::Peek(block) | Action::Unpeek(block)) if is_key => {
                let is_open = |state: &State| {
                    let peeks = state.article.as_ref().map(|article| &article.peeks);
                    peeks.is_some_and(|peeks| peeks.contains(&(block, true)))
                };
                if !self.read(is_open) {
                    return;
                }
                Action::Unpeek(block)
            }
            Some(action) => action,
            None => return,
        };
        let is_link = matches!(
            action,
            Action::Open(_)
                | Action::Follow(_)
                | Action::Close
                | Action::Jump(_)
                | Action::JumpToBlock(_)
        );
        // A link with a modifier opens elsewhere: that is the browser's business.
        if is_link && port::has_modifier(event) {
            return;
        }
        event.prevent_default();
        self.dispatch(Msg::Acted(action));
    }

    /// Lights up what corresponds to where the pointer or the focus is. Where the pointer goes down,
    /// a selection may begin: it takes no words of the other side. Says whether that is another
    /// side than before.
    pub(super) fn point(&self, event: &web_sys::Event) -> bool {
        // The focus may move while something is drawn.
        let (Ok(dom), Ok(state)) = (self.dom.try_borrow(), self.state.try_borrow()) else {
            return false;
        };
        let path = event.composed_path();
        let side = dom.bead(&path);
        let opens = |action: &Action| matches!(action, Action::Open(_) | Action::Follow(_));
        let item = dom.action(&path, &opens).and_then(|action| {
            let post = match action {
                Action::Open(post) => post,
                Action::Follow(id) => state.library.find(&id)?,
                _ => return None,
            };
            Some(&state.library.post(post)?.item)
        });
        if let Some(item) = item
            && let Some(address) = &item.elsewhere
        {
            self.hooks.prefetch(&item.id, address);
        }
        if event.type_() == "pointerdown" {
            let (Some(side), Some(open)) = (side, &state.article) else {
                return false;
            };
            // Elements of another post are others.
            let from = open.post.0 * 2 + side % 2;
            if let Some(article) = dom.find(&Handle::Article) {
                mark(&article, "data-from", side % 2 == 1);
            }
            return self.from.replace(from) != from;
        }
        // Where the pointer is counts more than where the focus is, until that moves.
        let twin = side.map(|side| side ^ 1);
        let (mut focus, old) = self.lit.get();
        let new = if event.type_() == "focusin" {
            focus = twin;
            twin
        } else {
            twin.or(focus)
        };
        self.lit.set((focus, new));
        for (side, is_lit) in [(old, false), (new, true)] {
            if old != new
                && let Some(side) = side
                && let Some(element) = dom.find(&Handle::Bead(side))
            {
                mark(&element, "data-lit", is_lit);
            }
        }
        false
    }

    /// Shows the state.
    pub(super) fn draw(&self) {
        self.placed.set(None);
        let state = self.state.borrow();
        let nodes = view(&state, &Browser);
        let touched = self.hooks.touched();
        let page = self.hooks.page();
        self.dom.borrow_mut().draw(&nodes, touched, page);
        // What was done just now was not somebody else.
        self.hooks.touched();
        self.go_on_growing(&state);
    }

    pub(super) fn perform(&self, effect: Effect) {
        let is_quiet = self.is_quiet.get();
        match effect {
            // The page's own content stays until there is something better.
            Effect::Draw if !self.rest.borrow().is_empty() && self.is_waiting() => {}
            Effect::Draw => {
                let had_focus = port::focused(&self.host).is_some();
                self.draw();
                // What had the focus may have gone with the version that it was in.
                if had_focus && port::focused(&self.host).is_none() {
                    self.with(&Handle::Version, port::focus);
                }
            }
            Effect::Hold(blocks, first) => self.hold(blocks, first),
            Effect::Mark(block) => self.mark(block),
            Effect::Place(block) => self.place(block),
            Effect::FetchText(post) => self.fetch_text(post),
            Effect::Await(post) => self.wait_for(post),
            Effect::KeepScroll => {
                if self.read(|state| state.settings.routes) {
                    let scroll = self.hooks.scroll(None, 0.0);
                    self.hooks.keep(None, Some(scroll), false, true, None);
                }
            }
            Effect::Push(fragment) => self.write(&fragment, true),
            Effect::Replace(fragment) => self.write(&fragment, false),
            Effect::Focus(_) | Effect::Scroll(_) | Effect::ScrollTop | Effect::RestoreScroll
                if is_quiet => {}
            Effect::Focus(handle) => self.with(&handle, port::focus),
            Effect::Scroll(handle) => {
                self.with(&handle, port::scroll_into_view);
                if let Handle::Block(block) = handle {
                    self.mark(block);
                    self.note_top();
                }
            }
            Effect::ScrollTop => self.hooks.top(),
            Effect::RestoreScroll => {
                if let Some(scroll) = self.list_scroll.get() {
                    self.scroll_to(scroll);
                }
            }
            Effect::Search(query) => self.hooks.search(&query),
            Effect::Remember(languages) => self.hooks.remember(&languages),
            Effect::Copy(text) => self.hooks.copy(&text),
            Effect::FetchPages => self.hooks.pages(),
            Effect::Fetch => self.hooks.refetch(),
            Effect::Tell(event) => self.tell(&event),
        }
    }

    fn write(&self, fragment: &str, push: bool) {
        self.read(|state| {
            if state.settings.routes {
                let page = state.page();
                let page = page.as_ref().map(|page| page.as_str());
                self.hooks.keep(Some(fragment), None, push, false, page);
            }
        });
    }

    fn with(&self, handle: &Handle, f: impl FnOnce(&web_sys::Element)) {
        // The focus runs the page's own code: no borrow may be held.
        let element = self.dom.borrow().find(handle);
        if let Some(element) = element {
            f(&element);
        }
    }

    fn tell(&self, event: &Event) {
        let (name, detail) = {
            let state = self.state.borrow();
            match event {
                Event::Ready => ("liseuse-ready", told::snapshot(&state)),
                Event::Post(post) => {
                    let block = state.article.as_ref().and_then(|article| article.block);
                    ("liseuse-post", told::post(&state, *post, block))
                }
                Event::Filter => ("liseuse-filter", told::snapshot(&state)),
                Event::Language => ("liseuse-language", told::snapshot(&state)),
                Event::Error(kind, message) => {
                    port::error(&["Liseuse: ", message].concat());
                    ("liseuse-error", told::failure(kind, message))
                }
            }
        };
        self.hooks.tell(name, &detail, false);
    }
}
