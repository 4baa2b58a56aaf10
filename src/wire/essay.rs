//! Essays: feedback ⇄ wire, and their policy in rubrics ⇄ drafts, field for field.

use super::feedback::{evidence, evidences, list};
use super::feedback_back::{self as back, BadFeedback, Read};
use super::position::{Offsets, Positions};
use super::{count, pb};
use crate::feedback::{EssayCheck, EssayCheckKind, EssayFeedback, MaterialFeedback, QuotationFeedback};
use crate::rubric::{BandDraft, EssayDraft, SubThesesDraft};

/// The message for an essay.
pub(super) fn essay_into_pb(essay: EssayFeedback, at: &Positions<'_>) -> pb::EssayFeedback {
    let EssayFeedback { checks, quotations, band_low, band_high, low, high, confidence, reasons } = essay;
    pb::EssayFeedback {
        checks: list(checks, |item| check(item, at)),
        quotations: list(quotations, |item| quotation(item, at)),
        band_low,
        band_high,
        low: low.as_f64(),
        high: high.as_f64(),
        confidence,
        reasons,
    }
}

/// The message for what is copied.
pub(super) fn material_into_pb(material: MaterialFeedback, at: &Positions<'_>) -> pb::MaterialFeedback {
    let MaterialFeedback { copied, count: all, share, runs, message } = material;
    pb::MaterialFeedback { copied: count(copied), count: count(all), share, runs: evidences(runs, at), message }
}

fn check(check: EssayCheck, at: &Positions<'_>) -> pb::EssayCheck {
    let EssayCheck { kind, passed, message, evidence } = check;
    let kind = match kind {
        EssayCheckKind::Title => pb::EssayCheckKind::Title,
        EssayCheckKind::Theme => pb::EssayCheckKind::Theme,
        EssayCheckKind::Thesis => pb::EssayCheckKind::Thesis,
        EssayCheckKind::Stance => pb::EssayCheckKind::Stance,
        EssayCheckKind::SubTheses => pb::EssayCheckKind::SubTheses,
        EssayCheckKind::Balance => pb::EssayCheckKind::Balance,
        EssayCheckKind::Ending => pb::EssayCheckKind::Ending,
        EssayCheckKind::Quotations => pb::EssayCheckKind::Quotations,
        EssayCheckKind::OwnWords => pb::EssayCheckKind::OwnWords,
        EssayCheckKind::Length => pb::EssayCheckKind::Length,
    };
    pb::EssayCheck { kind: kind.into(), passed, message, evidence: evidences(evidence, at) }
}

fn quotation(quotation: QuotationFeedback, at: &Positions<'_>) -> pb::QuotationFeedback {
    let QuotationFeedback { index, quotation, evidence: place } = quotation;
    pb::QuotationFeedback { index: count(index), quotation, evidence: Some(evidence(place, at)) }
}

/// The essay in a message.
pub(super) fn essay_back(essay: pb::EssayFeedback, at: &Offsets<'_>) -> Read<EssayFeedback> {
    let pb::EssayFeedback { checks, quotations, band_low, band_high, low, high, confidence, reasons } = essay;
    Ok(EssayFeedback {
        checks: back::list(checks, |item| check_back(item, at))?,
        quotations: back::list(quotations, |item| quotation_back(item, at))?,
        band_low,
        band_high,
        low: back::points(low)?,
        high: back::points(high)?,
        confidence,
        reasons,
    })
}

/// What is copied, from its message.
pub(super) fn material_back(material: pb::MaterialFeedback, at: &Offsets<'_>) -> Read<MaterialFeedback> {
    let pb::MaterialFeedback { copied, count, share: _, runs, message } = material;
    // JSON carries some shares inexactly in the last digit, and the counts say all.
    let share = if count == 0 { 0.0 } else { f64::from(copied) / f64::from(count) };
    let (copied, count) = (back::count(copied)?, back::count(count)?);
    Ok(MaterialFeedback { copied, count, share, runs: back::evidences(runs, at)?, message })
}

fn check_back(check: pb::EssayCheck, at: &Offsets<'_>) -> Read<EssayCheck> {
    let pb::EssayCheck { kind, passed, message, evidence } = check;
    let kind = match pb::EssayCheckKind::try_from(kind) {
        Ok(pb::EssayCheckKind::Title) => EssayCheckKind::Title,
        Ok(pb::EssayCheckKind::Theme) => EssayCheckKind::Theme,
        Ok(pb::EssayCheckKind::Thesis) => EssayCheckKind::Thesis,
        Ok(pb::EssayCheckKind::Stance) => EssayCheckKind::Stance,
        Ok(pb::EssayCheckKind::SubTheses) => EssayCheckKind::SubTheses,
        Ok(pb::EssayCheckKind::Balance) => EssayCheckKind::Balance,
        Ok(pb::EssayCheckKind::Ending) => EssayCheckKind::Ending,
        Ok(pb::EssayCheckKind::Quotations) => EssayCheckKind::Quotations,
        Ok(pb::EssayCheckKind::OwnWords) => EssayCheckKind::OwnWords,
        Ok(pb::EssayCheckKind::Length) => EssayCheckKind::Length,
        Ok(pb::EssayCheckKind::Unspecified) | Err(_) => return Err(BadFeedback("an unknown check of essays")),
    };
    Ok(EssayCheck { kind, passed, message, evidence: back::evidences(evidence, at)? })
}

fn quotation_back(quotation: pb::QuotationFeedback, at: &Offsets<'_>) -> Read<QuotationFeedback> {
    let pb::QuotationFeedback { index, quotation, evidence } = quotation;
    let evidence = back::evidence(evidence.ok_or(BadFeedback("a quotation without its place"))?, at)?;
    Ok(QuotationFeedback { index: back::count(index)?, quotation, evidence })
}

/// The draft in a message.
pub(super) fn essay_from_pb(essay: pb::EssayPolicy) -> EssayDraft {
    let pb::EssayPolicy { bands, theme, sub_theses, quotations, copied_max, title_points } = essay;
    let band = |pb::EssayBand { name, up_to }| BandDraft { name, up_to };
    let sub_theses = sub_theses.map(|pb::SubThesisCount { min, max }| SubThesesDraft { min, max });
    EssayDraft { bands: list(bands, band), theme, sub_theses, quotations, copied_max, title_points }
}

/// The message for a draft.
pub(super) fn policy_into_pb(essay: EssayDraft) -> pb::EssayPolicy {
    let EssayDraft { bands, theme, sub_theses, quotations, copied_max, title_points } = essay;
    let band = |BandDraft { name, up_to }| pb::EssayBand { name, up_to };
    let sub_theses = sub_theses.map(|SubThesesDraft { min, max }| pb::SubThesisCount { min, max });
    pb::EssayPolicy { bands: list(bands, band), theme, sub_theses, quotations, copied_max, title_points }
}
