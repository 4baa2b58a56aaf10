//! The gate: who calls, whether they may, and how often. All calls pass it, however they come in. Knows nothing of what they do.

mod error;
mod needs;
mod quota;
mod session;

pub(super) use error::AccessError;
pub(super) use session::router;

use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Instant;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::State;
use axum::http::{HeaderMap, Request, Response, header};
use axum::middleware::Next;
use http_body::{Frame, SizeHint};
use quick_cache::sync::Cache;
use tonic::Status;
use tracing::debug;

use super::errors::CallError;
use super::http::status_response;
use crate::api_key::{ApiKey, KeyId, Token};
use crate::moment::Moment;
use crate::store::{Stamp, Store};
use crate::tenant::Tenant;
use crate::wire::methods;
use needs::{Need, need};
use quota::{Meter, Meters, OpenCall};

/// Whoever calls. Every call that gets to a service has one.
#[derive(Clone, Default)]
pub(super) struct Caller {
    /// Whose things the call makes and sees.
    pub tenant: Tenant,
    /// Nothing without a key.
    key: Option<CallerKey>,
}

/// The key of whoever calls, for calls that go on for long.
#[derive(Clone)]
struct CallerKey {
    gate: Arc<Gate>,
    token: Token,
    meter: Arc<Meter>,
}

/// The gate. Keys that were looked up are kept for as long as nothing is written to the store, so that a key that was
/// revoked, by whatever process, is not let in again.
pub(super) struct Gate {
    /// Where the keys are; nothing where calls are taken without.
    store: Option<Arc<Store>>,
    known: Cache<KeyId, (Stamp, ApiKey)>,
    meters: Meters,
    /// Whether the store was seen with a key.
    has_keys: AtomicBool,
    /// How far the store was written when it was last seen without keys.
    empty_at: Mutex<Option<Stamp>>,
}

/// Keys that are kept: far more than one server has callers.
const KNOWN_KEYS: usize = 4096;
/// What stands before the key in the header, in whatever letters.
const SCHEME: &str = "bearer ";

/// The caller of a request that came through the gate.
///
/// # Errors
///
/// Where it did not.
pub(super) fn caller<T>(request: &tonic::Request<T>) -> Result<Caller, CallError> {
    Ok(request.extensions().get::<Caller>().cloned().ok_or(AccessError::Missing)?)
}

/// Lets calls of gRPC in, or answers them as gRPC does.
pub(super) async fn grpc(State(gate): State<Arc<Gate>>, request: Request<Body>, next: Next) -> Response<Body> {
    gate.pass(request, next).await.unwrap_or_else(|error| Status::from(error).into_http())
}

/// Lets calls in JSON in, or answers them in JSON.
pub(super) async fn json(State(gate): State<Arc<Gate>>, request: Request<Body>, next: Next) -> Response<Body> {
    gate.pass(request, next).await.unwrap_or_else(|error| status_response(&error.into()))
}

// === impl Gate ===

impl Gate {
    /// A gate for the keys of a store; without one, everybody is let in.
    pub(super) fn new(store: Option<Arc<Store>>) -> Self {
        Self {
            store,
            known: Cache::new(KNOWN_KEYS),
            meters: Meters::default(),
            has_keys: AtomicBool::new(false),
            empty_at: Mutex::new(None),
        }
    }

    async fn pass(self: &Arc<Self>, mut request: Request<Body>, next: Next) -> Result<Response<Body>, CallError> {
        // A call in JSON is that of a method in this process: it has been here already.
        if request.extensions().get::<Caller>().is_some() {
            return Ok(next.run(request).await);
        }
        let admitted = self.admit(request.uri().path(), request.headers()).await;
        let (caller, open) = admitted.inspect_err(|error| debug!(path = request.uri().path(), %error, "not let in"))?;
        request.extensions_mut().insert(caller);
        let response = next.run(request).await;
        Ok(match open {
            None => response,
            Some(open) => response.map(|body| Body::new(Counted { body, _open: open })),
        })
    }

    async fn admit(
        self: &Arc<Self>,
        path: &str,
        headers: &HeaderMap,
    ) -> Result<(Caller, Option<OpenCall>), AccessError> {
        let Some(store) = &self.store else { return Ok(Default::default()) };
        let need = need_of(path);
        let stamp = store.stamp();
        if need == Need::Nothing || !self.asks_for_keys(store, stamp).await? {
            return Ok(Default::default());
        }
        let token = token(headers)?;
        let key = self.find(store, &token, stamp).await?;
        match need {
            Need::OneOf(scopes) if !key.scopes.allow(scopes) => return Err(AccessError::ScopeMissing(scopes)),
            Need::OneOf(_) | Need::AnyKey | Need::Nothing => {}
        }
        let now = Instant::now();
        let meter = self.meters.of(&key.id, key.quota, now);
        let open = meter.open(now)?;
        let caller_key = CallerKey { gate: Arc::clone(self), token, meter };
        Ok((Caller { tenant: key.tenant, key: Some(caller_key) }, Some(open)))
    }

    /// Whether calls need a key.
    async fn is_needed(&self) -> Result<bool, AccessError> {
        match &self.store {
            Some(store) => self.asks_for_keys(store, store.stamp()).await,
            None => Ok(false),
        }
    }

    /// The key of a token.
    async fn key(&self, token: &Token) -> Result<ApiKey, AccessError> {
        let store = self.store.as_ref().ok_or(AccessError::Unknown)?;
        self.find(store, token, store.stamp()).await
    }

    /// Whether the store has keys: from the first one on, also one that is made while the server runs.
    async fn asks_for_keys(&self, store: &Store, stamp: Option<Stamp>) -> Result<bool, AccessError> {
        if self.has_keys.load(Ordering::Relaxed) {
            return Ok(true);
        }
        let seen = || self.empty_at.lock().unwrap_or_else(PoisonError::into_inner);
        if stamp.is_some() && *seen() == stamp {
            return Ok(false);
        }
        if store.has_keys().await? {
            self.has_keys.store(true, Ordering::Relaxed);
            return Ok(true);
        }
        *seen() = stamp;
        Ok(false)
    }

    /// The key of a token, valid when the stamp was taken or later.
    async fn find(&self, store: &Store, token: &Token, stamp: Option<Stamp>) -> Result<ApiKey, AccessError> {
        let id = token.id();
        let known = self.known.get(id).filter(|(seen, _)| stamp == Some(*seen));
        let key = match known {
            Some((_, key)) => key,
            None => {
                let key = store.key(id).await?.ok_or(AccessError::Unknown)?;
                if let Some(stamp) = stamp {
                    self.known.insert(id.clone(), (stamp, key.clone()));
                }
                key
            }
        };
        key.check(token, Moment::now())?;
        Ok(key)
    }
}

fn need_of(path: &str) -> Need {
    let method = methods().iter().find(|method| method.json_path == path);
    need(method.map_or(path, |method| method.grpc_path))
}

fn token(headers: &HeaderMap) -> Result<Token, AccessError> {
    let Some(value) = headers.get(header::AUTHORIZATION) else {
        return session::token(headers).ok_or(AccessError::Missing);
    };
    let value = value.to_str().map_err(|_| AccessError::Unknown)?;
    let (scheme, key) = value.split_at_checked(SCHEME.len()).ok_or(AccessError::Unknown)?;
    let key = Some(key).filter(|_| scheme.eq_ignore_ascii_case(SCHEME)).ok_or(AccessError::Missing)?;
    Token::parse(key.trim()).ok_or(AccessError::Unknown)
}

// === impl Caller ===

impl Caller {
    /// Waits until the key may do one more of what a call does many of.
    ///
    /// # Errors
    ///
    /// Where the key is not valid any more.
    pub(super) async fn take_turn(&self) -> Result<(), CallError> {
        if let Some(CallerKey { meter, .. }) = &self.key {
            while let Err(wait) = meter.take(Instant::now()) {
                tokio::time::sleep(wait).await;
            }
        }
        self.is_still_let_in().await
    }

    /// Looks again, in a call that goes on, whether the key is valid.
    ///
    /// # Errors
    ///
    /// Where it is not any more.
    pub(super) async fn is_still_let_in(&self) -> Result<(), CallError> {
        let Some(CallerKey { gate, token, .. }) = &self.key else { return Ok(()) };
        let Some(store) = &gate.store else { return Ok(()) };
        gate.find(store, token, store.stamp()).await?;
        Ok(())
    }
}

/// The body of an answer whose call is open until the body has ended or is dropped.
struct Counted {
    body: Body,
    _open: OpenCall,
}

// === impl Counted ===

impl HttpBody for Counted {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
