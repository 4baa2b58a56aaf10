//! Wire → feedback: the way back for results that were written. Checks that it is feedback on the text that it is read
//! with; whatever is missing or unknown is an error, never a guess.

use super::calibration::calibration_back;
use super::essay::{essay_back, material_back};
use super::pb;
use super::position::Offsets;
use super::rubric::{depth_from_pb, known_element_kind};
use crate::feedback::{
    Coverage, Deduction, ElementFeedback, Evidence, EvidenceReason, Feedback, Flag, FlagCode, FormatFeedback,
    KeypointFeedback, LanguageNote, LanguageNoteKind, LengthFeedback, LengthVerdict, MarkerFeedback, Part, PartKind,
    StructureFault, StructureFaultKind, StructureFeedback,
};
use crate::points::Points;
use crate::span::Span;
use crate::text::{CountMode, Counts, Family};

/// What is wrong with a message that should be feedback on a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no feedback on this answer: {0}; it was changed, or another version wrote it")]
pub struct BadFeedback(pub(super) &'static str);

/// What comes of a field.
pub(super) type Read<T> = Result<T, BadFeedback>;

/// The feedback in a message; `text` is the text that was marked.
///
/// # Errors
///
/// Where it is no feedback on this text.
pub fn feedback_from_pb(message: pb::Feedback, text: &str) -> Read<Feedback> {
    let pb::Feedback {
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
        deductions,
        flags,
        summary,
        estimated,
        essay,
        material,
        calibration,
        // Follows from the keypoints.
        confidence: _,
    } = message;
    let at = &Offsets::new(text);
    let pb::LanguageFeedback { notes } = language.ok_or(BadFeedback("no language"))?;
    Ok(Feedback {
        submission_id,
        rubric_id,
        rubric_revision,
        engine_version: engine_version.into(),
        reading: depth_from_pb(reading).ok().flatten().ok_or(BadFeedback("no reading"))?,
        score: points(score)?,
        max_score: points(max_score)?,
        parts: list(parts, part)?,
        keypoints: list(keypoints, |item| keypoint(item, at))?,
        length: self::length(length.ok_or(BadFeedback("no length"))?)?,
        structure: self::structure(structure.ok_or(BadFeedback("no structure"))?, at)?,
        format: self::format(format.ok_or(BadFeedback("no format"))?, at)?,
        language: list(notes, |item| note(item, at))?,
        deductions: list(deductions, |item| deduction(item, at))?,
        flags: list(flags, |item| flag(item, at))?,
        summary,
        estimated,
        essay: essay.map(|essay| essay_back(essay, at)).transpose()?,
        material: material.map(|material| material_back(material, at)).transpose()?,
        calibration: calibration.map(|calibration| calibration_back(calibration, at)).transpose()?,
    })
}

pub(super) fn list<T, U>(items: Vec<T>, back: impl FnMut(T) -> Read<U>) -> Read<Vec<U>> {
    items.into_iter().map(back).collect()
}

pub(super) fn points(marks: f64) -> Read<Points> {
    Points::from_f64(marks).ok_or(BadFeedback("marks that are no multiple of 0.01"))
}

pub(super) fn count(count: u32) -> Read<usize> {
    usize::try_from(count).map_err(|_| BadFeedback("a count that is too large"))
}

pub(super) fn evidences(evidence: Vec<pb::Evidence>, at: &Offsets<'_>) -> Read<Vec<Evidence>> {
    list(evidence, |item| self::evidence(item, at))
}

pub(super) fn evidence(evidence: pb::Evidence, at: &Offsets<'_>) -> Read<Evidence> {
    let pb::Evidence { start, end, quote, reason } = evidence;
    let reason = match pb::EvidenceReason::try_from(reason) {
        Ok(pb::EvidenceReason::SameWords) => EvidenceReason::SameWords,
        Ok(pb::EvidenceReason::KnownExpression) => EvidenceReason::KnownExpression,
        Ok(pb::EvidenceReason::WrongCharacter) => EvidenceReason::WrongCharacter,
        Ok(pb::EvidenceReason::Opposite) => EvidenceReason::Opposite,
        Ok(pb::EvidenceReason::Rule) => EvidenceReason::Rule,
        Ok(pb::EvidenceReason::LikelyMeaning) => EvidenceReason::LikelyMeaning,
        Ok(pb::EvidenceReason::ReadAsSame) => EvidenceReason::ReadAsSame,
        Ok(pb::EvidenceReason::TellingExpression) => EvidenceReason::TellingExpression,
        Ok(pb::EvidenceReason::Unspecified) | Err(_) => return Err(BadFeedback("an unknown reason of evidence")),
    };
    Ok(Evidence { span: span(start, end, &quote, at)?, quote, reason })
}

/// The place of a quote, which must stand there.
fn span(start: u32, end: u32, quote: &str, at: &Offsets<'_>) -> Read<Span> {
    match at.of(start, end) {
        Some((span, there)) if there == quote => Ok(span),
        _ => Err(BadFeedback("a quote that does not stand at its place")),
    }
}

fn part(part: pb::Part) -> Read<Part> {
    let pb::Part { kind, points, max_points } = part;
    Ok(Part { kind: part_kind(kind)?, points: self::points(points)?, max_points: self::points(max_points)? })
}

fn part_kind(kind: i32) -> Read<PartKind> {
    match pb::PartKind::try_from(kind) {
        Ok(pb::PartKind::Content) => Ok(PartKind::Content),
        Ok(pb::PartKind::Format) => Ok(PartKind::Format),
        Ok(pb::PartKind::Structure) => Ok(PartKind::Structure),
        Ok(pb::PartKind::Length) => Ok(PartKind::Length),
        Ok(pb::PartKind::Language) => Ok(PartKind::Language),
        Ok(pb::PartKind::Essay) => Ok(PartKind::Essay),
        Ok(pb::PartKind::Calibration) => Ok(PartKind::Calibration),
        Ok(pb::PartKind::Unspecified) | Err(_) => Err(BadFeedback("an unknown dimension")),
    }
}

fn keypoint(keypoint: pb::KeypointFeedback, at: &Offsets<'_>) -> Read<KeypointFeedback> {
    let pb::KeypointFeedback {
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
    let coverage = match pb::Coverage::try_from(coverage) {
        Ok(pb::Coverage::Full) => Coverage::Full,
        Ok(pb::Coverage::Partial) => Coverage::Partial,
        Ok(pb::Coverage::Missed) => Coverage::Missed,
        Ok(pb::Coverage::Contradicted) => Coverage::Contradicted,
        Ok(pb::Coverage::Unspecified) | Err(_) => return Err(BadFeedback("an unknown coverage")),
    };
    Ok(KeypointFeedback {
        keypoint_id,
        group_id,
        point,
        points: self::points(points)?,
        max_points: self::points(max_points)?,
        coverage,
        similarity,
        confidence,
        counted,
        evidence: evidences(evidence, at)?,
        missing,
        message,
    })
}

fn length(length: pb::LengthFeedback) -> Read<LengthFeedback> {
    let pb::LengthFeedback { mode, count: in_mode, counts, min, max, verdict, message } = length;
    let mode = match pb::CountMode::try_from(mode) {
        Ok(pb::CountMode::Word) => CountMode::Word,
        Ok(pb::CountMode::Nonblank) => CountMode::Nonblank,
        Ok(pb::CountMode::Grid) => CountMode::Grid,
        Ok(pb::CountMode::Han) => CountMode::Han,
        Ok(pb::CountMode::Unspecified) | Err(_) => return Err(BadFeedback("an unknown way of counting")),
    };
    let verdict = match pb::LengthVerdict::try_from(verdict) {
        Ok(pb::LengthVerdict::Within) => LengthVerdict::Within,
        Ok(pb::LengthVerdict::Over) => LengthVerdict::Over,
        Ok(pb::LengthVerdict::Under) => LengthVerdict::Under,
        Ok(pb::LengthVerdict::Unlimited) => LengthVerdict::Unlimited,
        Ok(pb::LengthVerdict::Unspecified) | Err(_) => return Err(BadFeedback("an unknown verdict on the length")),
    };
    let pb::LengthCounts { word, nonblank, grid, han } = counts.ok_or(BadFeedback("no counts of the length"))?;
    let counts = Counts { word: count(word)?, nonblank: count(nonblank)?, grid: count(grid)?, han: count(han)? };
    let (min, max) = (min.map(count).transpose()?, max.map(count).transpose()?);
    Ok(LengthFeedback { mode, count: count(in_mode)?, counts, min, max, verdict, message })
}

fn structure(structure: pb::StructureFeedback, at: &Offsets<'_>) -> Read<StructureFeedback> {
    let pb::StructureFeedback { markers, faults, message } = structure;
    let (markers, faults) = (list(markers, |item| marker(item, at))?, list(faults, |item| fault(item, at))?);
    Ok(StructureFeedback { markers, faults, message })
}

fn marker(marker: pb::MarkerFeedback, at: &Offsets<'_>) -> Read<MarkerFeedback> {
    let pb::MarkerFeedback { family, level, ordinal, start, end, quote } = marker;
    let family = match pb::MarkerFamily::try_from(family) {
        Ok(pb::MarkerFamily::HanComma) => Family::HanComma,
        Ok(pb::MarkerFamily::HanParenthesis) => Family::HanParenthesis,
        Ok(pb::MarkerFamily::Digit) => Family::Digit,
        Ok(pb::MarkerFamily::DigitParenthesis) => Family::DigitParenthesis,
        Ok(pb::MarkerFamily::Circled) => Family::Circled,
        Ok(pb::MarkerFamily::HanIs) => Family::HanIs,
        Ok(pb::MarkerFamily::Ordinal) => Family::Ordinal,
        Ok(pb::MarkerFamily::Sequence) => Family::Sequence,
        Ok(pb::MarkerFamily::Aspect) => Family::Aspect,
        Ok(pb::MarkerFamily::Among) => Family::Among,
        Ok(pb::MarkerFamily::Unspecified) | Err(_) => return Err(BadFeedback("an unknown way of numbering")),
    };
    let span = span(start, end, &quote, at)?;
    Ok(MarkerFeedback { family, level: count(level)?, ordinal: count(ordinal)?, span, quote })
}

fn fault(fault: pb::StructureFault, at: &Offsets<'_>) -> Read<StructureFault> {
    let pb::StructureFault { kind, message, evidence } = fault;
    let kind = match pb::StructureFaultKind::try_from(kind) {
        Ok(pb::StructureFaultKind::NotItemized) => StructureFaultKind::NotItemized,
        Ok(pb::StructureFaultKind::NotOneParagraph) => StructureFaultKind::NotOneParagraph,
        Ok(pb::StructureFaultKind::Gap) => StructureFaultKind::Gap,
        Ok(pb::StructureFaultKind::Repeat) => StructureFaultKind::Repeat,
        Ok(pb::StructureFaultKind::Order) => StructureFaultKind::Order,
        Ok(pb::StructureFaultKind::Single) => StructureFaultKind::Single,
        Ok(pb::StructureFaultKind::Unspecified) | Err(_) => return Err(BadFeedback("an unknown fault of layout")),
    };
    Ok(StructureFault { kind, message, evidence: evidences(evidence, at)? })
}

fn format(format: pb::FormatFeedback, at: &Offsets<'_>) -> Read<FormatFeedback> {
    let pb::FormatFeedback { genre, elements, message } = format;
    Ok(FormatFeedback { genre, elements: list(elements, |item| element(item, at))?, message })
}

fn element(element: pb::ElementFeedback, at: &Offsets<'_>) -> Read<ElementFeedback> {
    let pb::ElementFeedback { kind, required, present, start, end, quote, points, max_points } = element;
    let kind = known_element_kind(kind).ok_or(BadFeedback("an unknown element"))?;
    // That an element is there is a matter of rules alone, so the message need not carry the reason.
    let there =
        |quote: String| Ok(Evidence { span: span(start, end, &quote, at)?, quote, reason: EvidenceReason::Rule });
    let evidence = if present { Some(there(quote)?) } else { None };
    Ok(ElementFeedback {
        kind,
        required,
        evidence,
        points: self::points(points)?,
        max_points: self::points(max_points)?,
    })
}

fn note(note: pb::LanguageNote, at: &Offsets<'_>) -> Read<LanguageNote> {
    let pb::LanguageNote { kind, message, suggestion, evidence } = note;
    let kind = match pb::LanguageNoteKind::try_from(kind) {
        Ok(pb::LanguageNoteKind::WrongCharacter) => LanguageNoteKind::WrongCharacter,
        Ok(pb::LanguageNoteKind::LongSentence) => LanguageNoteKind::LongSentence,
        Ok(pb::LanguageNoteKind::SpokenWord) => LanguageNoteKind::SpokenWord,
        Ok(pb::LanguageNoteKind::Unspecified) | Err(_) => return Err(BadFeedback("an unknown remark")),
    };
    let evidence = self::evidence(evidence.ok_or(BadFeedback("a remark without its place"))?, at)?;
    Ok(LanguageNote { kind, message, suggestion, evidence })
}

fn deduction(deduction: pb::Deduction, at: &Offsets<'_>) -> Read<Deduction> {
    let pb::Deduction { rule, part, points, reduced, message, evidence } = deduction;
    let (part, points) = (part_kind(part)?, self::points(points)?);
    Ok(Deduction { rule: rule.into(), part, points, reduced, message, evidence: evidences(evidence, at)? })
}

fn flag(flag: pb::Flag, at: &Offsets<'_>) -> Read<Flag> {
    let pb::Flag { code, keypoint_id, message, evidence } = flag;
    let code = match pb::FlagCode::try_from(code) {
        Ok(pb::FlagCode::KeywordList) => FlagCode::KeywordList,
        Ok(pb::FlagCode::CopiedQuestion) => FlagCode::CopiedQuestion,
        Ok(pb::FlagCode::RepeatedPassage) => FlagCode::RepeatedPassage,
        Ok(pb::FlagCode::NearReference) => FlagCode::NearReference,
        Ok(pb::FlagCode::AddressesMarker) => FlagCode::AddressesMarker,
        Ok(pb::FlagCode::Borderline) => FlagCode::Borderline,
        Ok(pb::FlagCode::CopiedMaterial) => FlagCode::CopiedMaterial,
        Ok(pb::FlagCode::Unspecified) | Err(_) => return Err(BadFeedback("an unknown flag")),
    };
    Ok(Flag { code, keypoint_id, message, evidence: evidences(evidence, at)? })
}
