//! A status of gRPC as HTTP has it: a code, and `google.rpc.Status` in canonical JSON.

use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};
use serde_json::{Value, json};
use tonic::{Code, Status};
use tonic_types::StatusExt;

/// Code of HTTP for requests that the client has given up, which has no name in the standards.
const CLIENT_CLOSED_REQUEST: u16 = 499;

/// A whole answer that says it.
pub(in crate::service) fn response(status: &Status) -> Response<Body> {
    let mut response = Response::new(Body::from(json(status).to_string()));
    *response.status_mut() = http_code(status.code());
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    if status.code() == Code::Unauthenticated {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    if let Some(delay) = status.get_details_retry_info().and_then(|info| info.retry_delay) {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(whole_seconds(delay)));
    }
    response
}

/// A status as canonical JSON of `google.rpc.Status`, with the details that our errors have.
#[must_use]
pub fn json(status: &Status) -> Value {
    let mut details = Vec::new();
    if let Some(info) = status.get_details_error_info() {
        let (reason, domain, metadata) = (info.reason, info.domain, info.metadata);
        details.push(json!({ "@type": kind("ErrorInfo"), "reason": reason, "domain": domain, "metadata": metadata }));
    }
    if let Some(request) = status.get_details_bad_request() {
        let violations = request.field_violations.into_iter();
        let violations: Vec<Value> =
            violations.map(|one| json!({ "field": one.field, "description": one.description })).collect();
        details.push(json!({ "@type": kind("BadRequest"), "fieldViolations": violations }));
    }
    if let Some(delay) = status.get_details_retry_info().and_then(|info| info.retry_delay) {
        let delay = format!("{}s", delay.as_secs_f64());
        details.push(json!({ "@type": kind("RetryInfo"), "retryDelay": delay }));
    }
    json!({ "code": i32::from(status.code()), "message": status.message(), "details": details })
}

/// As `Retry-After` has it: at least one, and none too few.
fn whole_seconds(delay: Duration) -> u64 {
    (delay.as_secs() + u64::from(delay.subsec_nanos() > 0)).max(1)
}

fn kind(name: &str) -> String {
    format!("type.googleapis.com/google.rpc.{name}")
}

/// As the comments of google.rpc.Code have it.
fn http_code(code: Code) -> StatusCode {
    match code {
        Code::Ok => StatusCode::OK,
        Code::InvalidArgument | Code::FailedPrecondition | Code::OutOfRange => StatusCode::BAD_REQUEST,
        Code::Unauthenticated => StatusCode::UNAUTHORIZED,
        Code::PermissionDenied => StatusCode::FORBIDDEN,
        Code::NotFound => StatusCode::NOT_FOUND,
        Code::AlreadyExists | Code::Aborted => StatusCode::CONFLICT,
        Code::ResourceExhausted => StatusCode::TOO_MANY_REQUESTS,
        Code::Cancelled => StatusCode::from_u16(CLIENT_CLOSED_REQUEST).unwrap_or(StatusCode::BAD_REQUEST),
        Code::Unknown | Code::Internal | Code::DataLoss => StatusCode::INTERNAL_SERVER_ERROR,
        Code::Unimplemented => StatusCode::NOT_IMPLEMENTED,
        Code::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        Code::DeadlineExceeded => StatusCode::GATEWAY_TIMEOUT,
    }
}
