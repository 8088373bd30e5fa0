//! A Markdown body → its blocks, each with its place in the source and what is in it.
//!
//! It counts blocks as [`super::render`] does, but makes no nodes. It is not in the widget.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Parser, Tag, TagEnd};

use super::{Dialect, Prose, events, plain_text};

/// The blocks of a body, and what they refer to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outline {
    /// By number, from 0.
    pub blocks: Vec<Block>,
    /// What labels stand for; definitions are no blocks.
    pub definitions: Vec<Definition>,
}

/// A top-level block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Its bytes in the source, from the start of its first line.
    pub range: Range<usize>,
    /// What it is.
    pub kind: Kind,
    /// The number of items of a list, of rows of a table; else 1.
    pub items: usize,
    /// What can be read of it, without code and bare addresses.
    pub text: String,
    /// The code in it, in a line or in a block.
    pub code: String,
    /// Addresses, as they are written.
    pub links: Vec<String>,
    /// The addresses of images.
    pub images: Vec<String>,
    /// The labels that it refers to, of links and notes, in lower case.
    pub labels: Vec<String>,
}

/// The definition of a link's label, or of a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// In lower case; those of notes begin with `^`.
    pub label: String,
    /// Its bytes in the source.
    pub range: Range<usize>,
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Running text.
    Paragraph,
    /// A heading of this level, 1..=6.
    Heading(u8),
    /// A code block.
    Code,
    /// A list with all its items.
    List,
    /// A quotation or an alert.
    Quote,
    /// A table.
    Table,
    /// A list of terms.
    Terms,
    /// Raw HTML.
    Html,
    /// A line across.
    Rule,
}

/// Reads a body in our dialect.
#[must_use]
pub fn outline(source: &str) -> Outline {
    let parser = Parser::new_ext(source, events::extensions(Dialect::Liseuse));
    let mut definitions: Vec<Definition> = parser
        .reference_definitions()
        .iter()
        .map(|(label, definition)| Definition {
            label: label.to_lowercase(),
            range: definition.span.clone(),
        })
        .collect();
    let mut reader = Reader::default();
    for (event, range) in parser.into_offset_iter() {
        reader.event(event, range, source);
    }
    definitions.append(&mut reader.notes);
    definitions.sort_by_key(|definition| definition.range.start);
    Outline {
        blocks: reader.blocks,
        definitions,
    }
}

#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    notes: Vec<Definition>,
    level: usize,
    /// Whether a note is being read.
    in_note: bool,
    in_code: bool,
    /// The address of an open link whose text may be the address again.
    in_bare_link: bool,
    images: usize,
}

impl Reader {
    fn event(&mut self, event: Event<'_>, range: Range<usize>, source: &str) {
        match event {
            Event::Start(tag) => {
                self.start(&tag, range, source);
                self.level += 1;
            }
            Event::End(end) => {
                self.level = self.level.saturating_sub(1);
                self.end(end);
            }
            Event::Rule if self.level == 0 => self.push(Kind::Rule, range, source),
            Event::Text(text) if self.in_code => self.add(|block| block.code.push_str(&text)),
            Event::Text(text) if self.images == 0 && !self.in_bare_link => self.text(&text),
            Event::Code(text) => self.add(|block| {
                block.code.push_str(&text);
                block.code.push('\n');
                block.text.push(' ');
            }),
            Event::SoftBreak | Event::HardBreak => self.text("\n"),
            Event::FootnoteReference(label) => {
                let label = ["^", &label.to_lowercase()].concat();
                self.add(|block| block.labels.push(label));
            }
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>, source: &str) {
        if let Tag::FootnoteDefinition(label) = tag {
            if self.level == 0 {
                self.in_note = true;
                self.notes.push(Definition {
                    label: ["^", &label.to_lowercase()].concat(),
                    range,
                });
            }
            return;
        }
        if self.level == 0 {
            let kind = match tag {
                Tag::Heading { level, .. } => Kind::Heading(*level as u8),
                Tag::BlockQuote(_) => Kind::Quote,
                Tag::CodeBlock(_) => Kind::Code,
                Tag::HtmlBlock => Kind::Html,
                Tag::List(_) => Kind::List,
                Tag::DefinitionList => Kind::Terms,
                Tag::Table(_) => Kind::Table,
                _ => Kind::Paragraph,
            };
            let html = (kind == Kind::Html).then(|| source.get(range.clone()).unwrap_or_default());
            self.push(kind, range, source);
            if let Some(html) = html {
                self.text(&plain_text(html, Prose::All));
            }
        }
        match tag {
            Tag::Item | Tag::TableRow => {
                let depth = if *tag == Tag::Item { 1 } else { 2 };
                let is_own = self.level < depth + 1;
                self.add(|block| block.items += usize::from(is_own));
            }
            Tag::CodeBlock(_) => self.in_code = true,
            Tag::Link {
                link_type,
                dest_url,
                id,
                ..
            } => {
                self.in_bare_link = matches!(link_type, LinkType::Autolink | LinkType::Email);
                self.link(dest_url, id, |block| &mut block.links);
            }
            Tag::Image { dest_url, id, .. } => {
                self.images += 1;
                self.link(dest_url, id, |block| &mut block.images);
            }
            _ => {}
        }
    }

    fn link(&mut self, url: &str, id: &CowStr<'_>, list: impl Fn(&mut Block) -> &mut Vec<String>) {
        self.add(|block| {
            list(block).push(url.to_owned());
            if !id.is_empty() {
                block.labels.push(id.to_lowercase());
            }
        });
    }

    fn end(&mut self, end: TagEnd) {
        match end {
            TagEnd::FootnoteDefinition if self.level == 0 => self.in_note = false,
            TagEnd::CodeBlock => self.in_code = false,
            TagEnd::Link => self.in_bare_link = false,
            TagEnd::Image => self.images = self.images.saturating_sub(1),
            TagEnd::Paragraph | TagEnd::Item | TagEnd::TableCell | TagEnd::HtmlBlock => {
                self.text("\n");
            }
            _ => {}
        }
    }

    fn push(&mut self, kind: Kind, range: Range<usize>, source: &str) {
        let before = source.get(..range.start).unwrap_or_default();
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        self.blocks.push(Block {
            range: start..range.end,
            kind,
            items: usize::from(!matches!(kind, Kind::List | Kind::Table)),
            text: String::new(),
            code: String::new(),
            links: Vec::new(),
            images: Vec::new(),
            labels: Vec::new(),
        });
    }

    fn add(&mut self, change: impl FnOnce(&mut Block)) {
        if self.in_note {
            return;
        }
        if let Some(block) = self.blocks.last_mut() {
            change(block);
        }
    }

    /// Adds text, and takes the addresses out of it.
    fn text(&mut self, text: &str) {
        self.add(|block| {
            for piece in text.split_inclusive(char::is_whitespace) {
                match address(piece) {
                    Some(url) => {
                        block.links.push(url.to_owned());
                        block.text.push(' ');
                    }
                    None => block.text.push_str(piece),
                }
            }
        });
    }
}

/// The bare address that a word is, without the punctuation around it.
fn address(word: &str) -> Option<&str> {
    let start = ["https://", "http://", "www."]
        .iter()
        .find_map(|start| word.find(start))?;
    let url = word.get(start..)?.trim_end();
    let url = url.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '>', '»', '"', '’']);
    (url.len() > "https://".len()).then_some(url)
}
