//! The npm package, as those who install it get it: what is in it, how it is found, and that all who describe it agree.

use std::collections::BTreeSet;
use std::fs;
use std::io::Read as _;
use std::sync::LazyLock;

use anyhow::{Context, Result, anyhow, ensure};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use flate2::read::DeflateDecoder;
use serde_json::{Value, json};
use xtask::package::{App, Packed, pack, tool};
use xtask::run::{Outcome, Run};
use xtask::tools::npm;
use xtask::{paths, versions};

/// An app that has the package, for all tests.
static APP: LazyLock<Result<App, String>> =
    LazyLock::new(|| App::new("tests", "").map_err(|error| format!("{error:#}")));

fn app() -> Result<&'static App> {
    APP.as_ref().map_err(|error| anyhow!("{error}"))
}

fn packed() -> Result<Packed> {
    pack(&paths::target().join("package"))
}

fn read(path: &str) -> Result<String> {
    fs::read_to_string(paths::root().join(path)).with_context(|| format!("cannot read {path}"))
}

fn passes(outcome: &Outcome) -> Result<()> {
    ensure!(outcome.success, "{}", outcome.output);
    Ok(())
}

/// The texts of a member in each element of a list.
fn texts(list: &Value, member: &str) -> BTreeSet<String> {
    let one = |value: &Value| value.get(member)?.as_str().map(str::to_owned);
    let list = list.as_array().map_or(&[][..], Vec::as_slice);
    list.iter().filter_map(one).collect()
}

fn set<'a>(words: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
    words.into_iter().map(str::to_owned).collect()
}

/// The class in the manifest.
fn class() -> Result<Value> {
    let manifest: Value = serde_json::from_str(&read("pkg/custom-elements.json")?)?;
    let class = manifest.pointer("/modules/0/declarations/0").cloned();
    class.context("the manifest's first module declares the class first")
}

/// The first words in backquotes of each row of a table of the README, which is below this heading or line.
fn table(readme: &str, after: &str) -> BTreeSet<String> {
    let below = readme.split(&format!("{after}\n")).nth(1);
    let rows = below
        .unwrap_or_default()
        .lines()
        .skip_while(|line| !line.starts_with('|'));
    rows.take_while(|line| line.starts_with('|'))
        .filter_map(|row| row.strip_prefix("| `")?.split(['`', '(']).next())
        .map(str::to_owned)
        .collect()
}

/// Words in backquotes, up to the end of the sentence.
fn quoted(text: &str, after: &str) -> BTreeSet<String> {
    let sentence = text.split(after).nth(1).unwrap_or_default();
    let sentence = sentence.split('.').next().unwrap_or_default();
    set(sentence.split('`').skip(1).step_by(2))
}

#[test]
fn the_tarball_holds_what_is_meant_and_nothing_else() -> Result<()> {
    let Packed { report, .. } = packed()?;
    let files = report.get("files").context("a list of files")?;
    let expected = [
        "LICENSE-APACHE",
        "LICENSE-MIT",
        "README.md",
        "custom-elements.json",
        "liseuse.d.ts",
        "liseuse.js",
        "liseuse.mjs",
        "liseuse.more.wasm",
        "liseuse.wasm",
        "liseuse.wasm.js",
        "package.json",
    ];
    assert_eq!(texts(files, "path"), set(expected));
    for name in ["LICENSE-APACHE", "LICENSE-MIT"] {
        assert_eq!(read(name)?, fs::read_to_string(app()?.installed(name))?);
    }
    let size = report.get("size").and_then(Value::as_u64);
    let size = size.context("the size of the tarball")?;
    ensure!((150_000..400_000).contains(&size), "it has {size} bytes");
    Ok(())
}

#[test]
fn the_version_is_the_one_of_the_crate() -> Result<()> {
    let Packed { report, .. } = packed()?;
    assert_eq!(
        report.get("version"),
        Some(&json!(versions::locked("liseuse")?))
    );
    Ok(())
}

#[test]
fn every_address_of_the_package_leads_to_a_file() -> Result<()> {
    let package: Value = serde_json::from_str(&read("pkg/package.json")?)?;
    let members = [
        "main",
        "types",
        "unpkg",
        "jsdelivr",
        "customElements",
        "exports",
        "sideEffects",
    ];
    let mut waiting: Vec<&Value> = members
        .iter()
        .filter_map(|name| package.get(name))
        .collect();
    let mut count = 0;
    while let Some(value) = waiting.pop() {
        match value {
            Value::String(path) => {
                ensure!(app()?.installed(path).is_file(), "there is no {path}");
                count += 1;
            }
            Value::Array(list) => waiting.extend(list),
            Value::Object(map) => waiting.extend(map.values()),
            _ => {}
        }
    }
    ensure!(count > 10, "only {count} were looked at");
    Ok(())
}

#[test]
fn script_module_and_wasm_are_of_one_build() -> Result<()> {
    let module = fs::read(app()?.installed("liseuse.wasm"))?;
    let build = module.last_chunk::<8>().context("the module is empty")?;
    let build = std::str::from_utf8(build)?;
    for script in ["liseuse.js", "liseuse.mjs"] {
        let text = fs::read_to_string(app()?.installed(script))?;
        ensure!(
            text.contains(&format!("\"{build}\"")),
            "{script} is not of build {build}"
        );
    }
    let text = fs::read_to_string(app()?.installed("liseuse.wasm.js"))?;
    // For a disk the module is whole, and says so.
    let packed = text.split('"').nth(1).context("no module in the script")?;
    let mut whole = Vec::new();
    DeflateDecoder::new(&STANDARD.decode(packed)?[..]).read_to_end(&mut whole)?;
    ensure!(whole.len() > module.len(), "a part is missing");
    for name in [build, "whole"] {
        let is_there = whole
            .windows(name.len())
            .any(|part| part == name.as_bytes());
        ensure!(is_there, "the whole module has no section {name}");
    }
    let more = fs::read(app()?.installed("liseuse.more.wasm"))?;
    let is_signed = more
        .windows(build.len())
        .any(|part| part == build.as_bytes());
    ensure!(is_signed, "liseuse.more.wasm is not of build {build}");
    Ok(())
}

#[test]
fn publint_and_npm_have_nothing_to_mend() -> Result<()> {
    let lint = tool("publint")?
        .args(["run", "--strict"])
        .arg(packed()?.tarball)
        .hear()?;
    passes(&lint)?;
    ensure!(lint.output.contains("All good!"), "{}", lint.output);
    let folder = paths::target().join("package/fix");
    fs::create_dir_all(&folder)?;
    let before = read("pkg/package.json")?;
    fs::write(folder.join("package.json"), &before)?;
    let fix = Run::new("npm")
        .args(["pkg", "fix", "--loglevel=error", "--prefix"])
        .arg(&folder);
    passes(&fix.hear()?)?;
    let after = fs::read_to_string(folder.join("package.json"))?;
    let parsed = |text: &str| serde_json::from_str::<Value>(text);
    assert_eq!(parsed(&before)?, parsed(&after)?);
    Ok(())
}

#[test]
fn types_are_found_where_modules_are() -> Result<()> {
    // What is no module has no types.
    let judge = tool("attw")?
        .args(["--profile", "esm-only", "--no-color", "--no-emoji"])
        .args([
            "--exclude-entrypoints",
            "./liseuse.js",
            "./liseuse.more.wasm",
            "./liseuse.wasm",
            "./liseuse.wasm.js",
            "--",
        ])
        .arg(packed()?.tarball)
        .hear()?;
    passes(&judge)
}

#[test]
fn the_manifest_is_one() -> Result<()> {
    let schema = npm::for_tests()?.join("custom-elements-manifest/schema.json");
    let schema: Value = serde_json::from_str(&fs::read_to_string(schema)?)?;
    let manifest: Value = serde_json::from_str(&read("pkg/custom-elements.json")?)?;
    let validator = jsonschema::validator_for(&schema)?;
    let errors: Vec<_> = validator
        .iter_errors(&manifest)
        .map(|error| error.to_string())
        .collect();
    assert_eq!(errors, Vec::<String>::new());
    ensure!(!validator.is_valid(&json!({ "modules": [{ "kind": "javascript-module" }] })));
    Ok(())
}

/// Reads these files of the app with the compiler of TypeScript.
fn compile(resolution: &[&str], files: &[&str]) -> Result<Outcome> {
    let files = files.iter().map(|file| Ok(app()?.folder().join(file)));
    tool("tsc")?
        .args([
            "--noEmit",
            "--strict",
            "--target",
            "es2022",
            "--lib",
            "es2022,dom",
        ])
        .args(["--ignoreConfig", "--types", ""])
        .args(resolution)
        .args(files.collect::<Result<Vec<_>>>()?)
        .hear()
}

const RESOLUTIONS: [[&str; 4]; 2] = [
    ["--module", "esnext", "--moduleResolution", "bundler"],
    ["--module", "nodenext", "--moduleResolution", "nodenext"],
];

#[test]
fn types_take_every_right_use_and_refuse_the_wrong_ones() -> Result<()> {
    app()?.write("uses.ts", &read("tests/fixtures/package/uses.ts")?)?;
    for resolution in RESOLUTIONS {
        passes(&compile(&resolution, &["uses.ts"])?)?;
    }
    // The script is no module: who imports it would get nothing.
    app()?.write(
        "script.ts",
        "import { define } from \"liseuse/liseuse.js\"; define();\n",
    )?;
    ensure!(!compile(&RESOLUTIONS[0], &["script.ts"])?.success);
    Ok(())
}

#[test]
fn types_name_the_members_events_and_failures_of_the_manifest_and_the_readme() -> Result<()> {
    let class = class()?;
    let readme = read("README.md")?;
    let part = |name: &str| class.get(name).cloned().unwrap_or_default();
    let union = |names: &BTreeSet<String>| {
        json!(names)
            .to_string()
            .replace(',', " | ")
            .replace(['[', ']'], "")
    };
    let members = texts(&part("members"), "name");
    let events = texts(&part("events"), "name");
    let kinds = quoted(&readme, "\n`kind` is ");
    let state = readme
        .split("A snapshot is `{")
        .nth(1)
        .and_then(|rest| rest.split('}').next());
    let state = set(state
        .context("the README describes a snapshot")?
        .split(", "));
    ensure!(members.len() > 15 && events.len() > 5 && kinds.len() > 10 && state.len() > 10);
    let text = format!(
        "import type {{ Failure, LiseuseReader, Snapshot }} from \"liseuse\";
type Same<A, B> = [A] extends [B] ? [B] extends [A] ? true : false : false;
export const members: Same<Exclude<keyof LiseuseReader, keyof HTMLElement>, {}> = true;
export const events: Same<Extract<keyof HTMLElementEventMap, `liseuse-${{string}}`>, {}> = true;
export const kinds: Same<Failure[\"kind\"], {}> = true;
export const state: Same<keyof Snapshot, {}> = true;
",
        union(&members),
        union(&events),
        union(&kinds),
        union(&state)
    );
    app()?.write("names.ts", &text)?;
    passes(&compile(&RESOLUTIONS[0], &["names.ts"])?)?;
    // That it would see a difference is seen here.
    app()?.write("other.ts", &text.replace("\"setView\"", "\"setViews\""))?;
    ensure!(!compile(&RESOLUTIONS[0], &["other.ts"])?.success);
    let described = texts(&part("events"), "description");
    let error = described
        .iter()
        .find(|text| text.starts_with("Something failed"));
    let error = quoted(error.context("the event of failures")?, "`kind` is ");
    assert_eq!(error, kinds);
    Ok(())
}

#[test]
fn manifest_and_readme_describe_the_same_element() -> Result<()> {
    let class = class()?;
    let readme = read("README.md")?;
    let part = |name: &str| class.get(name).cloned().unwrap_or_default();
    let attributes = texts(&part("attributes"), "name");
    let mut told = table(&readme, "### Attributes");
    // It is told of where the address is.
    told.insert("id".into());
    assert_eq!(told, attributes);
    let members = texts(&part("members"), "name");
    told.extend(table(&readme, "### Properties and methods"));
    told.retain(|name| name != "id" && name != "lang");
    assert_eq!(told, members);
    assert_eq!(table(&readme, "### Events"), texts(&part("events"), "name"));
    assert_eq!(
        table(&readme, "### Style"),
        texts(&part("cssProperties"), "name")
    );
    assert_eq!(quoted(&readme, "Parts: "), texts(&part("cssParts"), "name"));
    Ok(())
}

/// Runs a script as Node.js does, where there is no page, and returns what it prints.
fn node(script: &str) -> Result<Value> {
    app()?.write("node.mjs", script)?;
    let outcome = Run::new("node")
        .arg(app()?.folder().join("node.mjs"))
        .hear()?;
    passes(&outcome)?;
    serde_json::from_str(&outcome.output).with_context(|| outcome.output.clone())
}

#[test]
fn without_a_page_it_can_be_imported_and_the_element_is_as_described() -> Result<()> {
    let found = node(
        "import { LiseuseReader, define } from 'liseuse';
        define();
        define('/liseuse.wasm');
        const own = Object.getOwnPropertyDescriptors(LiseuseReader.prototype);
        const callbacks = /^(constructor|.*Callback)$/;
        const names = Object.keys(own).filter((name) => !callbacks.test(name)).sort();
        console.log(JSON.stringify({
            names,
            methods: names.filter((name) => own[name].value),
            fixed: names.filter((name) => own[name].get && !own[name].set),
            attributes: LiseuseReader.observedAttributes.toSorted(),
            exports: Object.keys(await import('liseuse')).sort(),
            globals: Object.keys(globalThis).filter((name) => /liseuse|customElements/i.test(name)),
        }));",
    )?;
    let class = class()?;
    let members = class.get("members").and_then(Value::as_array);
    let members = members.context("a list of members")?;
    let names = |wanted: &dyn Fn(&Value) -> bool| -> BTreeSet<String> {
        let wanted = members.iter().filter(|member| wanted(member)).cloned();
        texts(&wanted.collect(), "name")
    };
    let expected = json!({
        "names": names(&|_| true),
        "methods": names(&|member| member.get("kind") == Some(&json!("method"))),
        "fixed": names(&|member| member.get("readonly") == Some(&json!(true))),
        "attributes": texts(class.get("attributes").context("a list of attributes")?, "name"),
        "exports": ["LiseuseReader", "define"],
        "globals": [],
    });
    assert_eq!(found, expected);
    Ok(())
}
