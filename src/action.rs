//! What a person can ask for by touching something that a view drew.

use std::rc::Rc;

use crate::library::{LanguageIndex, PostIndex, SummaryIndex, TagIndex};

/// How a post with several versions is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// One version.
    Single,
    /// Two versions, in columns where there is room, else as [`Self::Interleaved`].
    SideBySide,
    /// Two versions, block by block.
    Interleaved,
}

impl Mode {
    /// The mode of this name; one version for a name that is not known.
    #[must_use]
    pub fn parse(name: &str) -> Self {
        match name {
            "side-by-side" => Self::SideBySide,
            "interleaved" => Self::Interleaved,
            _ => Self::Single,
        }
    }

    /// Its name in attributes and addresses.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::SideBySide => "side-by-side",
            Self::Interleaved => "interleaved",
        }
    }
}

/// What happens when an element is activated. Elements carry it beside their attributes; it never
/// reaches the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Open this version of a work.
    Open(PostIndex),
    /// Open the post that has this address, chosen when the text was rendered.
    Follow(Rc<str>),
    /// Show posts with several versions in this way.
    View(Mode),
    /// Put this version beside the open one.
    Beside(PostIndex),
    /// Keep the rows of two columns level, or let each column go its own way.
    ToggleSync,
    /// Go back to the list.
    Close,
    /// Turn a tag of the filter on or off.
    ToggleTag(TagIndex),
    /// Show all tags, or only the most used.
    ToggleAllTags,
    /// Ask for any of the chosen tags, or for all of them.
    ToggleMatch,
    /// Show more of the list.
    ShowMore,
    /// Drop every filter.
    ClearFilter,
    /// Add a language to those the reader reads, as the first, or take it away.
    ToggleLanguage(LanguageIndex),
    /// Show every version in every language, or one card a work.
    ToggleEveryLanguage,
    /// Show or hide this summary of the open post.
    ToggleSummary(SummaryIndex),
    /// Show or hide the text of the open post, where a summary stands first.
    ToggleText,
    /// Move to the element with this id inside the article.
    Jump(Rc<str>),
    /// Move to this block of the article, and keep it in the address.
    JumpToBlock(u32),
    /// Put this text on the clipboard.
    Copy(Rc<str>),
    /// Load the image that has this number in the article.
    LoadImage(u32),
    /// Show the part of a very long post that was held back.
    ShowRest,
    /// Show what corresponds to this block under it, or hide it.
    Peek(u32),
    /// Hide what corresponds to this block. Asked for by the key Escape, never by a click.
    Unpeek(u32),
    /// Load the bundle again.
    Retry,
}
