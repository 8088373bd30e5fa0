//! Small things about text, each done once and without a table.
//!
//! The standard library does them all; its number formatting, its parsers for each kind of integer
//! and its tables of letters would be 4 KB of the widget.

/// A whole number in decimal digits.
pub(crate) fn digits<N: TryInto<i64>>(number: N) -> String {
    fn push(number: u64, out: &mut String) {
        if number > 9 {
            push(number / 10, out);
        }
        out.extend(char::from_digit((number % 10) as u32, 10));
    }
    let number = number.try_into().unwrap_or(i64::MAX);
    let mut out = String::from(if number < 0 { "-" } else { "" });
    push(number.unsigned_abs(), &mut out);
    out
}

/// The whole number that a text writes, if it fits.
pub(crate) fn integer<N: TryFrom<i32>>(text: &str) -> Option<N> {
    text.parse::<i32>().ok()?.try_into().ok()
}

/// Splits before the first of these ASCII bytes; the second part is empty when there is none.
pub(crate) fn cut<'a>(text: &'a str, stops: &[u8]) -> (&'a str, &'a str) {
    let end = text
        .bytes()
        .position(|b| stops.contains(&b))
        .unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

/// Whether this can be part of a word, in any script: a letter, a mark or a digit. Right for every
/// letter in use; among the signs of rare scripts some are taken for letters.
pub(crate) fn is_word(c: char) -> bool {
    match c {
        '\0'..'\u{80}' => c.is_ascii_alphanumeric(),
        '\u{80}'..'\u{C0}' | '×' | '÷' => matches!(c, 'ª' | 'µ' | 'º'),
        // The punctuation of Arabic and Indic scripts.
        '\u{60C}' | '\u{61B}' | '\u{61F}' | '\u{6D4}' | '\u{964}' | '\u{965}' => false,
        // Punctuation and symbols; those of Chinese and Japanese; variants; pictographs; tags.
        '\u{2000}'..'\u{2C00}'
        | '\u{2E00}'..'\u{3005}'
        | '\u{3008}'..'\u{3021}'
        | '\u{3030}'
        | '\u{303D}'..'\u{3041}'
        | '\u{E000}'..'\u{F900}'
        | '\u{FE00}'..'\u{FE70}'
        | '\u{FEFF}'..'\u{FF10}'
        | '\u{FF1A}'..'\u{FF21}'
        | '\u{FFE0}'..'\u{10000}'
        | '\u{1F000}'..'\u{20000}'
        | '\u{E0000}'.. => false,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::{digits, integer, is_word};

    #[test]
    fn digits_are_those_of_the_standard_library() {
        for number in [0, 7, 10, 99, 100, -1, -10, i64::MAX, i64::MIN] {
            assert_eq!(digits(number), number.to_string());
            assert_eq!(integer::<i32>(&digits(number)), i32::try_from(number).ok());
        }
        assert_eq!(integer::<u16>("-1"), None);
        assert_eq!(integer::<u16>(""), None);
    }

    #[test]
    fn letters_are_words_and_ascii_marks_are_not() {
        let letters = ('\u{C0}'..'\u{2000}').chain('\u{3041}'..'\u{E000}');
        for c in letters.filter(|c| c.is_alphanumeric()) {
            assert!(is_word(c), "{c:?}");
        }
        for c in (' '..'\u{7F}').chain("’«»–…。、🚀\u{FE0F}\u{A0}".chars()) {
            assert_eq!(is_word(c), c.is_alphanumeric(), "{c:?}");
        }
    }
}
