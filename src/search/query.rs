//! What a person typed → the words to look for, and which of them stand together.

use super::{
    matching::{Class, Grade, Pattern, Reach},
    rank::{Match, Source},
    words::{ROOM, Words, beginning},
};

/// The most words that are looked for; those behind them are not.
pub(super) const MAX_WORDS: usize = 16;
/// The longest query, in bytes; what is beyond is not read.
const MAX_BYTES: usize = 2_000;

/// A query, read.
#[derive(Debug, Default)]
pub(super) struct Query {
    /// Its different words: a post must hold all of them.
    pub(super) words: Vec<Wanted>,
    /// What stood in quotation marks: numbers of `words` in their order.
    pub(super) phrases: Vec<Vec<usize>>,
}

/// A word that a post must hold.
#[derive(Debug)]
pub(super) struct Wanted {
    pub(super) pattern: Pattern,
    /// The compound that it is a part of, which will do as well, and how many words are its parts.
    pub(super) compound: Option<(Pattern, u8)>,
    /// Whether it stood in quotation marks.
    pub(super) is_exact: bool,
}

impl Wanted {
    /// How well a word matches: itself, or the compound; whether it is the compound. `may` says
    /// whether words may that only begin with either.
    pub(super) fn grade(
        &self,
        plain: &[u8],
        marked: &[u8],
        reach: Reach,
        may: [bool; 2],
    ) -> Option<(Grade, bool)> {
        let reach = if self.is_exact { Reach::Exact } else { reach };
        let own = self.pattern.grade(plain, marked, reach, may[0]);
        let compound = || {
            let (compound, _) = self.compound.as_ref()?;
            compound.grade(plain, marked, reach, may[1])
        };
        let joined = compound().filter(|joined| {
            own.is_none_or(|own| (joined.tier, own.worth) <= (own.tier, joined.worth))
        });
        joined
            .map(|grade| (grade, true))
            .or(own.map(|grade| (grade, false)))
    }

    /// The same as a match of the word with a number, if any post can hold it so.
    pub(super) fn matched(
        &self,
        source: &dyn Source,
        (plain, marked): (&[u8], &[u8]),
        reach: Reach,
        may: [bool; 2],
        word: u32,
        is_joined: bool,
    ) -> Option<Match> {
        let (grade, is_compound) = self.grade(plain, marked, reach, may)?;
        let classes = [Class::English, Class::French, Class::Other];
        let mut classes = classes.into_iter();
        let is_any = classes.any(|class| grade.worth(class) > 0 && source.has(class));
        is_any.then_some(Match {
            word,
            grade,
            is_joined,
            bits: if is_compound { 1 << MAX_WORDS } else { 1 },
        })
    }

    /// Whether it is the one word of somebody who still types.
    pub(super) fn is_unfinished(&self) -> bool {
        self.pattern.is_start && !self.is_exact && self.compound.is_none()
    }

    /// Whether a word with this look may match at all: see [`super::matching::look`].
    pub(super) fn may(&self, look: u32, reach: Reach) -> bool {
        self.pattern.may(look, reach)
            || self
                .compound
                .as_ref()
                .is_some_and(|(compound, _)| compound.may(look, reach))
    }
}

impl Query {
    pub(super) fn parse(text: &str) -> Self {
        let mut query = Self::default();
        let mut rest = beginning(text, MAX_BYTES);
        let mut is_quoted = false;
        while !rest.is_empty() {
            let mark = rest.char_indices().find(|(_, c)| is_quote(*c));
            let (piece, after) = match mark {
                Some((at, c)) => (rest.get(..at), rest.get(at + c.len_utf8()..)),
                None => (Some(rest), None),
            };
            query.read(piece.unwrap_or_default(), is_quoted, after.is_none());
            rest = after.unwrap_or_default();
            is_quoted = !is_quoted;
        }
        query
    }

    /// Reads what stands between two quotation marks, or before, between and behind such.
    fn read(&mut self, text: &str, is_exact: bool, is_last: bool) {
        let mut phrase = Vec::new();
        // The compound whose parts come next, and how many of them are left.
        let mut compound: Option<(Compound, u8)> = None;
        let words = Words::of(text);
        for (at, word) in words.list.iter().enumerate() {
            let mut room = ROOM;
            let (plain, marked) = words.letters(text, at, &mut room);
            let is_start = (is_last && word.end() == text.len()) || word.is_sign();
            if word.parts > 0 {
                let joined = Compound {
                    plain: plain.to_vec(),
                    marked: marked.to_vec(),
                    parts: word.parts,
                    is_start,
                };
                compound = Some((joined, word.parts));
            } else if !word.is_tail() {
                let joined = compound.as_ref().map(|(compound, _)| compound);
                phrase.extend(self.want(plain, marked, is_start, is_exact, joined));
                compound = compound
                    .take()
                    .and_then(|(compound, left)| (left > 1).then(|| (compound, left - 1)));
            }
        }
        if is_exact && phrase.len() > 1 {
            self.phrases.push(phrase);
        }
    }

    /// The number of a word, if there is room for it.
    fn want(
        &mut self,
        plain: &[u8],
        marked: &[u8],
        is_start: bool,
        is_exact: bool,
        compound: Option<&Compound>,
    ) -> Option<usize> {
        let same = self.words.iter().position(|wanted| {
            wanted.pattern.is(marked)
                && wanted.pattern.is_start == is_start
                && wanted.is_exact == is_exact
                && wanted.compound.is_none()
                && compound.is_none()
        });
        if same.is_some() {
            return same;
        }
        if self.words.len() == MAX_WORDS {
            return None;
        }
        let joined = |compound: &Compound| {
            let pattern = Pattern::new(&compound.plain, &compound.marked, compound.is_start);
            (pattern, compound.parts)
        };
        self.words.push(Wanted {
            pattern: Pattern::new(plain, marked, is_start),
            compound: compound.map(joined),
            is_exact,
        });
        Some(self.words.len() - 1)
    }
}

/// What is written as one word, of several parts.
struct Compound {
    plain: Vec<u8>,
    marked: Vec<u8>,
    parts: u8,
    is_start: bool,
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '\u{FF02}')
}
