//! What can be wrong with what is asked of the jobs. Knows no codes. Never quotes an answer, nor a path of the server.

use std::fmt::Display;

/// Why something asked of the jobs is not done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JobError {
    /// There is no job of this id.
    #[error("no job has this id; list the jobs, or create it")]
    UnknownJob,
    /// There is another job of this id.
    #[error("another job has this id, with other content; give this one another id, or delete the other one")]
    Exists,
    /// The job has ended.
    #[error("the job has ended and cannot be cancelled; delete it where it is not wanted")]
    Ended,
    /// The job has no reports.
    #[error("the job has not succeeded, and reports are made of jobs that have; watch it, or look at its failure")]
    NotSucceeded,
    /// There is no result of this number.
    #[error("there is no result of this number; give that of a result of the job")]
    UnknownResult,
    /// Too many answers for a sheet each.
    #[error("more than {0} answers, too many for a sheet each; ask for single sheets by their numbers")]
    TooManySheets(usize),
    /// A page of a list does not begin where it is asked for.
    #[error("not a token of this list; give the next_page_token of the page before")]
    BadToken,
    /// The input has no answers, or does not say how it is read.
    #[error("nothing is sent to mark; send a file or submissions")]
    NoInput,
    /// The input is too large.
    #[error("the input has more than {0} bytes; part it into several jobs")]
    InputTooLarge(u64),
    /// There are too many jobs.
    #[error("the server keeps {0} jobs and takes no more; delete some first")]
    TooManyJobs(usize),
    /// The jobs take too much of the disk.
    #[error("the jobs take {0} bytes of the server's disk and it takes no more; delete some first")]
    DiskFull(u64),
    /// The server is on its way down.
    #[error("the server is shutting down; ask again, the job goes on when it is back")]
    ShuttingDown,
    /// Something went wrong on the disk; what, is for the server's log.
    #[error("the job cannot be read or written on the server's disk; the server's log says why")]
    Storage(String),
}

// === impl JobError ===

impl JobError {
    pub(super) fn storage(error: impl Display) -> Self {
        Self::Storage(error.to_string())
    }
}
