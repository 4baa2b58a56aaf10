//! Answers and other texts from files, folders and stdin, one at a time. Knows encodings and lines, nothing of marks.
//!
//! Errors name the place and what to do; they never quote an answer.

use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use super::outcome::UsageError;
use crate::intake::{TextError, read_text};

mod jsonl;

/// Id of the submission that comes from stdin.
const STDIN_ID: &str = "stdin";

/// One answer to mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answer {
    /// The submission's id.
    pub id: String,
    /// What the candidate wrote.
    pub text: String,
}

/// Why an input could not be read.
#[derive(Debug, thiserror::Error)]
pub(super) enum InputError {
    /// The file or folder cannot be read.
    #[error("{place}: {error}; check the path and that you may read it")]
    Unreadable { place: String, error: io::Error },
    /// A folder has nothing to mark.
    #[error("{folder}: the folder holds no .txt file; name the files themselves if they end otherwise")]
    EmptyFolder { folder: String },
    /// Bytes that are no text.
    #[error("{place}: {error}")]
    Encoding { place: String, error: TextError },
    /// A line of a `.jsonl` file that is no answer.
    #[error("{place}:{line}: {what}")]
    Line { place: String, line: usize, what: String },
}

/// Where answers come from.
#[derive(Debug)]
pub(super) enum Source {
    /// One answer.
    Stdin,
    /// One answer.
    Text(PathBuf),
    /// An answer a line.
    Lines(PathBuf),
    /// A folder that cannot be used.
    Bad(InputError),
}

/// The answers of one source, or what is wrong with them.
pub(super) type Answers = Box<dyn Iterator<Item = Result<Answer, InputError>>>;

/// Resolves the arguments to sources in their order: folders become their files, nothing becomes stdin.
///
/// # Errors
///
/// Where stdin is asked for twice.
pub(super) fn sources(paths: &[PathBuf]) -> Result<Vec<Source>, UsageError> {
    if paths.is_empty() {
        return Ok(vec![Source::Stdin]);
    }
    stdin_once(paths, "answers")?;
    Ok(paths.iter().flat_map(|path| expand(path)).collect())
}

/// Checks that stdin is named once at most among `what`.
///
/// # Errors
///
/// Where it is named twice.
pub(super) fn stdin_once(paths: &[PathBuf], what: &str) -> Result<(), UsageError> {
    if paths.iter().filter(|path| is_stdin(path)).count() > 1 {
        return Err(UsageError(format!("`-` stands twice among the {what}; stdin can be read once")));
    }
    Ok(())
}

/// The whole of a text file, or of stdin for `-`.
pub(super) fn text(path: &Path) -> Result<String, InputError> {
    read_one(path).map(|answer| answer.text)
}

// === impl Source ===

impl Source {
    /// Whether it may hold any number of answers.
    pub(super) fn is_many(&self) -> bool {
        matches!(self, Self::Lines(_))
    }

    /// Reads its answers, each when it is asked for.
    pub(super) fn answers(self) -> Answers {
        match self {
            Self::Stdin => Box::new(std::iter::once(read_stdin())),
            Self::Text(path) => Box::new(std::iter::once_with(move || read_file(&path))),
            Self::Lines(path) => match File::open(&path) {
                Ok(file) => Box::new(jsonl::Lines::new(BufReader::new(file), place(&path))),
                Err(error) => Box::new(std::iter::once(Err(unreadable(&path, error)))),
            },
            Self::Bad(error) => Box::new(std::iter::once(Err(error))),
        }
    }
}

/// Reads the one text of a file or of stdin (`-`).
///
/// # Errors
///
/// Where it cannot be read or is no text.
pub(super) fn read_one(path: &Path) -> Result<Answer, InputError> {
    if is_stdin(path) { read_stdin() } else { read_file(path) }
}

fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

fn expand(path: &Path) -> Vec<Source> {
    if is_stdin(path) {
        vec![Source::Stdin]
    } else if path.is_dir() {
        match folder(path) {
            Ok(files) => files.into_iter().map(Source::Text).collect(),
            Err(error) => vec![Source::Bad(error)],
        }
    } else if has_extension(path, "jsonl") {
        vec![Source::Lines(path.to_owned())]
    } else {
        vec![Source::Text(path.to_owned())]
    }
}

/// The `.txt` files of a folder by name, without hidden ones.
fn folder(path: &Path) -> Result<Vec<PathBuf>, InputError> {
    let entries = fs::read_dir(path).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let entries = entries.map_err(|error| unreadable(path, error))?;
    let mut files: Vec<PathBuf> = entries.iter().map(fs::DirEntry::path).filter(|path| is_answer_file(path)).collect();
    files.sort();
    if files.is_empty() { Err(InputError::EmptyFolder { folder: place(path) }) } else { Ok(files) }
}

fn is_answer_file(path: &Path) -> bool {
    let hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
    has_extension(path, "txt") && !hidden && path.is_file()
}

fn has_extension(path: &Path, extension: &str) -> bool {
    path.extension().is_some_and(|found| found.eq_ignore_ascii_case(extension))
}

fn read_stdin() -> Result<Answer, InputError> {
    let mut bytes = Vec::new();
    match io::stdin().lock().read_to_end(&mut bytes) {
        Ok(_) => Ok(Answer { id: STDIN_ID.to_owned(), text: decode(&bytes, STDIN_ID)? }),
        Err(error) => Err(InputError::Unreadable { place: STDIN_ID.to_owned(), error }),
    }
}

/// Reads the one text of a file.
///
/// # Errors
///
/// Where it cannot be read or is no text.
pub(super) fn read_file(path: &Path) -> Result<Answer, InputError> {
    let bytes = fs::read(path).map_err(|error| unreadable(path, error))?;
    let id = path.file_stem().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    Ok(Answer { id, text: decode(&bytes, &place(path))? })
}

fn decode(bytes: &[u8], place: &str) -> Result<String, InputError> {
    let text = read_text(bytes).map_err(|error| InputError::Encoding { place: place.to_owned(), error })?;
    Ok(text.into_owned())
}

fn unreadable(path: &Path, error: io::Error) -> InputError {
    InputError::Unreadable { place: place(path), error }
}

fn place(path: &Path) -> String {
    path.display().to_string()
}
