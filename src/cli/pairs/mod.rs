//! A folder of posts → proposals: their languages, which hold two versions of one text, which
//! translate each other, and which tags name one concept; with reasons, for the author to decide.
//!
//! 1. `study` reads the posts; `speech` hears the language of every block.
//! 2. `mixed` finds the versions within one post, `search` those in two; `marks` are what survives
//!    translation, `weigh` lays two texts beside each other, `judge` says how sure it is and why.
//! 3. `find` sorts out proposals and what is worth a look, `works` joins pairs and names them,
//!    `matching` gives each post one partner. `tags` compares the tags of versions of one work.
//! 4. `tell` prints it all, or `data` as JSON; `record` and `edit` write what is asked for, and nothing else.
//!
//! What is decided in `liseuse.yaml` or in front matter is never proposed again, and never changed.
//!
//! # The report as JSON
//!
//! `--json` prints one object: `languages` (one entry a post: `file`, `title`, `declared`,
//! `language`, `confidence`, `letters`, `status`: `agrees`, `missing`, `differs`, `unknown`),
//! `mixed` (`file`, `title`, `confidence`, `proposed`, `languages`, `split` as in `liseuse.yaml`,
//! `evidence`, `write`), `translations` and `near_misses` (`key`, `files`, `titles`, `languages`,
//! `confidence`, `second`, `evidence`, `write`, and `held` when something must be put right
//! first), `tags` (`labels`, `confidence`, `proposed`, `evidence`, `write`), `written` (lines), and
//! as with every command `errors`, `warnings`, `problems`. Confidences are in `0..=1`; `second` is
//! that of the best other partner; `write` lists `{file, line}`.

mod data;
mod edit;
mod find;
mod judge;
mod marks;
mod matching;
mod mixed;
mod record;
mod search;
mod speech;
mod study;
mod tags;
mod tell;
mod weigh;
mod works;

use super::{
    args::Pairs,
    build, collect, decisions,
    post::{self, Post},
    report::Report,
};
use study::Study;

/// From this confidence on a detector's word counts more than an author's, for comparing texts.
const SURE_LANGUAGE: f64 = 0.8;
/// From this confidence on a pair that is not proposed is worth a look.
const WORTH_A_LOOK: f64 = 0.3;

/// Finds proposals, tells them, and writes them if that is asked for.
pub(super) fn run(args: &Pairs, report: &mut Report) {
    let sources = collect::collect(&args.folders, report);
    let decisions = decisions::read(&args.folders, &sources, report);
    let outer = build::folder_languages(&args.folders);
    let bar = build::progress(sources.len(), report);
    let mut posts: Vec<Post> = Vec::new();
    for (index, source) in sources.iter().enumerate() {
        let language = outer.get(source.folder).and_then(Option::as_ref);
        posts.extend(post::read(source, index, language, report));
        bar.inc(1);
    }
    let declared = posts.iter().map(|post| post.language.clone()).collect();
    build::link_translations(&mut posts, &decisions);
    let mut study = Study::new(posts, declared, &decisions, &sources);
    study.mute_repeated();
    let findings = find::find(&study, args.min, &|| bar.tick());
    bar.finish_and_clear();
    let written = if args.write {
        record::record(&study, &findings, &args.folders, report)
    } else {
        Vec::new()
    };
    tell::tell(&study, &findings, args, &written, report);
}
