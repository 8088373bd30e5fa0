//! What the module is made of: the parts of the last build come in, what each function and each crate costs goes out.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

use anyhow::{Context, Result};
use walrus::{FunctionId, Module};

use crate::size::{brotli, thousands};
use crate::split::{calls, path, roots};
use crate::widget;

/// Functions smaller than this, in bytes, with all that only they lead to, are not listed.
const SMALLEST: usize = 300;
/// The modules of ours that are told one by one.
const OWN: &str = "liseuse::";

/// A part of the module as it is shipped, with the names of its functions.
struct Part {
    bytes: Vec<u8>,
    functions: Vec<Function>,
}

/// A function of a part.
struct Function {
    name: String,
    /// Where its code begins and ends in the file.
    code: Range<usize>,
    /// How many bytes only it leads to, itself included.
    alone: usize,
}

/// Prints, for each part of the module, what each crate and module of ours costs: raw, and how many
/// bytes of brotli less there are without it. `lists_functions` adds the functions, raw: themselves, and
/// with what only they lead to.
///
/// # Errors
/// When nothing was built yet.
pub fn print(lists_functions: bool) -> Result<()> {
    for name in ["first", "more"] {
        let part = read(name)?;
        println!("{:<44}{:>10}{:>12}", name, "raw", "brotli 11");
        for (group, raw, brotli) in groups(&part)? {
            println!("{group:<44}{:>10}{:>12}", thousands(raw), thousands(brotli));
        }
        if !lists_functions {
            continue;
        }
        println!("{:>10}{:>10}  function", "raw", "alone");
        for function in &part.functions {
            if function.alone >= SMALLEST {
                println!(
                    "{:>10}{:>10}  {}",
                    thousands(function.code.len()),
                    thousands(function.alone),
                    function.name
                );
            }
        }
    }
    Ok(())
}

fn read(name: &str) -> Result<Part> {
    let bytes = widget::with_names(name).context("run `cargo xtask build` first")?;
    let module = Module::from_buffer(&bytes)?;
    let mut sizes: HashMap<FunctionId, usize> = HashMap::new();
    let mut functions = Vec::new();
    for (id, function) in module.funcs.iter_local() {
        let code = function.original_range.clone().unwrap_or_default();
        sizes.insert(id, code.len());
        functions.push((id, code));
    }
    let led: HashMap<FunctionId, Vec<FunctionId>> = module
        .funcs
        .iter_local()
        .map(|(id, function)| (id, calls(function)))
        .collect();
    let reached = |without: Option<FunctionId>| {
        let mut stack = roots(&module);
        let mut seen = HashSet::new();
        while let Some(id) = stack.pop() {
            if Some(id) != without && seen.insert(id) {
                stack.extend(led.get(&id).into_iter().flatten());
            }
        }
        seen.iter().filter_map(|id| sizes.get(id)).sum::<usize>()
    };
    let all = reached(None);
    let mut functions: Vec<Function> = functions
        .into_iter()
        .map(|(id, code)| Function {
            name: path(&module, id),
            code,
            alone: all - reached(Some(id)),
        })
        .collect();
    functions.sort_by(|one, other| {
        let size = |function: &Function| std::cmp::Reverse(function.code.len());
        (size(one), &one.name).cmp(&(size(other), &other.name))
    });
    Ok(Part { bytes, functions })
}

/// What a part is made of: the name, raw bytes, and bytes of brotli.
fn groups(part: &Part) -> Result<Vec<(String, usize, usize)>> {
    let mut groups: BTreeMap<String, Vec<Range<usize>>> = BTreeMap::new();
    for function in &part.functions {
        let ranges = groups.entry(group(&function.name)).or_default();
        ranges.push(function.code.clone());
    }
    // What is behind the code: the constants. Before it are types, imports and the table.
    let end = part.functions.iter().map(|function| function.code.end);
    let end = end.max().unwrap_or_default();
    let names = names_begin(&part.bytes)?;
    groups
        .entry("constants".into())
        .or_default()
        .push(end..names);
    let shipped = part.bytes.get(..names).unwrap_or_default();
    let whole = brotli(shipped)?.len();
    let mut told = Vec::new();
    for (name, ranges) in groups {
        let mut rest = Vec::new();
        let raw = ranges.iter().map(Range::len).sum();
        let mut ranges = ranges;
        ranges.sort_by_key(|range| range.start);
        let mut at = 0;
        for range in ranges {
            rest.extend(shipped.get(at..range.start).unwrap_or_default());
            at = range.end;
        }
        rest.extend(shipped.get(at..).unwrap_or_default());
        told.push((name, raw, whole.saturating_sub(brotli(&rest)?.len())));
    }
    told.sort_by_key(|group| std::cmp::Reverse(group.2));
    told.push(("all".into(), shipped.len(), whole));
    Ok(told)
}

/// Where the sections begin that are not shipped.
fn names_begin(bytes: &[u8]) -> Result<usize> {
    let mut at = 8;
    while let Some(&id) = bytes.get(at) {
        if id == 0 {
            return Ok(at);
        }
        let mut length = 0usize;
        let mut shift = 0;
        at += 1;
        loop {
            let byte = *bytes.get(at).context("the module is cut")?;
            at += 1;
            length |= usize::from(byte & 127) << shift;
            shift += 7;
            if byte < 128 {
                break;
            }
        }
        at += length;
    }
    Ok(bytes.len())
}

/// The crate of a function by its path, and of ours the module.
fn group(path: &str) -> String {
    let path = path.trim_start_matches(['<', '&']);
    if let Some(own) = path.strip_prefix(OWN) {
        let module = own.split("::").next().unwrap_or_default();
        return [OWN, module].concat();
    }
    let end = path.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    match path.get(..end.unwrap_or(path.len())) {
        Some("core" | "alloc" | "std" | "dlmalloc" | "hashbrown" | "memchr") => {
            "the standard library and drop glue".into()
        }
        Some("js_sys" | "web_sys" | "wasm_bindgen") => "wasm-bindgen's runtime".into(),
        Some(name) if !name.is_empty() && path.contains("::") => name.into(),
        _ => "other".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::{group, names_begin};

    #[test]
    fn functions_are_told_by_crate_and_ours_by_module() {
        for (path, expected) in [
            ("liseuse::view::pair::x", "liseuse::view"),
            ("<liseuse::view::View>::x", "liseuse::view"),
            ("pulldown_cmark::parse::x", "pulldown_cmark"),
            (
                "core::ptr::drop_in_place::<liseuse::x>",
                "the standard library and drop glue",
            ),
            ("memcpy", "other"),
        ] {
            assert_eq!(group(path), expected, "{path}");
        }
    }

    #[test]
    fn what_is_not_shipped_is_not_counted() -> anyhow::Result<()> {
        let module = b"\0asm\x01\0\0\0\x01\x02\x03\x04\0\x01\x05";
        assert_eq!(names_begin(module)?, 12);
        Ok(())
    }
}
