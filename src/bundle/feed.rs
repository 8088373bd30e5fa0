//! A parsed document → a [`Bundle`]: the feed's own fields, and the items made unique.

use super::{
    Alignment, Bundle, FORMAT_VERSION, Item, MAX_ALIGNMENTS, MAX_ITEMS, MAX_TAG_CHARS,
    MAX_TAG_LABELS, MAX_TITLE_CHARS, TagLabels, beads,
    check::{Checker, Place},
    defect::Defect,
    item::{self, Context},
    label::fold,
    value::Value,
};
use crate::{
    Names,
    error::{Error, Result},
    language::Language,
    text::{digits, integer},
};

const JSON_FEED: &str = "https://jsonfeed.org/version/1";
/// Keys of the feed's `_liseuse` that are known, to this version or to the format.
const KEYS: &[&str] = &[
    "alignments",
    "hash",
    "images",
    "languages",
    "pages",
    "posts",
    "search",
    "tags",
    "version",
    "works",
];

/// Checks a parsed document and makes a bundle of it.
///
/// Bodies that are [`Value::Withheld`] give items without a body; everything else is as in
/// [`from_slice`](super::from_slice).
///
/// # Errors
/// [`Error::NotAFeed`] when there is no list of items, [`Error::TooNew`], and [`Error::TooLarge`]
/// for more than [`MAX_ITEMS`] items. Anything less is in [`Bundle::problems`].
pub fn from_value(mut value: Value) -> Result<Bundle> {
    if !matches!(value, Value::Map(_)) {
        return Err(not_a_feed(&[value.kind()]));
    }
    let items = match value.take("items") {
        Value::List(items) => items,
        Value::Null => return Err(not_a_feed(&["an object without `items`"])),
        other => return Err(not_a_feed(&["an object whose `items` is ", other.kind()])),
    };
    if items.len() > MAX_ITEMS {
        return Err(Error::TooLarge {
            what: "items",
            limit: MAX_ITEMS,
            got: items.len(),
        });
    }
    let mut check = Checker::default();
    let own = read_extension(&mut value, &mut check)?;
    read_version(value.take("version"), &mut check);
    let title = check.label(value.take("title"), Place::Feed("title"), MAX_TITLE_CHARS);
    if title.is_none() && own.is_some() {
        check.tell(Place::Feed("title"), Defect::NoFeedTitle);
    }
    let context = Context {
        language: check.language(value.take("language"), Place::Feed("language")),
        ours: own.is_some(),
    };
    let home_page_url = check.url(value.take("home_page_url"), Place::Feed("home_page_url"));
    let items = read_items(items, &context, &mut check);
    if check.without_language > 0 && context.ours {
        let defect = Defect::NoLanguage(check.without_language);
        check.tell(Place::Feed("language"), defect);
    }
    let mut own = own.unwrap_or_default();
    let tags = read_tags(own.take("tags"), &mut check);
    let alignments = read_alignments(own.take("alignments"), &mut check);
    let mut images = Vec::new();
    for (name, value) in check.entries(own.take("images"), Place::Feed("_liseuse.images")) {
        if let Value::Text(address) = value {
            images.push((name, address));
        }
    }
    let mut languages = Vec::new();
    for value in check.list(own.take("languages"), Place::Feed("_liseuse.languages")) {
        languages.extend(check.language(value, Place::Feed("_liseuse.languages")));
    }
    let works = check.count(own.take("works"), Place::Feed("_liseuse.works"));
    let pages = check.list(own.take("pages"), Place::Feed("_liseuse.pages"));
    Ok(Bundle {
        languages,
        awaited: works.filter(|_| !pages.is_empty()),
        alignments,
        title: title.unwrap_or_default(),
        language: context.language,
        home_page_url,
        items,
        tags,
        images,
        problems: check.finish(),
    })
}

fn not_a_feed(found: &[&str]) -> Error {
    Error::NotAFeed {
        found: found.concat(),
    }
}

/// The feed's `_liseuse`; `None` for a feed that has nothing of ours.
fn read_extension(value: &mut Value, check: &mut Checker) -> Result<Option<Value>> {
    let mut own = match value.take("_liseuse") {
        own @ Value::Map(_) => own,
        Value::Null => return Ok(None),
        other => {
            check.mismatch(Place::Feed("_liseuse"), &other, "an object");
            return Ok(None);
        }
    };
    check.unknown_keys(&own, KEYS, Place::Feed("_liseuse"));
    let version = match own.take("version") {
        // A minor version adds only what an older reader may ignore.
        Value::Number(number) if number >= 1.0 => number as u32,
        other => {
            check.tell(Place::Feed("_liseuse.version"), Defect::NoFormatVersion);
            match other {
                Value::Text(text) => integer(text.trim()).unwrap_or(FORMAT_VERSION),
                _ => FORMAT_VERSION,
            }
        }
    };
    if version > FORMAT_VERSION {
        return Err(Error::TooNew { version });
    }
    Ok(Some(own))
}

fn read_version(value: Value, check: &mut Checker) {
    let known = match &value {
        Value::Text(text) => {
            let text = text.trim();
            let text = text
                .strip_prefix("http:")
                .map_or(text.to_owned(), |rest| ["https:", rest].concat());
            text.starts_with(JSON_FEED)
        }
        _ => false,
    };
    if !known {
        check.tell(Place::Feed("version"), Defect::NoFeedVersion);
    }
}

fn read_items(list: Vec<Value>, context: &Context, check: &mut Checker) -> Vec<Item> {
    let mut ids = Ids::written(&list);
    let mut taken = Names::new();
    let mut items = Vec::with_capacity(list.len());
    for (at, value) in list.into_iter().enumerate() {
        let Some(mut item) = item::read(value, at, context, check) else {
            continue;
        };
        if let Some(unique) = ids.claim(&item.id) {
            let defect = Defect::IdTaken {
                id: &item.id,
                unique: &unique,
            };
            check.tell(Place::Item(at, "id"), defect);
            item.id = unique;
        }
        if let Some(key) = &item.translation_key
            && taken
                .insert([key, "\0", item.language.as_str()].concat(), 0)
                .is_some()
        {
            let language = item.language.as_str();
            let place = Place::Item(at, "_liseuse.translation_key");
            check.tell(place, Defect::KeyTaken { key, language });
            item.translation_key = None;
        }
        items.push(item);
    }
    items
}

/// The ids of a bundle: who has one, and which are free.
struct Ids(Names);

impl Ids {
    /// All ids as they are written, so that no made-up one takes the place of another post's.
    fn written(list: &[Value]) -> Self {
        let id = |value: &Value| match value {
            Value::Map(entries) => entries
                .iter()
                .rfind(|(key, _)| key == "id")
                .and_then(|(_, id)| item::id_text(id)),
            _ => None,
        };
        let mut names = Names::new();
        for id in list.iter().filter_map(id) {
            names.insert(id, 0);
        }
        Self(names)
    }

    /// Takes an id. When someone has it already, a new one is made by adding a number.
    fn claim(&mut self, id: &str) -> Option<String> {
        let mut number = self.0.get(id).copied().unwrap_or(0);
        if number == 0 {
            // The number that the next post of this id will try.
            self.0.insert(id.to_owned(), 2);
            return None;
        }
        // No id is tried twice, so that a thousand equal ones cost a thousand steps.
        let unique = loop {
            let unique = [id, "-", &digits(number)].concat();
            number = number.saturating_add(1);
            if !self.0.contains_key(unique.as_str()) {
                break unique;
            }
        };
        self.0.insert(id.to_owned(), number);
        self.0.insert(unique.clone(), 2);
        Some(unique)
    }
}

fn read_tags(value: Value, check: &mut Checker) -> Vec<TagLabels> {
    let list = check.list(value, Place::Feed("_liseuse.tags"));
    if list.len() > MAX_TAG_LABELS {
        check.tell(Place::Feed("_liseuse.tags"), Defect::TooManyTagLabels);
    }
    let mut seen = Names::new();
    let (mut tags, mut places) = (Vec::new(), Vec::new());
    for (at, mut value) in list.into_iter().take(MAX_TAG_LABELS).enumerate() {
        let Some(id) = check.label(value.take("id"), Place::Tag(at, ".id"), MAX_TAG_CHARS) else {
            check.tell(Place::Tag(at, ""), Defect::TagWithoutId);
            continue;
        };
        let labels = read_labels(value.take("labels"), at, check);
        let posts = check.count(value.take("posts"), Place::Tag(at, ".posts"));
        // Lists have a place for each count up to the largest: see `query`.
        let posts = posts.unwrap_or(0).min(MAX_ITEMS as u32);
        if seen.insert(fold(&id), 0).is_none() {
            places.push(at);
            tags.push(TagLabels { id, labels, posts });
        } else {
            check.tell(Place::Tag(at, ".id"), Defect::TagTwice);
        }
    }
    // In the widget this would cost a look-up a label, to say nothing.
    if cfg!(not(target_family = "wasm")) {
        tell_shared_labels(&tags, &places, check);
    }
    tags
}

/// The concepts among tags by their names, folded: ids go before labels, and earlier ones before
/// later ones. With each the index of its concept.
pub(crate) fn concepts(tags: &[TagLabels]) -> Names {
    let mut names = Names::new();
    for (index, tag) in (0..).zip(tags) {
        names.insert(fold(&tag.id), index);
    }
    for (index, tag) in (0..).zip(tags) {
        for (_, label) in &tag.labels {
            names.entry(fold(label)).or_insert(index);
        }
    }
    names
}

/// Tells of labels that are another tag's name already. `places` has where each tag stands.
fn tell_shared_labels(tags: &[TagLabels], places: &[usize], check: &mut Checker) {
    let names = concepts(tags);
    for ((index, tag), at) in (0..).zip(tags).zip(places) {
        for (_, label) in &tag.labels {
            let owner = names.get(&fold(label)).filter(|owner| **owner != index);
            if let Some(owner) = owner.and_then(|owner| tags.get(*owner as usize)) {
                let id = &owner.id;
                check.tell(Place::Tag(*at, ".labels"), Defect::LabelTaken { label, id });
            }
        }
    }
}

fn read_alignments(value: Value, check: &mut Checker) -> Vec<Alignment> {
    let list = check.list(value, Place::Feed("_liseuse.alignments"));
    let mut alignments = Vec::new();
    for (at, value) in list.into_iter().take(MAX_ALIGNMENTS).enumerate() {
        match beads::read(value) {
            Some(alignment) => alignments.push(alignment),
            None => check.tell(Place::Alignment(at), Defect::NoBeads),
        }
    }
    alignments
}

fn read_labels(value: Value, at: usize, check: &mut Checker) -> Vec<(Language, String)> {
    let place = Place::Tag(at, ".labels");
    let mut labels: Vec<(Language, String)> = Vec::new();
    for (key, value) in check.entries(value, place).into_iter().take(MAX_TAG_CHARS) {
        let Some(language) = Language::parse(&key) else {
            check.tell(place, Defect::NoLanguageTag(&key));
            continue;
        };
        let Some(label) = check.label(value, place, MAX_TAG_CHARS) else {
            continue;
        };
        match labels.iter_mut().find(|(known, _)| *known == language) {
            Some((_, earlier)) => *earlier = label,
            None => labels.push((language, label)),
        }
    }
    labels
}
