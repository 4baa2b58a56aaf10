//! `yuejuan evaluate`: how far the engine agrees with human marks, and where it does not.

pub(super) mod answers;
pub(super) mod files;
pub(super) mod questions;

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context;

use super::args::{EvaluateArgs, EvaluateFormat};
use super::outcome::{Outcome, UsageError, complain};
use super::rubric::read_at;
use crate::evaluation::{Evaluation, Question, evaluate};
use crate::feedback::{Feedback, Language};
use crate::grading::{Submission, grade};
use crate::report::evaluation::{Disagreement, Origin, disagreements, json, page, render};
use questions::Asked;

/// What stands where no file is named: the answers that come with the project.
const DEFAULT_SCORED: &str = "corpus/answers";

/// Compares, and prints what is asked for; rows that cannot be used are listed and the others compared all the same.
///
/// # Errors
///
/// Where a file or rubric cannot be used, no answer is left, or the output cannot be written.
pub(super) fn run(args: &EvaluateArgs) -> anyhow::Result<Outcome> {
    let mut scored: Vec<PathBuf> = args.scored.paths.iter().chain(&args.scored.named).cloned().collect();
    if scored.is_empty() {
        scored.push(PathBuf::from(DEFAULT_SCORED));
    }
    let mut problems = Vec::new();
    let rows = files::gather(&scored, &args.scored, &args.questions, &mut problems)?;
    let asked = questions::ask(rows, args, &mut problems)?;
    let mut asked = questions::without(asked, &args.without)?;
    for question in &mut asked {
        question.rubric = read_at(Arc::clone(&question.rubric), args.reading)?;
    }
    let compare = args.scored.compare;
    let questions: Vec<Question<'_>> =
        asked.iter().filter_map(|asked| answers::question(asked, compare, &mut problems)).collect();
    for problem in &problems {
        complain(format_args!("error: {problem}"));
    }
    if questions.is_empty() {
        return Err(UsageError("no answer with human marks is left to compare with".to_owned()).into());
    }
    let evaluation = evaluate(&questions);
    let language = args.language.into();
    let names: Vec<String> = scored.iter().map(|path| path.display().to_string()).collect();
    let origin = Origin { files: &names.join(" "), unusable: problems.len() };
    let shown = match args.format {
        EvaluateFormat::Text => render(&evaluation, &questions, &origin, args.worst, language),
        EvaluateFormat::Json => json(&evaluation, &questions, &origin) + "\n",
    };
    let mut out = io::stdout().lock();
    out.write_all(shown.as_bytes())?;
    if args.disagreements {
        out.write_all(disagreements(&evaluation, &questions, language).as_bytes())?;
    }
    out.flush()?;
    if let Some(path) = &args.html {
        let html = html(&evaluation, &questions, &asked, &origin, args.worst, language)?;
        fs::write(path, html).with_context(|| format!("{} cannot be written", path.display()))?;
    }
    Ok(if problems.is_empty() { Outcome::Done } else { Outcome::SomeFailed })
}

fn html(
    evaluation: &Evaluation,
    questions: &[Question<'_>],
    asked: &[Asked],
    origin: &Origin<'_>,
    worst: usize,
    language: Language,
) -> anyhow::Result<String> {
    let worst = evaluation.worst(worst);
    let of = |question: usize, answer: usize| {
        Some((questions.get(question)?, questions.get(question)?.answers.get(answer)?))
    };
    // Marked again rather than kept: thousands of answers have feedback, a few are shown.
    let shown: Vec<(usize, Feedback)> = worst
        .iter()
        .enumerate()
        .filter_map(|(at, outcome)| {
            let (question, answer) = of(outcome.question, outcome.answer)?;
            Some((at, grade(question.rubric, &Submission { id: &answer.id, text: &answer.text, language })))
        })
        .collect();
    let shown: Vec<Disagreement<'_>> = shown
        .iter()
        .filter_map(|(at, feedback)| {
            let outcome = worst.get(*at)?;
            let (question, answer) = of(outcome.question, outcome.answer)?;
            let title = asked.iter().find(|asked| asked.id == question.id).map_or("", |asked| asked.title.as_str());
            Some(Disagreement { outcome, question, title, answer, feedback })
        })
        .collect();
    page(evaluation, &shown, origin, language).context("the page cannot be made")
}
