//! What can be wrong with a request, and its one translation into codes, reasons and details of gRPC. Knows
//! nothing of where the request came from. No message quotes the text of a submission.

use std::collections::HashMap;
use std::fmt::Write;
use std::time::Duration;

use tonic::{Code, Status};
use tonic_types::{ErrorDetails, StatusExt};

use crate::drafting::DraftError;
use crate::intake::Field;
use crate::jobs::JobError;
use crate::rubric::{Problem, genres};
use crate::wire::{BadJson, pb};

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
    /// The body is not said to be JSON.
    #[error("the body is not said to be JSON; send JSON with the header Content-Type: application/json")]
    NotJson,
    /// The body, or a line of it, is longer than a message may be.
    #[error("the body, or a line of it, has more than {0} bytes; send less at once")]
    BodyTooLong(usize),
    /// The body ended too early.
    #[error("the body broke off; send the request again")]
    BodyBrokenOff,
    /// The work was ended by the runtime.
    #[error("the work was broken off; send the request again")]
    BrokenOff,
}

/// One thing that is wrong with a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    kind: FaultKind,
    /// Path of the field.
    field: String,
    /// What is wrong and what to do.
    description: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FaultKind {
    SubmissionMissing,
    RubricMissing,
    RubricInvalid,
    TextTooLong,
    LanguageUnknown,
    ReadingUnknown,
    GenreUnknown,
    QuestionMissing,
    MaxScoreInvalid,
    KeyInvalid,
    NothingToDraftFrom,
    PageInvalid,
    JobIdInvalid,
    SettingsInvalid,
    FileInvalid,
    StreamInvalid,
    JsonInvalid,
}

/// The domain of all reasons.
const DOMAIN: &str = "yuejuan";

/// Bytes of field paths and descriptions in one error. Details travel in the trailers, in base64 and beside the
/// percent-encoded message, and clients may refuse trailers over 8 KiB.
const VIOLATIONS_MAX_BYTES: usize = 3072;

/// Characters of one description, which may repeat the caller's own words: two lines, and one of Chinese stays
/// under 1.5 KiB in percent encoding.
const DESCRIPTION_MAX_CHARS: usize = 160;

/// Characters of an unknown genre that an error repeats: twice the longest name, so that the known ones still fit.
const GENRE_MAX_CHARS: usize = 8;

/// Seconds after which a server that shuts down may be back.
const BACK_SECONDS: u64 = 5;

/// Characters of an unknown rubric id that an error repeats: the length of the longest rubric id.
const ID_MAX_CHARS: usize = 64;

// === impl Fault ===

impl Fault {
    pub(super) fn submission_missing() -> Self {
        Self::new(FaultKind::SubmissionMissing, "submission", "is not given; give the submission to mark".to_owned())
    }

    pub(super) fn rubric_missing() -> Self {
        let description = "no rubric is given; give rubric_id or rubric".to_owned();
        Self::new(FaultKind::RubricMissing, "rubric_source", description)
    }

    pub(super) fn rubric_twice() -> Self {
        let description = "is given beside rubric; give one of the two".to_owned();
        Self::new(FaultKind::RubricInvalid, "toml", description)
    }

    pub(super) fn rubric_invalid(problem: Problem) -> Self {
        let Problem { id: _, path, line: _, what, advice, fix: _ } = problem;
        Self::new(FaultKind::RubricInvalid, format!("rubric.{path}"), format!("{what}; {advice}"))
    }

    pub(super) fn text_too_long(field: &str, bytes: usize, limit: usize) -> Self {
        let description = format!("has {bytes} bytes, the limit is {limit}; send a shorter text");
        Self::new(FaultKind::TextTooLong, field, description)
    }

    pub(super) fn genre_unknown(name: &str) -> Self {
        let known: Vec<&str> = genres().iter().map(|genre| genre.name.as_str()).collect();
        let description = format!("{:?} is no genre; give one of {}", start(name, GENRE_MAX_CHARS), known.join("、"));
        Self::new(FaultKind::GenreUnknown, "genre", description)
    }

    pub(super) fn language_unknown(number: i32) -> Self {
        let description = format!("{number} is not a known value; give a value of Language");
        Self::new(FaultKind::LanguageUnknown, "language", description)
    }

    pub(super) fn reading_unknown(number: i32) -> Self {
        let description = format!("{number} is not a known value; give a value of ReadingDepth");
        Self::new(FaultKind::ReadingUnknown, "reading", description)
    }

    pub(super) fn question_missing() -> Self {
        Self::new(FaultKind::QuestionMissing, "question", "is not given; give the question as candidates see it".into())
    }

    pub(super) fn max_score(marks: f64) -> Self {
        let description = format!("{marks} is no maximum score; give a multiple of 0.01 above 0, at most 10000");
        Self::new(FaultKind::MaxScoreInvalid, "max_score", description)
    }

    pub(super) fn key_invalid(error: &str) -> Self {
        Self::new(FaultKind::KeyInvalid, "key", error.to_owned())
    }

    pub(super) fn draft(error: &DraftError) -> Self {
        let (kind, field) = match error {
            DraftError::NothingToDraftFrom | DraftError::EmptyReference { .. } => {
                (FaultKind::NothingToDraftFrom, "references")
            }
            DraftError::NoMarks | DraftError::TooFewMarks { .. } => (FaultKind::MaxScoreInvalid, "max_score"),
            DraftError::KeySum { .. } => (FaultKind::KeyInvalid, "key"),
            DraftError::Invalid(_) => (FaultKind::RubricInvalid, "rubric"),
        };
        Self::new(kind, field, error.to_string())
    }

    pub(super) fn page_size(size: i32, most: i32) -> Self {
        Self::new(FaultKind::PageInvalid, "page_size", format!("{size} is no page size; give 1 to {most}"))
    }

    pub(super) fn page_token() -> Self {
        let description = "is not a token of this list; give the next_page_token of the page before".to_owned();
        Self::new(FaultKind::PageInvalid, "page_token", description)
    }

    pub(super) fn job_id() -> Self {
        let description =
            "is no id; give 1 to 63 small letters, digits and hyphens, no hyphen first or last".to_owned();
        Self::new(FaultKind::JobIdInvalid, "job_id", description)
    }

    pub(super) fn no_rubrics() -> Self {
        Self::new(FaultKind::RubricMissing, "settings.rubrics", "no rubric is given; give at least one".to_owned())
    }

    pub(super) fn settings(field: &str, description: String) -> Self {
        Self::new(FaultKind::SettingsInvalid, format!("settings.{field}"), description)
    }

    pub(super) fn column(at: usize) -> Self {
        let known = Field::names().join(", ");
        let description = format!("names no field or no header; give a header and one of {known}");
        Self::new(FaultKind::SettingsInvalid, format!("settings.columns[{at}]"), description)
    }

    pub(super) fn file(field: &str, description: &str) -> Self {
        Self::new(FaultKind::FileInvalid, field, description.to_owned())
    }

    pub(super) fn stream(description: &str) -> Self {
        Self::new(FaultKind::StreamInvalid, "part", description.to_owned())
    }

    /// The same fault in a message that stands within another one.
    pub(super) fn within(self, path: &str) -> Self {
        Self { field: format!("{path}.{}", self.field), ..self }
    }

    fn new(kind: FaultKind, field: impl Into<String>, description: String) -> Self {
        Self { kind, field: field.into(), description: start(&description, DESCRIPTION_MAX_CHARS).to_owned() }
    }
}

// === impl CallError ===

impl CallError {
    fn code(&self) -> Code {
        match self {
            Self::Invalid(_) | Self::NotJson | Self::BodyTooLong(_) | Self::BodyBrokenOff => Code::InvalidArgument,
            Self::UnknownRubric(_) => Code::NotFound,
            Self::NoJobs => Code::FailedPrecondition,
            Self::Job(error) => of_job(error).0,
            Self::UploadIdle(_) => Code::DeadlineExceeded,
            Self::BrokenOff => Code::Internal,
        }
    }

    /// That a text is no request.
    pub(super) fn json(error: BadJson) -> Self {
        Self::Invalid(vec![Fault::new(FaultKind::JsonInvalid, "body", error.to_string())])
    }

    /// The reason in capitals: that of the first fault where there are several.
    fn reason(&self) -> &'static str {
        match self {
            Self::UnknownRubric(_) => "RUBRIC_NOT_FOUND",
            Self::NoJobs => "JOBS_NOT_KEPT",
            Self::Job(error) => of_job(error).1,
            Self::UploadIdle(_) => "UPLOAD_IDLE",
            Self::NotJson => "CONTENT_TYPE_INVALID",
            Self::BodyTooLong(_) => "BODY_TOO_LONG",
            Self::BodyBrokenOff => "BODY_BROKEN_OFF",
            Self::BrokenOff => "MARKING_BROKEN_OFF",
            Self::Invalid(faults) => match faults.first().map(|fault| fault.kind) {
                Some(FaultKind::SubmissionMissing) => "SUBMISSION_MISSING",
                Some(FaultKind::RubricMissing) => "RUBRIC_MISSING",
                Some(FaultKind::RubricInvalid) => "RUBRIC_INVALID",
                Some(FaultKind::TextTooLong) => "TEXT_TOO_LONG",
                Some(FaultKind::LanguageUnknown) => "LANGUAGE_UNKNOWN",
                Some(FaultKind::ReadingUnknown) => "READING_UNKNOWN",
                Some(FaultKind::GenreUnknown) => "GENRE_UNKNOWN",
                Some(FaultKind::QuestionMissing) => "QUESTION_MISSING",
                Some(FaultKind::MaxScoreInvalid) => "MAX_SCORE_INVALID",
                Some(FaultKind::KeyInvalid) => "KEY_INVALID",
                Some(FaultKind::NothingToDraftFrom) => "NOTHING_TO_DRAFT_FROM",
                Some(FaultKind::PageInvalid) => "PAGE_INVALID",
                Some(FaultKind::JobIdInvalid) => "JOB_ID_INVALID",
                Some(FaultKind::SettingsInvalid) => "SETTINGS_INVALID",
                Some(FaultKind::FileInvalid) => "FILE_INVALID",
                Some(FaultKind::StreamInvalid) => "STREAM_INVALID",
                Some(FaultKind::JsonInvalid) => "JSON_INVALID",
                None => "REQUEST_INVALID",
            },
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
            CallError::Job(JobError::ShuttingDown) => {
                details.set_retry_info(Some(Duration::from_secs(BACK_SECONDS)));
            }
            // Paths and causes are for whoever runs the server.
            CallError::Job(JobError::Storage(detail)) => tracing::error!(detail, "jobs"),
            _ => {}
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
