//! What the question is worth: （20分）, 本题满分40分.

use super::stem::{Stem, ends_with_one, is_boundary};
use crate::points::Points;

/// Characters of a number of marks: 100.25.
const NUMBER_MAX_CHARS: usize = 6;
/// Characters looked at before the number.
const BEFORE_MAX_CHARS: usize = 16;
/// What may stand between the bracket and the marks.
const LABELS: &[&str] =
    &["本题", "本小题", "此题", "小题", "共", "共计", "满分", "分值", "总分", "计", ":", "为", "题"];
/// What makes marks those of the question without a bracket.
const TOTALS: &[&str] = &["满分", "本题", "本题共", "此题", "总分", "分值", "共", "共计"];
/// What makes them those of the paper.
const PAPER: &[&str] = &["试卷", "全卷", "卷面", "试题"];

/// The marks of the question.
pub(super) fn read(stem: &Stem<'_>) -> Option<Points> {
    let found: Vec<(Place, Points)> = stem.places("分").filter_map(|at| marks_at(stem, at)).collect();
    let of = |wanted: Place| found.iter().filter(move |(place, _)| *place == wanted).map(|(_, points)| *points);
    let sum: Points = of(Place::Bracket).sum();
    let sum = (sum > Points::ZERO && sum <= Points::MAX).then_some(sum);
    of(Place::Total).next().or(sum).or_else(|| of(Place::Clause).next())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// 本题20分
    Total,
    /// （20分）
    Bracket,
    /// 20分 between commas or stops.
    Clause,
}

/// The marks whose unit stands at `at`.
fn marks_at(stem: &Stem<'_>, at: usize) -> Option<(Place, Points)> {
    let chars = stem.chars();
    if chars.get(at + 1).is_some_and(|c| !is_boundary(*c) && !matches!(c, '、' | '.' | '"')) {
        return None;
    }
    let head = chars.get(..at)?;
    let length = head.iter().rev().take(NUMBER_MAX_CHARS + 1).take_while(|c| is_number(**c)).count();
    let start = at - length;
    let points = points(head.get(start..)?).filter(|_| length <= NUMBER_MAX_CHARS)?;
    let mut before = stem.clause_before(start, BEFORE_MAX_CHARS);
    if before.is_empty() {
        return Some((if is_bracketed(chars, start) { Place::Bracket } else { Place::Clause }, points));
    }
    let bracketed = is_bracketed(chars, start - before.len());
    let mut total = false;
    // Each turn takes a label away.
    while let Some(label) = ends_with_one(before, LABELS) {
        total |= ends_with_one(before, TOTALS).is_some();
        before = before.get(..before.len().saturating_sub(label))?;
    }
    total |= bracketed && before.is_empty();
    let of_paper = ends_with_one(before, PAPER).is_some();
    (total && !of_paper).then_some((Place::Total, points))
}

fn is_bracketed(chars: &[char], start: usize) -> bool {
    start.checked_sub(1).and_then(|at| chars.get(at)).is_some_and(|c| matches!(c, '(' | '['))
}

fn is_number(c: char) -> bool {
    c.is_ascii_digit() || c == '.' || "一二三四五六七八九十百".contains(c)
}

/// 20, 7.5, 二十
fn points(written: &[char]) -> Option<Points> {
    if written.iter().all(|c| c.is_ascii_digit() || *c == '.') {
        let marks: f64 = written.iter().collect::<String>().parse().ok()?;
        return Points::from_f64(marks).filter(|points| *points > Points::ZERO);
    }
    let digit = |c: char| "一二三四五六七八九".chars().position(|digit| digit == c).map(|at| at + 1);
    let value = match written {
        ['十'] => 10,
        ['百'] | ['一', '百'] => 100,
        ['十', ones] => 10 + digit(*ones)?,
        [tens, '十'] => digit(*tens)? * 10,
        [tens, '十', ones] => digit(*tens)? * 10 + digit(*ones)?,
        [ones] => digit(*ones)?,
        _ => return None,
    };
    Some(Points::HUNDREDTH.times(100 * value))
}
