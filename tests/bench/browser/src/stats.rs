//! Figures: what was measured comes in, medians with their spread go out, and a shuffle that is always the same.

use crate::made::Chance;

/// What one thing measured gave, round by round, in the order of the rounds.
#[derive(Debug, Default, Clone)]
pub(crate) struct Sample(Vec<f64>);

impl Sample {
    pub(crate) fn one(value: f64) -> Self {
        Self(vec![value])
    }

    pub(crate) fn add(&mut self, value: f64) {
        self.0.push(value);
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn median(&self) -> f64 {
        self.at(0.5)
    }

    /// The value below which this share of all lies (0..=1), between the two that are nearest.
    pub(crate) fn at(&self, share: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        let place = share * sorted.len().saturating_sub(1) as f64;
        let value = |at: f64| sorted.get(at as usize).copied().unwrap_or(f64::NAN);
        let (below, above) = (value(place.floor()), value(place.ceil()));
        below + (above - below) * place.fract()
    }
}

impl FromIterator<f64> for Sample {
    fn from_iter<I: IntoIterator<Item = f64>>(values: I) -> Self {
        Self(values.into_iter().collect())
    }
}

/// Puts things into another order.
pub(crate) fn shuffle<T>(things: &mut [T], chance: &mut Chance) {
    for end in (1..things.len()).rev() {
        things.swap(end, chance.below(end + 1));
    }
}

#[cfg(test)]
mod tests {
    use super::{Chance, Sample, shuffle};

    #[test]
    fn quartiles_lie_between_what_was_measured() {
        let sample = Sample::from_iter([4.0, 1.0, 3.0, 2.0]);
        assert_eq!(sample.median(), 2.5);
        assert_eq!(sample.at(0.25), 1.75);
        assert_eq!(sample.at(1.0), 4.0);
        assert!(Sample::default().median().is_nan());
    }

    #[test]
    fn a_shuffle_keeps_everything() {
        let mut things: Vec<u32> = (0..20).collect();
        shuffle(&mut things, &mut Chance(1));
        assert_ne!(things, (0..20).collect::<Vec<u32>>());
        things.sort_unstable();
        assert_eq!(things, (0..20).collect::<Vec<u32>>());
    }
}
