//! The rubric: everything that marking one question needs, checked once and compiled once.
//! Knows nothing of answers, feedback or the wire.

mod amend;
mod calibration;
mod characters;
mod check;
mod compile;
mod draft;
mod edit;
mod essay;
mod file;
mod genre;
mod layers;
mod library;
mod phrases;
mod sayings;
mod sense;
mod shingles;
mod terms;

pub use amend::{Amendment, NewWording, amend};
pub use calibration::{CalibrationDraft, CalibrationPolicy, CurveKnot, Expression, ExpressionDraft};
pub use characters::{Characters, Place, bit};
pub use check::Problem;
pub use compile::{Character, Compiled, Pattern, Posting, Relation, Wording, WordingTerm};
pub use draft::{
    CreditDraft, CreditStep, Depth, ElementDraft, ElementKind, FormatDraft, GroupDraft, KeypointDraft, Kind,
    LanguageDraft, LengthCharge, LengthDraft, MatchPolicy, ReferenceDraft, RubricDraft, StructureDraft, TypoCharge,
};
pub use edit::{Fix, repair};
pub use essay::{Band, BandDraft, EssayDraft, EssayPolicy, SubThesesDraft};
pub use file::{json_schema, line_of_path, parse_toml, write_toml};
pub use genre::{ElementPlace, Genre, Requirement, genre, genres};
pub use layers::Layer;
pub use library::{shipped, shipped_ids, shipped_source};
pub use phrases::{Phrase, Phrases};
pub use sayings::{Found, SAYING_MAX_LETTERS, Sayings};
pub use sense::Sense;
pub use shingles::{RUN, Run, Shingles, runs};

use std::sync::Arc;

use crate::points::Points;
use crate::text::CountMode;

/// The whole of a wording, in thousandths: similarity is counted in whole numbers, so that it is the same
/// everywhere.
pub const WHOLE: u32 = 1000;

/// A step from coverage to marks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Credit {
    /// Similarity from which it is reached, in thousandths.
    pub similarity: u32,
    /// Share of the keypoint's points, above 0 to 1.
    pub share: f64,
}

// === impl Rubric ===

impl Rubric {
    /// The same rubric, read so where it is said how.
    ///
    /// # Errors
    ///
    /// None: what was valid is so again.
    pub fn read_at(rubric: Arc<Self>, reading: Option<Depth>) -> Result<Arc<Self>, Vec<Problem>> {
        match reading.filter(|reading| *reading != rubric.reading) {
            Some(reading) => Self::new(RubricDraft { reading, ..rubric.draft.clone() }).map(Arc::new),
            None => Ok(rubric),
        }
    }

    /// The same rubric with other steps of credit, without compiling anew what they don't touch.
    ///
    /// # Errors
    ///
    /// Every problem with the steps.
    pub fn with_credit(mut self, credit: CreditDraft) -> Result<Self, Vec<Problem>> {
        check::check_steps(&credit.steps)?;
        self.draft.credit = credit;
        self.credit = self.draft.credit.steps.iter().map(Credit::new).collect();
        self.revision = compile::revision(&self.draft);
        self.compiled.headings_points = std::sync::OnceLock::new();
        Ok(self)
    }
}

// === impl Credit ===

impl Credit {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of 0 to 1")]
    fn new(step: &CreditStep) -> Self {
        Self { similarity: (step.coverage * f64::from(WHOLE)).round() as u32, share: step.share }
    }
}

/// A valid rubric, ready for grading. Made by [`Rubric::new`] only; nothing about it can fail afterwards.
#[derive(Debug)]
pub struct Rubric {
    /// Name of the rubric.
    pub id: String,
    /// Short title.
    pub title: String,
    /// Hash of its content: 16 hexadecimal digits, the same for the same rules however they were given.
    pub revision: String,
    /// The kind of question.
    pub kind: Kind,
    /// Marks for a perfect answer.
    pub max_score: Points,
    /// The groups in order.
    pub groups: Vec<Group>,
    /// The keypoints of all groups in order.
    pub keypoints: Vec<Keypoint>,
    /// From coverage to marks, rising; never empty, the last step gives all.
    pub credit: Vec<Credit>,
    /// How long an answer may be.
    pub length: LengthPolicy,
    /// How an answer is laid out.
    pub structure: StructurePolicy,
    /// What a document must show.
    pub format: FormatPolicy,
    /// What wrong characters cost.
    pub typos: Option<TypoPolicy>,
    /// How an essay is judged; there for essays and for nothing else.
    pub essay: Option<EssayPolicy>,
    /// What makes the marks for content those of one teacher, where a teacher has marked answers for it.
    pub calibration: Option<CalibrationPolicy>,
    /// How answers are read where words leave it open whether they say a keypoint.
    pub reading: Depth,
    /// Whether feedback may show the key's wordings.
    pub wordings_visible: bool,
    /// The rubric as it was written.
    pub draft: RubricDraft,
    /// What grading looks things up in.
    pub compiled: Compiled,
}

/// Keypoints that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Name of the group.
    pub id: String,
    /// Its heading, or empty.
    pub title: String,
    /// How many of its keypoints count; all where it is their number.
    pub take: usize,
    /// Marks for the whole group: the sum of its `take` highest keypoints.
    pub points: Points,
}

/// One thing the answer must say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keypoint {
    /// Name of the keypoint.
    pub id: String,
    /// Index of its group.
    pub group: usize,
    /// What must be said.
    pub point: String,
    /// Marks for saying it in full.
    pub points: Points,
    /// Whether the meaning is enough.
    pub match_policy: MatchPolicy,
}

/// How long an answer may be, in 字 of the mode.
#[derive(Debug, Clone, PartialEq)]
pub struct LengthPolicy {
    /// The way of counting.
    pub mode: CountMode,
    /// The least, where there is one.
    pub min: Option<usize>,
    /// The most, where there is one.
    pub max: Option<usize>,
    /// The figure of N 字左右, where that is how the limits were given.
    pub target: Option<usize>,
    /// What being over the most costs.
    pub over: Charge,
    /// What being under the least costs.
    pub under: Charge,
}

/// What 字 beyond a limit cost: nothing for the free share, then `points` a started `every`, at most `max`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Charge {
    /// Share of the limit that is free.
    pub free: f64,
    /// 字 for which `points` are taken.
    pub every: usize,
    /// Marks taken each time.
    pub points: Points,
    /// The most marks taken.
    pub max: Points,
}

/// How an answer is laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StructurePolicy {
    /// Whether it must be in points.
    pub itemized: bool,
    /// Whether it must be one paragraph.
    pub one_paragraph: bool,
    /// The pool that structure earns; zero where faults are deductions.
    pub pool: Points,
    /// Marks that one fault takes.
    pub fault: Points,
    /// The most marks that faults take: the pool where there is one.
    pub max_deduction: Points,
}

/// What a document must show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormatPolicy {
    /// The genre, or empty.
    pub genre: String,
    /// The elements asked for and their marks.
    pub elements: Vec<(ElementKind, Points)>,
}

/// What wrong characters cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TypoPolicy {
    /// Wrong characters for which `points` are taken.
    pub every: usize,
    /// Marks taken each time.
    pub points: Points,
    /// The most marks taken.
    pub max: Points,
}

// === impl Rubric ===

impl Rubric {
    /// Checks and compiles a draft.
    ///
    /// # Errors
    ///
    /// Every problem of the draft at once, each with the path of its field and what to do.
    pub fn new(draft: RubricDraft) -> Result<Self, Vec<Problem>> {
        check::check(&draft)?;
        Ok(compile::compile(draft))
    }

    /// Marks that the keypoints can earn, or in an essay what they weigh: the sum of the groups.
    #[must_use]
    pub fn content_points(&self) -> Points {
        self.groups.iter().map(|group| group.points).sum()
    }

    /// Marks that the elements of the document can earn.
    #[must_use]
    pub fn format_points(&self) -> Points {
        self.format.elements.iter().map(|(_, points)| *points).sum()
    }

    /// The reference answers.
    pub fn references(&self) -> impl Iterator<Item = &str> {
        self.draft.references.iter().map(|reference| reference.text.as_str())
    }
}
