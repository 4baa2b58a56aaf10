//! Groups of like answers: two of each side by side, with what they share marked.

use super::People;
use super::people::Named;
use crate::class::likeness::Group;
use crate::class::{Entry, Person};
use crate::report::class::words::{Words, percent};
use crate::report::marked::visible;
use crate::span::Span;

/// A group.
pub(in crate::report::class) struct Alike {
    pub people: Vec<Named>,
    pub similarity: String,
    pub sides: Vec<Side>,
}

/// One answer of the pair.
pub(in crate::report::class) struct Side {
    pub who: Named,
    pub pieces: Vec<Piece>,
}

/// A piece of an answer.
pub(in crate::report::class) struct Piece {
    pub text: String,
    pub is_shared: bool,
}

/// People of a group that are named.
const PEOPLE_MAX: usize = 30;
/// Characters of a piece that is not shared, from either end: what was copied is what one came to see.
const CONTEXT_CHARS: usize = 60;

pub(super) fn alike<'a>(
    group: &Group,
    entry: &dyn Fn(usize) -> Option<&'a Entry>,
    people: &People<'_>,
    words: Words,
) -> Alike {
    let named = |number: usize| {
        let candidate = entry(number).map(|entry| entry.candidate.clone()).unwrap_or_default();
        people.named(&Person { entry: number, candidate })
    };
    let side = |number: usize, spans: Vec<Span>| {
        let answer = entry(number).map(|entry| entry.answer.as_str()).unwrap_or_default();
        Side { who: named(number), pieces: pieces(answer, spans, words) }
    };
    let sides = vec![
        side(group.pair.0, group.passages.iter().map(|passage| passage.one).collect()),
        side(group.pair.1, group.passages.iter().map(|passage| passage.other).collect()),
    ];
    let people = group.entries.iter().take(PEOPLE_MAX).map(|number| named(*number)).collect();
    Alike { people, similarity: percent(group.similarity), sides }
}

/// An answer in pieces; spans may overlap and come in any order.
fn pieces(answer: &str, mut spans: Vec<Span>, words: Words) -> Vec<Piece> {
    spans.sort_unstable();
    let mut pieces = Vec::new();
    let mut at = 0;
    let mut push = |start: usize, end: usize, is_shared: bool| {
        let text = visible(Span { start, end }.quote(answer));
        if !text.is_empty() {
            let text = if is_shared { text } else { context(&text, words) };
            pieces.push(Piece { text, is_shared });
        }
    };
    for span in spans {
        let start = span.start.max(at);
        push(at, start, false);
        push(start, span.end.max(start), true);
        at = at.max(span.end);
    }
    push(at, answer.len(), false);
    pieces
}

/// The two ends of a piece, where it is long.
fn context(text: &str, words: Words) -> String {
    let count = text.chars().count();
    if count <= 2 * CONTEXT_CHARS {
        return text.to_owned();
    }
    let first: String = text.chars().take(CONTEXT_CHARS).collect();
    let last: String = text.chars().skip(count - CONTEXT_CHARS).collect();
    let left = count - 2 * CONTEXT_CHARS;
    format!("{first}……（{}{left}{}）……{last}", words.pick("略 ", ""), words.pick(" 字", " characters left out"))
}
