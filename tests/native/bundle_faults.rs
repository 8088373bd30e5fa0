//! Bundles that are broken on purpose: nothing panics, one bad post costs one post.

use std::time::{Duration, Instant};

use liseuse::{
    bundle::{
        MAX_ITEMS, MAX_PROBLEMS, from_slice, from_value,
        value::{self, Reading, Value},
    },
    error::{Error, Severity},
};
use serde::{
    Deserializer,
    de::{self, IntoDeserializer, Visitor},
};

use crate::bundle::{open, places};

const V1: &str = include_str!("../fixtures/bundles/v1/posts.json");

fn feed(items: &str) -> String {
    format!(r#"{{"version":"https://jsonfeed.org/version/1.1","title":"F","items":[{items}]}}"#)
}

fn item(id: &str) -> String {
    format!(r#"{{"id":"{id}","title":"T","content_text":"x"}}"#)
}

#[test]
fn a_bundle_cut_anywhere_is_an_error() {
    let mut large = feed(
        &(0..100)
            .map(|n| item(&n.to_string()))
            .collect::<Vec<_>>()
            .join(","),
    );
    large.push('\n');
    for (text, step) in [(V1, 1), (large.as_str(), 997)] {
        for end in (0..text.trim_end().len()).step_by(step) {
            let error = from_slice(&text.as_bytes()[..end]).expect_err("it is incomplete");
            let Error::NotJson { message } = error else {
                panic!("{end}: {error}")
            };
            assert!(
                end == 0 || message.contains("stops in the middle"),
                "{end}: {message}"
            );
        }
    }
}

#[test]
fn any_byte_may_be_wrong() {
    for at in 0..V1.len() {
        for byte in [0, b'"', b'\\', b'[', b'}', b'9', b'-', 0x80, 0xFF] {
            let mut bytes = V1.as_bytes().to_vec();
            bytes[at] = byte;
            let _ = from_slice(&bytes);
        }
    }
}

#[test]
fn any_value_may_have_the_wrong_type() {
    let whole: Value = serde_json::from_str(V1).unwrap();
    let odd = [
        Value::Null,
        Value::Bool(true),
        Value::Number(-1.5),
        Value::Number(f64::NAN),
        Value::Number(7.0),
        Value::Text(String::new()),
        Value::Text("\u{202E}<script>".repeat(500)),
        Value::List(vec![Value::Null, Value::List(vec![])]),
        Value::Map(vec![(String::from("__proto__"), Value::Map(vec![]))]),
        Value::Withheld,
    ];
    let places = paths(&whole, &[]);
    assert!(places.len() > 80);
    for path in places {
        for value in &odd {
            let mut broken = whole.clone();
            *at(&mut broken, &path) = value.clone();
            match from_value(broken) {
                Ok(bundle) => assert!(
                    bundle.items.len() >= 4 || path.len() == 1,
                    "{path:?} = {value:?}"
                ),
                Err(_) => assert!(path.len() < 2 || path == [5, 0], "{path:?} = {value:?}"),
            }
        }
    }
}

/// The way to each value: indexes of entries and elements.
fn paths(value: &Value, here: &[usize]) -> Vec<Vec<usize>> {
    let children: Vec<&Value> = match value {
        Value::List(list) => list.iter().collect(),
        Value::Map(entries) => entries.iter().map(|(_, value)| value).collect(),
        _ => Vec::new(),
    };
    let mut all = vec![here.to_vec()];
    for (index, child) in children.into_iter().enumerate() {
        all.extend(paths(child, &[here, &[index]].concat()));
    }
    all
}

fn at<'a>(value: &'a mut Value, path: &[usize]) -> &'a mut Value {
    path.iter().fold(value, |value, index| match value {
        Value::List(list) => &mut list[*index],
        Value::Map(entries) => &mut entries[*index].1,
        other => other,
    })
}

#[test]
fn depth_does_no_harm() {
    for (open_with, close_with) in [("[", "]"), (r#"{"a":"#, "}")] {
        let deep = format!(
            "{}1{}",
            open_with.repeat(100_000),
            close_with.repeat(100_000)
        );
        assert!(matches!(
            from_slice(deep.as_bytes()),
            Err(Error::NotAFeed { .. })
        ));
        let text = feed(&format!(
            r#"{},{{"id":"b","title":{deep},"content_text":"y"}}"#,
            item("a")
        ));
        let bundle = open(&text);
        assert_eq!(bundle.items.len(), 2);
        assert_eq!(places(&bundle), ["W items", "W items[1].title"]);
        assert!(matches!(
            from_slice("[".repeat(1_000_000).as_bytes()),
            Err(Error::NotJson { .. })
        ));
    }
}

#[test]
fn strange_text_costs_nothing_else() {
    let text = feed(
        r#"{"id":"a","title":"\uD83D\uDE42 \ud83d \uDE42x \\ud800","content_text":"\uD800"},
           {"id":"b","title":"T","content_text":"y","__proto__":{"id":"z"},"constructor":1e999,"toString":-1e999},
           {"id":"c","id":"d","title":"T","content_text":"z"}"#,
    );
    let bundle = open(&text);
    assert_eq!(places(&bundle), [] as [&str; 0]);
    assert_eq!(bundle.items[0].title, "🙂 \u{FFFD} \u{FFFD}x \\ud800");
    assert_eq!(bundle.items[0].body.as_deref(), Some("\u{FFFD}"));
    assert_eq!(bundle.items[1].id, "b");
    assert_eq!(bundle.items[2].id, "d");

    let bundle = open(&feed(
        r#"{"id":1e999,"content_text":"x"},{"id":"b","content_text":"y"}"#,
    ));
    assert_eq!(bundle.items.len(), 1);

    let mut bytes = feed(&format!("{},\n{}", item("a"), item("b"))).into_bytes();
    let end = bytes.len();
    bytes[end - 5] = 0xE9;
    let bundle = from_slice(&bytes).unwrap();
    assert_eq!(bundle.items.len(), 2);
    assert_eq!(bundle.items[1].body.as_deref(), Some("\u{FFFD}"));
    assert_eq!(places(&bundle), ["W line 2"]);
}

/// What JavaScript may hold and JSON cannot: a function, a huge `BigInt`.
#[derive(Clone, Copy)]
struct Odd;

impl<'de> Deserializer<'de> for Odd {
    type Error = de::value::Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Self::Error> {
        Err(de::Error::custom("a function"))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl IntoDeserializer<'_, de::value::Error> for Odd {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

#[test]
fn odd_values_of_javascript_are_nothing() {
    let list = || de::value::SeqDeserializer::new([Odd, Odd].into_iter());
    let lenient = Reading {
        lenient: true,
        ..Reading::default()
    };
    let document = value::read(list(), lenient).unwrap();
    assert_eq!(document.value, Value::List(vec![Value::Null, Value::Null]));
    assert!(value::read(list(), Reading::default()).is_err());
}

#[test]
fn sizes_are_bounded() {
    let items = vec![item("a"); MAX_ITEMS + 1].join(",");
    let error = from_slice(feed(&items).as_bytes()).unwrap_err();
    assert_eq!(
        error,
        Error::TooLarge {
            what: "items",
            limit: MAX_ITEMS,
            got: MAX_ITEMS + 1
        }
    );

    let error = from_slice(&vec![b' '; (64 << 20) + 1]).unwrap_err();
    assert!(matches!(error, Error::TooLarge { what: "bytes", .. }));

    let many = vec!["0"; 5_000_000].join(",");
    let bundle = open(&feed(&format!(
        r#"{},{{"id":"b","tags":[{many}],"content_text":"x"}}"#,
        item("a")
    )));
    assert_eq!(bundle.items.len(), 1);
    assert_eq!(bundle.problems[0].severity, Severity::Error);
}

#[test]
fn problems_are_bounded() {
    let items = vec!["{}"; 3 * MAX_PROBLEMS].join(",");
    let bundle = open(&feed(&items));
    assert_eq!(bundle.problems.len(), MAX_PROBLEMS + 1);
    let last = bundle.problems.last().unwrap();
    assert_eq!(
        (last.severity, last.what.as_str()),
        (Severity::Error, "2000 more problems are not listed")
    );
}

/// Ten times the work may take far more than ten times as long on a busy machine, but a quadratic
/// step over these inputs would take minutes.
#[test]
fn nothing_is_quadratic() {
    let start = Instant::now();
    let same = vec![item("a"); MAX_ITEMS].join(",");
    assert_eq!(open(&feed(&same)).items.len(), MAX_ITEMS);
    let keys: Vec<String> = (0..1_000_000).map(|n| format!("\"k{n}\":0")).collect();
    let wide = feed(&format!(
        r#"{{"id":"a","content_text":"x",{}}}"#,
        keys.join(",")
    ));
    assert_eq!(open(&wide).items.len(), 1);
    let own = format!(
        r#"{{"id":"a","content_text":"x","_liseuse":{{{0},"summaries":{{{0}}}}}}}"#,
        keys[..200_000].join(",")
    );
    assert_eq!(open(&feed(&own)).items.len(), 1);
    assert!(
        start.elapsed() < Duration::from_secs(60),
        "{:?}",
        start.elapsed()
    );
}
