use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::Stage;

const SETTINGS: &str = r#"{ "interface": "en", "languages": "en fr" }"#;

fn feed() -> String {
    let items: Vec<String> = (0..30)
        .map(|n| {
            let tags = match n % 3 {
                0 => r#"["x"]"#,
                1 => r#"["x", "y"]"#,
                _ => r#"["z"]"#,
            };
            format!(
                r#"{{ "id": "p{n}", "title": "Post {n}", "language": "en", "tags": {tags}, "summary": "Short",
                "content_text": "One *two*.\n\n- three\n\n[^1]\n\n[^1]: Note.", "_liseuse": {{ "content_type": "text/markdown" }} }}"#
            )
        })
        .collect();
    format!(
        r#"{{ "version": "https://jsonfeed.org/version/1.1", "title": "t", "items": [{}] }}"#,
        items.join(",")
    )
}

#[wasm_bindgen_test]
fn what_stays_in_a_filtered_list_is_the_same_element() {
    let stage = Stage::new(SETTINGS, &feed());
    stage.run("root.kept = root.querySelectorAll('[part~=item]')[2]");
    stage.click("[part~=tag]:nth-of-type(3)");
    assert_eq!(
        stage.text("root.querySelectorAll('[part~=item]').length"),
        "10"
    );
    assert_eq!(
        stage.text("root.querySelector('[part~=item]') === root.kept"),
        "true"
    );
    stage.click("[part~=tag]:nth-of-type(3)");
    assert_eq!(
        stage.text("root.querySelectorAll('[part~=item]')[2] === root.kept"),
        "true"
    );
    let order =
        "[...root.querySelectorAll('h3')].map((title) => title.textContent.slice(5)).join()";
    let expected: Vec<String> = (0..30).map(|n| n.to_string()).collect();
    assert_eq!(stage.text(order), expected.join(","));
}

#[wasm_bindgen_test]
fn the_focus_stays_on_the_tag_that_was_chosen() {
    let stage = Stage::new(SETTINGS, &feed());
    stage.run("root.querySelector('[part~=tag]').focus()");
    stage.click("[part~=tag]");
    assert_eq!(
        stage.text("root.activeElement === root.querySelector('[part~=tag]')"),
        "true"
    );
    assert_eq!(stage.text("root.activeElement.ariaPressed"), "true");
    assert_eq!(
        stage.text("root.querySelector('[role=status]').textContent"),
        "20 of 30 posts"
    );
}

#[wasm_bindgen_test]
fn a_post_opens_with_the_focus_on_its_title_and_goes_back_to_its_card() {
    let stage = Stage::new(SETTINGS, &feed());
    stage.click("[part~=item]:nth-child(4) a");
    assert_eq!(
        stage.text("root.activeElement === root.querySelector('article h1')"),
        "true"
    );
    assert_eq!(
        stage.text("root.querySelector('[data-block=\"1\"]').localName"),
        "ul"
    );
    stage.click(".back");
    assert_eq!(stage.text("root.activeElement.textContent"), "Post 3");
    let told: Vec<String> = stage
        .told
        .iter()
        .map(|name| name.as_string().unwrap())
        .collect();
    assert_eq!(
        told,
        [
            "liseuse-ready",
            "liseuse-navigate",
            "liseuse-post",
            "liseuse-navigate",
            "liseuse-post"
        ]
    );
}

#[wasm_bindgen_test]
fn a_reader_that_is_taken_away_leaves_nothing() {
    for _ in 0..10 {
        let stage = Stage::new(SETTINGS, &feed());
        stage.call("open", r#"{ "id": "p7" }"#);
        assert_eq!(stage.text("root.querySelector('h1').textContent"), "Post 7");
        stage.run("window.left = root");
        drop(stage);
        let left = js_sys::Function::new_no_args("return window.left.childNodes.length");
        assert_eq!(left.call0(&wasm_bindgen::JsValue::NULL).unwrap(), 0);
    }
}

#[wasm_bindgen_test]
fn the_same_post_gives_the_same_nodes_as_written_html() {
    let stage = Stage::new(SETTINGS, &feed());
    stage.call("open", r#"{ "id": "p0" }"#);
    let live = stage.text("root.querySelector('.body').innerHTML");
    for part in [
        r#"<p data-block="0" part="block" lang="en">One <em>two</em>.</p>"#,
        r#"<ul data-block="1" part="block" lang="en"><li>three</li></ul>"#,
        r##"<sup><a href="#p0--note:1" id="p0--ref:1:1" role="doc-noteref">1</a></sup>"##,
    ] {
        assert!(live.contains(part), "{part} is not in {live}");
    }
}
