//! Reports on a job that has succeeded, made when they are first asked for and kept beside its results. Knows nothing of
//! what stands in them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::PoisonError;

use super::Jobs;
use super::error::JobError;
use super::job::{Job, JobState, REPORTS};
use super::table::make_private;
use crate::feedback::Language;
use crate::outputs::{PAGE, SHEETS, SHEETS_MAX, Sheets, WORKBOOK, Wanted, make, sheet};
use crate::tenant::Tenant;

/// A report on all of a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Report {
    /// The page.
    Page,
    /// The page, with a sheet a candidate to which it leads.
    PageWithSheets,
    /// The marked workbook.
    Workbook,
}

/// A file of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportFile {
    /// Its name as the page names it.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
}

// === impl Jobs ===

impl Jobs {
    /// The files of a report, the page first. Without a language it is in the job's.
    ///
    /// # Errors
    ///
    /// Where there is no such job, it has not succeeded, or there are too many answers for sheets.
    pub fn report(
        &self,
        tenant: &Tenant,
        id: &str,
        report: Report,
        language: Option<Language>,
    ) -> Result<Vec<ReportFile>, JobError> {
        let job = self.succeeded(tenant, id)?;
        let language = language.unwrap_or_else(|| job.record.language());
        if report == Report::PageWithSheets && job.status().answers > SHEETS_MAX as u64 {
            return Err(JobError::TooManySheets(SHEETS_MAX));
        }
        let folder = job.folder().join(REPORTS).join(format!("{}-{}", language.code(), report.name()));
        let _making = job.making.lock().unwrap_or_else(PoisonError::into_inner);
        if !folder.is_dir() {
            self.shared.reporting.install(|| make_into(&job, report, language, &folder))?;
            job.count_disk_bytes();
        }
        files(&folder, report).map_err(JobError::storage)
    }

    /// The sheet of one result by its number, from 1. Without a language it is in the job's.
    ///
    /// # Errors
    ///
    /// Where there is no such job or result, or the job has not succeeded.
    pub fn sheet(
        &self,
        tenant: &Tenant,
        id: &str,
        number: usize,
        language: Option<Language>,
    ) -> Result<String, JobError> {
        let job = self.succeeded(tenant, id)?;
        let language = language.unwrap_or_else(|| job.record.language());
        let made = sheet(&job.results(), &job.rubrics()?.all(), number, language).map_err(JobError::storage)?;
        made.ok_or(JobError::UnknownResult)
    }

    fn succeeded(&self, tenant: &Tenant, id: &str) -> Result<std::sync::Arc<Job>, JobError> {
        let job = self.shared.find(tenant, id)?;
        let state = job.status().state;
        if state == JobState::Succeeded { Ok(job) } else { Err(JobError::NotSucceeded) }
    }
}

/// Makes a report beside its place first, so that what stands there is whole.
fn make_into(job: &Job, report: Report, language: Language, folder: &Path) -> Result<(), JobError> {
    let new = folder.with_extension("new");
    match fs::remove_dir_all(&new) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(JobError::storage(error)),
        _ => {}
    }
    // Of a job that has gone meanwhile nothing is made anew.
    if !job.folder().is_dir() {
        return Err(JobError::UnknownJob);
    }
    make_private(&new).map_err(JobError::storage)?;
    let sheets = if report == Report::PageWithSheets { Sheets::Always } else { Sheets::Never };
    let wanted = Wanted { workbook: report == Report::Workbook, page: report != Report::Workbook, sheets };
    make(&job.results(), &new, &job.rubrics()?.all(), job.title(), language, wanted).map_err(JobError::storage)?;
    fs::rename(&new, folder).map_err(JobError::storage)
}

fn files(folder: &Path, report: Report) -> io::Result<Vec<ReportFile>> {
    let of = |name: &str| ReportFile { name: name.to_owned(), path: folder.join(name) };
    let mut files = vec![of(if report == Report::Workbook { WORKBOOK } else { PAGE })];
    if report == Report::PageWithSheets {
        let mut names: Vec<String> = fs::read_dir(folder.join(SHEETS))?
            .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
            .collect::<io::Result<_>>()?;
        names.sort();
        let file =
            |name: &String| ReportFile { name: format!("{SHEETS}/{name}"), path: folder.join(SHEETS).join(name) };
        files.extend(names.iter().map(file));
    }
    Ok(files)
}

// === impl Report ===

impl Report {
    fn name(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::PageWithSheets => "sheets",
            Self::Workbook => "workbook",
        }
    }
}
