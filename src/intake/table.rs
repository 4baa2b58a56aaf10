//! Rows of cells from CSV and XLSX.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};

use super::TextError;

/// A table: rows of cells as text, empty rows included, so that row numbers are those of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// The rows in order.
    pub rows: Vec<Vec<String>>,
}

/// Why a file is no table.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// Bytes that are no text.
    #[error(transparent)]
    Encoding(#[from] TextError),
    /// A CSV line that cannot be read.
    #[error("line {line}: {what}; check the quotation marks there")]
    Csv {
        /// Which line, from 1.
        line: u64,
        /// What is wrong.
        what: String,
    },
    /// A workbook that cannot be read.
    #[error("not a readable XLSX workbook ({0}); open it and save it again as XLSX")]
    Workbook(String),
    /// More cells than any key or class needs.
    #[error("more than {CELLS_MAX} cells; split the table")]
    TooLarge,
}

/// The most cells that are read: a class of 100,000 with ten columns.
const CELLS_MAX: usize = 1_000_000;
/// What the bytes of an XLSX file begin with, as those of any ZIP archive.
const ZIP_MAGIC: &[u8] = b"PK\x03\x04";

/// Reads a table from the bytes of a CSV or XLSX file, told apart by their content. Of a workbook the first sheet that
/// is not empty counts.
///
/// # Errors
///
/// Where the bytes are no table; see [`TableError`].
pub fn read_table(bytes: &[u8]) -> Result<Table, TableError> {
    if bytes.starts_with(ZIP_MAGIC) { workbook(bytes) } else { csv(bytes) }
}

fn csv(bytes: &[u8]) -> Result<Table, TableError> {
    let text = super::read_text(bytes)?;
    let first = text.lines().next().unwrap_or_default();
    // Spreadsheets export tables with tabs, or with semicolons where a comma is the decimal mark.
    let count = |mark: char| first.matches(mark).count();
    let delimiter = [b'\t', b';', b','].into_iter().max_by_key(|mark| count(char::from(*mark))).unwrap_or(b',');
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let mut table = Table::default();
    let mut cells = 0;
    for record in reader.records() {
        let record = record.map_err(|error| TableError::Csv {
            line: error.position().map_or(0, csv::Position::line),
            what: match error.kind() {
                csv::ErrorKind::Utf8 { .. } => "not valid text".to_owned(),
                _ => "not valid CSV".to_owned(),
            },
        })?;
        // Lines that the reader skips as blank still count.
        let line = record.position().map_or(0, csv::Position::line);
        let index = usize::try_from(line).unwrap_or(usize::MAX).saturating_sub(1);
        cells += record.len() + index.saturating_sub(table.rows.len());
        if cells > CELLS_MAX {
            return Err(TableError::TooLarge);
        }
        let has_breaks = record.iter().any(|cell| cell.contains('\n'));
        if !has_breaks && index > table.rows.len() {
            table.rows.resize(index, Vec::new());
        }
        table.rows.push(record.iter().map(str::to_owned).collect());
    }
    Ok(table)
}

fn workbook(bytes: &[u8]) -> Result<Table, TableError> {
    let broken = |error: calamine::XlsxError| TableError::Workbook(error.to_string());
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    for name in workbook.sheet_names() {
        let range = workbook.worksheet_range(&name).map_err(broken)?;
        let Some((first_row, first_column)) = range.start() else { continue };
        let (above, before) = (first_row as usize, first_column as usize);
        if (range.width() + before).saturating_mul(range.height() + above) > CELLS_MAX {
            return Err(TableError::TooLarge);
        }
        let mut rows = vec![Vec::new(); above];
        let cells = |row: &[Data]| (0..before).map(|_| String::new()).chain(row.iter().map(cell)).collect();
        rows.extend(range.rows().map(cells));
        return Ok(Table { rows });
    }
    Ok(Table::default())
}

fn cell(data: &Data) -> String {
    match data {
        Data::Empty | Data::Error(_) => String::new(),
        other => other.to_string(),
    }
}
