//! One port for all doors: gRPC, gRPC-Web for browsers, JSON over HTTP, and the page that calls it. Knows nothing of what
//! the calls do.

mod body;
mod json;
mod page;
mod shedding;
mod status;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode, header};
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use tonic::Status;
use tonic::service::Routes;
use tonic_web::GrpcWebLayer;
use tower::layer::layer_fn;
use tower_http::cors::{AllowOrigin, CorsLayer};
use tower_http::set_header::SetResponseHeaderLayer;

use super::Limits;
use super::access::{self, Gate};
use super::metrics::{self, Metrics};
use shedding::Load;
pub use status::json as status_json;
pub(super) use status::response as status_response;

/// What answers of gRPC-Web and JSON carry in headers beside what scripts may read anyway.
const EXPOSED: [&str; 3] = ["grpc-status", "grpc-message", "grpc-status-details-bin"];

/// Whether a server takes calls: not while it shuts down.
#[derive(Debug, Clone, Default)]
pub(super) struct Readiness(Arc<AtomicBool>);

// === impl Readiness ===

impl Readiness {
    pub(super) fn set(&self, ready: bool) {
        self.0.store(ready, Ordering::Relaxed);
    }

    fn get(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// All doors to the services of `routes`, behind one gate. Pages of `origins` may call from a browser; `message_bytes` bounds
/// a request.
pub(super) fn doors(
    routes: Routes,
    gate: Arc<Gate>,
    is_encrypted: bool,
    metrics: Option<Arc<Metrics>>,
    origins: &[HeaderValue],
    limits: Limits,
    readiness: Readiness,
) -> Routes {
    let grpc = routes.prepare().into_axum_router();
    let grpc = grpc.route_layer(from_fn_with_state(Arc::clone(&gate), access::grpc));
    // Within the doors, so that a call is counted once whichever it came by; around the gate, so that what it refuses is too.
    let grpc = match metrics {
        Some(metrics) => grpc.route_layer(from_fn_with_state(metrics, metrics::count)),
        None => grpc,
    };
    // Before a body is read, and with answers of its own.
    let json =
        json::router(&grpc, limits.message_bytes).route_layer(from_fn_with_state(Arc::clone(&gate), access::json));
    let probes = Router::new()
        .route("/livez", get(|| async { "ok\n" }))
        .route("/readyz", get(move || std::future::ready(ready(&readiness))));
    let load = Load::new(limits.open_calls);
    let app = grpc
        .route_layer(GrpcWebLayer::new())
        .reset_fallback()
        .merge(json)
        .route_layer(layer_fn(move |inner| load.over(inner)))
        .merge(page::router())
        .merge(access::router(gate, is_encrypted))
        .merge(probes)
        .fallback(nothing_here)
        .method_not_allowed_fallback(wrong_verb)
        .layer(SetResponseHeaderLayer::if_not_present(
            header::X_CONTENT_TYPE_OPTIONS,
            HeaderValue::from_static("nosniff"),
        ))
        .layer(SetResponseHeaderLayer::if_not_present(header::CACHE_CONTROL, HeaderValue::from_static("no-store")));
    let app = if origins.is_empty() { app } else { app.layer(cors(origins)) };
    Routes::from(app)
}

fn cors(origins: &[HeaderValue]) -> CorsLayer {
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins.iter().cloned()))
        .allow_methods([Method::POST])
        .allow_headers([
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            HeaderName::from_static("x-grpc-web"),
            HeaderName::from_static("x-user-agent"),
            HeaderName::from_static("grpc-timeout"),
        ])
        .expose_headers(EXPOSED.map(HeaderName::from_static))
}

fn ready(readiness: &Readiness) -> (StatusCode, &'static str) {
    if readiness.get() { (StatusCode::OK, "ok\n") } else { (StatusCode::SERVICE_UNAVAILABLE, "shutting down\n") }
}

/// Where no service, method or page is.
async fn nothing_here(request: Request<Body>) -> Response<Body> {
    if is_grpc(&request) {
        return Status::unimplemented("this server has no such method").into_http();
    }
    let advice = "nothing is at this path; POST JSON to /v1/ and a method's name, for instance /v1/grade";
    status::response(&Status::not_found(advice))
}

fn is_grpc(request: &Request<Body>) -> bool {
    content_type(request.headers()).starts_with("application/grpc")
}

/// What a request is said to hold, without parameters.
pub(super) fn content_type(headers: &HeaderMap) -> &str {
    let content = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    content.split(';').next().unwrap_or_default().trim()
}

async fn wrong_verb() -> Response<Body> {
    let status = Status::unimplemented("this path does not take this verb; POST to /v1/ paths, GET the others");
    let mut response = status::response(&status);
    *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
    response
}
