//! Which pairs of places are looked at: all of a short text, a band along the diagonal of a long one.

/// For each place on the left, the places on the right that may stand beside it.
pub(super) struct Band {
    /// The first place, the one after the last, and the number of the first pair.
    rows: Vec<(usize, usize, usize)>,
    /// How many pairs of places there are.
    pub(super) cells: usize,
}

impl Band {
    /// A band of about so many pairs, for texts of so many blocks.
    pub(super) fn new(left: usize, right: usize, pairs: usize) -> Self {
        let width = pairs / (left + 1) / 2;
        // In 64 bits: `usize` has 32 in the widget.
        let place = |at: usize| (at as u64 * right as u64 / left.max(1) as u64) as usize;
        let mut band = Self {
            rows: Vec::with_capacity(left + 1),
            cells: 0,
        };
        for at in 0..=left {
            let start = place(at).saturating_sub(width);
            let end = (place(at + 1) + width).min(right) + 1;
            band.rows.push((start, end, band.cells));
            band.cells += end - start;
        }
        band
    }

    /// The places on the right that may stand beside this one on the left.
    pub(super) fn row(&self, left: usize) -> std::ops::Range<usize> {
        self.rows.get(left).map_or(0..0, |row| row.0..row.1)
    }

    /// The number of a pair of places.
    pub(super) fn cell(&self, left: usize, right: usize) -> Option<usize> {
        let (start, end, at) = *self.rows.get(left)?;
        (start <= right && right < end).then(|| at + right - start)
    }

    /// Whether a pair of places stands at an edge behind which there is more.
    pub(super) fn is_edge(&self, left: usize, right: usize) -> bool {
        let last = self.rows.last().map_or(0, |row| row.1);
        let row = self.row(left);
        (right == row.start && right > 0) || (right + 1 == row.end && row.end < last)
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
            let band = Band::new(left, right, 100_000);
            assert!(band.cells < 220_000, "{left} {right}: {}", band.cells);
            assert_eq!(band.cell(0, 0), Some(0));
            assert_eq!(
                band.cell(left, right),
                Some(band.cells - 1),
                "{left} {right}"
            );
            for row in 0..left {
                let (this, next) = (band.row(row), band.row(row + 1));
                let leads_on = this.start <= next.start && next.start < this.end;
                assert!(leads_on && this.end <= next.end, "{left} {right} {row}");
            }
        }
    }
}
