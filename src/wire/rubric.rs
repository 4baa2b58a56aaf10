//! Rubric messages ⇄ drafts, field for field. Checks only what a draft cannot hold, which is enum values that
//! are not given or not known; everything else is for [`crate::rubric::Rubric::new`] to report.

use super::pb;
use crate::rubric::{
    CreditDraft, CreditStep, Depth, ElementDraft, ElementKind, FormatDraft, GroupDraft, KeypointDraft, Kind,
    LanguageDraft, LengthCharge, LengthDraft, MatchPolicy, Problem, ReferenceDraft, RubricDraft, StructureDraft,
    TypoCharge,
};
use crate::text::CountMode;

/// The draft in a message, and the problems that the draft itself cannot show; empty where there are none. A
/// field that is not given becomes the empty value.
#[must_use]
pub fn rubric_from_pb(rubric: pb::Rubric) -> (RubricDraft, Vec<Problem>) {
    let pb::Rubric {
        id,
        title,
        kind,
        max_score,
        question,
        references,
        groups,
        aliases,
        credit,
        length,
        structure,
        format,
        language,
        wordings_visible,
        essay,
        material,
        calibration,
        reading,
    } = rubric;
    let problems = &mut Vec::new();
    let reference = |pb::ReferenceAnswer { text }| ReferenceDraft { text };
    let alias_set = |pb::AliasSet { expressions }| expressions;
    let draft = RubricDraft {
        id,
        title,
        kind: kind_from_pb(kind, problems),
        max_score,
        question,
        references: references.into_iter().map(reference).collect(),
        groups: groups.into_iter().enumerate().map(|(g, group)| group_from_pb(group, g, problems)).collect(),
        aliases: aliases.into_iter().map(alias_set).collect(),
        credit: credit.map(credit_from_pb).unwrap_or_default(),
        length: length.map(|length| length_from_pb(length, problems)).unwrap_or_default(),
        structure: structure.map(structure_from_pb).unwrap_or_default(),
        format: format.map(|format| format_from_pb(format, problems)).unwrap_or_default(),
        language: language.map(language_from_pb).unwrap_or_default(),
        essay: essay.map(super::essay::essay_from_pb),
        calibration: calibration.map(super::calibration::calibration_from_pb),
        wordings_visible: wordings_visible.unwrap_or(true),
        material,
        reading: depth_from_pb(reading)
            .unwrap_or_else(|number| {
                problems.push(not_an_enum_value("reading".to_owned(), number, "ReadingDepth"));
                None
            })
            .unwrap_or_default(),
    };
    (draft, std::mem::take(problems))
}

/// The message for a draft.
#[must_use]
pub fn rubric_into_pb(draft: RubricDraft) -> pb::Rubric {
    let RubricDraft {
        id,
        title,
        kind,
        max_score,
        question,
        references,
        groups,
        aliases,
        credit,
        length,
        structure,
        format,
        language,
        essay,
        calibration,
        wordings_visible,
        material,
        reading,
    } = draft;
    let CreditDraft { steps } = credit;
    let LanguageDraft { typos } = language;
    let typos = typos.map(|TypoCharge { every, points, max }| pb::TypoCharge { every, points, max });
    let reference = |ReferenceDraft { text }| pb::ReferenceAnswer { text };
    let step = |CreditStep { coverage, share }| pb::CreditStep { coverage, share };
    pb::Rubric {
        id,
        title,
        kind: kind_into_pb(kind),
        max_score,
        question,
        references: references.into_iter().map(reference).collect(),
        groups: groups.into_iter().map(group_into_pb).collect(),
        aliases: aliases.into_iter().map(|expressions| pb::AliasSet { expressions }).collect(),
        credit: Some(pb::CreditPolicy { steps: steps.into_iter().map(step).collect() }),
        length: Some(length_into_pb(length)),
        structure: Some(structure_into_pb(structure)),
        format: Some(format_into_pb(format)),
        language: Some(pb::LanguagePolicy { typos }),
        wordings_visible: Some(wordings_visible),
        essay: essay.map(super::essay::policy_into_pb),
        calibration: calibration.map(super::calibration::policy_into_pb),
        material,
        reading: depth_into_pb(reading),
    }
}

/// The number of a depth.
pub(super) fn depth_into_pb(depth: Depth) -> i32 {
    match depth {
        Depth::Fast => pb::ReadingDepth::Fast,
        Depth::Deep => pb::ReadingDepth::Deep,
    }
    .into()
}

/// How to read; `None` where it is left to the default.
///
/// # Errors
///
/// The number where it is no known value.
pub fn depth_from_pb(number: i32) -> Result<Option<Depth>, i32> {
    match pb::ReadingDepth::try_from(number) {
        Ok(pb::ReadingDepth::Unspecified) => Ok(None),
        Ok(pb::ReadingDepth::Fast) => Ok(Some(Depth::Fast)),
        Ok(pb::ReadingDepth::Deep) => Ok(Some(Depth::Deep)),
        Err(_) => Err(number),
    }
}

/// The wire's number for a way of counting.
pub(super) fn count_mode(mode: CountMode) -> i32 {
    let mode = match mode {
        CountMode::Word => pb::CountMode::Word,
        CountMode::Nonblank => pb::CountMode::Nonblank,
        CountMode::Grid => pb::CountMode::Grid,
        CountMode::Han => pb::CountMode::Han,
    };
    mode.into()
}

/// The wire's number for an element of a document.
pub(super) fn element_kind(kind: ElementKind) -> i32 {
    let kind = match kind {
        ElementKind::Title => pb::FormatElementKind::Title,
        ElementKind::DocumentNumber => pb::FormatElementKind::DocumentNumber,
        ElementKind::Addressee => pb::FormatElementKind::Addressee,
        ElementKind::Body => pb::FormatElementKind::Body,
        ElementKind::Closing => pb::FormatElementKind::Closing,
        ElementKind::Attachment => pb::FormatElementKind::Attachment,
        ElementKind::Signature => pb::FormatElementKind::Signature,
        ElementKind::Date => pb::FormatElementKind::Date,
    };
    kind.into()
}

// === enums ===

fn kind_from_pb(number: i32, problems: &mut Vec<Problem>) -> Kind {
    match pb::RubricKind::try_from(number) {
        Ok(pb::RubricKind::Summary) => Kind::Summary,
        Ok(pb::RubricKind::Analysis) => Kind::Analysis,
        Ok(pb::RubricKind::Countermeasure) => Kind::Countermeasure,
        Ok(pb::RubricKind::OfficialDocument) => Kind::OfficialDocument,
        Ok(pb::RubricKind::Essay) => Kind::Essay,
        Ok(pb::RubricKind::Unspecified) | Err(_) => {
            problems.push(not_an_enum_value("kind".to_owned(), number, "RubricKind"));
            Kind::default()
        }
    }
}

pub(super) fn kind_into_pb(kind: Kind) -> i32 {
    let kind = match kind {
        Kind::Summary => pb::RubricKind::Summary,
        Kind::Analysis => pb::RubricKind::Analysis,
        Kind::Countermeasure => pb::RubricKind::Countermeasure,
        Kind::OfficialDocument => pb::RubricKind::OfficialDocument,
        Kind::Essay => pb::RubricKind::Essay,
    };
    kind.into()
}

fn element_kind_from_pb(number: i32, index: usize, problems: &mut Vec<Problem>) -> ElementKind {
    known_element_kind(number).unwrap_or_else(|| {
        problems.push(not_an_enum_value(format!("format.elements[{index}].kind"), number, "FormatElementKind"));
        ElementKind::Body
    })
}

/// The element of a number of the wire; `None` where it is none.
pub(super) fn known_element_kind(number: i32) -> Option<ElementKind> {
    match pb::FormatElementKind::try_from(number) {
        Ok(pb::FormatElementKind::Title) => Some(ElementKind::Title),
        Ok(pb::FormatElementKind::DocumentNumber) => Some(ElementKind::DocumentNumber),
        Ok(pb::FormatElementKind::Addressee) => Some(ElementKind::Addressee),
        Ok(pb::FormatElementKind::Body) => Some(ElementKind::Body),
        Ok(pb::FormatElementKind::Closing) => Some(ElementKind::Closing),
        Ok(pb::FormatElementKind::Attachment) => Some(ElementKind::Attachment),
        Ok(pb::FormatElementKind::Signature) => Some(ElementKind::Signature),
        Ok(pb::FormatElementKind::Date) => Some(ElementKind::Date),
        Ok(pb::FormatElementKind::Unspecified) | Err(_) => None,
    }
}

fn not_an_enum_value(path: String, number: i32, name: &str) -> Problem {
    let what = if number == 0 { "is not given".to_owned() } else { format!("{number} is not a known value") };
    Problem::new(path, what, format!("give a value of {name}"))
}

// === from the wire ===

fn group_from_pb(group: pb::KeypointGroup, g: usize, problems: &mut Vec<Problem>) -> GroupDraft {
    let pb::KeypointGroup { id, title, take, keypoints } = group;
    let keypoints = keypoints.into_iter().enumerate();
    let keypoints = keypoints.map(|(k, keypoint)| keypoint_from_pb(keypoint, (g, k), problems)).collect();
    GroupDraft { id, title, take, keypoints }
}

fn keypoint_from_pb(keypoint: pb::Keypoint, (g, k): (usize, usize), problems: &mut Vec<Problem>) -> KeypointDraft {
    let pb::Keypoint { id, point, points, wordings, opposites, r#match: number } = keypoint;
    let match_policy = match pb::MatchPolicy::try_from(number) {
        Ok(pb::MatchPolicy::Unspecified | pb::MatchPolicy::Meaning) => MatchPolicy::Meaning,
        Ok(pb::MatchPolicy::Wording) => MatchPolicy::Wording,
        Err(_) => {
            let path = format!("groups[{g}].keypoints[{k}].match");
            problems.push(not_an_enum_value(path, number, "MatchPolicy"));
            MatchPolicy::default()
        }
    };
    KeypointDraft { id, point, points, wordings, opposites, match_policy }
}

fn credit_from_pb(credit: pb::CreditPolicy) -> CreditDraft {
    let pb::CreditPolicy { steps } = credit;
    let step = |pb::CreditStep { coverage, share }| CreditStep { coverage, share };
    CreditDraft { steps: steps.into_iter().map(step).collect() }
}

fn length_from_pb(length: pb::LengthPolicy, problems: &mut Vec<Problem>) -> LengthDraft {
    let pb::LengthPolicy { mode: number, min, max, target, tolerance, over, under } = length;
    let mode = match pb::CountMode::try_from(number) {
        Ok(pb::CountMode::Unspecified | pb::CountMode::Word) => CountMode::Word,
        Ok(pb::CountMode::Nonblank) => CountMode::Nonblank,
        Ok(pb::CountMode::Grid) => CountMode::Grid,
        Ok(pb::CountMode::Han) => CountMode::Han,
        Err(_) => {
            problems.push(not_an_enum_value("length.mode".to_owned(), number, "CountMode"));
            CountMode::default()
        }
    };
    let charge = |pb::LengthCharge { free, every, points, max }| LengthCharge { free, every, points, max };
    LengthDraft { mode, min, max, target, tolerance, over: over.map(charge), under: under.map(charge) }
}

fn structure_from_pb(structure: pb::StructurePolicy) -> StructureDraft {
    let pb::StructurePolicy { itemized, one_paragraph, points, fault, max_deduction } = structure;
    StructureDraft { itemized, one_paragraph, points, fault, max_deduction }
}

fn format_from_pb(format: pb::FormatPolicy, problems: &mut Vec<Problem>) -> FormatDraft {
    let pb::FormatPolicy { genre, elements } = format;
    let elements = elements.into_iter().enumerate().map(|(index, element)| {
        let pb::FormatElement { kind, points } = element;
        ElementDraft { kind: element_kind_from_pb(kind, index, problems), points }
    });
    FormatDraft { genre, elements: elements.collect() }
}

fn language_from_pb(language: pb::LanguagePolicy) -> LanguageDraft {
    let pb::LanguagePolicy { typos } = language;
    LanguageDraft { typos: typos.map(|pb::TypoCharge { every, points, max }| TypoCharge { every, points, max }) }
}

// === to the wire ===

fn group_into_pb(group: GroupDraft) -> pb::KeypointGroup {
    let GroupDraft { id, title, take, keypoints } = group;
    pb::KeypointGroup { id, title, take, keypoints: keypoints.into_iter().map(keypoint_into_pb).collect() }
}

fn keypoint_into_pb(keypoint: KeypointDraft) -> pb::Keypoint {
    let KeypointDraft { id, point, points, wordings, opposites, match_policy } = keypoint;
    let match_policy = match match_policy {
        MatchPolicy::Meaning => pb::MatchPolicy::Meaning,
        MatchPolicy::Wording => pb::MatchPolicy::Wording,
    };
    pb::Keypoint { id, point, points, wordings, opposites, r#match: match_policy.into() }
}

fn length_into_pb(length: LengthDraft) -> pb::LengthPolicy {
    let LengthDraft { mode, min, max, target, tolerance, over, under } = length;
    let charge = |LengthCharge { free, every, points, max }| pb::LengthCharge { free, every, points, max };
    let (over, under) = (over.map(charge), under.map(charge));
    pb::LengthPolicy { mode: count_mode(mode), min, max, target, tolerance, over, under }
}

fn structure_into_pb(structure: StructureDraft) -> pb::StructurePolicy {
    let StructureDraft { itemized, one_paragraph, points, fault, max_deduction } = structure;
    pb::StructurePolicy { itemized, one_paragraph, points, fault, max_deduction }
}

fn format_into_pb(format: FormatDraft) -> pb::FormatPolicy {
    let FormatDraft { genre, elements } = format;
    let element = |ElementDraft { kind, points }| pb::FormatElement { kind: element_kind(kind), points };
    pb::FormatPolicy { genre, elements: elements.into_iter().map(element).collect() }
}
