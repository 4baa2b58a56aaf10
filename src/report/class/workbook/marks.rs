//! A sheet with a row an answer: who, what marks, each keypoint's marks, length, deductions, flags, and in 总表 what a
//! reviewer gives.

use rust_xlsxwriter::{
    ConditionalFormatFormula, DataValidation, DataValidationErrorStyle, Formula, Worksheet, XlsxError,
    utility::column_number_to_name,
};

use super::styles::{FULL, MISSED, PARTIAL, tone};
use super::{Layout, Pen};
use crate::class::{Entry, Question, Settings};
use crate::feedback::{Deduction, Flag, KeypointFeedback, LengthVerdict};
use crate::points::Points;
use crate::report::class::words::Words;
use crate::text::excerpt;

/// A sheet of answers.
pub(super) struct Marks {
    columns: Vec<Column>,
    settings: Settings,
    rows: u32,
}

/// What stands in a column.
#[derive(Debug, Clone, PartialEq)]
enum Column {
    Id,
    Number,
    Name,
    Class,
    Question,
    Score,
    MaxScore,
    /// The range of an essay's marks.
    Range,
    Human,
    Second,
    /// The engine's score less the human's.
    Difference,
    /// A keypoint by its place in the feedback: its header and marks, and whether it says nothing of the score.
    Keypoint {
        index: usize,
        head: String,
        points: Points,
        weight: bool,
    },
    Length,
    Deductions,
    Flags,
    Reviewed,
    ReviewNote,
}

/// Characters of a keypoint's wording in a header: two lines.
const HEAD_CHARS: usize = 12;
/// Width of the column of flags in characters.
const FLAGS_WIDTH: f64 = 24.0;
/// Share of the marks from which a score is shown as good.
const GOOD_SHARE: f64 = 0.85;

// === impl Marks ===

impl Marks {
    /// 总表: keypoints only where there is one question, and 题号 only where questions have one.
    pub(super) fn summary(questions: &[Question<'_>], layout: Layout, words: Words) -> Self {
        let essay = questions.iter().any(|question| question.rubric.essay.is_some());
        let one = if let [one] = questions { keypoints(one, words) } else { Vec::new() };
        let is_named = questions.iter().any(|question| !question.id.is_empty());
        let mut columns = columns(layout, essay, one, true);
        columns.retain(|column| is_named || *column != Column::Question);
        Self { columns, settings: layout.settings, rows: 0 }
    }

    /// The sheet of one question of several.
    pub(super) fn question(question: &Question<'_>, layout: Layout) -> Self {
        let words = Words(layout.language);
        let essay = question.rubric.essay.is_some();
        Self { columns: columns(layout, essay, keypoints(question, words), false), settings: layout.settings, rows: 0 }
    }

    pub(super) fn head(&self, sheet: &mut Worksheet, pen: &Pen) -> Result<(), XlsxError> {
        /// Columns that stay in view: 编号, 学号, 姓名.
        const FIXED: u16 = 3;
        let columns: Vec<(String, f64)> = self.columns.iter().map(|column| column.head(pen.words)).collect();
        pen.head(sheet, &columns, FIXED)
    }

    pub(super) fn add(&mut self, sheet: &mut Worksheet, pen: &Pen, entry: &Entry) -> Result<(), XlsxError> {
        self.rows += 1;
        let flags = flags(entry, pen);
        Pen::fit(sheet, self.rows, &[(&flags, FLAGS_WIDTH)])?;
        for (number, column) in (0..).zip(&self.columns) {
            column.write(sheet, pen, (self.rows, number), entry)?;
        }
        Ok(())
    }

    /// What colours the cells and holds reviews to the marks there are.
    pub(super) fn close(&self, sheet: &mut Worksheet, pen: &Pen) -> Result<(), XlsxError> {
        let last = u16::try_from(self.columns.len().saturating_sub(1)).unwrap_or_default();
        sheet.autofilter(0, 0, self.rows, last)?;
        if self.rows == 0 {
            return Ok(());
        }
        let Settings { pass_share, arbitration_share } = self.settings;
        let letter = |wanted: &Column| {
            let at = self.columns.iter().position(|column| column == wanted)?;
            Some(column_number_to_name(u16::try_from(at).ok()?))
        };
        let most = letter(&Column::MaxScore).unwrap_or_default();
        for (number, column) in (0..).zip(&self.columns) {
            let own = column_number_to_name(number);
            let mut colour = |rule: String, colours| {
                let format = ConditionalFormatFormula::new().set_rule(rule.as_str()).set_format(tone(colours));
                sheet.add_conditional_format(1, number, self.rows, number, &format).map(|_| ())
            };
            match column {
                Column::Keypoint { points, .. } => {
                    colour(format!("=AND(ISNUMBER({own}2),{own}2>={points})"), FULL)?;
                    colour(format!("=AND(ISNUMBER({own}2),{own}2>0,{own}2<{points})"), PARTIAL)?;
                    colour(format!("=AND(ISNUMBER({own}2),{own}2<=0)"), MISSED)?;
                }
                Column::Score => {
                    colour(format!("=AND(ISNUMBER({own}2),{own}2>={GOOD_SHARE}*${most}2)"), FULL)?;
                    colour(format!("=AND(ISNUMBER({own}2),{own}2<{pass_share}*${most}2)"), MISSED)?;
                }
                Column::Difference => {
                    colour(format!("=AND(ISNUMBER({own}2),ABS({own}2)>{arbitration_share}*${most}2)"), PARTIAL)?;
                }
                Column::Reviewed => {
                    let rule = format!("=AND(ISNUMBER({own}2),{own}2>=0,{own}2<=${most}2)");
                    let says =
                        pen.words.pick("填 0 到满分之间的数，或留空。", "A number from 0 to the marks, or nothing.");
                    let validation = DataValidation::new()
                        .allow_custom(Formula::new(rule))
                        .ignore_blank(true)
                        .set_error_style(DataValidationErrorStyle::Stop)
                        .set_error_message(says)?
                        .set_input_message(says)?;
                    sheet.add_data_validation(1, number, self.rows, number, &validation)?;
                }
                _ => {}
            }
        }
        Ok(())
    }
}

fn columns(layout: Layout, essay: bool, keypoints: Vec<Column>, review: bool) -> Vec<Column> {
    let mut columns = vec![
        Column::Id,
        Column::Number,
        Column::Name,
        Column::Class,
        Column::Question,
        Column::Score,
        Column::MaxScore,
    ];
    columns.extend(essay.then_some(Column::Range));
    if layout.human {
        columns.push(Column::Human);
        columns.extend(layout.second.then_some(Column::Second));
        columns.push(Column::Difference);
    }
    columns.extend(keypoints);
    columns.extend([Column::Length, Column::Deductions, Column::Flags]);
    if review {
        columns.extend([Column::Reviewed, Column::ReviewNote]);
    }
    columns
}

fn keypoints(question: &Question<'_>, words: Words) -> Vec<Column> {
    let rubric = question.rubric;
    let of = |(index, keypoint): (usize, &crate::rubric::Keypoint)| {
        let weight = rubric.essay.is_some();
        let sizes = rubric.groups.get(keypoint.group).map(|group| group.take);
        let members = rubric.keypoints.iter().filter(|other| other.group == keypoint.group).count();
        let choice = match sizes.filter(|take| *take < members) {
            Some(take) => format!("{}{take}", words.pick("，任答", ", any ")),
            None => String::new(),
        };
        let marks = match (weight, words.0) {
            (true, _) => words.pick("（只看内容，不计分）", " (no marks)").to_owned(),
            (false, crate::feedback::Language::Chinese) => format!("（{}分{choice}）", keypoint.points),
            (false, crate::feedback::Language::English) => format!(" ({}{choice})", keypoint.points),
        };
        let head = format!("{} {}{marks}", keypoint.id, excerpt(&keypoint.point, HEAD_CHARS));
        Column::Keypoint { index, head, points: keypoint.points, weight }
    };
    rubric.keypoints.iter().enumerate().map(of).collect()
}

// === impl Column ===

impl Column {
    /// The header, and the width in characters.
    fn head(&self, words: Words) -> (String, f64) {
        let (name, width) = match self {
            Self::Id => (words.pick("编号", "id"), 14.0),
            Self::Number => (words.pick("学号", "number"), 13.0),
            Self::Name => (words.pick("姓名", "name"), 9.0),
            Self::Class => (words.pick("班级", "class"), 11.0),
            Self::Question => (words.pick("题号", "question"), 10.0),
            Self::Score => (words.pick("得分", "score"), 8.0),
            Self::MaxScore => (words.pick("满分", "out of"), 7.0),
            Self::Range => (words.pick("估分区间", "range"), 22.0),
            Self::Human => (words.pick("人工分", "human"), 8.0),
            Self::Second => (words.pick("人工分2", "human 2"), 8.0),
            Self::Difference => (words.pick("差", "difference"), 7.0),
            Self::Keypoint { head, .. } => (head.as_str(), 14.0),
            Self::Length => (words.pick("字数", "length"), 7.0),
            Self::Deductions => (words.pick("扣分", "deductions"), 14.0),
            Self::Flags => (words.pick("提示", "flags"), FLAGS_WIDTH),
            Self::Reviewed => (words.pick("复核分", "reviewed score"), 9.0),
            Self::ReviewNote => (words.pick("复核说明", "review note"), 28.0),
        };
        (name.to_owned(), width)
    }

    fn write(&self, sheet: &mut Worksheet, pen: &Pen, at: (u32, u16), entry: &Entry) -> Result<(), XlsxError> {
        let styles = &pen.styles;
        let feedback = &entry.feedback;
        let marks = |points: Option<Points>| points.map(Points::as_f64);
        let number = match self {
            Self::Id => return pen.text(sheet, at, &entry.candidate.id),
            Self::Number => return pen.text(sheet, at, &entry.candidate.number),
            Self::Name => return pen.text(sheet, at, &entry.candidate.name),
            Self::Class => return pen.text(sheet, at, &entry.candidate.class),
            Self::Question => return pen.text(sheet, at, &entry.question_id),
            Self::Range => {
                let range = feedback.essay.as_ref().map(|of| {
                    let band = [of.band_low.as_str(), of.band_high.as_str()];
                    let band = if band.first() == band.last() { of.band_low.clone() } else { band.join("–") };
                    format!("{}–{} {band}", of.low, of.high)
                });
                return pen.text(sheet, at, &range.unwrap_or_default());
            }
            Self::Keypoint { index, weight, .. } => {
                let Some(of) = feedback.keypoints.get(*index) else { return pen.text(sheet, at, "") };
                let KeypointFeedback { points, counted, .. } = of;
                if !counted && !weight {
                    return pen.text(sheet, at, pen.words.pick("组满", "group full"));
                }
                Some(points.as_f64())
            }
            Self::Deductions => {
                return pen.text_as(sheet, at, &deductions(feedback.deductions.as_slice(), pen.words), &styles.wrapped);
            }
            Self::Flags => {
                return pen.text_as(sheet, at, &flags(entry, pen), &styles.wrapped);
            }
            Self::Reviewed => {
                return match &entry.review {
                    Some(review) => Pen::number(sheet, at, review.score.as_f64(), &styles.review),
                    None => pen.text_as(sheet, at, "", &styles.review),
                };
            }
            Self::ReviewNote => {
                let note = entry.review.as_ref().map_or("", |review| review.note.as_str());
                return pen.text_as(sheet, at, note, &styles.review_note);
            }
            Self::Score if feedback.estimated => {
                return Pen::number(sheet, at, feedback.score.as_f64(), &styles.about);
            }
            Self::Length => {
                let bad = matches!(feedback.length.verdict, LengthVerdict::Over | LengthVerdict::Under);
                let count = f64::from(u32::try_from(feedback.length.count).unwrap_or(u32::MAX));
                return Pen::number(sheet, at, count, if bad { &styles.wrong } else { &styles.number });
            }
            Self::Score => Some(feedback.score.as_f64()),
            Self::MaxScore => Some(feedback.max_score.as_f64()),
            Self::Human => marks(entry.human.score),
            Self::Second => marks(entry.human.second_score),
            Self::Difference => marks(entry.human.score.map(|human| feedback.score - human)),
        };
        match number {
            Some(number) => Pen::number(sheet, at, number, &styles.number),
            None => pen.text(sheet, at, ""),
        }
    }
}

/// What was taken, rule by rule: 超字数 1.5. Where nothing was left to take, nothing stands.
fn deductions(deductions: &[Deduction], words: Words) -> String {
    let taken = deductions.iter().filter(|of| of.points != Points::ZERO);
    taken.map(|of| format!("{} {}", words.rule(&of.rule), of.points)).collect::<Vec<_>>().join("；")
}

fn flags(entry: &Entry, pen: &Pen) -> String {
    let flag = |Flag { code, keypoint_id, .. }: &Flag| {
        format!("{} {keypoint_id}", pen.labels.flag(*code)).trim_end().to_owned()
    };
    entry.feedback.flags.iter().map(flag).collect::<Vec<_>>().join("；")
}
