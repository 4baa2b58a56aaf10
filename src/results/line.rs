//! A line of `results.jsonl`: the canonical JSON of the feedback, and beside it who wrote what and what humans gave.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::class::{Candidate, Entry, HumanMarks};
use crate::points::Points;
use crate::wire::{BadFeedback, feedback_from_json, feedback_json};

/// Why a line cannot be read back. Never quotes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LineError {
    /// It is no line of results.
    #[error("not a line of results; mark the answers again")]
    NoResult,
    /// Its feedback is not one on its answer.
    #[error(transparent)]
    Feedback(#[from] BadFeedback),
}

/// What stands beside the feedback. The order of the fields is that of the line.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Beside {
    place: String,
    candidate: WhoLine,
    question_id: String,
    answer: String,
    human: HumanLine,
}

/// What a first look at a line tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brief {
    /// The question's id.
    pub question_id: String,
    /// The id of the rubric that marked it.
    pub rubric_id: String,
    /// Its revision.
    pub rubric_revision: String,
    /// Whether a human gave a score.
    pub human: bool,
    /// Whether a second human did.
    pub second_human: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct BriefLine {
    question_id: String,
    rubric_id: String,
    rubric_revision: String,
    human: HumanLine,
}

#[derive(Serialize, Deserialize)]
struct WhoLine {
    id: String,
    name: String,
    number: String,
    class: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct HumanLine {
    score: Option<f64>,
    second_score: Option<f64>,
    keypoints: BTreeMap<String, f64>,
}

/// An entry as a line, without its line break.
#[must_use]
pub fn write_line(entry: &Entry) -> String {
    // What a person decided stands in a file of its own, so that results stay as they were written.
    let Entry { place, candidate, question_id, answer, human, feedback, review: _ } = entry;
    let Candidate { id, name, number, class } = candidate.clone();
    let HumanMarks { score, second_score, keypoints } = human;
    let beside = Beside {
        place: place.clone(),
        candidate: WhoLine { id, name, number, class },
        question_id: question_id.clone(),
        answer: answer.clone(),
        human: HumanLine {
            score: score.map(Points::as_f64),
            second_score: second_score.map(Points::as_f64),
            keypoints: keypoints.iter().map(|(id, points)| (id.clone(), points.as_f64())).collect(),
        },
    };
    let mut line = feedback_json(feedback, answer);
    // Neither object is ever empty, and texts, numbers and lists of them can always be written.
    let beside = serde_json::to_string(&beside).unwrap_or_default();
    line.pop();
    line.push(',');
    line.push_str(beside.strip_prefix('{').unwrap_or_default());
    line
}

/// The entry on a line.
///
/// # Errors
///
/// Where it is no line that [`write_line`] wrote.
pub fn read_line(line: &str) -> Result<Entry, LineError> {
    let Beside { place, candidate, question_id, answer, human } =
        serde_json::from_str(line).map_err(|_| LineError::NoResult)?;
    let WhoLine { id, name, number, class } = candidate;
    let HumanLine { score, second_score, keypoints } = human;
    let points = |marks| Points::from_f64(marks).ok_or(LineError::NoResult);
    let human = HumanMarks {
        score: score.map(points).transpose()?,
        second_score: second_score.map(points).transpose()?,
        keypoints: keypoints
            .into_iter()
            .map(|(id, marks)| Ok((id, points(marks)?)))
            .collect::<Result<_, LineError>>()?,
    };
    let feedback = feedback_from_json(line, &answer)?;
    let candidate = Candidate { id, name, number, class };
    Ok(Entry { place, candidate, question_id, answer, human, feedback, review: None })
}

/// What a first look at a line tells, without reading its feedback.
///
/// # Errors
///
/// Where it is no line that [`write_line`] wrote.
pub fn read_brief(line: &str) -> Result<Brief, LineError> {
    let BriefLine { question_id, rubric_id, rubric_revision, human } =
        serde_json::from_str(line).map_err(|_| LineError::NoResult)?;
    Ok(Brief {
        question_id,
        rubric_id,
        rubric_revision,
        human: human.score.is_some(),
        second_human: human.second_score.is_some(),
    })
}
