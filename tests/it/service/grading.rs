//! Single submissions, and streams of them.

use std::time::Duration;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use yuejuan::service::Limits;
use yuejuan::wire::pb::grade_request::RubricSource;
use yuejuan::wire::pb::grade_stream_response::Result as StreamResult;
use yuejuan::wire::{feedback_json, pb};

use super::{ANSWER, RUBRIC, Served, feedback_of, rubric_message, shipped_id, stream_request, submission};

#[tokio::test]
async fn a_shipped_and_an_inline_rubric_give_the_same_feedback() {
    let served = Served::new(Limits::default()).await;
    let mut answers = Vec::new();
    for rubric_source in
        [shipped_id(), Some(RubricSource::Rubric(rubric_message())), Some(RubricSource::Rubric(rubric_message()))]
    {
        let request = pb::GradeRequest { submission: submission("s1", ANSWER), rubric_source, language: 0, reading: 0 };
        answers.push(served.client().grade(request).await.unwrap().into_inner().feedback.unwrap());
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0], answers[2]);
    assert_eq!(serde_json::to_string(&answers[0]).unwrap(), feedback_json(&feedback_of(ANSWER), ANSWER));
}

#[tokio::test]
async fn an_empty_text_without_an_id_scores_nothing() {
    let served = Served::new(Limits::default()).await;
    let request =
        pb::GradeRequest { submission: submission("", ""), rubric_source: shipped_id(), language: 2, reading: 0 };
    let feedback = served.client().grade(request).await.unwrap().into_inner().feedback.unwrap();
    assert_eq!((feedback.score, feedback.submission_id.as_str()), (0.0, ""));
}

#[tokio::test]
async fn a_long_text_is_marked_as_a_short_one_is() {
    let served = Served::new(Limits::default()).await;
    let text = format!("{ANSWER}\n").repeat(300);
    let request =
        pb::GradeRequest { submission: submission("s1", &text), rubric_source: shipped_id(), language: 0, reading: 0 };
    let feedback = served.client().grade(request).await.unwrap().into_inner().feedback.unwrap();
    assert_eq!(serde_json::to_string(&feedback).unwrap(), feedback_json(&feedback_of(&text), &text));
}

// === streams ===

#[tokio::test]
async fn a_bad_message_does_not_end_the_stream() {
    let served = Served::new(Limits { text_bytes: 1_000, ..Limits::default() }).await;
    let no_submission = pb::GradeStreamRequest { submission: None, rubric_source: None, language: 0, reading: 0 };
    let requests = vec![
        stream_request("no-rubric-yet", ANSWER, None),
        stream_request("a", ANSWER, Some(RUBRIC)),
        stream_request("too-long", &"长".repeat(400), None),
        no_submission,
        stream_request("b", ANSWER, None),
        stream_request("unknown", ANSWER, Some("no-such")),
        stream_request("still-unknown", ANSWER, None),
        stream_request("c", "", Some(RUBRIC)),
    ];
    let mut responses = served.client().grade_stream(tokio_stream::iter(requests)).await.unwrap().into_inner();
    let mut told = Vec::new();
    while let Some(response) = responses.message().await.unwrap() {
        let outcome = match response.result.unwrap() {
            StreamResult::Feedback(feedback) => {
                assert_eq!(feedback.submission_id, response.submission_id);
                "marked".to_owned()
            }
            StreamResult::Error(error) => {
                assert_ne!(error.code, 0);
                error.reason
            }
        };
        told.push((response.submission_id, outcome));
    }
    let told: Vec<(&str, &str)> = told.iter().map(|(id, outcome)| (id.as_str(), outcome.as_str())).collect();
    assert_eq!(
        told,
        [
            ("no-rubric-yet", "RUBRIC_MISSING"),
            ("a", "marked"),
            ("too-long", "TEXT_TOO_LONG"),
            ("", "SUBMISSION_MISSING"),
            ("b", "marked"),
            ("unknown", "RUBRIC_NOT_FOUND"),
            ("still-unknown", "RUBRIC_NOT_FOUND"),
            ("c", "marked"),
        ]
    );
}

#[tokio::test]
async fn a_shutdown_lets_an_open_stream_finish() {
    let served = Served::new(Limits::default()).await;
    let (requests, incoming) = mpsc::channel(1);
    requests.send(stream_request("before", ANSWER, Some(RUBRIC))).await.unwrap();
    let mut responses = served.client().grade_stream(ReceiverStream::new(incoming)).await.unwrap().into_inner();
    assert_eq!(responses.message().await.unwrap().unwrap().submission_id, "before");

    let Served { stop, ended, address, .. } = served;
    stop.send(()).unwrap();
    // New connections are refused once the server is on its way down.
    while tokio::net::TcpStream::connect(address).await.is_ok() {
        tokio::task::yield_now().await;
    }
    requests.send(stream_request("after", ANSWER, None)).await.unwrap();
    assert_eq!(responses.message().await.unwrap().unwrap().submission_id, "after");
    drop(requests);
    assert!(responses.message().await.unwrap().is_none());
    ended.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_shutdown_cuts_off_what_does_not_end() {
    let served = Served::new(Limits { drain: Duration::from_millis(50), ..Limits::default() }).await;
    let (requests, incoming) = mpsc::channel(1);
    requests.send(stream_request("before", ANSWER, Some(RUBRIC))).await.unwrap();
    let mut responses = served.client().grade_stream(ReceiverStream::new(incoming)).await.unwrap().into_inner();
    responses.message().await.unwrap().unwrap();
    served.stop.send(()).unwrap();
    served.ended.await.unwrap().unwrap();
}
