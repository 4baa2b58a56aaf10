//! The folder of a run: started, gone on with after an interruption, and written to. Knows files and their lines, nothing
//! of who marks.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::{Columns, MANIFEST, Manifest, PROBLEMS, RESULTS, REVIEWED_TABLE, TABLE, Totals, csv_row};
use crate::feedback::Language;
use crate::intake::{BYTE_ORDER_MARK, Problem, Told};
use crate::points::Points;

/// A folder of results.
#[derive(Debug, Clone)]
pub struct Folder(PathBuf);

/// What to do where results are there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// Leave them alone, and fail.
    Fresh,
    /// Go on with them.
    Resume,
    /// Write over them.
    Force,
}

/// Why a folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// It has results.
    #[error("{0} has results already; name another folder, go on with --resume, or write over them with --force")]
    HasResults(PathBuf),
    /// Its run is another one.
    #[error("{folder} cannot be gone on with: {why}; name another folder, or start anew with --force")]
    AnotherRun {
        /// The folder.
        folder: PathBuf,
        /// In what the two differ.
        why: String,
    },
    /// Another process writes to it.
    #[error("{0} is being written to by another run; wait for it, or name another folder")]
    InUse(PathBuf),
    /// It has no results.
    #[error("{0} has no results.jsonl; name the folder that `grade -o` wrote")]
    NoResults(PathBuf),
    /// What was decided on its answers cannot be read.
    #[error("{0}:{1}: not a decision on an answer; apply the reviewed workbook anew, or move the file away")]
    NoDecision(PathBuf, usize),
    /// A file cannot be read or written.
    #[error("{0}: {1}; check the path, the rights and the space on the disk")]
    File(PathBuf, io::Error),
}

/// The files of a run while it writes.
#[derive(Debug)]
pub struct Output {
    folder: Folder,
    results: BufWriter<File>,
    table: BufWriter<File>,
    problems: BufWriter<File>,
    columns: Columns,
    manifest: Manifest,
    language: Language,
    totals: Totals,
    /// Answers that were there when it began.
    before: u64,
    problem_count: u64,
}

/// As much of a line of results as sums need.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Brief {
    rubric_id: String,
    score: f64,
    max_score: f64,
    question_id: String,
}

// === impl Folder ===

impl Folder {
    /// The folder at a path, which need not be there yet.
    #[must_use]
    pub fn new(path: &Path) -> Self {
        Self(path.to_owned())
    }

    /// Its path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The path of one of its files.
    #[must_use]
    pub fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Whether results are there.
    #[must_use]
    pub fn has_results(&self) -> bool {
        self.file(RESULTS).exists() || self.file(MANIFEST).exists()
    }

    /// Opens it for a run, with what is there already of the same run where that is to be gone on with.
    ///
    /// # Errors
    ///
    /// See [`FolderError`].
    pub fn start(
        &self,
        start: Start,
        manifest: Manifest,
        columns: Columns,
        language: Language,
    ) -> Result<Output, FolderError> {
        fs::create_dir_all(&self.0).map_err(|error| FolderError::File(self.0.clone(), error))?;
        let is_resumed = self.has_results() && start == Start::Resume;
        if self.has_results() && start == Start::Fresh {
            return Err(FolderError::HasResults(self.0.clone()));
        }
        if is_resumed && let Some(why) = self.difference(&manifest)? {
            return Err(FolderError::AnotherRun { folder: self.0.clone(), why });
        }
        let mut results = self.open(RESULTS)?;
        match results.try_lock() {
            // Where locks are not known, nothing is lost but the warning.
            Ok(()) | Err(TryLockError::Error(_)) => {}
            Err(TryLockError::WouldBlock) => return Err(FolderError::InUse(self.0.clone())),
        }
        let mut table = self.open(TABLE)?;
        let totals = if is_resumed { self.cut(&mut results, &mut table, &columns)? } else { Totals::default() };
        self.write_manifest(&manifest)?;
        let mut problems = self.open(PROBLEMS)?;
        let failed = |name| move |error| FolderError::File(self.file(name), error);
        if totals.answers() == 0 {
            restart(&mut results, "").map_err(failed(RESULTS))?;
            restart(&mut table, &format!("{BYTE_ORDER_MARK}{}\n", columns.header())).map_err(failed(TABLE))?;
            // It is of other results; what was decided on them is left for those that come out the same.
            self.remove(REVIEWED_TABLE)?;
        }
        let header = match language {
            Language::Chinese => ["位置", "行", "列", "原因"],
            Language::English => ["place", "row", "column", "reason"],
        };
        restart(&mut problems, &format!("{BYTE_ORDER_MARK}{}\n", csv_row(&header))).map_err(failed(PROBLEMS))?;
        let before = totals.answers();
        let (results, table, problems) = (BufWriter::new(results), BufWriter::new(table), BufWriter::new(problems));
        Ok(Output {
            folder: self.clone(),
            results,
            table,
            problems,
            columns,
            manifest,
            language,
            totals,
            before,
            problem_count: 0,
        })
    }

    /// The manifest of the run whose results are there.
    ///
    /// # Errors
    ///
    /// Where it cannot be read.
    pub fn manifest(&self) -> Result<Option<Manifest>, FolderError> {
        match fs::read(self.file(MANIFEST)) {
            Ok(content) => Ok(serde_json::from_slice(&content).ok()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(FolderError::File(self.file(MANIFEST), error)),
        }
    }

    /// The lines of results, for whoever reads them back.
    ///
    /// # Errors
    ///
    /// Where there are none.
    pub fn lines(&self) -> Result<io::Lines<BufReader<File>>, FolderError> {
        match File::open(self.file(RESULTS)) {
            Ok(file) => Ok(BufReader::new(file).lines()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(FolderError::NoResults(self.0.clone())),
            Err(error) => Err(FolderError::File(self.file(RESULTS), error)),
        }
    }

    /// Begins a table in it, with the mark by which spreadsheet programs know UTF-8 and a first row.
    ///
    /// # Errors
    ///
    /// Where it cannot be written.
    pub fn begin_table(&self, name: &str, header: &str) -> io::Result<BufWriter<File>> {
        let mut table = BufWriter::new(File::create(self.file(name))?);
        writeln!(table, "{BYTE_ORDER_MARK}{header}")?;
        Ok(table)
    }

    fn remove(&self, name: &str) -> Result<(), FolderError> {
        match fs::remove_file(self.file(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(FolderError::File(self.file(name), error)),
            _ => Ok(()),
        }
    }

    fn difference(&self, now: &Manifest) -> Result<Option<String>, FolderError> {
        Ok(match self.manifest()? {
            Some(then) => then.difference(now),
            None => Some(format!("{MANIFEST} is missing or damaged")),
        })
    }

    fn open(&self, name: &str) -> Result<File, FolderError> {
        let path = self.file(name);
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
        file.map_err(|error| FolderError::File(path, error))
    }

    fn write_manifest(&self, manifest: &Manifest) -> Result<(), FolderError> {
        // Texts, numbers and lists of them can always be written.
        self.replace(MANIFEST, &(serde_json::to_string_pretty(manifest).unwrap_or_default() + "\n"))
    }

    /// Writes a file so that at any moment it is the old or the new one as a whole.
    pub(super) fn replace(&self, name: &str, content: &str) -> Result<(), FolderError> {
        let (path, next) = (self.file(name), self.file(&format!(".{name}.new")));
        let written = fs::write(&next, content).and_then(|()| fs::rename(&next, &path));
        written.map_err(|error| FolderError::File(path, error))
    }

    /// Cuts both files behind the last answer that stands whole in both, and sums up what is left.
    fn cut(&self, results: &mut File, table: &mut File, columns: &Columns) -> Result<Totals, FolderError> {
        let failed = |name| move |error| FolderError::File(self.file(name), error);
        let mut totals = Totals::default();
        let mut rows = WholeLines::new(table);
        let header = rows.next().map_err(failed(TABLE))?;
        let expected = format!("{BYTE_ORDER_MARK}{}", columns.header());
        if header.as_deref().map(<[u8]>::trim_ascii_end) != Some(expected.as_bytes()) {
            return Ok(totals);
        }
        let mut lines = WholeLines::new(results);
        let (mut results_end, mut table_end) = (0, rows.end);
        while let Some(line) = lines.next().map_err(failed(RESULTS))? {
            let Ok(brief) = serde_json::from_slice::<Brief>(&line) else { break };
            let points = |marks| Points::from_f64(marks).unwrap_or_default();
            if rows.next().map_err(failed(TABLE))?.is_none() {
                break;
            }
            totals.add(&brief.question_id, &brief.rubric_id, points(brief.score), points(brief.max_score));
            (results_end, table_end) = (lines.end, rows.end);
        }
        cut_at(results, results_end).map_err(failed(RESULTS))?;
        cut_at(table, table_end).map_err(failed(TABLE))?;
        Ok(totals)
    }
}

fn restart(file: &mut File, first: &str) -> io::Result<()> {
    cut_at(file, 0)?;
    file.write_all(first.as_bytes())
}

fn cut_at(file: &mut File, end: u64) -> io::Result<()> {
    file.set_len(end)?;
    file.seek(SeekFrom::Start(end)).map(|_| ())
}

/// The lines of a file that end with a line break.
struct WholeLines<'f> {
    reader: BufReader<&'f mut File>,
    /// Where the last one ended.
    end: u64,
}

// === impl WholeLines ===

impl<'f> WholeLines<'f> {
    fn new(file: &'f mut File) -> Self {
        Self { reader: BufReader::new(file), end: 0 }
    }

    fn next(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut line = Vec::new();
        let length = self.reader.by_ref().read_until(b'\n', &mut line)?;
        if !line.ends_with(b"\n") {
            return Ok(None);
        }
        self.end += length as u64;
        Ok(Some(line))
    }
}

// === impl Output ===

impl Output {
    /// Answers that were there when it began: as many are to be left out.
    #[must_use]
    pub fn answers_before(&self) -> u64 {
        self.before
    }

    /// The columns of the table.
    #[must_use]
    pub fn columns(&self) -> &Columns {
        &self.columns
    }

    /// What was marked so far.
    #[must_use]
    pub fn totals(&self) -> &Totals {
        &self.totals
    }

    /// What could not be read so far.
    #[must_use]
    pub fn problems(&self) -> u64 {
        self.problem_count
    }

    /// Adds an answer by its line and the rest of its row, both without line break.
    ///
    /// # Errors
    ///
    /// Where a file cannot be written.
    pub fn add(&mut self, answer: &Written) -> io::Result<()> {
        let Written { line, row, question_id, rubric_id, score, max_score } = answer;
        self.totals.add(question_id, rubric_id, *score, *max_score);
        writeln!(self.results, "{line}")?;
        writeln!(self.table, "{},{row}", self.totals.answers())
    }

    /// Adds what could not be read.
    ///
    /// # Errors
    ///
    /// Where the file cannot be written.
    pub fn add_problem(&mut self, problem: &Problem) -> io::Result<()> {
        self.problem_count += 1;
        let Told { place, row, column, reason } = problem.told(self.language);
        let row = row.map(|row| row.to_string()).unwrap_or_default();
        writeln!(self.problems, "{}", csv_row(&[&place, &row, &column, &reason]))
    }

    /// Hands all that was added to the system, so that it outlives the process.
    ///
    /// # Errors
    ///
    /// Where a file cannot be written.
    pub fn flush(&mut self) -> io::Result<()> {
        self.results.flush()?;
        self.table.flush()?;
        self.problems.flush()
    }

    /// Says in `run.json` that it came to its end.
    ///
    /// # Errors
    ///
    /// Where the file cannot be written.
    pub fn finish(mut self) -> Result<(Totals, u64), FolderError> {
        self.flush().map_err(|error| FolderError::File(self.folder.0.clone(), error))?;
        self.folder.write_manifest(&self.manifest.finished(&self.totals, self.problem_count))?;
        Ok((self.totals, self.problem_count))
    }
}

/// An answer as it goes into the files, made where it is marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    line: String,
    row: String,
    question_id: String,
    rubric_id: String,
    score: Points,
    max_score: Points,
}

// === impl Written ===

impl Written {
    /// Of an entry, for a table with these columns.
    #[must_use]
    pub fn new(entry: &crate::class::Entry, columns: &Columns) -> Self {
        Self {
            line: super::write_line(entry),
            row: columns.row(entry),
            question_id: entry.question_id.clone(),
            rubric_id: entry.feedback.rubric_id.clone(),
            score: entry.feedback.score,
            max_score: entry.feedback.max_score,
        }
    }
}
