//! One character → what it is to words: the only place that knows case, accents and scripts.
//!
//! Texts and queries pass through it alike, so composed and decomposed writing are the same: marks
//! that combine are dropped, and a letter with its accent is its bare letter, and beside it the
//! accented one, in lower case.

use crate::text::is_word;

/// What a character does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// It stands between words.
    Gap,
    /// It changes nothing: a soft hyphen, a joiner, a mark of direction.
    Nothing,
    /// It combines with the letter before it.
    Mark(char),
    /// It may join the parts of a word, as in *l’été*.
    Apostrophe,
    /// It may join the parts of a word, as in *porte-monnaie* and `snake_case`.
    Hyphen,
    /// A letter or digit: bare, and with its accent; both in lower case.
    Letter(char, char),
    /// One sign that is written as several letters.
    Letters(&'static str),
    /// A letter of a script without spaces between words.
    Wide(char),
}

/// What U+00C0..U+0250 are without case and accent; `*` where that is no single letter.
const LATIN: &[u8; 400] = b"\
aaaaaa*ceeeeiiiidnooooo*ouuuuy**aaaaaa*ceeeeiiiidnooooo*ouuuuy*y\
aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii**jjkkklllllll\
lllnnnnnnnnnoooooo**rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs\
********************************oo*************uu***************\
*************aaiioouuuuuuuuuu*aaaa****ggkkoooo**j***gg**nnaa****\
aaaaeeeeiiiioooorrrruuuusstt**hh******aaeeooooooooyy************\
****************";

/// The accents of U+00C0..U+0180, each by a sign that looks like it; `*` where there is none.
const ACCENTS: &[u8; 192] = b"\
`'^~:o*,`'^:`'^:/~`'^~:*/`'^:'**`'^~:o*,`'^:`'^:/~`'^~:*/`'^:'*:\
--uu;;''^^..vvvv//--uu..;;vv^^uu..,,^^//~~--uu;;****^^,,*'',,vv*\
*//'',,vv***--uu\"\"**'',,vv''^^,,vv,,vv//~~--uuoo\"\";;^^^^:''..vv*";

/// What U+1E00..U+1F00 are without case and accents.
const LATIN_MORE: &[u8; 256] = b"\
aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm\
mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv\
wwwwwwwwwwxxxxyyzzzzzzhtwy******aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee\
eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy******";

/// The Greek letters that U+1F00..U+2000 hold, sixteen signs each.
const GREEK_MORE: [char; 16] = [
    'α', 'ε', 'η', 'ι', 'ο', 'υ', 'ω', '*', 'α', 'η', 'ω', 'α', 'η', 'ι', 'υ', 'ω',
];

/// Tells what a character does.
pub(super) fn sign(c: char) -> Sign {
    let code = c as u32;
    match c {
        'a'..='z' | '0'..='9' => Sign::Letter(c, c),
        'A'..='Z' => lower(code + 32),
        '\'' | '\u{2BC}' | '\u{2018}' | '\u{2019}' | '\u{FF07}' => Sign::Apostrophe,
        '-' | '_' | '\u{2010}' | '\u{2011}' | '\u{5BE}' => Sign::Hyphen,
        '\0'..='\u{7F}' => Sign::Gap,
        '\u{AD}'
        | '\u{34F}'
        | '\u{61C}'
        | '\u{640}'
        | '\u{200C}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}' => Sign::Nothing,
        'Æ' | 'æ' => Sign::Letters("ae"),
        'Œ' | 'œ' => Sign::Letters("oe"),
        'ß' | 'ẞ' => Sign::Letters("ss"),
        'Þ' | 'þ' => Sign::Letters("th"),
        'Ĳ' | 'ĳ' => Sign::Letters("ij"),
        'ﬀ' => Sign::Letters("ff"),
        'ﬁ' => Sign::Letters("fi"),
        'ﬂ' => Sign::Letters("fl"),
        'ﬃ' => Sign::Letters("ffi"),
        'ﬄ' => Sign::Letters("ffl"),
        'ﬅ' | 'ﬆ' => Sign::Letters("st"),
        '×' | '÷' => Sign::Gap,
        '\u{C0}'..='\u{24F}' => latin(c),
        '\u{300}'..='\u{36F}'
        | '\u{483}'..='\u{489}'
        | '\u{591}'..='\u{5BD}'
        | '\u{5BF}'
        | '\u{5C1}'
        | '\u{5C2}'
        | '\u{5C4}'
        | '\u{5C5}'
        | '\u{5C7}'
        | '\u{610}'..='\u{61A}'
        | '\u{64B}'..='\u{65F}'
        | '\u{670}'
        | '\u{6D6}'..='\u{6DC}'
        | '\u{1AB0}'..='\u{1AFF}'
        | '\u{1DC0}'..='\u{1DFF}'
        | '\u{20D0}'..='\u{20FF}'
        | '\u{FE20}'..='\u{FE2F}' => Sign::Mark(c),
        '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}' => greek(c),
        '\u{400}'..='\u{52F}' => cyrillic(c),
        '\u{531}'..='\u{556}' => lower(code + 48),
        // The letters that end words.
        'ך' | 'ם' | 'ן' | 'ף' | 'ץ' => lower(code + 1),
        'آ' | 'أ' | 'إ' | 'ٱ' => lower('ا' as u32),
        'ى' | 'ئ' => lower('ي' as u32),
        'ؤ' => lower('و' as u32),
        'ة' | 'ۀ' => lower('ه' as u32),
        'ک' => lower('ك' as u32),
        'ی' => lower('ي' as u32),
        '\u{660}'..='\u{669}' => lower(code - 0x630),
        '\u{6F0}'..='\u{6F9}' => lower(code - 0x6C0),
        '\u{1E00}'..='\u{1EFF}' => {
            let bare = LATIN_MORE.get(code as usize - 0x1E00);
            match bare.copied().unwrap_or(b'*') {
                b'*' => Sign::Letter(c, c),
                bare => lower(bare.into()),
            }
        }
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(code - 0xFEE0).map_or(Sign::Gap, sign),
        _ if is_wide(c) => Sign::Wide(c),
        _ if is_word(c) => Sign::Letter(c, c),
        _ => Sign::Gap,
    }
}

/// A letter that has no accent.
fn lower(code: u32) -> Sign {
    char::from_u32(code).map_or(Sign::Gap, |c| Sign::Letter(c, c))
}

fn latin(c: char) -> Sign {
    let at = c as usize - 0xC0;
    let bare = match LATIN.get(at) {
        Some(b'*') | None => return Sign::Letter(c, c),
        Some(bare) => char::from(*bare),
    };
    match ACCENTS.get(at) {
        Some(b'*') | None => Sign::Letter(bare, bare),
        Some(_) => Sign::Letter(bare, lower_accented(c as u32)),
    }
}

/// The letter without its accent of the sign that UTF-8 writes as 0xC3 and this byte, if that is a
/// single letter with an accent. Its lower case has bit 5 of the byte set.
pub(super) fn bare(last: u8) -> Option<u8> {
    let at = usize::from(last & 63);
    let has_accent = ACCENTS.get(at).is_some_and(|accent| *accent != b'*');
    LATIN.get(at).copied().filter(|_| has_accent)
}

/// The lower case of an accented letter below U+0180.
fn lower_accented(code: u32) -> char {
    let code = match code {
        0xC0..=0xDE => code + 32,
        0x178 => 0xFF,
        0x139..=0x148 | 0x179..=0x17E => code + (code & 1),
        0x100..=0x177 => code | 1,
        _ => code,
    };
    char::from_u32(code).unwrap_or('*')
}

fn greek(c: char) -> Sign {
    let code = c as u32;
    let bare = match c {
        'Α'..='Ω' => return lower(code + 32),
        'Ά' | 'ά' => 'α',
        'Έ' | 'έ' => 'ε',
        'Ή' | 'ή' => 'η',
        'Ί' | 'ί' | 'ϊ' | 'ΐ' | 'Ϊ' => 'ι',
        'Ό' | 'ό' => 'ο',
        'Ύ' | 'ύ' | 'ϋ' | 'ΰ' | 'Ϋ' => 'υ',
        'Ώ' | 'ώ' => 'ω',
        'ς' => 'σ',
        '\u{1F70}'..='\u{1F7D}' => {
            let letters = ['α', 'ε', 'η', 'ι', 'ο', 'υ', 'ω'];
            let at = (code - 0x1F70) as usize / 2;
            letters.get(at).copied().unwrap_or(c)
        }
        '\u{1FBD}'..='\u{1FC1}' | '\u{1FCD}'..='\u{1FCF}' | '\u{1FDD}'..='\u{1FDF}' => {
            return Sign::Gap;
        }
        '\u{1FED}'..='\u{1FEF}' | '\u{1FFD}'..='\u{1FFF}' => return Sign::Gap,
        '\u{1FC8}' | '\u{1FC9}' => 'ε',
        '\u{1FE4}' | '\u{1FE5}' | '\u{1FEC}' => 'ρ',
        '\u{1FF8}' | '\u{1FF9}' => 'ο',
        '\u{1F00}'..='\u{1FFF}' => {
            let at = (code - 0x1F00) as usize / 16;
            GREEK_MORE.get(at).copied().unwrap_or(c)
        }
        '\u{37E}' | '\u{384}' | '\u{385}' | '\u{387}' => return Sign::Gap,
        _ => c,
    };
    Sign::Letter(bare, bare)
}

fn cyrillic(c: char) -> Sign {
    let code = match c {
        'Ѐ'..='Џ' => c as u32 + 80,
        'А'..='Я' => c as u32 + 32,
        '\u{460}'..='\u{481}' | '\u{48A}'..='\u{4BF}' | '\u{4D0}'..='\u{52F}' => c as u32 | 1,
        _ => c as u32,
    };
    match char::from_u32(code).unwrap_or(c) {
        'ё' | 'ѐ' => lower('е' as u32),
        'й' | 'ѝ' => lower('и' as u32),
        'ї' => lower('і' as u32),
        'ў' => lower('у' as u32),
        'ѓ' => lower('г' as u32),
        'ќ' => lower('к' as u32),
        c => Sign::Letter(c, c),
    }
}

/// Whether a letter belongs to a script that puts no spaces between words, or whose words grow so
/// long that pairs of signs find more.
fn is_wide(c: char) -> bool {
    matches!(c,
        '\u{E01}'..='\u{EFF}'
        | '\u{1000}'..='\u{109F}'
        | '\u{1100}'..='\u{11FF}'
        | '\u{1780}'..='\u{17D3}'
        | '\u{3005}'..='\u{3007}'
        | '\u{3041}'..='\u{309A}'
        | '\u{309D}'..='\u{309F}'
        | '\u{30A1}'..='\u{30FA}'
        | '\u{30FC}'..='\u{30FF}'
        | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{AC00}'..='\u{D7A3}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{FF66}'..='\u{FF9F}'
        | '\u{20000}'..='\u{3FFFF}')
}

/// A letter and a mark after it, as one accented letter in lower case, if there is one.
pub(super) fn accent(letter: char, mark: char) -> Option<char> {
    let accent = match mark {
        '\u{300}' => b'`',
        '\u{301}' => b'\'',
        '\u{302}' => b'^',
        '\u{303}' => b'~',
        '\u{304}' => b'-',
        '\u{306}' => b'u',
        '\u{307}' => b'.',
        '\u{308}' => b':',
        '\u{30A}' => b'o',
        '\u{30B}' => b'"',
        '\u{30C}' => b'v',
        '\u{327}' => b',',
        '\u{328}' => b';',
        _ => return None,
    };
    let letters = (0xC0..).zip(LATIN.iter().zip(ACCENTS));
    for (code, (bare, own)) in letters {
        if char::from(*bare) == letter && *own == accent {
            return Some(lower_accented(code));
        }
    }
    None
}

/// Two signs of a wide script that are one, decomposed: Korean letters, and the marks of kana.
pub(super) fn compose(first: char, second: char) -> Option<char> {
    let (a, b) = (first as u32, second as u32);
    let code = match (a, b) {
        (0x1100..=0x1112, 0x1161..=0x1175) => 0xAC00 + ((a - 0x1100) * 21 + (b - 0x1161)) * 28,
        (0xAC00..=0xD7A3, 0x11A8..=0x11C2) if (a - 0xAC00).is_multiple_of(28) => a + b - 0x11A7,
        (0x3046, 0x3099) => 0x3094,
        (0x30A6, 0x3099) => 0x30F4,
        (0x3041..=0x30FF, 0x3099) => a + 1,
        (0x3041..=0x30FF, 0x309A) => a + 2,
        _ => return None,
    };
    char::from_u32(code)
}
