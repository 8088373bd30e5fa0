//! What can happen, and what may follow from it.

use std::rc::Rc;

use super::{Failure, Settings};
use crate::{
    action::Action,
    bundle::Bundle,
    language::Language,
    library::PostIndex,
    query::{Found, Match},
    route::Place,
    view::node::Handle,
};

/// What happened.
#[derive(Debug)]
pub enum Msg {
    /// The bundle is here.
    Loaded(Box<Bundle>),
    /// A piece of a bundle in several is here.
    Added(Box<Bundle>, Piece),
    /// A page of the list will not come.
    Lost,
    /// The bundle will not come.
    Failed(Failure, String),
    /// The author changed attributes.
    Configured(Box<Settings>),
    /// The page's address has, or had all along, this place.
    Routed(Place),
    /// Somebody touched something.
    Acted(Action),
    /// The page asks for a post, by id; in a language, at a block.
    Open(String, Option<Language>, Option<u32>),
    /// The page asks for other languages.
    SetLanguages(String),
    /// The page asks for another filter: tags, how they are joined, and a text.
    SetFilter(Vec<String>, Match, String),
    /// Somebody wrote this into the search box.
    Typed(String),
    /// What was found for the text searched for; none where the search could not be had.
    Found(Option<Vec<Found>>),
    /// The page asks for another view.
    SetView(String),
    /// A post's text is here, or cannot be had.
    Text(PostIndex, Option<String>),
    /// The block of the text on the screen that is being read, and whether nobody has scrolled since
    /// it was put in its place.
    Held(Option<u32>, bool),
    /// A text is on the clipboard, or the browser does not let it there.
    Copied(bool),
}

/// What a piece of a bundle is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece {
    /// The text of a post.
    Body,
    /// A page of the list; more will follow.
    Page,
    /// The last page of the list.
    LastPage,
}

/// What the widget has to bring about.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Show the state.
    Draw,
    /// Get the text of this post, and tell it as [`Msg::Text`].
    FetchText(PostIndex),
    /// Get the later part of the module, then this post's text again, and tell it as [`Msg::Text`].
    Await(PostIndex),
    /// Keep where the page is scrolled to, for the way back.
    KeepScroll,
    /// A new place in the page's history.
    Push(String),
    /// The same place, called otherwise.
    Replace(String),
    /// Move the focus there; scroll no further than needed.
    Focus(Handle),
    /// Scroll so that this is at the top of the screen.
    Scroll(Handle),
    /// Show the top of the reader, if it is above the screen.
    ScrollTop,
    /// Scroll the list back to where it was left.
    RestoreScroll,
    /// Note which block is being read and where it is on the screen, and tell it as [`Msg::Held`].
    /// The text there has so many blocks; the second one, if it is on the screen, is meant.
    Hold(u32, Option<u32>),
    /// Note where this block is on the screen, and not another.
    Mark(u32),
    /// Scroll so that this block, or else the one that was noted, is where that one was.
    Place(Option<u32>),
    /// Search for this text, and tell what is found as [`Msg::Found`].
    Search(String),
    /// Remember these languages for the next visit.
    Remember(String),
    /// Put a text on the clipboard, and tell it as [`Msg::Copied`].
    Copy(Rc<str>),
    /// Get the further pages of the list, and tell each as [`Msg::Added`].
    FetchPages,
    /// Get the bundle again.
    Fetch,
    /// Tell the page.
    Tell(Event),
}

/// What the page is told.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// `liseuse-ready`
    Ready,
    /// `liseuse-post`: a post is open, or (none) the list is back.
    Post(Option<PostIndex>),
    /// `liseuse-filter`
    Filter,
    /// `liseuse-language`
    Language,
    /// `liseuse-error`
    Error(&'static str, String),
}
