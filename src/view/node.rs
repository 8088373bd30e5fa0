//! A tree that can hold only what is safe to show.
//!
//! Elements and attributes are closed enums with typed values. There is no raw-HTML node, no event
//! handler, no style, and no address that [`Url`] has not let through: a [`Node`] that exists can
//! be made real anywhere, whatever text it was made from.

use std::{borrow::Cow, rc::Rc};

use crate::{
    action::Action,
    language::{Direction, Language},
    markdown::url::{self, Base, Purpose},
    text::digits,
};

/// A piece of a view.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// Character data.
    Text(String),
    /// An element with its subtree.
    Element(Element),
    /// Finished nodes that are shared, not copied: an article's body, or some blocks of it. They are
    /// the sole child of their element; a single one may stand among others.
    Shared(Shared),
    /// The place where the page's own content shows, or these words if it has none.
    Slot(&'static str),
}

/// Nodes in a row that are shared, not copied.
#[derive(Debug, Clone, PartialEq)]
pub struct Shared {
    nodes: Rc<Vec<Node>>,
    start: u32,
    end: u32,
}

impl Shared {
    /// All of them.
    #[must_use]
    pub fn all(nodes: &Rc<Vec<Node>>) -> Self {
        Self::some(nodes, 0, nodes.len())
    }

    /// Those from `start` up to `end`, which is not one of them; none if there are not so many.
    #[must_use]
    pub fn some(nodes: &Rc<Vec<Node>>, start: usize, end: usize) -> Self {
        Self {
            nodes: nodes.clone(),
            start: u32::try_from(start).unwrap_or(u32::MAX),
            end: u32::try_from(end).unwrap_or(u32::MAX),
        }
    }

    /// Whether these are the very same nodes, without a look at them.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.nodes, &other.nodes) && (self.start, self.end) == (other.start, other.end)
    }
}

impl std::ops::Deref for Shared {
    type Target = [Node];

    fn deref(&self) -> &[Node] {
        let range = self.start as usize..self.end as usize;
        self.nodes.get(range).unwrap_or_default()
    }
}

/// An element of a view. It is one pointer wide, for elements are handed on a lot while they are
/// made, and every move of a large value is code that each reader of a page has to download.
#[derive(Debug, Clone, PartialEq)]
pub struct Element(Box<Parts>);

/// What an element consists of.
#[derive(Debug, Clone, PartialEq)]
pub struct Parts {
    /// What it is.
    pub tag: Tag,
    /// Its attributes, each kind at most once.
    pub attributes: Vec<Written>,
    /// What is in it.
    pub children: Vec<Node>,
    /// What activating it asks for.
    pub action: Option<Action>,
    /// Tells siblings apart across two drawings; those without a key stay in their order.
    pub key: Option<u32>,
    /// Names under which the widget finds the element again, without asking the page.
    pub handles: Vec<Handle>,
}

/// An element that the widget needs to find after drawing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Handle {
    /// The heading of the open post.
    Title,
    /// The heading of the list.
    List,
    /// The link of a card in the list, by post number.
    Card(u32),
    /// A block of the open post, by number.
    Block(u32),
    /// A block of the version beside the open post, by its number there.
    Other(u32),
    /// The button that shows what corresponds to a block, by number, while that is shown.
    Peek(u32),
    /// The column of the open post, when it scrolls by itself.
    Pane,
    /// The bar above the open post.
    Bar,
    /// The button of the version that is shown.
    Version,
    /// A side of a bead, by the bead's number from 0: twice that, and one more for the side of the
    /// other version.
    Bead(u32),
    /// The open post.
    Article,
    /// An element of the open post that has this id.
    Id(Rc<str>),
}

macro_rules! tags {
    ($($variant:ident $name:literal $kind:ident,)*) => {
        /// The elements that exist.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[allow(missing_docs, reason = "each is the HTML element of its name")]
        #[repr(u8)]
        pub enum Tag { $($variant,)* }

        /// Names and layout, by the tag's number.
        const TAGS: &[(&str, Layout)] = &[$(($name, Layout::$kind),)*];
    };
}

/// How a tag is laid out in HTML text; `Void` elements have no content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// In a line of text.
    Inline,
    /// On a line of its own.
    Block,
    /// On a line of its own, with blocks in it.
    Container,
    /// In a line, without content.
    Void,
    /// On a line of its own, without content.
    VoidBlock,
}

tags! {
    A "a" Inline, Abbr "abbr" Inline, Article "article" Container,
    B "b" Inline, Bdi "bdi" Inline, Bdo "bdo" Inline, Blockquote "blockquote" Container,
    Br "br" Void, Button "button" Inline, Caption "caption" Block, Cite "cite" Inline,
    Code "code" Inline, Dd "dd" Block, Del "del" Inline, Details "details" Container,
    Dfn "dfn" Inline, Div "div" Container, Dl "dl" Container, Dt "dt" Block, Em "em" Inline,
    Figcaption "figcaption" Block, Figure "figure" Container,
    H1 "h1" Block, H2 "h2" Block, H3 "h3" Block, H4 "h4" Block, H5 "h5" Block, H6 "h6" Block,
    Header "header" Container, Hr "hr" VoidBlock, I "i" Inline, Img "img" Void,
    Input "input" Void, Ins "ins" Inline, Kbd "kbd" Inline, Li "li" Block, Mark "mark" Inline,
    Ol "ol" Container, P "p" Block, Pre "pre" Block, Q "q" Inline,
    Rp "rp" Inline, Rt "rt" Inline, Ruby "ruby" Inline, S "s" Inline, Samp "samp" Inline,
    Section "section" Container, Small "small" Inline, Span "span" Inline,
    Strong "strong" Inline, Sub "sub" Inline, Summary "summary" Block, Sup "sup" Inline,
    Table "table" Container, Tbody "tbody" Container, Td "td" Block, Tfoot "tfoot" Container,
    Th "th" Block, Thead "thead" Container, Time "time" Inline, Tr "tr" Container,
    U "u" Inline, Ul "ul" Container, Var "var" Inline, Wbr "wbr" Void,
}

impl Tag {
    /// The element's name in HTML.
    #[must_use]
    pub fn name(self) -> &'static str {
        TAGS.get(self as usize).map_or("span", |entry| entry.0)
    }

    /// How it is laid out in HTML text.
    #[must_use]
    pub fn layout(self) -> Layout {
        TAGS.get(self as usize)
            .map_or(Layout::Inline, |entry| entry.1)
    }

    /// Whether the element has no content.
    #[must_use]
    pub fn is_void(self) -> bool {
        matches!(self.layout(), Layout::Void | Layout::VoidBlock)
    }

    /// The heading of this level, 1..=6; other levels give the nearest.
    #[must_use]
    pub fn heading(level: u8) -> Self {
        match level {
            0 | 1 => Self::H1,
            2 => Self::H2,
            3 => Self::H3,
            4 => Self::H4,
            5 => Self::H5,
            _ => Self::H6,
        }
    }
}

/// An attribute with a value of its own type.
#[derive(Debug)]
#[allow(missing_docs, reason = "each is the HTML attribute of its name")]
pub enum Attribute {
    Align(Align),
    Alt(String),
    AriaExpanded(bool),
    AriaHidden,
    AriaLabel(String),
    AriaPressed(bool),
    Checked,
    Class(Class),
    Colspan(u16),
    DataBlock(u32),
    /// The language code that stands for a version where there is little room.
    DataLanguage(Language),
    DateTime(String),
    DecodingAsync,
    Dir(Direction),
    DirAuto,
    Disabled,
    Height(u16),
    Href(Url),
    HrefLang(Language),
    Id(String),
    Lang(Language),
    /// `lang` of the interface's own words.
    LangOfInterface(&'static str),
    LoadingLazy,
    Open,
    Part(&'static str),
    Placeholder(&'static str),
    ReferrerPolicyNone,
    Rel(&'static str),
    Reversed,
    Role(&'static str),
    Rowspan(u16),
    Scope(&'static str),
    Src(Url),
    SrcSet(SrcSet),
    Start(i32),
    TabIndex(i8),
    Title(String),
    TranslateNo,
    Type(&'static str),
    Value(i32),
    /// What stands in an `input`.
    ValueText(String),
    Width(u16),
}

/// Text alignment of a table's column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the words say it")]
pub enum Align {
    Left,
    Center,
    Right,
}

/// A class: one of the interface's own, or the language of a code block. Content cannot choose
/// any other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Class {
    /// Of the widget's own style sheet.
    Own(&'static str),
    /// `language-…`, cleaned to letters, digits, `+`, `#`, `.`, `_` and `-`.
    CodeLanguage(String),
    /// `language-…` with the words of the info string kept, as CommonMark's own writer does.
    InfoString(String),
}

/// An address that has passed the policy of [`crate::markdown::url`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Url(String);

impl Url {
    /// An address to go to: http, https, mailto, tel, or a fragment.
    #[must_use]
    pub fn link(raw: &str, base: Base<'_>) -> Option<Self> {
        url::clean(raw, base, Purpose::Link).map(Self)
    }

    /// An image's address: http, https, or a raster `data:` image.
    #[must_use]
    pub fn image(raw: &str, base: Base<'_>) -> Option<Self> {
        url::clean(raw, base, Purpose::Image).map(Self)
    }

    /// An address within the page, from text that is percent-encoded here.
    #[must_use]
    pub fn fragment(text: &str) -> Self {
        let mut raw = String::from("#");
        raw.push_str(text);
        Self(url::clean(&raw, Base::Keep, Purpose::Link).unwrap_or_else(|| "#".into()))
    }

    /// The address as it is written into the page.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An image's candidates, each of which has passed the policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SrcSet(String);

impl SrcSet {
    /// Keeps the candidates that are allowed; none if none is.
    #[must_use]
    pub fn new(raw: &str, base: Base<'_>) -> Option<Self> {
        url::srcset(raw, base).map(Self)
    }
}

/// An attribute as it is written into the page: made from an [`Attribute`], and from nothing else.
///
/// Two words are all that is copied, compared and thrown away while views change; some forty kinds
/// of them would each be code for that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    name: &'static str,
    value: Cow<'static, str>,
}

impl Written {
    /// The attribute's name in HTML.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The attribute's value, not escaped.
    #[must_use]
    pub fn value(&self) -> &str {
        &self.value
    }
}

impl From<Attribute> for Written {
    fn from(attribute: Attribute) -> Self {
        use Attribute as A;
        let (name, value): (_, Cow<'static, str>) = match attribute {
            A::Align(Align::Left) => ("align", "left".into()),
            A::Align(Align::Center) => ("align", "center".into()),
            A::Align(Align::Right) => ("align", "right".into()),
            A::Class(Class::Own(text)) => ("class", text.into()),
            A::Class(Class::CodeLanguage(text) | Class::InfoString(text)) => {
                ("class", ["language-", &text].concat().into())
            }
            A::Dir(Direction::Ltr) => ("dir", "ltr".into()),
            A::Dir(Direction::Rtl) => ("dir", "rtl".into()),
            A::Alt(text) => ("alt", text.into()),
            A::AriaExpanded(is_on) => ("aria-expanded", truth(is_on).into()),
            A::AriaHidden => ("aria-hidden", "true".into()),
            A::AriaLabel(text) => ("aria-label", text.into()),
            A::AriaPressed(is_on) => ("aria-pressed", truth(is_on).into()),
            A::Checked => ("checked", "".into()),
            A::Colspan(number) => ("colspan", digits(number).into()),
            A::DataBlock(number) => ("data-block", digits(number).into()),
            A::DataLanguage(language) => ("data-language", language.primary().to_owned().into()),
            A::DateTime(text) => ("datetime", text.into()),
            A::DecodingAsync => ("decoding", "async".into()),
            A::DirAuto => ("dir", "auto".into()),
            A::Disabled => ("disabled", "".into()),
            A::Height(number) => ("height", digits(number).into()),
            A::Href(url) => ("href", url.0.into()),
            A::HrefLang(language) => ("hreflang", language.as_str().to_owned().into()),
            A::Id(text) => ("id", text.into()),
            A::Lang(language) => ("lang", language.as_str().to_owned().into()),
            A::LangOfInterface(word) => ("lang", word.into()),
            A::LoadingLazy => ("loading", "lazy".into()),
            A::Open => ("open", "".into()),
            A::Part(word) => ("part", word.into()),
            A::Placeholder(words) => ("placeholder", words.into()),
            A::ReferrerPolicyNone => ("referrerpolicy", "no-referrer".into()),
            A::Rel(word) => ("rel", word.into()),
            A::Reversed => ("reversed", "".into()),
            A::Role(word) => ("role", word.into()),
            A::Rowspan(number) => ("rowspan", digits(number).into()),
            A::Scope(word) => ("scope", word.into()),
            A::Src(url) => ("src", url.0.into()),
            A::SrcSet(set) => ("srcset", set.0.into()),
            A::Start(number) => ("start", digits(number).into()),
            A::TabIndex(number) => ("tabindex", digits(number).into()),
            A::Title(text) => ("title", text.into()),
            A::TranslateNo => ("translate", "no".into()),
            A::Type(word) => ("type", word.into()),
            A::Value(number) => ("value", digits(number).into()),
            A::ValueText(text) => ("value", text.into()),
            A::Width(number) => ("width", digits(number).into()),
        };
        Self { name, value }
    }
}

fn truth(is_on: bool) -> &'static str {
    if is_on { "true" } else { "false" }
}

impl Element {
    /// An element without content.
    #[must_use]
    #[inline(never)]
    pub fn new(tag: Tag) -> Self {
        Self(Box::new(Parts {
            tag,
            attributes: Vec::new(),
            children: Vec::new(),
            action: None,
            key: None,
            handles: Vec::new(),
        }))
    }

    /// The same with one attribute more.
    #[must_use]
    #[inline(never)]
    pub fn with(mut self, attribute: Attribute) -> Self {
        self.set(attribute);
        self
    }

    /// Gives the element an attribute.
    pub fn set(&mut self, attribute: Attribute) {
        self.attributes.push(attribute.into());
    }

    /// The value of the attribute of this name, if there is one.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self
            .attributes
            .iter()
            .find(|attribute| attribute.name == name);
        found.map(|attribute| attribute.value())
    }

    /// The number of the block that this element is, on whichever side.
    #[must_use]
    pub fn block(&self) -> Option<u32> {
        self.handles.iter().find_map(|handle| match handle {
            Handle::Block(number) | Handle::Other(number) => Some(*number),
            _ => None,
        })
    }

    /// Takes the attribute of this name away.
    pub fn remove(&mut self, name: &str) {
        self.attributes.retain(|attribute| attribute.name != name);
    }

    /// The same with an attribute more, if there is one.
    #[must_use]
    #[inline(never)]
    pub fn with_some(mut self, attribute: Option<Attribute>) -> Self {
        if let Some(attribute) = attribute {
            self.set(attribute);
        }
        self
    }

    /// The same with a class of the widget's own style sheet.
    #[must_use]
    #[inline(never)]
    pub fn class(self, name: &'static str) -> Self {
        self.with(Attribute::Class(Class::Own(name)))
    }

    /// The same as a part that the page's author may style.
    #[must_use]
    #[inline(never)]
    pub fn part(self, name: &'static str) -> Self {
        self.with(Attribute::Part(name))
    }

    /// The same, asking for something when it is activated.
    #[must_use]
    #[inline(never)]
    pub fn on(mut self, action: Action) -> Self {
        self.action = Some(action);
        self
    }

    /// The same with a key that tells it from its siblings.
    #[must_use]
    pub fn key(mut self, key: u32) -> Self {
        self.key = Some(key);
        self
    }

    /// The same under a name for the widget.
    #[must_use]
    #[inline(never)]
    pub fn handle(mut self, handle: Handle) -> Self {
        self.handles.push(handle);
        self
    }

    /// The same with one child more.
    #[must_use]
    pub fn child(self, child: impl Into<Node>) -> Self {
        self.push(child.into())
    }

    #[inline(never)]
    fn push(mut self, child: Node) -> Self {
        self.children.push(child);
        self
    }

    /// The same with these children after those it has.
    #[must_use]
    pub fn children<N: Into<Node>>(mut self, children: impl IntoIterator<Item = N>) -> Self {
        for child in children {
            self.children.push(child.into());
        }
        self
    }

    /// The same with character data after its children.
    #[must_use]
    pub fn text(self, text: impl Into<String>) -> Self {
        self.push(Node::Text(text.into()))
    }
}

impl std::ops::Deref for Element {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl std::ops::DerefMut for Element {
    fn deref_mut(&mut self) -> &mut Parts {
        &mut self.0
    }
}

impl From<Element> for Node {
    fn from(element: Element) -> Self {
        Self::Element(element)
    }
}

impl From<Option<Element>> for Node {
    fn from(element: Option<Element>) -> Self {
        element.map_or_else(|| Self::Text(String::new()), Self::from)
    }
}

/// All the character data of these nodes, in order.
#[must_use]
pub fn text_of(nodes: &[Node]) -> String {
    fn collect(nodes: &[Node], out: &mut String) {
        for node in nodes {
            match node {
                Node::Text(text) => out.push_str(text),
                Node::Element(element) => {
                    collect(&element.children, out);
                    if element.tag.layout() != Layout::Inline {
                        out.push(' ');
                    }
                }
                Node::Shared(nodes) => collect(nodes, out),
                Node::Slot(_) => {}
            }
        }
    }
    let mut out = String::new();
    collect(nodes, &mut out);
    out
}
