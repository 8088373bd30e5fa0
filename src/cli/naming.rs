//! The path of a file → what it tells of the post: id, language, date, and whose translation it is.

use crate::{
    bundle::{Date, label},
    language::Language,
};

/// What a path tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    /// The file's stem, without date or number before it and language behind it.
    pub(super) id: String,
    /// Of `x.fr.md` or `fr/x.md`.
    pub(super) language: Option<Language>,
    /// Of `2019-01-07-x.md`.
    pub(super) date: Option<String>,
    /// The path without its language: files that share it are translations of each other.
    pub(super) group: String,
    /// What their translation key is when nobody says otherwise.
    pub(super) key: String,
}

/// Reads a path inside its folder, with `/`; `outer` is the language that the folder stands for.
pub(super) fn read(relative: &str, outer: Option<&Language>) -> Name {
    let mut folders: Vec<&str> = relative.split('/').collect();
    let file = folders.pop().unwrap_or_default();
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let (stem, suffix) = match stem.rsplit_once('.') {
        Some((before, end)) if !before.is_empty() => match code(end) {
            Some(language) => (before, Some(language)),
            None => (stem, None),
        },
        _ => (stem, None),
    };
    let folder = folders.iter().rev().find_map(|folder| code(folder));
    folders.retain(|folder| code(folder).is_none());
    // `my-post/index.md` is the post `my-post`, with its pictures beside it.
    let stem = match folders.last() {
        Some(last) if stem == "index" => {
            let last = *last;
            folders.pop();
            last
        }
        _ => stem,
    };
    let (date, bare) = cut_prefix(stem);
    let within = |name: &str| [folders.as_slice(), &[name]].concat().join("/");
    let id = label::clean(bare);
    Name {
        group: within(stem),
        key: within(&id),
        language: suffix.or(folder).or_else(|| outer.cloned()),
        date,
        id,
    }
}

/// Takes a leading date or number off a stem; something must be left.
fn cut_prefix(stem: &str) -> (Option<String>, &str) {
    let is_separator = |c: char| matches!(c, '-' | '_' | '.' | ' ');
    if let Some((day, rest)) = stem.split_at_checked(10)
        && day.split('-').count() == 3
        && Date::parse(day).is_some()
    {
        let bare = rest.trim_start_matches(is_separator);
        if bare.len() < rest.len() && !bare.is_empty() {
            return (Some(day.to_owned()), bare);
        }
    }
    let rest = stem.trim_start_matches(|c: char| c.is_ascii_digit());
    let bare = rest.trim_start_matches(is_separator);
    let cut = rest.len() < stem.len() && bare.len() < rest.len() && !bare.is_empty();
    (None, if cut { bare } else { stem })
}

/// The language that a part of a path names: a code of two letters that exists, with or without a
/// region or a script (`pt-br`, `zh-Hant`; `my-post` is no Burmese). Rarer languages must be named in the front matter, because too many words
/// look like them (`old`, `new`, `min`).
pub(super) fn code(part: &str) -> Option<Language> {
    let (primary, rest) = part.split_once(['-', '_']).unwrap_or((part, ""));
    let known = CODES
        .split(' ')
        .any(|code| code.eq_ignore_ascii_case(primary));
    let region = rest.len() == 2 || rest.len() == 3 && rest.bytes().all(|b| b.is_ascii_digit());
    let script = SCRIPTS
        .split(' ')
        .any(|script| script.eq_ignore_ascii_case(rest));
    if known && (rest.is_empty() || region || script) {
        Language::parse(part)
    } else {
        None
    }
}

/// Scripts that people name to tell two forms of one language apart.
const SCRIPTS: &str = "Arab Cyrl Deva Guru Hans Hant Hebr Latn Mong Tfng";

/// ISO 639-1.
const CODES: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch \
    co cr cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha \
    he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks \
    ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no \
    nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq \
    sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi \
    yo za zh zu";
