//! What calibrating adds to a rubric file: other steps of credit, the calibration, and wordings for a teacher to accept or
//! strike, each with the comment that says where it comes from. Comments and layout of the file stay.

use toml_edit::{Array, InlineTable, Item, Table, Value};

use super::calibration::CalibrationDraft;
use super::draft::{CreditDraft, CreditStep};
use super::edit::{edited, find};

/// What is added to a rubric file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Amendment {
    /// Other steps of credit.
    pub credit: Option<CreditDraft>,
    /// Whether faults of layout take nothing from now on.
    pub waived: bool,
    /// The calibration; one that stands there already is replaced.
    pub calibration: Option<CalibrationDraft>,
    /// Lines that say where the calibration comes from.
    pub origin: Vec<String>,
    /// For each of its expressions, what speaks for it.
    pub reasons: Vec<String>,
    /// New wordings of keypoints.
    pub wordings: Vec<NewWording>,
}

/// A new wording of a keypoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewWording {
    /// Path of the keypoint, for instance `groups[0].keypoints[1]`.
    pub path: String,
    /// The wording.
    pub text: String,
    /// Where it comes from.
    pub reason: String,
    /// Whether it counts at once; else it stands there as a comment.
    pub accepted: bool,
}

/// The text of a rubric file with what an amendment adds.
///
/// # Errors
///
/// Where `source` is no TOML.
///
/// ```
/// use yuejuan::rubric::{amend, Amendment, CalibrationDraft, CurveKnot};
/// let curve = vec![CurveKnot { sum: 0.5, share: 1.0 }];
/// let calibration = Some(CalibrationDraft { content: 0.4, words: 0.2, curve, ..CalibrationDraft::default() });
/// let amended = amend("id = \"a\" # mine\n", &Amendment { calibration, ..Amendment::default() }).unwrap();
/// assert!(amended.starts_with("id = \"a\" # mine\n\n[calibration]\ncontent = 0.4\n"));
/// ```
pub fn amend(source: &str, amendment: &Amendment) -> Result<String, toml_edit::TomlError> {
    edited(source, |document| {
        if let Some(credit) = &amendment.credit {
            set_credit(document.as_table_mut(), credit);
        }
        if amendment.waived {
            let table = document.entry("structure").or_insert_with(|| Item::Table(Table::new()));
            if let Some(table) = table.as_table_like_mut() {
                table.insert("max_deduction", Item::Value(0.0.into()));
            }
        }
        if let Some(calibration) = &amendment.calibration {
            document.as_table_mut().insert("calibration", Item::Table(table(calibration, amendment)));
        }
        for wording in &amendment.wordings {
            if let Some(keypoint) = find(document.as_item_mut(), &wording.path).and_then(Item::as_table_like_mut) {
                let list = keypoint.entry("wordings").or_insert(Item::Value(Value::Array(Array::new())));
                if let Some(list) = list.as_array_mut() {
                    add(list, wording);
                }
            }
        }
    })
}

fn set_credit(document: &mut Table, credit: &CreditDraft) {
    let step = |step: &CreditStep| inline(&[("coverage", step.coverage.into()), ("share", step.share.into())]);
    let steps = lines(credit.steps.iter().map(|of| (step(of), String::new())));
    let table = document.entry("credit").or_insert_with(|| Item::Table(Table::new()));
    if let Some(table) = table.as_table_like_mut() {
        table.insert("steps", Item::Value(steps.into()));
    }
}

fn table(calibration: &CalibrationDraft, amendment: &Amendment) -> Table {
    let CalibrationDraft { content, words, expressions, curve } = calibration;
    let mut table = Table::new();
    let origin: String = amendment.origin.iter().map(|line| format!("# {line}\n")).collect();
    table.decor_mut().set_prefix(format!("\n{origin}"));
    table.insert("content", Item::Value((*content).into()));
    table.insert("words", Item::Value((*words).into()));
    if !expressions.is_empty() {
        let reasons = amendment.reasons.iter().cloned().chain(std::iter::repeat(String::new()));
        let entry = |(of, reason): (&super::calibration::ExpressionDraft, String)| {
            (inline(&[("text", of.text.as_str().into()), ("weight", of.weight.into())]), reason)
        };
        table.insert("expressions", Item::Value(lines(expressions.iter().zip(reasons).map(entry)).into()));
    }
    let knots =
        curve.iter().map(|knot| (inline(&[("sum", knot.sum.into()), ("share", knot.share.into())]), String::new()));
    table.insert("curve", Item::Value(lines(knots).into()));
    table
}

fn inline(fields: &[(&str, Value)]) -> Value {
    let mut table = InlineTable::new();
    for (name, value) in fields {
        table.insert(*name, value.clone());
    }
    Value::InlineTable(table)
}

/// A list with an entry a line, each with its comment above it.
fn lines(entries: impl Iterator<Item = (Value, String)>) -> Array {
    let mut list = Array::new();
    for (entry, comment) in entries {
        let comment = if comment.is_empty() { comment } else { format!("# {comment}\n  ") };
        list.push_formatted(entry.decorated(format!("\n  {comment}"), ""));
    }
    list.set_trailing_comma(true);
    list.set_trailing("\n");
    list
}

/// Adds a wording to a list, behind what stands there.
fn add(list: &mut Array, wording: &NewWording) {
    let end = list.trailing().as_str().unwrap_or_default().trim_end().to_owned();
    // The last entry without a comma has the end of the list as its suffix.
    if !list.trailing_comma()
        && let Some(last) = list.len().checked_sub(1).and_then(|last| list.get_mut(last))
    {
        last.decor_mut().set_suffix("");
    }
    list.set_trailing_comma(!list.is_empty());
    let NewWording { text, reason, accepted, .. } = wording;
    if *accepted {
        list.push_formatted(Value::from(text.as_str()).decorated(format!("{end}\n  # {reason}\n  "), ""));
        list.set_trailing_comma(true);
        list.set_trailing("\n");
    } else {
        let quoted = Value::from(text.as_str()).to_string();
        list.set_trailing(format!("{end}\n  # {reason}\n  # {},\n", quoted.trim()));
    }
}
