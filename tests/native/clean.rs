//! Each check is a label as it came and as it is shown.

use liseuse::markdown::clean::label;

use crate::tokens::fuzz;

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(label(text), expected, "{text:?}");
    assert_eq!(label(expected), expected, "{text:?}, twice");
}

#[test]
fn white_space_is_collapsed_and_trimmed() {
    check("  a \t\r\n b  ", "a b");
    check("a\u{2028}b\u{85}c\u{2029}", "a b c");
    check("", "");
    check(" \n ", "");
}

#[test]
fn typographic_spaces_stay_within() {
    check("\u{a0}Qui\u{202f}?\u{a0}", "Qui\u{202f}?");
    check("a\u{a0} b\u{2009}c\u{200b}d", "a\u{a0} b\u{2009}c\u{200b}d");
}

#[test]
fn controls_go_without_a_trace() {
    check("a\0b\u{7}c\u{7f}d\u{9b}e\u{feff}", "abcde");
    check("\u{1}\u{a0}a \u{1} \u{a0}\u{2}", "a");
    check("\u{0}", "");
}

#[test]
fn text_cannot_be_turned_around() {
    check("invoice\u{202e}gpj.exe", "invoicegpj.exe");
    check(
        "\u{202a}\u{202b}a\u{202c}\u{202d}b\u{2066}\u{2067}c\u{2068}\u{2069}",
        "abc",
    );
    check(
        "C++\u{200e} \u{200f}עברית\u{61c}",
        "C++\u{200e} \u{200f}עברית\u{61c}",
    );
}

#[test]
fn scripts_and_emoji_keep_their_joiners() {
    check(
        "می\u{200c}خواهم 👩\u{200d}💻 ❤\u{fe0f} e\u{301}",
        "می\u{200c}خواهم 👩\u{200d}💻 ❤\u{fe0f} e\u{301}",
    );
}

#[test]
fn a_label_cleaned_twice_is_the_same() {
    let pieces = [
        " ", "\n", "a", "\u{a0}", "\u{202e}", "\u{2069}", "\0", "\u{feff}", "é", "\u{85}",
        "\u{3000}",
    ];
    fuzz(&pieces, |text| check(text, &label(text)));
}
