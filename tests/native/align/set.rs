//! Pairs of texts with the beads that are right: bilingual texts of our own, and what editing
//! makes of them. The same seed gives the same edits.
//!
//! In the files, beads are parted by a line `%%%`, and their sides by a line `%`.

use std::{collections::BTreeSet, fs, path::Path};

/// A bead by the numbers of its blocks. An unpaired block has no place among those of the other
/// side, so beads are compared as sets.
pub(crate) type Numbers = [Vec<u32>; 2];

/// Two texts, and what corresponds in them.
#[derive(Debug, Clone)]
pub(crate) struct Pair {
    pub(crate) name: String,
    pub(crate) texts: [String; 2],
    pub(crate) gold: BTreeSet<Numbers>,
    /// It is not looked at while numbers are chosen.
    pub(crate) is_held_out: bool,
}

/// The blocks of both sides that say the same.
type Bead = [Vec<String>; 2];

/// The texts that numbers are chosen on. The others are held out.
const SEEN: &[&str] = &["bread", "garden", "site", "werkstatt"];
/// How many edited pairs are made of each text, and in how many hundredths of its beads.
const EDITS: &[u64] = &[15, 25, 35, 45, 60, 80];

/// What authors add to one version.
const ADDED: &[(&str, &[&str])] = &[
    (
        "en",
        &[
            "See you soon!",
            "Photo: the author.",
            "*This post was updated in June.*",
        ],
    ),
    (
        "fr",
        &[
            "À bientôt !",
            "Photo : l’auteur.",
            "*Billet mis à jour en juin.*",
        ],
    ),
    (
        "de",
        &["Bis bald!", "Foto: privat.", "*Zuletzt geändert im Juni.*"],
    ),
    (
        "es",
        &[
            "¡Hasta pronto!",
            "Foto: archivo.",
            "*Texto revisado en junio.*",
        ],
    ),
];

/// All pairs: each text as it is, and edited.
pub(crate) fn pairs() -> Vec<Pair> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/align");
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let texts: Vec<(String, [String; 2], Vec<Bead>)> =
        files.iter().map(|file| read(file)).collect();
    let mut pairs = Vec::new();

    for (index, (name, languages, beads)) in texts.iter().enumerate() {
        let is_held_out = !SEEN.contains(&name.as_str());
        pairs.push(to_pair(name.clone(), beads, is_held_out));
        for (number, density) in EDITS.iter().enumerate() {
            let mut random = Random(1_000 * index as u64 + number as u64 + 1);
            let foreign = languages
                .each_ref()
                .map(|language| foreign(language, name, &texts));
            let edited = edit(beads, *density, &foreign, &mut random);
            pairs.push(to_pair(
                format!("{name}, edited {}", number + 1),
                &edited,
                is_held_out,
            ));
        }
    }
    pairs
}

fn read(file: &Path) -> (String, [String; 2], Vec<Bead>) {
    let stem = file.file_stem().unwrap().to_str().unwrap();
    let (name, languages) = stem.split_once('.').unwrap();
    let (left, right) = languages.split_once('-').unwrap();
    let text = fs::read_to_string(file).unwrap();
    let beads = text.trim().split("\n%%%\n").map(|bead| {
        let (left, right) = bead.split_once("\n%\n").unwrap();
        [vec![left.to_owned()], vec![right.to_owned()]]
    });
    (
        name.to_owned(),
        [left.to_owned(), right.to_owned()],
        beads.collect(),
    )
}

/// Paragraphs of other texts in this language, and small additions.
fn foreign(language: &str, name: &str, texts: &[(String, [String; 2], Vec<Bead>)]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for (_, languages, beads) in texts.iter().filter(|(other, ..)| other != name) {
        if let Some(side) = languages.iter().position(|other| other == language) {
            let blocks = beads.iter().map(|bead| bead[side][0].clone());
            found.extend(blocks.filter(|block| is_paragraph(block)));
        }
    }
    let added = ADDED.iter().find(|(other, _)| *other == language);
    let added = added.map_or(&[][..], |(_, texts)| texts);
    // As likely as all others together.
    let count = found.len().max(added.len());
    found.extend(
        added
            .iter()
            .cycle()
            .take(count)
            .map(|text| (*text).to_owned()),
    );
    found
}

/// A generator of numbers (SplitMix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

fn is_heading(block: &str) -> bool {
    block.starts_with('#')
}

fn is_list(block: &str) -> bool {
    block.starts_with("- ") || block.starts_with("1. ")
}

fn is_paragraph(block: &str) -> bool {
    let is_other = block == "---" || block.starts_with(['`', '>', '|', '!']);
    !is_other && !is_heading(block) && !is_list(block)
}

/// Where sentences begin, but for the first.
fn sentences(text: &str) -> Vec<usize> {
    let starts = text.char_indices().filter(|(at, c)| {
        let before = text[..*at].trim_end_matches(' ');
        let is_end = before.ends_with(['.', '!', '?', '…', '”', '»', ')']) && before.len() < *at;
        is_end && (c.is_uppercase() || "“«„¡¿".contains(*c))
    });
    starts.map(|(at, _)| at).collect()
}

/// Edits about so many in a hundred beads. An edit leaves the beads that are right with it.
fn edit(
    beads: &[Bead],
    density: u64,
    foreign: &[Vec<String>; 2],
    random: &mut Random,
) -> Vec<Bead> {
    let mut out: Vec<Bead> = Vec::new();
    let mut at = 0;
    // Two blocks without counterpart beside each other, one a side, could as well be a pair.
    let mut must_pair = false;
    while at < beads.len() {
        let this = &beads[at];
        let next = beads.get(at + 1);
        let side = random.below(2);
        // Not every edit suits every block: some are tried.
        let tries = if random.next() % 100 < density { 6 } else { 0 };
        let edited =
            (0..tries).find_map(|_| change(this, next, side, must_pair, &foreign[side], random));
        match edited {
            Some((beads, used)) => {
                let is_paired = |bead: &Bead| bead.iter().all(|side| !side.is_empty());
                must_pair = !beads.iter().all(is_paired);
                out.extend(beads);
                at += used;
            }
            None => {
                must_pair = false;
                out.push(this.clone());
                at += 1;
            }
        }
    }
    if random.below(3) == 0 {
        move_heading(&mut out, random);
    }
    if random.below(4) == 0 {
        // One version counts its headings from another level.
        let side = random.below(2);
        for block in out
            .iter_mut()
            .flat_map(|bead| &mut bead[side])
            .filter(|block| is_heading(block))
        {
            block.insert(0, '#');
        }
    }
    out
}

fn sided(side: usize, own: Vec<String>, other: Vec<String>) -> Bead {
    if side == 0 {
        [own, other]
    } else {
        [other, own]
    }
}

/// One edit of this bead, perhaps with the next: what it becomes, and how many it took.
fn change(
    this: &Bead,
    next: Option<&Bead>,
    side: usize,
    must_pair: bool,
    foreign: &[String],
    random: &mut Random,
) -> Option<(Vec<Bead>, usize)> {
    let (own, other) = (&this[side][0], &this[1 - side][0]);
    let both = next.filter(|next| is_paragraph(own) && is_paragraph(&next[side][0]));
    let paired = |own: Vec<String>, other: Vec<String>| Some((vec![sided(side, own, other)], 1));
    match random.below(8) {
        0 | 1 => {
            let next = both?;
            let merged = format!("{own} {}", next[side][0]);
            let others = vec![other.clone(), next[1 - side][0].clone()];
            Some((vec![sided(side, vec![merged], others)], 2))
        }
        2 | 3 if is_paragraph(own) => {
            let starts = sentences(own);
            let at = *random.pick((!starts.is_empty()).then_some(&starts)?);
            let parts = vec![own[..at].trim().to_owned(), own[at..].to_owned()];
            paired(parts, vec![other.clone()])
        }
        4 if !must_pair => Some((vec![sided(side, Vec::new(), vec![other.clone()])], 1)),
        5 if !must_pair => {
            let added = random.pick(foreign).clone();
            Some((vec![sided(side, vec![added], Vec::new()), this.clone()], 1))
        }
        6 => {
            let next = both?;
            let starts = sentences(own);
            let at = *random.pick((!starts.is_empty()).then_some(&starts)?);
            // Less than that is no reason to read four blocks as one.
            if (own.len() - at) * 10 < own.len() * 3 {
                return None;
            }
            let parts = vec![
                own[..at].trim().to_owned(),
                format!("{} {}", &own[at..], next[side][0]),
            ];
            let others = vec![other.clone(), next[1 - side][0].clone()];
            Some((vec![sided(side, parts, others)], 2))
        }
        7 if is_paragraph(own) => {
            // A sentence less: still the same paragraph, but shorter.
            let starts = sentences(own);
            let at = *random.pick((starts.len() > 1).then_some(&starts)?);
            let end = starts
                .iter()
                .copied()
                .find(|start| *start > at)
                .unwrap_or(own.len());
            // More than that, and it would be another paragraph.
            if (end - at) * 10 > own.len() * 4 {
                return None;
            }
            paired(
                vec![format!("{}{}", &own[..at], &own[end..]).trim().to_owned()],
                vec![other.clone()],
            )
        }
        _ if is_list(own) => {
            let items: Vec<&str> = own.lines().collect();
            if random.below(4) == 0 {
                let text = |item: &&str| item.split_once(' ').unwrap().1.to_owned();
                let flat: Vec<String> = items.iter().map(text).collect();
                return paired(vec![flat.join(" ")], vec![other.clone()]);
            }
            let (first, second) = items.split_at(1 + random.below(items.len() - 1));
            let other_mark = |item: &&str| item.replacen("- ", "* ", 1).replacen(". ", ") ", 1);
            let second: Vec<String> = second.iter().map(other_mark).collect();
            paired(
                vec![first.join("\n"), second.join("\n")],
                vec![other.clone()],
            )
        }
        _ if is_heading(own) => {
            let bold = format!("**{}**", own.trim_start_matches('#').trim());
            paired(vec![bold], vec![other.clone()])
        }
        _ => None,
    }
}

/// Moves a heading of one side past a few others: it has no counterpart then where it stands, nor
/// has the other where it stood.
fn move_heading(beads: &mut Vec<Bead>, random: &mut Random) {
    let is_plain = |bead: &Bead| bead.iter().all(|side| side.len() == 1);
    let stays = |beads: &[Bead], at: usize| beads.get(at).is_none_or(is_plain);
    let headings: Vec<usize> = (0..beads.len())
        .filter(|at| is_plain(&beads[*at]) && beads[*at].iter().all(|side| is_heading(&side[0])))
        .filter(|at| *at > 0 && stays(beads, at - 1) && stays(beads, at + 1))
        .collect();
    if headings.is_empty() {
        return;
    }
    let from = *random.pick(&headings);
    let to = from + 2 + random.below(2);
    if to + 1 >= beads.len() || !stays(beads, to) || !stays(beads, to - 1) || !stays(beads, to + 1)
    {
        return;
    }
    let side = random.below(2);
    let moved = std::mem::take(&mut beads[from][side]);
    beads.insert(to + 1, sided(side, moved, Vec::new()));
}

fn to_pair(name: String, beads: &[Bead], is_held_out: bool) -> Pair {
    let mut counts = [0, 0];
    let mut gold = BTreeSet::new();
    for bead in beads {
        let mut numbers = Numbers::default();
        for side in 0..2 {
            for _ in &bead[side] {
                numbers[side].push(counts[side]);
                counts[side] += 1;
            }
        }
        gold.insert(numbers);
    }
    let text = |side: usize| {
        let blocks: Vec<&str> = beads
            .iter()
            .flat_map(|bead| &bead[side])
            .map(String::as_str)
            .collect();
        blocks.join("\n\n")
    };
    Pair {
        name,
        texts: [text(0), text(1)],
        gold,
        is_held_out,
    }
}
