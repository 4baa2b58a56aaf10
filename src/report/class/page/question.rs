//! The section of one question: its figures as the template shows them.

use super::People;
use super::habits::{self, Count, FlagLine, Habit};
use super::people::Named;
use super::reviewed::{Reviewed, reviewed};
use super::second::{Second, second};
use crate::class::{Bin, Edge, KeypointStatistics, NearMiss, Statistics, Unsure};
use crate::feedback::{Coverage, Language};
use crate::report::class::charts::{Histogram, histogram};
use crate::report::class::words::{Words, figure, percent};
use crate::report::labels::Labels;
use crate::report::marked::visible;

/// A question on the page.
pub(in crate::report::class) struct Section {
    pub number: usize,
    pub title: String,
    pub id: String,
    pub is_essay: bool,
    pub answers: u32,
    pub cards: Vec<Card>,
    pub scores: Histogram,
    pub lengths: Histogram,
    pub bands: Vec<Count>,
    /// What people decided; none where nobody did.
    pub reviewed: Option<Reviewed>,
    pub keypoints: Vec<Keypoint>,
    /// Keypoints that cost most and have passages that nearly said them.
    pub nearly: Vec<Nearly>,
    pub groups: Vec<Group>,
    /// Length, structure, format, language, deductions: each a list of counts.
    pub habits: Vec<Habit>,
    pub flags: Vec<FlagLine>,
    /// The answers whose marks are least sure.
    pub unsure: Vec<UnsureLine>,
    pub edges: Vec<EdgeLine>,
    pub more_edges: usize,
    pub second: Option<Second>,
}

/// A figure that is read first.
pub(in crate::report::class) struct Card {
    pub name: &'static str,
    pub value: String,
    pub beside: String,
}

/// A keypoint as a stacked bar.
pub(in crate::report::class) struct Keypoint {
    pub id: String,
    pub point: String,
    pub rate: String,
    /// Class and width of each stretch, in per cent.
    pub stretches: Vec<(&'static str, String)>,
    pub counts: String,
}

/// Passages that nearly said a keypoint.
pub(in crate::report::class) struct Nearly {
    pub id: String,
    pub point: String,
    pub cost: String,
    pub passages: Vec<(String, String, Named)>,
}

/// A school class.
pub(in crate::report::class) struct Group {
    pub name: String,
    pub answers: u32,
    pub mean: String,
    pub median: String,
    pub passed: String,
}

/// Somebody near an edge.
pub(in crate::report::class) struct EdgeLine {
    pub who: Named,
    pub score: String,
    pub edge: String,
    pub borderline: String,
}

/// Somebody whose marks are not sure.
pub(in crate::report::class) struct UnsureLine {
    pub who: Named,
    pub score: String,
    pub confidence: String,
    pub keypoints: String,
}

/// Keypoints whose passages are shown: what fits one lesson.
const NEARLY_MAX: usize = 5;
/// Answers from which discrimination says something.
const DISCRIMINATION_ANSWERS_MIN: u32 = 10;
/// What stands where a figure is not defined.
const UNDEFINED: &str = "–";

pub(super) fn section(number: usize, of: &Statistics<'_>, people: &People<'_>, words: Words) -> Section {
    let labels = Labels::of(words.0);
    let edges: Vec<EdgeLine> = of.edges.near.iter().map(|edge| edge_line(edge, people, words)).collect();
    let answers = of.answers();
    let bands = of.bands();
    Section {
        number,
        title: visible(&of.rubric.title),
        id: visible(if of.id.is_empty() { &of.rubric.id } else { &of.id }),
        is_essay: of.rubric.essay.is_some(),
        answers,
        cards: cards(of, words),
        scores: scores(of, words),
        lengths: lengths(of, words),
        bands: bands.into_iter().map(|(name, count)| habits::count(visible(&name), count, answers)).collect(),
        reviewed: reviewed(of, people, words),
        keypoints: of.keypoints.iter().map(|keypoint| self::keypoint(keypoint, of, words)).collect(),
        nearly: nearly(of, people, words),
        groups: groups(of),
        habits: habits::habits(of, labels, words),
        flags: habits::flags(of, people, labels, words),
        unsure: of.unsure.iter().map(|unsure| unsure_line(unsure, people, words)).collect(),
        more_edges: of.edges.near.offered().saturating_sub(edges.len()),
        edges,
        second: second(of, people, words),
    }
}

fn cards(of: &Statistics<'_>, words: Words) -> Vec<Card> {
    let marks = |hundredths: Option<f64>| hundredths.map_or(UNDEFINED.to_owned(), |value| figure(value / 100.0, 2));
    let share =
        |value: Option<f64>| value.map_or(UNDEFINED.to_owned(), |value| format!("{value:.2}").replace('-', "−"));
    let answers = of.answers();
    let enough = |value: Option<f64>| share(value.filter(|_| answers >= DISCRIMINATION_ANSWERS_MIN));
    let most = of.rubric.max_score;
    // One decimal: two figures with two do not fit a card.
    let quartile = |share| of.scores.quantile(share).map_or(UNDEFINED.to_owned(), |value| figure(value / 100.0, 1));
    let quartiles = format!("{}–{}", quartile(0.25), quartile(0.75));
    let passed = f64::from(of.passed()) / f64::from(answers.max(1));
    let blank = match (words.0, of.blank) {
        (_, 0) => String::new(),
        (Language::Chinese, blank) => format!("其中空白 {blank}"),
        (Language::English, blank) => format!("{blank} of them blank"),
    };
    let out_of = match words.0 {
        Language::Chinese => format!("满分 {most}"),
        Language::English => format!("out of {most}"),
    };
    let spread = match words.0 {
        Language::Chinese => format!("标准差 {}", marks(of.scores.deviation())),
        Language::English => format!("standard deviation {}", marks(of.scores.deviation())),
    };
    let pass_mark = match words.0 {
        Language::Chinese => format!("{} 分及以上", of.pass_mark),
        Language::English => format!("{} and more", of.pass_mark),
    };
    let card = |name, value, beside| Card { name, value, beside };
    vec![
        card(words.pick("作答", "answers"), answers.to_string(), blank),
        card(words.pick("均分", "mean"), marks(of.scores.mean()), out_of),
        card(words.pick("中位数", "median"), marks(of.scores.quantile(0.5)), spread),
        card(words.pick("中间一半", "middle half"), quartiles, words.pick("四分位数", "quartiles").to_owned()),
        card(words.pick("及格率", "passed"), percent(passed), pass_mark),
        card(
            words.pick("难度", "difficulty"),
            share(of.difficulty()),
            words.pick("均分 ÷ 满分", "mean ÷ marks").to_owned(),
        ),
        card(
            words.pick("区分度", "discrimination"),
            enough(of.discrimination()),
            words.pick("高低两端 27%", "best and worst 27 %").to_owned(),
        ),
    ]
}

fn scores(of: &Statistics<'_>, words: Words) -> Histogram {
    let bins = of.scores.bins(of.rubric.max_score.hundredths(), 100);
    let mean = of.mean().unwrap_or_default();
    let mut rules = vec![(mean, format!("{} {}", words.pick("均分", "mean"), figure(mean, 1)))];
    if of.rubric.essay.is_none() {
        rules.push((of.pass_mark.as_f64(), format!("{} {}", words.pick("及格", "pass"), of.pass_mark)));
    }
    let axis = if of.rubric.essay.is_some() {
        words.pick("估分区间的中点（分）", "middle of the range (marks)")
    } else {
        words.pick("得分（分）", "score (marks)")
    };
    let alt = alt(words.pick("得分分布", "Distribution of scores"), &bins, 100);
    histogram(&bins, 100, &rules, axis, words.pick("人", "n"), alt)
}

fn lengths(of: &Statistics<'_>, words: Words) -> Histogram {
    let (_, longest) = of.habits.lengths.range().unwrap_or_default();
    let limits = [of.rubric.length.min, of.rubric.length.max];
    let number = |limit: Option<usize>| limit.and_then(|limit| u32::try_from(limit).ok());
    let most = number(limits.into_iter().flatten().max()).map_or(0, i64::from).max(longest);
    // Bins of one width, the last of them too.
    let most = (most.max(1) + LENGTH_UNIT - 1) / LENGTH_UNIT * LENGTH_UNIT;
    let bins = of.habits.lengths.bins(most, LENGTH_UNIT);
    let names = [words.pick("至少", "at least"), words.pick("至多", "at most")];
    let rules = limits.into_iter().zip(names);
    let rules: Vec<(f64, String)> = rules
        .filter_map(|(limit, name)| number(limit).map(|limit| (f64::from(limit), format!("{name} {limit}"))))
        .collect();
    let alt = alt(words.pick("字数分布", "Distribution of lengths"), &bins, 1);
    let axis = words.pick("字数", "length (字)");
    histogram(&bins, 1, &rules, axis, words.pick("人", "n"), alt)
}

/// Lengths stand in bins of round numbers of 字, and end at one.
const LENGTH_UNIT: i64 = 100;

/// The bins in words.
#[expect(clippy::cast_precision_loss, reason = "marks and lengths are far below 2^53")]
fn alt(name: &str, bins: &[Bin], unit: i64) -> String {
    let shown = |value: i64| figure(value as f64 / unit as f64, 2);
    let of = |bin: &Bin| format!("{}–{}: {}", shown(bin.low), shown(bin.high), bin.count);
    format!("{name}: {}", bins.iter().map(of).collect::<Vec<_>>().join("; "))
}

fn keypoint(of: &KeypointStatistics, question: &Statistics<'_>, words: Words) -> Keypoint {
    let answers = of.answers().max(1);
    let parts = [("full", of.full), ("partial", of.partial), ("opposite", of.contradicted), ("missed", of.missed)];
    let stretches = parts
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(class, count)| (class, format!("{:.2}", f64::from(count) * 100.0 / f64::from(answers))));
    let stretches = stretches.collect();
    let mut counts = match words.0 {
        Language::Chinese => {
            vec![format!("答出 {}", of.full), format!("部分 {}", of.partial), format!("未答 {}", of.missed)]
        }
        Language::English => {
            vec![format!("full {}", of.full), format!("partial {}", of.partial), format!("missed {}", of.missed)]
        }
    };
    if of.contradicted > 0 {
        counts.push(format!("{} {}", words.pick("说反", "opposite"), of.contradicted));
    }
    if question.rubric.essay.is_none() {
        if of.surplus > 0 {
            counts.push(format!("{} {}", words.pick("组满不计", "group full"), of.surplus));
        }
        let cost = figure(of.mean_cost().unwrap_or_default(), 2);
        counts.push(match words.0 {
            Language::Chinese => format!("人均失 {cost} 分"),
            Language::English => format!("mean loss {cost}"),
        });
        if let Some(value) = of.discrimination().filter(|_| of.answers() >= DISCRIMINATION_ANSWERS_MIN) {
            let value = format!("{value:.2}").replace('-', "−");
            counts.push(format!("{} {value}", words.pick("区分度", "discrimination")));
        }
    }
    Keypoint {
        id: visible(&of.id),
        point: visible(&of.point),
        rate: of.hit_rate().map_or(UNDEFINED.to_owned(), percent),
        stretches,
        counts: counts.join(" · "),
    }
}

/// The keypoints that cost most, with passages that nearly said them.
fn nearly(of: &Statistics<'_>, people: &People<'_>, words: Words) -> Vec<Nearly> {
    let mut keypoints: Vec<(&KeypointStatistics, Vec<NearMiss>)> = of.keypoints.iter().zip(of.near_misses()).collect();
    keypoints.retain(|(keypoint, near)| !near.is_empty() && keypoint.cost.hundredths() > 0);
    keypoints.sort_by_key(|(keypoint, _)| std::cmp::Reverse(keypoint.cost));
    let passage = |of: NearMiss| {
        let marks = match words.0 {
            Language::Chinese => format!("得 {} 分", of.points),
            Language::English => format!("{} marks", of.points),
        };
        (visible(&of.passage), marks, people.named(&of.person))
    };
    let nearly = keypoints.into_iter().take(NEARLY_MAX).map(|(keypoint, near)| {
        let cost = figure(keypoint.mean_cost().unwrap_or_default(), 2);
        let cost = match words.0 {
            _ if of.rubric.essay.is_some() => String::new(),
            Language::Chinese => format!("人均失 {cost} 分"),
            Language::English => format!("mean loss {cost}"),
        };
        Nearly {
            id: visible(&keypoint.id),
            point: visible(&keypoint.point),
            cost,
            passages: near.into_iter().map(passage).collect(),
        }
    });
    nearly.collect()
}

fn groups(of: &Statistics<'_>) -> Vec<Group> {
    if of.groups.len() < 2 {
        return Vec::new();
    }
    let marks = |hundredths: Option<f64>| hundredths.map_or(UNDEFINED.to_owned(), |value| figure(value / 100.0, 2));
    let group = |(name, group): (&String, &crate::class::Group)| {
        let passed = group.scores.at_least(of.pass_mark.hundredths());
        Group {
            name: visible(name),
            answers: group.scores.total(),
            mean: marks(group.scores.mean()),
            median: marks(group.scores.quantile(0.5)),
            passed: percent(f64::from(passed) / f64::from(group.scores.total().max(1))),
        }
    };
    of.groups.iter().map(group).collect()
}

fn edge_line(of: &Edge, people: &People<'_>, words: Words) -> EdgeLine {
    let name = if of.band.is_empty() { words.pick("及格", "pass").to_owned() } else { visible(&of.band) };
    EdgeLine {
        who: people.named(&of.person),
        score: of.score.to_string(),
        edge: format!("{name} {}", of.edge),
        borderline: visible(&of.borderline.join(words.pick("、", ", "))),
    }
}

fn unsure_line(of: &Unsure, people: &People<'_>, words: Words) -> UnsureLine {
    let keypoint = |(id, coverage): &(String, Coverage)| format!("{} {}", visible(id), words.coverage(*coverage));
    UnsureLine {
        who: people.named(&of.person),
        score: of.score.to_string(),
        confidence: format!("{:.2}", of.confidence),
        keypoints: of.keypoints.iter().map(keypoint).collect::<Vec<_>>().join(words.pick("、", ", ")),
    }
}
