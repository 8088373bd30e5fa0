//! The first words of a body, and how many it has.

use super::render_plainly;
use crate::{
    bundle::Content,
    view::node::{Node, Tag, text_of},
};

/// The longest excerpt, in characters.
pub const LENGTH: usize = 200;

/// Looking no further than this many bytes into a body is enough for an excerpt.
const ENOUGH: usize = 4_000;

/// The beginning of a body's running text, cut after a sentence or else a word, at about
/// [`LENGTH`] characters. Empty if there is no paragraph.
#[must_use]
pub fn excerpt(source: &str, content: Content) -> String {
    let mut end = source.len().min(ENOUGH);
    while !source.is_char_boundary(end) {
        end -= 1;
    }
    let nodes = render_plainly(source.get(..end).unwrap_or(source), content, 400);
    let mut text = String::new();
    for node in &nodes {
        if let Node::Element(element) = node
            && element.tag == Tag::P
        {
            for word in text_of(&element.children).split([' ', '\n', '\t']).filter(|w| !w.is_empty()) {
                if !text.is_empty() {
                    text.push(' ');
                }
                text.push_str(word);
            }
        }
        if text.len() > 4 * LENGTH {
            break;
        }
    }
    cut(&text)
}

/// The number of words in a body.
#[must_use]
pub fn count_words(source: &str, content: Content) -> u32 {
    let nodes = render_plainly(source, content, super::NODE_LIMITS.1);
    u32::try_from(text_of(&nodes).split_whitespace().count()).unwrap_or(u32::MAX)
}

fn cut(text: &str) -> String {
    let Some((end, _)) = text.char_indices().nth(LENGTH) else { return text.into() };
    let head = text.get(..end).unwrap_or(text);
    let sentence = head.char_indices().filter(|(index, c)| {
        let rest = head.get(index + c.len_utf8()..).unwrap_or("");
        matches!(c, '.' | '!' | '?' | '…') && rest.starts_with(' ')
    });
    if let Some((index, c)) = sentence.last()
        && index > end / 2
    {
        return head.get(..index + c.len_utf8()).unwrap_or(head).into();
    }
    let word = head.rfind(' ').unwrap_or(head.len());
    let kept = head.get(..word).unwrap_or(head).trim_end_matches([',', ';', ':', ' ', '\u{a0}', '–', '-']);
    [kept, "…"].concat()
}
