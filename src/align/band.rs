//! Which pairs of places are looked at: all of a short text, a band along the diagonal of a long one.

/// For each place on the left, so many places on the right that may stand beside it.
pub(super) struct Band {
    /// The last places.
    left: usize,
    right: usize,
    breadth: usize,
}

impl Band {
    /// A band of about so many pairs, for texts of so many blocks.
    pub(super) fn new([left, right]: [usize; 2], pairs: usize) -> Self {
        // Not narrower than the diagonal is steep.
        let breadth = pairs / (left + 1) + right / left.max(1) + 2;
        Self {
            left,
            right,
            breadth: breadth.min(right + 1),
        }
    }

    /// How many pairs of places there are.
    pub(super) fn len(&self) -> usize {
        (self.left + 1) * self.breadth
    }

    /// The places on the right that may stand beside this one on the left.
    pub(super) fn row(&self, left: usize) -> std::ops::Range<usize> {
        // In 64 bits: `usize` has 32 in the widget.
        let place = (left as u64 * self.right as u64 / self.left.max(1) as u64) as usize;
        let start = place.saturating_sub(self.breadth / 2);
        let start = start.min(self.right + 1 - self.breadth);
        start..start + self.breadth
    }

    /// The number of a pair of places, row by row; none if it is not looked at.
    pub(super) fn cell(&self, left: usize, right: usize) -> Option<usize> {
        let row = self.row(left);
        let is_in = left <= self.left && row.contains(&right);
        is_in.then(|| left * self.breadth + right - row.start)
    }

    /// Whether a pair of places stands at an edge behind which there is more.
    pub(super) fn is_edge(&self, left: usize, right: usize) -> bool {
        let row = self.row(left);
        (right == row.start && right > 0) || (right + 1 == row.end && right < self.right)
    }
}

#[cfg(test)]
mod tests {
    use super::Band;

    #[test]
    fn a_band_leads_from_the_first_to_the_last_pair() {
        let sizes = [0, 1, 3, 20, 2_000, 20_000];
        for (left, right) in sizes
            .iter()
            .flat_map(|left| sizes.map(|right| (*left, right)))
        {
            let band = Band::new([left, right], 100_000);
            let count = band.len();
            assert!(count < 260_000, "{left} {right}: {count}");
            assert_eq!(band.cell(0, 0), Some(0));
            assert_eq!(band.cell(left, right), Some(count - 1), "{left} {right}");
            assert_eq!(band.cell(left + 1, right), None);
            assert_eq!(band.cell(left, right + 1), None);
            for row in 0..left {
                let (this, next) = (band.row(row), band.row(row + 1));
                let leads_on = this.start <= next.start && next.start < this.end;
                assert!(leads_on && this.end <= next.end, "{left} {right} {row}");
            }
        }
    }
}
