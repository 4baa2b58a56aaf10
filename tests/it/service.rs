//! The gRPC service as a client sees it: errors, streams, reflection, health, shutdown, and the JSON of feedback.

use std::io::Write;
use std::net::SocketAddr;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio_stream::wrappers::ReceiverStream;
use tonic::transport::Channel;
use tonic::{Code, Status};
use tonic_health::pb::health_check_response::ServingStatus;
use tonic_health::pb::health_client::HealthClient;
use tonic_health::pb::{HealthCheckRequest, HealthCheckResponse};
use tonic_reflection::pb::v1::server_reflection_client::ServerReflectionClient;
use tonic_reflection::pb::v1::server_reflection_request::MessageRequest;
use tonic_reflection::pb::v1::server_reflection_response::MessageResponse;
use tonic_reflection::pb::v1::{ListServiceResponse, ServerReflectionRequest};
use tonic_types::StatusExt;
use yuejuan::feedback::{Feedback, Language};
use yuejuan::grading::{Submission, grade};
use yuejuan::rubric::{Rubric, parse_toml, shipped, shipped_ids, shipped_source};
use yuejuan::service::{Limits, ServeError, serve_within};
use yuejuan::wire::pb::grade_request::RubricSource;
use yuejuan::wire::pb::grade_stream_request::RubricSource as StreamRubricSource;
use yuejuan::wire::pb::grade_stream_response::Result as StreamResult;
use yuejuan::wire::pb::grading_service_client::GradingServiceClient;
use yuejuan::wire::{feedback_json, feedback_json_pretty, pb, rubric_from_pb, rubric_into_pb};

const SERVICE: &str = "yuejuan.v1.GradingService";
const INSPECTION_SERVICE: &str = "yuejuan.v1.InspectionService";
const RUBRIC_SERVICE: &str = "yuejuan.v1.RubricService";
const RUBRIC: &str = "night-economy-practices";
const ANSWER: &str = "😀一是延长公交运营时间，开放单位车位。\n二是建立夜间值班制度，及时解决商户困难。";

/// A server of this process, on a port of its own.
pub(crate) struct Served {
    address: SocketAddr,
    pub(crate) channel: Channel,
    stop: oneshot::Sender<()>,
    ended: JoinHandle<Result<(), ServeError>>,
}

// === impl Served ===

impl Served {
    pub(crate) async fn new(limits: Limits) -> Self {
        Self::with(limits, Vec::new()).await
    }

    pub(crate) async fn with(limits: Limits, rubrics: Vec<Rubric>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let ended = tokio::spawn(serve_within(limits, rubrics, listener, async {
            let _ = stopped.await;
        }));
        let channel = Channel::from_shared(format!("http://{address}")).unwrap().connect().await.unwrap();
        Self { address, channel, stop, ended }
    }

    fn client(&self) -> GradingServiceClient<Channel> {
        GradingServiceClient::new(self.channel.clone())
    }
}

fn submission(id: &str, text: &str) -> Option<pb::Submission> {
    Some(pb::Submission { submission_id: id.to_owned(), text: text.to_owned() })
}

fn shipped_id() -> Option<RubricSource> {
    Some(RubricSource::RubricId(RUBRIC.to_owned()))
}

fn rubric_message() -> pb::Rubric {
    rubric_into_pb(parse_toml(shipped_source(RUBRIC).unwrap()).unwrap())
}

fn stream_request(id: &str, text: &str, rubric: Option<&str>) -> pb::GradeStreamRequest {
    let rubric_source = rubric.map(|id| StreamRubricSource::RubricId(id.to_owned()));
    pb::GradeStreamRequest { submission: submission(id, text), rubric_source, language: 0 }
}

fn feedback_of(text: &str) -> Feedback {
    let submission = Submission { id: "s1", text, language: Language::Chinese };
    grade(&shipped(RUBRIC).unwrap(), &submission)
}

// === errors ===

/// What a client reads of an error: the code, the reason, the paths of the fields that are wrong.
pub(crate) fn told(status: &Status) -> (Code, String, Vec<String>) {
    let info = status.get_details_error_info().expect("every error has an ErrorInfo");
    assert_eq!(info.domain, "yuejuan");
    let violations = status.get_details_bad_request().map(|bad| bad.field_violations).unwrap_or_default();
    (status.code(), info.reason, violations.into_iter().map(|violation| violation.field).collect())
}

#[tokio::test]
async fn errors_tell_code_reason_and_fields() {
    let served = Served::new(Limits { text_bytes: 60, ..Limits::default() }).await;
    let request = |submission, rubric_source, language| pb::GradeRequest { submission, rubric_source, language };
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
        let request = pb::GradeRequest { submission: submission("s1", ""), rubric_source, language: 0 };
        let status = served.client().grade(request).await.unwrap_err();
        let (code, _, fields) = told(&status);
        assert_eq!(code == Code::InvalidArgument, !fields.is_empty());
        assert!(status.details().len() < 4_500, "{} bytes of details", status.details().len());
        assert!(status.message().len() < 1_000, "{} bytes of message", status.message().len());
    }
}

// === unary ===

#[tokio::test]
async fn a_shipped_and_an_inline_rubric_give_the_same_feedback() {
    let served = Served::new(Limits::default()).await;
    let mut answers = Vec::new();
    for rubric_source in
        [shipped_id(), Some(RubricSource::Rubric(rubric_message())), Some(RubricSource::Rubric(rubric_message()))]
    {
        let request = pb::GradeRequest { submission: submission("s1", ANSWER), rubric_source, language: 0 };
        answers.push(served.client().grade(request).await.unwrap().into_inner().feedback.unwrap());
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0], answers[2]);
    assert_eq!(serde_json::to_string(&answers[0]).unwrap(), feedback_json(&feedback_of(ANSWER), ANSWER));
}

#[tokio::test]
async fn an_empty_text_without_an_id_scores_nothing() {
    let served = Served::new(Limits::default()).await;
    let request = pb::GradeRequest { submission: submission("", ""), rubric_source: shipped_id(), language: 2 };
    let feedback = served.client().grade(request).await.unwrap().into_inner().feedback.unwrap();
    assert_eq!((feedback.score, feedback.submission_id.as_str()), (0.0, ""));
}

#[tokio::test]
async fn a_long_text_is_marked_as_a_short_one_is() {
    let served = Served::new(Limits::default()).await;
    let text = format!("{ANSWER}\n").repeat(300);
    let request = pb::GradeRequest { submission: submission("s1", &text), rubric_source: shipped_id(), language: 0 };
    let feedback = served.client().grade(request).await.unwrap().into_inner().feedback.unwrap();
    assert_eq!(serde_json::to_string(&feedback).unwrap(), feedback_json(&feedback_of(&text), &text));
}

// === streams ===

#[tokio::test]
async fn a_bad_message_does_not_end_the_stream() {
    let served = Served::new(Limits { text_bytes: 1_000, ..Limits::default() }).await;
    let no_submission = pb::GradeStreamRequest { submission: None, rubric_source: None, language: 0 };
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

// === health and reflection ===

#[tokio::test]
async fn health_is_serving() {
    let served = Served::new(Limits::default()).await;
    for service in ["", SERVICE, INSPECTION_SERVICE, RUBRIC_SERVICE] {
        let request = HealthCheckRequest { service: service.to_owned() };
        let HealthCheckResponse { status } =
            HealthClient::new(served.channel.clone()).check(request).await.unwrap().into_inner();
        assert_eq!(status, i32::from(ServingStatus::Serving));
    }
}

#[tokio::test]
async fn reflection_lists_the_services() {
    let served = Served::new(Limits::default()).await;
    let request = ServerReflectionRequest {
        host: String::new(),
        message_request: Some(MessageRequest::ListServices(String::new())),
    };
    let mut client = ServerReflectionClient::new(served.channel.clone());
    let mut responses = client.server_reflection_info(tokio_stream::iter([request])).await.unwrap().into_inner();
    let response = responses.message().await.unwrap().unwrap().message_response;
    let Some(MessageResponse::ListServicesResponse(ListServiceResponse { service })) = response else {
        panic!("not a list of services: {response:?}");
    };
    for name in [SERVICE, INSPECTION_SERVICE, RUBRIC_SERVICE] {
        assert!(service.iter().any(|service| service.name == name), "{service:?}");
    }
}

// === the wire ===

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
        "submissionId rubricId rubricRevision engineVersion score maxScore parts keypoints length structure format \
         language deductions flags summary estimated",
    );
    check(&json["parts"][0], "kind points maxPoints");
    check(
        &json["keypoints"][0],
        "keypointId groupId point points maxPoints coverage similarity counted evidence missing message",
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

// === another language ===

#[tokio::test]
async fn a_python_client_needs_reflection_only() {
    let python = std::env::var("YUEJUAN_PYTHON").expect(
        "YUEJUAN_PYTHON names no Python with tests/clients/python/requirements.txt; run scripts/test, which makes one",
    );
    let served = Served::new(Limits::default()).await;
    let request = json!({"submission": {"submissionId": "p1", "text": ANSWER}, "rubricId": RUBRIC});
    let second = json!({"submission": {"submissionId": "p2", "text": ""}});
    let unknown = json!({"submission": {"submissionId": "p3", "text": ""}, "rubricId": "no-such"});
    let requests = json!({"unary": request, "stream": [request, second, unknown]}).to_string();
    let address = served.address.to_string();
    let output = tokio::task::spawn_blocking(move || {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/clients/python/client.py");
        let mut command = Command::new(python);
        command.arg(script).arg(address).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("YUEJUAN_PYTHON can be run");
        child.stdin.take().unwrap().write_all(requests.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    });
    let output = output.await.unwrap();
    assert!(output.status.success(), "the client failed, see its output above");

    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(json["services"].as_array().unwrap().contains(&json!(SERVICE)));
    let score = feedback_of(ANSWER).score.as_f64();
    assert_eq!(json["unary"]["feedback"]["score"].as_f64(), Some(score));
    assert_eq!(json["unary"]["feedback"], json["stream"][0]["feedback"]);
    assert_eq!(json["stream"][1]["submissionId"], "p2");
    assert_eq!(json["stream"][2]["error"]["reason"], "RUBRIC_NOT_FOUND");
}
