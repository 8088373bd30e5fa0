//! Dates and names of languages in English and French, as `Intl` writes them.
//!
//! `Intl` knows all others, but a browser that has just begun takes tens of milliseconds before its first
//! date: more than a post takes to be read and drawn. The words are those of Unicode's CLDR 44.

use crate::{bundle::Date, language::Language, text::digits};

/// The months, in English and in French, by the first letters of the tag.
const MONTHS: [(&str, &str); 2] = [
    (
        "en",
        "January February March April May June July August September October November December",
    ),
    (
        "fr",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    ),
];
/// Languages: in the words of which, which, and its name.
const NAMES: [(&str, &str, &str); 4] = [
    ("en", "en", "English"),
    ("en", "fr", "French"),
    ("fr", "en", "anglais"),
    ("fr", "fr", "français"),
];

/// A date in the words of English or French: `January 7, 2019`, `7 janvier 2019`; none in other words.
#[must_use]
pub fn date(date: Date, words: &str) -> Option<String> {
    let (_, months) = MONTHS.iter().find(|months| months.0 == words)?;
    let year = digits(date.year);
    let Some(month) = date.month else {
        return Some(year);
    };
    let month = months.split(' ').nth(usize::from(month).checked_sub(1)?)?;
    let day = date.day.map(digits).unwrap_or_default();
    let parts: &[&str] = match words {
        _ if day.is_empty() => &[month, " ", &year],
        "fr" => &[&day, " ", month, " ", &year],
        _ => &[month, " ", &day, ", ", &year],
    };
    Some(parts.concat())
}

/// The name of English or French in the words of one of them; none for any other.
#[must_use]
pub fn name(language: &Language, words: &str) -> Option<&'static str> {
    let mut names = NAMES.iter();
    let found = names.find(|name| name.0 == words && name.1 == language.as_str());
    found.map(|name| name.2)
}
