//! Reads a valid rubric as a careful colleague would: what it pays for and should not, and what it never pays for.
//! Pure, like marking, which it asks about the rubric's own texts; knows no files and no way of printing.

mod giveaways;
mod keypoints;
mod references;
mod wordings;

use std::cell::LazyCell;
use std::fmt;

use crate::feedback::{Coverage, Feedback, KeypointFeedback, Language};
use crate::grading::{Award, Submission, award, grade};
use crate::points::Points;
use crate::rubric::{Fix, KeypointDraft, Rubric, WHOLE};
use crate::text::Text;

/// One thing that a colleague would remark on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Which lint found it, for instance `dead-wording`.
    pub id: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// Path of the field, for instance `groups[0].keypoints[1].wordings[2]`.
    pub path: String,
    /// What was found, and why it matters.
    pub what: String,
    /// What to do.
    pub advice: String,
    /// What a program may do about it without asking.
    pub fix: Option<Fix>,
}

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Worth a thought; may be as it should.
    Note,
    /// Answers would be marked wrongly.
    Warning,
}

/// Every finding about a rubric, in the order of its fields. References of `others`, rubrics of other questions, are
/// marked as strangers; one with the rubric's own id is passed over.
///
/// ```
/// let rubric = yuejuan::rubric::shipped("night-economy-practices").unwrap();
/// assert!(yuejuan::linting::lint(&rubric, &[]).is_empty());
/// ```
#[must_use]
pub fn lint(rubric: &Rubric, others: &[&Rubric]) -> Vec<Finding> {
    let places = places(rubric);
    let alone = alone(rubric, &places);
    let mut findings = Vec::new();
    references::lint(rubric, &mut findings);
    references::lint_foreign(rubric, &places, others, &mut findings);
    giveaways::lint(rubric, &places, &mut findings);
    giveaways::lint_generic(rubric, &places, &mut findings);
    keypoints::lint(rubric, &places, &alone, &mut findings);
    wordings::lint(rubric, &places, &alone, &mut findings);
    sort(&mut findings);
    findings
}

/// What [`lint`] notes about a rubric, strangers left aside, where it warns of nothing; `None` where it warns. Stops at
/// the first warning.
///
/// ```
/// let rubric = yuejuan::rubric::shipped("night-economy-practices").unwrap();
/// assert_eq!(yuejuan::linting::notes(&rubric), Some(Vec::new()));
/// ```
#[must_use]
pub fn notes(rubric: &Rubric) -> Option<Vec<Finding>> {
    let places = places(rubric);
    let alone = LazyCell::new(|| alone(rubric, &places));
    // Those that cost least, or warn most often, come first.
    let lints: [Lint<'_>; 5] = [
        &|found| giveaways::lint(rubric, &places, found),
        &|found| keypoints::lint(rubric, &places, &alone, found),
        &|found| wordings::lint(rubric, &places, &alone, found),
        &|found| giveaways::lint_generic(rubric, &places, found),
        &|found| references::lint(rubric, found),
    ];
    let mut findings = Vec::new();
    for lint in lints {
        lint(&mut findings);
        if findings.iter().any(|finding| finding.severity == Severity::Warning) {
            return None;
        }
    }
    sort(&mut findings);
    Some(findings)
}

// === impl Finding ===

impl Finding {
    fn new(
        id: &'static str,
        severity: Severity,
        path: impl Into<String>,
        what: impl Into<String>,
        advice: impl Into<String>,
    ) -> Self {
        Self { id, severity, path: path.into(), what: what.into(), advice: advice.into(), fix: None }
    }

    fn warning(id: &'static str, path: impl Into<String>, what: impl Into<String>, advice: impl Into<String>) -> Self {
        Self::new(id, Severity::Warning, path, what, advice)
    }

    fn note(id: &'static str, path: impl Into<String>, what: impl Into<String>, advice: impl Into<String>) -> Self {
        Self::new(id, Severity::Note, path, what, advice)
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}] {}: {}; {}", self.severity, self.id, self.path, self.what, self.advice)
    }
}

// === impl Severity ===

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Note => "note",
            Self::Warning => "warning",
        })
    }
}

/// Puts findings into the order of the fields; those on one field stay as they are.
fn sort(findings: &mut [Finding]) {
    findings.sort_by_cached_key(|finding| order(&finding.path));
}

/// A path with its numbers as numbers, so that the tenth keypoint comes after the ninth.
fn order(path: &str) -> Vec<(String, usize)> {
    let parts = path.split(['.', '[', ']']).filter(|part| !part.is_empty());
    parts.map(|part| part.parse().map_or_else(|_| (part.to_owned(), 0), |number| (String::new(), number))).collect()
}

/// A keypoint as written, with its path and its index among all.
struct Place<'r> {
    path: String,
    index: usize,
    keypoint: &'r KeypointDraft,
}

// === impl Place ===

impl Place<'_> {
    /// What it accepts, each with its path: the point itself, then the wordings.
    fn accepted(&self) -> impl Iterator<Item = (String, &str)> {
        let wordings = self.keypoint.wordings.iter().enumerate();
        let wordings = wordings.map(|(w, wording)| (format!("{}.wordings[{w}]", self.path), wording.as_str()));
        std::iter::once((format!("{}.point", self.path), self.keypoint.point.as_str())).chain(wordings)
    }
}

/// The keypoints of all groups in order.
fn places(rubric: &Rubric) -> Vec<Place<'_>> {
    let groups = rubric.draft.groups.iter().enumerate();
    let keypoints = groups.flat_map(|(g, group)| {
        let path = move |k| format!("groups[{g}].keypoints[{k}]");
        group.keypoints.iter().enumerate().map(move |(k, keypoint)| (path(k), keypoint))
    });
    keypoints.enumerate().map(|(index, (path, keypoint))| Place { path, index, keypoint }).collect()
}

/// Adds what it finds.
type Lint<'l> = &'l dyn Fn(&mut Vec<Finding>);

/// What each accepted wording of each keypoint gets where it alone is the answer.
type Alone = Vec<Vec<Vec<Award>>>;

fn alone(rubric: &Rubric, places: &[Place<'_>]) -> Alone {
    let of = |place: &Place<'_>| place.accepted().map(|(_, wording)| award(rubric, &Text::new(wording))).collect();
    places.iter().map(of).collect()
}

/// What an answer of this text gets.
fn mark(rubric: &Rubric, text: &str) -> Feedback {
    grade(rubric, &Submission { id: "", text, language: Language::English })
}

/// What share of a keypoint an answer says in words that tell, in thousandths, whoever its words pay in the end;
/// nothing where it says the opposite.
fn said(award: &Award) -> u32 {
    match award.coverage {
        Coverage::Contradicted => 0,
        _ => award.similarity,
    }
}

/// The same of a keypoint's feedback.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of 0 to 1")]
fn said_in(keypoint: &KeypointFeedback) -> u32 {
    match keypoint.coverage {
        Coverage::Contradicted => 0,
        _ => (keypoint.similarity * f64::from(WHOLE)).round() as u32,
    }
}

/// From which share of a keypoint on an answer earns it in part, and in full, in thousandths.
fn steps(rubric: &Rubric) -> (u32, u32) {
    let first = rubric.credit.first().map_or(WHOLE, |step| step.similarity);
    let last = rubric.credit.last().map_or(WHOLE, |step| step.similarity);
    (first, last)
}

/// Marks that the keypoints of an answer earned.
fn content(feedback: &Feedback) -> Points {
    feedback.keypoints.iter().map(|keypoint| keypoint.points).sum()
}

/// The letters of a text, folded: what two wordings differ in where they differ at all.
fn letters(text: &str) -> String {
    let folded = crate::text::Folded::new(text);
    folded.as_str().chars().filter(|c| crate::text::fold::is_han(*c) || crate::text::fold::is_word(*c)).collect()
}
