//! Posts that a generator makes: words that no dictionary holds, as frequent as words are.

/// A post, as a bundle has it.
pub(crate) struct Post {
    pub(crate) language: &'static str,
    pub(crate) title: String,
    pub(crate) tags: String,
    pub(crate) body: String,
}

/// Numbers that look like chance and are always the same (SplitMix64).
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `end`, which is not 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    /// A number of `0..1`.
    pub(crate) fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub(crate) fn of<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }
}

const FRENCH: &[&str] = &[
    "de", "la", "le", "et", "les", "des", "en", "un", "du", "une", "que", "est", "pour", "qui",
    "dans", "a", "par", "plus", "pas", "au", "sur", "ne", "se", "ce", "il", "sont", "avec", "ou",
    "son", "aux", "mais", "comme", "tout", "nous", "sa", "même", "été", "être", "à", "où", "très",
    "fait", "ses", "cette", "ces", "deux", "peut", "leur", "après", "déjà", "vous", "faire",
    "entre", "sans", "bien", "aussi", "temps", "années", "encore", "jour",
];
const ENGLISH: &[&str] = &[
    "the", "of", "and", "to", "in", "a", "is", "that", "for", "it", "as", "was", "with", "be",
    "by", "on", "not", "he", "his", "but", "at", "are", "this", "have", "or", "from", "had", "an",
    "they", "which", "one", "you", "were", "her", "all", "she", "there", "would", "their", "we",
    "him", "been", "has", "when", "who", "will", "more", "no", "if", "out", "so", "said", "what",
    "up", "its", "about", "into", "than", "them", "can", "only", "other", "new", "some",
];
const STARTS: &[&str] = &[
    "b", "c", "d", "f", "g", "h", "l", "m", "n", "p", "r", "s", "t", "v", "br", "cr", "dr", "fl",
    "gr", "pl", "pr", "st", "tr", "ch", "", "",
];
const FRENCH_VOWELS: &[&str] = &[
    "a", "e", "i", "o", "u", "é", "è", "ou", "ai", "eau", "oi", "an", "on", "ê", "ô", "e", "a", "i",
];
const ENGLISH_VOWELS: &[&str] = &[
    "a", "e", "i", "o", "u", "ea", "oo", "ai", "ou", "a", "e", "i", "o", "y",
];
const FRENCH_ENDINGS: &[&str] = &[
    "", "s", "e", "es", "er", "é", "ée", "ées", "ement", "ation", "ations", "eur", "eurs", "ique",
    "iques", "age", "ait", "ent",
];
const ENGLISH_ENDINGS: &[&str] = &[
    "", "s", "ed", "ing", "er", "ers", "ly", "tion", "tions", "ness", "able", "al", "ity", "ment",
    "ments", "y",
];

/// The words of a language by their rank.
struct Words {
    language: &'static str,
    words: Vec<String>,
}

impl Words {
    fn new(language: &'static str, count: usize, chance: &mut Chance) -> Self {
        let is_french = language == "fr";
        let (common, vowels, endings) = if is_french {
            (FRENCH, FRENCH_VOWELS, FRENCH_ENDINGS)
        } else {
            (ENGLISH, ENGLISH_VOWELS, ENGLISH_ENDINGS)
        };
        let mut roots = Vec::new();
        for _ in 0..count / 4 {
            let mut root = String::new();
            for _ in 0..1 + chance.below(3) {
                root.push_str(chance.of(STARTS));
                root.push_str(chance.of(vowels));
            }
            root.push_str(chance.of(&["n", "r", "s", "t", "l", "m", "ct", "nt", "d"]));
            roots.push(root);
        }
        let mut words: Vec<String> = common.iter().map(|word| (*word).to_owned()).collect();
        while words.len() < count {
            let root = &roots[chance.below(roots.len())];
            words.push(format!("{root}{}", chance.of(endings)));
        }
        Self { language, words }
    }

    /// A word, by Zipf's law.
    fn draw(&self, chance: &mut Chance) -> &str {
        let rank = (self.words.len() as f64).powf(chance.share());
        &self.words[(rank as usize).min(self.words.len()) - 1]
    }

    fn rare(&self, chance: &mut Chance) -> &str {
        &self.words[300 + chance.below(self.words.len() / 4)]
    }
}

/// So many posts, half of them French, of about 7 KB.
pub(crate) fn posts(count: usize, seed: u64) -> Vec<Post> {
    let mut chance = Chance(seed);
    let size = 20_000 + count.min(20_000) * 6;
    let languages = [
        Words::new("fr", size, &mut chance),
        Words::new("en", size, &mut chance),
    ];
    (0..count)
        .map(|number| post(&languages[number % 2], &mut chance))
        .collect()
}

fn post(words: &Words, chance: &mut Chance) -> Post {
    // What the post is about comes again and again.
    let topics: Vec<&str> = (0..6).map(|_| words.rare(chance)).collect();
    let mut title = String::new();
    for at in 0..2 + chance.below(5) {
        if at > 0 {
            title.push(' ');
        }
        title.push_str(if at % 3 == 1 {
            words.draw(chance)
        } else {
            chance.of(&topics)
        });
    }
    let tags = format!("{}\n{}", topics[0], words.rare(chance));
    let length = 1_000.0 * (1.0 + 11.0 * chance.share().powf(1.2));
    let mut body = String::new();
    let mut sentence = 0;
    let mut paragraph = 0;
    while body.len() < length as usize {
        let word = match chance.below(14) {
            0 => chance.of(&topics),
            _ => words.draw(chance),
        };
        let begins_open = word.starts_with(['a', 'e', 'é', 'i', 'o', 'u']);
        if words.language == "fr" && begins_open && chance.below(3) == 0 {
            body.push_str(chance.of(&["l’", "d'", "qu’", "l'"]));
        }
        match chance.below(150) {
            0 => body.push_str(&format!("**{word}**")),
            1 => body.push_str(&format!(
                "[{word}](https://example.org/{}/{})",
                chance.below(99),
                chance.below(9999)
            )),
            2 => body.push_str(&format!("`{word}_{}`", chance.of(&topics))),
            3 => body.push_str(&format!("{word}-{}", words.draw(chance))),
            4 => body.push_str(&format!("{word}, {}", 1900 + chance.below(130))),
            _ => body.push_str(word),
        }
        sentence += 1;
        paragraph += 1;
        if sentence > 8 && chance.below(9) == 0 {
            body.push('.');
            sentence = 0;
            if paragraph > 50 {
                body.push_str("\n\n");
                paragraph = 0;
                if chance.below(6) == 0 {
                    body.push_str(&format!(
                        "## {} {}\n\n",
                        chance.of(&topics),
                        words.draw(chance)
                    ));
                }
                continue;
            }
        }
        body.push(' ');
    }
    Post {
        language: words.language,
        title,
        tags,
        body,
    }
}
