//! Counts each call once it has ended: with its status, or with the client gone.

use std::collections::HashMap;
use std::pin::Pin;
use std::sync::{Arc, LazyLock};
use std::task::{Context, Poll, ready};
use std::time::Instant;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::State;
use axum::http::{HeaderMap, Request, Response};
use axum::middleware::Next;
use http_body::{Frame, SizeHint};
use tonic::{Code, Status};

use super::{Held, Metrics};
use crate::wire::methods;

/// What calls of no method of ours are counted as: health checks, reflection, and what is not there.
const OTHER: &str = "other";

/// `yuejuan.v1.GradingService/Grade` for each path.
static NAMES: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    methods().iter().map(|method| (method.grpc_path, method.grpc_path.trim_start_matches('/'))).collect()
});

/// A call that goes on. One that is dropped before its status is known was given up.
struct Open {
    metrics: Arc<Metrics>,
    method: &'static str,
    start: Instant,
    has_ended: bool,
    _held: Held,
}

/// The body of an answer, read for its status as it passes.
struct Watched {
    body: Body,
    open: Open,
}

/// Has a call of gRPC counted.
pub(in crate::service) async fn count(
    State(metrics): State<Arc<Metrics>>,
    request: Request<Body>,
    next: Next,
) -> Response<Body> {
    let method = NAMES.get(request.uri().path()).copied().unwrap_or(OTHER);
    let held = Held::new(&metrics.open);
    let mut open = Open { metrics, method, start: Instant::now(), has_ended: false, _held: held };
    let response = next.run(request).await;
    // An answer without a body has its status in the headers.
    if let Some(code) = code(response.headers()) {
        open.end(Some(code));
        return response;
    }
    response.map(|body| Body::new(Watched { body, open }))
}

fn code(headers: &HeaderMap) -> Option<Code> {
    Status::from_header_map(headers).map(|status| status.code())
}

// === impl Open ===

impl Open {
    /// Counts it, once. What is counted here is counted before the client has the status.
    fn end(&mut self, code: Option<Code>) {
        if !std::mem::replace(&mut self.has_ended, true) {
            self.metrics.called(self.method, code, self.start.elapsed());
        }
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.end(None);
    }
}

// === impl Watched ===

impl HttpBody for Watched {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let frame = ready!(Pin::new(&mut self.body).poll_frame(context));
        if let Some(Ok(frame)) = &frame
            && let Some(code) = frame.trailers_ref().and_then(code)
        {
            self.open.end(Some(code));
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
