//! Records of named fields, from lines of JSON and from tables with a header alike.

use serde_json::Value;

use super::{TableError, read_table, read_text};

/// One line or row: its fields in order.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Which line or row of the file, from 1.
    pub number: usize,
    /// Names and values; those of a table are texts.
    pub fields: Vec<(String, Value)>,
}

/// The records of a file, with what could not be read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Records {
    /// The records in order.
    pub records: Vec<Record>,
    /// Lines that are none.
    pub problems: Vec<RowProblem>,
}

/// What is wrong with one line or row; the rest of the file is not affected. Never quotes what stands there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("row {row}{}: {what}; {advice}", if column.is_empty() { String::new() } else { format!(", column {column}") })]
pub struct RowProblem {
    /// Which line or row, from 1.
    pub row: usize,
    /// The column, by its name; empty where it is about all of the row.
    pub column: String,
    /// What is wrong.
    pub what: &'static str,
    /// What to do.
    pub advice: &'static str,
}

/// Reads records: lines of JSON objects, or a CSV or XLSX table whose first row that is not empty names the columns.
/// They are told apart by their content.
///
/// # Errors
///
/// Where the file is neither; a single bad line is a [`RowProblem`].
pub fn read_records(bytes: &[u8]) -> Result<Records, TableError> {
    match read_text(bytes).ok() {
        Some(text) if text.trim_start().starts_with('{') => Ok(lines(&text)),
        _ => Ok(rows(&read_table(bytes)?.rows)),
    }
}

fn lines(text: &str) -> Records {
    let mut read = Records::default();
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let number = index + 1;
        match serde_json::from_str(line) {
            Ok(Value::Object(fields)) => read.records.push(Record { number, fields: fields.into_iter().collect() }),
            // The parser's own message may quote the answer.
            Ok(_) | Err(_) => read.problems.push(RowProblem {
                row: number,
                column: String::new(),
                what: "no JSON object",
                advice: "write one object a line, as {\"id\": …, \"text\": …, \"score\": …}",
            }),
        }
    }
    read
}

fn rows(rows: &[Vec<String>]) -> Records {
    let is_filled = |row: &[String]| row.iter().any(|cell| !cell.trim().is_empty());
    let mut filled = rows.iter().enumerate().filter(|(_, row)| is_filled(row));
    let Some((_, header)) = filled.next() else { return Records::default() };
    let named = |row: &[String]| {
        let names = header.iter().enumerate().filter(|(_, name)| !name.trim().is_empty());
        names
            .map(|(at, name)| (name.trim().to_owned(), Value::String(row.get(at).cloned().unwrap_or_default())))
            .collect()
    };
    let records = filled.map(|(index, row)| Record { number: index + 1, fields: named(row) }).collect();
    Records { records, problems: Vec::new() }
}
