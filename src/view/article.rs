//! The open post.

use super::{
    View, button, language_attributes,
    node::{Attribute, Element, Handle, Node, Tag, Url},
    pair::Pair,
    toolbar::group,
};
use crate::{
    action::Action,
    i18n,
    language::Language,
    library::{LanguageIndex, Post, SummaryIndex},
    markdown::{typography::line, url::Base},
    route::{self, Place},
    state::{Article, Text},
};

impl View<'_> {
    /// The bar with the way back and the switcher, and the post itself.
    pub(super) fn article(self, article: &Article) -> Option<Element> {
        let post = self.state.library.post(article.post)?;
        let item = &post.item;
        let title = language_attributes(Element::new(Tag::H1), &item.language)
            .part("title")
            .with(Attribute::TabIndex(-1))
            .handle(Handle::Title)
            .children(line(&item.title, &item.language));
        let own = Attribute::LangOfInterface(self.state.strings.language);
        let mut meta = Element::new(Tag::P).class("meta").part("meta").with(own);
        meta = meta.children(self.facts(article.post, false));
        for tag in &post.tags {
            meta = meta.children(self.tag_name(*tag, post));
        }
        let is_shown = article.full != Some(false);
        let pair = self.pair(article, post).filter(|_| is_shown);
        let other_title = pair.map(|pair| {
            let item = &pair.other.item;
            let title = language_attributes(Element::new(Tag::P), &item.language);
            title
                .class("other")
                .children(line(&item.title, &item.language))
        });
        let header = Element::new(Tag::Header).child(title);
        let header = header.children(other_title).child(meta);
        let coverage = pair.map(|pair| self.coverage(pair));
        let element = Element::new(Tag::Article)
            .part("article")
            .handle(Handle::Article)
            .with(Attribute::Lang(item.language.clone()))
            .child(header.children(coverage))
            .children(self.shown_instead(article, post))
            .children(self.other_summary(article, post))
            .children(self.full_text(article, post));
        let element = if is_shown {
            element
                .children(self.beside_notice(article))
                .children(self.text(article, post, pair))
        } else {
            element
        };
        let class = match pair {
            Some(_) if self.has_columns() => "post wide",
            _ => "post",
        };
        let frame = Element::new(Tag::Div)
            .class(class)
            .child(self.bar(article, post));
        // Another post is another article: nothing of the last one is kept.
        Some(frame.child(element.key(article.post.0)))
    }

    fn bar(self, article: &Article, post: &Post) -> Element {
        let state = self.state;
        let list = Place {
            post: None,
            languages: Vec::new(),
            block: None,
            view: None,
            ..state.place()
        };
        let back = Element::new(Tag::A).class("back").text(state.strings.back);
        // The list of pages lies beside them.
        let page = state.page();
        let page = page.and_then(|page| Url::link("index.html", Base::At(page.as_str())));
        let back = match page {
            Some(page) => back.with(Attribute::Href(page)),
            None => {
                let url = Url::fragment(&route::print(&list, &state.settings.key));
                back.with(Attribute::Href(url)).on(Action::Close)
            }
        };
        let bar = Element::new(Tag::Div)
            .class("bar")
            .part("toolbar")
            .handle(Handle::Bar)
            .key(u32::MAX)
            .child(back);
        let switcher = self.switcher(article, post);
        if switcher.is_none() {
            return bar;
        }
        let tools = Element::new(Tag::Div).class("tools").children(switcher);
        bar.child(self.views(tools, article, post))
    }

    /// Every language of the bundle, and what there is of this post in it.
    fn switcher(self, article: &Article, post: &Post) -> Option<Element> {
        let strings = self.state.strings;
        let languages = self.state.library.languages();
        let summaries = self.state.library.summaries(post);
        if languages.len() < 2 && summaries.is_empty() {
            return None;
        }
        let note = |text: &'static str| Element::new(Tag::Small).text(" ").text(text);
        let name = |language: &Language| self.own_named(Element::new(Tag::Span), language);
        let summary = |index: usize, language: &Language| {
            let index = SummaryIndex(u32::try_from(index).unwrap_or(u32::MAX));
            button()
                .with(Attribute::AriaPressed(article.summary == Some(index)))
                .on(Action::ToggleSummary(index))
                .child(name(language))
                .child(note(strings.summary_only))
        };
        let is_held = article.full == Some(false);
        let buttons = (0..)
            .map(LanguageIndex)
            .zip(languages)
            .map(|(index, language)| {
                let version = self
                    .state
                    .library
                    .versions(post)
                    .find(|(_, v)| v.language == index);
                let said = summaries.iter().position(|(other, _)| *other == language);
                let element = button();
                match (version, said) {
                    (Some((other, _)), _) => {
                        let is_here = other == article.post;
                        let action = if is_here && is_held {
                            Action::ToggleText
                        } else {
                            Action::Open(other)
                        };
                        let mut element = self
                            .own_named(element, language)
                            .with(Attribute::AriaPressed(is_here && !is_held))
                            .on(action);
                        if is_here {
                            element = element.handle(Handle::Version);
                        }
                        element
                    }
                    (None, Some(index)) => summary(index, language),
                    (None, None) => element
                        .with(Attribute::Disabled)
                        .child(name(language))
                        .child(note(strings.not_available)),
                }
            });
        let mut group = group("languages", strings.versions).children(buttons);
        // What is said in languages that no post is written in.
        for (index, (language, _)) in summaries.iter().enumerate() {
            if !languages.contains(language) {
                group = group.child(summary(index, language));
            }
        }
        Some(group)
    }

    fn shown_instead(self, article: &Article, post: &Post) -> Option<Element> {
        let strings = self.state.strings;
        let wanted = article.instead_of.as_ref()?;
        let words = match article.full {
            Some(false) if article.summary.is_some() => strings.summary_instead,
            _ => strings.shown_instead,
        };
        let text = i18n::fill(words, &self.name(wanted));
        let text = i18n::fill(&text, &self.name(&post.item.language));
        let line = Element::new(Tag::P).class("instead").part("notice");
        Some(
            line.with(Attribute::LangOfInterface(strings.language))
                .text(text),
        )
    }

    fn other_summary(self, article: &Article, post: &Post) -> Option<Element> {
        let summaries = self.state.library.summaries(post);
        let (language, text) = *summaries.get(article.summary?.index())?;
        let strings = self.state.strings;
        let section = Element::new(Tag::Section)
            .class("other-summary")
            .with(Attribute::LangOfInterface(strings.language))
            .with(Attribute::AriaLabel(strings.summary.into()));
        let words = language_attributes(Element::new(Tag::P), language);
        Some(section.child(words.children(line(text, language))))
    }

    /// What shows the text and hides it, where a summary stands first.
    fn full_text(self, article: &Article, post: &Post) -> Option<Element> {
        let strings = self.state.strings;
        let more = button()
            .with(Attribute::AriaExpanded(article.full?))
            .on(Action::ToggleText)
            .text(i18n::fill(
                strings.full_text,
                &self.name(&post.item.language),
            ));
        let own = Attribute::LangOfInterface(strings.language);
        Some(Element::new(Tag::P).class("full").with(own).child(more))
    }

    /// Why the other version does not stand beside this one, although it is wanted.
    fn beside_notice(self, article: &Article) -> Option<Element> {
        let strings = self.state.strings;
        let beside = self.beside(article)?;
        let post = self.state.library.post(beside.post)?;
        match beside.text {
            Text::Ready(_) => None,
            Text::Waiting => Some(self.waiting()),
            Text::TooLong | Text::Broken | Text::Lost => {
                let name = self.name(&post.item.language);
                let text = i18n::fill(strings.other_unreadable, &name);
                Some(self.unreadable(&text, post))
            }
        }
    }

    pub(super) fn waiting(self) -> Element {
        let strings = self.state.strings;
        let element = Element::new(Tag::P)
            .class("waiting")
            .with(Attribute::LangOfInterface(strings.language));
        element.text(strings.loading)
    }

    fn text(self, article: &Article, post: &Post, pair: Option<Pair<'_>>) -> Vec<Node> {
        let strings = self.state.strings;
        let own = Attribute::LangOfInterface(strings.language);
        match &article.text {
            Text::Waiting => vec![self.waiting().into()],
            Text::Ready(body) => {
                let text = match pair {
                    Some(pair) => self.both(pair),
                    None => language_attributes(Element::new(Tag::Div), &post.item.language)
                        .class("body")
                        .part("body")
                        .children(self.peekable(article, body)),
                };
                let mut nodes = vec![text.into()];
                if body.is_cut || pair.is_some_and(|pair| pair.right.is_cut) {
                    let notice = self.plain_notice(strings.cut).with(own);
                    let rest = button().on(Action::ShowRest).text(strings.show_rest);
                    nodes.push(notice.child(Element::new(Tag::P).child(rest)).into());
                }
                nodes
            }
            Text::TooLong => vec![self.unreadable(strings.too_long, post).into()],
            Text::Broken => vec![self.unreadable(strings.broken, post).into()],
            Text::Lost => {
                let notice = self.unreadable(strings.text_lost, post);
                vec![notice.child(self.retry()).into()]
            }
        }
    }

    fn unreadable(self, text: &str, post: &Post) -> Element {
        let strings = self.state.strings;
        let notice = self
            .plain_notice(text)
            .with(Attribute::LangOfInterface(strings.language));
        let url = post
            .item
            .url
            .as_ref()
            .and_then(|url| Url::link(url, Base::Drop));
        let link = url.map(|url| {
            let link = Element::new(Tag::A)
                .with(Attribute::Href(url))
                .with(Attribute::Rel("noopener"));
            Element::new(Tag::P).child(link.text(strings.at_its_address))
        });
        notice.children(link)
    }
}
