//! Tables and texts from the files that teachers have. Knows formats and encodings, nothing of rubrics or marks.
//!
//! Errors name the place and what to do; they never quote what a candidate wrote.

mod answers;
mod columns;
mod records;
mod table;

pub use answers::{AnswerRow, answer_row};
pub use columns::{Field, Naming};
pub use records::{Record, Records, RowProblem, read_records};
pub use table::{Table, TableError, read_table};

/// Marks the start of a UTF-8 file in some editors; no part of the text.
pub const BYTE_ORDER_MARK: &[u8] = "\u{FEFF}".as_bytes();

/// Text from bytes: UTF-8 with or without a byte order mark, else GB18030. `None` where it is neither.
#[must_use]
pub fn decode(bytes: &[u8]) -> Option<String> {
    let bytes = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text.to_owned()),
        Err(_) => encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(bytes).map(Into::into),
    }
}
