//! Each check is a piece of HTML and its tokens, written as HTML in which nothing is left out.

use std::{collections::BTreeMap, fmt::Write, time::Instant};

use liseuse::markdown::tokens::{Token, Tokens};
use serde_json::Value;

/// The tokens in brackets: `[a x="1" /]`, `[/a]`, and text as it is.
fn written(html: &str) -> String {
    let mut out = String::new();
    for token in Tokens::new(html) {
        match token {
            Token::Text(text) => {
                assert!(!text.is_empty());
                out.push_str(&text);
            }
            Token::End { name } => write!(out, "[/{name}]").unwrap(),
            Token::Start {
                name,
                attributes,
                self_closing,
            } => {
                write!(out, "[{name}").unwrap();
                for (name, value) in attributes {
                    write!(out, " {name}={value:?}").unwrap();
                }
                out.push_str(if self_closing { " /]" } else { "]" });
            }
        }
    }
    out
}

#[track_caller]
fn check(html: &str, expected: &str) {
    assert_eq!(written(html), expected, "{html:?}");
}

#[test]
fn tags_and_text() {
    check("a <b>c</b> d", "a [b]c[/b] d");
    check("<KBD>Ctrl</kBd >", "[kbd]Ctrl[/kbd]");
    check("<br/><br /><br / >", "[br /][br /][br]");
    check("</p/ class=x>", "[/p]");
    check("<x-y:z1é>", "[x-y:z1é]");
    check("", "");
}

#[test]
fn a_less_than_sign_that_begins_no_tag_is_text() {
    check("a < b <3 <= << <é <", "a < b <3 <= << <é <");
    check("1<2&&3>2", "1<2&&3>2");
    check("</", "</");
    check("x</", "x</");
    check("<<b>", "<[b]");
}

#[test]
fn a_tag_that_is_cut_off_is_dropped() {
    for html in [
        "<a",
        "<a ",
        "<a b",
        "<a b=",
        "<a b=c",
        "<a b=\"c>",
        "<a b='c",
        "<a/",
        "</a",
        "</a b",
        "<a b ",
        "<a b=\"c\"",
    ] {
        check(&format!("x{html}"), "x");
    }
}

#[test]
fn attributes_in_every_form() {
    check(
        "<a b c=d e='f' g=\"h\" i = j k\n=\tl>",
        r#"[a b="" c="d" e="f" g="h" i="j" k="l"]"#,
    );
    check("<a HREF=X/Y/>", r#"[a href="X/Y/"]"#);
    check("<a b=1 B=2 c b=3>", r#"[a b="1" c=""]"#);
    check("<a =b c =d =e>", r#"[a =b="" c="d" =e=""]"#);
    check("<a b=>c", r#"[a b=""]c"#);
    check("<a/b/c=d/>", r#"[a b="" c="d/"]"#);
    check("<a 'b\"<c>d", r#"[a 'b"<c=""]d"#);
    check("<a b='c'd>", r#"[a b="c" d=""]"#);
    check("<a b=`c d`>", r#"[a b="`c" d`=""]"#);
    check("<a b='>'>", r#"[a b=">"]"#);
    check("<a\nb\r\n=\r'x\ry\r\nz'>", r#"[a b="x\ny\nz"]"#);
    check("<a É=é>", r#"[a É="é"]"#);
}

#[test]
fn too_many_attributes_are_cut() {
    let many: String = (0..100).map(|n| format!(" a{n}")).collect();
    let html = format!("<x{many}>");
    let Some(Token::Start { attributes, .. }) = Tokens::new(&html).next() else {
        panic!()
    };
    assert_eq!(attributes.len(), 64);
}

#[test]
fn references_are_decoded_in_text_and_values() {
    check("R&amp;D &eacute;&#8230;&lt;b&gt;", "R&D é…<b>");
    check(
        "<a href='?a=1&copy=2&amp;b&copy;' b=&quot;>",
        r#"[a href="?a=1&copy=2&b©" b="\""]"#,
    );
    check("<a href=&#106;avascript:x>", r#"[a href="javascript:x"]"#);
    check("&<b>amp;", "&[b]amp;");
}

#[test]
fn comments_and_the_like_are_skipped() {
    for skipped in [
        "<!-- x -->",
        "<!---->",
        "<!-->",
        "<!--->",
        "<!--a--!>",
        "<!--a--b-->",
        "<!--a<!-->",
        "<!----!>",
        "<!--<b>>-->",
        "<!doctype html>",
        "<!DOCTYPE x PUBLIC \"a>",
        "<?php echo 1 ?>",
        "<![CDATA[x]]>",
        "<!x>",
        "</ x>",
        "</>",
        "</3>",
        "<!>",
    ] {
        check(&format!("a{skipped}b"), "ab");
    }
    for cut in [
        "<!-- x ->b",
        "<!--",
        "<!-",
        "<!",
        "<?",
        "<!--a--!b",
        "</ ",
        "<!---!b",
    ] {
        check(&format!("a{cut}"), "a");
    }
    check("<!--a-- >b-->c", "c");
    check("<![CDATA[<b>]]>c", "]]>c");
}

#[test]
fn the_content_of_raw_elements_is_text() {
    check(
        "<style>a<b>&amp;</b></style>c",
        "[style]a<b>&amp;</b>[/style]c",
    );
    check(
        "<textarea>a<b>&amp;</TEXTAREA\n>c",
        "[textarea]a<b>&[/textarea]c",
    );
    check("<title>a</titles></title/x>b", "[title]a</titles>[/title]b");
    check("<iframe><p></iframe><p>", "[iframe]<p>[/iframe][p]");
    check("<noscript><p></noscript>", "[noscript]<p>[/noscript]");
    check("<xmp></xmp>", "[xmp][/xmp]");
    check("<xmp>a", "[xmp]a");
    check("<xmp>a</xmp", "[xmp]a</xmp");
    check("<xmp>a</xmp ", "[xmp]a");
    check("<plaintext>a</plaintext><b>", "[plaintext]a</plaintext><b>");
    check("<style/>a</style>", "[style /]a[/style]");
    check("</style><b>", "[/style][b]");
    check(
        "<script>if (a<b) '</scripty'</script >c",
        "[script]if (a<b) '</scripty'[/script]c",
    );
    check(
        "<script><!--<script></script>--></script>a",
        "[script]<!--<script></script>-->[/script]a",
    );
    check(
        "<script><!--<script></script></script>a",
        "[script]<!--<script></script>[/script]a",
    );
    check("<script><!--</script>a", "[script]<!--[/script]a");
    check(
        "<script><!--><script></script>a",
        "[script]<!--><script>[/script]a",
    );
    check(
        "<script><!--<script>--></script>a",
        "[script]<!--<script>-->[/script]a",
    );
    check("<script><!--<script >a", "[script]<!--<script >a");
}

#[test]
fn nul_and_line_ends_are_normalised() {
    check("a\0b\r\nc\rd", "ab\nc\nd");
    check("\0\0<b>\0", "[b]");
    check("<a\0B c\0=d\0>", "[a\u{FFFD}b c\u{FFFD}=\"d\u{FFFD}\"]");
    check("<style>\0\r\n</style>", "[style]\u{FFFD}\n[/style]");
    check("&#0;&#13;", "\u{FFFD}\r");
}

/// Whether our tokens are those expected by html5lib, in this state.
fn agrees(state: &str, last: Option<&str>, input: &str, output: &Value) -> Result<(), String> {
    // Our tokenizer is in such a state after a start tag only, so it gets one, and the tests that
    // speak of `xmp` where it would not lead to the state speak of that tag.
    let opening = match (state, last) {
        ("Data", _) => None,
        ("RCDATA", Some("textarea")) => Some("textarea"),
        ("RCDATA", _) => Some("title"),
        ("RAWTEXT", _) => Some("xmp"),
        ("PLAINTEXT", _) => Some("plaintext"),
        ("Script data", _) => Some("script"),
        _ => panic!("{state}"),
    };
    let renamed = |text: &str| match (opening, last) {
        (Some(opening), Some("xmp")) if opening != "xmp" => {
            let end = opening.len() - 1;
            let text = text
                .replace("XMP", opening)
                .replace("xMp", opening)
                .replace("xmp", opening);
            text.replace("xm", &opening[..end])
                .replace("XM", &opening[..end])
        }
        _ => text.to_owned(),
    };
    let mut html = opening.map(|name| format!("<{name}>")).unwrap_or_default();
    html.push_str(&renamed(input));

    let mut ours: Vec<Value> = Vec::new();
    for token in Tokens::new(&html).skip(usize::from(opening.is_some())) {
        match token {
            Token::Text(text) => push_text(&mut ours, &text),
            Token::End { name } => ours.push(serde_json::json!(["EndTag", name])),
            Token::Start {
                name,
                attributes,
                self_closing,
            } => {
                let attributes: BTreeMap<_, _> = attributes.into_iter().collect();
                let mut token = serde_json::json!(["StartTag", name, attributes]);
                if self_closing {
                    token.as_array_mut().unwrap().push(true.into());
                }
                ours.push(token);
            }
        }
    }
    let mut expected: Vec<Value> = Vec::new();
    let text = [serde_json::json!(["Character", output])];
    for token in output.as_array().map_or(&text[..], Vec::as_slice) {
        match token[0].as_str().unwrap() {
            "Comment" | "DOCTYPE" => {}
            // A tree builder drops NUL (13.2.6.4.7), and so do we.
            "Character" => push_text(
                &mut expected,
                &renamed(&token[1].as_str().unwrap().replace('\0', "")),
            ),
            "EndTag" => expected.push(serde_json::json!([
                "EndTag",
                renamed(token[1].as_str().unwrap())
            ])),
            _ => expected.push(token.clone()),
        }
    }
    if ours == expected {
        Ok(())
    } else {
        Err(format!(
            "{state}: {input:?}\n  ours     {ours:?}\n  expected {expected:?}"
        ))
    }
}

fn push_text(tokens: &mut Vec<Value>, text: &str) {
    if text.is_empty() {
        return;
    }
    if let Some(last) = tokens.last_mut().filter(|last| last[0] == "Character") {
        last[1] = format!("{}{text}", last[1].as_str().unwrap()).into();
    } else {
        tokens.push(serde_json::json!(["Character", text]));
    }
}

#[test]
fn the_html5lib_tokenizer_tests() {
    let mut head = Value::Null;
    let (mut passed, mut skipped, mut failures) = (0, 0, Vec::new());
    for line in include_str!("../fixtures/html5lib/tokenizer.jsonl").lines() {
        let value: Value = serde_json::from_str(line).unwrap();
        if value.is_object() {
            head = value;
            continue;
        }
        for state in head["states"].as_array().unwrap() {
            let state = state.as_str().unwrap();
            // A CDATA section exists inside of SVG and MathML only, which we drop whole.
            if state == "CDATA section" {
                skipped += 1;
                continue;
            }
            match agrees(
                state,
                head["lastStartTag"].as_str(),
                value[0].as_str().unwrap(),
                &value[1],
            ) {
                Ok(()) => passed += 1,
                Err(failure) => failures.push(failure),
            }
        }
    }
    println!(
        "html5lib: {passed} passed, {skipped} not applicable, {} differ",
        failures.len()
    );
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Runs `read` over `size` bytes of each pattern: a start, a middle to repeat, an end. It has to
/// finish; the growth from a quarter of the size is printed.
pub(crate) fn grow(size: usize, patterns: &[(&str, &str, &str)], read: impl Fn(&str) -> usize) {
    for (start, middle, end) in patterns {
        let measure = |size: usize| {
            let input = format!("{start}{}{end}", middle.repeat(size / middle.len()));
            let begun = Instant::now();
            let count = read(&input);
            (begun.elapsed().as_secs_f64() * 1e3, count)
        };
        let ((quarter, _), (whole, count)) = (measure(size / 4), measure(size));
        let ratio = whole / quarter.max(0.01);
        println!(
            "{start:>12.12}{:<24}{whole:8.1} ms, {ratio:4.1} times a quarter, {count} results",
            format!("{middle:?}")
        );
    }
}

/// Feeds `read` ten thousand strings of dangerous pieces, the same at every run.
pub(crate) fn fuzz(pieces: &[&str], mut read: impl FnMut(&str)) {
    let mut seed = 0x2545_F491_4F6C_DD1D_u64;
    let mut random = |below: usize| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    for _ in 0..10_000 {
        let mut bytes: Vec<u8> = Vec::new();
        for _ in 0..random(24) {
            match random(8) {
                0 => bytes.push(random(256) as u8),
                1 => bytes.push(random(128) as u8),
                _ => bytes.extend(pieces[random(pieces.len())].bytes()),
            }
        }
        read(&String::from_utf8_lossy(&bytes));
    }
}

#[test]
fn nasty_patterns_take_linear_time() {
    grow(
        1 << 20,
        &[
            ("", "<", ""),
            ("", "</", ""),
            ("", "<!--", ""),
            ("", "<!---->", ""),
            ("", "<!--->", ""),
            ("<!--", "--!", ""),
            ("<!--", ">", ""),
            ("<!--", "-->", ""),
            ("<a", " b", ""),
            ("<a", " b=c", ">"),
            ("<a ", "=", ">"),
            ("<a ", "b='", ">"),
            ("", "<a ", ""),
            ("", "<a b='", ""),
            ("<", "a", ">"),
            ("", "<b><i>", ""),
            ("", "<?", ""),
            ("<script>", "<!--", ""),
            ("<script>", "<!--<script>", ""),
            ("<script><!--", "<script></script>", ""),
            ("<script>", "</script", ""),
            ("<style>", "</", ""),
            ("", "<style>", ""),
            ("", "<title></title>", ""),
            ("<plaintext>", "-->", ""),
            ("", "&", ""),
            ("", "&a", ""),
            ("", "&abcdefg;", ""),
            ("", "&ngE;", ""),
            ("&", "a", ";"),
            ("&#", "9", ";"),
            ("", "\0", ""),
            ("", "\r", ""),
            ("", "é<", ""),
        ],
        |html| Tokens::new(html).count(),
    );
}

#[test]
fn no_input_panics_and_nothing_is_invented() {
    let pieces = [
        "<",
        ">",
        "</",
        "/>",
        "<!--",
        "-->",
        "--!>",
        "<!",
        "<?",
        "&",
        "&#",
        "&#x",
        ";",
        "=",
        "'",
        "\"",
        " ",
        "\n",
        "\r",
        "\0",
        "<a",
        "<a ",
        "b=c",
        "<script>",
        "</script>",
        "<script",
        "<title>",
        "</title>",
        "<style>",
        "</style",
        "é",
        "😀",
        "&amp",
        "&eacute;",
        "&notin",
        "&#128;",
        "x",
        "<plaintext>",
    ];
    fuzz(&pieces, |html| {
        let size: usize = Tokens::new(html)
            .map(|token| match token {
                Token::Text(text) => text.chars().count(),
                Token::End { name } => name.chars().count(),
                Token::Start {
                    name, attributes, ..
                } => {
                    assert!(
                        !name.contains(['<', '>', ' ', '/', '\0']) || name.contains('<'),
                        "{name:?}"
                    );
                    let sizes = attributes
                        .iter()
                        .map(|(name, value)| name.chars().count() + value.chars().count());
                    name.chars().count() + sizes.sum::<usize>()
                }
            })
            .sum();
        assert!(size <= html.chars().count(), "{html:?}");
    });
}
