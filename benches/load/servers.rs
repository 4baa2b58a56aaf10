//! The servers that are held against each other, each in a process of its own.

use std::hint::black_box;
use std::io::Write;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::net::TcpListener;
use tokio_stream::{Stream, StreamExt};
use tonic::transport::Server;
use tonic::transport::server::TcpIncoming;
use tonic::{Request, Response, Status, Streaming};
use yuejuan::service::serve;
use yuejuan::wire::pb;
use yuejuan::wire::pb::grade_stream_response::Result as StreamResult;
use yuejuan::wire::pb::grading_service_server::{GradingService, GradingServiceServer};

use super::Failure;
use super::cases::cases;
use super::meter::{Grading, Meter, gradings, process_nanos};

/// A kind of server.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Answers with prebuilt responses.
    Echo,
    /// The same, each response one string.
    FlatEcho,
    /// Marks.
    Real,
}

/// Serves until the standard input is closed, which also happens where the driver dies. Answers each line of it with
/// its CPU time so far in nanoseconds, and the [`Grading`] of each case so far.
pub fn serve_as_child(kind: Kind) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        writeln!(std::io::stdout(), "{}", listener.local_addr()?)?;
        let closed = async {
            let _ended = tokio::task::spawn_blocking(report_until_closed).await;
        };
        if kind == Kind::Real {
            tracing::subscriber::set_global_default(Meter)?;
            return Ok(serve(listener, closed).await?);
        }
        let responses = cases()?.iter().map(|case| case.response(kind == Kind::FlatEcho)).collect();
        let echo = Echo { responses, next: AtomicUsize::new(0) };
        let echo = Server::builder().add_service(GradingServiceServer::new(echo));
        Ok(echo.serve_with_incoming_shutdown(TcpIncoming::from(listener).with_nodelay(Some(true)), closed).await?)
    })
}

fn report_until_closed() -> Result<(), Failure> {
    for _asked in std::io::stdin().lines() {
        let mut line = process_nanos().to_string();
        for (case, Grading { count, measured, nanos }) in gradings() {
            line += &format!(" {case} {count} {measured} {nanos}");
        }
        writeln!(std::io::stdout(), "{line}")?;
    }
    Ok(())
}

// === impl Kind ===

impl Kind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Echo => "echo",
            Self::FlatEcho => "flat-echo",
            Self::Real => "real",
        }
    }

    pub fn named(name: &str) -> Result<Self, Failure> {
        let kinds = [Self::Echo, Self::FlatEcho, Self::Real];
        Ok(kinds.into_iter().find(|kind| kind.name() == name).ok_or("no such server")?)
    }
}

/// Answers with the prebuilt responses to all cases in turn, whatever the request.
struct Echo {
    responses: Vec<pb::GradeResponse>,
    next: AtomicUsize,
}

// === impl Echo ===

impl Echo {
    fn response(&self) -> pb::GradeResponse {
        self.responses[self.next.fetch_add(1, Ordering::Relaxed) % self.responses.len()].clone()
    }
}

#[tonic::async_trait]
impl GradingService for Echo {
    type GradeStreamStream = Pin<Box<dyn Stream<Item = Result<pb::GradeStreamResponse, Status>> + Send>>;

    async fn grade(self: Arc<Self>, request: Request<pb::GradeRequest>) -> Result<Response<pb::GradeResponse>, Status> {
        black_box(request.into_inner());
        Ok(Response::new(self.response()))
    }

    async fn grade_stream(
        self: Arc<Self>,
        request: Request<Streaming<pb::GradeStreamRequest>>,
    ) -> Result<Response<Self::GradeStreamStream>, Status> {
        let answers = request.into_inner().map(move |request| {
            let submission_id = request?.submission.unwrap_or_default().submission_id;
            let result = self.response().feedback.map(StreamResult::Feedback);
            Ok(pb::GradeStreamResponse { submission_id, result })
        });
        Ok(Response::new(Box::pin(answers)))
    }
}
