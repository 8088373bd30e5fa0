//! BCP 47 language tags: reading, matching (after RFC 4647) and writing direction.
//!
//! It does not know what a language is called: names come from the browser.

use std::fmt;

use oxilangtag::LanguageTag;

/// A well-formed BCP 47 tag in canonical case, for instance `fr`, `pt-BR` or `zh-Hant`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(String);

/// The way a text runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Direction {
    /// Left to right.
    #[default]
    Ltr,
    /// Right to left.
    Rtl,
}

impl Direction {
    /// The value of HTML's `dir` attribute.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ltr => "ltr",
            Self::Rtl => "rtl",
        }
    }
}

impl Language {
    /// Reads a tag in any case, with `-` or `_` between its subtags.
    ///
    /// Only tags that begin with a language code of two or three letters are taken. `english`,
    /// well-formed by the letter of BCP 47, names no language that exists and is refused, and so
    /// are private tags (`x-…`) and the old irregular ones (`i-klingon`).
    ///
    /// ```
    /// use liseuse::language::Language;
    /// assert_eq!(Language::parse("fr_ca").as_ref().map(Language::as_str), Some("fr-CA"));
    /// assert_eq!(Language::parse("english"), None);
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().replace('_', "-");
        let primary = text.split('-').next().unwrap_or_default();
        if !matches!(primary.len(), 2 | 3) || text.len() > MAX_BYTES {
            return None;
        }
        let tag = LanguageTag::parse_and_normalize(&text).ok()?;
        Some(Self(tag.into_inner()))
    }

    /// The tag of a text whose language is not known.
    #[must_use]
    pub fn und() -> Self {
        Self(String::from("und"))
    }

    /// The tag in canonical case.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The language code alone, in lower case: `fr` of `fr-CA`.
    #[must_use]
    pub fn primary(&self) -> &str {
        self.0.split('-').next().unwrap_or_default()
    }

    /// The script, if the tag names it or, for Chinese, if the region tells it.
    fn script(&self) -> Option<&str> {
        let mut subtags = self.0.split('-').skip(1);
        // A script never stands behind the third extended language or a singleton.
        let named = subtags
            .clone()
            .take(4)
            .take_while(|subtag| subtag.len() > 1)
            .find(|subtag| subtag.len() == 4 && subtag.bytes().all(|b| b.is_ascii_alphabetic()));
        if named.is_some() || self.primary() != "zh" {
            return named;
        }
        let traditional = subtags.any(|subtag| matches!(subtag, "TW" | "HK" | "MO"));
        Some(if traditional { "Hant" } else { "Hans" })
    }

    /// The direction in which the language is written: by its script if the tag names one.
    #[must_use]
    pub fn direction(&self) -> Direction {
        let rtl = match self.script() {
            Some(script) => RTL_SCRIPTS.contains(&script),
            None => RTL_LANGUAGES.contains(&self.primary()),
        };
        if rtl { Direction::Rtl } else { Direction::Ltr }
    }

    /// Whether both are the same language in the same script, as far as the tags tell.
    fn is_kin(&self, other: &Self) -> bool {
        let same_script = match (self.script(), other.script()) {
            (Some(mine), Some(theirs)) => mine == theirs,
            _ => true,
        };
        same_script && self.primary() == other.primary()
    }

    /// Whether `self` is `range`, or `range` with more subtags.
    fn extends(&self, range: &Self) -> bool {
        match self.0.strip_prefix(range.as_str()) {
            Some(rest) => rest.is_empty() || rest.starts_with('-'),
            None => false,
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Longer than any tag in use; a bound for hostile input.
const MAX_BYTES: usize = 100;

/// Scripts written from right to left (Unicode 16, without those that only scholars use).
const RTL_SCRIPTS: &[&str] = &[
    "Adlm", "Arab", "Aran", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Syre", "Syrj", "Syrn",
    "Syrc", "Thaa", "Yezi",
];

/// Languages whose usual script is written from right to left.
const RTL_LANGUAGES: &[&str] = &[
    "aeb", "ajp", "apc", "apd", "ar", "arc", "arq", "ary", "arz", "azb", "bal", "bgn", "ckb", "dv",
    "fa", "glk", "hac", "haz", "he", "iw", "ji", "ks", "lrc", "mzn", "nqo", "pes", "pnb", "prs",
    "ps", "rhg", "sd", "skr", "syr", "ug", "ur", "yi",
];

/// How well a language serves someone who asks for `wanted`: less is better, none if it does not.
///
/// 0 is the same language. Then come those that RFC 4647 section 3.4 looks up, by cutting subtags
/// from the end, the less the better; then a special form of what is wanted (`fr-CA` for `fr`);
/// then another region (`fr-FR` for `fr-CA`) in the same script. Another script does not serve.
///
/// ```
/// use liseuse::language::{Language, closeness};
/// let language = |tag| Language::parse(tag).unwrap();
/// assert!(closeness(&language("fr-CA"), &language("fr")) < closeness(&language("fr-CA"), &language("fr-BE")));
/// assert_eq!(closeness(&language("zh-Hant"), &language("zh-Hans")), None);
/// ```
#[must_use]
pub fn closeness(wanted: &Language, language: &Language) -> Option<u32> {
    if wanted.extends(language) {
        Some((wanted.0.len() - language.0.len()) as u32)
    } else if language.extends(wanted) {
        Some(CLOSENESSES - 2)
    } else if wanted.is_kin(language) {
        Some(CLOSENESSES - 1)
    } else {
        None
    }
}

/// More than any closeness.
pub(crate) const CLOSENESSES: u32 = MAX_BYTES as u32 + 3;

/// Reads languages separated by commas or spaces, best first, as in `fr-CA, fr, en`.
///
/// What is no language is left out, and so are repetitions and weights (`;q=0.5`): the order tells.
#[must_use]
pub fn parse_list(text: &str) -> Vec<Language> {
    let mut list = Vec::new();
    for entry in text.split(|c: char| c == ',' || c.is_whitespace()) {
        let tag = entry.split(';').next().unwrap_or_default();
        if let Some(language) = Language::parse(tag)
            && !list.contains(&language)
        {
            list.push(language);
            if list.len() == MAX_LIST {
                break;
            }
        }
    }
    list
}

/// How many languages a list may name; nobody reads more.
const MAX_LIST: usize = 50;
