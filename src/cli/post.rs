//! One Markdown file → a [`Post`], with the faults found on the way.

use super::{
    collect::{self, Source},
    excerpt::{excerpt, words},
    front_matter::{self, Matter},
    naming::{self, Name},
    report::{Fault, Report},
    stamp::{self, Stamp},
};
use crate::{
    bundle::{MAX_BODY_BYTES, MAX_TAG_CHARS, MAX_TAGS, is_web_address, label},
    language::Language,
    markdown::{Prose, plain_text},
};

/// A post as it will stand in the bundle.
#[derive(Debug, Clone)]
pub(super) struct Post {
    /// Index of the file.
    pub(super) source: usize,
    pub(super) id: String,
    /// Whether the author chose the id.
    pub(super) id_is_given: bool,
    pub(super) title: String,
    pub(super) language: Option<Language>,
    pub(super) tags: Vec<String>,
    pub(super) stamp: Option<Stamp>,
    pub(super) translation_key: Option<String>,
    /// What the path tells; files of one group are translations of each other.
    pub(super) name: Name,
    pub(super) summary: String,
    /// Whether the author wrote it.
    pub(super) summary_is_given: bool,
    pub(super) summaries: Vec<(Language, String)>,
    pub(super) url: Option<String>,
    pub(super) mixed: bool,
    pub(super) words: u32,
    pub(super) body: String,
}

/// Reads a file. `None` for a draft, for a README, and for what cannot be a post.
pub(super) fn read(
    source: &Source,
    index: usize,
    outer: Option<&Language>,
    report: &mut Report,
) -> Option<Post> {
    match try_read(source, index, outer, report) {
        Ok(post) => post,
        Err(fault) => {
            report.add(fault);
            None
        }
    }
}

fn try_read(
    source: &Source,
    index: usize,
    outer: Option<&Language>,
    report: &mut Report,
) -> Result<Option<Post>, Fault> {
    let error = |what: &str, remedy: &str| Fault::error(&source.path, what, remedy);
    let text = collect::read(&source.path)?;
    let parts = front_matter::split(&text);
    if parts.unclosed {
        let what = "the front matter that begins here has no end";
        return Err(error(what, "close it with a line like the first one").at_line(1));
    }
    let matter = match parts.matter {
        None if is_readme(&source.relative) => return Ok(None),
        None => Matter::default(),
        Some((kind, matter)) => front_matter::parse(kind, matter).map_err(|broken| {
            error(
                &broken.what,
                "put it right; quotes around a value often help",
            )
            .at_line(broken.line)
        })?,
    };
    if matter.draft == Some(true) {
        return Ok(None);
    }
    // A second look, at the lines: only when there is something to say.
    let line = |keys: &[&str]| front_matter::line_of(&text, keys);
    let mut warn = |keys: &[&str], what: String, remedy: &str| {
        report.add(error(&what, remedy).warning().at_line(line(keys)));
    };

    let name = naming::read(&source.relative, outer);
    let given = matter.lang.or(matter.language);
    let mut language = None;
    if let Some(given) = given.filter(|tag| !tag.trim().is_empty()) {
        language = Language::parse(&given);
        if language.is_none() {
            let what = format!("`{}` is not a language tag", label::clean(&given));
            warn(
                &["lang", "language"],
                what,
                "write a BCP 47 tag such as `en` or `fr-CA`",
            );
        }
    }
    let date = matter.date.or_else(|| name.date.clone());
    let stamp = date.as_deref().and_then(stamp::read);
    if let (Some(date), None) = (&date, &stamp)
        && !date.trim().is_empty()
    {
        let what = format!("`{}` is not a date", label::clean(date));
        warn(&["date"], what, "write it like 2019-01-07");
    }
    let url = matter
        .url
        .map(|url| url.trim().to_owned())
        .filter(|url| !url.is_empty());
    if let Some(url) = url.as_ref().filter(|url| !is_web_address(url)) {
        let what = format!(
            "`{}` is not an absolute http or https address",
            label::clean(url)
        );
        warn(&["url"], what, "write the whole address");
    }
    let mut summaries = Vec::new();
    for (tag, text) in matter.summaries.unwrap_or_default() {
        match Language::parse(&tag) {
            Some(language) => summaries.push((language, label::clean(&text))),
            None => {
                let what = format!("`{}` is not a language tag", label::clean(&tag));
                warn(
                    &["summaries"],
                    what,
                    "write a BCP 47 tag such as `en` or `fr-CA`",
                );
            }
        }
    }
    let tags = clean_tags(matter.tags.0, &mut warn);
    let mut body = parts.body;
    let mut title = matter
        .title
        .map(|title| label::clean(&title))
        .unwrap_or_default();
    if title.is_empty()
        && let Some((heading, rest)) = leading_heading(body)
    {
        title = heading;
        body = rest;
    }
    if title.is_empty() {
        title = name.id.replace(['-', '_'], " ");
        warn(
            &["title"],
            String::from("the post has no title"),
            "add `title:` to the front matter",
        );
    }
    if body.is_empty() {
        return Err(
            error("the post has no text", "write one, or mark it as a draft")
                .at_line(parts.body_line),
        );
    }
    if body.len() > MAX_BODY_BYTES {
        return Err(
            error("the text has more than 1 MB", "split it into several posts")
                .at_line(parts.body_line),
        );
    }
    let given_id = matter
        .slug
        .or(matter.id)
        .map(|id| label::clean(&id))
        .filter(|id| !id.is_empty());
    let summary = matter
        .summary
        .map(|text| label::clean(&text))
        .filter(|text| !text.is_empty());
    let key = matter.translation_key.or(matter.hugo_translation_key);
    Ok(Some(Post {
        source: index,
        id_is_given: given_id.is_some(),
        id: given_id.unwrap_or_else(|| name.id.clone()),
        title,
        language: language.or_else(|| name.language.clone()),
        tags,
        stamp,
        translation_key: key
            .map(|key| label::clean(&key))
            .filter(|key| !key.is_empty()),
        summary_is_given: summary.is_some(),
        summary: summary.unwrap_or_else(|| excerpt(&plain_text(body, Prose::Running))),
        summaries,
        url: url.filter(|url| is_web_address(url)),
        mixed: matter.mixed == Some(true),
        words: words(&plain_text(body, Prose::All)),
        body: body.to_owned(),
        name,
    }))
}

/// The notes that stand beside posts, unless they say that they are one.
fn is_readme(relative: &str) -> bool {
    let file = relative.rsplit('/').next().unwrap_or_default();
    file.split('.')
        .next()
        .is_some_and(|stem| stem.eq_ignore_ascii_case("readme"))
}

/// Each tag once, fit for the bundle.
fn clean_tags(list: Vec<String>, warn: &mut dyn FnMut(&[&str], String, &str)) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for tag in list {
        let tag = label::clean(&tag);
        if tag.is_empty() || tags.contains(&tag) {
            continue;
        }
        if tag.chars().nth(MAX_TAG_CHARS).is_some() {
            warn(
                &["tags"],
                String::from("a tag has more than 100 characters"),
                "it is left out; make it shorter",
            );
            continue;
        }
        if tags.len() == MAX_TAGS {
            warn(
                &["tags"],
                String::from("there are more than 100 tags"),
                "the first 100 are kept",
            );
            break;
        }
        tags.push(tag);
    }
    tags
}

/// The `# Title` with which a body begins, and the body after it: a title is no block of a post.
fn leading_heading(body: &str) -> Option<(String, &str)> {
    let (line, rest) = body.split_once('\n').unwrap_or((body, ""));
    let title = line
        .strip_prefix("# ")?
        .trim()
        .trim_end_matches('#')
        .trim_end();
    let title = label::clean(&plain_text(title, Prose::All));
    (!title.is_empty()).then(|| (title, rest.trim_start_matches('\n')))
}
