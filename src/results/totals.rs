//! How many answers were marked and what they got, question by question.

use crate::points::Points;

/// Sums over the answers to each question, in the order in which questions first come up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Totals {
    questions: Vec<QuestionTotals>,
}

/// Sums over the answers to one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionTotals {
    /// The question's id; empty where the input does not say.
    pub question_id: String,
    /// The rubric's id.
    pub rubric_id: String,
    /// Answers.
    pub answers: u64,
    /// The sum of their scores.
    pub score: Points,
    /// The ceiling of one score.
    pub max_score: Points,
}

// === impl Totals ===

impl Totals {
    /// Adds an answer's score.
    pub fn add(&mut self, question_id: &str, rubric_id: &str, score: Points, max_score: Points) {
        let is_same =
            |question: &&mut QuestionTotals| question.question_id == question_id && question.rubric_id == rubric_id;
        if let Some(question) = self.questions.iter_mut().find(is_same) {
            question.answers += 1;
            question.score += score;
        } else {
            let (question_id, rubric_id) = (question_id.to_owned(), rubric_id.to_owned());
            self.questions.push(QuestionTotals { question_id, rubric_id, answers: 1, score, max_score });
        }
    }

    /// The questions.
    #[must_use]
    pub fn questions(&self) -> &[QuestionTotals] {
        &self.questions
    }

    /// All answers.
    #[must_use]
    pub fn answers(&self) -> u64 {
        self.questions.iter().map(|question| question.answers).sum()
    }
}

// === impl QuestionTotals ===

impl QuestionTotals {
    /// The mean score in marks.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
    pub fn mean(&self) -> f64 {
        self.score.as_f64() / self.answers.max(1) as f64
    }
}
