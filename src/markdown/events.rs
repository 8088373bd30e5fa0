//! Markdown events → the builder, with the extensions of our dialect.

use pulldown_cmark::{
    Alignment, CodeBlockKind, Event, LinkType, Options as Extensions, Parser, Tag as Start, TagEnd,
};

use super::{
    Blocks, Context, Dialect,
    blocks::{code_block, figure, heading, quote, scroller},
    build::{Aside, Builder, Origin},
    html,
    notes::{self, note_name, reference_name},
};
use crate::{
    Names,
    text::digits,
    view::node::{Align, Attribute, Element, Handle, Node, Tag},
};

/// Feeds a Markdown document.
pub(super) fn feed(source: &str, builder: &mut Builder, context: &mut Context<'_>) {
    let parser = Parser::new_ext(source, extensions(context.options.dialect));
    let mut reader = Reader {
        builder,
        context,
        level: 0,
        blocks: 0,
        code: None,
        image: None,
        html: None,
        table: Table::default(),
        notes: Notes::default(),
    };
    for event in parser {
        if reader.builder.is_full() {
            break;
        }
        reader.event(event);
    }
    reader.finish();
}

/// What is read beside CommonMark.
pub(super) fn extensions(dialect: Dialect) -> Extensions {
    match dialect {
        Dialect::CommonMark => Extensions::empty(),
        Dialect::Liseuse => {
            Extensions::ENABLE_TABLES
                | Extensions::ENABLE_FOOTNOTES
                | Extensions::ENABLE_STRIKETHROUGH
                | Extensions::ENABLE_TASKLISTS
                | Extensions::ENABLE_HEADING_ATTRIBUTES
                | Extensions::ENABLE_GFM
                | Extensions::ENABLE_DEFINITION_LIST
        }
    }
}

struct Reader<'b, 'c, 'o> {
    builder: &'b mut Builder,
    context: &'c mut Context<'o>,
    /// How many Markdown elements are open.
    level: usize,
    /// How many blocks have begun at the top level.
    blocks: u32,
    /// A code block's info string and text so far.
    code: Option<(String, String, Option<u32>)>,
    image: Option<Image>,
    /// An HTML block so far.
    html: Option<(String, Option<u32>)>,
    table: Table,
    notes: Notes,
}

/// An image whose alternative text is being read.
struct Image {
    source: String,
    title: String,
    alt: String,
    /// How many elements are open in the text.
    level: usize,
}

#[derive(Default)]
struct Table {
    alignments: Vec<Alignment>,
    column: usize,
    is_head: bool,
    has_body: bool,
}

/// Footnotes, numbered by first reference.
#[derive(Default)]
struct Notes {
    /// By label: the index in `notes`.
    numbers: Names,
    notes: Vec<Note>,
    definitions: Vec<(String, Vec<Node>)>,
    open: Option<(String, Aside)>,
}

#[derive(Default)]
struct Note {
    /// How often it was referred to.
    references: usize,
    text: Option<Vec<Node>>,
}

impl Reader<'_, '_, '_> {
    fn event(&mut self, event: Event<'_>) {
        self.context.note_references(&event, self.code.is_some());
        if self.image.is_some() {
            return self.image_text(event);
        }
        match event {
            Event::Start(start) => {
                let block = self.begin_block(!matches!(start, Start::FootnoteDefinition(_)));
                self.level += 1;
                self.start(start, block);
            }
            Event::End(end) => {
                self.level = self.level.saturating_sub(1);
                self.end(end);
            }
            Event::Text(text) => match &mut self.code {
                Some((_, code, _)) => code.push_str(&text),
                None => self.builder.text(&text),
            },
            Event::Code(text) => {
                let code = Element::new(Tag::Code).text(&*text);
                let code = if self.context.is_plain() {
                    code
                } else {
                    code.with(Attribute::TranslateNo)
                };
                self.builder.leaf(code);
            }
            Event::Html(text) => match &mut self.html {
                Some((html, _)) => html.push_str(&text),
                None => html::feed(&text, None, self.builder, self.context),
            },
            Event::InlineHtml(text) => html::feed(&text, None, self.builder, self.context),
            Event::SoftBreak => self.builder.text("\n"),
            Event::HardBreak => {
                self.builder.leaf(Element::new(Tag::Br));
                self.builder.text("\n");
            }
            Event::Rule => {
                let block = self.begin_block(true);
                self.builder.leaf(self.block(Element::new(Tag::Hr), block));
            }
            Event::TaskListMarker(is_done) => self.task(is_done),
            Event::FootnoteReference(label) => self.reference(&label),
            // Not in our set of extensions.
            Event::InlineMath(text) | Event::DisplayMath(text) => self.builder.text(&text),
        }
    }

    /// The number of the block that begins here, at the top level.
    fn begin_block(&mut self, counts: bool) -> Option<u32> {
        if self.level > 0 || !counts {
            return None;
        }
        self.blocks += 1;
        Some(self.blocks - 1)
    }

    fn block(&self, element: Element, block: Option<u32>) -> Element {
        match block {
            Some(number) => self.context.block(element, number),
            None => element,
        }
    }

    fn start(&mut self, start: Start<'_>, block: Option<u32>) {
        let element = match start {
            Start::Paragraph => Element::new(Tag::P),
            Start::Heading { level, id, .. } => {
                let heading = Element::new(Tag::heading(level as u8));
                // The author's own id stands until the text is known: see `heading`.
                heading.with_some(id.map(|id| Attribute::Id(id.into_string())))
            }
            Start::BlockQuote(kind) => quote(kind, self.context),
            Start::CodeBlock(kind) => {
                let info = match kind {
                    CodeBlockKind::Fenced(info) => info.into_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                self.code = Some((info, String::new(), block));
                return;
            }
            Start::HtmlBlock => {
                self.html = Some((String::new(), block));
                return;
            }
            Start::List(None) => Element::new(Tag::Ul),
            Start::List(Some(1)) => Element::new(Tag::Ol),
            Start::List(Some(first)) => {
                let first = i32::try_from(first).unwrap_or(i32::MAX);
                Element::new(Tag::Ol).with(Attribute::Start(first))
            }
            Start::Item => Element::new(Tag::Li),
            Start::FootnoteDefinition(label) => {
                if self.notes.open.is_none() {
                    self.notes.open = Some((label.into_string(), self.builder.set_aside()));
                }
                return;
            }
            Start::DefinitionList => Element::new(Tag::Dl),
            Start::DefinitionListTitle => Element::new(Tag::Dt),
            Start::DefinitionListDefinition => Element::new(Tag::Dd),
            Start::Table(alignments) => {
                self.table = Table {
                    alignments,
                    ..Table::default()
                };
                let frame = scroller(Tag::Div, self.context.options.strings.table).class("table");
                let frame = self.block(frame, block);
                self.builder.open(frame, Origin::Markdown);
                self.builder
                    .open(Element::new(Tag::Table), Origin::Markdown);
                return;
            }
            Start::TableHead => {
                self.table.is_head = true;
                self.table.column = 0;
                self.builder
                    .open(Element::new(Tag::Thead), Origin::Markdown);
                Element::new(Tag::Tr)
            }
            Start::TableRow => {
                self.table.column = 0;
                if !self.table.has_body {
                    self.table.has_body = true;
                    self.builder
                        .open(Element::new(Tag::Tbody), Origin::Markdown);
                }
                Element::new(Tag::Tr)
            }
            Start::TableCell => self.cell(),
            Start::Emphasis => Element::new(Tag::Em),
            Start::Strong => Element::new(Tag::Strong),
            Start::Strikethrough => Element::new(Tag::Del),
            Start::Superscript => Element::new(Tag::Sup),
            Start::Subscript => Element::new(Tag::Sub),
            Start::Link {
                link_type,
                dest_url,
                title,
                ..
            } => {
                let is_mail = link_type == LinkType::Email;
                let link = if is_mail {
                    self.context.link(&["mailto:", &*dest_url].concat())
                } else {
                    self.context.link(&dest_url)
                };
                link.with_some((!title.is_empty()).then(|| Attribute::Title(title.into_string())))
            }
            Start::Image {
                dest_url, title, ..
            } => {
                let (source, title) = (dest_url.into_string(), title.into_string());
                self.image = Some(Image {
                    source,
                    title,
                    alt: String::new(),
                    level: 0,
                });
                return;
            }
            Start::MetadataBlock(_) => return,
        };
        self.builder
            .open(self.block(element, block), Origin::Markdown);
    }

    fn end(&mut self, end: TagEnd) {
        match end {
            TagEnd::Paragraph => {
                let is_plain = self.context.is_plain();
                self.builder
                    .close_markdown(|p| if is_plain { p } else { figure(p) });
            }
            TagEnd::Heading(_) => {
                let context = &mut *self.context;
                self.builder
                    .close_markdown(|element| heading(element, context));
            }
            TagEnd::CodeBlock => {
                if let Some((info, code, block)) = self.code.take() {
                    let code = code_block(&info, code, self.context);
                    let code = self.block(code, block);
                    self.builder.leaf(code);
                }
            }
            TagEnd::HtmlBlock => {
                if let Some((text, block)) = self.html.take() {
                    let blocks = block.filter(|_| !self.context.is_plain());
                    html::feed(&text, blocks.map(Blocks::All), self.builder, self.context);
                    self.builder.end_dropping();
                    if blocks.is_some() {
                        self.builder.end_paragraph();
                    }
                }
            }
            TagEnd::FootnoteDefinition => {
                if let Some((label, aside)) = self.notes.open.take() {
                    let nodes = self.builder.take_up(aside);
                    self.notes.definitions.push((label, nodes));
                }
            }
            TagEnd::TableHead => {
                self.table.is_head = false;
                self.builder.close_markdown(|row| row);
                self.builder.close_markdown(|head| head);
            }
            TagEnd::TableCell => {
                self.table.column += 1;
                self.builder.close_markdown(|cell| cell);
            }
            TagEnd::Table => {
                if self.table.has_body {
                    self.builder.close_markdown(|body| body);
                }
                self.builder.close_markdown(|table| table);
                self.builder.close_markdown(|frame| frame);
            }
            TagEnd::MetadataBlock(_) | TagEnd::Image => {}
            _ => self.builder.close_markdown(|element| element),
        }
    }

    fn finish(&mut self) {
        let Notes {
            numbers,
            mut notes,
            definitions,
            open,
        } = std::mem::take(&mut self.notes);
        if let Some((_, aside)) = open {
            self.builder.take_up(aside);
        }
        for (label, text) in definitions {
            let note = numbers
                .get(&label)
                .and_then(|index| notes.get_mut(*index as usize));
            if let Some(note) = note {
                note.text.get_or_insert(text);
            }
        }
        let mut list = Element::new(Tag::Ol);
        for (number, note) in (1..).zip(notes) {
            if let Some(text) = note.text {
                list = list.child(notes::note(number, note.references, text, self.context));
            }
        }
        if list.children.is_empty() {
            return;
        }
        let section = self
            .context
            .own_words(Element::new(Tag::Section).class("notes"));
        let section = section
            .with(Attribute::Role("doc-endnotes"))
            .with(Attribute::AriaLabel(
                self.context.options.strings.notes.into(),
            ));
        // Whatever HTML the text left open ends before its notes.
        let mut nodes = self.builder.finish_tree();
        nodes.push(section.child(list).into());
        self.builder.replace(nodes);
    }

    fn reference(&mut self, label: &str) {
        let Notes { numbers, notes, .. } = &mut self.notes;
        let index = match numbers.get(label) {
            Some(index) => *index as usize,
            None => {
                let index = notes.len();
                notes.push(Note::default());
                numbers.insert(label.into(), u32::try_from(index).unwrap_or(u32::MAX));
                index
            }
        };
        let Some(note) = notes.get_mut(index) else {
            return;
        };
        note.references += 1;
        let (number, count) = (index + 1, note.references);
        let id = self.context.own_id(&reference_name(number, count));
        let link = self.context.jump(&note_name(number));
        let link = link
            .handle(Handle::Id(id.as_str().into()))
            .with(Attribute::Id(id))
            .with(Attribute::Role("doc-noteref"))
            .text(digits(number));
        self.builder.leaf(Element::new(Tag::Sup).child(link));
        // The note, and the way back with the space before it.
        self.builder.expect(4);
    }

    fn task(&mut self, is_done: bool) {
        let strings = self.context.options.strings;
        let label = if is_done {
            strings.task_done
        } else {
            strings.task_open
        };
        let input = Element::new(Tag::Input).with(Attribute::Type("checkbox"));
        let mut input = self.context.own_words(input);
        if is_done {
            input = input.with(Attribute::Checked);
        }
        let label = Attribute::AriaLabel(label.into());
        self.builder
            .leaf(input.with(Attribute::Disabled).with(label));
        self.builder.text(" ");
    }

    fn cell(&self) -> Element {
        let Table {
            alignments,
            column,
            is_head,
            ..
        } = &self.table;
        let align = match alignments.get(*column) {
            Some(Alignment::Left) => Some(Align::Left),
            Some(Alignment::Center) => Some(Align::Center),
            Some(Alignment::Right) => Some(Align::Right),
            Some(Alignment::None) | None => None,
        };
        let cell = if *is_head {
            Element::new(Tag::Th).with(Attribute::Scope("col"))
        } else {
            Element::new(Tag::Td)
        };
        cell.with_some(align.map(Attribute::Align))
    }

    fn image_text(&mut self, event: Event<'_>) {
        let Some(image) = &mut self.image else { return };
        match event {
            Event::Start(_) => image.level += 1,
            Event::End(_) if image.level > 0 => image.level -= 1,
            Event::End(_) => {
                self.level = self.level.saturating_sub(1);
                let Some(Image {
                    source, title, alt, ..
                }) = self.image.take()
                else {
                    return;
                };
                match self.context.image(&source, &alt, &title) {
                    Some(element) => self.builder.leaf(element),
                    None => self.builder.text(&alt),
                }
            }
            Event::Text(text) | Event::Code(text) => image.alt.push_str(&text),
            Event::SoftBreak | Event::HardBreak => image.alt.push('\n'),
            _ => {}
        }
    }
}
