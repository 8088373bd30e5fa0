//! Each check is a text and the same with its links as `[text](href)`, or `[text]` alone where
//! the address is the text itself.

use liseuse::markdown::autolink::find;

use crate::tokens::{fuzz, grow};

fn linked(text: &str) -> String {
    let mut out = String::new();
    let mut done = 0;
    for link in find(text) {
        let shown = &text[link.range.clone()];
        out.push_str(&text[done..link.range.start]);
        out.push_str(&if shown == link.href {
            format!("[{shown}]")
        } else {
            format!("[{shown}]({})", link.href)
        });
        done = link.range.end;
    }
    out + &text[done..]
}

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(linked(text), expected, "{text:?}");
}

#[track_caller]
fn plain(texts: &[&str]) {
    for text in texts {
        assert_eq!(linked(text), *text);
    }
}

#[test]
fn gfm_web_addresses() {
    check(
        "www.commonmark.org",
        "[www.commonmark.org](https://www.commonmark.org)",
    );
    check(
        "Visit www.commonmark.org/help for more",
        "Visit [www.commonmark.org/help](https://www.commonmark.org/help) for more",
    );
    check(
        "Visit www.commonmark.org.",
        "Visit [www.commonmark.org](https://www.commonmark.org).",
    );
    check(
        "Visit www.commonmark.org/a.b.",
        "Visit [www.commonmark.org/a.b](https://www.commonmark.org/a.b).",
    );
    check("http://commonmark.org", "[http://commonmark.org]");
    check(
        "(Visit https://encrypted.google.com/search?q=Markup+(business))",
        "(Visit [https://encrypted.google.com/search?q=Markup+(business)])",
    );
    check(
        "HTTPS://Example.com WWW.x.org",
        "[HTTPS://Example.com] [WWW.x.org](https://WWW.x.org)",
    );
    check("http://localhost:3000/x", "[http://localhost:3000/x]");
}

#[test]
fn gfm_brackets_are_balanced() {
    check("https://e.com/search?q=(x)", "[https://e.com/search?q=(x)]");
    check(
        "https://e.com/search?q=(x)))",
        "[https://e.com/search?q=(x)]))",
    );
    check(
        "(https://e.com/search?q=(x))",
        "([https://e.com/search?q=(x)])",
    );
    check(
        "(https://e.com/search?q=(x)",
        "([https://e.com/search?q=(x)]",
    );
    check("https://e.com/(x))+ok", "[https://e.com/(x))+ok]");
    check("[https://e.com/a].", "[[https://e.com/a]].");
    check("(https://e.com)", "([https://e.com])");
    check("(see https://e.com/).", "(see [https://e.com/]).");
}

#[test]
fn gfm_reference_tails_and_semicolons_stay_outside() {
    check("https://e.com/?q=a&hl=en", "[https://e.com/?q=a&hl=en]");
    check("https://e.com/?q=a&hl;", "[https://e.com/?q=a]&hl;");
    check("https://e.com/?q=a&hl;&x;.", "[https://e.com/?q=a]&hl;&x;.");
    check("https://e.com/a;", "[https://e.com/a];");
    check("https://e.com/a&;;", "[https://e.com/a&];;");
    check("https://e.com/a;b", "[https://e.com/a;b]");
}

#[test]
fn gfm_less_than_ends_an_address() {
    check(
        "www.commonmark.org/he<lp",
        "[www.commonmark.org/he](https://www.commonmark.org/he)<lp",
    );
    check("<https://e.com/x>", "<[https://e.com/x]>");
}

#[test]
fn gfm_mail_addresses() {
    check("foo@bar.baz", "[foo@bar.baz](mailto:foo@bar.baz)");
    check(
        "hello@mail+xyz.example isn't valid, but hello+xyz@mail.example is.",
        "hello@mail+xyz.example isn't valid, but [hello+xyz@mail.example](mailto:hello+xyz@mail.example) is.",
    );
    check("a.b-c_d@a.b", "[a.b-c_d@a.b](mailto:a.b-c_d@a.b)");
    check("a.b-c_d@a.b.", "[a.b-c_d@a.b](mailto:a.b-c_d@a.b).");
    plain(&["a.b-c_d@a.b-", "a.b-c_d@a.b_"]);
    check(
        "mailto:foo@bar.baz, MAILTO:a@b.cd",
        "[mailto:foo@bar.baz], [MAILTO:a@b.cd]",
    );
    check(
        "(a@b.fr)«c@d.fr»",
        "([a@b.fr](mailto:a@b.fr))«[c@d.fr](mailto:c@d.fr)»",
    );
    check(
        "www.foo@bar.com",
        "[www.foo@bar.com](mailto:www.foo@bar.com)",
    );
}

#[test]
fn what_is_no_mail_address() {
    plain(&[
        "@",
        "@x",
        "a@",
        "a@b",
        "a@.b",
        "@user.name",
        "package@1.2.3",
        "a@b@c.de",
        "é@x.com",
        "éric@x.com",
        "https://@x.com",
        "/a@b.com",
        "a@é.com",
        "a @ b.com",
        "a@@b.com",
    ]);
}

#[test]
fn sentences_end_outside_of_addresses() {
    for after in [
        ".",
        ",",
        ":",
        ";",
        "!",
        "?",
        "...",
        "…",
        "’",
        "'",
        "\"",
        "”",
        "»",
        "\u{a0}»",
        "\u{202f}»",
        " :",
        "\u{a0}:",
        "\u{202f}!",
        "*",
        "**",
        "_",
        "~",
        ").",
        "),",
        "\u{3000}",
        "。",
        "，然后",
        "）",
        "\n",
        "\t",
        "\u{202e}",
        "\u{200b}x",
        ">",
        "»…",
        "\u{2009}x",
    ] {
        check(
            &format!("Voir https://e.com/x{after}"),
            &format!("Voir [https://e.com/x]{after}"),
        );
        check(
            &format!("« https://e.com{after}"),
            &format!("« [https://e.com]{after}"),
        );
    }
    check(
        "“https://e.com/l’été”",
        "“[https://e.com/l’été](https://e.com/l%E2%80%99%C3%A9t%C3%A9)”",
    );
    check(
        "https://e.com—ou www.e.fr,non",
        "[https://e.com]—ou [www.e.fr](https://www.e.fr),non",
    );
    check(
        "https://fr.wikipedia.org/wiki/Liseuse_(objet).",
        "[https://fr.wikipedia.org/wiki/Liseuse_(objet)].",
    );
    check(
        "https://e.com:8080, https://e.com:",
        "[https://e.com:8080], [https://e.com]:",
    );
    check(
        "https://e.com?x#y, https://e.com#z",
        "[https://e.com?x#y], [https://e.com#z]",
    );
    check(
        "请看https://e.com/路。",
        "请看[https://e.com/路](https://e.com/%E8%B7%AF)。",
    );
    check(
        "https://café.fr/",
        "[https://café.fr/](https://caf%C3%A9.fr/)",
    );
}

#[test]
fn an_address_begins_at_a_word() {
    for before in [
        "(", "*", "_", "~", "\"", "'", "«", "“", "[", ",", "\u{a0}", "\u{202f}", "—", ":", ">",
        "|", "!",
    ] {
        check(
            &format!("{before}https://e.com/x"),
            &format!("{before}[https://e.com/x]"),
        );
        check(
            &format!("{before}www.e.com"),
            &format!("{before}[www.e.com](https://www.e.com)"),
        );
    }
    plain(&[
        "xhttps://e.com",
        "0www.e.com",
        "/www.e.com",
        "x.www.e.com",
        "x-www.e.com",
        "?u=https://e.com",
        "@www.e",
        "ahttp://e.com",
    ]);
}

#[test]
fn what_is_no_web_address() {
    plain(&[
        "www.",
        "www..",
        "www. x",
        "www",
        "http://",
        "https://.",
        "http://-x",
        "https:// x",
        "https:///x",
        "http:/x",
        "ftp://e.com",
        "javascript:alert(1)",
        "https://\u{202e}x",
        "www.a_b",
        "https://a_b.c",
        "https://«x»",
        "https://<x",
        "https://user:pass@host/",
        "https://user@host",
        "https://user@host.com",
        "https://[::1]/",
    ]);
    check("https://a_b.c.d", "[https://a_b.c.d]");
    check(
        "https://e.com:x@y.zz/",
        "https://e.com:[x@y.zz](mailto:x@y.zz)/",
    );
}

#[test]
fn several_addresses_stand_apart() {
    check("https://a.b,https://c.d", "[https://a.b],[https://c.d]");
    check("https://a.b/,https://c.d", "[https://a.b/,https://c.d]");
    check(
        "https://a.b/ x@y.zz www.c.d",
        "[https://a.b/] [x@y.zz](mailto:x@y.zz) [www.c.d](https://www.c.d)",
    );
    check(
        "https://medium.com/@user https://e.com/a@b.cd",
        "[https://medium.com/@user] [https://e.com/a@b.cd]",
    );
}

#[test]
fn nasty_patterns_take_linear_time() {
    let patterns = [
        ("", "www.", ""),
        ("", "_www.", "_x"),
        ("", "(www.a@", ""),
        ("", "http://", ""),
        ("", "(http://a@", ""),
        ("", "(http://a^", ""),
        ("", "(http://a:1", ""),
        ("", "(http://a:b", ""),
        ("", "h", ""),
        ("", "@", ""),
        ("", "a@", ""),
        ("", "a@b.", ""),
        ("", "a@b.1", ""),
        ("", "a.", "@"),
        ("http://a/", "(", ""),
        ("http://a/", ")", ""),
        ("http://a/", "&a;", ""),
        ("http://a/", "a;", ""),
        ("http://a/&", "a", ";"),
        ("http://a/", "…", ""),
        ("http://", "a.", ""),
        ("http://", "é", "_"),
        ("", "http://a/ ", ""),
    ];
    grow(1 << 19, &patterns, |text| find(text).len());
}

#[test]
fn no_input_panics_and_links_stand_in_order() {
    let pieces = [
        "http://",
        "https://",
        "www.",
        "a",
        ".",
        "@",
        ":",
        "/",
        "?",
        "#",
        "(",
        ")",
        "[",
        "]",
        "&",
        ";",
        "_",
        "-",
        " ",
        "«",
        "»",
        "é",
        "…",
        "\u{a0}",
        "<",
        ">",
        "com",
        "80",
        "mailto:",
        "'",
        "😀",
        "user@e.com",
    ];
    fuzz(&pieces, |text| {
        let mut end = 0;
        for link in find(text) {
            assert!(
                end <= link.range.start && link.range.start < link.range.end,
                "{text:?}"
            );
            assert!(text.get(link.range.clone()).is_some(), "{text:?}");
            assert!(
                ["http://", "https://", "mailto:"]
                    .iter()
                    .any(|scheme| link.href.starts_with(scheme)),
                "{text:?}"
            );
            end = link.range.end;
        }
    });
}
