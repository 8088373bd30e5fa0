//! What a text's language does to it: typography, tags with labels, summaries.

use anyhow::{Result, ensure};
use serde_json::{Value, json};
use thirtyfour::Key;
use xtask::cli::Engine;
use xtask::serve::Route;

use crate::harness::{Size, Test};

/// A French text that types its spaces in every way that authors do, without any care.
const FRENCH: &str = "Pourquoi « lire » ? Parce que lire : voilà ! Un mot ; deux « mots » : trois !

Sans espace: «mot»! Et **gras** ! Et *« penché »* ? Un [lien](https://example.org) ; du `code : non !` ; ***tout*** !

Une note[^1] ! En 2019 : 25 % de 10 000 pages, soit 5 € ; n° 3 ?!

[^1]: Une note ?
";

fn item(id: &str, language: &str, key: &str, more: Value) -> Value {
    let mut item = json!({ "id": id, "title": format!("Le titre « {id} » : ici ?"), "language": language,
        "summary": format!("Le résumé de {id} : ceci !"), "content_text": FRENCH,
        "_liseuse": { "content_type": "text/markdown", "translation_key": key } });
    if let (Some(item), Value::Object(more)) = (item.as_object_mut(), more) {
        for (key, value) in more {
            item.insert(key, value);
        }
    }
    item
}

/// Opens a page whose bundle has these items and tags.
async fn open(t: &mut Test, items: Value, tags: Value, attributes: &str, size: Size) -> Result<()> {
    let bundle = json!({ "version": "https://jsonfeed.org/version/1.1", "title": "Texts", "language": "fr",
        "items": items, "_liseuse": { "version": 1, "tags": tags } });
    t.site.route(
        "texts.json",
        Route::new("application/feed+json", bundle.to_string()),
    );
    t.page(
        "texts.html",
        &format!(r#"<h1>Host</h1><script src="liseuse.js" data-src="texts.json" {attributes} defer></script>"#),
    );
    t.open("texts.html", size).await?;
    t.ready().await
}

/// Gives the places where a line begins with a mark of French, ends with an opening one or parts a
/// number, at every width from very narrow to wide.
const BROKEN: &str = r#"(() => {
    const host = document.querySelector('main');
    const found = new Set();
    for (let width = 90; width < 900; width += 11) {
        host.style.width = `${width}px`;
        for (const block of all(':is(h1, h3, .summary, .body > *):lang(fr)')) {
            const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
            let before = null;
            while (walker.nextNode()) {
                const node = walker.currentNode;
                const isCode = node.parentElement.localName === 'code';
                for (let at = 0; at < node.data.length; at++) {
                    if (isCode) before = null;
                    if (isCode || !/\S/.test(node.data[at])) continue;
                    const range = document.createRange();
                    range.setStart(node, at);
                    range.setEnd(node, at + 1);
                    const box = [...range.getClientRects()].at(-1);
                    const here = { c: node.data[at], box };
                    if (before && box.left < before.box.left) {
                        const parted = /[;:!?»%€]/.test(here.c) || before.c === '«' || before.c === '°'
                            || /\d/.test(before.c) && /\d/.test(here.c);
                        // A word that is longer than the line is broken somewhere.
                        const isWide = block.scrollWidth <= block.clientWidth + 1 && width > 200;
                        if (parted && isWide) found.add(`${width}: ${before.c}|${here.c} in ${block.textContent.slice(0, 20)}`);
                    }
                    before = here;
                }
            }
        }
    }
    host.style.width = '';
    return [...found];
})()"#;

/// The width of the space in em of its text, by the class of the element. What the other characters
/// leave of the element is measured, and in large letters: WebKit gives whole pixels for a part of a
/// text, and its spaces without `word-spacing`.
const SPACES: &str = r#"(() => {
    reader.style.fontSize = '100px';
    const width = (element) => {
        const node = element.firstChild;
        const at = node.data.search(/\s/);
        const part = (from, to) => {
            const range = document.createRange();
            range.setStart(node, from);
            range.setEnd(node, to);
            return from < to ? range.getBoundingClientRect().width : 0;
        };
        const others = part(0, at) + part(at + 1, node.data.length);
        return (element.getBoundingClientRect().width - others) / parseFloat(getComputedStyle(element).fontSize);
    };
    const widths = (css) => all(`.body > p ${css}`).map(width);
    const found = { thin: widths('.kept.fine'), word: widths('.kept:not(.fine)') };
    reader.style.fontSize = '';
    return found;
})()"#;

/// French marks keep their word, with a thin space or a word space; other languages are as typed.
pub(super) async fn typography(t: &mut Test) -> Result<()> {
    let items = json!([
        item("un", "fr", "un", json!({})),
        item("two", "en", "two", json!({}))
    ]);
    open(t, items, json!([]), r#"data-languages="fr en""#, Size::WIDE).await?;
    t.equals(
        "all('h3').map((title) => title.textContent)",
        json!(["Le titre « un » : ici ?", "Le titre « two » : ici ?"]),
    )
    .await?;
    t.equals("all('h3:lang(en) .kept').length", 0).await?;
    t.equals(BROKEN, json!([])).await?;
    t.run("reader.open('un')").await?;
    t.wait("one('.body')").await?;
    t.equals(BROKEN, json!([])).await?;
    let spaces = t.eval(SPACES).await?;
    for (kind, least, most) in [("thin", 0.1, 0.24), ("word", 0.2, 0.36)] {
        let widths = spaces
            .get(kind)
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default();
        ensure!(widths.len() > 4, "{spaces}");
        for width in &widths {
            let width = width.as_f64().unwrap_or(0.0);
            ensure!((least..most).contains(&width), "{kind}: {spaces}");
        }
    }
    // A margin stands for a space that was not typed, and is no wider.
    t.equals(
        "all('.body .gap').map((mark) => { const { marginInlineStart, marginInlineEnd, fontSize } = getComputedStyle(mark);
            const gap = (parseFloat(marginInlineStart) + parseFloat(marginInlineEnd)) / parseFloat(fontSize);
            return mark.textContent + (gap > 0.2 ? ' word' : gap > 0.1 ? ' thin' : ' none') })",
        json!([": word", "« word", "» word", "! thin"]),
    )
    .await?;
    // Code is as typed.
    t.equals("one('.body code').innerHTML", "code : non !")
        .await?;
    t.run("reader.open('two')").await?;
    t.wait("one('article').lang === 'en'").await?;
    t.equals("all('article :is(.kept, .gap)').length", 0).await
}

/// What is selected, copied and searched is what the author typed.
pub(super) async fn copied_text(t: &mut Test) -> Result<()> {
    let items = json!([item("un", "fr", "un", json!({}))]);
    open(t, items, json!([]), "", Size::WIDE).await?;
    t.run("reader.open('un')").await?;
    t.wait("one('.body')").await?;
    let typed = "Pourquoi « lire » ? Parce que lire : voilà ! Un mot ; deux « mots » : trois !";
    t.equals("one('[data-block=\"0\"]').textContent", typed)
        .await?;
    t.equals(
        "(() => { const selection = root.getSelection?.() ?? getSelection();
            const block = one('[data-block=\"0\"]');
            selection.setBaseAndExtent(block, 0, block, block.childNodes.length);
            return selection.toString().trim() })()",
        typed,
    )
    .await?;
    t.equals(
        "(() => { const selection = root.getSelection?.() ?? getSelection();
            const block = one('[data-block=\"1\"]');
            selection.setBaseAndExtent(block, 0, block, block.childNodes.length);
            return selection.toString().trim() })()",
        "Sans espace: «mot»! Et gras ! Et « penché » ? Un lien ; du code : non ! ; tout !",
    )
    .await?;
    // As the browser's own search looks for it. WebKit's `find` does not look into shadow roots: it gets the
    // same elements, under the same style, in the page.
    if t.engine() == Engine::WebKit {
        t.run(
            "document.adoptedStyleSheets = root.adoptedStyleSheets;
            document.body.append(one('.body').cloneNode(true))",
        )
        .await?;
    }
    t.equals(
        "['lire » ?', 'voilà ! Un', '25 % de 10 000', 'gras ! Et « penché »'].map((words) => {
            getSelection().removeAllRanges();
            return find(words) })",
        json!([true, true, true, true]),
    )
    .await
}

/// A tag with two labels is one button, and its count is what it shows, whatever is read.
pub(super) async fn bilingual_tags(t: &mut Test) -> Result<()> {
    let items = json!([
        item(
            "a-en",
            "en",
            "a",
            json!({ "tags": ["mixed reality", "poc"] })
        ),
        item(
            "a-fr",
            "fr",
            "a",
            json!({ "tags": ["réalité mixte", "POC"] })
        ),
        item("b-fr", "fr", "b", json!({ "tags": ["Réalité mixte"] })),
        item("c-en", "en", "c", json!({ "tags": ["mr", "notes"] })),
        item("d-en", "en", "d", json!({ "tags": ["notes"] })),
    ]);
    let tags = json!([{ "id": "mr", "labels": { "en": "mixed reality", "fr": "réalité mixte" } }]);
    for (languages, label, count) in [
        ("fr", "réalité mixte", 3),
        ("en", "mixed reality", 3),
        ("*", "mixed reality", 4),
    ] {
        // The first of the browser's languages names the tag where every version is shown.
        let attributes = if languages == "*" {
            r#"data-languages="* en""#.to_owned()
        } else {
            format!(r#"data-languages="{languages}""#)
        };
        open(t, items.clone(), tags.clone(), &attributes, Size::WIDE).await?;
        t.equals(
            "all('[part~=tag]').map((tag) => tag.textContent)[0]",
            format!("{label} {count}"),
        )
        .await?;
        let wrong = "(() => {
            const wrong = [];
            for (let at = 0; at < all('[part~=tag]').length; at++) {
                const button = all('[part~=tag]')[at];
                const told = Number(button.querySelector('.count').textContent);
                button.click();
                if (told !== reader.posts().length || told !== all('[part~=item]').length) wrong.push(button.textContent);
                all('[part~=tag]')[at].click();
            }
            return wrong;
        })()";
        t.equals(wrong, json!([])).await?;
        // Any of its names finds it, in any case.
        for name in ["réalité mixte", "Mixed Reality", "MR"] {
            t.run(&format!("reader.setFilter({{ tags: ['{name}'] }})"))
                .await?;
            t.equals("reader.posts().length", count).await?;
            t.equals("reader.state.tags", json!(["mr"])).await?;
        }
        t.equals("location.hash.includes('tag=mr')", true).await?;
        t.visit("about:blank").await?;
        t.open("texts.html#read?tag=r%C3%A9alit%C3%A9%20mixte", Size::WIDE)
            .await?;
        t.ready().await?;
        t.equals(
            "one('[part~=tag][aria-pressed=true] bdi').textContent",
            label,
        )
        .await?;
    }
    // A card has each tag in the language of its post.
    t.visit("about:blank").await?;
    open(t, items, tags, r#"data-languages="fr""#, Size::WIDE).await?;
    t.equals(
        "all('[part~=item]').map((card) => card.querySelector('.tag-name')).map((tag) => `${tag.lang} ${tag.textContent}`)",
        json!(["fr réalité mixte", "fr réalité mixte", "en mixed reality", "en notes"]),
    )
    .await
}

/// A summary in the reader's language stands on the card and before the text, which a button shows.
pub(super) async fn summaries(t: &mut Test) -> Result<()> {
    let summary = json!({ "_liseuse": { "content_type": "text/markdown", "summaries": { "en": "Said in English." } } });
    let items = json!([
        item("un", "fr", "un", summary),
        item("deux", "fr", "deux", json!({}))
    ]);
    for (attribute, summaries) in [
        (
            "show",
            json!(["en Said in English.", "fr Le résumé de deux : ceci !"]),
        ),
        ("summary", json!(["en Said in English."])),
    ] {
        t.visit("about:blank").await?;
        let attributes = format!(r#"data-untranslated="{attribute}""#);
        open(t, items.clone(), json!([]), &attributes, Size::NARROW).await?;
        t.run("const sheet = new CSSStyleSheet(); sheet.replaceSync('html { background: Canvas; color: CanvasText }'); document.adoptedStyleSheets = [sheet]").await?;
        t.equals("reader.state.languages", json!(["en-US", "en"]))
            .await?;
        t.equals(
            "all('.summary').map((words) => `${words.lang} ${words.textContent}`)",
            summaries,
        )
        .await?;
        t.equals(
            "all('.badge').map((badge) => badge.textContent)",
            json!(["In French only"]),
        )
        .await?;
        ensure!(t.axe().await?.is_empty(), "{attribute}: list");
        t.click_named("[part~=item] h3 a", "Le titre « un »")
            .await?;
        t.wait("one('.other-summary p')?.textContent === 'Said in English.'")
            .await?;
        t.equals("one('.other-summary p').lang", "en").await?;
        t.equals(
            "all('[part~=languages] button').map((button) => `${button.textContent} ${button.ariaPressed}`)",
            if attribute == "show" {
                json!(["Français true", "English summary only true"])
            } else {
                json!(["Français false", "English summary only true"])
            },
        )
        .await?;
        t.equals("Boolean(one('.body'))", attribute == "show")
            .await?;
        ensure!(t.axe().await?.is_empty(), "{attribute}: post");
        if attribute == "summary" {
            t.run("one('.full button').focus()").await?;
            t.press(Key::Enter + "").await?;
            t.wait("one('.body')").await?;
            t.equals("root.activeElement?.ariaExpanded", "true").await?;
            ensure!(t.axe().await?.is_empty(), "the text behind a summary");
            t.press(" ").await?;
            t.wait("!one('.body')").await?;
            t.click_named("[part~=languages] button", "Français")
                .await?;
            t.wait("one('.body')").await?;
        }
        t.click_named("[part~=languages] button", "English").await?;
        t.wait("!one('.other-summary')").await?;
        t.back().await?;
        t.wait("all('[part~=item]').length === 2").await?;
    }
    Ok(())
}
