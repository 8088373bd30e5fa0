use js_sys::{Array, JSON, Reflect};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::Stage;

macro_rules! lists {
    ($($name:literal),*) => { [$(include_str!(concat!("../fixtures/hostile/", $name, ".json"))),*] };
}

/// The lists that the native tests use.
const LISTS: [&str; 14] = lists!(
    "clobbering",
    "data",
    "document",
    "event-handlers",
    "forms-and-frames",
    "images",
    "javascript-urls",
    "markdown",
    "mutation",
    "our-own-names",
    "scripts",
    "styles",
    "svg-and-mathml",
    "text-direction"
);

/// What an element made from content may be, and what it may have. The native tests hold our own
/// HTML to the lists; here the engine says what really came to be.
const CHECK: &str = r#"
const wrong = [];
for (const element of root.querySelectorAll('*')) {
    if (/^(script|style|link|meta|base|iframe|object|embed|form|svg|math|template|textarea|select|audio|video|frame|frameset|dialog|portal|liseuse-reader)$/.test(element.localName)) wrong.push(element.localName);
    for (const { name, value } of element.attributes) {
        if (/^(on|style$|srcdoc$|formaction$|action$|name$|slot$|is$|autofocus$|contenteditable$|popover)/.test(name)) wrong.push(element.localName + ' ' + name);
        if (/^(href|src)$/.test(name) && !/^(https?:|mailto:|tel:|#|data:image\/(png|jpeg|gif|webp|avif)[;,])/i.test(value)) wrong.push(name + '=' + value);
    }
}
return wrong.join('\n')"#;

#[wasm_bindgen_test]
fn no_hostile_string_becomes_anything_that_acts() {
    let mut opened = 0;
    for list in LISTS {
        let cases: Array = JSON::parse(list).unwrap().into();
        let items = Array::new();
        for (at, case) in cases.iter().enumerate() {
            let payload = Reflect::get(&case, &"payload".into())
                .unwrap()
                .as_string()
                .unwrap();
            let text = JSON::stringify(&payload.as_str().into()).unwrap();
            for (kind, member) in [("m", "content_text"), ("h", "content_html")] {
                let item = format!(
                    r#"{{ "id": "{kind}{at}", "title": {text}, "tags": [{text}], "summary": {text}, "url": {text},
                    "language": "en", "{member}": {text}, "_liseuse": {{ {} "summaries": {{ "fr": {text} }} }} }}"#,
                    if kind == "m" {
                        r#""content_type": "text/markdown","#
                    } else {
                        ""
                    },
                );
                items.push(&JSON::parse(&item).unwrap());
            }
        }
        let items: String = JSON::stringify(&items).unwrap().into();
        let feed = format!(
            r#"{{ "version": "https://jsonfeed.org/version/1.1", "title": "<b>t", "items": {items} }}"#
        );
        let stage = Stage::new(r#"{ "interface": "en", "languages": "en" }"#, &feed);
        let list_check = stage.run(CHECK).as_string().unwrap();
        assert_eq!(list_check, "", "in the list of posts");
        for at in 0..cases.length() {
            for kind in ["m", "h"] {
                stage.call("open", &format!(r#"{{ "id": "{kind}{at}" }}"#));
                let wrong = stage.run(CHECK).as_string().unwrap();
                assert_eq!(wrong, "", "{kind}{at} of {list}");
                opened += 1;
            }
        }
        assert!(stage.run("return window.__pwned").is_undefined());
    }
    assert!(opened >= 300, "only {opened} posts were opened");
}
