//! One element of `items` → an [`Item`], or `None` when it cannot be shown.

use super::{
    Content, Date, Item, MAX_ID_CHARS, MAX_SUMMARY_CHARS, MAX_TAG_CHARS, MAX_TAGS, MAX_TITLE_CHARS,
    body,
    check::{Checker, Place, number_text},
    defect::{Defect, shown},
    label,
    value::Value,
};
use crate::language::Language;

/// Keys of an item's `_liseuse` that are known, to this version or to the format.
const KEYS: &[&str] = &[
    "body",
    "content_type",
    "date",
    "hash",
    "mixed",
    "page",
    "summaries",
    "translation_key",
    "words",
];

/// What items are read with.
pub(super) struct Context {
    /// The feed's language.
    pub(super) language: Option<Language>,
    /// Whether the bundle was made by our tools, which promise more than JSON Feed does.
    pub(super) ours: bool,
}

/// Reads one item; the id is not yet made unique.
pub(super) fn read(
    mut value: Value,
    at: usize,
    context: &Context,
    check: &mut Checker,
) -> Option<Item> {
    if !matches!(value, Value::Map(_)) {
        check.tell(Place::Item(at, ""), Defect::NoItem(value.kind()));
        return None;
    }
    let id = read_id(value.take("id"), at, check)?;
    let mut ours = match value.take("_liseuse") {
        own @ Value::Map(_) => own,
        Value::Null => Value::Null,
        other => {
            check.mismatch(Place::Item(at, "_liseuse"), &other, "an object");
            Value::Null
        }
    };
    check.unknown_keys(&ours, KEYS, Place::Item(at, "_liseuse"));

    let (content, body, elsewhere) = body::read(&mut value, &mut ours, at, check)?;
    let language = read_language(value.take("language"), at, context, check);
    let mut summary = check.label(
        value.take("summary"),
        Place::Item(at, "summary"),
        MAX_SUMMARY_CHARS,
    );
    let mut summaries = read_summaries(ours.take("summaries"), at, check);
    if let Some(own) = summaries.iter().position(|(l, _)| *l == language) {
        let (_, text) = summaries.remove(own);
        summary = summary.or(Some(text));
    }
    let title = check
        .label(
            value.take("title"),
            Place::Item(at, "title"),
            MAX_TITLE_CHARS,
        )
        .unwrap_or_else(|| {
            if context.ours {
                check.tell(Place::Item(at, "title"), Defect::NoTitle);
            }
            // In the widget bodies stay in JavaScript.
            let body = body
                .as_deref()
                .filter(|_| cfg!(not(target_family = "wasm")));
            make_title(summary.as_deref(), body, content, &id)
        });
    Some(Item {
        position: at,
        url: check.url(value.take("url"), Place::Item(at, "url")),
        title,
        language,
        tags: read_tags(value.take("tags"), at, check),
        summary,
        summaries,
        date: read_date(&mut value, &mut ours, at, check),
        translation_key: check.label(
            ours.take("translation_key"),
            Place::Item(at, "_liseuse.translation_key"),
            MAX_ID_CHARS,
        ),
        mixed: check.flag(ours.take("mixed"), Place::Item(at, "_liseuse.mixed")),
        words: check.count(ours.take("words"), Place::Item(at, "_liseuse.words")),
        page: check.label(
            ours.take("page"),
            Place::Item(at, "_liseuse.page"),
            MAX_ID_CHARS,
        ),
        content,
        body,
        elsewhere,
        id,
    })
}

/// The id as it is written, if it is one at all. JSON Feed asks readers to take numbers too.
pub(super) fn id_text(value: &Value) -> Option<String> {
    let mut id = match value {
        Value::Text(text) => label::clean(text),
        other => number_text(other)?,
    };
    label::cut(&mut id, MAX_ID_CHARS);
    (!id.is_empty()).then_some(id)
}

fn read_id(value: Value, at: usize, check: &mut Checker) -> Option<String> {
    let place = Place::Item(at, "id");
    let Some(id) = id_text(&value) else {
        let defect = match value {
            Value::Null => Defect::NoId,
            Value::Text(_) => Defect::EmptyId,
            other => Defect::OddId(other.kind()),
        };
        check.tell(place, defect);
        return None;
    };
    if let Value::Text(text) = value
        && text.chars().nth(MAX_ID_CHARS).is_some()
    {
        check.tell(place, Defect::LongId);
    }
    Some(id)
}

fn read_language(value: Value, at: usize, context: &Context, check: &mut Checker) -> Language {
    let missing = value == Value::Null;
    let language = check.language(value, Place::Item(at, "language"));
    language
        .or_else(|| context.language.clone())
        .unwrap_or_else(|| {
            check.without_language += usize::from(missing);
            Language::und()
        })
}

fn read_summaries(value: Value, at: usize, check: &mut Checker) -> Vec<(Language, String)> {
    const NAME: &str = "_liseuse.summaries";
    let mut summaries: Vec<(Language, String)> = Vec::new();
    for (key, value) in check
        .entries(value, Place::Item(at, NAME))
        .into_iter()
        .take(MAX_TAGS)
    {
        let shown = shown(&key);
        let place = Place::Entry(at, NAME, &shown);
        let Some(language) = Language::parse(&key) else {
            check.tell(place, Defect::NoLanguageTag(&key));
            continue;
        };
        let Some(text) = check.label(value, place, MAX_SUMMARY_CHARS) else {
            continue;
        };
        // The last of equal keys counts, as everywhere.
        match summaries.iter_mut().find(|(known, _)| *known == language) {
            Some((_, earlier)) => *earlier = text,
            None => summaries.push((language, text)),
        }
    }
    summaries
}

fn read_tags(value: Value, at: usize, check: &mut Checker) -> Vec<String> {
    let place = Place::Item(at, "tags");
    let list = match value {
        one @ Value::Text(_) => {
            check.tell(place, Defect::TextForList);
            vec![one]
        }
        other => check.list(other, place),
    };
    if list.len() > MAX_TAGS {
        check.tell(place, Defect::TooManyTags);
    }
    let mut tags: Vec<String> = Vec::new();
    for (index, value) in list.into_iter().take(MAX_TAGS).enumerate() {
        let place = Place::Element(at, "tags", index);
        match check.label(value, place, MAX_TAG_CHARS) {
            Some(tag) if !tags.contains(&tag) => tags.push(tag),
            _ => {}
        }
    }
    tags
}

/// The date as precisely as it is known: `_liseuse.date` has months and years, which JSON Feed's
/// own field cannot express.
fn read_date(value: &mut Value, ours: &mut Value, at: usize, check: &mut Checker) -> Option<Date> {
    let mut date = |value: Value, name| {
        let text = check.text(value, Place::Item(at, name))?;
        let date = Date::parse(&text);
        if date.is_none() && !text.trim().is_empty() {
            check.tell(Place::Item(at, name), Defect::NoDate(&text));
        }
        date
    };
    let own = date(ours.take("date"), "_liseuse.date");
    let published = date(value.take("date_published"), "date_published");
    own.or(published)
}

fn make_title(summary: Option<&str>, body: Option<&str>, content: Content, id: &str) -> String {
    let words = |text: &str, html| Some(label::first_words(text, html)).filter(|t| !t.is_empty());
    summary
        .and_then(|text| words(text, false))
        .or_else(|| body.and_then(|text| words(text, content == Content::Html)))
        .unwrap_or_else(|| id.to_owned())
}
