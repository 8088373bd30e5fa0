//! The table of cases.
//!
//! # How to add one
//! 1. Write an async function in the file of its topic (`start.rs` for how a
//!    reader comes to life; make a new file for a new topic and name it here).
//! 2. Add a row to the table below. The name is a sentence about the reader,
//!    with dashes: `filtering-by-two-tags-narrows-the-list`.
//! 3. Run it: `cargo xtask test e2e filtering-by-two --engine chromium`.
//!
//! ```ignore
//! /// Two tags under "all" leave only posts that have both.
//! pub(super) async fn two_tags(t: &mut Test) -> Result<()> {
//!     t.open_guide(Size::WIDE).await?;                      // loads guide.html, waits for `ready`
//!     t.click_named("[part~=tag]", "offline").await?;        // a real click in the shadow root
//!     t.equals("one('[part~=tag][aria-pressed=true]').textContent.trim()", "offline 3").await?;
//!     t.wait("all('[part~=item]').length === 3").await?;     // polls; never sleep
//!     t.press(Key::Tab + "").await?;                         // keys go where the focus is
//!     assert_eq!(t.axe().await?, Vec::<String>::new());
//!     Ok(())
//! }
//!
//! /// A bundle that is not there is told to the reader, and once on the console.
//! pub(super) async fn no_bundle(t: &mut Test) -> Result<()> {
//!     t.page("lost.html", r#"<liseuse-reader src="lost.json"></liseuse-reader>
//!         <script src="liseuse.js" defer></script>"#);       // a page of the case's own
//!     t.site.route("lost.json", Route { status: 404, ..Route::html("gone") });
//!     t.expect_message("lost.json");                         // else the case fails for it
//!     t.open("lost.html", Size::NARROW).await?;
//!     t.wait("one('[part~=notice]')").await
//! }
//! ```
//!
//! Pages that make life hard for the reader stand in folders of `tests/e2e/hosts`; their cases, in
//! `hosts/`, open them with [`Test::host`] and end with [`Test::own_is_unchanged`].
//!
//! # What holds for every case
//! - It runs in each browser, on an origin of its own: storage is empty, the
//!   colours are light, the browser is English (`t.dark`, `t.languages` change that).
//! - JavaScript given to `run`, `eval`, `wait` and `equals` sees `reader`,
//!   `root`, `one(css)` and `all(css)`; it may `await`.
//! - Pages have a strict CSP without `unsafe-inline` and with Trusted Types
//!   forbidden; inline scripts and styles do not run. A [`xtask::serve::Route`]
//!   can replace the header (an empty value removes it).
//! - The case fails at its end if a page logged an error or warning, had an
//!   uncaught error, could not load a file or broke the policy, unless
//!   `expect_message` announced it.
//! - Cases about the corpus begin with `t.open_corpus(…)` or
//!   `t.needs_corpus()?`, which skip them where it is absent.
//! - What a driver truly cannot do is named as a [`crate::harness::Feature`], and a case that `t.needs` it
//!   is skipped there, with the reason.
//! - Failing, it leaves a picture and the driver's log in `target/e2e-failures/`.

mod corpus;
mod disk;
mod element;
mod failure;
mod finding;
mod harness;
mod hosting;
mod hosts;
mod later;
mod look;
mod opening;
mod package;
mod pair;
mod peek;
mod pieces;
mod reading;
mod safety;
mod search;
mod site;
mod start;
mod switching;
mod texts;

use std::pin::Pin;

use anyhow::Result;

use crate::harness::Test;

/// One case: its name and what it does.
pub(crate) struct Case {
    /// A sentence about the reader, with dashes.
    pub(crate) name: &'static str,
    /// The case itself.
    pub(crate) run: fn(&mut Test) -> Running<'_>,
}

/// A case on its way.
pub(crate) type Running<'a> = Pin<Box<dyn Future<Output = Result<()>> + 'a>>;

/// Turns rows of `"name" => function` into the table.
macro_rules! cases {
    ($($name:literal => $run:path),* $(,)?) => {
        /// Every case, in the order in which they run.
        pub(crate) const CASES: &[Case] = &[$(Case { name: $name, run: |test| Box::pin($run(test)) }),*];
    };
}

cases! {
    "the-harness-clicks-and-types-in-the-shadow-root" => harness::input,
    "the-harness-sets-size-colours-and-languages" => harness::look,
    "the-harness-hears-every-complaint" => harness::record,
    "the-harness-checks-accessibility-in-the-shadow-root" => harness::axe,
    "the-harness-serves-what-a-case-asks-for" => harness::site,
    "the-harness-opens-files-as-users-do" => harness::disk,
    "a-script-tag-becomes-a-reader" => start::script_tag,
    "starting-leaves-the-console-clean" => start::clean_console,
    "a-reload-finds-the-place-in-a-post" => start::reload,
    "the-corpus-opens" => start::corpus,
    "the-corpus-shows-one-card-a-work" => corpus::one_card_a_work,
    "the-corpus-has-fifteen-posts-in-french-alone" => corpus::french_alone,
    "the-corpus-shows-every-version-when-asked" => corpus::every_version,
    "every-tag-of-the-corpus-shows-what-its-count-says" => corpus::counts,
    "a-post-opens-and-back-gives-the-same-list-filter-and-scroll" => corpus::there_and_back,
    "filtering-by-any-and-by-all-tags" => reading::filters,
    "a-filter-that-nothing-passes" => reading::nothing_found,
    "languages-choose-versions-and-are-remembered" => reading::languages,
    "the-switcher-is-honest" => reading::switcher,
    "every-block-has-its-number-and-language" => reading::blocks,
    "footnotes-open-and-return" => reading::footnotes,
    "pieces-are-what-the-whole-is" => pieces::same,
    "pieces-of-a-deep-link-come-at-once" => pieces::deep_link,
    "pieces-that-do-not-come-are-told" => pieces::lost,
    "pieces-that-are-stale-are-fetched-again" => pieces::stale,
    "pieces-come-from-a-disk" => pieces::disk,
    "openings-stay-where-they-stand" => opening::stays,
    "openings-wait-where-they-must" => opening::waits,
    "openings-leave-the-way-back-alone" => opening::comes_back,
    "openings-are-only-words" => opening::safe,
    "pieces-come-ahead-of-a-click" => pieces::ahead,
    "long-lists-show-more-and-come-back" => pieces::long,
    "searching-while-typing" => search::typing,
    "searching-forgives" => search::forgiving,
    "searching-by-address" => search::addresses,
    "what-needs-the-later-part-fetches-it" => later::needed,
    "a-page-opens-with-a-post-that-needs-the-later-part" => later::at_once,
    "without-the-later-part-the-rest-is-read" => later::lost,
    "searching-without-what-searches" => search::lost,
    "searching-from-a-disk" => search::disk,
    "searching-the-corpus" => search::corpus,
    "finding-what-is-found-natively" => finding::guide,
    "finding-the-corpus-as-natively" => finding::corpus,
    "finding-by-files-of-the-index" => finding::typing,
    "finding-without-files-of-the-index" => finding::lost,
    "finding-by-files-from-a-disk" => finding::disk,
    "links-between-posts-stay-in-the-reader" => reading::links_between_posts,
    "a-deep-link-opens-at-its-block" => reading::deep_link,
    "the-keyboard-does-everything" => reading::keyboard,
    "code-is-copied" => reading::copy,
    "the-interface-follows-the-page-language" => reading::interface_language,
    "the-page-may-say-it-in-words-of-its-own" => reading::messages,
    "images-wait-for-a-click-when-asked" => reading::images_on_click,
    "rows-of-two-versions-are-level" => pair::rows,
    "what-has-no-counterpart-says-so" => pair::coverage,
    "the-view-is-chosen-and-kept" => pair::choice,
    "two-versions-change-sides-in-place" => pair::swap,
    "a-third-version-can-stand-beside" => pair::third_version,
    "without-sync-each-column-scrolls-by-itself" => pair::sync,
    "what-corresponds-lights-up" => pair::highlight,
    "copying-takes-one-language" => pair::copy,
    "paper-gets-two-columns" => pair::paper,
    "a-version-that-fails-costs-itself" => pair::no_counterpart,
    "axe-finds-nothing-beside-another-version" => pair::axe,
    "two-versions-by-keyboard-alone" => pair::keyboard,
    "switching-keeps-the-place-on-a-long-post" => switching::long,
    "switching-from-a-block-without-counterpart" => switching::alone,
    "switching-keeps-focus-and-place-in-the-guide" => switching::guide,
    "switching-by-keyboard" => switching::keyboard,
    "switching-while-the-text-has-the-focus" => switching::focus,
    "switching-and-the-history" => switching::history,
    "an-address-with-a-block-opens-there-in-any-language" => switching::addresses,
    "switching-inside-of-what-scrolls" => switching::scrollers,
    "switching-while-pictures-are-on-their-way" => switching::late_images,
    "switching-keeps-the-place-in-the-corpus" => switching::corpus,
    "peeking-with-a-pointer" => peek::pointer,
    "peeking-with-the-keyboard" => peek::keyboard,
    "peeking-takes-no-room" => peek::room,
    "peeking-where-there-is-something-to-see" => peek::alone,
    "axe-finds-nothing-while-peeking" => peek::axe,
    "light-content-shows-until-ready" => element::light_content,
    "events-come-in-order-and-can-be-cancelled" => element::events,
    "properties-mirror-attributes" => element::properties,
    "two-readers-share-a-page" => element::two_readers,
    "a-reader-moves-goes-and-comes-back" => element::removal,
    "the-script-may-be-given-twice" => element::script_twice,
    "the-module-waits-to-be-asked" => element::module,
    "bundles-in-the-page-and-as-objects" => element::inline_bundles,
    "without-routing-the-address-is-left-alone" => element::no_routing,
    "module-and-bundle-load-side-by-side" => element::loading_order,
    "a-lost-bundle-is-told-and-tried-again" => failure::not_found,
    "a-bundle-that-is-not-json-is-told" => failure::not_json,
    "a-bundle-that-is-no-feed-is-told" => failure::not_a_feed,
    "a-server-error-is-asked-again-once" => failure::server,
    "a-bundle-of-another-site-that-does-not-share" => failure::cors,
    "offline-is-told-and-ends-by-itself" => failure::offline,
    "an-empty-bundle-says-so" => failure::empty,
    "without-its-module-the-page-keeps-its-content" => failure::no_module,
    "a-module-of-the-wrong-type-starts" => failure::wrong_type,
    "a-slow-bundle-leaves-the-page-its-content" => failure::slow,
    "a-post-that-breaks-the-reader-costs-itself" => failure::trap,
    "script-and-bundle-come-from-other-sites" => hosting::other_sites,
    "a-site-that-does-not-share-its-module-is-told" => hosting::unshared,
    "integrity-lets-the-right-script-in-and-no-other" => hosting::integrity,
    "a-module-of-any-type-and-encoding-starts" => hosting::types,
    "what-is-no-module-is-told-with-its-address" => hosting::broken,
    "the-script-tag-says-where-the-module-is" => hosting::bases,
    "script-page-and-bundle-lie-in-different-folders" => hosting::folders,
    "redirects-are-followed" => hosting::redirects,
    "an-old-module-in-a-cache-is-passed-by" => hosting::stale,
    "a-preloaded-module-is-asked-for-once" => hosting::preload,
    "the-script-is-loaded-in-any-way" => hosting::ways,
    "one-file-opens-as-a-blob" => hosting::blob,
    "what-has-loaded-is-read-offline" => hosting::offline,
    "a-page-built-with-vite-finds-its-module" => package::vite,
    "a-page-that-vite-serves-finds-its-module" => package::vite_server,
    "a-page-built-with-esbuild-finds-its-module" => package::esbuild,
    "an-import-map-names-the-module" => package::import_map,
    "values-are-as-the-types-say" => package::values,
    "the-same-page-opens-from-disk" => disk::same_page,
    "several-bundles-come-from-disk-in-any-order" => disk::several,
    "what-is-missing-on-disk-is-told" => disk::missing,
    "a-module-that-cannot-be-unpacked-is-told" => disk::broken_module,
    "from-disk-a-policy-takes-scripts-that-are-written-in-the-page" => disk::policy,
    "a-post-that-breaks-the-reader-costs-itself-on-disk-too" => disk::trap,
    "one-file-holds-everything" => disk::one_file,
    "the-corpus-opens-from-disk" => disk::corpus_page,
    "one-file-of-the-corpus-asks-for-nothing" => disk::one_file_of_the_corpus,
    "one-file-of-a-hostile-bundle-runs-none-of-it" => disk::hostile_file,
    "a-static-page-becomes-the-reader-without-a-shift" => site::geometry,
    "a-static-page-looks-the-same-when-taken-over" => site::pictures,
    "taking-a-page-over-has-manners" => site::manners,
    "a-static-page-is-whole-without-scripts" => site::without_scripts,
    "links-of-a-site-lead-to-its-pages" => site::links,
    "a-site-opens-from-disk" => site::disk,
    "every-page-of-the-corpus-is-taken-over-in-place" => site::corpus,
    "axe-finds-nothing-in-any-state" => look::axe,
    "axe-finds-nothing-on-a-failure" => look::axe_of_a_failure,
    "themes-follow-page-system-and-attribute" => look::themes,
    "hosts-with-everything-unset" => hosts::styles::unset,
    "hosts-with-a-storm-of-important" => hosts::styles::storm,
    "hosts-with-everything-reverted" => hosts::styles::revert,
    "hosts-from-right-to-left" => hosts::styles::right_to_left,
    "hosts-with-vertical-lines" => hosts::styles::vertical,
    "hosts-that-are-zoomed" => hosts::styles::zoomed,
    "hosts-with-places-of-every-kind" => hosts::styles::places,
    "hosts-with-a-router-in-the-fragment" => hosts::router::hash_router,
    "hosts-that-keep-and-wipe-the-history" => hosts::router::history_state,
    "hosts-with-a-base-elsewhere" => hosts::router::base,
    "hosts-with-a-router-that-takes-every-click" => hosts::router::greedy_router,
    "hosts-with-readers-without-a-name" => hosts::company::readers,
    "hosts-with-two-readers-of-one-name" => hosts::company::same_id,
    "hosts-with-the-script-from-everywhere" => hosts::company::scripts,
    "hosts-with-the-script-in-the-head" => hosts::company::head,
    "hosts-that-carry-the-reader-about" => hosts::life::moves,
    "hosts-that-copy-the-reader" => hosts::life::copies,
    "hosts-that-carry-the-reader-into-a-frame" => hosts::life::adoption,
    "hosts-where-readers-come-and-go" => hosts::life::crowd,
    "hosts-that-change-their-language" => hosts::live::language,
    "hosts-that-change-their-colours" => hosts::live::theme,
    "hosts-in-a-sandbox" => hosts::frames::sandbox,
    "hosts-written-into-an-attribute" => hosts::frames::srcdoc,
    "hosts-without-scripts" => hosts::frames::mute,
    "hosts-under-a-strict-policy" => hosts::policy::strict,
    "hosts-under-a-policy-of-nonces" => hosts::policy::nonce,
    "hosts-that-are-isolated" => hosts::policy::isolated,
    "hosts-without-a-doctype" => hosts::policy::quirks,
    "hosts-in-xml" => hosts::policy::xhtml,
    "hosts-that-a-translator-rewrites" => hosts::translator::replaced,
    "hosts-that-an-extension-annotates" => hosts::translator::annotated,
    "hosts-that-an-extension-plunders" => hosts::translator::plundered,
    "hosts-tell-translators-what-to-leave" => hosts::translator::marked,
    "hosts-that-are-left-and-found-again" => hosts::cache::back_and_forward,
    "hosts-that-took-the-browsers-names" => hosts::globals::taken,
    "hosts-with-elements-named-like-everything" => hosts::globals::clobbered,
    "french-marks-keep-their-word-and-their-space" => texts::typography,
    "french-is-copied-and-found-as-it-was-typed" => texts::copied_text,
    "a-tag-with-two-labels-is-one" => texts::bilingual_tags,
    "a-summary-stands-for-a-text-that-is-not-read" => texts::summaries,
    "no-hostile-string-runs" => safety::hostile_strings,
    "bombs-cost-one-post-at-most" => safety::bombs,
    "static-html-equals-the-live-page" => safety::static_and_live,
    "the-built-module-reads-commonmark-as-the-command-line-does" => safety::commonmark,
    "every-character-reference-is-known-to-the-built-module" => safety::references,
}
