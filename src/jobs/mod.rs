//! Classes that are marked in the background: jobs are kept in a folder, marked one after another, and gone on with after
//! a restart. Knows files and threads; nothing of the wire, nor of who asks.
//!
//! What is asked of [`Jobs`] reads and writes files and may wait: it is not for an async worker.

mod error;
mod job;
mod listing;
mod record;
mod reports;
mod table;
mod upload;
mod worker;

pub use error::JobError;
pub use job::{Failure, JobState, JobView, Watcher};
pub use listing::{Listed, Marked};
pub use reports::{Report, ReportFile};
pub use upload::{JobSubmission, Plan, Upload};

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use job::Job;
use table::{Shared, Table, make_private};

/// How much the jobs may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JobLimits {
    /// Bytes of the largest input. Default 256 MiB: some 100,000 long answers.
    pub input_bytes: u64,
    /// Jobs that are kept, those that are being sent among them. Default 1,000.
    pub jobs: usize,
    /// Bytes that the results of one job may take. Default 8 GiB: feedback is some ten times as long as its answer.
    pub result_bytes: u64,
    /// Bytes that all jobs take from which on no new one is made. Default 32 GiB.
    pub disk_bytes: u64,
}

/// Why jobs cannot be kept in a folder.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another server has it.
    #[error("{0} is in use by another server; name another folder for jobs, or stop that server")]
    InUse(PathBuf),
    /// What a job is cannot be read.
    #[error("{0}; move the folder of the job elsewhere, or erase it")]
    Damaged(String),
    /// It cannot be read or written.
    #[error("{0}: {1}; check the path and the rights")]
    File(PathBuf, io::Error),
}

/// The jobs of a folder. Only one at a time has a folder.
#[derive(Debug)]
pub struct Jobs {
    shared: Arc<Shared>,
    worker: Mutex<Option<JoinHandle<()>>>,
    /// Locked for as long as the folder is in use.
    _lock: File,
}

/// Name of the file by whose lock the folder is taken.
const LOCK: &str = ".lock";

// === impl Jobs ===

impl Jobs {
    /// Takes a folder, made where it is not there, and goes on with the jobs that have not ended.
    ///
    /// # Errors
    ///
    /// Where the folder cannot be used or another server has it.
    pub fn open(folder: &Path, limits: JobLimits) -> Result<Self, OpenError> {
        let failed = |error| OpenError::File(folder.to_owned(), error);
        make_private(folder).map_err(failed)?;
        let lock = File::create(folder.join(LOCK)).map_err(failed)?;
        match lock.try_lock() {
            // Where locks are not known, nothing is lost but the warning.
            Ok(()) | Err(TryLockError::Error(_)) => {}
            Err(TryLockError::WouldBlock) => return Err(OpenError::InUse(folder.to_owned())),
        }
        let table = Mutex::new(Table::load(folder)?);
        let pool = || worker::pool().map_err(|error| failed(io::Error::other(error)));
        let (marking, reporting) = (pool()?, pool()?);
        let (wake, is_stopping) = (Condvar::new(), AtomicBool::new(false));
        let shared = Arc::new(Shared { folder: folder.to_owned(), limits, table, wake, is_stopping, reporting });
        let works = Arc::clone(&shared);
        let worker = thread::Builder::new().name("jobs".to_owned()).spawn(move || worker::work(&works, &marking));
        Ok(Self { shared, worker: Mutex::new(Some(worker.map_err(failed)?)), _lock: lock })
    }

    /// How many jobs are in a state.
    #[must_use]
    pub fn count(&self, state: JobState) -> usize {
        self.shared.table().jobs.values().filter(|job| job.view().state == state).count()
    }

    /// How a job is.
    ///
    /// # Errors
    ///
    /// Where there is none of that id.
    pub fn get(&self, id: &str) -> Result<JobView, JobError> {
        Ok(self.shared.find(id)?.view())
    }

    /// Has `watcher` called at each change of a job, for as long as whoever asks keeps it.
    ///
    /// # Errors
    ///
    /// Where there is none of that id.
    pub fn watch(&self, id: &str, watcher: &Arc<Watcher>) -> Result<(), JobError> {
        self.shared.find(id)?.watch(watcher);
        Ok(())
    }

    /// Jobs before the one of a sequence, or the youngest, the youngest first, and the sequence to go on with.
    #[must_use]
    pub fn list(&self, size: usize, before: Option<u64>) -> (Vec<JobView>, Option<u64>) {
        let table = self.shared.table();
        let mut older = table.jobs.range(..before.unwrap_or(u64::MAX)).rev();
        let page: Vec<(u64, Arc<Job>)> =
            older.by_ref().take(size).map(|(sequence, job)| (*sequence, Arc::clone(job))).collect();
        let has_more = older.next().is_some();
        drop(table);
        let next = page.last().map(|(sequence, _)| *sequence).filter(|_| has_more);
        (page.iter().map(|(_, job)| job.view()).collect(), next)
    }

    /// Begins to take in a job.
    ///
    /// # Errors
    ///
    /// Where there are too many already, or the disk does not take it.
    pub fn upload(&self, plan: Plan) -> Result<Upload, JobError> {
        Upload::begin(Arc::clone(&self.shared), plan)
    }

    /// Ends a job; one that runs goes on for the answers that are being marked.
    ///
    /// # Errors
    ///
    /// Where there is none of that id, or it has succeeded or failed.
    pub fn cancel(&self, id: &str) -> Result<JobView, JobError> {
        let job = self.shared.find(id)?;
        cancel(&job)?;
        Ok(job.view())
    }

    /// Erases a job; one that runs is ended first.
    ///
    /// # Errors
    ///
    /// Where there is none of that id, or its folder cannot be erased.
    pub fn delete(&self, id: &str) -> Result<(), JobError> {
        let job = self.shared.find(id)?;
        match cancel(&job) {
            Ok(()) | Err(JobError::Ended) => {}
            Err(error) => return Err(error),
        }
        job.wait_until_left();
        let _making = job.making.lock().unwrap_or_else(PoisonError::into_inner);
        let passing = {
            let mut table = self.shared.table();
            if table.jobs.remove(&job.record.sequence).is_none() {
                return Err(JobError::UnknownJob);
            }
            let passing = self.shared.passing(table.take_sequence());
            fs::rename(job.folder(), &passing).map_err(JobError::storage)?;
            job.tell();
            passing
        };
        fs::remove_dir_all(passing).map_err(JobError::storage)
    }

    /// Tells the worker to end after the answers that are being marked; what is left is gone on with at the next start.
    pub fn stop(&self) {
        let table = self.shared.table();
        self.shared.is_stopping.store(true, Ordering::Relaxed);
        for job in table.jobs.values() {
            job.stop.store(true, Ordering::Relaxed);
            job.tell();
        }
        self.shared.wake.notify_all();
    }

    /// Whether the worker was told to end.
    #[must_use]
    pub fn is_stopping(&self) -> bool {
        self.shared.is_stopping.load(Ordering::Relaxed)
    }

    /// Stops, and waits until the worker has ended.
    pub fn end(&self) {
        self.stop();
        let worker = self.worker.lock().unwrap_or_else(PoisonError::into_inner).take();
        // What breaks off in a job is caught there.
        let _ended = worker.map(JoinHandle::join);
    }
}

impl Drop for Jobs {
    fn drop(&mut self) {
        self.end();
    }
}

fn cancel(job: &Job) -> Result<(), JobError> {
    // Of a job that has ended nothing is written anew.
    match job.status().state {
        JobState::Queued | JobState::Running => {}
        JobState::Cancelled => return Ok(()),
        JobState::Succeeded | JobState::Failed => return Err(JobError::Ended),
    }
    let mut outcome = Ok(());
    job.change(|status| match status.state {
        JobState::Queued => status.state = JobState::Cancelled,
        JobState::Running => {
            status.is_unwanted = true;
            job.stop.store(true, Ordering::Relaxed);
        }
        JobState::Cancelled => {}
        JobState::Succeeded | JobState::Failed => outcome = Err(JobError::Ended),
    })?;
    outcome
}

// === impl JobLimits ===

impl Default for JobLimits {
    fn default() -> Self {
        Self { input_bytes: 256 << 20, jobs: 1_000, result_bytes: 8 << 30, disk_bytes: 32 << 30 }
    }
}
