//! Marks for nothing: keypoints that the question itself says, and those that what everybody writes earns.

use std::sync::LazyLock;

use super::{Finding, Found, Place, said, steps};
use crate::grading::award;
use crate::lexicon::generic_clauses;
use crate::points::Points;
use crate::rubric::{Rubric, Wording};
use crate::text::{Folded, Text, rarity};

/// Share of a wording's letters that the question has when it is given away, in per cent: what is left is less than
/// a word of a clause.
const GIVEN_PER_CENT: usize = 80;
/// Rarity up to which a word stands in any paper (管理 7.7, 机制 9.6; 监管 10.9 already tells), in units of natural
/// logarithm; see [`rarity`].
const COMMON_RARITY: f64 = 10.0;
/// Generic clauses that are named where they earn marks.
const NAMED_MAX: usize = 3;

/// The clauses of any paper, read.
static GENERIC: LazyLock<Vec<Text<'static>>> = LazyLock::new(|| generic_clauses().map(Text::new).collect());

/// `given-away`, and `common-term` of wordings by themselves.
pub(super) fn lint(rubric: &Rubric, places: &[Place<'_>], found: &mut Found) {
    let question = Folded::new(&rubric.draft.question);
    for place in places {
        if found.is_done() {
            return;
        }
        let wordings = rubric.compiled.wordings.iter().filter(|of| of.keypoint == place.index && !of.opposite);
        for ((path, _), wording) in place.accepted().zip(wordings) {
            given(question.as_str(), &path, wording, found);
            single(&path, wording, found);
        }
    }
}

fn given(question: &str, path: &str, wording: &Wording, found: &mut Found) {
    let given: Vec<&str> =
        wording.terms.iter().map(|term| term.text.as_str()).filter(|term| question.contains(term)).collect();
    let letters = |terms: &[&str]| terms.iter().map(|term| term.chars().count()).sum::<usize>();
    let all: usize = wording.terms.iter().map(|term| term.length).sum();
    if letters(&given) * 100 < all * GIVEN_PER_CENT {
        return;
    }
    let what = format!("the question gives its words away: 「{}」", given.join("」「"));
    let advice = "name what an answer must find out for itself";
    found.push(Finding::warning("given-away", path, what, advice));
}

/// A wording of a single term that any paper has.
fn single(path: &str, wording: &Wording, found: &mut Found) {
    let [term] = wording.terms.as_slice() else { return };
    if rarity(&term.text) > COMMON_RARITY {
        return;
    }
    let what = format!("it hangs on the one word 「{}」, which stands in any paper", term.text);
    found.push(Finding::warning("common-term", path, what, "say what is done with it, or to whom"));
}

/// `common-term` of keypoints that a clause of any paper earns.
pub(super) fn lint_generic(rubric: &Rubric, places: &[Place<'_>], found: &mut Found) {
    let (first, full) = steps(rubric);
    let mut earning: Vec<Vec<(u32, &str)>> = vec![Vec::new(); places.len()];
    for clause in GENERIC.iter() {
        for (earning, award) in earning.iter_mut().zip(award(rubric, clause)) {
            if award.points > Points::ZERO && said(&award) >= first {
                earning.push((said(&award), clause.original()));
            }
        }
        if found.until_warning && earning.iter().any(|clauses| !clauses.is_empty()) {
            break;
        }
    }
    for (place, mut clauses) in places.iter().zip(earning) {
        clauses.sort_by_key(|(said, _)| std::cmp::Reverse(*said));
        let Some((most, _)) = clauses.first() else { continue };
        let how = if *most >= full { "all" } else { "some" };
        let named: Vec<&str> = clauses.iter().take(NAMED_MAX).map(|(_, clause)| *clause).collect();
        let what = format!("a clause that any paper has earns {how} of its marks: 「{}」", named.join("」「"));
        let advice = "name in the point and its wordings what this question is about";
        found.push(Finding::warning("common-term", &place.path, what, advice));
    }
}
