//! Dates as documents write them: 2024年1月15日, 二〇二二年六月六日, XX年X月X日, 2024.1.15. Knows nothing of where a
//! date stands.

use super::line::{begins_any, ends_any, is_placeholder};

/// Most characters of a year: 2024, 二〇二四, ××××.
const YEAR_MAX_CHARS: usize = 4;
/// Most characters of a month or day: 三十一.
const DAY_MAX_CHARS: usize = 3;
/// Digits of a date without 年 and 月, at least: 24.1.15.
const BARE_MIN_DIGITS: usize = 4;
/// What may follow a date on its line.
const SUFFIXES: [&str; 3] = ["印发", "发布", "施行"];
/// What may stand before a date.
const LABELS: [&str; 5] = ["日期:", "时间:", "成文日期:", "发文日期:", "发布时间:"];

/// The first character of the date that ends a line, brackets and label included.
pub(super) fn trailing_date(line: &[char]) -> Option<usize> {
    let mut end = line.len();
    for suffix in SUFFIXES {
        if ends_any(line, &[suffix]) {
            end -= suffix.chars().count();
        }
    }
    let bracketed = line.get(..end)?.last() == Some(&')');
    if bracketed {
        end -= 1;
    }
    let chars = line.get(..end)?;
    let mut start = written_date(chars).or_else(|| bare_date(chars))?;
    if bracketed {
        start = start.checked_sub(1).filter(|open| chars.get(*open) == Some(&'('))?;
    }
    Some(if begins_any(line, &LABELS) && line.iter().take(start).next_back() == Some(&':') { 0 } else { start })
}

/// Whether a line is a date and nothing else.
pub(super) fn is_date(line: &[char]) -> bool {
    trailing_date(line) == Some(0)
}

/// 年, 月 and mostly 日.
fn written_date(chars: &[char]) -> Option<usize> {
    let mut at = chars.len();
    let has_day = matches!(chars.last(), Some('日' | '号'));
    if has_day {
        at -= 1;
    }
    let day = number_before(chars, at, DAY_MAX_CHARS);
    let month_end = at - day;
    let before = |at: usize| at.checked_sub(1).and_then(|at| chars.get(at));
    if before(month_end) != Some(&'月') {
        return None;
    }
    let month = number_before(chars, month_end - 1, DAY_MAX_CHARS);
    let year_end = month_end - 1 - month;
    if before(year_end) != Some(&'年') {
        // 6月5日: only with both numbers.
        return (has_day && day > 0 && month > 0).then_some(year_end);
    }
    let year = number_before(chars, year_end - 1, YEAR_MAX_CHARS);
    let start = year_end - 1 - year;
    // A form to be filled in has no numbers at all: 年 月 日.
    let blank = has_day && day == 0 && month == 0 && year == 0;
    (blank || (month > 0 && year > 0 && (day > 0 || !has_day))).then_some(start)
}

/// 2024.1.15, 2024-01-15, 20240115.
fn bare_date(chars: &[char]) -> Option<usize> {
    let is_part = |c: &&char| c.is_ascii_digit() || is_separator(**c);
    let start = chars.len() - chars.iter().rev().take_while(is_part).count();
    let date = chars.get(start..)?;
    let digits = date.iter().filter(|c| c.is_ascii_digit()).count();
    let separators = date.len() - digits;
    let full = matches!(date, ['1' | '2', '0' | '9', ..]);
    let ends_well = date.last().is_some_and(char::is_ascii_digit);
    let parted = separators == 2 && digits >= BARE_MIN_DIGITS && full;
    ((parted || (separators == 0 && digits == 8 && full)) && ends_well).then_some(start)
}

fn is_separator(c: char) -> bool {
    matches!(c, '.' | '-' | '/' | '—')
}

/// How many characters just before `end` write one number, in one way of writing.
fn number_before(chars: &[char], end: usize, most: usize) -> usize {
    let run = |belongs: fn(char) -> bool| {
        let before = chars.get(..end).unwrap_or_default();
        before.iter().rev().take(most).take_while(|c| belongs(**c)).count()
    };
    // 20XX is in both.
    run(|c| c.is_ascii_digit() || is_placeholder(c)).max(run(is_han_numeral))
}

fn is_han_numeral(c: char) -> bool {
    matches!(
        c,
        '〇' | '零' | '○' | 'o' | '0' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '元'
    )
}
