//! Folders of Markdown → a bundle file: the same folders give the same bytes.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use super::{
    align,
    args::Build,
    collect::{self, Source},
    counts::{describe, tell},
    decisions::{self, Decisions},
    feed::to_feed,
    json::to_text,
    naming, pieces,
    post::{self, Post},
    report::{Fault, Report, count},
    script, split, write,
};
use crate::{
    bundle::{Alignment, from_slice, from_value, value::Value},
    error::Problem,
    language::Language,
};

/// From this many files on, a progress bar is worth its lines.
const LONG_WORK: usize = 500;

/// Builds and writes the bundle; what goes wrong with one post leaves the others in.
pub(super) fn run(args: &Build, report: &mut Report) {
    let Gathered {
        mut posts,
        sources,
        decisions,
    } = gather(&args.folders, report);
    if posts.is_empty() {
        if !sources.is_empty() {
            let folder = args.folders.first().map_or(Path::new(""), PathBuf::as_path);
            let what = "there is no post to put into the bundle, and none was written";
            report.add(Fault::error(
                folder,
                what,
                "put the files right, or name another folder",
            ));
        }
        return;
    }
    // Newest first; posts without a date come last, in the order of their files.
    posts.sort_by_key(|post| std::cmp::Reverse(post.stamp.as_ref().map(|stamp| stamp.second)));
    let language = args.language.clone().or_else(|| most_frequent(&posts));
    let title = args
        .title
        .clone()
        .unwrap_or_else(|| folder_name(&args.folders));
    let alignments = align::for_bundle(&posts, &decisions, &args.folders, report);
    let stored: &[Alignment] = if args.split { &[] } else { &alignments };
    let feed = to_feed(
        &mut posts,
        &title,
        language.as_ref(),
        args.home_page_url.as_deref(),
        &decisions.tags,
        stored,
    );
    let written = if args.split {
        split_up(args, feed, alignments, &posts, &sources, report)
    } else {
        finish(args, &feed, &posts, &sources, report)
    };
    if let Err(fault) = written {
        report.add(fault);
    }
}

/// Posts with their ids, languages and translations settled.
pub(super) struct Gathered {
    pub(super) posts: Vec<Post>,
    pub(super) sources: Vec<Source>,
    pub(super) decisions: Decisions,
}

/// Reads the posts of folders, in the order of their files.
pub(super) fn gather(folders: &[PathBuf], report: &mut Report) -> Gathered {
    let sources = collect::collect(folders, report);
    let decisions = decisions::read(folders, &sources, report);
    let outer = folder_languages(folders);
    let bar = progress(sources.len(), report);
    let mut posts = Vec::new();
    for (index, source) in sources.iter().enumerate() {
        let language = outer.get(source.folder).and_then(Option::as_ref);
        posts.extend(post::read(source, index, language, report));
        bar.inc(1);
    }
    bar.finish_and_clear();
    for post in &mut posts {
        if let Some(language) = decisions.languages.get(&post.source) {
            post.language = Some(language.clone());
        }
    }
    link_translations(&mut posts, &decisions);
    let mut posts = split::split(posts, &decisions, &sources, report);
    name_uniquely(&mut posts, &sources, report);
    Gathered {
        posts,
        sources,
        decisions,
    }
}

/// A bar for so many files, where there is someone to look at it.
pub(super) fn progress(files: usize, report: &Report) -> indicatif::ProgressBar {
    if files >= LONG_WORK && report.shows_progress() {
        indicatif::ProgressBar::new(files as u64)
    } else {
        indicatif::ProgressBar::hidden()
    }
}

/// Checks what was made as a reader would, and writes it.
fn finish(
    args: &Build,
    feed: &Value,
    posts: &[Post],
    sources: &[Source],
    report: &mut Report,
) -> Result<(), Fault> {
    let failed = |what: String| {
        let remedy = "write it in pieces with --split, or build fewer posts into one bundle";
        Fault::error(&args.output, what, remedy)
    };
    let text = to_text(feed).map_err(|error| failed(error.to_string()))?;
    let bundle = from_slice(text.as_bytes()).map_err(|error| failed(error.to_string()))?;
    for problem in &bundle.problems {
        report.add(locate(problem, args, posts, sources));
    }
    write::write(&args.output, text.as_bytes())?;
    if args.js {
        script::write(&args.output, feed)?;
    }
    pieces::remove(&args.output)?;
    tell(&bundle, text.len(), &args.output, report);
    let line = format!(
        "wrote {}: {}",
        args.output.display(),
        describe(&bundle, text.len())
    );
    report.summary(line);
    Ok(())
}

/// Checks what was made as a reader would, and writes it in pieces.
fn split_up(
    args: &Build,
    feed: Value,
    alignments: Vec<Alignment>,
    posts: &[Post],
    sources: &[Source],
    report: &mut Report,
) -> Result<(), Fault> {
    let place = fs::canonicalize(args.output.with_extension("")).ok();
    let is_source = |folder: &&PathBuf| place.is_some() && fs::canonicalize(folder).ok() == place;
    if let Some(folder) = args.folders.iter().find(is_source) {
        let what = "the pieces of the bundle are written among your Markdown files";
        let remedy = "name the bundle otherwise with -o, and they get a folder of their own";
        report.add(Fault::error(folder, what, remedy).warning());
    }
    let (light, body_bytes) = pieces::light(&feed);
    let bundle = from_value(light).map_err(|error| {
        let remedy = "build fewer posts into one bundle";
        Fault::error(&args.output, error.to_string(), remedy)
    })?;
    for problem in &bundle.problems {
        report.add(locate(problem, args, posts, sources));
    }
    let whole = pieces::Whole {
        feed,
        bundle: bundle.clone(),
        alignments,
    };
    let split = pieces::write(&args.output, whole, args.js, report)?;
    let written = split.written;
    tell(&bundle, written.bytes, &args.output, report);
    report.fact("body_bytes", body_bytes);
    report.fact("files", split.files);
    report.fact("head_bytes", split.head);
    report.fact("changed", written.changed);
    report.fact("removed", written.removed);
    report.summary(format!(
        "wrote {}: {}; in {}, the first of {:.1} KB; {} changed, {} removed",
        args.output.display(),
        describe(&bundle, written.bytes),
        count(split.files, "file", "files"),
        split.head as f64 / 1000.0,
        written.changed,
        written.removed,
    ));
    Ok(())
}

/// A problem of the bundle, at the file that it comes from.
fn locate(problem: &Problem, args: &Build, posts: &[Post], sources: &[Source]) -> Fault {
    let inner = problem
        .place
        .strip_prefix("items[")
        .and_then(|rest| rest.split_once(']'));
    let post = inner.and_then(|(index, _)| posts.get(index.parse::<usize>().ok()?));
    let source = post.and_then(|post| sources.get(post.source));
    Fault {
        severity: problem.severity,
        file: source
            .map_or(args.output.as_path(), |s| s.path.as_path())
            .display()
            .to_string(),
        place: if source.is_some() {
            String::from("1")
        } else {
            problem.place.clone()
        },
        what: problem.what.clone(),
        remedy: problem.remedy.clone(),
    }
}

/// `build content/en content/fr`: when every folder is named after a language, it tells the
/// language of what is in it.
pub(super) fn folder_languages(folders: &[PathBuf]) -> Vec<Option<Language>> {
    let name = |folder: &PathBuf| {
        folder
            .file_name()
            .and_then(|name| naming::code(name.to_str()?))
    };
    let languages: Vec<_> = folders.iter().map(name).collect();
    let all = languages.len() > 1 && languages.iter().all(Option::is_some);
    if all {
        languages
    } else {
        vec![None; folders.len()]
    }
}

/// Gives files that share a name a key in common, unless their authors did; then what is decided
/// wins over both.
pub(super) fn link_translations(posts: &mut [Post], decisions: &Decisions) {
    let mut groups: BTreeMap<String, (usize, Option<String>)> = BTreeMap::new();
    for post in posts.iter() {
        let (members, key) = groups.entry(post.name.group.clone()).or_default();
        *members += 1;
        *key = key.take().or_else(|| post.translation_key.clone());
    }
    for post in posts
        .iter_mut()
        .filter(|post| post.translation_key.is_none())
    {
        if let Some((2.., key)) = groups.get(&post.name.group) {
            post.translation_key = Some(key.clone().unwrap_or_else(|| post.name.key.clone()));
        }
    }
    join_decided(posts, decisions);
    // Of posts that are kept apart the first keeps the key.
    if decisions.not_translations.is_empty() {
        return;
    }
    let mut holders: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for post in posts {
        let Some(key) = post.translation_key.clone() else {
            continue;
        };
        let before = holders.entry(key).or_default();
        if before
            .iter()
            .any(|other| decisions.are_apart(*other, post.source))
        {
            post.translation_key = None;
        } else {
            before.push(post.source);
        }
    }
}

/// Gives the files of each decided group a key that nobody else has.
fn join_decided(posts: &mut [Post], decisions: &Decisions) {
    if decisions.translations.is_empty() {
        return;
    }
    let mut places: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut holders: BTreeMap<String, usize> = BTreeMap::new();
    for (at, post) in posts.iter().enumerate() {
        places.entry(post.source).or_default().push(at);
        if let Some(key) = &post.translation_key {
            *holders.entry(key.clone()).or_default() += 1;
        }
    }
    for group in &decisions.translations {
        let places = group.iter().filter_map(|source| places.get(source));
        let mut places: Vec<usize> = places.flatten().copied().collect();
        places.sort_unstable();
        let own: Vec<&Post> = places.iter().filter_map(|at| posts.get(*at)).collect();
        // They let go of their keys; who still holds one is somebody else.
        let keys = own.iter().filter_map(|post| post.translation_key.clone());
        let keys: Vec<String> = keys.collect();
        for key in &keys {
            if let Some(number) = holders.get_mut(key) {
                *number -= 1;
            }
        }
        // A key that only they have, else the id of one of them, else a number behind it.
        let ids = own.iter().map(|post| post.id.clone());
        let numbered = own
            .iter()
            .flat_map(|post| (2..100).map(|n| format!("{}-{n}", post.id)));
        let is_free = |key: &String| holders.get(key).is_none_or(|number| *number == 0);
        let key = keys.into_iter().chain(ids).chain(numbered).find(is_free);
        if let Some(key) = &key {
            *holders.entry(key.clone()).or_default() += places.len();
        }
        for at in places {
            if let Some(post) = posts.get_mut(at) {
                post.translation_key.clone_from(&key);
            }
        }
    }
}

/// Makes ids unique: by the language, as translations often share a slug, else by a number.
fn name_uniquely(posts: &mut [Post], sources: &[Source], report: &mut Report) {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    // The number that the next post of an id will try: a thousand equal ones cost a thousand steps.
    let mut next: BTreeMap<String, usize> = BTreeMap::new();
    // Ids that authors chose go before those made from file names.
    for given in [true, false] {
        for post in posts.iter_mut().filter(|post| post.id_is_given == given) {
            if taken.insert(post.id.clone()) {
                continue;
            }
            let language = post
                .language
                .as_ref()
                .map(|language| format!("{}-{language}", post.id));
            let by_language = language.filter(|id| !taken.contains(id));
            let is_numbered = by_language.is_none();
            let id = by_language.unwrap_or_else(|| {
                let number = next.entry(post.id.clone()).or_insert(2);
                loop {
                    let id = format!("{}-{number}", post.id);
                    *number += 1;
                    if !taken.contains(&id) {
                        break id;
                    }
                }
            });
            if is_numbered && let Some(source) = sources.get(post.source) {
                let what = format!("another post has the id `{}` too", post.id);
                let remedy = format!("it is `{id}` now; give it a slug of its own");
                report.add(
                    Fault::error(&source.path, what, remedy)
                        .warning()
                        .at_line(1),
                );
            }
            taken.insert(id.clone());
            post.id = id;
        }
    }
}

/// The language of most posts; among equals the first by tag.
fn most_frequent(posts: &[Post]) -> Option<Language> {
    let mut counts: BTreeMap<&Language, usize> = BTreeMap::new();
    for language in posts.iter().filter_map(|post| post.language.as_ref()) {
        *counts.entry(language).or_default() += 1;
    }
    let most = counts.values().max().copied()?;
    counts
        .into_iter()
        .find(|(_, n)| *n == most)
        .map(|(language, _)| language.clone())
}

fn folder_name(folders: &[PathBuf]) -> String {
    let folder = folders
        .first()
        .and_then(|folder| fs::canonicalize(folder).ok());
    let name = folder.as_ref().and_then(|folder| folder.file_name());
    name.map_or_else(
        || String::from("Posts"),
        |name| name.to_string_lossy().into_owned(),
    )
}
