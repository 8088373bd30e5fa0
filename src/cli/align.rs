//! Versions of works → which of their blocks say the same: as JSON, and for bundles.

use std::{
    collections::BTreeMap,
    io::{self, Write as _},
    path::{Path, PathBuf},
    rc::Rc,
};

use serde_json::{Map, Value, json};

use super::{
    args::{Align, Print},
    build,
    decisions::{Decisions, FILE},
    json::to_text,
    parallel,
    pieces::{self, How},
    post::Post,
    report::{Fault, Report, count},
    write,
};
use crate::{
    align,
    bundle::{Alignment, Bead, Beads, Bundle, Content},
    i18n,
    language::Language,
    markdown::{self, Dialect, Images, NODE_LIMITS, NoLinks, outline::outline, url::Base},
    view::node::{Node, text_of},
};

/// Where a bundle has its alignments.
pub(super) const PLACE: &str = "_liseuse.alignments";

/// One version of a work, as far as blocks go.
#[derive(Clone)]
struct Version<'a> {
    key: &'a str,
    id: &'a str,
    language: &'a Language,
    /// None if it is in a file of its own.
    body: Option<&'a str>,
    content: Content,
}

/// Two versions of a work, and what corresponds in them.
struct Pair<'a> {
    versions: [Version<'a>; 2],
    nodes: [Rc<Vec<Node>>; 2],
    /// What is given and fits.
    given: Option<Beads>,
}

impl Pair<'_> {
    fn beads(&self) -> Beads {
        let [left, right] = &self.nodes;
        let computed = || align::align(left, right);
        self.given.clone().unwrap_or_else(computed)
    }
}

/// Prints the beads of each work of folders, or of a bundle.
pub(super) fn run(args: &Align, report: &mut Report) {
    let is_bundle = |path: &PathBuf| path.is_file();
    let texts = match args.sources.as_slice() {
        [file] if is_bundle(file) => of_bundle(args, file, report),
        folders => match folders.iter().find(|path| is_bundle(path)) {
            Some(file) => {
                let what = "a bundle is aligned alone";
                return report.add(Fault::error(file, what, "name one bundle, or folders"));
            }
            None => of_folders(args, report),
        },
    };
    let Some(texts) = texts else { return };
    if texts.is_empty() {
        let source = args.sources.first().map_or(Path::new(""), PathBuf::as_path);
        let what = match &args.key {
            Some(key) => format!("no work with the key `{key}` has two versions"),
            None => String::from("no work has two versions"),
        };
        let remedy =
            "give translations a common `translation_key`; `liseuse-bundle pairs` finds them";
        return report.add(Fault::error(source, what, remedy));
    }
    if let Err(fault) = give(args, &texts) {
        report.add(fault);
    }
}

fn of_folders(args: &Align, report: &mut Report) -> Option<Vec<Value>> {
    let gathered = build::gather(&args.sources, report);
    let decisions = &gathered.decisions;
    let make = |pair: &Pair<'_>| text(pair, args);
    let texts = of_posts(&gathered.posts, decisions, &args.sources, &make, report);
    Some(texts.into_iter().flatten().collect())
}

fn of_bundle(args: &Align, file: &Path, report: &mut Report) -> Option<Vec<Value>> {
    let bundle = match pieces::read(file, How::default(), report) {
        Ok(bundle) => bundle,
        Err(fault) => {
            report.add(fault);
            return None;
        }
    };
    let make = |pair: &Pair<'_>| text(pair, args);
    let (texts, misfits) = join(versions(&bundle), &bundle.alignments, &make, &|| {});
    for misfit in misfits {
        let (place, what) = (PLACE.to_owned(), misfit.what);
        let remedy = "other beads are printed; build the bundle again";
        report.add(Fault {
            place,
            ..Fault::error(file, what, remedy).warning()
        });
    }
    Some(texts.into_iter().flatten().collect())
}

/// What the bundle of these posts tells of them, and what is wrong with what their author decided.
pub(super) fn for_bundle(
    posts: &[Post],
    decisions: &Decisions,
    folders: &[PathBuf],
    report: &mut Report,
) -> Vec<Alignment> {
    let alignment = |pair: &Pair<'_>| Alignment {
        translation_key: pair.versions[0].key.to_owned(),
        languages: pair
            .versions
            .each_ref()
            .map(|version| version.language.clone()),
        beads: pair.beads(),
    };
    of_posts(posts, decisions, folders, &alignment, report)
}

fn of_posts<T: Send>(
    posts: &[Post],
    decisions: &Decisions,
    folders: &[PathBuf],
    make: &(dyn Fn(&Pair<'_>) -> T + Sync),
    report: &mut Report,
) -> Vec<T> {
    let versions = posts.iter().filter_map(|post| {
        Some(Version {
            key: post.translation_key.as_deref()?,
            id: &post.id,
            language: post.language.as_ref()?,
            body: Some(&post.body),
            content: Content::Markdown,
        })
    });
    let versions: Vec<_> = versions.collect();
    let bar = build::progress(versions.len(), report);
    let advance = || bar.inc(1);
    let (made, misfits) = join(versions, &decisions.beads, make, &advance);
    bar.finish_and_clear();
    let files = folders.iter().map(|folder| folder.join(FILE));
    let file = files
        .into_iter()
        .find(|file| file.is_file())
        .unwrap_or_default();
    for misfit in misfits {
        let (place, what) = (format!("beads.{}", misfit.key), misfit.what);
        let remedy = "put them right, or take them out; until then they are computed";
        report.add(Fault {
            place,
            ..Fault::error(&file, what, remedy)
        });
    }
    made
}

fn versions(bundle: &Bundle) -> Vec<Version<'_>> {
    let versions = bundle.items.iter().filter_map(|item| {
        Some(Version {
            key: item.translation_key.as_deref()?,
            id: &item.id,
            language: &item.language,
            body: item.body.as_deref(),
            content: item.content,
        })
    });
    versions.collect()
}

/// Given beads that do not fit.
pub(super) struct Misfit {
    /// The work they are for.
    pub(super) key: String,
    /// What is wrong with them.
    pub(super) what: String,
}

/// What does not fit of the alignments of a bundle.
pub(super) fn misfits(bundle: &Bundle) -> Vec<Misfit> {
    join(versions(bundle), &bundle.alignments, &|_| (), &|| {}).1
}

/// Makes pairs of the versions of each work, with the beads that are given where they fit, and of
/// each pair what is wanted of it. Works come in the order of their first versions, languages by their
/// tags. `advance` is called for each version that is done.
fn join<'a, T: Send>(
    versions: Vec<Version<'a>>,
    given: &[Alignment],
    make: &(dyn Fn(&Pair<'_>) -> T + Sync),
    advance: &(dyn Fn() + Sync),
) -> (Vec<T>, Vec<Misfit>) {
    let mut works: Vec<Vec<Version<'a>>> = Vec::new();
    let mut by_key: BTreeMap<&str, usize> = BTreeMap::new();
    for version in versions {
        let index = *by_key.entry(version.key).or_insert(works.len());
        if index == works.len() {
            works.push(Vec::new());
        }
        if let Some(work) = works.get_mut(index)
            && work.iter().all(|other| other.language != version.language)
        {
            work.push(version);
        }
    }
    let mut misfits = Vec::new();
    // What fits a work, by the number of the alignment.
    let mut of_work: Vec<Vec<usize>> = works.iter().map(|_| Vec::new()).collect();
    for (index, alignment) in given.iter().enumerate() {
        let key = &alignment.translation_key;
        let work = by_key.get(key.as_str()).copied();
        let has = |language: &Language| {
            let work = work.and_then(|work| works.get(work));
            work.is_some_and(|work| work.iter().any(|version| version.language == language))
        };
        let [left, right] = &alignment.languages;
        let missing = [left, right].into_iter().find(|language| !has(language));
        let what = match (work, missing) {
            (None, _) => Some(format!(
                "there are beads for the work `{key}`, and no post has this key"
            )),
            (_, Some(language)) => Some(format!(
                "there are beads for `{key}` in `{language}`, and it has no such version"
            )),
            (_, None) if left == right => {
                Some(format!("the beads of `{key}` join `{left}` with itself"))
            }
            (Some(work), None) => {
                if let Some(list) = of_work.get_mut(work) {
                    list.push(index);
                }
                None
            }
        };
        misfits.extend(what.map(|what| Misfit {
            key: key.clone(),
            what,
        }));
    }
    let works: Vec<_> = works.into_iter().zip(of_work).collect();
    let pairs = |(work, own): &(Vec<Version<'a>>, Vec<usize>)| {
        let mut found = (Vec::new(), Vec::new());
        pair_up(work, own, given, make, &mut found);
        work.iter().for_each(|_| advance());
        found
    };
    let mut made = Vec::new();
    for (values, wrong) in parallel::map(&works, &pairs) {
        made.extend(values);
        misfits.extend(wrong);
    }
    (made, misfits)
}

/// The pairs of one work; `own` are the alignments that are given for it, by their numbers.
fn pair_up<T>(
    work: &[Version<'_>],
    own: &[usize],
    given: &[Alignment],
    make: &(dyn Fn(&Pair<'_>) -> T + Sync),
    (made, misfits): &mut (Vec<T>, Vec<Misfit>),
) {
    let mut work: Vec<&Version<'_>> = work.iter().filter(|v| v.body.is_some()).collect();
    if work.len() < 2 {
        return;
    }
    work.sort_by(|a, b| a.language.as_str().cmp(b.language.as_str()));
    let nodes: Vec<_> = work.iter().map(|version| nodes(version)).collect();
    for (first, (left, left_nodes)) in work.iter().zip(&nodes).enumerate() {
        for (right, right_nodes) in work.iter().zip(&nodes).skip(first + 1) {
            let counts = (align::count(left_nodes), align::count(right_nodes));
            let mut fitting = None;
            for alignment in own.iter().filter_map(|index| given.get(*index)) {
                let [a, b] = &alignment.languages;
                let its = if a == left.language && b == right.language {
                    alignment.beads.clone()
                } else if b == left.language && a == right.language {
                    alignment.beads.swapped()
                } else {
                    continue;
                };
                if its.covers(counts.0, counts.1) {
                    fitting.get_or_insert(its);
                } else {
                    let what = format!(
                        "the beads of `{}` do not fit: {left} has {}, {right} has {}",
                        left.key,
                        count(counts.0 as usize, "block", "blocks"),
                        count(counts.1 as usize, "block", "blocks"),
                        left = left.language,
                        right = right.language,
                    );
                    misfits.push(Misfit {
                        key: left.key.to_owned(),
                        what,
                    });
                }
            }
            made.push(make(&Pair {
                versions: [(*left).clone(), (*right).clone()],
                nodes: [left_nodes.clone(), right_nodes.clone()],
                given: fitting,
            }));
        }
    }
}

fn nodes(version: &Version<'_>) -> Rc<Vec<Node>> {
    let options = markdown::Options {
        dialect: Dialect::Liseuse,
        language: version.language,
        strings: i18n::strings("en"),
        prefix: "",
        base: Base::Keep,
        links: &NoLinks,
        images: Images::Load,
        is_other: false,
        is_whole: true,
        limit: NODE_LIMITS.1,
    };
    markdown::render(version.body.unwrap_or_default(), version.content, &options).nodes
}

/// The pair as a value, if it is wanted.
fn text(pair: &Pair<'_>, args: &Align) -> Option<Value> {
    let key = args.key.as_deref();
    key.is_none_or(|key| key == pair.versions[0].key)
        .then(|| to_value(pair))
}

fn to_value(pair: &Pair<'_>) -> Value {
    let mut object = Map::new();
    let beads = pair.beads();
    let [left, right] = &pair.versions;
    object.insert(String::from("key"), left.key.into());
    for version in [left, right] {
        object.insert(version.language.to_string(), version.id.into());
    }
    for (version, nodes) in pair.versions.iter().zip(&pair.nodes) {
        let range = match align::count(nodes) {
            0 => json!([]),
            blocks => json!([0, blocks - 1]),
        };
        object.insert(format!("{}_range", version.language), range);
    }
    let numbers = |bead: &Bead| {
        json!([
            bead.left.clone().collect::<Vec<_>>(),
            bead.right.clone().collect::<Vec<_>>()
        ])
    };
    object.insert(
        String::from("beads"),
        beads.beads.iter().map(numbers).collect(),
    );
    object.insert(String::from("loose"), json!([]));
    object.insert(String::from("notes"), json!({}));
    object.insert(String::from("confidence"), rounded(beads.confidence).into());
    let confidences = beads.beads.iter().map(|bead| rounded(bead.confidence));
    object.insert(
        String::from("confidences"),
        confidences.map(Value::from).collect(),
    );
    for (version, nodes) in pair.versions.iter().zip(&pair.nodes) {
        object.insert(
            format!("{}_heads", version.language),
            heads(version, nodes).into(),
        );
    }
    Value::Object(object)
}

/// A confidence with two digits, rounded down: 1 is for what an author decided.
pub(super) fn rounded(confidence: f32) -> f64 {
    // The first rounding undoes what a number of 32 bits lost.
    ((f64::from(confidence) * 10_000.0).round() / 100.0).floor() / 100.0
}

/// The number and the first characters of each block, of its first line in the source.
fn heads(version: &Version<'_>, nodes: &[Node]) -> Vec<String> {
    const CHARS: usize = 48;
    let mut lines: Vec<String> = Vec::new();
    let body = version.body.unwrap_or_default();
    if version.content == Content::Markdown {
        for block in outline(body).blocks {
            let source = body.get(block.range).unwrap_or_default();
            lines.push(source.lines().next().unwrap_or_default().to_owned());
        }
    } else {
        for node in nodes {
            lines.push(text_of(std::slice::from_ref(node)));
        }
    }
    let head = |(number, line): (usize, &String)| {
        let head: String = line.chars().take(CHARS).collect();
        format!("{number} {}", head.trim_end())
    };
    lines.iter().enumerate().map(head).collect()
}

/// Prints or writes: one work as it is, several as a list, or each into a file of its own.
fn give(args: &Align, texts: &[Value]) -> Result<(), Fault> {
    let as_text = |value: &Value, path: &Path| {
        to_text(value)
            .map_err(|error| Fault::error(path, error.to_string(), "report this as a bug"))
    };
    let all = match texts {
        [one] => one.clone(),
        several => Value::Array(several.to_vec()),
    };
    let Some(output) = &args.output else {
        let text = as_text(&all, Path::new("-"))?;
        return match io::stdout().lock().write_all(text.as_bytes()) {
            // Whoever reads has seen enough.
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                Err(Fault::io(Path::new("-"), "print", &error))
            }
            _ => Ok(()),
        };
    };
    if !output.is_dir() {
        return write::write(output, as_text(&all, output)?.as_bytes());
    }
    for value in texts {
        let path = output.join(file_name(value, texts));
        write::write(&path, as_text(value, &path)?.as_bytes())?;
    }
    Ok(())
}

/// The key, with the languages where a work has more than one pair; without what is no file name.
fn file_name(value: &Value, all: &[Value]) -> String {
    let key = value.get("key").and_then(Value::as_str).unwrap_or_default();
    let others = all
        .iter()
        .filter(|other| other.get("key") == value.get("key"));
    let mut name: String = key
        .chars()
        .map(|c| {
            if c.is_alphanumeric() || "-_. ".contains(c) {
                c
            } else {
                '-'
            }
        })
        .collect();
    if others.count() > 1 {
        let languages = value
            .as_object()
            .map(|object| object.keys().skip(1).take(2).cloned().collect::<Vec<_>>());
        name.push('.');
        name.push_str(&languages.unwrap_or_default().join("-"));
    }
    format!("{}.json", name.trim_start_matches('.'))
}

impl Align {
    /// How faults are told: the beads stand where counts would.
    pub(super) fn print(&self) -> Print {
        Print {
            json: false,
            quiet: true,
        }
    }
}
