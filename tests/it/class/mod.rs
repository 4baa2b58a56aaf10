//! A class's answers: figures worked out by hand, model answers within their limits, like answers; and the documents that
//! are made of them, with hostile texts in every place.

mod documents;
mod likeness;
mod model;
mod statistics;
mod workbook;

use yuejuan::class::{Candidate, ClassStatistics, Entry, HumanMarks, Question, Settings};
use yuejuan::points::Points;
use yuejuan::rubric::Rubric;

use crate::invariants::mark;
use crate::small::{changed, compiled, source};

pub const BOTH: &str = "扩大绿地面积。完善公交线路。";
pub const FIRST: &str = "扩大绿地面积。";
pub const SECOND: &str = "完善公交线路。";

/// Two keypoints of 4 and 6 marks.
pub fn two_points() -> Rubric {
    let groups: &[(&str, &[(u32, &str)])] = &[("", &[(4, "扩大绿地面积"), (6, "完善公交线路")])];
    compiled(&source("city", "概括做法。", "[structure]\nitemized = false", groups))
}

/// Two keypoints of 5 marks each, of which one counts.
pub fn any_one() -> Rubric {
    let groups: &[(&str, &[(u32, &str)])] = &[("", &[(5, "扩大绿地面积"), (5, "完善公交线路")])];
    let source = source("any", "概括做法。", "[structure]\nitemized = false", groups);
    compiled(&changed(&source, &[("max_score = 10", "max_score = 5"), ("title = \"\"", "take = 1")]))
}

pub fn marks(marks: f64) -> Points {
    Points::from_f64(marks).unwrap()
}

/// A marked answer of candidate `id`.
pub fn entry(rubric: &Rubric, id: &str, answer: &str) -> Entry {
    let mut feedback = mark(rubric, answer);
    id.clone_into(&mut feedback.submission_id);
    Entry {
        place: format!("class.xlsx:{id}"),
        candidate: Candidate { id: id.to_owned(), ..Candidate::default() },
        question_id: String::new(),
        answer: answer.to_owned(),
        human: HumanMarks::default(),
        feedback,
        review: None,
    }
}

/// Four candidates with 10, 4, 6 and 0 marks, with what two humans gave.
pub fn four(rubric: &Rubric) -> Vec<Entry> {
    let rows = [
        ("1", "安一", "甲班", BOTH, 9.0, Some(10.0)),
        ("2", "白二", "甲班", FIRST, 4.0, Some(2.0)),
        ("3", "陈三", "乙班", SECOND, 8.0, None),
        ("4", "", "", "", 0.0, None),
    ];
    rows.iter()
        .map(|(id, name, class, answer, human, second)| {
            let mut entry = entry(rubric, id, answer);
            (*name).clone_into(&mut entry.candidate.name);
            (*class).clone_into(&mut entry.candidate.class);
            entry.human.score = Some(marks(*human));
            entry.human.second_score = second.map(marks);
            entry
        })
        .collect()
}

pub fn statistics<'r>(questions: &[Question<'r>], entries: &[Entry]) -> ClassStatistics<'r> {
    let mut statistics = ClassStatistics::new(questions, Settings::default());
    for entry in entries {
        statistics.add(entry);
    }
    statistics
}
