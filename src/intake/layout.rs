//! Which column of a class's table holds what: one answer a row, or one column a question. Found once for a header, not
//! for each row.

use super::columns::plain;
use super::{Field, Naming};

/// The columns of a table, as places from 0.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Layout {
    pub id: Option<usize>,
    pub name: Option<usize>,
    pub number: Option<usize>,
    pub class: Option<usize>,
    pub question_id: Option<usize>,
    /// Each column of answers; none where no header tells of one.
    pub answers: Vec<AnswerColumn>,
    pub second_score: Option<usize>,
    /// Marks by keypoint in one cell.
    pub keypoints: Option<usize>,
    /// Columns that hold nothing known, which may be marks by keypoint, with their headers.
    pub others: Vec<(usize, String)>,
}

/// A column of answers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct AnswerColumn {
    pub at: usize,
    /// The question whose answers it holds; empty where each row says it, or nothing does.
    pub question_id: String,
    /// The column of a human's scores for it.
    pub score: Option<usize>,
}

// === impl Layout ===

impl Layout {
    /// Reads a header. `questions` are ids of questions that are known beforehand.
    pub(super) fn new(headers: &[String], naming: &Naming, questions: &[String]) -> Self {
        let headers_plain: Vec<String> = headers.iter().map(|header| plain(header)).collect();
        let place = |field| naming.places_among(&headers_plain, field).first().copied();
        let mut layout = Self {
            id: place(Field::Id),
            name: place(Field::Name),
            number: place(Field::Number),
            class: place(Field::Class),
            question_id: place(Field::QuestionId),
            answers: Vec::new(),
            second_score: place(Field::SecondScore),
            keypoints: place(Field::Keypoints),
            others: Vec::new(),
        };
        let mut taken: Vec<usize> = Field::names().into_iter().filter_map(Field::of).filter_map(place).collect();
        if let Some(at) = place(Field::Answer) {
            layout.answers.push(AnswerColumn { at, question_id: String::new(), score: place(Field::Score) });
        } else {
            layout.answers = wide(&headers_plain, questions, &taken);
            taken.extend(layout.answers.iter().flat_map(|column| [Some(column.at), column.score]).flatten());
        }
        // A second way of saying what another column says holds no marks.
        let is_known = |name: &String| Field::of_header(name).is_some();
        let others = headers
            .iter()
            .zip(&headers_plain)
            .enumerate()
            .filter(|(at, (_, name))| !taken.contains(at) && !name.is_empty() && !is_known(name));
        layout.others = others.map(|(at, (name, _))| (at, name.trim().to_owned())).collect();
        layout
    }

    /// The columns that say who wrote an answer and which question it is to.
    pub(super) fn candidate_columns(&self) -> impl Iterator<Item = usize> {
        [self.id, self.name, self.number, self.class, self.question_id].into_iter().flatten()
    }
}

/// Columns that are headed by questions: `第1题`, `题1`, `1`, or an id that is known, with or without 答案 behind it; 得分
/// behind it heads a human's scores.
fn wide(headers: &[String], questions: &[String], taken: &[usize]) -> Vec<AnswerColumn> {
    let (mut answers, mut scores): (Vec<AnswerColumn>, Vec<(String, usize)>) = (Vec::new(), Vec::new());
    for (at, header) in headers.iter().enumerate().filter(|(at, _)| !taken.contains(at)) {
        let is_bare = header.starts_with(|c: char| c.is_ascii_digit());
        // A number alone heads a column only beside a header that is known: else the row is one of data.
        let found = question_header(header, questions).filter(|_| !is_bare || !taken.is_empty());
        let Some((question_id, rest)) = found else { continue };
        if rest.is_empty() || Field::Answer.headers().contains(&rest) {
            answers.push(AnswerColumn { at, question_id, score: None });
        } else if Field::Score.headers().contains(&rest) {
            scores.push((question_id, at));
        }
    }
    for answer in &mut answers {
        answer.score = scores.iter().find(|(id, _)| *id == answer.question_id).map(|(_, at)| *at);
    }
    answers
}

/// The question that a header names, and what stands behind it.
fn question_header<'h>(header: &'h str, questions: &[String]) -> Option<(String, &'h str)> {
    let known = questions.iter().filter_map(|id| Some((id.clone(), header.strip_prefix(plain(id).as_str())?)));
    // Of two ids one of which begins with the other, the longer one is meant.
    if let Some(found) = known.filter(|(_, rest)| !starts_with_digit(rest)).min_by_key(|(_, rest)| rest.len()) {
        return Some(found);
    }
    let marked = ["第", "试题", "题", "question", "q"].iter().find_map(|mark| header.strip_prefix(mark));
    let (number, rest) = number_of(marked.unwrap_or(header), marked.is_some())?;
    let rest = rest.strip_prefix("小题").or_else(|| rest.strip_prefix('题')).unwrap_or(rest);
    let id = questions.iter().find(|id| question_key(id) == number).cloned();
    Some((id.unwrap_or(number), rest))
}

/// What two ways of writing a question's id have in common: `第1题`, `第一题`, `题1` and `1` are `1`.
#[must_use]
pub fn question_key(id: &str) -> String {
    match question_header(&plain(id), &[]) {
        Some((number, "")) => number,
        _ => id.trim().to_owned(),
    }
}

fn starts_with_digit(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

/// The number at the start, in digits or, where something marks it as a question's, in Chinese numerals up to ten.
fn number_of(text: &str, is_marked: bool) -> Option<(String, &str)> {
    const NUMERALS: &str = "一二三四五六七八九十";
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = text.strip_suffix(rest).unwrap_or_default();
    if !digits.is_empty() {
        return Some((digits.to_owned(), rest));
    }
    let first = text.chars().next().filter(|_| is_marked)?;
    let number = NUMERALS.chars().position(|numeral| numeral == first)? + 1;
    Some((number.to_string(), text.get(first.len_utf8()..)?))
}

#[cfg(test)]
mod tests {
    use super::question_key;

    #[test]
    fn ways_of_writing_a_question() {
        for (id, key) in [
            ("1", "1"),
            ("第1题", "1"),
            ("第一题", "1"),
            ("题 2", "2"),
            ("Q3", "3"),
            ("第十题", "10"),
            ("第2小题", "2"),
            ("1a", "1a"),
            ("night-economy", "night-economy"),
            ("题干", "题干"),
        ] {
            assert_eq!(question_key(id), key, "{id}");
        }
    }
}
