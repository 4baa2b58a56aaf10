//! The doors beside gRPC: JSON over HTTP, gRPC-Web, what browsers are told, and the probes.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use prost::Message;
use serde_json::{Value, json};
use tokio::task::spawn_blocking;
use tonic::Code;
use yuejuan::service::{Limits, ServeError, Stock};
use yuejuan::wire::pb::{self, grade_request::RubricSource};
use yuejuan::wire::{feedback_json, methods};

use super::{ANSWER, RUBRIC, Served, feedback_of};

const ORIGIN: &str = "https://pages.example";

/// What a server answered.
#[derive(Debug)]
pub(super) struct Answered {
    pub(super) code: u16,
    pub(super) headers: String,
    pub(super) body: Vec<u8>,
}

// === impl Answered ===

impl Answered {
    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// A header's value; the name in lower case.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }

    /// The status that an error says: its code, its reason, and the fields that it names.
    #[track_caller]
    pub(super) fn error(&self) -> (Code, String, Vec<String>) {
        assert_eq!(self.header("content-type"), Some("application/json"));
        let status = self.json();
        let detail = |kind: &str| {
            let details = status["details"].as_array().unwrap().iter();
            details.clone().find(|detail| detail["@type"].as_str().unwrap().ends_with(kind)).cloned()
        };
        let reason = detail("ErrorInfo").map_or(String::new(), |info| info["reason"].as_str().unwrap().to_owned());
        let fields = detail("BadRequest").map_or(Vec::new(), |request| {
            let violations = request["fieldViolations"].as_array().unwrap().iter();
            violations.map(|one| one["field"].as_str().unwrap().to_owned()).collect()
        });
        (Code::from(i32::try_from(status["code"].as_i64().unwrap()).unwrap()), reason, fields)
    }
}

/// Asks in HTTP/1.0, in which the answer ends with the connection.
pub(super) async fn ask(
    address: SocketAddr,
    verb: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Answered {
    let mut request = format!("{verb} {path} HTTP/1.0\r\nhost: localhost\r\ncontent-length: {}\r\n", body.len());
    for (name, value) in headers {
        request.push_str(&format!("{name}: {value}\r\n"));
    }
    let request = [request.as_bytes(), b"\r\n", body].concat();
    let raw = spawn_blocking(move || {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(Duration::from_mins(1))).unwrap();
        stream.write_all(&request).unwrap();
        let mut raw = Vec::new();
        stream.read_to_end(&mut raw).unwrap();
        raw
    });
    let raw = raw.await.unwrap();
    let end = raw.windows(4).position(|bytes| bytes == b"\r\n\r\n").unwrap();
    let headers = String::from_utf8(raw[..end].to_vec()).unwrap().replace("\r\n", "\n");
    Answered { code: headers[9..12].parse().unwrap(), headers, body: raw[end + 4..].to_vec() }
}

async fn post(address: SocketAddr, path: &str, body: &Value) -> Answered {
    ask(address, "POST", path, &[("content-type", "application/json")], body.to_string().as_bytes()).await
}

fn grading(text: &str) -> Value {
    json!({ "rubricId": RUBRIC, "submission": { "submissionId": "s1", "text": text } })
}

#[tokio::test(flavor = "multi_thread")]
async fn every_method_has_a_path_for_json() {
    let paths: Vec<&str> = methods().iter().map(|method| method.json_path).collect();
    for path in ["/v1/grade", "/v1/grade-stream", "/v1/get-rubric", "/v1/inspect-text", "/v1/watch-job"] {
        assert!(paths.contains(&path), "{path}: {paths:?}");
    }
    let served = Served::new(Limits::default()).await;
    for path in paths {
        let answered = ask(served.address, "POST", path, &[("content-type", "text/plain")], b"").await;
        assert_eq!((answered.code, answered.error().1.as_str()), (400, "CONTENT_TYPE_INVALID"), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn json_gives_what_grpc_gives() {
    let served = Served::new(Limits::default()).await;
    let answered = post(served.address, "/v1/grade", &grading(ANSWER)).await;
    assert_eq!((answered.code, answered.header("content-type")), (200, Some("application/json")));
    assert_eq!(answered.header("cache-control"), Some("no-store"));
    assert_eq!(answered.header("x-content-type-options"), Some("nosniff"));
    let expected: Value = serde_json::from_str(&feedback_json(&feedback_of(ANSWER), ANSWER)).unwrap();
    assert_eq!(answered.json()["feedback"], expected);
    // A call without fields needs no body.
    let listed = ask(served.address, "POST", "/v1/list-rubrics", &[("content-type", "application/json")], b"").await;
    assert_eq!(listed.code, 200);
    assert!(listed.json()["rubrics"].as_array().unwrap().len() >= 6);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_is_lines() {
    let served = Served::new(Limits::default()).await;
    let lines =
        [grading(ANSWER).to_string(), String::new(), json!({ "submission": { "submissionId": "2" } }).to_string()];
    let body = lines.join("\n");
    let headers = [("content-type", "application/x-ndjson; charset=utf-8")];
    let answered = ask(served.address, "POST", "/v1/grade-stream", &headers, body.as_bytes()).await;
    assert_eq!((answered.code, answered.header("content-type")), (200, Some("application/x-ndjson")));
    let lines: Vec<Value> =
        String::from_utf8(answered.body).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0]["feedback"]["score"], json!(feedback_of(ANSWER).score.as_f64()));
    assert_eq!(lines[1]["feedback"]["submissionId"], "2");

    let body = format!("{}\n{{\"submission\": 私事}}\n{}\n", grading(ANSWER), grading(ANSWER));
    let answered = ask(served.address, "POST", "/v1/grade-stream", &headers, body.as_bytes()).await;
    let text = String::from_utf8(answered.body).unwrap();
    let last: Value = serde_json::from_str(text.lines().last().unwrap()).unwrap();
    assert_eq!(last["error"]["code"], 3);
    assert!(!text.contains("私事"), "the error repeats what was sent: {text}");
    assert_eq!(text.lines().count(), 2, "what stands before the fault is answered, what stands behind it is not");
}

#[tokio::test(flavor = "multi_thread")]
async fn errors_are_a_status_in_json() {
    let served = Served::new(Limits { message_bytes: 4096, ..Limits::default() }).await;
    let check = async |path: &str, body: &str, code: u16, expected: (Code, &str, &[&str])| {
        let answered =
            ask(served.address, "POST", path, &[("content-type", "application/json")], body.as_bytes()).await;
        let (status, reason, fields) = answered.error();
        assert_eq!((answered.code, (status, reason.as_str())), (code, (expected.0, expected.1)), "{path} {body}");
        assert_eq!(fields, expected.2, "{path} {body}");
        let text = String::from_utf8(answered.body).unwrap();
        assert!(!text.contains("私事"), "{text}");
    };
    check("/v1/grade", "{}", 400, (Code::InvalidArgument, "SUBMISSION_MISSING", &["submission", "rubric_source"]))
        .await;
    check("/v1/get-rubric", r#"{"rubricId": "x"}"#, 404, (Code::NotFound, "RUBRIC_NOT_FOUND", &[])).await;
    check("/v1/list-jobs", "", 400, (Code::FailedPrecondition, "JOBS_NOT_KEPT", &[])).await;
    let invalid = (Code::InvalidArgument, "JSON_INVALID", ["body"].as_slice());
    for body in
        ["{", "[]", "7", r#"{"submission": {"text": 7}}"#, r#"{"submission": "私事"}"#, r#"{"language": "私事"}"#]
    {
        check("/v1/grade", body, 400, invalid).await;
    }
    let long = format!("{{\"submission\": {{\"text\": \"{}\"}}}}", "私事".repeat(1000));
    check("/v1/grade", &long, 400, (Code::InvalidArgument, "BODY_TOO_LONG", &[])).await;
    let nowhere = post(served.address, "/v1/nothing", &json!({})).await;
    assert_eq!((nowhere.code, nowhere.error().0), (404, Code::NotFound));
    let wrong_verb = ask(served.address, "GET", "/v1/grade", &[], b"").await;
    assert_eq!((wrong_verb.code, wrong_verb.header("allow")), (405, Some("POST")));
}

#[tokio::test(flavor = "multi_thread")]
async fn browsers_call_by_grpc_web() {
    let served = Served::new(Limits::default()).await;
    let request = pb::GradeRequest {
        submission: Some(pb::Submission { submission_id: "s1".into(), text: ANSWER.into() }),
        rubric_source: Some(RubricSource::RubricId(RUBRIC.into())),
        ..pb::GradeRequest::default()
    };
    let message = request.encode_to_vec();
    let frame = [&[0], u32::try_from(message.len()).unwrap().to_be_bytes().as_slice(), &message].concat();
    let headers = [("content-type", "application/grpc-web+proto"), ("x-grpc-web", "1")];
    let path = "/yuejuan.v1.GradingService/Grade";
    let answered = ask(served.address, "POST", path, &headers, &frame).await;
    assert_eq!((answered.code, answered.header("content-type")), (200, Some("application/grpc-web+proto")));
    let length = u32::from_be_bytes(answered.body[1..5].try_into().unwrap()) as usize;
    let response = pb::GradeResponse::decode(&answered.body[5..5 + length]).unwrap();
    assert!((response.feedback.unwrap().score - feedback_of(ANSWER).score.as_f64()).abs() < 1e-9);
    let trailers = &answered.body[5 + length..];
    assert_eq!(trailers[0], 0x80);
    assert!(String::from_utf8_lossy(trailers).contains("grpc-status:0"));
}

#[tokio::test(flavor = "multi_thread")]
async fn only_pages_of_listed_origins_may_call() {
    let origins = vec![ORIGIN.to_owned()];
    let served = Served::stocked(Limits::default(), Stock { origins, ..Stock::default() }).await;
    for (origin, allowed) in [(ORIGIN, Some(ORIGIN)), ("https://elsewhere.example", None)] {
        let headers = [
            ("origin", origin),
            ("access-control-request-method", "POST"),
            ("access-control-request-headers", "content-type"),
        ];
        let asked = ask(served.address, "OPTIONS", "/v1/grade", &headers, b"").await;
        assert_eq!(asked.header("access-control-allow-origin"), allowed, "{origin}");
    }
    let served = Served::new(Limits::default()).await;
    let asked = ask(served.address, "POST", "/v1/grade", &[("origin", ORIGIN)], b"").await;
    assert_eq!(asked.header("access-control-allow-origin"), None);
    for wrong in ["*", "example.com", "https://", "https://example.com/path", "ftp://example.com"] {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let stock = Stock { origins: vec![wrong.to_owned()], ..Stock::default() };
        let refused = yuejuan::service::serve_within(Limits::default(), stock, listener, async {}).await;
        assert!(matches!(refused, Err(ServeError::Origin(_))), "{wrong}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn probes_tell_whether_it_lives_and_is_ready() {
    let served = Served::new(Limits::default()).await;
    for path in ["/livez", "/readyz"] {
        let answered = ask(served.address, "GET", path, &[], b"").await;
        assert_eq!((answered.code, answered.body.as_slice()), (200, b"ok\n".as_slice()), "{path}");
    }
}
