//! What can be asked for.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

use crate::language::Language;

/// Makes bundles for the Liseuse reader, and checks them.
#[derive(Debug, Parser)]
#[command(name = "liseuse-bundle", version, arg_required_else_help = true)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Build(Build),
    Pairs(Pairs),
    Align(Align),
    Page(Page),
    Site(Site),
    Check(Check),
    Render(Render),
}

/// Make a bundle of folders of Markdown files
///
/// Files may begin with front matter in YAML (---) or TOML (+++). Its keys: title, lang, tags,
/// date, slug, translation_key, summary, summaries, url, mixed, draft. `x.fr.md` and `fr/x.md` are
/// French, and translations of `x.en.md` and `en/x.md`. A README.md without front matter is no post.
#[derive(Debug, clap::Args)]
pub(super) struct Build {
    /// Folders to look for .md and .markdown files in, at any depth
    #[arg(required = true, value_name = "DIR")]
    pub(super) folders: Vec<PathBuf>,
    /// The bundle to write
    #[arg(short, long, value_name = "FILE", default_value = "posts.json")]
    pub(super) output: PathBuf,
    /// The title of the bundle [default: the folder's name]
    #[arg(long)]
    pub(super) title: Option<String>,
    /// The language of posts that name none [default: the most frequent one]
    #[arg(long, value_parser = language, value_name = "TAG")]
    pub(super) language: Option<Language>,
    /// The address of the site that the posts belong to
    #[arg(long, value_parser = web_address, value_name = "URL")]
    pub(super) home_page_url: Option<String>,
    /// Write posts.js beside posts.json too, for pages that are opened from disk
    #[arg(long)]
    pub(super) js: bool,
    /// Write the bundle in pieces, for many posts: posts.json is the start of the list, and the folder
    /// posts beside it has the rest and a file for each post. What has not changed is not written
    /// again, and what is no longer needed is removed; other files in the folder stay
    #[arg(long)]
    pub(super) split: bool,
    #[command(flatten)]
    pub(super) print: Print,
}

/// Propose languages, splits of posts in two languages, translations and pairs of tags
///
/// Prints a report to go through: each proposal with how sure it is, why, and what would be written.
/// What `liseuse.yaml` in the folder says is decided: languages, translations, not_translations,
/// splits and tags. With --write, proposals go into front matter (lang, mixed, translation_key) and
/// into liseuse.yaml (splits, tags); nothing that an author wrote is changed.
#[derive(Debug, clap::Args)]
pub(super) struct Pairs {
    /// Folders to look for .md and .markdown files in, at any depth
    #[arg(required = true, value_name = "DIR")]
    pub(super) folders: Vec<PathBuf>,
    /// Record what is proposed
    #[arg(long)]
    pub(super) write: bool,
    /// How sure a proposal must be, from 0.5 to 1
    #[arg(long, value_name = "CONFIDENCE", default_value = "0.8", value_parser = confidence)]
    pub(super) min: f64,
    #[command(flatten)]
    pub(super) print: Print,
}

/// Make one file of a bundle: a page that is opened by a double-click, with everything in it
///
/// Images that lie in the bundle's folder go in, the smallest first, as long as the budget lasts.
/// Nothing is fetched to make the page, and nothing is requested when it is opened: the images that
/// are left appear on a click.
#[derive(Debug, clap::Args)]
pub(super) struct Page {
    /// The bundle
    #[arg(value_name = "BUNDLE")]
    pub(super) file: PathBuf,
    /// The page to write
    #[arg(short, long, value_name = "FILE", default_value = "reader.html")]
    pub(super) output: PathBuf,
    /// The title of the page [default: the bundle's]
    #[arg(long)]
    pub(super) title: Option<String>,
    /// The language of the page and of the interface [default: the bundle's]
    #[arg(long, value_parser = language, value_name = "TAG")]
    pub(super) language: Option<Language>,
    /// How large all images together may be that go into the page
    #[arg(long, value_parser = size, value_name = "SIZE", default_value = "5MB")]
    pub(super) images_budget: u64,
    /// What becomes of the images that do not
    #[arg(long, value_enum, default_value_t = OtherImages::Click)]
    pub(super) other_images: OtherImages,
    /// What shows without JavaScript
    #[arg(long, value_enum, default_value_t = Fallback::Auto)]
    pub(super) fallback: Fallback,
    /// The folder of liseuse.js and liseuse.wasm.js [default: those in this program]
    #[arg(long, value_name = "DIR")]
    pub(super) widget: Option<PathBuf>,
    #[command(flatten)]
    pub(super) print: Print,
}

/// What becomes of an image that is not in the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum OtherImages {
    /// It is fetched on a click
    Click,
    /// It is fetched when it comes near the screen
    Load,
    /// It is left out; its description stays
    Drop,
}

/// What a page shows without JavaScript.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Fallback {
    /// The whole text where it is short (100 KB of HTML), else the list
    Auto,
    /// The list, and the whole text of each post
    Full,
    /// The list, with summaries
    List,
}

/// Make a site of a bundle: a folder of static pages, one a post and language, that any host serves
///
/// Everything can be read without JavaScript, and from disk too. Where there is JavaScript, the
/// reader takes each page over in its place. Feeds, sitemap and the links between translations need
/// the address of the site. In a folder that this command wrote before, what is no longer part of
/// the site is removed; in any other one that is not empty, nothing is touched.
#[derive(Debug, clap::Args)]
pub(super) struct Site {
    /// The bundle
    #[arg(value_name = "BUNDLE")]
    pub(super) file: PathBuf,
    /// The folder to write
    #[arg(short, long, value_name = "DIR")]
    pub(super) output: PathBuf,
    /// The address that the folder will have [default: the bundle's home_page_url]
    #[arg(long, value_parser = web_address, value_name = "URL")]
    pub(super) url: Option<String>,
    /// Give the reader the bundle in pieces: what is read is fetched, and not all posts. For many posts
    #[arg(long)]
    pub(super) split: bool,
    /// The title of the site [default: the bundle's]
    #[arg(long)]
    pub(super) title: Option<String>,
    /// The language of the home page [default: the bundle's]
    #[arg(long, value_parser = language, value_name = "TAG")]
    pub(super) language: Option<Language>,
    /// The folder of liseuse.js and liseuse.wasm.js [default: those in this program]
    #[arg(long, value_name = "DIR")]
    pub(super) widget: Option<PathBuf>,
    #[command(flatten)]
    pub(super) print: Print,
}

/// Print which blocks of translations say the same, as JSON
///
/// Of each work, for each two of its versions: ids, beads, how sure they are (0 to 1), and the
/// first words of each block. One work is printed as an object, several as a list. Beads that the
/// author decided in `liseuse.yaml` win, if they fit.
#[derive(Debug, clap::Args)]
pub(super) struct Align {
    /// Folders of Markdown files, or one bundle
    #[arg(required = true, value_name = "DIR|FILE")]
    pub(super) sources: Vec<PathBuf>,
    /// A file to write to, or a folder that gets a file for each work [default: print]
    #[arg(short, long, value_name = "FILE|DIR")]
    pub(super) output: Option<PathBuf>,
    /// Only the work that has this translation key
    #[arg(long)]
    pub(super) key: Option<String>,
}

/// List every problem of a bundle, with its place and remedy
///
/// Of a split bundle all pieces are read: what is missing, broken, or not of the same build is told
/// with its file.
#[derive(Debug, clap::Args)]
pub(super) struct Check {
    /// The bundle
    pub(super) file: PathBuf,
    #[command(flatten)]
    pub(super) print: Print,
}

/// Print the HTML of one Markdown file, as the reader shows it
#[derive(Debug, clap::Args)]
pub(super) struct Render {
    /// The Markdown file
    pub(super) file: PathBuf,
    /// Plain CommonMark: without front matter and extensions
    #[arg(long, conflicts_with_all = ["bundle", "base"])]
    pub(super) commonmark: bool,
    /// The bundle that the post is in: links to its other posts become links within the reader
    #[arg(long, value_name = "FILE")]
    pub(super) bundle: Option<PathBuf>,
    /// What relative addresses are relative to, when the post has no url [default: left relative]
    #[arg(long, value_parser = web_address, value_name = "URL")]
    pub(super) base: Option<String>,
    /// The language of the interface's words in it
    #[arg(long, value_name = "TAG", default_value = "en")]
    pub(super) interface: String,
}

/// How results are told.
#[derive(Debug, Clone, Copy, Default, clap::Args)]
pub(super) struct Print {
    /// Print the report as JSON
    #[arg(long)]
    pub(super) json: bool,
    /// Print problems only
    #[arg(short, long)]
    pub(super) quiet: bool,
}

fn language(text: &str) -> Result<Language, &'static str> {
    Language::parse(text).ok_or("not a BCP 47 tag such as `en` or `fr-CA`")
}

fn confidence(text: &str) -> Result<f64, &'static str> {
    let number: Option<f64> = text.parse().ok();
    number
        .filter(|number| (0.5..=1.0).contains(number))
        .ok_or("not a number from 0.5 to 1")
}

/// A number of bytes: `800000`, `800KB`, `2MB`.
fn size(text: &str) -> Result<u64, &'static str> {
    let text = text.trim().to_ascii_uppercase();
    let units = [("KB", 1_000), ("MB", 1_000_000), ("B", 1), ("", 1)];
    let number = units.into_iter().find_map(|(unit, bytes)| {
        let digits = text.strip_suffix(unit)?.trim_end();
        digits.parse::<u64>().ok()?.checked_mul(bytes)
    });
    number.ok_or("not a size such as `800KB` or `2MB`")
}

fn web_address(text: &str) -> Result<String, &'static str> {
    if crate::bundle::is_web_address(text) {
        Ok(text.to_owned())
    } else {
        Err("not an absolute http or https address")
    }
}
