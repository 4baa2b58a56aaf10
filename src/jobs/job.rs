//! One job: what it is, how far it is, and its folder. Knows nothing of other jobs or of who marks.
//!
//! Its folder holds `job.json` (what it is and how it ended), `rubrics.json`, `input` (as it came), `problems.jsonl`, the
//! results of the run in `results/`, and reports in `reports/`. No name in it comes from outside.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};

use super::error::JobError;
use super::record::{Ending, Record};
use crate::feedback::Language;
use crate::results::{Folder, QuestionRubric};
use crate::run::{Rubrics, kept_rubrics};

/// How far a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobState {
    /// Waits for the jobs before it.
    Queued,
    /// Is being marked.
    Running,
    /// Came to its end.
    Succeeded,
    /// Could not be brought to its end.
    Failed,
    /// Was ended by whoever made it.
    Cancelled,
}

/// Why a job failed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Failure {
    /// The reason in capitals.
    pub reason: String,
    /// In words, with what to do.
    pub message: String,
}

/// A job as others see it at one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct JobView {
    /// Its id.
    pub id: String,
    /// How far it is.
    pub state: JobState,
    /// Its title.
    pub title: String,
    /// The rubrics that mark it.
    pub questions: Vec<QuestionRubric>,
    /// Language of the messages in the feedback.
    pub language: Language,
    /// Name of the file that was sent; empty where submissions came one by one.
    pub file_name: String,
    /// Bytes of the input.
    pub input_bytes: u64,
    /// When it was made, in seconds since the start of 1970, UTC.
    pub created_unix_seconds: u64,
    /// Answers marked so far.
    pub answers: u64,
    /// Answers in all, where that is known.
    pub answers_total: Option<u64>,
    /// What could not be read or marked so far.
    pub problems: u64,
    /// Bytes of the input read so far.
    pub input_bytes_read: u64,
    /// Answers per second since it was last taken up.
    pub answers_per_second: f64,
    /// Why it failed.
    pub failure: Option<Failure>,
}

/// What is called at each change of a job. It must not wait, nor ask anything of the jobs.
pub type Watcher = dyn Fn() + Send + Sync;

/// A job.
pub(super) struct Job {
    pub record: Record,
    folder: PathBuf,
    status: Mutex<Status>,
    /// Held while the status is changed and kept.
    keeping: Mutex<()>,
    /// Tells of every change that is kept.
    left: Condvar,
    /// Those who are told of every change, for as long as they are there.
    watchers: Mutex<Vec<Weak<Watcher>>>,
    /// Asks the worker to leave it after the answers that are being marked.
    pub stop: AtomicBool,
    /// Bytes read of the input.
    pub bytes_read: Arc<AtomicU64>,
    /// Bytes that its folder takes, as last counted.
    disk_bytes: AtomicU64,
    /// Held while its reports are made or its folder goes.
    pub making: Mutex<()>,
}

/// What changes of a job.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Status {
    pub state: JobState,
    pub answers: u64,
    pub problems: u64,
    pub answers_per_second: f64,
    pub failure: Option<Failure>,
    /// Whether whoever made it wants it ended.
    pub is_unwanted: bool,
}

/// Name of the input in the folder of a job.
pub(super) const INPUT: &str = "input";
/// Name of the list of what could not be read or marked.
pub(super) const PROBLEMS: &str = "problems.jsonl";
/// Name of the folder of results.
const RESULTS: &str = "results";
/// Name of the folder of reports.
pub(super) const REPORTS: &str = "reports";

// === impl Job ===

impl Job {
    /// The job of a folder, with its record.
    pub(super) fn new(folder: PathBuf, record: Record) -> Self {
        let state = record.ending.map_or(JobState::Queued, Ending::state);
        let status = Status {
            state,
            answers: record.answers,
            problems: record.problems,
            answers_per_second: 0.0,
            failure: record.failure.clone(),
            is_unwanted: false,
        };
        let read = if state == JobState::Queued { 0 } else { record.input_bytes };
        let job = Self {
            record,
            folder,
            status: Mutex::new(status),
            keeping: Mutex::new(()),
            left: Condvar::new(),
            watchers: Mutex::new(Vec::new()),
            stop: AtomicBool::new(false),
            bytes_read: Arc::new(AtomicU64::new(read)),
            disk_bytes: AtomicU64::new(0),
            making: Mutex::new(()),
        };
        job.count_disk_bytes();
        job
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(super) fn results(&self) -> Folder {
        Folder::new(&self.folder.join(RESULTS))
    }

    /// The rubrics as they were when the job was made.
    pub(super) fn rubrics(&self) -> Result<Rubrics, JobError> {
        kept_rubrics(&self.folder).map_err(JobError::storage)
    }

    pub(super) fn title(&self) -> &str {
        if self.record.title.is_empty() { &self.record.id } else { &self.record.title }
    }

    pub(super) fn status(&self) -> MutexGuard<'_, Status> {
        // A status is whole at any moment, so that a thread that broke off leaves no half of one.
        self.status.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes its status, and keeps on disk whether and how it has ended. Whoever waits for its end is told.
    pub(super) fn change(&self, change: impl FnOnce(&mut Status)) -> Result<(), JobError> {
        let _keeping = self.keeping.lock().unwrap_or_else(PoisonError::into_inner);
        let status = {
            let mut status = self.status();
            change(&mut status);
            status.clone()
        };
        let kept = self.keep(&status);
        self.left.notify_all();
        self.tell();
        kept
    }

    /// Tells whoever watches that something has changed.
    pub(super) fn tell(&self) {
        let mut watchers = self.watchers.lock().unwrap_or_else(PoisonError::into_inner);
        watchers.retain(|watcher| {
            watcher.upgrade().is_some_and(|watcher| {
                watcher();
                true
            })
        });
    }

    /// Takes in somebody to be told of each change from now on.
    pub(super) fn watch(&self, watcher: &Arc<Watcher>) {
        let mut watchers = self.watchers.lock().unwrap_or_else(PoisonError::into_inner);
        watchers.push(Arc::downgrade(watcher));
    }

    fn keep(&self, status: &Status) -> Result<(), JobError> {
        // After a kill nobody would know any more that it was to be ended.
        let is_to_end = status.is_unwanted && status.state == JobState::Running;
        let ending = if is_to_end { Some(Ending::Cancelled) } else { Ending::of(status.state) };
        let Status { answers, problems, failure, .. } = status.clone();
        let record = Record { ending, answers, problems, failure, ..self.record.clone() };
        record.write(&self.folder)
    }

    /// Waits until the worker has left it.
    pub(super) fn wait_until_left(&self) {
        let mut status = self.status();
        while status.state == JobState::Running {
            status = self.left.wait(status).unwrap_or_else(PoisonError::into_inner);
        }
    }

    pub(super) fn disk_bytes(&self) -> u64 {
        self.disk_bytes.load(Ordering::Relaxed)
    }

    pub(super) fn count_disk_bytes(&self) {
        self.disk_bytes.store(folder_bytes(&self.folder), Ordering::Relaxed);
    }

    pub(super) fn view(&self) -> JobView {
        let Record { id, questions, file_name, input_bytes, created_unix_seconds, .. } = self.record.clone();
        let Status { state, answers, problems, answers_per_second, failure, is_unwanted: _ } = self.status().clone();
        let total = if state == JobState::Succeeded { Some(answers) } else { self.record.submissions };
        JobView {
            id,
            state,
            title: self.title().to_owned(),
            questions,
            language: self.record.language(),
            file_name,
            input_bytes,
            created_unix_seconds,
            answers,
            answers_total: total,
            problems,
            input_bytes_read: self.bytes_read.load(Ordering::Relaxed).min(input_bytes),
            answers_per_second,
            failure,
        }
    }
}

impl fmt::Debug for Job {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Job").field("id", &self.record.id).finish_non_exhaustive()
    }
}

/// Bytes of the files of a folder and of those in it; what cannot be looked at counts nothing.
fn folder_bytes(folder: &Path) -> u64 {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    let bytes = |entry: std::fs::DirEntry| match entry.metadata() {
        Ok(found) if found.is_dir() => folder_bytes(&entry.path()),
        Ok(found) => found.len(),
        Err(_) => 0,
    };
    entries.filter_map(Result::ok).map(bytes).sum()
}
