//! A checked bundle → works, versions, tags and languages, indexed.
//!
//! Nothing that is there changes its place. Of a bundle in pieces more may come: further pages of the
//! list, and posts that are read before their page is here.

use crate::{
    Names,
    bundle::{Alignment, Beads, Bundle, Item, TagLabels, concepts, label::fold},
    language::Language,
};

pub use crate::language::closeness;

macro_rules! indexes {
    ($($(#[$doc:meta])* $name:ident,)*) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// The same as an index into a `Vec`.
            #[must_use]
            pub fn index(self) -> usize {
                self.0 as usize
            }

        }
    )* };
}

indexes! {
    /// A post's place in its library.
    PostIndex,
    /// A work's place in its library.
    WorkIndex,
    /// A tag's place in its library.
    TagIndex,
    /// A language's place in its library.
    LanguageIndex,
    /// A summary's place among those of a post: see [`Library::summaries`].
    SummaryIndex,
}

/// One version of a work, in one language.
#[derive(Debug, Clone, PartialEq)]
pub struct Post {
    /// The post as the bundle gives it.
    pub item: Item,
    /// The work it is a version of.
    pub work: WorkIndex,
    /// The language it is written in.
    pub language: LanguageIndex,
    /// Its tags, in the author's order.
    pub tags: Vec<TagIndex>,
    /// Whether its place in the list is known.
    pub is_listed: bool,
}

/// What is said once, in one language or several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Work {
    /// Its versions in the bundle's order, at least one, each in a language of its own.
    pub versions: Vec<PostIndex>,
    /// What its versions share, if there may be several.
    pub translation_key: Option<String>,
    /// The version that stands first in the list, once one does.
    pub first: Option<PostIndex>,
}

/// A tag as readers see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// The bundle's own id for it, else as the first post wrote it.
    pub id: String,
    /// Labels by language, if the bundle gives any.
    pub labels: Vec<(Language, String)>,
    /// The language of all posts that have it, if it is the same.
    pub language: Option<LanguageIndex>,
    /// How many posts have it, of those that are here.
    pub posts: u32,
    /// How many works have it, as a bundle in several pages tells.
    pub awaited: u32,
}

/// Everything in a bundle, ready to be looked up.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Library {
    /// The feed's title; may be empty.
    pub title: String,
    /// The feed's language, which its title is written in.
    pub language: Option<Language>,
    /// Relative addresses of posts that have none of their own are relative to this.
    pub home_page_url: Option<String>,
    /// What to take for images, see [`Bundle::images`].
    pub images: Vec<(String, String)>,
    /// How many works there will be, while pages of the list are still to come.
    pub awaited: Option<u32>,
    posts: Vec<Post>,
    listed: Vec<PostIndex>,
    works: Vec<Work>,
    tags: Vec<Tag>,
    languages: Vec<Language>,
    alignments: Vec<Alignment>,
    by_id: Names,
    by_url: Names,
    by_key: Names,
    by_language: Names,
    concepts: Vec<TagLabels>,
    /// By each name of a tag: where it stands in `slots`.
    by_tag: Names,
    /// The tags that posts have: the bundle's own first, then others as they come.
    slots: Vec<Option<TagIndex>>,
}

impl Library {
    /// Indexes a bundle. Posts that share a `translation_key` are versions of one work.
    #[must_use]
    pub fn new(bundle: Bundle) -> Self {
        let mut library = Self {
            title: bundle.title,
            language: bundle.language,
            home_page_url: bundle.home_page_url,
            images: bundle.images,
            alignments: bundle.alignments,
            by_tag: concepts(&bundle.tags),
            slots: vec![None; bundle.tags.len()],
            concepts: bundle.tags,
            awaited: bundle.awaited,
            ..Self::default()
        };
        for language in &bundle.languages {
            library.language_of(language);
        }
        if library.awaited.is_some() {
            for (slot, concept) in library.slots.iter_mut().zip(&library.concepts) {
                if concept.posts > 0 {
                    library.tags.push(Tag::new(&concept.id, Some(concept)));
                    *slot = Some(TagIndex(last(library.tags.len())));
                }
            }
        }
        library.add(bundle.items, Vec::new(), true);
        library
    }

    fn language_of(&mut self, language: &Language) -> LanguageIndex {
        LanguageIndex(number(&mut self.by_language, language.as_str(), || {
            self.languages.push(language.clone());
            self.languages.len()
        }))
    }

    /// Adds posts of the same bundle, at the end of the list or (not `is_listed`) without a place in it
    /// yet, and what is told of the blocks of their works. A post that is here already gets its text,
    /// or its place.
    pub fn add(&mut self, items: Vec<Item>, mut alignments: Vec<Alignment>, is_listed: bool) {
        self.alignments.append(&mut alignments);
        for item in items {
            let index = match self.find(&item.id) {
                Some(index) => {
                    self.fill(index, item, is_listed);
                    index
                }
                None => self.put(item),
            };
            if let Some(post) = self.posts.get_mut(index.index())
                && is_listed
                && !post.is_listed
            {
                post.is_listed = true;
                self.listed.push(index);
                if let Some(work) = self.works.get_mut(post.work.index()) {
                    work.first.get_or_insert(index);
                }
            }
        }
    }

    /// Takes over the text of a post, if `item` has it, or where it is, from the list.
    fn fill(&mut self, index: PostIndex, item: Item, is_listed: bool) {
        if let Some(post) = self.posts.get_mut(index.index())
            && (item.elsewhere.is_none() || (is_listed && post.item.elsewhere.is_some()))
        {
            let own = &mut post.item;
            (own.position, own.content) = (item.position, item.content);
            (own.body, own.elsewhere) = (item.body, item.elsewhere);
        }
    }

    fn put(&mut self, item: Item) -> PostIndex {
        let index = PostIndex(last(self.posts.len() + 1));
        let language = self.language_of(&item.language);
        let mut new_work = || {
            let translation_key = item.translation_key.clone();
            self.works.push(Work {
                versions: Vec::new(),
                translation_key,
                first: None,
            });
            self.works.len()
        };
        let work = WorkIndex(match &item.translation_key {
            Some(key) => number(&mut self.by_key, key, new_work),
            None => last(new_work()),
        });
        if let Some(work) = self.works.get_mut(work.index()) {
            work.versions.push(index);
        }
        let mut own = Vec::new();
        for tag in &item.tags {
            let slot = number(&mut self.by_tag, &fold(tag), || {
                self.slots.push(None);
                self.slots.len()
            });
            // Whichever of its names a post has, it is one tag.
            let concept = self.concepts.get(slot as usize);
            let id = concept.map_or(tag, |concept| &concept.id);
            let Some(slot) = self.slots.get_mut(slot as usize) else {
                continue;
            };
            let tag = *slot.get_or_insert_with(|| {
                self.tags.push(Tag::new(id, concept));
                TagIndex(last(self.tags.len()))
            });
            if own.contains(&tag) {
                continue;
            }
            own.push(tag);
            if let Some(tag) = self.tags.get_mut(tag.index()) {
                tag.language = match tag.posts {
                    0 => Some(language),
                    _ => tag.language.filter(|other| *other == language),
                };
                tag.posts += 1;
            }
        }
        self.by_id.insert(item.id.clone(), index.0);
        if let Some(url) = &item.url {
            number(&mut self.by_url, address(url), || index.index() + 1);
        }
        self.posts.push(Post {
            item,
            work,
            language,
            tags: own,
            is_listed: false,
        });
        index
    }

    /// The posts that have a place in the list, in the bundle's order.
    #[must_use]
    pub fn listed(&self) -> &[PostIndex] {
        &self.listed
    }

    /// All posts, in the order in which they came: for a bundle in one piece, its own.
    #[must_use]
    pub fn posts(&self) -> &[Post] {
        &self.posts
    }

    /// All works, in the order of their first versions.
    #[must_use]
    pub fn works(&self) -> &[Work] {
        &self.works
    }

    /// All tags, in the order in which they first stand in a post.
    #[must_use]
    pub fn tags(&self) -> &[Tag] {
        &self.tags
    }

    /// All languages, in the order in which they first stand in the bundle.
    #[must_use]
    pub fn languages(&self) -> &[Language] {
        &self.languages
    }

    /// A post by its place.
    #[must_use]
    pub fn post(&self, index: PostIndex) -> Option<&Post> {
        self.posts.get(index.index())
    }

    /// A post by its id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<PostIndex> {
        self.by_id.get(id).copied().map(PostIndex)
    }

    /// A post by its address, whatever the fragment and a slash at the end.
    #[must_use]
    pub fn find_url(&self, url: &str) -> Option<PostIndex> {
        self.by_url.get(address(url)).copied().map(PostIndex)
    }

    /// A tag by its id or by any of its labels, in whatever case.
    #[must_use]
    pub fn find_tag(&self, id: &str) -> Option<TagIndex> {
        let slot = *self.by_tag.get(&fold(id))?;
        *self.slots.get(slot as usize)?
    }

    /// A tag by its place.
    #[must_use]
    pub fn tag(&self, index: TagIndex) -> Option<&Tag> {
        self.tags.get(index.index())
    }

    /// A language by its place.
    #[must_use]
    pub fn language(&self, index: LanguageIndex) -> Option<&Language> {
        self.languages.get(index.index())
    }

    /// The beads that the bundle tells for two versions of a work, `left` on the left. They may not
    /// fit the texts: check with [`Beads::covers`].
    #[must_use]
    pub fn beads(&self, left: PostIndex, right: PostIndex) -> Option<Beads> {
        let (left, right) = (&self.post(left)?.item, &self.post(right)?.item);
        let key = left.translation_key.as_ref()?;
        if right.translation_key.as_ref() != Some(key) {
            return None;
        }
        for alignment in &self.alignments {
            if alignment.translation_key != *key {
                continue;
            }
            let [first, second] = &alignment.languages;
            if *first == left.language && *second == right.language {
                return Some(alignment.beads.clone());
            }
            if *first == right.language && *second == left.language {
                return Some(alignment.beads.swapped());
            }
        }
        None
    }

    /// The versions of a post's work, this one included.
    pub fn versions(&self, post: &Post) -> impl Iterator<Item = (PostIndex, &Post)> {
        let work = self.works.get(post.work.index());
        let versions = work.map_or(&[][..], |work| &work.versions);
        versions
            .iter()
            .filter_map(|index| Some((*index, self.post(*index)?)))
    }
}

impl Library {
    /// The summaries of a post's work in further languages, at most one a language.
    #[must_use]
    pub fn summaries<'a>(&'a self, post: &'a Post) -> Vec<(&'a Language, &'a str)> {
        let mut found: Vec<(&Language, &str)> = Vec::new();
        for (_, version) in self.versions(post) {
            for (language, text) in &version.item.summaries {
                if !found.iter().any(|(other, _)| *other == language) {
                    found.push((language, text));
                }
            }
        }
        found
    }
}

impl Tag {
    /// A tag that no post has yet.
    fn new(id: &str, concept: Option<&TagLabels>) -> Self {
        Self {
            id: id.into(),
            labels: concept.map_or(Vec::new(), |concept| concept.labels.clone()),
            language: None,
            posts: 0,
            awaited: concept.map_or(0, |concept| concept.posts),
        }
    }

    /// What a reader of these languages sees: the label in the best of them, else the id. With it,
    /// its language, if that is known.
    #[must_use]
    pub fn label<'a>(&'a self, languages: &[Language]) -> (&'a str, Option<&'a Language>) {
        let mut found = None;
        for wanted in languages {
            let mut least = u32::MAX;
            for (language, label) in &self.labels {
                if let Some(closeness) = closeness(wanted, language)
                    && closeness < least
                {
                    least = closeness;
                    found = Some((language, label));
                }
            }
            if found.is_some() {
                break;
            }
        }
        match found {
            Some((language, label)) => (label, Some(language)),
            None => {
                let same = self.labels.iter().find(|(_, label)| *label == self.id);
                (&self.id, same.map(|(language, _)| language))
            }
        }
    }
}

/// The number of a name. A new name gets that of what `add` adds, which gives the count after it.
fn number(names: &mut Names, name: &str, add: impl FnOnce() -> usize) -> u32 {
    if let Some(number) = names.get(name) {
        return *number;
    }
    let number = last(add());
    names.insert(name.into(), number);
    number
}

/// The index of the last of so many.
fn last(count: usize) -> u32 {
    u32::try_from(count.saturating_sub(1)).unwrap_or(u32::MAX)
}

/// An address without its fragment and last slash.
fn address(url: &str) -> &str {
    let url = url.split('#').next().unwrap_or(url);
    url.strip_suffix('/').unwrap_or(url)
}
