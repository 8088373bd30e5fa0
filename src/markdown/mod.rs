//! A post's text in, safe nodes out.
//!
//! 1. [`pulldown_cmark`] turns Markdown into events, read by `events`.
//! 2. Raw HTML in it is tokenised by [`tokens`] and read by `html`, through the lists of `policy`.
//! 3. Both feed one builder, `build`, which keeps the caps and gives [`Node`]s.
//! 4. [`typography`] marks the spaces that French sets otherwise than it types them.
//!
//! It never fails: whatever the text, something readable comes out. It does not load anything.

pub mod autolink;
mod blocks;
mod build;
pub mod entity;
mod events;
mod html;
mod lack;
mod links;
mod notes;
#[cfg(not(target_family = "wasm"))]
pub mod outline;
mod plain;
mod policy;
pub mod slug;
pub mod tokens;
pub mod typography;
pub mod url;

use std::rc::Rc;

pub use build::MAX_DEPTH;
pub(crate) use links::page;
pub use links::{LibraryLinks, Links, NoLinks};

use crate::{
    Names,
    action::Action,
    bundle::Content,
    i18n::{self, Strings},
    language::Language,
    text::{digits, integer},
    view::node::{Attribute, Element, Handle, Node, Tag, Url},
};
use build::Builder;
use url::Base;

/// How many nodes a post shows at first, and after asking for the rest.
pub const NODE_LIMITS: (usize, usize) = (20_000, 100_000);

/// What a text is rendered for.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// Which Markdown is read, and how much is added to it.
    pub dialect: Dialect,
    /// The language the post is written in.
    pub language: &'a Language,
    /// The interface's words.
    pub strings: &'static Strings,
    /// Stands before every id; unlike that of any other post in the page.
    pub prefix: &'a str,
    /// What relative addresses are relative to.
    pub base: Base<'a>,
    /// Finds the posts that addresses lead to.
    pub links: &'a dyn Links,
    /// Which images load without being asked for.
    pub images: Images<'a>,
    /// The number of nodes after which the text is cut.
    pub limit: usize,
    /// Whether the text stands beside that of the open post: its blocks have names of their own,
    /// its headings no link to themselves, its images other numbers.
    pub is_other: bool,
    /// Whether all of the module is here, see `xtask/src/split`. Where it is not, what needs its
    /// later part is left out, and [`Body::lacks`] says so.
    pub is_whole: bool,
}

/// The number of the first image of a text beside the open post. No text has so many.
pub const OTHER_IMAGES: u32 = 1 << 24;

impl std::fmt::Debug for Options<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Options")
            .field("prefix", &self.prefix)
            .finish_non_exhaustive()
    }
}

/// Which Markdown is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// CommonMark with our fixed set of extensions, version 1.
    Liseuse,
    /// CommonMark 0.31.2 and nothing else; the output has no attribute of ours.
    CommonMark,
}

/// When images load.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Images<'a> {
    /// When they come near the screen.
    Load,
    /// When asked for; these are the numbers of those that were.
    Click(&'a [u32]),
}

/// A rendered text.
#[derive(Debug, Clone, PartialEq)]
pub struct Body {
    /// Its blocks.
    pub nodes: Rc<Vec<Node>>,
    /// Whether the limit cut it.
    pub is_cut: bool,
    /// Whether the later part of the module has to tell the names of some character references: they
    /// stand there as they were typed.
    pub lacks: bool,
}

impl Body {
    /// How many blocks it has: one more than the last block's number.
    #[must_use]
    pub fn blocks(&self) -> u32 {
        let last = self.nodes.iter().rev().find_map(block_number);
        last.map_or(0, |number| number + 1)
    }
}

/// The number of the block that this node of a body belongs to. Notes belong to none; a block of
/// raw HTML may have several nodes, or none.
#[must_use]
pub fn block_number(node: &Node) -> Option<u32> {
    match node {
        Node::Element(element) => element.block(),
        _ => None,
    }
}

/// What stands before every id of the post with this id.
#[must_use]
pub fn id_prefix(post: &str) -> String {
    [post, "--"].concat()
}

/// Renders a body.
#[must_use]
pub fn render(source: &str, content: Content, options: &Options<'_>) -> Body {
    let mut builder = Builder::new(options.limit, options.dialect == Dialect::Liseuse);
    let mut context = Context {
        options: *options,
        ids: Names::new(),
        images: if options.is_other { OTHER_IMAGES } else { 0 },
        lacks: false,
    };
    match content {
        Content::Markdown => events::feed(source, &mut builder, &mut context),
        Content::Html => html::feed(source, Some(Blocks::Count(0)), &mut builder, &mut context),
        Content::Text => plain::feed(source, &mut builder, &context),
    }
    let is_cut = builder.is_full();
    let mut nodes = builder.finish_tree();
    if !context.is_plain() {
        // What is added here does not count, so that no text is cut earlier in one language.
        typography::dress(&mut nodes, options.language, options.limit / 2);
    }
    Body {
        nodes: Rc::new(nodes),
        is_cut,
        lacks: context.lacks,
    }
}

/// How much of a text is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prose {
    /// All that can be read.
    All,
    /// Paragraphs and lists, without headings, tables, code and notes.
    Running,
}

/// The text of a Markdown body, without marks and without what we add to it.
#[must_use]
pub fn plain_text(source: &str, prose: Prose) -> String {
    let language = Language::und();
    let options = Options {
        dialect: Dialect::Liseuse,
        language: &language,
        strings: i18n::strings("en"),
        prefix: "",
        base: Base::Keep,
        links: &NoLinks,
        images: Images::Load,
        limit: NODE_LIMITS.1,
        is_other: false,
        is_whole: true,
    };
    let mut out = String::new();
    collect(
        &render(source, Content::Markdown, &options).nodes,
        prose,
        &mut out,
    );
    out
}

/// Adds the text of nodes to another, without what we add to it; blocks end with a line feed.
pub(crate) fn collect(nodes: &[Node], prose: Prose, out: &mut String) {
    use crate::view::node::Layout;
    for node in nodes {
        let element = match node {
            Node::Text(text) => {
                out.push_str(text);
                continue;
            }
            Node::Element(element) => element,
            Node::Shared(_) | Node::Slot(_) => continue,
        };
        let is_ours = |element: &Element| {
            matches!(element.get("role"), Some("doc-noteref" | "doc-backlink"))
                || match element.get("class") {
                    Some("notes") => prose == Prose::Running,
                    class => matches!(class, Some("alert-title" | "embed")),
                }
        };
        let is_left_out = match element.tag {
            Tag::Button => true,
            Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6 | Tag::Table => {
                prose == Prose::Running
            }
            Tag::Figure | Tag::Pre => prose == Prose::Running,
            // The bar of a code block.
            Tag::Figcaption => element.children.len() > 1,
            _ => is_ours(element),
        };
        if is_left_out {
            continue;
        }
        collect(&element.children, prose, out);
        if element.tag.layout() != Layout::Inline {
            out.push('\n');
        }
    }
}

/// What is known while one text is rendered.
struct Context<'a> {
    options: Options<'a>,
    /// The ids that elements have, and how often each was asked for.
    ids: Names,
    images: u32,
    lacks: bool,
}

/// How elements at the root of a piece of HTML are numbered.
#[derive(Debug, Clone, Copy)]
enum Blocks {
    /// All belong to this block.
    All(u32),
    /// Each is a block, counted from here.
    Count(u32),
}

impl Context<'_> {
    /// Whether nothing may be added. The widget reads one dialect and need not carry the other.
    fn is_plain(&self) -> bool {
        cfg!(not(target_family = "wasm")) && self.options.dialect == Dialect::CommonMark
    }

    /// Marks an element as a block of the post.
    fn block(&self, element: Element, number: u32) -> Element {
        if self.is_plain() {
            return element;
        }
        let language = match element.get("lang") {
            Some(_) => None,
            None => Some(Attribute::Lang(self.options.language.clone())),
        };
        element
            .with(Attribute::DataBlock(number))
            .part("block")
            .with_some(language)
            .handle(if self.options.is_other {
                Handle::Other(number)
            } else {
                Handle::Block(number)
            })
    }

    /// The id of the post's element that its author calls `name`.
    fn own_id(&self, name: &str) -> String {
        [self.options.prefix, name].concat()
    }

    /// An id like `name` that no other element has yet.
    fn new_id(&mut self, name: &str) -> String {
        let name = if name.is_empty() { "section" } else { name };
        if let Some(id) = self.given_id(name) {
            return id;
        }
        let mut count = self.ids.get(name).copied().unwrap_or(1);
        loop {
            count += 1;
            let numbered = [name, "-", &digits(count)].concat();
            if let Some(id) = self.given_id(&numbered) {
                self.ids.insert(name.into(), count);
                return id;
            }
        }
    }

    /// The id that the author calls `name`, unless another element has it.
    fn given_id(&mut self, name: &str) -> Option<String> {
        let is_new = !self.ids.contains_key(name);
        is_new.then(|| {
            self.ids.insert(name.into(), 1);
            self.own_id(name)
        })
    }

    /// Marks words of the interface inside of a text in another language.
    fn own_words(&self, element: Element) -> Element {
        let own = self.options.strings.language;
        let is_other = self.options.language.primary() != own;
        element.with_some(is_other.then_some(Attribute::LangOfInterface(own)))
    }

    /// A link to wherever `href` leads; without an address if it may not be followed.
    fn link(&self, href: &str) -> Element {
        let Options { base, links, .. } = self.options;
        let element = Element::new(Tag::A);
        if self.is_plain() {
            return element.with_some(Url::link(href, base).map(Attribute::Href));
        }
        if let Some(name) = href.strip_prefix('#') {
            return self.jump(name);
        }
        if let Some((post, url)) = links.find(href) {
            let mut link = element.with(Attribute::Href(url));
            link.action = post.map(Action::Follow);
            return link;
        }
        Url::link(href, base).map_or(element, anchor)
    }

    /// A link to another place of the same post.
    fn jump(&self, name: &str) -> Element {
        // Browsers look for the id as it is written, and then for the decoded one.
        let id = self.own_id(&crate::route::decode(&name.replace('+', "%2B")));
        Element::new(Tag::A)
            .with(Attribute::Href(Url::fragment(&id)))
            .on(Action::Jump(id.into()))
    }

    /// An image, or what stands for it until it is asked for; none if its address is not allowed.
    fn image(&mut self, source: &str, alt: &str, title: &str) -> Option<Element> {
        let told = self.options.links.image(source);
        // How large the picture is may be told with its address.
        let told = told.map(|told| told.rsplit_once('#').unwrap_or((told, "")));
        let (source, size) = told.unwrap_or((source, ""));
        let size = size.split_once('x').unwrap_or_default();
        if source.trim().is_empty() && !self.is_plain() {
            return None;
        }
        let url = Url::image(source, self.options.base)?;
        let title = (!title.is_empty()).then(|| Attribute::Title(title.into()));
        let number = self.images;
        self.images += 1;
        if let Images::Click(loaded) = self.options.images
            && !loaded.contains(&number)
            && !url.as_str().starts_with("data:")
        {
            let strings = self.options.strings;
            let label = [
                strings.load_image,
                " ",
                alt,
                " (",
                html::host(url.as_str()),
                ")",
            ]
            .concat();
            let button = Element::new(Tag::Button).with(Attribute::Type("button"));
            return Some(
                self.own_words(button)
                    .class("image")
                    .on(Action::LoadImage(number))
                    .text(label),
            );
        }
        let image = Element::new(Tag::Img)
            .with(Attribute::Src(url))
            .with(Attribute::Alt(alt.into()))
            .with_some(title)
            .with_some(integer(size.0).map(Attribute::Width))
            .with_some(integer(size.1).map(Attribute::Height));
        if self.is_plain() {
            return Some(image);
        }
        Some(
            image
                .with(Attribute::LoadingLazy)
                .with(Attribute::DecodingAsync)
                .with(Attribute::ReferrerPolicyNone),
        )
    }
}

/// A link to another site.
fn anchor(url: Url) -> Element {
    Element::new(Tag::A)
        .with(Attribute::Href(url))
        .with(Attribute::Rel("noopener"))
}
