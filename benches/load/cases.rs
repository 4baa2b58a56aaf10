//! What is asked of the servers.

use std::sync::Arc;

use prost::Message;
use yuejuan::feedback::{Feedback, Language};
use yuejuan::grading::{Submission, grade};
use yuejuan::rubric::{Rubric, shipped, shipped_ids};
use yuejuan::wire::pb::grade_request::RubricSource;
use yuejuan::wire::pb::grade_stream_request::RubricSource as StreamRubricSource;
use yuejuan::wire::{feedback_into_pb, pb};

use super::Failure;

/// One request of the bench.
pub struct Case {
    pub rubric: Arc<Rubric>,
    pub text: String,
}

/// The marked answers of the corpus, each with its rubric: texts as they come, so that no cache or branch predictor
/// learns a single one by heart, neither in the servers nor in the grading they are held against.
pub fn cases() -> Result<Vec<Case>, Failure> {
    let mut cases = Vec::new();
    for id in shipped_ids() {
        let rubric = shipped(id).ok_or("a shipped rubric is not valid")?;
        let path = format!("{}/corpus/answers/{id}.jsonl", env!("CARGO_MANIFEST_DIR"));
        for line in std::fs::read_to_string(path)?.lines() {
            let answer: serde_json::Value = serde_json::from_str(line)?;
            let text = answer["text"].as_str().ok_or("an answer has no text")?.to_owned();
            cases.push(Case { rubric: Arc::clone(&rubric), text });
        }
    }
    Ok(cases)
}

// === impl Case ===

impl Case {
    pub fn grade(&self) -> Feedback {
        grade(&self.rubric, &Submission { id: "bench-1", text: &self.text, language: Language::Chinese })
    }

    /// What the real server answers; `flat`: one string of the same size instead, which costs an echo the least.
    pub fn response(&self, flat: bool) -> pb::GradeResponse {
        let feedback = feedback_into_pb(self.grade(), &self.text);
        let size = feedback.encoded_len();
        let flattened = || pb::Feedback { summary: "x".repeat(size.saturating_sub(3)), ..pb::Feedback::default() };
        pb::GradeResponse { feedback: Some(if flat { flattened() } else { feedback }) }
    }

    pub fn unary_request(&self) -> pb::GradeRequest {
        let rubric_source = Some(RubricSource::RubricId(self.rubric.id.clone()));
        pb::GradeRequest { submission: self.submission(), rubric_source, language: 0, reading: 0 }
    }

    pub fn stream_request(&self) -> pb::GradeStreamRequest {
        let rubric_source = Some(StreamRubricSource::RubricId(self.rubric.id.clone()));
        pb::GradeStreamRequest { submission: self.submission(), rubric_source, language: 0, reading: 0 }
    }

    fn submission(&self) -> Option<pb::Submission> {
        Some(pb::Submission { submission_id: "bench-1".to_owned(), text: self.text.clone() })
    }
}
