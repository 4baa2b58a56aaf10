//! Messages and JSON: what survives, what is written, where positions point.

use serde_json::{Value, json};
use yuejuan::rubric::{CalibrationDraft, CurveKnot, ExpressionDraft, Rubric, parse_toml, shipped_ids, shipped_source};
use yuejuan::wire::{feedback_json, feedback_json_pretty, pb, rubric_from_pb, rubric_into_pb};

use super::{ANSWER, feedback_of};
use crate::invariants::mark;

#[test]
fn rubrics_survive_the_wire() {
    for id in shipped_ids() {
        let draft = parse_toml(shipped_source(id).unwrap()).unwrap();
        let (back, problems) = rubric_from_pb(rubric_into_pb(draft.clone()));
        assert!(problems.is_empty(), "{id}: {problems:?}");
        assert_eq!(back, draft, "{id}");
    }
    let (draft, _) = rubric_from_pb(pb::Rubric::default());
    assert!(draft.wordings_visible);
}

#[test]
fn calibrations_survive_the_wire_and_show_in_json() {
    let mut draft = parse_toml(shipped_source("night-economy-practices").unwrap()).unwrap();
    let expressions = vec![ExpressionDraft { text: "公交末班车".to_owned(), weight: 0.2 }];
    let curve = vec![CurveKnot { sum: 0.7, share: 1.0 }];
    draft.calibration = Some(CalibrationDraft { content: 0.4, words: 0.3, expressions, curve });
    assert_eq!(rubric_from_pb(rubric_into_pb(draft.clone())), (draft.clone(), Vec::new()));

    let text = "😀延长公交末班车时间。";
    let feedback = mark(&Rubric::new(draft).unwrap(), text);
    let json: Value = serde_json::from_str(&feedback_json(&feedback, text)).unwrap();
    let expression = &json["calibration"]["expressions"][0];
    assert_eq!((&expression["weight"], &expression["evidence"]["start"]), (&json!(0.2), &json!(3)));
    assert_eq!(expression["evidence"]["reason"], "EVIDENCE_REASON_TELLING_EXPRESSION");
    let part = json["parts"].as_array().unwrap().last().unwrap();
    assert_eq!((&part["kind"], &part["points"]), (&json!("PART_KIND_CALIBRATION"), &json["calibration"]["points"]));
}

/// The keys of an object, sorted.
fn keys(value: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

#[test]
fn json_writes_every_field() {
    let line = feedback_json(&feedback_of(""), "");
    assert!(!line.contains('\n'));
    let json: Value = serde_json::from_str(&line).unwrap();
    assert_eq!(json, serde_json::from_str::<Value>(&feedback_json_pretty(&feedback_of(""), "")).unwrap());
    let check = |value: &Value, expected: &str| {
        let mut expected: Vec<&str> = expected.split_whitespace().collect();
        expected.sort_unstable();
        assert_eq!(keys(value), expected);
    };
    check(
        &json,
        "submissionId rubricId rubricRevision engineVersion score maxScore parts keypoints length structure format confidence \
         language deductions flags summary estimated reading",
    );
    check(&json["parts"][0], "kind points maxPoints");
    check(
        &json["keypoints"][0],
        "keypointId groupId point points maxPoints coverage similarity counted evidence missing message confidence",
    );
    check(&json["length"]["counts"], "word nonblank grid han");
    check(&json["structure"], "markers faults message");
    check(&json["format"], "genre elements message");
    check(&json["language"], "notes");
    assert_eq!(json["keypoints"][0]["coverage"], "COVERAGE_MISSED");
    assert_eq!(json["keypoints"][0]["evidence"], json!([]));
    assert_eq!(json["parts"][0]["kind"], "PART_KIND_CONTENT");
    assert!(json["score"].is_f64() && json["length"]["count"].is_u64());
}

/// Every object of a JSON value that has a quote, `start` and `end`.
fn quotes<'v>(value: &'v Value, found: &mut Vec<&'v Value>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| quotes(item, found)),
        Value::Object(fields) => {
            if fields.contains_key("quote") {
                found.push(value);
            }
            fields.values().for_each(|field| quotes(field, found));
        }
        _ => {}
    }
}

#[test]
fn positions_are_code_points() {
    let text = format!("😀👨‍👩‍👧é {}\n😀", ANSWER.repeat(4));
    let json: Value = serde_json::from_str(&feedback_json(&feedback_of(&text), &text)).unwrap();
    let mut found = Vec::new();
    quotes(&json, &mut found);
    assert!(found.iter().any(|item| item["start"].as_u64() > Some(30)), "nothing quoted behind the emoji: {json}");
    for item in found {
        let (start, end) = (item["start"].as_u64().unwrap() as usize, item["end"].as_u64().unwrap() as usize);
        let quoted: String = text.chars().skip(start).take(end - start).collect();
        assert_eq!(item["quote"], quoted);
    }
}
