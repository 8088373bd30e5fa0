//! One block of a rendered body → what its counterpart can be told by.

use crate::{
    text::is_word,
    view::node::{Element, Layout, Node, Tag},
};

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Paragraph,
    Heading,
    List,
    Quote,
    Table,
    Code,
    Figure,
    Rule,
    /// Raw HTML of any other sort, and what shows nothing.
    Other,
}

/// A block as the aligner sees it.
pub(super) struct Block {
    pub(super) kind: Kind,
    /// A heading's level, or the number of items or rows; else 0.
    pub(super) size: u32,
    /// Characters; those of the wide scripts, which say more each, count [`WIDE`].
    pub(super) length: f32,
    /// Where its sentences and items end, but for the last, in the unit of `length`.
    pub(super) ends: Vec<f32>,
    /// It ends in the middle of a sentence.
    pub(super) is_open: bool,
    /// It begins in the middle of a sentence.
    pub(super) is_rest: bool,
    /// Hashes of what may show up on the other side too; the two lowest bits tell the [`Worth`].
    pub(super) signs: Vec<u32>,
}

/// How much a sign says that two blocks share.
#[derive(Debug, Clone, Copy)]
pub(super) enum Worth {
    /// Marks, emoji, ideographs; how a block ends. What stands in each block is worth nothing.
    Mark,
    /// The first letters of a word: cognates.
    Stem,
    /// Whole words, names, numbers.
    Word,
    /// Addresses, and the text of code.
    Anchor,
}

/// How many letters of Latin script say as much as one ideograph, roughly.
const WIDE: f32 = 2.5;
/// From here on come symbols, pictographs and the scripts of East Asia: each character is a sign.
const FIRST_WIDE: char = '\u{2190}';
/// How many signs of a block are looked at.
const MAX_SIGNS: usize = 600;
/// How many ends of sentences.
const MAX_ENDS: usize = 100;
/// Letters of a cognate (Simard, Foster & Isabelle 1992), and of a word.
const STEM: u32 = 4;
const WHOLE: u32 = 7;

/// The blocks of a body, by number. Whatever has no number (the notes) is none of them; numbers
/// that no node has (comments) are empty blocks.
pub(super) fn blocks(nodes: &[Node]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for node in nodes {
        let Node::Element(element) = node else {
            continue;
        };
        let Some(number) = element.block() else {
            continue;
        };
        let number = number as usize;
        while blocks.len() <= number {
            blocks.push(Block::empty());
        }
        if let Some(block) = blocks.get_mut(number) {
            Reader::default().read(element, block);
        }
    }
    blocks
}

impl Block {
    fn empty() -> Self {
        Self {
            kind: Kind::Other,
            size: 0,
            length: 0.0,
            ends: Vec::new(),
            is_open: false,
            is_rest: false,
            signs: Vec::new(),
        }
    }

    fn end(&mut self) {
        if self.ends.len() < MAX_ENDS && self.ends.last() != Some(&self.length) {
            self.ends.push(self.length);
        }
    }

    fn sign(&mut self, hash: u32, worth: Worth) {
        if self.signs.len() < MAX_SIGNS {
            self.signs.push(hash << 2 | worth as u32);
        }
    }
}

/// What is known while the characters of a block go by.
#[derive(Default)]
struct Reader {
    /// Of the word that is being read: its letters, and how many of them are digits or capitals.
    letters: u32,
    digits: u32,
    capitals: u32,
    hash: u32,
    /// The last character that is no space.
    last: char,
    /// The hash of all the text.
    text: u32,
}

impl Reader {
    fn read(mut self, element: &Element, block: &mut Block) {
        self.element(element, block);
        self.end_word(block);
        block.kind = kind(element);
        while block
            .ends
            .last()
            .is_some_and(|end| *end + 2.0 > block.length)
        {
            block.ends.pop();
        }
        match block.kind {
            Kind::Heading if element.tag != Tag::P => {
                block.size = element.tag as u32 - Tag::H1 as u32 + 1
            }
            Kind::Code => block.sign(self.text, Worth::Anchor),
            Kind::Paragraph => {
                block.is_open = is_word(self.last) || self.last == ',';
                let end = if block.is_open { 'a' } else { self.last };
                block.sign(!(end as u32), Worth::Mark);
            }
            _ => {}
        }
    }

    fn element(&mut self, element: &Element, block: &mut Block) {
        match element.tag {
            // The interface's own.
            Tag::Button => return,
            Tag::Li | Tag::Dd | Tag::Tr => block.size += 1,
            _ => {}
        }
        let address = element.get("href").or_else(|| element.get("src"));
        if let Some(address) = address.filter(|address| !address.starts_with('#')) {
            let hash = address.bytes().fold(0, |hash, byte| mix(hash, byte.into()));
            block.sign(hash, Worth::Anchor);
        }
        for child in &element.children {
            match child {
                Node::Text(text) => text.chars().for_each(|c| self.character(c, block)),
                Node::Element(child) => self.element(child, block),
                Node::Shared(_) | Node::Slot(_) => {}
            }
        }
        if element.tag.layout() != Layout::Inline {
            self.end_word(block);
            if matches!(element.tag, Tag::Li | Tag::Td | Tag::P) {
                block.end();
            }
        }
    }

    fn character(&mut self, c: char, block: &mut Block) {
        let is_wide = c >= FIRST_WIDE;
        block.length += if is_wide { WIDE } else { 1.0 };
        if c.is_whitespace() {
            if matches!(self.last, '.' | '!' | '?' | '…' | '。' | '！' | '？') {
                block.end();
                self.last = ' ';
            }
            return self.end_word(block);
        }
        self.text = mix(self.text, c as u32);
        let folded = fold(c);
        if self.last == '\0' {
            block.is_rest = c.is_ascii_lowercase() || matches!(c, 'ß'..='ÿ');
        }
        self.last = c;
        if !is_wide && is_word(c) {
            self.letters += 1;
            self.digits += u32::from(c.is_ascii_digit());
            self.capitals += u32::from(c.is_ascii_uppercase());
            if self.letters <= WHOLE {
                self.hash = mix(self.hash, folded);
            }
            if self.letters == STEM {
                block.sign(self.hash, Worth::Stem);
            }
            return;
        }
        self.end_word(block);
        block.sign(c as u32, Worth::Mark);
    }

    fn end_word(&mut self, block: &mut Block) {
        let is_name = self.capitals > 1;
        let is_number = self.digits == self.letters;
        if self.letters >= STEM || (self.letters > 0 && (is_name || is_number)) {
            // Unlike any stem.
            block.sign(!self.hash, Worth::Word);
        }
        (self.letters, self.digits, self.capitals, self.hash) = (0, 0, 0, 0);
    }
}

/// One step of FNV-1a, over characters.
fn mix(hash: u32, c: u32) -> u32 {
    ((hash ^ 0x811C_9DC5) ^ c).wrapping_mul(0x0100_0193)
}

/// A letter without case and accent, in the scripts in which words of two languages look alike.
fn fold(c: char) -> u32 {
    /// What U+00C0..U+0180 are without theirs.
    const LATIN: &[u8; 192] = b"aaaaaaaceeeeiiiidnooooo*ouuuuytsaaaaaaaceeeeiiiidnooooo/ouuuuyty\
        aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllllllln\
        nnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
    let code = c as u32;
    match c {
        'A'..='Z' | 'Α'..='Ω' | 'А'..='Я' => code + 32,
        _ => {
            let letter = code.checked_sub(0xC0).and_then(|at| LATIN.get(at as usize));
            letter.map_or(code, |letter| u32::from(*letter))
        }
    }
}

fn kind(element: &Element) -> Kind {
    match element.tag {
        Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6 => Kind::Heading,
        Tag::P if is_alone(&element.children, Tag::Img) => Kind::Figure,
        Tag::P if is_alone(&element.children, Tag::Strong) => Kind::Heading,
        Tag::P => Kind::Paragraph,
        Tag::Ul | Tag::Ol | Tag::Dl => Kind::List,
        Tag::Blockquote => Kind::Quote,
        Tag::Table => Kind::Table,
        Tag::Pre => Kind::Code,
        Tag::Img => Kind::Figure,
        Tag::Hr => Kind::Rule,
        Tag::Div if element.get("class") == Some("table") => Kind::Table,
        Tag::Div if element.get("role").is_some() => Kind::Quote,
        Tag::Figure if element.get("class") == Some("code") => Kind::Code,
        Tag::Figure => Kind::Figure,
        _ => Kind::Other,
    }
}

/// Whether there is one element of this kind, perhaps in a link, and nothing else.
fn is_alone(nodes: &[Node], tag: Tag) -> bool {
    match nodes {
        [Node::Element(element)] => {
            element.tag == tag || (element.tag == Tag::A && is_alone(&element.children, tag))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn accents_and_case_are_folded() {
        let pairs = "Ée Àa ÿy Ññ ßs Žz łl Œo Яя Ωω";
        for pair in pairs.split(' ') {
            let mut pair = pair.chars();
            let (from, to) = (pair.next().unwrap_or(' '), pair.next().unwrap_or(' '));
            let to = if to == 'ñ' { 'n' } else { to };
            assert_eq!(fold(from), to as u32, "{from}");
        }
    }
}
