//! Libraries of posts: a number or a folder comes in, Markdown files and the bundles that
//! `liseuse-bundle` makes of them go out, kept in `target/bench` for the next run.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use serde_json::Value;
use xtask::paths;
use xtask::run::Run;

use crate::made::Chance;
use crate::made::{self, Post};

/// Goes up when the made posts change, so that no old ones are taken.
const EDITION: u32 = 3;

/// How a library is bundled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// Everything in one file.
    Whole,
    /// The index first, bodies one by one.
    Split,
}

/// A bundle on the disk.
#[derive(Debug, Clone)]
pub(crate) struct Library {
    /// What it is called in the report.
    pub(crate) name: String,
    /// Its folder, which is served as it is.
    pub(crate) folder: PathBuf,
}

/// A post as the bundle has it.
pub(crate) struct Item {
    pub(crate) id: String,
    pub(crate) post: Post,
    pub(crate) tags: Vec<String>,
}

impl Library {
    /// Returns the bundle's file.
    pub(crate) fn bundle(&self) -> PathBuf {
        self.folder.join("posts.json")
    }

    /// Reads all posts of a whole bundle, in its order.
    ///
    /// # Errors
    /// When the bundle is not as `liseuse-bundle` writes it.
    pub(crate) fn items(&self) -> Result<Vec<Item>> {
        let bundle = self.bundle();
        let bytes =
            fs::read(&bundle).with_context(|| format!("cannot read {}", bundle.display()))?;
        let feed: Value = serde_json::from_slice(&bytes)?;
        let items = feed.get("items").and_then(Value::as_array);
        let items = items.with_context(|| format!("{} has no items", bundle.display()))?;
        items.iter().map(read_item).collect()
    }
}

fn read_item(item: &Value) -> Result<Item> {
    let text = |name: &str| item.get(name).and_then(Value::as_str).unwrap_or_default();
    let tags = item.get("tags").and_then(Value::as_array);
    let tags = tags.into_iter().flatten().filter_map(Value::as_str);
    let tags: Vec<String> = tags.map(str::to_owned).collect();
    if text("id").is_empty() || text("content_text").is_empty() {
        bail!("a post of the bundle has no id or no text");
    }
    Ok(Item {
        id: text("id").to_owned(),
        post: Post {
            language: if text("language").starts_with("fr") {
                "fr"
            } else {
                "en"
            },
            title: text("title").to_owned(),
            tags: tags.join("\n"),
            body: text("content_text").to_owned(),
        },
        tags,
    })
}

/// Where libraries come from.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    /// The program that makes bundles.
    pub(crate) tool: PathBuf,
    /// The folder of real posts.
    pub(crate) corpus: PathBuf,
}

impl Source {
    /// Makes a library of so many posts, or takes the one that was made before.
    ///
    /// # Errors
    /// When a file cannot be written, or the bundle cannot be made.
    pub(crate) fn made(&self, count: usize, form: Form) -> Result<Library> {
        let posts = paths::target().join(format!("bench/posts-{count}-{EDITION}"));
        if !posts.join("done").exists() {
            let start = Instant::now();
            fs::remove_dir_all(&posts).ok();
            write(count, &posts)?;
            fs::write(posts.join("done"), "")?;
            eprintln!(
                "made {count} posts in {:.1} s",
                start.elapsed().as_secs_f64()
            );
        }
        let name = format!("{count} made posts");
        self.bundle(&posts, &format!("made-{count}"), name, form)
    }

    /// Bundles the real posts, where they are.
    ///
    /// # Errors
    /// When the bundle cannot be made.
    pub(crate) fn real(&self) -> Result<Option<Library>> {
        let posts = self.corpus.join("posts");
        if !posts.is_dir() {
            return Ok(None);
        }
        let name = "the real posts".to_owned();
        self.bundle(&posts, "real", name, Form::Whole).map(Some)
    }

    /// Tells whether the program splits bundles.
    pub(crate) fn splits(&self) -> bool {
        let help = Run::new(&self.tool).args(["build", "--help"]).ask();
        help.is_some_and(|help| help.contains("--split"))
    }

    fn bundle(&self, posts: &Path, file: &str, name: String, form: Form) -> Result<Library> {
        let end = if form == Form::Split { "-split" } else { "" };
        let folder = paths::target().join(format!("bench/{file}{end}"));
        let library = Library { name, folder };
        // Made anew when the program is another: its bytes are what is measured.
        let stamp = library.folder.join("made-by");
        let tool = fs::metadata(&self.tool)?;
        let own = format!("{EDITION} {} {:?}", tool.len(), tool.modified()?);
        if fs::read_to_string(&stamp).is_ok_and(|old| old == own) {
            return Ok(library);
        }
        fs::remove_dir_all(&library.folder).ok();
        fs::create_dir_all(&library.folder)?;
        let mut command = Run::new(&self.tool)
            .args(["build", "--quiet"])
            .arg(posts)
            .arg("-o")
            .arg(library.bundle())
            .args(["--title", "The bench"]);
        if form == Form::Split {
            command = command.arg("--split");
        }
        let start = Instant::now();
        command.run()?;
        eprintln!(
            "bundled {} in {:.1} s",
            library.name,
            start.elapsed().as_secs_f64()
        );
        fs::write(stamp, own)?;
        Ok(library)
    }
}

/// Writes made posts as Markdown files, a thousand to a folder, the first one the newest.
fn write(count: usize, folder: &Path) -> Result<()> {
    let mut chance = Chance(count as u64);
    let tags = 12 + (count as f64).sqrt() as usize;
    // As many a day as it takes: a large library is not of three hundred years.
    let a_day = 1 + count / 5_000;
    for (number, post) in made::posts(count, 1).iter().enumerate() {
        let day = number / a_day;
        let date = format!(
            "{}-{:02}-{:02}",
            2025 - day / 336,
            12 - day / 28 % 12,
            28 - day % 28
        );
        let mut own: Vec<String> = Vec::new();
        for _ in 0..1 + chance.below(4) {
            // Some tags are on many posts, most on few.
            let rank = (tags as f64).powf(chance.share()) as usize;
            let tag = format!(
                "{} {rank}",
                if rank.is_multiple_of(2) {
                    "topic"
                } else {
                    "sujet"
                }
            );
            if !own.contains(&tag) {
                own.push(tag);
            }
        }
        let text = format!(
            "---\ntitle: \"{}\"\nlang: {}\ndate: {date}\ntags: [{}]\n---\n\n{}\n",
            post.title,
            post.language,
            own.join(", "),
            shaped(begun(&post.body, count), &mut chance)
        );
        let folder = folder.join(format!("{:03}", number / 1_000));
        if number.is_multiple_of(1_000) {
            fs::create_dir_all(&folder)
                .with_context(|| format!("cannot make {}", folder.display()))?;
        }
        fs::write(folder.join(format!("post-{number:06}.md")), text)?;
    }
    Ok(())
}

/// As much of a text as a library of so many posts takes: in one file, it may have no more than 64 MB.
fn begun(body: &str, count: usize) -> &str {
    let most = if count < 10_000 { body.len() } else { 5_500 };
    let cut = body.match_indices("\n\n").map(|(at, _)| at);
    let end = cut.take_while(|at| *at <= most).last();
    match end {
        Some(end) if body.len() > most => body.get(..end).unwrap_or(body),
        _ => body,
    }
}

/// Gives a text the shapes that posts have: lists, code, quotations, tables, emphasis, pictures.
fn shaped(body: &str, chance: &mut Chance) -> String {
    let mut out = String::new();
    for (at, paragraph) in body.split("\n\n").enumerate() {
        let paragraph = paragraph.trim();
        if paragraph.is_empty() {
            continue;
        }
        // The first paragraph stays plain: the bench looks for it on the screen.
        match if at == 0 { 99 } else { chance.below(30) } {
            0..=4 if !paragraph.starts_with('#') => list(paragraph, chance.below(2) == 0, &mut out),
            5 | 6 if !paragraph.starts_with('#') => {
                out.push_str("> ");
                out.push_str(paragraph);
            }
            7..=9 => {
                out.push_str(paragraph);
                code(chance, &mut out);
            }
            10 => {
                out.push_str(paragraph);
                out.push_str("\n\n| | a | b |\n|---|--:|--:|\n");
                for row in 0..3 + chance.below(5) {
                    let cells = [chance.below(1_000), chance.below(1_000)];
                    out.push_str(&format!("| row {row} | {} | {} |\n", cells[0], cells[1]));
                }
            }
            11 | 12 => {
                let mut words = paragraph.splitn(8, ' ');
                let first: Vec<&str> = words.by_ref().take(7).collect();
                let is_plain =
                    !paragraph.starts_with('#') && !first.concat().contains(['*', '`', '[']);
                if is_plain {
                    out.push_str(&format!(
                        "*{}* {}",
                        first.join(" "),
                        words.collect::<String>()
                    ));
                } else {
                    out.push_str(paragraph);
                }
            }
            _ => out.push_str(paragraph),
        }
        out.push_str("\n\n");
    }
    out.truncate(out.trim_end().len());
    out
}

fn list(paragraph: &str, is_numbered: bool, out: &mut String) {
    for (at, sentence) in paragraph.split(". ").enumerate() {
        if is_numbered {
            out.push_str(&format!("{}. {sentence}\n", at + 1));
        } else {
            out.push_str(&format!("- {sentence}\n"));
        }
    }
}

fn code(chance: &mut Chance, out: &mut String) {
    // Two letters, from which no query is drawn: nobody sees the name of a language.
    out.push_str("\n\n```rs\n");
    for _ in 0..3 + chance.below(12) {
        let [a, b, c] = [(); 3].map(|()| chance.below(90));
        out.push_str(&format!(
            "let value_{a} = step_{b}(&value_{c}, {});\n",
            a * b
        ));
    }
    out.push_str("```");
}
