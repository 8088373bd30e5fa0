//! The native ring: nearly everything, without a browser. One module a boundary.
#![cfg(not(target_family = "wasm"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

/// Which blocks of two versions say the same.
mod align;
/// Beads on the command line and in bundles.
mod align_cli;
/// Bare addresses in running text.
mod autolink;
/// Texts that are too deep, too wide, too long.
mod bombs;
/// Bundles: what is read, what is put right, what is lost.
mod bundle;
/// Bundles that are broken on purpose.
mod bundle_faults;
/// The command line, run as its users run it.
mod cli;
/// Folders of files, and runs of the command in them.
mod command;
/// CommonMark's own examples.
mod commonmark;
/// The real posts.
mod corpus;
/// HTML as another parser reads it.
mod dom;
/// Character references in HTML.
mod entity;
/// Expected files.
mod expect;
/// Hostile strings in every field.
mod hostile;
/// Texts read without the later part of the module.
mod lack;
/// Language tags: reading, matching, direction.
mod language;
/// Names and dates without a browser.
mod locale;
/// Markdown, HTML and plain text beside what they give.
mod markdown;
/// Pages of one file, and bundles as scripts.
mod page;
/// Two versions of a work, one beside the other.
mod pair;
/// Proposals of pairs, splits, languages and tags.
mod pairs;
/// What authors decided in `liseuse.yaml`.
mod pairs_decisions;
/// One file, several versions.
mod pairs_split;
/// Bundles in pieces, and long lists.
mod pieces;
/// The reader’s place over a change of language, and peeking.
mod place;
/// Filters, and what the tags promise.
mod query;
/// The fragment of the page's address.
mod route;
/// What may come out of content at all, and what may not.
mod safe;
/// Words of posts, and queries.
mod search;
/// What is searched for, and what is found.
mod searching;
/// Sites of static pages, and their feeds.
mod site;
/// Bundles in pieces.
mod split;
/// What follows from what happens.
mod state;
/// Summaries in other languages.
mod summaries;
/// What no compiler sees.
mod tidy;
/// HTML, tokenised: our cases and those of html5lib.
mod tokens;
/// French punctuation.
mod typography;
/// Content's URLs: what may pass, and as what.
mod url;
/// What people see.
mod view;
