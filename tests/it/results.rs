//! Results as they are read back: the same feedback, for every answer of the corpus.

use std::collections::BTreeMap;
use std::fs;

use yuejuan::class::{Candidate, Entry, HumanMarks};
use yuejuan::feedback::Language;
use yuejuan::grading::{Submission, grade};
use yuejuan::points::Points;
use yuejuan::results::{read_line, write_line};
use yuejuan::rubric::{shipped, shipped_ids};

fn entry(rubric: &str, text: &str, language: Language) -> Entry {
    let feedback = grade(&shipped(rubric).unwrap(), &Submission { id: "001", text, language });
    let word = |text: &str| text.to_owned();
    Entry {
        place: word("class.xlsx:3"),
        candidate: Candidate { id: word("001"), name: word("张三"), number: word("7"), class: word("三班") },
        question_id: word("1"),
        answer: word(text),
        human: HumanMarks {
            score: Points::from_f64(7.5),
            second_score: None,
            keypoints: BTreeMap::from([(word("k1"), Points::from_hundredths(150))]),
        },
        feedback,
        review: None,
    }
}

#[test]
fn every_answer_of_the_corpus_comes_back() {
    let mut count = 0;
    for id in shipped_ids() {
        let file = fs::read_to_string(format!("corpus/answers/{id}.jsonl")).unwrap();
        for (line, language) in file.lines().zip([Language::Chinese, Language::English].into_iter().cycle()) {
            let answer: serde_json::Value = serde_json::from_str(line).unwrap();
            let entry = entry(id, answer["text"].as_str().unwrap(), language);
            let line = write_line(&entry);
            assert!(!line.contains('\n'));
            assert_eq!(read_line(&line).unwrap(), entry, "{}", answer["id"]);
            count += 1;
        }
    }
    assert!(count > 100, "{count} answers");
}

#[test]
fn what_was_changed_is_no_result() {
    let line = write_line(&entry("digital-government-obstacles", "一是部门之间数据不能共享😀。", Language::Chinese));
    assert!(read_line(&line).is_ok());
    let bad = |old: &str, new: &str, message: &str| {
        assert!(line.contains(old), "{old} is not in {line}");
        let error = read_line(&line.replacen(old, new, 1)).unwrap_err().to_string();
        assert!(error.contains(message) && !error.contains("共享"), "{error}");
    };
    bad("\"answer\":\"一是部门", "\"answer\":\"部门", "a quote that does not stand at its place");
    bad("COVERAGE_", "COVERAG_", "not canonical JSON");
    bad("\"question", "\"questio", "not a line of results");
    bad("\"length\":{", "\"lengt\":{", "no length");
    assert!(read_line("").is_err());
}
