//! All jobs of a folder, and where each has its own. Knows nothing of what is in them.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use super::error::JobError;
use super::job::Job;
use super::record::Record;
use super::{JobLimits, OpenError};
use crate::tenant::Tenant;

/// What the worker and those who ask share.
#[derive(Debug)]
pub(super) struct Shared {
    pub folder: PathBuf,
    pub limits: JobLimits,
    pub table: Mutex<Table>,
    /// Tells the worker that there is something to do, or that it is to end.
    pub wake: Condvar,
    pub is_stopping: AtomicBool,
    /// Reports are made on threads of their own, so that they need not wait for a job.
    pub reporting: rayon::ThreadPool,
}

/// The jobs, and what is on its way in.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// The jobs by their sequence.
    pub jobs: BTreeMap<u64, Arc<Job>>,
    /// Jobs that are being sent.
    pub uploads: usize,
    /// The sequence of the next job, or of what is on its way.
    next: u64,
}

/// What the folders of jobs begin with: so that no id is a name that the system keeps for itself.
const JOB_PREFIX: &str = "job-";
/// What folders begin with that are not jobs yet, or not any more; they go at the next start.
const PASSING_PREFIX: &str = ".passing-";

/// Makes a folder that only its owner may look into, where the system knows owners: answers are private.
pub(super) fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

// === impl Shared ===

impl Shared {
    pub(super) fn table(&self) -> MutexGuard<'_, Table> {
        // Every change of the table is one step, so that a thread that broke off leaves no half of one.
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn find(&self, tenant: &Tenant, id: &str) -> Result<Arc<Job>, JobError> {
        self.table().find(tenant, id).ok_or(JobError::UnknownJob)
    }

    /// Whether one more job may be made.
    pub(super) fn has_room(&self, table: &Table) -> Result<(), JobError> {
        let limits = self.limits;
        if table.jobs.len() + table.uploads >= limits.jobs {
            return Err(JobError::TooManyJobs(limits.jobs));
        }
        let taken: u64 = table.jobs.values().map(|job| job.disk_bytes()).sum();
        if taken >= limits.disk_bytes { Err(JobError::DiskFull(taken)) } else { Ok(()) }
    }

    /// The folder of a job. Neither tenants nor ids have a dot in them, so that no two jobs have the same.
    pub(super) fn job(&self, tenant: &Tenant, id: &str) -> PathBuf {
        let of = if tenant.is_default() { String::new() } else { format!("{tenant}.") };
        self.folder.join(format!("{JOB_PREFIX}{of}{id}"))
    }

    /// A folder of what is not a job yet, or not any more.
    pub(super) fn passing(&self, sequence: u64) -> PathBuf {
        self.folder.join(format!("{PASSING_PREFIX}{sequence}"))
    }
}

// === impl Table ===

impl Table {
    /// The jobs of a folder; what was on its way in or out goes.
    pub(super) fn load(folder: &Path) -> Result<Self, OpenError> {
        let failed = |error| OpenError::File(folder.to_owned(), error);
        let mut table = Self::default();
        for entry in fs::read_dir(folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with(PASSING_PREFIX) {
                fs::remove_dir_all(entry.path()).map_err(failed)?;
            } else if name.starts_with(JOB_PREFIX) {
                let record = Record::read(&entry.path()).map_err(OpenError::Damaged)?;
                table.next = table.next.max(record.sequence + 1);
                table.jobs.insert(record.sequence, Arc::new(Job::new(entry.path(), record)));
            }
        }
        Ok(table)
    }

    pub(super) fn find(&self, tenant: &Tenant, id: &str) -> Option<Arc<Job>> {
        let is_it = |job: &&Arc<Job>| job.record.id == id && job.record.tenant == tenant.as_str();
        self.jobs.values().find(is_it).cloned()
    }

    pub(super) fn take_sequence(&mut self) -> u64 {
        self.next += 1;
        self.next - 1
    }
}
