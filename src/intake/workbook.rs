//! Rows of a class from the sheets of an XLSX workbook. Knows sheets, merged cells, formulas and errors; what the columns
//! mean is for `roll`.
//!
//! Hidden sheets are left out. Of a formula the value counts that was stored with it. A merged cell fills its rows where it
//! says who wrote an answer, or to which question; an answer stands in its first row only.

use std::collections::HashMap;
use std::io::Cursor;

use calamine::{Data, DataRef, Dimensions, ExcelDateTime, Reader, SheetVisible, Xlsx};

use super::Settings;
use super::archive::check_unpacked;
use super::cell::{Cell, Row};
use super::header::Header;
use super::item::{Item, Note, Problem};
use super::limits::{CELLS_MAX, COLUMNS_MAX, WORKBOOK_BYTES_MAX};
use super::messages::{Decided, Reason};
use super::roll::Roll;

/// Where a workbook comes from.
pub(super) struct Origin<'a> {
    /// The file, for people.
    pub place: &'a str,
    /// What answers without an id are called after.
    pub stem: &'a str,
}

/// Everything that a workbook says, in the order of its sheets and rows.
pub(super) fn read(file: &[u8], origin: &Origin<'_>, settings: &Settings) -> Vec<Item> {
    let place = origin.place;
    let broken = |reason| vec![Item::Problem(Problem::of_file(place, reason))];
    let note = |decided| Item::Note(Note { place: place.to_owned(), decided });
    if let Err(error) = check_unpacked(file, WORKBOOK_BYTES_MAX) {
        return broken(error);
    }
    let mut workbook: Xlsx<_> = match Xlsx::new(Cursor::new(file)) {
        Ok(workbook) => workbook,
        Err(_) => return broken(Reason::NoWorkbook),
    };
    let mut items = Vec::new();
    let mut sheets = Vec::new();
    for sheet in workbook.sheets_metadata() {
        match sheet.visible {
            SheetVisible::Visible => sheets.push(sheet.name.clone()),
            // Such sheets hold what programs keep for themselves.
            SheetVisible::VeryHidden => {}
            SheetVisible::Hidden => {
                items.push(note(Decided::HiddenSheet(sheet.name.clone())));
            }
        }
    }
    let mut cells_left = CELLS_MAX;
    let mut read = Vec::new();
    for name in sheets {
        let sheet = read_sheet(&mut workbook, &name, origin, settings, &mut cells_left);
        read.push((name, sheet));
    }
    let rolls = read.iter().filter(|(_, sheet)| sheet.has_answers).count();
    let are_several = rolls > 1;
    for (name, sheet) in read {
        if !sheet.has_answers && sheet.is_blank {
            continue;
        }
        if !sheet.has_answers && rolls > 0 {
            items.push(note(Decided::SheetWithoutAnswers(name)));
            continue;
        }
        let placed = |item| if are_several { in_sheet(item, place, &name) } else { item };
        items.extend(sheet.items.into_iter().map(placed));
    }
    items
}

/// What a sheet says.
struct Sheet {
    has_answers: bool,
    is_blank: bool,
    items: Vec<Item>,
}

fn read_sheet(
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    origin: &Origin<'_>,
    settings: &Settings,
    cells_left: &mut usize,
) -> Sheet {
    let merges = workbook.merge_cells_by_sheet_name(name).unwrap_or_default();
    let mut sheet = SheetReader {
        header: Header::default(),
        roll: None,
        origin,
        settings,
        merges: Merges::new(&merges),
        items: Vec::new(),
        is_blank: true,
    };
    let fault = each_row(workbook, name, cells_left, |row| sheet.take(row));
    if let Err(fault) = fault {
        let reason = Reason::Sheet(name.to_owned(), Box::new(fault));
        sheet.items.push(Item::Problem(Problem::of_file(origin.place, reason)));
    }
    sheet.finish()
}

/// Hands on the rows of a sheet that have cells, in their order.
pub(super) fn each_row(
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    cells_left: &mut usize,
    mut take: impl FnMut(Row),
) -> Result<(), Reason> {
    // Charts and macros have sheets without cells.
    let Ok(mut reader) = workbook.worksheet_cells_reader(name) else { return Ok(()) };
    let mut row = Row { number: 0, cells: Vec::new() };
    let end = loop {
        let cell = match reader.next_cell_with_formula_metadata() {
            Ok(Some(cell)) => cell,
            Ok(None) => break Ok(()),
            Err(_) => break Err(Reason::BrokenSheet),
        };
        let (number, column) = (cell.pos.0 as usize + 1, cell.pos.1 as usize);
        if number != row.number {
            let before = std::mem::replace(&mut row, Row { number, cells: Vec::new() });
            if !before.cells.is_empty() {
                take(before);
            }
        }
        let value = match cell.value {
            DataRef::Error(_) => Cell::Bad(Reason::FormulaError),
            DataRef::Empty if cell.formula.is_some() => Cell::Bad(Reason::FormulaValue),
            DataRef::Empty => continue,
            DataRef::SharedString(text) => Cell::Text(text.to_owned()),
            DataRef::String(text) => Cell::Text(text),
            DataRef::DateTime(moment) if moment.is_datetime() => Cell::Text(date(moment)),
            other => Cell::Text(Data::from(other).to_string()),
        };
        let Some(left) = cells_left.checked_sub(1) else { return Err(Reason::ManyCells(number)) };
        *cells_left = left;
        if column < COLUMNS_MAX {
            row.set(column, value);
        }
    };
    take(row);
    end
}

/// A date as people write it, with its time where it has one: the cell holds a count of days.
fn date(moment: ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let date = format!("{year}-{month:02}-{day:02}");
    if (hour, minute, second) == (0, 0, 0) { date } else { format!("{date} {hour:02}:{minute:02}") }
}

/// A sheet while it is read.
struct SheetReader<'a> {
    header: Header,
    roll: Option<Roll>,
    origin: &'a Origin<'a>,
    settings: &'a Settings,
    merges: Merges,
    items: Vec<Item>,
    is_blank: bool,
}

// === impl SheetReader ===

impl SheetReader<'_> {
    fn take(&mut self, mut row: Row) {
        if row.is_blank() {
            return;
        }
        self.is_blank = false;
        match &self.roll {
            Some(roll) => {
                self.merges.fill(&mut row, roll.layout.candidate_columns());
                roll.read(&row, &mut self.items);
            }
            None => self.roll = self.header.find(&row, self.origin.place, self.origin.stem, self.settings),
        }
    }

    fn finish(mut self) -> Sheet {
        let has_answers = self.roll.is_some();
        if !has_answers {
            self.items.push(Item::Problem(Header::missing(self.origin.place)));
        }
        Sheet { has_answers, is_blank: self.is_blank, items: self.items }
    }
}

/// Merged cells, as far as they reach down.
struct Merges {
    /// The last row of those that start at a row (from 1) and column.
    ends: HashMap<(usize, usize), usize>,
    /// What stands in a column until a row.
    held: HashMap<usize, (usize, Cell)>,
}

// === impl Merges ===

impl Merges {
    fn new(merges: &[Dimensions]) -> Self {
        let down = merges.iter().filter(|merge| merge.end.0 > merge.start.0);
        let end = |merge: &Dimensions| ((merge.start.0 as usize + 1, merge.start.1 as usize), merge.end.0 as usize + 1);
        Self { ends: down.map(end).collect(), held: HashMap::new() }
    }

    fn fill(&mut self, row: &mut Row, columns: impl Iterator<Item = usize>) {
        if self.ends.is_empty() {
            return;
        }
        for column in columns {
            if let Some(end) = self.ends.get(&(row.number, column)) {
                self.held.insert(column, (*end, row.cell(column).clone()));
            } else if let Some((end, cell)) = self.held.get(&column)
                && row.number <= *end
                && row.cell(column).is_blank()
            {
                row.set(column, cell.clone());
            }
        }
    }
}

/// An item of one of several sheets: the sheet is part of the place, and the class where no column says it.
fn in_sheet(item: Item, file: &str, sheet: &str) -> Item {
    let placed = |place: &str| match place.strip_prefix(file) {
        Some(rest) => format!("{file}/{sheet}{rest}"),
        None => place.to_owned(),
    };
    match item {
        Item::Answer(mut answer) => {
            answer.place = placed(&answer.place);
            if answer.candidate.class.is_empty() {
                sheet.clone_into(&mut answer.candidate.class);
            }
            Item::Answer(answer)
        }
        Item::Problem(problem) => Item::Problem(Problem { place: placed(&problem.place), ..problem }),
        Item::Note(note) => Item::Note(note),
    }
}
