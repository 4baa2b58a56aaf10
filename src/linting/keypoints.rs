//! Keypoints beside each other: those that an answer cannot tell apart, and those that are cut too coarse or too fine.

use super::{Alone, Finding, Found, Place, said, steps};
use crate::grading::Award;
use crate::points::Points;
use crate::rubric::Rubric;
use crate::text::Text;

/// Share of a keypoint's wordings that another keypoint must take as its own, in per cent: "nearly all".
const INDISTINCT_PER_CENT: usize = 80;
/// Share of the marks above which a keypoint of several clauses hides what an answer said and what it missed, in per
/// cent: the heaviest single points of published keys, the main problem of a summary, take about a third.
const COARSE_PER_CENT: i64 = 30;
/// Clauses from which such a keypoint can be taken apart.
const COARSE_CLAUSES: usize = 3;
/// Characters above which a point is several points: a point is a clause or two.
const COARSE_CHARS: usize = 60;
/// Marks below which a keypoint is too fine: markers give halves of a mark and nothing smaller.
const FINE_POINTS: Points = Points::from_hundredths(50);
/// Keypoints above which a key is too fine: the longest published ones have under twenty.
const FINE_KEYPOINTS: usize = 20;

/// `indistinct-keypoints`, `coarse-group` and `fine-group`.
pub(super) fn lint(rubric: &Rubric, places: &[Place<'_>], alone: &Alone<'_>, found: &mut Found) {
    indistinct(rubric, places, alone, found);
    for place in places {
        coarse(rubric, place, found);
        fine(rubric, place, found);
    }
    if places.len() > FINE_KEYPOINTS {
        let what = format!("{} keypoints, while keys of such papers have at most {FINE_KEYPOINTS}", places.len());
        let advice = "join keypoints that are always said together";
        found.push(Finding::note("fine-group", "groups", what, advice));
    }
}

fn indistinct(rubric: &Rubric, places: &[Place<'_>], alone: &Alone<'_>, found: &mut Found) {
    let (_, full) = steps(rubric);
    // Whether the one's own wordings say the other in full.
    let takes_over = |one: usize, other: usize| {
        let wordings = alone.of(one);
        let covers = |awards: &Vec<Award>| awards.get(other).is_some_and(|award| said(award) >= full);
        let count = wordings.iter().filter(|awards| covers(awards)).count();
        wordings.first().is_some_and(covers) || count * 100 >= wordings.len() * INDISTINCT_PER_CENT
    };
    for one in places {
        if found.is_done() {
            return;
        }
        for other in places.iter().skip(one.index + 1) {
            if takes_over(one.index, other.index) && takes_over(other.index, one.index) {
                let (id, earlier) = (&other.keypoint.id, &one.keypoint.id);
                let what = format!("what says {earlier} in full says {id} in full, and the other way round");
                let advice = format!("join {id} with {earlier}, or name in each what sets it apart");
                found.push(Finding::warning("indistinct-keypoints", &other.path, what, advice));
            }
        }
    }
}

fn coarse(rubric: &Rubric, place: &Place<'_>, found: &mut Found) {
    let Some(keypoint) = rubric.keypoints.get(place.index) else { return };
    let chars = keypoint.point.chars().count();
    let heavy = keypoint.points.hundredths() * 100 > rubric.max_score.hundredths() * COARSE_PER_CENT;
    let clauses = if heavy { Text::new(&keypoint.point).clauses().len() } else { 0 };
    let what = if clauses >= COARSE_CLAUSES {
        format!("{clauses} clauses share {} of {} marks in one step or two", keypoint.points, rubric.max_score)
    } else if chars > COARSE_CHARS {
        format!("a point of {chars} characters; an answer that says a part of it gets half or nothing")
    } else {
        return;
    };
    let advice = "split it into keypoints of a clause or two, with marks of their own";
    found.push(Finding::note("coarse-group", format!("{}.point", place.path), what, advice));
}

fn fine(rubric: &Rubric, place: &Place<'_>, found: &mut Found) {
    let Some(keypoint) = rubric.keypoints.get(place.index).filter(|keypoint| keypoint.points < FINE_POINTS) else {
        return;
    };
    let what = format!("worth {} marks, and half of it is less than a marker can give", keypoint.points);
    let advice = format!("join it with a neighbour, or give it at least {FINE_POINTS}");
    found.push(Finding::note("fine-group", format!("{}.points", place.path), what, advice));
}
