//! `--column`: which column of a table holds what, where its header does not tell.

use super::outcome::UsageError;
use crate::intake::{Field, Naming};

/// The columns named by `--column FIELD=HEADER`.
///
/// # Errors
///
/// Where a field is not known or no header is given.
pub(super) fn naming(columns: &[String]) -> Result<Naming, UsageError> {
    let mut naming = Naming::default();
    for column in columns {
        let (field, header) = column.split_once('=').unwrap_or((column, ""));
        let field = Field::of(field).filter(|_| !header.trim().is_empty()).ok_or_else(|| {
            UsageError(format!(
                "--column {column}: write FIELD=HEADER, as score=总分; the fields are {}",
                Field::names().join(", ")
            ))
        })?;
        naming.set(field, header);
    }
    Ok(naming)
}
