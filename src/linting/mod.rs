//! Reads a valid rubric as a careful colleague would: what it pays for and should not, and what it never pays for.
//! Pure, like marking, which it asks about the rubric's own texts; knows no files and no way of printing.

mod giveaways;
mod keypoints;
mod references;
mod wordings;

use std::cell::OnceCell;
use std::fmt;

use crate::feedback::{Coverage, Feedback, KeypointFeedback, Language};
use crate::grading::{Award, Submission, award, grade};
use crate::points::Points;
use crate::rubric::{Fix, KeypointDraft, Rubric, RubricDraft, WHOLE};
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
    Linter::new(&rubric.draft).lint(rubric, others)
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
    Linter::new(&rubric.draft).notes(rubric)
}

/// Reads the texts of a rubric once, for rubrics that differ in their steps of credit alone.
pub struct Linter<'t> {
    places: Vec<Place<'t>>,
    references: Vec<Text<'t>>,
}

// === impl Linter ===

impl<'t> Linter<'t> {
    /// Reads what is to be marked.
    #[must_use]
    pub fn new(draft: &'t RubricDraft) -> Self {
        let references = draft.references.iter().map(|reference| Text::new(&reference.text)).collect();
        Self { places: places(draft), references }
    }

    /// What [`lint()`] finds about `rubric`, which has the texts that were read.
    #[must_use]
    pub fn lint(&self, rubric: &Rubric, others: &[&Rubric]) -> Vec<Finding> {
        let mut found = Found::default();
        references::lint(rubric, &self.references, &mut found);
        references::lint_foreign(rubric, &self.places, others, &mut found);
        self.lint_keypoints(rubric, &mut found);
        found.sorted()
    }

    /// The same of its keypoints alone, without what references earn.
    #[must_use]
    pub fn of_keypoints(&self, rubric: &Rubric) -> Vec<Finding> {
        let mut found = Found::default();
        self.lint_keypoints(rubric, &mut found);
        found.sorted()
    }

    /// What [`notes()`] says of `rubric`, which has the texts that were read.
    #[must_use]
    pub fn notes(&self, rubric: &Rubric) -> Option<Vec<Finding>> {
        let mut found = Found { until_warning: true, ..Found::default() };
        // The references cost most.
        self.lint_keypoints(rubric, &mut found);
        if !found.is_done() {
            references::lint(rubric, &self.references, &mut found);
        }
        (!found.is_done()).then(|| found.sorted())
    }

    /// Those that cost least, or warn most often, come first.
    fn lint_keypoints(&self, rubric: &Rubric, found: &mut Found) {
        let alone = Alone::new(rubric, &self.places);
        let lints: [Lint<'_>; 4] = [
            &|found| giveaways::lint(rubric, &self.places, found),
            &|found| giveaways::lint_generic(rubric, &self.places, found),
            &|found| keypoints::lint(rubric, &self.places, &alone, found),
            &|found| wordings::lint(rubric, &self.places, &alone, found),
        ];
        for lint in lints {
            if !found.is_done() {
                lint(found);
            }
        }
    }
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

/// Findings in the making.
#[derive(Default)]
struct Found {
    findings: Vec<Finding>,
    /// Whether nothing more is asked for once there is a warning.
    until_warning: bool,
}

// === impl Found ===

impl Found {
    fn push(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// Whether nothing more is asked for.
    fn is_done(&self) -> bool {
        self.until_warning && self.findings.iter().any(|finding| finding.severity == Severity::Warning)
    }

    fn sorted(mut self) -> Vec<Finding> {
        sort(&mut self.findings);
        self.findings
    }
}

/// A keypoint as written, with its path and its index among all.
struct Place<'t> {
    path: String,
    index: usize,
    keypoint: &'t KeypointDraft,
    /// What it accepts, read: the point itself, then the wordings.
    read: Vec<Text<'t>>,
}

// === impl Place ===

impl<'t> Place<'t> {
    /// What it accepts, each with its path: the point itself, then the wordings.
    fn accepted(&self) -> impl Iterator<Item = (String, &'t str)> {
        let path = |at: usize| match at.checked_sub(1) {
            Some(w) => format!("{}.wordings[{w}]", self.path),
            None => format!("{}.point", self.path),
        };
        self.read.iter().enumerate().map(move |(at, text)| (path(at), text.original()))
    }
}

/// The keypoints of all groups in order.
fn places<'t>(draft: &'t RubricDraft) -> Vec<Place<'t>> {
    let groups = draft.groups.iter().enumerate();
    let keypoints = groups.flat_map(|(g, group)| {
        let path = move |k| format!("groups[{g}].keypoints[{k}]");
        group.keypoints.iter().enumerate().map(move |(k, keypoint)| (path(k), keypoint))
    });
    let place = |(index, (path, keypoint)): (usize, (String, &'t KeypointDraft))| {
        let accepted = std::iter::once(&keypoint.point).chain(&keypoint.wordings);
        Place { path, index, keypoint, read: accepted.map(|wording| Text::new(wording)).collect() }
    };
    keypoints.enumerate().map(place).collect()
}

/// Adds what it finds.
type Lint<'l> = &'l dyn Fn(&mut Found);

/// What each accepted wording of each keypoint gets where it alone is the answer; found out for a keypoint when it is
/// first asked for.
struct Alone<'l> {
    rubric: &'l Rubric,
    places: &'l [Place<'l>],
    awards: Vec<OnceCell<Vec<Vec<Award>>>>,
}

// === impl Alone ===

impl<'l> Alone<'l> {
    fn new(rubric: &'l Rubric, places: &'l [Place<'l>]) -> Self {
        Self { rubric, places, awards: vec![OnceCell::new(); places.len()] }
    }

    /// The awards for each wording of the keypoint at an index.
    fn of(&self, index: usize) -> &[Vec<Award>] {
        let (Some(place), Some(awards)) = (self.places.get(index), self.awards.get(index)) else { return &[] };
        awards.get_or_init(|| place.read.iter().map(|wording| award(self.rubric, wording)).collect())
    }
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
