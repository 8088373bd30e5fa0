//! Pairs → works of any number of versions, no two in one language, each with its key.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    find::Translation,
    study::{Said, Study, Unit},
};
use crate::markdown::slug::slug;

/// Posts, joined to works.
pub(super) struct Works<'a> {
    /// The work of each post; a post by itself is its own.
    of: Vec<usize>,
    languages: BTreeMap<usize, BTreeSet<&'a str>>,
}

impl<'a> Works<'a> {
    pub(super) fn new(
        study: &Study<'_>,
        units: &'a [Unit],
        groups: BTreeMap<usize, usize>,
    ) -> Self {
        let of: Vec<usize> = (0..study.posts.len())
            .map(|post| groups.get(&post).copied().unwrap_or(post))
            .collect();
        let mut languages: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
        for unit in units {
            let work = of.get(unit.post).copied().unwrap_or(unit.post);
            languages
                .entry(work)
                .or_default()
                .insert(&unit.text.language);
        }
        Self { of, languages }
    }

    pub(super) fn join(&mut self, a: usize, b: usize) -> Result<(), String> {
        let work = |post: usize| self.of.get(post).copied().unwrap_or(post);
        let (a, b) = (work(a), work(b));
        if a == b {
            return Ok(());
        }
        let empty = BTreeSet::new();
        let other = self.languages.get(&b).unwrap_or(&empty).clone();
        let own = self.languages.entry(a).or_default();
        if let Some(language) = own.intersection(&other).next() {
            return Err(format!("the work would have two versions in {language}"));
        }
        own.extend(other);
        for work in self.of.iter_mut().filter(|work| **work == b) {
            *work = a;
        }
        Ok(())
    }

    fn members(&self, work: usize) -> impl Iterator<Item = usize> {
        let all = self.of.iter().enumerate();
        all.filter(move |(_, own)| **own == work)
            .map(|(post, _)| post)
    }

    /// Gives each new work its key: the one that it has, else the English id, else the first.
    pub(super) fn name(&self, study: &Study<'_>, found: &mut [Translation], said: &[Said]) {
        let key = |post: &usize| study.posts.get(*post)?.translation_key.clone();
        let mut used: BTreeSet<String> = (0..study.posts.len()).filter_map(|p| key(&p)).collect();
        let mut keys: BTreeMap<usize, String> = BTreeMap::new();
        for translation in found {
            let work = self
                .of
                .get(translation.posts.0)
                .copied()
                .unwrap_or_default();
            let members: Vec<usize> = self.members(work).collect();
            let lists = &study.decisions.translations;
            let source = |post: &usize| study.posts.get(*post).map(|post| post.source);
            let sources: Vec<usize> = members.iter().filter_map(source).collect();
            // Their key follows from the list; a second place that names it would be at odds with it.
            if lists.iter().flatten().any(|file| sources.contains(file)) {
                translation.held = Some(String::from(
                    "add the other file to the list of `translations`",
                ));
                continue;
            }
            let given: BTreeSet<String> = members.iter().filter_map(key).collect();
            if given.len() > 1 {
                let given: Vec<String> = given.into_iter().collect();
                let why = format!(
                    "first make their translation keys one: {}",
                    given.join(", ")
                );
                translation.held = Some(why);
                continue;
            }
            translation.key = keys
                .entry(work)
                .or_insert_with(|| {
                    let key = given.into_iter().next();
                    let key = key.unwrap_or_else(|| new_key(study, &members, &used));
                    used.insert(key.clone());
                    key
                })
                .clone();
            translation.needs_key = [translation.posts.0, translation.posts.1]
                .into_iter()
                .filter(|post| said.get(*post).is_some_and(|said| !said.has_key))
                .filter(|post| key(post).as_ref() != Some(&translation.key))
                .collect();
        }
    }

    /// What the key would be if these two were joined.
    pub(super) fn key_of(&self, study: &Study<'_>, a: usize, b: usize) -> String {
        let key = |post: &usize| study.posts.get(*post)?.translation_key.clone();
        let used: BTreeSet<String> = (0..study.posts.len()).filter_map(|p| key(&p)).collect();
        let given = [a, b].iter().find_map(key);
        given.unwrap_or_else(|| new_key(study, &[a, b], &used))
    }
}

fn new_key(study: &Study<'_>, members: &[usize], used: &BTreeSet<String>) -> String {
    let language = |post: &usize| study.language(*post);
    let first = members
        .iter()
        .find(|post| language(post).as_deref() == Some("en"))
        .or(members.first());
    let post = first.and_then(|post| study.posts.get(*post));
    let id = post.map_or("", |post| post.id.as_str());
    // A file that is called `012.md` has a better name in its title.
    let is_number = id.bytes().all(|byte| byte.is_ascii_digit());
    let title = post.map(|post| slug(&post.title)).unwrap_or_default();
    let base = match (is_number, title.is_empty()) {
        (true, false) => title,
        _ if id.is_empty() => String::from("work"),
        _ => id.to_owned(),
    };
    let numbered = (2..).map(|number| format!("{base}-{number}"));
    let mut names = [base.clone()].into_iter().chain(numbered);
    names.find(|name| !used.contains(name)).unwrap_or(base)
}
