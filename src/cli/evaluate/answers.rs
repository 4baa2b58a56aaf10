//! Human marks as shares of what can be had; rows whose marks cannot be used are named.

use super::files::FileRow;
use super::questions::Asked;
use crate::cli::args::Compare;
use crate::evaluation::{Answer, Basis, Marks, Question};
use crate::intake::{AnswerRow, Field};
use crate::rubric::Rubric;

/// What marks may be over their maximum by: less than a hundredth, which decimals may lose in binary.
const OVER_MAX: f64 = 1e-6;

/// A problem with a row: column, what, advice.
type Refusal = (String, &'static str, &'static str);

/// The question with the answers that can be compared; none where none can.
pub(in crate::cli) fn question<'a>(
    asked: &'a Asked,
    compare: Option<Compare>,
    problems: &mut Vec<String>,
) -> Option<Question<'a>> {
    let names = |row| givens(row, &asked.keypoints).iter().any(|given| given.names(&asked.keypoints));
    let is_marked = asked.rows.iter().any(names);
    let basis = match compare {
        Some(Compare::Content) => Basis::Content,
        None if is_marked => Basis::Content,
        Some(Compare::Score) | None => Basis::Score,
    };
    let mut answers = Vec::new();
    for row in &asked.rows {
        match answer(row, asked, is_marked, basis) {
            Ok(answer) => answers.push(answer),
            Err((column, what, advice)) => problems.push(row.problem(&column, what, advice)),
        }
    }
    let keypoints = if is_marked { asked.keypoints.clone() } else { Vec::new() };
    (!answers.is_empty()).then(|| Question { id: asked.id.clone(), rubric: &asked.rubric, keypoints, basis, answers })
}

fn answer(row: &FileRow, asked: &Asked, is_marked: bool, basis: Basis) -> Result<Answer, Refusal> {
    let AnswerRow { id, answer, kind, marker, .. } = &row.row;
    let text = answer.as_ref().ok_or_else(|| no(Field::Answer, "no answer", "write it there"))?;
    let max_score = row.row.max_score.or(asked.max_score);
    let mut marks = Vec::new();
    for given in givens(row, &asked.keypoints).iter().take(2) {
        marks.push(given.marks(asked, is_marked, basis, max_score)?);
    }
    let mut marks = marks.into_iter();
    let human =
        marks.next().ok_or_else(|| no(Field::Score, "no human marks", "add them, or give them with --marks"))?;
    let id = if id.is_empty() { format!("{} {}", row.stem, row.row.row) } else { id.clone() };
    Ok(Answer { id, text: text.clone(), kind: kind.clone(), marker: marker.clone(), human, second: marks.next() })
}

fn no(field: Field, what: &'static str, advice: &'static str) -> Refusal {
    (field.name().to_owned(), what, advice)
}

/// What one human gave an answer.
struct Given<'r> {
    row: &'r AnswerRow,
    score: Option<f64>,
    /// Whether it may have marks for keypoints: a second score in the answer's own row has none.
    has_keypoints: bool,
}

/// What each human gave, in order: in the answer's own row, then in the files of marks.
fn givens<'r>(row: &'r FileRow, keypoints: &[String]) -> Vec<Given<'r>> {
    let own = Given { row: &row.row, score: row.row.score, has_keypoints: true };
    let second = Given { row: &row.row, score: row.row.second_score, has_keypoints: false };
    let apart = row.marks.iter().map(|row| Given { row, score: row.score, has_keypoints: true });
    [own, second].into_iter().chain(apart).filter(|given| given.score.is_some() || given.names(keypoints)).collect()
}

// === impl Given ===

impl Given<'_> {
    /// Whether it has marks for one of the keypoints.
    fn names(&self, keypoints: &[String]) -> bool {
        let has = |id: &String| self.row.credits.contains_key(id) || self.row.marks.contains_key(id);
        self.has_keypoints && keypoints.iter().any(has)
    }

    fn marks(&self, asked: &Asked, is_marked: bool, basis: Basis, max: Option<f64>) -> Result<Marks, Refusal> {
        let keypoints = if is_marked && self.has_keypoints { self.keypoints(asked)? } else { Vec::new() };
        if !keypoints.is_empty() && basis == Basis::Content {
            return Ok(Marks { score: content(&asked.rubric, &keypoints), keypoints });
        }
        let score = self.score.ok_or_else(|| no(Field::Score, "no human score", "add it"))?;
        let rubric = match basis {
            Basis::Content => asked.rubric.content_points(),
            Basis::Score => asked.rubric.max_score,
        };
        let max = max.unwrap_or_else(|| rubric.as_f64());
        if max <= 0.0 {
            return Err(no(Field::MaxScore, "no marks can be had", "write a number above 0"));
        }
        if score > max + OVER_MAX {
            return Err(no(
                Field::Score,
                "more than can be had",
                "mend it, or say in a column max_score what can be had",
            ));
        }
        Ok(Marks { score: score / max, keypoints })
    }

    /// The credit of every keypoint of the rubric.
    fn keypoints(&self, asked: &Asked) -> Result<Vec<f64>, Refusal> {
        let mut credits = Vec::new();
        for (id, keypoint) in asked.keypoints.iter().zip(&asked.rubric.keypoints) {
            let share = |marks: &f64| marks / keypoint.points.as_f64();
            let credit = self.row.credits.get(id).copied().or_else(|| self.row.marks.get(id).map(share));
            let credit = credit.ok_or_else(|| (id.clone(), "no marks for this keypoint", "write a number from 0"))?;
            if credit > 1.0 + OVER_MAX {
                return Err((id.clone(), "more than the keypoint is worth", "mend it"));
            }
            credits.push(credit);
        }
        Ok(credits)
    }
}

/// Content marks as a share: of each group the best keypoints that it takes.
fn content(rubric: &Rubric, credits: &[f64]) -> f64 {
    let of_group = |group: usize| {
        let keypoints = rubric.keypoints.iter().zip(credits).filter(|(keypoint, _)| keypoint.group == group);
        let mut marks: Vec<f64> = keypoints.map(|(keypoint, credit)| keypoint.points.as_f64() * credit).collect();
        marks.sort_by(|one, other| other.total_cmp(one));
        marks.iter().take(rubric.groups.get(group).map_or(0, |group| group.take)).sum::<f64>()
    };
    let most = rubric.content_points().as_f64();
    let marks: f64 = (0..rubric.groups.len()).map(of_group).sum();
    if most > 0.0 { (marks / most).min(1.0) } else { 0.0 }
}
