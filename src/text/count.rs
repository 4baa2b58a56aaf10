//! 字数: how long a text is, by the ways of counting that exams use.

use serde::{Deserialize, Serialize};

use super::fold::{Folded, is_han, is_invisible, is_word};

/// A way of counting 字数. `Word` is the default everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CountMode {
    /// As word processors show 字数: each Han character and each punctuation mark counts 1, each run of
    /// letters and digits counts 1, blanks count 0.
    #[default]
    Word,
    /// Every character that is not blank counts 1.
    Nonblank,
    /// Cells of an answer sheet of 25 cells a row: two digits or small letters share a cell, 破折号 and 省略号
    /// take two, and a mark that would open a row shares the last cell of the row before.
    Grid,
    /// Han characters only.
    Han,
}

/// The length of a text in every mode, in 字.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// By [`CountMode::Word`].
    pub word: usize,
    /// By [`CountMode::Nonblank`].
    pub nonblank: usize,
    /// By [`CountMode::Grid`].
    pub grid: usize,
    /// By [`CountMode::Han`].
    pub han: usize,
}

/// Cells in a row of the answer sheet.
pub const GRID_COLUMNS: usize = 25;

// === impl Counts ===

impl Counts {
    /// The figure for `mode`.
    #[must_use]
    pub fn get(&self, mode: CountMode) -> usize {
        match mode {
            CountMode::Word => self.word,
            CountMode::Nonblank => self.nonblank,
            CountMode::Grid => self.grid,
            CountMode::Han => self.han,
        }
    }
}

/// Counts a text in every mode.
///
/// ```
/// use yuejuan::text::Text;
/// let counts = *Text::new("建成IPv6网络，覆盖98个乡镇。").counts();
/// assert_eq!((counts.word, counts.nonblank, counts.han), (13, 17, 9));
/// ```
pub(super) fn count(original: &str, folded: &Folded) -> Counts {
    let mut counts = Counts { grid: count_cells(original), ..Counts::default() };
    let mut in_word = false;
    for c in folded.chars() {
        match *c {
            '\n' | ' ' => in_word = false,
            c if is_word(c) => {
                counts.nonblank += 1;
                counts.word += usize::from(!in_word);
                in_word = true;
            }
            c => {
                counts.nonblank += 1;
                counts.word += 1;
                counts.han += usize::from(is_han(c));
                in_word = false;
            }
        }
    }
    counts
}

/// Cells taken on the sheet. Blanks move the pen but take no cell that counts; a line opens a row.
fn count_cells(original: &str) -> usize {
    let mut sheet = Sheet::default();
    let mut chars = original.chars().peekable();
    while let Some(c) = chars.next() {
        if is_han(c) {
            sheet.write();
        } else if matches!(c, '\n' | '\r') {
            sheet.column = 0;
        } else if c.is_whitespace() {
            // A full-width blank is a cell, a half-width one is half a cell; two make one.
            let next_is_blank = chars.peek().is_some_and(|next| *next == ' ');
            if c == ' ' && next_is_blank {
                chars.next();
            }
            sheet.column = (sheet.column + 1) % GRID_COLUMNS;
        } else if shares_cell(c) {
            if chars.peek().is_some_and(|next| shares_cell(*next)) {
                chars.next();
            }
            sheet.write();
        } else if matches!(c, '—' | '…') {
            if chars.peek() == Some(&c) {
                chars.next();
            }
            sheet.write();
            sheet.write();
        } else if closes(c) && sheet.column == 0 && sheet.cells > 0 && sheet.in_paragraph {
            // It shares the last cell of the row before.
        } else if !is_invisible(c) {
            sheet.write();
        }
        sheet.in_paragraph = !matches!(c, '\n' | '\r');
    }
    sheet.cells
}

#[derive(Default)]
struct Sheet {
    column: usize,
    cells: usize,
    in_paragraph: bool,
}

impl Sheet {
    fn write(&mut self) {
        self.cells += 1;
        self.column = (self.column + 1) % GRID_COLUMNS;
    }
}

/// Half-width digits and small letters stand two to a cell.
fn shares_cell(c: char) -> bool {
    c.is_ascii_digit() || c.is_ascii_lowercase()
}

/// Marks that never open a row.
fn closes(c: char) -> bool {
    matches!(
        c,
        '，' | '。'
            | '、'
            | '；'
            | '：'
            | '！'
            | '？'
            | '）'
            | '”'
            | '’'
            | '》'
            | '」'
            | '』'
            | '】'
            | '〉'
            | '〕'
            | ','
            | '.'
            | ';'
            | ':'
            | '!'
            | '?'
            | ')'
    )
}
