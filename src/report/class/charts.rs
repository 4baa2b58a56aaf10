//! Charts as positions of a drawing, for inline SVG: what a template needs to draw, with its words. Knows no markup.

use super::words::figure;
use crate::class::{Bin, Pairs};
use crate::points::Points;

/// Width of a drawing, in user units: at 360 px its letters are still read.
pub(super) const WIDTH: f64 = 400.0;
/// Height of a histogram, in user units.
pub(super) const HEIGHT: f64 = 224.0;
/// Room on the left for the axis.
const LEFT: f64 = 34.0;
/// Room on the right, so that the last label is not cut.
const RIGHT: f64 = 14.0;
/// Room above for the names of lines.
const TOP: f64 = 34.0;
/// Room below for ticks and the axis' name.
const BOTTOM: f64 = 40.0;
/// The most labels below: more would run into each other on a phone.
const LABELS_MAX: usize = 8;
/// The most lines across.
const GRID_MAX: f64 = 4.0;

/// Counts in bins, as bars.
pub(super) struct Histogram {
    pub bars: Vec<Bar>,
    pub grid: Vec<Tick>,
    pub ticks: Vec<Tick>,
    pub rules: Vec<Rule>,
    pub axis: String,
    pub counts: &'static str,
    /// What the chart shows, in words, for whoever does not see it.
    pub alt: String,
    pub base: String,
    pub left: String,
    pub right: String,
}

pub(super) struct Bar {
    pub x: String,
    pub y: String,
    pub width: String,
    pub height: String,
    /// The middle, where the count stands.
    pub middle: String,
    pub above: String,
    pub count: u32,
}

pub(super) struct Tick {
    pub at: String,
    pub label: String,
}

/// A line upright with a name: the mean, a limit.
pub(super) struct Rule {
    pub x: String,
    pub label: String,
    /// Where the label stands, and by which end it is held.
    pub label_y: String,
    pub anchor: &'static str,
}

/// A histogram of bins whose values are in `unit`s of what the axis shows. `rules` are values with names, in units of
/// the axis.
#[expect(clippy::cast_precision_loss, reason = "marks and lengths are far below 2^53")]
pub(super) fn histogram(
    bins: &[Bin],
    unit: i64,
    rules: &[(f64, String)],
    axis: &str,
    counts: &'static str,
    alt: String,
) -> Histogram {
    let (first, last) = (bins.first().map_or(0, |bin| bin.low), bins.last().map_or(1, |bin| bin.high));
    let span = (last - first).max(1) as f64;
    let x = |value: f64| LEFT + (value - first as f64) / span * (WIDTH - LEFT - RIGHT);
    let most = bins.iter().map(|bin| bin.count).max().unwrap_or_default();
    let step = grid_step(most);
    let ceiling = (f64::from(most) / step).ceil().max(1.0) * step;
    let y = |count: f64| HEIGHT - BOTTOM - count / ceiling * (HEIGHT - TOP - BOTTOM);
    let bars = bins.iter().map(|bin| {
        let (from, to, top) = (x(bin.low as f64), x(bin.high as f64), y(f64::from(bin.count)));
        Bar {
            x: place(from + 1.0),
            y: place(top),
            width: place((to - from - 2.0).max(1.0)),
            height: place((y(0.0) - top).max(0.0)),
            middle: place(f64::midpoint(from, to)),
            above: place(top - 4.0),
            count: bin.count,
        }
    });
    let edges: Vec<i64> = bins.iter().map(|bin| bin.low).chain(bins.last().map(|bin| bin.high)).collect();
    let every = edges.len().div_ceil(LABELS_MAX).max(1);
    let tick = |edge: &i64| Tick { at: place(x(*edge as f64)), label: figure(*edge as f64 / unit as f64, 2) };
    let lines = (0..=GRID_STEPS).map(f64::from).map(|index| index * step).take_while(|count| *count <= ceiling);
    let rule = |(index, (value, label)): (usize, &(f64, String))| {
        let at = x((value * unit as f64).clamp(first as f64, last as f64));
        let row = if index % 2 == 0 { 12.0 } else { 26.0 };
        let anchor = if at > WIDTH * 0.75 {
            "end"
        } else if at < WIDTH * 0.25 {
            "start"
        } else {
            "middle"
        };
        Rule { x: place(at), label: label.clone(), label_y: place(row), anchor }
    };
    Histogram {
        bars: bars.collect(),
        grid: lines.map(|count| Tick { at: place(y(count)), label: figure(count, 0) }).collect(),
        ticks: edges.iter().step_by(every).map(tick).collect(),
        rules: rules.iter().enumerate().map(rule).collect(),
        axis: axis.to_owned(),
        counts,
        alt,
        base: place(y(0.0)),
        left: place(LEFT),
        right: place(WIDTH - RIGHT),
    }
}

/// Lines across, at most, whatever the step.
const GRID_STEPS: u32 = 8;

/// The least round step between lines across that makes few enough.
fn grid_step(most: u32) -> f64 {
    let rough = (f64::from(most) / GRID_MAX).max(1.0);
    let scale = 10_f64.powf(rough.log10().floor());
    [1.0, 2.0, 5.0, 10.0].iter().map(|step| step * scale).find(|step| *step >= rough).unwrap_or(rough)
}

/// Two sides' marks as circles.
pub(super) struct Scatter {
    pub dots: Vec<Dot>,
    pub ticks: Vec<(Tick, String)>,
    pub band: String,
}

pub(super) struct Dot {
    pub x: String,
    pub y: String,
    pub radius: String,
    pub is_wide: bool,
}

/// Width and height of a scatter plot without its margins, in user units.
pub(super) const SIDE: f64 = 300.0;
/// Radius of the largest circle, in user units.
const RADIUS_MAX: f64 = 12.0;
/// Radius of the smallest, in user units: it must be seen.
const RADIUS_MIN: f64 = 3.0;
/// Answers that the largest circle stands for at least.
const COUNT_OF_LARGEST: f64 = 9.0;

/// The first side across, the other upwards; pairs further apart than `limit` are marked.
pub(super) fn scatter(pairs: &Pairs, max_score: Points, limit: Points) -> Scatter {
    let share = |points: Points| points.as_f64() / max_score.as_f64() * SIDE;
    let most = pairs.iter().map(|(.., count)| f64::from(count)).fold(COUNT_OF_LARGEST, f64::max);
    let mut sorted: Vec<(Points, Points, u32)> = pairs.iter().collect();
    sorted.sort_by_key(|(.., count)| std::cmp::Reverse(*count));
    let dot = |(one, other, count): (Points, Points, u32)| Dot {
        x: place(share(one)),
        y: place(SIDE - share(other)),
        radius: place((RADIUS_MAX * (f64::from(count) / most).sqrt()).max(RADIUS_MIN)),
        is_wide: one.max(other) - one.min(other) > limit,
    };
    let wide = share(limit);
    let tick = |index: u32| {
        let at = f64::from(index) / 5.0;
        let label = figure(max_score.as_f64() * at, 1);
        (Tick { at: place(at * SIDE), label }, place(SIDE - at * SIDE))
    };
    let band = [(0.0, SIDE - wide), (SIDE - wide, 0.0), (SIDE, 0.0), (SIDE, wide), (wide, SIDE), (0.0, SIDE)];
    let band = band.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect::<Vec<_>>().join(" ");
    Scatter { dots: sorted.into_iter().map(dot).collect(), ticks: (0..=5).map(tick).collect(), band }
}

fn place(value: f64) -> String {
    format!("{value:.1}")
}
