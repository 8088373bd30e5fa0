//! English.

use super::Strings;

pub(super) const STRINGS: Strings = Strings {
    language: "en",
    is_one: |count| count == 1,

    alert_caution: "Caution",
    alert_important: "Important",
    alert_note: "Note",
    alert_tip: "Tip",
    alert_warning: "Warning",
    back_to_text: "Back to the text, note",
    code: "Code",
    copy: "Copy",
    copied: "Copied",
    embedded: "Embedded content:",
    load_image: "Load image:",
    notes: "Notes",
    table: "Table",
    task_done: "Done",
    task_open: "To do",

    posts: "{} posts",
    one_post: "{} post",
    posts_of: "{} of {} posts",
    posts_label: "Posts",
    tags: "Tags",
    more_tags: "All {} tags",
    fewer_tags: "Fewer tags",
    match_all: "With all these tags",
    clear: "Clear filters",
    languages: "Languages",
    every_language: "Every version",
    minutes: "{} min",
    also_in: "Also in",
    only_in: "In {} only",
    mixed: "In two languages",
    nothing_found: "No post matches these filters.",
    nothing_found_remedy: "Take a tag away, or clear the filters.",
    empty: "There are no posts yet.",
    empty_remedy: "The bundle was read, and its list is empty.",

    back: "All posts",
    versions: "Read in",
    summary_only: "summary only",
    not_available: "not available",
    shown_instead: "Not available in {}. Shown in {}.",
    summary: "Summary",
    show_rest: "Show the rest",
    cut: "This post is very long. Its first part is shown.",
    broken: "This post could not be displayed.",
    too_long: "This post is too long to be displayed.",
    at_its_address: "Read it at its own address",
    loading: "Loading…",
    unknown_post: "This post is not in the bundle. It may have been renamed or removed.",

    failed_not_found: (
        "The posts were not found.",
        "There is no bundle at this address. Check the reader’s “src”.",
    ),
    failed_network: (
        "The posts could not be fetched.",
        "The connection failed, or the other site does not allow this page to read it (CORS). Host the bundle beside the page, or let its server send Access-Control-Allow-Origin.",
    ),
    failed_offline: (
        "You are offline.",
        "The posts will be fetched again as soon as the connection is back.",
    ),
    failed_not_json: (
        "The posts could not be read.",
        "The file is not JSON, or is not complete. Build it again with liseuse-bundle.",
    ),
    failed_not_a_feed: (
        "This is not a bundle of posts.",
        "A bundle is a JSON Feed, with “version”, “title” and “items”.",
    ),
    failed_too_new: (
        "These posts need a newer reader.",
        "Update liseuse.js on this page.",
    ),
    failed_too_large: (
        "There are too many posts for one bundle.",
        "Split them over several bundles.",
    ),
    failed_server: (
        "The posts could not be fetched.",
        "The server answered with an error. Try again in a moment.",
    ),
    failed_no_source: (
        "No posts were given.",
        "Give the reader a “src”, the address of a bundle.",
    ),
    retry: "Try again",
};
