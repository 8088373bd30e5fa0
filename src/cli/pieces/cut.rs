//! A whole bundle → its pieces: a file for each body, further pages of the list, and the head.

use std::{collections::BTreeMap, path::Path, rc::Rc};

use super::{
    item::{body, body_address, entries, listed, settle, without},
    name,
    opening::Openings,
    tags::tags,
};
use crate::{
    bundle::{Alignment, Bundle, Item, TagLabels, concepts, label::fold, value::Value},
    cli::{
        feed::{object, text, to_alignment, to_tag},
        report::Fault,
    },
    library::{Library, Post, PostIndex},
    search::tag_words,
    state::FEW_CARDS,
};

/// How many items a further page of the list has; the one with the newest has what is left.
const PAGE: usize = 500;
/// How many items the head has, in a bundle that has further pages: what the list shows at first. All that
/// more of them would do is to keep the first screen waiting.
const HEAD: usize = FEW_CARDS;

/// Takes a piece: its path from the folder of the pieces, and its text.
pub(super) type Take<'a> = &'a mut dyn FnMut(&str, &str) -> Result<(), Fault>;

/// What the search index is made from, of one post: its place in the list (over the head and all pages,
/// from 0), its language or `und`, its title, all words for its tags, and its text as it is written.
pub(in crate::cli) type Searched<'a> = (u32, &'a str, &'a str, String, &'a str);

/// A bundle on the way to its pieces.
#[derive(Debug)]
pub(super) struct Cut {
    /// The folder of the pieces, as addresses write it.
    folder: String,
    library: Rc<Library>,
    openings: Openings,
    tags: Vec<TagLabels>,
    alignments: Vec<Alignment>,
    /// By translation keys: which alignments are of this work.
    of_work: BTreeMap<String, Vec<usize>>,
    /// The fields of the feed, without its items and what we add to it.
    feed: Vec<(String, Value)>,
    /// What we add to it, without what pieces have.
    own: Vec<(String, Value)>,
    /// Of each post in the order of the list: the name of its file, if it has one.
    names: Vec<Option<String>>,
    /// The item with its body, until its file is made.
    whole: Vec<Value>,
    /// The item as the list has it.
    listed: Vec<Value>,
}

/// How many of so many items are in the head: few more are not worth a page.
fn in_head(total: usize) -> usize {
    if total <= 2 * HEAD { total } else { HEAD }
}

impl Cut {
    /// Prepares the cut. `bundle` is what a reader made of `feed`, of which it needs no bodies and no
    /// alignments; `folder` is the name of the folder of the pieces.
    pub(super) fn new(
        mut feed: Value,
        bundle: Bundle,
        alignments: Vec<Alignment>,
        folder: &str,
    ) -> Self {
        let mut items = match feed.take("items") {
            Value::List(items) => items,
            _ => Vec::new(),
        };
        let own = entries(feed.take("_liseuse"));
        let feed = entries(feed);
        let tags = bundle.tags.clone();
        let library = Rc::new(Library::new(bundle));
        let mut cut = Self {
            folder: name::encoded(folder),
            tags,
            openings: Openings::new(&library),
            library,
            of_work: BTreeMap::new(),
            feed: without(feed, &["items", "_liseuse", "next_url"]),
            own: without(own, &["version", "tags", "alignments"]),
            names: Vec::new(),
            whole: Vec::new(),
            listed: Vec::new(),
            alignments,
        };
        for (index, alignment) in cut.alignments.iter().enumerate() {
            let key = alignment.translation_key.clone();
            cut.of_work.entry(key).or_default().push(index);
        }
        for post in Rc::clone(&cut.library).posts() {
            let place = items.get_mut(post.item.position);
            let mut item = place.map_or(Value::Null, std::mem::take);
            settle(&mut item, &post.item);
            let name = name::of_body(&post.item.id);
            let address = name
                .as_ref()
                .map(|name| format!("{}/{name}.json", cut.folder));
            cut.listed.push(match address {
                Some(address) => listed(&item, &post.item, address),
                None => item.clone(),
            });
            cut.names.push(name);
            cut.whole.push(item);
        }
        cut
    }

    /// The paths of all bodies and pages.
    pub(super) fn files(&self) -> impl Iterator<Item = String> {
        let pages = 1..=self.pages_number();
        let names = self.names.iter().flatten();
        names
            .map(|name| format!("{name}.json"))
            .chain(pages.map(name::of_page))
    }

    fn pages_number(&self) -> usize {
        let rest = self.listed.len() - in_head(self.listed.len());
        rest.div_ceil(PAGE)
    }

    /// All posts, as the search takes them; before their bodies are handed over.
    pub(super) fn searched(&self) -> impl Iterator<Item = Searched<'_>> {
        let posts = self.library.posts().iter().zip(&self.whole);
        (0..).zip(posts).map(|(number, (post, whole))| {
            let item = &post.item;
            let (language, tags) = (item.language.as_str(), tag_words(&self.library, post));
            (
                number,
                language,
                &*item.title,
                tags,
                body(whole, item.content),
            )
        })
    }

    /// Hands over the file of each body; from now on the list knows their hashes.
    pub(super) fn bodies(&mut self, take: Take<'_>) -> Result<(), Fault> {
        let names = concepts(&self.tags);
        let mut hashes: Vec<Option<String>> = Vec::with_capacity(self.names.len());
        for index in 0..self.names.len() {
            let Some(Some(name)) = self.names.get(index).cloned() else {
                hashes.push(None);
                continue;
            };
            let place = self.whole.get_mut(index);
            let whole = place.map_or(Value::Null, std::mem::take);
            let text = self.body_file(index, whole, &names)?;
            let hash = name::hash(text.as_bytes());
            take(&format!("{name}.json"), &with_own_hash(text, &hash))?;
            hashes.push(Some(hash));
        }
        for (item, hash) in self.listed.iter_mut().zip(hashes) {
            if let (Some(Value::Text(address)), Some(hash)) = (body_address(item), hash) {
                *address = name::with_hash(address, &hash);
            }
        }
        Ok(())
    }

    /// The file of a body, without its hash. The other versions are named without theirs: two files
    /// that name each other cannot both know the hash of the other.
    fn body_file(
        &mut self,
        index: usize,
        whole: Value,
        names: &crate::Names,
    ) -> Result<String, Fault> {
        let library = Rc::clone(&self.library);
        let posts = library.posts();
        let place = u32::try_from(index).map_or(PostIndex(u32::MAX), PostIndex);
        let opening = posts.get(index).and_then(|post| {
            let body = body(&whole, post.item.content);
            self.openings.of(place, body)
        });
        let (mut items, mut tags, mut alignments) = (vec![whole], Vec::new(), Vec::new());
        if let Some(post) = posts.get(index) {
            let others = self.library.versions(post);
            let others: Vec<(PostIndex, &Post)> =
                others.filter(|(other, _)| other.index() != index).collect();
            let listed = others
                .iter()
                .filter_map(|(other, _)| self.listed.get(other.index()));
            items.extend(listed.cloned());
            tags = self.concepts_of([post].into_iter().chain(others.iter().map(|o| o.1)), names);
            alignments = self.alignments_of(&post.item);
        }
        let mut fields = self.fields(&["version", "title", "language", "home_page_url"]);
        fields.push(("items", Value::List(items)));
        let own = vec![
            ("version", Value::Number(1.0)),
            ("tags", Value::List(tags)),
            ("alignments", Value::List(alignments)),
            ("opening", opening.unwrap_or(Value::Null)),
        ];
        fields.push(("_liseuse", object(own)));
        to_text(&object(fields))
    }

    fn fields<'a>(&self, wanted: &[&'a str]) -> Vec<(&'a str, Value)> {
        let field = |name: &&'a str| {
            let mut fields = self.feed.iter();
            let (_, value) = fields.rfind(|(key, _)| key == name)?;
            Some((*name, value.clone()))
        };
        wanted.iter().filter_map(field).collect()
    }

    /// The labelled tags of these posts, in the bundle's order.
    fn concepts_of<'a>(
        &self,
        posts: impl Iterator<Item = &'a Post>,
        names: &crate::Names,
    ) -> Vec<Value> {
        let tags = posts.flat_map(|post| &post.item.tags);
        let mut found: Vec<u32> = tags
            .filter_map(|tag| names.get(&fold(tag)).copied())
            .collect();
        found.sort_unstable();
        found.dedup();
        let tags = found.iter().filter_map(|at| self.tags.get(*at as usize));
        tags.map(|tag| to_tag(&tag.id, &tag.labels, None)).collect()
    }

    fn alignments_of(&self, item: &Item) -> Vec<Value> {
        let key = item.translation_key.as_ref();
        let found = key.and_then(|key| self.of_work.get(key)).into_iter();
        found
            .flatten()
            .filter_map(|index| self.alignments.get(*index))
            .filter(|alignment| alignment.languages.contains(&item.language))
            .map(to_alignment)
            .collect()
    }

    /// Hands over the further pages of the list, and gives their addresses in the order of the list. They are
    /// counted from the oldest: while newer posts come, none of them changes but the first of the list.
    pub(super) fn pages(&mut self, take: Take<'_>) -> Result<Vec<String>, Fault> {
        let mut rest = self.listed.split_off(in_head(self.listed.len()));
        let mut addresses = Vec::new();
        for number in 1..=rest.len().div_ceil(PAGE) {
            let items = rest.split_off(rest.len().saturating_sub(PAGE));
            let mut fields = self.fields(&["version", "title", "language"]);
            if number > 1 {
                // Without a hash: else every page would change with the oldest.
                fields.push(("next_url", text(&format!("{}.json", number - 1))));
            }
            fields.push(("items", Value::List(items)));
            fields.push(("_liseuse", object(vec![("version", Value::Number(1.0))])));
            let page = to_text(&object(fields))?;
            let path = name::of_page(number);
            take(&path, &page)?;
            let address = format!("{}/{path}", self.folder);
            addresses.insert(0, name::with_hash(&address, &name::hash(page.as_bytes())));
        }
        Ok(addresses)
    }

    /// The head; `pages` and `search` are addresses.
    pub(super) fn head(mut self, pages: &[String], search: Option<&str>) -> Result<String, Fault> {
        let tags = tags(&self.library, &self.tags);
        let number = |number: usize| Value::Number(number as f64);
        let languages = self.library.languages().iter();
        let languages = languages.map(|language| text(language.as_str()));
        let mut own = vec![
            ("version", Value::Number(1.0)),
            ("posts", number(self.library.posts().len())),
            ("works", number(self.library.works().len())),
            ("languages", Value::List(languages.collect())),
            (
                "pages",
                Value::List(pages.iter().map(|page| text(page)).collect()),
            ),
            ("search", search.map_or(Value::Null, text)),
            ("tags", Value::List(tags)),
            ("alignments", Value::List(self.fileless_alignments())),
        ];
        let kept = std::mem::take(&mut self.own);
        for (name, value) in &kept {
            if !own.iter().any(|(known, _)| known == name) {
                own.push((name, value.clone()));
            }
        }
        let mut fields: Vec<(&str, Value)> = Vec::new();
        for (name, value) in &self.feed {
            fields.push((name, value.clone()));
        }
        if let Some(page) = pages.first() {
            fields.push(("next_url", text(name::without_hash(page).0)));
        }
        fields.push(("_liseuse", object(own)));
        fields.push(("items", Value::List(self.listed)));
        to_text(&object(fields))
    }

    /// The alignments of two versions of which neither has a file.
    fn fileless_alignments(&self) -> Vec<Value> {
        // Nearly always there is none.
        let posts = self.names.iter().zip(self.library.posts());
        let fileless: Vec<&Item> = posts
            .filter(|(name, _)| name.is_none())
            .map(|(_, post)| &post.item)
            .collect();
        if fileless.len() < 2 {
            return Vec::new();
        }
        let is_fileless = |alignment: &&Alignment| {
            let its = fileless.iter().filter(|item| {
                item.translation_key.as_ref() == Some(&alignment.translation_key)
                    && alignment.languages.contains(&item.language)
            });
            its.count() > 1
        };
        let found = self.alignments.iter().filter(is_fileless);
        found.map(to_alignment).collect()
    }
}

pub(super) fn to_text(value: &Value) -> Result<String, Fault> {
    serde_json::to_string(value).map_err(|error| bug(&error.to_string()))
}

/// What cannot be.
pub(in crate::cli) fn bug(what: &str) -> Fault {
    Fault::error(Path::new("liseuse-bundle"), what, "report this as a bug")
}

/// Puts its hash into the text of a body's file, which ends with what we add to the feed.
fn with_own_hash(text: String, hash: &str) -> String {
    match text.strip_suffix("}}") {
        Some(start) => [start, ",\"hash\":\"", hash, "\"}}"].concat(),
        None => text,
    }
}
