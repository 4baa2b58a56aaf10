//! A class's answers rendered: a workbook to review in, a printable sheet for each candidate, and a page of figures for
//! the teacher. All are documents in memory, or written where the caller says.

mod advice;
mod charts;
mod names;
mod page;
mod sheet;
mod words;
mod workbook;

pub use names::FileNames;
pub use page::{ClassPage, class_page};
pub use sheet::sheet_page;
pub use workbook::{Layout, Workbook, WorkbookError};
