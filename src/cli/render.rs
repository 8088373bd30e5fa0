//! One Markdown file → the HTML of the reader's article body, on standard output.

use std::io::{self, Write as _};

use super::{
    args::Render,
    collect::{self, Source},
    pieces::{self, How},
    post,
    report::{Fault, Report},
};
use crate::{
    bundle::Content,
    i18n,
    language::Language,
    library::Library,
    markdown::{self, Dialect, Images, LibraryLinks, NODE_LIMITS, url::Base},
    view::html,
};

/// Prints the HTML of a Markdown file.
pub(super) fn run(args: &Render, report: &mut Report) {
    let printed = match render(args, report) {
        Ok(Some(text)) => io::stdout().lock().write_all(text.as_bytes()),
        Ok(None) => Ok(()),
        Err(fault) => return report.add(fault),
    };
    match printed {
        // Whoever reads has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
        Err(error) => report.add(Fault::io(&args.file, "print", &error)),
        Ok(()) => {}
    }
}

/// The HTML; nothing for what is no post.
fn render(args: &Render, report: &mut Report) -> Result<Option<String>, Fault> {
    if args.commonmark {
        return Ok(Some(commonmark(&collect::read(&args.file)?)));
    }
    let relative = args
        .file
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let source = Source {
        path: args.file.clone(),
        relative,
        folder: 0,
    };
    let Some(post) = post::read(&source, 0, None, report) else {
        return Ok(None);
    };
    let language = post.language.clone().unwrap_or_else(Language::und);
    let library = match &args.bundle {
        Some(file) => {
            let how = How {
                is_index: true,
                ..How::default()
            };
            Library::new(pieces::read(file, how, report)?)
        }
        None => Library::default(),
    };
    let item = library
        .find(&post.id)
        .and_then(|index| library.post(index))
        .map(|post| &post.item);
    let own = item.and_then(|item| item.url.clone()).or(post.url.clone());
    let base = own.or(library.home_page_url.clone()).or(args.base.clone());
    let base = base.as_deref().map_or(Base::Keep, Base::At);
    let links = LibraryLinks {
        library: &library,
        base,
        key: "read",
        source: "",
    };
    let body = markdown::render(
        &post.body,
        Content::Markdown,
        &markdown::Options {
            dialect: Dialect::Liseuse,
            language: item.map_or(&language, |item| &item.language),
            strings: i18n::strings(&args.interface),
            prefix: &markdown::id_prefix(&post.id),
            base,
            links: &links,
            images: Images::Load,
            limit: NODE_LIMITS.1,
            is_other: false,
            is_whole: true,
        },
    );
    Ok(Some(html::write(&body.nodes)))
}

/// The text as CommonMark and nothing else, after the allow-lists.
fn commonmark(text: &str) -> String {
    let options = markdown::Options {
        dialect: Dialect::CommonMark,
        language: &Language::und(),
        strings: i18n::strings("en"),
        prefix: "",
        base: Base::Keep,
        links: &markdown::NoLinks,
        images: Images::Load,
        limit: NODE_LIMITS.1,
        is_other: false,
        is_whole: true,
    };
    html::write(&markdown::render(text, Content::Markdown, &options).nodes)
}
