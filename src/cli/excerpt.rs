//! A body → the start of its plain text, and how many words it has.

/// About as long as an excerpt should be, in characters.
const LENGTH: usize = 200;
/// A sentence that ends between the two is a good place to stop.
const SENTENCE: std::ops::Range<usize> = 120..221;

/// The first sentences of a text, about 200 characters, with `…` where it stops within one.
pub(super) fn excerpt(plain: &str) -> String {
    let text = crate::bundle::label::clean(plain);
    let ends: Vec<(usize, usize)> = breaks(&text);
    let length = text.chars().count();
    if length < SENTENCE.end {
        return text;
    }
    let sentence = ends
        .iter()
        .rev()
        .find(|(at, end)| SENTENCE.contains(at) && ends_sentence(&text, *end));
    let word = || ends.iter().rev().find(|(at, _)| *at <= LENGTH);
    match (sentence, word()) {
        (Some((_, end)), _) => text.get(..*end).unwrap_or_default().into(),
        (None, Some((_, end))) => {
            let words = text.get(..*end).unwrap_or_default();
            [
                words.trim_end_matches([',', ';', ':', '–', '-', '(', ' ']),
                "…",
            ]
            .concat()
        }
        // Not one space: a language without them, or a very long word.
        (None, None) => text.chars().take(LENGTH).chain(['…']).collect(),
    }
}

/// Where words end, in characters and in bytes, as far as an excerpt may reach.
fn breaks(text: &str) -> Vec<(usize, usize)> {
    let start = text.char_indices().take(SENTENCE.end).enumerate();
    start
        .filter(|(_, (_, c))| *c == ' ')
        .map(|(at, (end, _))| (at, end))
        .collect()
}

fn ends_sentence(text: &str, end: usize) -> bool {
    let before = text.get(..end).unwrap_or_default();
    before
        .trim_end_matches(['»', '”', '"', ')', '\u{A0}'])
        .ends_with(['.', '!', '?', '…'])
}

/// The number of words: runs without spaces that have a letter or a digit in them.
pub(super) fn words(plain: &str) -> u32 {
    let words = plain
        .split_whitespace()
        .filter(|word| word.chars().any(char::is_alphanumeric));
    u32::try_from(words.count()).unwrap_or(u32::MAX)
}
