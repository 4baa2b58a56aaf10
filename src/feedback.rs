//! The whole result of marking one answer, as plain data: what was given or taken, why, and where it stands in
//! the answer. Knows no format: JSON, the wire and reports are made from it elsewhere.

mod calibration;
mod essay;

pub use calibration::{CalibrationFeedback, ExpressionFeedback};
pub use essay::{EssayCheck, EssayCheckKind, EssayFeedback, MaterialFeedback, QuotationFeedback};

use std::borrow::Cow;

use crate::points::Points;
use crate::rubric::{Depth, ElementKind};
use crate::span::Span;
use crate::text::{CountMode, Counts, Family};

/// The language of the messages in feedback.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// 中文
    #[default]
    Chinese,
    /// English
    English,
}

// === impl Language ===

impl Language {
    /// How files name it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Chinese => "zh",
            Self::English => "en",
        }
    }
}

/// The feedback on one submission (反馈).
#[derive(Debug, Clone, PartialEq)]
pub struct Feedback {
    /// The submission's own id.
    pub submission_id: String,
    /// The rubric's id.
    pub rubric_id: String,
    /// The rubric's revision.
    pub rubric_revision: String,
    /// Version of the engine: the same version gives the same feedback.
    pub engine_version: Cow<'static, str>,
    /// How it was read.
    pub reading: Depth,
    /// The total, the sum of the parts. Where it is `estimated`, about the middle of a range: it puts essays in order and
    /// is not to be shown by itself.
    pub score: Points,
    /// Whether the score stands for a range of marks, as in essays: see [`EssayFeedback`].
    pub estimated: bool,
    /// Its ceiling.
    pub max_score: Points,
    /// What each dimension gave or took, in the order of [`PartKind`]; they sum to the score.
    pub parts: Vec<Part>,
    /// The keypoints in the order of the rubric.
    pub keypoints: Vec<KeypointFeedback>,
    /// 字数
    pub length: LengthFeedback,
    /// 条理
    pub structure: StructureFeedback,
    /// 格式
    pub format: FormatFeedback,
    /// 语言
    pub language: Vec<LanguageNote>,
    /// 大作文: its make-up and range of marks; there for essays only.
    pub essay: Option<EssayFeedback>,
    /// What is copied from the source material; there where the rubric has one.
    pub material: Option<MaterialFeedback>,
    /// How the marks for content were brought to what the teacher gives; there where the rubric has a calibration.
    pub calibration: Option<CalibrationFeedback>,
    /// What was taken, and by which rule.
    pub deductions: Vec<Deduction>,
    /// What a person should look at; worth no points.
    pub flags: Vec<Flag>,
    /// Two or three sentences for the candidate.
    pub summary: String,
}

/// A dimension of marking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PartKind {
    /// What the keypoints earned.
    Content,
    /// What the elements of the document earned.
    Format,
    /// What the layout earned, or lost.
    Structure,
    /// What the length lost.
    Length,
    /// What wrong characters lost.
    Language,
    /// About the middle of the range that an essay as a whole is given, less what its title lost.
    Essay,
    /// What the calibration adds to the content marks, or takes from them: the two together are at most the content's
    /// maximum. Only where the rubric has one.
    Calibration,
}

/// What one dimension gave or took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// The dimension.
    pub kind: PartKind,
    /// Marks given; below zero where the dimension takes.
    pub points: Points,
    /// The most it can give; zero where it only takes, and for the calibration, which gives within the content's.
    pub max_points: Points,
}

/// How far an answer says a keypoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Coverage {
    /// All of it.
    Full,
    /// Some of it.
    Partial,
    /// Nothing of it.
    Missed,
    /// The opposite of it.
    Contradicted,
}

/// One keypoint in the feedback.
#[derive(Debug, Clone, PartialEq)]
pub struct KeypointFeedback {
    /// The keypoint's id.
    pub keypoint_id: String,
    /// Its group's id.
    pub group_id: String,
    /// What must be said; empty where the rubric keeps its wordings for markers.
    pub point: String,
    /// Marks given. In an essay, which is marked as a whole, what it says of the keypoint by weight: nothing that adds
    /// to the score.
    pub points: Points,
    /// Marks for saying it in full.
    pub max_points: Points,
    /// How far it is said.
    pub coverage: Coverage,
    /// The measured share of the keypoint that the best passage says, 0 to 1.
    pub similarity: f64,
    /// How sure the decision is, 0 to 1: one less the share of its marks by which a careful person's are expected to
    /// differ.
    pub confidence: f64,
    /// Whether its marks count: false for a surplus keypoint of a k-of-n group, and for all of an essay.
    pub counted: bool,
    /// Where it is said, or where its opposite is.
    pub evidence: Vec<Evidence>,
    /// Terms of the key that the passage lacks; empty where the rubric keeps its wordings for markers.
    pub missing: Vec<String>,
    /// What a teacher would say about it.
    pub message: String,
}

/// A passage of the answer and why it counts (依据).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Where it stands.
    pub span: Span,
    /// The answer's own text at the span.
    pub quote: String,
    /// Why it counts.
    pub reason: EvidenceReason,
}

/// Why a passage counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EvidenceReason {
    /// It has the key's own words.
    SameWords,
    /// It has an expression known to mean the same.
    KnownExpression,
    /// It has the key's words with a wrong character.
    WrongCharacter,
    /// It says the opposite.
    Opposite,
    /// It breaks a rule, or is what a flag or note is about.
    Rule,
    /// It seems to mean the same, by the meaning of its words: a guess.
    LikelyMeaning,
    /// The answers that the teacher marked well have it.
    TellingExpression,
    /// The reader of meaning read it to say the same.
    ReadAsSame,
}

/// The length of the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LengthFeedback {
    /// The way of counting that the rubric asks for.
    pub mode: CountMode,
    /// The length in that mode, in 字.
    pub count: usize,
    /// The length in every mode.
    pub counts: Counts,
    /// The least, where there is one.
    pub min: Option<usize>,
    /// The most, where there is one.
    pub max: Option<usize>,
    /// Where the length stands.
    pub verdict: LengthVerdict,
    /// What a teacher would say about it.
    pub message: String,
}

/// Where a length stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LengthVerdict {
    /// Within the limits.
    Within,
    /// Over the most.
    Over,
    /// Under the least.
    Under,
    /// There are no limits.
    Unlimited,
}

/// The layout of the answer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StructureFeedback {
    /// The numbering markers in the order of the text.
    pub markers: Vec<MarkerFeedback>,
    /// What is wrong with the layout.
    pub faults: Vec<StructureFault>,
    /// What a teacher would say about it.
    pub message: String,
}

/// One numbering marker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkerFeedback {
    /// Its way of numbering.
    pub family: Family,
    /// How deep it stands, from 1.
    pub level: usize,
    /// Its number in the list, from 1.
    pub ordinal: usize,
    /// Where it stands.
    pub span: Span,
    /// The answer's own text there.
    pub quote: String,
}

/// A kind of fault in the layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StructureFaultKind {
    /// No points where they are asked for.
    NotItemized,
    /// Separate numbered lines where one paragraph is asked for.
    NotOneParagraph,
    /// A number is left out.
    Gap,
    /// A number stands twice.
    Repeat,
    /// A number comes after a higher one.
    Order,
    /// A list has a single item.
    Single,
}

/// One fault in the layout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StructureFault {
    /// What is wrong.
    pub kind: StructureFaultKind,
    /// In words.
    pub message: String,
    /// Where it shows; the first clause where the fault is that something is absent.
    pub evidence: Vec<Evidence>,
}

/// The elements of the document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FormatFeedback {
    /// The genre that the rubric asks for, or empty.
    pub genre: String,
    /// The elements that are required or present, in the order of [`ElementKind`].
    pub elements: Vec<ElementFeedback>,
    /// What a teacher would say about it; empty where the rubric asks for no format.
    pub message: String,
}

/// One element of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ElementFeedback {
    /// Which element.
    pub kind: ElementKind,
    /// Whether the rubric asks for it.
    pub required: bool,
    /// Where it stands, if it is there.
    pub evidence: Option<Evidence>,
    /// Marks given.
    pub points: Points,
    /// Marks for showing it.
    pub max_points: Points,
}

/// A kind of remark on the language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LanguageNoteKind {
    /// A wrong character in one of the key's terms.
    WrongCharacter,
    /// A sentence that is too long to follow.
    LongSentence,
    /// A spoken word.
    SpokenWord,
}

/// A remark on the language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LanguageNote {
    /// What kind.
    pub kind: LanguageNoteKind,
    /// In words.
    pub message: String,
    /// What would be right, where that is known and may be shown; else empty.
    pub suggestion: String,
    /// Where it stands.
    pub evidence: Evidence,
}

/// Points taken by a rule (扣分).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deduction {
    /// The rule, for instance `length.over`.
    pub rule: Cow<'static, str>,
    /// The dimension that it belongs to.
    pub part: PartKind,
    /// Marks taken, above zero unless nothing was left to take.
    pub points: Points,
    /// Whether less was taken than the rule says, because nothing was left to take.
    pub reduced: bool,
    /// In words.
    pub message: String,
    /// Where it shows.
    pub evidence: Vec<Evidence>,
}

/// What a flag is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FlagCode {
    /// The answer, or much of it, is a bare list of keywords.
    KeywordList,
    /// Much of the answer is copied from the question.
    CopiedQuestion,
    /// A passage stands more than once.
    RepeatedPassage,
    /// The answer is nearly a reference answer.
    NearReference,
    /// Text is addressed to the marker.
    AddressesMarker,
    /// A keypoint only just passed or failed.
    Borderline,
    /// Much of the answer is copied from the source material.
    CopiedMaterial,
}

/// Something for a person to look at (提示).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flag {
    /// What it is about.
    pub code: FlagCode,
    /// The keypoint that it is about, or empty.
    pub keypoint_id: String,
    /// In words.
    pub message: String,
    /// Where it shows.
    pub evidence: Vec<Evidence>,
}

// === impl Feedback ===

impl Feedback {
    /// Marks for content: what the keypoints earned and the calibration made of it, or in an essay what is said of the
    /// keypoints by weight.
    #[must_use]
    pub fn content_points(&self) -> Points {
        let keypoints: Points = self.keypoints.iter().map(|keypoint| keypoint.points).sum();
        keypoints + self.calibration.as_ref().map_or(Points::ZERO, |calibration| calibration.points)
    }

    /// How sure the content's marks are, 0 to 1: the confidence of the keypoints by their marks; 1 where there are none.
    #[must_use]
    pub fn confidence(&self) -> f64 {
        let all: f64 = self.keypoints.iter().map(|keypoint| keypoint.max_points.as_f64()).sum();
        let sure: f64 = self.keypoints.iter().map(|keypoint| keypoint.max_points.as_f64() * keypoint.confidence).sum();
        if all > 0.0 { sure / all } else { 1.0 }
    }

    /// Every passage that the feedback quotes.
    pub fn all_evidence(&self) -> impl Iterator<Item = &Evidence> {
        let keypoints = self.keypoints.iter().flat_map(|keypoint| &keypoint.evidence);
        let faults = self.structure.faults.iter().flat_map(|fault| &fault.evidence);
        let elements = self.format.elements.iter().filter_map(|element| element.evidence.as_ref());
        let notes = self.language.iter().map(|note| &note.evidence);
        let deductions = self.deductions.iter().flat_map(|deduction| &deduction.evidence);
        let flags = self.flags.iter().flat_map(|flag| &flag.evidence);
        let checks = self.essay.iter().flat_map(|essay| &essay.checks).flat_map(|check| &check.evidence);
        let quotations = self.essay.iter().flat_map(|essay| &essay.quotations).map(|of| &of.evidence);
        let runs = self.material.iter().flat_map(|material| &material.runs);
        let expressions = self.calibration.iter().flat_map(|of| &of.expressions).map(|expression| &expression.evidence);
        let words = self.calibration.iter().flat_map(|of| &of.words_evidence);
        let items = keypoints.chain(faults).chain(elements).chain(notes).chain(deductions).chain(flags);
        items.chain(checks).chain(quotations).chain(runs).chain(expressions).chain(words)
    }
}
