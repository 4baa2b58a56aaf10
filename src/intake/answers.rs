//! What a row of a class's table says: an answer, its question, the marks that humans gave. Rows that cannot be used are
//! named, and the others are read all the same.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Field, Naming, Record, RowProblem};

/// A row, as far as it says anything. What must be there is the caller's to know.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AnswerRow {
    /// Which line or row of the file, from 1.
    pub row: usize,
    /// Id of the answer; empty where there is none.
    pub id: String,
    /// Id of the question; empty where there is none.
    pub question_id: String,
    /// The question; empty where there is none.
    pub question: String,
    /// The reference answers.
    pub references: Vec<String>,
    /// What the candidate wrote; `None` where no column holds it.
    pub answer: Option<String>,
    /// What a human gave.
    pub score: Option<f64>,
    /// What a second human gave.
    pub second_score: Option<f64>,
    /// What can be had.
    pub max_score: Option<f64>,
    /// What sort of answer it is, or empty.
    pub kind: String,
    /// Who marked it, or empty.
    pub marker: String,
    /// Marks by keypoint, and whatever other columns hold a number.
    pub marks: BTreeMap<String, f64>,
    /// Credit by keypoint, 0 to 1.
    pub credits: BTreeMap<String, f64>,
    /// The keypoints of a question: id, what must be said, marks.
    pub key: Vec<(String, String, f64)>,
}

/// Reads a record.
///
/// # Errors
///
/// Where a value cannot be used; the column is named.
pub fn answer_row(record: &Record, naming: &Naming) -> Result<AnswerRow, RowProblem> {
    let reader = Reader { record, naming };
    let mut row = AnswerRow {
        row: record.number,
        id: reader.text(Field::Id)?.unwrap_or_default(),
        question_id: reader.text(Field::QuestionId)?.unwrap_or_default(),
        question: reader.text(Field::Question)?.unwrap_or_default(),
        answer: reader.text_as_it_is(Field::Answer)?,
        score: reader.marks(Field::Score)?,
        second_score: reader.marks(Field::SecondScore)?,
        max_score: reader.marks(Field::MaxScore)?,
        kind: reader.text(Field::Kind)?.unwrap_or_default(),
        marker: reader.text(Field::Marker)?.unwrap_or_default(),
        credits: reader.by_keypoint(Field::Credits)?,
        ..AnswerRow::default()
    };
    for (name, value) in reader.values(Field::Reference) {
        match value {
            Value::Array(texts) => {
                for text in texts {
                    row.references.push(text.as_str().ok_or_else(|| reader.no_text(name))?.to_owned());
                }
            }
            Value::String(text) => row.references.push(text.clone()),
            Value::Null => {}
            _ => return Err(reader.no_text(name)),
        }
    }
    row.references.retain(|text| !text.trim().is_empty());
    if let Some((name, Value::Array(points))) = reader.value(Field::Keypoints) {
        row.key = points.iter().map(key_point).collect::<Option<_>>().ok_or_else(|| {
            reader.problem(name, "not a list of keypoints", "write {\"id\": …, \"text\": …, \"points\": …} for each")
        })?;
    } else {
        row.marks = reader.by_keypoint(Field::Keypoints)?;
    }
    for (name, value) in reader.others() {
        if let Some(marks) = number(value) {
            row.marks.entry(name.clone()).or_insert(marks);
        }
    }
    Ok(row)
}

fn key_point(value: &Value) -> Option<(String, String, f64)> {
    let text = ["text", "point"].iter().find_map(|name| value.get(name)?.as_str())?;
    Some((value.get("id")?.as_str()?.to_owned(), text.to_owned(), value.get("points")?.as_f64()?))
}

/// The number that a value is or says.
fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => marks(text),
        _ => None,
    }
}

/// Marks as people write them: 7.5, 7.5分, ７.5; never below zero.
pub(super) fn marks(text: &str) -> Option<f64> {
    let half_width = |c| match c {
        '０'..='９' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '．' => '.',
        c => c,
    };
    let text: String = text.trim().trim_end_matches('分').trim_end().chars().map(half_width).collect();
    let is_plain = text.chars().all(|c| c.is_ascii_digit() || c == '.');
    text.parse().ok().filter(|_| is_plain)
}

/// A record with the names of its columns.
struct Reader<'r> {
    record: &'r Record,
    naming: &'r Naming,
}

// === impl Reader ===

impl<'r> Reader<'r> {
    fn values(&self, field: Field) -> impl Iterator<Item = &'r (String, Value)> {
        self.naming.places(self.record, field).into_iter().filter_map(|place| self.record.fields.get(place))
    }

    fn value(&self, field: Field) -> Option<(&'r String, &'r Value)> {
        self.values(field).next().map(|(name, value)| (name, value)).filter(|(_, value)| !value.is_null())
    }

    fn text_as_it_is(&self, field: Field) -> Result<Option<String>, RowProblem> {
        let Some((name, value)) = self.value(field) else { return Ok(None) };
        match value {
            Value::String(text) => Ok(Some(text.clone())),
            Value::Number(number) => Ok(Some(number.to_string())),
            _ => Err(self.no_text(name)),
        }
    }

    fn text(&self, field: Field) -> Result<Option<String>, RowProblem> {
        Ok(self.text_as_it_is(field)?.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()))
    }

    fn marks(&self, field: Field) -> Result<Option<f64>, RowProblem> {
        let Some((name, value)) = self.value(field) else { return Ok(None) };
        if value.as_str().is_some_and(|text| text.trim().is_empty()) {
            return Ok(None);
        }
        number(value).filter(|marks| *marks >= 0.0).map(Some).ok_or_else(|| self.no_marks(name))
    }

    fn by_keypoint(&self, field: Field) -> Result<BTreeMap<String, f64>, RowProblem> {
        let Some((name, value)) = self.value(field) else { return Ok(BTreeMap::new()) };
        let Value::Object(marks) = value else {
            return Err(self.problem(name, "not an object", "write {\"k1\": 2, …}, or give each keypoint a column"));
        };
        let marks = marks.iter().filter(|(_, marks)| !marks.is_null());
        marks
            .map(|(id, marks)| {
                let marks = number(marks).filter(|marks| *marks >= 0.0).ok_or_else(|| self.no_marks(name))?;
                Ok((id.clone(), marks))
            })
            .collect()
    }

    /// The columns that hold no field.
    fn others(&self) -> impl Iterator<Item = &'r (String, Value)> {
        let fields = Field::names().into_iter().filter_map(Field::of);
        let taken: Vec<usize> = fields.flat_map(|field| self.naming.places(self.record, field)).collect();
        self.record.fields.iter().enumerate().filter(move |(place, _)| !taken.contains(place)).map(|(_, field)| field)
    }

    fn problem(&self, column: &str, what: &'static str, advice: &'static str) -> RowProblem {
        RowProblem { row: self.record.number, column: column.to_owned(), what, advice }
    }

    fn no_text(&self, column: &str) -> RowProblem {
        self.problem(column, "not a text", "write a text there")
    }

    fn no_marks(&self, column: &str) -> RowProblem {
        self.problem(column, "not a number of marks", "write a number from 0, as 7.5")
    }
}
