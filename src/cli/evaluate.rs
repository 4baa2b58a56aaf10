//! `yuejuan evaluate`: how far the engine agrees with human marks, and where it does not.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use serde::Deserialize;

use super::args::EvaluateArgs;
use super::outcome::{Outcome, UsageError};
use super::rubric::resolve;
use crate::agreement::{mean_absolute_error, pearson, quadratic_weighted_kappa};
use crate::feedback::Language;
use crate::grading::{Submission, grade};
use crate::rubric::Rubric;

/// Credit levels that keypoints are compared by: none, half, full.
const LEVELS: usize = 3;

/// An answer with a human's marks.
#[derive(Debug, Deserialize)]
struct Scored {
    id: String,
    text: String,
    /// Marks for each keypoint.
    keypoints: BTreeMap<String, f64>,
    score: f64,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    marker: String,
}

/// What engine and human gave.
#[derive(Debug, Default)]
struct Pairs {
    /// Credit levels of each keypoint: human, engine.
    keypoints: Vec<(usize, usize)>,
    /// Content marks of each answer as a share of what can be had: human, engine.
    answers: Vec<(f64, f64)>,
}

/// One keypoint on which the two do not agree.
struct Disagreement {
    place: String,
    kind: String,
    levels: (usize, usize),
}

/// Prints the agreement of each marker's answers, of each kind of answer and of each rubric.
///
/// # Errors
///
/// Where a file or its rubric cannot be used, or stdout cannot be written.
pub(super) fn run(args: &EvaluateArgs) -> anyhow::Result<Outcome> {
    let mut tables: BTreeMap<(String, String), Pairs> = BTreeMap::new();
    let mut disagreements = Vec::new();
    for file in files(&args.scored)? {
        let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let rubric = resolve(args.rubric.as_ref().unwrap_or(&stem))?;
        for scored in read(&file)? {
            if args.marker.as_ref().is_some_and(|marker| *marker != scored.marker) {
                continue;
            }
            let pairs = compare(&rubric, &scored, &mut disagreements)?;
            let marker = || format!("marker {}", scored.marker);
            for table in ["all".to_owned(), format!("kind {}", scored.kind), format!("rubric {}", rubric.id)] {
                let table = tables.entry((marker(), table)).or_default();
                table.keypoints.extend(&pairs.keypoints);
                table.answers.extend(&pairs.answers);
            }
        }
    }
    print(&tables, if args.disagreements { &disagreements } else { &[] })?;
    Ok(Outcome::Done)
}

fn files(named: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = BTreeSet::new();
    for path in named {
        if path.is_dir() {
            let entries = fs::read_dir(path).with_context(|| format!("cannot read the folder {}", path.display()))?;
            files.extend(
                entries
                    .filter_map(Result::ok)
                    .map(|entry| entry.path())
                    .filter(|path| path.extension().is_some_and(|end| end == "jsonl")),
            );
        } else {
            files.insert(path.clone());
        }
    }
    if files.is_empty() {
        return Err(
            UsageError("no .jsonl file to evaluate; name one, or run it where corpus/answers is".to_owned()).into()
        );
    }
    Ok(files.into_iter().collect())
}

fn read(file: &Path) -> anyhow::Result<Vec<Scored>> {
    let source = fs::read_to_string(file).with_context(|| format!("cannot read {}; check the path", file.display()))?;
    let lines = source.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(index, line)| {
            // The parser's own message may quote the answer.
            serde_json::from_str(line).map_err(|error| {
                let (place, column) = (file.display(), error.column());
                UsageError(format!(
                    "{place}:{}: not a marked answer, at byte {column}; write id, text, keypoints and score",
                    index + 1
                ))
                .into()
            })
        })
        .collect()
}

fn compare(rubric: &Rubric, scored: &Scored, disagreements: &mut Vec<Disagreement>) -> anyhow::Result<Pairs> {
    let feedback = grade(rubric, &Submission { id: &scored.id, text: &scored.text, language: Language::default() });
    let mut pairs = Pairs::default();
    for keypoint in &feedback.keypoints {
        let Some(human) = scored.keypoints.get(&keypoint.keypoint_id) else {
            let what = format!(
                "{}: no marks for keypoint {} of rubric {}; add them",
                scored.id, keypoint.keypoint_id, rubric.id
            );
            return Err(UsageError(what).into());
        };
        let most = keypoint.max_points.as_f64();
        // A surplus keypoint has no marks: its coverage stands for them.
        let engine = if keypoint.counted {
            keypoint.points.as_f64()
        } else {
            match keypoint.coverage {
                crate::feedback::Coverage::Full => most,
                crate::feedback::Coverage::Partial => most / 2.0,
                _ => 0.0,
            }
        };
        let levels = (level(*human, most), level(engine, most));
        pairs.keypoints.push(levels);
        if levels.0 != levels.1 {
            let place =
                format!("{} {} ({:?}, {:.3})", scored.id, keypoint.keypoint_id, keypoint.coverage, keypoint.similarity);
            disagreements.push(Disagreement { place, kind: scored.kind.clone(), levels });
        }
    }
    let content = rubric.content_points().as_f64();
    pairs.answers.push((scored.score / content, feedback.content_points().as_f64() / content));
    Ok(pairs)
}

/// The nearest of none, half and full.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0, 1 or 2")]
fn level(marks: f64, most: f64) -> usize {
    (marks / most * 2.0).round().clamp(0.0, 2.0) as usize
}

fn print(tables: &BTreeMap<(String, String), Pairs>, disagreements: &[Disagreement]) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "{:<10} {:<36} {:>7} {:>9} {:>6} {:>6} {:>7} {:>6} {:>11}",
        "marker", "answers", "answers", "keypoints", "QWK", "exact", "Pearson", "MAE", "human/engine"
    )?;
    for ((marker, table), pairs) in tables {
        let show = |figure: Option<f64>| figure.map_or_else(|| "-".to_owned(), |figure| format!("{figure:.3}"));
        let exact = pairs.keypoints.iter().filter(|(human, engine)| human == engine).count();
        #[expect(clippy::cast_precision_loss, reason = "counts are small")]
        let share = |count: usize, of: usize| (of > 0).then(|| count as f64 / of as f64);
        #[expect(clippy::cast_precision_loss, reason = "counts are small")]
        let mean =
            |side: fn(&(f64, f64)) -> f64| pairs.answers.iter().map(side).sum::<f64>() / pairs.answers.len() as f64;
        writeln!(
            out,
            "{:<10} {table:<36} {:>7} {:>9} {:>6} {:>6} {:>7} {:>6} {:>5.2}/{:.2}",
            marker.trim_start_matches("marker "),
            pairs.answers.len(),
            pairs.keypoints.len(),
            show(quadratic_weighted_kappa(&pairs.keypoints, LEVELS)),
            show(share(exact, pairs.keypoints.len())),
            show(pearson(&pairs.answers)),
            show(mean_absolute_error(&pairs.answers)),
            mean(|pair| pair.0),
            mean(|pair| pair.1),
        )?;
    }
    for Disagreement { place, kind, levels } in disagreements {
        let name = |level: usize| ["none", "half", "full"].get(level).copied().unwrap_or_default();
        writeln!(out, "{kind:<16} {place}: human {}, engine {}", name(levels.0), name(levels.1))?;
    }
    Ok(())
}
