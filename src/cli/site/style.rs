//! The reader's style sheet → that of the static pages, which have its elements in the page itself.
//!
//! A page without JavaScript has links where the reader has buttons. They are named by classes
//! here, with the weight that the reader's own selectors have, so that every rule wins where it
//! won before.

/// The look of the reader.
const READER: &str = include_str!("../../widget/style.css");
/// What only static pages have.
const SITE: &str = include_str!("site.css");

/// What the reader's selectors say, and what static pages say for it.
const SELECTORS: &[(&str, &str)] = &[
    (":host([hidden])", "liseuse-reader[hidden]"),
    (":host", "liseuse-reader"),
    (":disabled", ":is(:disabled, .off)"),
    (
        r#"[aria-pressed="true"]"#,
        r#":is([aria-pressed="true"], .on)"#,
    ),
];

/// Makes the style sheet.
pub(super) fn make() -> String {
    let mut out = String::with_capacity(READER.len() + SITE.len() + 1_000);
    rules(&without_comments(READER), &mut out);
    out.push_str(&without_comments(SITE));
    out
}

/// Copies rules with their selectors changed.
fn rules(css: &str, out: &mut String) {
    let mut rest = css;
    while let Some(end) = rest.find(['{', '}', ';']) {
        let (part, tail) = rest.split_at(end);
        if tail.starts_with('{') {
            out.push_str(&selector(part));
        } else {
            out.push_str(part);
        }
        let mut after = tail.chars();
        out.extend(after.next());
        rest = after.as_str();
    }
    out.push_str(rest);
}

/// One selector of a rule, or the beginning of an at-rule.
fn selector(text: &str) -> String {
    let mut text = text.to_owned();
    for (from, to) in SELECTORS {
        text = text.replace(from, to);
    }
    // A type selector: no part of a name, a class or an attribute's value.
    let mut out = String::new();
    let mut rest = &*text;
    while let Some(at) = rest.find("button") {
        let (before, found) = rest.split_at(at);
        let (name, after) = found.split_at("button".len());
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '"');
        let begins = !before.ends_with(|c| is_part(c) || c == '.');
        out.push_str(before);
        if begins && !after.starts_with(is_part) {
            out.push_str(":is(button, :where(.button))");
        } else {
            out.push_str(name);
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Without comments, and without the spaces at the beginning of lines.
fn without_comments(css: &str) -> String {
    let mut bare = String::new();
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        bare.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    bare.push_str(rest);
    let lines = bare.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.flat_map(|line| [line, "\n"]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_stand_for_buttons_with_their_weight() {
        let check = |css: &str, expected: &str| {
            let mut out = String::new();
            rules(css, &mut out);
            assert_eq!(out, expected);
        };
        check(
            ".bar button:hover{color:button}",
            ".bar :is(button, :where(.button)):hover{color:button}",
        );
        check(
            ":host{a:b}.x-button{c:d}",
            "liseuse-reader{a:b}.x-button{c:d}",
        );
        check(
            r#"@media (x){button[aria-pressed="true"]{a:b}}"#,
            r#"@media (x){:is(button, :where(.button)):is([aria-pressed="true"], .on){a:b}}"#,
        );
    }

    #[test]
    fn nothing_of_the_shadow_root_is_left() {
        let css = make();
        assert!(!css.contains(":host") && !css.contains("/*"));
        assert_eq!(css.matches('{').count(), css.matches('}').count());
        assert!(css.contains("liseuse-reader {\ndisplay: block;"));
    }
}
