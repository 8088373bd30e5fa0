//! The table of functions: which function is at which place.

use anyhow::{Context, Result, bail};
use walrus::ir::Value;
use walrus::{ConstExpr, ElementItems, ElementKind, FunctionId, Module, TableId};

/// The table that calls go through.
pub(super) fn table(module: &Module) -> Result<TableId> {
    let table = module.tables.main_function_table()?;
    table.context("the module has no table of functions")
}

/// Makes room for more functions. Gives the first new place.
pub(super) fn widen(module: &mut Module, more: usize) -> Result<u64> {
    let table = table(module)?;
    let room = module.tables.get_mut(table);
    let begin = room.initial;
    let more = u64::try_from(more)?;
    room.initial += more;
    room.maximum = room.maximum.map(|maximum| maximum + more);
    Ok(begin)
}

/// Every place that is filled, with its function.
pub(super) fn read(module: &Module) -> Result<Vec<(u64, FunctionId)>> {
    let mut slots = Vec::new();
    for element in module.elements.iter() {
        match (&element.kind, &element.items) {
            (
                ElementKind::Active {
                    offset: ConstExpr::Value(Value::I32(begin)),
                    ..
                },
                ElementItems::Functions(ids),
            ) => slots.extend((u64::try_from(*begin)?..).zip(ids.iter().copied())),
            _ => bail!("the module's table is filled in a way that xtask/src/split does not know"),
        }
    }
    slots.sort_unstable_by_key(|slot| slot.0);
    Ok(slots)
}

/// Fills these places, and no others. They are in order.
pub(super) fn write(module: &mut Module, slots: &[(u64, FunctionId)]) -> Result<()> {
    let table = table(module)?;
    let old: Vec<_> = module.elements.iter().map(|element| element.id()).collect();
    for id in old {
        module.elements.delete(id);
    }
    module.tables.get_mut(table).elem_segments.clear();
    for run in slots.chunk_by(|one, next| one.0 + 1 == next.0) {
        let Some((begin, _)) = run.first() else {
            continue;
        };
        let kind = ElementKind::Active {
            table,
            offset: ConstExpr::Value(Value::I32(i32::try_from(*begin)?)),
        };
        let items = ElementItems::Functions(run.iter().map(|slot| slot.1).collect());
        let segment = module.elements.add(kind, items);
        let room = module.tables.get_mut(table);
        room.elem_segments.insert(segment);
    }
    Ok(())
}
