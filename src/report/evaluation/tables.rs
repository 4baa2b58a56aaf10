//! The figures as tables of words, the same for terminal and page.

use super::words::Words;
use crate::agreement::{Confusion, Interval};
use crate::evaluation::{
    CREDIT_LEVELS, Comparison, Estimate, Evaluation, Figures, MeanPearson, Method, PerQuestion, Referral,
};

/// A table.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    pub title: String,
    pub head: Vec<String>,
    pub rows: Vec<Row>,
    /// A remark under the table, or empty.
    pub note: String,
}

/// A row of a table.
#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    pub name: String,
    /// Whether it is the engine's among those of others.
    pub strong: bool,
    pub cells: Vec<Cell>,
}

/// A figure and, where it has one, its interval.
#[derive(Debug, Clone, Default)]
pub(super) struct Cell {
    pub value: String,
    pub interval: String,
}

/// What stands where a figure is not defined.
const UNDEFINED: &str = "–";

/// All tables of an evaluation.
pub(super) fn tables(evaluation: &Evaluation, words: Words) -> Vec<Table> {
    let mut tables = vec![methods(&evaluation.overall, words.pick("全部作答", "All answers"), words)];
    tables.extend(evaluation.per_question.as_ref().map(|means| means_over_questions(means, words)));
    tables.extend(evaluation.keypoints.as_ref().map(|all| credit(all, words)));
    let groups = [
        (&evaluation.markers, words.pick("按阅卷人", "By marker")),
        (&evaluation.kinds, words.pick("按作答类型", "By kind of answer")),
        (&evaluation.questions, words.pick("按题", "By question")),
    ];
    for (comparisons, title) in groups {
        if comparisons.len() > 1 {
            tables.push(by_group(comparisons, title, words));
        }
    }
    if !evaluation.referrals.is_empty() {
        tables.push(referrals(&evaluation.referrals, words));
    }
    if !evaluation.each_keypoint.is_empty() {
        tables.push(by_keypoint(&evaluation.each_keypoint, words));
    }
    tables
}

/// A confusion table: the human's levels by the engine's.
pub(super) fn confusion(table: &Confusion, title: &str, words: Words) -> Table {
    let levels = table.rows().count();
    let name = |level: usize| if levels == CREDIT_LEVELS { words.credit(level).to_owned() } else { format!("{level}") };
    let head = std::iter::once(words.pick("人工＼引擎", "human \\ engine").to_owned()).chain((0..levels).map(name));
    let cell =
        |count: &u32| Cell { value: if *count == 0 { "·".to_owned() } else { count.to_string() }, ..Cell::default() };
    let row = |(level, counts): (usize, &[u32])| Row {
        name: name(level),
        cells: counts.iter().map(cell).collect(),
        ..Row::default()
    };
    Table {
        title: title.to_owned(),
        head: head.collect(),
        rows: table.rows().enumerate().map(row).collect(),
        ..Table::default()
    }
}

/// The figures of every method on one set of scores.
fn methods(comparison: &Comparison, title: &str, words: Words) -> Table {
    let row = |of: &crate::evaluation::MethodFigures| {
        let Figures { kappa, pearson, spearman, absolute_error, signed_error, exact, adjacent } = of.figures;
        let mut cells = vec![plain(of.marks.to_string())];
        cells.extend([kappa, pearson, spearman, absolute_error, signed_error, exact, adjacent].map(estimate));
        cells.push(plain(figure(Some(of.mean))));
        Row { name: words.method(of.method).to_owned(), strong: of.method == Method::Engine, cells }
    };
    let note = format!("{} {}", words.pick("人工均分", "mean human mark"), figure(Some(comparison.human_mean)));
    Table {
        title: title.to_owned(),
        head: head(words, &["QWK", "Pearson", "Spearman", "MAE"], &["bias", "exact", "adjacent", "mean"]),
        rows: comparison.methods.iter().map(row).collect(),
        note,
    }
}

/// The credit of all keypoints by every method.
fn credit(comparison: &Comparison, words: Words) -> Table {
    let row = |of: &crate::evaluation::MethodFigures| {
        let Figures { kappa, absolute_error, signed_error, exact, adjacent, .. } = of.figures;
        let mut cells = vec![plain(of.marks.to_string())];
        cells.extend([kappa, absolute_error, signed_error, exact, adjacent].map(estimate));
        cells.push(plain(figure(Some(of.mean))));
        Row { name: words.method(of.method).to_owned(), strong: of.method == Method::Engine, cells }
    };
    Table {
        title: words.pick("全部采分点", "All keypoints").to_owned(),
        head: head(words, &["QWK", "MAE"], &["bias", "exact", "adjacent", "mean"]),
        rows: comparison.methods.iter().map(row).collect(),
        note: String::new(),
    }
}

/// What sending the least sure answers to a person removes.
fn referrals(referrals: &[Referral], words: Words) -> Table {
    let row = |of: &Referral| {
        let by_chance = figure(Some(of.share));
        let figures = [figure(Some(of.removed)), figure(Some(of.perfect)), by_chance, figure(Some(of.of_perfect()))];
        let cells = std::iter::once(plain(of.answers.to_string())).chain(figures.map(plain));
        Row { name: format!("{:.0}%", of.share * 100.0), strong: false, cells: cells.collect() }
    };
    let head = [
        words.pick("送审比例", "share sent"),
        words.pick("份数", "answers"),
        words.pick("最没把握", "least sure"),
        words.pick("最优", "perfect"),
        words.pick("随机", "chance"),
        words.pick("占最优", "of perfect"),
    ];
    let note = words.pick(
        "把引擎最没把握的作答交给人复核，能消掉总误差的多少；最优：挑误差最大的同样份数",
        "the share of all error that a person takes away by marking the answers that the engine is least sure of; perfect: as many with the largest errors",
    );
    Table {
        title: words.pick("送人复核", "Sent to a person").to_owned(),
        head: head.map(str::to_owned).to_vec(),
        rows: referrals.iter().map(row).collect(),
        note: note.to_owned(),
    }
}

fn by_group(comparisons: &[Comparison], title: &str, words: Words) -> Table {
    let others = [Method::Length, Method::Recall, Method::Second];
    let others = others.into_iter().filter(|method| comparisons.iter().any(|of| of.of(*method).is_some()));
    let others: Vec<Method> = others.collect();
    let row = |of: &Comparison| {
        let Figures { kappa, pearson, spearman, absolute_error, signed_error, exact, adjacent } = engine(of);
        let mut cells = vec![plain(of.marks.to_string())];
        cells.extend([kappa, pearson, spearman, absolute_error, signed_error, exact, adjacent].map(estimate));
        let pearson = |method: &Method| of.of(*method).and_then(|of| of.figures.pearson.value);
        cells.extend(others.iter().map(|method| plain(figure(pearson(method)))));
        Row { name: name(&of.name), strong: false, cells }
    };
    let mut head = head(words, &["QWK", "Pearson", "Spearman", "MAE"], &["bias", "exact", "adjacent"]);
    head.extend(others.iter().map(|method| format!("r {}", words.method(*method))));
    let note = words.pick("r：各基线与人工的 Pearson", "r: Pearson of the baselines with the human");
    Table { title: title.to_owned(), head, rows: comparisons.iter().map(row).collect(), note: note.to_owned() }
}

fn by_keypoint(comparisons: &[Comparison], words: Words) -> Table {
    let others = [Method::Length, Method::Constant, Method::Recall, Method::Second];
    let others: Vec<Method> =
        others.into_iter().filter(|method| comparisons.iter().any(|of| of.of(*method).is_some())).collect();
    let row = |of: &Comparison| {
        let Figures { kappa, signed_error, exact, adjacent, .. } = engine(of);
        let mut cells = vec![plain(of.marks.to_string()), estimate(kappa)];
        cells.extend([signed_error, exact, adjacent].map(|of| plain(figure(of.value))));
        cells.push(plain(figure(Some(of.human_mean))));
        let kappa = |method: &Method| of.of(*method).and_then(|of| of.figures.kappa.value);
        cells.extend(others.iter().map(|method| plain(figure(kappa(method)))));
        Row { name: name(&of.name), strong: false, cells }
    };
    let mut head = head(words, &["QWK"], &["bias", "exact", "adjacent", "human"]);
    head.extend(others.iter().map(|method| format!("κ {}", words.method(*method))));
    let note = words.pick("κ：各基线与人工的 QWK", "κ: QWK of the baselines with the human");
    Table {
        title: words.pick("按采分点", "By keypoint").to_owned(),
        head,
        rows: comparisons.iter().map(row).collect(),
        note: note.to_owned(),
    }
}

fn means_over_questions(means: &PerQuestion, words: Words) -> Table {
    let row = |of: &MeanPearson| Row {
        name: words.method(of.method).to_owned(),
        strong: of.method == Method::Engine,
        cells: vec![
            estimate(of.mean.by_answers),
            plain(interval(of.mean.by_questions)),
            plain(of.constant.len().to_string()),
        ],
    };
    let mut rows: Vec<Row> = means.methods.iter().map(row).collect();
    let gain = [estimate(means.gain.by_answers), plain(interval(means.gain.by_questions)), plain(String::new())];
    let name = words.pick("引擎胜过参考用词", "engine over recall").to_owned();
    rows.push(Row { name, strong: false, cells: gain.into() });
    let separator = words.pick("、", ", ");
    let list = |title: &str, names: &[String]| {
        if names.is_empty() { String::new() } else { format!("{title}{}", names.join(separator)) }
    };
    let engine = means.methods.iter().find(|of| of.method == Method::Engine);
    let remarks = [
        list(words.pick("人工全给同样的分，不计：", "left out, the human gave all the same: "), &means.left_out),
        list(
            words.pick("引擎全给同样的分，计 0：", "counted as 0, the engine gave all the same: "),
            engine.map(|of| of.constant.as_slice()).unwrap_or_default(),
        ),
    ];
    let remarks: Vec<&str> = remarks.iter().map(String::as_str).filter(|remark| !remark.is_empty()).collect();
    Table {
        title: words.means(means.questions),
        head: vec![
            String::new(),
            "Pearson".to_owned(),
            words.pick("重抽题目的区间", "by questions").to_owned(),
            words.pick("计 0 的题", "counted as 0").to_owned(),
        ],
        rows,
        note: remarks.join(words.pick("；", "; ")),
    }
}

/// The head of a table of figures; words in the second list are translated.
fn head(words: Words, names: &[&str], translated: &[&'static str]) -> Vec<String> {
    let chinese = |name: &'static str| match name {
        "bias" => "偏差",
        "exact" => "一致",
        "adjacent" => "相邻",
        "human" => "人工均分",
        _ => "均分",
    };
    let mut head = vec![String::new(), words.pick("份数", "marks").to_owned()];
    head.extend(names.iter().map(|name| (*name).to_owned()));
    head.extend(translated.iter().map(|name| words.pick(chinese(name), name).to_owned()));
    head
}

fn engine(comparison: &Comparison) -> Figures<Estimate> {
    comparison.of(Method::Engine).map(|of| of.figures).unwrap_or_default()
}

fn name(name: &str) -> String {
    if name.is_empty() { UNDEFINED.to_owned() } else { name.to_owned() }
}

fn plain(value: String) -> Cell {
    Cell { value, interval: String::new() }
}

fn estimate(of: Estimate) -> Cell {
    Cell { value: figure(of.value), interval: interval(of.interval) }
}

/// A figure with three decimals; what is not defined is a dash.
pub(super) fn figure(value: Option<f64>) -> String {
    // Rounding may leave a zero below zero.
    value.map_or_else(
        || UNDEFINED.to_owned(),
        |value| format!("{value:.3}").replace("-0.000", "0.000").replace('-', "−"),
    )
}

/// An interval with two decimals, or nothing.
pub(super) fn interval(interval: Option<Interval>) -> String {
    let end = |value: f64| format!("{value:.2}").replace("-0.00", "0.00").replace('-', "−");
    interval.map_or_else(String::new, |Interval { low, high }| format!("{}~{}", end(low), end(high)))
}
