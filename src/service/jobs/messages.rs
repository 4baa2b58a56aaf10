//! What is known of a job → its message. It stands here and not in `wire`, which knows nothing of jobs.

use crate::feedback::Language;
use crate::jobs::{Failure, JobState, JobView};
use crate::results::QuestionRubric;
use crate::wire::pb;

/// The message for a job.
pub(super) fn job_into_pb(job: JobView) -> pb::Job {
    let JobView {
        id,
        state,
        title,
        questions,
        language,
        file_name,
        input_bytes,
        created_unix_seconds,
        answers,
        answers_total,
        problems,
        input_bytes_read,
        answers_per_second,
        failure,
    } = job;
    let question = |QuestionRubric { question, id, revision }| pb::JobQuestion {
        question_id: question,
        rubric_id: id,
        rubric_revision: revision,
    };
    let failure = failure.map(|Failure { reason, message }| pb::JobFailure { reason, message });
    pb::Job {
        job_id: id,
        state: state_into_pb(state).into(),
        title,
        questions: questions.into_iter().map(question).collect(),
        language: language_into_pb(language).into(),
        file_name,
        input_bytes: signed(input_bytes),
        create_time_unix_seconds: signed(created_unix_seconds),
        progress: Some(pb::JobProgress {
            answer_count: short(answers),
            answer_total: answers_total.map(short),
            problem_count: short(problems),
            input_bytes_read: signed(input_bytes_read),
            answers_per_second,
        }),
        failure,
    }
}

fn state_into_pb(state: JobState) -> pb::JobState {
    match state {
        JobState::Queued => pb::JobState::Queued,
        JobState::Running => pb::JobState::Running,
        JobState::Succeeded => pb::JobState::Succeeded,
        JobState::Failed => pb::JobState::Failed,
        JobState::Cancelled => pb::JobState::Cancelled,
    }
}

fn language_into_pb(language: Language) -> pb::Language {
    match language {
        Language::Chinese => pb::Language::Chinese,
        Language::English => pb::Language::English,
    }
}

/// Counts of answers are far below 2^32; beyond, the largest value stands.
fn short(value: u64) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

/// Bytes and seconds are far below 2^63; beyond, the largest value stands.
fn signed(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}
