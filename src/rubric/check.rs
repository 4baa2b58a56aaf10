//! What a draft must satisfy before it is a rubric. Finds every problem at once.

use std::collections::HashMap;
use std::fmt;

use super::draft::{CreditStep, GroupDraft, KeypointDraft, LengthCharge, RubricDraft};
use super::edit::Fix;
use super::terms::has_terms;
use crate::points::Points;

/// One thing that is wrong with a rubric as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Which check found it: `sums` for marks that do not sum, `field` for all others.
    pub id: &'static str,
    /// Path of the field, for instance `groups[1].keypoints[0].points`.
    pub path: String,
    /// Line in the file, from 1, where the rubric came from a file.
    pub line: Option<usize>,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub advice: String,
    /// What a program may do about it without asking.
    pub fix: Option<Fix>,
}

// === impl Problem ===

impl Problem {
    /// A problem of one field, with no line and no fix.
    pub fn new(path: impl Into<String>, what: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { id: "field", path: path.into(), line: None, what: what.into(), advice: advice.into(), fix: None }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}; {}", self.path, self.what, self.advice)
    }
}

/// The longest wording, in characters: coverage looks at a few clauses, never at a whole page.
const WORDING_MAX_CHARS: usize = 200;
/// The most keypoints in a rubric: a paper has at most some dozens.
const KEYPOINTS_MAX: usize = 200;
/// The longest question or reference answer, in characters.
const TEXT_MAX_CHARS: usize = 20_000;
/// The longest source material, in characters: that of a whole paper has up to 10,000.
const MATERIAL_MAX_CHARS: usize = 50_000;

pub(super) fn check(draft: &RubricDraft) -> Result<(), Vec<Problem>> {
    let mut problems = Vec::new();
    check_heading(draft, &mut problems);
    check_groups(draft, &mut problems);
    check_credit(&draft.credit.steps, &mut problems);
    check_length(draft, &mut problems);
    check_pools(draft, &mut problems);
    super::essay::check(draft, &mut problems);
    super::calibration::check(draft, &mut problems);
    check_sum(draft, &mut problems);
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// What must hold of the steps of credit by themselves.
pub(super) fn check_steps(steps: &[CreditStep]) -> Result<(), Vec<Problem>> {
    let mut problems = Vec::new();
    check_credit(steps, &mut problems);
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

fn check_heading(draft: &RubricDraft, problems: &mut Vec<Problem>) {
    let lawful = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if draft.id.is_empty() || draft.id.len() > 64 || !draft.id.chars().all(lawful) {
        problems.push(Problem::new("id", "not a rubric id", "use 1 to 64 small Latin letters, digits and hyphens"));
    }
    for (path, text) in [("title", &draft.title), ("question", &draft.question)] {
        if text.trim().is_empty() {
            problems.push(Problem::new(path, "empty", format!("write the {path}")));
        }
    }
    let texts =
        draft.references.iter().enumerate().map(|(i, reference)| (format!("references[{i}].text"), &reference.text));
    for (path, text) in texts.chain([("question".to_owned(), &draft.question)]) {
        if path != "question" && text.trim().is_empty() {
            problems.push(Problem::new(path, "empty", "write the reference answer or remove the entry"));
        } else if text.chars().count() > TEXT_MAX_CHARS {
            problems.push(Problem::new(path, "too long", format!("shorten it to {TEXT_MAX_CHARS} characters")));
        }
    }
    if draft.material.chars().count() > MATERIAL_MAX_CHARS {
        let advice = format!("shorten it to {MATERIAL_MAX_CHARS} characters");
        problems.push(Problem::new("material", "too long", advice));
    }
    for (i, set) in draft.aliases.iter().enumerate() {
        let path = format!("aliases[{i}]");
        if set.len() < 2 {
            problems.push(Problem::new(&path, "fewer than two expressions", "list at least two, or remove the set"));
        }
        check_wordings(&path, set, problems);
    }
}

fn check_groups(draft: &RubricDraft, problems: &mut Vec<Problem>) {
    if draft.groups.is_empty() {
        problems.push(Problem::new("groups", "empty", "add a group with at least one keypoint"));
    }
    if draft.groups.iter().map(|group| group.keypoints.len()).sum::<usize>() > KEYPOINTS_MAX {
        problems.push(Problem::new("groups", "too many keypoints", format!("keep to {KEYPOINTS_MAX}")));
    }
    let groups = draft.groups.iter().enumerate().map(|(g, group)| (format!("groups[{g}].id"), group.id.as_str()));
    check_ids(groups, problems);
    let keypoints = draft.groups.iter().enumerate().flat_map(|(g, group)| {
        let path = move |k| format!("groups[{g}].keypoints[{k}].id");
        group.keypoints.iter().enumerate().map(move |(k, keypoint)| (path(k), keypoint.id.as_str()))
    });
    check_ids(keypoints, problems);
    for (g, group) in draft.groups.iter().enumerate() {
        check_group(&format!("groups[{g}]"), group, problems);
    }
}

fn check_ids<'d>(ids: impl Iterator<Item = (String, &'d str)>, problems: &mut Vec<Problem>) {
    let mut first: HashMap<&str, String> = HashMap::new();
    for (path, id) in ids {
        if id.trim().is_empty() {
            problems.push(Problem::new(path, "empty", "give it an id, for instance k1"));
        } else if let Some(earlier) = first.get(id) {
            problems.push(Problem::new(path, format!("duplicate id {id:?}, first at {earlier}"), "give it another id"));
        } else {
            first.insert(id, path);
        }
    }
}

fn check_group(path: &str, group: &GroupDraft, problems: &mut Vec<Problem>) {
    let count = group.keypoints.len();
    if count == 0 {
        problems.push(Problem::new(format!("{path}.keypoints"), "empty", "add a keypoint or remove the group"));
    }
    if let Some(take) = group.take
        && (take == 0 || take as usize > count)
    {
        problems.push(Problem::new(
            format!("{path}.take"),
            format!("{take} of {count} keypoints"),
            format!("use 1 to {count}"),
        ));
    }
    for (k, keypoint) in group.keypoints.iter().enumerate() {
        check_keypoint(&format!("{path}.keypoints[{k}]"), keypoint, problems);
    }
}

fn check_keypoint(path: &str, keypoint: &KeypointDraft, problems: &mut Vec<Problem>) {
    match Points::from_f64(keypoint.points) {
        Some(points) if points > Points::ZERO => {}
        _ => problems.push(Problem::new(
            format!("{path}.points"),
            not_points(keypoint.points),
            "use a multiple of 0.01 above 0",
        )),
    }
    check_wordings(&format!("{path}.point"), std::slice::from_ref(&keypoint.point), problems);
    check_wordings(&format!("{path}.wordings"), &keypoint.wordings, problems);
    check_wordings(&format!("{path}.opposites"), &keypoint.opposites, problems);
    for (i, opposite) in keypoint.opposites.iter().enumerate() {
        if *opposite == keypoint.point || keypoint.wordings.contains(opposite) {
            let what = "also an accepted wording";
            problems.push(Problem::new(format!("{path}.opposites[{i}]"), what, "remove it from one of the two"));
        }
    }
}

fn check_wordings(path: &str, wordings: &[String], problems: &mut Vec<Problem>) {
    // `point` is a field, the others are lists.
    let at = |i: usize| if path.rsplit('.').next() == Some("point") { path.to_owned() } else { format!("{path}[{i}]") };
    // An entry of a keypoint's list that never matches can go; a set of aliases may hang on it.
    let removable = path.ends_with("wordings") || path.ends_with("opposites");
    let remove = |i: usize, text: &str| removable.then(|| Fix::Remove { path: at(i), text: text.to_owned() });
    for (i, wording) in wordings.iter().enumerate() {
        if wording.trim().is_empty() {
            let problem = Problem::new(at(i), "empty", "write what must be said, or remove it");
            problems.push(Problem { fix: remove(i, wording), ..problem });
        } else if wording.chars().count() > WORDING_MAX_CHARS {
            problems.push(Problem::new(
                at(i),
                "too long",
                format!("keep to {WORDING_MAX_CHARS} characters, or split the keypoint"),
            ));
        } else if !has_terms(wording) {
            let what = "has no word that tells anything, so it never matches";
            let problem = Problem::new(at(i), what, "name what must be said");
            problems.push(Problem { fix: remove(i, wording), ..problem });
        } else if wordings.iter().take(i).any(|earlier| earlier == wording) {
            let problem = Problem::new(at(i), "stands twice", "remove one of the two");
            problems.push(Problem { fix: remove(i, wording), ..problem });
        }
    }
}

fn check_credit(steps: &[CreditStep], problems: &mut Vec<Problem>) {
    if steps.is_empty() {
        problems.push(Problem::new("credit.steps", "empty", "add a step, or leave out `credit` for the default"));
    }
    let within = |value: f64| value > 0.0 && value <= 1.0;
    for (i, step) in steps.iter().enumerate() {
        for (field, value) in [("coverage", step.coverage), ("share", step.share)] {
            if !within(value) {
                problems.push(Problem::new(
                    format!("credit.steps[{i}].{field}"),
                    format!("{value}"),
                    "use a number above 0, at most 1",
                ));
            }
        }
        if let Some(earlier) = i.checked_sub(1).and_then(|before| steps.get(before))
            && (step.coverage <= earlier.coverage || step.share <= earlier.share)
        {
            problems.push(Problem::new(
                format!("credit.steps[{i}]"),
                "does not rise",
                "order the steps by coverage and share",
            ));
        }
    }
    if let Some(last) = steps.last()
        && (last.share - 1.0).abs() > f64::EPSILON
    {
        problems.push(Problem::new(
            format!("credit.steps[{}].share", steps.len() - 1),
            "the last step is not 1",
            "let it give all marks",
        ));
    }
}

fn check_length(draft: &RubricDraft, problems: &mut Vec<Problem>) {
    let length = &draft.length;
    if length.target.is_some() && (length.min.is_some() || length.max.is_some()) {
        problems.push(Problem::new(
            "length.target",
            "given beside min or max",
            "use target for N 字左右, else min and max",
        ));
    }
    if let (Some(min), Some(max)) = (length.min, length.max)
        && min > max
    {
        problems.push(Problem::new("length.min", format!("{min} is over the max of {max}"), "swap them or mend one"));
    }
    for (field, value) in [("min", length.min), ("max", length.max), ("target", length.target)] {
        if value == Some(0) {
            problems.push(Problem::new(format!("length.{field}"), "0", "use at least 1, or leave it out"));
        }
    }
    if let Some(tolerance) = length.tolerance
        && !(0.0..=0.5).contains(&tolerance)
    {
        problems.push(Problem::new("length.tolerance", format!("{tolerance}"), "use 0 to 0.5"));
    }
    for (field, charge) in [("over", &length.over), ("under", &length.under)] {
        if let Some(charge) = charge {
            check_charge(&format!("length.{field}"), charge, problems);
        }
    }
}

fn check_charge(path: &str, charge: &LengthCharge, problems: &mut Vec<Problem>) {
    if !(0.0..=1.0).contains(&charge.free) {
        problems.push(Problem::new(format!("{path}.free"), format!("{}", charge.free), "use 0 to 1"));
    }
    if charge.every == 0 {
        problems.push(Problem::new(format!("{path}.every"), "0", "use at least 1"));
    }
    check_marks(&[(format!("{path}.points"), charge.points), (format!("{path}.max"), charge.max)], problems);
}

fn check_pools(draft: &RubricDraft, problems: &mut Vec<Problem>) {
    let structure = &draft.structure;
    let mut marks = vec![("structure.points".to_owned(), structure.points)];
    marks.extend(structure.fault.map(|fault| ("structure.fault".to_owned(), fault)));
    marks.extend(structure.max_deduction.map(|most| ("structure.max_deduction".to_owned(), most)));
    if let Some(typos) = &draft.language.typos {
        marks.push(("language.typos.points".to_owned(), typos.points));
        marks.push(("language.typos.max".to_owned(), typos.max));
        if typos.every == 0 {
            problems.push(Problem::new("language.typos.every", "0", "use at least 1"));
        }
    }
    if structure.one_paragraph && structure.itemized == Some(true) && structure.points > 0.0 {
        problems.push(Problem::new("structure.itemized", "given beside one_paragraph", "choose one of the two"));
    }
    for (i, element) in draft.format.elements.iter().enumerate() {
        marks.push((format!("format.elements[{i}].points"), element.points));
        if draft.format.elements.iter().take(i).any(|earlier| earlier.kind == element.kind) {
            problems.push(Problem::new(format!("format.elements[{i}].kind"), "stands twice", "remove one of the two"));
        }
    }
    check_marks(&marks, problems);
}

fn check_marks(marks: &[(String, f64)], problems: &mut Vec<Problem>) {
    for (path, value) in marks {
        if Points::from_f64(*value).is_none_or(|points| points < Points::ZERO) {
            problems.push(Problem::new(path, not_points(*value), "use a multiple of 0.01, at least 0"));
        }
    }
}

fn check_sum(draft: &RubricDraft, problems: &mut Vec<Problem>) {
    let Some(max_score) = Points::from_f64(draft.max_score).filter(|points| *points > Points::ZERO) else {
        problems.push(Problem::new("max_score", not_points(draft.max_score), "use a multiple of 0.01 above 0"));
        return;
    };
    let groups: Points = draft.groups.iter().map(group_points).sum();
    let elements: Points = draft.format.elements.iter().filter_map(|element| Points::from_f64(element.points)).sum();
    let structure = Points::from_f64(draft.structure.points).unwrap_or_default();
    let sum = groups + elements + structure;
    if sum != max_score {
        let what = format!(
            "{max_score}, but the groups give {groups}, format {elements} and structure {structure}, together {sum}"
        );
        // Where other marks are faulty, or the question promises the figure that stands there, the parts may be wrong.
        let faulty = problems.iter().any(|problem| problem.path.ends_with("points") || problem.path.ends_with("take"));
        let promised = draft.question.contains(&format!("{max_score}分"));
        let advice = format!("set it to {sum} or mend the points");
        let fix = (sum > Points::ZERO && !faulty && !promised)
            .then(|| Fix::SetMarks { path: "max_score".to_owned(), points: sum });
        problems.push(Problem { id: "sums", fix, ..Problem::new("max_score", what, advice) });
    }
}

/// Marks that a group can earn: the sum of its `take` highest keypoints.
pub(super) fn group_points(group: &GroupDraft) -> Points {
    let mut points: Vec<Points> =
        group.keypoints.iter().filter_map(|keypoint| Points::from_f64(keypoint.points)).collect();
    points.sort_unstable_by(|one, other| other.cmp(one));
    points.into_iter().take(group.take.map_or(usize::MAX, |take| take as usize)).sum()
}

fn not_points(value: f64) -> String {
    format!("{value} is not a number of marks")
}
