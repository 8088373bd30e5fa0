//! Names and dates as a browser's `Intl` would write them, for the languages of the tests.

use liseuse::{bundle::Date, language::Language, view::Locale};

pub(crate) struct Names;

/// Language, its own name, in English, in French.
const NAMES: &[(&str, &str, &str, &str)] = &[
    ("en", "English", "English", "anglais"),
    ("fr", "Français", "French", "français"),
    ("de", "Deutsch", "German", "allemand"),
    ("ar", "العربية", "Arabic", "arabe"),
];

const MONTHS: [(&str, &str); 12] = [
    ("January", "janvier"),
    ("February", "février"),
    ("March", "mars"),
    ("April", "avril"),
    ("May", "mai"),
    ("June", "juin"),
    ("July", "juillet"),
    ("August", "août"),
    ("September", "septembre"),
    ("October", "octobre"),
    ("November", "novembre"),
    ("December", "décembre"),
];

impl Locale for Names {
    fn language_name(&self, language: &Language, words: &str) -> String {
        let names = NAMES.iter().find(|names| names.0 == language.primary());
        match names {
            Some((_, _, name, _)) if words == "en" => (*name).into(),
            Some((_, _, _, name)) => (*name).into(),
            None => language.to_string(),
        }
    }

    fn own_name(&self, language: &Language) -> String {
        let names = NAMES.iter().find(|names| names.0 == language.primary());
        names.map_or_else(|| language.to_string(), |names| names.1.into())
    }

    fn date(&self, date: Date, words: &str) -> String {
        let month = date.month.map(|month| MONTHS[usize::from(month) - 1]);
        let month = month.map(|(english, french)| if words == "fr" { french } else { english });
        let day = date.day.map(|day| day.to_string());
        let parts = [day.as_deref(), month, Some(&date.year.to_string())];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

#[test]
fn built_in_dates_and_names_are_those_of_intl() {
    use liseuse::view::locale;
    let date = |month, day| Date {
        year: 2019,
        month,
        day,
    };
    for words in ["en", "fr"] {
        for month in 1..=12 {
            let alone = Names.date(date(Some(month), None), words);
            let name = alone.strip_suffix(" 2019").unwrap();
            let whole = match words {
                "fr" => format!("28 {name} 2019"),
                _ => format!("{name} 28, 2019"),
            };
            let found = |day| locale::date(date(Some(month), day), words);
            assert_eq!((found(None), found(Some(28))), (Some(alone), Some(whole)));
        }
        assert_eq!(locale::date(date(None, None), words), Some("2019".into()));
        for language in ["en", "fr"] {
            let language = Language::parse(language).unwrap();
            let name = Names.language_name(&language, words);
            assert_eq!(locale::name(&language, words), Some(&*name));
        }
    }
    let german = Language::parse("de").unwrap();
    assert_eq!(locale::name(&german, "en"), None);
    assert_eq!(locale::name(&Language::parse("fr-CA").unwrap(), "en"), None);
    assert_eq!(locale::date(date(Some(1), None), "de"), None);
}
