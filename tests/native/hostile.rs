//! Hostile strings in every field of a bundle: what is shown of them must be safe. The same files
//! are read by the browser ring, which looks whether `__pwned` was ever set.

use std::fs;

use liseuse::{
    action::Action,
    bundle::{self, Content},
    i18n,
    language::Language,
    library::PostIndex,
    markdown::{self, Dialect, Images, NODE_LIMITS, NoLinks, url::Base},
    query::Found,
    route,
    search::Snippet,
    state::{Effect, Msg, Settings, State, update},
    view::{self, html},
};
use serde_json::{Value, json};

use crate::{dom, expect, locale::Names, safe};

/// The hostile strings: file, title and payload.
pub(crate) fn payloads() -> Vec<(String, String)> {
    let mut files: Vec<_> = fs::read_dir(expect::fixtures().join("hostile"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "json")
        })
        .collect();
    files.sort();
    let mut payloads = Vec::new();
    for file in files {
        let list: Vec<Value> = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
        for entry in list {
            let title = entry["title"].as_str().unwrap();
            let payload = entry["payload"].as_str().unwrap();
            let name = file.file_stem().unwrap().to_string_lossy().into_owned();
            payloads.push((format!("{name}: {title}"), payload.to_owned()));
        }
    }
    payloads
}

/// Ways to write a payload `P` into Markdown.
const CONTEXTS: &[&str] = &[
    "P",
    "text P text",
    "> P\n\nafter",
    "- P\n- P\n\n  P",
    "# P\n\nP\n===",
    "| P | P |\n|---|---|\n| P | P |",
    "[P](P)\n\n[P](<P> 'P')",
    "![P](P \"P\")",
    "`P` **P** ~~P~~",
    "```P\nP\n```",
    "[^1] P\n\n[^1]: P",
    "[P]\n\n[P]: P 'P'",
    "<P>\n\n<b P>x</b> <b title=\"P\">y</b> <a href=P>z</a>",
    "<div>\n\nP\n\n</div>\n\n<p title='P'>\nP",
    "P\n: P",
];

/// A bundle that has the payload wherever a text may stand.
fn bundle_of(payload: &str) -> Value {
    let ours = |kind: &str| {
        json!({
            "content_type": kind, "translation_key": payload, "date": payload,
            "summaries": { payload: payload, "de": payload, "en": payload },
        })
    };
    let item = |id: &str, language: &str| {
        json!({
            "id": id, "url": payload, "title": payload, "language": language, "summary": payload,
            "tags": [payload, format!("x {payload}"), "plain"], "date_published": payload,
        })
    };
    let mut items = Vec::new();
    for (language, id) in [
        (payload, payload),
        ("fr", "plain"),
        ("en", "x\" onclick=\"__pwned=1"),
    ] {
        for (field, kind) in [
            ("content_text", "text/markdown"),
            ("content_text", "text/plain"),
            ("content_html", payload),
        ] {
            let mut item = item(id, language);
            item[field] = json!(payload);
            item["_liseuse"] = ours(kind);
            items.push(item);
        }
    }
    json!({
        "version": "https://jsonfeed.org/version/1.1", "title": payload, "language": payload,
        "home_page_url": payload, "description": payload, "items": items,
        "_liseuse": { "version": 1, "tags": [
            { "id": payload, "labels": { "fr": payload, "en": payload, payload: payload } },
            { "id": "plain", "labels": { "fr": payload } },
        ] },
    })
}

/// Shows everything that there is of a bundle, and gives what must not be in it.
fn breaches(payload: &str, settings: Settings) -> Vec<String> {
    let bytes = serde_json::to_vec(&bundle_of(payload)).unwrap();
    let bundle = bundle::from_slice(&bytes).unwrap();
    let mut state = State::new(settings);
    let mut found = Vec::new();
    let mut see = |what: &str, state: &State, prefixes: &[String]| {
        let html = html::write(&view::view(state, &Names));
        let html = html.replace("<slot>", "").replace("</slot>", "");
        for breach in safe::breaches(&html, prefixes) {
            found.push(format!("{what}: {breach}"));
        }
    };
    update(&mut state, Msg::Loaded(Box::new(bundle)));
    see("list", &state, &[]);
    let fragment =
        format!("read?post={payload}&tag={payload}&lang={payload}&q={payload}&view={payload}");
    if let Some(place) = route::parse(&fragment, "read") {
        update(&mut state, Msg::Routed(place));
        see("routed", &state, &[]);
    }
    update(
        &mut state,
        Msg::SetFilter(
            vec![payload.to_owned()],
            liseuse::query::Match::All,
            payload.to_owned(),
        ),
    );
    see("filtered", &state, &[]);
    let result = Found {
        post: PostIndex(0),
        score: 1,
        title: vec![(0, 1), (3, 2), (1, u32::MAX)],
        snippet: Some(Snippet {
            block: u32::MAX,
            text: payload.to_owned(),
            marks: vec![(0, 1), (2, 2), (1, 9), (u32::MAX, 1)],
        }),
    };
    update(&mut state, Msg::Found(Some(vec![result])));
    see("found", &state, &[]);
    update(&mut state, Msg::Acted(Action::ClearFilter));
    update(&mut state, Msg::SetLanguages("*".into()));
    see("every version", &state, &[]);
    for post in state.library.clone().posts() {
        let id = post.item.id.clone();
        let effects = update(
            &mut state,
            Msg::Open(id.clone(), Language::parse("de"), Some(1)),
        );
        let fetched = effects.iter().find_map(|effect| match effect {
            Effect::FetchText(post) => Some(*post),
            _ => None,
        });
        let text = post.item.body.clone();
        update(&mut state, Msg::Text(fetched.unwrap(), text));
        see(&id, &state, &[markdown::id_prefix(&id)]);
    }
    found
}

/// The same for the payload in the middle of a text.
fn breaches_in_text(payload: &str) -> Vec<String> {
    let language = Language::parse("fr").unwrap();
    let options = markdown::Options {
        dialect: Dialect::Liseuse,
        language: &language,
        strings: i18n::strings("fr"),
        prefix: "post--",
        base: Base::Drop,
        links: &NoLinks,
        images: Images::Load,
        limit: NODE_LIMITS.0,
        is_other: false,
        is_whole: true,
    };
    let mut found = Vec::new();
    for context in CONTEXTS {
        let source = context.replace('P', payload);
        let body = markdown::render(&source, Content::Markdown, &options);
        for breach in safe::breaches(&html::write(&body.nodes), &["post--".into()]) {
            found.push(format!("{context:?}: {breach}"));
        }
    }
    found
}

#[test]
fn nothing_hostile_passes_in_any_field() {
    let payloads = payloads();
    assert!(payloads.len() >= 300, "{} strings", payloads.len());
    let settings = Settings {
        source: "https://example.org/posts.json".into(),
        ..Settings::default()
    };
    let asking = Settings {
        click_images: true,
        interface: "fr".into(),
        languages: "de en".into(),
        ..Settings::default()
    };
    let look = |share: &[(String, String)]| {
        let mut failures = Vec::new();
        for (title, payload) in share {
            let mut found = breaches(payload, settings.clone());
            found.extend(breaches(payload, asking.clone()));
            found.extend(breaches_in_text(payload));
            let lines = found.into_iter().take(3);
            failures.extend(lines.map(|breach| format!("{title}\n    {breach}")));
        }
        failures
    };
    let share = payloads.len().div_ceil(4);
    let failures = std::thread::scope(|scope| {
        let threads = payloads
            .chunks(share)
            .map(|share| scope.spawn(|| look(share)));
        let threads: Vec<_> = threads.collect();
        threads
            .into_iter()
            .flat_map(|thread| thread.join().unwrap())
            .collect::<Vec<_>>()
    });
    println!(
        "hostile: {} strings, {} breaches",
        payloads.len(),
        failures.len()
    );
    assert!(
        failures.is_empty(),
        "{}\n{}",
        failures.len(),
        failures.join("\n")
    );
}

#[test]
fn the_check_itself_finds_what_must_not_be() {
    for html in [
        "<script>x</script>",
        "<b onclick=x>y</b>",
        "<b style=x>y</b>",
        "<a href=javascript:x>y</a>",
        "<a href=/relative>y</a>",
        "<a name=x>y</a>",
        "<p id=x>y</p>",
        "<p class=modal>y</p>",
        "<img src=data:image/svg+xml,x>",
        "<img src=https://example.org srcset='javascript:x 2x'>",
        "<svg></svg>",
        "<form></form>",
        "<!-- x -->",
        "<code class='language-a b'>x</code>",
    ] {
        assert!(
            !safe::breaches(html, &["post--".into()]).is_empty(),
            "{html}"
        );
    }
    let fine = "<p id=\"post--x\" lang=\"fr\">a <a href=\"https://example.org\" rel=\"noopener\">b</a></p>";
    assert_eq!(safe::breaches(fine, &["post--".into()]), [""; 0]);
    let nodes = dom::parse(fine);
    assert_eq!(dom::text(&nodes), "a b");
}
