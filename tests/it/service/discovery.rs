//! Health, reflection, and a client that knows nothing else.

use serde_json::{Value, json};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use tonic_health::pb::health_check_response::ServingStatus;
use tonic_health::pb::health_client::HealthClient;
use tonic_health::pb::{HealthCheckRequest, HealthCheckResponse};
use tonic_reflection::pb::v1::server_reflection_client::ServerReflectionClient;
use tonic_reflection::pb::v1::server_reflection_request::MessageRequest;
use tonic_reflection::pb::v1::server_reflection_response::MessageResponse;
use tonic_reflection::pb::v1::{ListServiceResponse, ServerReflectionRequest};
use yuejuan::jobs::{JobLimits, Jobs};
use yuejuan::service::{Limits, Stock};

use super::{
    ANSWER, INSPECTION_SERVICE, JOB_SERVICE, REPORT_SERVICE, RUBRIC, RUBRIC_SERVICE, SERVICE, Served, feedback_of,
};

#[tokio::test]
async fn health_is_serving() {
    let served = Served::new(Limits::default()).await;
    for service in ["", SERVICE, INSPECTION_SERVICE, JOB_SERVICE, REPORT_SERVICE, RUBRIC_SERVICE] {
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
    for name in [SERVICE, INSPECTION_SERVICE, JOB_SERVICE, REPORT_SERVICE, RUBRIC_SERVICE] {
        assert!(service.iter().any(|service| service.name == name), "{service:?}");
    }
}

#[tokio::test]
async fn a_python_client_needs_reflection_only() {
    let python = std::env::var("YUEJUAN_PYTHON").expect(
        "YUEJUAN_PYTHON names no Python with tests/clients/python/requirements.txt; run scripts/test, which makes one",
    );
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("jobs-python");
    let _ = std::fs::remove_dir_all(&folder);
    let jobs = Some(Jobs::open(&folder, JobLimits::default()).unwrap());
    let served = Served::stocked(Limits::default(), Stock { jobs, ..Stock::default() }).await;
    // Bytes are base64 in JSON: `id,answer`, and a row of it.
    let file = json!({"name": "class.csv", "content": "aWQsYW5zd2VyCjEsYQo="});
    let job = json!({"jobId": "class", "settings": {"rubrics": [{"rubricId": RUBRIC}]}, "file": file});
    let request = json!({"submission": {"submissionId": "p1", "text": ANSWER}, "rubricId": RUBRIC});
    let second = json!({"submission": {"submissionId": "p2", "text": ""}});
    let unknown = json!({"submission": {"submissionId": "p3", "text": ""}, "rubricId": "no-such"});
    let requests = json!({"unary": request, "stream": [request, second, unknown], "job": job}).to_string();
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
    let last = &json["watched"].as_array().unwrap().last().unwrap()["job"];
    assert_eq!((&last["state"], &last["progress"]["answerCount"]), (&json!("JOB_STATE_SUCCEEDED"), &json!(1)));
}
