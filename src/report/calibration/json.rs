//! The proposal as JSON.

use serde_json::{Value, json as value};

use crate::calibration::{Agreement, Calibration, LearntWording, Outcome, Telling};
use crate::grading::ENGINE_VERSION;
use crate::rubric::RubricDraft;

/// The proposal for a rubric as JSON over several lines. Marks are shares of what can be had; `null` stands where a figure
/// is not defined.
#[must_use]
pub fn json(found: &Outcome, draft: &RubricDraft) -> String {
    let proposal = match found {
        Outcome::NoBetter { answers, before, after } => value!({
            "engine": ENGINE_VERSION,
            "rubric_id": draft.id,
            "better": false,
            "answers": answers,
            "before": agreement(before),
            "after": agreement(after),
        }),
        Outcome::Better(of) => {
            let Calibration {
                answers,
                folds,
                credit,
                waived,
                calibration,
                expressions,
                wordings,
                before,
                after,
                with_wordings,
            } = of.as_ref();
            value!({
                "engine": ENGINE_VERSION,
                "rubric_id": draft.id,
                "better": true,
                "answers": answers,
                "folds": folds,
                "before": agreement(before),
                "after": agreement(after),
                "with_wordings": with_wordings.as_ref().map(agreement),
                "credit": credit,
                "layout_faults_waived": waived,
                "calibration": calibration,
                "expressions": expressions.iter().map(telling).collect::<Vec<_>>(),
                "wordings": wordings.iter().map(wording).collect::<Vec<_>>(),
            })
        }
    };
    format!("{proposal:#}")
}

fn agreement(of: &Agreement) -> Value {
    let Agreement { pearson, kappa, absolute_error } = of;
    value!({"pearson": pearson, "qwk": kappa, "mae": absolute_error})
}

fn telling(of: &Telling) -> Value {
    let Telling { text, ids, mean_with, mean_without } = of;
    value!({"text": text, "ids": ids, "mean_with": mean_with, "mean_without": mean_without})
}

fn wording(of: &LearntWording) -> Value {
    let LearntWording { keypoint_id, path, text, ids } = of;
    value!({"keypoint_id": keypoint_id, "path": path, "text": text, "ids": ids})
}
