//! Human marks beside the engine's on the page.

use super::People;
use super::people::Named;
use crate::class::{Agreement, Disputed, Statistics};
use crate::feedback::Language;
use crate::points::Points;
use crate::report::class::charts::{Scatter, scatter};
use crate::report::class::words::{Words, figure, percent};

/// The comparison of a question.
pub(in crate::report::class) struct Second {
    /// Which sides are compared, and what each figure says of them.
    pub heads: Vec<&'static str>,
    pub rows: Vec<(&'static str, Vec<String>)>,
    pub scatter: Scatter,
    /// What the figures come to, in a sentence or two.
    pub says: Vec<String>,
    pub disputed: Vec<Dispute>,
    pub more: usize,
    pub two_humans: bool,
}

/// An answer for a third person.
pub(in crate::report::class) struct Dispute {
    pub who: Named,
    pub first: String,
    pub second: String,
    pub engine: String,
    pub gap: String,
}

/// What stands where a figure is not defined.
const UNDEFINED: &str = "–";

pub(super) fn second(question: &Statistics<'_>, people: &People<'_>, words: Words) -> Option<Second> {
    let humans = &question.humans;
    if humans.is_empty() {
        return None;
    }
    let sides = [
        (words.pick("引擎与人工", "engine, human"), &humans.first),
        (words.pick("引擎与第二人", "engine, second"), &humans.second),
        (words.pick("两人之间", "both humans"), &humans.between),
    ];
    let sides = sides.into_iter().filter_map(|(name, pairs)| Some((name, pairs.agreement(humans.limit)?)));
    let (heads, agreements): (Vec<&'static str>, Vec<Agreement>) = sides.unzip();
    let mark = |points: Option<Points>| points.map_or(UNDEFINED.to_owned(), |points| points.to_string());
    let dispute = |of: &Disputed| Dispute {
        who: people.named(&of.person),
        first: mark(of.first),
        second: mark(of.second),
        engine: of.engine.to_string(),
        gap: of.gap.to_string(),
    };
    let disputed: Vec<Dispute> = humans.disputed.iter().map(dispute).collect();
    let pairs = if humans.first.agreement(humans.limit).is_some() { &humans.first } else { &humans.second };
    Some(Second {
        heads,
        rows: rows(&agreements, words),
        scatter: scatter(pairs, question.rubric.max_score, humans.limit),
        says: says(question, words),
        more: humans.disputed.offered().saturating_sub(disputed.len()),
        two_humans: humans.second.agreement(humans.limit).is_some(),
        disputed,
    })
}

/// The figures, a row each.
fn rows(sides: &[Agreement], words: Words) -> Vec<(&'static str, Vec<String>)> {
    let optional = |value: Option<f64>| value.map_or(UNDEFINED.to_owned(), |value| format!("{value:.2}"));
    let signed = |value: f64| format!("{}{}", if value > 0.0 { "+" } else { "" }, figure(value, 2));
    let row = |name, of: &dyn Fn(&Agreement) -> String| (name, sides.iter().map(of).collect());
    vec![
        row(words.pick("作答", "answers"), &|of| of.answers.to_string()),
        row("QWK", &|of| optional(of.kappa)),
        row("Pearson", &|of| optional(of.pearson)),
        row(words.pick("平均误差（分）", "mean error (marks)"), &|of| signed(of.signed_error)),
        row(words.pick("平均相差（分）", "mean difference (marks)"), &|of| figure(of.absolute_error, 2)),
        row(words.pick("相差不超限", "within the limit"), &|of| percent(of.within_limit)),
    ]
}

fn says(question: &Statistics<'_>, words: Words) -> Vec<String> {
    let humans = &question.humans;
    let limit = humans.limit;
    let disputed = humans.disputed.offered();
    let settled = match (words.0, humans.settled) {
        (_, 0) => String::new(),
        (Language::Chinese, settled) => format!("另有 {settled} 份已经复核。"),
        (Language::English, settled) => format!(" {settled} more are reviewed already."),
    };
    let mut says = vec![match words.0 {
        Language::Chinese => format!("{disputed} 份作答相差超过 {limit} 分，建议由第三人裁定。{settled}"),
        Language::English => {
            format!("{disputed} answers differ by more than {limit} marks: a third person should mark them.{settled}")
        }
    }];
    if question.rubric.essay.is_some() {
        let marked = humans.first.agreement(limit).map_or(0, |of| of.answers);
        says.push(match words.0 {
            Language::Chinese => format!("{marked} 篇中有 {} 篇的人工分落在估分区间内。", humans.in_range),
            Language::English => {
                format!("The human's mark lies in the range of {} of {marked} essays.", humans.in_range)
            }
        });
    }
    if humans.calls_for_calibration() {
        let error = humans.first.agreement(limit).map(|of| of.signed_error).unwrap_or_default();
        let lenient = error > 0.0;
        let error = figure(error.abs(), 2);
        says.push(match words.0 {
            Language::Chinese => {
                let how = if lenient { "偏松" } else { "偏严" };
                format!("引擎平均{how} {error} 分，建议用这些人工分校准评分标准：yuejuan calibrate。")
            }
            Language::English => {
                let how = if lenient { "lenient" } else { "strict" };
                format!("The engine is {how} by {error} marks on average: calibrate the rubric by these marks with yuejuan calibrate.")
            }
        });
    }
    says
}
