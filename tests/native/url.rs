//! Each check is a raw URL and what may be done with it.

use liseuse::markdown::url::{Base, Purpose, clean, srcset};

const HERE: Base<'_> = Base::At("http://a/b/c/d;p?q#f");

#[track_caller]
fn check(base: Base<'_>, purpose: Purpose, cases: &[(&str, Option<&str>)]) {
    for (raw, expected) in cases {
        let got = clean(raw, base, purpose);
        assert_eq!(
            got.as_deref(),
            *expected,
            "{raw:?} as {purpose:?} with {base:?}"
        );
        if let Some(url) = got {
            assert!(url.bytes().all(|b| b.is_ascii_graphic()), "{url:?}");
            assert_eq!(
                clean(&url, base, purpose).as_deref(),
                Some(&*url),
                "cleaning {raw:?} twice"
            );
        }
    }
}

/// Kept as they are.
#[track_caller]
fn same(purpose: Purpose, urls: &[&str]) {
    for url in urls {
        check(Base::Keep, purpose, &[(url, Some(url))]);
    }
}

#[track_caller]
fn refused(purpose: Purpose, urls: &[&str]) {
    for url in urls {
        check(Base::Keep, purpose, &[(url, None)]);
        check(HERE, purpose, &[(url, None)]);
    }
}

#[test]
fn links_with_allowed_schemes_stay() {
    same(
        Purpose::Link,
        &[
            "http://example.com",
            "https://example.com/",
            "HTTPS://Example.COM/Path?q=1&r='2'#frag",
            "https://example.com:8080/a;b,c!d*e(f)~g$h+i",
            "https://example.com?x=http://other/@y",
            "https://example.com/@user",
            "https://example.com/#@user",
            "https://xn--caf-dma.fr/",
            "mailto:a@example.com?subject=x",
            "MAILTO:FOO@BAR.BAZ",
            "tel:+33123456789",
            "#note-1",
            "#",
        ],
    );
}

#[test]
fn other_schemes_are_refused_however_they_are_written() {
    refused(
        Purpose::Link,
        &[
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            " \u{1}\u{1f}javascript:alert(1)",
            "java\nscript:alert(1)",
            "java\tscript\r\n:alert(1)",
            "\u{0}javascript:alert(1)",
            "javascript\t:alert(1)",
            "javascript://example.com/%0aalert(1)",
            "vbscript:x",
            "data:text/html,<script>alert(1)</script>",
            "data:image/png;base64,AAAA",
            "blob:https://example.com/x",
            "file:///etc/passwd",
            "filesystem:http://x/",
            "view-source:http://x/",
            "about:blank",
            "intent://x#Intent;end",
            "ftp://example.com/",
            "ws://example.com/",
            "feed:https://example.com/",
            "x-man-page://x",
            "localhost:8080/x",
            "C:\\x",
            "httpx://example.com/",
            "h.t-t+p:x",
            "httpjavascript:alert(1)",
        ],
    );
}

#[test]
fn what_only_looks_like_a_scheme_is_a_relative_path() {
    check(
        Base::Keep,
        Purpose::Link,
        &[
            ("java\u{0}script:alert(1)", Some("java%00script:alert(1)")),
            (
                "\u{ff4a}avascript:alert(1)",
                Some("%EF%BD%8Aavascript:alert(1)"),
            ),
            (
                "javascript\u{ff1a}alert(1)",
                Some("javascript%EF%BC%9Aalert(1)"),
            ),
            (
                "\u{a0}javascript:alert(1)",
                Some("%C2%A0javascript:alert(1)"),
            ),
            ("java script:x", Some("java%20script:x")),
            ("javascript%3Aalert(1)", Some("javascript%3Aalert(1)")),
            ("&#106;avascript:x", Some("&#106;avascript:x")),
            ("./javascript:x", Some("./javascript:x")),
            ("1http://x", Some("1http://x")),
            (":x", Some(":x")),
        ],
    );
    check(
        HERE,
        Purpose::Link,
        &[(
            "java\u{0}script:alert(1)",
            Some("http://a/b/c/java%00script:alert(1)"),
        )],
    );
}

#[test]
fn images_may_be_raster_data_but_nothing_that_runs() {
    same(
        Purpose::Image,
        &[
            "https://example.com/a.svg",
            "data:image/png;base64,iVBORw0KGgo=",
            "DATA:IMAGE/JPEG;base64,/9j/4AAQ",
            "data:image/gif,GIF89a",
            "data:image/webp;base64,UklGRg==",
            "data:image/avif;charset=x;base64,AAAA",
        ],
    );
    refused(
        Purpose::Image,
        &[
            "data:image/svg+xml,<svg/>",
            "data:image/png+xml,x",
            "data:image/png",
            "data:image/png;base64",
            "data:,x",
            "data:text/html;image/png,x",
            "data:image/svg+xml;image/png,x",
            "data: image/png,x",
            "mailto:a@b.c",
            "tel:1",
            "#x",
            "javascript:x",
            "blob:x",
        ],
    );
}

#[test]
fn spaces_and_controls_around_go_and_line_ends_within_too() {
    check(
        Base::Keep,
        Purpose::Link,
        &[
            (
                " \u{0}\u{1f} https://e.com/a \u{c} ",
                Some("https://e.com/a"),
            ),
            ("ht\ntps:/\r/e.com\t/a", Some("https://e.com/a")),
            ("https://e.com/a b", Some("https://e.com/a%20b")),
            ("  ", Some("")),
            ("", Some("")),
        ],
    );
}

#[test]
fn encoding_equals_the_commonmark_writer() {
    check(
        Base::Keep,
        Purpose::Link,
        &[
            ("/url \"x\"", Some("/url%20%22x%22")),
            (
                "https://example.com/\\[\\",
                Some("https://example.com/%5C%5B%5C"),
            ),
            ("https://foo.bar.`baz", Some("https://foo.bar.%60baz")),
            (
                "/a<b>c[d]e^f{g|h}i\\j`k",
                Some("/a%3Cb%3Ec%5Bd%5De%5Ef%7Bg%7Ch%7Di%5Cj%60k"),
            ),
            ("/föö%20?q='&x=%zz%", Some("/f%C3%B6%C3%B6%20?q='&x=%zz%")),
            ("https://café.fr/é", Some("https://caf%C3%A9.fr/%C3%A9")),
            ("#übung", Some("#%C3%BCbung")),
            ("/a\u{202e}b\u{7f}\u{1}", Some("/a%E2%80%AEb%7F")),
            ("/a\u{202e}b\u{7f}\u{1}c", Some("/a%E2%80%AEb%7F%01c")),
            ("/😀", Some("/%F0%9F%98%80")),
        ],
    );
}

#[test]
fn a_missing_scheme_becomes_https_wherever_the_host_begins_with_slashes() {
    let cases = [
        ("//e.com/x", Some("https://e.com/x")),
        ("\\\\e.com\\x", Some("https://e.com/x")),
        ("/\\e.com", Some("https://e.com")),
        ("\\/e.com?y", Some("https://e.com?y")),
        ("/\t/e.com", Some("https://e.com")),
        ("https:\\\\e.com\\x", Some("https://e.com/x")),
        ("http:/\\e.com#x", Some("http://e.com#x")),
    ];
    check(Base::Keep, Purpose::Link, &cases);
    check(Base::Drop, Purpose::Link, &cases);
    check(HERE, Purpose::Image, &cases);
}

#[test]
fn credentials_and_odd_authorities_are_refused() {
    refused(
        Purpose::Link,
        &[
            "https://user:pass@e.com/",
            "https://user@e.com",
            "//user@e.com",
            "https://bank.example@evil.example/",
            "https://@e.com/",
            "https://a@b@c/",
            "https://good.example\t@evil.example",
            "https:evil.example",
            "https:/evil.example",
            "http:///x",
            "///x",
            "https://",
            "https://?x",
            "https://:80/",
            "https://e .com/",
            "https://e\u{0}.com/",
            "https://e<.com/",
            "http:",
            "//",
            "\\\\\\x",
        ],
    );
    // The backslash ends the host, as in browsers, so that the rest is a path.
    check(
        Base::Keep,
        Purpose::Link,
        &[(
            "https://good.example\\@evil.example",
            Some("https://good.example/@evil.example"),
        )],
    );
}

#[test]
fn relative_references_follow_the_base() {
    check(
        Base::Drop,
        Purpose::Link,
        &[
            ("a", None),
            ("/a", None),
            ("?a", None),
            ("", None),
            ("#a", Some("#a")),
        ],
    );
    check(
        Base::Keep,
        Purpose::Image,
        &[
            ("a/../b.png?x#y", Some("a/../b.png?x#y")),
            ("?a", Some("?a")),
        ],
    );
    for base in [
        "",
        "/x",
        "x",
        "mailto:a@b.c",
        "tel:1",
        "#x",
        "http:x",
        "data:image/png,x",
        "http://u@h/",
        "file://host/x",
    ] {
        check(
            Base::At(base),
            Purpose::Link,
            &[("a", None), ("https://e.com", Some("https://e.com"))],
        );
    }
    let long = format!("https://e.com/{}", "a".repeat(3000));
    check(Base::At(&long), Purpose::Link, &[("a", None)]);
}

#[test]
fn rfc_3986_reference_resolution_examples() {
    check(
        HERE,
        Purpose::Link,
        &[
            ("g", Some("http://a/b/c/g")),
            ("./g", Some("http://a/b/c/g")),
            ("g/", Some("http://a/b/c/g/")),
            ("/g", Some("http://a/g")),
            ("//g", Some("https://g")),
            ("?y", Some("http://a/b/c/d;p?y")),
            ("g?y", Some("http://a/b/c/g?y")),
            ("#s", Some("#s")),
            ("g#s", Some("http://a/b/c/g#s")),
            ("g?y#s", Some("http://a/b/c/g?y#s")),
            (";x", Some("http://a/b/c/;x")),
            ("g;x", Some("http://a/b/c/g;x")),
            ("g;x?y#s", Some("http://a/b/c/g;x?y#s")),
            ("", Some("http://a/b/c/d;p?q")),
            (".", Some("http://a/b/c/")),
            ("./", Some("http://a/b/c/")),
            ("..", Some("http://a/b/")),
            ("../", Some("http://a/b/")),
            ("../g", Some("http://a/b/g")),
            ("../..", Some("http://a/")),
            ("../../", Some("http://a/")),
            ("../../g", Some("http://a/g")),
            ("../../../g", Some("http://a/g")),
            ("../../../../g", Some("http://a/g")),
            ("/./g", Some("http://a/g")),
            ("/../g", Some("http://a/g")),
            ("g.", Some("http://a/b/c/g.")),
            (".g", Some("http://a/b/c/.g")),
            ("g..", Some("http://a/b/c/g..")),
            ("..g", Some("http://a/b/c/..g")),
            ("./../g", Some("http://a/b/g")),
            ("./g/.", Some("http://a/b/c/g/")),
            ("g/./h", Some("http://a/b/c/g/h")),
            ("g/../h", Some("http://a/b/c/h")),
            ("g;x=1/./y", Some("http://a/b/c/g;x=1/y")),
            ("g;x=1/../y", Some("http://a/b/c/y")),
            ("g?y/./x", Some("http://a/b/c/g?y/./x")),
            ("g?y/../x", Some("http://a/b/c/g?y/../x")),
            ("g#s/./x", Some("http://a/b/c/g#s/./x")),
            ("/..//e.com", Some("http://a//e.com")),
        ],
    );
    check(
        Base::At(" https://e.com "),
        Purpose::Image,
        &[
            ("a é.png", Some("https://e.com/a%20%C3%A9.png")),
            ("", Some("https://e.com")),
            ("?x", Some("https://e.com?x")),
        ],
    );
    check(
        Base::At("https://é.com/ü/x?y"),
        Purpose::Link,
        &[("a", Some("https://%C3%A9.com/%C3%BC/a"))],
    );
}

#[track_caller]
fn check_srcset(raw: &str, expected: Option<&str>) {
    assert_eq!(
        srcset(raw, Base::At("https://e.com/p/")).as_deref(),
        expected,
        "{raw:?}"
    );
}

#[test]
fn srcset_candidates_are_cleaned_one_by_one() {
    check_srcset(
        "a.jpg 640w, b.jpg 1280w",
        Some("https://e.com/p/a.jpg 640w, https://e.com/p/b.jpg 1280w"),
    );
    check_srcset(
        "a.jpg, b.jpg 1.5x",
        Some("https://e.com/p/a.jpg, https://e.com/p/b.jpg 1.5x"),
    );
    check_srcset(
        ",, a.jpg ,b.jpg\n2x,",
        Some("https://e.com/p/a.jpg, https://e.com/p/b.jpg 2x"),
    );
    check_srcset(
        "//x/w_300,h_200/a.jpg 1x",
        Some("https://x/w_300,h_200/a.jpg 1x"),
    );
    check_srcset(
        "data:image/png;base64,AA== 1x, b 2x",
        Some("data:image/png;base64,AA== 1x, https://e.com/p/b 2x"),
    );
    check_srcset("javascript:x 1x, b 2x", Some("https://e.com/p/b 2x"));
    check_srcset("javascript:x 1x, data:image/svg+xml,x 2x", None);
    check_srcset("a 1x 2w, b 3q, c -1x, d w, e .x, f 99999999999w", None);
    check_srcset("a 1x\" onerror=x", None);
    check_srcset("a calc(1x, 2x), b 1x", Some("https://e.com/p/b 1x"));
    check_srcset(
        "https://e.com/,\u{1} 2x, \u{1},b 1x",
        Some("https://e.com/p/,b 1x"),
    );
    check_srcset(" , ,, ", None);
    check_srcset("", None);
    assert_eq!(srcset("\u{1},b 1x, c", Base::Keep).as_deref(), Some("c"));
    assert_eq!(srcset("c", Base::Drop), None);
}

#[test]
fn long_urls_take_linear_time() {
    let n = 200_000;
    for raw in [
        "../".repeat(n),
        "a/../".repeat(n),
        "/".repeat(n),
        ":".repeat(n),
        "%".repeat(n),
        "\u{e9}".repeat(n),
    ] {
        let _ = clean(&raw, HERE, Purpose::Link);
        let _ = clean(&format!("https://e.com/{raw}"), HERE, Purpose::Link);
    }
    for raw in [
        ",".repeat(n),
        "a,".repeat(n),
        "a 1x,".repeat(n),
        "a 1".repeat(n),
        "(".repeat(n),
    ] {
        let _ = srcset(&raw, HERE);
    }
}

#[test]
fn from_disk_relative_addresses_stay_on_it_and_roots_are_refused() {
    let base = Base::At("file:///home/a%20b/blog/posts.json");
    for (raw, expected) in [
        ("images/x.png", Some("file:///home/a%20b/blog/images/x.png")),
        ("../x y.png?z", Some("file:///home/a%20b/x%20y.png?z")),
        ("https://example.com/x", Some("https://example.com/x")),
        ("//example.com/x", Some("https://example.com/x")),
        ("/etc/passwd", None),
        ("\\etc\\passwd", None),
        ("file:///etc/passwd", None),
        ("C:/x.png", None),
        // Four slashes name another machine on some systems.
        ("../../..//host/x.png", None),
        ("../../../..//host/x.png", None),
        ("..//x.png", Some("file:///home/a%20b//x.png")),
    ] {
        for purpose in [Purpose::Link, Purpose::Image] {
            assert_eq!(clean(raw, base, purpose).as_deref(), expected, "{raw:?}");
        }
    }
    // Another machine's disk is none of ours.
    let elsewhere = Base::At("file://host/share/posts.json");
    assert_eq!(clean("x.png", elsewhere, Purpose::Image), None);
}
