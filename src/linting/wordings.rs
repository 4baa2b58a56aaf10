//! Wordings that never pay, or that pay for the opposite.

use std::collections::HashMap;

use super::{Finding, Place, letters, mark, places, said, steps};
use crate::feedback::{Coverage, Feedback, KeypointFeedback};
use crate::points::Points;
use crate::rubric::{Fix, Rubric};
use crate::text::Text;

/// `dead-wording` and `opposite-earns`.
pub(super) fn lint(rubric: &Rubric, findings: &mut Vec<Finding>) {
    for place in places(rubric) {
        let mut seen = HashMap::new();
        for (path, wording) in place.accepted() {
            dead(rubric, &place, (path, wording), &mut seen, findings);
        }
        let mut seen = HashMap::new();
        for (o, opposite) in place.keypoint.opposites.iter().enumerate() {
            let path = format!("{}.opposites[{o}]", place.path);
            if let Some(duplicate) = duplicate(&path, opposite, &mut seen) {
                findings.push(duplicate);
            } else {
                earning(rubric, path, opposite, findings);
            }
        }
    }
}

fn dead(
    rubric: &Rubric,
    place: &Place<'_>,
    (path, wording): (String, &str),
    seen: &mut HashMap<String, String>,
    findings: &mut Vec<Finding>,
) {
    if let Some(duplicate) = duplicate(&path, wording, seen) {
        findings.push(duplicate);
        return;
    }
    let feedback = mark(rubric, wording);
    let Some(Dead { why, unmatched }) = earns_nothing(rubric, place, &feedback) else { return };
    let what = format!("written as an answer, it earns nothing on its own keypoint: {why}");
    let is_point = path.ends_with("point");
    let advice = if is_point { "say the point in other words" } else { "remove it, or say it in other words" };
    let fix = (unmatched && !is_point).then(|| Fix::Remove { path: path.clone(), text: wording.to_owned() });
    findings.push(Finding { fix, ..Finding::warning("dead-wording", path, what, advice) });
}

/// Why a wording earns nothing.
struct Dead {
    why: String,
    /// Whether it never matches, so that nothing is lost with it. One that matches and is turned round or capped may be
    /// right, and something else wrong.
    unmatched: bool,
}

/// Why a wording earns nothing on its own keypoint; `None` where it does, or where its words pay another one.
fn earns_nothing(rubric: &Rubric, place: &Place<'_>, feedback: &Feedback) -> Option<Dead> {
    let own = feedback
        .keypoints
        .get(place.index)
        .filter(|own| own.points == Points::ZERO && (own.counted || rubric.essay.is_some()))?;
    let (first, _) = steps(rubric);
    let matched = |why: &str| Some(Dead { why: why.to_owned(), unmatched: false });
    let others = feedback.keypoints.iter().any(|other| other.points > Points::ZERO);
    match own.coverage {
        Coverage::Contradicted => matched("it is read as the opposite"),
        Coverage::Missed if said(own) >= first && others => None,
        Coverage::Missed if said(own) >= first => matched("it also says the opposite of a keypoint"),
        Coverage::Missed => {
            let (said, first) = (said(own) / 10, first / 10);
            let why = format!("{said} % of a wording is recognised and marks begin at {first} %");
            Some(Dead { why, unmatched: true })
        }
        Coverage::Full | Coverage::Partial => matched("it is read as a bare list of keywords"),
    }
}

/// A wording that says letter by letter what an earlier one says.
fn duplicate(path: &str, wording: &str, seen: &mut HashMap<String, String>) -> Option<Finding> {
    let letters = letters(wording);
    let Some(earlier) = seen.get(&letters) else {
        seen.insert(letters, path.to_owned());
        return None;
    };
    let what = format!("says what {earlier} says, letter by letter, so it matches nothing more");
    let fix = Some(Fix::Remove { path: path.to_owned(), text: wording.to_owned() });
    Some(Finding { fix, ..Finding::warning("dead-wording", path, what, "remove it") })
}

/// An opposite that earns marks, be it on another keypoint than its own; or a clause of it that earns all of a keypoint.
/// A clause that earns some is left to the marker: it names what the point is about, and may be said either way.
fn earning(rubric: &Rubric, path: String, opposite: &str, findings: &mut Vec<Finding>) {
    let advice = "let each clause of it deny what the point says, or reword what it is near to";
    if let Some(paid) = best(rubric, opposite) {
        let (id, points, most) = (&paid.keypoint_id, paid.points, paid.max_points);
        let what = format!("written as an answer, this opposite earns {points} of {most} marks on {id}");
        findings.push(Finding::warning("opposite-earns", path, what, advice));
        return;
    }
    let read = Text::new(opposite);
    for clause in read.clauses().iter().map(|clause| read.quote(clause.start, clause.end)) {
        if let Some(paid) = best(rubric, clause).filter(|paid| paid.points == paid.max_points) {
            let (id, points) = (&paid.keypoint_id, paid.points);
            let what = format!("its clause 「{clause}」 alone, written as an answer, earns all {points} marks on {id}");
            findings.push(Finding::note("opposite-earns", &path, what, advice));
        }
    }
}

/// The keypoint that earns most by an answer, where one earns anything.
fn best(rubric: &Rubric, answer: &str) -> Option<KeypointFeedback> {
    let keypoints = mark(rubric, answer).keypoints.into_iter();
    keypoints.max_by_key(|of| of.points).filter(|of| of.points > Points::ZERO)
}
