//! Marks one answer against one rubric: a file a dimension. Pure: no `Result`, no IO, no clock, no randomness;
//! the same answer, rubric and version give the same feedback on any machine.

mod allocate;
mod calibration;
mod confidence;
mod coverage;
mod deep;
mod elements;
mod essay;
mod format;
mod fuzzy;
mod integrity;
mod keypoints;
mod language;
mod length;
mod material;
mod meaning;
mod messages;
mod scan;
mod structure;
mod window;

pub use calibration::Signs;
pub use elements::{body, elements};
pub use keypoints::Award;
pub(crate) use messages::Messages;
pub(crate) use structure::{markers, numbering_faults};

use std::cell::RefCell;

use crate::feedback::{
    Deduction, Evidence, Feedback, FlagCode, Language, LanguageNote, LanguageNoteKind, Part, PartKind,
};
use crate::points::Points;
use crate::rubric::{Depth, Expression, Rubric};
use crate::text::Text;
use allocate::Payment;
use calibration::Signed;
use coverage::Finding;
use scan::{Hit, Reading, Scratch};

/// Version of the engine: the same version gives the same feedback.
pub const ENGINE_VERSION: &str = env!("CARGO_PKG_VERSION");

/// One candidate's answer (作答).
#[derive(Debug, Clone, Copy)]
pub struct Submission<'a> {
    /// Its id, given back in the feedback.
    pub id: &'a str,
    /// The answer.
    pub text: &'a str,
    /// The language of the feedback's messages.
    pub language: Language,
}

/// Marks answers, and keeps memory between them. One a thread.
#[derive(Debug, Default)]
pub struct Grader {
    scratch: Scratch,
}

/// Marks one answer with a grader of this thread.
///
/// ```
/// use yuejuan::feedback::{Coverage, Language};
/// use yuejuan::grading::{grade, Submission};
/// let rubric = yuejuan::rubric::shipped("night-economy-practices").unwrap();
/// let text = "一是延长地铁和公交末班车时间，夜间开放机关停车场。二是减免摊位费，发放消费券。";
/// let feedback = grade(&rubric, &Submission { id: "1", text, language: Language::Chinese });
/// assert_eq!(feedback.keypoints[1].coverage, Coverage::Full);
/// assert_eq!(feedback.keypoints[1].evidence[0].quote, "延长地铁和公交末班车时间");
/// ```
#[must_use]
pub fn grade(rubric: &Rubric, submission: &Submission<'_>) -> Feedback {
    with_grader(|grader| grader.grade(rubric, submission))
}

/// [`grade`], read as `depth` says and not as the rubric does.
#[must_use]
pub fn grade_at(rubric: &Rubric, submission: &Submission<'_>, depth: Depth) -> Feedback {
    with_grader(|grader| grader.grade_at(rubric, submission, depth))
}

/// What each keypoint gets for a text, in figures alone, by a grader of this thread: what [`grade`] says of the
/// keypoints, without the words, the evidence and the other dimensions, for whoever asks about many short texts.
///
/// ```
/// use yuejuan::feedback::Coverage;
/// use yuejuan::grading::award;
/// use yuejuan::text::Text;
/// let rubric = yuejuan::rubric::shipped("night-economy-practices").unwrap();
/// let awards = award(&rubric, &Text::new("延长地铁和公交末班车时间，夜间开放机关停车场。"));
/// assert_eq!((awards[1].coverage, awards[1].points), (Coverage::Full, rubric.keypoints[1].points));
/// ```
#[must_use]
pub fn award(rubric: &Rubric, text: &Text<'_>) -> Vec<Award> {
    with_grader(|grader| grader.award(rubric, text))
}

/// The signs by which a calibration would mark a text, its keypoints marked by the rubric's own steps, and whether it has
/// each of `expressions`; by a grader of this thread.
#[must_use]
pub fn signs(rubric: &Rubric, text: &Text<'_>, expressions: &[Expression]) -> Signs {
    with_grader(|grader| grader.signs(rubric, text, expressions))
}

fn with_grader<T>(work: impl Fn(&mut Grader) -> T) -> T {
    thread_local! {
        static GRADER: RefCell<Grader> = RefCell::default();
    }
    GRADER.with(|grader| match grader.try_borrow_mut() {
        Ok(mut grader) => work(&mut grader),
        Err(_) => work(&mut Grader::new()),
    })
}

// === impl Grader ===

impl Grader {
    /// A grader with no memory yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn award(&mut self, rubric: &Rubric, text: &Text<'_>) -> Vec<Award> {
        let (reading, hits) = Reading::new(rubric, text, &mut self.scratch);
        Marks::new(rubric, &reading, hits, Depth::Fast).awards
    }

    fn signs(&mut self, rubric: &Rubric, text: &Text<'_>, expressions: &[Expression]) -> Signs {
        let (reading, hits) = Reading::new(rubric, text, &mut self.scratch);
        let awards = Marks::new(rubric, &reading, hits, Depth::Fast).awards;
        let content = awards.iter().map(|award| award.points).sum();
        Signed::new(rubric, &reading).signs(content, expressions)
    }

    /// Marks one answer. Cannot fail; takes time linear in the answer.
    pub fn grade(&mut self, rubric: &Rubric, submission: &Submission<'_>) -> Feedback {
        self.grade_at(rubric, submission, rubric.reading)
    }

    fn grade_at(&mut self, rubric: &Rubric, submission: &Submission<'_>, depth: Depth) -> Feedback {
        let text = Text::new(submission.text);
        let messages = Messages::new(submission.language);
        let (reading, hits) = Reading::new(rubric, &text, &mut self.scratch);
        let Marks { findings, payments, awards } = Marks::new(rubric, &reading, hits, depth);
        let mut keypoints = keypoints::keypoints(rubric, &reading, &findings, &payments, &awards, messages);
        let (length, length_taken) = length::length(&rubric.length, &text, messages);
        let (structure, structure_taken) = structure::structure(rubric, &text, messages);
        let (format, format_points) = format::format(&rubric.format, &text, messages);
        let paid = findings.iter().zip(&payments).filter_map(|(finding, payment)| Some((finding, payment.as_ref()?)));
        let paid = paid.flat_map(|(finding, payment)| keypoints::paid_terms(rubric, finding, payment));
        let (language, language_taken) = language::language(rubric, &reading, paid, messages);
        let mut flags = integrity::flags(rubric, &reading, &findings, &keypoints, messages);
        let material = material::material(rubric, &text, messages);
        flags.extend(material.as_ref().and_then(|material| material::flag(rubric, material, messages)));
        let others =
            essay::Others { keypoints: &keypoints, length: &length, length_taken, material: material.as_ref() };
        let mut essay =
            rubric.essay.as_ref().map(|policy| (policy, essay::essay(rubric, policy, &reading, others, messages)));
        if essay.is_some() {
            for keypoint in &mut keypoints {
                keypoint.counted = false;
            }
            // No mark of an essay hangs on a single keypoint.
            flags.retain(|flag| flag.code != FlagCode::Borderline);
        }

        let whole_points = essay.as_ref().map_or(Points::ZERO, |(_, essay)| essay.points);
        // An essay is given marks as a whole, and none for its keypoints.
        let content: Points = keypoints.iter().filter(|_| essay.is_none()).map(|keypoint| keypoint.points).sum();
        let calibrate = |policy| Signed::new(rubric, &reading).calibrate(policy, content, messages);
        let calibration = rubric.calibration.as_ref().map(calibrate);
        let calibrated = calibration.as_ref().map_or(Points::ZERO, |calibration| calibration.points);
        let pooled = rubric.structure.pool > Points::ZERO;
        // An empty answer has no layout to reward.
        let structure_pool = if pooled && !text.clauses().is_empty() { rubric.structure.pool } else { Points::ZERO };
        let mut till =
            Till { left: content + calibrated + whole_points + format_points + structure_pool, deductions: Vec::new() };
        let whole = integrity::passage(&text, 0, text.folded().chars().len());
        let faults: Vec<Evidence> = structure.faults.iter().flat_map(|fault| fault.evidence.clone()).collect();
        let reason = structure.faults.iter().map(|fault| fault.message.as_str()).collect::<String>();
        till.take("structure.faults", PartKind::Structure, structure_taken, &reason, faults, messages);
        let rule = if length.max.is_some_and(|max| length.count > max) { "length.over" } else { "length.under" };
        till.take(rule, PartKind::Length, length_taken, &length.message, vec![whole], messages);
        let typos = wrong_characters(&language);
        let reason = messages.typos(typos.len());
        till.take("language.typos", PartKind::Language, language_taken, &reason, typos, messages);
        if let Some((points, evidence)) = essay.as_mut().and_then(|(_, essay)| essay.title.take()) {
            let reason = messages.no_title();
            till.take("essay.title", PartKind::Essay, points, reason, vec![evidence], messages);
        }

        let taken = |kind| {
            till.deductions
                .iter()
                .filter(|deduction| deduction.part == kind)
                .map(|deduction| deduction.points)
                .sum::<Points>()
        };
        let part = |kind, points: Points, max_points| Part { kind, points: points - taken(kind), max_points };
        let mut parts = vec![
            part(PartKind::Content, content, if essay.is_some() { Points::ZERO } else { rubric.content_points() }),
            part(PartKind::Format, format_points, rubric.format_points()),
            part(PartKind::Structure, structure_pool, rubric.structure.pool),
            part(PartKind::Length, Points::ZERO, Points::ZERO),
            part(PartKind::Language, Points::ZERO, Points::ZERO),
        ];
        if essay.is_some() {
            parts.push(part(PartKind::Essay, whole_points, rubric.max_score));
        }
        if calibration.is_some() {
            parts.push(part(PartKind::Calibration, calibrated, Points::ZERO));
        }
        let score = parts.iter().map(|part| part.points).sum();
        let deducted = till.deductions.iter().map(|deduction| deduction.points).sum();
        let essay = essay.map(|(policy, mut essay)| {
            essay::settle(&mut essay.feedback, policy, deducted);
            essay.feedback
        });
        let summary = match &essay {
            Some(essay) => messages.essay_summary(essay, rubric.max_score),
            None => messages.summary(score, rubric.max_score, &keypoints, deducted),
        };
        Feedback {
            submission_id: submission.id.to_owned(),
            rubric_id: rubric.id.clone(),
            rubric_revision: rubric.revision.clone(),
            engine_version: ENGINE_VERSION.into(),
            reading: depth,
            score,
            max_score: rubric.max_score,
            estimated: essay.is_some(),
            summary,
            parts,
            keypoints,
            length,
            structure,
            format,
            language,
            essay,
            material,
            calibration,
            deductions: till.deductions,
            flags,
        }
    }
}

fn wrong_characters(language: &[LanguageNote]) -> Vec<Evidence> {
    let wrong = language.iter().filter(|note| note.kind == LanguageNoteKind::WrongCharacter);
    wrong.map(|note| note.evidence.clone()).collect()
}

/// What the keypoints get: what was found of each, what pays it, and what that is worth.
struct Marks {
    findings: Vec<Finding>,
    payments: Vec<Option<Payment>>,
    awards: Vec<Award>,
}

// === impl Marks ===

impl Marks {
    fn new(rubric: &Rubric, reading: &Reading<'_>, hits: &mut [Vec<Hit>], depth: Depth) -> Self {
        let mut findings = coverage::cover(rubric, reading, hits);
        let mut payments = allocate::allocate(rubric, &findings);
        if depth == Depth::Deep && deep::reread(rubric, reading, &mut findings, &payments) {
            payments = allocate::allocate(rubric, &findings);
        }
        let awards = keypoints::awards(rubric, &findings, &payments, || headings_points(rubric));
        Self { findings, payments, awards }
    }
}

/// Marks that are there to take from, and what was taken.
struct Till {
    left: Points,
    deductions: Vec<Deduction>,
}

// === impl Till ===

impl Till {
    /// Takes `points`, or what is left where that is less; a rule that takes nothing leaves no trace.
    fn take(
        &mut self,
        rule: &'static str,
        part: PartKind,
        points: Points,
        reason: &str,
        evidence: Vec<Evidence>,
        messages: Messages,
    ) {
        if points <= Points::ZERO {
            return;
        }
        let taken = points.min(self.left);
        let reduced = taken < points;
        self.left -= taken;
        let message = messages.deduction(part, taken, reduced, reason);
        self.deductions.push(Deduction { rule: rule.into(), part, points: taken, reduced, message, evidence });
    }
}

/// What the headings of a rubric's groups earn when they are all that an answer says.
fn headings_points(rubric: &Rubric) -> Points {
    *rubric.compiled.headings_points.get_or_init(|| {
        let titles = rubric.groups.iter().filter(|group| !group.title.is_empty());
        let headings: String = titles.map(|group| format!("{}。\n", group.title)).collect();
        let text = Text::new(&headings);
        let mut scratch = Scratch::default();
        let (reading, hits) = Reading::new(rubric, &text, &mut scratch);
        let findings = coverage::cover(rubric, &reading, hits);
        let payments = allocate::allocate(rubric, &findings);
        payments.iter().flatten().map(|payment| payment.points).sum()
    })
}
