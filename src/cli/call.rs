//! `yuejuan call`: one call of a running server from the shell. Knows connections and JSON; what the methods do is the
//! server's.

use std::io::{self, BufRead, BufReader, IsTerminal, Read, Write};
use std::path::Path;
use std::thread;
use std::time::Duration;

use anyhow::Context;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::client::Grpc;
use tonic::codegen::http::uri::PathAndQuery;
use tonic::metadata::AsciiMetadataValue;
use tonic::transport::{Certificate, Channel, ClientTlsConfig, Endpoint, Identity};
use tonic::{Request, Status};

use super::args::CallArgs;
use super::outcome::{Outcome, UsageError, complain, say};
use crate::service::status_json;
use crate::wire::{Method, Raw, methods};

/// Environment variable with the API key: arguments can be seen by others.
const KEY_VARIABLE: &str = "YUEJUAN_KEY";
/// How long a server may take to take the connection.
const CONNECT: Duration = Duration::from_secs(5);
/// Requests that are read ahead of the server.
const AHEAD: usize = 16;

/// Calls a method, or lists the methods where none is named.
///
/// # Errors
///
/// Where the method is none, a request cannot be read, or no server answers; not where the server answers with an error.
pub(super) fn run(args: &CallArgs) -> anyhow::Result<Outcome> {
    let Some(name) = &args.method else {
        methods().iter().try_for_each(|method| say(format_args!("{:22} {}", name_of(method), method.grpc_path)))?;
        return Ok(Outcome::Done);
    };
    let method = find(name)?;
    let requests = open(method, args.request.as_deref())?;
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().context("no runtime can be made")?;
    runtime.block_on(call(args, method, requests))
}

/// `get-rubric` of `/v1/get-rubric`.
fn name_of(method: &Method) -> &'static str {
    method.json_path.rsplit('/').next().unwrap_or_default()
}

/// By its name in any way of writing it: `get-rubric`, `GetRubric`, `RubricService/GetRubric`.
fn find(name: &str) -> Result<&'static Method, UsageError> {
    let letters = |name: &str| name.chars().filter(|c| !matches!(c, '-' | '_')).collect::<String>().to_lowercase();
    let wanted = letters(name.rsplit('/').next().unwrap_or_default());
    let found = methods().iter().find(|method| letters(name_of(method)) == wanted);
    found.ok_or_else(|| UsageError(format!("{name} is no method; `yuejuan call` lists them")))
}

/// Where the requests come from: what was written on the command line, a file, or stdin.
fn open(method: &Method, written: Option<&str>) -> Result<Box<dyn Read + Send>, UsageError> {
    let given = |text: &str| -> Box<dyn Read + Send> { Box::new(io::Cursor::new(text.as_bytes().to_vec())) };
    match written {
        Some("-") => Ok(Box::new(io::stdin())),
        Some(text) => match text.strip_prefix('@') {
            Some(path) => {
                let file = std::fs::File::open(path).map_err(|error| UsageError(format!("{path}: {error}")))?;
                Ok(Box::new(file))
            }
            None => Ok(given(text)),
        },
        None if method.asks_in_lines && !io::stdin().is_terminal() => Ok(Box::new(io::stdin())),
        None if method.asks_in_lines => {
            Err(UsageError("this method takes requests a line each; give `-` for stdin or @FILE".to_owned()))
        }
        None => Ok(given("{}")),
    }
}

async fn call(args: &CallArgs, method: &'static Method, requests: Box<dyn Read + Send>) -> anyhow::Result<Outcome> {
    let channel = connect(args).await?;
    let (sender, receiver) = mpsc::channel(AHEAD);
    // Reading blocks, so that it has a thread of its own; it ends where nobody takes the requests any more.
    let (tell, told) = std::sync::mpsc::channel();
    thread::spawn(move || {
        if let Err(error) = read(method, requests, &sender) {
            // Told before the requests end, and so before the server answers to their end.
            let _ = tell.send(error);
        }
    });
    let mut request = Request::new(ReceiverStream::new(receiver));
    if let Some(seconds) = args.timeout {
        request.set_timeout(Duration::from_secs(seconds));
    }
    if let Some(key) = std::env::var(KEY_VARIABLE).ok().filter(|key| !key.is_empty()) {
        let bearer = AsciiMetadataValue::try_from(format!("Bearer {key}"));
        let bearer = bearer.map_err(|_| UsageError(format!("{KEY_VARIABLE} holds no API key")))?;
        request.metadata_mut().insert("authorization", bearer);
    }
    let answered = answers(channel, method, request).await;
    // Who still waits for stdin is left behind.
    if let Ok(error) = told.try_recv() {
        return Err(error.into());
    }
    match answered? {
        Ok(()) => Ok(Outcome::Done),
        Err(status) => {
            complain(status_json(&status));
            Ok(Outcome::SomeFailed)
        }
    }
}

async fn connect(args: &CallArgs) -> anyhow::Result<Channel> {
    let server = &args.server;
    let wrong = |error: tonic::transport::Error| {
        UsageError(format!("{server} is no address of a server: {error}; give for instance http://127.0.0.1:50051"))
    };
    let mut endpoint = Endpoint::from_shared(server.clone()).map_err(wrong)?.connect_timeout(CONNECT);
    if server.starts_with("https://") {
        let mut tls = match &args.authority {
            Some(path) => ClientTlsConfig::new().ca_certificate(Certificate::from_pem(pem(path)?)),
            None => ClientTlsConfig::new().with_enabled_roots(),
        };
        if let (Some(certificate), Some(key)) = (&args.certificate, &args.certificate_key) {
            tls = tls.identity(Identity::from_pem(pem(certificate)?, pem(key)?));
        }
        endpoint = endpoint.tls_config(tls).map_err(wrong)?;
    }
    endpoint.connect().await.with_context(|| format!("no server answers at {server}; start one with `yuejuan serve`"))
}

fn pem(path: &Path) -> Result<Vec<u8>, UsageError> {
    std::fs::read(path).map_err(|error| UsageError(format!("{}: {error}; check the path", path.display())))
}

/// Writes the answers, a line of JSON each; the inner error is the server's.
async fn answers(
    channel: Channel,
    method: &'static Method,
    request: Request<ReceiverStream<Vec<u8>>>,
) -> anyhow::Result<Result<(), Status>> {
    let mut client = Grpc::new(channel).max_decoding_message_size(usize::MAX);
    client.ready().await.context("the connection broke off")?;
    let path = PathAndQuery::from_static(method.grpc_path);
    let mut stream = match client.streaming(request, path, Raw).await {
        Ok(response) => response.into_inner(),
        Err(status) => return Ok(Err(status)),
    };
    loop {
        match stream.message().await {
            Ok(Some(message)) => {
                let mut out = io::stdout().lock();
                out.write_all(&method.response(&message)?)?;
                out.write_all(b"\n")?;
                out.flush()?;
            }
            Ok(None) => return Ok(Ok(())),
            Err(status) => return Ok(Err(status)),
        }
    }
}

/// Sends the requests in their wire form: all of it as one, or a line each.
fn read(method: &Method, requests: impl Read, to: &mpsc::Sender<Vec<u8>>) -> Result<(), UsageError> {
    let unreadable = |error: io::Error| UsageError(format!("the request cannot be read: {error}"));
    let mut requests = BufReader::new(requests);
    if !method.asks_in_lines {
        let mut json = Vec::new();
        requests.read_to_end(&mut json).map_err(unreadable)?;
        let message = method.request(&json).map_err(|error| UsageError(format!("the request {error}")))?;
        // Nobody takes it where the call has failed, which is told.
        let _ = to.blocking_send(message);
        return Ok(());
    }
    for (number, line) in (1..).zip(requests.split(b'\n')) {
        let line = line.map_err(unreadable)?;
        if line.trim_ascii().is_empty() {
            continue;
        }
        let message = method.request(&line).map_err(|error| UsageError(format!("request {number}: it {error}")))?;
        if to.blocking_send(message).is_err() {
            break;
        }
    }
    Ok(())
}
