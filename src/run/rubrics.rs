//! Which rubric marks which question. Knows nothing of how rubrics are named or where they come from.

use std::collections::HashMap;
use std::sync::Arc;

use crate::intake::{Answer, Reason, question_key};
use crate::rubric::{Rubric, shipped, shipped_ids};

/// The rubrics of a run.
#[derive(Debug, Clone)]
pub enum Rubrics {
    /// One for all answers.
    One(Arc<Rubric>),
    /// One a question.
    Questions(Vec<(String, Arc<Rubric>)>),
    /// Shipped ones, by the id that each row gives as its question.
    Shipped,
}

/// Two rubrics are for one question, whose id this is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("two rubrics for question {0}; name one")]
pub struct TwoRubrics(pub String);

/// Finds the rubric of each answer, in their order.
pub(super) struct Finder<'r> {
    rubrics: &'r Rubrics,
    /// The one question that is answered, where one rubric is for all.
    question: Option<String>,
    shipped: HashMap<String, Option<Arc<Rubric>>>,
}

// === impl Rubrics ===

impl Rubrics {
    /// From rubrics and the questions that they are for. A single one for no question is for all answers; of several,
    /// those for no question are for the one that has the rubric's id.
    ///
    /// # Errors
    ///
    /// Where two are for one question.
    pub fn new(named: Vec<(Option<String>, Arc<Rubric>)>) -> Result<Self, TwoRubrics> {
        if let [(None, rubric)] = named.as_slice() {
            return Ok(Self::One(Arc::clone(rubric)));
        }
        let mut questions: Vec<(String, Arc<Rubric>)> = Vec::new();
        for (question, rubric) in named {
            let question = question.unwrap_or_else(|| rubric.id.clone());
            if questions.iter().any(|(other, _)| question_key(other) == question_key(&question)) {
                return Err(TwoRubrics(question));
            }
            questions.push((question, rubric));
        }
        Ok(if questions.is_empty() { Self::Shipped } else { Self::Questions(questions) })
    }

    /// The ids of questions that may head a column.
    #[must_use]
    pub fn question_ids(&self) -> Vec<String> {
        match self {
            Self::One(_) => Vec::new(),
            Self::Questions(questions) => questions.iter().map(|(id, _)| id.clone()).collect(),
            Self::Shipped => shipped_ids().into_iter().map(str::to_owned).collect(),
        }
    }

    /// Those that are known beforehand, with their questions; the question is empty where one is for all.
    #[must_use]
    pub fn known(&self) -> Vec<(String, Arc<Rubric>)> {
        match self {
            Self::One(rubric) => vec![(String::new(), Arc::clone(rubric))],
            Self::Questions(questions) => questions.clone(),
            Self::Shipped => Vec::new(),
        }
    }

    /// All that may have marked an answer.
    #[must_use]
    pub fn all(&self) -> Vec<Arc<Rubric>> {
        match self {
            Self::Shipped => shipped_ids().into_iter().filter_map(shipped).collect(),
            _ => self.known().into_iter().map(|(_, rubric)| rubric).collect(),
        }
    }

    pub(super) fn finder(&self) -> Finder<'_> {
        Finder { rubrics: self, question: None, shipped: HashMap::new() }
    }
}

// === impl Finder ===

impl Finder<'_> {
    /// The rubric that an answer is marked by, or why there is none.
    pub(super) fn of(&mut self, answer: &Answer) -> Result<Arc<Rubric>, Reason> {
        let id = &answer.question_id;
        match self.rubrics {
            Rubrics::One(rubric) => {
                if self.question.get_or_insert_with(|| question_key(id)) == &question_key(id) {
                    Ok(Arc::clone(rubric))
                } else {
                    Err(Reason::AnotherQuestion)
                }
            }
            Rubrics::Questions(questions) => {
                let exact = questions.iter().find(|(question, _)| question == id);
                let alike = || questions.iter().find(|(question, _)| question_key(question) == question_key(id));
                // Where one question is asked, answers need not say so.
                let only = || questions.first().filter(|_| questions.len() == 1 && id.is_empty());
                let found = exact.or_else(alike).or_else(only).map(|(_, rubric)| Arc::clone(rubric));
                found.ok_or(Reason::NoRubric)
            }
            Rubrics::Shipped => {
                let found = self.shipped.entry(id.clone()).or_insert_with(|| shipped(id)).clone();
                found.ok_or(Reason::NoShippedRubric)
            }
        }
    }
}
