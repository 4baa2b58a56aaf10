//! The tail of a document, read from the last line upwards: date, signature, attachments, closing. Knows nothing of
//! the head.

use super::date::trailing_date;
use super::line::{Line, Range, begins, begins_any};
use super::names::{ends_with_genre, is_signature, may_be_signature, says_something};
use crate::lexicon::document_words;

/// What the tail of a document shows.
#[derive(Debug, Default)]
pub(super) struct Tail {
    pub closing: Option<Range>,
    pub attachment: Option<Range>,
    pub signature: Option<Range>,
    pub date: Option<Range>,
    /// Index of the first line that belongs to the tail as a whole.
    pub first_line: usize,
    /// Position at which the body ends, where that is inside or at the end of a line; `None` for the end of the text.
    pub body_end: Option<usize>,
}

/// Lines of a tail, at most: signatures of several bodies, a list of attachments, contacts.
const TAIL_MAX_LINES: usize = 16;
/// Lines of a list of attachments, at most.
const ATTACHMENT_MAX_LINES: usize = 8;
/// The longest line of a list of attachments, in characters.
const ATTACHMENT_MAX_CHARS: usize = 45;
/// Lines above an attachment in which the signature or date stands that it follows.
const SIGNED_LINES: usize = 3;
/// Lines of a closing, at most: 此致 and 敬礼, or thanks and a wish.
const CLOSING_MAX_LINES: usize = 3;
/// The longest closing sentence, in characters.
const CLOSING_MAX_CHARS: usize = 45;
/// The longest remark below a document, in characters.
const NOTE_MAX_CHARS: usize = 60;

/// Reads the tail.
pub(super) fn read(lines: &[Line<'_>]) -> Tail {
    let mut tail = Tail { first_line: lines.len(), ..Tail::default() };
    tail.cut_appendix(lines);
    let lowest = tail.first_line.saturating_sub(TAIL_MAX_LINES);
    // The first line of a document is its head, whatever it looks like.
    while tail.first_line > lowest.max(1) {
        let at = tail.first_line - 1;
        let Some(line) = lines.get(at) else { break };
        let taken = if tail.take_date(line, at) || tail.take_signature(lines, at) || tail.take_note(line) {
            1
        } else if tail.closing.is_none() {
            let count = closing_lines(lines, at);
            if count == 0 { tail.take_attachment(lines, at) } else { tail.take_closing(lines, at, count) }
        } else {
            0
        };
        if taken == 0 {
            break;
        }
        tail.first_line -= taken;
        if tail.closing.is_some() {
            break;
        }
    }
    if tail.first_line < lines.len() {
        tail.body_end = tail.first_line.checked_sub(1).and_then(|last| lines.get(last)).map(|line| line.range.end);
    }
    tail.take_closing_sentence(lines);
    tail
}

// === impl Tail ===

impl Tail {
    /// Takes off an attachment that follows the signature, with all that it holds.
    fn cut_appendix(&mut self, lines: &[Line<'_>]) {
        let signed = |at: usize| {
            let above = lines.get(at.saturating_sub(SIGNED_LINES)..at).unwrap_or_default();
            above.iter().any(|line| trailing_date(line.chars).is_some() || is_signature(line))
        };
        let opens = |at: &usize| *at > 1 && lines.get(*at).is_some_and(|line| is_attachment(line.chars)) && signed(*at);
        if let Some(at) = (0..lines.len()).find(opens)
            && let (Some(first), Some(last)) = (lines.get(at), lines.last())
        {
            self.attachment = Some(first.range.to(last.range));
            self.first_line = at;
        }
    }

    /// Takes a date, and the signature where it stands on the same line.
    fn take_date(&mut self, line: &Line<'_>, at: usize) -> bool {
        if self.date.is_some() {
            return false;
        }
        if let Some(start) = trailing_date(line.chars) {
            let name = Line { chars: line.chars.get(..start).unwrap_or_default(), ..*line };
            if name.chars.is_empty() {
                self.date = Some(line.range);
                return true;
            }
            let signs = self.signature.is_none() && (is_signature(&name) || (at > 0 && may_be_signature(&name)));
            if signs {
                self.signature = Some(line.part(0, start));
                self.date = Some(line.part(start, line.chars.len()));
            }
            return signs;
        }
        // The date first: 2024年5月6日 ××局
        let Some(end) = line.chars.iter().position(|c| *c == '日').map(|day| day + 1) else { return false };
        let name = Line { chars: line.chars.get(end..).unwrap_or_default(), ..*line };
        let dated = trailing_date(line.chars.get(..end).unwrap_or_default()) == Some(0);
        let signs = dated && self.signature.is_none() && is_signature(&name);
        if signs {
            self.date = Some(line.part(0, end));
            self.signature = Some(line.part(end, line.chars.len()));
        }
        signs
    }

    fn take_signature(&mut self, lines: &[Line<'_>], at: usize) -> bool {
        let Some(line) = lines.get(at).filter(|line| !is_closing(line.chars)) else { return false };
        let above = at.checked_sub(1).and_then(|above| lines.get(above));
        if let Some(signature) = self.signature {
            // Several bodies sign one below the other; the second line of a document may still be its title.
            let below = lines.get(at + 1).is_some_and(|below| below.range.start == signature.start);
            let joins = below && at > 1 && is_signature(line) && !ends_with_genre(line.chars);
            if joins {
                self.signature = Some(line.range.to(signature));
            }
            return joins;
        }
        let below_body = above.is_some_and(|above| above.ends_sentence() || is_closing(above.chars));
        let dated = self.date.is_some_and(|date| {
            lines.get(at + 1).is_some_and(|below| below.range == date && below.chars.first() != Some(&'('))
        });
        // Without a date below, a last clause without its mark looks like a name, but for its verb.
        let placed = dated || (below_body && !says_something(line));
        let signs = is_signature(line) || (placed && may_be_signature(line));
        if signs {
            self.signature = Some(line.range);
        }
        signs
    }

    /// Passes over a remark about the document: whom to call, what may be printed.
    fn take_note(&self, line: &Line<'_>) -> bool {
        let note = begins_any(line.chars, &document_words().notes);
        self.closing.is_none() && line.chars.len() <= NOTE_MAX_CHARS && !line.numbered && note
    }

    /// Takes a list of attachments that ends with the line `at`; how many lines it has.
    fn take_attachment(&mut self, lines: &[Line<'_>], at: usize) -> usize {
        if self.attachment.is_some() {
            return 0;
        }
        let above = lines.get(1..=at).unwrap_or_default().iter().rev().take(ATTACHMENT_MAX_LINES);
        let listed = above.take_while(|line| line.chars.len() <= ATTACHMENT_MAX_CHARS && !line.chars.contains(&'。'));
        // The first attachment of the list opens it; what stands above belongs to the body.
        let mut taken = 0;
        for (count, line) in listed.enumerate() {
            let named = is_attachment(line.chars);
            if taken > 0 && !named {
                break;
            }
            if named {
                self.attachment = lines.get(at).map(|last| line.range.to(last.range));
                taken = count + 1;
            }
        }
        taken
    }

    fn take_closing(&mut self, lines: &[Line<'_>], at: usize, count: usize) -> usize {
        if let (Some(first), Some(last)) = (lines.get(at + 1 - count), lines.get(at)) {
            self.closing = Some(first.range.to(last.range));
        }
        count
    }

    /// Takes a closing that is the last sentences of the body's last paragraph.
    fn take_closing_sentence(&mut self, lines: &[Line<'_>]) {
        let Some(line) = self.first_line.checked_sub(1).and_then(|last| lines.get(last)) else { return };
        let mut start = line.chars.len();
        while let Some(above) = sentence_start(line.chars, start)
            && is_closing(line.chars.get(above..start).unwrap_or_default())
        {
            start = above;
        }
        if start < line.chars.len() {
            let range = line.part(start, line.chars.len());
            self.closing = Some(self.closing.map_or(range, |below| range.to(below)));
            self.body_end = Some(range.start);
        }
    }
}

/// Where the sentence that ends at `end` starts; `None` for the first of the line.
fn sentence_start(chars: &[char], end: usize) -> Option<usize> {
    let before_mark = chars.get(..end.checked_sub(1)?)?;
    before_mark.iter().rposition(|c| matches!(c, '。' | '!' | '?')).map(|mark| mark + 1)
}

/// How many lines up from `at` are one closing.
fn closing_lines(lines: &[Line<'_>], at: usize) -> usize {
    let line = |count: &usize| at.checked_sub(*count).filter(|at| *at > 0).and_then(|at| lines.get(at));
    (0..CLOSING_MAX_LINES).take_while(|count| line(count).is_some_and(|line| is_closing(line.chars))).count()
}

/// 特此报告, 此致, 敬礼, 谢谢大家.
fn is_closing(chars: &[char]) -> bool {
    chars.len() <= CLOSING_MAX_CHARS && begins_any(chars, &document_words().closings)
}

/// 附件：, 附件1, 附：
fn is_attachment(chars: &[char]) -> bool {
    let named = ["附件", "附表", "附录"].iter().any(|word| begins(chars, word));
    let marked = |at: usize| {
        chars.get(at).is_none_or(|next| {
            next.is_ascii_digit() || matches!(next, ':' | '.' | '、' | '《' | '一' | '二' | '三' | '(' | '"')
        })
    };
    (named && marked(2)) || begins(chars, "附:")
}
