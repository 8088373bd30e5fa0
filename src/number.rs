//! Whole numbers ↔ their decimal text.
//!
//! One way for every type of number: each further one would bring its own copy of the code.

/// The decimal text of a number.
#[inline(never)]
#[must_use]
pub fn text(number: i64) -> String {
    number.to_string()
}

/// The decimal text of a count.
#[must_use]
pub fn count(count: usize) -> String {
    text(i64::try_from(count).unwrap_or(i64::MAX))
}

/// Reads a decimal number; none if it is not one, or does not fit.
#[must_use]
pub fn read<N: TryFrom<i64>>(text: &str) -> Option<N> {
    N::try_from(parse(text)?).ok()
}

#[inline(never)]
fn parse(text: &str) -> Option<i64> {
    text.parse().ok()
}
