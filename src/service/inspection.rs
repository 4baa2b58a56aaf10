//! `InspectionService`: texts in, inspections out. Knows nothing of connections or of how elements are recognised.

use tokio::task::spawn_blocking;
use tonic::{Request, Response, Status};
use tracing::debug;

use super::Limits;
use super::errors::{CallError, Fault};
use super::grading::{INLINE_MAX_BYTES, language_from_pb};
use crate::feedback::Language;
use crate::inspection::inspect;
use crate::rubric::{Genre, genre};
use crate::wire::pb::inspection_service_server::InspectionService;
use crate::wire::{inspection_into_pb, pb};

/// The service. One serves all connections.
pub(super) struct Inspecting {
    limits: Limits,
}

/// A request of which nothing can fail any more.
struct Task {
    text: String,
    genre: Option<&'static Genre>,
    language: Language,
}

// === impl Inspecting ===

impl Inspecting {
    pub(super) fn new(limits: Limits) -> Self {
        Self { limits }
    }

    /// Checks a request; reports all that is wrong with it at once.
    fn check(&self, request: pb::InspectTextRequest) -> Result<Task, CallError> {
        let pb::InspectTextRequest { text, genre: name, language } = request;
        let mut faults = Vec::new();
        if text.len() > self.limits.text_bytes {
            faults.push(Fault::text_too_long("text", text.len(), self.limits.text_bytes));
        }
        let found = genre(&name);
        if found.is_none() && !name.is_empty() {
            faults.push(Fault::genre_unknown(&name));
        }
        let language = language_from_pb(language).unwrap_or_else(|fault| {
            faults.push(fault);
            Language::default()
        });
        if faults.is_empty() { Ok(Task { text, genre: found, language }) } else { Err(CallError::Invalid(faults)) }
    }
}

#[tonic::async_trait]
impl InspectionService for Inspecting {
    async fn inspect_text(
        self: std::sync::Arc<Self>,
        request: Request<pb::InspectTextRequest>,
    ) -> Result<Response<pb::InspectTextResponse>, Status> {
        let task = self.check(request.into_inner())?;
        debug!(rpc = "InspectText", bytes = task.text.len());
        let inline = task.text.len() <= INLINE_MAX_BYTES;
        let inspect = move || {
            let Task { text, genre, language } = &task;
            inspection_into_pb(inspect(text, *genre, *language), text)
        };
        let response =
            if inline { inspect() } else { spawn_blocking(inspect).await.map_err(|_| CallError::BrokenOff)? };
        Ok(Response::new(response))
    }
}
