//! One file of a split bundle → what is in it, and what is wrong with it.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::{
    cut::to_text,
    gather::{Gathered, entries_of, map_of},
    name,
};
use crate::{
    bundle::{self, value::Value},
    cli::{check, folder::is_inside, report::Fault, script},
    error::Error,
    route,
};

const AGAIN: &str = "build the bundle again, and put all of its files in their places";

/// Looks at a document in a file, and tells what is wrong with it.
pub(in crate::cli) type Look<'a> = &'a (dyn Fn(&Path, &Value) -> Vec<Fault> + Sync);

/// How a bundle is gathered.
#[derive(Clone, Copy, Default)]
pub(in crate::cli) struct How<'a> {
    /// The files of the bodies are not read: their texts are [`Value::Withheld`].
    pub(in crate::cli) is_index: bool,
    /// Looks at each document as it is written.
    pub(in crate::cli) look: Option<Look<'a>>,
}

/// One file that was read.
pub(super) struct Read {
    pub(super) value: Value,
    pub(super) bytes: Vec<u8>,
    /// What is wrong with its bytes.
    pub(super) faults: Vec<Fault>,
    pub(super) seen: Vec<Fault>,
}

/// What a body's file gives.
#[derive(Default)]
pub(super) struct Body {
    pub(super) item: Option<Value>,
    pub(super) alignments: Vec<Value>,
    pub(super) faults: Vec<Fault>,
    pub(super) seen: Vec<Fault>,
    pub(super) bytes: usize,
}

/// The folder that pieces are in, and how they are read.
pub(super) struct Pieces<'a> {
    /// The bundle.
    pub(super) head: &'a Path,
    pub(super) how: How<'a>,
    /// Whether pages that are opened from disk find the bundle.
    pub(super) has_scripts: bool,
}

impl Pieces<'_> {
    /// The file at an address; none if it is not in the bundle's folder.
    pub(super) fn path(&self, address: &str) -> Option<PathBuf> {
        let (path, _) = name::without_hash(address);
        let path = route::decode(&path.replace('+', "%2B")).into_owned();
        is_inside(&path).then(|| self.head.with_file_name(path))
    }

    pub(super) fn outside(&self, address: &str) -> Fault {
        let what = format!(
            "the address `{}` leads out of the bundle's folder",
            bundle::label::clean(address)
        );
        Fault::error(self.head, what, AGAIN)
    }

    /// The items of a page.
    pub(super) fn page(
        &self,
        address: &Value,
        gathered: &mut Gathered,
    ) -> Option<(PathBuf, Vec<Value>)> {
        let Value::Text(address) = address else {
            let what = "an address of a page is no text";
            gathered.faults.push(Fault::error(self.head, what, AGAIN));
            return None;
        };
        let Some(path) = self.path(address) else {
            gathered.faults.push(self.outside(address));
            return None;
        };
        let Read {
            mut value,
            bytes,
            faults,
            seen,
        } = match read(&path, self.head, self.how) {
            Ok(read) => read,
            Err(fault) => {
                gathered.faults.push(fault);
                return None;
            }
        };
        gathered.bytes += bytes.len();
        gathered.faults.extend(faults);
        gathered.seen.extend(seen);
        if name::without_hash(address)
            .1
            .is_some_and(|hash| hash != name::hash(&bytes))
        {
            gathered.faults.push(self.stale(&path));
        }
        if self.has_scripts {
            gathered.faults.extend(self.twin(&path, &bytes));
        }
        match value.take("items") {
            Value::List(items) => Some((path, items)),
            _ => {
                let what = "this is no page of a bundle: it has no list of items";
                gathered.faults.push(Fault::error(&path, what, AGAIN));
                None
            }
        }
    }

    pub(super) fn stale(&self, path: &Path) -> Fault {
        let what = format!(
            "{} was made with another state of this file",
            self.head.display()
        );
        Fault::error(path, what, AGAIN).warning()
    }

    /// What the file of a body gives, if the item has its body in one.
    pub(super) fn body(&self, item: &Value) -> Option<Body> {
        let address = elsewhere(item)?;
        let mut body = Body::default();
        if self.how.is_index {
            body.item = Some(withheld(item));
            return Some(body);
        }
        match self.path(address) {
            None => body.faults.push(self.outside(address)),
            Some(path) => {
                if let Err(fault) = self.read_body(&path, address, item, &mut body) {
                    body.faults.push(fault);
                }
            }
        }
        Some(body)
    }

    pub(super) fn read_body(
        &self,
        path: &Path,
        address: &str,
        listed: &Value,
        body: &mut Body,
    ) -> Result<(), Fault> {
        let Read {
            mut value,
            bytes,
            faults,
            seen,
        } = read(path, self.head, self.how)?;
        body.bytes = bytes.len();
        body.faults.extend(faults);
        body.seen.extend(seen);
        let own = take_hash(&mut value);
        let is_whole = own.as_ref() == Some(&name::hash(to_text(&value)?.as_bytes()));
        let wanted = name::without_hash(address).1;
        if !is_whole {
            let what = "this file was changed after it was made, or is not complete";
            body.faults.push(Fault::error(path, what, AGAIN).warning());
        } else if wanted.is_some() && wanted != own.as_deref() {
            body.faults.push(self.stale(path));
        }
        if self.has_scripts {
            body.faults.extend(self.twin(path, &bytes));
        }
        let broken = |what: &str| Err(Fault::error(path, what, AGAIN));
        let Value::List(mut items) = value.take("items") else {
            return broken("this is no post of a bundle: it has no list of items");
        };
        let Some(mut item) = items.first_mut().map(std::mem::take) else {
            return broken("this is no post of a bundle: its list of items is empty");
        };
        if field(&item, "id") != field(listed, "id") {
            return broken("another post stands here");
        }
        if elsewhere(&item).is_some()
            || field(&item, "content_text")
                .or(field(&item, "content_html"))
                .is_none()
        {
            return broken("the post has no text here");
        }
        let own = match &mut item {
            Value::Map(fields) => fields.iter_mut().rfind(|(name, _)| name == "_liseuse"),
            _ => None,
        };
        if let Some((_, Value::Map(own))) = own {
            own.retain(|(name, _)| name != "body");
        }
        body.item = Some(item);
        body.alignments = entries_of(value.take("_liseuse").take("alignments"));
        Ok(())
    }

    /// What is wrong with the script beside a file, for pages that are opened from disk.
    pub(super) fn twin(&self, file: &Path, bytes: &[u8]) -> Option<Fault> {
        let path = script::beside(file);
        let told = |what: &str| Some(Fault::error(&path, what, AGAIN).warning());
        let found = match fs::read(&path) {
            Ok(found) => found,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return told("this file is missing: pages that are opened from disk need it");
            }
            Err(error) => return Some(Fault::io(&path, "read the file", &error).warning()),
        };
        let wanted = script::twin(&String::from_utf8_lossy(bytes)).ok()?;
        if wanted.as_bytes() == found {
            return None;
        }
        told("this is not the script of the file beside it")
    }

    /// Whether the search index is there.
    pub(super) fn search(&self, address: &str) -> Option<Fault> {
        let Some(path) = self.path(address) else {
            return Some(self.outside(address));
        };
        let error = fs::metadata(&path).err()?;
        let remedy = AGAIN.to_owned();
        Some(Fault {
            remedy,
            ..Fault::io(&path, "read the search index", &error)
        })
    }
}

/// Reads a file of the bundle `head`.
pub(super) fn read(file: &Path, head: &Path, how: How<'_>) -> Result<Read, Fault> {
    let is_piece = file != head;
    let bytes = check::load(file).map_err(|fault| match is_piece {
        true => Fault {
            remedy: AGAIN.to_owned(),
            ..fault
        },
        false => fault,
    })?;
    let fatal = |error: Error| {
        let remedy = if is_piece { AGAIN } else { error.remedy() };
        Fault::error(file, error.to_string(), remedy)
    };
    let (document, problems) = bundle::bytes::parse(&bytes).map_err(fatal)?;
    let faults = problems.into_iter().map(|problem| Fault {
        severity: problem.severity,
        file: file.display().to_string(),
        place: problem.place,
        what: problem.what,
        remedy: problem.remedy,
    });
    Ok(Read {
        seen: how
            .look
            .map_or(Vec::new(), |look| look(file, &document.value)),
        faults: faults.collect(),
        value: document.value,
        bytes,
    })
}

/// Takes the hash out of a body's file.
fn take_hash(value: &mut Value) -> Option<String> {
    let Value::Map(fields) = value else {
        return None;
    };
    let (_, own) = fields.iter_mut().rfind(|(name, _)| name == "_liseuse")?;
    let Value::Map(own) = own else { return None };
    let at = own.iter().position(|(name, _)| name == "hash")?;
    match own.remove(at).1 {
        Value::Text(hash) => Some(hash),
        _ => None,
    }
}

/// An item of the list, with a body that nobody reads.
fn withheld(item: &Value) -> Value {
    let mut fields = map_of(item.clone());
    fields.push(("content_text".to_owned(), Value::Withheld));
    Value::Map(fields)
}

/// Where an item's body is, if it is not in the item.
pub(super) fn elsewhere(item: &Value) -> Option<&str> {
    let has_body = field(item, "content_text").or(field(item, "content_html"));
    match (has_body, field(field(item, "_liseuse")?, "body")?) {
        (None, Value::Text(address)) => Some(address),
        _ => None,
    }
}

pub(super) fn field<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    let Value::Map(fields) = value else {
        return None;
    };
    let found = fields.iter().rfind(|(key, _)| key == name);
    found
        .map(|(_, value)| value)
        .filter(|value| **value != Value::Null)
}
