//! A list, and work for each of its elements → what comes of it, in the list's order, on all processors.

use std::{
    num::NonZero,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

/// How many elements a thread takes at a time: few enough to end together, and enough not to wait
/// for each other.
const AT_A_TIME: usize = 32;

/// Does the work for each element. Few elements are not worth a thread.
pub(super) fn map<T: Sync, U: Send>(list: &[T], work: &(dyn Fn(&T) -> U + Sync)) -> Vec<U> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    if threads == 1 || list.len() <= AT_A_TIME {
        return list.iter().map(work).collect();
    }
    let chunks: Vec<&[T]> = list.chunks(AT_A_TIME).collect();
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, Vec<U>)>> = Mutex::new(Vec::with_capacity(chunks.len()));
    let run = || {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(chunk) = chunks.get(at) else { return };
            let made = chunk.iter().map(work).collect();
            // Nothing that can panic is done under the lock, so it is never poisoned.
            let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
            done.push((at, made));
        }
    };
    thread::scope(|scope| {
        for _ in 1..threads {
            scope.spawn(run);
        }
        run();
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().flat_map(|(_, made)| made).collect()
}
