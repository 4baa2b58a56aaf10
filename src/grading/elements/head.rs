//! The head of a document: title, document number, signature and date below the title, addressee. Knows nothing of
//! the tail, which is cut off before.

use super::BODY_MIN_CHARS;
use super::date::{is_date, trailing_date};
use super::line::{Line, Range, begins, has_name, is_placeholder};
use super::names::{addressee, ends_with_genre, is_addressee, is_organ, is_signature, may_be_signature, names_signer};

/// What the head of a document shows.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub title: Option<Range>,
    pub number: Option<Range>,
    pub signature: Option<Range>,
    pub date: Option<Range>,
    pub addressee: Option<Range>,
    /// Position from which the body may start.
    pub body_start: usize,
}

/// The longest line of a title, in characters.
const TITLE_MAX_CHARS: usize = 45;
/// Most commas in a title; a sentence has more.
const TITLE_MAX_COMMAS: usize = 2;
/// Most lines of a title: the body that issues it, what it is about, and what stands in brackets below.
const TITLE_MAX_LINES: usize = 3;
/// Most lines that greet: 各位领导： and 大家好！
const ADDRESSEE_MAX_LINES: usize = 3;
/// The longest line of a document number, in characters; the name of whoever signs it out may stand beside it.
const NUMBER_MAX_CHARS: usize = 30;
/// Characters of a year: 2024, ××××.
const YEAR_CHARS: usize = 4;
/// The title of an editor's note, which may open its only paragraph.
const EDITORS_NOTE: &str = "编者按";

/// Reads the head from the top.
pub(super) fn read(lines: &[Line<'_>]) -> Head {
    let mut head = Head::default();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let rest = lines.get(at..).unwrap_or_default();
        let taken = head.take_number(line) || head.take_byline(line, rest);
        let count = if taken { 1 } else { head.take_title(rest) };
        if count == 0 {
            break;
        }
        at += count;
        head.body_start = head.body_start.max(line.range.end);
    }
    head.take_addressee(lines.get(at..).unwrap_or_default());
    head
}

// === impl Head ===

impl Head {
    fn take_number(&mut self, line: &Line<'_>) -> bool {
        let taken = self.number.is_none() && is_document_number(line.chars);
        if taken {
            self.number = Some(line.range);
        }
        taken
    }

    /// Takes the title lines at the start of `rest`; how many lines are used up.
    fn take_title(&mut self, rest: &[Line<'_>]) -> usize {
        if self.title.is_some() {
            return 0;
        }
        let Some(first) = rest.first() else { return 0 };
        if let Some(end) = editors_note(first.chars) {
            self.title = Some(first.part(0, end));
            // A colon parts it from the note itself.
            self.body_start = first.range.start + end + usize::from(first.chars.get(end) == Some(&':'));
            return usize::from(end + 1 >= first.chars.len());
        }
        let count = title_lines(rest);
        if let Some(last) = count.checked_sub(1).and_then(|last| rest.get(last)) {
            self.title = Some(first.range.to(last.range));
            self.body_start = last.range.end;
        }
        count
    }

    /// Takes a signature or date that stands by itself, or both on one line.
    fn take_byline(&mut self, line: &Line<'_>, rest: &[Line<'_>]) -> bool {
        if self.date.is_none()
            && let Some(start) = trailing_date(line.chars)
        {
            let name = Line { chars: line.chars.get(..start).unwrap_or_default(), ..*line };
            let signed = !name.chars.is_empty();
            if signed && !(self.title.is_some() && may_be_signature(&name) || is_signature(&name)) {
                return false;
            }
            self.date = Some(line.part(start, line.chars.len()));
            if signed && self.signature.is_none() {
                self.signature = Some(line.part(0, start));
            }
            return true;
        }
        // The body that issues a document may open its title.
        let opens_title = self.title.is_none() && title_lines(rest) > 0;
        // Several may sign, one below the other.
        let follows = self.signature.is_none_or(|above| above.end == self.body_start);
        let signs = follows && !opens_title && is_signature(line) && !is_addressee(line);
        if signs {
            self.signature = Some(self.signature.map_or(line.range, |above| above.to(line.range)));
        }
        signs
    }

    fn take_addressee(&mut self, rest: &[Line<'_>]) {
        for line in rest.iter().take(ADDRESSEE_MAX_LINES) {
            let Some(end) = addressee(line) else { break };
            let part = line.part(0, end);
            self.addressee = Some(self.addressee.map_or(part, |first| first.to(part)));
            self.body_start = part.end;
            if end < line.chars.len() {
                break;
            }
        }
    }
}

/// How many lines at the start of `lines` are one title.
fn title_lines(lines: &[Line<'_>]) -> usize {
    let Some(first) = lines.first().filter(|line| is_title(line)) else { return 0 };
    let issued = is_organ(first.chars);
    let mut count = 1;
    while count < TITLE_MAX_LINES
        && let Some(line) = lines.get(count).filter(|line| is_title(line))
        && let Some(before) = lines.get(count - 1)
    {
        let explains = matches!(line.chars.first(), Some('—' | '-' | '('));
        let goes_on = !ends_with_genre(before.chars) && !is_signature(line);
        // The last line of all is the body where it may be one; a third one of the title ends with the genre.
        let below = issued || lines.len() > count + 1 || line.chars.len() < BODY_MIN_CHARS;
        let goes_on = goes_on && below && (count == 1 || ends_with_genre(line.chars));
        if !explains && !goes_on {
            break;
        }
        count += 1;
    }
    // A body by itself is no title.
    if issued && count == 1 { 0 } else { count }
}

/// A short line that is no sentence and no item.
fn is_title(line: &Line<'_>) -> bool {
    let chars = line.chars;
    let ends_clause = chars.last().is_some_and(|c| matches!(c, '。' | ';' | ':' | ',' | '、' | '…'));
    chars.len() <= TITLE_MAX_CHARS
        && has_name(chars)
        && !ends_clause
        && !chars.contains(&'。')
        && chars.iter().filter(|c| **c == ',').count() <= TITLE_MAX_COMMAS
        && !line.numbered
        && !is_date(chars)
        && !is_document_number(chars)
        && !is_addressee(line)
        && !names_signer(line)
}

/// 国发〔2022〕14号, 第3期.
fn is_document_number(chars: &[char]) -> bool {
    if chars.len() > NUMBER_MAX_CHARS {
        return false;
    }
    let number = |c: &char| c.is_ascii_digit() || is_placeholder(*c) || matches!(c, '〇' | '一'..='龥');
    let chars = chars.strip_prefix(&['(']).and_then(|inner| inner.strip_suffix(&[')'])).unwrap_or(chars);
    let issue = match chars {
        ['第', number @ .., '期' | '号'] => number,
        _ => &[],
    };
    if !issue.is_empty() && issue.len() <= YEAR_CHARS && issue.iter().all(number) {
        return true;
    }
    let Some(open) = chars.iter().position(|c| matches!(c, '(' | '[')) else { return false };
    let year = chars.get(open + 1..open + 1 + YEAR_CHARS).unwrap_or_default();
    let closes = chars
        .iter()
        .skip(open + 1)
        .position(|c| matches!(c, ')' | ']'))
        .is_some_and(|close| (2..=YEAR_CHARS + 1).contains(&close));
    let numbered = chars.iter().skip(open + 1).any(|c| *c == '号');
    closes
        && numbered
        && year.iter().take(2).all(|c| c.is_ascii_digit() || is_placeholder(*c) || matches!(c, '二' | '〇'))
}

/// How many characters of a line are the title 编者按, brackets included.
fn editors_note(chars: &[char]) -> Option<usize> {
    let bracketed = chars.first() == Some(&'(');
    let name = if bracketed { chars.get(1..)? } else { chars };
    let end = EDITORS_NOTE.chars().count();
    let follows = name.get(end);
    let ends = if bracketed { follows == Some(&')') } else { follows.is_none_or(|next| *next == ':') };
    (begins(name, EDITORS_NOTE) && ends).then_some(end + if bracketed { 2 } else { 0 })
}
