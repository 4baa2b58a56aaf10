//! Pages of a job's results and problems, read from its files while they may still grow. Knows nothing of what is marked.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;

use super::Jobs;
use super::error::JobError;
use super::job::{Job, PROBLEMS};
use super::worker::ProblemLine;
use crate::class::Entry;
use crate::intake::Told;
use crate::results::{RESULTS, read_line};
use crate::tenant::Tenant;

/// A page of a list, and the token that leads to the next one; empty where there is none yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed<T> {
    /// What is on the page.
    pub items: Vec<T>,
    /// Where the next page begins.
    pub next: String,
}

/// A result.
#[derive(Debug, Clone, PartialEq)]
pub struct Marked {
    /// Its number among the results, from 1.
    pub number: u64,
    /// What was marked.
    pub entry: Entry,
}

/// Bytes of lines on a page: a message of the same content is no longer, and clients take 4 MiB.
const PAGE_BYTES: usize = 3 << 20;

/// Where a page begins: how many bytes and lines are before it.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    offset: u64,
    lines: u64,
}

// === impl Jobs ===

impl Jobs {
    /// A page of what was marked so far, in the order of the input.
    ///
    /// # Errors
    ///
    /// Where there is no such job, or the token is none of the list's.
    pub fn results(&self, tenant: &Tenant, id: &str, size: usize, token: &str) -> Result<Listed<Marked>, JobError> {
        let job = self.shared.find(tenant, id)?;
        let (place, lines, next) = page(&job, &job.results().file(RESULTS), size, token)?;
        let read = |(number, line): (u64, String)| {
            let entry = read_line(&line).map_err(|error| JobError::Storage(format!("result {number}: {error}")))?;
            Ok(Marked { number, entry })
        };
        let items = (place.lines + 1..).zip(lines).map(read).collect::<Result<_, JobError>>()?;
        Ok(Listed { items, next })
    }

    /// A page of what could not be read or marked so far, in the order of the input.
    ///
    /// # Errors
    ///
    /// As [`results`](Self::results).
    pub fn problems(&self, tenant: &Tenant, id: &str, size: usize, token: &str) -> Result<Listed<Told>, JobError> {
        let job = self.shared.find(tenant, id)?;
        let (_, lines, next) = page(&job, &job.folder().join(PROBLEMS), size, token)?;
        let read = |line: String| {
            let ProblemLine { place, row, column, reason } =
                serde_json::from_str(&line).map_err(|_| JobError::storage("a line of the problems is damaged"))?;
            Ok(Told { place, row, column, reason })
        };
        Ok(Listed { items: lines.into_iter().map(read).collect::<Result<_, JobError>>()?, next })
    }
}

fn page(job: &Arc<Job>, file: &Path, size: usize, token: &str) -> Result<(Place, Vec<String>, String), JobError> {
    let begin = Place::parse(token).ok_or(JobError::BadToken)?;
    let file = match File::open(file) {
        Ok(file) => file,
        // Nothing is marked yet.
        Err(error) if error.kind() == io::ErrorKind::NotFound && begin.offset == 0 => {
            return Ok((begin, Vec::new(), String::new()));
        }
        Err(error) => return Err(JobError::Storage(format!("{}: {error}", job.record.id))),
    };
    let read = || -> io::Result<Option<(Vec<String>, Place)>> {
        let mut reader = BufReader::new(file);
        if !is_start_of_line(&mut reader, begin.offset)? {
            return Ok(None);
        }
        let (mut lines, mut end, mut bytes) = (Vec::new(), begin, 0);
        loop {
            let mut line = String::new();
            let length = reader.read_line(&mut line)?;
            // A line without its end is still being written.
            if !line.ends_with('\n') {
                return Ok(Some((lines, Place::default())));
            }
            bytes += length;
            if lines.len() == size || (bytes > PAGE_BYTES && !lines.is_empty()) {
                return Ok(Some((lines, end)));
            }
            lines.push(line);
            end = Place { offset: end.offset + length as u64, lines: end.lines + 1 };
        }
    };
    let (lines, next) = read().map_err(JobError::storage)?.ok_or(JobError::BadToken)?;
    Ok((begin, lines, next.token()))
}

fn is_start_of_line(reader: &mut (impl Read + Seek), offset: u64) -> io::Result<bool> {
    let Some(before) = offset.checked_sub(1) else { return Ok(true) };
    reader.seek(SeekFrom::Start(before))?;
    let mut byte = [0];
    Ok(reader.read(&mut byte)? == 1 && byte == *b"\n")
}

// === impl Place ===

impl Place {
    fn parse(token: &str) -> Option<Self> {
        if token.is_empty() {
            return Some(Self::default());
        }
        let (offset, lines) = token.split_once('-')?;
        Some(Self { offset: offset.parse().ok()?, lines: lines.parse().ok()? })
    }

    fn token(self) -> String {
        if self.offset == 0 { String::new() } else { format!("{}-{}", self.offset, self.lines) }
    }
}
