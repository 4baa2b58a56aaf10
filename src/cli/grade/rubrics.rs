//! How rubrics are named on the command line. Knows nothing of which answer a rubric marks.

use std::path::Path;
use std::sync::Arc;

use crate::cli::args::Depth;
use crate::cli::outcome::UsageError;
use crate::cli::rubric::{read_at, resolve};
use crate::rubric::{Rubric, shipped, shipped_ids};
use crate::run::Rubrics;

/// From `--rubric` as often as it is given: `RUBRIC`, or `QUESTION=RUBRIC`.
///
/// # Errors
///
/// Where a rubric cannot be used, or two are for one question.
pub(super) fn rubrics(named: &[String], reading: Option<Depth>) -> Result<Rubrics, UsageError> {
    let resolve = |name: &str| read_at(resolve(name)?, reading);
    let one = |name: &String| -> Result<(Option<String>, Arc<Rubric>), UsageError> {
        match name.split_once('=').filter(|_| !Path::new(name).exists()) {
            Some((question, rubric)) => Ok((Some(question.trim().to_owned()), resolve(rubric)?)),
            None => Ok((None, resolve(name)?)),
        }
    };
    let mut named: Vec<_> = named.iter().map(one).collect::<Result<_, _>>()?;
    if named.is_empty() && reading.is_some() {
        let shipped = shipped_ids().into_iter().filter_map(shipped);
        named = shipped.map(|rubric| Ok((None, read_at(rubric, reading)?))).collect::<Result<_, _>>()?;
    }
    Rubrics::new(named).map_err(|error| UsageError(error.to_string()))
}
