//! What a reviewer filled in: the review columns of a workbook of marked answers. Knows their headers and the hidden sheet
//! that tells whose row is whose, nothing of marks.
//!
//! The sheet has a row an answer, with the columns 编号, 题号, 复核分 and 复核说明 (`id`, `question`, `reviewed score`,
//! `review note`). The hidden sheet `_yuejuan` has a row an answer with `submission_id`, `question_id` and
//! `rubric_revision`. Rows are matched by id and question, so that the sheet may be sorted, filtered, and lose rows.

use std::collections::HashMap;
use std::io::Cursor;

use calamine::{Reader, Xlsx};

use super::answers::marks;
use super::archive::check_unpacked;
use super::cell::{Cell, Row};
use super::columns::plain;
use super::item::Problem;
use super::limits::{CELLS_MAX, WORKBOOK_BYTES_MAX};
use super::messages::Reason;
use super::workbook::each_row;
use crate::formula::undefused;
use crate::points::Points;

/// A row of the review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewRow {
    /// Which row of the sheet, from 1.
    pub row: usize,
    /// Header of the column of reviewed scores.
    pub column: String,
    /// The submission's id.
    pub id: String,
    /// The question's id; empty where there is none.
    pub question: String,
    /// Revision of the rubric by which it was marked; empty where the workbook does not say.
    pub revision: String,
    /// The reviewer's score.
    pub score: Points,
    /// The reviewer's reason; may be empty.
    pub note: String,
}

/// The rows that have a reviewed score, and what is wrong with others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReviewSheet {
    /// Rows with a score, in the order of the sheet.
    pub rows: Vec<ReviewRow>,
    /// Rows without a score, with which the reviewer agrees.
    pub agreed: usize,
    /// Cells that cannot be used.
    pub problems: Vec<Problem>,
}

/// Name of the hidden sheet.
const HIDDEN: &str = "_yuejuan";
/// Headers of the columns, as [`plain`] makes them.
const ID: [&str; 3] = ["编号", "id", "submissionid"];
const QUESTION: [&str; 4] = ["题号", "question", "questionid", "试题编号"];
const SCORE: [&str; 2] = ["复核分", "reviewedscore"];
const NOTE: [&str; 2] = ["复核说明", "reviewnote"];

/// Where the columns of the review stand.
struct Columns {
    id: usize,
    question: Option<usize>,
    score: usize,
    note: Option<usize>,
    score_header: String,
}

/// The rubric's revision by id and question; `None` where several answers have them.
type Revisions = HashMap<(String, String), Option<String>>;

/// Reads the review columns of a workbook.
///
/// # Errors
///
/// Where the file is no workbook of marked answers.
pub fn read_review(file: &[u8], place: &str) -> Result<ReviewSheet, Problem> {
    let broken = |reason| Problem::of_file(place, reason);
    check_unpacked(file, WORKBOOK_BYTES_MAX).map_err(broken)?;
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(file)).map_err(|_| broken(Reason::NoWorkbook))?;
    let names = workbook.sheet_names();
    let is_there = names.iter().any(|name| name == HIDDEN);
    let revisions = if is_there { revisions(&mut workbook) } else { Revisions::new() };
    for name in names.iter().filter(|name| *name != HIDDEN) {
        let (mut columns, mut sheet): (Option<Columns>, ReviewSheet) = (None, ReviewSheet::default());
        let mut cells_left = CELLS_MAX;
        let end = each_row(&mut workbook, name, &mut cells_left, |row| match &columns {
            Some(columns) => take(&row, columns, &revisions, place, &mut sheet),
            None => columns = Columns::of(&row),
        });
        if columns.is_some() {
            end.map_err(broken)?;
            return Ok(sheet);
        }
    }
    Err(broken(Reason::NoReview))
}

fn revisions(workbook: &mut Xlsx<Cursor<&[u8]>>) -> Revisions {
    let mut found = Revisions::new();
    let mut columns: Option<[Option<usize>; 3]> = None;
    let mut cells_left = CELLS_MAX;
    // What cannot be read to its end still tells what the rows before are.
    let _ = each_row(workbook, HIDDEN, &mut cells_left, |row| {
        let Some([id, question, revision]) = columns else {
            columns = Some(["submissionid", "questionid", "rubricrevision"].map(|name| column(&row, &[name])));
            return;
        };
        let text = |at: Option<usize>| at.map(|at| text(&row, at)).unwrap_or_default();
        let key = (text(id), text(question));
        found.entry(key).and_modify(|revision| *revision = None).or_insert_with(|| Some(text(revision)));
    });
    found
}

fn take(row: &Row, columns: &Columns, revisions: &Revisions, file: &str, sheet: &mut ReviewSheet) {
    let id = text(row, columns.id);
    if id.is_empty() {
        return;
    }
    let mut problem = |reason| {
        sheet.problems.push(Problem::of_row(file, row.number, &columns.score_header, reason));
    };
    let score = match row.cell(columns.score) {
        cell if cell.is_blank() => {
            sheet.agreed += 1;
            return;
        }
        Cell::Text(text) => marks(text).and_then(Points::from_f64),
        Cell::Empty | Cell::Marks(_) | Cell::Bad(_) => None,
    };
    let Some(score) = score else {
        return problem(Reason::NoScore);
    };
    let question = columns.question.map(|at| text(row, at)).unwrap_or_default();
    let revision = match revisions.get(&(id.clone(), question.clone())) {
        Some(Some(found)) => found.clone(),
        Some(None) => return problem(Reason::SharedId),
        None => String::new(),
    };
    let note = columns.note.map(|at| text(row, at)).unwrap_or_default();
    let column = columns.score_header.clone();
    sheet.rows.push(ReviewRow { row: row.number, column, id, question, revision, score, note });
}

fn column(row: &Row, names: &[&str]) -> Option<usize> {
    let is_named = |cell: &Cell| matches!(cell, Cell::Text(text) if names.contains(&plain(text).as_str()));
    row.cells.iter().position(is_named)
}

fn text(row: &Row, at: usize) -> String {
    match row.cell(at) {
        Cell::Text(text) => undefused(text.trim()).to_owned(),
        Cell::Empty | Cell::Marks(_) | Cell::Bad(_) => String::new(),
    }
}

// === impl Columns ===

impl Columns {
    fn of(row: &Row) -> Option<Self> {
        let (id, score) = (column(row, &ID)?, column(row, &SCORE)?);
        let score_header = text(row, score);
        Some(Self { id, question: column(row, &QUESTION), score, note: column(row, &NOTE), score_header })
    }
}
