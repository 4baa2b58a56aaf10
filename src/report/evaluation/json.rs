//! The figures as JSON, with every answer's marks and without what it says.

use serde_json::{Map, Value, json};

use super::Origin;
use crate::agreement::{INTERVAL_SHARE, Interval, RESAMPLES};
use crate::evaluation::{Basis, Comparison, Estimate, Evaluation, Figures, Mean, Method, Outcome, Question};
use crate::grading::ENGINE_VERSION;

/// The evaluation as JSON over several lines. Marks are shares of what can be had; `null` stands where a figure is not
/// defined.
#[must_use]
pub fn json(evaluation: &Evaluation, questions: &[Question<'_>], origin: &Origin<'_>) -> String {
    let Evaluation {
        outcomes,
        overall,
        questions: asked,
        markers,
        kinds,
        per_question,
        keypoints,
        each_keypoint,
        referrals,
    } = evaluation;
    let list = |comparisons: &[Comparison]| comparisons.iter().map(comparison).collect::<Vec<_>>();
    let answers: Vec<Value> = outcomes.iter().filter_map(|of| outcome(of, questions)).collect();
    let value = json!({
        "engine": ENGINE_VERSION,
        "files": origin.files,
        "unusable": origin.unusable,
        "resamples": RESAMPLES,
        "interval_share": INTERVAL_SHARE,
        "overall": comparison(overall),
        "mean_over_questions": per_question.as_ref().map(|of| json!({
            "questions": of.questions,
            "left_out": of.left_out,
            "pearson": of.methods.iter().map(|of| {
                let mut figures = mean(&of.mean);
                figures.insert("constant".to_owned(), json!(of.constant));
                (name(of.method).to_owned(), Value::Object(figures))
            }).collect::<Map<_, _>>(),
            "gain_over_recall": mean(&of.gain),
        })),
        "keypoints": keypoints.as_ref().map(comparison),
        "by_marker": list(markers),
        "by_kind": list(kinds),
        "by_question": list(asked),
        "by_keypoint": list(each_keypoint),
        "sent_to_a_person": referrals.iter().map(|of| json!({
            "share": of.share,
            "answers": of.answers,
            "error_removed": of.removed,
            "error_removed_by_a_perfect_choice": of.perfect,
            "of_perfect": of.of_perfect(),
        })).collect::<Vec<_>>(),
        "answers": answers,
    });
    format!("{value:#}")
}

fn comparison(of: &Comparison) -> Value {
    let methods = of.methods.iter().map(|of| {
        let Figures { kappa, pearson, spearman, absolute_error, signed_error, exact, adjacent } = of.figures;
        let figures = json!({
            "marks": of.marks,
            "mean": of.mean,
            "qwk": estimate(kappa),
            "pearson": estimate(pearson),
            "spearman": estimate(spearman),
            "mae": estimate(absolute_error),
            "bias": estimate(signed_error),
            "exact": estimate(exact),
            "adjacent": estimate(adjacent),
        });
        (name(of.method).to_owned(), figures)
    });
    json!({
        "name": of.name,
        "marks": of.marks,
        "human_mean": of.human_mean,
        "human_varies": of.human_varies,
        "methods": methods.collect::<Map<_, _>>(),
        "confusion": of.confusion.rows().collect::<Vec<_>>(),
    })
}

fn outcome(of: &Outcome, questions: &[Question<'_>]) -> Option<Value> {
    let question = questions.get(of.question)?;
    let answer = question.answers.get(of.answer)?;
    let keypoints = question.keypoints.iter().zip(&of.keypoints);
    let keypoints = keypoints.map(|(id, (human, engine))| (id.clone(), json!({ "human": human, "engine": engine })));
    Some(json!({
        "id": answer.id,
        "question": question.id,
        "kind": answer.kind,
        "marker": answer.marker,
        "basis": match question.basis {
            Basis::Content => "content",
            Basis::Score => "score",
        },
        "human": of.human,
        "second": of.second,
        "engine": of.engine,
        "confidence": of.confidence,
        "keypoints": keypoints.collect::<Map<_, _>>(),
    }))
}

fn name(method: Method) -> &'static str {
    match method {
        Method::Engine => "engine",
        Method::Length => "length",
        Method::Constant => "constant",
        Method::Recall => "recall",
        Method::Second => "second",
    }
}

fn estimate(of: Estimate) -> Value {
    json!({ "value": of.value, "interval": of.interval.map(ends) })
}

fn mean(of: &Mean) -> Map<String, Value> {
    let fields = [
        ("value", json!(of.by_answers.value)),
        ("interval_by_answers", json!(of.by_answers.interval.map(ends))),
        ("interval_by_questions", json!(of.by_questions.map(ends))),
    ];
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn ends(interval: Interval) -> [f64; 2] {
    [interval.low, interval.high]
}
