//! Rubrics from questions, reference answers and keys. Builds on rubric and grading; knows nothing of files or the
//! wire.
//!
//! A draft is deterministic: the same question, references and key give the same rubric.

mod align;
mod essay;
mod key;
mod list;
mod outline;
mod proposal;
pub mod question;
mod share;
mod write;

pub use key::{Key, KeyError, KeyGroup, KeyPoint};

use outline::{Outline, outline};
use question::{LengthScope, QuestionReading, read_question};

use crate::grading::{body, elements};
use crate::linting::{Finding, Linter, Severity, lint};
use crate::points::Points;
use crate::rubric::{
    CreditDraft, CreditStep, Depth, ElementKind, FormatDraft, GroupDraft, KeypointDraft, Kind, LengthDraft, Problem,
    ReferenceDraft, Rubric, RubricDraft, genre,
};
use crate::text::Text;

/// What to draft a rubric from.
#[derive(Debug, Clone, Copy, Default)]
pub struct Request<'a> {
    /// Id of the rubric; `draft` where it is empty.
    pub id: &'a str,
    /// Title of the rubric; taken from the question where it is empty.
    pub title: &'a str,
    /// The question as candidates see it.
    pub question: &'a str,
    /// The reference answers, the one to go by first.
    pub references: &'a [&'a str],
    /// The marking key, where there is one.
    pub key: Option<&'a Key>,
    /// The source material, empty where there is none.
    pub material: &'a str,
    /// Marks for a perfect answer; those that the key or the question names where it is not given.
    pub max_score: Option<Points>,
    /// How answers are to be read where words leave it open whether they say a point. Essays are judged as a whole, so
    /// that it stays fast for them.
    pub reading: Depth,
}

/// A drafted rubric.
#[derive(Debug, Clone, PartialEq)]
pub struct Drafted {
    /// The rubric; valid.
    pub draft: RubricDraft,
    /// Why things are as they are.
    pub notes: Vec<Note>,
    /// What a careful colleague would remark on: what [`lint`] finds.
    pub findings: Vec<Finding>,
}

/// Why a field of a draft is as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Path of the field, as in [`Problem::path`].
    pub path: String,
    /// A short sentence in Chinese, for teachers.
    pub text: String,
}

/// Why there is no draft.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DraftError {
    /// Nothing to take keypoints from.
    #[error("no reference answer and no key; give at least one of them")]
    NothingToDraftFrom,
    /// A reference that says nothing.
    #[error("reference {number}: no sentence to take a keypoint from; check that it is the right text")]
    EmptyReference {
        /// Which reference, from 1.
        number: usize,
    },
    /// The marks are known from nowhere.
    #[error("the question names no marks; give the maximum score")]
    NoMarks,
    /// The key's marks do not make the maximum score.
    #[error("the key's marks sum to {sum}, the maximum score is {max_score}; mend one of them")]
    KeySum {
        /// What the key's marks sum to, with the marks for format.
        sum: Points,
        /// The maximum score asked for.
        max_score: Points,
    },
    /// Too few marks for so many points.
    #[error("{points} marks cannot be shared among {keypoints} keypoints; give more marks or a shorter reference")]
    TooFewMarks {
        /// The marks for content.
        points: Points,
        /// How many keypoints there are.
        keypoints: usize,
    },
    /// What was drafted breaks a rule of rubrics, for instance because a text is too long.
    #[error("the draft is not valid: {}", .0.iter().map(Problem::to_string).collect::<Vec<_>>().join("; "))]
    Invalid(Vec<Problem>),
}

/// The longest title made of the question, in characters.
const TITLE_MAX_CHARS: usize = 24;
/// The most marks for format: published keys give 2 to 3.
const FORMAT_POINTS_MAX: Points = Points::from_hundredths(300);
/// Marks of a keypoint that a marker gives most often: published keys have 1 to 3.
const POINTS_A_KEYPOINT: i64 = 2;

/// Drafts a rubric.
///
/// ```
/// use yuejuan::drafting::{draft, Request};
/// let question = "根据给定资料，概括这个县发展冷水鱼养殖的做法。（10分）要求：分条作答，不超过150字。";
/// let reference = "一是引来雪山融水，改造废弃水塘。二是请水产专家驻村，教农户配料防病。三是统一收购，签下订单保底价。";
/// let drafted = draft(&Request { question, references: &[reference], ..Request::default() }).unwrap();
/// assert_eq!(drafted.draft.max_score, 10.0);
/// assert_eq!(drafted.draft.length.max, Some(150));
/// let keypoints = &drafted.draft.groups[0].keypoints;
/// assert_eq!(keypoints[1].point, "请水产专家驻村，教农户配料防病");
/// ```
///
/// # Errors
///
/// Where there is nothing to draft from, the marks are not known, or they cannot be shared out; see [`DraftError`].
pub fn draft(request: &Request<'_>) -> Result<Drafted, DraftError> {
    if request.references.is_empty() && request.key.is_none() {
        return Err(DraftError::NothingToDraftFrom);
    }
    let reading = read_question(request.question);
    let mut notes = Notes::default();
    let max_score = max_score(request, &reading, &mut notes)?;
    let references: Vec<Text<'_>> = request.references.iter().map(|reference| Text::new(reference)).collect();
    let format = format(&reading, max_score, request.key, references.first(), &mut notes);
    let format_points: Points = format.elements.iter().filter_map(|element| Points::from_f64(element.points)).sum();
    let content = max_score - format_points;
    let mut outlines: Vec<Outline> = Vec::with_capacity(references.len());
    let question = Text::new(request.question);
    for (index, reference) in references.iter().enumerate() {
        let whole = reading.genre.is_empty() && reading.kind != Kind::Essay;
        let body = if whole { 0..reference.folded().chars().len() } else { body(reference) };
        let keypoints = match request.key {
            Some(key) => key.groups.iter().map(|group| group.points.len()).sum(),
            None => usize::try_from(content.hundredths() / 100 / POINTS_A_KEYPOINT).unwrap_or(1).max(1),
        };
        let outline = outline(reference, body, &question, keypoints);
        if outline.sections.is_empty() {
            return Err(DraftError::EmptyReference { number: index + 1 });
        }
        outlines.push(outline);
    }
    let title = if request.title.is_empty() { title(request.question, &reading) } else { request.title.to_owned() };
    let mut draft = RubricDraft {
        id: if request.id.is_empty() { "draft".to_owned() } else { request.id.to_owned() },
        title,
        kind: reading.kind,
        max_score: max_score.as_f64(),
        question: request.question.trim().to_owned(),
        material: request.material.trim().to_owned(),
        references: request.references.iter().map(|text| ReferenceDraft { text: text.trim().to_owned() }).collect(),
        format,
        reading: if reading.kind == Kind::Essay { Depth::Fast } else { request.reading },
        wordings_visible: true,
        ..RubricDraft::default()
    };
    if reading.kind == Kind::Essay {
        draft.essay = Some(essay::essay(request, &mut notes));
    }
    if draft.reading == Depth::Deep {
        notes.add(
            "reading",
            "每点的措辞还少，换一种说法的由程序读意思来判断，每份约多用 0.15 秒；删去这一行就只按词语批改",
        );
    }
    length(&mut draft.length, &reading, &references, &mut notes);
    structure(&mut draft, &reading, &mut notes);
    draft.groups = match request.key {
        Some(key) => align::by_key(key, &draft, &outlines),
        None => align::propose(&draft, &outlines, content, &mut notes)?,
    };
    if let Some(key) = request.key {
        let sum = key.points() + format_points;
        if sum != max_score {
            return Err(DraftError::KeySum { sum, max_score });
        }
        notes.add("groups", "要点、分值和次序照评分标准；措辞另从参考答案里借来");
    }
    let left_out: usize = outlines.iter().map(|outline| outline.left_out).sum();
    if left_out > 0 && request.key.is_none() {
        notes.add("groups", &format!("略去 {left_out} 句引子或题目里已有的话"));
    }
    let findings = settle(&mut draft, request.key.is_some(), &mut notes)?;
    Ok(Drafted { draft, notes: notes.0, findings })
}

/// A draft as a TOML file, with its notes as comments.
#[must_use]
pub fn to_toml(drafted: &Drafted) -> String {
    write::toml(drafted)
}

/// Notes in the making.
#[derive(Debug, Default)]
struct Notes(Vec<Note>);

// === impl Notes ===

impl Notes {
    fn add(&mut self, path: &str, text: &str) {
        self.0.push(Note { path: path.to_owned(), text: text.to_owned() });
    }
}

fn max_score(request: &Request<'_>, reading: &QuestionReading, notes: &mut Notes) -> Result<Points, DraftError> {
    if let Some(max_score) = request.max_score {
        if let Some(named) = reading.marks.filter(|named| *named != max_score) {
            notes.add("max_score", &format!("照要求给 {max_score} 分；题目里写的是 {named} 分"));
        }
        return Ok(max_score);
    }
    if let Some(key) = request.key {
        notes.add("max_score", "评分标准各点之和");
        return Ok(key.points());
    }
    let marks = reading.marks.ok_or(DraftError::NoMarks)?;
    notes.add("max_score", "题目里写明");
    Ok(marks)
}

/// What the question asks a document to show, with the marks that a key leaves, or those usual for its genre. Only what
/// the first reference shows is asked for: it earns full marks.
fn format(
    reading: &QuestionReading,
    max_score: Points,
    key: Option<&Key>,
    reference: Option<&Text<'_>>,
    notes: &mut Notes,
) -> FormatDraft {
    if reading.genre.is_empty() || reading.kind != Kind::OfficialDocument {
        return FormatDraft::default();
    }
    if reading.format_waived {
        notes.add("format", "题目不要求格式");
        return FormatDraft::default();
    }
    let points = match key {
        Some(key) => max_score - key.points(),
        None => Points::from_hundredths(max_score.hundredths() / 10 / 50 * 50).min(FORMAT_POINTS_MAX),
    };
    let known = genre(&reading.genre).filter(|_| points > Points::ZERO);
    let Some(known) = known else { return FormatDraft { genre: reading.genre.clone(), elements: Vec::new() } };
    let shown = reference.map(elements);
    let is_shown = |kind| shown.as_ref().is_none_or(|shown| shown.iter().any(|(shown, _)| *shown == kind));
    let format = known.format(points, known.required().filter(|kind| *kind != ElementKind::Body && is_shown(*kind)));
    notes.add("format", "格式要素照文种的惯例，只列参考答案里有的");
    format
}

fn length(length: &mut LengthDraft, reading: &QuestionReading, references: &[Text<'_>], notes: &mut Notes) {
    let Some(rule) = reading.length else {
        notes.add("length", "题目没有字数要求");
        return;
    };
    if rule.scope == LengthScope::Part {
        notes.add("length", "题目的字数要求只管一部分，整篇不限");
        return;
    }
    (length.min, length.max, length.target) = (rule.min, rule.max, rule.target);
    notes.add("length", "照题目的字数要求");
    let count = |text: &Text<'_>| text.counts().get(length.mode);
    for (index, text) in references.iter().enumerate() {
        if rule.max.is_some_and(|max| count(text) > max as usize) {
            let number = index + 1;
            notes.add("length", &format!("参考答案 {number} 有 {} 字，自己就超了", count(text)));
        }
    }
}

/// Coverage that earns half and all of the marks, from low to high. Where a point has one wording, other words for it
/// reach little of it, so that low steps agree best with markers (measured on the development answers and on two
/// papers with keys); they are too low where common phrases, or another point of the same draft, reach them.
const STEPS: [(f64, f64); 3] = [(0.1, 0.2), (0.16, 0.3), (0.2, 0.36)];
/// The longest wording that may be a bare label, in characters.
const LABEL_CHARS: usize = 10;
/// Wordings a point, on average, from which the usual steps hold.
const MANY_WORDINGS: usize = 3;

/// Sets the lowest steps that keep the draft's points apart from each other and from common phrases; what there is
/// still to remark on.
fn settle(draft: &mut RubricDraft, by_key: bool, notes: &mut Notes) -> Result<Vec<Finding>, DraftError> {
    let keypoints = draft.groups.iter().flat_map(|group| &group.keypoints);
    let (count, wordings) =
        keypoints.fold((0, 0), |(count, wordings), of| (count + 1, wordings + 1 + of.wordings.len()));
    let steps = STEPS.iter().enumerate().skip(if wordings < count * MANY_WORDINGS { 0 } else { STEPS.len() - 1 });
    let written = draft.clone();
    let linter = Linter::new(&written);
    let mut rubric = Rubric::new(draft.clone()).map_err(DraftError::Invalid)?;
    let mut findings = None;
    for (at, (half, full)) in steps {
        let step = |coverage, share| CreditStep { coverage, share };
        draft.credit.steps = vec![step(*half, 0.5), step(*full, 1.0)];
        rubric = rubric.with_credit(draft.credit.clone()).map_err(DraftError::Invalid)?;
        // The highest steps hold whatever is found.
        findings = if at + 1 < STEPS.len() { linter.notes(&rubric) } else { None };
        if findings.is_some() {
            break;
        }
    }
    let findings = match findings {
        Some(findings) => findings,
        // A teacher's own wordings stay, whatever is found about them.
        None if !by_key && has_labels(draft) && drop_vague_labels(draft, &linter.of_keypoints(&rubric)) => {
            lint(&Rubric::new(draft.clone()).map_err(DraftError::Invalid)?, &[])
        }
        None => linter.lint(&rubric, &[]),
    };
    if draft.credit != CreditDraft::default() {
        notes.add("credit", "每点的措辞还少，换句话说难以盖住多少，门槛因此放低；补足措辞后可删去这一节");
    }
    Ok(findings)
}

/// Whether there are short wordings, which headings lend.
fn has_labels(draft: &RubricDraft) -> bool {
    let mut wordings = draft.groups.iter().flat_map(|of| &of.keypoints).flat_map(|of| &of.wordings);
    wordings.any(|wording| is_label(wording))
}

fn is_label(wording: &str) -> bool {
    wording.chars().count() <= LABEL_CHARS
}

/// Takes short wordings, which headings lend, from the keypoints that a warning is still about; whether there were any.
fn drop_vague_labels(draft: &mut RubricDraft, findings: &[Finding]) -> bool {
    let mut dropped = false;
    let warnings = || findings.iter().filter(|finding| finding.severity == Severity::Warning);
    for (g, group) in draft.groups.iter_mut().enumerate() {
        for (k, keypoint) in group.keypoints.iter_mut().enumerate() {
            let path = format!("groups[{g}].keypoints[{k}]");
            let names_it = |finding: &Finding| {
                finding.path.strip_prefix(&path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            };
            if warnings().any(names_it) {
                let before = keypoint.wordings.len();
                keypoint.wordings.retain(|wording| !is_label(wording));
                dropped |= keypoint.wordings.len() < before;
            }
        }
    }
    dropped
}

fn structure(draft: &mut RubricDraft, reading: &QuestionReading, notes: &mut Notes) {
    draft.structure.one_paragraph = reading.one_paragraph;
    if reading.one_paragraph {
        notes.add("structure", "题目要求写成一段话");
    } else if reading.itemized == Some(true) {
        draft.structure.itemized = Some(true);
        notes.add("structure", "题目要求分条");
    }
}

/// The first clause of the question that says what to do, cut to a title's length.
fn title(question: &str, reading: &QuestionReading) -> String {
    if !reading.genre.is_empty() {
        return format!("{}{}", reading.writer, reading.genre).chars().take(TITLE_MAX_CHARS).collect();
    }
    let text = Text::new(question);
    let asks = |clause: &&crate::text::Clause| {
        let quote = text.quote(clause.start, clause.end);
        ASKS.iter().any(|word| quote.contains(word))
    };
    let chosen = text.clauses().iter().find(asks).or(text.clauses().first());
    let quote = chosen.map_or(question.trim(), |clause| text.quote(clause.start, clause.end));
    let title: String = quote.split_whitespace().collect::<String>().chars().take(TITLE_MAX_CHARS).collect();
    if title.is_empty() { "未命名".to_owned() } else { title }
}

/// Words by which a question says what to do.
const ASKS: [&str; 12] =
    ["概括", "归纳", "梳理", "总结", "分析", "理解", "谈谈", "建议", "对策", "措施", "写一", "撰写"];

/// Groups from sections.
fn group(id: usize, title: String, take: Option<u32>, keypoints: Vec<KeypointDraft>) -> GroupDraft {
    GroupDraft { id: format!("g{id}"), title, take, keypoints }
}
