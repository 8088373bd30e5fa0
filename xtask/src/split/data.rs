//! The constants of a module: which of them only the second part needs.

use std::collections::{BTreeSet, HashSet};

use anyhow::{Context, Result, bail};
use walrus::ir::{Const, Load, Store, Value, Visitor, dfs_in_order};
use walrus::{ConstExpr, Data, DataKind, LocalFunction, Module};

/// Constants nearer to each other than this, in bytes, become one: a segment of its own costs as much.
const GAP: u64 = 8;

/// How far before a constant, in bytes, an address may be that still means it: of a table that is
/// looked into by letters, compilers take the place where its zeroth entry would be.
const BEFORE: u64 = 512;

/// The places of the segments that move with these functions, among the module's segments, and of
/// those that hold these constants.
pub(super) fn moved(
    module: &Module,
    functions: &HashSet<usize>,
    constants: &[&[u8]],
) -> Result<HashSet<usize>> {
    let mut segments = Vec::new();
    for data in module.data.iter() {
        let begin = begin(data)?;
        segments.push((begin, begin + data.value.len() as u64, data));
    }
    segments.sort_unstable_by_key(|segment| segment.0);
    // The segments that an address may mean.
    let find = |address: u64, before: u64| {
        let from = segments.partition_point(|segment| segment.1 <= address);
        let to = segments.partition_point(|segment| segment.0 <= address + before);
        from..to
    };
    let (mut stay, mut go) = (BTreeSet::new(), BTreeSet::new());
    for (id, function) in module.funcs.iter_local() {
        for address in addresses(function) {
            if functions.contains(&id.index()) {
                go.extend(find(address, 0));
            } else if segments.first().is_some_and(|first| first.0 <= address) {
                stay.extend(find(address, BEFORE));
            }
        }
    }
    for reached in [&mut stay, &mut go] {
        let mut stack: Vec<usize> = reached.iter().copied().collect();
        while let Some((begin, _, data)) = stack.pop().and_then(|at| segments.get(at)) {
            let odd = usize::try_from(begin.next_multiple_of(4) - begin)?;
            for word in data.value.get(odd..).unwrap_or_default().chunks_exact(4) {
                let word = word.try_into().map(u32::from_le_bytes)?;
                stack.extend(find(word.into(), 0).filter(|next| reached.insert(*next)));
            }
        }
    }
    let moved = go.difference(&stay).filter_map(|at| segments.get(*at));
    let mut moved: HashSet<usize> = moved.map(|(_, _, data)| data.id().index()).collect();
    for constant in constants {
        let mut found = segments
            .iter()
            .filter(|segment| segment.2.value == *constant);
        let (_, _, data) = found.next().context(
            "the module has no segment that holds just a constant that is to come later",
        )?;
        moved.insert(data.id().index());
    }
    Ok(moved)
}

/// Takes these segments away, and joins those that are left.
pub(super) fn leave(module: &mut Module, moved: &HashSet<usize>) -> Result<()> {
    drop_where(module, |index| moved.contains(&index));
    let mut left = Vec::new();
    for data in module.data.iter() {
        left.push((begin(data)?, data.id()));
    }
    left.sort_unstable_by_key(|segment| segment.0);
    let mut last: Option<walrus::DataId> = None;
    let mut end = 0;
    for (begin, id) in left {
        let value = module.data.get(id).value.clone();
        match last {
            Some(last) if begin < end + GAP => {
                let joined = &mut module.data.get_mut(last).value;
                joined.extend((end..begin).map(|_| 0));
                joined.extend(&value);
                drop_where(module, |index| index == id.index());
            }
            _ => last = Some(id),
        }
        end = begin + value.len() as u64;
    }
    Ok(())
}

/// Takes all other segments away.
pub(super) fn take(module: &mut Module, moved: &HashSet<usize>) {
    drop_where(module, |index| !moved.contains(&index));
}

fn drop_where(module: &mut Module, goes: impl Fn(usize) -> bool) {
    let ids: Vec<_> = module
        .data
        .iter()
        .map(Data::id)
        .filter(|id| goes(id.index()))
        .collect();
    for id in ids {
        for memory in module.memories.iter_mut() {
            memory.data_segments.remove(&id);
        }
        module.data.delete(id);
    }
}

fn begin(data: &Data) -> Result<u64> {
    match &data.kind {
        DataKind::Active {
            offset: ConstExpr::Value(Value::I32(begin)),
            ..
        } => Ok(u64::from(begin.cast_unsigned())),
        _ => bail!("the module's memory is filled in a way that xtask/src/split does not know"),
    }
}

/// Every number in a function that may be an address.
fn addresses(function: &LocalFunction) -> Vec<u64> {
    struct Numbers(Vec<u64>);
    impl Visitor<'_> for Numbers {
        fn visit_const(&mut self, instruction: &Const) {
            if let Value::I32(number) = instruction.value {
                self.0.push(u64::from(number.cast_unsigned()));
            }
        }

        fn visit_load(&mut self, instruction: &Load) {
            self.0.push(instruction.arg.offset);
        }

        fn visit_store(&mut self, instruction: &Store) {
            self.0.push(instruction.arg.offset);
        }
    }
    let mut numbers = Numbers(Vec::new());
    dfs_in_order(&mut numbers, function, function.entry_block());
    numbers.0
}
