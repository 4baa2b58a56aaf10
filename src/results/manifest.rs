//! `run.json`: what was run, so that a run is gone on with only where it is the same, and so that marks can be traced.
//! Holds no time: the same run leaves the same file.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::Totals;
use crate::feedback::Language;
use crate::grading::ENGINE_VERSION;

/// What was run, and how far it came. The order of the fields is that of the file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Manifest {
    /// Version of the engine.
    pub engine_version: String,
    /// Language of the messages.
    pub language: String,
    /// The rubrics that were named; none where rows name shipped ones.
    pub rubrics: Vec<QuestionRubric>,
    /// What was read, as it was named.
    pub inputs: Vec<Input>,
    /// Columns that were named by hand, as `field=header`.
    pub columns: Vec<String>,
    /// Whether it came to its end.
    pub finished: bool,
    /// What came of it; zero until it is finished.
    pub counts: Counts,
}

/// A rubric and the question that it is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct QuestionRubric {
    /// The question's id; empty where the rubric is for all answers.
    pub question: String,
    /// The rubric's id.
    pub id: String,
    /// Its revision.
    pub revision: String,
}

/// A file, or the files of a folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// The path as it was named.
    pub path: String,
    /// How many files it is.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// SHA-256 of their names and contents, in hexadecimal digits.
    pub sha256: String,
}

/// What came of a run.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    /// Answers that were marked.
    pub answers: u64,
    /// Rows and files that could not be read.
    pub problems: u64,
    /// Question by question.
    pub questions: Vec<QuestionCount>,
}

/// What came of one question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct QuestionCount {
    question: String,
    rubric: String,
    answers: u64,
    mean: f64,
    max_score: f64,
}

// === impl Manifest ===

impl Manifest {
    /// Of a run that begins.
    #[must_use]
    pub fn new(language: &str, rubrics: Vec<QuestionRubric>, inputs: Vec<Input>, columns: Vec<String>) -> Self {
        let (engine_version, language) = (ENGINE_VERSION.to_owned(), language.to_owned());
        Self { engine_version, language, rubrics, inputs, columns, finished: false, counts: Counts::default() }
    }

    /// What the reports on it are called after: the first file or folder that was read.
    #[must_use]
    pub fn title(&self) -> String {
        let path = self.inputs.first().map(|input| Path::new(&input.path));
        path.and_then(Path::file_stem).unwrap_or_default().to_string_lossy().into_owned()
    }

    /// The language of the messages.
    #[must_use]
    pub fn language(&self) -> Language {
        if self.language == Language::English.code() { Language::English } else { Language::Chinese }
    }

    /// The first thing in which another run is not the same, with what to do about it.
    #[must_use]
    pub fn difference(&self, now: &Self) -> Option<String> {
        if self.engine_version != now.engine_version {
            return Some(format!("it was marked by version {}, this is {}", self.engine_version, now.engine_version));
        }
        if self.language != now.language {
            return Some(format!("its messages are in {}, and now {} is asked for", self.language, now.language));
        }
        if self.columns != now.columns {
            return Some("its columns were named another way".to_owned());
        }
        if self.rubrics.len() != now.rubrics.len() {
            return Some("it has other rubrics".to_owned());
        }
        let changed = self.rubrics.iter().zip(&now.rubrics).find(|(then, now)| then != now);
        if let Some((then, now)) = changed {
            let is_changed = then.id == now.id && then.question == now.question;
            return Some(if is_changed {
                format!("the rubric {} has changed since", then.id)
            } else {
                format!("it has the rubric {} where now {} is named", then.id, now.id)
            });
        }
        let paths = |manifest: &Self| manifest.inputs.iter().map(|input| input.path.clone()).collect::<Vec<_>>();
        if paths(self) != paths(now) {
            return Some(format!("it read {}", paths(self).join(" ")));
        }
        let changed = self.inputs.iter().zip(&now.inputs).find(|(then, now)| then != now);
        changed.map(|(then, _)| format!("{} has changed since", then.path))
    }

    /// The same, finished.
    #[must_use]
    pub fn finished(&self, totals: &Totals, problems: u64) -> Self {
        let questions = totals.questions().iter().map(|question| QuestionCount {
            question: question.question_id.clone(),
            rubric: question.rubric_id.clone(),
            answers: question.answers,
            mean: (question.mean() * 100.0).round() / 100.0,
            max_score: question.max_score.as_f64(),
        });
        let counts = Counts { answers: totals.answers(), problems, questions: questions.collect() };
        Self { finished: true, counts, ..self.clone() }
    }
}
