//! The corpus of 47 real posts, where it is at hand.

use std::{fs, path::PathBuf, process::Command};

use liseuse::bundle::{self, Bundle};
use serde_json::Value;

/// The corpus's folder: `LISEUSE_BLOG`, or `shared/blog` beside the project. Where there is none, a
/// line says that the test has nothing to read.
pub(crate) fn folder() -> Option<PathBuf> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/blog");
    let folder = std::env::var_os("LISEUSE_BLOG").map_or_else(|| beside.into(), PathBuf::from);
    let is_there = folder.join("truth.json").is_file();
    if !is_there {
        println!(
            "skipped: there is no corpus in {}; set LISEUSE_BLOG to its folder",
            folder.display()
        );
    }
    is_there.then_some(folder)
}

/// What is known to be true of each post.
pub(crate) fn truth() -> Option<Vec<Value>> {
    let text = fs::read_to_string(folder()?.join("truth.json")).unwrap();
    let truth: Value = serde_json::from_str(&text).unwrap();
    let posts = truth["posts"].as_array().unwrap().clone();
    assert_eq!(posts.len(), 47);
    Some(posts)
}

/// The bundle that the command line makes of it.
pub(crate) fn bundle() -> Option<Bundle> {
    let folder = folder()?;
    let out = tempfile::tempdir().unwrap();
    let file = out.path().join("posts.json");
    let status = Command::new(env!("CARGO_BIN_EXE_liseuse-bundle"))
        .args(["build", "--quiet"])
        .arg(folder.join("posts"))
        .arg("-o")
        .arg(&file)
        .status()
        .unwrap();
    assert!(status.success(), "{status}");
    let bundle = bundle::from_slice(&fs::read(file).unwrap()).unwrap();
    assert_eq!(bundle.items.len(), 47);
    Some(bundle)
}
