//! The files that teachers have: a class's answers, tables, texts. Knows formats and encodings, nothing of rubrics or marks.
//!
//! `source` is the one door for answers to mark; `records` for tables of scored answers; `messages` has the words. Errors name the place and what to
//! do; they never quote what a candidate wrote. Nothing of an archive is ever written to disk.

mod answers;
mod archive;
mod cell;
mod columns;
mod delimited;
mod docx;
mod header;
mod item;
mod kind;
mod layout;
mod limits;
mod lines;
mod messages;
mod names;
mod records;
mod review;
mod roll;
mod source;
mod table;
mod text;
mod workbook;

pub use answers::{AnswerRow, answer_row};
pub use columns::{Field, Naming};
pub(crate) use item::place_and_row;
pub use item::{Answer, Item, Note, Problem, Told};
pub use layout::question_key;
pub use limits::ANSWER_BYTES_MAX;
pub use messages::{Decided, Reason};
pub use records::{Record, Records, RowProblem, read_records};
pub use review::{ReviewRow, ReviewSheet, read_review};
pub use source::{Items, Settings, is_read, read_answers, read_answers_as};
pub use table::{Table, TableError, read_table};
pub use text::{BYTE_ORDER_MARK, TextError, read_text};
