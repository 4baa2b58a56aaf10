//! Which way a clause goes: whether it tells of things going well or badly, learnt from wordings of keypoints and
//! their opposites. It doubts or backs what the words say; by itself it gives or takes nothing.

use std::collections::HashMap;
use std::sync::LazyLock;

use daachorse::CharwiseDoubleArrayAhoCorasick;

use super::lines;
use crate::text::Text;

struct Table {
    /// Finds runs of characters; its values are their weights' places. `None` if there were none.
    automaton: Option<CharwiseDoubleArrayAhoCorasick<u32>>,
    weights: Vec<i32>,
    /// What every text starts with.
    start: i32,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut runs: HashMap<&str, i32> = lines(include_str!("../../lexicon/valence.txt"))
        .filter_map(|line| line.split_once(' '))
        .filter_map(|(run, weight)| Some((run, weight.parse().ok()?)))
        .collect();
    let start = runs.remove("*").unwrap_or_default();
    let mut runs: Vec<(&str, i32)> = runs.into_iter().collect();
    runs.sort_unstable();
    let automaton = CharwiseDoubleArrayAhoCorasick::new(runs.iter().map(|(run, _)| run)).ok();
    Table { automaton, weights: runs.into_iter().map(|(_, weight)| weight).collect(), start }
});

/// Hundredths of a logit from which a text goes one way for certain.
const CERTAIN: i32 = 400;

/// How each clause of a text goes, in hundredths of a logit: above zero well, below badly.
#[must_use]
pub fn valences(text: &Text<'_>) -> Vec<i32> {
    let clauses = text.clauses();
    let mut valences = vec![0; clauses.len()];
    let table = &*TABLE;
    let Some(automaton) = &table.automaton else { return valences };
    let folded = text.folded();
    let mut position = super::Position::default();
    let mut clause = 0;
    for found in automaton.find_overlapping_iter(folded.as_str()) {
        let end = position.advance(folded.as_str(), found.end());
        while clauses.get(clause).is_some_and(|clause| clause.end < end) {
            clause += 1;
        }
        // A run of three characters at most stands in one clause, or holds a mark that no run has.
        if clauses.get(clause).is_some_and(|clause| clause.start < end)
            && let (Some(valence), Some(weight)) = (valences.get_mut(clause), table.weights.get(found.value() as usize))
        {
            *valence += weight;
        }
    }
    valences
}

/// How a text goes whose clauses sum to that, in thousandths: −1000 badly for certain, 1000 well.
#[must_use]
pub fn valence(sum: i32) -> i32 {
    (TABLE.start + sum).clamp(-CERTAIN, CERTAIN) * 1000 / CERTAIN
}
