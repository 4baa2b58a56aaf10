//! Answers from the rows of a class's table. Knows which column holds what and nothing of the file's format.

use std::collections::BTreeMap;

use super::Settings;
use super::answers::marks;
use super::cell::{Cell, Row};
use super::item::{Answer, Item, Problem};
use super::layout::{AnswerColumn, Layout};
use super::limits::ANSWER_BYTES_MAX;
use super::messages::Reason;
use crate::class::{Candidate, HumanMarks};
use crate::points::Points;

/// A table whose header is read.
#[derive(Debug, Clone)]
pub(super) struct Roll {
    /// The file or sheet, for people.
    place: String,
    /// What an answer without an id is called after.
    stem: String,
    headers: Vec<String>,
    pub layout: Layout,
}

/// Something wrong with a cell: its column and the reason.
type Fault = (usize, Reason);

// === impl Roll ===

impl Roll {
    pub(super) fn new(place: &str, stem: &str, headers: Vec<String>, settings: &Settings) -> Self {
        let layout = Layout::new(&headers, &settings.naming, &settings.question_ids);
        Self { place: place.to_owned(), stem: stem.to_owned(), headers, layout }
    }

    /// Whether these are its headers.
    pub(super) fn has_headers<'h>(&self, headers: impl Iterator<Item = &'h str>) -> bool {
        self.headers.iter().map(String::as_str).eq(headers)
    }

    /// Adds what a row says; a blank one says nothing.
    pub(super) fn read(&self, row: &Row, items: &mut impl Extend<Item>) {
        if !row.is_blank() {
            self.read_object(row, items);
        }
    }

    /// Adds what an object says, which is an answer even where it is blank.
    pub(super) fn read_object(&self, row: &Row, items: &mut impl Extend<Item>) {
        let candidate = match self.candidate(row) {
            Ok(candidate) => candidate,
            Err(fault) => return items.extend([self.problem(row, fault)]),
        };
        for column in &self.layout.answers {
            match self.answer(row, column, &candidate) {
                Ok((answer, faults)) => {
                    items.extend(faults.into_iter().map(|fault| self.problem(row, fault)));
                    items.extend([Item::Answer(answer)]);
                }
                Err(fault) => items.extend([self.problem(row, fault)]),
            }
        }
    }

    /// A key that an object must have, where it has none of its names.
    pub(super) fn missing_key(&self) -> Option<&'static str> {
        let Layout { id, name, number, answers, .. } = &self.layout;
        match () {
            () if id.or(*number).or(*name).is_none() => Some("id"),
            () if answers.is_empty() => Some("text"),
            () => None,
        }
    }

    fn problem(&self, row: &Row, (column, reason): Fault) -> Item {
        let column = self.headers.get(column).map_or("", |header| header.trim());
        Item::Problem(Problem::of_row(&self.place, row.number, column, reason))
    }

    fn candidate(&self, row: &Row) -> Result<Candidate, Fault> {
        let Layout { id, name, number, class, .. } = &self.layout;
        let (name, number, class) = (word(row, *name)?, word(row, *number)?, word(row, *class)?);
        let mut ids = [word(row, *id)?, number.clone(), name.clone()].into_iter();
        let id = ids.find(|id| !id.is_empty()).unwrap_or_else(|| format!("{}:{}", self.stem, row.number));
        Ok(Candidate { id, name, number, class })
    }

    /// The answer in a column, with what is wrong with the marks beside it: it is marked without them.
    fn answer(&self, row: &Row, column: &AnswerColumn, candidate: &Candidate) -> Result<(Answer, Vec<Fault>), Fault> {
        let text = match row.cell(column.at) {
            Cell::Text(text) => text.as_str(),
            Cell::Empty => "",
            Cell::Bad(why) => return Err((column.at, why.clone())),
            Cell::Marks(_) => return Err((column.at, Reason::NoTextCell { is_answer: true })),
        };
        if text.len() > ANSWER_BYTES_MAX {
            return Err((column.at, Reason::LongAnswer(text.len())));
        }
        let question_id = if column.question_id.is_empty() {
            word(row, self.layout.question_id)?
        } else {
            column.question_id.clone()
        };
        let mut faults = Vec::new();
        let mut score = |place: Option<usize>| {
            place.and_then(|place| points(row.cell(place)).map_err(|why| faults.push((place, why))).ok().flatten())
        };
        let mut human = HumanMarks {
            score: score(column.score),
            second_score: score(self.layout.second_score),
            ..HumanMarks::default()
        };
        human.keypoints = self.keypoints(row);
        let place = format!("{}:{}", self.place, row.number);
        Ok((Answer { place, candidate: candidate.clone(), question_id, text: text.to_owned(), human }, faults))
    }

    /// Whatever may be marks by keypoint.
    fn keypoints(&self, row: &Row) -> BTreeMap<String, Points> {
        let mut found = BTreeMap::new();
        if let Some(Cell::Marks(marks)) = self.layout.keypoints.map(|at| row.cell(at)) {
            let exact = |(id, marks): &(String, f64)| Some((id.clone(), Points::from_f64(*marks)?));
            found.extend(marks.iter().filter_map(exact));
        }
        for (at, header) in &self.layout.others {
            if let Ok(Some(points)) = points(row.cell(*at)) {
                // Headers of keypoints may have their points behind them: `k1 上门服务`.
                let id = header.split_whitespace().next().unwrap_or(header);
                found.insert(id.to_owned(), points);
            }
        }
        found
    }
}

fn word(row: &Row, place: Option<usize>) -> Result<String, Fault> {
    let Some(place) = place else { return Ok(String::new()) };
    match row.cell(place) {
        Cell::Text(text) => Ok(text.trim().to_owned()),
        Cell::Empty => Ok(String::new()),
        Cell::Bad(why) => Err((place, why.clone())),
        Cell::Marks(_) => Err((place, Reason::NoTextCell { is_answer: false })),
    }
}

fn points(cell: &Cell) -> Result<Option<Points>, Reason> {
    match cell {
        cell if cell.is_blank() => Ok(None),
        Cell::Text(text) => marks(text).and_then(Points::from_f64).map(Some).ok_or(Reason::NoMarks),
        Cell::Empty | Cell::Marks(_) | Cell::Bad(_) => Err(Reason::NoMarks),
    }
}
