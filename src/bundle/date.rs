//! Dates in the forms people write → [`Date`].

use super::Date;
use crate::text::{digits, integer};

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

impl Date {
    /// Reads a date and leaves a time of day unread.
    ///
    /// Taken are `2019-01-07` with or without a time (RFC 3339), `2019/01/07`, `2019-01`, `2019`
    /// and the dates of mail and RSS, `Mon, 07 Jan 2019 …`. The day is the one that is written, in
    /// its own time zone. A day that does not exist gives `None`.
    ///
    /// ```
    /// use liseuse::bundle::Date;
    /// let day = Date::parse("2019-01-07T09:30:00+01:00");
    /// assert_eq!(day, Some(Date { year: 2019, month: Some(1), day: Some(7) }));
    /// assert_eq!(Date::parse("2019-02-29"), None);
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.starts_with(|c: char| c.is_ascii_digit()) {
            Self::parse_numeric(text).or_else(|| Self::parse_mail(text))
        } else {
            Self::parse_mail(text.split_once(',')?.1.trim_start())
        }
    }

    /// `YYYY[-MM[-DD[time]]]`, with `-` or `/`.
    fn parse_numeric(text: &str) -> Option<Self> {
        let (year, rest) = number(text, 4, 4)?;
        if rest.is_empty() {
            return Self::new(year, None, None);
        }
        let separator = rest.chars().next().filter(|c| matches!(c, '-' | '/'))?;
        let (month, rest) = number(rest.get(1..)?, 1, 2)?;
        if rest.is_empty() {
            return Self::new(year, Some(month), None);
        }
        let (day, rest) = number(rest.strip_prefix(separator)?, 1, 2)?;
        if !rest.is_empty() && !rest.starts_with(['T', 't', ' ']) {
            return None;
        }
        Self::new(year, Some(month), Some(day))
    }

    /// `07 Jan 2019 …`.
    fn parse_mail(text: &str) -> Option<Self> {
        let mut parts = text.split_ascii_whitespace();
        let (day, rest) = number(parts.next()?, 1, 2)?;
        let name = parts.next()?.get(..3)?.to_ascii_lowercase();
        let month = MONTHS.iter().position(|month| *month == name)?;
        let (year, more) = number(parts.next()?, 4, 4)?;
        if !rest.is_empty() || !more.is_empty() {
            return None;
        }
        Self::new(year, Some(u16::try_from(month).ok()? + 1), Some(day))
    }

    /// `2019-01-07`, `2019-01` or `2019`: what HTML's `datetime` takes.
    #[must_use]
    pub fn text(self) -> String {
        // A digit in front makes room for the zeros, and is left out.
        let padded = |number: u32| digits(number).split_off(1);
        let mut text = padded(10_000 + u32::from(self.year));
        for part in [self.month, self.month.and(self.day)].into_iter().flatten() {
            text.push('-');
            text.push_str(&padded(100 + u32::from(part)));
        }
        text
    }

    /// A date that exists.
    fn new(year: u16, month: Option<u16>, day: Option<u16>) -> Option<Self> {
        let leap =
            year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let longest = match month {
            None => 0,
            Some(2) => 28 + u16::from(leap),
            Some(4 | 6 | 9 | 11) => 30,
            Some(1..=12) => 31,
            Some(_) => return None,
        };
        let possible = year > 0 && day.is_none_or(|day| (1..=longest).contains(&day));
        let small = |n: u16| u8::try_from(n).ok();
        possible.then(|| Self {
            year,
            month: month.and_then(small),
            day: day.and_then(small),
        })
    }
}

/// Reads between `min` and `max` digits; gives the number and the rest.
fn number(text: &str, min: usize, max: usize) -> Option<(u16, &str)> {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    if !(min..=max).contains(&length) {
        return None;
    }
    let (digits, rest) = text.split_at_checked(length)?;
    Some((integer(digits)?, rest))
}

impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text())
    }
}
