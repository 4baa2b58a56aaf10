//! From the signs of an essay to a range of marks: the band first, then a place in it. A rule of thumb in whole
//! thousandths of the marks, as markers are told to go about it; knows nothing of how the signs were found.

use crate::points::Points;

/// What speaks for a band.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a check of its own, and they occur in all combinations")]
pub(super) struct Signs {
    /// Whether there is nothing to read.
    pub empty: bool,
    /// How far it speaks of the theme.
    pub theme: Theme,
    /// Whether the rubric names the theme.
    pub theme_known: bool,
    /// Whether it argues the opposite.
    pub opposed: bool,
    /// Whether the opening states a thesis.
    pub thesis: bool,
    /// How many sub-theses it has, against what is asked for.
    pub sub_theses: Number,
    /// Whether it is one paragraph.
    pub one_paragraph: bool,
    /// Faults in the balance of paragraphs.
    pub balance_faults: usize,
    /// Whether the ending comes back to the thesis.
    pub ending: bool,
    /// Whether it quotes a saying, where the rubric lists some.
    pub quotes: bool,
    /// Share of the keypoints that it says, by weight, in thousandths.
    pub content: u64,
    /// Share that is copied from the material, or from the question, in thousandths.
    pub copied: u64,
    /// Share that may be copied, in thousandths.
    pub copied_max: u64,
    /// Whether much of it is a bare list of keywords.
    pub listed: bool,
    /// Its length as a share of the least, in thousandths; 1000 where there is no least.
    pub length: u64,
    /// What its length takes afterwards, in thousandths of the marks.
    pub length_taken: u64,
    /// Share that is said again to the letter, in thousandths.
    pub repeated: u64,
}

/// How far an essay speaks of its theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Theme {
    /// From beginning to end.
    Whole,
    /// Here and there.
    Part,
    /// Nowhere that matters.
    Off,
}

/// How a number stands to what is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Number {
    None,
    Few,
    Right,
    Many,
}

/// What moved the range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reason {
    Empty,
    OffTopic,
    PartlyOnTopic,
    Opposed,
    Listed,
    CopiedMost,
    CopiedMuch,
    Repeated,
    FarTooShort,
    TooShort,
    OneParagraph,
    NoMakeUp,
    NoThesis,
    NoSubTheses,
    FewSubTheses,
    ManySubTheses,
    Unbalanced,
    NoEnding,
    LittleContent,
    NoQuotation,
}

/// A range of marks, in thousandths of the most, with what moved it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Estimate {
    pub low: u64,
    pub high: u64,
    /// In per cent.
    pub confidence: u32,
    /// Each with the thousandths that it took, or where it is a ceiling, the ceiling.
    pub reasons: Vec<(Reason, Effect)>,
}

/// What a reason did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    /// It took so much.
    Took(u64),
    /// No more than this can be given.
    Ceiling(u64),
}

/// The middle for an essay without a fault that can be seen: just above the border of the best band, since whether it
/// is argued and written well is not seen.
const FAULTLESS: u64 = 800;
/// Half the width of a range: markers of the same essay differ by a tenth of the marks either way.
const HALF_WIDTH: u64 = 100;
/// The same where little is certain.
const HALF_WIDTH_UNSURE: u64 = 125;
/// Confidence, in per cent, below which little is certain.
const UNSURE: u32 = 40;
/// Ceiling of essays with a grave fault, the lowest quarter: off the topic, the opposite, no essay at all.
const GRAVE: u64 = 250;
/// Ceiling of essays that lack what makes an essay: the lower half.
const SERIOUS: u64 = 500;
/// What lacks take: markers speak of two to five marks of 40 for each.
const NO_THESIS: u64 = 100;
const NO_SUB_THESES: u64 = 120;
const FEW_SUB_THESES: u64 = 60;
const MANY_SUB_THESES: u64 = 30;
const UNBALANCED: u64 = 50;
const UNBALANCED_MAX: u64 = 100;
const NO_ENDING: u64 = 75;
const NO_QUOTATION: u64 = 25;
/// Share of the keypoints from which content takes nothing, in thousandths: an essay chooses its angle.
const CONTENT_ENOUGH: u64 = 600;
/// What saying nothing of the keypoints takes.
const NO_CONTENT: u64 = 200;
/// Share of the keypoints below which the rest of an essay on the topic is hard to judge.
const CONTENT_LITTLE: u64 = 300;
/// Copied share above which there is no essay, in thousandths.
const COPIED_MOST: u64 = 500;
/// Share that is said again above which there is half an essay, in thousandths.
const REPEATED_SERIOUS: u64 = 250;
/// Share of the least length below which there is no essay, and half of one, in thousandths.
const LENGTH_GRAVE: u64 = 300;
const LENGTH_SERIOUS: u64 = 600;

/// The range that the signs speak for.
pub(super) fn estimate(signs: &Signs) -> Estimate {
    if signs.empty {
        return Estimate { low: 0, high: 0, confidence: 95, reasons: vec![(Reason::Empty, Effect::Ceiling(0))] };
    }
    let ceilings = ceilings(signs);
    let costs = costs(signs);
    let taken: u64 = costs.iter().map(|(_, cost)| *cost).sum();
    let ceiling = ceilings.iter().map(|(_, ceiling)| *ceiling).min().unwrap_or(1000);
    let confidence = confidence(signs);
    let half = if confidence < UNSURE { HALF_WIDTH_UNSURE } else { HALF_WIDTH };
    let middle = FAULTLESS.saturating_sub(taken).min(ceiling.saturating_sub(half)).clamp(half, FAULTLESS);
    let mut costs = costs;
    costs.sort_by_key(|(_, cost)| std::cmp::Reverse(*cost));
    let mut ceilings = ceilings;
    ceilings.sort_by_key(|(_, ceiling)| *ceiling);
    let ceilings = ceilings.into_iter().map(|(reason, ceiling)| (reason, Effect::Ceiling(ceiling)));
    let costs = costs.into_iter().map(|(reason, cost)| (reason, Effect::Took(cost)));
    let reasons = ceilings.chain(costs).collect();
    Estimate { low: middle - half, high: (middle + half).min(1000), confidence, reasons }
}

/// A range in half marks of `max_score`, both ends rounded down, so that a ceiling stays one.
pub(super) fn marks(max_score: Points, low: u64, high: u64) -> (Points, Points) {
    let hundredths = u64::try_from(max_score.hundredths()).unwrap_or_default();
    let halves = |share: u64| hundredths * share / 1000 / HALF_MARK;
    let points = |halves: u64| Points::from_hundredths(i64::try_from(halves * HALF_MARK).unwrap_or(i64::MAX));
    // Where so few marks are to be had that both ends fall together, half a mark lies between them.
    let above = if high > low { halves(high).max(halves(low) + 1) } else { halves(high) };
    (points(halves(low)), points(above).min(max_score))
}

/// The middle of a range, in half marks, rounded down.
pub(super) fn middle(low: Points, high: Points) -> Points {
    let half = i64::try_from(HALF_MARK).unwrap_or(1);
    let middle = Points::from_hundredths((low + high).hundredths() / 2 / half * half);
    middle.clamp(low, high)
}

/// Half a mark, the least that markers give, in hundredths.
const HALF_MARK: u64 = 50;

fn ceilings(signs: &Signs) -> Vec<(Reason, u64)> {
    let no_make_up = !signs.thesis && signs.sub_theses == Number::None;
    let all = [
        (signs.theme == Theme::Off, Reason::OffTopic, GRAVE),
        (signs.opposed, Reason::Opposed, GRAVE),
        (signs.listed, Reason::Listed, GRAVE),
        (signs.copied >= COPIED_MOST, Reason::CopiedMost, GRAVE),
        // The length takes its marks afterwards: a short essay is not to pay twice.
        (signs.length < LENGTH_GRAVE, Reason::FarTooShort, GRAVE + signs.length_taken),
        (signs.theme == Theme::Part, Reason::PartlyOnTopic, SERIOUS),
        (signs.copied > signs.copied_max && signs.copied < COPIED_MOST, Reason::CopiedMuch, SERIOUS),
        (signs.repeated >= REPEATED_SERIOUS, Reason::Repeated, SERIOUS),
        ((LENGTH_GRAVE..LENGTH_SERIOUS).contains(&signs.length), Reason::TooShort, SERIOUS + signs.length_taken),
        (signs.one_paragraph, Reason::OneParagraph, SERIOUS),
        (no_make_up && !signs.one_paragraph, Reason::NoMakeUp, SERIOUS),
    ];
    all.into_iter().filter(|(holds, ..)| *holds).map(|(_, reason, ceiling)| (reason, ceiling)).collect()
}

fn costs(signs: &Signs) -> Vec<(Reason, u64)> {
    let wanting = CONTENT_ENOUGH.saturating_sub(signs.content) * NO_CONTENT / CONTENT_ENOUGH;
    let faults = u64::try_from(signs.balance_faults).unwrap_or(u64::MAX);
    let all = [
        (!signs.thesis, Reason::NoThesis, NO_THESIS),
        (signs.sub_theses == Number::None, Reason::NoSubTheses, NO_SUB_THESES),
        (signs.sub_theses == Number::Few, Reason::FewSubTheses, FEW_SUB_THESES),
        (signs.sub_theses == Number::Many, Reason::ManySubTheses, MANY_SUB_THESES),
        (faults > 0, Reason::Unbalanced, faults.saturating_mul(UNBALANCED).min(UNBALANCED_MAX)),
        (!signs.ending, Reason::NoEnding, NO_ENDING),
        (wanting > 0, Reason::LittleContent, wanting),
        (!signs.quotes, Reason::NoQuotation, NO_QUOTATION),
    ];
    all.into_iter().filter(|(holds, ..)| *holds).map(|(_, reason, cost)| (reason, cost)).collect()
}

/// How much of what decides can be seen, in per cent.
fn confidence(signs: &Signs) -> u32 {
    /// Where no fault decides and all signs are clear.
    const CLEAR: u32 = 60;
    /// Where a plain fault decides.
    const PLAIN: u32 = 80;
    /// What each sign that is missing or doubtful takes.
    const DOUBT: u32 = 10;
    /// The least: something is always seen.
    const LEAST: u32 = 20;
    if signs.listed || signs.copied >= COPIED_MOST || signs.length < LENGTH_GRAVE {
        return PLAIN;
    }
    let off = signs.theme == Theme::Off;
    let doubts = [
        !signs.theme_known,
        // Whether it is the opposite hangs on a few clauses.
        signs.opposed,
        signs.theme == Theme::Part,
        // It may state them in a form that is not recognised.
        !signs.thesis && !off,
        matches!(signs.sub_theses, Number::None | Number::Many) && !off,
        signs.content < CONTENT_LITTLE && !off && !signs.opposed,
    ];
    let doubts = u32::try_from(doubts.iter().filter(|doubt| **doubt).count()).unwrap_or_default();
    (CLEAR + if off { DOUBT } else { 0 }).saturating_sub(doubts * DOUBT).max(LEAST)
}
