//! French text → the same text, with the spaces of its punctuation marked for the style sheet.
//!
//! No character is changed, added or taken away: what is copied or searched is what the author
//! wrote. A space before `; : ! ? »` or after `«` comes into a small element that no line breaks
//! in and that may make it narrow; where the author typed none, the mark gets a margin. Numbers in
//! groups of three stay together, and so do a number and its `%` or currency.
//!
//! The rules are those of the Imprimerie nationale (*Lexique des règles typographiques en usage*):
//! a thin space before `; ! ?`, a word space before `:` and inside `« »`. In Canada nothing is
//! added before `; ! ?`, where the
//! [OQLF](https://vitrinelinguistique.oqlf.gouv.qc.ca/22039/la-typographie/espacement/espacement-avant-et-apres-les-signes-de-ponctuation-et-les-symboles)
//! takes a thin space or none; in Switzerland all these spaces are thin (*Guide du typographe
//! romand*). Other languages are left alone.

use crate::{
    language::Language,
    text::is_word,
    view::node::{Element, Layout, Node, Tag},
};

/// Whose habits a text follows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Custom {
    /// Not French.
    Other,
    France,
    Canada,
    Switzerland,
}

/// What stands before a line's first character.
const START: char = '\n';
/// What stands for anything that is no text: code, an image.
const THING: char = 'x';

/// Marks the spaces of a finished tree, in elements that say they are French or are not told
/// otherwise than `language`. Adds at most `most` elements.
pub(super) fn dress(nodes: &mut Vec<Node>, language: &Language, most: usize) {
    Dresser {
        left: most,
        last: START,
        digits: 0,
    }
    .nodes(nodes, custom(language.as_str()));
}

/// A line of text in a language, as nodes: a title, a summary, a tag.
#[must_use]
pub fn line(text: &str, language: &Language) -> Vec<Node> {
    marked(text, &[], language)
}

/// The same with some of its parts marked, given as byte ranges in order. Ranges that do not fit are
/// left out.
#[must_use]
pub fn marked(text: &str, marks: &[(u32, u32)], language: &Language) -> Vec<Node> {
    let mut nodes = Vec::new();
    let mut end = 0;
    for (start, stop) in marks {
        let (start, stop) = (*start as usize, *stop as usize);
        if let (Some(before), Some(inside)) = (text.get(end..start), text.get(start..stop)) {
            nodes.push(Node::Text(before.into()));
            nodes.push(Element::new(Tag::Mark).text(inside).into());
            end = stop;
        }
    }
    nodes.push(Node::Text(text.get(end..).unwrap_or_default().into()));
    dress(&mut nodes, language, text.len());
    nodes
}

fn custom(tag: &str) -> Custom {
    match tag.strip_prefix("fr") {
        Some("-CA") => Custom::Canada,
        Some("-CH") => Custom::Switzerland,
        Some(rest) if rest.is_empty() || rest.starts_with('-') => Custom::France,
        _ => Custom::Other,
    }
}

struct Dresser {
    /// How many elements may still be added.
    left: usize,
    /// The character before this place in its line; a space if the text before ended with one.
    last: char,
    /// How many digits in a row that is the end of.
    digits: u32,
}

/// A part of a text, and the class of the element that it comes into.
struct Part {
    start: usize,
    end: usize,
    class: &'static str,
}

impl Dresser {
    /// Recurses as deep as the tree is, which its builder has limited.
    fn nodes(&mut self, nodes: &mut Vec<Node>, custom: Custom) {
        for node in std::mem::take(nodes) {
            match node {
                Node::Text(text) if custom != Custom::Other => self.text(text, custom, nodes),
                Node::Element(mut element) => {
                    self.element(&mut element, custom);
                    nodes.push(Node::Element(element));
                }
                node => nodes.push(node),
            }
        }
    }

    fn element(&mut self, element: &mut Element, custom: Custom) {
        let is_line = match element.tag {
            Tag::Br | Tag::Input => true,
            tag => !matches!(tag.layout(), Layout::Inline | Layout::Void),
        };
        let is_address = match element.children.first() {
            Some(Node::Text(text)) if element.tag == Tag::A => {
                let begins = |prefix| text.starts_with(prefix);
                begins("http://") || begins("https://") || begins("www.")
            }
            _ => false,
        };
        if is_line {
            self.last = START;
        }
        match element.tag {
            Tag::Wbr => {}
            Tag::Code | Tag::Pre | Tag::Kbd | Tag::Samp | Tag::Button | Tag::Img => {
                self.last = THING;
            }
            _ if is_address => self.last = THING,
            _ => {
                let custom = element.get("lang").map_or(custom, self::custom);
                self.nodes(&mut element.children, custom);
            }
        }
        if is_line {
            self.last = START;
        }
    }

    /// Puts a text behind `out`, part by part.
    fn text(&mut self, text: String, custom: Custom, out: &mut Vec<Node>) {
        let (mut done, mut at) = (0, 0);
        while let Some(Part { start, end, class }) = self.next(&text, &mut at, custom) {
            push(&text, done, start, out);
            let mut part = Element::new(Tag::Span).class(class);
            push(&text, start, end, &mut part.children);
            out.push(part.into());
            done = end;
        }
        if done == 0 {
            out.push(Node::Text(text));
        } else {
            push(&text, done, text.len(), out);
        }
    }

    /// The next part from `at` on, which moves behind it.
    fn next(&mut self, text: &str, at: &mut usize, custom: Custom) -> Option<Part> {
        let mut start = *at;
        while let Some(rest) = text.get(*at..)
            && let Some(c) = rest.chars().next()
        {
            let here = *at;
            *at += c.len_utf8();
            if is_space(c) {
                continue;
            }
            let spaces = text.get(start..here).unwrap_or("");
            let rest = text.get(*at..).unwrap_or("");
            let (length, class) = self.look(c, spaces, rest, custom);
            self.digits = match c {
                '0'..='9' if spaces.is_empty() => self.digits + 1,
                _ => u32::from(c.is_ascii_digit()),
            };
            self.last = c;
            *at += length;
            // What opens has its space after it.
            let part = if c == '«' { here } else { start };
            start = *at;
            if !class.is_empty() && self.left > 0 {
                self.left -= 1;
                return Some(Part {
                    start: part,
                    end: *at,
                    class,
                });
            }
        }
        if start < *at && self.last != START {
            self.last = ' ';
        }
        None
    }

    /// What becomes of a character with these `spaces` before it: how many bytes of the `rest` go
    /// with it, and the class of it all, empty for none.
    fn look(&self, c: char, spaces: &str, rest: &str, custom: Custom) -> (usize, &'static str) {
        let is_thin = custom == Custom::Switzerland || matches!(c, ';' | '!' | '?');
        let is_plain = breaks(spaces);
        match c {
            '«' => {
                let length = run(rest, is_space);
                let class = if length > 0 {
                    match is_thin {
                        true => "kept fine",
                        false if breaks(rest.get(..length).unwrap_or("")) => "kept",
                        false => "",
                    }
                } else if rest.starts_with('\u{202F}') {
                    ""
                } else if is_thin {
                    "gap open fine"
                } else {
                    "gap open"
                };
                (length, class)
            }
            '!' | '?' | ';' | ':' | '»' => {
                let length = match c {
                    '!' | '?' => run(rest, |c| matches!(c, '!' | '?')),
                    _ => 0,
                };
                let is_end = match rest.get(length..).and_then(|rest| rest.chars().next()) {
                    None => true,
                    Some(next) if c == '»' || next.is_whitespace() => true,
                    // What follows `:` and `;` at once makes a face, a time, an address of them.
                    Some(next) => {
                        matches!(c, '!' | '?')
                            && matches!(
                                next,
                                ')' | ']' | '»' | '”' | '’' | '"' | '\'' | '.' | ',' | '…'
                            )
                    }
                };
                let class = if !is_end || self.last == START {
                    ""
                } else if spaces.is_empty() {
                    match custom {
                        _ if !ends_word(self.last) => "",
                        Custom::Canada if is_thin => "",
                        _ if is_thin => "gap fine",
                        _ => "gap",
                    }
                } else if is_thin {
                    "kept after fine"
                } else if is_plain {
                    "kept after"
                } else {
                    ""
                };
                (length, class)
            }
            '%' | '‰' | '€' | '$' | '£' | '°' if is_plain && self.last.is_ascii_digit() => {
                (0, "kept after")
            }
            '0'..='9' if is_plain && self.last == '°' => (0, "kept after"),
            '0'..='9' if is_plain && self.last.is_ascii_digit() && self.digits < 4 => {
                let more = run(rest, |c| c.is_ascii_digit());
                (0, if more == 2 { "kept after fine" } else { "" })
            }
            _ => (0, ""),
        }
    }
}

/// Puts a part of a text behind `out`, if there is anything in it.
#[inline(never)]
fn push(text: &str, start: usize, end: usize, out: &mut Vec<Node>) {
    match text.get(start..end) {
        None | Some("") => {}
        Some(part) => out.push(Node::Text(part.into())),
    }
}

/// Whether a line may break at these spaces.
#[inline(never)]
fn breaks(spaces: &str) -> bool {
    !matches!(spaces, "" | "\u{A0}")
}

/// How many bytes at the start of a text are characters that all are such.
fn run(text: &str, is: fn(char) -> bool) -> usize {
    let mut length = 0;
    for c in text.chars() {
        if !is(c) {
            break;
        }
        length += c.len_utf8();
    }
    length
}

/// What the browser shows as one space.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\n' | '\t' | '\r' | '\u{A0}')
}

/// Whether a mark after this can be one of punctuation.
fn ends_word(c: char) -> bool {
    is_word(c)
        || matches!(
            c,
            ')' | ']' | '»' | '”' | '’' | '"' | '%' | '€' | '.' | '…' | '!' | '?'
        )
}
