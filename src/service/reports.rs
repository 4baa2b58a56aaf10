//! `ReportService`: reports for people on jobs, in parts. Knows nothing of what stands in them.

use std::fs::File;
use std::io::{self, Read};
use std::pin::Pin;
use std::sync::Arc;

use tokio::sync::mpsc;
use tokio::task::spawn_blocking;
use tokio_stream::Stream;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Request, Response, Status};

use super::access::caller;
use super::errors::CallError;
use super::grading::language_from_pb;
use super::jobs::away;
use crate::feedback::Language;
use crate::jobs::{JobError, Jobs, Report, ReportFile};
use crate::tenant::Tenant;
use crate::wire::pb;
use crate::wire::pb::report_service_server::ReportService;

/// The service. One serves all connections.
pub(super) struct Reports {
    jobs: Option<Arc<Jobs>>,
}

type Parts<T> = Pin<Box<dyn Stream<Item = Result<T, Status>> + Send>>;

/// Bytes of a part: well below the 4 MiB that clients take.
const PART_BYTES: usize = 1 << 20;
/// Parts that are read ahead of what is sent.
const PARTS_WAITING: usize = 2;

// === impl Reports ===

impl Reports {
    pub(super) fn new(jobs: Option<Arc<Jobs>>) -> Self {
        Self { jobs }
    }

    fn jobs(&self) -> Result<Arc<Jobs>, CallError> {
        self.jobs.as_ref().map(Arc::clone).ok_or(CallError::NoJobs)
    }

    async fn files(
        &self,
        tenant: Tenant,
        id: String,
        report: Report,
        language: i32,
    ) -> Result<Vec<ReportFile>, CallError> {
        let (jobs, language) = (self.jobs()?, chosen(language)?);
        away(move || Ok(jobs.report(&tenant, &id, report, language)?)).await
    }
}

/// The language that is asked for; none where it is to be the job's.
fn chosen(language: i32) -> Result<Option<Language>, CallError> {
    let known = language_from_pb(language).map_err(|fault| CallError::Invalid(vec![fault]))?;
    Ok((language != i32::from(pb::Language::Unspecified)).then_some(known))
}

/// The files part by part, read while they are sent.
fn parts<T: Send + 'static>(files: Vec<ReportFile>, part: fn(&str, Vec<u8>) -> T) -> Parts<T> {
    let (send, receive) = mpsc::channel(PARTS_WAITING);
    spawn_blocking(move || {
        let outcome =
            files.iter().try_for_each(|file| send_file(file, |bytes| send.blocking_send(Ok(part(&file.name, bytes)))));
        // Where nobody listens any more, nothing is wrong.
        if let Err(error) = outcome
            && error.kind() != io::ErrorKind::BrokenPipe
        {
            let _gone = send.blocking_send(Err(JobError::Storage(error.to_string()).into()));
        }
    });
    Box::pin(ReceiverStream::new(receive))
}

fn send_file<E>(file: &ReportFile, mut send: impl FnMut(Vec<u8>) -> Result<(), E>) -> io::Result<()> {
    let mut source = File::open(&file.path)?;
    loop {
        let mut bytes = Vec::new();
        source.by_ref().take(PART_BYTES as u64).read_to_end(&mut bytes)?;
        if bytes.is_empty() {
            return Ok(());
        }
        send(bytes).map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))?;
    }
}

#[tonic::async_trait]
impl ReportService for Reports {
    type GetClassReportStream = Parts<pb::GetClassReportResponse>;
    type GetMarkedWorkbookStream = Parts<pb::GetMarkedWorkbookResponse>;

    async fn get_class_report(
        self: Arc<Self>,
        request: Request<pb::GetClassReportRequest>,
    ) -> Result<Response<Self::GetClassReportStream>, Status> {
        let tenant = caller(&request)?.tenant;
        let pb::GetClassReportRequest { job_id, language, include_sheets } = request.into_inner();
        let report = if include_sheets { Report::PageWithSheets } else { Report::Page };
        let files = self.files(tenant, job_id, report, language).await?;
        let part = |path: &str, data| pb::GetClassReportResponse { path: path.to_owned(), data };
        Ok(Response::new(parts(files, part)))
    }

    async fn get_marked_workbook(
        self: Arc<Self>,
        request: Request<pb::GetMarkedWorkbookRequest>,
    ) -> Result<Response<Self::GetMarkedWorkbookStream>, Status> {
        let tenant = caller(&request)?.tenant;
        let pb::GetMarkedWorkbookRequest { job_id, language } = request.into_inner();
        let files = self.files(tenant, job_id, Report::Workbook, language).await?;
        Ok(Response::new(parts(files, |_, data| pb::GetMarkedWorkbookResponse { data })))
    }

    async fn get_sheet(
        self: Arc<Self>,
        request: Request<pb::GetSheetRequest>,
    ) -> Result<Response<pb::GetSheetResponse>, Status> {
        let tenant = caller(&request)?.tenant;
        let pb::GetSheetRequest { job_id, number, language } = request.into_inner();
        let (jobs, language) = (self.jobs()?, chosen(language)?);
        let number = usize::try_from(number).unwrap_or(usize::MAX);
        let html = away(move || Ok(jobs.sheet(&tenant, &job_id, number, language)?)).await?;
        Ok(Response::new(pb::GetSheetResponse { html }))
    }
}
