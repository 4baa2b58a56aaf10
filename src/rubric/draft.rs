//! A rubric as written: every field as a TOML file or a wire message gives it, not yet checked.
//!
//! The JSON Schema for editors is generated from these types, so their comments are what a teacher reads.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::calibration::CalibrationDraft;
use super::essay::EssayDraft;
use crate::text::CountMode;

/// All rules for marking one question (评分标准).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RubricDraft {
    /// Name of the rubric: small Latin letters, digits and hyphens, 1 to 64 characters; the file is `<id>.toml`.
    pub id: String,
    /// Short title for lists and reports.
    pub title: String,
    /// The kind of question; it chooses the defaults of the other policies.
    pub kind: Kind,
    /// Marks for a perfect answer: the sum of the groups and of the format and structure pools. Multiple of 0.01.
    pub max_score: f64,
    /// The question as candidates see it.
    pub question: String,
    /// The source material (给定资料) that candidates were given: shares of answers that are copied from it are reported.
    /// At most 50,000 characters. Default: none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub material: String,
    /// Answers that earn full marks. Each earns full content marks on its own rubric.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<ReferenceDraft>,
    /// Keypoints under a heading, or of which k count.
    pub groups: Vec<GroupDraft>,
    /// Sets of expressions that mean the same in this question, for instance `["信息孤岛", "数据壁垒"]`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<Vec<String>>,
    /// How coverage turns into marks.
    #[serde(default)]
    pub credit: CreditDraft,
    /// How long an answer may be.
    #[serde(default)]
    pub length: LengthDraft,
    /// How an answer is laid out in points.
    #[serde(default)]
    pub structure: StructureDraft,
    /// What a document of its genre must show.
    #[serde(default)]
    pub format: FormatDraft,
    /// What wrong characters and style cost.
    #[serde(default)]
    pub language: LanguageDraft,
    /// How an essay is judged, for `kind = "essay"` only. Default: by the defaults of its fields.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "EssayDraft")]
    pub essay: Option<EssayDraft>,
    /// What makes the marks for content those of one teacher; `yuejuan calibrate` writes it. Default: nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "CalibrationDraft")]
    pub calibration: Option<CalibrationDraft>,
    /// How answers are read where words leave it open whether they say a keypoint. Default: fast.
    #[serde(default, skip_serializing_if = "Depth::is_default")]
    pub reading: Depth,
    /// Whether feedback may show the key's wordings to candidates. False keeps them for markers. Default true.
    #[serde(default = "yes")]
    pub wordings_visible: bool,
}

/// The kind of question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 概括归纳
    #[default]
    Summary,
    /// 综合分析
    Analysis,
    /// 提出对策
    Countermeasure,
    /// 应用文（贯彻执行）
    OfficialDocument,
    /// 大作文
    Essay,
}

/// One reference answer (参考答案).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReferenceDraft {
    /// The whole text, line breaks included.
    pub text: String,
}

/// Keypoints that belong together (采分点组).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupDraft {
    /// Name of the group, unique in the rubric.
    pub id: String,
    /// The heading that a reference gives these keypoints. Empty where there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// How many keypoints count, the best ones first (任答 k 点). Default: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub take: Option<u32>,
    /// The keypoints, in the order of the reference.
    pub keypoints: Vec<KeypointDraft>,
}

/// One thing the answer must say (采分点).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KeypointDraft {
    /// Name of the keypoint, unique in the rubric.
    pub id: String,
    /// What must be said, in a clause or two. It is an accepted wording itself.
    pub point: String,
    /// Marks for saying it in full. Multiple of 0.01, above 0.
    pub points: f64,
    /// Other accepted wordings of the whole point.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wordings: Vec<String>,
    /// Wordings that say the opposite: they earn nothing and are reported.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub opposites: Vec<String>,
    /// Whether the meaning is enough or the wording is asked for.
    #[serde(default, rename = "match", skip_serializing_if = "MatchPolicy::is_default")]
    pub match_policy: MatchPolicy,
}

/// What counts as saying a keypoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MatchPolicy {
    /// Same or similar meaning (意思相近即可).
    #[default]
    Meaning,
    /// The wording itself, wrong characters apart (须答出原词).
    Wording,
}

/// How answers are read where words leave it open whether they say a keypoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Depth {
    /// By their words, in microseconds.
    #[default]
    Fast,
    /// A reader of meaning decides what words leave open, in tenths of a second.
    Deep,
}

/// How coverage turns into marks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreditDraft {
    /// Steps in rising order. An answer earns the share of the highest step that its coverage reaches, and
    /// nothing below the first. Default: half the marks, then all of them.
    pub steps: Vec<CreditStep>,
}

/// One step from coverage to marks.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CreditStep {
    /// Coverage from which the step holds, above 0, at most 1.
    pub coverage: f64,
    /// Share of the keypoint's marks that it gives, above 0, at most 1; 1 at the last step.
    pub share: f64,
}

/// How long an answer may be, in 字 of the mode.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LengthDraft {
    /// The way of counting 字数. Default `word`.
    #[serde(default)]
    pub mode: CountMode,
    /// 不少于 N 字.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<u32>,
    /// 不超过 N 字.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<u32>,
    /// N 字左右: stands for `min` and `max` by `tolerance`, and excludes them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<u32>,
    /// Share of the target that 左右 allows either way, 0 to 0.5. Default 0.1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tolerance: Option<f64>,
    /// What an answer over the limit costs. Default: 5 % free, then 1 mark a started 30 字, at most 10 % of the marks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub over: Option<LengthCharge>,
    /// What an answer under the limit costs. Default: nothing but a notice; for essays 1 mark a started 50 字, at most 4.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub under: Option<LengthCharge>,
}

/// What 字 beyond a limit cost.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LengthCharge {
    /// Share of the limit that costs nothing, 0 to 1. Default 0.
    #[serde(default)]
    pub free: f64,
    /// 字 for which `points` are taken, each started one counting. At least 1.
    pub every: u32,
    /// Marks taken each time.
    pub points: f64,
    /// The most marks that are taken.
    pub max: f64,
}

/// How an answer is laid out in points.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StructureDraft {
    /// Whether the answer must be in points (分条). Default: true for summaries and countermeasures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub itemized: Option<bool>,
    /// Whether the answer must be one paragraph (一段话): separate numbered lines are then a fault. Default false.
    #[serde(default)]
    pub one_paragraph: bool,
    /// Marks of a pool that structure earns, part of `max_score`; faults take from it. Default 0: faults are deductions.
    #[serde(default)]
    pub points: f64,
    /// Marks that one fault takes. Default 0.5.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<f64>,
    /// The most marks that faults take where there is no pool. Default 10 % of `max_score`, nothing for essays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_deduction: Option<f64>,
}

/// What a document must show.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FormatDraft {
    /// The genre (文种), for instance 倡议书. Empty where the question asks for none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub genre: String,
    /// The elements asked for. Their marks are part of `max_score`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub elements: Vec<ElementDraft>,
}

/// One element of a document.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ElementDraft {
    /// Which element.
    pub kind: ElementKind,
    /// Marks for showing it. Default 0: it is reported only.
    #[serde(default)]
    pub points: f64,
}

/// An element of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ElementKind {
    /// 标题
    Title,
    /// 发文字号
    DocumentNumber,
    /// 主送机关, 称谓
    Addressee,
    /// 正文
    Body,
    /// 结束语
    Closing,
    /// 附件
    Attachment,
    /// 发文机关, 署名
    Signature,
    /// 日期
    Date,
}

/// What wrong characters cost. Overlong sentences and spoken words are always reported and never cost marks.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LanguageDraft {
    /// What wrong characters in the key's own terms cost. Default: nothing but a notice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub typos: Option<TypoCharge>,
}

/// What wrong characters cost.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TypoCharge {
    /// Wrong characters for which `points` are taken, each full set counting. At least 1.
    pub every: u32,
    /// Marks taken each time.
    pub points: f64,
    /// The most marks that are taken.
    pub max: f64,
}

// === impl defaults ===

impl Default for CreditDraft {
    fn default() -> Self {
        Self {
            steps: vec![
                CreditStep { coverage: HALF_COVERAGE, share: 0.5 },
                CreditStep { coverage: FULL_COVERAGE, share: 1.0 },
            ],
        }
    }
}

/// Coverage that earns half the marks by default, chosen on the development half of the marked answers.
const HALF_COVERAGE: f64 = 0.2;
/// Coverage that earns all marks by default, chosen on the development half of the marked answers.
const FULL_COVERAGE: f64 = 0.36;

impl Kind {
    /// Its name in rubric files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Summary => "summary",
            Self::Analysis => "analysis",
            Self::Countermeasure => "countermeasure",
            Self::OfficialDocument => "official_document",
            Self::Essay => "essay",
        }
    }
}

impl Depth {
    /// Its name in rubric files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Fast => "fast",
            Self::Deep => "deep",
        }
    }
}

impl ElementKind {
    /// Its name in rubric files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::DocumentNumber => "document_number",
            Self::Addressee => "addressee",
            Self::Body => "body",
            Self::Closing => "closing",
            Self::Attachment => "attachment",
            Self::Signature => "signature",
            Self::Date => "date",
        }
    }
}

impl Depth {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes the field by reference")]
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

// === impl MatchPolicy ===

impl MatchPolicy {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes the field by reference")]
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

fn yes() -> bool {
    true
}
