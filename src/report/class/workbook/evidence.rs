//! 依据: a row for each keypoint of each answer, with what pays it and why.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::{Pen, ROWS_MAX};
use crate::class::Entry;
use crate::feedback::Evidence as Passage;
use crate::text::whole_words;

/// The sheet of evidence.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    rows: u32,
    is_full: bool,
}

/// Columns of the sheet.
const COLUMNS: u16 = 9;
/// Column of 题号.
const QUESTION: u16 = 2;

/// Widths of the columns of wrapped texts, in characters.
const QUOTES_WIDTH: f64 = 46.0;
const MESSAGE_WIDTH: f64 = 60.0;

/// Its header; 题号 is seen only where questions have one.
pub(super) fn head(sheet: &mut Worksheet, pen: &Pen, is_named: bool) -> Result<(), XlsxError> {
    let words = pen.words;
    let columns: [(&str, f64); COLUMNS as usize] = [
        (words.pick("编号", "id"), 14.0),
        (words.pick("姓名", "name"), 9.0),
        (words.pick("题号", "question"), 10.0),
        (words.pick("采分点", "keypoint"), 8.0),
        (words.pick("得分", "points"), 7.0),
        (words.pick("满分", "out of"), 7.0),
        (words.pick("程度", "coverage"), 10.0),
        (words.pick("依据（作答原文）", "evidence (the answer's words)"), QUOTES_WIDTH),
        (words.pick("说明", "message"), MESSAGE_WIDTH),
    ];
    let columns: Vec<(String, f64)> = columns.iter().map(|(name, width)| ((*name).to_owned(), *width)).collect();
    pen.head(sheet, &columns, 2)?;
    if !is_named {
        sheet.set_column_hidden(QUESTION)?;
    }
    Ok(())
}

// === impl Evidence ===

impl Evidence {
    pub(super) fn add(&mut self, sheet: &mut Worksheet, pen: &Pen, entry: &Entry) -> Result<(), XlsxError> {
        let styles = &pen.styles;
        for keypoint in &entry.feedback.keypoints {
            if self.is_full {
                return Ok(());
            }
            self.rows += 1;
            let row = self.rows;
            if row == ROWS_MAX {
                self.is_full = true;
                let says =
                    pen.words.pick("本表已满，其余见 results.jsonl", "this sheet is full: results.jsonl has the rest");
                return pen.text(sheet, (row, 0), says);
            }
            pen.text(sheet, (row, 0), &entry.candidate.id)?;
            pen.text(sheet, (row, 1), &entry.candidate.name)?;
            pen.text(sheet, (row, 2), &entry.question_id)?;
            pen.text(sheet, (row, 3), &keypoint.keypoint_id)?;
            Pen::number(sheet, (row, 4), keypoint.points.as_f64(), &styles.number)?;
            Pen::number(sheet, (row, 5), keypoint.max_points.as_f64(), &styles.number)?;
            pen.text(sheet, (row, 6), pen.words.coverage(keypoint.coverage))?;
            let quote = |of: &Passage| whole_words(&entry.answer, of.span).quote(&entry.answer);
            let quotes: Vec<&str> = keypoint.evidence.iter().map(quote).collect();
            let quotes = quotes.join(" … ");
            Pen::fit(sheet, row, &[(&quotes, QUOTES_WIDTH), (&keypoint.message, MESSAGE_WIDTH)])?;
            pen.text_as(sheet, (row, 7), &quotes, &styles.wrapped)?;
            pen.text_as(sheet, (row, 8), &keypoint.message, &styles.wrapped)?;
        }
        Ok(())
    }

    pub(super) fn close(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        sheet.autofilter(0, 0, self.rows, COLUMNS - 1).map(|_| ())
    }
}
