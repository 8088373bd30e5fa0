//! What no compiler sees: the order of the layers, who may touch a browser or a disk, sinks that
//! turn text into code, the length of files, and that both languages say everything.

use std::{fs, path::Path};

use liseuse::i18n;

/// The modules, each of which uses only those before it. `markdown::url` and `view::node` are words
/// that earlier steps may use: what is safe to go to, and what is safe to show.
const LAYERS: &[&str] = &[
    "text",
    "error",
    "language",
    "i18n",
    "bundle",
    "library",
    "action",
    "search",
    "query",
    "route",
    "markdown::url",
    "view::node",
    "markdown",
    "align",
    "state",
    "view",
    "cli",
    "widget",
];

/// Files that are longer than five hundred lines, and why.
const LONG: &[(&str, &str)] = &[(
    "src/view/node.rs",
    "three tables: elements, attributes and their values",
)];

/// What turns text into code, or into a style that no policy allows.
const SINKS: &[&str] = &[
    "innerHTML",
    "inner_html",
    "outerHTML",
    "outer_html",
    "insertAdjacentHTML",
    "insert_adjacent_html",
    "document.write",
    "eval(",
    "new Function",
    "Function(\"",
    "DOMParser",
    "DomParser",
    "createContextualFragment",
    "setHTML",
    "srcdoc",
    ".style",
    "set_attribute(\"style",
    "javascript:",
    "Closure::forget",
    ".forget()",
    "static mut",
];

/// A file by its path from the project's folder, and its text without comments.
struct Source {
    path: String,
    code: String,
    lines: usize,
}

fn sources(folder: &str, extension: &str) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join(folder)];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|other| other == extension) {
                let text = fs::read_to_string(&path).unwrap();
                let path = path
                    .strip_prefix(root)
                    .unwrap()
                    .to_string_lossy()
                    .replace('\\', "/");
                let lines = text.lines().count();
                let code = text
                    .lines()
                    .map(without_comment)
                    .collect::<Vec<_>>()
                    .join("\n");
                found.push(Source { path, code, lines });
            }
        }
    }
    assert!(!found.is_empty(), "{folder}");
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn without_comment(line: &str) -> &str {
    let start = line.trim_start();
    if start.starts_with("//") || start.starts_with("* ") || start.starts_with("/*") {
        return "";
    }
    line.split(" // ").next().unwrap_or(line)
}

/// The paths that follow `root::`, in groups too: `a::b` of `root::{a::b, c}`.
fn paths_after(code: &str, root: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices(root) {
        let is_word = code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let rest = &code[at + root.len()..];
        if is_word {
            continue;
        }
        let Some(group) = rest.strip_prefix('{') else {
            found.push(rest.to_owned());
            continue;
        };
        let mut depth = 0;
        let mut start = 0;
        for (index, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                '}' | ',' if depth == 0 => {
                    found.push(group[start..index].trim().to_owned());
                    start = index + 1;
                    if c == '}' {
                        break;
                    }
                }
                '}' => depth -= 1,
                _ => {}
            }
        }
    }
    let is_path = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    found
        .iter()
        .map(|path| path.split(|c| !is_path(c)).next().unwrap_or("").to_owned())
        .filter(|path| !path.is_empty())
        .collect()
}

/// The layer of a module's path, if it is a module of ours.
fn layer(path: &str) -> Option<usize> {
    let holds = |layer: &str| path == layer || path.starts_with(&format!("{layer}::"));
    let layers = LAYERS.iter().enumerate().filter(|(_, layer)| holds(layer));
    let most_special = layers.max_by_key(|(_, layer)| layer.len());
    most_special.map(|(index, _)| index)
}

/// The module that a file is, or a part of.
fn module_of(path: &str) -> String {
    path.trim_start_matches("src/")
        .trim_end_matches(".rs")
        .trim_end_matches("/mod")
        .replace('/', "::")
}

#[test]
fn paths_are_found_in_groups_too() {
    let code = "use crate::{a::{b, c}, d};\nx(crate::e::f(1), mycrate::g);";
    assert_eq!(paths_after(code, "crate::"), ["a::", "d", "e::f"]);
    assert!(layer("view::html") > layer("markdown::build"));
    assert!(layer("view::node") < layer("markdown::build"));
    assert_eq!(layer("elsewhere"), None);
}

#[test]
fn a_layer_uses_only_those_before_it() {
    let mut wrong = Vec::new();
    for file in sources("src", "rs") {
        let Some(own) = layer(&module_of(&file.path)) else {
            assert!(
                matches!(&*file.path, "src/lib.rs" | "src/main.rs"),
                "{} is in no layer",
                file.path
            );
            continue;
        };
        let first = LAYERS[own].split("::").next();
        for path in paths_after(&file.code, "crate::") {
            let used = layer(&path).filter(|used| *used > own);
            let is_own = path.split("::").next() == first;
            if used.is_some() && !is_own {
                wrong.push(format!("{} uses crate::{path}", file.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_the_widget_knows_a_browser_and_only_the_command_line_a_disk() {
    let mut wrong = Vec::new();
    for file in sources("src", "rs") {
        let names = ["web_sys", "js_sys", "wasm_bindgen"];
        let browser = names.iter().any(|name| file.code.contains(name));
        if browser && !file.path.starts_with("src/widget/") {
            wrong.push(format!("{} names the browser", file.path));
        }
        let is_native = file.path.starts_with("src/cli/") || file.path == "src/main.rs";
        for path in paths_after(&file.code, "std::") {
            let module = path.split("::").next().unwrap_or("");
            if !is_native && matches!(module, "fs" | "env" | "process" | "net" | "thread" | "io") {
                wrong.push(format!("{} uses std::{path}", file.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_turns_text_into_code() {
    let mut wrong = Vec::new();
    for file in sources("src", "rs").into_iter().chain(sources("www", "js")) {
        for sink in SINKS.iter().filter(|sink| file.code.contains(**sink)) {
            wrong.push(format!("{}: {sink}", file.path));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_are_short() {
    let mut wrong = Vec::new();
    for file in sources("src", "rs") {
        let exempt = LONG.iter().any(|(path, _)| *path == file.path);
        if exempt != (file.lines > 500) {
            wrong.push(format!("{} has {} lines", file.path, file.lines));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A missing word does not compile; an empty one, or one that fills in less, would.
#[test]
fn both_languages_say_everything() {
    let words = |tag: &str| -> Vec<(String, String)> {
        let debug = format!("{:?}", i18n::strings(tag))
            .replace("\\u{a0}", "\u{A0}")
            .replace("\\u{202f}", "\u{202F}");
        let fields = debug.split_once("alert_caution").unwrap().1;
        let mut name = "alert_caution".to_owned();
        let mut words = Vec::new();
        for (index, piece) in fields.split('"').enumerate() {
            if index % 2 == 1 {
                words.push((name.clone(), piece.to_owned()));
            } else if let Some(next) = piece
                .split([' ', ',', ':', '(', ')'])
                .rfind(|part| part.contains(|c: char| c.is_alphabetic()))
            {
                name = next.to_owned();
            }
        }
        words
    };
    let (en, fr) = (words("en"), words("fr"));
    assert!(en.len() > 50 && en.len() == fr.len());
    for ((name, en), (other, fr)) in en.iter().zip(&fr) {
        assert_eq!(name, other);
        assert!(!en.trim().is_empty() && !fr.trim().is_empty(), "{name}");
        assert_eq!(
            en.matches("{}").count(),
            fr.matches("{}").count(),
            "{name}: {en:?} and {fr:?}"
        );
        let ends = |text: &str| text.ends_with(['.', '…']);
        assert_eq!(ends(en), ends(fr), "{name}: {en:?} and {fr:?}");
        // French sets its high punctuation apart, with a space that does not break.
        let bad = fr.char_indices().any(|(at, c)| {
            matches!(c, ':' | ';' | '!' | '?') && !fr[..at].ends_with(['\u{A0}', '\u{202F}'])
        });
        assert!(!bad && !fr.contains('\''), "{name}: {fr:?}");
    }
    assert_eq!(i18n::strings("fr").count(1, 1), "1 billet");
    assert_eq!(i18n::strings("fr-CA").count(0, 0), "0 billet");
    assert_eq!(i18n::strings("en_GB").count(0, 0), "0 posts");
    assert_eq!(i18n::strings("de").count(1, 1), "1 post");
    assert_eq!(i18n::strings("en").count(2, 40), "2 of 40 posts");
}
