//! How much a handful of marked answers helps: for each question of files of marked answers (JSON, a line an answer:
//! `id`, `question_id`, `question`, `references`, `text`, `score`, `max_score`) a rubric is drafted and calibrated by some
//! of the answers, and the others are marked with and without it. The answers are drawn several times, always the same
//! way: `cargo run --release --example measure_calibration -- FILE… [--answers 20,30,60] [--draws 10]`.
//!
//! Printed are mean correlations (Pearson) over draws, by question and over all, and of every other question.

use std::collections::BTreeMap;
use std::{env, fs, io};

use serde::Deserialize;
use sha2::{Digest, Sha256};
use yuejuan::agreement::{once, pearson};
use yuejuan::calibration::{self, Outcome, calibrate};
use yuejuan::drafting::{Request, draft};
use yuejuan::evaluation::{Answer, Basis, Marks};
use yuejuan::feedback::Language;
use yuejuan::grading::{Grader, Submission};
use yuejuan::points::Points;
use yuejuan::rubric::{Rubric, RubricDraft};

#[derive(Deserialize)]
struct Row {
    id: String,
    question_id: String,
    question: String,
    references: Vec<String>,
    text: String,
    score: f64,
    max_score: f64,
}

struct Question {
    draft: RubricDraft,
    answers: Vec<Answer>,
}

/// Answers that must be left to report on.
const LEFT_MIN: usize = 20;

fn main() -> io::Result<()> {
    let (mut files, mut sizes, mut draws) = (Vec::new(), vec![20, 30, 60], 10);
    let mut arguments = env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().unwrap_or_default();
        match argument.as_str() {
            "--answers" => sizes = value().split(',').filter_map(|size| size.parse().ok()).collect(),
            "--draws" => draws = value().parse().unwrap_or(draws),
            _ => files.push(argument),
        }
    }
    let mut questions: BTreeMap<String, Question> = BTreeMap::new();
    for file in &files {
        read(file, &mut questions)?;
    }
    for size in sizes {
        measure(&questions, size, draws);
    }
    Ok(())
}

fn read(file: &str, questions: &mut BTreeMap<String, Question>) -> io::Result<()> {
    for line in fs::read_to_string(file)?.lines() {
        let row: Row = serde_json::from_str(line)?;
        let id = row.question_id.clone();
        if !questions.contains_key(&id) {
            let references: Vec<&str> = row.references.iter().map(String::as_str).collect();
            // Marks up to 1 are shares, and no marks to share out among keypoints.
            let times = if row.max_score <= 1.0 { 10.0 } else { 1.0 };
            let max_score = Points::from_f64(row.max_score * times);
            let request = Request { question: &row.question, references: &references, max_score, ..Request::default() };
            match draft(&request) {
                Ok(drafted) => questions.insert(id.clone(), Question { draft: drafted.draft, answers: Vec::new() }),
                Err(error) => {
                    eprintln!("question {id}: {error}");
                    continue;
                }
            };
        }
        if let Some(question) = questions.get_mut(&id) {
            let human = Marks { score: row.score / row.max_score, keypoints: Vec::new() };
            question.answers.push(Answer { id: row.id, text: row.text, human, ..Answer::default() });
        }
    }
    Ok(())
}

fn measure(questions: &BTreeMap<String, Question>, size: usize, draws: usize) {
    println!("\n{size} marked answers, {draws} draws");
    println!("{:12}{:>8}{:>9}{:>9}{:>9}{:>9}{:>9}", "question", "others", "before", "after", "mae", "mae", "better");
    let mut means: Vec<[f64; 4]> = Vec::new();
    for (id, question) in questions {
        if question.answers.len() < size + LEFT_MIN {
            println!("{id:12}{:>8}", "too few");
            continue;
        }
        let Ok(before) = Rubric::new(question.draft.clone()) else { continue };
        let (mut sums, mut better) = ([0.0; 4], 0);
        for draw in 0..draws {
            let mut answers = question.answers.clone();
            answers.sort_by_key(|answer| Sha256::digest(format!("{draw} {}", answer.id)).to_vec());
            let others = answers.split_off(size);
            let marked = calibration::Request {
                draft: &question.draft,
                answers: &answers,
                basis: Basis::Score,
                wordings: false,
            };
            let calibrated = match calibrate(&marked) {
                Ok(Outcome::Better(calibration)) => {
                    better += 1;
                    Rubric::new(calibration.applied(&question.draft)).ok()
                }
                Ok(Outcome::NoBetter { .. }) => None,
                Err(refusal) => {
                    eprintln!("question {id}, draw {draw}: {refusal:?}");
                    None
                }
            };
            let (old, new) = (agreement(&before, &others), agreement(calibrated.as_ref().unwrap_or(&before), &others));
            for (sum, figure) in sums.iter_mut().zip([old.0, new.0, old.1, new.1]) {
                *sum += figure / f64::from(u32::try_from(draws).unwrap_or(1));
            }
        }
        let [old, new, old_error, new_error] = sums;
        let others = question.answers.len() - size;
        println!("{id:12}{others:>8}{old:>9.3}{new:>9.3}{old_error:>9.3}{new_error:>9.3}{better:>9}");
        means.push(sums);
    }
    let mean = |name: &str, of: &dyn Fn(usize) -> bool| {
        let chosen: Vec<&[f64; 4]> = means.iter().enumerate().filter(|(at, _)| of(*at)).map(|(_, of)| of).collect();
        let count = f64::from(u32::try_from(chosen.len().max(1)).unwrap_or(1));
        let figure = |index: usize| chosen.iter().filter_map(|of| of.get(index)).sum::<f64>() / count;
        println!("{name:20}{:>9.3}{:>9.3}{:>9.3}{:>9.3}", figure(0), figure(1), figure(2), figure(3));
    };
    mean("mean", &|_| true);
    mean("1st, 3rd, …", &|at| at % 2 == 0);
    mean("2nd, 4th, …", &|at| at % 2 == 1);
}

/// Pearson's correlation, 0 where it is not defined, and the mean difference.
fn agreement(rubric: &Rubric, answers: &[Answer]) -> (f64, f64) {
    let mut grader = Grader::new();
    let mut mark = |answer: &Answer| {
        let submission = Submission { id: &answer.id, text: &answer.text, language: Language::default() };
        grader.grade(rubric, &submission).score.as_f64() / rubric.max_score.as_f64()
    };
    let marks: Vec<f64> = answers.iter().map(&mut mark).collect();
    let human: Vec<f64> = answers.iter().map(|answer| answer.human.score).collect();
    let counts = once(answers.len());
    let error = human.iter().zip(&marks).map(|(one, other)| (one - other).abs()).sum::<f64>();
    let count = f64::from(u32::try_from(answers.len().max(1)).unwrap_or(1));
    (pearson(&human, &marks, &counts).unwrap_or_default(), error / count)
}
