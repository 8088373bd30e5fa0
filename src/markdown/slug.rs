//! Names made from text: heading ids and code languages.

use unicase::UniCase;

use crate::text::{cut, is_word};

/// Letters and digits in lower case, every other run a hyphen: `What’s new?` → `what-s-new`.
/// Empty when the text has no letter and no digit.
#[must_use]
pub fn slug(text: &str) -> String {
    let mut out = String::new();
    for c in UniCase::unicode(text).to_folded_case().chars() {
        if is_word(c) {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}

/// The first word of a code block's info string, kept to letters, digits and `+ # . _ -`.
#[must_use]
pub fn code_language(info: &str) -> String {
    let word = cut(info, b" \t,{").0;
    let kept = |c: &char| is_word(*c) || matches!(c, '+' | '#' | '.' | '_' | '-');
    word.chars().filter(kept).take(32).collect()
}
