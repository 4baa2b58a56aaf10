//! What callers are told of what is wrong.

use tonic::Code;
use yuejuan::service::Limits;
use yuejuan::wire::pb;
use yuejuan::wire::pb::grade_request::RubricSource;

use super::{ANSWER, Served, rubric_message, shipped_id, submission, told};

#[tokio::test]
async fn errors_tell_code_reason_and_fields() {
    let served = Served::new(Limits { text_bytes: 60, ..Limits::default() }).await;
    let request =
        |submission, rubric_source, language| pb::GradeRequest { submission, rubric_source, language, reading: 0 };
    let short = || submission("s1", "一是便民。");
    let unknown = || Some(RubricSource::RubricId("no-such".to_owned()));
    let mut broken = rubric_message();
    broken.title.clear();
    broken.kind = 0;
    broken.groups[0].keypoints[1].points = -1.0;
    let broken = || Some(RubricSource::Rubric(broken.clone()));
    let empty = || Some(RubricSource::Rubric(pb::Rubric::default()));

    let cases: [(pb::GradeRequest, Code, &str, &[&str]); 8] = [
        (request(short(), None, 0), Code::InvalidArgument, "RUBRIC_MISSING", &["rubric_source"]),
        (request(None, shipped_id(), 0), Code::InvalidArgument, "SUBMISSION_MISSING", &["submission"]),
        (request(None, None, 0), Code::InvalidArgument, "SUBMISSION_MISSING", &["submission", "rubric_source"]),
        (
            request(submission("s1", ANSWER), shipped_id(), 9),
            Code::InvalidArgument,
            "TEXT_TOO_LONG",
            &["submission.text", "language"],
        ),
        (request(short(), shipped_id(), 9), Code::InvalidArgument, "LANGUAGE_UNKNOWN", &["language"]),
        (request(short(), unknown(), 0), Code::NotFound, "RUBRIC_NOT_FOUND", &[]),
        (
            request(short(), broken(), 0),
            Code::InvalidArgument,
            "RUBRIC_INVALID",
            &["rubric.kind", "rubric.title", "rubric.groups[0].keypoints[1].points"],
        ),
        (
            request(short(), empty(), 0),
            Code::InvalidArgument,
            "RUBRIC_INVALID",
            &["rubric.kind", "rubric.id", "rubric.title", "rubric.question", "rubric.groups", "rubric.max_score"],
        ),
    ];
    for (request, code, reason, fields) in cases {
        let status = served.client().grade(request).await.expect_err(reason);
        let (told_code, told_reason, told_fields) = told(&status);
        assert_eq!((told_code, told_reason.as_str()), (code, reason), "{status}");
        for field in fields {
            assert!(told_fields.iter().any(|told| told == field), "{reason}: no {field} in {told_fields:?}");
        }
        assert!(!status.message().contains("公交"), "an error quotes the answer: {status}");
    }
}

#[tokio::test]
async fn errors_stay_small_enough_for_trailers() {
    let served = Served::new(Limits::default()).await;
    let keypoint = pb::Keypoint { id: "很长的名字".repeat(1_000), ..pb::Keypoint::default() };
    let groups = vec![pb::KeypointGroup { keypoints: vec![keypoint; 200], ..pb::KeypointGroup::default() }];
    let rubric = Some(RubricSource::Rubric(pb::Rubric { groups, ..pb::Rubric::default() }));
    let unknown = Some(RubricSource::RubricId("没有".repeat(5000)));
    for rubric_source in [rubric, unknown] {
        let request = pb::GradeRequest { submission: submission("s1", ""), rubric_source, language: 0, reading: 0 };
        let status = served.client().grade(request).await.unwrap_err();
        let (code, _, fields) = told(&status);
        assert_eq!(code == Code::InvalidArgument, !fields.is_empty());
        assert!(status.details().len() < 4_500, "{} bytes of details", status.details().len());
        assert!(status.message().len() < 1_000, "{} bytes of message", status.message().len());
    }
}
