//! The marked answers of the corpus.

use std::collections::BTreeMap;
use std::fs;

use serde::Deserialize;
use yuejuan::feedback::Coverage;
use yuejuan::rubric::{shipped, shipped_ids};

use crate::invariants::mark;

#[derive(Deserialize)]
struct Scored {
    id: String,
    text: String,
    keypoints: BTreeMap<String, f64>,
    score: f64,
    kind: String,
    marker: String,
}

fn answers(rubric: &str) -> Vec<Scored> {
    let file = fs::read_to_string(format!("corpus/answers/{rubric}.jsonl")).unwrap();
    file.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Kinds of marked essays, each with what a careful person did about it.
const ESSAY_KINDS: [&str; 19] = [
    "good",
    "own_words",
    "ordinary",
    "off_topic",
    "no_title",
    "one_paragraph",
    "copied_material",
    "too_short",
    "opposite",
    "keyword_list",
    "no_ending",
    "empty",
    "copied_question",
    "headings_only",
    "typos",
    "far_too_long",
    "repeated_point",
    "narrative",
    "no_sub_theses",
];

const KINDS: [&str; 14] = [
    "own_words",
    "near",
    "partial",
    "headings_only",
    "opposite",
    "keyword_list",
    "off_topic",
    "copied_question",
    "repeated_point",
    "typos",
    "far_too_long",
    "broken_numbering",
    "no_structure",
    "empty",
];

#[test]
fn every_rubric_has_marked_answers_of_every_kind() {
    for id in shipped_ids() {
        let rubric = shipped(id).unwrap();
        let answers = answers(id);
        let kinds: &[&str] = if rubric.essay.is_some() { &ESSAY_KINDS } else { &KINDS };
        for kind in kinds {
            assert!(answers.iter().any(|answer| answer.kind == *kind), "{id} has no {kind}");
        }
        let markers: &[&str] = if rubric.essay.is_some() { &["e"] } else { &["h", "d"] };
        for marker in markers {
            assert!(answers.iter().filter(|answer| answer.marker == *marker).count() >= 7, "{id} {marker}");
        }
        for answer in &answers {
            let mut sum = 0.0;
            for keypoint in &rubric.keypoints {
                let marks = answer.keypoints[&keypoint.id];
                let most = keypoint.points.as_f64();
                assert!([0.0, most / 2.0, most].contains(&marks), "{} {}: {marks}", answer.id, keypoint.id);
                sum += marks;
            }
            assert_eq!(answer.keypoints.len(), rubric.keypoints.len(), "{}", answer.id);
            assert!((answer.score - sum.min(rubric.content_points().as_f64())).abs() < 1e-9, "{}", answer.id);
        }
    }
}

#[test]
fn what_says_nothing_earns_nothing() {
    for id in shipped_ids() {
        let rubric = shipped(id).unwrap();
        for answer in answers(id).iter().filter(|answer| ["empty", "copied_question"].contains(&answer.kind.as_str())) {
            assert_eq!(mark(&rubric, &answer.text).content_points().hundredths(), 0, "{}", answer.id);
        }
    }
}

#[test]
fn a_keyword_list_earns_no_more_than_headings_do() {
    for id in shipped_ids() {
        let rubric = shipped(id).unwrap();
        let answers = answers(id);
        let of_kind = |kind: &str| {
            answers.iter().find(|answer| answer.kind == kind).map(|answer| mark(&rubric, &answer.text)).unwrap()
        };
        let (list, headings) = (of_kind("keyword_list"), of_kind("headings_only"));
        assert!(
            list.content_points() <= headings.content_points(),
            "{id}: {} > {}",
            list.content_points(),
            headings.content_points()
        );
    }
}

#[test]
fn the_opposite_earns_little() {
    for id in shipped_ids() {
        let rubric = shipped(id).unwrap();
        for answer in answers(id).iter().filter(|answer| answer.kind == "opposite" && answer.marker != "h") {
            let feedback = mark(&rubric, &answer.text);
            let turned =
                feedback.keypoints.iter().filter(|keypoint| keypoint.coverage == Coverage::Contradicted).count();
            assert!(turned >= 2, "{}: {turned} contradicted", answer.id);
        }
    }
}
