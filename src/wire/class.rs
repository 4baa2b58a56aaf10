//! Results of a class, and what could not be read of it → wire.

use super::feedback::feedback_into_pb;
use super::{count, pb};
use crate::class::{Candidate, Entry, HumanMarks};
use crate::intake::Told;
use crate::points::Points;

/// The message for a result with its number, from 1.
#[must_use]
pub fn result_into_pb(number: u64, entry: Entry) -> pb::JobResult {
    let Entry { place, candidate, question_id, answer, human, feedback, review: _ } = entry;
    let Candidate { id, name, number: student, class } = candidate;
    let HumanMarks { score, second_score, keypoints } = human;
    let feedback = feedback_into_pb(feedback, &answer);
    pb::JobResult {
        number: u32::try_from(number).unwrap_or(u32::MAX),
        place,
        candidate: Some(pb::JobCandidate { candidate_id: id, name, number: student, class_name: class }),
        question_id,
        answer,
        feedback: Some(feedback),
        human: Some(pb::HumanMarks {
            score: score.map(Points::as_f64),
            second_score: second_score.map(Points::as_f64),
            keypoint_points: keypoints.into_iter().map(|(id, points)| (id, points.as_f64())).collect(),
        }),
    }
}

/// The message for what could not be read or marked.
#[must_use]
pub fn unread_into_pb(problem: Told) -> pb::JobProblem {
    let Told { place, row, column, reason } = problem;
    pb::JobProblem { place, row: count(row.unwrap_or_default()), column, reason }
}
