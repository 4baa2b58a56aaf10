//! Statistics against figures from elsewhere. Those with many decimals come from scipy 1.17.1 and scikit-learn 1.9.1
//! (`pearsonr`, `spearmanr`, `rankdata`, `cohen_kappa_score(…, weights="quadratic")`, `mean_absolute_error`, `bootstrap`)
//! and numpy 2.4.6 (`percentile`); the others can be reckoned by hand.

use yuejuan::agreement::*;

/// Marks of two people, as shares.
const ONE: [f64; 10] = [1.0, 0.8, 0.7, 0.7, 0.5, 0.3, 0.0, 0.9, 0.6, 0.6];
const OTHER: [f64; 10] = [0.95, 0.8, 0.5, 0.7, 0.6, 0.1, 0.2, 1.0, 0.6, 0.3];
/// How often each pair stands in a resample.
const DRAWN: [u32; 10] = [2, 0, 1, 3, 1, 0, 1, 2, 0, 0];

#[track_caller]
fn check(figure: Option<f64>, expected: impl Into<Option<f64>>) {
    match (figure, expected.into()) {
        (Some(figure), Some(expected)) => assert!((figure - expected).abs() < 1e-12, "{figure}, wanted {expected}"),
        (figure, expected) => assert_eq!(figure, expected),
    }
}

fn rank(one: &[f64], other: &[f64], counts: &[u32]) -> Option<f64> {
    spearman(&Ranking::new(one), &Ranking::new(other), counts)
}

#[test]
fn correlations() {
    let all = once(10);
    check(pearson(&ONE, &OTHER, &all), 0.863_552_095_648_119_1);
    check(rank(&ONE, &OTHER, &all), 0.877_679_945_019_578_6);
    check(pearson(&ONE, &OTHER, &DRAWN), 0.928_918_903_497_966_9);
    check(rank(&ONE, &OTHER, &DRAWN), 0.846_310_352_924_102_3);
    check(pearson(&[1.0, 2.0], &[2.0, 1.0], &once(2)), -1.0);
    check(rank(&[1.0, 2.0, 3.0], &[1.0, 10.0, 100.0], &once(3)), 1.0);
    for nothing in [&[][..], &[0.5], &[0.7, 0.7, 0.7, 0.7, 0.7]] {
        let count = nothing.len();
        check(pearson(nothing, &OTHER[..count], &once(count)), None);
        check(rank(&OTHER[..count], nothing, &once(count)), None);
    }
    // What is left of a sample may not vary though the sample does.
    check(pearson(&[0.1, 0.2], &[0.3, 0.4], &[2, 0]), None);
}

#[test]
fn ties_share_their_mean_rank() {
    let ranks = |figures: &[f64]| Ranking::new(figures).ranks(&once(figures.len()));
    assert_eq!(ranks(&ONE), [10.0, 8.0, 6.5, 6.5, 3.0, 2.0, 1.0, 9.0, 4.5, 4.5]);
    assert_eq!(ranks(&OTHER), [9.0, 8.0, 4.0, 7.0, 5.5, 1.0, 2.0, 10.0, 5.5, 3.0]);
    // 0.5 takes ranks 1 to 3, 0.9 rank 4.
    assert_eq!(Ranking::new(&[0.9, 0.5]).ranks(&[1, 3]), [4.0, 2.0]);
}

#[test]
fn differences() {
    let all = once(10);
    check(mean_absolute_error(&ONE, &OTHER, &all), 0.115);
    check(mean_signed_error(&ONE, &OTHER, &all), -0.035);
    check(mean_signed_error(&[0.0, 0.0], &[1.0, 0.0], &[1, 3]), 0.25);
    check(mean_absolute_error(&[], &[], &[]), None);
    check(mean_absolute_error(&ONE, &OTHER, &[0; 10]), None);
}

fn table<const N: usize>(levels: usize, one: [usize; N], other: [usize; N]) -> Confusion {
    Confusion::of(levels, one.into_iter().zip(other).map(|(one, other)| (one, other, 1)))
}

#[test]
fn kappa_and_agreement() {
    let credit = table(3, [0, 2, 2, 1, 0, 1, 2, 2, 0, 1, 1, 2], [0, 2, 1, 1, 0, 2, 2, 0, 1, 1, 0, 2]);
    check(credit.quadratic_weighted_kappa(), 0.5);
    assert_eq!(credit.rows().collect::<Vec<_>>(), [[2, 1, 0], [1, 2, 1], [1, 1, 3]]);
    let scores = table(11, [10, 8, 7, 7, 5, 3, 0, 9, 6, 6], [9, 8, 5, 7, 6, 1, 2, 10, 6, 3]);
    check(scores.quadratic_weighted_kappa(), 0.848_675_914_249_684_8);
    check(scores.exact(), 0.3);
    check(scores.adjacent(), 0.6);
    check(table(3, [0, 2], [2, 0]).quadratic_weighted_kappa(), -1.0);
    check(table(3, [0, 1, 2], [1, 1, 1]).quadratic_weighted_kappa(), 0.0);
    check(table(3, [1, 1], [1, 1]).quadratic_weighted_kappa(), None);
    check(Confusion::new(3).exact(), None);
    // Counts weigh as pairs that stand as often.
    let counted = Confusion::of(3, [(0, 0, 2), (2, 1, 3)]);
    assert_eq!(counted, table(3, [0, 0, 2, 2, 2], [0, 0, 1, 1, 1]));
}

#[test]
fn draws_keep_each_stratum_and_come_out_alike() {
    let draws = Draws::new(&[3, 0, 5]);
    assert_eq!(draws.resamples().len(), RESAMPLES);
    for counts in draws.resamples() {
        let sum = |part: &[u16]| part.iter().sum::<u16>();
        assert_eq!((counts.len(), sum(&counts[..3]), sum(&counts[3..])), (8, 3, 5));
    }
    assert_eq!(draws, Draws::new(&[3, 0, 5]));
    assert_ne!(draws.resamples()[0], draws.resamples()[1]);
    // Each unit is drawn once in the mean; a thousand draws of 3 move that by less than 0.1.
    let mean = draws.resamples().iter().map(|counts| f64::from(counts[1])).sum::<f64>() / 1000.0;
    assert!((mean - 1.0).abs() < 0.1, "{mean}");
}

#[test]
fn intervals_are_percentiles() {
    let cubes = (0..1000).map(|number| Some(f64::from(number).powf(1.5)));
    let Interval { low, high } = percentile_interval(cubes).unwrap();
    assert!((low - 124.814_387_69).abs() < 1e-6 && (high - 30_398.710_405_7).abs() < 1e-6, "{low} {high}");
    let some = |defined: usize| percentile_interval((0..10).map(|at| (at < defined).then_some(0.5)));
    assert_eq!(some(9), Some(Interval { low: 0.5, high: 0.5 }));
    assert_eq!(some(8), None, "more than one in ten is not defined");
    assert_eq!(percentile_interval([]), None);
}

/// Against `scipy.stats.bootstrap(…, paired=True, method="percentile", n_resamples=20000)`.
#[test]
fn a_bootstrap_finds_the_interval() {
    let one = [3, 8, 5, 9, 2, 7, 6, 4, 10, 1, 5, 8, 3, 6, 9, 2, 7, 4, 0, 10].map(|mark| f64::from(mark) / 10.0);
    let other = [4, 7, 6, 9, 1, 5, 8, 3, 9, 3, 2, 8, 5, 6, 10, 4, 6, 2, 1, 7].map(|mark| f64::from(mark) / 10.0);
    let draws = Draws::new(&[20]);
    type Statistic = fn(&[f64], &[f64], &[u32]) -> Option<f64>;
    let check = |statistic: Statistic, expected: (f64, f64)| {
        let resampled = draws.resamples().iter().map(|counts| {
            let counts: Vec<u32> = counts.iter().copied().map(u32::from).collect();
            statistic(&one, &other, &counts)
        });
        let Interval { low, high } = percentile_interval(resampled).unwrap();
        // A thousand resamples against twenty thousand.
        assert!((low - expected.0).abs() < 0.02 && (high - expected.1).abs() < 0.02, "{low} {high}");
    };
    check(|one, other, counts| mean_signed_error(other, one, counts), (-0.055, 0.085));
    check(pearson, (0.724_743_523_481, 0.925_842_703_391));
}
