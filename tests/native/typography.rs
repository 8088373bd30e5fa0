//! French punctuation: which spaces are marked, and that no character changes.
//!
//! In the tables `‹…›` is what is kept together with a thin space, `⟦…⟧` with a word space; with no
//! space inside of the brackets the author typed none, and a margin stands for it.

use std::fs;

use liseuse::{
    bundle::Content,
    i18n,
    language::Language,
    markdown::{self, Dialect, Images, NODE_LIMITS, NoLinks, typography, url::Base},
    view::node::{Node, text_of},
};

use crate::{corpus, hostile};

fn render(source: &str, language: &str, dialect: Dialect, content: Content) -> Vec<Node> {
    let language = Language::parse(language).unwrap();
    let options = markdown::Options {
        dialect,
        language: &language,
        strings: i18n::strings("en"),
        prefix: "",
        base: Base::Drop,
        links: &NoLinks,
        images: Images::Load,
        limit: NODE_LIMITS.0,
        is_other: false,
        is_whole: true,
    };
    markdown::render(source, content, &options).nodes.to_vec()
}

/// The text with its marked parts in brackets.
fn shown(nodes: &[Node], out: &mut String) {
    for node in nodes {
        match node {
            Node::Text(text) => out.push_str(text),
            Node::Element(element) => {
                let (open, close) = match element.get("class") {
                    Some("kept after fine" | "kept fine" | "gap fine" | "gap open fine") => {
                        ("‹", "›")
                    }
                    Some("kept after" | "kept" | "gap" | "gap open") => ("⟦", "⟧"),
                    _ => ("", ""),
                };
                out.push_str(open);
                shown(&element.children, out);
                out.push_str(close);
            }
            _ => {}
        }
    }
}

fn check(source: &str, language: &str, expected: &str) {
    let nodes = render(source, language, Dialect::Liseuse, Content::Markdown);
    let mut found = String::new();
    shown(&nodes, &mut found);
    assert_eq!(found, expected, "{source:?} in {language}");
}

#[test]
fn french_spaces_are_marked() {
    for (source, expected) in [
        // A space was typed.
        ("mot ! et", "mot‹ !› et"),
        ("mot ; et", "mot‹ ;› et"),
        ("mot ? Et", "mot‹ ?› Et"),
        ("mot : et", "mot⟦ :⟧ et"),
        ("dit « mot » et", "dit ⟦« ⟧mot⟦ »⟧ et"),
        ("« mot », dit", "⟦« ⟧mot⟦ »⟧, dit"),
        ("mot\n! et", "mot‹\n!› et"),
        ("mot  !", "mot‹  !›"),
        ("mot !", "mot‹ !›"),
        // One that breaks no line.
        ("mot\u{A0}! et", "mot‹\u{A0}!› et"),
        ("mot\u{A0}: et", "mot\u{A0}: et"),
        ("«\u{A0}mot\u{A0}» et", "«\u{A0}mot\u{A0}» et"),
        (
            "mot\u{202F}! «\u{202F}a\u{202F}»",
            "mot\u{202F}! «\u{202F}a\u{202F}»",
        ),
        ("mot&nbsp;! 25&#8239;%", "mot‹\u{A0}!› 25\u{202F}%"),
        // None.
        ("mot! et", "mot‹!› et"),
        ("mot: et", "mot⟦:⟧ et"),
        ("«mot» et", "⟦«⟧mot⟦»⟧ et"),
        ("l’«objet».", "l’⟦«⟧objet⟦»⟧."),
        // Several marks.
        ("quoi ?! Ah !! Oh ???", "quoi‹ ?!› Ah‹ !!› Oh‹ ???›"),
        ("quoi?! ah!!", "quoi‹?!› ah‹!!›"),
        ("quoi ! ? non", "quoi‹ !›‹ ?› non"),
        ("mot… ? et… ! puis...!", "mot…‹ ?› et…‹ !› puis...‹!›"),
        ("« Ah ! » dit", "⟦« ⟧Ah‹ !›⟦ »⟧ dit"),
        ("« Ah !» dit", "⟦« ⟧Ah‹ !›⟦»⟧ dit"),
        (
            "« Les “mots” » et « “a” » !",
            "⟦« ⟧Les “mots”⟦ »⟧ et ⟦« ⟧“a”⟦ »⟧‹ !›",
        ),
        (
            "(vraiment ?) [oui !] « si ? ».",
            "(vraiment‹ ?›) [oui‹ !›] ⟦« ⟧si‹ ?›⟦ »⟧.",
        ),
        ("(?) (!) [!]", "(?) (!) [!]"),
        (
            "etc. ; etc. : oui ?, non !.",
            "etc.‹ ;› etc.⟦ :⟧ oui‹ ?›, non‹ !›.",
        ),
        // The start of a line has nothing to be kept with.
        ("! mot", "! mot"),
        ("mot  \n! suite", "mot\n! suite"),
        ("- ! mot\n- ? mot", "! mot? mot"),
        ("« mot »", "⟦« ⟧mot⟦ »⟧"),
        // Numbers.
        ("10 000 et 1 234 567", "10‹ 0›00 et 1‹ 2›34‹ 5›67"),
        (
            "en 2019 100 mots, 12 12 et 1 0000",
            "en 2019 100 mots, 12 12 et 1 0000",
        ),
        ("25 % de 5 € ou 5 $", "25⟦ %⟧ de 5⟦ €⟧ ou 5⟦ $⟧"),
        ("12 000 €, 25 °C, n° 3", "12‹ 0›00⟦ €⟧, 25⟦ °⟧C, n°⟦ 3⟧"),
        ("mots % et €", "mots % et €"),
        // No punctuation of French.
        ("à 12:30, en 16:9", "à 12:30, en 16:9"),
        ("std::vec, C++ :: et a::b", "std::vec, C++ :: et a::b"),
        ("sourire :-) ;-) :) ;) :D :p", "sourire :-) ;-) :) ;) :D :p"),
        ("voir `a ? b : c` !", "voir a ? b : c‹ !›"),
        (
            "le !important et ?page=2 et a=b?c=d",
            "le !important et ?page=2 et a=b?c=d",
        ),
        (
            "https://example.org/?q=oui : ici",
            "https://example.org/?q=oui⟦ :⟧ ici",
        ),
        ("<https://example.org/a!> !", "https://example.org/a!‹ !›"),
        (
            "[www.example.org/wiki/!](https://example.org)",
            "www.example.org/wiki/!",
        ),
        (
            "http:// et ftp:// et 127.0.0.1:80",
            "http:// et ftp:// et 127.0.0.1:80",
        ),
        ("<kbd>Ctrl ;</kbd> ; <samp>a !</samp>!", "Ctrl ;‹ ;› a !‹!›"),
    ] {
        check(source, "fr", expected);
        check(source, "fr-BE", expected);
    }
}

#[test]
fn marks_and_words_meet_across_elements() {
    for (source, expected) in [
        ("**mot** !", "mot‹ !›"),
        ("**mot**! et *mot*:", "mot‹!› et mot⟦:⟧"),
        (
            "***mot*** ? [lien](https://example.org) ; ~~a~~ : b",
            "mot‹ ?› lien‹ ;› a⟦ :⟧ b",
        ),
        ("`x` ! et `x`: y", "x‹ !› et x⟦:⟧ y"),
        ("« **mot** » et «**mot**»", "⟦« ⟧mot⟦ »⟧ et ⟦«⟧mot⟦»⟧"),
        ("« [lien](https://example.org) »", "⟦« ⟧lien⟦ »⟧"),
        ("25 **%** et **25** %", "25 % et 25⟦ %⟧"),
        ("**10** 000", "10‹ 0›00"),
        ("mot **!** et", "mot ! et"),
        // A block ends a line.
        ("mot\n\n! suite", "mot! suite"),
        ("# Pourquoi ?\n\nParce que !", "Pourquoi‹ ?›Parce que‹ !›"),
        (
            "> mot : oui\n\n| a ! |\n|---|\n| b ? |",
            "mot⟦ :⟧ ouia‹ !›b‹ ?›",
        ),
    ] {
        check(source, "fr", expected);
    }
}

#[test]
fn every_country_has_its_custom_and_other_languages_none() {
    let source = "«a» « b » : c: d ; e! f ?";
    for (language, expected) in [
        ("fr", "⟦«⟧a⟦»⟧ ⟦« ⟧b⟦ »⟧⟦ :⟧ c⟦:⟧ d‹ ;› e‹!› f‹ ?›"),
        ("fr-FR", "⟦«⟧a⟦»⟧ ⟦« ⟧b⟦ »⟧⟦ :⟧ c⟦:⟧ d‹ ;› e‹!› f‹ ?›"),
        ("fr-CA", "⟦«⟧a⟦»⟧ ⟦« ⟧b⟦ »⟧⟦ :⟧ c⟦:⟧ d‹ ;› e! f‹ ?›"),
        ("fr-CH", "‹«›a‹»› ‹« ›b‹ »›‹ :› c‹:› d‹ ;› e‹!› f‹ ?›"),
        ("en", source),
        ("de", source),
        ("es", source),
        ("frr", source),
        ("fro", source),
        ("und", source),
    ] {
        check(source, language, expected);
        let mut line = String::new();
        shown(
            &typography::line(source, &Language::parse(language).unwrap()),
            &mut line,
        );
        assert_eq!(line, expected, "a line in {language}");
    }
}

#[test]
fn an_element_speaks_its_own_language() {
    check(
        "un <span lang=\"en\">what ?</span> ! et",
        "fr",
        "un what ?‹ !› et",
    );
    check(
        "a word ? <em lang=\"fr\">mot ? <b lang=\"en\">no : no</b> « a »</em> : b",
        "en",
        "a word ? mot‹ ?› no : no ⟦« ⟧a⟦ »⟧ : b",
    );
    check("<div lang=\"fr\">mot !</div>", "en", "mot‹ !›");
}

#[test]
fn footnotes_speak_the_posts_language() {
    let nodes = render(
        "mot[^a] ! et[^b]: ici\n\n[^a]: une note ?\n[^b]: deux",
        "fr",
        Dialect::Liseuse,
        Content::Markdown,
    );
    let mut found = String::new();
    shown(&nodes, &mut found);
    assert!(found.starts_with("mot1‹ !› et2⟦:⟧ ici"), "{found}");
    assert!(found.contains("une note‹ ?›"), "{found}");
}

#[test]
fn code_is_left_alone() {
    for source in [
        "    code : a ! b ?",
        "```\ncode : a ! b ?\n```",
        "<pre>code : a ! b ?</pre>",
    ] {
        let nodes = render(source, "fr", Dialect::Liseuse, Content::Markdown);
        let mut found = String::new();
        shown(&nodes, &mut found);
        assert!(found.contains("code : a ! b ?"), "{found}");
    }
}

#[test]
fn commonmark_is_left_alone() {
    let nodes = render("mot ! « a »", "fr", Dialect::CommonMark, Content::Markdown);
    let mut found = String::new();
    shown(&nodes, &mut found);
    assert_eq!(found, "mot ! « a »");
}

/// Rendering in French gives the text that rendering in a language without rules gives.
fn same_text(source: &str, content: Content) {
    let plain = text_of(&render(source, "und", Dialect::Liseuse, content));
    for language in ["fr", "fr-CA", "fr-CH"] {
        let french = text_of(&render(source, language, Dialect::Liseuse, content));
        assert_eq!(french, plain, "{source:?}");
        let language = Language::parse(language).unwrap();
        assert_eq!(text_of(&typography::line(source, &language)), source);
    }
}

#[test]
fn no_character_changes() {
    for text in [
        "",
        " ",
        "!",
        " !",
        "« »",
        "«",
        "»",
        "«»",
        "« ! »",
        "\u{A0}!",
        "a\u{A0}\u{A0}: b",
        "1 000 000 %",
        "!?!?;:»«",
        "« « « a » » »",
        "a\u{300} !",
        "🚀 ! 🚀! «🚀»",
        "\u{202E}a ! b\u{202C}",
        "x\u{200B} !",
        "a !\u{0}b",
        "—\u{A0}Ah ?\u{2028}!",
        "10 000 000 000 10 10 10",
        "° 1 °1 ° 1 000",
        "a\t!\r\n?",
    ] {
        for content in [Content::Markdown, Content::Text, Content::Html] {
            same_text(text, content);
        }
    }
    for (_, text) in hostile::payloads() {
        for content in [Content::Markdown, Content::Text, Content::Html] {
            same_text(&text, content);
            same_text(&format!("é ! {text} : « {text} »"), content);
        }
    }
}

#[test]
fn no_character_of_the_corpus_changes_and_no_mark_breaks_away() {
    let (Some(folder), Some(truth)) = (corpus::folder(), corpus::truth()) else {
        return;
    };
    let mut marked = 0;
    for post in truth {
        let text = fs::read_to_string(folder.join(post["file"].as_str().unwrap())).unwrap();
        let (_, text) = text[4..].split_once("\n---\n").unwrap();
        same_text(text, Content::Markdown);
        if post["lang"] != "fr" {
            continue;
        }
        let nodes = render(text, "fr", Dialect::Liseuse, Content::Markdown);
        let mut found = String::new();
        shown(&nodes, &mut found);
        marked += found.matches(['‹', '⟦']).count();
        // Whatever is left before a mark is no space that a line may break at.
        for mark in [" !", " ?", " ;", " »"] {
            for (at, _) in found.match_indices(mark) {
                let before = found[..at].chars().next_back();
                assert!(
                    matches!(before, Some('‹' | '⟦')),
                    "{}: …{}…",
                    post["id"],
                    found[..at + mark.len()]
                        .chars()
                        .rev()
                        .take(30)
                        .collect::<Vec<_>>()
                        .into_iter()
                        .rev()
                        .collect::<String>()
                );
            }
        }
    }
    assert!(marked > 80, "{marked} marks");
}

/// A text of nothing but marks takes linear time, and cannot fill the page with elements.
#[test]
fn the_marks_of_a_bomb_are_limited() {
    for pattern in ["a ! ", "«", "! ", "1 000 ", "« a » ", "!", "° 1", " \n"] {
        let source = pattern.repeat((1 << 20) / pattern.len());
        let nodes = render(&source, "fr", Dialect::Liseuse, Content::Text);
        fn count(nodes: &[Node]) -> usize {
            let inner = |node: &Node| match node {
                Node::Element(element) => 1 + count(&element.children),
                _ => 1,
            };
            nodes.iter().map(inner).sum()
        }
        let count = count(&nodes);
        assert!(count <= 3 * NODE_LIMITS.0, "{pattern:?}: {count} nodes");
    }
}
