//! Posts in an index, and what queries find in them.

use std::time::Instant;

use liseuse::search::{Hit, Index, Snippet, snippet, title_marks};

use crate::corpus;

mod disk;
mod made;
mod quality;
mod written;

use made::{Chance, Post};
use quality::{KINDS, Kind};

fn index(posts: &[(&str, &str, &str, &str)]) -> Index {
    let mut index = Index::new();
    for (number, (language, title, tags, body)) in (0..).zip(posts) {
        index.add(number, language, title, tags, body);
    }
    while !index.finish(7) {}
    index
}

fn found(index: &Index, query: &str) -> Vec<u32> {
    index
        .search(query, 100)
        .iter()
        .map(|hit| hit.post)
        .collect()
}

/// Whether a query finds a text of a language.
#[track_caller]
fn check(language: &str, text: &str, query: &str, is_found: bool) {
    let index = index(&[(language, "", "", text)]);
    assert_eq!(
        !found(&index, query).is_empty(),
        is_found,
        "{query:?} in {text:?}"
    );
}

/// Whether a word of the query may be a mistake, and the post only holds one that is like it.
fn is_guess(hit: &Hit) -> bool {
    hit.score >> 28 < 2
}

/// The text of a snippet in pieces, and whether each is one of the query's words.
fn pieces(snippet: &Snippet) -> Vec<(&str, bool)> {
    let mut pieces = Vec::new();
    let mut at = 0;
    for (start, end) in &snippet.marks {
        let (start, end) = (*start as usize, *end as usize);
        pieces.push((&snippet.text[at..start], false));
        pieces.push((&snippet.text[start..end], true));
        at = end;
    }
    pieces.push((&snippet.text[at..], false));
    pieces
}

/// Whether a query finds a text as it is typed, and not because it may be a mistake.
#[track_caller]
fn same(text: &str, query: &str) {
    let index = index(&[("und", "", "", text)]);
    let hits = index.search(query, 9);
    assert!(
        hits.len() == 1 && !is_guess(&hits[0]),
        "{query:?} in {text:?}: {hits:?}"
    );
}

#[test]
fn texts_and_queries_are_folded_alike() {
    for words in [
        "Été ete ÉTÉ été E\u{301}te\u{301} e\u{301}t\u{E9}",
        "cœur coeur CŒUR",
        "æther aether Æther",
        "Straße strasse STRASSE STRAẞE",
        "naïve naive nai\u{308}ve",
        "garçon garcon garc\u{327}on",
        "Łódź lodz",
        "smørrebrød smorrebrod",
        "Ångström angstrom A\u{30A}ngstro\u{308}m",
        "ﬁnance finance",
        "Việt viet Vie\u{323}\u{302}t",
        "co\u{AD}opération coopération cooperation",
        "ＷＩＤＥ wide",
        "Ёлка елка ёлка",
        "Йод йод И\u{306}од",
        "Ὀδυσσεύς οδυσσευς ΟΔΥΣΣΕΥΣ Οδυσσεύς",
        "مُحَمَّد محمد",
        "أحمد احمد",
        "\u{5E9}\u{5B8}\u{5C1}\u{5DC}\u{5D5}\u{5B9}\u{5DD} \u{5E9}\u{5DC}\u{5D5}\u{5DD} \u{5E9}\u{5DC}\u{5D5}\u{5DE}",
        "ملك ملك",
        "한국어 \u{1112}\u{1161}\u{11AB}\u{1100}\u{116E}\u{11A8}\u{110B}\u{1165}",
        "がんばる か\u{3099}んばる",
        "٣٤ 34",
    ] {
        let words: Vec<&str> = words.split(' ').collect();
        for text in &words {
            for query in &words {
                same(text, query);
                same(&format!("x {text}. y"), query);
            }
        }
    }
}

#[test]
fn what_is_joined_is_found_by_its_parts_and_as_a_whole() {
    for (text, queries) in [
        ("l’été", "été, l’été, l'été, L'ETE, ete"),
        ("qu’il jusqu’à", "il, qu'il, jusqu, jusqu'a, jusqu’à il"),
        (
            "aujourd’hui",
            "aujourd'hui, aujourdhui, aujourd, AUJOURD’HUI",
        ),
        (
            "John’s o'clock don't",
            "john, john's, oclock, o'clock, clock, dont, don’t",
        ),
        ("dell’arte", "arte, dell'arte, dellarte"),
        (
            "porte-monnaie",
            "porte, monnaie, portemonnaie, porte-monnaie, porte monnaie, monnaie-porte",
        ),
        ("portemonnaie", "porte-monnaie, portemonnaie"),
        ("porte monnaie", "porte-monnaie"),
        ("e-mail", "email, e-mail, mail"),
        (
            "snake_case_name",
            "snake_case_name, snake, case, name, snakecasename",
        ),
        ("snake\\_case", "snake_case, case"),
        (
            "camelCase HTTPServer utf8",
            "camel, case, camelCase, camelcase, httpserver, utf8",
        ),
        ("GitHub", "github, GitHub, hub, Github"),
        ("github", "GitHub"),
        ("B2B 3D", "b2b, 3d"),
        (
            "Write to me@example.org about 3.14 or v1.95.0",
            "me@example.org, example, 3.14, 1.95",
        ),
        ("2024-05-01", "2024-05-01, 2024, 05"),
    ] {
        for query in queries.split(", ") {
            same(text, query);
        }
    }
    for (text, query) in [
        ("l’été", "l"),
        ("aujourd’hui", "hui"),
        ("porte", "porte-monnaie"),
    ] {
        // The last word may go on; with a space behind it, it does not.
        check("und", text, &format!("{query} "), false);
    }
}

#[test]
fn scripts_without_spaces_are_found_in_pieces() {
    for (text, queries) in [
        (
            "我爱北京天安门",
            "北京, 天安门, 京, 门, 我爱北京天安门, 北京 天安",
        ),
        ("東京都に住む", "東京, 京都, に, 住む"),
        ("สวัสดีชาวโลก", "สวัสดี, ชาว, โลก"),
        ("안녕하세요 세계", "안녕, 세계, 하세요"),
        ("Rust入門", "rust, 入門, Rust入門, rust 入"),
    ] {
        for query in queries.split(", ") {
            same(text, query);
        }
    }
    check("zh", "我爱北京", "上海", false);
    check("zh", "北方 京城", "北京", false);
}

#[test]
fn what_no_reader_sees_is_not_found() {
    for (source, shown, hidden) in [
        ("[text](https://example.org/hidden 'x')", "text", "hidden"),
        ("![picture](hidden.png)after", "picture after", "hidden"),
        ("a [b](x(hidden)y) c", "a b c", "hidden"),
        ("[b]: https://hidden.org/page\nmore", "b more", "hidden"),
        (
            "<a href=\"/hidden\" title='hidden'>link</a>",
            "link",
            "hidden",
        ),
        (
            "caf&eacute; &amp; th&#233; &#x153;uf",
            "café thé œuf",
            "amp",
        ),
        (
            "l&rsquo;&eacute;t&eacute; aujourd&#39;hui",
            "été aujourd'hui",
            "rsquo",
        ),
        ("one<!-- hidden -->two", "one two", "hidden"),
        (
            "<p>one</p><script>let hidden = '<p>';</script>two",
            "one two",
            "hidden",
        ),
        ("text <style>.hidden{}</style> more", "text more", "hidden"),
        (
            "```hidden\ncode_here\n```\nafter",
            "code_here after",
            "hidden",
        ),
        (
            "a\n\n~~~ hidden\nVec<String>\n~~~\n<b class=\"hidden\">after</b>",
            "string after",
            "hidden",
        ),
    ] {
        check("und", source, shown, true);
        check("und", source, hidden, false);
    }
    // What only looks like it is shown.
    for (source, shown) in [
        ("if a <b then c", "if a b then c"),
        (
            "`Vec<String>` and `<div class=\"box\">`",
            "vec string and div class box",
        ),
        ("```\n<div class=\"box\">\n```", "div class box"),
        ("array[i](words here)", "here"),
        ("[note]: this is text", "this is text"),
        ("<https://example.org/page>", "example page"),
        ("<me@example.org>", "me example"),
        ("5 < 6 and 7 > 2", "5 6 and 7 2"),
        ("a <!-- never closed", "never closed"),
        ("AT&T", "at t"),
        ("fish & chips", "fish chips"),
        ("<script>never closed", "never closed"),
    ] {
        check("und", source, shown, true);
    }
}

#[test]
fn other_forms_are_found_in_french_and_english() {
    for (language, text, query) in [
        ("en", "the connection", "connected "),
        ("en", "running fast", "runs "),
        ("en", "happy days", "happiness "),
        ("en-GB", "libraries", "library "),
        ("fr", "développer", "développement "),
        ("fr", "un cheval", "chevaux "),
        ("fr", "elle travaillait", "travailler "),
        ("fr-CA", "nationales", "national "),
        ("fr", "développés", "developpe "),
    ] {
        check(language, text, query, true);
        let index = index(&[(language, "", "", text)]);
        assert_eq!(found(&index, query), [0], "{query}");
    }
    check("de", "the connection", "connected ", false);
    check("fr", "les marchés", "marchandise ", false);
    // Where there is no stemmer, short endings.
    check("de", "die Bundesländern", "Bundesländer ", true);
    check("it", "biblioteche", "bibliotech ", true);
}

#[test]
fn the_word_itself_comes_before_its_relatives() {
    let posts = [
        ("fr", "Le développeur", "", "des développeuses"),
        ("fr", "Autre", "", "un développement"),
        (
            "fr",
            "Encore",
            "",
            "le développement durable, et le développement",
        ),
        ("fr", "Rien", "", "développer"),
    ];
    let index = index(&posts);
    assert_eq!(found(&index, "développement "), [1, 2, 3, 0]);
    let hits = index.search("développement ", 9);
    assert!(!hits.iter().any(is_guess));
}

#[test]
fn mistakes_are_forgiven_where_nothing_else_is_found() {
    let text = "kubernetes bastion architecture chat";
    for (query, is_found) in [
        ("bastoin", true),
        ("bstion", true),
        ("basttion", true),
        ("gastion", true),
        ("bstoin ", false),
        ("kuberntees", true),
        ("kubrntes", true),
        ("ubernetes", true),
        ("kbrnts ", false),
        ("chta", true),
        ("cha t", false),
        ("cht ", false),
        ("archtectur", true),
        ("architecure bastion", true),
        ("2ouve", false),
    ] {
        check("und", text, query, is_found);
    }
    let posts = [
        ("en", "", "", "clouds and could"),
        ("en", "", "", "the cloud"),
        ("en", "", "", "could"),
    ];
    assert_eq!(found(&index(&posts), "cloud "), [1, 0]);
    let is_guess = |query| is_guess(&index(&posts).search(query, 1)[0]);
    assert!(!is_guess("cloud") && is_guess("clout "));
}

#[test]
fn quotation_marks_keep_words_together() {
    let posts = [
        ("en", "", "", "the state of the art today"),
        ("en", "", "", "the art of the state"),
        (
            "fr",
            "",
            "",
            "un état de l’art à l’été, porte-monnaie rouge",
        ),
        (
            "en",
            "state of",
            "the art",
            "GitHub Actions and github actions",
        ),
    ];
    let index = index(&posts);
    for (query, expected) in [
        ("\"state of the art\"", &[0][..]),
        ("“state of the art”", &[0]),
        ("« état de l'art »", &[2]),
        ("\"etat de art\"", &[2]),
        ("\"porte monnaie rouge\"", &[2]),
        ("\"portemonnaie rouge\"", &[2]),
        ("\"porte-monnaie rouge\"", &[2]),
        ("\"monnaie rouge\"", &[2]),
        ("\"github actions\"", &[3]),
        ("\"GitHub actions\"", &[3]),
        ("\"the art\" state", &[0, 1, 3]),
        ("\"art toda", &[0]),
        ("\"art toda\"", &[]),
        ("\"of the\" \"the state\"", &[0, 1]),
        ("\"state the\"", &[]),
        ("\"\" state", &[0, 1, 3]),
        ("\"the the\"", &[]),
        ("\"github actions and github actions\"", &[3]),
    ] {
        let mut hits = found(&index, query);
        hits.sort_unstable();
        assert_eq!(hits, expected, "{query}");
    }
}

#[test]
fn titles_tags_nearness_and_rare_words_decide() {
    let filler = "word ".repeat(40);
    let near = format!("{filler} green tea {filler}");
    let far = format!("{filler} green {filler} tea {filler}");
    let posts = [
        ("en", "One", "", &*far),
        ("en", "Two", "", &*near),
        ("en", "Three", "tea", &*far),
        ("en", "Green tea", "", "short"),
        (
            "en",
            "A long title about green tea and other things",
            "",
            "short",
        ),
    ];
    assert_eq!(found(&index(&posts), "green tea "), [3, 4, 2, 1, 0]);
    // Equal posts come in the order of their numbers, however they were added.
    let mut index = Index::new();
    for number in [5, 3, 9, 0] {
        index.add(number, "en", "Same", "", "same words");
    }
    while !index.finish(1) {}
    assert_eq!(found(&index, "same"), [0, 3, 5, 9]);
    assert_eq!(index.search("same", 2).len(), 2);
    let odd = index.search_where("same", 9, &|post| post % 2 == 1 && post != 5);
    assert_eq!(odd.iter().map(|hit| hit.post).collect::<Vec<_>>(), [3, 9]);
    // More posts may come later.
    index.add(4, "en", "Same", "", "same words, later");
    assert!(found(&index, "same").is_empty());
    while !index.finish(1_000) {}
    assert_eq!(found(&index, "later"), [4]);
    assert_eq!(found(&index, "same").len(), 5);
}

#[test]
fn words_go_on_while_they_are_typed() {
    let posts = [
        ("en", "", "", "party"),
        ("en", "", "", "partition"),
        ("en", "", "", "part"),
    ];
    let index = index(&posts);
    assert_eq!(found(&index, "part"), [2, 0, 1]);
    assert_eq!(found(&index, "part "), [2]);
    assert_eq!(found(&index, "p").len(), 3);
    let joined = self::index(&[
        ("fr", "Cémique-sa", "", "cémique-sa cémique-sa"),
        ("fr", "", "", "des mots, cémiques, et d’autres"),
    ]);
    assert_eq!(found(&joined, "cemiques"), [1, 0]);
    assert!(found(&index, "").is_empty());
    assert!(found(&index, " ,. ").is_empty());
}

fn blocks(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

#[track_caller]
fn check_snippet(query: &str, language: &str, texts: &[&str], block: u32, expected: &str) {
    let snippet = snippet(query, language, "", &blocks(texts)).unwrap();
    let mut text = String::new();
    for (piece, is_mark) in pieces(&snippet) {
        text.push_str(&if is_mark {
            format!("[{piece}]")
        } else {
            piece.to_owned()
        });
    }
    assert_eq!((snippet.block, &*text), (block, expected), "{query}");
}

#[test]
fn snippets_show_where_the_words_are() {
    let texts = [
        "Nothing here.",
        "The l’été of tea.",
        "Green tea, dried.",
        "",
    ];
    check_snippet("ete", "fr", &texts, 1, "The l’[été] of tea.");
    check_snippet("green tea", "en", &texts, 2, "[Green] [tea], dried.");
    check_snippet("drying ", "en", &texts, 2, "Green tea, [dried].");
    check_snippet("dreid", "en", &texts, 2, "Green tea, [dried].");
    check_snippet("unknownword", "en", &texts, 0, "Nothing here.");
    check_snippet("here", "en", &["", " \n", "x here"], 2, "x [here]");
    check_snippet(
        "monnaie",
        "fr",
        &["un porte-monnaie"],
        0,
        "un porte-[monnaie]",
    );
    check_snippet(
        "porte-monnaie",
        "fr",
        &["un porte-monnaie"],
        0,
        "un [porte-monnaie]",
    );
    check_snippet("京都", "ja", &["東京都に住む"], 0, "東[京都]に住む");
    check_snippet("a\tb", "en", &["a\nb"], 0, "[a] [b]");
    assert_eq!(snippet("x", "en", "", &[]), None);
    assert_eq!(snippet("x", "en", "", &blocks(&["", " "])), None);

    let long = format!(
        "{}Here it starts: the needle is in {}",
        "hay ".repeat(99),
        "straw ".repeat(99)
    );
    let found = snippet("needle", "en", "", &blocks(&[&long])).unwrap();
    let length = found.text.chars().count();
    assert!((100..170).contains(&length), "{length}");
    assert!(
        found.text.starts_with("…") && found.text.ends_with("straw…"),
        "{}",
        found.text
    );
    let (start, end) = found.marks[0];
    assert_eq!(&found.text[start as usize..end as usize], "needle");

    // A word of the title is not guessed at in the text.
    let guess = snippet("cloud", "en", "The cloud", &blocks(&["He could."])).unwrap();
    assert_eq!(guess.marks, []);
    let mark = |query, title| title_marks(query, "en", title);
    assert_eq!(mark("cloud", "The Cloud, clouds"), [(4, 9), (11, 17)]);
    assert_eq!(mark("claud ", "The Cloud"), [(4, 9)]);
    assert_eq!(mark("tea", "The Cloud"), []);
    assert_eq!(mark("ete", "L’été"), [(4, 9)]);
}

/// The marks of a snippet are in order, apart, and at the bounds of characters.
fn assert_whole(snippet: &Snippet) {
    let mut last = 0;
    for (start, end) in &snippet.marks {
        assert!(*start >= last && start < end);
        assert!(snippet.text.get(*start as usize..*end as usize).is_some());
        last = *end;
    }
    let whole: String = pieces(snippet).iter().map(|(piece, _)| *piece).collect();
    assert_eq!(whole, snippet.text);
}

#[test]
fn hostile_texts_and_queries_do_no_harm() {
    let distinct: String = (0..10_000)
        .filter_map(|n| char::from_u32(0x4E00 + n))
        .flat_map(|c| [c, ' '])
        .collect();
    let texts = [
        "a".repeat(1 << 20),
        "é".repeat(1 << 17),
        "a-".repeat(1 << 17),
        "a'".repeat(1 << 17),
        "aB".repeat(1 << 17),
        "](".repeat(1 << 17),
        "<a ".repeat(1 << 16),
        "<!--".repeat(1 << 16),
        "<script>".repeat(1 << 15),
        "&#x".repeat(1 << 16),
        "[x]:".repeat(1 << 16),
        "\n[x]: y".repeat(1 << 15),
        "`".repeat(1 << 18),
        "` a".repeat(1 << 16),
        "\u{301}".repeat(1 << 16),
        "e\u{301}\u{301}".repeat(1 << 14),
        "京".repeat(1 << 16),
        "か\u{3099}".repeat(1 << 15),
        "\u{0}\u{1}\u{7F}\u{80}\u{FFFD}\u{10FFFF}".repeat(1 << 10),
        "\u{200D}\u{202E}\u{AD}".repeat(1 << 14),
        distinct,
        "\u{301}a' -b_ 'c\\_ &eacute; &; &#0; &#xFFFFFFFFF; d\\".to_owned(),
    ];
    for text in &texts {
        let start = Instant::now();
        let mut index = Index::new();
        index.add(0, "fr", text, text, text);
        while !index.finish(100_000) {}
        let start_of: String = text.chars().take(10_000).collect();
        for query in [
            &start_of,
            &format!("\"{start_of}"),
            &format!("{start_of} x"),
        ] {
            assert!(index.search(query, 10).len() < 2);
            for _ in title_marks(query, "en", &start_of) {}
            if let Some(found) = snippet(query, "fr", "", &blocks(&[&start_of])) {
                assert_whole(&found);
            }
        }
        // A test build on a busy machine; what is not linear takes minutes.
        let name: String = text.chars().take(9).collect();
        assert!(
            start.elapsed().as_secs() < 30,
            "{name:?} took {:?}",
            start.elapsed()
        );
    }
    let empty = Index::new();
    assert_eq!(empty.search("a", 10), []);
    let mut empty = Index::new();
    assert!(empty.finish(0) && empty.search("a", 1).is_empty());
}

#[test]
fn chance_texts_never_panic_and_always_give_the_same() {
    const PIECES: &[&str] = &[
        "a",
        "B",
        "é",
        "e\u{301}",
        "l'",
        "’",
        "-",
        "_",
        " ",
        " ",
        "\n",
        "\n\n",
        "<b>",
        "<",
        ">",
        "&amp;",
        "&eacute;",
        "`",
        "```",
        "](x)",
        "[",
        "]:",
        "\\",
        "京",
        "か\u{3099}",
        "\u{AD}",
        "ß",
        "œ",
        "1",
        ".",
        "\"",
        "word",
        "Σας",
        "<!--",
        "-->",
        "<script>",
        "</script>",
        "aB",
    ];
    let mut chance = Chance(3);
    for _ in 0..2_000 {
        let mut text = String::new();
        for _ in 0..chance.below(40) {
            text.push_str(chance.of(PIECES));
        }
        let index = index(&[
            ("fr", &text, "", &text),
            ("en", "", &text, ""),
            ("ja", "", "", &text),
        ]);
        let query: String = text.chars().skip(chance.below(9)).take(12).collect();
        let hits = index.search(&query, 10);
        assert_eq!(hits, index.search(&query, 10));
        if let Some(found) = snippet(&query, "fr", "", &blocks(&[&text])) {
            assert_whole(&found);
        }
    }
}

/// Nearly the time of a post per word, however many there are before it.
#[test]
fn indexes_do_not_depend_on_slices() {
    let posts = made::posts(30, 4);
    let whole = quality::index(&posts);
    let mut sliced = Index::new();
    for (number, post) in (0..).zip(&posts) {
        sliced.add(number, post.language, &post.title, &post.tags, &post.body);
        if number % 7 == 0 {
            sliced.finish(10);
        }
    }
    while !sliced.finish(1) {}
    for kind in KINDS {
        for query in quality::queries(&posts, kind, 20, 6) {
            assert_eq!(
                whole.search(&query, 20),
                sliced.search(&query, 20),
                "{query}"
            );
        }
    }
}

/// The first hit is right; a snippet has a place wherever it is found in the text.
fn assert_good(posts: &[Post], queries: usize) {
    let index = quality::index(posts);
    for kind in KINDS {
        let queries = quality::queries(posts, kind, queries, 7);
        let right = quality::right(&index, posts, kind, &queries);
        let least = match kind {
            Kind::LetterDropped => queries.len() * 95 / 100,
            _ => queries.len(),
        };
        println!("{kind:?}: {right} of {}", queries.len());
        assert!(right >= least, "{kind:?}: {right} of {}", queries.len());
        for query in queries.iter().take(40) {
            for hit in index.search(query, 3) {
                let post = &posts[hit.post as usize];
                let body = quality::shown(post);
                let found = snippet(query, post.language, &post.title, &[body]).unwrap();
                assert_whole(&found);
                let head = format!("{} {}", post.title, post.tags);
                let is_in_head = !title_marks(query, post.language, &head).is_empty();
                assert!(
                    is_in_head || !found.marks.is_empty(),
                    "{query} in {}",
                    post.title
                );
            }
        }
    }
}

#[test]
fn what_is_found_in_made_posts_is_right() {
    assert_good(&made::posts(120, 2), 60);
}

#[test]
fn what_is_found_in_the_guide_is_right() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/www/posts");
    assert_good(&files(folder.as_ref()), 60);
}

#[test]
fn what_is_found_in_the_corpus_is_right() {
    if let Some(posts) = corpus_posts() {
        assert_good(&posts, 60);
    }
}

/// The posts of the corpus, if it is there.
fn corpus_posts() -> Option<Vec<Post>> {
    let bundle = corpus::bundle()?;
    let of = |item: &liseuse::bundle::Item| Post {
        language: if item.language.primary() == "fr" {
            "fr"
        } else {
            "en"
        },
        title: item.title.clone(),
        tags: item.tags.join("\n"),
        body: item.body.clone().unwrap_or_default(),
    };
    Some(bundle.items.iter().map(of).collect())
}

/// The Markdown files of a folder, without their front matter.
fn files(folder: &std::path::Path) -> Vec<Post> {
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    let read = |path: &std::path::PathBuf| {
        let text = std::fs::read_to_string(path).unwrap();
        let (head, body) = text
            .trim_start_matches("---\n")
            .split_once("\n---\n")
            .unwrap_or(("", &text));
        let title = head.lines().find_map(|line| line.strip_prefix("title:"));
        let is_french = path.to_string_lossy().ends_with(".fr.md") || head.contains("lang: fr");
        Post {
            language: if is_french { "fr" } else { "en" },
            title: title
                .unwrap_or_default()
                .trim()
                .trim_matches('"')
                .to_owned(),
            tags: String::new(),
            body: body.to_owned(),
        }
    };
    paths.iter().map(read).collect()
}
