//! Which way a clause goes: whether it tells of things going well or badly, learnt from wordings of keypoints and
//! their opposites. It doubts or backs what the words say; by itself it gives or takes nothing.

use std::sync::LazyLock;

use super::lines;
use crate::text::Text;

/// Runs of characters and their weights, looked up at every place of an answer.
struct Table {
    /// Open addressing: the key of a run, 0 for none, and its weight. A power of two long, at most half full. No folded
    /// character is NUL, so that no run has the key of a shorter one.
    slots: Vec<(u64, i32)>,
    /// One bit a run: most runs of a text are turned away here.
    filter: Vec<u64>,
    /// What every text starts with.
    start: i32,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let weights = lines(include_str!("../../lexicon/valence.txt")).filter_map(|line| line.split_once(' '));
    Table::new(weights.filter_map(|(run, weight)| Some((run, weight.parse().ok()?))))
});

/// Hundredths of a logit from which a text goes one way for certain.
const CERTAIN: i32 = 400;
/// Characters of the longest run.
const RUN_MAX_CHARS: usize = 3;
/// Bits of a key that one character takes: all of Unicode.
const CHARACTER_BITS: u32 = 21;
/// Bits of a hash that choose its place in the filter: 2^16 bits are 8 KiB and stay in the nearest cache.
const FILTER_BITS: u32 = 16;

/// How each clause of a text goes, in hundredths of a logit: above zero well, below badly.
#[must_use]
pub fn valences(text: &Text<'_>) -> Vec<i32> {
    let chars = text.folded().chars();
    let of_clause = |start: usize, end: usize| {
        // A run may begin in the marker before the clause; past a mark it cannot, since no run has one.
        let opening = start.saturating_sub(RUN_MAX_CHARS - 1);
        let before = start - opening;
        let around = chars.get(opening..end).unwrap_or_default();
        (before + 1..=around.len()).filter_map(|end| around.get(..end)).map(|until| TABLE.ending(until)).sum()
    };
    text.clauses().iter().map(|clause| of_clause(clause.start, clause.end)).collect()
}

/// How a text goes whose clauses sum to that, in thousandths: −1000 badly for certain, 1000 well.
#[must_use]
pub fn valence(sum: i32) -> i32 {
    (TABLE.start + sum).clamp(-CERTAIN, CERTAIN) * 1000 / CERTAIN
}

// === impl Table ===

impl Table {
    /// The last of several weights of a run stands.
    fn new<'r>(weights: impl Iterator<Item = (&'r str, i32)>) -> Self {
        let weights: Vec<(&str, i32)> = weights.collect();
        let mut table = Self {
            slots: vec![(0, 0); (weights.len() * 2).next_power_of_two()],
            filter: vec![0; 1 << (FILTER_BITS - 6)],
            start: 0,
        };
        for (run, weight) in weights {
            if run == "*" {
                table.start = weight;
            } else if run.chars().count() <= RUN_MAX_CHARS {
                table.insert(run.chars().fold(0, longer), weight);
            }
        }
        table
    }

    fn insert(&mut self, key: u64, weight: i32) {
        let (word, bit) = filter_place(hash(key));
        if let Some(bits) = self.filter.get_mut(word) {
            *bits |= bit;
        }
        let at = self.find(key);
        if let Some(slot) = self.slots.get_mut(at) {
            *slot = (key, weight);
        }
    }

    /// The weights of all runs at the end of `chars`.
    fn ending(&self, chars: &[char]) -> i32 {
        let mut key = 0;
        let mut place = 0;
        let mut sum = 0;
        for c in chars.iter().rev().take(RUN_MAX_CHARS) {
            key |= u64::from(u32::from(*c)) << place;
            place += CHARACTER_BITS;
            sum += self.weight(key);
        }
        sum
    }

    fn weight(&self, key: u64) -> i32 {
        let (word, bit) = filter_place(hash(key));
        if self.filter.get(word).is_none_or(|bits| bits & bit == 0) {
            return 0;
        }
        self.slots.get(self.find(key)).map_or(0, |slot| slot.1)
    }

    /// The slot of a key, or the empty one where it belongs.
    fn find(&self, key: u64) -> usize {
        let last = self.slots.len().saturating_sub(1);
        let mut at = (hash(key) >> 32) as usize & last;
        while self.slots.get(at).is_some_and(|slot| slot.0 != key && slot.0 != 0) {
            at = (at + 1) & last;
        }
        at
    }
}

/// The key of a run with one more character.
fn longer(key: u64, c: char) -> u64 {
    key << CHARACTER_BITS | u64::from(u32::from(c))
}

/// Its high bits are well mixed.
fn hash(key: u64) -> u64 {
    const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;
    let product = key.wrapping_mul(MULTIPLIER);
    (product ^ (product >> 32)).wrapping_mul(MULTIPLIER)
}

fn filter_place(hash: u64) -> (usize, u64) {
    let place = (hash >> (64 - FILTER_BITS)) as usize;
    (place / 64, 1 << (place % 64))
}

#[cfg(test)]
mod tests {
    use super::{TABLE, lines, valences};
    use crate::text::Text;

    /// The weights of all runs that end in a clause, each looked for by itself.
    fn one_by_one(text: &Text<'_>) -> Vec<i32> {
        let chars = text.folded().chars();
        let runs: Vec<(Vec<char>, i32)> = lines(include_str!("../../lexicon/valence.txt"))
            .filter_map(|line| line.split_once(' '))
            .filter(|(run, _)| *run != "*")
            .map(|(run, weight)| (run.chars().collect(), weight.parse().unwrap()))
            .collect();
        let ending = |end: usize| -> i32 {
            runs.iter().filter(|(run, _)| chars[..end].ends_with(run)).map(|(_, weight)| weight).sum()
        };
        text.clauses().iter().map(|clause| (clause.start + 1..=clause.end).map(ending).sum()).collect()
    }

    #[test]
    fn every_run_of_a_clause_counts() {
        let mut loudest = 0;
        for original in [
            "",
            "好",
            "一是加强监管，效率不高；二是群众办事更加方便。",
            "①资金不足，缺少人才。\n②数据共享难，IPv6 网络覆盖 98 个乡镇！",
            "一是提高服务水平，不断改进作风，减轻基层负担、消除隐患😀，让老百姓满意",
            "難以共享，管理混亂，重複建設",
        ] {
            let text = Text::new(original);
            let valences = valences(&text);
            assert_eq!(valences, one_by_one(&text), "{original}");
            loudest = valences.into_iter().map(i32::abs).max().unwrap_or_default().max(loudest);
        }
        assert!(loudest > 0, "nothing was found anywhere");
        assert_ne!(TABLE.start, 0);
    }
}
