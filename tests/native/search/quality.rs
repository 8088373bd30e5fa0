//! Queries drawn from posts, and whether what was found is right. It folds by itself, so that a
//! mistake of the search is not repeated here.

use liseuse::search::Index;

use super::made::{Chance, Post};

/// A kind of query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    OneWord,
    TwoWords,
    Beginning,
    Accented,
    AccentsLeftOff,
    LetterDropped,
}

pub(crate) const KINDS: [Kind; 6] = [
    Kind::OneWord,
    Kind::TwoWords,
    Kind::Beginning,
    Kind::Accented,
    Kind::AccentsLeftOff,
    Kind::LetterDropped,
];

/// A text in lower case without accents, as far as French and English go.
pub(crate) fn bare(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            'à' | 'â' | 'ä' | 'á' | 'ã' | 'å' => out.push('a'),
            'é' | 'è' | 'ê' | 'ë' => out.push('e'),
            'î' | 'ï' | 'í' | 'ì' => out.push('i'),
            'ô' | 'ö' | 'ó' | 'ò' | 'õ' | 'ø' => out.push('o'),
            'ù' | 'û' | 'ü' | 'ú' => out.push('u'),
            'ç' => out.push('c'),
            'ñ' => out.push('n'),
            'œ' => out.push_str("oe"),
            'æ' => out.push_str("ae"),
            '\u{300}'..='\u{36F}' => {}
            c => out.push(c),
        }
    }
    out
}

/// The words of a post, as it shows them, nearly: links lead nowhere.
pub(crate) fn words(post: &Post) -> Vec<String> {
    let text = format!(
        "{}\n{}\n{}",
        post.title,
        post.tags,
        without_references(&without_addresses(&post.body))
    );
    let words = text.split(|c: char| !c.is_alphanumeric());
    words
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// What a post shows, nearly, as one text.
#[allow(dead_code)]
pub(crate) fn shown(post: &Post) -> String {
    without_addresses(&post.body)
}

fn without_addresses(body: &str) -> String {
    let mut out = String::new();
    let mut rest = body;
    while let Some(at) = rest.find("](") {
        out.push_str(&rest[..at]);
        out.push(' ');
        let after = &rest[at + 2..];
        let end = after
            .find(|c: char| c == ')' || c.is_whitespace())
            .unwrap_or(after.len());
        rest = &after[end..];
    }
    out.push_str(rest);
    out
}

/// Readers see the sign that a character reference stands for (`&nbsp;`), and not its name.
fn without_references(text: &str) -> String {
    let mut parts = text.split('&');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest = part.split_once(';').filter(|(name, _)| {
            let is_of_name = |c: char| c.is_ascii_alphanumeric() || c == '#';
            !name.is_empty() && name.chars().all(is_of_name)
        });
        out.push(' ');
        out.push_str(rest.map_or(part, |(_, rest)| rest));
    }
    out
}

/// Draws so many queries of a kind from posts.
pub(crate) fn queries(posts: &[Post], kind: Kind, count: usize, seed: u64) -> Vec<String> {
    let mut chance = Chance(seed ^ ((kind as u64 + 1) * 7919));
    let mut queries = Vec::new();
    let is_word = |word: &&String| {
        word.chars().all(char::is_alphabetic) && (4..20).contains(&word.chars().count())
    };
    // Humps are words by themselves.
    let is_plain = |word: &&String| !word.chars().skip(1).any(char::is_uppercase);
    let is_accented = |word: &&String| !word.is_ascii() && bare(word).is_ascii();
    let mut tries = 0;
    while queries.len() < count && tries < count * 100 {
        tries += 1;
        let words = words(&posts[chance.below(posts.len())]);
        let mut words: Vec<&String> = words.iter().filter(is_word).filter(is_plain).collect();
        match kind {
            Kind::Accented | Kind::AccentsLeftOff => words.retain(is_accented),
            Kind::LetterDropped => words.retain(|word| word.chars().count() >= 6),
            _ => {}
        }
        if words.is_empty() {
            continue;
        }
        let word = chance.of(&words).to_lowercase();
        queries.push(match kind {
            Kind::OneWord | Kind::Accented => word,
            Kind::TwoWords => format!("{word} {}", chance.of(&words).to_lowercase()),
            Kind::Beginning => {
                let length = 4 + chance.below(2);
                word.chars().take(length).collect()
            }
            Kind::AccentsLeftOff => bare(&word),
            Kind::LetterDropped => {
                let dropped = 1 + chance.below(word.chars().count() - 1);
                let letters = word.chars().enumerate();
                letters
                    .filter(|(at, _)| *at != dropped)
                    .map(|(_, c)| c)
                    .collect()
            }
        });
    }
    assert!(queries.len() == count || kind == Kind::Accented || kind == Kind::AccentsLeftOff);
    queries
}

/// Whether a post holds every word of a query, or a word that begins with it.
pub(crate) fn holds(post: &Post, query: &str) -> bool {
    let words: Vec<String> = words(post).iter().map(|word| bare(word)).collect();
    let mut wanted = query.split_whitespace();
    wanted.all(|wanted| {
        let wanted = bare(wanted);
        words.iter().any(|word| word.starts_with(&wanted))
    })
}

/// An index of posts, ready.
pub(crate) fn index(posts: &[Post]) -> Index {
    let mut index = Index::new();
    for (number, post) in (0..).zip(posts) {
        index.add(number, post.language, &post.title, &post.tags, &post.body);
    }
    while !index.finish(100_000) {}
    index
}

/// How many queries of a kind have a right first hit; for dropped letters, any hit.
pub(crate) fn right(index: &Index, posts: &[Post], kind: Kind, queries: &[String]) -> usize {
    let is_right = |query: &&String| {
        let hits = index.search(query, 20);
        let is_right = match hits.first() {
            Some(_) if kind == Kind::LetterDropped => true,
            Some(hit) => holds(&posts[hit.post as usize], query),
            None => false,
        };
        if !is_right {
            println!("{kind:?}: {query:?} → {:?}", hits.first());
        }
        is_right
    };
    queries.iter().filter(is_right).count()
}
