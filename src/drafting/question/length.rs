//! How long the answer may be: which of the limits that the question words holds for the answer.

use super::limit::{Bound, Limit, Weight, bare_limit, unit_limit};
use super::stem::{Stem, is_boundary};

/// How long an answer may be, in 字. At least one of the numbers is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LengthRule {
    /// 不少于 N 字.
    pub min: Option<u32>,
    /// 不超过 N 字.
    pub max: Option<u32>,
    /// N 字左右, or a bare number; never beside the other two.
    pub target: Option<u32>,
    /// What is limited.
    pub scope: LengthScope,
}

/// What a limit on length holds for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum LengthScope {
    /// The whole answer.
    #[default]
    Whole,
    /// Part of it: each item, the title, the body.
    Part,
}

/// Characters between two limits that can belong together, as 不少于800字，最多不超过1000字 do.
const NEAR_MAX_CHARS: usize = 20;
/// Characters between a limit and its other end in the next clause, as in 每条不少于30字，最好不要超过60字.
const OTHER_END_MAX_CHARS: usize = 8;

/// The limit on the answer, or on a part of it where the whole has none.
pub(super) fn read(stem: &Stem<'_>) -> Option<LengthRule> {
    let limits = limits(stem);
    let weight = limits.iter().map(|limit| limit.weight).max()?;
    let mut chosen = limits.iter().rev().filter(|limit| limit.weight == weight);
    let last = chosen.next()?;
    let (mut rule, mut near) = (LengthRule::new(last.bound, last.scope), last.start);
    for earlier in chosen {
        let joined = rule.joined(LengthRule::new(earlier.bound, earlier.scope));
        let Some(joined) = joined.filter(|_| near.saturating_sub(earlier.end) <= NEAR_MAX_CHARS) else { break };
        (rule, near) = (joined, earlier.start);
    }
    Some(rule)
}

// === impl LengthRule ===

impl LengthRule {
    fn new(bound: Bound, scope: LengthScope) -> Self {
        let (min, max, target) = match bound {
            Bound::Min(min) => (Some(min), None, None),
            Bound::Max(max) => (None, Some(max), None),
            Bound::Range(min, max) => (Some(min), Some(max), None),
            Bound::Target(target) => (None, None, Some(target)),
        };
        Self { min, max, target, scope }
    }

    /// Both rules as one, where one is a lower and the other an upper limit.
    fn joined(self, other: Self) -> Option<Self> {
        let low_of = |rule: &Self| rule.min.filter(|_| rule.max.is_none());
        let high_of = |rule: &Self| rule.max.filter(|_| rule.min.is_none());
        let pair = low_of(&self).zip(high_of(&other)).or_else(|| low_of(&other).zip(high_of(&self)));
        let (min, max) = pair?;
        (min <= max).then_some(Self { min: Some(min), max: Some(max), target: None, scope: self.scope })
    }
}

/// Every limit, in the order of the text.
fn limits(stem: &Stem<'_>) -> Vec<Limit> {
    let chars = stem.chars();
    let mut limits: Vec<Limit> = Vec::new();
    // A number without its unit may be the last thing in the text.
    for at in 0..=chars.len() {
        let limit = if chars.get(at) == Some(&'字') { unit_limit(stem, at) } else { bare_limit(stem, at) };
        let Some(mut limit) = limit else { continue };
        // 每条不少于30字，不超过50字: the second is the first's other end.
        if let Some(previous) = limits.last()
            && previous.scope == LengthScope::Part
            && !limit.names_whole
            && is_next_clause(chars, previous.end, limit.start)
            && LengthRule::new(previous.bound, previous.scope)
                .joined(LengthRule::new(limit.bound, limit.scope))
                .is_some()
        {
            limit.scope = LengthScope::Part;
            limit.weight = limit.weight.min(Weight::Part);
        }
        limits.push(limit);
    }
    limits
}

/// Whether only the comma and a few words lie between the end of one limit and the start of the next.
fn is_next_clause(chars: &[char], end: usize, start: usize) -> bool {
    let between = chars.get(end..start).unwrap_or_default();
    between.len() <= OTHER_END_MAX_CHARS && between.iter().filter(|c| is_boundary(**c)).count() <= 1
}
