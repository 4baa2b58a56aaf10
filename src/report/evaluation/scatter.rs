//! The scatter plot: a circle where answers stand, larger for more of them.

use std::collections::BTreeMap;

use super::words::Words;
use crate::evaluation::Outcome;
use crate::feedback::Language;

/// Width and height of the plot without its margins, in user units of the drawing.
pub(super) const SIDE: f64 = 400.0;
/// Places on each side at which answers are counted together: half a per cent apart, closer than eyes tell.
const PLACES: f64 = 200.0;
/// Radius of the largest circle, in user units: neighbours a tenth of the marks apart still stand apart.
const RADIUS_MAX: f64 = 18.0;
/// Radius of the smallest, in user units: it must be seen.
const RADIUS_MIN: f64 = 3.5;
/// A gap from which a third person usually marks, as a share of the marks.
pub(super) const WIDE_GAP: f64 = 0.2;

/// Answers of the same marks.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Dot {
    pub x: String,
    pub y: String,
    pub radius: String,
    /// Whether human and engine lie far apart.
    pub is_wide: bool,
    /// What it is, for whoever points at it.
    pub label: String,
}

/// The circles, the large ones first, so that they hide none.
pub(super) fn dots(outcomes: &[Outcome], words: Words) -> Vec<Dot> {
    let mut counts: BTreeMap<(u32, u32), u32> = BTreeMap::new();
    for outcome in outcomes {
        *counts.entry((place(outcome.human), place(outcome.engine))).or_default() += 1;
    }
    let mut counts: Vec<((u32, u32), u32)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    // Areas are as the counts; few answers make small circles all the same.
    let most = counts.first().map_or(1, |(_, count)| *count).max(COUNT_OF_LARGEST);
    let radius = |count: u32| (RADIUS_MAX * (f64::from(count) / f64::from(most)).sqrt()).max(RADIUS_MIN);
    counts.into_iter().map(|((human, engine), count)| dot(human, engine, count, radius(count), words)).collect()
}

/// Answers that the largest circle stands for at least.
const COUNT_OF_LARGEST: u32 = 12;

fn dot(human: u32, engine: u32, count: u32, radius: f64, words: Words) -> Dot {
    let share = |place: u32| f64::from(place) / PLACES;
    let (human, engine) = (share(human), share(engine));
    let (h, e) = (human * 100.0, engine * 100.0);
    Dot {
        x: format!("{:.1}", human * SIDE),
        y: format!("{:.1}", (1.0 - engine) * SIDE),
        radius: format!("{radius:.1}"),
        is_wide: (human - engine).abs() > WIDE_GAP + 1.0 / PLACES / 2.0,
        label: match words.0 {
            Language::Chinese => format!("人工 {h:.0}%，引擎 {e:.0}%：{count} 份"),
            Language::English => format!("human {h:.0}%, engine {e:.0}%: {count}"),
        },
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place among two hundred")]
fn place(share: f64) -> u32 {
    (share.clamp(0.0, 1.0) * PLACES).round() as u32
}
