//! JSON over HTTP: a POST to `/v1/` and a method's name is the call of that method, in this process and with all that holds
//! for calls of gRPC. Knows nothing of what the methods do.

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method as Verb, Request, Response, Version, header};
use axum::routing::post;
use http_body_util::{BodyExt, Limited};
use tonic::{Code, Status};
use tower::ServiceExt;

use super::body::{Answers, Requests, first_message, framed};
use super::{content_type, status};
use crate::service::errors::CallError;
use crate::wire::{Method, methods};

/// Types of content that a request may have: one object, or a line each.
const CONTENT_TYPES: [&str; 2] = ["application/json", "application/x-ndjson"];
/// Headers that are of the connection or of the content, which the call has its own of.
const OWN: [HeaderName; 8] = [
    header::ACCEPT,
    header::ACCEPT_ENCODING,
    header::CONNECTION,
    header::CONTENT_ENCODING,
    header::CONTENT_LENGTH,
    header::CONTENT_TYPE,
    header::TE,
    header::TRANSFER_ENCODING,
];

/// A path for each method. A request, or a line of many, has at most `message_bytes`.
pub(super) fn router(grpc: &Router, message_bytes: usize) -> Router {
    methods().iter().fold(Router::new(), |router, method| {
        let grpc = grpc.clone();
        router.route(method.json_path, post(move |request| answer(method, grpc.clone(), message_bytes, request)))
    })
}

async fn answer(method: &'static Method, grpc: Router, limit: usize, request: Request<Body>) -> Response<Body> {
    call(method, grpc, limit, request).await.unwrap_or_else(|status| status::response(&status))
}

async fn call(
    method: &'static Method,
    grpc: Router,
    limit: usize,
    request: Request<Body>,
) -> Result<Response<Body>, Status> {
    let (head, body) = request.into_parts();
    if !is_json(&head.headers) {
        return Err(CallError::NotJson.into());
    }
    let messages = if method.asks_in_lines {
        Body::new(Requests::new(method, body, limit))
    } else {
        Body::from(framed(&read_one(method, body, limit).await?))
    };
    let mut call = Request::new(messages);
    *call.method_mut() = Verb::POST;
    *call.version_mut() = Version::HTTP_2;
    *call.uri_mut() = axum::http::Uri::from_static(method.grpc_path);
    *call.extensions_mut() = head.extensions;
    *call.headers_mut() = head.headers;
    for name in OWN {
        call.headers_mut().remove(name);
    }
    call.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/grpc"));
    call.headers_mut().insert(header::TE, HeaderValue::from_static("trailers"));
    let response = grpc.oneshot(call).await.unwrap_or_else(|never| match never {});
    if let Some(status) = failure(response.headers()) {
        return Err(status);
    }
    let frames = response.into_body();
    let (body, content) = if method.answers_in_lines {
        (Body::new(Answers::new(method, frames)), "application/x-ndjson")
    } else {
        (Body::from(one_answer(method, frames).await?), "application/json")
    };
    let mut response = Response::new(body);
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(content));
    Ok(response)
}

fn is_json(headers: &HeaderMap) -> bool {
    CONTENT_TYPES.iter().any(|known| content_type(headers).eq_ignore_ascii_case(known))
}

/// The wire form of a request that is the whole body; an empty body is a request without fields.
async fn read_one(method: &Method, body: Body, limit: usize) -> Result<Vec<u8>, Status> {
    let read = Limited::new(body, limit).collect().await;
    let json = read.map_err(|error| {
        let too_long = error.is::<http_body_util::LengthLimitError>();
        if too_long { CallError::BodyTooLong(limit) } else { CallError::BodyBrokenOff }
    })?;
    let json = json.to_bytes();
    let json: &[u8] = if json.trim_ascii().is_empty() { b"{}" } else { &json };
    method.request(json).map_err(|error| CallError::json(error).into())
}

/// The one answer of a call in JSON.
async fn one_answer(method: &Method, frames: Body) -> Result<Vec<u8>, Status> {
    let broken = || Status::internal("the answer broke off; send the request again");
    let collected = frames.collect().await.map_err(|_| broken())?;
    if let Some(status) = collected.trailers().and_then(failure) {
        return Err(status);
    }
    let bytes = collected.to_bytes();
    let (message, _) = first_message(&bytes).ok_or_else(broken)?;
    method.response(message).map_err(|error| Status::internal(error.to_string()))
}

fn failure(headers: &HeaderMap) -> Option<Status> {
    Status::from_header_map(headers).filter(|status| status.code() != Code::Ok)
}
