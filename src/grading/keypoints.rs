//! What each keypoint gets: from payments to marks within the groups, with evidence and what is missing.

use super::allocate::Payment;
use super::confidence::confidence;
use super::coverage::{Candidate, Finding, Sign};
use super::messages::{Circumstance, Manner, Messages};
use super::scan::{Hit, HitKind, Reading};
use crate::feedback::{Coverage, Evidence, EvidenceReason, KeypointFeedback};
use crate::points::Points;
use crate::rubric::{Rubric, WHOLE};
use crate::text::Text;

/// Positions between two hits of a clause that are quoted along with them.
const QUOTE_GAP_CHARS: usize = 6;
/// Length of the longest clause that is quoted whole where it says the opposite.
const CLAUSE_QUOTED_CHARS: usize = 30;
/// Terms that are named as missing.
const MISSING_MAX: usize = 4;

/// What a keypoint gets, in figures alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Award {
    /// How far the answer says it.
    pub coverage: Coverage,
    /// Marks for it.
    pub points: Points,
    /// What share of it the best passage says, in thousandths.
    pub similarity: u32,
    /// First and last clause of the passage that earns it.
    pub clauses: Option<(usize, usize)>,
    /// How sure the decision is, in thousandths.
    pub confidence: u32,
    /// Whether its marks count: not where its group has no more room for them.
    pub counted: bool,
    /// Whether it is paid by a bare list of keywords where more was asked for.
    listed: bool,
    /// Whether lists together earned more than the headings would, so that it lost something.
    capped: bool,
}

/// What every keypoint gets. `headings` tells what headings alone earn.
pub fn awards(
    rubric: &Rubric,
    findings: &[Finding],
    payments: &[Option<Payment>],
    headings: impl Fn() -> Points,
) -> Vec<Award> {
    let listed = |keypoint: usize| listed(rubric, findings, payments, keypoint);
    let mut points: Vec<Points> =
        payments.iter().map(|payment| payment.as_ref().map_or(Points::ZERO, |payment| payment.points)).collect();
    let earned = points.clone();
    if (0..points.len()).any(listed) {
        cap_lists(&mut points, headings(), listed);
    }
    let capped: Vec<bool> = points.iter().zip(&earned).map(|(left, earned)| left < earned).collect();
    let surplus = surplus(rubric, &points);
    let award = |(index, (finding, payment)): (usize, (&Finding, &Option<Payment>))| {
        let coverage = coverage(rubric, finding, payment.as_ref());
        let similarity = match (payment, &finding.opposed) {
            (Some(payment), _) => payment.similarity,
            (None, Some(_)) if coverage == Coverage::Contradicted => 0,
            _ => finding.closest.0,
        };
        let is_surplus = surplus.get(index).copied().unwrap_or_default();
        let is_listed = listed(index);
        Award {
            coverage,
            points: if is_surplus { Points::ZERO } else { points.get(index).copied().unwrap_or_default() },
            similarity: similarity.min(WHOLE),
            confidence: confidence(rubric, finding, payment.as_ref(), coverage, is_listed),
            clauses: payment.as_ref().and_then(|of| finding.said.get(of.candidate)).map(|passage| passage.clauses),
            counted: !is_surplus,
            listed: is_listed,
            capped: capped.get(index).copied().unwrap_or_default(),
        }
    };
    findings.iter().zip(payments).enumerate().map(award).collect()
}

/// The feedback of every keypoint: its award, with evidence and words.
pub fn keypoints(
    rubric: &Rubric,
    reading: &Reading<'_>,
    findings: &[Finding],
    payments: &[Option<Payment>],
    awards: &[Award],
    messages: Messages,
) -> Vec<KeypointFeedback> {
    let claims = claims(findings, payments);
    let shown = |text: &str| if rubric.wordings_visible { text.to_owned() } else { String::new() };
    let mut feedback = Vec::with_capacity(rubric.keypoints.len());
    let of_keypoints = rubric.keypoints.iter().zip(findings).zip(payments.iter().zip(awards)).enumerate();
    for (index, ((keypoint, finding), (payment, award))) in of_keypoints {
        let Award { coverage, points, similarity, confidence, clauses: _, counted, listed, capped } = *award;
        let missing = missing(rubric, finding, payment.as_ref(), coverage);
        let manner = match (listed, is_likely(finding, payment.as_ref())) {
            (true, _) => Manner::Listed,
            (false, true) => Manner::Likely,
            (false, false) => Manner::Stated,
        };
        let circumstance = Circumstance { manner, capped, surplus: !counted };
        feedback.push(KeypointFeedback {
            keypoint_id: keypoint.id.clone(),
            group_id: rubric.groups.get(keypoint.group).map(|group| group.id.clone()).unwrap_or_default(),
            point: shown(&keypoint.point),
            points,
            max_points: keypoint.points,
            coverage,
            similarity: f64::from(similarity) / f64::from(WHOLE),
            confidence: f64::from(confidence) / f64::from(WHOLE),
            counted,
            evidence: evidence(reading, finding, payment.as_ref(), &claims, index),
            message: messages.keypoint(coverage, circumstance, &missing, &shown(&keypoint.point)),
            missing,
        });
    }
    feedback
}

/// The hits that earned marks, with the terms that they stand for.
pub fn paid_terms<'a>(
    rubric: &'a Rubric,
    finding: &'a Finding,
    payment: &'a Payment,
) -> impl Iterator<Item = (&'a Hit, &'a str)> {
    let wording =
        finding.said.get(payment.candidate).and_then(|candidate| rubric.compiled.wordings.get(candidate.wording));
    payment.hits.iter().filter_map(move |hit| Some((hit, wording?.terms.get(hit.term())?.text.as_str())))
}

/// Whether a keypoint is paid by what a passage seems to mean.
pub fn is_likely(finding: &Finding, payment: Option<&Payment>) -> bool {
    payment
        .and_then(|payment| finding.said.get(payment.candidate))
        .is_some_and(|candidate| candidate.sign == Sign::Likely)
}

/// Whether a keypoint is paid by a bare list of keywords where more was asked for.
fn listed(rubric: &Rubric, findings: &[Finding], payments: &[Option<Payment>], keypoint: usize) -> bool {
    let candidate = payments
        .get(keypoint)
        .and_then(Option::as_ref)
        .and_then(|payment| findings.get(keypoint)?.said.get(payment.candidate));
    candidate.is_some_and(|candidate| candidate.listed)
        && rubric.compiled.elaborate.get(keypoint).copied().unwrap_or_default()
}

/// Bare lists of keywords together earn what headings alone would, in the order of the rubric.
fn cap_lists(points: &mut [Points], headings: Points, listed: impl Fn(usize) -> bool) {
    let mut left = headings;
    for (_, points) in points.iter_mut().enumerate().filter(|(keypoint, _)| listed(*keypoint)) {
        *points = (*points).min(left);
        left -= *points;
    }
}

/// Which keypoints earned marks that their group has no more room for: the lowest ones, the later first.
fn surplus(rubric: &Rubric, points: &[Points]) -> Vec<bool> {
    let mut surplus = vec![false; points.len()];
    for (index, group) in rubric.groups.iter().enumerate() {
        let mut members: Vec<(usize, Points)> = rubric
            .keypoints
            .iter()
            .zip(points)
            .enumerate()
            .filter(|(_, (keypoint, points))| keypoint.group == index && **points > Points::ZERO)
            .map(|(member, (_, points))| (member, *points))
            .collect();
        members.sort_by_key(|(member, points)| (std::cmp::Reverse(*points), *member));
        for (member, _) in members.into_iter().skip(group.take) {
            if let Some(surplus) = surplus.get_mut(member) {
                *surplus = true;
            }
        }
    }
    surplus
}

fn coverage(rubric: &Rubric, finding: &Finding, payment: Option<&Payment>) -> Coverage {
    match payment {
        Some(payment) if payment.step + 1 == rubric.credit.len() => Coverage::Full,
        Some(_) => Coverage::Partial,
        None if finding.opposed.is_some() => Coverage::Contradicted,
        None => Coverage::Missed,
    }
}

/// Terms of the nearest wording that the passage lacks, those that tell most first.
fn missing(rubric: &Rubric, finding: &Finding, payment: Option<&Payment>, coverage: Coverage) -> Vec<String> {
    let candidate = payment.and_then(|payment| finding.said.get(payment.candidate));
    if !rubric.wordings_visible || matches!(coverage, Coverage::Full | Coverage::Contradicted) {
        return Vec::new();
    }
    let Some(wording) =
        rubric.compiled.wordings.get(candidate.map_or(finding.closest.1, |candidate| candidate.wording))
    else {
        return Vec::new();
    };
    let hits: &[Hit] = payment.map(|payment| payment.hits.as_slice()).unwrap_or_default();
    let held = |term: usize| {
        hits.iter().filter(|hit| hit.term() == term).any(|hit| {
            !matches!(hit.kind, HitKind::Piece(_) | HitKind::Character(_) | HitKind::Meaning | HitKind::Read)
        })
    };
    let mut terms: Vec<(usize, u32)> = wording
        .terms
        .iter()
        .enumerate()
        .filter(|(index, _)| !held(*index))
        .map(|(index, term)| (index, term.weight))
        .collect();
    terms.sort_by_key(|(index, weight)| (std::cmp::Reverse(*weight), *index));
    terms.truncate(MISSING_MAX);
    terms.sort_unstable();
    let mut names: Vec<String> =
        terms.into_iter().filter_map(|(index, _)| wording.terms.get(index)).map(|term| term.text.clone()).collect();
    names.dedup();
    // With nothing to show for it, a keypoint lacks all its terms, which the model wording says better.
    if payment.is_none() { Vec::new() } else { names }
}

/// What each keypoint has claimed: its index and the positions.
fn claims(findings: &[Finding], payments: &[Option<Payment>]) -> Vec<(usize, usize, usize)> {
    let mut claims = Vec::new();
    for (keypoint, (payment, _)) in payments.iter().zip(findings).enumerate() {
        claims.extend(payment.iter().flat_map(|payment| &payment.hits).map(|hit| (keypoint, hit.start(), hit.end())));
    }
    claims
}

/// The passages that pay a keypoint, or that say its opposite.
fn evidence(
    reading: &Reading<'_>,
    finding: &Finding,
    payment: Option<&Payment>,
    claims: &[(usize, usize, usize)],
    keypoint: usize,
) -> Vec<Evidence> {
    let free = |start: usize, end: usize| {
        claims.iter().all(|(other, from, to)| *other == keypoint || *to <= start || end <= *from)
    };
    match (payment, &finding.opposed) {
        (Some(payment), _) => passages(reading, &payment.hits, free),
        (None, Some(opposed)) => opposite(reading, opposed),
        (None, None) => Vec::new(),
    }
}

/// Joins hits of one clause that stand close together, unless another keypoint is paid by what lies between.
fn passages(reading: &Reading<'_>, hits: &[Hit], free: impl Fn(usize, usize) -> bool) -> Vec<Evidence> {
    let mut passages: Vec<(usize, usize, usize, EvidenceReason)> = Vec::new();
    for hit in hits {
        let reason = match hit.kind {
            HitKind::Typo => EvidenceReason::WrongCharacter,
            HitKind::Alias | HitKind::Opposite => EvidenceReason::KnownExpression,
            HitKind::Meaning => EvidenceReason::LikelyMeaning,
            HitKind::Read => EvidenceReason::ReadAsSame,
            HitKind::Same | HitKind::Piece(_) | HitKind::Character(_) => EvidenceReason::SameWords,
        };
        match passages.last_mut() {
            Some((_, end, clause, joined))
                if *clause == hit.clause()
                    && hit.start() <= *end + QUOTE_GAP_CHARS
                    && (hit.start() <= *end || free(*end, hit.start())) =>
            {
                *end = (*end).max(hit.end());
                *joined = weaker(*joined, reason);
            }
            _ => passages.push((hit.start(), hit.end(), hit.clause(), reason)),
        }
    }
    // A character by itself shows little: it is left out where there is more to show.
    if passages.iter().any(|(start, end, ..)| end - start > 1) {
        passages.retain(|(start, end, ..)| end - start > 1);
    }
    let quote = |(start, end, _, reason)| {
        let (first, last) = whole_words(reading.text, start, end);
        let (start, end) = (if free(first, start) { first } else { start }, if free(end, last) { last } else { end });
        Evidence { span: reading.text.span(start, end), quote: reading.text.quote(start, end).to_owned(), reason }
    };
    passages.into_iter().map(quote).collect()
}

fn weaker(one: EvidenceReason, other: EvidenceReason) -> EvidenceReason {
    match (one, other) {
        (EvidenceReason::WrongCharacter, _) | (_, EvidenceReason::WrongCharacter) => EvidenceReason::WrongCharacter,
        (EvidenceReason::KnownExpression, _) | (_, EvidenceReason::KnownExpression) => EvidenceReason::KnownExpression,
        _ => EvidenceReason::SameWords,
    }
}

/// The clauses that say the opposite, whole where they are short: what turns a statement round may stand anywhere in it.
fn opposite(reading: &Reading<'_>, opposed: &Candidate) -> Vec<Evidence> {
    let cues = opposed.hits.iter().filter_map(|hit| reading.unit(hit)).filter_map(|unit| unit.cue);
    let places: Vec<(usize, usize)> = opposed.hits.iter().map(|hit| (hit.start(), hit.end())).chain(cues).collect();
    let mut evidence = Vec::new();
    for clause in (opposed.clauses.0..=opposed.clauses.1).filter_map(|index| reading.clause(index)) {
        let inside = || places.iter().filter(|(start, end)| clause.start <= *start && *end <= clause.end);
        if let (Some(start), Some(end)) = (inside().map(|place| place.0).min(), inside().map(|place| place.1).max()) {
            let (start, end) = if clause.len() <= CLAUSE_QUOTED_CHARS {
                (clause.start, clause.end)
            } else {
                whole_words(reading.text, start, end)
            };
            evidence.push(Evidence {
                span: reading.text.span(start, end),
                quote: reading.text.quote(start, end).to_owned(),
                reason: EvidenceReason::Opposite,
            });
        }
    }
    evidence
}

/// The same passage, begun and ended where words do.
fn whole_words(text: &Text<'_>, start: usize, end: usize) -> (usize, usize) {
    let first = text.terms().partition_point(|term| term.end <= start);
    let last = text.terms().partition_point(|term| term.end < end);
    let start = text.terms().get(first).map_or(start, |term| term.start.min(start));
    let end = text.terms().get(last).map_or(end, |term| if term.start < end { term.end.max(end) } else { end });
    (start, end)
}
