//! Which row of a table is its header: the first that names a column of answers, for titles may stand above it.

use super::Settings;
use super::cell::{Cell, Row};
use super::item::Problem;
use super::messages::Reason;
use super::roll::Roll;

/// Rows that may stand above the header: a title, a line of remarks, and some to spare.
const ROWS_ABOVE: usize = 10;

/// A search for the header.
#[derive(Debug, Default)]
pub(super) struct Header {
    /// Rows looked at.
    looked_at: usize,
}

// === impl Header ===

impl Header {
    /// The table that a row heads, if it is a header.
    pub(super) fn find(&mut self, row: &Row, place: &str, stem: &str, settings: &Settings) -> Option<Roll> {
        self.looked_at += 1;
        if self.is_given_up() {
            return None;
        }
        let text = |cell: &Cell| match cell {
            Cell::Text(text) => text.trim().to_owned(),
            Cell::Empty | Cell::Marks(_) | Cell::Bad(_) => String::new(),
        };
        let headers: Vec<String> = row.cells.iter().map(text).collect();
        let roll = Roll::new(place, stem, headers, settings);
        let is_header = !roll.layout.answers.is_empty();
        is_header.then_some(roll)
    }

    /// Whether no row to come can be the header.
    pub(super) fn is_given_up(&self) -> bool {
        self.looked_at > ROWS_ABOVE
    }

    /// What to say where there is none.
    pub(super) fn missing(place: &str) -> Problem {
        Problem::of_file(place, Reason::NoAnswers)
    }
}
