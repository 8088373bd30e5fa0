//! Each check is a text and what its character references say. html5lib's own tests of them are
//! among those of `tokens`.

use std::borrow::Cow;

use liseuse::markdown::entity::decode;

use crate::tokens::{fuzz, grow};

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(decode(text, false), expected, "{text:?} in text");
}

#[track_caller]
fn check_attribute(text: &str, expected: &str) {
    assert_eq!(decode(text, true), expected, "{text:?} in an attribute");
}

#[test]
fn text_without_references_is_not_copied() {
    assert!(matches!(decode("a < b", false), Cow::Borrowed("a < b")));
    assert!(matches!(decode("", true), Cow::Borrowed("")));
}

#[test]
fn named_references_of_every_kind() {
    check("&amp;&lt;&gt;&quot;&apos;&nbsp;", "&<>\"'\u{a0}");
    check("caf&eacute; &AElig;&aelig;", "café Ææ");
    check("&hellip;&mdash;&rsquo;&laquo;&euro;", "…—’«€");
    check(
        "&CounterClockwiseContourIntegral;&ngE;&bne;&fjlig;",
        "∳≧̸=⃥fj",
    );
    check(
        "&Tab;&NewLine;&ZeroWidthSpace;&bsol;&lowbar;&ast;&grave;&lsqb;&num;",
        "\t\n\u{200b}\\_*`[#",
    );
    check("&AMP;&LT;&COPY;&REG;&QUOT;&GT;", "&<©®\"> ".trim());
    check("&amp;amp;&amp;#60;", "&amp;&#60;");
}

#[test]
fn unknown_names_stay() {
    for text in [
        "&", "&&", "& ", "&;", "&foo;", "&foo", "&1;", "&é;", "&Eacut;", "&EACUTE;", "&apos",
        "&hellip", "&-;",
    ] {
        check(text, text);
        check_attribute(text, text);
    }
    let long = format!("&{};", "x".repeat(100));
    check(&long, &long);
    check("&a;&amp;&b;", "&a;&&b;");
}

#[test]
fn legacy_names_need_no_semicolon() {
    check("&copy &copy2 &ampamp; R&ampD", "© ©2 &amp; R&D");
    check("&notin; &notit; &not; &notin", "∉ ¬it; ¬ ¬in");
    check("&sup1&sup2;&frac12x&yuml&yumls;", "¹²½xÿÿs;");
    check("&eacute&times&timesb;&divide", "é×⊠÷");
    check("&thorn&szlig&ETH&Yacute&reg&deg&nbsp", "þßÐÝ®°\u{a0}");
    check("&ltx&gt=&quot&QUOT", "<x>=\"\"");
}

#[test]
fn in_attributes_a_bare_name_before_a_letter_digit_or_equals_sign_stays() {
    check_attribute("?a=1&copy=2&lt2&notit;&regx", "?a=1&copy=2&lt2&notit;&regx");
    check_attribute("&copy &copy; &copy/&copy&amp;lt", "© © ©/©&lt");
    check_attribute("&notin;&copy;=&copyé", "∉©=©é");
    check_attribute("&#65b&#x41=", "Ab\u{41}=");
}

#[test]
fn numbers_become_characters() {
    check("&#233;&#xE9;&#Xe9;&#233 &#xE9g", "éééé ég");
    check("&#128512;&#x1F600", "😀😀");
    check(
        "&#0;&#x0&#xD800;&#xDFFF;&#x110000;&#99999999999999999999;&#xFFFFFFFFFF",
        &"\u{FFFD}".repeat(7),
    );
    check("&#x80;&#133;&#146;&#150;&#x9f;&#x81;&#x99", "€…’–Ÿ\u{81}™");
    check(
        "&#xA0;&#13;&#10;&#1;&#x7f;&#xFFFE;",
        "\u{a0}\r\n\u{1}\u{7f}\u{FFFE}",
    );
    check("&#00000000000000000065;", "A");
    for text in [
        "&#", "&#;", "&#x", "&#x;", "&#xg;", "&#a;", "&# 1;", "&#-1;", "&#+1;",
    ] {
        check(text, text);
    }
}

#[test]
fn nasty_patterns_take_linear_time() {
    let patterns = [
        ("", "&", ""),
        ("", "&#", ""),
        ("", "&ab", ""),
        ("", "&frac12;", ""),
        ("", "&gesl;", ""),
        ("", "&gesx;", ""),
        ("&", "a", ""),
    ];
    grow(1 << 18, &patterns, |text| decode(text, true).len());
}

#[test]
fn no_input_panics() {
    let pieces = [
        "&", "#", "x", ";", "amp", "not", "in", "eacute", "=", "12", "é", "D800", "hellip", "&#",
        "&#x",
    ];
    fuzz(&pieces, |text| {
        // No reference is shorter than the characters it stands for.
        assert!(decode(text, false).len() <= text.len().max(3) * 2);
        let _ = decode(text, true);
    });
}
