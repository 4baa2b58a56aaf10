//! Keys at the gate: who is let in to what, by every door, how often, and until when.

use std::num::NonZeroU32;
use std::sync::Arc;

use serde_json::{Value, json};
use tonic::metadata::AsciiMetadataValue;
use tonic::{Code, Request};
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_client::HealthClient;
use tonic_reflection::pb::v1::ServerReflectionRequest;
use tonic_reflection::pb::v1::server_reflection_client::ServerReflectionClient;
use tonic_reflection::pb::v1::server_reflection_request::MessageRequest;
use tonic_types::StatusExt;
use yuejuan::api_key::{Quota, Scope, Token};
use yuejuan::moment::Moment;
use yuejuan::service::{Limits, Stock};
use yuejuan::store::Store;
use yuejuan::wire::{methods, pb};

use super::http::{Answered, ask};
use super::{ANSWER, RUBRIC, Served, shipped_id, stream_request, submission, told};
use crate::store::{new_key, store_file};

/// A server with a store, and the store as another process has it open.
pub(super) async fn served(test: &str) -> (Served, Store) {
    let file = store_file(test);
    let store = Some(Arc::new(Store::open_or_create(&file).await.unwrap()));
    let served = Served::stocked(Limits::default(), Stock { store, ..Stock::default() }).await;
    (served, Store::open(&file).await.unwrap())
}

pub(super) async fn key(store: &Store, tenant: &str, scopes: &[Scope]) -> Token {
    store.create_key(new_key(tenant, scopes), Moment::now()).await.unwrap().1
}

pub(super) async fn post(served: &Served, key: Option<&str>, path: &str, body: &Value) -> Answered {
    let bearer = key.map(|key| format!("Bearer {key}"));
    let mut headers = vec![("content-type", "application/json")];
    headers.extend(bearer.as_deref().map(|bearer| ("authorization", bearer)));
    ask(served.address, "POST", path, &headers, body.to_string().as_bytes()).await
}

pub(super) fn with_key<T>(message: T, key: &Token) -> Request<T> {
    let mut request = Request::new(message);
    let bearer = AsciiMetadataValue::try_from(format!("Bearer {}", key.reveal())).unwrap();
    request.metadata_mut().insert("authorization", bearer);
    request
}

fn grading() -> Value {
    json!({ "rubricId": RUBRIC, "submission": { "submissionId": "s1", "text": ANSWER } })
}

fn grade_request() -> pb::GradeRequest {
    pb::GradeRequest { submission: submission("s1", ANSWER), rubric_source: shipped_id(), language: 0, reading: 0 }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_needs_a_key_that_is_valid_and_for_it() {
    let (served, store) = served("gate").await;
    let open = post(&served, None, "/v1/grade", &grading()).await;
    assert_eq!(open.code, 200, "a store without keys asks for none");

    let grader = key(&store, "one", &[Scope::Grade]).await;
    let reader = key(&store, "one", &[Scope::Review]).await;
    let admin = key(&store, "one", &[Scope::Admin]).await;
    let revoked = key(&store, "one", &[Scope::Grade]).await;
    store.revoke_key(revoked.id(), Moment::now()).await.unwrap();
    let expired = {
        let mut new = new_key("one", &[Scope::Grade]);
        new.expires = Some(Moment::now());
        new
    };
    let (_, expired) = store.create_key(expired, Moment::EPOCH).await.unwrap();
    let stranger = Token::random().unwrap().reveal();
    // The id of one key with the secret of another.
    let mixed = format!("yuejuan_{}_{}", grader.id(), admin.reveal().rsplit('_').next().unwrap());

    let check = async |key: Option<&str>, path: &str, code: u16, reason: &str| {
        let answered = post(&served, key, path, &grading()).await;
        assert_eq!(answered.code, code, "{path} {key:?}");
        if code != 200 {
            assert_eq!(answered.error().1, reason, "{path} {key:?}");
            assert_eq!(answered.header("www-authenticate"), (code == 401).then_some("Bearer"));
        }
        if let Some(key) = key {
            let secret = key.rsplit('_').next().filter(|secret| !secret.is_empty());
            let body = String::from_utf8_lossy(&answered.body);
            assert!(!secret.is_some_and(|secret| body.contains(secret)), "an error repeats a secret");
        }
    };
    let (grader, reader, admin) = (grader.reveal(), reader.reveal(), admin.reveal());
    check(None, "/v1/grade", 401, "API_KEY_MISSING").await;
    check(Some(""), "/v1/grade", 401, "API_KEY_INVALID").await;
    check(Some("yuejuan_"), "/v1/grade", 401, "API_KEY_INVALID").await;
    check(Some(&stranger), "/v1/grade", 401, "API_KEY_INVALID").await;
    check(Some(&mixed), "/v1/grade", 401, "API_KEY_INVALID").await;
    check(Some(&revoked.reveal()), "/v1/grade", 401, "API_KEY_REVOKED").await;
    check(Some(&expired.reveal()), "/v1/grade", 401, "API_KEY_EXPIRED").await;
    check(Some(&grader), "/v1/grade", 200, "").await;
    check(Some(&admin), "/v1/grade", 200, "").await;
    check(Some(&reader), "/v1/grade", 403, "SCOPE_MISSING").await;
    check(Some(&grader), "/v1/draft-rubric", 403, "SCOPE_MISSING").await;
    check(Some(&reader), "/v1/list-rubrics", 200, "").await;
    let basic = [("content-type", "application/json"), ("authorization", "Basic eW91OnBhc3N3b3Jk")];
    let answered = ask(served.address, "POST", "/v1/grade", &basic, b"{}").await;
    assert_eq!((answered.code, answered.error().1.as_str()), (401, "API_KEY_MISSING"));
    store.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_method_is_open_by_any_door() {
    let (served, store) = served("doors").await;
    let token = key(&store, "one", &[Scope::Grade]).await;
    let web = [("content-type", "application/grpc-web+proto"), ("x-grpc-web", "1")];
    for method in methods() {
        let answered = post(&served, None, method.json_path, &json!({})).await;
        assert_eq!((answered.code, answered.error().1.as_str()), (401, "API_KEY_MISSING"), "{}", method.json_path);
        let answered = ask(served.address, "POST", method.grpc_path, &web, &[0; 5]).await;
        let text = answered.headers.clone() + &String::from_utf8_lossy(&answered.body);
        assert!(text.contains("grpc-status: 16") || text.contains("grpc-status:16"), "{}: {text}", method.grpc_path);
    }
    // By gRPC itself, of one call and of a stream.
    let refused = served.client().grade(grade_request()).await.unwrap_err();
    assert_eq!(told(&refused), (Code::Unauthenticated, "API_KEY_MISSING".to_owned(), Vec::new()));
    let stream = tokio_stream::iter([stream_request("1", ANSWER, Some(RUBRIC))]);
    let refused = served.client().grade_stream(stream).await.unwrap_err();
    assert_eq!(refused.code(), Code::Unauthenticated);
    assert!(served.client().grade(with_key(grade_request(), &token)).await.is_ok());
    store.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn health_is_open_and_reflection_asks_for_any_key() {
    let (served, store) = served("open").await;
    let token = key(&store, "one", &[Scope::Review]).await;
    let request = HealthCheckRequest { service: String::new() };
    assert!(HealthClient::new(served.channel.clone()).check(request).await.is_ok());
    for path in ["/livez", "/readyz"] {
        assert_eq!(ask(served.address, "GET", path, &[], b"").await.code, 200, "{path}");
    }
    let list = || {
        let message_request = Some(MessageRequest::ListServices(String::new()));
        tokio_stream::iter([ServerReflectionRequest { host: String::new(), message_request }])
    };
    let mut client = ServerReflectionClient::new(served.channel.clone());
    let refused = client.server_reflection_info(list()).await.unwrap_err();
    assert_eq!(told(&refused).1, "API_KEY_MISSING");
    let answers = client.server_reflection_info(with_key(list(), &token)).await;
    assert!(answers.unwrap().into_inner().message().await.unwrap().is_some());
    store.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_out_at_once_also_in_a_call_that_goes_on() {
    let (served, store) = served("revoked").await;
    let token = key(&store, "one", &[Scope::Grade]).await;
    let grade = async || served.client().grade(with_key(grade_request(), &token)).await;
    // So that it is known well.
    for _ in 0..3 {
        grade().await.unwrap();
    }
    let (send, receive) = tokio::sync::mpsc::channel(1);
    let requests = with_key(tokio_stream::wrappers::ReceiverStream::new(receive), &token);
    let mut client = served.client();
    send.send(stream_request("1", ANSWER, Some(RUBRIC))).await.unwrap();
    let mut answers = client.grade_stream(requests).await.unwrap().into_inner();
    assert_eq!(answers.message().await.unwrap().unwrap().submission_id, "1");

    store.revoke_key(token.id(), Moment::now()).await.unwrap();
    assert_eq!(told(&grade().await.unwrap_err()).1, "API_KEY_REVOKED");
    send.send(stream_request("2", ANSWER, None)).await.unwrap();
    let ended = answers.message().await.unwrap_err();
    assert_eq!(told(&ended), (Code::Unauthenticated, "API_KEY_REVOKED".to_owned(), Vec::new()));
    store.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_are_counted_by_key() {
    let (served, store) = served("quota").await;
    let limited = |quota: Quota| {
        let mut new = new_key("one", &[Scope::Grade]);
        new.quota = quota;
        new
    };
    let count = NonZeroU32::new;
    let slow = Quota { calls_per_minute: count(1), calls_at_once: None };
    let narrow = Quota { calls_per_minute: None, calls_at_once: count(1) };
    let (_, slow) = store.create_key(limited(slow), Moment::now()).await.unwrap();
    let (_, narrow) = store.create_key(limited(narrow), Moment::now()).await.unwrap();
    let free = key(&store, "one", &[Scope::Grade]).await;

    let grade = async |key: &Token| served.client().grade(with_key(grade_request(), key)).await;
    grade(&slow).await.unwrap();
    let refused = grade(&slow).await.unwrap_err();
    assert_eq!(told(&refused), (Code::ResourceExhausted, "CALLS_PER_MINUTE".to_owned(), Vec::new()));
    let delay = refused.get_details_retry_info().unwrap().retry_delay.unwrap().as_secs();
    assert!((50..=60).contains(&delay), "{delay} s");
    let answered = post(&served, Some(&slow.reveal()), "/v1/grade", &grading()).await;
    assert_eq!((answered.code, answered.error().1.as_str()), (429, "CALLS_PER_MINUTE"));
    assert!(answered.header("retry-after").is_some());
    grade(&free).await.unwrap();

    // A stream is open until its end.
    let (send, receive) = tokio::sync::mpsc::channel(1);
    let requests = with_key(tokio_stream::wrappers::ReceiverStream::new(receive), &narrow);
    send.send(stream_request("1", ANSWER, Some(RUBRIC))).await.unwrap();
    let mut answers = served.client().grade_stream(requests).await.unwrap().into_inner();
    answers.message().await.unwrap().unwrap();
    assert_eq!(told(&grade(&narrow).await.unwrap_err()).1, "CALLS_AT_ONCE");
    drop(send);
    assert!(answers.message().await.unwrap().is_none());
    drop(answers);
    // The server learns of the end soon after the client.
    let mut tries = 0;
    while let Err(refused) = grade(&narrow).await {
        assert_eq!(told(&refused).1, "CALLS_AT_ONCE");
        tries += 1;
        assert!(tries < 1000, "the call is never closed");
    }
    store.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_keys_is_what_it_says() {
    let file = store_file("without");
    let store = Arc::new(Store::open_or_create(&file).await.unwrap());
    key(&store, "one", &[Scope::Grade]).await;
    let stock = Stock { store: Some(store), without_keys: true, ..Stock::default() };
    let served = Served::stocked(Limits::default(), stock).await;
    assert!(served.client().grade(grade_request()).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_exchanged_for_a_cookie() {
    let (served, store) = served("cookie").await;
    let session = async |verb: &str, headers: &[(&str, &str)], body: &Value| {
        ask(served.address, verb, "/session", headers, body.to_string().as_bytes()).await
    };
    let json = ("content-type", "application/json");
    let nobody = json!({ "asksForKey": false, "key": null });
    assert_eq!(session("GET", &[], &Value::Null).await.json(), nobody, "a store without keys asks for none");

    let key = key(&store, "one", &[Scope::Grade]).await;
    let revealed = json!({ "key": format!(" {} ", key.reveal()) });
    assert_eq!(session("GET", &[], &Value::Null).await.json(), json!({ "asksForKey": true, "key": null }));
    for (headers, body, code, reason) in [
        (&[("content-type", "text/plain")][..], &revealed, 400, "CONTENT_TYPE_INVALID"),
        (&[json], &json!({}), 401, "API_KEY_MISSING"),
        (&[json], &json!({ "key": "yuejuan_0_1" }), 401, "API_KEY_INVALID"),
        (&[json], &json!({ "key": Token::random().unwrap().reveal() }), 401, "API_KEY_INVALID"),
        (&[json], &json!({ "key": "x".repeat(9000) }), 400, "BODY_TOO_LONG"),
    ] {
        let refused = session("POST", headers, body).await;
        assert_eq!((refused.code, refused.error().1.as_str(), refused.header("set-cookie")), (code, reason, None));
    }

    let signed = session("POST", &[json], &revealed).await;
    let cookie = signed.header("set-cookie").unwrap();
    assert_eq!((signed.code, signed.body.len(), signed.header("cache-control")), (204, 0, Some("no-store")));
    assert!(cookie.contains("; HttpOnly; SameSite=Strict") && !cookie.contains("Secure"), "{cookie}");
    let proxied = session("POST", &[json, ("x-forwarded-proto", "https")], &revealed).await;
    assert!(proxied.header("set-cookie").unwrap().contains("; Secure"));

    let sent = ("cookie", format!("theme=dark; {}", cookie.split(';').next().unwrap()));
    let sent = (sent.0, sent.1.as_str());
    let told = session("GET", &[sent], &Value::Null).await.json();
    assert_eq!(told, json!({ "asksForKey": true, "key": { "tenant": "one", "scopes": ["grade"] } }));
    let graded = |headers: Vec<(&'static str, String)>| {
        let body = grading().to_string();
        async move {
            let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
            ask(served.address, "POST", "/v1/grade", &headers, body.as_bytes()).await.code
        }
    };
    let with = |content: &str| vec![("cookie", sent.1.to_owned()), ("content-type", content.to_owned())];
    assert_eq!(graded(with("application/json")).await, 200);
    assert_eq!(graded(with("text/plain")).await, 400, "a form of another page could send this");

    let out = session("DELETE", &[sent], &Value::Null).await;
    assert!(out.code == 204 && out.header("set-cookie").unwrap().contains("yuejuan_key=; Path=/; HttpOnly"));
    assert!(out.header("set-cookie").unwrap().ends_with("Max-Age=0"));
    store.revoke_key(key.id(), Moment::now()).await.unwrap();
    assert_eq!(graded(with("application/json")).await, 401);
    assert_eq!(session("POST", &[json], &revealed).await.error().1, "API_KEY_REVOKED");
}
