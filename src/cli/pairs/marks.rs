//! Blocks → marks: what survives translation, such as names, numbers, addresses, code, cognates.
//!
//! Words are told by their first letters, folded (McNamee and Mayfield 2004 compare languages by
//! such pieces): `transformation` and `Transformación` give the same mark.

use std::collections::HashMap;

use crate::{
    cli::naming,
    markdown::outline::{Block, Kind as BlockKind},
};

/// What a mark is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Kind {
    Link,
    Image,
    Code,
    Number,
    Word,
}

/// A mark, and how people are told of it.
#[derive(Debug, Clone)]
pub(super) struct Mark {
    pub(super) kind: Kind,
    /// As it is written where it was first seen.
    pub(super) shown: String,
    /// How often it was seen in the middle of a sentence with a capital letter, and how often at all.
    capitals: (u32, u32),
}

impl Mark {
    /// Whether it is the name of something.
    pub(super) fn is_name(&self) -> bool {
        let (capitals, all) = self.capitals;
        self.kind == Kind::Word && capitals > 0 && capitals * 2 > all
    }
}

/// All marks of a folder, by number.
#[derive(Debug, Default)]
pub(super) struct Marks {
    numbers: HashMap<(Kind, String), u32>,
    pub(super) all: Vec<Mark>,
}

/// How often each mark is in a text; by number, rising.
pub(super) type Bag = Vec<(u32, f64)>;

/// A block as far as comparing goes.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) kind: BlockKind,
    pub(super) items: usize,
    /// Characters of prose.
    pub(super) length: f64,
    pub(super) bag: Bag,
    /// The words among the marks, each once.
    pub(super) words: Vec<u32>,
}

/// Words with fewer letters are too often the same by chance.
const SHORT: usize = 4;
/// How many letters of a word tell it.
const STEM: usize = 5;

impl Marks {
    /// Reads a block.
    pub(super) fn piece(&mut self, block: &Block) -> Piece {
        let mut found: Vec<u32> = Vec::new();
        for url in &block.links {
            found.extend(address(url).map(|key| self.number(Kind::Link, key, url)));
        }
        for url in &block.images {
            found.extend(image(url).map(|key| self.number(Kind::Image, key, url)));
        }
        for line in block.code.lines() {
            let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
            if line.chars().count() >= SHORT {
                found.push(self.number(Kind::Code, line.to_lowercase(), &line));
            }
        }
        self.words(&block.text, &mut found);
        let bag = bag(found);
        let is_word = |mark: &u32| {
            let mark = self.all.get(*mark as usize);
            mark.is_some_and(|mark| mark.kind == Kind::Word)
        };
        Piece {
            kind: block.kind,
            items: block.items,
            length: block.text.trim().chars().count() as f64,
            words: bag.iter().map(|(mark, _)| *mark).filter(is_word).collect(),
            bag,
        }
    }

    /// Reads a line of text: a title, a tag.
    pub(super) fn line(&mut self, text: &str) -> Bag {
        let mut found = Vec::new();
        self.words(text, &mut found);
        bag(found)
    }

    fn number(&mut self, kind: Kind, key: String, shown: &str) -> u32 {
        let next = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        let all = &mut self.all;
        *self.numbers.entry((kind, key)).or_insert_with(|| {
            all.push(Mark {
                kind,
                shown: shown.to_owned(),
                capitals: (0, 0),
            });
            next
        })
    }

    fn words(&mut self, text: &str, found: &mut Vec<u32>) {
        let mut starts_sentence = true;
        for word in split(text) {
            if word.starts_with(|c: char| c.is_ascii_digit()) {
                let number = number_key(word);
                // One digit alone is in every other text.
                if number.len() > 1 {
                    found.push(self.number(Kind::Number, number, word));
                }
                starts_sentence = false;
                continue;
            }
            if !word.starts_with(char::is_alphabetic) {
                starts_sentence |= word.contains(['.', '!', '?', '…', ':', '\n', '«', '“', '"']);
                continue;
            }
            let folded = fold(word);
            let letters = word.chars().count();
            let is_acronym = letters > 1 && word.chars().all(char::is_uppercase);
            let is_capital = word.starts_with(char::is_uppercase);
            if letters >= SHORT || is_acronym {
                let stem: String = folded.chars().take(STEM).collect();
                let mark = self.number(Kind::Word, stem, word);
                found.push(mark);
                if let Some(mark) = self.all.get_mut(mark as usize) {
                    mark.capitals.1 += 1;
                    if is_acronym || is_capital && !starts_sentence {
                        mark.capitals.0 += 1;
                        if !mark.shown.starts_with(char::is_uppercase) {
                            mark.shown = word.to_owned();
                        }
                    }
                }
            }
            starts_sentence = false;
        }
    }
}

/// Counts marks.
fn bag(mut found: Vec<u32>) -> Bag {
    found.sort_unstable();
    let mut bag: Bag = Vec::new();
    for mark in found {
        match bag.last_mut() {
            Some((last, count)) if *last == mark => *count += 1.0,
            _ => bag.push((mark, 1.0)),
        }
    }
    bag
}

/// Adds bags up.
pub(super) fn sum<'a>(bags: impl Iterator<Item = &'a Bag>) -> Bag {
    let mut all: Bag = bags.flatten().copied().collect();
    all.sort_unstable_by_key(|(mark, _)| *mark);
    let mut sum: Bag = Vec::new();
    for (mark, count) in all {
        match sum.last_mut() {
            Some((last, total)) if *last == mark => *total += count,
            _ => sum.push((mark, count)),
        }
    }
    sum
}

/// Words, numbers with what groups their digits, and what stands between them.
fn split(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = 0;
    let mut kind = 3;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        let digit_follows = next.is_some_and(|next| next.is_ascii_digit());
        let new = if c.is_ascii_digit() {
            if kind == 1 { 1 } else { 2 }
        } else if c.is_alphabetic() {
            1
        } else if kind == 2 && digit_follows && matches!(c, '.' | ',' | '\u{A0}' | '\u{202F}') {
            2
        } else {
            0
        };
        if new != kind {
            words.extend(text.get(start..at).filter(|word| !word.is_empty()));
            start = at;
            kind = new;
        }
    }
    words.extend(text.get(start..).filter(|word| !word.is_empty()));
    words
}

/// `1,000`, `1.000` and `1 000` are one number, and so are `3.5` and `3,5`.
fn number_key(text: &str) -> String {
    let parts: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).collect();
    let grouped = parts.len() > 1 && parts.iter().skip(1).all(|part| part.len() == 3);
    let key = parts.join(if grouped { "" } else { "." });
    // `07` is `7` in the other language's date.
    key.trim_start_matches('0').to_owned()
}

/// Lower case without accents, as far as Latin letters go.
pub(super) fn fold(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            'à'..='å' | 'ā' | 'ă' | 'ą' | 'ǎ' => out.push('a'),
            'ç' | 'ć' | 'ĉ' | 'č' => out.push('c'),
            'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' => out.push('e'),
            'ì'..='ï' | 'ī' | 'į' | 'ı' => out.push('i'),
            'ñ' | 'ń' | 'ň' => out.push('n'),
            'ò'..='ö' | 'ø' | 'ō' | 'ő' => out.push('o'),
            'ù'..='ü' | 'ū' | 'ů' | 'ű' | 'ų' => out.push('u'),
            'ý' | 'ÿ' => out.push('y'),
            'š' | 'ś' | 'ş' | 'ș' => out.push('s'),
            'ž' | 'ź' | 'ż' => out.push('z'),
            'ğ' | 'ĝ' => out.push('g'),
            'ł' | 'ľ' => out.push('l'),
            'ř' => out.push('r'),
            'ť' | 'ţ' | 'ț' => out.push('t'),
            'đ' | 'ď' => out.push('d'),
            'œ' => out.push_str("oe"),
            'æ' => out.push_str("ae"),
            'ß' => out.push_str("ss"),
            'þ' => out.push_str("th"),
            '\u{300}'..='\u{36F}' => {}
            c => out.push(c),
        }
    }
    out
}

/// An address without what changes with the language; none of a page itself.
pub(super) fn address(url: &str) -> Option<String> {
    let url = url.trim().to_lowercase();
    if url.starts_with('#') || url.starts_with("mailto:") || url.is_empty() {
        return None;
    }
    let url = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
    let url = url.split('#').next().unwrap_or_default();
    let (url, query) = url.split_once('?').unwrap_or((url, ""));
    let (host, path) = url.split_once('/').unwrap_or((url, ""));
    let host: Vec<&str> = host.split('.').filter(|label| *label != "www").collect();
    // `fr.wikipedia.org`, but not the `fr` of `example.fr`.
    let host = match host.as_slice() {
        [first, rest @ ..] if rest.len() > 1 && naming::code(first).is_some() => rest.join("."),
        all => all.join("."),
    };
    let path = path
        .split('/')
        .filter(|part| !part.is_empty() && naming::code(part).is_none());
    let pairs = query.split('&').filter(|pair| {
        let key = pair.split('=').next().unwrap_or_default();
        !pair.is_empty()
            && !matches!(key, "lang" | "hl" | "locale" | "l")
            && !key.starts_with("utm")
    });
    let mut key = host;
    for part in path {
        key.push('/');
        key.push_str(part);
    }
    for pair in pairs {
        key.push('?');
        key.push_str(pair);
    }
    Some(key)
}

/// The name of a picture, without size and language: `chart-fr-300x200.png` is `chart`.
fn image(url: &str) -> Option<String> {
    let key = address(url)?;
    let file = key.split('?').next()?.rsplit('/').next()?.to_owned();
    let stem = file
        .rsplit_once('.')
        .map_or(file.as_str(), |(stem, _)| stem);
    let is_size = |part: &str| {
        part.split_once('x').is_some_and(|(w, h)| {
            let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
            digits(w) && digits(h)
        })
    };
    let parts: Vec<&str> = stem
        .split(['-', '_', '.'])
        .filter(|part| !part.is_empty() && !is_size(part) && naming::code(part).is_none())
        .collect();
    (!parts.is_empty()).then(|| parts.join("-"))
}

#[cfg(test)]
#[allow(clippy::indexing_slicing)]
mod tests {
    use super::{Marks, address, image, number_key};

    #[test]
    fn what_changes_with_the_language_is_taken_off() {
        for (url, key) in [
            ("https://www.example.org/fr-fr/a/?lang=fr", "example.org/a"),
            ("http://example.org/en/a", "example.org/a"),
            ("https://fr.wikipedia.org/wiki/A#b", "wikipedia.org/wiki/a"),
            ("https://example.fr", "example.fr"),
            ("https://e.org/w?v=1&utm_source=x", "e.org/w?v=1"),
        ] {
            assert_eq!(address(url).as_deref(), Some(key));
        }
        assert_eq!(address("#note"), None);
        assert_eq!(
            image("/img/fr/chart-fr-300x200.png").as_deref(),
            Some("chart")
        );
        for (text, key) in [
            ("1,000", "1000"),
            ("1\u{202F}000", "1000"),
            ("3,5", "3.5"),
            ("07", "7"),
            ("2016", "2016"),
        ] {
            assert_eq!(number_key(text), key);
        }
    }

    #[test]
    fn cognates_and_names_are_marks() {
        let mut marks = Marks::default();
        let fr = marks.line("La transformation coûte 1 000 € chez Méta et IBM, sans IBM.");
        let en = marks.line("The Transformation costs 1,000 € at Meta and IBM; no IBM.");
        let shared: Vec<&str> = fr
            .iter()
            .filter(|(mark, _)| en.iter().any(|(other, _)| other == mark))
            .map(|(mark, _)| marks.all[*mark as usize].shown.as_str())
            .collect();
        assert_eq!(shared, ["Transformation", "Méta", "IBM"]);
        assert!(
            marks
                .all
                .iter()
                .any(|mark| mark.shown == "IBM" && mark.is_name())
        );
    }
}
