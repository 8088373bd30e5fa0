//! Hits of posts → hits of works: what was found in two languages is one result.

use super::Hit;

/// Keeps one hit of each work, in the place of the work's best one.
///
/// `work_of` gives the work of each post, by the post's number; there are no more works than posts.
/// A post that it does not know is a work of its own. `rank` tells how well a post's language serves the reader, lower is better:
/// among hits of a work that match about as well (three quarters of the best score), the one that
/// is read best stands for the work.
///
/// ```
/// use liseuse::search::{Hit, fold_works};
/// let hits = [(2, 100), (0, 90), (1, 50)].map(|(post, score)| Hit { post, score });
/// // Posts 0 and 2 are one work; 0 is in the reader's language.
/// let folded = fold_works(&hits, &[0, 1, 0], &|post| post);
/// assert_eq!(folded.iter().map(|hit| hit.post).collect::<Vec<_>>(), [0, 1]);
/// ```
#[must_use]
pub fn fold_works(hits: &[Hit], work_of: &[u32], rank: &dyn Fn(u32) -> u32) -> Vec<Hit> {
    // The place of each work among the hits that are kept, counted from 1.
    let mut places = vec![0_u32; work_of.len()];
    let mut folded: Vec<(Hit, u32)> = Vec::with_capacity(hits.len());
    for hit in hits {
        let work = work_of.get(hit.post as usize).copied();
        let place = work.and_then(|work| places.get_mut(work as usize));
        let kept = match &place {
            Some(place) if **place > 0 => folded.get_mut(**place as usize - 1),
            _ => None,
        };
        let Some((kept, best)) = kept else {
            folded.push((*hit, hit.score));
            if let Some(place) = place {
                *place = folded.len() as u32;
            }
            continue;
        };
        let is_near = super::rank::is_near(hit.score, *best);
        if is_near && rank(hit.post) < rank(kept.post) {
            *kept = *hit;
        }
    }
    folded.into_iter().map(|(hit, _)| hit).collect()
}
