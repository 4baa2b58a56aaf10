//! 大作文: what an essay is made of, checked one thing at a time, and the range of marks that this speaks for. Never an
//! exact mark: whether an essay is argued and written well is not seen here.

mod band;
mod layout;
mod messages;
mod statements;

use super::integrity::{passage, repeated_clauses};
use super::material::copied_share;
use super::messages::Messages;
use super::scan::Reading;
use crate::feedback::{
    Coverage, EssayCheck, EssayCheckKind, EssayFeedback, Evidence, KeypointFeedback, LengthFeedback, MaterialFeedback,
    QuotationFeedback,
};
use crate::points::Points;
use crate::rubric::{EssayPolicy, Found, Rubric};
use crate::text::Text;
use band::{Estimate, Number, Signs, Theme, estimate, marks, middle};
use layout::{Layout, Paragraph, Range, letters};
use statements::{Statements, Subject, names, statements};

/// An essay, judged, before deductions.
#[derive(Debug)]
pub(super) struct Essay {
    pub feedback: EssayFeedback,
    /// About the middle of the range: what the essay is given.
    pub points: Points,
    /// What a missing title takes, and where it shows.
    pub title: Option<(Points, Evidence)>,
}

/// What other dimensions have found.
#[derive(Debug, Clone, Copy)]
pub(super) struct Others<'a> {
    pub keypoints: &'a [KeypointFeedback],
    pub length: &'a LengthFeedback,
    /// Marks that the length takes.
    pub length_taken: Points,
    pub material: Option<&'a MaterialFeedback>,
}

/// The shortest and the longest title, in letters: a word, and the most that fits a row with its blanks.
const TITLE_LETTERS: std::ops::RangeInclusive<usize> = 2..=22;
/// Share of the paragraphs in which an essay on its topic names the theme, in thousandths.
const THEME_PARAGRAPHS: usize = 500;
/// Share of the keypoints that an essay says in whatever words when it is on the topic, in thousandths: the most of them.
const ON_TOPIC_CONTENT: u64 = 500;
/// Share of the keypoints that stands for the theme where the rubric names none, in thousandths: all of it, and some.
const THEME_CONTENT: (u64, u64) = (150, 50);
/// Share of the keypoints that an essay contradicts when it argues the opposite, in thousandths.
const OPPOSED_SHARE: u64 = 250;
/// Share of the essay that is a bare list when it is none, in thousandths, and that the question may lend it.
const LISTED_SHARE: u64 = 300;
/// Share of all letters that one paragraph has when it is a giant, in thousandths.
const GIANT_SHARE: usize = 500;
/// Share that opening or ending has when it is top-heavy, in thousandths.
const EDGE_SHARE: usize = 333;
/// Letters below which a paragraph of the body is a line: two rows of the answer sheet. A single one may lead over.
const LINE_LETTERS: usize = 50;
/// Paragraphs that an essay has at least: opening, two of the body, ending.
const PARAGRAPHS_MIN: usize = 4;

/// Judges an essay.
pub(super) fn essay(
    rubric: &Rubric,
    policy: &EssayPolicy,
    reading: &Reading<'_>,
    others: Others<'_>,
    messages: Messages,
) -> Essay {
    let text = reading.text;
    let layout = Layout::new(text);
    let theme = policy.theme.find(text);
    let subject = subject(text, policy, &theme, others.keypoints);
    let stated = statements(text, &layout, &subject);
    let judge =
        Judge { rubric, policy, reading, others, messages, layout: &layout, subject: &subject, stated: &stated };
    let mut checks = Vec::new();
    let quotations = judge.quotations();
    let signs = judge.signs(&quotations, &mut checks);
    let Estimate { low, high, confidence, reasons } = estimate(&signs);
    let (low, high) = marks(rubric.max_score, low, high);
    let reasons = reasons.into_iter().map(|(reason, effect)| messages.essay_reason(reason, effect, rubric.max_score));
    let missing = layout.title.is_none() && !signs.empty && policy.title_points > Points::ZERO;
    let feedback = EssayFeedback {
        checks,
        quotations,
        band_low: policy.band(low).to_owned(),
        band_high: policy.band(high).to_owned(),
        low,
        high,
        confidence: f64::from(confidence) / 100.0,
        reasons: reasons.collect(),
    };
    let first = judge.clause_at_start();
    Essay { feedback, points: middle(low, high), title: missing.then_some((policy.title_points, first)) }
}

/// Takes off what deductions took, at both ends of the range.
pub(super) fn settle(feedback: &mut EssayFeedback, policy: &EssayPolicy, taken: Points) {
    feedback.low = (feedback.low - taken).max(Points::ZERO);
    feedback.high = (feedback.high - taken).max(Points::ZERO);
    policy.band(feedback.low).clone_into(&mut feedback.band_low);
    policy.band(feedback.high).clone_into(&mut feedback.band_high);
}

fn subject(text: &Text<'_>, policy: &EssayPolicy, theme: &[Found], keypoints: &[KeypointFeedback]) -> Subject {
    let said = keypoints.iter().filter(|of| matches!(of.coverage, Coverage::Full | Coverage::Partial));
    let mut spans: Vec<usize> = said.flat_map(|of| &of.evidence).map(|evidence| evidence.span.start).collect();
    spans.sort_unstable();
    let keypoints = positions(text, &spans);
    let theme =
        if policy.theme.is_empty() { keypoints.clone() } else { theme.iter().map(|found| found.start).collect() };
    Subject { theme, keypoints }
}

/// The positions at which rising byte offsets lie.
fn positions(text: &Text<'_>, offsets: &[usize]) -> Vec<usize> {
    let mut offsets = offsets.iter().peekable();
    let mut positions = Vec::with_capacity(offsets.len());
    for at in 0..text.folded().chars().len() {
        while offsets.next_if(|offset| **offset <= text.span(at, at + 1).start).is_some() {
            positions.push(at);
        }
        if offsets.peek().is_none() {
            break;
        }
    }
    positions
}

struct Judge<'a> {
    rubric: &'a Rubric,
    policy: &'a EssayPolicy,
    reading: &'a Reading<'a>,
    others: Others<'a>,
    messages: Messages,
    layout: &'a Layout,
    subject: &'a Subject,
    stated: &'a Statements,
}

// === impl Judge ===

impl Judge<'_> {
    /// Makes the checks, in order, and what they say about the band.
    fn signs(&self, quotations: &[QuotationFeedback], checks: &mut Vec<EssayCheck>) -> Signs {
        let content = self.share(|of| of.points);
        let theme = self.theme(content);
        let opposed = self.opposed();
        let count = self.stated.sub_theses.len();
        let (min, max) = self.policy.sub_theses;
        let sub_theses = match count {
            0 => Number::None,
            _ if count < min => Number::Few,
            _ if count > max => Number::Many,
            _ => Number::Right,
        };
        let faults = self.balance();
        let [listed, question, material] = self.foreign();
        let length = self.length();
        let empty = self.reading.text.clauses().is_empty();
        let (quoted, asked) = (!quotations.is_empty(), !self.policy.quotations.is_empty());
        let messages = self.messages;
        let mut check = |kind, passed: bool, message: String, evidence: Vec<Evidence>| {
            checks.push(EssayCheck { kind, passed: passed && !empty, message, evidence });
        };
        let title = self.layout.title.as_ref();
        let title_letters = title.map(|title| letters(self.reading.text, title));
        let good_title = title_letters.is_some_and(|letters| TITLE_LETTERS.contains(&letters));
        check(EssayCheckKind::Title, good_title, messages.essay_title(title_letters), self.shown(title));
        let (named, all) = self.themed_paragraphs();
        let first = self.first_theme();
        check(
            EssayCheckKind::Theme,
            theme == Theme::Whole,
            messages.essay_theme(theme, named, all),
            self.shown(first.as_ref()),
        );
        let thesis = self.stated.thesis.as_ref();
        check(EssayCheckKind::Thesis, thesis.is_some(), messages.essay_thesis(thesis.is_some()), self.shown(thesis));
        check(EssayCheckKind::Stance, opposed.is_empty(), messages.essay_stance(opposed.is_empty()), opposed.clone());
        let stated = self.stated.sub_theses.iter().map(|range| self.show(range)).collect();
        check(
            EssayCheckKind::SubTheses,
            sub_theses == Number::Right,
            messages.essay_sub_theses(count, min, max),
            stated,
        );
        let one_paragraph = self.layout.paragraphs.len() < 2;
        let shares: Vec<usize> = self.layout.paragraphs.iter().map(|of| self.permille(of) / 10).collect();
        let message = messages.essay_balance(&faults.iter().map(|(fault, _)| *fault).collect::<Vec<_>>(), &shares);
        check(
            EssayCheckKind::Balance,
            faults.is_empty(),
            message,
            faults.iter().map(|(_, range)| self.show(range)).collect(),
        );
        let ending = self.stated.ending.as_ref();
        let message = messages.essay_ending(ending.is_some(), self.stated.broken_off);
        let last = self.layout.paragraphs.last().map(|last| &last.range).filter(|_| self.stated.broken_off);
        check(EssayCheckKind::Ending, ending.is_some(), message, self.shown(ending.or(last)));
        if asked {
            let evidence = quotations.iter().map(|of| of.evidence.clone()).collect();
            check(EssayCheckKind::Quotations, quoted, messages.essay_quotations(quotations.len()), evidence);
        }
        let copied = question.max(material);
        let own = listed < LISTED_SHARE && question < LISTED_SHARE && material <= u64::from(self.policy.copied_max);
        let runs = self.others.material.map(|material| material.runs.clone()).unwrap_or_default();
        check(EssayCheckKind::OwnWords, own, messages.essay_own_words(listed >= LISTED_SHARE, copied, own), runs);
        if let Some(min) = self.others.length.min {
            let message = messages.essay_length(self.others.length.count, min);
            check(EssayCheckKind::Length, self.others.length.count >= min, message, Vec::new());
        }
        Signs {
            empty,
            theme,
            theme_known: !self.policy.theme.is_empty(),
            opposed: !opposed.is_empty(),
            thesis: thesis.is_some(),
            sub_theses,
            one_paragraph,
            balance_faults: faults.len(),
            ending: ending.is_some(),
            quotes: quoted || !asked,
            content,
            copied,
            copied_max: u64::from(self.policy.copied_max),
            listed: listed >= LISTED_SHARE,
            length,
            length_taken: self.length_taken(),
            repeated: self.repeated(),
        }
    }

    /// Share of the keypoints' marks, in thousandths.
    fn share(&self, marks: impl Fn(&KeypointFeedback) -> Points) -> u64 {
        let sum: Points = self.others.keypoints.iter().map(marks).sum();
        let all = self.rubric.content_points().hundredths().max(1);
        u64::try_from(sum.hundredths() * 1000 / all).unwrap_or_default()
    }

    fn themed_paragraphs(&self) -> (usize, usize) {
        let paragraphs = &self.layout.paragraphs;
        let named = paragraphs.iter().filter(|paragraph| names(&self.subject.theme, &paragraph.range)).count();
        (named, paragraphs.len())
    }

    /// How far the essay speaks of the theme: in title or opening, and in half of its paragraphs; or in words of its own.
    fn theme(&self, content: u64) -> Theme {
        if self.policy.theme.is_empty() {
            let (whole, part) = THEME_CONTENT;
            return match content {
                _ if content >= whole => Theme::Whole,
                _ if content >= part => Theme::Part,
                _ => Theme::Off,
            };
        }
        if content >= ON_TOPIC_CONTENT {
            return Theme::Whole;
        }
        let (named, all) = self.themed_paragraphs();
        let opening = self.layout.paragraphs.get(..=self.stated.opening).unwrap_or_default();
        let head = self.layout.title.iter().chain(opening.iter().map(|paragraph| &paragraph.range));
        let opens = head.into_iter().any(|range| names(&self.subject.theme, range));
        match (opens, named * 1000 >= all.max(1) * THEME_PARAGRAPHS) {
            (true, true) => Theme::Whole,
            (false, false) if named == 0 => Theme::Off,
            _ => Theme::Part,
        }
    }

    fn first_theme(&self) -> Option<Range> {
        let at = *self.subject.theme.first()?;
        let clauses = self.reading.text.clauses();
        let clause = clauses.get(clauses.partition_point(|clause| clause.end <= at))?;
        Some(clause.start..clause.end)
    }

    /// Where the essay says the opposite of what it should, if that weighs more than what it says.
    fn opposed(&self) -> Vec<Evidence> {
        let turned = |of: &KeypointFeedback| of.coverage == Coverage::Contradicted;
        let against = self.share(|of| if turned(of) { of.max_points } else { Points::ZERO });
        if against < OPPOSED_SHARE || against < self.share(|of| of.points) {
            return Vec::new();
        }
        self.others.keypoints.iter().filter(|of| turned(of)).flat_map(|of| of.evidence.clone()).collect()
    }

    /// What is wrong with the balance of paragraphs, and where.
    fn balance(&self) -> Vec<(messages::BalanceFault, Range)> {
        use messages::BalanceFault::{FewParagraphs, Giant, HeavyEnding, HeavyOpening, Lines};
        let paragraphs = self.layout.paragraphs.as_slice();
        let Some((first, rest)) = paragraphs.split_first() else { return Vec::new() };
        let mut faults = Vec::new();
        if paragraphs.len() < PARAGRAPHS_MIN {
            faults.push((FewParagraphs, first.range.clone()));
        }
        let giant = paragraphs.iter().find(|paragraph| self.permille(paragraph) > GIANT_SHARE);
        faults.extend(giant.filter(|_| !rest.is_empty()).map(|giant| (Giant, giant.range.clone())));
        let Some((last, body)) = rest.split_last().filter(|(_, body)| !body.is_empty()) else { return faults };
        let heavy = |paragraph: &Paragraph| (EDGE_SHARE..=GIANT_SHARE).contains(&self.permille(paragraph));
        faults.extend(heavy(first).then(|| (HeavyOpening, first.range.clone())));
        faults.extend((heavy(last) && self.stated.ending.is_some()).then(|| (HeavyEnding, last.range.clone())));
        let lines: Vec<&Paragraph> = body.iter().filter(|paragraph| paragraph.letters < LINE_LETTERS).collect();
        if let Some(line) = lines.first().filter(|_| lines.len() > 1) {
            faults.push((Lines, line.range.clone()));
        }
        faults
    }

    /// Shares of the essay that are bare lists, that the question lends it, and that the material does.
    fn foreign(&self) -> [u64; 3] {
        let all = (self.reading.text.counts().nonblank as u64).max(1);
        let share = |stretches: &[(usize, usize)]| {
            stretches.iter().map(|(start, end)| (end - start) as u64).sum::<u64>() * 1000 / all
        };
        let material = self.others.material.map(copied_share).unwrap_or_default();
        [share(&self.reading.lists), share(&self.reading.copied), material]
    }

    fn length(&self) -> u64 {
        let LengthFeedback { count, min, .. } = self.others.length;
        min.map_or(1000, |min| *count as u64 * 1000 / (min as u64).max(1))
    }

    /// What the length takes, in thousandths of the marks.
    fn length_taken(&self) -> u64 {
        let all = self.rubric.max_score.hundredths().max(1);
        u64::try_from(self.others.length_taken.hundredths() * 1000 / all).unwrap_or_default()
    }

    /// Share that says again what the essay said before, in thousandths.
    fn repeated(&self) -> u64 {
        let repeated = repeated_clauses(self.reading.text);
        let letters: u64 = repeated.iter().map(|(start, end)| (end - start) as u64).sum();
        letters * 1000 / (self.layout.letters as u64).max(1)
    }

    /// The first place of each saying.
    fn quotations(&self) -> Vec<QuotationFeedback> {
        let mut quotations: Vec<QuotationFeedback> = Vec::new();
        for found in self.policy.quotations.find(self.reading.text) {
            if quotations.iter().any(|of| of.index == found.saying) {
                continue;
            }
            let essay = self.rubric.draft.essay.as_ref().filter(|_| self.rubric.wordings_visible);
            let quotation = essay.and_then(|essay| essay.quotations.get(found.saying)).cloned().unwrap_or_default();
            let evidence = passage(self.reading.text, found.start, found.end);
            quotations.push(QuotationFeedback { index: found.saying, quotation, evidence });
        }
        quotations
    }

    /// Share of all letters that a paragraph has, in thousandths.
    fn permille(&self, paragraph: &Paragraph) -> usize {
        paragraph.letters * 1000 / self.layout.letters.max(1)
    }

    fn show(&self, range: &Range) -> Evidence {
        passage(self.reading.text, range.start, range.end)
    }

    fn shown(&self, range: Option<&Range>) -> Vec<Evidence> {
        range.map(|range| self.show(range)).into_iter().collect()
    }

    fn clause_at_start(&self) -> Evidence {
        let first = self.reading.text.clauses().first();
        first.map_or_else(
            || passage(self.reading.text, 0, 0),
            |clause| passage(self.reading.text, clause.start, clause.end),
        )
    }
}
