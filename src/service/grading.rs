//! `GradingService`: requests in, feedback out. Knows nothing of connections or of how marks come about.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use tokio::task::{spawn_blocking, yield_now};
use tokio_stream::Stream;
use tonic::{Request, Response, Status, Streaming};
use tracing::{Instrument, Span, debug_span, field};

use super::Limits;
use super::access::{Caller, caller};
use super::cache::{self, RubricCache};
use super::errors::{CallError, Fault};
use super::metrics::Metrics;
use super::readers::Readers;
use super::shelf::Shelf;
use crate::feedback::Language;
use crate::grading::{Submission, grade_at};
use crate::rubric::{Depth, Rubric};
use crate::tenant::Tenant;
use crate::wire::pb::grade_request::RubricSource;
use crate::wire::pb::grade_stream_request::RubricSource as StreamRubricSource;
use crate::wire::pb::grade_stream_response::Result as StreamResult;
use crate::wire::pb::grading_service_server::GradingService;
use crate::wire::{depth_from_pb, feedback_into_pb, pb};

/// The service. One serves all connections.
pub(super) struct Grading {
    limits: Limits,
    shelf: Arc<Shelf>,
    rubrics: RubricCache,
    readers: Readers,
    metrics: Option<Arc<Metrics>>,
}

/// The responses of one stream. Reads the next request only when the response before has been taken, so that the
/// caller's flow control bounds what is held: one request.
pub(super) struct Answers {
    grading: Arc<Grading>,
    caller: Caller,
    /// Whether a submission has come: the first one is counted with the call.
    has_begun: bool,
    /// Whether the caller is not let in any more.
    has_ended: bool,
    requests: Streaming<pb::GradeStreamRequest>,
    /// What the last rubric source of the stream led to.
    rubric: FoundRubric,
    marking: Option<Marking>,
    span: Span,
}

type FoundRubric = Result<Arc<Rubric>, CallError>;
type Marking = Pin<Box<dyn Future<Output = Result<(pb::GradeStreamResponse, FoundRubric), CallError>> + Send>>;

/// Texts up to this many bytes are marked on the async worker: they take under a millisecond, and moving them to
/// another thread costs as much as marking a short one.
pub(super) const INLINE_MAX_BYTES: usize = 16 * 1024;

// === impl Grading ===

impl Grading {
    pub(super) fn new(limits: Limits, shelf: Arc<Shelf>, metrics: Option<Arc<Metrics>>) -> Self {
        Self { limits, shelf, rubrics: RubricCache::new(), readers: Readers::new(limits.deep_waiting), metrics }
    }

    async fn find(self: &Arc<Self>, tenant: &Tenant, source: Option<RubricSource>) -> FoundRubric {
        match source {
            None => Err(CallError::Invalid(vec![Fault::rubric_missing()])),
            Some(RubricSource::RubricId(id)) => Ok(Arc::clone(self.shelf.get(tenant, &id).await?.rubric())),
            Some(RubricSource::Rubric(rubric)) => {
                let key = cache::key(&rubric);
                if let Some(rubric) = self.rubrics.get(&key) {
                    return Ok(rubric);
                }
                let grading = Arc::clone(self);
                let compiled = spawn_blocking(move || grading.rubrics.compile(key, rubric)).await;
                compiled
                    .map_err(|_| CallError::BrokenOff)?
                    .map_err(|problems| CallError::Invalid(problems.into_iter().map(Fault::rubric_invalid).collect()))
            }
        }
    }

    /// Marks a submission by a rubric that was found or not; reports all that is wrong with the request at once.
    async fn mark(
        &self,
        rubric: FoundRubric,
        submission: Option<pb::Submission>,
        language: i32,
        reading: i32,
    ) -> Result<pb::Feedback, CallError> {
        let mut faults = Vec::new();
        let submission = submission.unwrap_or_else(|| {
            faults.push(Fault::submission_missing());
            pb::Submission::default()
        });
        if submission.text.len() > self.limits.text_bytes {
            faults.push(Fault::text_too_long("submission.text", submission.text.len(), self.limits.text_bytes));
        }
        let language = language_from_pb(language).unwrap_or_else(|fault| {
            faults.push(fault);
            Language::default()
        });
        let depth = depth_from_pb(reading).unwrap_or_else(|number| {
            faults.push(Fault::reading_unknown(number));
            None
        });
        match rubric {
            Ok(rubric) if faults.is_empty() => {
                let depth = depth.unwrap_or(rubric.reading);
                let feedback = self.mark_valid(rubric, submission, language, depth).await?;
                if let Some(metrics) = &self.metrics {
                    metrics.marked(&feedback);
                }
                Ok(feedback)
            }
            Err(CallError::Invalid(more)) => {
                faults.extend(more);
                Err(CallError::Invalid(faults))
            }
            Err(error) if faults.is_empty() => Err(error),
            Ok(_) | Err(_) => Err(CallError::Invalid(faults)),
        }
    }

    async fn mark_valid(
        &self,
        rubric: Arc<Rubric>,
        submission: pb::Submission,
        language: Language,
        depth: Depth,
    ) -> Result<pb::Feedback, CallError> {
        let is_short = submission.text.len() <= INLINE_MAX_BYTES;
        let mark = move || {
            let pb::Submission { submission_id: id, text } = &submission;
            let feedback = debug_span!("grading", bytes = text.len())
                .in_scope(|| grade_at(&rubric, &Submission { id, text, language }, depth));
            feedback_into_pb(feedback, text)
        };
        if is_short && depth == Depth::Fast {
            return Ok(mark());
        }
        let _counted = self.metrics.as_ref().filter(|_| depth == Depth::Deep).map(|metrics| metrics.deep_reading());
        // A call that is given up waits no longer, and is not read.
        let _place = match depth {
            Depth::Fast => None,
            Depth::Deep => Some(self.readers.place().await?),
        };
        spawn_blocking(mark).await.map_err(|_| CallError::BrokenOff)
    }
}

#[tonic::async_trait]
impl GradingService for Grading {
    type GradeStreamStream = Answers;

    async fn grade(self: Arc<Self>, request: Request<pb::GradeRequest>) -> Result<Response<pb::GradeResponse>, Status> {
        let tenant = caller(&request)?.tenant;
        let pb::GradeRequest { submission, rubric_source, language, reading } = request.into_inner();
        let span = debug_span!("call", rpc = "Grade", rubric_id = field::Empty, characters = field::Empty);
        let marking = async {
            let rubric = self.find(&tenant, rubric_source).await;
            record(&Span::current(), &rubric, submission.as_ref());
            self.mark(rubric, submission, language, reading).await
        };
        let feedback = marking.instrument(span).await?;
        // What waits to be marked goes first: then the answers pass through the code of the connection one after the
        // other, while it is in the caches. Marking pushes it out.
        yield_now().await;
        Ok(Response::new(pb::GradeResponse { feedback: Some(feedback) }))
    }

    async fn grade_stream(
        self: Arc<Self>,
        request: Request<Streaming<pb::GradeStreamRequest>>,
    ) -> Result<Response<Answers>, Status> {
        let caller = caller(&request)?;
        let rubric = Err(CallError::Invalid(vec![Fault::rubric_missing()]));
        let span = debug_span!("call", rpc = "GradeStream", rubric_id = field::Empty, characters = field::Empty);
        let requests = request.into_inner();
        let (has_begun, has_ended) = (false, false);
        Ok(Response::new(Answers {
            grading: self,
            caller,
            has_begun,
            has_ended,
            requests,
            rubric,
            marking: None,
            span,
        }))
    }
}

pub(super) fn language_from_pb(number: i32) -> Result<Language, Fault> {
    match pb::Language::try_from(number) {
        Ok(pb::Language::Unspecified | pb::Language::Chinese) => Ok(Language::Chinese),
        Ok(pb::Language::English) => Ok(Language::English),
        Err(_) => Err(Fault::language_unknown(number)),
    }
}

/// Notes in the call's span what is marked; the text itself is private.
fn record(span: &Span, rubric: &FoundRubric, submission: Option<&pb::Submission>) {
    if span.is_disabled() {
        return;
    }
    if let Ok(rubric) = rubric {
        span.record("rubric_id", &rubric.id);
    }
    if let Some(submission) = submission {
        span.record("characters", submission.text.chars().count());
    }
}

// === impl Answers ===

impl Answers {
    fn start(&mut self, request: pb::GradeStreamRequest) -> Marking {
        let pb::GradeStreamRequest { submission, rubric_source, language, reading } = request;
        let source = rubric_source.map(|source| match source {
            StreamRubricSource::RubricId(id) => RubricSource::RubricId(id),
            StreamRubricSource::Rubric(rubric) => RubricSource::Rubric(rubric),
        });
        let (grading, last, span) = (Arc::clone(&self.grading), self.rubric.clone(), self.span.clone());
        let (caller, is_first) = (self.caller.clone(), !std::mem::replace(&mut self.has_begun, true));
        Box::pin(async move {
            if !is_first {
                caller.take_turn().await?;
            }
            let rubric = if source.is_some() { grading.find(&caller.tenant, source).await } else { last };
            record(&span, &rubric, submission.as_ref());
            let submission_id = submission.as_ref().map(|submission| submission.submission_id.clone());
            let result = match grading.mark(rubric.clone(), submission, language, reading).await {
                Ok(feedback) => StreamResult::Feedback(feedback),
                Err(error) => StreamResult::Error(error.into()),
            };
            let submission_id = submission_id.unwrap_or_default();
            Ok((pb::GradeStreamResponse { submission_id, result: Some(result) }, rubric))
        })
    }
}

impl Stream for Answers {
    type Item = Result<pb::GradeStreamResponse, Status>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let answers = &mut *self;
        loop {
            if let Some(marking) = &mut answers.marking {
                let marked = ready!(marking.as_mut().poll(context));
                answers.marking = None;
                let (response, rubric) = match marked {
                    Ok(marked) => marked,
                    Err(error) => {
                        answers.has_ended = true;
                        return Poll::Ready(Some(Err(error.into())));
                    }
                };
                answers.rubric = rubric;
                return Poll::Ready(Some(Ok(response)));
            }
            if answers.has_ended {
                return Poll::Ready(None);
            }
            match ready!(Pin::new(&mut answers.requests).poll_next(context)) {
                Some(Ok(request)) => {
                    let marking = answers.start(request);
                    answers.marking = Some(marking);
                }
                Some(Err(status)) => return Poll::Ready(Some(Err(status))),
                None => return Poll::Ready(None),
            }
        }
    }
}
