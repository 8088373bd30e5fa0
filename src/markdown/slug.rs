//! Names made from text: heading ids and code languages.

use unicase::UniCase;

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

/// Whether a character can stand in a name. Beyond ASCII everything can but the blocks of
/// punctuation, symbols and emoji: the exact tables of letters would cost every reader 2 KB.
fn is_word(c: char) -> bool {
    match c {
        '\0'..='\u{7f}' => c.is_ascii_alphanumeric(),
        '\u{80}'..='\u{a9}' | '\u{ab}'..='\u{b4}' | '\u{b6}'..='\u{b9}' | '\u{bb}'..='\u{bf}' => {
            false
        }
        '×' | '÷' | '\u{2000}'..='\u{206f}' | '\u{20a0}'..='\u{20ff}' | '\u{2190}'..='\u{2bff}' => {
            false
        }
        '\u{2e00}'..='\u{2e7f}' | '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{3020}' => false,
        '\u{fe00}'..='\u{fe6f}' | '\u{ff01}'..='\u{ff0f}' | '\u{1f000}'..='\u{1faff}' => false,
        '\u{e000}'..='\u{f8ff}' | '\u{e0000}'..='\u{10ffff}' => false,
        _ => true,
    }
}

/// The first word of a code block's info string, kept to letters, digits and `+ # . _ -`.
#[must_use]
pub fn code_language(info: &str) -> String {
    let word = info.split([' ', '\t', ',', '{']).next().unwrap_or("");
    let kept = |c: &char| is_word(*c) || matches!(c, '+' | '#' | '.' | '_' | '-');
    word.chars().filter(kept).take(32).collect()
}
