//! Sayings and where a text quotes them, wrong characters tolerated. Knows nothing of what a quotation is worth.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use crate::text::fold::{is_han, is_word};
use crate::text::{Folded, Text};

/// Sayings to look for, folded and without punctuation.
#[derive(Debug, Default)]
pub struct Sayings {
    sayings: Vec<Saying>,
    /// Which sayings have a pair of letters.
    pairs: HashMap<(char, char), Vec<usize>, FixedState>,
}

/// A saying found in a text, as positions of the folded view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// First position.
    pub start: usize,
    /// One past the last position.
    pub end: usize,
    /// Index of the saying.
    pub saying: usize,
}

/// The longest saying, in letters: the bits of a machine word.
pub const SAYING_MAX_LETTERS: usize = 64;
/// Letters for each of which one may be wrong.
const LETTERS_A_MISTAKE: usize = 4;
/// Letters of a word of the theme from which mistakes are tolerated: in a shorter one a wrong letter makes another word.
const SHORT_LETTERS: usize = 8;

#[derive(Debug)]
struct Saying {
    letters: Vec<char>,
    /// For each of its letters, in order of the letters, the places where it stands, a bit each; and from the end.
    places: Vec<(char, u64, u64)>,
    mistakes: usize,
}

/// The letters of a saying as they are compared.
pub(super) fn saying_letters(saying: &str) -> Vec<char> {
    Folded::new(saying).chars().iter().copied().filter(|c| is_letter(*c)).collect()
}

fn is_letter(c: char) -> bool {
    is_han(c) || is_word(c)
}

// === impl Sayings ===

impl Sayings {
    /// Sayings of up to [`SAYING_MAX_LETTERS`] letters, one wrong letter in four tolerated.
    pub(super) fn new(sayings: &[String]) -> Self {
        Self::tolerating(sayings, |letters| letters / LETTERS_A_MISTAKE)
    }

    /// The same, with none tolerated in the short ones.
    pub(super) fn exact_when_short(sayings: &[String]) -> Self {
        Self::tolerating(sayings, |letters| if letters < SHORT_LETTERS { 0 } else { letters / LETTERS_A_MISTAKE })
    }

    fn tolerating(sayings: &[String], mistakes: impl Fn(usize) -> usize) -> Self {
        let mut compiled = Self::default();
        for (index, saying) in sayings.iter().enumerate() {
            let saying = Saying::new(saying_letters(saying), &mistakes);
            for (one, other) in saying.letters.iter().zip(saying.letters.iter().skip(1)) {
                let having = compiled.pairs.entry((*one, *other)).or_default();
                if having.last() != Some(&index) {
                    having.push(index);
                }
            }
            compiled.sayings.push(saying);
        }
        compiled
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sayings.is_empty()
    }

    /// Every saying in a text, in the order of the text. Takes time linear in the text.
    #[must_use]
    pub fn find(&self, text: &Text<'_>) -> Vec<Found> {
        if self.is_empty() {
            return Vec::new();
        }
        let (mut letters, mut places) = (Vec::new(), Vec::new());
        for (at, c) in text.folded().chars().iter().enumerate().filter(|(_, c)| is_letter(**c)) {
            letters.push(*c);
            places.push(at);
        }
        let mut shared = vec![0; self.sayings.len()];
        for (one, other) in letters.iter().zip(letters.iter().skip(1)) {
            for saying in self.pairs.get(&(*one, *other)).into_iter().flatten() {
                if let Some(count) = shared.get_mut(*saying) {
                    *count += 1;
                }
            }
        }
        let mut found = Vec::new();
        for (index, (saying, shared)) in self.sayings.iter().zip(shared).enumerate() {
            // Each wrong letter spoils two pairs.
            let needed = saying.letters.len().saturating_sub(1 + 2 * saying.mistakes);
            if shared < needed {
                continue;
            }
            for (start, end) in saying.find(&letters) {
                let last = end.checked_sub(1).and_then(|last| places.get(last));
                if let (Some(start), Some(last)) = (places.get(start), last) {
                    found.push(Found { start: *start, end: last + 1, saying: index });
                }
            }
        }
        found.sort_unstable_by_key(|found| (found.start, found.end, found.saying));
        found
    }
}

// === impl Saying ===

impl Saying {
    fn new(letters: Vec<char>, mistakes: impl Fn(usize) -> usize) -> Self {
        let mut places: Vec<(char, u64, u64)> = Vec::new();
        let length = letters.len().min(SAYING_MAX_LETTERS);
        for (at, c) in letters.iter().take(length).enumerate() {
            let (forward, backward) = (1u64 << at, 1u64 << (length - 1 - at));
            match places.binary_search_by_key(c, |place| place.0) {
                Ok(known) => {
                    if let Some(place) = places.get_mut(known) {
                        *place = (*c, place.1 | forward, place.2 | backward);
                    }
                }
                Err(new) => places.insert(new, (*c, forward, backward)),
            }
        }
        let mistakes = mistakes(length);
        Self { letters, places, mistakes }
    }

    /// Where `text` has it, as half-open ranges that do not overlap.
    fn find(&self, text: &[char]) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        let mut distance = Distance::new(self.letters.len());
        // The best end so far, and how far it is off.
        let mut best: Option<(usize, usize)> = None;
        let mut from = 0;
        for (at, c) in text.iter().enumerate() {
            let off = distance.step(self.masks(*c).0);
            if off <= self.mistakes && best.is_none_or(|(_, least)| off <= least) {
                best = Some((at + 1, off));
            }
            // No better end follows once as many letters have passed as may be wrong.
            if let Some((end, off)) = best
                && (off == 0 || at + 1 - end >= self.mistakes || at + 1 == text.len())
            {
                found.push((self.start(text, from, end, off), end));
                (best, from) = (None, end);
                distance = Distance::new(self.letters.len());
            }
        }
        found
    }

    /// Where the match that ends at `end` starts: the same search backwards.
    fn start(&self, text: &[char], from: usize, end: usize, off: usize) -> usize {
        let mut distance = Distance::new(self.letters.len());
        let before = text.get(from..end).unwrap_or_default().iter().enumerate().rev();
        for (at, c) in before.take(self.letters.len() + self.mistakes) {
            if distance.step(self.masks(*c).1) <= off {
                return from + at;
            }
        }
        from
    }

    fn masks(&self, c: char) -> (u64, u64) {
        let place = self.places.binary_search_by_key(&c, |place| place.0).ok().and_then(|at| self.places.get(at));
        place.map_or((0, 0), |(_, forward, backward)| (*forward, *backward))
    }
}

/// How many letters are wrong, missing or too many where a saying ends at the letter last read: a column of the table
/// of edit distances, a bit a row (G. Myers, "A fast bit-vector algorithm for approximate string matching", Journal of
/// the ACM 46, 1999).
struct Distance {
    /// Rows that are one more than the row above.
    more: u64,
    /// Rows that are one less.
    less: u64,
    last: u64,
    value: usize,
}

// === impl Distance ===

impl Distance {
    fn new(letters: usize) -> Self {
        Self { more: u64::MAX, less: 0, last: 1 << (letters.clamp(1, SAYING_MAX_LETTERS) - 1), value: letters }
    }

    /// Reads a letter that stands at the places of `equal` in the saying.
    fn step(&mut self, equal: u64) -> usize {
        let diagonal = equal | self.less;
        let across = ((equal & self.more).wrapping_add(self.more) ^ self.more) | equal;
        let (mut more, mut less) = (self.less | !(across | self.more), self.more & across);
        self.value += usize::from(more & self.last != 0);
        self.value = self.value.saturating_sub(usize::from(less & self.last != 0));
        more <<= 1;
        less <<= 1;
        self.more = less | !(diagonal | more);
        self.less = more & diagonal;
        self.value
    }
}

#[cfg(test)]
mod tests {
    use super::Sayings;
    use crate::text::Text;

    #[track_caller]
    fn check(saying: &str, text: &str, expected: &[&str]) {
        let sayings = Sayings::new(&[saying.to_owned()]);
        let read = Text::new(text);
        let found: Vec<&str> = sayings.find(&read).iter().map(|found| read.quote(found.start, found.end)).collect();
        assert_eq!(found, expected, "{saying} in {text}");
    }

    #[test]
    fn sayings_are_found_with_one_letter_in_four_wrong() {
        let tree = "前人栽树，后人乘凉";
        check(tree, "俗话说：前人栽树，后人乘凉。", &["前人栽树，后人乘凉"]);
        check(tree, "前人栽树后人乘涼", &["前人栽树后人乘涼"]);
        check(tree, "正所谓前人种树，后人乘凉，道理如此", &["前人种树，后人乘凉"]);
        check(tree, "前人栽树，后人好乘凉", &["前人栽树，后人好乘凉"]);
        check(tree, "前人栽树，后乘凉", &["前人栽树，后乘凉"]);
        check(tree, "前人种花，后人赏花", &[]);
        check(tree, "后人乘凉", &[]);
        check(tree, "前人栽树，后人乘凉；前人栽树，后人乘凉", &[tree, tree]);
        check("有教无类", "有教无累的主张", &["有教无累"]);
        check("有教无类", "", &[]);
    }

    #[test]
    fn short_words_of_a_theme_are_found_to_the_letter() {
        let words = Sayings::exact_when_short(&["留白".to_owned(), "白".to_owned()]);
        let read = Text::new("留白不是空白，流白不算。");
        let found: Vec<(usize, usize)> = words.find(&read).iter().map(|found| (found.start, found.end)).collect();
        assert_eq!(found, [(0, 2), (1, 2), (5, 6), (8, 9)]);
    }
}
