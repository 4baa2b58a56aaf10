//! Drafts, findings and lists of rubrics → wire.

use super::rubric::{kind_into_pb, rubric_into_pb};
use super::{count, pb};
use crate::drafting::{Drafted, Note};
use crate::linting::{Finding, Severity};
use crate::rubric::{Problem, Rubric};

/// The message for a draft, with its TOML file.
#[must_use]
pub fn drafted_into_pb(drafted: Drafted, toml: String) -> pb::DraftRubricResponse {
    let Drafted { draft, notes, findings } = drafted;
    let note = |Note { path, text }| pb::DraftNote { path, text };
    pb::DraftRubricResponse {
        rubric: Some(rubric_into_pb(draft)),
        toml,
        notes: notes.into_iter().map(note).collect(),
        findings: findings.into_iter().map(finding_into_pb).collect(),
    }
}

/// The message for what a colleague would remark on.
#[must_use]
pub fn finding_into_pb(finding: Finding) -> pb::Finding {
    let Finding { id, severity, path, what, advice, fix: _ } = finding;
    let severity = match severity {
        Severity::Note => pb::FindingSeverity::Note,
        Severity::Warning => pb::FindingSeverity::Warning,
    };
    pb::Finding { code: id.to_owned(), severity: severity.into(), path, what, advice, line: 0 }
}

/// The message for what keeps a rubric from being used.
#[must_use]
pub fn problem_into_pb(problem: Problem) -> pb::Finding {
    let Problem { id, path, line, what, advice, fix: _ } = problem;
    let line = line.map_or(0, count);
    pb::Finding { code: id.to_owned(), severity: pb::FindingSeverity::Error.into(), path, what, advice, line }
}

/// What a list says of a rubric.
#[must_use]
pub fn summary_into_pb(rubric: &Rubric, origin: pb::RubricOrigin) -> pb::RubricSummary {
    pb::RubricSummary {
        rubric_id: rubric.id.clone(),
        title: rubric.title.clone(),
        kind: kind_into_pb(rubric.kind),
        max_score: rubric.max_score.as_f64(),
        keypoint_count: count(rubric.keypoints.len()),
        revision: rubric.revision.clone(),
        origin: origin.into(),
    }
}
