//! Which pairs of places are looked at: all of a short text, a band around the likely path of a
//! long one.

/// So many pairs of places are looked at without thinking about it: texts of 250 blocks.
const ALL: usize = 64_000;
/// So many at most, whatever the texts.
const MAX: usize = 3_000_000;

/// For each place on the left, the places on the right that may stand beside it.
pub(super) struct Band {
    rows: Vec<Row>,
    /// How many pairs of places there are.
    pub(super) cells: usize,
}

#[derive(Clone, Copy)]
struct Row {
    /// The first place on the right, and the one after the last.
    start: usize,
    end: usize,
    /// Number of the first pair.
    at: usize,
}

impl Band {
    /// A band `width` places to either side of a way through `partners`, which tells for some
    /// blocks on the left which one on the right is theirs. A wrong partner is passed by where more
    /// of them agree on another way. Between two partners everything is looked at.
    ///
    /// What would be too much of all that is left out.
    pub(super) fn new(partners: &[Option<u32>], right: usize, mut width: usize) -> Self {
        let left = partners.len();
        if (left + 1).saturating_mul(right + 1) <= ALL {
            return Self::of(&vec![(0, right + 1); left + 1]);
        }
        let mut way = longest_rise(partners);
        way.push((left, right));
        let mut room = ALL;
        loop {
            let rows = rows(&way, width, room);
            let mut cells = 0;
            for (start, end) in &rows {
                cells += end - start;
            }
            if cells <= MAX || width == 0 {
                return Self::of(&rows);
            }
            width /= 2;
            room /= 8;
        }
    }

    fn of(bounds: &[(usize, usize)]) -> Self {
        let mut band = Self {
            rows: Vec::with_capacity(bounds.len()),
            cells: 0,
        };
        for (start, end) in bounds {
            band.rows.push(Row {
                start: *start,
                end: *end,
                at: band.cells,
            });
            band.cells += end - start;
        }
        band
    }

    /// The places on the right that may stand beside this one on the left.
    pub(super) fn row(&self, left: usize) -> std::ops::Range<usize> {
        self.rows.get(left).map_or(0..0, |row| row.start..row.end)
    }

    /// The number of a pair of places.
    pub(super) fn cell(&self, left: usize, right: usize) -> Option<usize> {
        let row = self.rows.get(left)?;
        (row.start..row.end)
            .contains(&right)
            .then(|| row.at + right - row.start)
    }

    /// Whether a pair of places stands at an edge behind which there is more.
    pub(super) fn is_edge(&self, left: usize, right: usize, end: usize) -> bool {
        self.rows.get(left).is_some_and(|row| {
            (right == row.start && right > 0) || (right + 1 == row.end && right < end)
        })
    }
}

/// The bounds of each row of a band: all between two points of the way that have not more than
/// `room` between them, else what is near the line.
fn rows(way: &[(usize, usize)], width: usize, room: usize) -> Vec<(usize, usize)> {
    let (left, right) = way.last().copied().unwrap_or_default();
    let mut rows = Vec::with_capacity(left + 1);
    let mut from = (0, 0);
    for to in way {
        let (height, breadth) = (to.0 - from.0, to.1 - from.1);
        let is_small = height.saturating_mul(breadth) <= room;
        let last = if to.0 == left { left + 1 } else { to.0 };
        while rows.len() < last {
            // In 64 bits: `usize` has 32 in the widget.
            let place = |step: usize| {
                let part = (step as u64 * breadth as u64).checked_div(height as u64);
                from.1 + part.map_or(breadth, |part| part as usize)
            };
            let step = rows.len() - from.0;
            let (low, high) = if is_small {
                (from.1, to.1)
            } else {
                (place(step), place(step + 1))
            };
            let end = (high + width + 1).min(right + 1);
            rows.push((low.min(right).saturating_sub(width), end));
        }
        from = *to;
    }
    rows
}

/// The longest row of partners in which both sides rise.
fn longest_rise(partners: &[Option<u32>]) -> Vec<(usize, usize)> {
    // Of the rises of each length, the one that ends lowest; and what comes before each pair.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<usize> = vec![usize::MAX; partners.len()];
    let partner = |left: usize| partners.get(left).copied().flatten().unwrap_or(0);
    for (left, right) in partners.iter().enumerate() {
        let Some(right) = right else { continue };
        let place = ends.partition_point(|end| partner(*end) < *right);
        if let (Some(last), Some(slot)) = (place.checked_sub(1), before.get_mut(left)) {
            *slot = ends.get(last).copied().unwrap_or(usize::MAX);
        }
        match ends.get_mut(place) {
            Some(end) => *end = left,
            None => ends.push(left),
        }
    }
    let mut rise = Vec::new();
    let mut next = ends.last().copied();
    while let Some(left) = next.filter(|left| *left < partners.len()) {
        rise.push((left, partner(left) as usize));
        next = before.get(left).copied();
    }
    rise.reverse();
    rise
}

#[cfg(test)]
mod tests {
    use super::{Band, longest_rise};

    #[test]
    fn a_wrong_partner_is_passed_by() {
        let partners = [Some(1), Some(90), Some(2), None, Some(0), Some(3), Some(5)];
        assert_eq!(longest_rise(&partners), [(0, 1), (2, 2), (5, 3), (6, 5)]);
        assert_eq!(longest_rise(&[None, None]), []);
    }

    #[test]
    fn a_band_leads_from_the_first_to_the_last_pair() {
        for (left, right) in [
            (0, 0),
            (3, 10_000),
            (10_000, 3),
            (2_000, 2_000),
            (20_000, 20_000),
            (20, 20_000),
            (20_000, 20),
            (0, 50_000),
            (50_000, 0),
        ] {
            let mut partners = vec![None; left];
            if left == 2_000 {
                for (at, partner) in [(700, 900), (1_999, 1_999)] {
                    partners.splice(at..=at, [Some(partner)]);
                }
            }
            let band = Band::new(&partners, right, 20);
            assert!(band.cells < 3_000_000, "{left} {right}: {}", band.cells);
            assert_eq!(band.cell(0, 0), Some(0));
            assert_eq!(
                band.cell(left, right),
                Some(band.cells - 1),
                "{left} {right}"
            );
            for row in 0..left {
                let (this, next) = (band.row(row), band.row(row + 1));
                assert!(
                    this.start <= next.start && next.start < this.end && this.end <= next.end,
                    "{left} {right} {row}"
                );
            }
        }
    }
}
