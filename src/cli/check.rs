//! A bundle file → everything that is wrong with it, and how large it is.

use std::{fs, path::Path};

use serde_json::Value;

use super::{
    align,
    counts::{describe, tell},
    report::{Fault, Report},
};
use crate::{
    bundle::{Bundle, MAX_BYTES, bytes, from_value},
    error::{Error, Problem, Severity},
};

const SCHEMA: &str = include_str!("../bundle/schema.json");

/// Reads a bundle as a reader would, and holds it against the schema.
pub(super) fn run(file: &Path, report: &mut Report) {
    let bytes = match load(file) {
        Ok(bytes) => bytes,
        Err(fault) => return report.add(fault),
    };
    let fatal = |error: Error| Fault::error(file, error.to_string(), error.remedy());
    let (document, mut problems) = match bytes::parse(&bytes) {
        Ok(parsed) => parsed,
        Err(error) => return report.add(fatal(error)),
    };
    let violations = match validate(&document.value) {
        Ok(violations) => violations,
        Err(message) => return report.add(Fault::error(file, message, "report this as a bug")),
    };
    let bundle: Bundle = match from_value(document.value) {
        Ok(bundle) => bundle,
        Err(error) => return report.add(fatal(error)),
    };
    problems.extend(bundle.problems.iter().cloned());
    problems.extend(align::misfits(&bundle).into_iter().map(|misfit| Problem {
        severity: Severity::Warning,
        place: align::PLACE.to_owned(),
        what: misfit.what,
        remedy: String::from("readers compute them anew; build the bundle again"),
    }));
    // What the reader has said of a place says more than the schema does.
    let told = |place: &str| problems.iter().any(|problem| covers(&problem.place, place));
    let rest: Vec<Problem> = violations.into_iter().filter(|v| !told(&v.place)).collect();
    for problem in problems.into_iter().chain(rest) {
        report.add(Fault {
            severity: problem.severity,
            file: file.display().to_string(),
            place: problem.place,
            what: problem.what,
            remedy: problem.remedy,
        });
    }
    tell(&bundle, bytes.len(), file, report);
    report.summary(format!(
        "{}: {}",
        file.display(),
        describe(&bundle, bytes.len())
    ));
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
fn validate(document: &crate::bundle::value::Value) -> Result<Vec<Problem>, String> {
    let schema: Value = serde_json::from_str(SCHEMA).map_err(|error| error.to_string())?;
    let validator = jsonschema::validator_for(&schema).map_err(|error| error.to_string())?;
    let document = serde_json::to_value(document).map_err(|error| error.to_string())?;
    let errors = validator.iter_errors(&document).take(MAX_VIOLATIONS);
    Ok(errors
        .map(|error| Problem {
            severity: Severity::Error,
            place: to_place(error.instance_path().as_str()),
            what: format!(
                "the format does not allow this: {}",
                error.masked_with("this")
            ),
            remedy: String::from("see the description of the format, `schema.json`"),
        })
        .collect())
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
