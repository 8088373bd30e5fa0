//! What the reader would draw → the same without JavaScript: links where it has buttons, pages of the
//! site where it has places of its own, and empty room where only JavaScript can serve.
//!
//! Nothing is rendered here. Nodes that the view made are taken over; what an element asks for
//! tells where it leads.

use super::{Site, at_home, names};
use crate::{
    action::Action,
    i18n,
    language::Language,
    library::PostIndex,
    markdown::url::Base,
    view::node::{Attribute, Element, Node, SrcSet, Tag, Url, text_of},
};

/// Where nodes will stand.
#[derive(Clone, Copy)]
pub(super) enum Place<'a> {
    /// On this page of the site; the list that belongs to it is in this folder.
    Page {
        /// The page's path.
        path: &'a str,
        /// The folder of its list: empty, or with a slash at its end.
        shelf: &'a str,
        /// The post that the page shows.
        post: Option<PostIndex>,
    },
    /// In a feed, which is read somewhere else.
    Feed,
}

/// Takes nodes over to a place.
#[derive(Clone, Copy)]
pub(super) struct Still<'a> {
    pub(super) site: &'a Site,
    pub(super) place: Place<'a>,
    /// The interface's language there.
    pub(super) words: &'static str,
}

/// What becomes of something that asks for an action.
enum Becomes {
    /// A link; to nowhere if its page has no address here.
    Link(Option<Url>, Option<Language>, Option<String>),
    /// What is shown already, or cannot be had.
    Words(&'static str),
    /// Room for what JavaScript brings.
    Room,
    Nothing,
    /// It stays as it is.
    Same,
}

impl Still<'_> {
    /// Takes nodes over.
    pub(super) fn nodes(self, nodes: &[Node]) -> Vec<Node> {
        let mut out = Vec::with_capacity(nodes.len());
        for node in nodes {
            match node {
                Node::Text(text) => out.push(Node::Text(text.clone())),
                Node::Shared(shared) => out.extend(self.nodes(shared)),
                Node::Element(element) => self.element(element, &mut out),
                Node::Slot(_) => {}
            }
        }
        out
    }

    /// The address of a page from here; none if it is not known.
    pub(super) fn url(self, path: &str) -> Option<Url> {
        match self.place {
            Place::Page { path: here, .. } => {
                let up = "../".repeat(here.matches('/').count());
                Url::link(&[&up, path].concat(), Base::Keep)
            }
            Place::Feed => self
                .site
                .address(path)
                .and_then(|url| Url::link(&url, Base::Drop)),
        }
    }

    fn element(self, element: &Element, out: &mut Vec<Node>) {
        let class = element.get("class").unwrap_or_default();
        let is_feed = matches!(self.place, Place::Feed);
        // What the reader hides, it hides for want of room: there are pages for it.
        if element.get("hidden").is_some() {
            return;
        }
        match class {
            // Nothing is said without JavaScript.
            "status" | "status answer" => return,
            "views" => return out.extend(self.views()),
            "anchor" if is_feed => return,
            _ => {}
        }
        let becomes = match &element.action {
            _ if element.get("disabled").is_some() && element.tag == Tag::Button => {
                Becomes::Words("off")
            }
            Some(action) => self.becomes(element, action),
            None => Becomes::Same,
        };
        let pressed = element.get("aria-pressed") == Some("true");
        let kind = if pressed { "on" } else { "" };
        let made = match becomes {
            Becomes::Nothing => return,
            Becomes::Room if is_feed => return,
            Becomes::Room => room(element),
            Becomes::Words(kind) => self.copy(element, Tag::Span, Some(kind)),
            Becomes::Link(url, language, title) => {
                let is_button = element.tag == Tag::Button;
                let mut link = self.copy(element, Tag::A, is_button.then_some(kind));
                link.remove("href");
                if let Some(url) = url {
                    link.set(Attribute::Href(url));
                }
                if let Some(language) = language.filter(|_| link.get("hreflang").is_none()) {
                    link.set(Attribute::HrefLang(language));
                }
                link.with_some(title.map(Attribute::Title))
            }
            Becomes::Same => {
                let mut same = self.copy(element, element.tag, None);
                if !self.settle_addresses(&mut same) {
                    return;
                }
                same
            }
        };
        out.push(made.into());
    }

    /// What an element becomes that asks for this.
    fn becomes(self, element: &Element, action: &Action) -> Becomes {
        let site = self.site;
        let library = &site.library;
        let is_pressed = element.get("aria-pressed") == Some("true");
        let shelf = match self.place {
            Place::Page { shelf, .. } => shelf,
            Place::Feed => "",
        };
        let to = |path: &str| Becomes::Link(self.url(path), None, None);
        let list = [shelf, "index.html"].concat();
        match action {
            Action::Open(post) | Action::Beside(post) => {
                let is_here =
                    matches!(self.place, Place::Page { post: Some(here), .. } if here == *post);
                let target = library.post(*post);
                match (is_here, target, site.names.post(*post)) {
                    (false, Some(target), Some(path)) => {
                        let item = &target.item;
                        let is_button = element.tag == Tag::Button;
                        let title = is_button.then(|| item.title.clone());
                        let language =
                            (item.language != Language::und()).then(|| item.language.clone());
                        Becomes::Link(self.url(path), language, title)
                    }
                    _ => Becomes::Words("on"),
                }
            }
            Action::Follow(id) => match library.find(id).and_then(|post| site.names.post(post)) {
                Some(path) => to(path),
                None => Becomes::Same,
            },
            Action::Close | Action::ClearFilter => to(&list),
            Action::ToggleTag(_) if is_pressed => to(&list),
            Action::ToggleTag(tag) => match site.names.tag(*tag) {
                Some(path) => to(&[tags_folder(shelf), &path].concat()),
                None => Becomes::Words("off"),
            },
            Action::ToggleAllTags => to(&[tags_folder(shelf), "tags/index.html"].concat()),
            Action::ToggleLanguage(language) => match library.language(*language) {
                Some(language) => to(&[&*names::folder(library, language), "index.html"].concat()),
                None => Becomes::Words("off"),
            },
            Action::ToggleEveryLanguage => to(super::EVERY_VERSION),
            Action::ToggleSummary(summary) => {
                let Place::Page {
                    post: Some(post), ..
                } = self.place
                else {
                    return Becomes::Nothing;
                };
                let Some(post) = library.post(post) else {
                    return Becomes::Nothing;
                };
                let summaries = library.summaries(post);
                match summaries.get(summary.index()) {
                    Some((language, _)) => {
                        Becomes::Link(Some(Url::fragment(&summary_id(language))), None, None)
                    }
                    None => Becomes::Nothing,
                }
            }
            Action::Jump(_) | Action::JumpToBlock(_) => Becomes::Same,
            Action::Peek(_) | Action::Unpeek(_) => Becomes::Nothing,
            _ => Becomes::Room,
        }
    }

    /// The element with its attributes and what is in it; of a button, those that links may have.
    fn copy(self, element: &Element, tag: Tag, button: Option<&str>) -> Element {
        let mut new = Element::new(tag);
        let left_out: &[&str] = match (button, self.place) {
            (Some(_), _) => &["class", "aria-pressed", "aria-expanded", "type", "disabled"],
            (None, Place::Page { .. }) => &[],
            (None, Place::Feed) => &["tabindex", "data-block", "part"],
        };
        let kept = element.attributes.iter();
        let kept = kept.filter(|attribute| !left_out.contains(&attribute.name()));
        new.attributes = kept.cloned().collect();
        // What only scripts can give the focus to would get it from an address, and keep it.
        if new.get("tabindex") == Some("-1") && tag != Tag::A {
            new.remove("tabindex");
        }
        if let Some(kind) = button {
            new = new.class(button_class(element.get("class"), kind));
        }
        new.children(self.nodes(&element.children))
    }

    /// Makes addresses within the site right for this place; false if there is nothing to show.
    fn settle_addresses(self, element: &mut Element) -> bool {
        for name in ["href", "src"] {
            let Some(path) = element.get(name).and_then(at_home) else {
                continue;
            };
            let url = self.home_url(path);
            element.remove(name);
            match url {
                Some(url) if name == "href" => element.set(Attribute::Href(url)),
                Some(url) => element.set(Attribute::Src(url)),
                None if name == "src" => return false,
                None => {}
            }
        }
        if let Some(set) = element
            .get("srcset")
            .filter(|set| set.contains(super::HOST))
        {
            let set = match self.place {
                Place::Page { path, .. } => {
                    let up = "../".repeat(path.matches('/').count());
                    set.replace(super::HOME, &up)
                }
                Place::Feed => {
                    set.replace(super::HOME, self.site.url.as_deref().unwrap_or_default())
                }
            };
            let set = SrcSet::new(&set, Base::Keep).filter(|_| !set.contains(super::HOST));
            element.remove("srcset");
            if let Some(set) = set {
                element.set(Attribute::SrcSet(set));
            }
        }
        true
    }

    /// The address of what a post names by a relative one: a path from the site's folder, or with a
    /// slash, from the root of its host.
    fn home_url(self, path: &str) -> Option<Url> {
        if path.starts_with('/') {
            return match self.place {
                Place::Page { .. } => Url::link(path, Base::Keep),
                Place::Feed => Url::link(path, Base::At(self.site.url.as_deref()?)),
            };
        }
        match self.place {
            Place::Page { .. } => self.url(path),
            Place::Feed => Url::link(&[self.site.url.as_deref()?, path].concat(), Base::Drop),
        }
    }

    /// Room for the ways to show a post with several versions: as many as fit.
    fn views(self) -> [Node; 2] {
        let strings = i18n::strings(self.words);
        let group = |class: &'static str, words: &[&str]| {
            let rooms = words.iter().map(|words| {
                let button = Element::new(Tag::Span).class("button later");
                button.with(Attribute::Title((*words).to_owned()))
            });
            Element::new(Tag::Div).class(class).children(rooms).into()
        };
        let few = [strings.one_text, strings.both_texts];
        let all = [strings.one_text, strings.side_by_side, strings.interleaved];
        [group("views narrow", &few), group("views wide-only", &all)]
    }
}

/// Tags of the list of every version have their pages with those of the home page.
fn tags_folder(shelf: &str) -> &str {
    if super::EVERY_VERSION.starts_with(shelf) {
        ""
    } else {
        shelf
    }
}

/// The id of a summary on the page of its post.
pub(super) fn summary_id(language: &Language) -> String {
    ["summary-", language.as_str()].concat()
}

/// A button's class as that of a link: `kind` is `on` (pressed), `off` (disabled) or nothing.
fn button_class(own: Option<&str>, kind: &str) -> &'static str {
    match (own, kind) {
        (Some("quiet"), "on") => "quiet button on",
        (Some("quiet"), _) => "quiet button",
        (_, "on") => "button on",
        (_, "off") => "button off",
        _ => "button",
    }
}

/// As much room as a button takes, without words that nobody can act on.
fn room(element: &Element) -> Element {
    let class = match element.get("class") {
        Some("copy") => "copy button later",
        Some("quiet") => "quiet button later",
        _ => "button later",
    };
    let words = text_of(&element.children);
    let room = Element::new(Tag::Span).class(class);
    room.with(Attribute::Title(words.trim().to_owned()))
}
