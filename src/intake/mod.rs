//! Tables and texts from the files that teachers have. Knows formats and encodings, nothing of rubrics or marks.
//!
//! Errors name the place and what to do; they never quote what a candidate wrote.

mod answers;
mod columns;
mod records;
mod table;
mod text;

pub use answers::{AnswerRow, answer_row};
pub use columns::{Field, Naming};
pub use records::{Record, Records, RowProblem, read_records};
pub use table::{Table, TableError, read_table};
pub use text::{BYTE_ORDER_MARK, TextError, read_text};
