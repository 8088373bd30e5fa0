//! Everything that can be wrong with a place in a bundle, and the words for it.
//!
//! The words are for who makes bundles. The widget tells the places alone, and that
//! `liseuse-bundle check` has the words: they would cost every reader 2 KB.

use super::label;
use crate::error::Severity;

/// What is wrong with one place.
#[derive(Clone, Copy)]
pub(super) enum Defect<'a> {
    // Of any field: what it is, what it holds.
    Mismatch {
        found: &'static str,
        wanted: &'static str,
    },
    NumberForText,
    LongLabel(usize),
    NoLanguageTag(&'a str),
    NoWebAddress,
    UnknownKey(&'a str),

    // Of the feed.
    NoFeedTitle,
    NoFeedVersion,
    NoFormatVersion,
    NoLanguage(usize),
    TooManyTagLabels,
    TagWithoutId,
    TagTwice,
    LabelTaken {
        label: &'a str,
        id: &'a str,
    },
    NoBeads,
    Unlisted(usize),

    // Of an item.
    NoItem(&'static str),
    NoId,
    EmptyId,
    OddId(&'static str),
    LongId,
    IdTaken {
        id: &'a str,
        unique: &'a str,
    },
    KeyTaken {
        key: &'a str,
        language: &'a str,
    },
    NoTitle,
    NoDate(&'a str),
    TextForList,
    TooManyTags,
    UnknownContent(&'a str),
    NoBody,
    LongBody,
}

impl Defect<'_> {
    /// An error where something is lost, else a warning: something was ignored or put right.
    pub(super) fn severity(self) -> Severity {
        match self {
            Self::NoItem(_)
            | Self::NoId
            | Self::EmptyId
            | Self::OddId(_)
            | Self::NoBody
            | Self::LongBody => Severity::Error,
            _ => Severity::Warning,
        }
    }

    /// What is wrong, and what to do about it: a lower-case clause each.
    pub(super) fn words(self) -> (String, String) {
        let remedy = self.remedy();
        let what = match self {
            Self::Mismatch { found, wanted } => format!("this is {found}, not {wanted}"),
            Self::NumberForText => "this is a number, not a text".into(),
            Self::LongLabel(max) => format!("this has more than {max} characters"),
            Self::NoLanguageTag(text) => format!("`{}` is not a language tag", shown(text)),
            Self::NoWebAddress => "this is not an absolute http or https address".into(),
            Self::UnknownKey(key) => format!("`{key}` means nothing here"),
            Self::NoFeedTitle => "the feed has no title".into(),
            Self::NoFeedVersion => "the feed does not say that it is a JSON Feed".into(),
            Self::NoFormatVersion => "the format's version is not told".into(),
            Self::NoLanguage(posts) => format!("{posts} posts have no language"),
            Self::TooManyTagLabels => "there are too many tags".into(),
            Self::TagWithoutId => "this tag has no id".into(),
            Self::TagTwice => "this tag has its labels already".into(),
            Self::LabelTaken { label, id } => format!(
                "`{}` is a name of the tag `{}` already",
                shown(label),
                shown(id)
            ),
            Self::NoBeads => {
                "this is no alignment of two languages with each block once, in order".into()
            }
            Self::Unlisted(problems) => format!("{problems} more problems are not listed"),
            Self::NoItem(found) => format!("this item is {found}, not an object"),
            Self::NoId => "this item has no id".into(),
            Self::EmptyId => "this item's id is empty".into(),
            Self::OddId(found) => format!("this item's id is {found}"),
            Self::LongId => "this id is too long".into(),
            Self::IdTaken { id, .. } => format!("an earlier item has the id `{}` too", shown(id)),
            Self::KeyTaken { key, language } => {
                format!("`{}` has a post in `{language}` already", shown(key))
            }
            Self::NoTitle => "there is no title".into(),
            Self::NoDate(text) => format!("`{}` is not a date", shown(text)),
            Self::TextForList => "this is a text, not a list".into(),
            Self::TooManyTags => "there are more than 100 tags".into(),
            Self::UnknownContent(kind) => format!("`{}` is not a known kind of text", shown(kind)),
            Self::NoBody => "there is neither `content_text` nor `content_html`".into(),
            Self::LongBody => "the text has more than 1 MB".into(),
        };
        (what, remedy)
    }

    fn remedy(self) -> String {
        let remedy = match self {
            Self::Mismatch { .. } => "it is ignored; put it right or leave it out",
            Self::NumberForText => "its digits are taken; put it in quotes",
            Self::LongLabel(_) => "it is cut; make it shorter",
            Self::NoLanguageTag(_) => "write a BCP 47 tag such as `en` or `fr-CA`",
            Self::NoWebAddress => "it is ignored; write the whole address",
            Self::UnknownKey(_) => "it is ignored; check its spelling",
            Self::NoFeedTitle => "add one",
            Self::NoFeedVersion => "write `https://jsonfeed.org/version/1.1`",
            Self::NoFormatVersion => "it is read as version 1",
            Self::NoLanguage(_) => "name it in each post, or once in the feed",
            Self::TooManyTagLabels => "the first 10000 are kept",
            Self::TagWithoutId => "it is ignored; name the tag",
            Self::TagTwice => "join the two",
            Self::LabelTaken { .. } => "posts that have it get that tag; name each tag otherwise",
            Self::NoBeads => "it is computed when it is needed; build the bundle again",
            Self::Unlisted(_) => "put the first ones right and check again",
            Self::NoItem(_) => "it is left out; write an object with an `id`",
            Self::NoId | Self::EmptyId | Self::OddId(_) => {
                "it is left out; give it an id of its own"
            }
            Self::LongId => "it is cut; use 1000 characters at most",
            Self::IdTaken { unique, .. } => {
                return format!(
                    "it is read as `{}`; give it an id of its own",
                    shown(unique)
                );
            }
            Self::KeyTaken { .. } => "the post stands alone; give it another key or language",
            Self::NoTitle => "add one to the post",
            Self::NoDate(_) => {
                "the post stands without a date; write it like `2019-01-07T00:00:00Z`"
            }
            Self::TextForList => "it is taken as one tag; write a list",
            Self::TooManyTags => "the first 100 are kept",
            Self::UnknownContent(_) => {
                "it is shown as plain text; write `text/markdown` or `text/plain`"
            }
            Self::NoBody => "the item is left out; give it a text",
            Self::LongBody => "the item is left out; split it into several posts",
        };
        remedy.into()
    }
}

/// A key or a short value, fit to stand in a message.
pub(super) fn shown(key: &str) -> String {
    let start: String = key.chars().take(200).collect();
    let mut text = label::clean(&start);
    if label::cut(&mut text, 40) {
        text.push('…');
    }
    text
}
