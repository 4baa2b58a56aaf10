//! One text from a file or stdin, as most commands want it. Knows encodings, nothing of answers: those come through
//! [`crate::intake::read_answers`].
//!
//! Errors name the place and what to do; they never quote the text.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::outcome::UsageError;
use crate::intake::{TextError, read_text};

/// What stdin is called.
const STDIN: &str = "stdin";

/// Why a text could not be read.
#[derive(Debug, thiserror::Error)]
pub(super) enum InputError {
    /// The file cannot be read.
    #[error("{place}: {error}; check the path and that you may read it")]
    Unreadable { place: String, error: io::Error },
    /// Bytes that are no text.
    #[error("{place}: {error}")]
    Encoding { place: String, error: TextError },
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
///
/// # Errors
///
/// Where it cannot be read or is no text.
pub(super) fn text(path: &Path) -> Result<String, InputError> {
    let place = if is_stdin(path) { STDIN.to_owned() } else { path.display().to_string() };
    let mut bytes = Vec::new();
    let read = if is_stdin(path) {
        io::stdin().lock().read_to_end(&mut bytes).map(|_| ())
    } else {
        fs::read(path).map(|content| bytes = content)
    };
    read.map_err(|error| InputError::Unreadable { place: place.clone(), error })?;
    let text = read_text(&bytes).map_err(|error| InputError::Encoding { place, error })?;
    Ok(text.into_owned())
}

fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}
