//! Characters that are written for each other because they sound or look alike, and words that are known to be written
//! wrong. The only file that knows pinyin.

use std::collections::HashMap;
use std::sync::LazyLock;

use foldhash::fast::FixedState;
use pinyin::ToPinyin;

use super::lines;

/// Why one character is written for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confusion {
    /// They sound alike, whatever their tones.
    Sound,
    /// They look alike.
    Shape,
}

/// The groups of look-alike characters that each stands in.
static SHAPES: LazyLock<HashMap<char, Vec<u16>, FixedState>> = LazyLock::new(|| {
    let mut shapes: HashMap<char, Vec<u16>, FixedState> = HashMap::default();
    for (group, alike) in (0..).zip(lines(include_str!("../../lexicon/shapes.txt"))) {
        for c in alike.chars() {
            shapes.entry(c).or_default().push(group);
        }
    }
    shapes
});

/// Wrong ways of writing words, each with the right one.
static MISSPELT: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    lines(include_str!("../../lexicon/misspellings.txt")).filter_map(|line| line.split_once(' ')).collect()
});

/// Why `written` may stand for `right`; sound goes before shape. `None` where they are the same, or neither sound nor
/// look alike.
#[must_use]
pub fn confusion(written: char, right: char) -> Option<Confusion> {
    if written == right {
        return None;
    }
    if sound(written).is_some_and(|sound_of_written| sound(right) == Some(sound_of_written)) {
        return Some(Confusion::Sound);
    }
    let groups = |c: char| SHAPES.get(&c).map(Vec::as_slice).unwrap_or_default();
    groups(written).iter().any(|group| groups(right).contains(group)).then_some(Confusion::Shape)
}

/// Why a word was written wrong: what confuses the characters in which the two differ.
#[must_use]
pub fn word_confusion(written: &str, right: &str) -> Option<Confusion> {
    let mut pairs = written.chars().zip(right.chars()).filter(|(one, other)| one != other).peekable();
    let first = pairs.peek().and_then(|(one, other)| confusion(*one, *other))?;
    pairs.all(|(one, other)| confusion(one, other).is_some()).then_some(first)
}

/// Wrong ways of writing a term, in whole or in part, that are never another word.
#[must_use]
pub fn misspellings(term: &str) -> Vec<String> {
    let inside = misspelt().filter(|(_, right)| term.contains(right));
    inside.map(|(wrong, right)| term.replacen(right, wrong, 1)).collect()
}

/// Wrong ways of writing words, each with the right one.
pub(super) fn misspelt() -> impl Iterator<Item = (&'static str, &'static str)> {
    MISSPELT.iter().copied()
}

/// The most usual sound of a character, without its tone.
fn sound(c: char) -> Option<&'static str> {
    c.to_pinyin().map(pinyin::Pinyin::plain)
}
