//! What may come out of content at all: the allow-lists, written a second time and independently.

use std::collections::BTreeMap;

use crate::dom::{self, Node};

/// Elements that content may become.
const ELEMENTS: &str = "a abbr b bdi bdo blockquote br caption cite code dd del details dfn div dl dt \
    em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp \
    section small span strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr";

/// Elements of the interface, or that we make of content ourselves.
const OWN_ELEMENTS: &str = "article button header input";

/// Elements that go with what is in them.
const DROPPED: &str = "applet audio button canvas datalist frameset head iframe map math noembed \
    noframes noscript object plaintext script select style svg template textarea title video xmp";

/// Elements that become others.
const RENAMED: &[(&str, &str)] = &[
    ("acronym", "abbr"),
    ("address", "div"),
    ("article", "section"),
    ("aside", "div"),
    ("center", "div"),
    ("footer", "div"),
    ("header", "div"),
    ("listing", "pre"),
    ("strike", "s"),
    ("tt", "code"),
];

/// Attributes whose value is ours, or a number, or of a closed list.
const FIXED: &[(&str, &str)] = &[
    ("align", "left center right"),
    ("aria-expanded", "true false"),
    ("aria-hidden", "true"),
    ("aria-pressed", "true false"),
    ("checked", ""),
    ("decoding", "async"),
    ("dir", "ltr rtl auto"),
    ("disabled", ""),
    ("hidden", ""),
    ("loading", "lazy"),
    ("open", ""),
    ("referrerpolicy", "no-referrer"),
    ("rel", "noopener"),
    ("reversed", ""),
    ("scope", "col row colgroup rowgroup"),
    ("target", "_blank"),
    ("translate", "no"),
    ("type", "button checkbox search"),
    (
        "role",
        "alert doc-backlink doc-endnotes doc-noteref group list note search \
         status",
    ),
    (
        "part",
        "article block body item languages list meta notice peek peeked search tag tags title \
         toolbar",
    ),
];

const NUMBERS: &str = "colspan data-block height rowspan start tabindex value width";

/// Attributes that hold any text; nothing ever reads a command in them.
const TEXTS: &str = "alt aria-description aria-label datetime placeholder title";

/// Classes of the interface's style sheet.
const CLASSES: &str = "after alert alert-title alone also anchor apart back badge bar bead body \
    caution code columns copy count coverage embed fine foot full gap image important instead kept \
    languages list-head main meta none note notes notice open other other-summary pair peek peeked \
    post posts quiet reader rows search shelf side status summary table tag-name tags tip toolbar tools \
    views waiting warning wide";

pub(crate) fn has(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|other| other == word)
}

/// What stands in this HTML and must not: empty when it is safe. Ids and links to ids inside the
/// page must begin with one of `prefixes`.
pub(crate) fn breaches(html: &str, prefixes: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    let once = dom::parse(html);
    look(&once, prefixes, &mut found);
    // What a browser would write of it, read again: mutations show here.
    let again = dom::parse(&dom::rewrite(html));
    look(&again, prefixes, &mut found);
    if without_first_break(again) != without_first_break(once) {
        found.push("parsed, written and parsed again, it is another tree".into());
    }
    found
}

/// Browsers take away the first line break in `pre` and do not write it again.
fn without_first_break(mut nodes: Vec<Node>) -> Vec<Node> {
    for node in &mut nodes {
        if let Node::Element { name, children, .. } = node {
            if let (true, Some(Node::Text(text))) = (name == "pre", children.first_mut()) {
                *text = text.trim_start_matches('\n').to_owned();
            }
            *children = without_first_break(std::mem::take(children));
        }
    }
    nodes.retain(|node| !matches!(node, Node::Text(text) if text.is_empty()));
    nodes
}

fn look(nodes: &[Node], prefixes: &[String], found: &mut Vec<String>) {
    dom::walk(nodes, &mut |node| match node {
        Node::Text(_) => {}
        Node::Other(what) => found.push(what.clone()),
        Node::Element {
            name, attributes, ..
        } => {
            if !has(ELEMENTS, name) && !has(OWN_ELEMENTS, name) {
                found.push(format!("<{name}>"));
            }
            for (attribute, value) in attributes {
                if !may_have(name, attribute, value, attributes, prefixes) {
                    found.push(format!("<{name} {attribute}={value:?}>"));
                }
            }
        }
    });
}

fn may_have(
    element: &str,
    attribute: &str,
    value: &str,
    all: &BTreeMap<String, String>,
    prefixes: &[String],
) -> bool {
    let fixed = FIXED.iter().find(|entry| entry.0 == attribute);
    if let Some((_, values)) = fixed {
        return value.is_empty() && values.is_empty() || has(values, value);
    }
    // What was typed into the search box.
    if (element, attribute) == ("input", "value") {
        return true;
    }
    if has(NUMBERS, attribute) {
        return value.parse::<i64>().is_ok();
    }
    if has(TEXTS, attribute) {
        return true;
    }
    match attribute {
        "href" => {
            element == "a"
                && (is_address(value, &["http", "https", "mailto", "tel"])
                    || value.starts_with("#read")
                    || prefixes
                        .iter()
                        .any(|prefix| value.starts_with(&format!("#{}", encoded(prefix)))))
        }
        "src" => element == "img" && is_picture(value),
        "srcset" => {
            element == "img"
                && value
                    .split(", ")
                    .all(|candidate| is_picture(candidate.split(' ').next().unwrap_or("")))
        }
        "id" => prefixes
            .iter()
            .any(|prefix| value.starts_with(prefix.as_str())),
        "class" => value.strip_prefix("language-").map_or_else(
            || value.split(' ').all(|class| has(CLASSES, class)),
            |language| {
                element == "code"
                    && language.chars().all(|c| {
                        let is_hidden = matches!(c, '\u{2000}'..='\u{206F}' | '\u{FEFF}');
                        let is_other = !c.is_ascii() && !c.is_whitespace() && !c.is_control();
                        c.is_ascii_alphanumeric() || "+#._-".contains(c) || is_other && !is_hidden
                    })
            },
        ),
        "lang" | "hreflang" | "data-language" => {
            !value.is_empty()
                && value.len() <= 100
                && value
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b == b'-')
        }
        _ => {
            let _ = all;
            false
        }
    }
}

/// Whether this is absolute and of one of these schemes, by the letter.
fn is_address(url: &str, schemes: &[&str]) -> bool {
    url.bytes().all(|b| b.is_ascii_graphic())
        && url.split_once(':').is_some_and(|(scheme, _)| {
            schemes
                .iter()
                .any(|allowed| scheme.eq_ignore_ascii_case(allowed))
        })
}

fn is_picture(url: &str) -> bool {
    let kinds = ["png", "jpeg", "gif", "webp", "avif"];
    let data = url
        .split_once([';', ','])
        .map_or("", |(kind, _)| kind)
        .to_ascii_lowercase();
    is_address(url, &["http", "https"])
        || is_address(url, &["data"])
            && kinds
                .iter()
                .any(|kind| data == format!("data:image/{kind}"))
}

fn encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"/.-_%:?=&#+,;!*'()@$~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// What is left of a tree when everything that content may not contain is taken away.
pub(crate) fn filtered(nodes: &[Node]) -> Vec<Node> {
    let mut out = Vec::new();
    for node in nodes {
        let Node::Element {
            name,
            attributes,
            children,
        } = node
        else {
            if matches!(node, Node::Text(_)) {
                out.push(node.clone());
            }
            continue;
        };
        if has(DROPPED, name) {
            continue;
        }
        let name = RENAMED
            .iter()
            .find(|entry| entry.0 == name)
            .map_or(name.as_str(), |entry| entry.1);
        if !has(ELEMENTS, name) {
            out.extend(filtered(children));
            continue;
        }
        let attributes = attributes
            .iter()
            .filter(|(attribute, value)| match attribute.as_str() {
                "href" => {
                    name == "a" && is_allowed_reference(value, &["http", "https", "mailto", "tel"])
                }
                "src" => {
                    name == "img"
                        && (is_allowed_reference(value, &["http", "https"]) || is_picture(value))
                }
                "class" => name == "code" && value.starts_with("language-"),
                "id" => !value.is_empty(),
                "alt" => name == "img",
                "start" => name == "ol",
                "title" | "lang" => true,
                _ => false,
            });
        let value = |name: &str, value: &str| match name {
            "href" | "src" => encoded(&value.replace(['\t', '\n', '\r'], "")),
            _ => value.to_owned(),
        };
        let mut attributes: BTreeMap<String, String> = attributes
            .map(|(name, text)| (name.clone(), value(name, text)))
            .collect();
        // An image that may not be loaded leaves its words.
        if name == "img" && !attributes.contains_key("src") {
            let alt = attributes.get("alt").cloned().unwrap_or_default();
            out.push(Node::Text(alt));
            continue;
        }
        if name == "img" {
            attributes.entry("alt".into()).or_default();
        }
        out.push(Node::Element {
            name: name.into(),
            attributes,
            children: filtered(children),
        });
    }
    out
}

fn is_allowed_reference(url: &str, schemes: &[&str]) -> bool {
    let scheme = url
        .split_once(':')
        .map(|(scheme, _)| scheme)
        .filter(|scheme| {
            scheme.starts_with(|c: char| c.is_ascii_alphabetic())
                && scheme
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
        });
    scheme.is_none() || is_address(url, schemes)
}

/// The tree without the white space that layout adds: between blocks, and doubled.
pub(crate) fn squashed(nodes: &[Node]) -> Vec<Node> {
    let mut out: Vec<Node> = Vec::new();
    for node in nodes {
        match node {
            Node::Text(text) => match out.last_mut() {
                Some(Node::Text(before)) => before.push_str(text),
                _ => out.push(node.clone()),
            },
            Node::Element {
                name,
                attributes,
                children,
            } => out.push(Node::Element {
                name: name.clone(),
                attributes: attributes.clone(),
                children: squashed(children),
            }),
            Node::Other(_) => out.push(node.clone()),
        }
    }
    for node in &mut out {
        if let Node::Text(text) = node {
            *text = text.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
        }
    }
    out.retain(|node| !matches!(node, Node::Text(text) if text.is_empty()));
    out
}
