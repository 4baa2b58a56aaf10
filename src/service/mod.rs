//! The platform's door: a gRPC server with health checks and reflection. Owns the listening, the limits and the
//! way down; knows nothing of how marks come about.

mod access;
mod cache;
mod errors;
mod grading;
mod http;
mod inspection;
mod jobs;
mod metrics;
mod readers;
mod reports;
mod rubrics;
mod shelf;
mod tls;

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::http::HeaderValue;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::{JoinSet, spawn_blocking};
use tonic::service::Routes;
use tonic::transport::Server;
use tonic::transport::server::TcpIncoming;
use tonic_health::pb::FILE_DESCRIPTOR_SET as HEALTH_DESCRIPTORS;
use tonic_reflection::server::Builder as Reflection;

use crate::jobs::Jobs;
use crate::rubric::{shipped, shipped_ids};
use crate::store::Store;
use crate::text::warm_up;
use crate::wire::DESCRIPTORS;
use crate::wire::pb::grading_service_server::GradingServiceServer;
use crate::wire::pb::inspection_service_server::InspectionServiceServer;
use crate::wire::pb::job_service_server::JobServiceServer;
use crate::wire::pb::report_service_server::ReportServiceServer;
use crate::wire::pb::rubric_service_server::RubricServiceServer;
use access::Gate;
use grading::Grading;
use http::Readiness;
pub use http::status_json;
use inspection::Inspecting;
use jobs::Classes;
use metrics::Metrics;
use reports::Reports;
use rubrics::Rubrics;
pub use shelf::RubricFolder;
use shelf::Shelf;
pub use tls::{Tls, TlsError, TlsFiles};

/// What a server accepts and how long it waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The largest request message, in bytes. Default 4 MiB, which is what gRPC clients expect.
    pub message_bytes: usize,
    /// The longest text of a submission, in bytes of UTF-8. Default 1 MiB: some hundred times the longest essay.
    pub text_bytes: usize,
    /// Calls that may be open at once, beside streams; further ones are turned away. Default 1,024: with some 0.3 ms of a core
    /// for each, a fraction of a second's work.
    pub open_calls: usize,
    /// Answers that may wait for deep reading, a core; further ones are turned away. Default 20: some four seconds' work.
    pub deep_waiting: usize,
    /// How long a job that is being sent may let wait for its next part: what is there takes space. Default 60 seconds.
    pub upload_idle: Duration,
    /// How long open calls may run on after the shutdown. Default 25 seconds: orchestrators kill after 30.
    pub drain: Duration,
}

/// What a server has beside what is shipped.
#[derive(Debug, Default)]
pub struct Stock {
    /// Rubrics beside the shipped ones that all tenants share; of two with the same id these stand.
    pub rubrics: Arc<RubricFolder>,
    /// Where keys and the tenants' own rubrics are kept. From its first key on no call is taken without one; without a store
    /// all are taken, and are the default tenant's.
    pub store: Option<Arc<Store>>,
    /// Whether calls are taken without keys although the store has some.
    pub without_keys: bool,
    /// Where jobs are kept; without it none are taken.
    pub jobs: Option<Jobs>,
    /// What connections are encrypted with; without it they are not.
    pub tls: Option<Arc<Tls>>,
    /// Where Prometheus reads the server's figures (`GET /metrics`); without it none are kept.
    pub metrics: Option<TcpListener>,
    /// Pages of these origins, each a scheme, a host and where need be a port, may call from browsers.
    pub origins: Vec<String>,
}

/// Why serving ended early.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The connections could not be served.
    #[error("cannot serve connections: {0}; check that the address is still up and free")]
    Transport(#[from] tonic::transport::Error),
    /// An origin is none.
    #[error("{0:?} is no origin; give a scheme, a host and where need be a port, for instance https://example.com")]
    Origin(String),
    /// The descriptors for reflection could not be read.
    #[error("cannot read the descriptors for reflection: {0}; build the program again")]
    Reflection(#[from] tonic_reflection::server::Error),
    /// The dictionary or the shipped rubrics could not be loaded.
    #[error("cannot load the dictionary and rubrics: {0}; build the program again")]
    Load(#[from] tokio::task::JoinError),
}

/// Between two pings of an idle connection, so that dead peers don't hold it: shorter than the minutes after which
/// load balancers drop idle connections.
const KEEPALIVE: Duration = Duration::from_mins(1);

/// Serves on `listener` with the default limits until `shutdown` is ready, then lets open calls finish.
///
/// The dictionary and the shipped rubrics are loaded first; connections wait meanwhile.
///
/// # Errors
///
/// [`ServeError`] where loading or serving fails; not where single calls do.
pub async fn serve(listener: TcpListener, shutdown: impl Future<Output = ()>) -> Result<(), ServeError> {
    serve_within(Limits::default(), Stock::default(), listener, shutdown).await
}

/// [`serve`] with other limits and more than what is shipped. A job that runs at the shutdown stops after the answers that
/// are being marked, and goes on at the next start.
///
/// # Errors
///
/// As [`serve`].
pub async fn serve_within(
    limits: Limits,
    stock: Stock,
    listener: TcpListener,
    shutdown: impl Future<Output = ()>,
) -> Result<(), ServeError> {
    spawn_blocking(load).await?;
    let (health_reporter, health) = tonic_health::server::health_reporter();
    health_reporter.set_serving::<GradingServiceServer<Grading>>().await;
    health_reporter.set_serving::<InspectionServiceServer<Inspecting>>().await;
    health_reporter.set_serving::<JobServiceServer<Classes>>().await;
    health_reporter.set_serving::<ReportServiceServer<Reports>>().await;
    health_reporter.set_serving::<RubricServiceServer<Rubrics>>().await;
    let Stock { rubrics, store, without_keys, jobs, tls, metrics: metrics_listener, origins } = stock;
    let origins = origins.into_iter().map(origin).collect::<Result<Vec<_>, _>>()?;
    let jobs = jobs.map(Arc::new);
    let gate = Arc::new(Gate::new(store.clone().filter(|_| !without_keys)));
    let shelf = Arc::new(Shelf::new(rubrics, store.clone()));
    let metrics = metrics_listener.as_ref().map(|_| Arc::new(Metrics::new(jobs.clone())));
    let grading = GradingServiceServer::from_arc(Arc::new(Grading::new(limits, Arc::clone(&shelf), metrics.clone())))
        .max_decoding_message_size(limits.message_bytes);
    let inspecting = InspectionServiceServer::from_arc(Arc::new(Inspecting::new(limits)))
        .max_decoding_message_size(limits.message_bytes);
    let classes = JobServiceServer::from_arc(Arc::new(Classes::new(limits, Arc::clone(&shelf), jobs.clone())))
        .max_decoding_message_size(limits.message_bytes);
    let reports = ReportServiceServer::from_arc(Arc::new(Reports::new(jobs.clone())));
    let rubrics = RubricServiceServer::from_arc(Arc::new(Rubrics::new(limits, shelf)))
        .max_decoding_message_size(limits.message_bytes);
    let routes = Routes::new(grading)
        .add_service(inspecting)
        .add_service(classes)
        .add_service(reports)
        .add_service(rubrics)
        .add_service(health)
        .add_service(reflection().build_v1()?)
        .add_service(reflection().build_v1alpha()?);
    let readiness = Readiness::default();
    readiness.set(true);
    let routes = http::doors(routes, gate, tls.is_some(), metrics.clone(), &origins, limits, readiness.clone());
    let (drain, draining) = oneshot::channel::<()>();
    let mut server = pin!(async move {
        let serving = Server::builder().accept_http1(true).http2_keepalive_interval(Some(KEEPALIVE)).add_routes(routes);
        let drained = async {
            // Also where the sender is gone.
            let _ended = draining.await;
        };
        match tls {
            Some(tls) => serving.serve_with_incoming_shutdown(tls::incoming(listener, tls), drained).await,
            None => {
                let incoming = TcpIncoming::from(listener).with_nodelay(Some(true));
                serving.serve_with_incoming_shutdown(incoming, drained).await
            }
        }
    });

    // Until the calls have ended, and as long as anybody reads it; it holds nothing that must not be lost.
    let mut figures = JoinSet::new();
    if let Some((listener, metrics)) = metrics_listener.zip(metrics) {
        figures.spawn(metrics::serve(listener, metrics));
    }

    tokio::select! {
        ended = &mut server => return Ok(ended?),
        () = shutdown => {}
    }
    readiness.set(false);
    health_reporter.set_not_serving::<GradingServiceServer<Grading>>().await;
    health_reporter.set_not_serving::<InspectionServiceServer<Inspecting>>().await;
    health_reporter.set_not_serving::<JobServiceServer<Classes>>().await;
    health_reporter.set_not_serving::<ReportServiceServer<Reports>>().await;
    health_reporter.set_not_serving::<RubricServiceServer<Rubrics>>().await;
    // Calls that watch a job end with it.
    if let Some(jobs) = &jobs {
        jobs.stop();
    }
    drop(drain);
    let drained = tokio::time::timeout(limits.drain, server).await;
    if let Some(jobs) = jobs {
        spawn_blocking(move || jobs.end()).await?;
    }
    if let Some(store) = store {
        store.close().await;
    }
    match drained {
        Ok(ended) => Ok(ended?),
        Err(_) => {
            tracing::warn!(
                seconds = limits.drain.as_secs(),
                "calls were still open after the shutdown and are cut off"
            );
            Ok(())
        }
    }
}

/// An origin as browsers send it.
fn origin(origin: String) -> Result<HeaderValue, ServeError> {
    let sound = origin.split_once("://").is_some_and(|(scheme, host)| {
        matches!(scheme, "http" | "https") && !host.is_empty() && !host.contains(['/', '*', ' '])
    });
    let header = HeaderValue::try_from(&origin).ok().filter(|_| sound);
    header.ok_or(ServeError::Origin(origin))
}

fn reflection() -> Reflection<'static> {
    Reflection::configure()
        .register_encoded_file_descriptor_set(DESCRIPTORS)
        .register_encoded_file_descriptor_set(HEALTH_DESCRIPTORS)
}

/// Loads all that the first answer would otherwise wait for.
fn load() {
    warm_up();
    shipped_ids().into_iter().filter_map(shipped).for_each(drop);
}

// === impl Limits ===

impl Default for Limits {
    fn default() -> Self {
        Self {
            message_bytes: 4 << 20,
            text_bytes: 1 << 20,
            open_calls: 1024,
            deep_waiting: 20,
            upload_idle: Duration::from_mins(1),
            drain: Duration::from_secs(25),
        }
    }
}
