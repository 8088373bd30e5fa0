//! A bundle file → everything that is wrong with it, and how large it is.

use std::{collections::BTreeMap, fs, path::Path};

use serde_json::Value;

use super::{
    align,
    counts::{describe, tell},
    pieces::{self, Gathered, How},
    report::{Fault, Report, count},
};
use crate::{
    bundle::{Bundle, MAX_BYTES, from_value, value::Value as Document},
    error::{Error, Severity},
    library::Library,
};

const SCHEMA: &str = include_str!("../bundle/schema.json");

const MISFIT_REMEDY: &str = "readers compute them anew; build the bundle again";

/// Reads a bundle as a reader would, with all its pieces if it is split, and holds it against the
/// schema.
pub(super) fn run(file: &Path, report: &mut Report) {
    if let Err(fault) = check(file, report) {
        report.add(fault);
    }
}

fn check(file: &Path, report: &mut Report) -> Result<(), Fault> {
    let bug = |message: String| Fault::error(file, message, "report this as a bug");
    let schema: Value = serde_json::from_str(SCHEMA).map_err(|error| bug(error.to_string()))?;
    let schema = jsonschema::validator_for(&schema).map_err(|error| bug(error.to_string()))?;
    let look = |file: &Path, document: &Document| validate(&schema, file, document);
    let how = How {
        look: Some(&look),
        ..How::default()
    };
    let mut gathered = pieces::gather(file, how)?;
    let bundle: Bundle = from_value(std::mem::take(&mut gathered.value))
        .map_err(|error| Fault::error(file, error.to_string(), error.remedy()))?;
    let mut faults = std::mem::take(&mut gathered.faults);
    let is_complete = faults.iter().all(|f| f.severity == Severity::Warning);
    let problems = bundle.problems.iter().cloned();
    faults.extend(problems.map(|problem| gathered.locate(problem)));
    if is_complete {
        // Of posts that are missing, beads say nothing new.
        let misfits = align::misfits(&bundle).into_iter().map(|misfit| Fault {
            place: align::PLACE.to_owned(),
            ..Fault::error(file, misfit.what, MISFIT_REMEDY).warning()
        });
        faults.extend(misfits);
    }
    // What the reader has said of a place says more than the schema does.
    let mut told: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for fault in &faults {
        told.entry(&fault.file).or_default().push(&fault.place);
    }
    let is_told = |fault: &Fault| {
        let places = told.get(fault.file.as_str()).map_or(&[][..], |t| &t[..]);
        places.iter().any(|told| covers(told, &fault.place))
    };
    let seen = std::mem::take(&mut gathered.seen);
    let rest = seen.into_iter().filter(|fault| !is_told(fault));
    let rest: Vec<Fault> = rest.take(MAX_VIOLATIONS).collect();
    faults.into_iter().chain(rest).for_each(|f| report.add(f));
    tell(&bundle, gathered.bytes, file, report);
    let mut line = format!("{}: {}", file.display(), describe(&bundle, gathered.bytes));
    if let Some(split) = &gathered.split {
        report.fact("files", split.files);
        report.fact("head_bytes", split.head);
        line.push_str(&format!(
            "; in {}, the first of {:.1} KB",
            count(split.files, "file", "files"),
            split.head as f64 / 1000.0,
        ));
        if is_complete {
            compare(&gathered, bundle, file, report);
        }
    }
    report.summary(line);
    Ok(())
}

/// Whether the head of a split bundle knows what is in its pieces.
fn compare(gathered: &Gathered, bundle: Bundle, file: &Path, report: &mut Report) {
    let tags = bundle.tags.clone();
    let library = Library::new(bundle);
    let number = |number: usize| Document::Number(number as f64);
    let truth = [
        ("posts", number(library.posts().len())),
        ("works", number(library.works().len())),
        ("tags", Document::List(pieces::tags(&library, &tags))),
    ];
    for name in gathered.untrue(&truth) {
        let what = format!("the number of {name} is not that of the posts");
        let what = match name {
            "tags" => String::from("the tags are not counted as the posts have them"),
            _ => what,
        };
        report.add(Fault {
            place: format!("_liseuse.{name}"),
            ..Fault::error(file, what, "build the bundle again").warning()
        });
    }
}

/// The bytes of a bundle, if there are not too many.
pub(super) fn load(file: &Path) -> Result<Vec<u8>, Fault> {
    let io = |error| Fault::io(file, "read the file", &error);
    let meta = fs::metadata(file).map_err(io)?;
    if meta.is_dir() {
        return Err(Fault::error(
            file,
            "this is a folder",
            "name the bundle in it",
        ));
    }
    if meta.len() > MAX_BYTES as u64 {
        let got = usize::try_from(meta.len()).unwrap_or(usize::MAX);
        let error = Error::TooLarge {
            what: "bytes",
            limit: MAX_BYTES,
            got,
        };
        return Err(Fault::error(file, error.to_string(), error.remedy()));
    }
    fs::read(file).map_err(io)
}

/// How many violations are listed; a bundle made by another program may have one an item.
const MAX_VIOLATIONS: usize = 1_000;

/// Holds a document against the schema of the format.
fn validate(schema: &jsonschema::Validator, file: &Path, document: &Document) -> Vec<Fault> {
    let bug = |what: String| vec![Fault::error(file, what, "report this as a bug")];
    let document = match serde_json::to_value(document) {
        Ok(document) => document,
        Err(error) => return bug(error.to_string()),
    };
    let errors = schema.iter_errors(&document).take(MAX_VIOLATIONS);
    let fault = |error: jsonschema::ValidationError<'_>| {
        let what = format!(
            "the format does not allow this: {}",
            error.masked_with("this")
        );
        Fault {
            place: to_place(error.instance_path().as_str()),
            ..Fault::error(
                file,
                what,
                "see the description of the format, `schema.json`",
            )
        }
    };
    errors.map(fault).collect()
}

/// `/items/3/tags/1` → `items[3].tags[1]`.
fn to_place(pointer: &str) -> String {
    let mut place = String::new();
    for part in pointer.split('/').skip(1) {
        let part = part.replace("~1", "/").replace("~0", "~");
        if part.bytes().all(|b| b.is_ascii_digit()) && !part.is_empty() {
            place.push('[');
            place.push_str(&part);
            place.push(']');
        } else {
            if !place.is_empty() {
                place.push('.');
            }
            place.push_str(&part);
        }
    }
    place
}

/// Whether a problem at `told` speaks of `place` too: of the same field, or of something in it.
fn covers(told: &str, place: &str) -> bool {
    match told.strip_prefix(place) {
        Some(rest) => !place.is_empty() && (rest.is_empty() || rest.starts_with(['.', '['])),
        None => place
            .strip_prefix(told)
            .is_some_and(|rest| rest.starts_with(['.', '['])),
    }
}
