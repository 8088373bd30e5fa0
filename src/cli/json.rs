//! A document → JSON for people: a line a field, but beads and other rows of numbers on one line.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{Formatter, PrettyFormatter, Serializer};

/// Writes a document, with a line break at its end.
pub(super) fn to_text(document: &impl Serialize) -> serde_json::Result<String> {
    let mut bytes = Vec::new();
    document.serialize(&mut Serializer::with_formatter(
        &mut bytes,
        Lines::default(),
    ))?;
    bytes.push(b'\n');
    String::from_utf8(bytes).map_err(|error| serde_json::Error::io(io::Error::other(error)))
}

/// As `PrettyFormatter`, but lists in lists, and lists of numbers, are written in one line.
#[derive(Default)]
struct Lines {
    pretty: PrettyFormatter<'static>,
    /// The last key, and whether it is being written.
    key: Vec<u8>,
    is_key: bool,
    /// For each open list and object: whether it is a list, and whether it is on one line.
    open: Vec<(bool, bool)>,
}

impl Lines {
    fn is_line(&self) -> bool {
        self.open.last().is_some_and(|open| open.1)
    }
}

impl Formatter for Lines {
    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        let is_row = self.open.last().is_some_and(|open| open.0)
            || self.key == b"confidences"
            || self.key.ends_with(b"_range");
        self.open.push((true, is_row));
        if is_row {
            out.write_all(b"[")
        } else {
            self.pretty.begin_array(out)
        }
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        match self.open.pop() {
            Some((_, true)) => out.write_all(b"]"),
            _ => self.pretty.end_array(out),
        }
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        match (self.is_line(), first) {
            (true, true) => Ok(()),
            (true, false) => out.write_all(b", "),
            (false, _) => self.pretty.begin_array_value(out, first),
        }
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.pretty.end_array_value(out)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.open.push((false, false));
        self.key.clear();
        self.pretty.begin_object(out)
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.open.pop();
        self.pretty.end_object(out)
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.key.clear();
        self.is_key = true;
        self.pretty.begin_object_key(out, first)
    }

    fn end_object_key<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.is_key = false;
        Ok(())
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.pretty.begin_object_value(out)
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.pretty.end_object_value(out)
    }

    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        out: &mut W,
        text: &str,
    ) -> io::Result<()> {
        if self.is_key {
            self.key.extend(text.bytes());
        }
        out.write_all(text.as_bytes())
    }
}
