//! Which way words point: a table of word vectors, distilled once from two sentence encoders. What says the same in
//! other words points the same way, and so does much that only speaks of the same thing: it backs what the words
//! say; by itself it gives nothing. Whole numbers throughout, so that every machine comes to the same figure.
//!
//! `lexicon/vectors.bin`, numbers little-endian: `YJV1`; how many words (u32); how many bytes their list has (u32);
//! the list, in UTF-8, each word followed by a line feed; a weight a word (u8); [`DIMENSIONS`] entries a word (i8).
//! The weight makes up for what scaling the entries to i8 changed, and is the smaller the more frequent the word.

use std::collections::HashMap;
use std::ops::RangeBounds;
use std::sync::LazyLock;

use foldhash::fast::FixedState;

use super::{generic_clauses, lexicon};
use crate::text::Text;

/// Entries of a vector.
const DIMENSIONS: usize = 96;
/// Length of every vector: two of them multiply within i32, and an entry fits into i16.
const LENGTH: i64 = 1 << 14;
/// Most rows in a sum: more than any clause that was meant as one has, and few enough for the sum to stay within
/// i32 and its square within i64.
const ROWS_MAX: usize = 4096;

/// Which way a few words point together, as a vector of the length `LENGTH`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vector([i16; DIMENSIONS]);

/// Where the words that start at some positions of a text point together, stop words left out; `None` where none of the
/// others, nor a character of one, is in the table.
#[must_use]
pub fn text_vector(text: &Text<'_>, positions: impl RangeBounds<usize>) -> Option<Vector> {
    let mut sum = Sum::default();
    for_each_word(text, |start, word| {
        if positions.contains(&start) {
            sum.add(word);
        }
    });
    sum.vector()
}

/// The words of each clause of a text, added up, so that clauses can be joined.
#[must_use]
pub fn clause_sums(text: &Text<'_>) -> Vec<Sum> {
    let clauses = text.clauses();
    let mut sums = vec![Sum::default(); clauses.len()];
    let mut clause = 0;
    for_each_word(text, |start, word| {
        while clauses.get(clause).is_some_and(|clause| clause.end <= start) {
            clause += 1;
        }
        if clauses.get(clause).is_some_and(|clause| clause.start <= start)
            && let Some(sum) = sums.get_mut(clause)
        {
            sum.add(word);
        }
    });
    sums
}

/// Calls `f` with every word of a text and its first position.
fn for_each_word(text: &Text<'_>, mut f: impl FnMut(usize, &str)) {
    let mut rest = text.folded().as_str();
    for term in text.terms() {
        let chars = text.folded().chars().get(term.start..term.end).unwrap_or_default();
        // Terms follow one another without a gap.
        let Some((word, after)) = rest.split_at_checked(chars.iter().map(|c| c.len_utf8()).sum()) else { break };
        rest = after;
        f(term.start, word);
    }
}

/// Where the phrases that stand in any paper point.
#[must_use]
pub fn generic_vectors() -> &'static [Vector] {
    static VECTORS: LazyLock<Vec<Vector>> =
        LazyLock::new(|| generic_clauses().filter_map(|phrase| text_vector(&Text::new(phrase), ..)).collect());
    &VECTORS
}

/// Where vectors point on average; `None` where there are none.
#[must_use]
pub fn mean(vectors: impl Iterator<Item = Vector>) -> Option<Vector> {
    let mut sum = Sum::default();
    for vector in vectors {
        for (entry, more) in sum.entries.iter_mut().zip(&vector.0) {
            *entry += i32::from(*more);
        }
    }
    sum.vector()
}

/// How near two vectors point, in thousandths: 1000 the same way, 0 apart, −1000 the other way.
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "held within ±1000")]
pub fn cosine(one: &Vector, other: &Vector) -> i32 {
    let product: i32 = one.0.iter().zip(&other.0).map(|(one, other)| i32::from(*one) * i32::from(*other)).sum();
    let whole = LENGTH * LENGTH;
    (i64::from(product) * 1000 + whole / 2).div_euclid(whole).clamp(-1000, 1000) as i32
}

struct Table {
    /// The row of each word.
    rows: HashMap<&'static str, usize, FixedState>,
    weights: &'static [u8],
    /// Entries of each word, as the bytes of an i8 each.
    entries: &'static [[u8; DIMENSIONS]],
}

/// Read at the first call (about 5 ms).
static TABLE: LazyLock<Table> =
    LazyLock::new(|| Table::read(include_bytes!("../../lexicon/vectors.bin")).unwrap_or_else(Table::empty));

// === impl Table ===

impl Table {
    /// The table of a file; `None` if it is not one, which a test rules out.
    fn read(file: &'static [u8]) -> Option<Self> {
        let (count, rest) = number(file.strip_prefix(b"YJV1")?)?;
        let (length, rest) = number(rest)?;
        let (words, rest) = rest.split_at_checked(length)?;
        let (weights, entries) = rest.split_at_checked(count)?;
        let (entries, []) = entries.as_chunks() else { return None };
        let rows: HashMap<_, _, _> = str::from_utf8(words).ok()?.lines().zip(0..).collect();
        (rows.len() == count && entries.len() == count).then_some(Self { rows, weights, entries })
    }

    fn empty() -> Self {
        Self { rows: HashMap::default(), weights: &[], entries: &[] }
    }

    fn row(&self, word: &str) -> Option<(u8, &'static [u8; DIMENSIONS])> {
        let row = *self.rows.get(word)?;
        Some((*self.weights.get(row)?, self.entries.get(row)?))
    }
}

/// A number at the start of `bytes`, and what follows it.
fn number(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let (number, rest) = bytes.split_first_chunk()?;
    Some((usize::try_from(u32::from_le_bytes(*number)).ok()?, rest))
}

/// Words, added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sum {
    entries: [i32; DIMENSIONS],
    rows: usize,
}

// === impl Sum ===

impl Default for Sum {
    fn default() -> Self {
        Self { entries: [0; DIMENSIONS], rows: 0 }
    }
}

impl Sum {
    /// Adds a word, or the characters of one that the table does not have.
    /// A stop word adds nothing.
    fn add(&mut self, word: &str) {
        if lexicon().is_stopword(word) || self.add_row(word) {
            return;
        }
        let mut rest = word;
        while let Some(c) = rest.chars().next() {
            let (character, after) = rest.split_at(c.len_utf8());
            self.add_row(character);
            rest = after;
        }
    }

    fn add_row(&mut self, word: &str) -> bool {
        let Some((weight, row)) = TABLE.row(word) else { return false };
        if self.rows < ROWS_MAX {
            self.rows += 1;
            for (entry, byte) in self.entries.iter_mut().zip(row) {
                *entry += i32::from(weight) * i32::from(byte.cast_signed());
            }
        }
        true
    }

    /// Several together; `None` where there are none.
    #[must_use]
    pub fn of(sums: &[Self]) -> Option<Self> {
        let (first, others) = sums.split_first()?;
        let mut joined = *first;
        for other in others {
            if joined.rows + other.rows > ROWS_MAX {
                break;
            }
            joined.rows += other.rows;
            for (entry, more) in joined.entries.iter_mut().zip(&other.entries) {
                *entry += more;
            }
        }
        Some(joined)
    }

    /// Where they point together, at the length of every vector; `None` where none is in the table.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "no entry is longer than the whole, and that is LENGTH")]
    pub fn vector(&self) -> Option<Vector> {
        let square: i64 = self.entries.iter().map(|entry| i64::from(*entry).pow(2)).sum();
        // One division for all entries, with 32 binary places.
        let scale = (LENGTH << 32).checked_div(square.isqrt())?;
        Some(Vector(self.entries.map(|entry| ((i64::from(entry) * scale + (1 << 31)) >> 32) as i16)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(clause: &str) -> Vector {
        let text = Text::new(clause);
        let sums = clause_sums(&text);
        assert_eq!(sums.len(), 1, "{clause}");
        sums[0].vector().unwrap()
    }

    /// `same` says what `one` says; `stranger` speaks of something else.
    #[track_caller]
    fn check_nearer(one: &str, same: &str, stranger: &str) {
        let (near, far) = (cosine(&point(one), &point(same)), cosine(&point(one), &point(stranger)));
        assert!(near > far + 200, "{one}: {near} to {same}, {far} to {stranger}");
    }

    #[test]
    fn what_means_the_same_points_the_same_way() {
        check_nearer("老年食堂收费偏贵", "助餐点的饭菜价格太高", "果园缺少冷链运输");
        check_nearer("果园缺少冷链运输", "水果没有冷藏车拉出山", "老年食堂收费偏贵");
        check_nearer("教师进修机会少", "老师很难参加培训", "河道垃圾无人清理");
        check_nearer("河道垃圾无人清理", "河面漂着废弃物却没人打捞", "教师进修机会少");
        check_nearer("办事窗口排队时间长", "群众等候办理业务要半天", "古建筑修缮资金不足");
        check_nearer("古建筑修缮资金不足", "老房子维修缺钱", "办事窗口排队时间长");
    }

    #[test]
    fn figures_are_the_same_on_every_machine() {
        let check = |one: &str, other: &str, thousandths: i32| {
            assert_eq!(cosine(&point(one), &point(other)), thousandths, "{one} / {other}");
            assert_eq!(cosine(&point(other), &point(one)), thousandths, "{other} / {one}");
        };
        check("老年食堂收费偏贵", "老年食堂收费偏贵", 1000);
        check("老年食堂收费偏贵", "助餐点的饭菜价格太高", 588);
        check("老年食堂收费偏贵", "果园缺少冷链运输", -3);
    }

    #[test]
    fn words_that_are_not_in_the_table_count_by_their_characters() {
        assert!(!TABLE.rows.contains_key("菜价贵"), "the word is known");
        let point = |text| text_vector(&Text::new(text), ..);
        assert_eq!(point("菜价贵"), point("菜 价 贵"));
        assert_eq!(point("菜价贵 qwfp"), point("菜 价 贵"));
    }

    #[test]
    fn where_nothing_is_known_there_is_no_vector() {
        for words in ["", "qwfp 7 😀", "的和"] {
            assert_eq!(text_vector(&Text::new(words), ..), None, "{words:?}");
        }
        let text = Text::new("菜价贵。qwfp。的和。房租高");
        let known: Vec<bool> = clause_sums(&text).iter().map(|sum| sum.vector().is_some()).collect();
        assert_eq!(known, [true, false, false, true]);
    }

    #[test]
    fn a_clause_points_where_its_own_words_do() {
        let text = Text::new("一、菜价貴；房租高。");
        let points: Vec<_> = clause_sums(&text).iter().map(Sum::vector).collect();
        assert_eq!(points, [Some(point("菜价贵")), Some(point("房租高"))]);
    }

    #[test]
    fn any_length_has_a_vector() {
        let once = point("菜价贵");
        for times in [2, ROWS_MAX / 3, 10_000] {
            let near = cosine(&once, &point(&"菜价贵".repeat(times)));
            assert!(near >= 999, "{near} at {times} times");
        }
    }

    #[test]
    fn the_table_is_whole() {
        assert_eq!(TABLE.rows.len(), 45_000);
        assert!(TABLE.weights.iter().all(|weight| *weight > 0));
    }
}
