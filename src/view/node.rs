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
    /// A finished part that is shared, not copied: an article's body.
    Shared(Rc<Vec<Node>>),
    /// The place where the page's own content shows, or these words if it has none.
    Slot(&'static str),
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
    pub attributes: Vec<Attribute>,
    /// What is in it.
    pub children: Vec<Node>,
    /// What activating it asks for.
    pub action: Option<Action>,
    /// Tells siblings apart across two drawings; siblings have all a key, or none.
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

        /// Every tag, for the tables made from it.
        pub const ALL_TAGS: &[Tag] = &[$(Tag::$variant,)*];
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
    A "a" Inline, Abbr "abbr" Inline, Article "article" Container, Aside "aside" Container,
    B "b" Inline, Bdi "bdi" Inline, Bdo "bdo" Inline, Blockquote "blockquote" Container,
    Br "br" Void, Button "button" Inline, Caption "caption" Block, Cite "cite" Inline,
    Code "code" Inline, Dd "dd" Block, Del "del" Inline, Details "details" Container,
    Dfn "dfn" Inline, Div "div" Container, Dl "dl" Container, Dt "dt" Block, Em "em" Inline,
    Figcaption "figcaption" Block, Figure "figure" Container, Footer "footer" Container,
    H1 "h1" Block, H2 "h2" Block, H3 "h3" Block, H4 "h4" Block, H5 "h5" Block, H6 "h6" Block,
    Header "header" Container, Hr "hr" VoidBlock, I "i" Inline, Img "img" Void,
    Input "input" Void, Ins "ins" Inline, Kbd "kbd" Inline, Li "li" Block, Mark "mark" Inline,
    Nav "nav" Container, Ol "ol" Container, P "p" Block, Pre "pre" Block, Q "q" Inline,
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
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "each is the HTML attribute of its name")]
pub enum Attribute {
    Align(Align),
    Alt(String),
    AriaCurrent,
    AriaDescription(String),
    AriaExpanded(bool),
    AriaHidden,
    AriaLabel(String),
    AriaLabelledBy(&'static str),
    AriaPressed(bool),
    Checked,
    Class(Class),
    Colspan(u16),
    DataBlock(u32),
    DateTime(String),
    DecodingAsync,
    Dir(Direction),
    DirAuto,
    Disabled,
    Height(u16),
    Hidden,
    Href(Url),
    HrefLang(Language),
    Id(String),
    Lang(Language),
    /// `lang` of the interface's own words.
    LangOfInterface(&'static str),
    LoadingLazy,
    Open,
    Part(&'static str),
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
    TargetBlank,
    Title(String),
    TranslateNo,
    Type(&'static str),
    Value(i32),
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

impl Attribute {
    /// The attribute's name in HTML.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Align(_) => "align",
            Self::Alt(_) => "alt",
            Self::AriaCurrent => "aria-current",
            Self::AriaDescription(_) => "aria-description",
            Self::AriaExpanded(_) => "aria-expanded",
            Self::AriaHidden => "aria-hidden",
            Self::AriaLabel(_) => "aria-label",
            Self::AriaLabelledBy(_) => "aria-labelledby",
            Self::AriaPressed(_) => "aria-pressed",
            Self::Checked => "checked",
            Self::Class(_) => "class",
            Self::Colspan(_) => "colspan",
            Self::DataBlock(_) => "data-block",
            Self::DateTime(_) => "datetime",
            Self::DecodingAsync => "decoding",
            Self::Dir(_) | Self::DirAuto => "dir",
            Self::Disabled => "disabled",
            Self::Height(_) => "height",
            Self::Hidden => "hidden",
            Self::Href(_) => "href",
            Self::HrefLang(_) => "hreflang",
            Self::Id(_) => "id",
            Self::Lang(_) | Self::LangOfInterface(_) => "lang",
            Self::LoadingLazy => "loading",
            Self::Open => "open",
            Self::Part(_) => "part",
            Self::ReferrerPolicyNone => "referrerpolicy",
            Self::Rel(_) => "rel",
            Self::Reversed => "reversed",
            Self::Role(_) => "role",
            Self::Rowspan(_) => "rowspan",
            Self::Scope(_) => "scope",
            Self::Src(_) => "src",
            Self::SrcSet(_) => "srcset",
            Self::Start(_) => "start",
            Self::TabIndex(_) => "tabindex",
            Self::TargetBlank => "target",
            Self::Title(_) => "title",
            Self::TranslateNo => "translate",
            Self::Type(_) => "type",
            Self::Value(_) => "value",
            Self::Width(_) => "width",
        }
    }

    /// The attribute's value, not escaped.
    #[must_use]
    pub fn value(&self) -> Cow<'_, str> {
        match self {
            Self::Align(Align::Left) => "left".into(),
            Self::Align(Align::Center) => "center".into(),
            Self::Align(Align::Right) => "right".into(),
            Self::Alt(text)
            | Self::AriaDescription(text)
            | Self::AriaLabel(text)
            | Self::DateTime(text)
            | Self::Id(text)
            | Self::Title(text) => text.as_str().into(),
            Self::AriaLabelledBy(text)
            | Self::Class(Class::Own(text))
            | Self::LangOfInterface(text)
            | Self::Part(text)
            | Self::Rel(text)
            | Self::Role(text)
            | Self::Scope(text)
            | Self::Type(text) => (*text).into(),
            Self::AriaCurrent | Self::AriaHidden => "true".into(),
            Self::AriaExpanded(on) | Self::AriaPressed(on) => {
                if *on { "true" } else { "false" }.into()
            }
            Self::Class(Class::CodeLanguage(text) | Class::InfoString(text)) => {
                ["language-", text].concat().into()
            }
            Self::Checked | Self::Disabled | Self::Hidden | Self::Open | Self::Reversed => {
                "".into()
            }
            Self::Colspan(n) | Self::Height(n) | Self::Rowspan(n) | Self::Width(n) => {
                digits(*n).into()
            }
            Self::DataBlock(n) => digits(*n).into(),
            Self::DecodingAsync => "async".into(),
            Self::Dir(Direction::Ltr) => "ltr".into(),
            Self::Dir(Direction::Rtl) => "rtl".into(),
            Self::DirAuto => "auto".into(),
            Self::Href(url) | Self::Src(url) => url.as_str().into(),
            Self::SrcSet(set) => set.0.as_str().into(),
            Self::HrefLang(language) | Self::Lang(language) => language.as_str().into(),
            Self::LoadingLazy => "lazy".into(),
            Self::ReferrerPolicyNone => "no-referrer".into(),
            Self::Start(n) | Self::Value(n) => digits(*n).into(),
            Self::TabIndex(n) => digits(*n).into(),
            Self::TargetBlank => "_blank".into(),
            Self::TranslateNo => "no".into(),
        }
    }
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
        self.attributes.push(attribute);
        self
    }

    /// The same with an attribute more, if there is one.
    #[must_use]
    #[inline(never)]
    pub fn with_some(mut self, attribute: Option<Attribute>) -> Self {
        self.attributes.extend(attribute);
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
