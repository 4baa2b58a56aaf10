//! References that are one list: 商品条码、物流条码、二维条码. Each of its entries is a point.

use std::ops::Range;

use crate::text::{Clause, Text};

/// Letters of the longest reference that is read as a list of words: a longer one is prose that also lists things.
const LIST_LETTERS: usize = 90;
/// Letters of the longest entry.
const ENTRY_LETTERS: usize = 14;
/// Words after which a list begins, where the question says what stands before them.
const LEADS: [&str; 13] =
    ["如下", "分别是", "主要有", "主要是", "包括了", "包括", "包含", "分为", "是指", "就是", "有", "是", "为"];
/// Numerals and measure words by which a list may tell how many it names: 三种.
const NUMERALS: &str = "两二三四五六七八九几";
const MEASURES: &str = "种类个项点条";
/// Letters of the longest word after 等: 等岗位.
const ET_CETERA_LETTERS: usize = 2;
/// What joins the last two entries.
const JOINTS: [&str; 5] = ["以及", "和", "及", "与", "或"];

/// The entries of a list that takes up all of `clauses`, which are a whole reference; positions of the folded view.
/// `None` where it is no list.
/// `is_given` tells of a stretch whether the question says it.
pub fn entries(
    text: &Text<'_>,
    clauses: &[Clause],
    is_given: impl Fn(&Range<usize>) -> bool,
) -> Option<Vec<Range<usize>>> {
    let letters: usize = clauses.iter().map(Clause::len).sum();
    if letters > LIST_LETTERS {
        return None;
    }
    let chars = text.folded().chars();
    let mut entries: Vec<Range<usize>> = Vec::new();
    for clause in clauses {
        let mut start = clause.start;
        for at in clause.start..=clause.end {
            if at == clause.end || chars.get(at) == Some(&'、') {
                entries.push(start..at);
                start = at + 1;
            }
        }
    }
    let found = entries.len();
    if let Some(first) = entries.first_mut() {
        *first = without_lead(chars, first, is_given);
    }
    if let Some(last) = entries.last_mut() {
        *last = without_tail(chars, last);
    }
    if let Some((one, other)) = entries.last().and_then(|last| halves(chars, last, found)) {
        entries.pop();
        entries.extend([one, other]);
    }
    entries.retain(|entry| !entry.is_empty());
    (entries.len() > 1 && entries.iter().all(|entry| entry.len() <= ENTRY_LETTERS)).then_some(entries)
}

/// An entry without 分为, 包括 and what the question says before them.
fn without_lead(chars: &[char], entry: &Range<usize>, is_given: impl Fn(&Range<usize>) -> bool) -> Range<usize> {
    let place = |lead: &str| {
        let length = lead.chars().count();
        let at = (entry.start..entry.end).find(|at| matches(chars, *at, lead))?;
        (at + length < entry.end && is_given(&(entry.start..at))).then_some(at + length)
    };
    LEADS.iter().find_map(|lead| place(lead)).map_or(entry.clone(), |start| start..entry.end)
}

/// An entry without 三种 or 等.
fn without_tail(chars: &[char], entry: &Range<usize>) -> Range<usize> {
    let has = |at: usize, of: &str| chars.get(at).is_some_and(|c| of.contains(*c));
    let from = entry.end.saturating_sub(1 + ET_CETERA_LETTERS).max(entry.start + 1);
    let ends = |at: &usize| has(*at, "等") || (*at + 2 == entry.end && has(*at, NUMERALS) && has(*at + 1, MEASURES));
    entry.start..(from..entry.end).find(ends).unwrap_or(entry.end)
}

/// The two entries that 和 joins: of a list, or two whose shapes are alike.
fn halves(chars: &[char], entry: &Range<usize>, entries: usize) -> Option<(Range<usize>, Range<usize>)> {
    JOINTS.iter().find_map(|joint| {
        let length = joint.chars().count();
        let at = (entry.start + 1..entry.end).find(|at| matches(chars, *at, joint))?;
        let (one, other) = (entry.start..at, at + length..entry.end);
        let alike = one.len().abs_diff(other.len()) <= 1 && one.len() > 1;
        (alike && (entries > 1 || one.len() <= ENTRY_LETTERS)).then_some((one, other))
    })
}

fn matches(chars: &[char], at: usize, word: &str) -> bool {
    chars.get(at..).is_some_and(|rest| {
        rest.len() >= word.chars().count() && word.chars().zip(rest).all(|(one, other)| one == *other)
    })
}
