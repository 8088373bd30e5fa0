//! Titles, tags, ids and summaries → one line of harmless text.

use unicase::UniCase;

/// Makes one line of a label: no control characters, no bidi overrides, single spaces.
///
/// Non-breaking spaces inside stay as they are: French typography needs them. Marks that only
/// tell a direction (LRM, RLM) stay too; what could reorder the text around it goes.
///
/// ```
/// use liseuse::bundle::label::clean;
/// assert_eq!(clean(" La\u{202E}  fin \n des\u{7} POCs "), "La fin des POCs");
/// ```
#[must_use]
pub fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(4096));
    let mut gap = false;
    for c in text.chars() {
        if matches!(c, '\u{A0}' | '\u{2007}' | '\u{202F}') || !c.is_whitespace() {
            if c.is_control() || is_invisible(c) {
                continue;
            }
            if gap && !out.is_empty() {
                out.push(' ');
            }
            gap = false;
            out.push(c);
        } else {
            gap = true;
        }
    }
    // Non-breaking spaces at the edges bind nothing.
    let end = out.trim_end().len();
    out.truncate(end);
    let start = out.len() - out.trim_start().len();
    out.drain(..start);
    out
}

/// What tags have in common that differ only by case or by white space: those are one.
///
/// ```
/// use liseuse::bundle::label::fold;
/// assert_eq!(fold("Réalité  MIXTE"), fold("réalité mixte"));
/// ```
#[must_use]
pub fn fold(tag: &str) -> String {
    let mut words = String::new();
    for word in tag.split_ascii_whitespace() {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    }
    UniCase::unicode(words).to_folded_case()
}

/// Embeddings, overrides and isolates of direction; the byte order mark.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// Cuts a text to `max` characters; tells whether anything was lost.
pub(super) fn cut(text: &mut String, max: usize) -> bool {
    match text.char_indices().nth(max) {
        Some((end, _)) => {
            text.truncate(end);
            let end = text.trim_end().len();
            text.truncate(end);
            true
        }
        None => false,
    }
}

/// The first words of a body, for a post without a title. Empty when there are none.
pub(super) fn first_words(body: &str, html: bool) -> String {
    const MAX: usize = 60;
    let mut text = String::new();
    let mut tag = false;
    for c in body.chars().take(4096) {
        match c {
            '<' if html => tag = true,
            '>' if html && tag => {
                tag = false;
                text.push(' ');
            }
            _ if tag => {}
            '\n' if !html && !text.trim().is_empty() => break,
            _ => text.push(c),
        }
    }
    let mut words =
        clean(text.trim_start_matches(|c: char| c.is_whitespace() || "#>*-_`".contains(c)));
    if html {
        for (entity, plain) in [
            ("&lt;", "<"),
            ("&gt;", ">"),
            ("&quot;", "\""),
            ("&#39;", "'"),
            ("&nbsp;", "\u{A0}"),
            ("&amp;", "&"),
        ] {
            words = words.replace(entity, plain);
        }
    }
    if cut(&mut words, MAX) {
        if let Some((whole, _)) = words.rsplit_once(' ') {
            words.truncate(whole.len());
        }
        words.push('…');
    }
    words
}
