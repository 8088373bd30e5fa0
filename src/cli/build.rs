//! Folders of Markdown → a bundle file: the same folders give the same bytes.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use super::{
    args::Build,
    collect::{self, Source},
    naming,
    post::{self, Post},
    report::{Fault, Report, count},
    write,
};
use crate::{
    bundle::{Bundle, FORMAT_VERSION, from_slice, value::Value},
    error::Problem,
    language::Language,
};

/// From this many files on, a progress bar is worth its lines.
const LONG_WORK: usize = 500;

/// Builds and writes the bundle; what goes wrong with one post leaves the others in.
pub(super) fn run(args: &Build, report: &mut Report) {
    let sources = collect::collect(&args.folders, report);
    let outer = folder_languages(&args.folders);
    let bar = if sources.len() >= LONG_WORK && report.shows_progress() {
        indicatif::ProgressBar::new(sources.len() as u64)
    } else {
        indicatif::ProgressBar::hidden()
    };
    let mut posts = Vec::new();
    for (index, source) in sources.iter().enumerate() {
        let language = outer.get(source.folder).and_then(Option::as_ref);
        posts.extend(post::read(source, index, language, report));
        bar.inc(1);
    }
    bar.finish_and_clear();
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
    link_translations(&mut posts);
    name_uniquely(&mut posts, &sources, report);
    // Newest first; posts without a date come last, in the order of their files.
    posts.sort_by_key(|post| std::cmp::Reverse(post.stamp.as_ref().map(|stamp| stamp.second)));
    let language = args.language.clone().or_else(|| most_frequent(&posts));
    let title = args
        .title
        .clone()
        .unwrap_or_else(|| folder_name(&args.folders));
    let feed = to_feed(
        &posts,
        &title,
        language.as_ref(),
        args.home_page_url.as_deref(),
    );
    finish(args, &feed, &posts, &sources, report);
}

/// Checks what was made as a reader would, and writes it.
fn finish(args: &Build, feed: &Value, posts: &[Post], sources: &[Source], report: &mut Report) {
    let failed =
        |what: String| Fault::error(&args.output, what, "build fewer posts into one bundle");
    let mut text = match serde_json::to_string_pretty(feed) {
        Ok(text) => text,
        Err(error) => return report.add(failed(error.to_string())),
    };
    text.push('\n');
    let bundle = match from_slice(text.as_bytes()) {
        Ok(bundle) => bundle,
        Err(error) => return report.add(failed(error.to_string())),
    };
    for problem in &bundle.problems {
        report.add(locate(problem, args, posts, sources));
    }
    if let Err(fault) = write::write(&args.output, text.as_bytes()) {
        return report.add(fault);
    }
    tell(&bundle, text.len(), &args.output, report);
    let line = format!(
        "wrote {}: {}",
        args.output.display(),
        describe(&bundle, text.len())
    );
    report.summary(line);
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

/// The counts of a bundle, for programs.
pub(super) fn tell(bundle: &Bundle, bytes: usize, file: &Path, report: &mut Report) {
    let body = |item: &crate::bundle::Item| item.body.as_ref().map_or(0, String::len);
    let languages: serde_json::Map<_, _> = languages(bundle)
        .into_iter()
        .map(|(language, n)| (language.to_owned(), n.into()))
        .collect();
    report.fact("file", file.display().to_string());
    report.fact("bytes", bytes);
    report.fact("body_bytes", bundle.items.iter().map(body).sum::<usize>());
    report.fact("items", bundle.items.len());
    report.fact("works", works(bundle));
    report.fact("languages", languages);
    report.fact("tags", tags(bundle));
}

/// The counts of a bundle, for people.
pub(super) fn describe(bundle: &Bundle, bytes: usize) -> String {
    let languages: Vec<String> = languages(bundle)
        .into_iter()
        .map(|(language, n)| format!("{language} {n}"))
        .collect();
    format!(
        "{} ({}), {}, {}, {:.1} KB",
        count(bundle.items.len(), "post", "posts"),
        languages.join(", "),
        count(works(bundle), "work", "works"),
        count(tags(bundle), "tag", "tags"),
        bytes as f64 / 1000.0,
    )
}

fn languages(bundle: &Bundle) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for item in &bundle.items {
        *counts.entry(item.language.as_str()).or_default() += 1;
    }
    counts
}

/// Posts that are translations of each other are one work.
fn works(bundle: &Bundle) -> usize {
    let keys: BTreeSet<_> = bundle
        .items
        .iter()
        .filter_map(|i| i.translation_key.as_deref())
        .collect();
    keys.len()
        + bundle
            .items
            .iter()
            .filter(|item| item.translation_key.is_none())
            .count()
}

fn tags(bundle: &Bundle) -> usize {
    bundle
        .items
        .iter()
        .flat_map(|item| &item.tags)
        .collect::<BTreeSet<_>>()
        .len()
}

/// `build content/en content/fr`: when every folder is named after a language, it tells the
/// language of what is in it.
fn folder_languages(folders: &[PathBuf]) -> Vec<Option<Language>> {
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

/// Gives files that share a name a key in common, unless their authors did.
fn link_translations(posts: &mut [Post]) {
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
}

/// Makes ids unique: by the language, as translations often share a slug, else by a number.
fn name_uniquely(posts: &mut [Post], sources: &[Source], report: &mut Report) {
    let mut taken: BTreeSet<String> = BTreeSet::new();
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
            let numbers = (2..).map(|number| format!("{}-{number}", post.id));
            let by_language = language.clone().is_some_and(|id| !taken.contains(&id));
            let Some(id) = language
                .into_iter()
                .chain(numbers)
                .find(|id| !taken.contains(id))
            else {
                continue;
            };
            if !by_language && let Some(source) = sources.get(post.source) {
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

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// An object without the fields that have nothing to say.
fn object(fields: Vec<(&str, Value)>) -> Value {
    let said = |value: &Value| match value {
        Value::Null | Value::Bool(false) => false,
        Value::List(list) => !list.is_empty(),
        Value::Map(entries) => !entries.is_empty(),
        _ => true,
    };
    Value::Map(
        fields
            .into_iter()
            .filter(|(_, v)| said(v))
            .map(|(k, v)| (k.to_owned(), v))
            .collect(),
    )
}

fn to_feed(posts: &[Post], title: &str, language: Option<&Language>, home: Option<&str>) -> Value {
    // A feed without posts still has its list.
    object(vec![
        ("version", text("https://jsonfeed.org/version/1.1")),
        ("title", text(title)),
        (
            "language",
            language.map_or(Value::Null, |language| text(language.as_str())),
        ),
        ("home_page_url", home.map_or(Value::Null, text)),
        ("items", Value::List(posts.iter().map(to_item).collect())),
        (
            "_liseuse",
            object(vec![("version", Value::Number(f64::from(FORMAT_VERSION)))]),
        ),
    ])
}

fn to_item(post: &Post) -> Value {
    let optional = |value: Option<&str>| value.map_or(Value::Null, text);
    let summaries = post
        .summaries
        .iter()
        .map(|(language, s)| (language.to_string(), text(s)));
    object(vec![
        ("id", text(&post.id)),
        ("url", optional(post.url.as_deref())),
        ("title", text(&post.title)),
        (
            "language",
            optional(post.language.as_ref().map(Language::as_str)),
        ),
        (
            "tags",
            Value::List(post.tags.iter().map(|tag| text(tag)).collect()),
        ),
        (
            "summary",
            if post.summary.is_empty() {
                Value::Null
            } else {
                text(&post.summary)
            },
        ),
        (
            "date_published",
            optional(post.stamp.as_ref().map(|stamp| stamp.published.as_str())),
        ),
        ("content_text", text(&post.body)),
        (
            "_liseuse",
            object(vec![
                ("content_type", text("text/markdown")),
                (
                    "date",
                    optional(
                        post.stamp
                            .as_ref()
                            .and_then(|stamp| stamp.coarse.as_deref()),
                    ),
                ),
                ("translation_key", optional(post.translation_key.as_deref())),
                ("summaries", Value::Map(summaries.collect())),
                ("words", Value::Number(f64::from(post.words))),
                ("mixed", Value::Bool(post.mixed)),
            ]),
        ),
    ])
}
