//! Weighted candidates between two sides → the one-to-one choice with the largest sum.
//!
//! Successive augmenting paths of the largest gain (the shortest-path form of the Hungarian method,
//! Kuhn 1955), on lists of candidates rather than on a full table.

/// An edge of the left and the right side, and what choosing it is worth.
pub(super) type Edge = (usize, usize, f64);

/// The chosen edges, by index into `edges`, rising. Those not above 0 are never chosen.
pub(super) fn choose(edges: &[Edge], left: usize, right: usize) -> Vec<usize> {
    let mut of_left: Vec<Option<usize>> = vec![None; left];
    let mut of_right: Vec<Option<usize>> = vec![None; right];
    let mut by_left: Vec<Vec<usize>> = vec![Vec::new(); left];
    for (index, (l, _, worth)) in edges.iter().enumerate() {
        if *worth > 0.0
            && let Some(list) = by_left.get_mut(*l)
        {
            list.push(index);
        }
    }
    while let Some(path) = augment(edges, &by_left, &of_left, &of_right) {
        for index in path {
            let Some((l, r, _)) = edges.get(index) else {
                continue;
            };
            if let (Some(a), Some(b)) = (of_left.get_mut(*l), of_right.get_mut(*r)) {
                *a = Some(index);
                *b = Some(index);
            }
        }
    }
    let mut chosen: Vec<usize> = of_left.into_iter().flatten().collect();
    chosen.sort_unstable();
    chosen
}

/// The new edges of the path with the largest gain, if any path gains.
///
/// A path begins at a free left end; a step over a candidate wins its worth, the way back over the
/// edge that its right end had loses that one's (Bellman and Ford, over a queue).
fn augment(
    edges: &[Edge],
    by_left: &[Vec<usize>],
    of_left: &[Option<usize>],
    of_right: &[Option<usize>],
) -> Option<Vec<usize>> {
    let mut gain = vec![f64::MIN; of_left.len()];
    let mut came: Vec<Option<usize>> = vec![None; of_right.len()];
    let mut reached = vec![f64::MIN; of_right.len()];
    let mut queue = std::collections::VecDeque::new();
    for (l, (own, list)) in of_left.iter().zip(by_left).enumerate() {
        if own.is_none()
            && !list.is_empty()
            && let Some(gain) = gain.get_mut(l)
        {
            *gain = 0.0;
            queue.push_back(l);
        }
    }
    while let Some(l) = queue.pop_front() {
        let own = of_left.get(l).copied().flatten();
        let base = gain.get(l).copied().unwrap_or(f64::MIN);
        for index in by_left.get(l).into_iter().flatten() {
            let Some((_, r, worth)) = edges.get(*index).filter(|_| Some(*index) != own) else {
                continue;
            };
            let Some(best) = reached
                .get_mut(*r)
                .filter(|best| base + worth > **best + 1e-9)
            else {
                continue;
            };
            *best = base + worth;
            if let Some(came) = came.get_mut(*r) {
                *came = Some(*index);
            }
            let back = of_right
                .get(*r)
                .copied()
                .flatten()
                .and_then(|e| edges.get(e));
            if let Some((other, _, lost)) = back
                && let Some(gain) = gain.get_mut(*other)
                && base + worth - lost > *gain + 1e-9
            {
                *gain = base + worth - lost;
                queue.push_back(*other);
            }
        }
    }
    let free = of_right.iter().zip(&reached).enumerate();
    let (end, _) = free
        .filter(|(_, (own, gain))| own.is_none() && **gain > 0.0)
        .max_by(|(i, (_, a)), (j, (_, b))| a.total_cmp(b).then(j.cmp(i)))?;
    let mut path = Vec::new();
    let mut right = end;
    while let Some(index) = came.get(right).copied().flatten() {
        if path.contains(&index) {
            return None;
        }
        path.push(index);
        let (left, ..) = edges.get(index)?;
        match of_left.get(*left).copied().flatten() {
            Some(own) => right = edges.get(own)?.1,
            None => return Some(path),
        }
    }
    None
}

#[cfg(test)]
#[allow(clippy::indexing_slicing)]
mod tests {
    use super::choose;

    /// Against trying everything.
    #[test]
    fn the_sum_is_the_largest() {
        let mut state = 7_u64;
        let mut random = |below: u64| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (state >> 33) % below
        };
        for _ in 0..300 {
            let (n, m) = (1 + random(4) as usize, 1 + random(4) as usize);
            let mut edges = Vec::new();
            for l in 0..n {
                for r in 0..m {
                    if random(3) > 0 {
                        edges.push((l, r, random(20) as f64 - 3.0));
                    }
                }
            }
            let chosen = choose(&edges, n, m);
            let worth = |set: &[usize]| -> f64 { set.iter().map(|e| edges[*e].2).sum() };
            let is_matching = |set: &[usize]| {
                set.iter().enumerate().all(|(i, a)| {
                    set[..i]
                        .iter()
                        .all(|b| edges[*a].0 != edges[*b].0 && edges[*a].1 != edges[*b].1)
                })
            };
            assert!(is_matching(&chosen));
            let best = (0..1_u32 << edges.len())
                .map(|bits| {
                    (0..edges.len())
                        .filter(|e| bits >> e & 1 == 1)
                        .collect::<Vec<_>>()
                })
                .filter(|set| is_matching(set))
                .map(|set| worth(&set))
                .fold(0.0, f64::max);
            assert_eq!(worth(&chosen), best, "{edges:?}");
        }
    }
}
