//! The figures for a terminal: aligned columns, intervals under their figures.

use unicode_width::UnicodeWidthStr;

use super::Origin;
use super::tables::{Row, Table, confusion, tables};
use super::words::Words;
use crate::evaluation::{CREDIT_LEVELS, Evaluation, Outcome, Question, level};
use crate::feedback::Language;
use crate::grading::ENGINE_VERSION;

/// Blank columns between two columns.
const GAP_COLUMNS: usize = 2;

/// Renders the figures and the ids of the worst disagreements; no answer stands there.
#[must_use]
pub fn render(
    evaluation: &Evaluation,
    questions: &[Question<'_>],
    origin: &Origin<'_>,
    worst: usize,
    language: Language,
) -> String {
    let words = Words(language);
    let counts = words.counts(evaluation.outcomes.len(), questions.len());
    let engine = words.pick("引擎", "engine");
    let mut text = format!("{}\n{counts} · {engine} {ENGINE_VERSION} · {}\n", words.title(), origin.files);
    let unusable = words.unusable(origin.unusable);
    if !unusable.is_empty() {
        text.push_str(&format!("{unusable}\n"));
    }
    for table in tables(evaluation, words) {
        text.push_str(&aligned(&table));
    }
    let title = words.pick("分数对照（满分的十等分）", "Scores, human by engine (tenths of the marks)");
    text.push_str(&aligned(&confusion(&evaluation.overall.confusion, title, words)));
    if let Some(keypoints) = &evaluation.keypoints {
        let title = words.pick("采分点对照", "Keypoints, human by engine");
        text.push_str(&aligned(&confusion(&keypoints.confusion, title, words)));
    }
    let worst = evaluation.worst(worst);
    if !worst.is_empty() {
        text.push_str(&format!("\n{}\n", words.pick("相差最大的作答", "Worst disagreements")));
    }
    for outcome in worst {
        let percent = |share: f64| format!("{:.0}%", share * 100.0);
        let (human, engine) = (percent(outcome.human), percent(outcome.engine));
        let place = place(questions, outcome);
        text.push_str(&match language {
            Language::Chinese => format!("{place}：人工 {human}，引擎 {engine}\n"),
            Language::English => format!("{place}: human {human}, engine {engine}\n"),
        });
    }
    text
}

/// A line for every keypoint on which human and engine do not agree.
#[must_use]
pub fn disagreements(evaluation: &Evaluation, questions: &[Question<'_>], language: Language) -> String {
    let words = Words(language);
    let mut lines = String::new();
    for outcome in &evaluation.outcomes {
        let Some(question) = questions.get(outcome.question) else { continue };
        for (keypoint, (human, engine)) in question.keypoints.iter().zip(&outcome.keypoints) {
            let levels = [human, engine].map(|share| words.credit(level(*share, CREDIT_LEVELS)));
            if let [human, engine] = levels
                && human != engine
            {
                let place = place(questions, outcome);
                let (by_human, by_engine) = (words.pick("人工", "human"), words.pick("引擎", "engine"));
                lines.push_str(&format!("{place} {keypoint}: {by_human} {human}, {by_engine} {engine}\n"));
            }
        }
    }
    lines
}

/// Question, kind and id of an answer.
fn place(questions: &[Question<'_>], outcome: &Outcome) -> String {
    let question = questions.get(outcome.question);
    let answer = question.and_then(|question| question.answers.get(outcome.answer));
    let id = question.map_or("", |question| question.id.as_str());
    let (kind, answer) = answer.map_or(("", ""), |answer| (answer.kind.as_str(), answer.id.as_str()));
    [id, kind, answer].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

fn aligned(table: &Table) -> String {
    let names = |row: &Row| row.name.width();
    let first =
        table.rows.iter().map(names).chain(table.head.first().map(|name| name.width())).max().unwrap_or_default();
    let columns = table.head.len().saturating_sub(1);
    let width = |at: usize| {
        let cells = table.rows.iter().filter_map(|row| row.cells.get(at));
        let cells = cells.flat_map(|cell| [cell.value.width(), cell.interval.width()]);
        cells.chain(table.head.get(at + 1).map(|name| name.width())).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let line = |name: &str, cells: &mut dyn Iterator<Item = &str>| {
        let mut line = format!("{name}{}", " ".repeat(first.saturating_sub(name.width())));
        for (cell, width) in cells.zip(&widths) {
            line.push_str(&" ".repeat(GAP_COLUMNS + width.saturating_sub(cell.width())));
            line.push_str(cell);
        }
        format!("{}\n", line.trim_end())
    };
    let mut text = format!("\n{}\n", table.title);
    let name = table.head.first().map_or("", String::as_str);
    text.push_str(&line(name, &mut table.head.iter().skip(1).map(String::as_str)));
    for row in &table.rows {
        text.push_str(&line(&row.name, &mut row.cells.iter().map(|cell| cell.value.as_str())));
        if row.cells.iter().any(|cell| !cell.interval.is_empty()) {
            text.push_str(&line("", &mut row.cells.iter().map(|cell| cell.interval.as_str())));
        }
    }
    if !table.note.is_empty() {
        text.push_str(&format!("{}\n", table.note));
    }
    text
}
