//! The page: one file that needs nothing else and runs nothing. The template escapes whatever is put into it.

use askama::Template;

use super::scatter::{Dot, SIDE, WIDE_GAP, dots};
use super::tables::{Row, Table, confusion, figure, interval, tables};
use super::words::Words;
use super::{Disagreement, Origin};
use crate::evaluation::{Estimate, Evaluation, Method};
use crate::feedback::{Flag, KeypointFeedback, Language};
use crate::grading::ENGINE_VERSION;
use crate::report::labels::{Labels, class, sign};
use crate::report::marked::{Piece, pieces, visible};
use crate::report::passages::passages;

#[derive(Template)]
#[template(path = "evaluation.html")]
struct Page<'a> {
    words: Words,
    labels: &'static Labels,
    origin: &'a Origin<'a>,
    engine: &'static str,
    counts: String,
    unusable: String,
    cards: Vec<Card>,
    dots: Vec<Dot>,
    ticks: Vec<Tick>,
    /// Width of the plot and of the band of small gaps, in user units.
    side: f64,
    band: f64,
    confusions: Vec<Table>,
    tables: Vec<Table>,
    pairs: Vec<Pair>,
    notes: [&'static str; 6],
}

/// A figure that is read first.
struct Card {
    name: &'static str,
    value: String,
    interval: String,
    /// The same of term recall, and of the second human.
    beside: Vec<(&'static str, String)>,
}

struct Tick {
    at: f64,
    label: String,
}

/// An answer beside its feedback.
struct Pair {
    id: String,
    question: String,
    title: String,
    kind: String,
    human: String,
    engine: String,
    second: String,
    gap: String,
    is_lenient: bool,
    pieces: Vec<Piece>,
    keypoints: Vec<Item>,
    remarks: Vec<String>,
    summary: String,
}

/// A keypoint of the feedback.
struct Item {
    class: &'static str,
    sign: &'static str,
    id: String,
    point: String,
    marks: String,
    /// What the human gave, where keypoints are marked.
    human: String,
    /// Whether the human gave something else.
    differs: bool,
    message: String,
}

/// Renders the page.
///
/// # Errors
///
/// Where the template cannot be filled, which takes a lack of memory.
pub fn page(
    evaluation: &Evaluation,
    worst: &[Disagreement<'_>],
    origin: &Origin<'_>,
    language: Language,
) -> Result<String, std::fmt::Error> {
    let words = Words(language);
    let title = words.pick("分数（满分的十等分）", "Scores (tenths of the marks)");
    let mut confusions = vec![confusion(&evaluation.overall.confusion, title, words)];
    if let Some(keypoints) = &evaluation.keypoints {
        confusions.push(confusion(&keypoints.confusion, words.pick("采分点", "Keypoints"), words));
    }
    let page = Page {
        words,
        labels: Labels::of(language),
        origin,
        engine: ENGINE_VERSION,
        counts: words.counts(evaluation.outcomes.len(), evaluation.questions.len()),
        unusable: words.unusable(origin.unusable),
        cards: cards(evaluation, words),
        dots: dots(&evaluation.outcomes, words),
        ticks: (0..=5)
            .map(f64::from)
            .map(|tick| Tick { at: tick * SIDE / 5.0, label: format!("{}", tick * 20.0) })
            .collect(),
        side: SIDE,
        band: SIDE * WIDE_GAP,
        confusions,
        tables: tables(evaluation, words),
        pairs: worst.iter().map(|of| pair(of, Labels::of(language))).collect(),
        notes: words.notes(),
    };
    page.render().map_err(|_| std::fmt::Error)
}

fn cards(evaluation: &Evaluation, words: Words) -> Vec<Card> {
    let of = |method| evaluation.overall.of(method);
    let card = |name, pick: fn(&crate::evaluation::MethodFigures) -> Estimate| {
        let engine = of(Method::Engine).map(pick).unwrap_or_default();
        let beside = [Method::Recall, Method::Length, Method::Second].into_iter().filter_map(|method| {
            let estimate = pick(of(method)?);
            Some((words.method(method), figure(estimate.value)))
        });
        Card { name, value: figure(engine.value), interval: interval(engine.interval), beside: beside.collect() }
    };
    let mut cards = vec![
        card("QWK", |of| of.figures.kappa),
        card("Pearson", |of| of.figures.pearson),
        card(words.pick("平均相差 MAE", "mean error (MAE)"), |of| of.figures.absolute_error),
        card(words.pick("相差至多一档", "at most a level apart"), |of| of.figures.adjacent),
    ];
    if let Some(means) = &evaluation.per_question {
        let of = |method| means.methods.iter().find(|of| of.method == method);
        let mean = |method| of(method).map(|of| of.mean.by_answers).unwrap_or_default();
        let beside =
            [Method::Recall, Method::Length, Method::Second].into_iter().filter(|method| of(*method).is_some());
        cards.push(Card {
            name: words.pick("题内 Pearson 平均", "mean Pearson in a question"),
            value: figure(mean(Method::Engine).value),
            interval: interval(mean(Method::Engine).interval),
            beside: beside.map(|method| (words.method(method), figure(mean(method).value))).collect(),
        });
    }
    if let Some(keypoints) = &evaluation.keypoints {
        let kappa = |method| keypoints.of(method).map(|of| of.figures.kappa);
        let beside = [Method::Recall, Method::Second].into_iter().filter_map(|of| Some((words.method(of), kappa(of)?)));
        let engine = kappa(Method::Engine).unwrap_or_default();
        cards.push(Card {
            name: words.pick("采分点 QWK", "QWK of keypoints"),
            value: figure(engine.value),
            interval: interval(engine.interval),
            beside: beside.map(|(name, of)| (name, figure(of.value))).collect(),
        });
    }
    cards
}

fn pair(of: &Disagreement<'_>, labels: &Labels) -> Pair {
    let Disagreement { outcome, question, title, answer, feedback } = *of;
    let percent = |share: f64| format!("{:.0}%", share * 100.0);
    let gap = (outcome.engine - outcome.human) * 100.0;
    let deductions = feedback.deductions.iter().map(|deduction| deduction.message.clone());
    let flags = feedback.flags.iter().map(|Flag { code, keypoint_id, message, .. }| {
        let keypoint = if keypoint_id.is_empty() { String::new() } else { format!(" {keypoint_id}") };
        format!("{}{keypoint}{}{message}", labels.flag(*code), labels.colon)
    });
    Pair {
        id: visible(&answer.id),
        question: visible(&question.id),
        title: visible(title),
        kind: visible(&answer.kind),
        human: percent(outcome.human),
        engine: percent(outcome.engine),
        second: outcome.second.map_or_else(String::new, percent),
        gap: format!("{gap:+.0}").replace('-', "−"),
        is_lenient: gap > 0.0,
        pieces: pieces(&answer.text, passages(feedback, &answer.text, labels)),
        keypoints: feedback.keypoints.iter().enumerate().map(|(at, keypoint)| item(of, at, keypoint)).collect(),
        remarks: deductions.chain(flags).map(|remark| visible(&remark)).collect(),
        summary: visible(&feedback.summary),
    }
}

fn item(of: &Disagreement<'_>, at: usize, keypoint: &KeypointFeedback) -> Item {
    let credits = of.outcome.keypoints.get(at).copied();
    let most = keypoint.max_points.as_f64();
    // Marks as people write them: 1.5, not 1.50.
    let human = credits.map(|(human, _)| format!("{}", (human * most * 100.0).round() / 100.0));
    Item {
        class: class(keypoint.coverage),
        sign: sign(keypoint.coverage),
        id: visible(&keypoint.keypoint_id),
        point: visible(&keypoint.point),
        marks: format!("{} / {}", keypoint.points, keypoint.max_points),
        human: human.unwrap_or_default(),
        differs: credits.is_some_and(|(human, engine)| (human - engine).abs() > CREDIT_GAP),
        message: visible(&keypoint.message),
    }
}

/// Credit that differs by more is shown as different: below half of the step between none, half and full.
const CREDIT_GAP: f64 = 0.24;

// === impl Page ===

impl Page<'_> {
    fn lang(&self) -> &'static str {
        self.words.pick("zh-CN", "en")
    }

    fn say(&self, chinese: &'static str, english: &'static str) -> &'static str {
        self.words.pick(chinese, english)
    }

    /// How dark a cell of a confusion table is, in per cent: by its share of the row.
    fn shade(row: &Row, value: &str) -> u32 {
        let count = |text: &str| text.parse::<u32>().unwrap_or_default();
        let total: u32 = row.cells.iter().map(|cell| count(&cell.value)).sum();
        count(value) * 85 / total.max(1)
    }
}
