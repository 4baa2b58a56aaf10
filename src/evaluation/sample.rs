//! What each method gives, mark by mark, before anything is compared.

use super::baselines::{line, mean};
use super::marking::{Marked, Marking};
use super::{CREDIT_LEVELS, Method, Question, SCORE_LEVELS};

/// Marks to compare, each of an answer that draws may take several times.
#[derive(Debug, Clone)]
pub(super) struct Sample {
    pub levels: usize,
    /// Which answer each mark belongs to.
    pub units: Vec<usize>,
    pub human: Vec<f64>,
    pub series: Vec<Series>,
}

/// What one method gives.
#[derive(Debug, Clone)]
pub(super) struct Series {
    pub method: Method,
    /// What its correlations are taken of.
    pub signal: Vec<f64>,
    pub marks: Vec<f64>,
    /// Whether it has a mark.
    pub present: Vec<bool>,
}

// === impl Sample ===

impl Sample {
    /// The scores of all answers. Baselines are fitted question by question.
    pub(super) fn scores(markings: &[Marking]) -> Self {
        let mut start = 0;
        let samples: Vec<Self> = markings
            .iter()
            .map(|marking| {
                let count = marking.answers.len();
                let units: Vec<usize> = (start..start + count).collect();
                start += count;
                let engine = marking.answers.iter().map(|marked| marked.score).collect();
                let recall = marking.answers.iter().map(|marked| marked.recall).collect();
                let lengths = lengths(&marking.answers);
                Self::new(SCORE_LEVELS, units, marking.human.clone(), engine, &lengths, recall, &marking.second)
            })
            .collect();
        Self::join(samples.iter())
    }

    /// The credit of each keypoint that a human marked, with its name.
    pub(super) fn credits(questions: &[Question<'_>], markings: &[Marking]) -> Vec<(String, Self)> {
        let mut samples = Vec::new();
        let mut start = 0;
        for (question, marking) in questions.iter().zip(markings) {
            for (index, keypoint) in question.keypoints.iter().enumerate() {
                let human = question.answers.iter().map(|answer| answer.human.keypoints.get(index).copied());
                let rows: Vec<(usize, f64, &Marked)> = human
                    .zip(&marking.answers)
                    .enumerate()
                    .filter_map(|(at, (human, marked))| Some((at, human?, marked)))
                    .collect();
                let second: Vec<Option<f64>> = rows
                    .iter()
                    .map(|(at, ..)| question.answers.get(*at)?.second.as_ref()?.keypoints.get(index).copied())
                    .collect();
                let of = |pick: fn(&Marked) -> &[f64]| {
                    rows.iter().map(|(.., marked)| pick(marked).get(index).copied().unwrap_or_default()).collect()
                };
                let lengths: Vec<f64> = rows.iter().map(|(.., marked)| marked.length).collect();
                let sample = Self::new(
                    CREDIT_LEVELS,
                    rows.iter().map(|(at, ..)| start + at).collect(),
                    rows.iter().map(|(_, human, _)| *human).collect(),
                    of(|marked| &marked.keypoints),
                    &lengths,
                    of(|marked| &marked.keypoint_recall),
                    &second,
                );
                samples.push((format!("{} {keypoint}", question.id), sample));
            }
            start += question.answers.len();
        }
        samples.retain(|(_, sample)| !sample.human.is_empty());
        samples
    }

    fn new(
        levels: usize,
        units: Vec<usize>,
        human: Vec<f64>,
        engine: Vec<f64>,
        lengths: &[f64],
        recall: Vec<f64>,
        second: &[Option<f64>],
    ) -> Self {
        let count = human.len();
        let plain =
            |method, marks: Vec<f64>| Series { method, signal: marks.clone(), marks, present: vec![true; count] };
        let usual = mean(lengths).max(1.0);
        let mut series = vec![
            plain(Method::Engine, engine),
            Series {
                signal: lengths.iter().map(|length| length / usual).collect(),
                ..plain(Method::Length, line(lengths, &human))
            },
            plain(Method::Constant, vec![mean(&human); count]),
            plain(Method::Recall, recall),
        ];
        if second.iter().any(Option::is_some) {
            let marks = second.iter().map(|mark| mark.unwrap_or_default()).collect();
            let present = second.iter().map(Option::is_some).collect();
            series.push(Series { present, ..plain(Method::Second, marks) });
        }
        Self { levels, units, human, series }
    }

    /// Several samples as one; what one of them has no marks by is absent there.
    pub(super) fn join<'s>(samples: impl Iterator<Item = &'s Self>) -> Self {
        let mut joined = Self { levels: SCORE_LEVELS, units: Vec::new(), human: Vec::new(), series: Vec::new() };
        for sample in samples {
            let (before, count) = (joined.human.len(), sample.human.len());
            joined.levels = sample.levels;
            joined.units.extend(&sample.units);
            joined.human.extend(&sample.human);
            for series in &sample.series {
                if joined.series.iter().all(|known| known.method != series.method) {
                    joined.series.push(Series::absent(series.method, before));
                }
            }
            for series in &mut joined.series {
                match sample.series.iter().find(|other| other.method == series.method) {
                    Some(other) => series.extend(other),
                    None => series.extend(&Series::absent(series.method, count)),
                }
            }
        }
        joined
    }

    /// Some of the marks.
    pub(super) fn among(&self, members: &[usize]) -> Self {
        let pick = |figures: &[f64]| members.iter().filter_map(|index| figures.get(*index).copied()).collect();
        let series = self.series.iter().map(|series| Series {
            method: series.method,
            signal: pick(&series.signal),
            marks: pick(&series.marks),
            present: members.iter().filter_map(|index| series.present.get(*index).copied()).collect(),
        });
        Self {
            levels: self.levels,
            units: members.iter().filter_map(|index| self.units.get(*index).copied()).collect(),
            human: pick(&self.human),
            series: series.filter(Series::is_present).collect(),
        }
    }
}

// === impl Series ===

impl Series {
    fn absent(method: Method, count: usize) -> Self {
        Self { method, signal: vec![0.0; count], marks: vec![0.0; count], present: vec![false; count] }
    }

    fn is_present(&self) -> bool {
        self.present.iter().any(|present| *present)
    }

    fn extend(&mut self, other: &Self) {
        self.signal.extend(&other.signal);
        self.marks.extend(&other.marks);
        self.present.extend(&other.present);
    }
}

fn lengths(answers: &[Marked]) -> Vec<f64> {
    answers.iter().map(|marked| marked.length).collect()
}
