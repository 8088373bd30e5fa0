//! A title, tag or summary of any origin → one line of text that cannot upset the page around it.

/// One line for a label: no control characters, no way to turn the text around, and white space
/// collapsed and trimmed.
///
/// - C0 and C1 controls, U+FEFF and the annotation marks U+FFF9–FFFB go; tabs, line ends and
///   U+2028/2029 count as spaces.
/// - Bidi embeddings, overrides and isolates (U+202A–202E, U+2066–2069) go, because an override
///   makes text read backwards (`gpj.exe`) and an open one reaches past its end.
/// - The marks U+200E, U+200F and U+061C stay: they only settle the place of the punctuation
///   beside them, Hebrew and Arabic titles need them, and the `bdi` around a label contains them.
/// - No-break and other typographic spaces stay where they are, except at both ends; so do the
///   joiners that Persian, Indic scripts and emoji are written with.
///
/// ```
/// use liseuse::markdown::clean::label;
///
/// assert_eq!(label(" Qui\u{a0}?\n\tMoi\u{202e}! "), "Qui\u{a0}? Moi!");
/// ```
#[must_use]
pub fn label(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut space = false;
    for c in text.trim().chars() {
        match c {
            ' ' | '\t' | '\n' | '\x0B' | '\x0C' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                space = true
            }
            '\0'..'\u{20}'
            | '\u{7F}'..'\u{A0}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2066}'..='\u{2069}'
            | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}' => {}
            c => {
                // Only between two characters: what was dropped may have stood at the start.
                if space && !out.is_empty() {
                    out.push(' ');
                }
                space = false;
                out.push(c);
            }
        }
    }
    // No-break spaces beside what was dropped are now at the ends.
    out.truncate(out.trim_end().len());
    let start = out.len() - out.trim_start().len();
    out.drain(..start);
    out
}
