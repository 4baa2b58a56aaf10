//! `reviewed.jsonl`: what a person decided on answers that the engine marked, in the order of the sheet that they filled in.
//! Never changes the results.

use serde::{Deserialize, Serialize};

/// A person's decision on one answer. The order of the fields is that of the line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Reviewed {
    /// Where the answer came from, as in the results.
    pub place: String,
    /// The submission's id.
    pub id: String,
    /// The question's id; empty where the input does not say.
    pub question: String,
    /// Revision of the rubric that the engine's score is by.
    pub rubric_revision: String,
    /// The engine's score in marks.
    pub engine_score: f64,
    /// The person's score in marks, 0 to the ceiling of the score.
    pub reviewed_score: f64,
    /// Why, in the person's words; may be empty.
    pub note: String,
}
