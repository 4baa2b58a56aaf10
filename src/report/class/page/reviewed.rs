//! What people decided on a question's answers, on the page.

use super::People;
use super::people::Named;
use crate::class::{ReviewedAnswer, Statistics};
use crate::feedback::Language;
use crate::report::class::words::{Words, figure};
use crate::report::marked::visible;

/// The reviewed answers of a question.
pub(in crate::report::class) struct Reviewed {
    /// How many there are, and what came of it.
    pub says: String,
    pub lines: Vec<ReviewedLine>,
    pub more: usize,
}

/// A reviewed answer.
pub(in crate::report::class) struct ReviewedLine {
    pub who: Named,
    pub engine: String,
    pub score: String,
    pub note: String,
}

pub(super) fn reviewed(question: &Statistics<'_>, people: &People<'_>, words: Words) -> Option<Reviewed> {
    let reviews = &question.reviews;
    if reviews.answers == 0 {
        return None;
    }
    let mean = |mean: Option<f64>| figure(mean.unwrap_or_default() / 100.0, 2);
    let (before, after) = (mean(reviews.engine.mean()), mean(question.scores.mean()));
    let (answers, changed) = (reviews.answers, reviews.changed);
    let says = match words.0 {
        Language::Chinese => format!(
            "复核了 {answers} 份，改分 {changed} 份，均分由 {before} 变为 {after}。上面的得分、分布和及格率用的是复核分；\
             各采分点、条理、字数等仍是程序判的。"
        ),
        Language::English => format!(
            "{answers} answers were reviewed and {changed} of them changed; the mean went from {before} to {after}. Scores \
             above are the reviewed ones; keypoints, structure, length and the like are as the engine found them."
        ),
    };
    let line = |of: &ReviewedAnswer| ReviewedLine {
        who: people.named(&of.person),
        engine: of.engine.to_string(),
        score: of.score.to_string(),
        note: visible(of.note.trim()),
    };
    let lines: Vec<ReviewedLine> = reviews.listed.iter().map(line).collect();
    Some(Reviewed { says, more: reviews.listed.offered().saturating_sub(lines.len()), lines })
}
