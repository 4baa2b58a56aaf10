//! How long the parts of marking take, on one core: `cargo bench --bench grading`.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a bench fails by panicking and exports nothing"
)]

use std::fs;
use std::sync::Arc;

use divan::{Bencher, black_box, counter::CharsCount};
use yuejuan::drafting::{Request, draft};
use yuejuan::feedback::Language;
use yuejuan::grading::{Grader, Submission};
use yuejuan::rubric::{Rubric, shipped};
use yuejuan::text::{Folded, Text, segment, warm_up};

/// The binary's own.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    warm_up();
    divan::main();
}

/// The answer of a rubric's corpus whose length is nearest to `chars` characters.
fn answer(rubric: &str, chars: usize) -> (Arc<Rubric>, String) {
    let corpus = fs::read_to_string(format!("corpus/answers/{rubric}.jsonl")).unwrap();
    let texts = corpus
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["text"].as_str().unwrap().to_owned());
    (shipped(rubric).unwrap(), texts.min_by_key(|text| text.chars().count().abs_diff(chars)).unwrap())
}

fn short() -> (Arc<Rubric>, String) {
    answer("digital-government-obstacles", 350)
}

#[divan::bench]
fn fold(bencher: Bencher) {
    let (_, text) = short();
    bencher.counter(CharsCount::of_str(&text)).bench_local(|| Folded::new(black_box(&text)));
}

#[divan::bench]
fn segmentation(bencher: Bencher) {
    let (_, text) = short();
    let folded = Folded::new(&text);
    bencher.counter(CharsCount::of_str(&text)).bench_local(|| segment(black_box(folded.as_str())));
}

/// Folding, words, outline, clauses and 字数.
#[divan::bench]
fn text_with_outline(bencher: Bencher) {
    let (_, text) = short();
    bencher.counter(CharsCount::of_str(&text)).bench_local(|| Text::new(black_box(&text)).outline().faults().len());
}

fn grade(bencher: Bencher, (rubric, text): (Arc<Rubric>, String)) {
    let mut grader = Grader::new();
    let submission = Submission { id: "bench", text: &text, language: Language::Chinese };
    bencher.counter(CharsCount::of_str(&text)).bench_local(|| grader.grade(black_box(&rubric), black_box(&submission)));
}

/// About 350 characters on 8 keypoints.
#[divan::bench]
fn grade_summary_350(bencher: Bencher) {
    grade(bencher, short());
}

/// About 1,200 characters on 11 keypoints.
#[divan::bench]
fn grade_document_1200(bencher: Bencher) {
    grade(bencher, answer("digital-government-practice", 1200));
}

/// From the question and one reference of about 1,200 characters.
#[divan::bench]
fn draft_rubric_1200(bencher: Bencher) {
    let rubric = shipped("digital-government-practice").unwrap();
    let reference = rubric.draft.references[0].text.as_str();
    let references = [reference];
    let request = Request {
        question: &rubric.draft.question,
        references: &references,
        max_score: Some(rubric.max_score),
        ..Request::default()
    };
    bencher.counter(CharsCount::of_str(reference)).bench_local(|| draft(black_box(&request)).unwrap().notes.len());
}

#[divan::bench]
fn compile_rubric(bencher: Bencher) {
    let (rubric, _) = short();
    bencher.bench_local(|| Rubric::new(black_box(rubric.draft.clone())).unwrap().keypoints.len());
}
