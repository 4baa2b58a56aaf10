//! A row of named cells as any kind of table has it. Knows nothing of what columns mean.

use super::messages::Reason;

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    /// Nothing.
    Empty,
    /// A text, or a number as it is written.
    Text(String),
    /// Marks by keypoint: objects of JSON only.
    Marks(Vec<(String, f64)>),
    /// What cannot be used, and why; a fault only where the column is.
    Bad(Reason),
}

/// A row of cells.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    /// Which row or line of the file or sheet, from 1.
    pub number: usize,
    /// The cells in the order of the headers; what is missing at the end is empty.
    pub cells: Vec<Cell>,
}

// === impl Cell ===

impl Cell {
    pub(super) fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            Self::Marks(_) | Self::Bad(_) => false,
        }
    }
}

// === impl Row ===

impl Row {
    pub(super) fn is_blank(&self) -> bool {
        self.cells.iter().all(Cell::is_blank)
    }

    pub(super) fn cell(&self, column: usize) -> &Cell {
        self.cells.get(column).unwrap_or(&Cell::Empty)
    }

    /// Puts a value into a column.
    pub(super) fn set(&mut self, column: usize, value: Cell) {
        if self.cells.len() <= column {
            self.cells.resize(column + 1, Cell::Empty);
        }
        if let Some(place) = self.cells.get_mut(column) {
            *place = value;
        }
    }
}
