//! Cutting a module in two: what is needed at once stays, what is needed later comes in a file of its own.
//!
//! The second part shares the memory, the table of functions and the stack of the first. A function
//! that moves leaves a stub behind where the first part calls it: a call through the table, at a
//! place that is empty until the second part arrives and fills it. Whoever calls it earlier meets a
//! trap, so the reader waits for the second part before. What moves is named by its doors; what only
//! they lead to goes with them, and nothing else does. So do constants that they name, if no
//! code and no constant that stays names them. (The linker has to leave constants apart for that:
//! `--no-merge-data-segments`.)

mod data;
mod slots;

use std::collections::HashSet;

use anyhow::{Context, Result};
use walrus::ir::{Visitor, dfs_in_order};
use walrus::{
    ConstExpr, ElementItems, ExportItem, FunctionBuilder, FunctionId, FunctionKind, GlobalKind,
    ImportKind, ImportedFunction, LocalFunction, Module, ModuleConfig, passes,
};

/// Where to cut.
#[derive(Debug)]
pub struct Cut<'a> {
    /// The paths of the functions of the second part that the first one calls.
    pub doors: &'a [&'a str],
    /// How the paths of functions begin that are only ever called through tables of the second part.
    pub owned: &'a [&'a str],
    /// Constants of the second part that the first one looks into: until the second is here it finds
    /// zeros there. Each is named by its bytes.
    pub constants: &'a [&'a [u8]],
}

/// Cuts a module, whose functions have their names. Gives the first part, which exports what the
/// second imports, and the second.
///
/// # Errors
/// When the bytes are not such a module, or a door is not there: then the compiler has put it into
/// its caller, and wants `#[inline(never)]`. Or a constant is not there, or not by itself.
pub fn split(bytes: &[u8], cut: &Cut<'_>) -> Result<[Vec<u8>; 2]> {
    // Both copies number everything alike; an id belongs to one of them.
    let (mut first, mut later) = (parse(bytes)?, parse(bytes)?);
    let doors = doors(&first, cut.doors)?;
    let moved = moved(&first, &doors, cut.owned);
    let data = data::moved(&first, &moved, cut.constants)?;
    let begin = leave(&mut first, &moved, &doors)?;
    data::leave(&mut first, &data)?;
    take(&mut later, &moved, &doors, begin)?;
    data::take(&mut later, &data);
    passes::gc::run(&mut later);
    export(&mut first, &later);
    passes::gc::run(&mut first);
    Ok([first.emit_wasm(), later.emit_wasm()])
}

fn parse(bytes: &[u8]) -> Result<Module> {
    let mut config = ModuleConfig::new();
    // The names stay for `cargo xtask size --functions`; wasm-opt leaves them out of what is shipped.
    config.generate_producers_section(false);
    config.parse(bytes)
}

/// The places of the doors, in order.
fn doors(module: &Module, paths: &[&str]) -> Result<Vec<usize>> {
    let mut doors = Vec::new();
    for wanted in paths {
        let mut found = module.funcs.iter_local().map(|(id, _)| id);
        let found = found.find(|id| path(module, *id) == *wanted);
        doors.push(
            found
                .with_context(|| format!("the module has no function {wanted}"))?
                .index(),
        );
    }
    doors.sort_unstable();
    Ok(doors)
}

/// The places of the functions that only the doors lead to, themselves included.
fn moved(module: &Module, doors: &[usize], owned: &[&str]) -> HashSet<usize> {
    let is_owned = |id: &FunctionId| {
        let path = path(module, *id);
        let path = path.trim_start_matches('<');
        owned.iter().any(|begin| path.starts_with(begin))
    };
    let mut stack = roots(module);
    stack.retain(|id| !is_owned(id));
    let mut stay = HashSet::new();
    while let Some(id) = stack.pop() {
        if doors.binary_search(&id.index()).is_ok() || !stay.insert(id) {
            continue;
        }
        if let FunctionKind::Local(function) = &module.funcs.get(id).kind {
            stack.extend(calls(function));
        }
    }
    let all = module.funcs.iter_local();
    all.filter(|(id, _)| !stay.contains(id))
        .map(|(id, _)| id.index())
        .collect()
}

/// The functions that somebody else may call: exported ones, and those in the table.
pub(crate) fn roots(module: &Module) -> Vec<FunctionId> {
    let mut roots: Vec<FunctionId> = in_tables(module).collect();
    for export in module.exports.iter() {
        if let ExportItem::Function(id) = export.item {
            roots.push(id);
        }
    }
    roots.extend(module.start);
    roots
}

/// A function's name without the crates' hashes, as in `liseuse[3002d4…]::align::align`.
pub(crate) fn path(module: &Module, id: FunctionId) -> String {
    without_hashes(module.funcs.get(id).name.as_deref().unwrap_or_default())
}

fn without_hashes(name: &str) -> String {
    let mut path = String::new();
    for part in name.split('[') {
        match part.split_once(']') {
            Some((hash, rest)) if hash.chars().all(|c| c.is_ascii_hexdigit()) => {
                path.push_str(rest);
            }
            _ if path.is_empty() => path.push_str(part),
            _ => path.extend(["[", part]),
        }
    }
    path
}

/// Puts stubs where functions were, and makes room for those in the table. Gives the first place.
fn leave(module: &mut Module, moved: &HashSet<usize>, doors: &[usize]) -> Result<u64> {
    let table = slots::table(module)?;
    let mut filled = slots::read(module)?;
    filled
        .retain(|(_, id)| !moved.contains(&id.index()) || doors.binary_search(&id.index()).is_ok());
    slots::write(module, &filled)?;
    let begin = slots::widen(module, doors.len())?;
    let ids: Vec<FunctionId> = module.funcs.iter().map(|function| function.id()).collect();
    for id in ids {
        let Ok(at) = doors.binary_search(&id.index()) else {
            continue;
        };
        let ty = module.funcs.get(id).ty();
        let (parameters, results) = module.types.params_results(ty);
        let (parameters, results) = (parameters.to_vec(), results.to_vec());
        let mut builder = FunctionBuilder::new(&mut module.types, &parameters, &results);
        let locals: Vec<_> = parameters
            .iter()
            .map(|kind| module.locals.add(*kind))
            .collect();
        let mut body = builder.func_body();
        for local in &locals {
            body.local_get(*local);
        }
        let slot = i32::try_from(begin)? + i32::try_from(at)?;
        body.i32_const(slot).call_indirect(ty, table);
        module.funcs.get_mut(id).kind = FunctionKind::Local(builder.local_func(locals));
    }
    Ok(begin)
}

/// Leaves of a module what moves; the rest becomes imports, each named by its kind and place.
fn take(module: &mut Module, moved: &HashSet<usize>, doors: &[usize], begin: u64) -> Result<()> {
    let mut filled = slots::read(module)?;
    filled
        .retain(|(_, id)| moved.contains(&id.index()) && doors.binary_search(&id.index()).is_err());
    module.start = None;
    let exports: Vec<_> = module.exports.iter().map(walrus::Export::id).collect();
    for id in exports {
        module.exports.delete(id);
    }
    let old: Vec<_> = module.imports.iter().map(|import| import.id()).collect();
    for id in old {
        module.imports.delete(id);
    }
    let functions: Vec<FunctionId> = module.funcs.iter().map(|function| function.id()).collect();
    for id in &functions {
        if !moved.contains(&id.index()) {
            let import =
                module
                    .imports
                    .add("", &format!("f{}", id.index()), ImportKind::Function(*id));
            let ty = module.funcs.get(*id).ty();
            module.funcs.get_mut(*id).kind = FunctionKind::Import(ImportedFunction { import, ty });
        }
    }
    let globals: Vec<_> = module.globals.iter().map(|global| global.id()).collect();
    for id in globals {
        let import = module
            .imports
            .add("", &format!("g{}", id.index()), ImportKind::Global(id));
        module.globals.get_mut(id).kind = GlobalKind::Import(import);
    }
    for memory in module.memories.iter_mut() {
        let kind = ImportKind::Memory(memory.id());
        memory.import = Some(
            module
                .imports
                .add("", &format!("m{}", memory.id().index()), kind),
        );
    }
    for other in module.tables.iter_mut() {
        let kind = ImportKind::Table(other.id());
        other.import = Some(
            module
                .imports
                .add("", &format!("t{}", other.id().index()), kind),
        );
        other.init = None;
    }
    slots::widen(module, doors.len())?;
    let stubs = functions
        .iter()
        .filter(|id| doors.binary_search(&id.index()).is_ok());
    filled.extend((begin..).zip(stubs.copied()));
    slots::write(module, &filled)
}

/// Exports from the first part what the second imports, under the same names.
fn export(first: &mut Module, later: &Module) {
    for import in later.imports.iter() {
        let index = match import.kind {
            ImportKind::Function(id) => id.index(),
            ImportKind::Global(id) => id.index(),
            ImportKind::Memory(id) => id.index(),
            ImportKind::Table(id) => id.index(),
            ImportKind::Tag(id) => id.index(),
        };
        let found: Option<ExportItem> = match import.kind {
            ImportKind::Function(_) => first
                .funcs
                .iter()
                .map(|item| item.id())
                .find(|id| id.index() == index)
                .map(Into::into),
            ImportKind::Global(_) => first
                .globals
                .iter()
                .map(|item| item.id())
                .find(|id| id.index() == index)
                .map(Into::into),
            ImportKind::Memory(_) => first
                .memories
                .iter()
                .map(|item| item.id())
                .find(|id| id.index() == index)
                .map(Into::into),
            ImportKind::Table(_) => first
                .tables
                .iter()
                .map(|item| item.id())
                .find(|id| id.index() == index)
                .map(Into::into),
            ImportKind::Tag(_) => None,
        };
        if let Some(item) = found {
            first.exports.add(&import.name, item);
        }
    }
}

/// The functions whose addresses are taken.
fn in_tables(module: &Module) -> impl Iterator<Item = FunctionId> {
    module
        .elements
        .iter()
        .flat_map(|element| match &element.items {
            ElementItems::Functions(ids) => ids.clone(),
            ElementItems::Expressions(_, items) => items
                .iter()
                .filter_map(|item| match item {
                    ConstExpr::RefFunc(id) => Some(*id),
                    _ => None,
                })
                .collect(),
        })
}

/// The functions that a function names.
pub(crate) fn calls(function: &LocalFunction) -> Vec<FunctionId> {
    struct Calls(Vec<FunctionId>);
    impl Visitor<'_> for Calls {
        fn visit_function_id(&mut self, id: &FunctionId) {
            self.0.push(*id);
        }
    }
    let mut calls = Calls(Vec::new());
    dfs_in_order(&mut calls, function, function.entry_block());
    calls.0
}

#[cfg(test)]
mod tests {
    use walrus::{FunctionBuilder, FunctionId, Module, RefType, ValType};

    use super::{Cut, split, without_hashes};

    const CUT: Cut<'_> = Cut {
        doors: &["crate::later::find"],
        owned: &[],
        constants: &[],
    };

    /// A function that calls another, and what is named so.
    fn function(module: &mut Module, name: &str, called: Option<FunctionId>) -> FunctionId {
        let mut builder = FunctionBuilder::new(&mut module.types, &[ValType::I32], &[ValType::I32]);
        builder.name(name.into());
        let argument = module.locals.add(ValType::I32);
        let mut body = builder.func_body();
        body.local_get(argument);
        if let Some(called) = called {
            body.call(called);
        }
        builder.finish(vec![argument], &mut module.funcs)
    }

    fn module() -> Vec<u8> {
        let mut module = Module::default();
        let shared = function(&mut module, "crate[1f]::shared", None);
        let inner = function(&mut module, "crate[1f]::inner", Some(shared));
        let later = function(&mut module, "crate[1f]::later::find", Some(inner));
        let other = function(&mut module, "crate[1f]::other", Some(shared));
        let call = function(&mut module, "call", Some(later));
        module.exports.add("call", call);
        module.exports.add("other", other);
        let table = module.tables.add_local(false, 4, Some(4), RefType::FUNCREF);
        module.exports.add("table", table);
        module.emit_wasm()
    }

    fn names(bytes: &[u8]) -> anyhow::Result<(Vec<String>, Vec<String>, usize)> {
        let module = Module::from_buffer(bytes)?;
        let imports = module
            .imports
            .iter()
            .map(|import| import.name.clone())
            .collect();
        let exports = module
            .exports
            .iter()
            .map(|export| export.name.clone())
            .collect();
        Ok((imports, exports, module.funcs.iter_local().count()))
    }

    #[test]
    fn what_only_a_door_leads_to_goes_with_it() -> anyhow::Result<()> {
        let [first, later] = split(&module(), &CUT)?;
        let (imports, exports, functions) = names(&first)?;
        assert_eq!(imports, Vec::<String>::new());
        // `shared`, `other`, `call`, and the stub that it calls.
        assert_eq!(functions, 4);
        let (imports, own, functions) = names(&later)?;
        assert_eq!((own, functions), (Vec::new(), 2), "the door and `inner`");
        assert_eq!(imports.len(), 2, "`shared` and the table: {imports:?}");
        assert_eq!(
            exports.get(..3),
            Some(["call", "other", "table"].map(String::from).as_slice())
        );
        assert_eq!(exports.get(3..), Some(imports.as_slice()));
        Ok(())
    }

    #[test]
    fn the_place_of_a_stub_is_filled_by_the_second_part() -> anyhow::Result<()> {
        let parts = split(&module(), &CUT)?;
        for part in &parts {
            let module = Module::from_buffer(part)?;
            let table = module
                .tables
                .iter()
                .next()
                .map(|table| (table.initial, table.maximum));
            assert_eq!(table, Some((5, Some(5))));
        }
        Ok(())
    }

    #[test]
    fn a_path_that_nothing_has_is_refused() {
        let lost = Cut {
            doors: &["crate::lost"],
            ..CUT
        };
        assert!(split(&module(), &lost).is_err());
        assert!(split(b"no module", &CUT).is_err());
    }

    #[test]
    fn hashes_are_left_out_of_paths() {
        for (name, expected) in [
            ("a[0f]::b", "a::b"),
            ("<a[0f]::B as c[1e]::D>::e", "<a::B as c::D>::e"),
            ("<[u8]>::x", "<[u8]>::x"),
            ("plain", "plain"),
        ] {
            assert_eq!(without_hashes(name), expected);
        }
    }
}
