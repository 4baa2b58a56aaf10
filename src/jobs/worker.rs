//! Marks the jobs one after another, in the order in which they were made. Knows nothing of who asks for them.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use std::thread;
use std::time::Instant;

use rayon::{ThreadPool, ThreadPoolBuildError, ThreadPoolBuilder};
use serde::{Deserialize, Serialize};

use super::JobLimits;
use super::error::JobError;
use super::job::{Failure, INPUT, Job, JobState, PROBLEMS};
use super::table::Shared;
use crate::feedback::Language;
use crate::intake::{Settings, Told, read_answers_as};
use crate::results::{FolderError, Input, RESULTS, Start};
use crate::run::{Ended, Rubrics, Run, RunError, Step};

/// A line of the list of what could not be read or marked.
#[derive(Serialize, Deserialize)]
pub(super) struct ProblemLine {
    pub place: String,
    pub row: Option<usize>,
    pub column: String,
    pub reason: String,
}

/// How a run of a job ended.
enum Outcome {
    Ended(Ended),
    /// Its results are larger than they may be.
    TooLarge,
}

/// Threads that mark a job: all cores but one, which is left for calls.
pub(super) fn pool() -> Result<ThreadPool, ThreadPoolBuildError> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    ThreadPoolBuilder::new().num_threads(cores.saturating_sub(1).max(1)).build()
}

/// Marks jobs until it is told to end.
pub(super) fn work(shared: &Shared, pool: &ThreadPool) {
    while let Some(job) = next(shared) {
        let outcome = catch_unwind(AssertUnwindSafe(|| pool.install(|| mark(&job, shared.limits))));
        let outcome = outcome.unwrap_or_else(|_| Err(JobError::storage("the marking broke off")));
        if let Err(JobError::Storage(detail)) = &outcome {
            tracing::error!(job_id = job.record.id, detail, "a job could not be marked");
        }
        let kept = job.change(|status| {
            status.answers_per_second = 0.0;
            (status.state, status.failure) = match outcome {
                Ok(Outcome::Ended(Ended { is_whole: true, totals, problems })) => {
                    (status.answers, status.problems) = (totals.answers(), problems);
                    if status.answers > 0 { (JobState::Succeeded, None) } else { nothing_marked(problems) }
                }
                Ok(Outcome::Ended(_)) if status.is_unwanted => (JobState::Cancelled, None),
                Ok(Outcome::Ended(_)) => (JobState::Queued, None),
                Ok(Outcome::TooLarge) => {
                    let most = shared.limits.result_bytes;
                    failed("RESULTS_TOO_LARGE", format!("the results have more than {most} bytes; part the input"))
                }
                Err(error) => failed("RUN_FAILED", error.to_string()),
            };
        });
        // What cannot be kept is done again at the next start.
        if let Err(JobError::Storage(detail)) = kept {
            tracing::error!(job_id = job.record.id, detail, "how a job ended could not be kept");
        }
        job.count_disk_bytes();
    }
}

fn failed(reason: &str, message: String) -> (JobState, Option<Failure>) {
    (JobState::Failed, Some(Failure { reason: reason.to_owned(), message }))
}

fn nothing_marked(problems: u64) -> (JobState, Option<Failure>) {
    let message = if problems == 0 {
        "the input holds no answers; send a table with a header and a row an answer, or texts"
    } else {
        "no answer could be read and marked; see the problems of the job"
    };
    failed("NOTHING_MARKED", message.to_owned())
}

/// Waits for the first job that waits, and takes it; none where the worker is to end.
fn next(shared: &Shared) -> Option<Arc<Job>> {
    let mut table = shared.table();
    loop {
        if shared.is_stopping.load(Ordering::Relaxed) {
            return None;
        }
        for job in table.jobs.values() {
            let mut status = job.status();
            if status.state == JobState::Queued {
                status.state = JobState::Running;
                drop(status);
                job.tell();
                return Some(Arc::clone(job));
            }
        }
        table = shared.wake.wait(table).unwrap_or_else(PoisonError::into_inner);
    }
}

/// Opens the run of a job, with what is marked of it already.
fn start(job: &Job, rubrics: &Rubrics) -> Result<Run, JobError> {
    let record = &job.record;
    let open = |start| {
        let input = Input {
            path: record.input_name().to_owned(),
            files: 1,
            bytes: record.input_bytes,
            sha256: record.input_sha256.clone(),
        };
        let (language, columns) = (record.language(), record.columns.clone());
        Run::start(&job.results(), start, rubrics.clone(), language, vec![input], columns)
    };
    let run = match open(Start::Resume) {
        // Another version of the engine marked it so far: what is marked by two versions is not comparable.
        Err(RunError::Folder(FolderError::AnotherRun { .. })) => open(Start::Force),
        run => run,
    };
    run.map_err(JobError::storage)
}

fn mark(job: &Job, limits: JobLimits) -> Result<Outcome, JobError> {
    let rubrics = job.rubrics()?;
    let record = &job.record;
    let settings = Settings {
        naming: record.naming(),
        question_ids: rubrics.question_ids(),
        progress: Arc::clone(&job.bytes_read),
    };
    job.bytes_read.store(0, Ordering::Relaxed);
    let items = read_answers_as(&job.folder().join(INPUT), record.input_name(), settings);
    let folder = job.results();
    let run = start(job, &rubrics)?;
    let mut list = BufWriter::new(File::create(job.folder().join(PROBLEMS)).map_err(JobError::storage)?);
    let (since, mut marked, mut fault, mut is_too_large) = (Instant::now(), 0, None, false);
    {
        let mut status = job.status();
        (status.answers, status.problems) = (run.answers_before(), 0);
    }
    job.tell();
    let ended = run.mark(items, &job.stop, |step| {
        if let Err(error) = write(&step, record.language(), &mut list) {
            fault = Some(error);
            job.stop.store(true, Ordering::Relaxed);
        }
        if fs::metadata(folder.file(RESULTS)).is_ok_and(|file| file.len() > limits.result_bytes) {
            is_too_large = true;
            job.stop.store(true, Ordering::Relaxed);
        }
        marked += step.answers;
        let mut status = job.status();
        status.answers += step.answers;
        status.problems += step.problems.len() as u64;
        #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
        let rate = marked as f64 / since.elapsed().as_secs_f64().max(f64::MIN_POSITIVE);
        status.answers_per_second = rate;
        drop(status);
        job.tell();
    });
    let ended = ended.map_err(|error| match error {
        RunError::Write(error) => JobError::storage(error),
        RunError::Folder(error) => JobError::storage(error),
        RunError::Rubrics(error) => JobError::storage(error),
    })?;
    match fault {
        Some(error) => Err(JobError::storage(error)),
        None if is_too_large => Ok(Outcome::TooLarge),
        None => Ok(Outcome::Ended(ended)),
    }
}

fn write(step: &Step, language: Language, list: &mut impl Write) -> io::Result<()> {
    for problem in &step.problems {
        let Told { place, row, column, reason } = problem.told(language);
        serde_json::to_writer(&mut *list, &ProblemLine { place, row, column, reason })?;
        list.write_all(b"\n")?;
    }
    list.flush()
}
