//! What can be wrong with a request, and its one translation into codes, reasons and details of gRPC. Knows
//! nothing of where the request came from. No message quotes the text of a submission.

mod fault;

use std::collections::HashMap;
use std::fmt::Write;
use std::time::Duration;

use tonic::{Code, Status};
use tonic_types::{ErrorDetails, StatusExt};

use super::access::AccessError;
use crate::jobs::JobError;
use crate::rubric::Problem;
use crate::store::{ChangeError, StoreError};
use crate::wire::{BadJson, pb};
pub(super) use fault::Fault;

/// Why a submission is not marked, or a text not inspected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum CallError {
    /// The request itself is not valid.
    #[error("{}", summary(.0))]
    Invalid(Vec<Fault>),
    /// There is no such rubric.
    #[error("no rubric has the id {:?}; use the id of a rubric of this server or send the rubric itself", start(.0, ID_MAX_CHARS))]
    UnknownRubric(String),
    /// The server keeps no jobs.
    #[error("this server keeps no jobs; start it with --jobs FOLDER")]
    NoJobs,
    /// What is asked of the jobs is not done.
    #[error(transparent)]
    Job(#[from] JobError),
    /// A job that is being sent does not go on.
    #[error("the next part did not come within {0} seconds, and nothing is kept; send the job again")]
    UploadIdle(u64),
    /// The call is not let in.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The server has no store.
    #[error("this server keeps no rubrics; start it with --store FILE")]
    NoStore,
    /// The store cannot be read or written; why, is for the server's log.
    #[error(
        "the server's store cannot be read or written; try again, and look into the server's log where it stays so"
    )]
    Store(String),
    /// There is no rubric of this id that could be changed.
    #[error("the store has no rubric of this id; create it, shipped rubrics and those of the folder are not changed")]
    NotOwn,
    /// There is a rubric of this id.
    #[error("there is a rubric of this id already; update it, or give this one another id")]
    RubricExists,
    /// The rubric is not as whoever asks has seen it.
    #[error("the rubric has changed since; get it again and make the change anew")]
    RubricChanged,
    /// There are too many rubrics, or revisions of one.
    #[error("there are {0} rubrics, or revisions of this one, as many as there may be; delete some first")]
    TooManyRubrics(u32),
    /// The body is not said to be JSON.
    #[error("the body is not said to be JSON; send JSON with the header Content-Type: application/json")]
    NotJson,
    /// The body, or a line of it, is longer than a message may be.
    #[error("the body, or a line of it, has more than {0} bytes; send less at once")]
    BodyTooLong(usize),
    /// The body ended too early.
    #[error("the body broke off; send the request again")]
    BodyBrokenOff,
    /// There is more to do than can be done soon.
    #[error("the server has more calls open than it can answer soon; wait a moment and send the call again")]
    Busy,
    /// The work was ended by the runtime.
    #[error("the work was broken off; send the request again")]
    BrokenOff,
}

/// The domain of all reasons.
const DOMAIN: &str = "yuejuan";

/// Bytes of field paths and descriptions in one error. Details travel in the trailers, in base64 and beside the
/// percent-encoded message, and clients may refuse trailers over 8 KiB.
const VIOLATIONS_MAX_BYTES: usize = 3072;

/// Seconds after which a server that shuts down, or its store, may be back.
const BACK_SECONDS: u64 = 5;

/// When some of the calls that are open may have ended: most take less.
const AT_ONCE_RETRY: Duration = Duration::from_secs(1);

/// Characters of an unknown rubric id that an error repeats: the length of the longest rubric id.
const ID_MAX_CHARS: usize = 64;

// === impl CallError ===

impl CallError {
    fn code(&self) -> Code {
        match self {
            Self::Invalid(_) | Self::NotJson | Self::BodyTooLong(_) | Self::BodyBrokenOff => Code::InvalidArgument,
            Self::UnknownRubric(_) | Self::NotOwn => Code::NotFound,
            Self::NoJobs | Self::NoStore => Code::FailedPrecondition,
            Self::Access(error) => of_access(error).0,
            Self::Store(_) => Code::Unavailable,
            Self::RubricExists => Code::AlreadyExists,
            Self::RubricChanged => Code::Aborted,
            Self::TooManyRubrics(_) | Self::Busy => Code::ResourceExhausted,
            Self::Job(error) => of_job(error).0,
            Self::UploadIdle(_) => Code::DeadlineExceeded,
            Self::BrokenOff => Code::Internal,
        }
    }

    /// That a rubric which was kept cannot be used.
    pub(super) fn of_kept(problems: Vec<Problem>) -> Self {
        let first = problems.first().map(ToString::to_string).unwrap_or_default();
        Self::Store(format!("a rubric that was kept is refused by this version: {first}"))
    }

    /// That a text is no request.
    pub(super) fn json(error: BadJson) -> Self {
        Self::Invalid(vec![Fault::json(error)])
    }

    /// The reason in capitals: that of the first fault where there are several.
    fn reason(&self) -> &'static str {
        match self {
            Self::UnknownRubric(_) | Self::NotOwn => "RUBRIC_NOT_FOUND",
            Self::NoStore => "NOTHING_STORED",
            Self::Access(error) => of_access(error).1,
            Self::Store(_) => "STORE_UNAVAILABLE",
            Self::RubricExists => "RUBRIC_EXISTS",
            Self::RubricChanged => "RUBRIC_CHANGED",
            Self::TooManyRubrics(_) => "TOO_MANY_RUBRICS",
            Self::NoJobs => "JOBS_NOT_KEPT",
            Self::Job(error) => of_job(error).1,
            Self::UploadIdle(_) => "UPLOAD_IDLE",
            Self::NotJson => "CONTENT_TYPE_INVALID",
            Self::BodyTooLong(_) => "BODY_TOO_LONG",
            Self::BodyBrokenOff => "BODY_BROKEN_OFF",
            Self::Busy => "SERVER_BUSY",
            Self::BrokenOff => "MARKING_BROKEN_OFF",
            Self::Invalid(faults) => faults.first().map_or("REQUEST_INVALID", Fault::reason),
        }
    }

    /// The field paths and descriptions, as far as they fit.
    fn violations(&self) -> impl Iterator<Item = (&str, &str)> {
        let faults = match self {
            Self::Invalid(faults) => faults.as_slice(),
            _ => &[],
        };
        fitting(faults).iter().map(|fault| (fault.field.as_str(), fault.description.as_str()))
    }
}

/// The code and the reason of what is not done with jobs.
fn of_job(error: &JobError) -> (Code, &'static str) {
    match error {
        JobError::UnknownJob => (Code::NotFound, "JOB_NOT_FOUND"),
        JobError::Exists => (Code::AlreadyExists, "JOB_EXISTS"),
        JobError::Ended => (Code::FailedPrecondition, "JOB_ENDED"),
        JobError::NotSucceeded => (Code::FailedPrecondition, "JOB_NOT_SUCCEEDED"),
        JobError::UnknownResult => (Code::NotFound, "RESULT_NOT_FOUND"),
        JobError::TooManySheets(_) => (Code::FailedPrecondition, "TOO_MANY_SHEETS"),
        JobError::BadToken => (Code::InvalidArgument, "PAGE_INVALID"),
        JobError::NoInput => (Code::InvalidArgument, "INPUT_MISSING"),
        JobError::InputTooLarge(_) => (Code::ResourceExhausted, "INPUT_TOO_LARGE"),
        JobError::TooManyJobs(_) => (Code::ResourceExhausted, "TOO_MANY_JOBS"),
        JobError::DiskFull(_) => (Code::ResourceExhausted, "JOBS_TOO_LARGE"),
        JobError::ShuttingDown => (Code::Unavailable, "SHUTTING_DOWN"),
        JobError::Storage(_) => (Code::Internal, "JOB_STORAGE"),
    }
}

/// The code and the reason of why a call is not let in.
fn of_access(error: &AccessError) -> (Code, &'static str) {
    match error {
        AccessError::Missing => (Code::Unauthenticated, "API_KEY_MISSING"),
        AccessError::Unknown => (Code::Unauthenticated, "API_KEY_INVALID"),
        AccessError::Revoked => (Code::Unauthenticated, "API_KEY_REVOKED"),
        AccessError::Expired => (Code::Unauthenticated, "API_KEY_EXPIRED"),
        AccessError::ScopeMissing(_) => (Code::PermissionDenied, "SCOPE_MISSING"),
        AccessError::TooManyAMinute(..) => (Code::ResourceExhausted, "CALLS_PER_MINUTE"),
        AccessError::TooManyAtOnce(_) => (Code::ResourceExhausted, "CALLS_AT_ONCE"),
        AccessError::Store(_) => (Code::Unavailable, "STORE_UNAVAILABLE"),
    }
}

/// After how long the same call may go well.
fn retry(error: &CallError) -> Option<Duration> {
    match error {
        CallError::Job(JobError::ShuttingDown) | CallError::Store(_) | CallError::Access(AccessError::Store(_)) => {
            Some(Duration::from_secs(BACK_SECONDS))
        }
        CallError::Access(AccessError::TooManyAMinute(_, wait)) => Some(*wait),
        CallError::Busy | CallError::Access(AccessError::TooManyAtOnce(_)) => Some(AT_ONCE_RETRY),
        _ => None,
    }
}

impl From<StoreError> for CallError {
    fn from(error: StoreError) -> Self {
        Self::Store(error.to_string())
    }
}

impl From<ChangeError> for CallError {
    fn from(error: ChangeError) -> Self {
        match error {
            ChangeError::Unknown => Self::NotOwn,
            ChangeError::Exists => Self::RubricExists,
            ChangeError::Changed => Self::RubricChanged,
            ChangeError::TooMany(count) => Self::TooManyRubrics(count),
            ChangeError::Store(error) => error.into(),
        }
    }
}

impl From<JobError> for Status {
    fn from(error: JobError) -> Self {
        CallError::Job(error).into()
    }
}

impl From<CallError> for Status {
    fn from(error: CallError) -> Self {
        let mut details = ErrorDetails::new();
        let mut metadata = HashMap::new();
        if let CallError::UnknownRubric(id) = &error {
            metadata.insert("rubric_id".to_owned(), start(id, ID_MAX_CHARS).to_owned());
        }
        details.set_error_info(error.reason(), DOMAIN, metadata);
        match &error {
            // Paths and causes are for whoever runs the server.
            CallError::Job(JobError::Storage(detail)) => tracing::error!(detail, "jobs"),
            CallError::Store(detail) | CallError::Access(AccessError::Store(detail)) => {
                tracing::error!(detail, "store");
            }
            _ => {}
        }
        if let Some(delay) = retry(&error) {
            details.set_retry_info(Some(delay));
        }
        for (field, description) in error.violations() {
            details.add_bad_request_violation(field, description);
        }
        Self::with_error_details(error.code(), error.to_string(), details)
    }
}

impl From<CallError> for pb::GradeError {
    fn from(error: CallError) -> Self {
        let violation = |(field, description): (&str, &str)| pb::FieldViolation {
            field: field.to_owned(),
            description: description.to_owned(),
        };
        Self {
            code: error.code().into(),
            reason: error.reason().to_owned(),
            message: error.to_string(),
            field_violations: error.violations().map(violation).collect(),
        }
    }
}

/// The first faults that together fit into an error.
fn fitting(faults: &[Fault]) -> &[Fault] {
    let mut bytes = 0;
    let fits = |fault: &&Fault| {
        bytes += fault.field.len() + fault.description.len();
        bytes <= VIOLATIONS_MAX_BYTES
    };
    let count = faults.iter().take_while(fits).count();
    faults.get(..count).unwrap_or_default()
}

fn summary(faults: &[Fault]) -> String {
    let mut summary = format!("the request has {} faults", faults.len());
    if let [fault] = faults {
        summary = format!("{}: {}", fault.field, fault.description);
    } else if let Some(first) = faults.first() {
        // Writing to a string cannot fail.
        let _ = write!(summary, ", the first is {}: {}", first.field, first.description);
    }
    let left_off = faults.len() - fitting(faults).len();
    if left_off > 0 {
        let _ = write!(summary, "; {left_off} are left off here, mend the others first");
    }
    summary
}

/// The first `max_chars` characters.
fn start(words: &str, max_chars: usize) -> &str {
    let end = words.char_indices().nth(max_chars).map_or(words.len(), |(offset, _)| offset);
    words.get(..end).unwrap_or_default()
}
