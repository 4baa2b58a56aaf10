//! Signing in from the page: an API key is exchanged for a cookie that no script can read, and that no page of another
//! site can send. The key is looked up at every call, so that one that is revoked is out at once.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Request, Response, StatusCode, header};
use axum::routing::get;
use serde_json::{Value, json};

use super::{AccessError, Gate};
use crate::api_key::{ApiKey, Scope, Token};
use crate::service::errors::CallError;
use crate::service::http::{content_type, status_response};

/// Name of the cookie.
const COOKIE: &str = "yuejuan_key";
/// Bytes of the longest request: a key has some 70.
const BODY_MAX_BYTES: usize = 4096;

/// The gate, and whether connections to it are encrypted.
struct Door {
    gate: Arc<Gate>,
    is_encrypted: bool,
}

/// `GET`, `POST` and `DELETE` of `/session`.
pub(in crate::service) fn router(gate: Arc<Gate>, is_encrypted: bool) -> Router {
    let door = Arc::new(Door { gate, is_encrypted });
    Router::new().route("/session", get(show).post(sign_in).delete(sign_out)).with_state(door)
}

/// The key in the cookies of a request.
pub(super) fn token(headers: &HeaderMap) -> Option<Token> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut cookies = cookies.flat_map(|value| value.split(';')).filter_map(|cookie| cookie.trim().split_once('='));
    cookies.find(|(name, _)| *name == COOKIE).and_then(|(_, key)| Token::parse(key))
}

/// Who is signed in, and whether anybody need be.
async fn show(State(door): State<Arc<Door>>, headers: HeaderMap) -> Response<Body> {
    let asks_for_key = match door.gate.is_needed().await {
        Ok(asks) => asks,
        Err(error) => return refusal(error),
    };
    let key = match token(&headers).filter(|_| asks_for_key) {
        Some(token) => door.gate.key(&token).await.ok(),
        None => None,
    };
    let told = key.map(|key| json!({ "tenant": key.tenant.as_str(), "scopes": names(&key) }));
    let mut response = Response::new(Body::from(json!({ "asksForKey": asks_for_key, "key": told }).to_string()));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

async fn sign_in(State(door): State<Arc<Door>>, request: Request<Body>) -> Response<Body> {
    // What a form of another page can send is not taken.
    if !content_type(request.headers()).eq_ignore_ascii_case("application/json") {
        return status_response(&CallError::NotJson.into());
    }
    let is_encrypted = door.is_encrypted || is_forwarded_encrypted(request.headers());
    let Ok(body) = to_bytes(request.into_body(), BODY_MAX_BYTES).await else {
        return status_response(&CallError::BodyTooLong(BODY_MAX_BYTES).into());
    };
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    let key = body.get("key").and_then(Value::as_str).map(str::trim).unwrap_or_default();
    let Some(token) = Token::parse(key) else {
        return refusal(if key.is_empty() { AccessError::Missing } else { AccessError::Unknown });
    };
    match door.gate.key(&token).await {
        Ok(_) => with_cookie(&token.reveal(), "", is_encrypted),
        Err(error) => refusal(error),
    }
}

async fn sign_out(State(door): State<Arc<Door>>, headers: HeaderMap) -> Response<Body> {
    with_cookie("", "; Max-Age=0", door.is_encrypted || is_forwarded_encrypted(&headers))
}

/// Whether something before the server says that it encrypts.
fn is_forwarded_encrypted(headers: &HeaderMap) -> bool {
    headers.get("x-forwarded-proto").is_some_and(|protocol| protocol == "https")
}

fn refusal(error: AccessError) -> Response<Body> {
    status_response(&CallError::from(error).into())
}

/// Ends with the browser, unless it is ended before.
fn with_cookie(key: &str, more: &str, is_encrypted: bool) -> Response<Body> {
    let secure = if is_encrypted { "; Secure" } else { "" };
    let cookie = format!("{COOKIE}={key}; Path=/; HttpOnly; SameSite=Strict{secure}{more}");
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    if let Ok(mut cookie) = HeaderValue::try_from(cookie) {
        cookie.set_sensitive(true);
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}

fn names(key: &ApiKey) -> Vec<&'static str> {
    Scope::ALL.into_iter().filter(|scope| key.scopes.allow(&[*scope])).map(Scope::name).collect()
}
