//! Writes the reports of a made-up class, for looking at them: `cargo run --example class_outputs -- FOLDER [COUNT]
//! [RUBRIC…]`. Answers are put together from lines of the corpus, human marks are the engine's with noise.

#![allow(clippy::indexing_slicing, reason = "a tool for looking at reports: it fails by panicking")]

use std::path::Path;
use std::time::Instant;
use std::{env, fs};

use yuejuan::class::{Candidate, ClassStatistics, Entry, HumanMarks, ModelAnswer, Question, Settings, likeness};
use yuejuan::feedback::Language;
use yuejuan::grading::{Submission, grade};
use yuejuan::points::Points;
use yuejuan::report::class::{ClassPage, FileNames, Layout, Workbook, class_page, sheet_page};
use yuejuan::rubric::shipped;

const SURNAMES: [&str; 12] = ["张", "王", "李", "赵", "陈", "刘", "杨", "黄", "周", "吴", "徐", "欧阳"];
const GIVEN: [&str; 12] = ["伟", "芳", "子涵", "静", "思远", "磊", "雨桐", "洋", "嘉怡", "鹏", "梓萱", "文博"];

struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound.max(1)
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let folder = Path::new(arguments.first().ok_or("name a folder")?);
    let count: usize = arguments.get(1).map_or(Ok(120), |count| count.parse())?;
    let ids: Vec<&str> = match arguments.get(2..) {
        Some(ids) if !ids.is_empty() => ids.iter().map(String::as_str).collect(),
        _ => vec!["digital-government-obstacles"],
    };
    let rubrics: Vec<_> = ids.iter().map(|id| shipped(id).ok_or("no such rubric")).collect::<Result<_, _>>()?;
    let several = rubrics.len() > 1;
    let questions: Vec<Question<'_>> = (1..)
        .zip(&rubrics)
        .map(|(number, rubric)| Question {
            id: if several { format!("第{number}题") } else { String::new() }, rubric
        })
        .collect();
    let language = if env::var("EN").is_ok() { Language::English } else { Language::Chinese };
    let mut dice = Dice(7);
    let mut entries: Vec<Entry> = Vec::new();
    for question in &questions {
        let corpus = fs::read_to_string(format!("corpus/answers/{}.jsonl", question.rubric.id))?;
        let texts: Vec<String> = corpus
            .lines()
            .map(|line| Ok(serde_json::from_str::<serde_json::Value>(line)?["text"].as_str().unwrap_or("").to_owned()))
            .collect::<Result<_, serde_json::Error>>()?;
        for number in 0..count {
            let answer = compose(&texts, question.rubric.essay.is_some(), &mut dice);
            let answer = if number % 40 == 7 { entries.last().map_or(answer, |of| of.answer.clone()) } else { answer };
            let id = format!("2024{number:04}");
            let feedback = grade(question.rubric, &Submission { id: &id, text: &answer, language });
            let noise = i64::try_from(dice.below(9))? - 5;
            let human =
                (feedback.score + Points::from_hundredths(noise * 50)).max(Points::ZERO).min(feedback.max_score);
            let human = Points::from_hundredths(human.hundredths() / 50 * 50);
            entries.push(Entry {
                place: format!("class.xlsx:{}", number + 2),
                candidate: Candidate {
                    name: format!("{}{}", SURNAMES[number % 12], GIVEN[(number / 12) % 12]),
                    number: format!("S{:05}", 31000 + number),
                    class: format!("高三（{}）班", number % 3 + 1),
                    id,
                },
                question_id: question.id.clone(),
                answer,
                human: HumanMarks { score: Some(human), ..HumanMarks::default() },
                feedback,
            });
        }
    }
    let started = Instant::now();
    fs::create_dir_all(folder.join("sheets"))?;
    let mut names = FileNames::default();
    let sheets: Vec<String> = entries.iter().map(|entry| names.name(entry)).collect();
    let models: Vec<Option<ModelAnswer>> = rubrics.iter().map(|rubric| ModelAnswer::new(rubric)).collect();
    println!("models {:?}", started.elapsed());
    let mut statistics = ClassStatistics::new(&questions, Settings::default());
    let layout = Layout { language, human: true, ..Layout::default() };
    let mut workbook = Workbook::new(&questions, layout)?;
    for (entry, name) in entries.iter().zip(&sheets) {
        statistics.add(entry);
        workbook.add(entry)?;
        let at = questions.iter().position(|question| question.id == entry.question_id).unwrap_or_default();
        let sheet = sheet_page(entry, questions[at].rubric, models[at].as_ref(), language)?;
        fs::write(folder.join("sheets").join(name), sheet)?;
    }
    println!("sheets {:?}", started.elapsed());
    workbook.save(&statistics, &folder.join("marked.xlsx"))?;
    println!("workbook {:?}", started.elapsed());
    let mut alike: Vec<likeness::Group> = Vec::new();
    for question in &questions {
        let of = |(number, entry): (usize, &'_ Entry)| (entry.question_id == question.id).then_some(number);
        let numbers: Vec<usize> = entries.iter().enumerate().filter_map(of).collect();
        let answers: Vec<(usize, &str)> = numbers.iter().map(|at| (*at, entries[*at].answer.as_str())).collect();
        alike.extend(likeness::find(question.rubric, &answers));
    }
    println!("likeness {:?}", started.elapsed());
    let page = ClassPage {
        title: "模拟班",
        statistics: &statistics,
        sheets: &sheets,
        alike: &alike,
        entry: &|number| entries.get(number),
        language,
    };
    fs::write(folder.join("class.html"), class_page(&page)?)?;
    println!("page {:?}", started.elapsed());
    Ok(())
}

/// An answer of whole lines or sentences of two others.
fn compose(texts: &[String], whole: bool, dice: &mut Dice) -> String {
    let one = &texts[dice.below(texts.len())];
    if whole || dice.below(3) == 0 {
        return one.clone();
    }
    let other = &texts[dice.below(texts.len())];
    let mut lines: Vec<&str> = Vec::new();
    let pool: Vec<&str> = one.lines().chain(other.lines()).filter(|line| !line.trim().is_empty()).collect();
    let wanted = 2 + dice.below(pool.len().clamp(1, 9));
    for line in pool {
        if lines.len() < wanted && dice.below(5) > 1 {
            lines.push(line);
        }
    }
    lines.join("\n")
}
