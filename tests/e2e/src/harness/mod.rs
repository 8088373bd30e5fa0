//! What a case stands on: a browser, a site of its own, and short verbs for both.
//!
//! [`Test`] is all that a case sees. Its methods are grouped by file: `test`
//! (life of a case), `host` (pages and the site), `page` (open, run JavaScript,
//! wait), `input` (find, click, press), `look` (size, colours, languages,
//! screenshots), `fixture` (pages of `tests/e2e/hosts`), `disk` (pages opened as by a double-click), `record` (console and CSP), `axe` (accessibility).

mod axe;
mod disk;
mod fixture;
mod host;
mod input;
mod look;
mod page;
mod record;
mod test;

pub(crate) use disk::Disk;
pub(crate) use fixture::Policy;
pub(crate) use liseuse_e2e::browser::Session;
pub(crate) use look::Size;
pub(crate) use test::{Feature, Skip, Test};
