//! Which question each row answers, and the rubric that it is marked by: a given one, or one drafted from the reference.

use std::sync::Arc;

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::files::{FileRow, Rows};
use crate::cli::args::{self, EvaluateArgs};
use crate::cli::outcome::UsageError;
use crate::cli::rubric::resolve;
use crate::drafting::{DraftError, Key, KeyGroup, KeyPoint, Request, draft};
use crate::points::Points;
use crate::rubric::{Layer, Rubric, RubricDraft};

/// A question with its rubric and the rows that answer it.
pub(in crate::cli) struct Asked {
    pub id: String,
    pub title: String,
    pub rubric: Arc<Rubric>,
    /// The ids by which humans know the rubric's keypoints, in its order.
    pub keypoints: Vec<String>,
    /// What can be had by the humans' marks, where a file says it.
    pub max_score: Option<f64>,
    pub rows: Vec<FileRow>,
}

/// What a question is drafted from.
struct Source {
    id: String,
    question: String,
    references: Vec<String>,
    key: Vec<(String, String, f64)>,
    max_score: Option<f64>,
    rows: Vec<FileRow>,
}

/// A maximum up to this is a share rather than an exam's marks, and no marks to share out among keypoints.
const SHARE_MAX: f64 = 1.0;
/// How many times its marks a question is drafted for, where they are a share or too few for its keypoints: whole marks
/// then stand for the tenths and hundredths by which humans gave them.
const DRAFT_TIMES: [f64; 2] = [10.0, 100.0];

/// Sorts the rows by question and finds each question's rubric; a question that has none is a problem.
///
/// # Errors
///
/// Where a rubric that is named cannot be used.
pub(in crate::cli) fn ask(
    rows: Rows,
    args: &EvaluateArgs,
    problems: &mut Vec<String>,
) -> Result<Vec<Asked>, UsageError> {
    if args.draft {
        let sources = sources(rows);
        let drafted: Vec<Result<Asked, String>> = sources.into_par_iter().map(drafted).collect();
        let mut asked = Vec::new();
        for question in drafted {
            match question {
                Ok(question) => asked.push(question),
                Err(problem) => problems.push(problem),
            }
        }
        return Ok(asked);
    }
    if let Some(name) = &args.rubric {
        return Ok(vec![one(resolve(name)?, rows)?]);
    }
    let mut asked = Vec::new();
    let name = |answer: &FileRow| {
        if answer.row.question_id.is_empty() { answer.stem.clone() } else { answer.row.question_id.clone() }
    };
    for (name, answers) in by_name(rows.answers, name) {
        let rubric = resolve(&name).map_err(|UsageError(what)| {
            UsageError(format!("{what}; name the rubric with --rubric, or draft one from the reference with --draft"))
        })?;
        asked.push(with_rubric(rubric, answers));
    }
    Ok(asked)
}

/// The same questions, marked without some layers.
///
/// # Errors
///
/// Never: a rubric that was valid is so again.
pub(super) fn without(mut asked: Vec<Asked>, layers: &[args::Layer]) -> Result<Vec<Asked>, UsageError> {
    if layers.is_empty() {
        return Ok(asked);
    }
    let layers: Vec<Layer> = layers.iter().copied().map(Layer::from).collect();
    for question in &mut asked {
        let again = Rubric::new(question.rubric.draft.clone());
        let again = again.map_err(|_| UsageError(format!("rubric {} is not valid", question.id)))?;
        question.rubric = Arc::new(again.without(&layers));
    }
    Ok(asked)
}

/// The question of a rubric, which all rows must answer.
///
/// # Errors
///
/// Where they answer several.
pub(in crate::cli) fn one(rubric: Arc<Rubric>, rows: Rows) -> Result<Asked, UsageError> {
    let is_other =
        |answer: &&FileRow| rows.answers.first().is_some_and(|first| first.row.question_id != answer.row.question_id);
    if let Some(other) = rows.answers.iter().find(is_other) {
        let problem = other.problem("question_id", "another question", "a rubric is for one: part the file");
        return Err(UsageError(problem));
    }
    Ok(with_rubric(rubric, rows.answers))
}

fn with_rubric(rubric: Arc<Rubric>, rows: Vec<FileRow>) -> Asked {
    Asked {
        id: rubric.id.clone(),
        title: rubric.title.clone(),
        keypoints: rubric.keypoints.iter().map(|keypoint| keypoint.id.clone()).collect(),
        max_score: None,
        rubric,
        rows,
    }
}

/// Rows by name, in the order in which the names first stand.
fn by_name(rows: Vec<FileRow>, name: impl Fn(&FileRow) -> String) -> Vec<(String, Vec<FileRow>)> {
    let mut places = std::collections::HashMap::new();
    let mut groups: Vec<(String, Vec<FileRow>)> = Vec::new();
    for row in rows {
        let name = name(&row);
        let place = *places.entry(name.clone()).or_insert(groups.len());
        if place == groups.len() {
            groups.push((name, Vec::new()));
        }
        if let Some((_, group)) = groups.get_mut(place) {
            group.push(row);
        }
    }
    groups
}

fn sources(rows: Rows) -> Vec<Source> {
    let name = |answer: &FileRow| {
        let row = &answer.row;
        [&row.question_id, &row.question, &answer.stem]
            .into_iter()
            .find(|name| !name.is_empty())
            .cloned()
            .unwrap_or_default()
    };
    let groups = by_name(rows.answers, name);
    let is_only = groups.len() == 1 && rows.questions.len() == 1;
    let source = |(id, group): (String, Vec<FileRow>)| {
        let apart = rows.questions.get(&id).or_else(|| rows.questions.values().next().filter(|_| is_only));
        let said = || apart.into_iter().chain(group.iter().map(|answer| &answer.row));
        Source {
            question: said().map(|row| &row.question).find(|text| !text.is_empty()).cloned().unwrap_or_default(),
            references: said().map(|row| &row.references).find(|texts| !texts.is_empty()).cloned().unwrap_or_default(),
            key: apart.map(|row| row.key.clone()).unwrap_or_default(),
            max_score: said().find_map(|row| row.max_score),
            id,
            rows: group,
        }
    };
    groups.into_iter().map(source).collect()
}

fn drafted(source: Source) -> Result<Asked, String> {
    let refuse = |what: &dyn std::fmt::Display| {
        format!("question {:?} with {} answers cannot be used: {what}", source.id, source.rows.len())
    };
    let draft = draft_of(&source).map_err(|error| refuse(&error))?;
    let rubric = Rubric::new(draft).map_err(|problems| {
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        refuse(&lines.join("; "))
    })?;
    let own = source.key.iter().map(|(id, ..)| id.clone());
    let drafted = rubric.keypoints.iter().map(|keypoint| keypoint.id.clone());
    Ok(Asked {
        title: if source.question.is_empty() { source.id.clone() } else { rubric.title.clone() },
        keypoints: if source.key.len() == rubric.keypoints.len() { own.collect() } else { drafted.collect() },
        rubric: Arc::new(rubric),
        max_score: source.max_score,
        id: source.id,
        rows: source.rows,
    })
}

fn draft_of(source: &Source) -> Result<RubricDraft, DraftError> {
    let references: Vec<&str> = source.references.iter().map(String::as_str).collect();
    let point = |(_, text, marks): &(String, String, f64)| {
        Some(KeyPoint { text: text.clone(), points: Points::from_f64(*marks)?, wordings: Vec::new() })
    };
    let points: Vec<KeyPoint> = source.key.iter().filter_map(point).collect();
    let key = Key { groups: vec![KeyGroup { title: String::new(), take: None, points }] };
    let key = Some(&key).filter(|key| key.groups.iter().any(|group| !group.points.is_empty()));
    let request = Request {
        question: if source.question.is_empty() { &source.id } else { &source.question },
        references: &references,
        key,
        ..Request::default()
    };
    let attempt = |max_score| draft(&Request { max_score, ..request }).map(|drafted| drafted.draft);
    let Some(max_score) = source.max_score.filter(|_| key.is_none()) else { return attempt(None) };
    let as_given = Some(1.0).filter(|_| max_score > SHARE_MAX);
    let mut outcome = Err(DraftError::NoMarks);
    for times in as_given.into_iter().chain(DRAFT_TIMES) {
        outcome = attempt(Points::from_f64(max_score * times));
        if !matches!(outcome, Err(DraftError::TooFewMarks { .. })) {
            break;
        }
    }
    outcome
}
