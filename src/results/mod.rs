//! What a marked class leaves in its folder, and how it is read back: a line of JSON and a row of a table an answer, the
//! problems, what was run, and what a person decided afterwards. Knows files and formats, nothing of how marks are made.
//!
//! `results.jsonl` is the source of all that is shown: reports are made from it in a second pass, so that a run that was
//! interrupted and one that was not come out alike.

mod folder;
mod line;
mod manifest;
mod review;
mod table;
mod totals;

pub use folder::{Folder, FolderError, Output, Start, Written};
pub use line::{Brief, LineError, read_brief, read_line, write_line};
pub use manifest::{Counts, Input, Manifest, QuestionRubric};
pub use review::{Decisions, Reviewed};
pub use table::{Columns, csv_row, reviewed_header, reviewed_row};
pub use totals::{QuestionTotals, Totals};

/// Name of the file of results: a line of JSON an answer.
pub const RESULTS: &str = "results.jsonl";
/// Name of the table of results: a row an answer.
pub const TABLE: &str = "results.csv";
/// Name of the list of what could not be read.
pub const PROBLEMS: &str = "problems.csv";
/// Name of the file that says what was run.
pub const MANIFEST: &str = "run.json";
/// Name of the file of what a person decided: a line of JSON an answer.
pub const REVIEWED: &str = "reviewed.jsonl";
/// Name of the table of scores as they stand after a review: a row an answer.
pub const REVIEWED_TABLE: &str = "reviewed.csv";
