//! `yuejuan serve`: opens the socket and the log, and hands over to the service.

use std::future::Future;
use std::io::{self, IsTerminal, Write};
use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::sync::Arc;

use anyhow::Context;
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

use super::args::{JobLimitArgs, LogFormat, ServeArgs, Size};
use super::outcome::{Outcome, UsageError, complain};
use crate::jobs::{JobLimits, Jobs};
use crate::service::{Stock, Tls, TlsFiles};
use crate::{service, text};

/// Environment variable that chooses what is logged, in the syntax of tracing's filters.
const LOG_VARIABLE: &str = "YUEJUAN_LOG";
/// What is logged without it.
const DEFAULT_LOG: &str = "info";

/// Serves until ctrl-c or SIGTERM, then lets open calls end.
///
/// # Errors
///
/// Where the log filter is wrong, the address is taken or serving fails.
pub(super) fn run(args: &ServeArgs) -> anyhow::Result<Outcome> {
    start_log(args.log_format)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().context("no runtime can be made")?;
    let rubrics = args.rubrics.as_deref().map(super::rubric::read_folder).transpose()?.unwrap_or_default();
    let jobs = args.jobs.as_deref().map(|folder| Jobs::open(folder, limits(&args.limits))).transpose();
    let jobs = jobs.map_err(|error| UsageError(error.to_string()))?;
    let tls = tls(args).map(Tls::load).transpose().map_err(|error| UsageError(error.to_string()))?.map(Arc::new);
    let stock = Stock { rubrics, jobs, tls, metrics: None, origins: args.allow_origin.clone() };
    runtime.block_on(serve(args, stock))?;
    Ok(Outcome::Done)
}

fn tls(args: &ServeArgs) -> Option<TlsFiles> {
    let (certificate, key) = (args.tls_certificate.clone()?, args.tls_key.clone()?);
    Some(TlsFiles { certificate, key, client_authority: args.tls_client_authority.clone() })
}

fn limits(args: &JobLimitArgs) -> JobLimits {
    let JobLimitArgs { most, input, results, disk } = args;
    let usual = JobLimits::default();
    let bytes = |size: &Option<Size>, usual| size.map_or(usual, |Size(bytes)| bytes);
    JobLimits {
        jobs: most.map_or(usual.jobs, NonZeroUsize::get),
        input_bytes: bytes(input, usual.input_bytes),
        result_bytes: bytes(results, usual.result_bytes),
        disk_bytes: bytes(disk, usual.disk_bytes),
    }
}

async fn serve(args: &ServeArgs, mut stock: Stock) -> anyhow::Result<()> {
    let address = args.listen;
    let shutdown = shutdown().context("signals cannot be caught")?;
    text::warm_up();
    let (listener, address) = listen(address, "--listen").await?;
    if !address.ip().is_loopback() {
        complain(format_args!(
            "warning: {address} can be reached from other machines and there is no authentication yet; \
             anyone who reaches it can use it"
        ));
    }
    let metrics = match args.metrics_listen {
        Some(address) => Some(listen(address, "--metrics-listen").await?),
        None => None,
    };
    announce("listening", &format!("{}://{address}", if stock.tls.is_some() { "https" } else { "http" }))?;
    if let Some((listener, address)) = metrics {
        announce("metrics", &format!("http://{address}/metrics"))?;
        stock.metrics = Some(listener);
    }
    if let Some(tls) = stock.tls.clone() {
        reload_on_hangup(tls).context("signals cannot be caught")?;
    }
    service::serve_within(service::Limits::default(), stock, listener, shutdown).await.context("serving failed")
}

async fn listen(address: SocketAddr, flag: &str) -> anyhow::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind(address)
        .await
        .with_context(|| format!("cannot listen on {address}; name another address with {flag}"))?;
    let address = listener.local_addr().context("the socket has no address")?;
    Ok((listener, address))
}

/// Tells whoever started us where something is.
fn announce(what: &str, address: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{what} on {address}")?;
    out.flush()
}

/// Reads the certificates again at every SIGHUP. One that cannot be used leaves the old ones.
#[cfg(unix)]
fn reload_on_hangup(tls: Arc<Tls>) -> io::Result<()> {
    let mut hangup = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::hangup())?;
    tokio::spawn(async move {
        while hangup.recv().await.is_some() {
            if let Err(error) = tls.reload() {
                tracing::error!(%error, "the certificates could not be read again; the old ones stand");
            }
        }
    });
    Ok(())
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "as on systems that have the signal")]
fn reload_on_hangup(_: Arc<Tls>) -> io::Result<()> {
    Ok(())
}

/// Ends at the first ctrl-c or SIGTERM. Signals are caught from this call on, not from the first poll.
fn shutdown() -> io::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut interrupt = signal(SignalKind::interrupt())?;
        let mut terminate = signal(SignalKind::terminate())?;
        Ok(async move {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
            tracing::info!("shutting down");
        })
    }
    #[cfg(not(unix))]
    {
        let mut interrupt = tokio::signal::windows::ctrl_c()?;
        Ok(async move {
            interrupt.recv().await;
            tracing::info!("shutting down");
        })
    }
}

fn start_log(format: LogFormat) -> Result<(), UsageError> {
    let wanted = std::env::var(LOG_VARIABLE).unwrap_or_else(|_| DEFAULT_LOG.to_owned());
    let filter = EnvFilter::try_new(&wanted)
        .map_err(|error| UsageError(format!("{LOG_VARIABLE}={wanted} is no log filter: {error}; try `info`")))?;
    let colored = io::stderr().is_terminal();
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).with_ansi(colored);
    match format {
        LogFormat::Text => log.init(),
        LogFormat::Json => log.json().init(),
    }
    Ok(())
}
