//! `JobService`: classes that are marked in the background. Knows nothing of how jobs are kept.

mod messages;
mod requests;

use std::pin::Pin;
use std::sync::Arc;

use tokio::sync::{Notify, mpsc};
use tokio::task::spawn_blocking;
use tokio::time::timeout;
use tokio_stream::wrappers::ReceiverStream;
use tokio_stream::{Stream, StreamExt};
use tonic::{Request, Response, Status, Streaming};
use tracing::info;

use super::Limits;
use super::access::{Caller, caller};
use super::errors::{CallError, Fault};
use super::shelf::Shelf;
use crate::jobs::{JobError, JobState, JobView, Jobs, Upload, Watcher};
use crate::tenant::Tenant;
use crate::wire::pb::create_job_stream_request::Part;
use crate::wire::pb::job_service_server::JobService;
use crate::wire::{pb, result_into_pb, unread_into_pb};
use messages::job_into_pb;

/// The service. One serves all connections.
pub(super) struct Classes {
    limits: Limits,
    shelf: Arc<Shelf>,
    jobs: Option<Arc<Jobs>>,
}

/// What of a job follows the start of a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Follows {
    Chunks,
    Submissions,
}

/// States of a job that wait for a slow watcher: the next one is looked at when it can be sent.
const STATES_WAITING: usize = 1;
/// Items on a page where the request does not say.
const PAGE_SIZE: usize = 50;
/// The most items on a page.
const PAGE_SIZE_MAX: i32 = 1000;

// === impl Classes ===

impl Classes {
    pub(super) fn new(limits: Limits, shelf: Arc<Shelf>, jobs: Option<Arc<Jobs>>) -> Self {
        Self { limits, shelf, jobs }
    }

    /// Does something with the jobs away from the async worker.
    async fn ask<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&Jobs) -> Result<T, JobError> + Send + 'static,
    ) -> Result<T, CallError> {
        let jobs = Arc::clone(self.jobs.as_ref().ok_or(CallError::NoJobs)?);
        away(move || Ok(ask(&jobs)?)).await
    }

    /// Begins a job.
    async fn begin(
        &self,
        tenant: &Tenant,
        job_id: String,
        settings: Option<pb::JobSettings>,
        file_name: String,
        file_field: &'static str,
    ) -> Result<Upload, CallError> {
        let jobs = Arc::clone(self.jobs.as_ref().ok_or(CallError::NoJobs)?);
        let settings = settings.unwrap_or_default();
        let rubrics = requests::look_up(&self.shelf, tenant, &settings.rubrics).await?;
        let tenant = tenant.clone();
        away(move || {
            let plan = requests::plan(&rubrics, tenant, job_id, settings, &file_name, file_field)?;
            Ok(jobs.upload(plan)?)
        })
        .await
    }

    /// The next part of a stream, for which it is not waited for ever.
    async fn next<T>(&self, parts: &mut Streaming<T>) -> Result<Option<T>, Status> {
        let idle = self.limits.upload_idle;
        let part = timeout(idle, parts.message()).await;
        part.unwrap_or_else(|_| Err(CallError::UploadIdle(idle.as_secs()).into()))
    }

    async fn receive(
        &self,
        tenant: &Tenant,
        mut parts: Streaming<pb::CreateJobStreamRequest>,
    ) -> Result<JobView, Status> {
        let first = self.next(&mut parts).await?.and_then(|message| message.part);
        let Some(Part::Start(pb::JobStart { job_id, settings, file_name })) = first else {
            return Err(CallError::Invalid(vec![Fault::stream("the first part is no start; begin with one")]).into());
        };
        let follows = if file_name.is_empty() { Follows::Submissions } else { Follows::Chunks };
        let mut upload = self.begin(tenant, job_id, settings, file_name, "start.file_name").await?;
        while let Some(message) = self.next(&mut parts).await? {
            upload = away(move || {
                take(&mut upload, message.part, follows)?;
                Ok(upload)
            })
            .await?;
        }
        Ok(away(move || Ok(upload.finish()?)).await?)
    }
}

/// Takes the next part of a stream.
fn take(upload: &mut Upload, part: Option<Part>, follows: Follows) -> Result<(), CallError> {
    let fault = |what| Err(CallError::Invalid(vec![Fault::stream(what)]));
    match (part, follows) {
        (Some(Part::Chunk(bytes)), Follows::Chunks) => Ok(upload.write(&bytes)?),
        (Some(Part::Submission(message)), Follows::Submissions) => Ok(upload.submit(&requests::submission(message)?)?),
        (Some(Part::Start(_)), _) => fault("a start stands behind the first part; send it once"),
        (Some(Part::Submission(_)), Follows::Chunks) => {
            fault("a submission stands in a stream with the name of a file; leave the name out, or send its chunks")
        }
        (Some(Part::Chunk(_)), Follows::Submissions) => {
            fault("a chunk stands in a stream without the name of a file; give the name in the start")
        }
        (None, _) => fault("is not given; give a chunk or a submission"),
    }
}

/// Works away from the async worker.
pub(super) async fn away<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, CallError> + Send + 'static,
) -> Result<T, CallError> {
    spawn_blocking(work).await.map_err(|_| CallError::BrokenOff)?
}

fn page_size(size: i32) -> Result<usize, CallError> {
    match size {
        0 => Ok(PAGE_SIZE),
        1..=PAGE_SIZE_MAX => Ok(usize::try_from(size).unwrap_or(PAGE_SIZE)),
        _ => Err(CallError::Invalid(vec![Fault::page_size(size, PAGE_SIZE_MAX)])),
    }
}

fn has_ended(job: &JobView) -> bool {
    match job.state {
        JobState::Queued | JobState::Running => false,
        JobState::Succeeded | JobState::Failed | JobState::Cancelled => true,
    }
}

/// Changes of a job since they were last waited for.
struct Changes {
    has_come: Arc<Notify>,
    /// Is called at each change for as long as it is here.
    _watcher: Arc<Watcher>,
}

// === impl Changes ===

impl Changes {
    fn of(jobs: &Jobs, tenant: &Tenant, id: &str) -> Result<Self, JobError> {
        let has_come = Arc::new(Notify::new());
        let tell = Arc::clone(&has_come);
        let watcher: Arc<Watcher> = Arc::new(move || tell.notify_one());
        jobs.watch(tenant, id, &watcher)?;
        Ok(Self { has_come, _watcher: watcher })
    }
}

/// Sends how a job is, now and at each change, until it has ended, whoever watches has gone, or the server shuts down.
async fn watch(
    jobs: Arc<Jobs>,
    caller: Caller,
    id: String,
    changes: Changes,
    send: mpsc::Sender<Result<pb::WatchJobResponse, Status>>,
) {
    let mut last = None;
    loop {
        // Read before the job: of one that ended before the server did, the end is told.
        let is_stopping = jobs.is_stopping();
        let job = match jobs.get(&caller.tenant, &id) {
            Ok(job) => job,
            Err(error) => {
                let _gone = send.send(Err(error.into())).await;
                return;
            }
        };
        let is_end = has_ended(&job);
        if last.as_ref() != Some(&job) {
            last = Some(job.clone());
            if send.send(Ok(pb::WatchJobResponse { job: Some(job_into_pb(job)) })).await.is_err() {
                return;
            }
        }
        if is_end {
            return;
        }
        if let Err(error) = caller.is_still_let_in().await {
            let _gone = send.send(Err(error.into())).await;
            return;
        }
        if is_stopping {
            let _gone = send.send(Err(JobError::ShuttingDown.into())).await;
            return;
        }
        tokio::select! {
            // Of a job that is gone nothing more is told but that.
            () = changes.has_come.notified() => {}
            () = send.closed() => return,
        }
    }
}

#[tonic::async_trait]
impl JobService for Classes {
    type WatchJobStream = Pin<Box<dyn Stream<Item = Result<pb::WatchJobResponse, Status>> + Send>>;

    async fn create_job(
        self: Arc<Self>,
        request: Request<pb::CreateJobRequest>,
    ) -> Result<Response<pb::CreateJobResponse>, Status> {
        let tenant = caller(&request)?.tenant;
        let pb::CreateJobRequest { job_id, settings, file } = request.into_inner();
        let pb::JobFile { name, content } = file.unwrap_or_default();
        let mut upload = self.begin(&tenant, job_id, settings, name, "file.name").await?;
        let job = away(move || {
            upload.write(&content)?;
            Ok(upload.finish()?)
        });
        let job = job.await?;
        info!(rpc = "CreateJob", job_id = job.id, bytes = job.input_bytes);
        Ok(Response::new(pb::CreateJobResponse { job: Some(job_into_pb(job)) }))
    }

    async fn create_job_stream(
        self: Arc<Self>,
        request: Request<Streaming<pb::CreateJobStreamRequest>>,
    ) -> Result<Response<pb::CreateJobStreamResponse>, Status> {
        let tenant = caller(&request)?.tenant;
        let job = self.receive(&tenant, request.into_inner()).await?;
        info!(rpc = "CreateJobStream", job_id = job.id, bytes = job.input_bytes);
        Ok(Response::new(pb::CreateJobStreamResponse { job: Some(job_into_pb(job)) }))
    }

    async fn get_job(
        self: Arc<Self>,
        request: Request<pb::GetJobRequest>,
    ) -> Result<Response<pb::GetJobResponse>, Status> {
        let tenant = caller(&request)?.tenant;
        let pb::GetJobRequest { job_id } = request.into_inner();
        let job = self.ask(move |jobs| jobs.get(&tenant, &job_id)).await?;
        Ok(Response::new(pb::GetJobResponse { job: Some(job_into_pb(job)) }))
    }

    async fn watch_job(
        self: Arc<Self>,
        request: Request<pb::WatchJobRequest>,
    ) -> Result<Response<Self::WatchJobStream>, Status> {
        let caller = caller(&request)?;
        let pb::WatchJobRequest { job_id } = request.into_inner();
        let jobs = Arc::clone(self.jobs.as_ref().ok_or(CallError::NoJobs)?);
        let changes = Changes::of(&jobs, &caller.tenant, &job_id)?;
        let (send, receive) = mpsc::channel(STATES_WAITING);
        tokio::spawn(watch(jobs, caller, job_id, changes, send));
        Ok(Response::new(Box::pin(ReceiverStream::new(receive).fuse())))
    }

    async fn list_jobs(
        self: Arc<Self>,
        request: Request<pb::ListJobsRequest>,
    ) -> Result<Response<pb::ListJobsResponse>, Status> {
        let tenant = caller(&request)?.tenant;
        let pb::ListJobsRequest { page_size: size, page_token } = request.into_inner();
        let size = page_size(size)?;
        let before = if page_token.is_empty() { None } else { Some(page_token.parse()) };
        let before = before.transpose().map_err(|_| CallError::Invalid(vec![Fault::page_token()]))?;
        let (jobs, next) = self.ask(move |jobs| Ok(jobs.list(&tenant, size, before))).await?;
        let next_page_token = next.map(|next| next.to_string()).unwrap_or_default();
        Ok(Response::new(pb::ListJobsResponse { jobs: jobs.into_iter().map(job_into_pb).collect(), next_page_token }))
    }

    async fn list_job_results(
        self: Arc<Self>,
        request: Request<pb::ListJobResultsRequest>,
    ) -> Result<Response<pb::ListJobResultsResponse>, Status> {
        let tenant = caller(&request)?.tenant;
        let pb::ListJobResultsRequest { job_id, page_size: size, page_token } = request.into_inner();
        let size = page_size(size)?;
        let read = move |jobs: &Jobs| {
            let listed = jobs.results(&tenant, &job_id, size, &page_token)?;
            let results = listed.items.into_iter().map(|marked| result_into_pb(marked.number, marked.entry)).collect();
            Ok(pb::ListJobResultsResponse { results, next_page_token: listed.next })
        };
        Ok(Response::new(self.ask(read).await?))
    }

    async fn list_job_problems(
        self: Arc<Self>,
        request: Request<pb::ListJobProblemsRequest>,
    ) -> Result<Response<pb::ListJobProblemsResponse>, Status> {
        let tenant = caller(&request)?.tenant;
        let pb::ListJobProblemsRequest { job_id, page_size: size, page_token } = request.into_inner();
        let size = page_size(size)?;
        let listed = self.ask(move |jobs| jobs.problems(&tenant, &job_id, size, &page_token)).await?;
        let problems = listed.items.into_iter().map(unread_into_pb).collect();
        Ok(Response::new(pb::ListJobProblemsResponse { problems, next_page_token: listed.next }))
    }

    async fn cancel_job(
        self: Arc<Self>,
        request: Request<pb::CancelJobRequest>,
    ) -> Result<Response<pb::CancelJobResponse>, Status> {
        let tenant = caller(&request)?.tenant;
        let pb::CancelJobRequest { job_id } = request.into_inner();
        let job = self.ask(move |jobs| jobs.cancel(&tenant, &job_id)).await?;
        info!(rpc = "CancelJob", job_id = job.id);
        Ok(Response::new(pb::CancelJobResponse { job: Some(job_into_pb(job)) }))
    }

    async fn delete_job(
        self: Arc<Self>,
        request: Request<pb::DeleteJobRequest>,
    ) -> Result<Response<pb::DeleteJobResponse>, Status> {
        let tenant = caller(&request)?.tenant;
        let pb::DeleteJobRequest { job_id } = request.into_inner();
        let deleted = self.ask(move |jobs| jobs.delete(&tenant, &job_id).map(|()| job_id)).await?;
        info!(rpc = "DeleteJob", job_id = deleted);
        Ok(Response::new(pb::DeleteJobResponse {}))
    }
}
