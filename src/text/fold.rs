//! The folded view: one character for all the ways of writing it, with a map back to the original.
//!
//! Folded are full and half width, traditional characters, compatibility forms, letter case, look-alike
//! punctuation and blanks. The view is for matching only: every span leads back to the candidate's own text.

use std::sync::LazyLock;

use ferrous_opencc::{OpenCC, config::BuiltinConfig};
use unicode_normalization::UnicodeNormalization;

use crate::span::Span;

/// A text folded for matching. Positions are indexes into [`Folded::chars`].
#[derive(Debug, Clone, Default)]
pub struct Folded {
    text: String,
    chars: Vec<char>,
    /// Original bytes of each folded character: start and length.
    origins: Vec<(u32, u8)>,
    /// Whether blanks were left out just before the character.
    gaps: Vec<bool>,
}

/// First and last Han character that the table of traditional characters covers (the URO block).
const TABLE: std::ops::RangeInclusive<u32> = 0x4E00..=0x9FFF;

/// Traditional to simplified, character by character: `TO_SIMPLIFIED[c - 0x4E00]`.
static TO_SIMPLIFIED: LazyLock<Vec<char>> = LazyLock::new(|| {
    let all: Vec<char> = TABLE.filter_map(char::from_u32).collect();
    let Some(converter) = CONVERTER.as_ref() else { return all };
    // A line a character, so that no phrase of the dictionary joins two of them.
    let lines: String = all.iter().flat_map(|c| [*c, '\n']).collect();
    let converted = converter.convert(&lines);
    let simple: Vec<char> = converted.lines().filter_map(|line| line.chars().next()).collect();
    if simple.len() == all.len() { simple } else { all }
});

/// The dictionary is embedded; where it could not be read, nothing is converted.
static CONVERTER: LazyLock<Option<OpenCC>> = LazyLock::new(|| OpenCC::from_config(BuiltinConfig::T2s).ok());

// === impl Folded ===

impl Folded {
    /// Folds `original`. Texts over 4 GiB are cut there: spans are 32 bits wide inside.
    #[must_use]
    pub fn new(original: &str) -> Self {
        let mut folded = Self::default();
        let capacity = original.len() / 3 + 8;
        folded.chars.reserve(capacity);
        folded.origins.reserve(capacity);
        folded.gaps.reserve(capacity);
        folded.text.reserve(original.len());
        // The last of the blanks left out since the character before.
        let mut blank: Option<(u32, u8)> = None;
        let mut traditional = false;
        let mut previous_carriage_return = false;
        for (start, c) in original.char_indices() {
            let Ok(start) = u32::try_from(start) else { break };
            #[expect(clippy::cast_possible_truncation, reason = "a character has at most 4 bytes")]
            let origin = (start, c.len_utf8() as u8);
            let after_return = std::mem::replace(&mut previous_carriage_return, c == '\r');
            let view = match fold_char(c) {
                View::Char('\n') if c == '\n' && after_return => continue,
                View::Char(view) => view,
                View::Blank => {
                    blank = Some(origin);
                    continue;
                }
                View::Nothing => continue,
            };
            let gap = blank.take();
            if let Some(blank) = gap
                && is_word(view)
                && folded.chars.last().copied().is_some_and(is_word)
            {
                folded.push(' ', blank, false);
            }
            traditional |= simplify(view) != view;
            folded.push(view, origin, gap.is_some());
        }
        if traditional {
            folded.simplify();
        }
        folded.text.extend(&folded.chars);
        folded
    }

    /// The folded text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The folded characters.
    #[must_use]
    pub fn chars(&self) -> &[char] {
        &self.chars
    }

    /// Whether blanks stood just before position `at`.
    #[must_use]
    pub fn gap_before(&self, at: usize) -> bool {
        self.gaps.get(at).copied().unwrap_or_default()
    }

    /// The span of the original that positions `start..end` came from; empty where there are none.
    #[must_use]
    pub fn span(&self, start: usize, end: usize) -> Span {
        match (self.origins.get(start), end.checked_sub(1).and_then(|last| self.origins.get(last))) {
            (Some(first), Some(last)) if start < end => {
                Span { start: first.0 as usize, end: last.0 as usize + usize::from(last.1) }
            }
            _ => Span::default(),
        }
    }

    fn push(&mut self, c: char, origin: (u32, u8), gap: bool) {
        self.chars.push(c);
        self.origins.push(origin);
        self.gaps.push(gap);
    }

    /// Phrases first (乾隆 keeps its 乾), a run of Han characters at a time; where that would move characters, one by one.
    fn simplify(&mut self) {
        let Some(converter) = CONVERTER.as_ref() else { return };
        for run in self.chars.split_mut(|c| !is_han(*c)) {
            if run.iter().all(|c| simplify(*c) == *c) {
                continue;
            }
            let simple: Vec<char> = converter.convert(&run.iter().collect::<String>()).chars().collect();
            if simple.len() == run.len() {
                run.copy_from_slice(&simple);
            } else {
                for c in run {
                    *c = simplify(*c);
                }
            }
        }
    }
}

/// Whether `c` is a Han character (ideograph), 〇 included.
#[must_use]
pub fn is_han(c: char) -> bool {
    matches!(u32::from(c), 0x4E00..=0x9FFF | 0x3007 | 0x3400..=0x4DBF | 0x2_0000..=0x3_FFFF | 0xF900..=0xFAFF)
}

/// Whether `c` belongs to a run of letters or digits that counts as one word: Latin and other alphabets
/// written with blanks between words, and decimal digits; not Han, kana, hangul or enclosed numbers.
#[must_use]
pub fn is_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    u32::from(c) < FIRST_EAST_ASIAN && c.is_alphanumeric()
}

/// First code point of Hangul Jamo: everything below is written in words, above stand the scripts of East Asia and
/// symbols.
const FIRST_EAST_ASIAN: u32 = 0x1100;

enum View {
    Char(char),
    Blank,
    Nothing,
}

fn simplify(c: char) -> char {
    let code = u32::from(c);
    if !TABLE.contains(&code) {
        return c;
    }
    TO_SIMPLIFIED.get((code - TABLE.start()) as usize).copied().unwrap_or(c)
}

#[expect(clippy::match_same_arms, reason = "the most frequent characters first, one line a kind")]
fn fold_char(c: char) -> View {
    match c {
        '\u{4E00}'..='\u{9FFF}' | '。' | '、' | '…' => View::Char(c),
        'A'..='Z' => View::Char(c.to_ascii_lowercase()),
        '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => View::Char('\n'),
        '!'..='~' => View::Char(c),
        '，' | '﹐' => View::Char(','),
        '；' | '﹔' => View::Char(';'),
        '：' | '﹕' | '︰' => View::Char(':'),
        '？' | '﹖' => View::Char('?'),
        '！' | '﹗' => View::Char('!'),
        '（' | '﹙' | '〔' | '［' | '【' | '⟮' => View::Char('('),
        '）' | '﹚' | '〕' | '］' | '】' | '⟯' => View::Char(')'),
        '“' | '”' | '„' | '‟' | '＂' | '「' | '」' | '『' | '』' | '〝' | '〞' | '«' | '»' => {
            View::Char('"')
        }
        '‘' | '’' | '‛' | '＇' | '′' => View::Char('\''),
        '—' | '―' | '─' | '━' | '⸺' | '﹘' => View::Char('—'),
        '‐' | '‑' | '‒' | '–' | '－' | '−' | '﹣' => View::Char('-'),
        '～' | '〜' | '∼' => View::Char('~'),
        '•' | '‧' | '・' | '･' | '∙' | '⋅' => View::Char('·'),
        '⋯' => View::Char('…'),
        '｡' => View::Char('。'),
        '．' | '﹒' => View::Char('.'),
        '､' | '﹑' => View::Char('、'),
        // Enclosed numbers are markers of their own and stay as they are.
        '\u{2460}'..='\u{24FF}' | '\u{2776}'..='\u{2793}' | '\u{3220}'..='\u{3229}' => View::Char(c),
        _ if is_invisible(c) => View::Nothing,
        _ if c.is_whitespace() => View::Blank,
        _ => View::Char(compatible(c)),
    }
}

/// Characters that show nothing: joiners, marks of direction, variation selectors, controls.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(u32::from(c), 0xAD | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0xFEFF | 0xFE00..=0xFE0F | 0xE_0000..=0xE_0FFF)
        || (c.is_control() && !c.is_whitespace())
}

/// The compatibility form where it is a single character (full width letters, radicals, unified ideographs).
fn compatible(c: char) -> char {
    let mut forms = std::iter::once(c).nfkc();
    match (forms.next(), forms.next()) {
        (Some(single), None) => single.to_lowercase().next().unwrap_or(single),
        _ => c,
    }
}
