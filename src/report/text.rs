//! The report for a terminal: score, the answer with its evidence marked, then every item in words.
//!
//! Knows nothing of files or streams: it makes one string. Without colour it says the same by brackets and signs.

mod answer;
mod essay;
mod inspection;
mod items;
mod layout;

pub use inspection::render_inspection;

use crate::feedback::{Feedback, Language, Part, PartKind};
use crate::report::labels::Labels;
use layout::{Page, Run, Tone};

/// How a report looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Whether to use terminal colours.
    pub color: bool,
    /// Columns to a line; a Han character takes two.
    pub width: usize,
}

/// Renders the feedback on `text` for a terminal. The last line ends with a line break.
///
/// Control characters of the answer are shown as `�`, so that an answer cannot steer the terminal.
///
/// ```no_run
/// # fn show(feedback: &yuejuan::feedback::Feedback) {
/// use yuejuan::feedback::Language;
/// use yuejuan::report::text::{Style, render};
/// let style = Style { color: false, width: 80 };
/// print!("{}", render(feedback, "一是数据难以共享。", "数字政府建设的障碍", style, Language::Chinese));
/// # }
/// ```
#[must_use]
pub fn render(feedback: &Feedback, text: &str, rubric_title: &str, style: Style, language: Language) -> String {
    let labels = Labels::of(language);
    let mut page = Page::new(style);
    header(&mut page, feedback, rubric_title, labels);
    answer::write(&mut page, feedback, text, labels);
    essay::essay(&mut page, feedback, labels);
    items::keypoints(&mut page, feedback, labels);
    items::calibration(&mut page, feedback, labels);
    items::structure(&mut page, feedback, labels);
    items::length(&mut page, feedback, labels);
    items::format(&mut page, feedback, labels);
    items::language(&mut page, feedback, labels);
    essay::material(&mut page, feedback, labels);
    items::deductions(&mut page, feedback, labels);
    items::flags(&mut page, feedback, labels);
    items::summary(&mut page, feedback, labels);
    page.finish()
}

fn header(page: &mut Page, feedback: &Feedback, title: &str, labels: &Labels) {
    page.rule();
    page.line(&[Run::new(title, Tone::Strong)]);
    let origin = format!(
        "{} {} · {} {} ({}) · {} {}{}",
        labels.submission,
        feedback.submission_id,
        labels.rubric,
        feedback.rubric_id,
        feedback.rubric_revision,
        labels.engine,
        feedback.engine_version,
        labels.reading(feedback.reading)
    );
    page.line(&[Run::new(&origin, Tone::Dim)]);
    // An essay has a range of marks: a figure by itself would say more than is known.
    let score = match &feedback.essay {
        Some(essay) => labels.range(essay, feedback.max_score),
        None => format!("{} / {}", feedback.score, feedback.max_score),
    };
    page.line(&[Run::new(&format!("{} {score}", labels.score), Tone::Score)]);
    let told = |part: &&Part| part_matters(part) && part.kind != PartKind::Essay;
    let parts: Vec<String> = feedback.parts.iter().filter(told).map(|p| part(p, labels)).collect();
    if !parts.is_empty() {
        page.line(&[Run::plain(&parts.join(" · "))]);
    }
    page.rule();
}

/// A dimension that neither gives nor took anything is left out.
fn part_matters(part: &Part) -> bool {
    part.max_points.hundredths() != 0 || part.points.hundredths() != 0
}

fn part(part: &Part, labels: &Labels) -> String {
    let name = labels.part(part.kind);
    if part.max_points.hundredths() == 0 {
        format!("{name} {}", layout::signed(part.points))
    } else {
        format!("{name} {} / {}", part.points, part.max_points)
    }
}
