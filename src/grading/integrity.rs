//! What a person should look at: lists of keywords, copies, repetitions, text for the marker, close calls.
//! Flags are worth no points by themselves.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::coverage::Finding;
use super::messages::Messages;
use super::scan::Reading;
use crate::feedback::{Evidence, EvidenceReason, Flag, FlagCode, KeypointFeedback};
use crate::lexicon::{Role, Word, lexicon};
use crate::rubric::Rubric;
use crate::text::Text;
use crate::text::fold::{is_han, is_word};

/// Characters up to which a stretch between separators is a bare label.
const LABEL_MAX_CHARS: usize = 8;
/// Labels in a row, parted by one and the same mark, that make a list of keywords: official prose puts three or
/// four phrases side by side.
const LABELS_MIN: usize = 6;
/// Characters of a stretch without any separator or function word that make a list of keywords.
const UNBROKEN_MIN_CHARS: usize = 30;
/// Share of the answer that a list, or a copy of the question, takes up when it is worth a flag.
const NOTABLE_SHARE: f64 = 0.3;
/// Share of the answer that stands in a reference when it is nearly a copy.
const COPY_SHARE: f64 = 0.8;
/// The shortest clause whose repetition is worth a flag, in characters.
const REPEATED_MIN_CHARS: usize = 8;
/// How near a step's threshold a similarity is a close call, in thousandths.
const CLOSE_CALL: u32 = 30;

/// A stretch between separators of any kind. Positions are of the folded view.
#[derive(Debug, Clone, Copy)]
struct Stretch {
    start: usize,
    end: usize,
    /// What parts it from the stretch before.
    separator: char,
    /// Whether it has no word that makes a statement of it.
    bare: bool,
}

// === impl Stretch ===

impl Stretch {
    fn len(&self) -> usize {
        self.end - self.start
    }

    fn is_label(&self) -> bool {
        self.bare && self.len() <= LABEL_MAX_CHARS
    }

    /// Whether it goes on with a list that `run` is: lists part their labels by one and the same mark.
    fn continues(&self, run: &[Self]) -> bool {
        let listing = matches!(self.separator, '、' | ',' | ' ' | '\n' | '/' | ';');
        self.is_label() && listing && run.get(1).is_none_or(|second| second.separator == self.separator)
    }
}

/// Stretches that are bare lists of keywords, in order.
pub fn keyword_lists(text: &Text<'_>, words: &[Word]) -> Vec<(usize, usize)> {
    let stretches = stretches(text, words);
    let mut lists = Vec::new();
    let mut at = 0;
    while let Some(first) = stretches.get(at) {
        let mut run = 1;
        while first.is_label()
            && let (Some(next), Some(so_far)) = (stretches.get(at + run), stretches.get(at..at + run))
            && next.continues(so_far)
        {
            run += 1;
        }
        let unbroken = first.bare && first.len() >= UNBROKEN_MIN_CHARS;
        if let Some(last) = stretches.get(at + run - 1).filter(|_| run >= LABELS_MIN || unbroken) {
            lists.push((first.start, last.end));
        }
        at += run;
    }
    lists
}

/// Stretches between separators of any kind: punctuation, 、, line breaks, blanks, markers.
fn stretches(text: &Text<'_>, words: &[Word]) -> Vec<Stretch> {
    let chars = text.folded().chars();
    let mut stretches = Vec::with_capacity(text.clauses().len() * 2);
    let mut buffer = String::new();
    let mut push = |start: usize, end: usize| {
        if start < end {
            let before = start.checked_sub(1).and_then(|before| chars.get(before)).copied().unwrap_or_default();
            let separator = if is_han(before) || is_word(before) { ' ' } else { before };
            let bare = is_bare(text, words, start, end, &mut buffer);
            stretches.push(Stretch { start, end, separator, bare });
        }
    };
    for clause in text.clauses() {
        let mut start = clause.start;
        for at in clause.start..clause.end {
            let parts = chars.get(at).is_some_and(|c| !is_han(*c) && !is_word(*c));
            if parts || (at > start && text.folded().gap_before(at)) {
                push(start, at);
                start = if parts { at + 1 } else { at };
            }
        }
        push(start, clause.end);
    }
    stretches
}

/// Whether a stretch of a length that matters has no word that makes a statement of it.
fn is_bare(text: &Text<'_>, words: &[Word], start: usize, end: usize, buffer: &mut String) -> bool {
    if (LABEL_MAX_CHARS + 1..UNBROKEN_MIN_CHARS).contains(&(end - start)) {
        return false;
    }
    let from = words.partition_point(|word| word.start < start);
    let mut stated = words.iter().skip(from).take_while(|word| word.end <= end);
    if stated.any(|word| matches!(word.role, Role::Not | Role::Turn)) {
        return false;
    }
    let chars = text.folded().chars();
    let terms = text.terms();
    let first = terms.partition_point(|term| term.start < start);
    terms.iter().skip(first).take_while(|term| term.end <= end).all(|term| {
        buffer.clear();
        buffer.extend(chars.get(term.start..term.end).unwrap_or_default());
        !lexicon().is_stopword(buffer)
    })
}

/// All flags of an answer.
pub fn flags(
    rubric: &Rubric,
    reading: &Reading<'_>,
    findings: &[Finding],
    keypoints: &[KeypointFeedback],
    messages: Messages,
) -> Vec<Flag> {
    let text = reading.text;
    let letters = text.counts().nonblank.max(1);
    let share = |stretches: &[(usize, usize)]| {
        #[expect(clippy::cast_precision_loss, reason = "lengths are far below 2^53")]
        let share = stretches.iter().map(|(start, end)| end - start).sum::<usize>() as f64 / letters as f64;
        share
    };
    let mut flags = Vec::new();
    let mut flag = |code, stretches: &[(usize, usize)]| {
        let evidence = stretches.iter().map(|(start, end)| passage(text, *start, *end)).collect();
        flags.push(Flag { code, keypoint_id: String::new(), message: messages.flag(code).to_owned(), evidence });
    };
    if share(&reading.lists) >= NOTABLE_SHARE && rubric.compiled.elaborate.iter().any(|elaborate| *elaborate) {
        flag(FlagCode::KeywordList, &reading.lists);
    }
    if share(&reading.copied) >= NOTABLE_SHARE {
        flag(FlagCode::CopiedQuestion, &reading.copied);
    }
    let repeated = repeated_clauses(text);
    if !repeated.is_empty() {
        flag(FlagCode::RepeatedPassage, &repeated);
    }
    let shared = rubric.compiled.references.shared(text);
    if share(&shared) >= COPY_SHARE {
        flag(FlagCode::NearReference, &shared);
    }
    let addressed: Vec<(usize, usize)> =
        reading.words.iter().filter(|word| word.role == Role::Marker).map(|word| (word.start, word.end)).collect();
    if !addressed.is_empty() {
        flag(FlagCode::AddressesMarker, &addressed);
    }
    flags.extend(close_calls(rubric, findings, keypoints, messages));
    flags
}

/// Clauses that say again what an earlier one said to the letter.
pub fn repeated_clauses(text: &Text<'_>) -> Vec<(usize, usize)> {
    let chars = text.folded().chars();
    let mut seen: HashMap<&[char], usize, FixedState> = HashMap::default();
    let mut repeated = Vec::new();
    for clause in text.clauses().iter().filter(|clause| clause.len() >= REPEATED_MIN_CHARS) {
        let Some(words) = chars.get(clause.start..clause.end) else { continue };
        let times = seen.entry(words).or_default();
        *times += 1;
        if *times > 1 {
            repeated.push((clause.start, clause.end));
        }
    }
    repeated
}

/// Keypoints that a word more or less would have put on another step.
fn close_calls(rubric: &Rubric, findings: &[Finding], keypoints: &[KeypointFeedback], messages: Messages) -> Vec<Flag> {
    let near = |similarity: u32| rubric.credit.iter().any(|step| similarity.abs_diff(step.similarity) <= CLOSE_CALL);
    let mut flags = Vec::new();
    for (keypoint, finding) in keypoints.iter().zip(findings) {
        let similarity = finding.said.first().map_or(finding.closest.0, |candidate| candidate.similarity);
        if near(similarity) {
            flags.push(Flag {
                code: FlagCode::Borderline,
                keypoint_id: keypoint.keypoint_id.clone(),
                message: messages.flag(FlagCode::Borderline).to_owned(),
                evidence: keypoint.evidence.clone(),
            });
        }
    }
    flags
}

/// A passage as evidence for a flag or a rule.
pub fn passage(text: &Text<'_>, start: usize, end: usize) -> Evidence {
    Evidence { span: text.span(start, end), quote: text.quote(start, end).to_owned(), reason: EvidenceReason::Rule }
}
