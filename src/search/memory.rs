//! All words in memory, as something to search.

use super::{
    Hit, Index,
    index::{BREAK, Kind, Row},
    matching::{Class, Reach},
    near::{FIELD_GAP, spot},
    query::Wanted,
    rank::{self, Match, Places, Source},
};

impl Index {
    /// The posts that hold all words of the query, the best first; at most `limit` of them. Nothing
    /// is found before [`Self::finish`] has said `true`.
    ///
    /// Case, accents, hyphens and apostrophes do not matter. The last word may go on, as long as no
    /// space follows; behind others it narrows what is found as soon as it says enough: see
    /// [`Self::begins_often`]. Other forms of a word are found in English and French, and likely words where
    /// hardly anything holds the words as they are typed. What stands in quotation marks must stand
    /// so in the post.
    #[must_use]
    pub fn search(&self, query: &str, limit: usize) -> Vec<Hit> {
        self.search_where(query, limit, &|_| true)
    }

    /// The same among the posts for whose number `keep` says `true`.
    #[must_use]
    pub fn search_where(&self, query: &str, limit: usize, keep: &dyn Fn(u32) -> bool) -> Vec<Hit> {
        rank::search(self, query, limit, keep)
    }

    /// Whether the words that go on after `letters` stand in so many posts, taken together, that a
    /// word of which only they are typed says nothing yet: 4,096, or a quarter of all posts if that
    /// is more. `letters` are in lower case, without accents.
    #[must_use]
    pub fn begins_often(&self, letters: &str) -> bool {
        self.is_vague(letters.as_bytes())
    }
}

impl Source for Index {
    fn posts(&self) -> u32 {
        self.posts.len() as u32
    }

    fn words(&self) -> u64 {
        self.words
    }

    fn has(&self, class: Class) -> bool {
        self.classes >> class as u8 & 1 == 1
    }

    fn kind(&self, post: u32) -> Kind {
        let post = self.posts.get(post as usize);
        post.map_or(Kind::default(), |post| post.kind)
    }

    fn name(&self, post: u32) -> u32 {
        self.posts.get(post as usize).map_or(0, |post| post.number)
    }

    fn is_vague(&self, plain: &[u8]) -> bool {
        let most = rank::most(self.posts()) as usize;
        let look = super::matching::look(plain);
        let mut count = 0;
        for (number, own) in (0_u32..).zip(&self.vocabulary.looks).skip(1) {
            if look & !own & super::matching::LETTERS != 0 {
                continue;
            }
            let (word, _) = self.vocabulary.word(number);
            if word.len() > plain.len() && word.starts_with(plain) {
                count += self.postings(number).len();
                if count > most {
                    return true;
                }
            }
        }
        false
    }

    fn best(&self, _: &[u8]) -> Option<Vec<Hit>> {
        None
    }

    fn matches(&self, wanted: &Wanted, reach: Reach, may: [bool; 2], found: &mut Vec<Match>) {
        for (number, look) in (0_u32..).zip(&self.vocabulary.looks).skip(1) {
            if wanted.may(*look, reach) {
                let (plain, marked) = self.vocabulary.word(number);
                let is_joined = self.vocabulary.is_joined(number);
                found.extend(wanted.matched(self, (plain, marked), reach, may, number, is_joined));
            }
        }
    }

    fn postings(&self, word: u32) -> &[u32] {
        self.postings_of(word)
    }

    fn vocabulary(&self) -> usize {
        self.vocabulary.looks.len()
    }

    fn spots(&self, post: u32, wanted: &Places<'_>, spots: &mut Vec<u64>) {
        let Some(post) = self.posts.get(post as usize) else {
            return;
        };
        let mut row = Row::new(&post.row);
        let mut at = FIELD_GAP;
        while let Some((number, parts)) = row.next() {
            if number == BREAK {
                at += FIELD_GAP;
            }
            let bits = wanted.bits.get(number as usize).copied().unwrap_or(0) & wanted.mask;
            if bits != 0 {
                spots.push(spot(at, parts, bits));
            }
            at += u32::from(parts == 0);
        }
    }

    fn is_lacking(&self) -> bool {
        false
    }
}
