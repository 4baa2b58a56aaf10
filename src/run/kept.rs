//! Rubrics as they were when they marked, kept beside what they marked: so that reports can be made anew whatever has
//! become of their files.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Rubrics, TwoRubrics};
use crate::rubric::{Rubric, RubricDraft};

/// Why rubrics that are kept cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeptError {
    /// The file cannot be read or written.
    #[error("{0}: {1}; check the path and the rights")]
    File(PathBuf, io::Error),
    /// The file says something else.
    #[error("{0} is damaged; mark the answers anew")]
    Damaged(PathBuf),
    /// A rubric does not satisfy this version.
    #[error("{0}: this version refuses the rubric; mark the answers anew")]
    Refused(PathBuf),
    /// Two are for one question.
    #[error(transparent)]
    Two(#[from] TwoRubrics),
}

/// A rubric, and the question that it is for.
#[derive(Serialize, Deserialize)]
struct KeptRubric {
    question: Option<String>,
    rubric: RubricDraft,
}

/// Name of the file.
pub const RUBRICS: &str = "rubrics.json";

/// Keeps rubrics with their questions in a folder; at any moment the file is the old or the new one as a whole.
///
/// # Errors
///
/// Where the file cannot be written.
pub fn keep_rubrics(folder: &Path, rubrics: &[(Option<String>, Arc<Rubric>)]) -> Result<(), KeptError> {
    let (path, next) = (folder.join(RUBRICS), folder.join(format!(".{RUBRICS}.new")));
    let kept = rubrics
        .iter()
        .map(|(question, rubric)| KeptRubric { question: question.clone(), rubric: rubric.draft.clone() });
    let kept: Vec<KeptRubric> = kept.collect();
    let written = || {
        let mut file = File::create(&next)?;
        file.write_all(&serde_json::to_vec_pretty(&kept)?)?;
        file.sync_all()?;
        fs::rename(&next, &path)
    };
    written().map_err(|error| KeptError::File(path.clone(), error))
}

/// The rubrics of a folder, compiled.
///
/// # Errors
///
/// Where there are none, or they cannot be used.
pub fn kept_rubrics(folder: &Path) -> Result<Rubrics, KeptError> {
    let path = folder.join(RUBRICS);
    let content = fs::read(&path).map_err(|error| KeptError::File(path.clone(), error))?;
    let kept: Vec<KeptRubric> = serde_json::from_slice(&content).map_err(|_| KeptError::Damaged(path.clone()))?;
    let compile = |kept: KeptRubric| {
        let rubric = Rubric::new(kept.rubric).map_err(|_| KeptError::Refused(path.clone()))?;
        Ok((kept.question, Arc::new(rubric)))
    };
    Ok(Rubrics::new(kept.into_iter().map(compile).collect::<Result<_, KeptError>>()?)?)
}
