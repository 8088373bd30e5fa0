//! Names of languages and dates as a browser's `Intl` writes them, where there is no browser.
//!
//! The words are those of Unicode's CLDR 44, which browsers carry too: what stands on a static page
//! must not change when the reader takes it over. What is not in the table shows its tag.

use crate::{
    bundle::Date,
    language::Language,
    view::{Locale, locale},
};

/// Without a browser, in the interface's languages.
pub(super) struct Words;

/// A language: its tag, its own name, and its names in English and French.
struct Name(&'static str, &'static str, &'static str, &'static str);

/// By tag; a region or a script has a row of its own only where it has a name of its own.
#[rustfmt::skip]
const NAMES: &[Name] = &[
    Name("af", "Afrikaans", "Afrikaans", "afrikaans"),
    Name("am", "አማርኛ", "Amharic", "amharique"),
    Name("ar", "العربية", "Arabic", "arabe"),
    Name("az", "Azərbaycan", "Azerbaijani", "azerbaïdjanais"),
    Name("bg", "Български", "Bulgarian", "bulgare"),
    Name("bn", "বাংলা", "Bangla", "bengali"),
    Name("bs", "Bosanski", "Bosnian", "bosniaque"),
    Name("ca", "Català", "Catalan", "catalan"),
    Name("cs", "Čeština", "Czech", "tchèque"),
    Name("da", "Dansk", "Danish", "danois"),
    Name("de", "Deutsch", "German", "allemand"),
    Name("el", "Ελληνικά", "Greek", "grec"),
    Name("en", "English", "English", "anglais"),
    Name("en-GB", "British English", "British English", "anglais britannique"),
    Name("en-US", "American English", "American English", "anglais américain"),
    Name("es", "Español", "Spanish", "espagnol"),
    Name("et", "Eesti", "Estonian", "estonien"),
    Name("fa", "فارسی", "Persian", "persan"),
    Name("fi", "Suomi", "Finnish", "finnois"),
    Name("fr", "Français", "French", "français"),
    Name("fr-CA", "Français canadien", "Canadian French", "français canadien"),
    Name("gu", "ગુજરાતી", "Gujarati", "goudjarati"),
    Name("he", "עברית", "Hebrew", "hébreu"),
    Name("hi", "हिन्दी", "Hindi", "hindi"),
    Name("hr", "Hrvatski", "Croatian", "croate"),
    Name("hu", "Magyar", "Hungarian", "hongrois"),
    Name("id", "Indonesia", "Indonesian", "indonésien"),
    Name("it", "Italiano", "Italian", "italien"),
    Name("ja", "日本語", "Japanese", "japonais"),
    Name("kk", "Қазақ тілі", "Kazakh", "kazakh"),
    Name("kn", "ಕನ್ನಡ", "Kannada", "kannada"),
    Name("ko", "한국어", "Korean", "coréen"),
    Name("lt", "Lietuvių", "Lithuanian", "lituanien"),
    Name("lv", "Latviešu", "Latvian", "letton"),
    Name("ml", "മലയാളം", "Malayalam", "malayalam"),
    Name("mr", "मराठी", "Marathi", "marathi"),
    Name("ms", "Melayu", "Malay", "malais"),
    Name("nb", "Norsk bokmål", "Norwegian Bokmål", "norvégien bokmål"),
    Name("nl", "Nederlands", "Dutch", "néerlandais"),
    Name("no", "Norsk", "Norwegian", "norvégien"),
    Name("pa", "ਪੰਜਾਬੀ", "Punjabi", "pendjabi"),
    Name("pl", "Polski", "Polish", "polonais"),
    Name("pt", "Português", "Portuguese", "portugais"),
    Name("pt-BR", "Português (Brasil)", "Brazilian Portuguese", "portugais brésilien"),
    Name("pt-PT", "Português europeu", "European Portuguese", "portugais européen"),
    Name("ro", "Română", "Romanian", "roumain"),
    Name("ru", "Русский", "Russian", "russe"),
    Name("sc", "Sc", "sc", "sc"),
    Name("sd", "سنڌي", "Sindhi", "sindhi"),
    Name("sk", "Slovenčina", "Slovak", "slovaque"),
    Name("sl", "Slovenščina", "Slovenian", "slovène"),
    Name("sr", "Српски", "Serbian", "serbe"),
    Name("sv", "Svenska", "Swedish", "suédois"),
    Name("sw", "Kiswahili", "Swahili", "swahili"),
    Name("ta", "தமிழ்", "Tamil", "tamoul"),
    Name("te", "తెలుగు", "Telugu", "télougou"),
    Name("th", "ไทย", "Thai", "thaï"),
    Name("tr", "Türkçe", "Turkish", "turc"),
    Name("uk", "Українська", "Ukrainian", "ukrainien"),
    Name("ur", "اردو", "Urdu", "ourdou"),
    Name("uz", "O‘zbek", "Uzbek", "ouzbek"),
    Name("vi", "Tiếng Việt", "Vietnamese", "vietnamien"),
    Name("zh", "中文", "Chinese", "chinois"),
    Name("zh-Hans", "简体中文", "Simplified Chinese", "chinois simplifié"),
    Name("zh-Hant", "繁體中文", "Traditional Chinese", "chinois traditionnel"),
];

fn find(language: &Language) -> Option<&'static Name> {
    let own = |tag: &str| NAMES.iter().find(|name| name.0 == tag);
    own(language.as_str())
}

impl Locale for Words {
    fn language_name(&self, language: &Language, words: &str) -> String {
        match find(language) {
            Some(Name(_, _, _, french)) if words == "fr" => (*french).to_owned(),
            Some(Name(_, _, english, _)) => (*english).to_owned(),
            None => language.as_str().to_owned(),
        }
    }

    fn own_name(&self, language: &Language) -> String {
        let own = find(language).map_or(language.as_str(), |name| name.1);
        own.to_owned()
    }

    fn date(&self, date: Date, words: &str) -> String {
        // In words that it has none for, English ones stand.
        let text = locale::date(date, words).or_else(|| locale::date(date, "en"));
        text.unwrap_or_default()
    }
}
