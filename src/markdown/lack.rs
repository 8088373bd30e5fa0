//! What a text needs the later part of the module for, see `xtask/src/split`.

use pulldown_cmark::{CodeBlockKind, Event, Tag as Start};

use super::{Context, entity};

impl Context<'_> {
    /// Takes note of words that may hold a reference whose name is not here.
    pub(super) fn note_words(&mut self, words: &str) {
        self.lacks |= !self.options.is_whole && entity::has_unknown(words);
    }

    /// Takes note of what comes with character references decoded.
    pub(super) fn note_references(&mut self, event: &Event<'_>, in_code: bool) {
        let (one, other) = match event {
            Event::Text(text) if !in_code => (&**text, ""),
            Event::Start(
                Start::Link {
                    dest_url, title, ..
                }
                | Start::Image {
                    dest_url, title, ..
                },
            ) => (&**dest_url, &**title),
            Event::Start(Start::CodeBlock(CodeBlockKind::Fenced(info))) => (&**info, ""),
            _ => return,
        };
        self.note_words(one);
        self.note_words(other);
    }
}
