//! The developer commands of Liseuse: a command line comes in, printed external commands and their results go out.
//!
//! It holds no logic that the product needs. [`serve`], [`paths`], [`run`] and
//! [`package`] are also used by the end-to-end tests.

pub mod bench;
pub mod cli;
pub mod demo;
pub mod glue;
pub mod names;
pub mod package;
pub mod paths;
pub mod profile;
pub mod rings;
pub mod run;
pub mod script;
pub mod serve;
pub mod site;
pub mod size;
pub mod slim;
pub mod split;
pub mod tools;
pub mod versions;
pub mod widget;
