//! A server that has more to do than it can do soon.

use tonic::Code;
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_client::HealthClient;
use tonic_types::StatusExt;
use yuejuan::service::Limits;
use yuejuan::wire::pb;

use super::http::ask;
use super::{ANSWER, Served, shipped_id, submission};

fn request() -> pb::GradeRequest {
    pb::GradeRequest { submission: submission("s1", ANSWER), rubric_source: shipped_id(), language: 0, reading: 0 }
}

#[tokio::test]
async fn what_cannot_be_answered_soon_is_turned_away_at_once() {
    let served = Served::new(Limits { open_calls: 0, ..Limits::default() }).await;
    let status = served.client().grade(request()).await.unwrap_err();
    let reason = status.get_details_error_info().unwrap().reason;
    assert_eq!((status.code(), reason.as_str()), (Code::ResourceExhausted, "SERVER_BUSY"));
    assert!(status.get_details_retry_info().unwrap().retry_delay.unwrap().as_millis() > 0);

    let json = [("content-type", "application/json")];
    let answered = ask(served.address, "POST", "/v1/list-rubrics", &json, b"{}").await;
    assert_eq!((answered.code, answered.header("retry-after")), (429, Some("1")));
    assert_eq!(answered.error(), (Code::ResourceExhausted, "SERVER_BUSY".to_owned(), Vec::new()));

    // It is alive, and says so; and the page is there.
    assert_eq!(ask(served.address, "GET", "/livez", &[], &[]).await.code, 200);
    assert_eq!(ask(served.address, "GET", "/", &[], &[]).await.code, 200);
    let health = HealthCheckRequest { service: String::new() };
    HealthClient::new(served.channel.clone()).check(health).await.unwrap();
}

#[tokio::test]
async fn calls_that_have_ended_make_room() {
    let served = Served::new(Limits { open_calls: 1, ..Limits::default() }).await;
    for _ in 0..5 {
        served.client().grade(request()).await.unwrap();
    }
}
