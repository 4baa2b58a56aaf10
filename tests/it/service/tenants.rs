//! No tenant sees anything of another: whatever one has, the answers to the other are the same.

use std::sync::Arc;

use serde_json::{Value, json};
use yuejuan::api_key::{Scope, Token};
use yuejuan::jobs::{JobLimits, Jobs};
use yuejuan::service::{Limits, Stock};
use yuejuan::store::Store;
use yuejuan::wire::{methods, pb, rubric_into_pb};

use super::http::ask;
use super::jobs::{ended_with, folder};
use super::keys::{key, post};
use super::{ANSWER, Served};
use crate::store::{rubric, store_file};

/// What the one has and nobody else may see: rubrics, and jobs with an answer.
const RUBRICS: [&str; 2] = ["own-rubric", "other-rubric"];
const JOBS: [&str; 3] = ["class-1", "class-2", "class-3"];
const SECRET: &str = "机密作答";

/// A call by each method that meets what the one has: what the one gets, and what others get, as codes of HTTP.
fn calls() -> Vec<(&'static str, String, u16, u16)> {
    let [own, other] = RUBRICS;
    let [first, second, third] = JOBS;
    let submission = json!({ "submissionId": "1", "text": ANSWER });
    let message = |id: &str, title: &str| json!(rubric_into_pb(rubric(id, title).draft));
    let grading = json!({ "rubricId": own, "submission": submission });
    let job = json!({ "jobId": first });
    let of_rubric = json!({ "rubricId": own });
    let settings = json!({ "rubrics": [{ "rubricId": "night-economy-practices" }] });
    let file = json!({ "name": "a.txt", "content": "5LiA5piv" });
    let start = json!({ "start": { "jobId": third, "settings": settings } });
    let part = json!({ "submission": { "submission": submission } });
    let call = |path, body: &Value, one, others| (path, body.to_string(), one, others);
    vec![
        call("/v1/grade", &grading, 200, 404),
        call("/v1/grade-stream", &grading, 200, 200),
        call("/v1/inspect-text", &json!({ "text": ANSWER }), 200, 200),
        call("/v1/get-rubric", &of_rubric, 200, 404),
        call("/v1/list-rubrics", &json!({}), 200, 200),
        call("/v1/list-rubric-revisions", &of_rubric, 200, 404),
        call("/v1/update-rubric", &json!({ "rubric": message(own, "丙家的题") }), 200, 404),
        call("/v1/check-rubric", &json!({ "rubric": message(own, "乙家的题") }), 200, 200),
        call("/v1/draft-rubric", &json!({ "question": "概括做法。（6分）", "references": ["一是种天麻。"] }), 200, 200),
        call("/v1/delete-rubric", &of_rubric, 200, 404),
        call("/v1/create-rubric", &json!({ "rubric": message(other, "乙家的题") }), 409, 200),
        call("/v1/get-job", &job, 200, 404),
        call("/v1/watch-job", &job, 200, 404),
        call("/v1/list-jobs", &json!({}), 200, 200),
        call("/v1/list-job-results", &job, 200, 404),
        call("/v1/list-job-problems", &job, 200, 404),
        call("/v1/get-class-report", &job, 200, 404),
        call("/v1/get-marked-workbook", &job, 200, 404),
        call("/v1/get-sheet", &json!({ "jobId": first, "number": 1 }), 200, 404),
        call("/v1/cancel-job", &job, 400, 404),
        call("/v1/delete-job", &json!({ "jobId": second }), 200, 404),
        call("/v1/create-job", &json!({ "jobId": first, "settings": settings, "file": file }), 409, 200),
        ("/v1/create-job-stream", format!("{start}\n{part}\n"), 409, 200),
    ]
}

/// Methods whose answer has nothing to do with what anybody has.
const FREE: [&str; 3] = ["/v1/inspect-text", "/v1/check-rubric", "/v1/draft-rubric"];

/// What a caller is answered, call by call, but for times and how far the caller's own new jobs are.
async fn answers(served: &Served, key: &Token, is_owner: bool) -> Vec<(&'static str, String)> {
    let bearer = format!("Bearer {}", key.reveal());
    let mut answers = Vec::new();
    for (path, body, one, others) in calls() {
        let headers = [("content-type", "application/x-ndjson"), ("authorization", bearer.as_str())];
        let answered = ask(served.address, "POST", path, &headers, body.as_bytes()).await;
        let text = String::from_utf8(answered.body).unwrap();
        assert_eq!(answered.code, if is_owner { one } else { others }, "{path}: {text}");
        let lines = text.lines().map(|line| timeless(serde_json::from_str(line).unwrap()).to_string());
        answers.push((path, lines.collect::<Vec<_>>().join("\n")));
    }
    answers
}

fn timeless(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let is_kept =
                |name: &String| !["createTimeUnixSeconds", "etag", "state", "progress"].contains(&name.as_str());
            Value::Object(fields.into_iter().filter(|(name, _)| is_kept(name)).map(|(n, v)| (n, timeless(v))).collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(timeless).collect()),
        value => value,
    }
}

struct Shared {
    served: Served,
    one: Token,
    other: Token,
}

/// A server of two tenants, of whom the one has things or not.
async fn shared(test: &str, has_things: bool) -> Shared {
    let file = store_file(test);
    let store = Arc::new(Store::open_or_create(&file).await.unwrap());
    let (one, other) = (key(&store, "one", &[Scope::Admin]).await, key(&store, "other", &[Scope::Admin]).await);
    let jobs = Some(Jobs::open(&folder(test), JobLimits::default()).unwrap());
    let served = Served::stocked(Limits::default(), Stock { store: Some(store), jobs, ..Stock::default() }).await;
    if has_things {
        let token = one.reveal();
        for id in RUBRICS {
            let body = json!({ "rubric": rubric_into_pb(rubric(id, "甲家的题").draft) });
            assert_eq!(post(&served, Some(&token), "/v1/create-rubric", &body).await.code, 200);
        }
        for id in JOBS {
            let settings = json!({ "title": "甲家的班", "rubrics": [{ "rubricId": RUBRICS[0] }] });
            let start = json!({ "start": { "jobId": id, "settings": settings } });
            let answer = json!({ "submissionId": "1", "text": format!("延长公交运营时间。{SECRET}") });
            let body = format!("{start}\n{}\n", json!({ "submission": { "submission": answer } }));
            let bearer = format!("Bearer {token}");
            let headers = [("content-type", "application/x-ndjson"), ("authorization", bearer.as_str())];
            let made = ask(served.address, "POST", "/v1/create-job-stream", &headers, body.as_bytes()).await;
            assert_eq!(made.code, 200, "{}", String::from_utf8_lossy(&made.body));
            let job = ended_with(&served, id, &one).await;
            assert_eq!(job.state(), pb::JobState::Succeeded);
        }
    }
    Shared { served, one, other }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_others_have_changes_no_answer() {
    let mut covered: Vec<&str> = calls().iter().map(|(path, ..)| *path).collect();
    let mut all: Vec<&str> = methods().iter().map(|method| method.json_path).collect();
    covered.sort_unstable();
    all.sort_unstable();
    assert_eq!(covered, all, "a method without a call here may show one tenant's things to another");

    let (full, empty) = (shared("tenants-full", true).await, shared("tenants-empty", false).await);
    let seen = answers(&full.served, &full.other, false).await;
    let expected = answers(&empty.served, &empty.other, false).await;
    assert_eq!(seen, expected);
    for (path, answer) in &seen {
        for secret in ["甲家", SECRET] {
            assert!(!answer.contains(secret), "{path} shows {secret}");
        }
    }
    // The one still has all of it, also what the other has asked to be erased; so the calls are not blind.
    for ((path, one), (_, other)) in answers(&full.served, &full.one, true).await.iter().zip(&seen) {
        assert_eq!(one == other, FREE.contains(path), "{path}: {one}");
    }
}
