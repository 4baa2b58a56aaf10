//! Tables and texts from the files that teachers have. Knows formats and encodings, nothing of rubrics or marks.
//!
//! Errors name the place and what to do; they never quote what a candidate wrote.

mod table;
mod text;

pub use table::{Table, TableError, read_table};
pub use text::{BYTE_ORDER_MARK, TextError, read_text};
