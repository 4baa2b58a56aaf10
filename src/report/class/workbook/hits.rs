//! 采分点: how the class did on each keypoint.

use rust_xlsxwriter::{Color, ConditionalFormatDataBar, ConditionalFormatType, Worksheet};

use super::{Pen, WorkbookError};
use crate::class::{ClassStatistics, NearMiss};
use crate::feedback::Language;

/// Column of the hit rate.
const RATE: u16 = 4;
/// Widths of the columns of wrapped texts, in characters.
const ID_WIDTH: f64 = 16.0;
const POINT_WIDTH: f64 = 44.0;
const NEAR_WIDTH: f64 = 60.0;

pub(super) fn write(
    sheet: &mut Worksheet,
    pen: &Pen,
    statistics: &ClassStatistics<'_>,
    language: Language,
) -> Result<(), WorkbookError> {
    let words = pen.words;
    let styles = &pen.styles;
    let columns = [
        (words.pick("题号", "question"), ID_WIDTH),
        (words.pick("采分点", "keypoint"), 8.0),
        (words.pick("内容", "point"), POINT_WIDTH),
        (words.pick("满分", "out of"), 7.0),
        (words.pick("得分率", "hit rate"), 12.0),
        (words.pick("答出", "full"), 8.0),
        (words.pick("部分答出", "partial"), 9.0),
        (words.pick("未答", "missed"), 8.0),
        (words.pick("说反", "opposite"), 8.0),
        (words.pick("人均失分", "mean loss"), 9.0),
        (words.pick("区分度", "discrimination"), 9.0),
        (words.pick("差一点的写法", "nearly said"), NEAR_WIDTH),
    ];
    let columns: Vec<(String, f64)> = columns.iter().map(|(name, width)| ((*name).to_owned(), *width)).collect();
    pen.head(sheet, &columns, 3)?;
    // Of one question it says nothing.
    if statistics.questions.len() < 2 {
        sheet.set_column_hidden(0)?;
    }
    let mut row = 0;
    for question in &statistics.questions {
        let id = if question.id.is_empty() { &question.rubric.id } else { &question.id };
        let is_essay = question.rubric.essay.is_some();
        for (of, near) in question.keypoints.iter().zip(question.near_misses()) {
            row += 1;
            pen.text_as(sheet, (row, 0), id, &styles.wrapped)?;
            pen.text(sheet, (row, 1), &of.id)?;
            pen.text_as(sheet, (row, 2), &of.point, &styles.wrapped)?;
            Pen::number(sheet, (row, 3), of.max_points.as_f64(), &styles.number)?;
            let optional = |sheet: &mut Worksheet, column, value: Option<f64>, format| match value {
                Some(value) => Pen::number(sheet, (row, column), value, format),
                None => pen.text(sheet, (row, column), ""),
            };
            optional(sheet, RATE, of.hit_rate(), &styles.percent)?;
            for (column, count) in (RATE + 1..).zip([of.full, of.partial, of.missed, of.contradicted]) {
                Pen::number(sheet, (row, column), f64::from(count), &styles.number)?;
            }
            // An essay's keypoints say what it is about and cost nothing by themselves.
            optional(sheet, RATE + 5, of.mean_cost().filter(|_| !is_essay), &styles.figure)?;
            optional(sheet, RATE + 6, of.discrimination().filter(|_| !is_essay), &styles.figure)?;
            let line = |of: &NearMiss| match language {
                Language::Chinese => format!("“{}”（{} 分）", of.passage, of.points),
                Language::English => format!("“{}” ({})", of.passage, of.points),
            };
            let near: Vec<String> = near.iter().map(line).collect();
            let near = near.join("\n");
            Pen::fit(sheet, row, &[(id, ID_WIDTH), (&of.point, POINT_WIDTH), (&near, NEAR_WIDTH)])?;
            pen.text_as(sheet, (row, RATE + 7), &near, &styles.wrapped)?;
        }
    }
    if row > 0 {
        let bar = ConditionalFormatDataBar::new()
            .set_minimum(ConditionalFormatType::Number, 0)
            .set_maximum(ConditionalFormatType::Number, 1)
            .set_fill_color(Color::RGB(0x00A9_CBEF))
            .set_solid_fill(true);
        sheet.add_conditional_format(1, RATE, row, RATE, &bar)?;
    }
    Ok(())
}
