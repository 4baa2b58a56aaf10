//! Parts of a text for people to read: its beginning where there is no room for all of it, and passages that end where
//! words end.

use super::segment;
use crate::span::Span;

/// Punctuation behind which a clause ends, and what stands between words.
const ENDS_CLAUSE: &str = "。！？；，、：!?;,:";
/// Words that say nothing without the next one: nobody stops after them.
const DANGLING: [&str; 26] = [
    "不", "没", "未", "无", "难", "难以", "没有", "不能", "的", "地", "得", "和", "与", "及", "或", "在", "对", "把",
    "被", "向", "为", "以", "从", "让", "将", "是",
];
/// Characters that deny what follows them.
const DENIES: &str = "不没未无";
/// Share of the room that a clause must fill to be shown alone.
const CLAUSE_SHARE: f64 = 0.5;
/// Characters behind the room that tell where the last word in it ends: longer words are none.
const WORD_CHARS: usize = 12;

/// A text of at most `most` characters on one line: all of it, or its beginning with `…` behind it, cut after a clause
/// or, where that leaves too little, after a word.
///
/// ```
/// use yuejuan::text::excerpt;
/// assert_eq!(excerpt("数据难以共享", 6), "数据难以共享");
/// assert_eq!(excerpt("系统不统一，数据互通不畅", 10), "系统不统一…");
/// assert_eq!(excerpt("系统标准不统一造成数据互通不畅", 14), "系统标准不统一造成数据互通…");
/// ```
#[must_use]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a share")]
pub fn excerpt(text: &str, most: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let shown: Vec<char> = line.chars().take(most + WORD_CHARS).collect();
    if shown.len() <= most {
        return line;
    }
    let room = most.saturating_sub(1);
    let least = (room as f64 * CLAUSE_SHARE) as usize;
    let by_clause = (least..=room).rev().find(|at| shown.get(*at).is_some_and(|c| ENDS_CLAUSE.contains(*c)));
    let end = by_clause.or_else(|| by_word(&shown, room).filter(|end| *end >= least)).unwrap_or(room);
    let kept: String = shown.iter().take(end).collect();
    format!("{}…", kept.trim_end_matches(|c: char| ENDS_CLAUSE.contains(c) || c.is_whitespace()))
}

/// Where the last word that fits ends, those that dangle left out.
fn by_word(shown: &[char], room: usize) -> Option<usize> {
    let line: String = shown.iter().collect();
    let fits = segment(&line).into_iter().rev().skip_while(|term| term.end > room);
    let mut fits = fits.skip_while(|term| {
        let word: String = shown.get(term.start..term.end).unwrap_or_default().iter().collect();
        DANGLING.contains(&word.as_str()) || word.trim().is_empty()
    });
    fits.next().map(|term| term.end)
}

/// A passage of a text with the rest of the words at its ends: what counts may end within a word, what people read had
/// better not.
///
/// ```
/// use yuejuan::{span::Span, text::whole_words};
/// let text = "一是数据互通不足，部门数据壁垒没有打破。";
/// let of = |passage: &str| {
///     let start = text.find(passage).unwrap();
///     whole_words(text, Span { start, end: start + passage.len() }).quote(text)
/// };
/// assert_eq!(of("数据互通不"), "数据互通不足");
/// assert_eq!(of("部门数"), "部门数据");
/// assert_eq!(of("数据壁垒没"), "数据壁垒没有");
/// assert_eq!(of("壁垒"), "壁垒");
/// ```
#[must_use]
pub fn whole_words(text: &str, span: Span) -> Span {
    let is_end = |c: char| ENDS_CLAUSE.contains(c) || c.is_whitespace();
    let before = text.get(..span.start).unwrap_or_default();
    let from = before.chars().rev().take_while(|c| !is_end(*c)).take(WORD_CHARS).map(char::len_utf8).sum::<usize>();
    let after = text.get(span.end..).unwrap_or_default();
    let to = after.chars().take_while(|c| !is_end(*c)).take(WORD_CHARS).map(char::len_utf8).sum::<usize>();
    let (from, to) = (span.start - from, span.end + to);
    let around = text.get(from..to).unwrap_or_default();
    // Where each character begins, and the last one ends.
    let places: Vec<usize> = around.char_indices().map(|(at, _)| from + at).chain([to]).collect();
    let place = |at: usize| places.get(at).copied();
    let mut whole = span;
    for term in segment(around) {
        let (Some(start), Some(end)) = (place(term.start), place(term.end)) else { continue };
        // What is denied belongs to the denial.
        let last = text.get(span.start..whole.end).and_then(|passage| passage.chars().next_back());
        if start == whole.end && last.is_some_and(|c| DENIES.contains(c)) {
            whole.end = end;
        }
        if start < span.start && span.start < end {
            whole.start = start;
        }
        if start < span.end && span.end < end {
            whole.end = end;
        }
    }
    whole
}
