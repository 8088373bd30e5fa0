use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::Stage;

const FEED: &str = r#"{ "version": "https://jsonfeed.org/version/1.1", "title": "t", "items": [
    { "id": "a", "title": "A", "language": "fr", "content_text": "a", "date_published": "2019-01-07T00:00:00Z" },
    { "id": "b", "title": "B", "language": "en", "content_text": "b", "date_published": "2019-01-07T23:59:00-05:00" } ] }"#;

#[wasm_bindgen_test]
fn languages_are_named_in_their_own_words_with_a_capital() {
    let stage = Stage::new(r#"{ "interface": "en", "languages": "en" }"#, FEED);
    let names = "[...root.querySelectorAll('[part~=languages] [lang]')].map((button) => button.textContent)";
    assert_eq!(stage.text(names), "Français,English");
}

#[wasm_bindgen_test]
fn days_do_not_move_with_the_time_zone_and_speak_the_interface_language() {
    let stage = Stage::new(r#"{ "interface": "fr", "languages": "fr en" }"#, FEED);
    let days =
        "[...root.querySelectorAll('time')].map((time) => [time.dateTime, time.textContent])";
    assert_eq!(
        stage.text(days),
        "2019-01-07,7 janvier 2019,2019-01-07,7 janvier 2019"
    );
}

#[wasm_bindgen_test]
fn a_post_in_one_language_says_so_in_the_interface_language() {
    let stage = Stage::new(r#"{ "interface": "fr", "languages": "fr" }"#, FEED);
    assert_eq!(
        stage.text("root.querySelector('.badge').textContent"),
        "Seulement en anglais"
    );
}
