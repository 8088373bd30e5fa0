//! The text of the open post, and what waits for it: it may need the later part of the module.

use super::reader::Reader;
use crate::{
    bundle::Content,
    library::PostIndex,
    state::{Effect, Later, Msg, Text},
    view::node::Handle,
};

impl Reader {
    /// Gets the text of a post, from its own file if it has one.
    pub(super) fn fetch_text(&self, post: PostIndex) {
        let Some((id, address)) = self.elsewhere(post) else {
            return self.take_text(post);
        };
        self.ask(id, None, Some(&address));
        // Who asked sees that something is coming, unless that would take another text away.
        if self.read(|state| state.is_opening(post)) {
            let focus = Effect::Focus(Handle::Title);
            for effect in [Effect::Draw, Effect::ScrollTop, focus] {
                self.perform(effect);
            }
        }
    }

    /// Takes the text of a post, after the later part of the module if that has to be here before.
    pub(super) fn take_text(&self, post: PostIndex) {
        let lacks = {
            let mut state = self.state.borrow_mut();
            // Perhaps it comes this time.
            if state.later == Later::Lost {
                state.later = Later::Away;
            }
            state.lacks_later(post)
        };
        if lacks {
            self.wait_for(post);
        } else {
            self.hand_text(post);
        }
    }

    /// Gets the later part of the module; the post's text is wanted when that is here.
    pub(super) fn wait_for(&self, post: PostIndex) {
        self.late.borrow_mut().push(post);
        self.hooks.join();
    }

    /// Goes on when the later part of the module is here, or cannot be had.
    pub(super) fn joined(&self, is_here: bool) {
        self.state.borrow_mut().later = if is_here { Later::Here } else { Later::Lost };
        let late = self.late.take();
        for post in late {
            self.hand_text(post);
        }
        self.settled();
    }

    fn hand_text(&self, post: PostIndex) {
        let id = self.read(|state| Some(state.library.post(post)?.item.id.clone()));
        self.hooks.drawing(id.as_deref());
        if let Some(text) = self.text(post) {
            self.dispatch(Msg::Text(post, text));
        }
        self.hooks.drawing(None);
    }

    /// The source of a post, if it can be had; none if there is no such post.
    pub(super) fn text(&self, post: PostIndex) -> Option<Option<String>> {
        let (position, member) = self.read(|state| {
            let item = &state.library.post(post)?.item;
            let member = match item.content {
                Content::Html => "content_html",
                Content::Markdown | Content::Text => "content_text",
            };
            Some((u32::try_from(item.position).ok()?, member))
        })?;
        Some(self.hooks.text(position, member))
    }

    /// Does what had to wait for the text of the open post: scrolls to where it was left, and, for the
    /// first one, tells that the reader has begun.
    pub(super) fn settled(&self) {
        if self.is_waiting() {
            return;
        }
        if let Some(scroll) = self.late_scroll.take() {
            self.scroll_to(scroll);
        }
        let rest = self.rest.take();
        if rest.is_empty() {
            return;
        }
        self.is_quiet.set(false);
        for effect in rest.into_iter().filter(|effect| *effect != Effect::Draw) {
            self.perform(effect);
        }
        self.stamp();
    }

    /// Whether the text of the open post is on its way, or a post that is not known yet.
    pub(super) fn is_waiting(&self) -> bool {
        let is_asked = self.asked.borrow().iter().any(|asked| asked.1.is_some());
        is_asked
            || self.read(|state| {
                let text = state.article.as_ref().map(|article| &article.text);
                text == Some(&Text::Waiting)
            })
    }
}
