//! What nearly said a keypoint: passages that earned part of it, and passages of answers that just missed it. They are
//! what a class can be shown.

use super::{Best, Entry, Person};
use crate::feedback::{Coverage, Evidence, EvidenceReason, FlagCode, KeypointFeedback};
use crate::grading::award;
use crate::points::Points;
use crate::rubric::{Rubric, WHOLE};
use crate::span::Span;
use crate::text::{Text, excerpt};

/// A passage that nearly said a keypoint.
#[derive(Debug, Clone, PartialEq)]
pub struct NearMiss {
    /// Who wrote it.
    pub person: Person,
    /// The passage, in the candidate's words.
    pub passage: String,
    /// Marks that it earned.
    pub points: Points,
    /// The measured share of the keypoint that it says, in thousandths.
    pub similarity: u32,
}

/// The passages that came nearest to one keypoint.
#[derive(Debug, Clone, PartialEq)]
pub struct Nearest {
    partial: Best<NearMiss>,
    missed: Best<(Person, String)>,
}

/// Passages with part of the marks that are kept; a few more than are shown, since some say the same.
const PARTIAL_MAX: usize = 16;
/// Answers without marks that are kept whole until their nearest clause is looked for.
const MISSED_MAX: usize = 6;
/// Passages with part of the marks that are shown.
const PARTIAL_SHOWN: usize = 3;
/// Passages without marks that are shown.
const MISSED_SHOWN: usize = 2;
/// Share of the first step of credit from which a passage without marks came near.
const NEAR_SHARE: f64 = 0.8;
/// Characters of a passage that are shown: three lines on a phone.
const PASSAGE_MAX_CHARS: usize = 60;
/// Characters of an answer that are searched for its nearest clause: more than any exam's longest answer.
const SEARCH_MAX_CHARS: usize = 3000;

// === impl Nearest ===

impl Nearest {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self { partial: Best::new(PARTIAL_MAX), missed: Best::new(MISSED_MAX) }
    }

    /// Looks at what one answer says of the keypoint; `person` says who wrote it.
    pub fn add(&mut self, rubric: &Rubric, entry: &Entry, of: &KeypointFeedback, person: impl FnOnce() -> Person) {
        // What is a list or a copy is nobody's way of putting it.
        let is_own = |code: FlagCode| !matches!(code, FlagCode::KeywordList | FlagCode::CopiedQuestion);
        if !entry.feedback.flags.iter().all(|flag| is_own(flag.code)) {
            return;
        }
        let similarity = thousandths(of.similarity);
        let rank = -i64::from(similarity);
        match of.coverage {
            Coverage::Partial => {
                // A guess at what was meant shows nobody how near the words came.
                let said = of.evidence.iter().filter(|evidence| evidence.reason != EvidenceReason::LikelyMeaning);
                let longest = said.max_by_key(|evidence| evidence.quote.len());
                if let Some(Evidence { span, .. }) = longest {
                    self.partial.offer(rank, || NearMiss {
                        person: person(),
                        passage: passage(&entry.answer, *span),
                        points: of.points,
                        similarity,
                    });
                }
            }
            Coverage::Missed if similarity >= near(rubric) => {
                self.missed.offer(rank, || (person(), entry.answer.chars().take(SEARCH_MAX_CHARS).collect()));
            }
            _ => {}
        }
    }

    /// The nearest passages to the keypoint at `index` of the rubric, no two alike and no two of one candidate: those
    /// with part of the marks, then those without.
    #[must_use]
    pub fn passages(&self, rubric: &Rubric, index: usize) -> Vec<NearMiss> {
        let mut shown: Vec<NearMiss> = Vec::new();
        let is_new = |shown: &[NearMiss], of: &NearMiss| {
            shown.iter().all(|other| other.passage != of.passage && other.person.candidate.id != of.person.candidate.id)
        };
        for of in self.partial.iter() {
            if shown.len() < PARTIAL_SHOWN && is_new(&shown, of) {
                shown.push(of.clone());
            }
        }
        let limit = shown.len() + MISSED_SHOWN;
        for (person, answer) in self.missed.iter() {
            if shown.len() == limit {
                break;
            }
            if let Some((passage, similarity)) = nearest_clause(rubric, index, answer) {
                let of = NearMiss { person: person.clone(), passage, points: Points::ZERO, similarity };
                if is_new(&shown, &of) {
                    shown.push(of);
                }
            }
        }
        shown
    }
}

impl Default for Nearest {
    fn default() -> Self {
        Self::new()
    }
}

/// The clause of an answer that by itself comes nearest to a keypoint, and how near.
fn nearest_clause(rubric: &Rubric, index: usize, answer: &str) -> Option<(String, u32)> {
    let text = Text::new(answer);
    let clauses = text.clauses().iter().map(|clause| text.quote(clause.start, clause.end));
    let near = clauses.filter_map(|clause| Some((clause, award(rubric, &Text::new(clause)).get(index)?.similarity)));
    // Of equals the first.
    let (clause, similarity) = near.reduce(|best, next| if next.1 > best.1 { next } else { best })?;
    (similarity >= self::near(rubric)).then(|| (excerpt(clause, PASSAGE_MAX_CHARS), similarity))
}

/// The similarity from which a passage without marks came near, in thousandths.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of 0 to 1")]
fn near(rubric: &Rubric) -> u32 {
    let first = rubric.credit.first().map_or(WHOLE, |step| step.similarity);
    (f64::from(first) * NEAR_SHARE).round() as u32
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of 0 to 1")]
fn thousandths(share: f64) -> u32 {
    (share.clamp(0.0, 1.0) * f64::from(WHOLE)).round() as u32
}

/// The sentence around a passage, or its clause where the sentence is too long.
fn passage(answer: &str, span: Span) -> String {
    let sentence = |c: char| "。！？；!?;\n\r".contains(c);
    let clause = |c: char| sentence(c) || "，,：:".contains(c);
    let whole = around(answer, span, sentence);
    if whole.chars().count() <= PASSAGE_MAX_CHARS {
        whole.to_owned()
    } else {
        excerpt(around(answer, span, clause), PASSAGE_MAX_CHARS)
    }
}

fn around(answer: &str, span: Span, is_end: impl Fn(char) -> bool + Copy) -> &str {
    let before = answer.get(..span.start).unwrap_or_default();
    let start = before.char_indices().rev().find(|(_, c)| is_end(*c)).map_or(0, |(at, c)| at + c.len_utf8());
    let after = answer.get(span.end..).unwrap_or_default();
    let end = after.find(is_end).map_or(answer.len(), |at| span.end + at);
    answer.get(start..end).unwrap_or_default().trim()
}
