//! `results.csv`: a row an answer, for spreadsheet programs. No cell of it ever starts a formula, and no row has a line
//! break, so that a row is a line.

use std::sync::Arc;

use crate::class::{Candidate, Entry};
use crate::feedback::Language;
use crate::formula::{DEFUSED, FORMULA_STARTS};
use crate::points::Points;
use crate::report::flag_name;
use crate::rubric::Rubric;

/// The columns of the table, which the rubrics decide.
#[derive(Debug, Clone)]
pub struct Columns {
    language: Language,
    /// Each keypoint: the question and rubric that it belongs to, its id, its header.
    keypoints: Vec<Keypoint>,
    /// Whether the rubrics are known beforehand; else all keypoints stand in one column.
    are_known: bool,
    has_essay: bool,
}

#[derive(Debug, Clone)]
struct Keypoint {
    /// Empty where one rubric is for all.
    question_id: String,
    rubric_id: String,
    id: String,
    header: String,
}

/// Characters of a point in a header: enough to know it by.
const POINT_CHARS: usize = 12;

// === impl Columns ===

impl Columns {
    /// The columns for rubrics and the questions that they are for, as far as they are known beforehand.
    #[must_use]
    pub fn new(rubrics: &[(String, Arc<Rubric>)], language: Language) -> Self {
        let are_several = rubrics.len() > 1;
        let mut keypoints = Vec::new();
        for (question_id, rubric) in rubrics {
            for keypoint in &rubric.keypoints {
                let point: String = keypoint.point.chars().take(POINT_CHARS).collect();
                let question = if are_several { format!("{question_id} ") } else { String::new() };
                keypoints.push(Keypoint {
                    question_id: question_id.clone(),
                    rubric_id: rubric.id.clone(),
                    id: keypoint.id.clone(),
                    header: format!("{question}{} {point}", keypoint.id),
                });
            }
        }
        let has_essay = rubrics.is_empty() || rubrics.iter().any(|(_, rubric)| rubric.essay.is_some());
        Self { language, keypoints, are_known: !rubrics.is_empty(), has_essay }
    }

    /// The first row, without its line break.
    #[must_use]
    pub fn header(&self) -> String {
        let chinese = self.language == Language::Chinese;
        let pick = |zh: &'static str, en: &'static str| if chinese { zh } else { en };
        let mut row = CsvRow::default();
        for (zh, en) in [
            ("序号", "row"),
            ("编号", "id"),
            ("学号", "number"),
            ("姓名", "name"),
            ("班级", "class"),
            ("题号", "question"),
            ("得分", "score"),
            ("满分", "max score"),
        ] {
            row.text(pick(zh, en));
        }
        if self.has_essay {
            row.text(pick("估分范围", "likely range"));
        }
        if !self.are_known {
            row.text(pick("采分点", "keypoints"));
        }
        for keypoint in &self.keypoints {
            row.text(&keypoint.header);
        }
        for (zh, en) in [
            ("字数", "length"),
            ("提示", "flags"),
            ("人工分", "human score"),
            ("二评", "second score"),
            ("位置", "place"),
        ] {
            row.text(pick(zh, en));
        }
        row.text
    }

    /// The row of an answer behind its number, without its line break.
    #[must_use]
    pub fn row(&self, entry: &Entry) -> String {
        let Entry { place, candidate, question_id, answer: _, human, feedback, review: _ } = entry;
        let Candidate { id, name, number: student, class } = candidate;
        let mut row = CsvRow::default();
        for text in [id, student, name, class, question_id] {
            row.text(text);
        }
        row.points(Some(feedback.score));
        row.points(Some(feedback.max_score));
        if self.has_essay {
            let range = feedback.essay.as_ref().map(|essay| {
                let (low, high) = (&essay.band_low, &essay.band_high);
                let bands = if low == high { low.clone() } else { format!("{low}–{high}") };
                format!("{}–{} {bands}", essay.low, essay.high)
            });
            row.text(&range.unwrap_or_default());
        }
        if !self.are_known {
            let said =
                feedback.keypoints.iter().map(|keypoint| format!("{} {}", keypoint.keypoint_id, keypoint.points));
            row.text(&said.collect::<Vec<_>>().join("; "));
        }
        for column in &self.keypoints {
            let is_its = column.rubric_id == feedback.rubric_id
                && (column.question_id.is_empty() || self.is_question(&column.question_id, question_id));
            let found = feedback.keypoints.iter().find(|keypoint| is_its && keypoint.keypoint_id == column.id);
            row.points(found.map(|keypoint| keypoint.points));
        }
        row.text(&feedback.length.count.to_string());
        let flags: Vec<&str> = feedback.flags.iter().map(|flag| flag_name(flag.code, self.language)).collect();
        row.text(&flags.join("; "));
        row.points(human.score);
        row.points(human.second_score);
        row.text(place);
        row.text
    }

    /// Whether a column's question is that of a row, which may write it another way: then a rubric tells them apart, unless
    /// it is for several.
    fn is_question(&self, column: &str, row: &str) -> bool {
        column == row || !self.keypoints.iter().any(|keypoint| keypoint.question_id == row)
    }
}

/// The first row of the table of scores after a review, without its line break.
#[must_use]
pub fn reviewed_header(language: Language) -> String {
    match language {
        Language::Chinese => {
            csv_row(&["编号", "学号", "姓名", "班级", "题号", "得分", "满分", "程序分", "是否复核", "复核说明"])
        }
        Language::English => csv_row(&[
            "id",
            "number",
            "name",
            "class",
            "question",
            "score",
            "max score",
            "engine score",
            "reviewed",
            "review note",
        ]),
    }
}

/// The row of an answer in the table of scores after a review, without its line break.
#[must_use]
pub fn reviewed_row(entry: &Entry, language: Language) -> String {
    let Candidate { id, name, number, class } = &entry.candidate;
    let mut row = CsvRow::default();
    for text in [id, number, name, class, &entry.question_id] {
        row.text(text);
    }
    let feedback = &entry.feedback;
    for points in [entry.score(), feedback.max_score, feedback.score] {
        row.points(Some(points));
    }
    let is_reviewed = match (language, &entry.review) {
        (_, None) => "",
        (Language::Chinese, Some(_)) => "是",
        (Language::English, Some(_)) => "yes",
    };
    row.text(is_reviewed);
    row.text(entry.review.as_ref().map_or("", |review| review.note.as_str()));
    row.text
}

/// Cells of a row of CSV, defused.
#[must_use]
pub fn csv_row(cells: &[&str]) -> String {
    let mut row = CsvRow::default();
    for cell in cells {
        row.text(cell);
    }
    row.text
}

/// A row while it is written.
#[derive(Default)]
struct CsvRow {
    text: String,
    /// Cells so far.
    cells: usize,
}

// === impl CsvRow ===

impl CsvRow {
    fn text(&mut self, text: &str) {
        self.next();
        let is_formula = text.starts_with(['\t', '\r']) || text.trim_start().starts_with(FORMULA_STARTS);
        let plain = |c: char| if c.is_control() { ' ' } else { c };
        let cell: String = is_formula.then_some(DEFUSED).into_iter().chain(text.chars().map(plain)).collect();
        if cell.contains([',', '"', ';', '\'']) || cell.starts_with(' ') || cell.ends_with(' ') {
            self.text.push('"');
            self.text.push_str(&cell.replace('"', "\"\""));
            self.text.push('"');
        } else {
            self.text.push_str(&cell);
        }
    }

    fn next(&mut self) {
        if self.cells > 0 {
            self.text.push(',');
        }
        self.cells += 1;
    }

    /// Marks, which are never a formula.
    fn points(&mut self, points: Option<Points>) {
        self.next();
        if let Some(points) = points {
            self.text.push_str(&points.to_string());
        }
    }
}
