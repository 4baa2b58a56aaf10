//! Rows of CSV and of its kin, one at a time, however large the file. Knows quotation marks and encodings, nothing of what
//! columns mean. A row that is too long, or not text, is a fault of its own and the rows after it are read; that is why
//! rows are found here: the `csv` crate can't give up on one and go on.

use std::io::{self, BufRead};

use super::limits::{COLUMNS_MAX, RECORD_BYTES_MAX};
use super::messages::Reason;
use super::text::Encoding;

/// A row of cells, or what is wrong with it.
pub(super) type Row = Result<Vec<String>, Reason>;

/// Reads rows from bytes. Blank lines are rows without cells, so that numbers are those of a spreadsheet program.
pub(super) struct Rows<R> {
    reader: R,
    /// What stands between cells; found in the first line.
    delimiter: u8,
    encoding: Encoding,
    is_started: bool,
    is_done: bool,
    /// Whether the last row ended with a carriage return, to which a line feed belongs.
    after_return: bool,
    /// The cells of the row without their quotation marks, one behind the other.
    cells: Vec<u8>,
    /// Where each cell ends.
    ends: Vec<usize>,
}

/// Where in a row the next byte stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// At the first byte of a cell.
    Start,
    /// In a cell without quotation marks.
    Plain,
    /// Between quotation marks.
    Quoted,
    /// Behind a quotation mark that closes, or that the next one makes part of the text.
    Closing,
}

// === impl Rows ===

impl<R: BufRead> Rows<R> {
    pub(super) fn new(reader: R) -> Self {
        Self {
            reader,
            delimiter: b',',
            encoding: Encoding::Unknown,
            is_started: false,
            is_done: false,
            after_return: false,
            cells: Vec::new(),
            ends: Vec::new(),
        }
    }

    /// Looks at the start of the file without taking it.
    fn start(&mut self) -> io::Result<()> {
        self.is_started = true;
        let head = self.reader.fill_buf()?;
        self.encoding = Encoding::of(head);
        let first = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
        // Spreadsheets export tables with tabs, or with semicolons where a comma is the decimal mark.
        let count = |mark: u8| first.split(|byte| *byte == mark).count();
        self.delimiter = [b'\t', b';', b','].into_iter().max_by_key(|mark| count(*mark)).unwrap_or(b',');
        let mark = super::BYTE_ORDER_MARK.len();
        if head.starts_with(super::BYTE_ORDER_MARK.as_bytes()) {
            self.reader.consume(mark);
        }
        Ok(())
    }

    /// Takes the bytes of the next row; `None` at the end of the file.
    fn take_row(&mut self) -> Result<Option<()>, Reason> {
        self.cells.clear();
        self.ends.clear();
        let (mut state, mut is_empty, mut is_too_long) = (State::Start, true, false);
        loop {
            let buffer = self.reader.fill_buf().map_err(|error| Reason::unreadable(&error))?;
            if buffer.is_empty() {
                self.is_done = true;
                if state == State::Quoted {
                    return Err(if is_too_long { Reason::LongRow } else { Reason::Unclosed });
                }
                self.ends.push(self.cells.len());
                return match (is_empty, is_too_long) {
                    (true, _) => Ok(None),
                    (_, true) => Err(Reason::LongRow),
                    _ => Ok(Some(())),
                };
            }
            let mut used = 0;
            let mut ended = false;
            for byte in buffer {
                used += 1;
                if std::mem::take(&mut self.after_return) && *byte == b'\n' {
                    continue;
                }
                let is_text = match (state, byte) {
                    (State::Quoted, b'"') => {
                        state = State::Closing;
                        false
                    }
                    (State::Quoted, _) => true,
                    (State::Start, b'"') => {
                        state = State::Quoted;
                        false
                    }
                    (State::Closing, b'"') => {
                        state = State::Quoted;
                        true
                    }
                    (_, b'\n' | b'\r') => {
                        self.after_return = *byte == b'\r';
                        ended = true;
                        break;
                    }
                    (_, byte) if *byte == self.delimiter => {
                        self.ends.push(self.cells.len());
                        state = State::Start;
                        false
                    }
                    _ => {
                        state = State::Plain;
                        true
                    }
                };
                is_empty = false;
                if is_text && !is_too_long {
                    self.cells.push(*byte);
                }
                if self.cells.len() > RECORD_BYTES_MAX || self.ends.len() > COLUMNS_MAX {
                    is_too_long = true;
                    self.cells = Vec::new();
                    self.ends = Vec::new();
                }
            }
            self.reader.consume(used);
            if ended {
                self.ends.push(self.cells.len());
                return if is_too_long { Err(Reason::LongRow) } else { Ok(Some(())) };
            }
        }
    }

    fn decoded(&self) -> Row {
        // Bytes that are no text at all are told from an encoding's by the whole row.
        let encoding = match self.encoding {
            Encoding::Unknown => Encoding::of(&self.cells),
            known => known,
        };
        let mut start = 0;
        let mut cells = Vec::with_capacity(self.ends.len());
        for end in &self.ends {
            let cell = self.cells.get(start..*end).unwrap_or_default();
            cells.push(encoding.decode(cell)?);
            start = *end;
        }
        Ok(cells)
    }
}

impl<R: BufRead> Iterator for Rows<R> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        if !self.is_started
            && let Err(error) = self.start()
        {
            self.is_done = true;
            return Some(Err(Reason::unreadable(&error)));
        }
        if self.is_done {
            return None;
        }
        match self.take_row() {
            Ok(Some(())) if self.cells.is_empty() && self.ends.len() == 1 => Some(Ok(Vec::new())),
            Ok(Some(())) => Some(self.decoded()),
            Ok(None) => None,
            Err(fault) => {
                self.is_done |= matches!(fault, Reason::Unreadable(..));
                Some(Err(fault))
            }
        }
    }
}
