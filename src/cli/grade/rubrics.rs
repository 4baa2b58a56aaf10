//! Which rubric marks which question. Knows how rubrics are named on the command line.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use crate::cli::outcome::UsageError;
use crate::cli::rubric::resolve;
use crate::intake::{Answer, question_key};
use crate::rubric::{Rubric, shipped, shipped_ids};

/// The rubrics of a run.
#[derive(Debug)]
pub(super) enum Rubrics {
    /// One for all answers.
    One(Arc<Rubric>),
    /// One a question.
    Questions(Vec<(String, Arc<Rubric>)>),
    /// Shipped ones, by the id that each row gives as its question.
    Shipped,
}

/// Finds the rubric of each answer, in their order.
pub(super) struct Finder<'r> {
    rubrics: &'r Rubrics,
    /// The one question that is answered, where one rubric is for all.
    question: Option<String>,
    shipped: HashMap<String, Option<Arc<Rubric>>>,
}

// === impl Rubrics ===

impl Rubrics {
    /// From `--rubric` as often as it is given: `RUBRIC`, or `QUESTION=RUBRIC`.
    ///
    /// # Errors
    ///
    /// Where a rubric cannot be used, or two are for one question.
    pub(super) fn new(named: &[String]) -> Result<Self, UsageError> {
        let mut questions: Vec<(String, Arc<Rubric>)> = Vec::new();
        for name in named {
            let (question, rubric) = match name.split_once('=').filter(|_| !Path::new(name).exists()) {
                Some((question, rubric)) => (question.trim().to_owned(), resolve(rubric)?),
                None if named.len() == 1 => return Ok(Self::One(resolve(name)?)),
                None => {
                    let rubric = resolve(name)?;
                    (rubric.id.clone(), rubric)
                }
            };
            if questions.iter().any(|(other, _)| question_key(other) == question_key(&question)) {
                return Err(UsageError(format!("two rubrics for question {question}; name one")));
            }
            questions.push((question, rubric));
        }
        Ok(if questions.is_empty() { Self::Shipped } else { Self::Questions(questions) })
    }

    /// The ids of questions that may head a column.
    pub(super) fn question_ids(&self) -> Vec<String> {
        match self {
            Self::One(_) => Vec::new(),
            Self::Questions(questions) => questions.iter().map(|(id, _)| id.clone()).collect(),
            Self::Shipped => shipped_ids().into_iter().map(str::to_owned).collect(),
        }
    }

    /// Those that are known beforehand, with their questions; the question is empty where one is for all.
    pub(super) fn known(&self) -> Vec<(String, Arc<Rubric>)> {
        match self {
            Self::One(rubric) => vec![(String::new(), Arc::clone(rubric))],
            Self::Questions(questions) => questions.clone(),
            Self::Shipped => Vec::new(),
        }
    }

    pub(super) fn finder(&self) -> Finder<'_> {
        Finder { rubrics: self, question: None, shipped: HashMap::new() }
    }
}

// === impl Finder ===

impl Finder<'_> {
    /// The rubric that an answer is marked by, or why there is none.
    pub(super) fn of(&mut self, answer: &Answer) -> Result<Arc<Rubric>, &'static str> {
        let id = &answer.question_id;
        match self.rubrics {
            Rubrics::One(rubric) => {
                if self.question.get_or_insert_with(|| question_key(id)) == &question_key(id) {
                    Ok(Arc::clone(rubric))
                } else {
                    Err(
                        "another question than that of the answers before, and one rubric is for one question; give each \
                         its own with --rubric QUESTION=RUBRIC",
                    )
                }
            }
            Rubrics::Questions(questions) => {
                let exact = questions.iter().find(|(question, _)| question == id);
                let alike = || questions.iter().find(|(question, _)| question_key(question) == question_key(id));
                // Where one question is asked, answers need not say so.
                let only = || questions.first().filter(|_| questions.len() == 1 && id.is_empty());
                let found = exact.or_else(alike).or_else(only).map(|(_, rubric)| Arc::clone(rubric));
                found.ok_or("no rubric is given for this question; add --rubric QUESTION=RUBRIC")
            }
            Rubrics::Shipped => {
                let found = self.shipped.entry(id.clone()).or_insert_with(|| shipped(id)).clone();
                found.ok_or("its question is not the id of a shipped rubric; name the rubric with --rubric")
            }
        }
    }
}
