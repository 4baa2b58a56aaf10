//! The elements of an official document, recognised by their place and shape.

use std::ops::Range;

use crate::rubric::ElementKind;
use crate::span::Span;
use crate::text::Text;
use crate::text::fold::is_han;

/// The longest title, addressee or signature line, in characters.
const LINE_MAX_CHARS: usize = 40;
/// Lines at the end of a document in which signature, date and attachments stand.
const TAIL_LINES: usize = 6;
/// The shortest body, in characters: less than this says nothing.
const BODY_MIN_CHARS: usize = 30;

/// A line of the document that is not blank.
#[derive(Debug, Clone, Copy)]
struct Line<'t> {
    chars: &'t [char],
    start: usize,
    end: usize,
}

/// The elements that a document shows, each once, in the order of the document.
pub fn elements(text: &Text<'_>) -> Vec<(ElementKind, Span)> {
    let lines = lines(text.folded().chars());
    let mut found: Vec<(ElementKind, (usize, usize))> = Vec::new();
    let mut head = 0;
    let title = title_lines(&lines);
    if let (Some(first), Some(last)) = (lines.first(), title.checked_sub(1).and_then(|last| lines.get(last))) {
        found.push((ElementKind::Title, (first.start, last.end)));
        head = title;
    }
    if let Some(line) = lines.get(head).filter(|line| is_document_number(line)) {
        found.push((ElementKind::DocumentNumber, (line.start, line.end)));
        head += 1;
    }
    if let Some(line) = lines.get(head).filter(|line| is_addressee(line)) {
        found.push((ElementKind::Addressee, (line.start, line.end)));
        head += 1;
    }
    let mut tail = lines.len();
    let last_lines = lines.len().saturating_sub(TAIL_LINES).max(head);
    if let Some(date) = (last_lines..lines.len()).rev().find(|at| lines.get(*at).is_some_and(is_date))
        && let Some(line) = lines.get(date)
    {
        found.push((ElementKind::Date, (line.start, line.end)));
        tail = tail.min(date);
    }
    if let Some(signature) =
        (last_lines..tail).next_back().filter(|at| *at > head && lines.get(*at).is_some_and(is_signature))
        && let Some(line) = lines.get(signature)
    {
        found.push((ElementKind::Signature, (line.start, line.end)));
        tail = signature;
    }
    for at in last_lines..lines.len() {
        let Some(line) = lines.get(at) else { continue };
        if begins(line, "附件") && line.chars.get(2).is_none_or(|next| matches!(next, ':' | '1' | '.')) {
            found.push((ElementKind::Attachment, (line.start, line.end)));
            tail = tail.min(at);
            break;
        }
    }
    if let Some(line) =
        tail.checked_sub(1).filter(|at| *at >= head).and_then(|at| lines.get(at)).filter(|line| is_closing(line))
    {
        found.push((ElementKind::Closing, (line.start, line.end)));
        tail -= 1;
    }
    if let (Some(first), Some(last)) =
        (lines.get(head), tail.checked_sub(1).filter(|at| *at >= head).and_then(|at| lines.get(at)))
        && last.end - first.start >= BODY_MIN_CHARS
    {
        found.push((ElementKind::Body, (first.start, last.end)));
    }
    found.sort_by_key(|(_, (start, _))| *start);
    found.into_iter().map(|(kind, (start, end))| (kind, text.span(start, end))).collect()
}

/// Where the body of a document stands, as positions of the folded view; all of it where no body is found.
#[must_use]
pub fn body(text: &Text<'_>) -> Range<usize> {
    let whole = 0..text.folded().chars().len();
    let found = elements(text).into_iter().find(|(kind, _)| *kind == ElementKind::Body);
    found.map_or(whole, |(_, span)| text.folded().positions(span))
}

fn lines(chars: &[char]) -> Vec<Line<'_>> {
    let mut start = 0;
    let mut lines = Vec::new();
    for line in chars.split(|c| *c == '\n') {
        let end = start + line.len();
        if !line.is_empty() {
            lines.push(Line { chars: line, start, end });
        }
        start = end + 1;
    }
    lines
}

/// How many lines at the head are the title: one or two short lines that are no sentence and no item.
fn title_lines(lines: &[Line<'_>]) -> usize {
    let is_title = |line: &Line<'_>| {
        let ends_sentence = line.chars.last().is_some_and(|c| matches!(c, '。' | ';' | ':' | ','));
        line.chars.len() <= LINE_MAX_CHARS
            && !ends_sentence
            && !line.chars.contains(&'。')
            && !is_numbered(line)
            && line.chars.iter().any(|c| is_han(*c))
    };
    match lines {
        // A text of one line is no title: there must be something that it is the title of.
        [first, second, _, ..] if is_title(first) && is_title(second) && !is_document_number(second) => 2,
        [first, _, ..] if is_title(first) => 1,
        _ => 0,
    }
}

fn is_numbered(line: &Line<'_>) -> bool {
    matches!(
        line.chars,
        ['一' | '二' | '三' | '1' | '2', '、' | '.' | '是', ..] | ['(', _, ')', ..] | ['第', _, '、' | ',', ..]
    )
}

/// 〔2022〕14号
fn is_document_number(line: &Line<'_>) -> bool {
    line.chars.len() <= LINE_MAX_CHARS
        && line.chars.last() == Some(&'号')
        && line.chars.contains(&'(')
        && line.chars.iter().any(char::is_ascii_digit)
}

/// A short line that ends in a colon and calls somebody.
fn is_addressee(line: &Line<'_>) -> bool {
    line.chars.len() <= LINE_MAX_CHARS
        && line.chars.last() == Some(&':')
        && !is_numbered(line)
        && !line.chars.contains(&'。')
}

/// A line that is a date: 2024年1月15日, 二〇二二年六月六日, XX年X月X日, 2024.1.15; a signature may stand before it.
fn is_date(line: &Line<'_>) -> bool {
    let part = |c: &char| {
        c.is_ascii_digit()
            || matches!(
                c,
                '〇' | '零'
                    | '一'
                    | '二'
                    | '三'
                    | '四'
                    | '五'
                    | '六'
                    | '七'
                    | '八'
                    | '九'
                    | '十'
                    | 'x'
                    | '×'
                    | '*'
                    | '某'
                    | '○'
                    | 'o'
            )
    };
    let place = |mark: char| line.chars.iter().position(|c| *c == mark);
    if line.chars.len() > LINE_MAX_CHARS || line.chars.last().is_some_and(|c| matches!(c, '。' | ',' | ';')) {
        return false;
    }
    if let (Some(year), Some(month)) = (place('年'), place('月')) {
        let before = |at: usize| at.checked_sub(1).and_then(|at| line.chars.get(at)).is_some_and(part);
        let day = line.chars.last() == Some(&'日') || month + 1 == line.chars.len();
        return year < month && before(year) && before(month) && day;
    }
    let digits = line.chars.iter().filter(|c| c.is_ascii_digit()).count();
    digits >= 6 && line.chars.iter().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '/'))
}

/// A short line at the end that is a name and no sentence.
fn is_signature(line: &Line<'_>) -> bool {
    let marks = |c: &char| matches!(c, '。' | ';' | '!' | '?' | ',' | ':' | '…');
    line.chars.len() <= LINE_MAX_CHARS / 2
        && !line.chars.iter().any(marks)
        && !is_numbered(line)
        && !is_closing(line)
        && line.chars.iter().any(|c| is_han(*c) || *c == 'x')
}

/// 特此报告, 此致敬礼, 谢谢大家 …
fn is_closing(line: &Line<'_>) -> bool {
    const CLOSINGS: [&str; 14] = [
        "特此",
        "此致",
        "敬礼",
        "谢谢大家",
        "谢谢",
        "以上报告",
        "妥否",
        "请批示",
        "请予",
        "专此",
        "敬请",
        "请审阅",
        "我的发言完毕",
        "发言完毕",
    ];
    line.chars.len() <= LINE_MAX_CHARS && CLOSINGS.iter().any(|closing| begins(line, closing))
}

fn begins(line: &Line<'_>, words: &str) -> bool {
    words.chars().eq(line.chars.iter().copied().take(words.chars().count()))
}
