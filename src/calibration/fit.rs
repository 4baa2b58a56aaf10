//! One fit: from the answers of a sample that may be looked at to a calibration, and what it gives to any of them.

use super::numbers::{centred, deviation, fit, mean, product, size, squared_error};
use super::sample::Sample;
use crate::rubric::{CalibrationDraft, CurveKnot, ExpressionDraft};

/// What may be fitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Plan {
    /// How many expressions at most.
    pub expressions: usize,
    /// Whether faults of layout take nothing.
    pub waived: bool,
}

/// What was fitted.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fit {
    /// Index of the way from coverage to marks.
    pub way: usize,
    pub content: f64,
    pub words: f64,
    /// Indexes of candidates, and their weights.
    pub expressions: Vec<(usize, f64)>,
    pub curve: Vec<CurveKnot>,
    /// Whether faults of layout take nothing.
    pub waived: bool,
}

/// What is paid for the square of a weight: about as many answers speak against an expression by themselves.
const RIDGE: f64 = 4.0;
/// A spread of a sign below which it is taken for this: what hardly differs among the answers cannot tell much.
const SPREAD_MIN: f64 = 0.1;
/// By how much, as a share, other steps must come nearer to the marks than the rubric's own.
const WAY_GAIN: f64 = 0.1;
/// Correlation of two expressions' answers from which they are one.
const ONE: f64 = 0.8;
/// A weight below which an expression is left out.
const WEIGHT_MIN: f64 = 0.01;
/// Deviations below the mean sum at which the curve has its first point.
const LOW_DEVIATIONS: f64 = 1.5;
/// The least sum and share of the curve's first point.
const KNOT_MIN: f64 = 0.02;

// === impl Fit ===

impl Fit {
    /// Fits to the answers whose indexes are `members`.
    pub(super) fn new(sample: &Sample, members: &[usize], plan: Plan) -> Self {
        let of = |figures: &[f64]| members.iter().filter_map(|index| figures.get(*index).copied()).collect::<Vec<_>>();
        let targets = of(&sample.targets(plan.waived));
        let words = of(&sample.words);
        let ways: Vec<Vec<f64>> = sample.ways.iter().map(|way| of(&way.content)).collect();
        let way = best_way(&ways, &words, &targets);
        let content = ways.get(way).cloned().unwrap_or_default();
        let (base, scales) = scaled([&content, &words]);
        let weights = fit(&base, &targets, RIDGE);
        let residual = centred(&left(&base, &weights, &targets));
        let chosen = telling(sample, &of, &residual, plan.expressions);
        let columns: Vec<Vec<f64>> = base.into_iter().chain(chosen.iter().map(|(_, column)| column.clone())).collect();
        let weights = fit(&columns, &targets, RIDGE);
        let weight = |index: usize| weights.get(index).copied().unwrap_or_default();
        let scale = |index: usize| scales.get(index).copied().unwrap_or(1.0);
        let expressions = chosen.iter().enumerate().map(|(at, (index, _))| (*index, thousandths(weight(at + 2))));
        let mut fitted = Self {
            way,
            content: thousandths(weight(0) / scale(0)),
            words: thousandths(weight(1) / scale(1)),
            expressions: expressions.filter(|(_, weight)| *weight >= WEIGHT_MIN).collect(),
            curve: Vec::new(),
            waived: plan.waived,
        };
        let sums: Vec<f64> = members.iter().map(|index| fitted.sum(sample, *index)).collect();
        fitted.curve = curve(&sums, &targets, fitted.most());
        fitted
    }

    /// The share of all that it gives to an answer.
    pub(super) fn gives(&self, sample: &Sample, index: usize) -> f64 {
        let share = share(&self.curve, self.sum(sample, index));
        let taken = sample.taken.get(index).filter(|_| self.waived).copied().unwrap_or_default();
        let others = sample.others.get(index).copied().unwrap_or_default() + taken;
        share * sample.whole + others
    }

    /// What the rubric gets; nothing where no sign tells.
    pub(super) fn draft(&self, sample: &Sample) -> Option<CalibrationDraft> {
        let expression = |(index, weight): &(usize, f64)| {
            Some(ExpressionDraft { text: sample.candidates.get(*index)?.text.clone(), weight: *weight })
        };
        let mut expressions: Vec<ExpressionDraft> = self.expressions.iter().filter_map(expression).collect();
        expressions.sort_by(|one, other| other.weight.total_cmp(&one.weight).then_with(|| one.text.cmp(&other.text)));
        let draft =
            CalibrationDraft { content: self.content, words: self.words, expressions, curve: self.curve.clone() };
        (!draft.curve.is_empty()).then_some(draft)
    }

    fn sum(&self, sample: &Sample, index: usize) -> f64 {
        let content = sample.ways.get(self.way).and_then(|way| way.content.get(index)).copied().unwrap_or_default();
        let words = sample.words.get(index).copied().unwrap_or_default();
        let said = |(candidate, weight): &(usize, f64)| {
            weight * sample.candidates.get(*candidate).and_then(|of| of.said.get(index)).copied().unwrap_or_default()
        };
        self.content * content + self.words * words + self.expressions.iter().map(said).sum::<f64>()
    }

    fn most(&self) -> f64 {
        self.content + self.words + self.expressions.iter().map(|(_, weight)| weight).sum::<f64>()
    }
}

/// Columns over their spread, and the spreads.
fn scaled(columns: [&Vec<f64>; 2]) -> (Vec<Vec<f64>>, Vec<f64>) {
    let scales: Vec<f64> = columns.iter().map(|column| deviation(column).max(SPREAD_MIN)).collect();
    let over = |(column, scale): (&&Vec<f64>, &f64)| column.iter().map(|figure| figure / scale).collect();
    (columns.iter().zip(&scales).map(over).collect(), scales)
}

fn left(columns: &[Vec<f64>], weights: &[f64], targets: &[f64]) -> Vec<f64> {
    let said = |index: usize| -> f64 {
        columns
            .iter()
            .zip(weights)
            .map(|(column, weight)| column.get(index).copied().unwrap_or_default() * weight)
            .sum()
    };
    targets.iter().enumerate().map(|(index, target)| target - said(index)).collect()
}

/// The way from coverage to marks that comes nearest, the rubric's own unless another is clearly better.
fn best_way(ways: &[Vec<f64>], words: &Vec<f64>, targets: &[f64]) -> usize {
    let errors: Vec<f64> = ways
        .iter()
        .map(|content| {
            let (columns, _) = scaled([content, words]);
            let weights = fit(&columns, targets, RIDGE);
            let residual = centred(&left(&columns, &weights, targets));
            squared_error(&residual, &vec![0.0; residual.len()])
        })
        .collect();
    let own = errors.first().copied().unwrap_or_default();
    let best = errors.iter().enumerate().min_by(|one, other| one.1.total_cmp(other.1));
    best.filter(|(_, error)| **error < own * (1.0 - WAY_GAIN)).map_or(0, |(way, _)| way)
}

/// The expressions that tell most of what is left, each unlike those before it.
fn telling(sample: &Sample, of: &impl Fn(&[f64]) -> Vec<f64>, residual: &[f64], most: usize) -> Vec<(usize, Vec<f64>)> {
    let mut ranked: Vec<(f64, usize, Vec<f64>)> = Vec::new();
    for (index, candidate) in sample.candidates.iter().enumerate() {
        let said = of(&candidate.said);
        let having = said.iter().sum::<f64>();
        if having < 3.0 || having > size(said.len()) - 2.0 {
            continue;
        }
        let column = centred(&said);
        let tells = product(&column, residual) / (product(&column, &column) + 1.0).sqrt();
        if tells > 0.0 {
            ranked.push((tells, index, column));
        }
    }
    let letters = |index: usize| sample.candidates.get(index).map_or(0, |of| of.text.chars().count());
    ranked.sort_by(|one, other| {
        other.0.total_cmp(&one.0).then_with(|| {
            (letters(one.1) < 2, letters(one.1), one.1).cmp(&(letters(other.1) < 2, letters(other.1), other.1))
        })
    });
    let mut chosen: Vec<(usize, Vec<f64>)> = Vec::new();
    for (_, index, column) in ranked {
        if chosen.len() >= most {
            break;
        }
        let like = |other: &Vec<f64>| {
            product(&column, other) > ONE * (product(&column, &column) * product(other, other)).sqrt()
        };
        if !chosen.iter().any(|(_, other)| like(other)) {
            chosen.push((index, column));
        }
    }
    chosen
}

/// The straight line from sums to marks, from nothing at 0 to all at its end or at `top`; empty where sums tell nothing.
fn curve(sums: &[f64], targets: &[f64], top: f64) -> Vec<CurveKnot> {
    let (centre, height) = (mean(sums), mean(targets));
    let spread = product(&centred(sums), &centred(sums));
    if spread <= 0.0 || top <= 2.0 * KNOT_MIN {
        return Vec::new();
    }
    let slope = product(&centred(sums), &centred(targets)) / spread;
    if slope <= 0.0 {
        return Vec::new();
    }
    let line = |sum: f64| height + slope * (sum - centre);
    let end = (centre + (1.0 - height) / slope).min(top);
    let end = (end * 1000.0).floor() / 1000.0;
    let low = thousandths((centre - LOW_DEVIATIONS * deviation(sums)).clamp(KNOT_MIN, (end - KNOT_MIN).max(KNOT_MIN)));
    let first = CurveKnot { sum: low, share: thousandths(line(low).clamp(KNOT_MIN, 1.0)) };
    let mut knots = vec![first];
    if end < centre + (1.0 - height) / slope - KNOT_MIN {
        // No sum reaches the line's end: it goes on as far as they do, and who has all signs gets all marks.
        let before = thousandths(end - 0.001);
        knots.push(CurveKnot { sum: before, share: thousandths(line(before).clamp(first.share, 1.0)) });
    }
    knots.push(CurveKnot { sum: end, share: 1.0 });
    knots.dedup_by(|next, knot| next.sum <= knot.sum);
    if let Some(last) = knots.last_mut() {
        last.share = 1.0;
    }
    knots
}

/// As [`crate::rubric::CalibrationPolicy::share`], in fractions.
fn share(curve: &[CurveKnot], sum: f64) -> f64 {
    let mut before = CurveKnot { sum: 0.0, share: 0.0 };
    for knot in curve {
        if sum < knot.sum {
            return before.share + (sum - before.sum) * (knot.share - before.share) / (knot.sum - before.sum);
        }
        before = *knot;
    }
    before.share
}

fn thousandths(figure: f64) -> f64 {
    (figure.clamp(0.0, 1.0) * 1000.0).round() / 1000.0
}
