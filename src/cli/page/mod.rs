//! A bundle → a page of one file, with the reader, the posts and their images in it.
//!
//! 1. `widget` gives the reader: the one in this program, or a folder's.
//! 2. `images` finds the images of the posts, and those that lie beside the bundle go into it.
//! 3. `fallback` makes what shows without JavaScript.
//! 4. `document` puts all together, under a policy that names each script by its hash.

mod document;
mod fallback;
pub(super) mod images;
pub(super) mod widget;

use std::{collections::BTreeMap, path::Path};

pub(super) use document::ICON;

use super::{
    args::Page,
    counts::{describe, tell},
    pieces::{self, How},
    report::{Fault, Report},
    write,
};
use crate::{
    bundle::{self, Bundle, FORMAT_VERSION, value::Value},
    language::Language,
    library::Library,
};

/// Makes the page; what is wrong with one post or image is told and leaves the others in.
pub(super) fn run(args: &Page, report: &mut Report) {
    if let Err(fault) = make(args, report) {
        report.add(fault);
    }
}

fn make(args: &Page, report: &mut Report) -> Result<(), Fault> {
    let reader = widget::find(args.widget.as_deref())?;
    let (mut feed, bundle) = read(&args.file, report)?;
    let language = args.language.clone().or_else(|| main_language(&bundle));
    let language = language.unwrap_or_else(Language::und);
    let title = args.title.clone().unwrap_or_else(|| bundle.title.clone());
    let library = Library::new(bundle.clone());
    let images = images::gather(&library, args, report);
    put_images(&mut feed, &images.addresses);
    let json = serde_json::to_string(&feed)
        .map_err(|error| Fault::error(&args.file, error.to_string(), "report this as a bug"))?;
    let page = document::Document {
        title: if title.is_empty() { "Liseuse" } else { &title },
        language: &language,
        feed: &json,
        fallback: &fallback::make(&library, &title, &language, args.fallback),
        reader: &reader,
        images: images.left,
    };
    let page = page.write();
    write::write(&args.output, page.as_bytes())?;
    tell(&bundle, page.len(), &args.output, report);
    report.fact("images", images.facts());
    report.summary(format!(
        "wrote {}: {}{}",
        args.output.display(),
        describe(&bundle, page.len()),
        images.summary(),
    ));
    Ok(())
}

/// The document as it is, and as a reader sees it.
pub(super) fn read(file: &Path, report: &mut Report) -> Result<(Value, Bundle), Fault> {
    let mut gathered = pieces::gather(file, How::default())?;
    let bundle = bundle::from_value(gathered.value.clone())
        .map_err(|error| Fault::error(file, error.to_string(), error.remedy()))?;
    let faults = std::mem::take(&mut gathered.faults);
    faults.into_iter().for_each(|fault| report.add(fault));
    for problem in &bundle.problems {
        report.add(gathered.locate(problem.clone()));
    }
    Ok((gathered.value, bundle))
}

/// The bundle's language; else that of most of its posts, the first of equals.
pub(super) fn main_language(bundle: &Bundle) -> Option<Language> {
    let mut counts: BTreeMap<&str, (usize, &Language)> = BTreeMap::new();
    let mut most: Option<(usize, &Language)> = None;
    for item in &bundle.items {
        let language = &item.language;
        counts.entry(language.as_str()).or_insert((0, language)).0 += 1;
    }
    for item in &bundle.items {
        let found = counts.get(item.language.as_str()).copied();
        if found.map(|(number, _)| number) > most.map(|(number, _)| number) {
            most = found;
        }
    }
    let most = most.map(|(_, language)| language.clone());
    bundle.language.clone().or(most)
}

/// Gives the feed the addresses to take for those of its images.
pub(super) fn put_images(feed: &mut Value, images: &[(String, String)]) {
    let Value::Map(fields) = feed else { return };
    if images.is_empty() {
        return;
    }
    let mut own = match fields.iter().rposition(|(key, _)| key == "_liseuse") {
        Some(at) => match fields.remove(at).1 {
            Value::Map(own) => own,
            _ => Vec::new(),
        },
        None => Vec::new(),
    };
    if !own.iter().any(|(key, _)| key == "version") {
        own.push(("version".into(), Value::Number(FORMAT_VERSION.into())));
    }
    own.retain(|(key, _)| key != "images");
    let images = images
        .iter()
        .map(|(name, address)| (name.clone(), Value::Text(address.clone())));
    own.push(("images".into(), Value::Map(images.collect())));
    fields.push(("_liseuse".into(), Value::Map(own)));
}
