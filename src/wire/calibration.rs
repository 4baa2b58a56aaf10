//! Calibrations: feedback → wire, and their policy in rubrics ⇄ drafts, field for field.

use super::feedback::{evidence, evidences, list};
use super::feedback_back::{self as back, BadFeedback, Read};
use super::pb;
use super::position::{Offsets, Positions};
use crate::feedback::{CalibrationFeedback, ExpressionFeedback};
use crate::rubric::{CalibrationDraft, CurveKnot, ExpressionDraft};

/// The message for what a calibration made of the marks.
pub(super) fn calibration_into_pb(calibration: CalibrationFeedback, at: &Positions<'_>) -> pb::CalibrationFeedback {
    let CalibrationFeedback { points, words, words_evidence, expressions, sum, share, message } = calibration;
    let expression = |ExpressionFeedback { weight, evidence: place }| pb::ExpressionFeedback {
        weight,
        evidence: Some(evidence(place, at)),
    };
    pb::CalibrationFeedback {
        points: points.as_f64(),
        words,
        words_evidence: evidences(words_evidence, at),
        expressions: list(expressions, expression),
        sum,
        share,
        message,
    }
}

/// What a calibration made of the marks, from its message.
pub(super) fn calibration_back(calibration: pb::CalibrationFeedback, at: &Offsets<'_>) -> Read<CalibrationFeedback> {
    let pb::CalibrationFeedback { points, words, words_evidence, expressions, sum, share, message } = calibration;
    let expression = |pb::ExpressionFeedback { weight, evidence }| {
        let evidence = evidence.ok_or(BadFeedback("an expression that stands nowhere"))?;
        Ok(ExpressionFeedback { weight, evidence: back::evidence(evidence, at)? })
    };
    Ok(CalibrationFeedback {
        points: back::points(points)?,
        words,
        words_evidence: back::evidences(words_evidence, at)?,
        expressions: expressions.into_iter().map(expression).collect::<Result<_, _>>()?,
        sum,
        share,
        message,
    })
}

/// The draft in a message.
pub(super) fn calibration_from_pb(calibration: pb::CalibrationPolicy) -> CalibrationDraft {
    let pb::CalibrationPolicy { content, words, expressions, curve } = calibration;
    let expression = |pb::TellingExpression { text, weight }| ExpressionDraft { text, weight };
    let knot = |pb::CurveKnot { sum, share }| CurveKnot { sum, share };
    CalibrationDraft { content, words, expressions: list(expressions, expression), curve: list(curve, knot) }
}

/// The message for a draft.
pub(super) fn policy_into_pb(calibration: CalibrationDraft) -> pb::CalibrationPolicy {
    let CalibrationDraft { content, words, expressions, curve } = calibration;
    let expression = |ExpressionDraft { text, weight }| pb::TellingExpression { text, weight };
    let knot = |CurveKnot { sum, share }| pb::CurveKnot { sum, share };
    pb::CalibrationPolicy { content, words, expressions: list(expressions, expression), curve: list(curve, knot) }
}
