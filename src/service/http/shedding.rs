//! Turns calls away before those that are in wait too long. Knows nothing of what the calls do.
//!
//! A call counts from the moment at which its connection hands it over, so that those that wait for a thread count as
//! well, until its answer begins. Streams, which may stay open for hours, count for no longer.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use axum::body::Body;
use axum::http::{Request, Response};
use tonic::Status;
use tower::Service;

use super::{is_grpc, status};
use crate::service::errors::CallError;

/// How many calls wait or run, and how many may.
#[derive(Debug, Clone)]
pub(super) struct Load {
    open: Arc<AtomicUsize>,
    limit: usize,
}

/// A service that turns calls away where there are too many.
#[derive(Debug, Clone)]
pub(super) struct Shedding<S> {
    inner: S,
    load: Load,
}

/// A place that is taken as long as it is held.
struct Place(Arc<AtomicUsize>);

/// Whether a path is that of a method. Health checks are none: a server that is busy is well.
fn is_call(path: &str) -> bool {
    path.starts_with("/v1/") || path.starts_with("/yuejuan.")
}

// === impl Load ===

impl Load {
    pub(super) fn new(limit: usize) -> Self {
        Self { open: Arc::default(), limit }
    }

    pub(super) fn over<S>(&self, inner: S) -> Shedding<S> {
        Shedding { inner, load: self.clone() }
    }

    fn place(&self) -> Option<Place> {
        let place = Place(Arc::clone(&self.open));
        (self.open.fetch_add(1, Ordering::Relaxed) < self.limit).then_some(place)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

// === impl Shedding ===

impl<S> Service<Request<Body>> for Shedding<S>
where
    S: Service<Request<Body>, Response = Response<Body>, Error = Infallible>,
    S::Future: Send + 'static,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        if !is_call(request.uri().path()) {
            return Box::pin(self.inner.call(request));
        }
        let Some(place) = self.load.place() else {
            let status = Status::from(CallError::Busy);
            let answer = if is_grpc(&request) { status.into_http() } else { status::response(&status) };
            return Box::pin(std::future::ready(Ok(answer)));
        };
        let answer = self.inner.call(request);
        Box::pin(async move {
            let answer = answer.await;
            drop(place);
            answer
        })
    }
}
