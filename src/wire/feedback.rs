//! Feedback → wire; the way back is `feedback_back`. Knows nothing of how the message is sent.

use super::inspection::length_counts;
use super::position::Positions;
use super::rubric::depth_into_pb;
use super::{count, pb};
use crate::feedback::{
    Coverage, Deduction, ElementFeedback, Evidence, EvidenceReason, Feedback, Flag, FlagCode, FormatFeedback,
    KeypointFeedback, LanguageNote, LanguageNoteKind, LengthFeedback, LengthVerdict, MarkerFeedback, Part, PartKind,
    StructureFault, StructureFaultKind, StructureFeedback,
};
use crate::text::Family;

/// The message for a feedback; `text` is the text that was marked, from which positions are counted.
#[must_use]
pub fn feedback_into_pb(feedback: Feedback, text: &str) -> pb::Feedback {
    let confidence = feedback.confidence();
    let Feedback {
        submission_id,
        rubric_id,
        rubric_revision,
        engine_version,
        reading,
        score,
        max_score,
        parts,
        keypoints,
        length,
        structure,
        format,
        language,
        estimated,
        essay,
        material,
        calibration,
        deductions,
        flags,
        summary,
    } = feedback;
    let at = &Positions::new(text);
    pb::Feedback {
        submission_id,
        rubric_id,
        rubric_revision,
        engine_version: engine_version.into_owned(),
        reading: depth_into_pb(reading),
        score: score.as_f64(),
        max_score: max_score.as_f64(),
        parts: list(parts, part),
        keypoints: list(keypoints, |item| keypoint(item, at)),
        length: Some(self::length(length)),
        structure: Some(self::structure(structure, at)),
        format: Some(self::format(format, at)),
        language: Some(pb::LanguageFeedback { notes: list(language, |item| note(item, at)) }),
        deductions: list(deductions, |item| deduction(item, at)),
        flags: list(flags, |item| flag(item, at)),
        summary,
        estimated,
        confidence,
        essay: essay.map(|essay| super::essay::essay_into_pb(essay, at)),
        material: material.map(|material| super::essay::material_into_pb(material, at)),
        calibration: calibration.map(|of| super::calibration::calibration_into_pb(of, at)),
    }
}

pub(super) fn list<T, U>(items: Vec<T>, into_pb: impl FnMut(T) -> U) -> Vec<U> {
    items.into_iter().map(into_pb).collect()
}

fn part(part: Part) -> pb::Part {
    let Part { kind, points, max_points } = part;
    pb::Part { kind: part_kind(kind), points: points.as_f64(), max_points: max_points.as_f64() }
}

fn part_kind(kind: PartKind) -> i32 {
    let kind = match kind {
        PartKind::Content => pb::PartKind::Content,
        PartKind::Format => pb::PartKind::Format,
        PartKind::Structure => pb::PartKind::Structure,
        PartKind::Length => pb::PartKind::Length,
        PartKind::Language => pb::PartKind::Language,
        PartKind::Essay => pb::PartKind::Essay,
        PartKind::Calibration => pb::PartKind::Calibration,
    };
    kind.into()
}

fn keypoint(keypoint: KeypointFeedback, at: &Positions<'_>) -> pb::KeypointFeedback {
    let KeypointFeedback {
        keypoint_id,
        group_id,
        point,
        points,
        max_points,
        coverage,
        similarity,
        confidence,
        counted,
        evidence,
        missing,
        message,
    } = keypoint;
    let coverage = match coverage {
        Coverage::Full => pb::Coverage::Full,
        Coverage::Partial => pb::Coverage::Partial,
        Coverage::Missed => pb::Coverage::Missed,
        Coverage::Contradicted => pb::Coverage::Contradicted,
    };
    pb::KeypointFeedback {
        keypoint_id,
        group_id,
        point,
        points: points.as_f64(),
        max_points: max_points.as_f64(),
        coverage: coverage.into(),
        similarity,
        confidence,
        counted,
        evidence: evidences(evidence, at),
        missing,
        message,
    }
}

pub(super) fn evidences(evidence: Vec<Evidence>, at: &Positions<'_>) -> Vec<pb::Evidence> {
    list(evidence, |item| self::evidence(item, at))
}

pub(super) fn evidence(evidence: Evidence, at: &Positions<'_>) -> pb::Evidence {
    let Evidence { span, quote, reason } = evidence;
    let reason = match reason {
        EvidenceReason::SameWords => pb::EvidenceReason::SameWords,
        EvidenceReason::KnownExpression => pb::EvidenceReason::KnownExpression,
        EvidenceReason::WrongCharacter => pb::EvidenceReason::WrongCharacter,
        EvidenceReason::Opposite => pb::EvidenceReason::Opposite,
        EvidenceReason::Rule => pb::EvidenceReason::Rule,
        EvidenceReason::LikelyMeaning => pb::EvidenceReason::LikelyMeaning,
        EvidenceReason::ReadAsSame => pb::EvidenceReason::ReadAsSame,
        EvidenceReason::TellingExpression => pb::EvidenceReason::TellingExpression,
    };
    let (start, end) = at.of(span);
    pb::Evidence { start, end, quote, reason: reason.into() }
}

fn length(length: LengthFeedback) -> pb::LengthFeedback {
    let LengthFeedback { mode, count: in_mode, counts, min, max, verdict, message } = length;
    let verdict = match verdict {
        LengthVerdict::Within => pb::LengthVerdict::Within,
        LengthVerdict::Over => pb::LengthVerdict::Over,
        LengthVerdict::Under => pb::LengthVerdict::Under,
        LengthVerdict::Unlimited => pb::LengthVerdict::Unlimited,
    };
    pb::LengthFeedback {
        mode: super::rubric::count_mode(mode),
        count: count(in_mode),
        counts: Some(length_counts(counts)),
        min: min.map(count),
        max: max.map(count),
        verdict: verdict.into(),
        message,
    }
}

fn structure(structure: StructureFeedback, at: &Positions<'_>) -> pb::StructureFeedback {
    let StructureFeedback { markers, faults, message } = structure;
    pb::StructureFeedback {
        markers: list(markers, |item| marker(item, at)),
        faults: list(faults, |item| fault(item, at)),
        message,
    }
}

pub(super) fn marker(marker: MarkerFeedback, at: &Positions<'_>) -> pb::MarkerFeedback {
    let MarkerFeedback { family, level, ordinal, span, quote } = marker;
    let family = match family {
        Family::HanComma => pb::MarkerFamily::HanComma,
        Family::HanParenthesis => pb::MarkerFamily::HanParenthesis,
        Family::Digit => pb::MarkerFamily::Digit,
        Family::DigitParenthesis => pb::MarkerFamily::DigitParenthesis,
        Family::Circled => pb::MarkerFamily::Circled,
        Family::HanIs => pb::MarkerFamily::HanIs,
        Family::Ordinal => pb::MarkerFamily::Ordinal,
        Family::Sequence => pb::MarkerFamily::Sequence,
        Family::Aspect => pb::MarkerFamily::Aspect,
        Family::Among => pb::MarkerFamily::Among,
    };
    let (start, end) = at.of(span);
    pb::MarkerFeedback { family: family.into(), level: count(level), ordinal: count(ordinal), start, end, quote }
}

pub(super) fn fault(fault: StructureFault, at: &Positions<'_>) -> pb::StructureFault {
    let StructureFault { kind, message, evidence } = fault;
    let kind = match kind {
        StructureFaultKind::NotItemized => pb::StructureFaultKind::NotItemized,
        StructureFaultKind::NotOneParagraph => pb::StructureFaultKind::NotOneParagraph,
        StructureFaultKind::Gap => pb::StructureFaultKind::Gap,
        StructureFaultKind::Repeat => pb::StructureFaultKind::Repeat,
        StructureFaultKind::Order => pb::StructureFaultKind::Order,
        StructureFaultKind::Single => pb::StructureFaultKind::Single,
    };
    pb::StructureFault { kind: kind.into(), message, evidence: evidences(evidence, at) }
}

fn format(format: FormatFeedback, at: &Positions<'_>) -> pb::FormatFeedback {
    let FormatFeedback { genre, elements, message } = format;
    pb::FormatFeedback { genre, elements: list(elements, |item| element(item, at)), message }
}

fn element(element: ElementFeedback, at: &Positions<'_>) -> pb::ElementFeedback {
    let ElementFeedback { kind, required, evidence, points, max_points } = element;
    let present = evidence.is_some();
    let pb::Evidence { start, end, quote, reason: _ } = element_place(evidence, at);
    pb::ElementFeedback {
        kind: super::rubric::element_kind(kind),
        required,
        present,
        start,
        end,
        quote,
        points: points.as_f64(),
        max_points: max_points.as_f64(),
    }
}

/// Where an element stands; all empty where it is not there.
pub(super) fn element_place(evidence: Option<Evidence>, at: &Positions<'_>) -> pb::Evidence {
    evidence.map(|evidence| self::evidence(evidence, at)).unwrap_or_default()
}

fn note(note: LanguageNote, at: &Positions<'_>) -> pb::LanguageNote {
    let LanguageNote { kind, message, suggestion, evidence } = note;
    let kind = match kind {
        LanguageNoteKind::WrongCharacter => pb::LanguageNoteKind::WrongCharacter,
        LanguageNoteKind::LongSentence => pb::LanguageNoteKind::LongSentence,
        LanguageNoteKind::SpokenWord => pb::LanguageNoteKind::SpokenWord,
    };
    pb::LanguageNote { kind: kind.into(), message, suggestion, evidence: Some(self::evidence(evidence, at)) }
}

fn deduction(deduction: Deduction, at: &Positions<'_>) -> pb::Deduction {
    let Deduction { rule, part, points, reduced, message, evidence } = deduction;
    pb::Deduction {
        rule: rule.into_owned(),
        part: part_kind(part),
        points: points.as_f64(),
        reduced,
        message,
        evidence: evidences(evidence, at),
    }
}

fn flag(flag: Flag, at: &Positions<'_>) -> pb::Flag {
    let Flag { code, keypoint_id, message, evidence } = flag;
    let code = match code {
        FlagCode::KeywordList => pb::FlagCode::KeywordList,
        FlagCode::CopiedQuestion => pb::FlagCode::CopiedQuestion,
        FlagCode::RepeatedPassage => pb::FlagCode::RepeatedPassage,
        FlagCode::NearReference => pb::FlagCode::NearReference,
        FlagCode::AddressesMarker => pb::FlagCode::AddressesMarker,
        FlagCode::Borderline => pb::FlagCode::Borderline,
        FlagCode::CopiedMaterial => pb::FlagCode::CopiedMaterial,
    };
    pb::Flag { code: code.into(), keypoint_id, message, evidence: evidences(evidence, at) }
}
