//! `marked.xlsx`: a row a candidate and question to review in, the questions' keypoints, hit rates, and the evidence.
//! Rows go to the disk as they come, so that memory does not grow with them.
//!
//! What reading it back needs: the sheet 总表 (`Summary`) comes first; its columns 编号, 题号 (where questions have one), 复核分, 复核说明 (`id`,
//! `question`, `reviewed score`, `review note`) are known by these headers, whatever the order of columns and rows. All
//! texts are [`defused`](crate::formula::defused); the key columns are what [`undefused`](crate::formula::undefused) gives. The hidden sheet [`ROWS_SHEET`] has a row for each
//! row of 总表 in the order in which it was written, with ids and revisions.

mod cells;
mod evidence;
mod hits;
mod marks;
mod styles;

use std::path::Path;

use rust_xlsxwriter::{Format, Worksheet, XlsxError};
use thiserror::Error;

use super::words::Words;
use crate::class::{ClassStatistics, Entry, Question, Settings};
use crate::feedback::Language;
use crate::report::labels::Labels;
use crate::text::excerpt;
use cells::cell;
use marks::Marks;
use styles::Styles;

/// A workbook under construction.
pub struct Workbook<'r> {
    book: rust_xlsxwriter::Workbook,
    questions: Vec<Question<'r>>,
    layout: Layout,
    pen: Pen,
    /// 总表, and a sheet a question where there are several.
    marks: Vec<Marks>,
    evidence: evidence::Evidence,
    rows: u32,
}

/// What the workbook shows.
#[derive(Debug, Clone, Copy, Default)]
pub struct Layout {
    /// The language of headers and remarks.
    pub language: Language,
    /// Whether there are columns for a human's marks and the engine's difference from them.
    pub human: bool,
    /// Whether there is a column for a second human's marks.
    pub second: bool,
    /// From which share of the marks a score is weak, and a difference wide: both are coloured.
    pub settings: Settings,
}

/// Why a workbook was not made.
#[derive(Debug, Error)]
pub enum WorkbookError {
    /// It could not be written.
    #[error("the workbook cannot be written: {0}; check the folder, and that no other program has the file open")]
    Write(#[from] XlsxError),
    /// A sheet has no room for so many.
    #[error(
        "more than {ROWS_MAX} answers: a spreadsheet has no room for them; mark them in parts, or read results.jsonl"
    )]
    TooManyRows,
}

/// The hidden sheet that says what each row of 总表 was when it was written.
pub const ROWS_SHEET: &str = "_yuejuan";
/// Rows of answers that a sheet holds: 2^20 with the header.
const ROWS_MAX: u32 = 1_048_575;

/// Writes cells: the words, the formats, and the one door for text.
struct Pen {
    words: Words,
    labels: &'static Labels,
    styles: Styles,
    cut: &'static str,
}

// === impl Workbook ===

impl<'r> Workbook<'r> {
    /// A workbook for answers to `questions`, with no rows yet.
    ///
    /// # Errors
    ///
    /// Where no temporary file can be made.
    pub fn new(questions: &[Question<'r>], layout: Layout) -> Result<Self, WorkbookError> {
        let words = Words(layout.language);
        let pen = Pen {
            words,
            labels: Labels::of(layout.language),
            styles: Styles::new(words.pick("约", "about ")),
            cut: words.pick("…（过长，已截断）", "… (cut: too long)"),
        };
        let mut book = rust_xlsxwriter::Workbook::new();
        let several = questions.len() > 1;
        let mut names = vec![words.pick("总表", "Summary").to_owned()];
        let mut marks = vec![Marks::summary(questions, layout, words)];
        if several {
            for (index, question) in questions.iter().enumerate() {
                names.push(sheet_name(question, index));
                marks.push(Marks::question(question, layout));
            }
        }
        names.push(words.pick("依据", "Evidence").to_owned());
        names.push(ROWS_SHEET.to_owned());
        for name in &names {
            book.add_worksheet_with_constant_memory()?.set_name(name)?;
        }
        let mut workbook = Self {
            evidence: evidence::Evidence::default(),
            questions: questions.to_vec(),
            book,
            layout,
            pen,
            marks,
            rows: 0,
        };
        workbook.heads()?;
        Ok(workbook)
    }

    /// Writes the next entry's rows.
    ///
    /// # Errors
    ///
    /// Where a temporary file cannot be written, or a sheet is full.
    pub fn add(&mut self, entry: &Entry) -> Result<(), WorkbookError> {
        if self.rows == ROWS_MAX {
            return Err(WorkbookError::TooManyRows);
        }
        self.rows += 1;
        let fits = |of: &Question<'_>| of.id == entry.question_id && of.rubric.id == entry.feedback.rubric_id;
        let question = self.questions.iter().position(fits);
        for (index, marks) in self.marks.iter_mut().enumerate() {
            if index == 0 || question == Some(index - 1) {
                marks.add(self.book.worksheet_from_index(index)?, &self.pen, entry)?;
            }
        }
        let after = self.marks.len();
        self.evidence.add(self.book.worksheet_from_index(after)?, &self.pen, entry)?;
        let sheet = self.book.worksheet_from_index(after + 1)?;
        let feedback = &entry.feedback;
        let ids = [&entry.candidate.id, &entry.question_id, &feedback.rubric_id, &feedback.rubric_revision];
        for (column, id) in (0..).zip(ids) {
            self.pen.text(sheet, (self.rows, column), id)?;
        }
        Ok(())
    }

    /// Adds the sheet of hit rates, and writes the file.
    ///
    /// # Errors
    ///
    /// Where the file cannot be written.
    pub fn save(mut self, statistics: &ClassStatistics<'_>, path: &Path) -> Result<(), WorkbookError> {
        self.close(statistics)?;
        Ok(self.book.save(path)?)
    }

    /// Adds the sheet of hit rates, and gives the file's bytes.
    ///
    /// # Errors
    ///
    /// Where a temporary file cannot be read.
    pub fn into_bytes(mut self, statistics: &ClassStatistics<'_>) -> Result<Vec<u8>, WorkbookError> {
        self.close(statistics)?;
        Ok(self.book.save_to_buffer()?)
    }

    fn heads(&mut self) -> Result<(), WorkbookError> {
        for (index, marks) in self.marks.iter().enumerate() {
            marks.head(self.book.worksheet_from_index(index)?, &self.pen)?;
        }
        let after = self.marks.len();
        let is_named = self.questions.iter().any(|question| !question.id.is_empty());
        evidence::head(self.book.worksheet_from_index(after)?, &self.pen, is_named)?;
        let sheet = self.book.worksheet_from_index(after + 1)?;
        sheet.set_hidden(true);
        for (column, name) in (0..).zip(["submission_id", "question_id", "rubric_id", "rubric_revision"]) {
            self.pen.text(sheet, (0, column), name)?;
        }
        Ok(())
    }

    fn close(&mut self, statistics: &ClassStatistics<'_>) -> Result<(), WorkbookError> {
        for (index, marks) in self.marks.iter().enumerate() {
            marks.close(self.book.worksheet_from_index(index)?, &self.pen)?;
        }
        self.evidence.close(self.book.worksheet_from_index(self.marks.len())?)?;
        let name = self.pen.words.pick("采分点", "Keypoints");
        hits::write(self.book.add_worksheet().set_name(name)?, &self.pen, statistics, self.layout.language)
    }
}

/// A name for a question's sheet: of characters that sheets may have, and none like another.
fn sheet_name(question: &Question<'_>, index: usize) -> String {
    /// Characters of a sheet's name, of which Excel allows 31, less its number.
    const NAME_CHARS: usize = 24;
    let id = if question.id.is_empty() { &question.rubric.id } else { &question.id };
    let fits = |c: char| !c.is_control() && !"[]:*?/\\'".contains(c);
    let name: String = id.chars().map(|c| if fits(c) { c } else { ' ' }).collect();
    format!("{} {}", index + 1, excerpt(&name, NAME_CHARS)).trim_end().to_owned()
}

// === impl Pen ===

type Cell = (u32, u16);

impl Pen {
    fn text(&self, sheet: &mut Worksheet, at: Cell, text: &str) -> Result<(), XlsxError> {
        self.text_as(sheet, at, text, &self.styles.text)
    }

    fn text_as(&self, sheet: &mut Worksheet, at: Cell, text: &str, format: &Format) -> Result<(), XlsxError> {
        let (row, column) = at;
        if text.is_empty() {
            sheet.write_blank(row, column, format)?;
        } else {
            sheet.write_string_with_format(row, column, cell(text, self.cut), format)?;
        }
        Ok(())
    }

    /// Makes a row high enough for its wrapped texts, given with the widths of their columns: not every spreadsheet program
    /// does so by itself.
    fn fit(sheet: &mut Worksheet, row: u32, texts: &[(&str, f64)]) -> Result<(), XlsxError> {
        let lines = texts.iter().map(|(text, width)| lines(text, *width)).max().unwrap_or(1);
        if lines > 1 && row <= FITTED_ROWS_MAX {
            sheet.set_row_height(row, f64::from(lines.min(LINES_MAX)) * LINE_POINTS)?;
        }
        Ok(())
    }

    fn number(sheet: &mut Worksheet, at: Cell, number: f64, format: &Format) -> Result<(), XlsxError> {
        sheet.write_number_with_format(at.0, at.1, number, format).map(|_| ())
    }

    /// The header row, with the widths of its columns in characters; it stays in view.
    fn head(&self, sheet: &mut Worksheet, columns: &[(String, f64)], fixed: u16) -> Result<(), XlsxError> {
        /// Height of the header in points: three lines.
        const HEIGHT_POINTS: f64 = 48.0;
        sheet.set_row_height(0, HEIGHT_POINTS)?;
        sheet.set_freeze_panes(1, fixed)?;
        sheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
        sheet.set_margins(MARGIN, MARGIN, MARGIN, 2.0 * MARGIN, MARGIN, MARGIN).set_footer("&C&A  &P / &N");
        for (column, (name, width)) in (0..).zip(columns) {
            sheet.set_column_width(column, *width)?;
            self.text_as(sheet, (0, column), name, &self.styles.head)?;
        }
        Ok(())
    }
}

/// How many lines a text takes in a column of a width in characters. A Han character is as wide as two digits.
fn lines(text: &str, width: f64) -> u32 {
    /// What borders take of a column.
    const LOST: f64 = 1.0;
    let of_line = |line: &str| {
        let wide: f64 = line.chars().map(|c| if c.is_ascii() { 1.0 } else { 2.1 }).sum();
        std::iter::successors(Some(width - LOST), |end| Some(end + width - LOST)).take_while(|end| *end < wide).count()
    };
    let lines: usize = text.lines().map(|line| 1 + of_line(line).min(LINES_MAX as usize)).sum();
    u32::try_from(lines).unwrap_or(LINES_MAX).clamp(1, LINES_MAX)
}

/// Excel's number for A4.
const A4: u8 = 9;
/// Margins of a page in inches: what printers need, so that many columns stay legible.
const MARGIN: f64 = 0.35;
/// Height of a line in points, in the highest of the usual Chinese fonts.
const LINE_POINTS: f64 = 16.5;
/// Lines of the highest row: more are read elsewhere.
const LINES_MAX: u32 = 20;
/// Rows of a sheet whose height is fitted: heights stay in memory until the workbook is saved.
const FITTED_ROWS_MAX: u32 = 20_000;
