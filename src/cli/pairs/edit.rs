//! A text, and what to add → the text with it added and every other byte kept, or `None` when that
//! cannot be done safely.

use crate::cli::{
    front_matter::{self, Kind},
    yaml::{self, Node, Value},
};

/// Adds entries to the front matter of a file; a file without gets one. The keys must be new.
pub(super) fn front_matter(text: &str, entries: &[(&str, String)]) -> Option<String> {
    let bom = if text.starts_with('\u{FEFF}') {
        "\u{FEFF}"
    } else {
        ""
    };
    let rest = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let newline = if rest.contains("\r\n") { "\r\n" } else { "\n" };
    let (first, _) = rest.split_once('\n').unwrap_or((rest, ""));
    let kind = match first.trim_end() {
        "---" => Kind::Yaml,
        "+++" => Kind::Toml,
        _ => {
            let lines: String = lines(Kind::Yaml, entries, newline);
            let new = [bom, "---", newline, &lines, "---", newline, newline, rest].concat();
            return is_safe(text, &new, entries).then_some(new);
        }
    };
    let fence = first.trim_end();
    let mut at = rest.find('\n')? + 1;
    let mut place = None;
    for line in rest.get(at..)?.split_inclusive('\n') {
        if line.trim_end() == fence {
            place = place.or(Some(at));
            break;
        }
        // In TOML all that follows a table's name belongs to the table.
        if kind == Kind::Toml && line.trim_start().starts_with('[') {
            place = place.or(Some(at));
        }
        at += line.len();
    }
    let (before, after) = rest.split_at_checked(place?)?;
    let new = [bom, before, &lines(kind, entries, newline), after].concat();
    is_safe(text, &new, entries).then_some(new)
}

/// The lines of entries.
pub(super) fn line(kind: Kind, key: &str, value: &str) -> String {
    match kind {
        Kind::Yaml => format!("{key}: {}", scalar(value)),
        Kind::Toml if value == "true" => format!("{key} = true"),
        Kind::Toml => format!("{key} = {}", quoted(value)),
    }
}

fn lines(kind: Kind, entries: &[(&str, String)], newline: &str) -> String {
    entries
        .iter()
        .map(|(key, value)| line(kind, key, value) + newline)
        .collect()
}

/// The fence of a file, for showing what would be added to it.
pub(super) fn kind_of(text: &str) -> Kind {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    if text.starts_with("+++") {
        Kind::Toml
    } else {
        Kind::Yaml
    }
}

/// A text as YAML writes it, with quotes where it could be read as something else.
pub(super) fn scalar(text: &str) -> String {
    let is_plain = text.starts_with(|c: char| c.is_alphabetic() || c.is_ascii_digit())
        && !text.ends_with(' ')
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | '/' | '\'' | '’'));
    // A number, a truth, a date or nothing would not come back as this text.
    let reads_as_text = |text: &str| matches!(yaml::parse(text), Ok(Node { value: Value::Text(read), .. }) if read == text);
    let is_number =
        text.starts_with(|c: char| c.is_ascii_digit()) && text.chars().all(|c| !c.is_alphabetic());
    if text == "true" || is_plain && !is_number && reads_as_text(text) {
        text.to_owned()
    } else {
        quoted(text)
    }
}

/// In double quotes, as YAML and TOML both read it.
fn quoted(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
    let escaped: String = escaped.chars().filter(|c| !c.is_control()).collect();
    ["\"", &escaped, "\""].concat()
}

/// Whether the new text says what the old one said, and the entries.
fn is_safe(old: &str, new: &str, entries: &[(&str, String)]) -> bool {
    let normal = |text: &str| {
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        text.replace("\r\n", "\n").replace('\r', "\n")
    };
    let (old, new) = (normal(old), normal(new));
    let (before, after) = (front_matter::split(&old), front_matter::split(&new));
    if before.body != after.body {
        return false;
    }
    let (Some(mut was), Some(is)) = (tree(before.matter), tree(after.matter)) else {
        return false;
    };
    was.extend(
        entries
            .iter()
            .map(|(key, value)| ((*key).to_owned(), value.clone())),
    );
    was.sort();
    let mut is = is;
    is.sort();
    was == is
}

/// The top-level keys and values of front matter, as text.
fn tree(matter: Option<(Kind, &str)>) -> Option<Vec<(String, String)>> {
    let Some((kind, text)) = matter else {
        return Some(Vec::new());
    };
    match kind {
        Kind::Toml => {
            let table: toml::Table = toml::from_str(text).ok()?;
            let text = |value: toml::Value| match value {
                toml::Value::String(text) => text,
                other => other.to_string(),
            };
            Some(
                table
                    .into_iter()
                    .map(|(key, value)| (key, text(value)))
                    .collect(),
            )
        }
        Kind::Yaml => match yaml::parse(text).ok()?.value {
            Value::Null => Some(Vec::new()),
            Value::Map(map) => Some(
                map.iter()
                    .map(|(key, node)| (key.clone(), told(node)))
                    .collect(),
            ),
            _ => None,
        },
    }
}

fn told(node: &Node) -> String {
    match &node.value {
        Value::Text(text) => text.clone(),
        Value::Null => String::new(),
        Value::Bool(value) => value.to_string(),
        Value::Number(number) => number.to_string(),
        Value::List(list) => format!("{:?}", list.iter().map(told).collect::<Vec<_>>()),
        Value::Map(map) => {
            let map: Vec<_> = map.iter().map(|(key, node)| (key, told(node))).collect();
            format!("{map:?}")
        }
    }
}

/// Adds an entry under a key of the decisions: `FILE: …` to a map, `- …` to a list.
pub(super) fn decisions(text: &str, key: &str, entry: &str) -> Option<String> {
    let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    if let Some(last) = lines.last_mut()
        && !last.ends_with('\n')
    {
        last.push_str(newline);
    }
    let is_key = |line: &String| {
        line.strip_prefix(key)
            .is_some_and(|rest| rest.trim_start().starts_with(':'))
    };
    let new = match lines.iter().position(is_key) {
        None => {
            let mut all = lines.concat();
            if !all.is_empty() && !all.ends_with(&[newline, newline].concat()) {
                all.push_str(newline);
            }
            [&all, key, ":", newline, "  ", entry, newline].concat()
        }
        Some(at) => {
            let value = lines.get(at)?.split_once(':')?.1;
            let value = value.split(" #").next()?.trim();
            // A value on the same line is written in another way than ours.
            if !(value.is_empty() || value.starts_with('#')) {
                return None;
            }
            let is_list = entry.starts_with("- ");
            let (mut end, mut indent) = (at + 1, None);
            for (index, line) in lines.iter().enumerate().skip(at + 1) {
                let bare = line.trim();
                let depth = line.len() - line.trim_start().len();
                if bare.is_empty() || bare.starts_with('#') && depth == 0 {
                    continue;
                }
                if depth == 0 && !(is_list && bare.starts_with('-')) {
                    break;
                }
                if !bare.starts_with('#') {
                    indent = indent.or(Some(depth));
                }
                end = index + 1;
            }
            let space = " ".repeat(indent.unwrap_or(2));
            lines.insert(end, [&space, entry, newline].concat());
            lines.concat()
        }
    };
    adds_only(text, &new, key, entry).then_some(new)
}

/// Whether the new decisions are the old ones and the entry at the end of its key.
fn adds_only(old: &str, new: &str, key: &str, entry: &str) -> bool {
    let read = |text: &str| -> Option<Vec<(String, Value)>> {
        match yaml::parse(text).ok()?.value {
            Value::Null => Some(Vec::new()),
            Value::Map(map) => Some(
                map.into_iter()
                    .map(|(key, node)| (key, bare(node.value)))
                    .collect(),
            ),
            _ => None,
        }
    };
    let (Some(mut was), Some(is)) = (read(old), read(new)) else {
        return false;
    };
    let Ok(Node { value, .. }) = yaml::parse(entry) else {
        return false;
    };
    let value = bare(value);
    match was.iter_mut().find(|(own, _)| own == key) {
        None => was.push((key.to_owned(), value)),
        Some((_, old)) => match (old, value) {
            (old @ Value::Null, value) => *old = value,
            (Value::Map(old), Value::Map(new)) => {
                if new
                    .iter()
                    .any(|(key, _)| old.iter().any(|(own, _)| own == key))
                {
                    return false;
                }
                old.extend(new);
            }
            (Value::List(old), Value::List(new)) => old.extend(new),
            _ => return false,
        },
    }
    was == is
}

/// A value without its lines.
fn bare(value: Value) -> Value {
    let node = |node: Node| Node {
        line: 0,
        value: bare(node.value),
    };
    match value {
        Value::List(list) => Value::List(list.into_iter().map(node).collect()),
        Value::Map(map) => Value::Map(map.into_iter().map(|(key, n)| (key, node(n))).collect()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::{decisions, front_matter, scalar};

    fn check_matter(text: &str, expected: Option<&str>) {
        let entries = [
            ("lang", String::from("fr")),
            ("translation_key", String::from("a-b")),
        ];
        assert_eq!(
            front_matter(text, &entries).as_deref(),
            expected,
            "{text:?}"
        );
    }

    #[test]
    fn front_matter_gets_lines_and_keeps_all_others() {
        check_matter(
            "---\r\ntitle: \"A\" # x\r\n---\r\n\r\nB  \r\n",
            Some(
                "---\r\ntitle: \"A\" # x\r\nlang: fr\r\ntranslation_key: a-b\r\n---\r\n\r\nB  \r\n",
            ),
        );
        check_matter(
            "+++\ntitle = 'A'\n[summaries]\nen = 'x'\n+++\nB",
            Some(
                "+++\ntitle = 'A'\nlang = \"fr\"\ntranslation_key = \"a-b\"\n[summaries]\nen = 'x'\n+++\nB",
            ),
        );
        check_matter(
            "\u{FEFF}# A\n\nB",
            Some("\u{FEFF}---\nlang: fr\ntranslation_key: a-b\n---\n\n# A\n\nB"),
        );
        check_matter(
            "---\n---\nB",
            Some("---\nlang: fr\ntranslation_key: a-b\n---\nB"),
        );
        check_matter(
            "---\nsummary: >\n  long\n\n---\nB",
            Some("---\nsummary: >\n  long\n\nlang: fr\ntranslation_key: a-b\n---\nB"),
        );
        // A map in braces, a fence without end, a key that is there already.
        check_matter("---\n{ title: A }\n---\nB", None);
        check_matter("---\ntitle: A\nB", None);
        check_matter("---\nlang: en\n---\nB", None);
    }

    #[test]
    fn texts_come_back_as_they_are() {
        for (text, written) in [
            ("réalité mixte", "réalité mixte"),
            ("2016", "\"2016\""),
            ("null", "\"null\""),
            ("a: b", "\"a: b\""),
            ("24*7", "\"24*7\""),
            ("# x", "\"# x\""),
            ("say \"x\"", "\"say \\\"x\\\"\""),
        ] {
            assert_eq!(scalar(text), written);
        }
    }

    #[test]
    fn decisions_get_entries_and_keep_all_else() {
        let check = |text: &str, key: &str, entry: &str, expected: Option<&str>| {
            assert_eq!(decisions(text, key, entry).as_deref(), expected, "{text:?}");
        };
        check(
            "",
            "splits",
            "a.md: { fr: 3 }",
            Some("splits:\n  a.md: { fr: 3 }\n"),
        );
        check(
            "# mine\nlanguages:\n    a.md: fr # yes\n\n# tags\ntags:\n- { en: a }",
            "languages",
            "b.md: en",
            Some(
                "# mine\nlanguages:\n    a.md: fr # yes\n    b.md: en\n\n# tags\ntags:\n- { en: a }\n",
            ),
        );
        check(
            "tags:\n- { en: a }\nsplits:\n",
            "tags",
            "- { en: b, fr: c }",
            Some("tags:\n- { en: a }\n- { en: b, fr: c }\nsplits:\n"),
        );
        check(
            "splits: # none\n",
            "splits",
            "a.md: false",
            Some("splits: # none\n  a.md: false\n"),
        );
        check("splits: { a.md: false }\n", "splits", "b.md: false", None);
        check(
            "splits:\n  a.md: false\n",
            "splits",
            "a.md: { fr: 1 }",
            None,
        );
        check("splits: [\n", "splits", "a.md: { fr: 1 }", None);
    }
}
