//! Human marks beside those of each method: figures, and their intervals over the same draws.

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use super::baselines::mean;
use super::sample::{Sample, Series};
use super::{Method, SCORE_LEVELS, level};
use crate::agreement::{
    Confusion, Draws, Interval, Ranking, mean_absolute_error, mean_signed_error, once, pearson, percentile_interval,
    spearman,
};

/// How far each method agrees with the human on a set of marks.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// What the set is: a question, a kind, a keypoint; empty for all.
    pub name: String,
    /// How many marks there are.
    pub marks: usize,
    /// The mean human mark, as a share.
    pub human_mean: f64,
    /// Whether the human marks vary; where they do not, nothing correlates with them.
    pub human_varies: bool,
    /// The engine, the baselines and, where there is one, the second human.
    pub methods: Vec<MethodFigures>,
    /// The human's level by the engine's.
    pub confusion: Confusion,
}

/// The figures of one method.
#[derive(Debug, Clone, PartialEq)]
pub struct MethodFigures {
    /// Which method.
    pub method: Method,
    /// How many of the marks it has one for.
    pub marks: usize,
    /// Its mean mark, as a share.
    pub mean: f64,
    /// The figures.
    pub figures: Figures<Estimate>,
}

/// A figure with its interval.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Estimate {
    /// The figure; `None` where it is not defined.
    pub value: Option<f64>,
    /// Where it lies in most resamples of the answers.
    pub interval: Option<Interval>,
}

/// Everything that is said of how two series of marks agree.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Figures<T> {
    /// Quadratic weighted kappa of the levels.
    pub kappa: T,
    /// Pearson's correlation; of scores only.
    pub pearson: T,
    /// Spearman's; of scores only.
    pub spearman: T,
    /// Mean absolute error, as a share.
    pub absolute_error: T,
    /// Mean signed error: above zero where the method gives more than the human.
    pub signed_error: T,
    /// The share of marks on the same level.
    pub exact: T,
    /// The share of marks at most a level apart.
    pub adjacent: T,
}

/// The figures of each method in each resample, and whether the human marks vary there.
pub(super) struct Resampled(Vec<(bool, Vec<Figures<Option<f64>>>)>);

// === impl Comparison ===

impl Comparison {
    /// The figures of a method, where it has any.
    #[must_use]
    pub fn of(&self, method: Method) -> Option<&MethodFigures> {
        self.methods.iter().find(|figures| figures.method == method)
    }
}

// === impl Sample ===

impl Sample {
    pub(super) fn compare(&self, name: &str, draws: &Draws) -> Comparison {
        self.resample(name, draws).0
    }

    /// The comparison, and the figures that its intervals come from.
    pub(super) fn resample(&self, name: &str, draws: &Draws) -> (Comparison, Resampled) {
        let prepared: Vec<Prepared<'_>> = self.series.iter().map(|series| Prepared::new(self, series)).collect();
        let ranking = Ranking::new(&self.human);
        let figures = |counts: &[u32]| -> Vec<Figures<Option<f64>>> {
            prepared.iter().map(|series| series.figures(self, &ranking, counts)).collect()
        };
        let all = once(self.human.len());
        let resample = |drawn: &Vec<u16>| {
            let count = |unit: &usize| drawn.get(*unit).copied().map(u32::from).unwrap_or_default();
            let counts: Vec<u32> = self.units.iter().map(count).collect();
            (ranking.varies(&counts), figures(&counts))
        };
        let resampled = Resampled(draws.resamples().par_iter().map(resample).collect());
        let methods = prepared.iter().zip(figures(&all)).enumerate().map(|(index, (prepared, figures))| {
            let Series { method, marks, present, .. } = prepared.series;
            let own: Vec<f64> =
                marks.iter().zip(present).filter(|(_, present)| **present).map(|(mark, _)| *mark).collect();
            MethodFigures {
                method: *method,
                marks: own.len(),
                mean: mean(&own),
                figures: figures.with_intervals(|pick| resampled.interval(index, pick)),
            }
        });
        let engine = prepared.iter().find(|prepared| prepared.series.method == Method::Engine);
        let comparison = Comparison {
            name: name.to_owned(),
            marks: self.human.len(),
            human_mean: mean(&self.human),
            human_varies: ranking.varies(&all),
            methods: methods.collect(),
            confusion: engine.map_or_else(|| Confusion::new(self.levels), |engine| engine.confusion(self.levels, &all)),
        };
        (comparison, resampled)
    }
}

/// A series with what every resample needs of it.
struct Prepared<'s> {
    series: &'s Series,
    ranking: Ranking,
    /// For each mark, its cell of the confusion table.
    cells: Vec<usize>,
}

// === impl Prepared ===

impl<'s> Prepared<'s> {
    fn new(sample: &Sample, series: &'s Series) -> Self {
        let levels = sample.levels;
        let cell = |(human, mark): (&f64, &f64)| level(*human, levels) * levels + level(*mark, levels);
        let cells = sample.human.iter().zip(&series.marks).map(cell).collect();
        Self { series, ranking: Ranking::new(&series.signal), cells }
    }

    fn confusion(&self, levels: usize, counts: &[u32]) -> Confusion {
        let mut confusion = Confusion::new(levels);
        for (cell, count) in self.cells.iter().zip(counts) {
            confusion.add(*cell, *count);
        }
        confusion
    }

    fn figures(&self, sample: &Sample, human: &Ranking, counts: &[u32]) -> Figures<Option<f64>> {
        let present = &self.series.present;
        let counts: Vec<u32> =
            counts.iter().zip(present).map(|(count, present)| if *present { *count } else { 0 }).collect();
        let confusion = self.confusion(sample.levels, &counts);
        // Credit has three levels: kappa says what a correlation would.
        let is_score = sample.levels == SCORE_LEVELS;
        let correlation = || pearson(&sample.human, &self.series.signal, &counts);
        Figures {
            kappa: confusion.quadratic_weighted_kappa(),
            pearson: is_score.then(correlation).flatten(),
            spearman: is_score.then(|| spearman(human, &self.ranking, &counts)).flatten(),
            absolute_error: mean_absolute_error(&sample.human, &self.series.marks, &counts),
            signed_error: mean_signed_error(&sample.human, &self.series.marks, &counts),
            exact: confusion.exact(),
            adjacent: confusion.adjacent(),
        }
    }
}

// === impl Figures ===

type Pick = fn(&Figures<Option<f64>>) -> Option<f64>;

impl Figures<Option<f64>> {
    fn with_intervals(self, interval: impl Fn(Pick) -> Option<Interval>) -> Figures<Estimate> {
        let of = |pick: Pick| Estimate { value: pick(&self), interval: interval(pick) };
        Figures {
            kappa: of(|figures| figures.kappa),
            pearson: of(|figures| figures.pearson),
            spearman: of(|figures| figures.spearman),
            absolute_error: of(|figures| figures.absolute_error),
            signed_error: of(|figures| figures.signed_error),
            exact: of(|figures| figures.exact),
            adjacent: of(|figures| figures.adjacent),
        }
    }
}

// === impl Resampled ===

impl Resampled {
    fn interval(&self, method: usize, pick: Pick) -> Option<Interval> {
        percentile_interval(self.0.iter().map(|(_, figures)| figures.get(method).and_then(pick)))
    }

    /// Pearson's correlation of each method in each resample, 0 where only the method's marks never vary; none where the
    /// human's do not.
    pub(super) fn pearson(&self) -> Vec<Option<Vec<f64>>> {
        let of = |figures: &Vec<Figures<Option<f64>>>| {
            figures.iter().map(|figures| figures.pearson.unwrap_or_default()).collect()
        };
        self.0.iter().map(|(varies, figures)| varies.then(|| of(figures))).collect()
    }
}
