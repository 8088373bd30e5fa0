//! The parts of a page → its HTML, under a policy that lets nothing in but them.

use std::fmt::Write as _;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use sha2::{Digest as _, Sha256};

use super::{super::script::harmless, images::Left, widget::Widget};
use crate::{language::Language, view::html::escape};

/// What shows before the reader does, and around it.
const STYLE: &str = include_str!("page.css");
/// An open book. It is ours.
pub(in crate::cli) const ICON: &str = include_str!("icon.svg");

/// The parts of a page.
pub(super) struct Document<'a> {
    pub(super) title: &'a str,
    pub(super) language: &'a Language,
    /// The bundle, as JSON.
    pub(super) feed: &'a str,
    /// What shows without JavaScript, as HTML.
    pub(super) fallback: &'a str,
    pub(super) reader: &'a Widget,
    pub(super) images: Left,
}

impl Document<'_> {
    /// The page.
    pub(super) fn write(&self) -> String {
        let style = STYLE.trim();
        let script = self.reader.page_script.trim();
        let policy = self.policy(style, script);
        let mut page = String::from("<!doctype html>\n");
        let mut line = |parts: &[&str]| {
            page.extend(parts.iter().copied());
            page.push('\n');
        };
        let attribute = |value: &str| {
            let mut text = String::new();
            escape(value, &mut text);
            text
        };
        let (language, direction) = (self.language.as_str(), self.language.direction().as_str());
        line(&[r#"<html lang=""#, language, r#"" dir=""#, direction, "\">"]);
        line(&["<head>"]);
        line(&[r#"<meta charset="utf-8">"#]);
        // Before everything that it is about.
        let start = r#"<meta http-equiv="Content-Security-Policy" content=""#;
        line(&[start, &attribute(&policy), "\">"]);
        line(&[r#"<meta name="viewport" content="width=device-width, initial-scale=1">"#]);
        line(&[r#"<meta name="color-scheme" content="light dark">"#]);
        line(&[r#"<meta name="referrer" content="no-referrer">"#]);
        let version = env!("CARGO_PKG_VERSION");
        line(&[
            r#"<meta name="generator" content="Liseuse "#,
            version,
            "\">",
        ]);
        line(&["<title>", &attribute(self.title), "</title>"]);
        let icon = [r#"<link rel="icon" href="data:image/svg+xml,"#, &icon()].concat();
        line(&[&icon, "\">"]);
        line(&["<style>", style, "</style>"]);
        line(&["</head>"]);
        line(&["<body>"]);
        line(&["<main>"]);
        let images = if self.images.is_asked_for {
            r#" images="click""#
        } else {
            ""
        };
        line(&["<liseuse-reader", images, ">"]);
        let feed = harmless(self.feed);
        line(&[
            r#"<script type="application/feed+json">"#,
            &feed,
            "</script>",
        ]);
        line(&[self.fallback.trim_end()]);
        line(&["</liseuse-reader>"]);
        line(&["</main>"]);
        let module = &*self.reader.module;
        line(&["<script data-module=\"", module, "\">", script, "</script>"]);
        line(&["</body>"]);
        line(&["</html>"]);
        page
    }

    /// The same as the README asks for, but for the hashes in the place of `'self'`, and no
    /// connection to anywhere.
    fn policy(&self, style: &str, script: &str) -> String {
        let mut policy = String::from("default-src 'none'");
        let _ = write!(policy, "; script-src {} 'wasm-unsafe-eval'", hash(script));
        let _ = write!(policy, "; style-src {}; img-src data:", hash(style));
        if self.images.is_remote {
            policy.push_str(" https: http:");
        }
        if self.images.is_beside {
            policy.push_str(" 'self' file:");
        }
        policy.push_str("; base-uri 'none'; form-action 'none'");
        policy.push_str("; require-trusted-types-for 'script'; trusted-types 'none'");
        policy
    }
}

/// What names a script or a style in a policy (CSP Level 3, section 2.3.1).
fn hash(text: &str) -> String {
    let digest = STANDARD.encode(Sha256::digest(text.as_bytes()));
    format!("'sha256-{digest}'")
}

/// The icon, as it stands in an address.
fn icon() -> String {
    let mut out = String::new();
    for c in ICON.trim().replace('"', "'").chars() {
        match c {
            '#' => out.push_str("%23"),
            '%' => out.push_str("%25"),
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '\n' => out.push_str("%20"),
            c => out.push(c),
        }
    }
    out
}
