//! The page that Prometheus reads, on an address of its own: it asks for no key.

use std::sync::Arc;

use axum::Router;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::net::TcpListener;
use tonic::service::Routes;
use tonic::transport::Server;
use tonic::transport::server::TcpIncoming;
use tracing::error;

use super::Metrics;

/// The type of the page: `OpenMetrics`, which Prometheus reads.
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Serves the figures until it is dropped.
pub(in crate::service) async fn serve(listener: TcpListener, metrics: Arc<Metrics>) {
    let routes = Routes::from(Router::new().route("/metrics", get(move || std::future::ready(answer(&metrics)))));
    let incoming = TcpIncoming::from(listener).with_nodelay(Some(true));
    if let Err(error) = Server::builder().accept_http1(true).add_routes(routes).serve_with_incoming(incoming).await {
        error!(%error, "the metrics are served no longer");
    }
}

fn answer(metrics: &Metrics) -> Response {
    match metrics.page() {
        Ok(page) => ([(header::CONTENT_TYPE, OPEN_METRICS)], page).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
