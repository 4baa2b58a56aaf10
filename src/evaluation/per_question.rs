//! Means over questions: how well the answers to one question are told apart, on average.

use super::Method;
use super::compare::{Comparison, Estimate};
use crate::agreement::{Draws, Interval, percentile_interval};

/// Pearson's correlation within each question, averaged over questions. A question whose human marks never vary has none
/// and is left out. Where only the method's marks never vary, it tells nothing apart there: that counts as 0.
#[derive(Debug, Clone, PartialEq)]
pub struct PerQuestion {
    /// How many questions the means are over.
    pub questions: usize,
    /// The questions left out, because the human gave all answers the same.
    pub left_out: Vec<String>,
    /// The engine, the baselines and, where all questions have one, the second human.
    pub methods: Vec<MeanPearson>,
    /// What the engine gains over term recall, question by question.
    pub gain: Mean,
}

/// A method's mean.
#[derive(Debug, Clone, PartialEq)]
pub struct MeanPearson {
    /// Which method.
    pub method: Method,
    /// Its mean.
    pub mean: Mean,
    /// The questions that count as 0, because it gave all answers the same.
    pub constant: Vec<String>,
}

/// A mean over questions with two intervals, which answer different doubts.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Mean {
    /// The mean, and its interval over other answers to these questions: drawn within each question. A resample of few
    /// answers has fewer different ones than the sample, so that where a question has few, its correlations lie
    /// elsewhere, and the interval by questions is the one to read.
    pub by_answers: Estimate,
    /// Its interval over other questions: whole questions drawn.
    pub by_questions: Option<Interval>,
}

/// Pearson's correlation of each method in each resample of a question.
pub(super) type Resampled = Vec<Option<Vec<f64>>>;

// === impl PerQuestion ===

impl PerQuestion {
    /// Means over questions; `None` where there is only one, or none with human marks that vary.
    pub(super) fn new(questions: &[Comparison], resampled: &[Resampled]) -> Option<Self> {
        let used: Vec<(&Comparison, &Resampled)> =
            questions.iter().zip(resampled).filter(|(question, _)| question.human_varies).collect();
        if questions.len() < 2 || used.is_empty() {
            return None;
        }
        let draws = Draws::new(&[used.len()]);
        let series = |method| used.iter().map(|(of, resampled)| Correlation::new(of, resampled, method)).collect();
        let series = |method: Method| -> Option<Vec<Correlation>> { series(method) };
        let of_method = |method| {
            let series = series(method)?;
            let constant = used.iter().zip(&series).filter(|(_, of)| of.is_constant);
            let constant = constant.map(|((question, _), _)| question.name.clone()).collect();
            Some(MeanPearson { method, mean: mean(&series, &draws), constant })
        };
        let gain = series(Method::Engine).zip(series(Method::Recall)).map(|(engine, recall)| {
            let gain: Vec<Correlation> = engine.iter().zip(&recall).map(|(one, other)| one.minus(other)).collect();
            mean(&gain, &draws)
        });
        let methods = [Method::Engine, Method::Length, Method::Constant, Method::Recall, Method::Second];
        let left_out = questions.iter().filter(|question| !question.human_varies);
        Some(Self {
            questions: used.len(),
            left_out: left_out.map(|question| question.name.clone()).collect(),
            methods: methods.into_iter().filter_map(of_method).collect(),
            gain: gain.unwrap_or_default(),
        })
    }
}

/// A correlation, or a difference of two, on one question.
struct Correlation {
    value: f64,
    /// Whether the value stands for marks that never vary.
    is_constant: bool,
    /// The same in each resample; none where the human's marks do not vary there.
    resampled: Vec<Option<f64>>,
}

// === impl Correlation ===

impl Correlation {
    fn new(question: &Comparison, resampled: &Resampled, method: Method) -> Option<Self> {
        let index = question.methods.iter().position(|figures| figures.method == method)?;
        let value = question.methods.get(index)?.figures.pearson.value;
        let pick = |methods: &Option<Vec<f64>>| methods.as_ref()?.get(index).copied();
        Some(Self {
            value: value.unwrap_or_default(),
            is_constant: value.is_none(),
            resampled: resampled.iter().map(pick).collect(),
        })
    }

    fn minus(&self, other: &Self) -> Self {
        let pairs = self.resampled.iter().zip(&other.resampled);
        Self {
            value: self.value - other.value,
            is_constant: false,
            resampled: pairs.map(|(one, other)| Some((*one)? - (*other)?)).collect(),
        }
    }
}

fn mean(questions: &[Correlation], draws: &Draws) -> Mean {
    let resamples = questions.iter().map(|question| question.resampled.len()).max().unwrap_or_default();
    let of_resample = |at: usize| {
        let values = questions.iter().filter_map(|question| question.resampled.get(at).copied().flatten());
        weighted_mean(values.map(|value| (value, 1)))
    };
    let values = || questions.iter().map(|question| question.value);
    let of_draw = |counts: &Vec<u16>| weighted_mean(values().zip(counts.iter().copied()));
    Mean {
        by_answers: Estimate {
            value: weighted_mean(values().map(|value| (value, 1))),
            interval: percentile_interval((0..resamples).map(of_resample)),
        },
        by_questions: percentile_interval(draws.resamples().iter().map(of_draw)),
    }
}

fn weighted_mean(values: impl Iterator<Item = (f64, u16)>) -> Option<f64> {
    let (mut sum, mut count) = (0.0, 0.0);
    for (value, times) in values {
        sum += value * f64::from(times);
        count += f64::from(times);
    }
    (count > 0.0).then(|| sum / count)
}
