//! The script: the hand-written reader and the generated bindings come in; a classic script and an ECMAScript module go out.

use anyhow::{Context, Result, bail};

use crate::names::Named;

/// The line of `www/reader.js` that the bindings take the place of.
pub const MARKER: &str = "/* @bindings */";

/// The line of `www/reader.js` that the style sheet takes the place of, as `const STYLE` and `const LATER`.
pub const STYLE_MARKER: &str = "/* @style */";

/// The lines that begin what is for the classic script alone, for the module alone, for both of them but not for
/// a page of one file, and for all again.
const CLASSIC: &str = "/* @classic */";
const MODULE: &str = "/* @module */";
const SERVED: &str = "/* @served */";
const BOTH: &str = "/* @both */";

/// How the line begins that ends what runs first, a function by itself, and names what that hands over.
const THEN: &str = "/* @then ";

/// The lines of the style sheet around what no opening needs.
const LATER: &str = "/* @later */";
const NOW: &str = "/* @now */";

/// Cuts a style sheet in two: what openings need, and the rest.
///
/// # Errors
/// When its marks do not take turns.
pub fn parts_of_style(sheet: &str) -> Result<[String; 2]> {
    let mut parts = [String::new(), String::new()];
    let mut is_later = false;
    for line in sheet.lines() {
        match line {
            LATER | NOW if is_later == (line == LATER) => {
                bail!("src/widget/style.css has `{line}` twice")
            }
            LATER | NOW => is_later = !is_later,
            _ => {
                let [now, later] = &mut parts;
                let part = if is_later { later } else { now };
                part.extend([line, "\n"]);
            }
        }
    }
    if is_later {
        bail!("src/widget/style.css has `{LATER}` without a `{NOW}` after it");
    }
    Ok(parts)
}

/// Puts the texts of the two parts of the style sheet into the reader's source.
///
/// # Errors
/// When the reader does not hold the marker as one line of its own, exactly once.
pub fn insert_style(reader: &str, [now, later]: &[String; 2]) -> Result<String> {
    let count = reader
        .lines()
        .filter(|line| line.trim() == STYLE_MARKER)
        .count();
    if count != 1 {
        bail!(
            "www/reader.js has {count} lines `{STYLE_MARKER}`, expected 1: the style sheet goes there"
        );
    }
    let now = serde_json::to_string(now.trim())?;
    let later = serde_json::to_string(later.trim())?;
    let texts = format!("const STYLE = {now};\nconst LATER = {later};");
    Ok(reader.replacen(STYLE_MARKER, &texts, 1))
}

/// Joins the reader's source and the bindings into one script that leaves no global behind.
///
/// The bindings become a function `bindings(module)`; each call of it gives a fresh instance,
/// which the reader needs to start again after a trap. Its `join` brings a part of the module that
/// comes later, see [`crate::split`].
///
/// # Errors
/// When the reader does not hold the marker as one line of its own, exactly once, or when the
/// bindings are not those of `--target bundler` for this module.
pub fn compose(reader: &str, bindings: &str, names: &Named) -> Result<String> {
    let body = insert_bindings(&only(&[CLASSIC, SERVED], reader)?, bindings, names)?;
    let (first, given, rest) = parts(&body)?;
    Ok(format!(
        "\"use strict\";\n(([{given}]) => {{\n{rest}}})((() => {{\n{first}return [{given}];\n}})());\n"
    ))
}

/// Joins the same for a page of one file, which asks for nothing.
///
/// # Errors
/// As [`compose`].
pub fn page(reader: &str, bindings: &str, names: &Named) -> Result<String> {
    let body = insert_bindings(&only(&[CLASSIC], reader)?, bindings, names)?;
    let (first, _, rest) = parts(&body)?;
    Ok(format!("(() => {{\n\"use strict\";\n{first}{rest}}})();\n"))
}

/// Joins the same into an ECMAScript module, which makes no element known by itself.
///
/// # Errors
/// As [`compose`].
pub fn module(reader: &str, bindings: &str, names: &Named) -> Result<String> {
    let body = insert_bindings(&only(&[MODULE, SERVED], reader)?, bindings, names)?;
    let (first, _, rest) = parts(&body)?;
    Ok([first, rest].concat())
}

/// Gives what runs first, the names that it hands over, and the rest.
fn parts(script: &str) -> Result<(&str, &str, &str)> {
    let parts = || {
        let (first, rest) = script.split_once(THEN)?;
        let (names, rest) = rest.split_once(" */\n")?;
        (!rest.contains(THEN)).then_some((first, names, rest))
    };
    parts().with_context(|| format!("www/reader.js needs one line `{THEN}NAME, … */`"))
}

/// Leaves out what is for another kind of script.
fn only(kinds: &[&str], reader: &str) -> Result<String> {
    let mut out = String::new();
    let mut part = BOTH;
    for line in reader.lines() {
        match line {
            CLASSIC | MODULE | SERVED | BOTH if line == part => {
                bail!("www/reader.js has `{line}` twice")
            }
            CLASSIC | MODULE | SERVED | BOTH => part = line,
            _ if part == BOTH || kinds.contains(&part) => out.extend([line, "\n"]),
            _ => {}
        }
    }
    if part != BOTH {
        bail!("www/reader.js has `{part}` without a `{BOTH}` after it");
    }
    Ok(out)
}

fn insert_bindings(reader: &str, bindings: &str, names: &Named) -> Result<String> {
    let count = reader.lines().filter(|line| line.trim() == MARKER).count();
    if count != 1 {
        bail!("www/reader.js has {count} lines `{MARKER}`, expected 1: the bindings go there");
    }
    let mut script = String::new();
    for line in reader.lines() {
        if line.trim() == MARKER {
            script.push_str(&function(bindings, names)?);
        } else {
            script.push_str(line);
        }
        script.push('\n');
    }
    Ok(script)
}

/// Turns the bindings, an ECMAScript module made for bundlers, into a function.
fn function(bindings: &str, names: &Named) -> Result<String> {
    const SET: &str = "__wbg_set_wasm";
    const START: &str = "__wbindgen_start";
    let build = serde_json::to_string(&names.build)?;
    let mut body = format!("const BUILD = {build};\nasync function bindings(module) {{\n");
    let mut own = Vec::new();
    let mut imports = vec![String::new(); names.imports.len()];
    let mut lines = bindings.lines();
    while let Some(line) = lines.next() {
        if line.starts_with("import ") {
            bail!(strange(line));
        }
        let Some(exported) = line.strip_prefix("export ") else {
            body.push_str(&rename(line, names)?);
            body.push('\n');
            continue;
        };
        let signature = exported.strip_prefix("function ");
        let signature = signature.and_then(|rest| rest.split_once('('));
        let (name, signature) = signature.with_context(|| strange(line))?;
        let mut text = format!("({signature}\n");
        // The generator indents what stands in a function.
        for line in lines.by_ref() {
            text.push_str(&rename(line, names)?);
            text.push('\n');
            if line.starts_with('}') {
                break;
            }
        }
        match names
            .imports
            .iter()
            .zip(&mut imports)
            .find(|(one, _)| *one == name)
        {
            Some((_, import)) => *import = expression(&text).with_context(|| strange(line))?,
            None => body.push_str(&format!("function {name}{text}")),
        }
        if !name.starts_with("__") {
            own.push(name);
        }
    }
    for (name, import) in names.imports.iter().zip(&imports) {
        if import.is_empty() {
            bail!("the bindings have no function `{name}`: make them with `--target bundler`");
        }
    }
    if !body.contains(&format!("function {SET}(")) {
        bail!("the bindings have no function `{SET}`: make them with `--target bundler`");
    }
    let start = rename(&format!("wasm.{START}"), names)?;
    body.push_str(&format!(
        "const imports = [\n{}];
{SET}((await WebAssembly.instantiate(module, {{ \"\": imports }})).exports);
{start}();
return {{ {}, join: (part) => WebAssembly.instantiate(part, {{ \"\": wasm }}) }};
}}",
        imports.concat(),
        own.join(", "),
    ));
    Ok(body)
}

/// Turns a function without its name, `(…) {…}`, into an element of a list: an arrow where it can be one.
fn expression(text: &str) -> Option<String> {
    if text.contains("arguments") || text.contains("this") {
        return Some(format!("function {},\n", text.trim_end()));
    }
    let (parameters, block) = text.split_once(") {\n")?;
    Some(format!("{parameters}) => {{\n{},\n", block.trim_end()))
}

/// Gives the module's exports their new names in a line of the bindings.
fn rename(line: &str, names: &Named) -> Result<String> {
    const OBJECT: &str = "wasm.";
    let mut out = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once(OBJECT) {
        let end = after.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        let (old, after) = after.split_at(end.unwrap_or(after.len()));
        let new = names.exports.iter().find(|(name, _)| name == old);
        let (_, new) = new.with_context(|| format!("the module has no export `{old}`"))?;
        out.extend([before, OBJECT, new]);
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}

fn strange(line: &str) -> String {
    format!("the bindings have the line `{line}`, which xtask/src/glue.rs cannot take over")
}

#[cfg(test)]
mod tests {
    use super::{Named, compose, insert_style, module, page, parts_of_style};

    fn names() -> Named {
        Named {
            build: "b1".into(),
            module: Vec::new(),
            imports: vec!["__wbg_new_1".into(), "__wbg_log_2".into()],
            exports: [("__wbindgen_start", "a"), ("call", "b"), ("callback", "c")]
                .map(|(old, new)| (old.into(), new.into()))
                .into(),
        }
    }

    const BINDINGS: &str = "export function call(a) {
    return wasm.call(a, wasm.callback);
}
export function __wbg_log_2(arg0) {
    wasm.callback(arg0);
}
export function __wbg_new_1() { return handleError(function () {
    return new Object();
}, arguments); }
export function __wbg_set_wasm(val) {
}
";

    #[test]
    fn the_bindings_become_a_function_in_one_closed_scope() -> anyhow::Result<()> {
        let reader = "const a = 1;\n/* @then a */\n/* @bindings */\nconst b = 2;\n";
        let script = compose(reader, BINDINGS, &names())?;
        let expected = r#""use strict";
(([a]) => {
const BUILD = "b1";
async function bindings(module) {
function call(a) {
    return wasm.b(a, wasm.c);
}
function __wbg_set_wasm(val) {
}
const imports = [
function () { return handleError(function () {
    return new Object();
}, arguments); },
(arg0) => {
    wasm.c(arg0);
},
];
__wbg_set_wasm((await WebAssembly.instantiate(module, { "": imports })).exports);
wasm.a();
return { call, join: (part) => WebAssembly.instantiate(part, { "": wasm }) };
}
const b = 2;
})((() => {
const a = 1;
return [a];
})());
"#;
        assert_eq!(script, expected);
        Ok(())
    }

    #[test]
    fn a_style_sheet_is_cut_where_its_marks_stand() -> anyhow::Result<()> {
        let sheet = "a {}\n/* @later */\nb {}\n/* @now */\nc {}\n";
        assert_eq!(parts_of_style(sheet)?, ["a {}\nc {}\n", "b {}\n"]);
        for broken in ["/* @later */\n/* @later */", "/* @now */", "/* @later */"] {
            assert!(parts_of_style(broken).is_err(), "{broken}");
        }
        let found = insert_style("/* @style */\n", &["a\n".into(), "\"b\"".into()])?;
        assert_eq!(
            found,
            "const STYLE = \"a\";\nconst LATER = \"\\\"b\\\"\";\n"
        );
        assert!(insert_style("", &Default::default()).is_err());
        Ok(())
    }

    #[test]
    fn each_script_has_its_own_parts_and_those_for_both() -> anyhow::Result<()> {
        let bindings = "export function __wbg_set_wasm(val) {\n}\n";
        let names = Named {
            imports: Vec::new(),
            ..names()
        };
        let reader = "/* @classic */\nclassic();\n/* @module */\nmodule();\n/* @both */\n\
            /* @then a, b */\n/* @bindings */\nboth();\n/* @served */\nserved();\n/* @classic */\nlast();\n/* @both */\n";
        let found = module(reader, bindings, &names)?;
        assert!(found.starts_with("module();\nconst BUILD = "), "{found}");
        assert!(found.ends_with("}\nboth();\nserved();\n"), "{found}");
        let found = compose(reader, bindings, &names)?;
        assert!(
            found.starts_with("\"use strict\";\n(([a, b]) => {\nconst BUILD = "),
            "{found}"
        );
        assert!(
            found.ends_with(
                "both();\nserved();\nlast();\n})((() => {\nclassic();\nreturn [a, b];\n})());\n"
            ),
            "{found}"
        );
        assert!(!found.contains("module();"), "{found}");
        let found = page(reader, bindings, &names)?;
        assert!(found.contains("classic();\nconst BUILD = "), "{found}");
        assert!(found.ends_with("both();\nlast();\n})();\n"), "{found}");
        for broken in [
            reader.replacen("/* @both */\n", "/* @classic */\n", 1),
            reader.replace("/* @module */", "/* @classic */"),
            reader.replace("/* @then a, b */", ""),
            [reader, "/* @module */\n"].concat(),
        ] {
            assert!(module(&broken, bindings, &names).is_err(), "{broken}");
        }
        Ok(())
    }

    #[test]
    fn a_missing_or_doubled_marker_is_refused() {
        for reader in [
            "/* @then a */\nconst a = 1;",
            "/* @then a */\n/* @bindings */\n/* @bindings */",
            "/* @then a */\n// see /* @bindings */ below",
        ] {
            assert!(compose(reader, BINDINGS, &names()).is_err(), "{reader}");
        }
    }

    #[test]
    fn bindings_that_do_not_fit_are_refused() {
        for change in [
            ("export function __wbg_new_1", "export function __wbg_new_3"),
            ("export function call", "export class Call"),
            ("wasm.callback", "wasm.other"),
            ("export function __wbg_set_wasm", "import"),
        ] {
            let bindings = BINDINGS.replace(change.0, change.1);
            assert!(
                compose("/* @then a */\n/* @bindings */", &bindings, &names()).is_err(),
                "{change:?}"
            );
        }
    }
}
