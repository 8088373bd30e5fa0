//! The command line, run as its users run it.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;
use tempfile::TempDir;

/// What a run left behind.
struct Run {
    code: i32,
    out: String,
    err: String,
}

fn run(folder: &Path, args: &[&str]) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_liseuse-bundle"))
        .args(args)
        .current_dir(folder)
        .output()
        .expect("the command starts");
    Run {
        code: output.status.code().expect("it is not killed"),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// Builds `posts` and gives the bundle.
fn build(files: &[(&str, &str)], args: &[&str]) -> (Value, Run) {
    let folder = folder(files);
    let run = run(
        folder.path(),
        &[&["build", "posts", "-o", "posts.json"], args].concat(),
    );
    let path = folder.path().join("posts.json");
    let bundle = if path.exists() {
        json(&path)
    } else {
        Value::Null
    };
    if bundle != Value::Null {
        let check = self::run(folder.path(), &["check", "posts.json"]);
        assert_eq!(check.err, "", "what is built is clean");
        assert_eq!(check.code, 0);
    }
    (bundle, run)
}

/// One line a post: the values at these paths.
fn lines(bundle: &Value, pointers: &[&str]) -> Vec<String> {
    let value = |item: &Value, pointer: &str| match item.pointer(pointer) {
        None => String::from("-"),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    };
    let line = |item| {
        pointers
            .iter()
            .map(|p| value(item, p))
            .collect::<Vec<_>>()
            .join(" ")
    };
    bundle["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(line)
        .collect()
}

/// One file: its item's fields, and the lines on standard error.
fn check(name: &str, text: &str, pointers: &[&str], expected: &[&str], problems: &[&str]) {
    let (bundle, run) = build(&[(&format!("posts/{name}"), text)], &["--language", "en"]);
    let found = if bundle == Value::Null {
        Vec::new()
    } else {
        lines(&bundle, pointers)
    };
    assert_eq!(found, expected, "{name}: {text:.300}\n{}", run.err);
    let told: Vec<&str> = run.err.lines().collect();
    assert_eq!(told, problems, "{name}: {text:.300}");
    let lost = problems
        .iter()
        .any(|problem| !problem.contains(" warning: "));
    assert_eq!(run.code, i32::from(lost), "{name}: {text:.300}");
}

#[test]
fn front_matter_is_read() {
    let yaml = "---\ntitle: \"Une « idée » : la fin\"\nlang: fr_ca\ntags: [poc, 1.10, 'poc', \" mixed  reality \"]\n\
        slug: idée\ndate: 2019-01-07\ntranslation_key: k\nsummary: Court.\nsummaries: {en: Short., de: Kurz.}\n\
        url: https://example.org/a\nmixed: true\nlayout: post\nparams: {a: [1]}\n---\n\nCorps.\n";
    let toml = "+++\ntitle = \"Une « idée » : la fin\"\nlanguage = \"fr-CA\"\ntags = [\"poc\", 1.10, \"poc\", \" mixed  reality \"]\n\
        id = \"idée\"\ndate = 2019-01-07\ntranslationKey = \"k\"\nsummary = \"Court.\"\nurl = \"https://example.org/a\"\nmixed = true\n\
        weight = 3\n[summaries]\nen = \"Short.\"\nde = \"Kurz.\"\n+++\nCorps.\n";
    let (from_yaml, run) = build(
        &[("posts/a.md", yaml)],
        &["--title", "F", "--home-page-url", "https://example.org/"],
    );
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert_eq!(
        run.out,
        "wrote posts.json: 1 post (fr-CA 1), 1 work, 3 tags, 0.7 KB\n"
    );
    let expected = serde_json::json!({
        "version": "https://jsonfeed.org/version/1.1", "title": "F", "language": "fr-CA",
        "home_page_url": "https://example.org/",
        "items": [{
            "id": "idée", "url": "https://example.org/a", "title": "Une « idée » : la fin", "language": "fr-CA",
            "tags": ["poc", "1.10", "mixed reality"], "summary": "Court.",
            "date_published": "2019-01-07T00:00:00Z", "content_text": "Corps.",
            "_liseuse": {
                "content_type": "text/markdown", "translation_key": "k",
                "summaries": {"de": "Kurz.", "en": "Short."}, "words": 1, "mixed": true,
            },
        }],
        "_liseuse": {"version": 1},
    });
    assert_eq!(from_yaml, expected);
    // The order of keys too, whatever the order in the front matter.
    assert_eq!(from_yaml.to_string(), expected.to_string());
    let (from_toml, _) = build(
        &[("posts/b.md", toml)],
        &["--title", "F", "--home-page-url", "https://example.org/"],
    );
    // TOML has no texts without quotes: 1.10 is a number, and its last zero says nothing.
    assert_eq!(
        from_toml.to_string(),
        from_yaml.to_string().replace("1.10", "1.1")
    );
}

#[test]
fn values_are_taken_as_text() {
    let fields = &["/title", "/tags", "/language", "/id"];
    check(
        "a.md",
        "---\ntitle: 1984\nlang: no\nslug: 007\ntags: [yes, 2016]\n---\nx",
        fields,
        &["1984 [\"yes\",\"2016\"] no 007"],
        &[],
    );
    check(
        "a.md",
        "---\ntitle: A\ntags: a, b ,a\n---\nx",
        fields,
        &["A [\"a\",\"b\"] - a"],
        &[],
    );
    check(
        "a.md",
        "---\ntitle: A\ntags: 2016\n---\nx",
        fields,
        &["A [\"2016\"] - a"],
        &[],
    );
    check(
        "a.md",
        "---\ntitle: A\ntags:\nlang:\n---\nx",
        fields,
        &["A - - a"],
        &[],
    );
    check(
        "a.md",
        "+++\ntitle = 1984\ntags = \"a,b\"\n+++\nx",
        fields,
        &["1984 [\"a\",\"b\"] - a"],
        &[],
    );
    check(
        "a.md",
        "\u{FEFF}---\r\ntitle: A\r\n---\r\nx\r\n",
        fields,
        &["A - - a"],
        &[],
    );
    check(
        "a.MD",
        "---\ntitle: A\ndraft: false\n---\nx",
        fields,
        &["A - - a"],
        &[],
    );
    check(
        "a.markdown",
        "---  \ntitle: \"A\u{202E}\\a\"\n---\t\nx",
        fields,
        &["A - - a"],
        &[],
    );
}

#[test]
fn bodies_are_left_alone() {
    for (text, body) in [
        (
            "---\ntitle: A\n---\n\n \t\n    code\n\n- x  \n\n \n",
            "    code\n\n- x  ",
        ),
        ("---\ntitle: A\n---\nx\r\ny\rz", "x\ny\nz"),
        (
            "---\ntitle: A\n---\n\u{A0}\nx\n\u{A0}\n",
            "\u{A0}\nx\n\u{A0}",
        ),
        ("---\ntitle: A\n---\nx\n---\ny", "x\n---\ny"),
        (
            "---\ntitle: A\n---\n# Not the title\n\nx",
            "# Not the title\n\nx",
        ),
        ("# The *title* #\n\nx", "x"),
    ] {
        let (bundle, _) = build(&[("posts/a.md", text)], &["--language", "en"]);
        assert_eq!(bundle["items"][0]["content_text"], body, "{text:?}");
    }
    check(
        "a.md",
        "# The *title* #\n\nx",
        &["/title"],
        &["The title"],
        &[],
    );
}

#[test]
fn dates_become_rfc_3339() {
    for (written, published, coarse) in [
        ("2019-01-07", "2019-01-07T00:00:00Z", "-"),
        ("2019-01-07T10:20:30Z", "2019-01-07T10:20:30Z", "-"),
        (
            "2019-01-07T10:20:30+01:00",
            "2019-01-07T10:20:30+01:00",
            "-",
        ),
        (
            "2019-01-07 10:20:30 -0530",
            "2019-01-07T10:20:30-05:30",
            "-",
        ),
        ("2019-01-07 10:20:30 UTC", "2019-01-07T10:20:30Z", "-"),
        ("2019-01-07 10:20", "2019-01-07T10:20:00Z", "-"),
        ("2019/01/07", "2019-01-07T00:00:00Z", "-"),
        (
            "Mon, 07 Jan 2019 10:00:00 +0200",
            "2019-01-07T10:00:00+02:00",
            "-",
        ),
        ("2019-03", "2019-03-01T00:00:00Z", "2019-03"),
        ("2019", "2019-01-01T00:00:00Z", "2019"),
    ] {
        let text = format!("---\ntitle: A\ndate: {written}\n---\nx");
        let expected = format!("{published} {coarse}");
        check(
            "a.md",
            &text,
            &["/date_published", "/_liseuse/date"],
            &[&expected],
            &[],
        );
    }
    let text = "---\ntitle: A\ndate: 2019-02-30\n---\nx";
    let told = "posts/a.md:3: warning: `2019-02-30` is not a date (write it like 2019-01-07)";
    check("a.md", text, &["/date_published"], &["-"], &[told]);
    check(
        "2019-01-07-a.md",
        "---\ntitle: A\n---\nx",
        &["/id", "/date_published"],
        &["a 2019-01-07T00:00:00Z"],
        &[],
    );
}

#[test]
fn ids_come_from_file_names() {
    for (name, id) in [
        ("001-mon-test.md", "mon-test"),
        ("2019-01-07-mon-test.md", "mon-test"),
        ("2019-13-07-mon-test.md", "13-07-mon-test"),
        ("022-wpc-2016.md", "wpc-2016"),
        ("2016.md", "2016"),
        ("12-.md", "12-"),
        ("a.fr.md", "a"),
        ("a.pt-br.md", "a"),
        ("a.b.md", "a.b"),
        ("v1.2.md", "v1.2"),
        ("notes.old.md", "notes.old"),
        ("my-post/index.md", "my-post"),
        ("index.md", "index"),
        ("été à Paris.md", "été à Paris"),
    ] {
        check(name, "---\ntitle: A\n---\nx", &["/id"], &[id], &[]);
    }
}

#[test]
fn translations_are_found_by_name() {
    let post = |lang: &str| format!("---\ntitle: T {lang}\n---\nx");
    let plain = post("");
    let p = plain.as_str();
    let keyed = "---\ntitle: T\ntranslation_key: mine\nlang: de\n---\nx";
    let slug = "---\ntitle: T\nslug: same\n---\nx";
    /// Names and texts of files, and a line a post.
    type Case<'a> = (&'a [(&'a str, &'a str)], &'a [&'a str]);
    let cases: &[Case<'_>] = &[
        (
            &[("w.en.md", p), ("w.fr.md", p), ("z.fr.md", p)],
            &["w en w", "w-fr fr w", "z fr -"],
        ),
        (
            &[("en/01-w.md", p), ("fr/01-w.md", p)],
            &["w en w", "w-fr fr w"],
        ),
        (&[("w.md", p), ("w.fr-CA.md", p)], &["w fr-CA w", "w-2 - w"]),
        (
            &[("a/w.en.md", p), ("b/w.fr.md", p)],
            &["w en -", "w-fr fr -"],
        ),
        (
            &[("a/w/index.en.md", p), ("a/w/index.fr.md", p)],
            &["w en a/w", "w-fr fr a/w"],
        ),
        (
            &[("w.fr.md", p), ("w.nn.md", keyed)],
            &["w fr mine", "w-de de mine"],
        ),
        (
            &[("a.en.md", slug), ("b.fr.md", slug), ("same.md", p)],
            &["same en -", "same-fr fr -", "same-2 - -"],
        ),
        (&[("my-post/a.md", p), ("go/b.md", p)], &["b - -", "a - -"]),
    ];
    for (files, expected) in cases {
        let named: Vec<(String, &str)> = files
            .iter()
            .map(|(name, text)| (format!("posts/{name}"), *text))
            .collect();
        let files: Vec<(&str, &str)> = named
            .iter()
            .map(|(name, text)| (name.as_str(), *text))
            .collect();
        let (bundle, _) = build_unchecked(&files);
        let mut found = lines(&bundle, &["/id", "/language", "/_liseuse/translation_key"]);
        let mut wanted: Vec<String> = expected.iter().map(ToString::to_string).collect();
        found.sort();
        wanted.sort();
        assert_eq!(found, wanted, "{files:?}");
    }

    let both = folder(&[("en/a.md", &post("en")), ("fr/a.md", &post("fr"))]);
    let run = run(both.path(), &["build", "fr", "en", "--quiet"]);
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (0, "", ""));
    let found = lines(
        &json(&both.path().join("posts.json")),
        &["/id", "/language", "/_liseuse/translation_key"],
    );
    assert_eq!(found, ["a fr a", "a-en en a"]);
}

/// The same without a second look: for folders whose posts lack a language.
fn build_unchecked(files: &[(&str, &str)]) -> (Value, Run) {
    let folder = folder(files);
    let run = run(folder.path(), &["build", "posts", "-o", "posts.json"]);
    (json(&folder.path().join("posts.json")), run)
}

#[test]
fn the_order_is_by_date_and_then_by_file() {
    let dated = |date: &str| format!("---\ntitle: A\ndate: {date}\n---\nx");
    let (old, new, late) = (
        dated("2018-12-31"),
        dated("2019-01-07T23:00:00-05:00"),
        dated("2019-01-08T01:00:00Z"),
    );
    let plain = "---\ntitle: A\n---\nx";
    let files = [
        ("posts/10-b.md", plain),
        ("posts/02-a.md", plain),
        ("posts/c.md", old.as_str()),
        ("posts/d.md", late.as_str()),
        ("posts/e.md", new.as_str()),
    ];
    let (bundle, _) = build(&files, &["--language", "en"]);
    assert_eq!(lines(&bundle, &["/id"]), ["e", "d", "c", "a", "b"]);
}

#[test]
fn the_language_of_the_feed_is_the_most_frequent() {
    let files = [
        ("posts/a.fr.md", "# A\nx"),
        ("posts/b.en.md", "# B\nx"),
        ("posts/c.fr.md", "# C\nx"),
        ("posts/d.md", "# D\nx"),
    ];
    assert_eq!(build(&files, &[]).0["language"], "fr");
    assert_eq!(
        build(&files, &["--language", "EN_gb"]).0["language"],
        "en-GB"
    );
    assert_eq!(build(&files, &[]).0["title"], "posts");
}

#[test]
fn summaries_are_made_of_the_first_sentences() {
    let words = "mot ".repeat(100);
    let sentence = format!("{} fini. {}", "mot ".repeat(35).trim_end(), words);
    let long = format!("{}…", "mot ".repeat(50).trim_end());
    let first = format!("{} fini.", "mot ".repeat(35).trim_end());
    for (body, expected) in [
        (
            "Un *mot* et [un lien](https://example.org/).\n\n- liste\n",
            "Un mot et un lien. liste",
        ),
        (words.as_str(), long.as_str()),
        (sentence.as_str(), first.as_str()),
        (&"字".repeat(300), &format!("{}…", "字".repeat(200))),
    ] {
        check(
            "a.md",
            &format!("---\ntitle: A\n---\n{body}"),
            &["/summary"],
            &[expected],
            &[],
        );
    }
}

#[test]
fn bad_files_are_named_and_the_others_go_in() {
    let remedy = "put it right; quotes around a value often help";
    let unread = "the front matter cannot be read";
    for (text, line, what) in [
        (
            "---\ntitle: a: b\n---\nx",
            2,
            "mapping values are not allowed in this context",
        ),
        (
            "---\nlang: fr\ntitle: [a]\n---\nx",
            3,
            "expected string scalar",
        ),
        (
            "---\ntitle: a\ntitle: b\n---\nx",
            3,
            "duplicate mapping key: title",
        ),
        ("---\ntitle: A\ndraft: maybe\n---\nx", 3, "invalid boolean"),
        ("---\n- a\n---\nx", 2, "expected mapping start"),
        (
            "+++\ntitle = \"a\"\nx = \n+++\nx",
            3,
            "string values must be quoted, expected literal string",
        ),
    ] {
        let told = format!("posts/bad.md:{line}: {unread}: {what} ({remedy})");
        check("bad.md", text, &[], &[], &[&told, NOTHING]);
    }
    for (text, told) in [
        (
            "---\ntitle: a\n",
            "posts/bad.md:1: the front matter that begins here has no end (close it with a line like the first one)",
        ),
        (
            "---\ntitle: a\n---\n\n",
            "posts/bad.md:5: the post has no text (write one, or mark it as a draft)",
        ),
        (
            &format!("---\ntitle: a\n---\n{}", "x".repeat((1 << 20) + 1)),
            "posts/bad.md:4: the text has more than 1 MB (split it into several posts)",
        ),
    ] {
        check("bad.md", text, &[], &[], &[told, NOTHING]);
    }

    let folder = folder(&[
        ("posts/good.md", "# G\nx"),
        ("posts/bad.md", "---\nx"),
        ("posts/draft.md", "---\ndraft: true\n---\n"),
        ("posts/README.md", "# Notes\nx"),
    ]);
    fs::write(folder.path().join("posts/bytes.md"), b"# B\n\nline\n\xE9").unwrap();
    let run = run(
        folder.path(),
        &["build", "posts", "nowhere", "--language", "en"],
    );
    assert_eq!(run.code, 1);
    assert_eq!(
        run.err.lines().collect::<Vec<_>>(),
        [
            "nowhere: cannot open the folder: no such file or directory (check the path)",
            "posts/bad.md:1: the front matter that begins here has no end (close it with a line like the first one)",
            "posts/bytes.md:4: the file is not UTF-8 here (save it as UTF-8)",
        ]
    );
    assert_eq!(
        lines(&json(&folder.path().join("posts.json")), &["/id"]),
        ["good"]
    );
}

const NOTHING: &str = "posts: there is no post to put into the bundle, and none was written (put the files right, or name another folder)";

#[test]
fn slips_are_told_and_put_right() {
    let text = "---\nlang: english\nurl: /a\nsummaries: {french: x}\n---\nx";
    check(
        "my-post.md",
        text,
        &["/title", "/language", "/url", "/_liseuse/summaries"],
        &["my post - - -"],
        &[
            "posts/my-post.md:2: warning: `english` is not a language tag (write a BCP 47 tag such as `en` or `fr-CA`)",
            "posts/my-post.md:3: warning: `/a` is not an absolute http or https address (write the whole address)",
            "posts/my-post.md:4: warning: `french` is not a language tag (write a BCP 47 tag such as `en` or `fr-CA`)",
            "posts/my-post.md:1: warning: the post has no title (add `title:` to the front matter)",
        ],
    );
}

#[test]
fn two_posts_of_one_language_cannot_share_a_key() {
    let post = "---\ntitle: T\nlang: fr\ntranslation_key: k\n---\nx";
    let (_, run) = build_unchecked(&[("posts/a.md", post), ("posts/b.md", post)]);
    assert_eq!(
        run.err,
        "posts/b.md:1: warning: `k` has a post in `fr` already (the post stands alone; give it another key or language)\n"
    );
    assert_eq!(run.code, 0);
}

#[test]
fn nothing_is_half_written() {
    let folder = folder(&[
        ("posts/a.fr.md", "# A\nx"),
        ("empty/.keep", ""),
        ("bad/a.md", "---\n"),
        ("out/posts.json", "old"),
    ]);
    let at = folder.path();
    for (args, told) in [
        (
            &["build", "empty", "-o", "out/posts.json"][..],
            "empty: there is no Markdown file here (name a folder with .md files)",
        ),
        (
            &["build", "bad", "-o", "out/posts.json"],
            "bad/a.md:1: the front matter that begins here has no end (close it with a line like the first one)",
        ),
        (
            &["build", "posts", "-o", "nowhere/posts.json"],
            "nowhere/posts.json: the folder nowhere does not exist (make it first)",
        ),
        (
            &["build", "posts", "-o", "out"],
            "out: this is a folder (name a file in it)",
        ),
    ] {
        let run = run(at, args);
        assert_eq!(run.code, 1, "{args:?}");
        assert_eq!(run.err.lines().next(), Some(told), "{args:?}");
        assert_eq!(run.out, "", "{args:?}");
    }
    assert_eq!(
        fs::read_to_string(at.join("out/posts.json")).unwrap(),
        "old"
    );
    assert_eq!(run(at, &["build", "posts", "-o", "out/posts.json"]).code, 0);
    assert_eq!(json(&at.join("out/posts.json"))["items"][0]["id"], "a");
    let left: Vec<_> = fs::read_dir(at.join("out"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(left, ["posts.json"], "no temporary file stays");
}

#[cfg(unix)]
#[test]
fn links_are_not_followed_and_permissions_are_kept() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = folder(&[("posts/a.fr.md", "# A\nx"), ("secret.md", "# S\nsecret")]);
    let at = folder.path();
    symlink("../secret.md", at.join("posts/b.md")).unwrap();
    symlink(".", at.join("posts/loop")).unwrap();
    let first = run(at, &["build", "posts"]);
    assert_eq!(
        (first.code, first.err.as_str()),
        (
            0,
            "posts/b.md: warning: this is a symbolic link, and links are not followed (put the file itself here)\n"
        )
    );
    let bundle = at.join("posts.json");
    assert_eq!(json(&bundle)["items"].as_array().unwrap().len(), 1);
    let mode = || fs::metadata(&bundle).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode() & 0o444, 0o444, "a web server can read it");
    fs::set_permissions(&bundle, fs::Permissions::from_mode(0o640)).unwrap();
    run(at, &["build", "posts"]);
    assert_eq!(mode(), 0o640);
}

#[test]
fn usage_errors_are_told_apart() {
    let folder = folder(&[("posts/a.md", "# A\nx")]);
    for (args, code) in [
        (&[][..], 2),
        (&["build"], 2),
        (&["build", "posts", "--splits"], 2),
        (&["build", "posts", "--language", "english"], 2),
        (&["build", "posts", "--home-page-url", "example.org"], 2),
        (&["check"], 2),
        (&["import"], 2),
        (&["--help"], 0),
        (&["build", "--help"], 0),
        (&["--version"], 0),
        (&["check", "nowhere.json"], 1),
        (&["check", "posts"], 1),
        (&["render", "nowhere.md"], 1),
    ] {
        let run = run(folder.path(), args);
        assert_eq!(run.code, code, "{args:?}\n{}", run.err);
        assert_eq!(run.err.is_empty(), code == 0, "{args:?}");
    }
}

#[test]
fn check_lists_every_problem() {
    let feed = r#"{"version":"https://jsonfeed.org/version/1.1","title":"F","items":[
        {"id":"a","title":7,"content_text":"x","authors":[]},
        {"title":"T","content_text":"x"},
        {"id":"c","content_text":"x","_liseuse":{"mixed":"yes","wrods":3}}],
        "_liseuse":{"version":1,"alignments":[{"translation_key":"k","languages":["en"],"beads":[[[0],[-1]]]}]}}"#;
    let folder = folder(&[
        ("b.json", feed),
        ("page.json", "<!doctype html>"),
        ("new.json", r#"{"items":[],"_liseuse":{"version":9}}"#),
    ]);
    let told = run(folder.path(), &["check", "b.json"]);
    let lines: Vec<&str> = told
        .err
        .lines()
        .map(|line| line.split(" (").next().unwrap())
        .collect();
    assert_eq!(
        lines,
        [
            "b.json:items[0].title: warning: this is a number, not a text",
            "b.json:items[1].id: this item has no id",
            "b.json:items[2]._liseuse: warning: `wrods` means nothing here",
            "b.json:items[2].title: warning: there is no title",
            "b.json:items[2]._liseuse.mixed: warning: this is a text, not true or false",
            "b.json:language: warning: 2 posts have no language",
            "b.json:_liseuse.alignments[0]: warning: this is no alignment of two languages with each block once, in order",
        ]
    );
    assert_eq!(told.code, 1);
    assert_eq!(
        told.out,
        "b.json: 2 posts (und 2), 2 works, 0 tags, 0.4 KB\n"
    );

    let report = run(folder.path(), &["check", "b.json", "--json"]);
    let value: Value = serde_json::from_str(&report.out).unwrap();
    assert_eq!((report.code, report.err.as_str()), (1, ""));
    assert_eq!(
        (&value["items"], &value["errors"], &value["warnings"]),
        (&2.into(), &1.into(), &6.into())
    );
    assert_eq!(value["problems"][1]["place"], "items[1].id");

    for (file, told) in [
        (
            "page.json",
            "page.json: the bundle is not JSON: it looks like a web page; check the address of the bundle (build the bundle again with `liseuse-bundle build`)\n",
        ),
        (
            "new.json",
            "new.json: the bundle has format version 9, and this reader knows version 1 (update Liseuse on this page to the version that made the bundle)\n",
        ),
    ] {
        let run = run(folder.path(), &["check", file]);
        assert_eq!((run.code, run.err.as_str()), (1, told));
    }
}

#[test]
fn the_fixtures_keep_to_the_schema() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/bundles");
    for file in ["v1/posts.json", "plain-1.0.json"] {
        let run = run(&fixtures, &["check", file]);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{file}");
    }
}

/// The 47 posts of the project's corpus, which lives beside the repository.
fn corpus() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/blog");
    let path = std::env::var_os("LISEUSE_BLOG").map_or(beside, PathBuf::from);
    if path.join("truth.json").is_file() {
        return Some(path);
    }
    eprintln!(
        "SKIPPED: no corpus at {}; set LISEUSE_BLOG to its folder",
        path.display()
    );
    None
}

#[test]
fn the_corpus_goes_in_whole() {
    let Some(corpus) = corpus() else { return };
    let folder = tempfile::tempdir().unwrap();
    let posts = corpus.join("posts").canonicalize().unwrap();
    let posts = posts.to_str().unwrap();
    let at = folder.path();
    for name in ["one.json", "two.json"] {
        let run = run(at, &["build", posts, "-o", name]);
        assert_eq!((run.code, run.err.as_str()), (0, ""));
        assert!(
            run.out.contains("47 posts (en 32, fr 15), 43 works, "),
            "{}",
            run.out
        );
    }
    assert_eq!(
        fs::read(at.join("one.json")).unwrap(),
        fs::read(at.join("two.json")).unwrap()
    );
    let check = run(at, &["check", "one.json"]);
    assert_eq!((check.code, check.err.as_str()), (0, ""));

    let truth = json(&corpus.join("truth.json"));
    let bundle = json(&at.join("one.json"));
    let (truth, items) = (
        truth["posts"].as_array().unwrap(),
        bundle["items"].as_array().unwrap(),
    );
    assert_eq!((truth.len(), items.len()), (47, 47));
    for (post, item) in truth.iter().zip(items) {
        let id = &post["id"];
        assert_eq!(&item["id"], id);
        assert_eq!(item["title"], post["title"], "{id}");
        assert_eq!(item["language"], post["lang"], "{id}");
        assert_eq!(
            item["_liseuse"]["translation_key"], post["translation_key"],
            "{id}"
        );
        assert_eq!(
            item["_liseuse"]["mixed"] == true,
            post["mixed"] == true,
            "{id}"
        );
        let body = item["content_text"].as_str().unwrap();
        assert_eq!(post["chars"], body.chars().count(), "{id}");
        let file = fs::read_to_string(corpus.join(post["file"].as_str().unwrap())).unwrap();
        assert!(file.contains(body), "{id}");
        let tags: Vec<&str> = item["tags"]
            .as_array()
            .unwrap()
            .iter()
            .map(|tag| tag.as_str().unwrap())
            .collect();
        assert!(
            file.contains(&format!("\ntags: [{}]\n", tags.join(", "))),
            "{id}: {tags:?}"
        );
        let summary = item["summary"].as_str().unwrap().chars().count();
        assert!((60..=225).contains(&summary), "{id}: {summary}");
    }
}
