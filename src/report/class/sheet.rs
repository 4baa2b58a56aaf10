//! A candidate's sheet: one printable file with the marks, the answer and what counts in it, what was missed and how to
//! say it, and a model answer. It is for the candidate: wordings kept for markers are not in it, nor are flags, which are
//! for whoever reviews.

mod remarks;

use askama::Template;

use super::words::Words;
use crate::class::{Candidate, Entry, ModelAnswer, ModelOrigin};
use crate::feedback::{Coverage, Evidence, KeypointFeedback, Language, PartKind};
use crate::points::Points;
use crate::report::labels::{Labels, class, sign};
use crate::report::marked::{Piece, pieces, visible};
use crate::report::passages::passages;
use crate::rubric::Rubric;
use crate::text::whole_words;
use remarks::{Remark, checks, remarks};

#[derive(Template)]
#[template(path = "class/sheet.html")]
struct Sheet {
    words: Words,
    labels: &'static Labels,
    title: String,
    /// What is known of the candidate, with its name.
    who: Vec<(&'static str, String)>,
    /// The score, or the range of an essay's; a person's where one decided.
    score: String,
    max_score: String,
    band: String,
    is_about: bool,
    /// What a person decided; none where nobody did.
    review: Option<Reviewed>,
    parts: Vec<(&'static str, String)>,
    summary: String,
    question: String,
    pieces: Vec<Piece>,
    /// Keypoints said in full, and the others.
    full: Vec<Item>,
    lost: Vec<Item>,
    is_essay: bool,
    checks: Vec<Remark>,
    remarks: Vec<Remark>,
    model: Option<Model>,
    origin: String,
}

/// A keypoint.
struct Item {
    class: &'static str,
    sign: &'static str,
    id: String,
    point: String,
    marks: String,
    coverage: &'static str,
    quotes: Vec<String>,
    message: String,
}

/// What a person decided.
struct Reviewed {
    /// The engine's score, or its range.
    engine: String,
    reason: String,
}

/// A model answer.
struct Model {
    lines: Vec<String>,
    note: String,
}

/// The sheet of an entry, as one HTML file that needs nothing else and runs nothing.
///
/// `model` is that of the entry's rubric: see [`ModelAnswer::new`], which is worth making once for all sheets.
///
/// # Errors
///
/// Where the template cannot be filled, which takes a lack of memory.
pub fn sheet_page(
    entry: &Entry,
    rubric: &Rubric,
    model: Option<&ModelAnswer>,
    language: Language,
) -> Result<String, std::fmt::Error> {
    let words = Words(language);
    let labels = Labels::of(language);
    let feedback = &entry.feedback;
    let is_essay = feedback.essay.is_some();
    let (full, lost) = feedback.keypoints.iter().partition::<Vec<_>, _>(|of| of.coverage == Coverage::Full);
    let items =
        |of: Vec<&KeypointFeedback>| of.into_iter().map(|of| item(of, &entry.answer, is_essay, words)).collect();
    let (engine, band) = score(entry, words);
    let reason = |note: &String| visible(note.trim());
    let review = entry.review.as_ref().map(|of| Reviewed { engine: engine.clone(), reason: reason(&of.note) });
    let sheet = Sheet {
        words,
        labels,
        title: visible(&rubric.title),
        who: who(&entry.candidate, words),
        score: entry.review.as_ref().map_or(engine, |review| review.score.to_string()),
        max_score: feedback.max_score.to_string(),
        band,
        is_about: is_essay && review.is_none(),
        review,
        parts: parts(entry, labels),
        summary: visible(&feedback.summary),
        question: visible(rubric.draft.question.trim()),
        pieces: pieces(&entry.answer, passages(feedback, &entry.answer, labels)),
        full: items(full),
        lost: items(lost),
        is_essay,
        checks: checks(feedback, labels),
        remarks: remarks(feedback, labels, words),
        model: model.filter(|_| rubric.wordings_visible).map(|model| self::model(model, rubric, words)),
        origin: format!(
            "yuejuan {} · {} · {}{}",
            feedback.engine_version,
            feedback.rubric_id,
            feedback.rubric_revision,
            labels.reading(feedback.reading)
        ),
    };
    sheet.render().map_err(|_| std::fmt::Error)
}

fn who(candidate: &Candidate, words: Words) -> Vec<(&'static str, String)> {
    let Candidate { id, name, number, class } = candidate;
    let known = [
        (words.pick("姓名", "name"), name),
        (words.pick("学号", "number"), number),
        (words.pick("班级", "class"), class),
        (words.pick("编号", "id"), id),
    ];
    // An id that is the number or the name was made of it, and says nothing more.
    let is_repeated = |what: &String| std::ptr::eq(what, id) && (id == number || id == name);
    let known = known.into_iter().filter(|(_, what)| !what.trim().is_empty() && !is_repeated(what));
    known.map(|(name, what)| (name, visible(what))).collect()
}

/// The engine's score and, of an essay, the range that it stands for with its bands.
fn score(entry: &Entry, words: Words) -> (String, String) {
    match &entry.feedback.essay {
        None => (entry.feedback.score.to_string(), String::new()),
        Some(essay) => {
            let (low, high) = (visible(&essay.band_low), visible(&essay.band_high));
            let band = if low == high { low } else { format!("{low}{}{high}", words.pick("至", " to ")) };
            (format!("{}–{}", essay.low, essay.high), band)
        }
    }
}

/// What each dimension gave or took, where it could.
fn parts(entry: &Entry, labels: &'static Labels) -> Vec<(&'static str, String)> {
    let shown = entry.feedback.parts.iter().filter(|part| {
        let is_range = part.kind == PartKind::Essay;
        !is_range && (part.points != Points::ZERO || part.max_points != Points::ZERO)
    });
    let marks = shown.map(|part| {
        let points = part.points.to_string().replace('-', "−");
        let marks = if part.max_points > Points::ZERO { format!("{points} / {}", part.max_points) } else { points };
        (labels.part(part.kind), marks)
    });
    marks.collect()
}

fn item(of: &KeypointFeedback, answer: &str, is_essay: bool, words: Words) -> Item {
    let quote = |of: &Evidence| whole_words(answer, of.span).quote(answer).replace(['\n', '\r'], " ");
    let quotes = of.evidence.iter().map(|evidence| visible(&quote(evidence)));
    Item {
        class: class(of.coverage),
        sign: sign(of.coverage),
        id: visible(&of.keypoint_id),
        point: visible(&of.point),
        marks: if is_essay { String::new() } else { format!("{} / {}", of.points, of.max_points) },
        coverage: words.coverage(of.coverage),
        quotes: quotes.collect(),
        message: visible(&of.message),
    }
}

fn model(model: &ModelAnswer, rubric: &Rubric, words: Words) -> Model {
    let limit = rubric.length.max.map(|max| match words.0 {
        Language::Chinese => format!("，要求不超过 {max} 字"),
        Language::English => format!(", at most {max} asked for"),
    });
    let limit = limit.unwrap_or_default();
    let earns = match (words.0, rubric.essay.is_some()) {
        (_, true) => String::new(),
        (Language::Chinese, false) => format!("；内容和格式 {} 分中得 {} 分", model.max_points, model.points),
        (Language::English, false) => format!("; it earns {} of {}", model.points, model.max_points),
    };
    let origin = match model.origin {
        ModelOrigin::Reference => words.pick("参考答案", "A reference answer"),
        ModelOrigin::Shortened => words.pick("由参考答案删节而成", "A reference answer, shortened"),
        ModelOrigin::Keypoints => words.pick("由采分点连成", "Made of the keypoints"),
    };
    let count = match words.0 {
        Language::Chinese => format!("，{} 字", model.count),
        Language::English => format!(", {} 字", model.count),
    };
    let lines = model.text.lines().map(str::trim).filter(|line| !line.is_empty()).map(visible);
    Model { lines: lines.collect(), note: format!("{origin}{count}{limit}{earns}{}", words.pick("。", ".")) }
}
