//! Wordings that never pay, or that pay for the opposite.

use std::collections::HashMap;

use super::{Alone, Finding, Found, Place, letters, said, steps};
use crate::feedback::Coverage;
use crate::grading::{Award, award};
use crate::points::Points;
use crate::rubric::{Fix, Keypoint, Rubric};
use crate::text::Text;

/// `dead-wording` and `opposite-earns`.
pub(super) fn lint(rubric: &Rubric, places: &[Place<'_>], alone: &Alone<'_>, found: &mut Found) {
    for place in places {
        if found.is_done() {
            return;
        }
        let mut seen = HashMap::new();
        for (wording, awards) in place.accepted().zip(alone.of(place.index)) {
            if let Some(finding) = dead(rubric, place, wording, awards, &mut seen) {
                found.push(finding);
            }
        }
        let mut seen = HashMap::new();
        for (o, opposite) in place.keypoint.opposites.iter().enumerate() {
            let path = format!("{}.opposites[{o}]", place.path);
            if let Some(duplicate) = duplicate(&path, opposite, &mut seen) {
                found.push(duplicate);
            } else {
                earning(rubric, path, opposite, found);
            }
        }
    }
}

fn dead(
    rubric: &Rubric,
    place: &Place<'_>,
    (path, wording): (String, &str),
    awards: &[Award],
    seen: &mut HashMap<String, String>,
) -> Option<Finding> {
    if let Some(duplicate) = duplicate(&path, wording, seen) {
        return Some(duplicate);
    }
    let Dead { why, unmatched } = earns_nothing(rubric, place, awards)?;
    let what = format!("written as an answer, it earns nothing on its own keypoint: {why}");
    let is_point = path.ends_with("point");
    let advice = if is_point { "say the point in other words" } else { "remove it, or say it in other words" };
    let fix = (unmatched && !is_point).then(|| Fix::Remove { path: path.clone(), text: wording.to_owned() });
    Some(Finding { fix, ..Finding::warning("dead-wording", path, what, advice) })
}

/// Why a wording earns nothing.
struct Dead {
    why: String,
    /// Whether it never matches, so that nothing is lost with it. One that matches and is turned round or capped may be
    /// right, and something else wrong.
    unmatched: bool,
}

/// Why a wording earns nothing on its own keypoint; `None` where it does, or where its words pay another one.
fn earns_nothing(rubric: &Rubric, place: &Place<'_>, awards: &[Award]) -> Option<Dead> {
    let own = awards.get(place.index).filter(|own| own.points == Points::ZERO && own.counted)?;
    let (first, _) = steps(rubric);
    let matched = |why: &str| Some(Dead { why: why.to_owned(), unmatched: false });
    let others = awards.iter().any(|other| other.points > Points::ZERO);
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
fn earning(rubric: &Rubric, path: String, opposite: &str, found: &mut Found) {
    let advice = "let each clause of it deny what the point says, or reword what it is near to";
    let read = Text::new(opposite);
    if let Some((keypoint, points)) = best(rubric, &read) {
        let (id, most) = (&keypoint.id, keypoint.points);
        let what = format!("written as an answer, this opposite earns {points} of {most} marks on {id}");
        found.push(Finding::warning("opposite-earns", path, what, advice));
        return;
    }
    for clause in read.clauses().iter().map(|clause| read.quote(clause.start, clause.end)) {
        let paid = best(rubric, &Text::new(clause));
        if let Some((Keypoint { id, .. }, points)) = paid.filter(|(keypoint, points)| *points == keypoint.points) {
            let what = format!("its clause 「{clause}」 alone, written as an answer, earns all {points} marks on {id}");
            found.push(Finding::note("opposite-earns", &path, what, advice));
        }
    }
}

/// The keypoint that earns most by an answer, and how much, where one earns anything.
fn best<'r>(rubric: &'r Rubric, answer: &Text<'_>) -> Option<(&'r Keypoint, Points)> {
    let awards = award(rubric, answer);
    let earned = rubric.keypoints.iter().zip(awards.iter().map(|award| award.points));
    earned.max_by_key(|(_, points)| *points).filter(|(_, points)| *points > Points::ZERO)
}
