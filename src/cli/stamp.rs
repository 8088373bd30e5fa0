//! The date that an author writes → what the bundle says, and a number to sort by.

use jiff::{
    civil::{DateTime, Time},
    fmt::{rfc2822, temporal::Pieces},
    tz::Offset,
};

use crate::bundle::Date;

/// A date of publication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stamp {
    /// RFC 3339, as JSON Feed wants it; unknown parts are their first.
    pub(super) published: String,
    /// The month or the year, when no more is known.
    pub(super) coarse: Option<String>,
    /// Seconds since 1970.
    pub(super) second: i64,
}

/// Reads what [`Date::parse`] reads, and the time of day. Without a time zone it is UTC.
pub(super) fn read(text: &str) -> Option<Stamp> {
    let text = text.trim();
    let date = Date::parse(text)?;
    if let (Some(_), Some(_)) = (date.month, date.day)
        && let Some(stamp) = read_time(text)
    {
        return Some(stamp);
    }
    let month = date.month.unwrap_or(1);
    let coarse = match (date.month, date.day) {
        (_, Some(_)) => None,
        (Some(month), None) => Some(format!("{:04}-{month:02}", date.year)),
        (None, None) => Some(format!("{:04}", date.year)),
    };
    let small = |number: u8| i8::try_from(number).ok();
    let day = jiff::civil::Date::new(
        i16::try_from(date.year).ok()?,
        small(month)?,
        small(date.day.unwrap_or(1))?,
    );
    stamp(day.ok()?.to_datetime(Time::midnight()), Offset::UTC, coarse)
}

fn read_time(text: &str) -> Option<Stamp> {
    if let Ok(zoned) = rfc2822::parse(text) {
        return stamp(zoned.datetime(), zoned.offset(), None);
    }
    // `2019-01-07 10:20:30 +0100` and `… UTC`, as Jekyll and Hugo write it.
    let joined = text
        .replace(" +", "+")
        .replace(" -", "-")
        .replace(" UTC", "Z")
        .replace(" Z", "Z");
    let pieces = Pieces::parse(&joined).ok()?;
    let time = pieces.time().unwrap_or(Time::midnight());
    let offset = pieces.to_numeric_offset().unwrap_or(Offset::UTC);
    stamp(pieces.date().to_datetime(time), offset, None)
}

fn stamp(moment: DateTime, offset: Offset, coarse: Option<String>) -> Option<Stamp> {
    let second = offset.to_timestamp(moment).ok()?.as_second();
    let minutes = offset.seconds() / 60;
    let zone = if minutes == 0 {
        String::from("Z")
    } else {
        let sign = if minutes < 0 { '-' } else { '+' };
        format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
    };
    Some(Stamp {
        published: format!("{moment}{zone}"),
        coarse,
        second,
    })
}
