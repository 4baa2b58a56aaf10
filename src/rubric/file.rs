//! Rubrics as TOML text: reading with every structural problem at once, and the JSON Schema for editors.

use serde_json::Value;
use toml::de::{DeTable, DeValue};

use super::check::Problem;
use super::draft::RubricDraft;

/// Reads a TOML rubric.
///
/// # Errors
///
/// Every problem that can be found at once: wrong syntax alone, else unknown, missing and mistyped fields
/// together with what [`super::Rubric::new`] would report of the rest. Each names its line.
pub fn parse_toml(source: &str) -> Result<RubricDraft, Vec<Problem>> {
    match toml::from_str::<RubricDraft>(source) {
        Ok(draft) => {
            let problems = super::check::check(&draft).err().unwrap_or_default();
            if problems.is_empty() { Ok(draft) } else { Err(with_lines(source, problems)) }
        }
        Err(error) => Err(structural(source, &error)),
    }
}

/// A rubric as a TOML file, defaults included and without comments; [`parse_toml`] reads the same draft from it.
///
/// ```
/// use yuejuan::rubric::{parse_toml, shipped, write_toml};
/// let draft = &shipped("night-economy-practices").unwrap().draft;
/// assert_eq!(&parse_toml(&write_toml(draft)).unwrap(), draft);
/// ```
#[must_use]
pub fn write_toml(draft: &RubricDraft) -> String {
    // Drafts are tables of texts, numbers and flags, all of which TOML has.
    toml::to_string_pretty(draft).unwrap_or_default()
}

/// The JSON Schema of a rubric file, for completion and checks in editors.
#[must_use]
pub fn json_schema() -> Value {
    schemars::schema_for!(RubricDraft).to_value()
}

/// The line, from 1, of the field at `path`, or of the nearest part of its path that is in the file.
///
/// ```
/// let source = "id = \"a\"\n[[groups]]\nid = \"g\"\n";
/// assert_eq!(yuejuan::rubric::line_of_path(source, "groups[0].id"), Some(3));
/// ```
#[must_use]
pub fn line_of_path(source: &str, path: &str) -> Option<usize> {
    let table = DeTable::parse(source).ok()?;
    offset_of(table.get_ref(), path).map(|offset| line_of(source, offset))
}

/// What is wrong with the fields themselves, by the schema; then what is wrong with the rest.
fn structural(source: &str, error: &toml::de::Error) -> Vec<Problem> {
    let Ok(mut value) = toml::from_str::<toml::Value>(source)
        .map_err(|_| ())
        .and_then(|value| serde_json::to_value(value).map_err(|_| ()))
    else {
        let line = error.span().map(|span| line_of(source, span.start));
        let what = error.message().to_lowercase();
        return vec![Problem { line, ..Problem::new("(file)", what, "mend the TOML syntax here") }];
    };
    let Ok(validator) = jsonschema::validator_for(&json_schema()) else { return fallback(source, error) };
    let mut problems: Vec<Problem> = Vec::new();
    let mut faulty: Vec<String> = Vec::new();
    for violation in validator.iter_errors(&value) {
        let at = violation.instance_path().to_string();
        for (pointer, what, advice) in describe(&violation, &at) {
            problems.push(Problem::new(dotted(&pointer), what, advice));
            faulty.push(pointer);
        }
    }
    for pointer in &faulty {
        remove(&mut value, pointer);
    }
    if let Ok(draft) = serde_json::from_value::<RubricDraft>(value)
        && let Err(rest) = super::check::check(&draft)
    {
        // Marks may be among the fields that could not be read: what they should sum to is not known.
        let unsure = |problem: Problem| if problem.id == "sums" { Problem { fix: None, ..problem } } else { problem };
        problems.extend(rest.into_iter().map(unsure));
    }
    if problems.is_empty() { fallback(source, error) } else { with_lines(source, problems) }
}

fn fallback(source: &str, error: &toml::de::Error) -> Vec<Problem> {
    let line = error.span().map(|span| line_of(source, span.start));
    vec![Problem { line, ..Problem::new("(file)", error.message(), "mend the field on this line") }]
}

/// A violation of the schema in our words: the pointers of the fields, what is wrong, what to do.
fn describe(violation: &jsonschema::ValidationError<'_>, at: &str) -> Vec<(String, String, String)> {
    use jsonschema::error::ValidationErrorKind;
    match violation.kind() {
        ValidationErrorKind::AdditionalProperties { unexpected } => unexpected
            .iter()
            .map(|field| (format!("{at}/{field}"), "unknown field".to_owned(), "remove it or mend its name".to_owned()))
            .collect(),
        ValidationErrorKind::Required { property } => {
            let field = property.as_str().unwrap_or_default();
            vec![(format!("{at}/{field}"), "missing".to_owned(), "add it".to_owned())]
        }
        _ => vec![(at.to_owned(), violation.to_string(), "see the comment of the field in the schema".to_owned())],
    }
}

/// `/groups/1/points` as `groups[1].points`.
fn dotted(pointer: &str) -> String {
    let mut path = String::new();
    for part in pointer.split('/').filter(|part| !part.is_empty()) {
        if part.parse::<usize>().is_ok() {
            path.push_str(&format!("[{part}]"));
        } else {
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(part);
        }
    }
    if path.is_empty() { "(file)".to_owned() } else { path }
}

fn remove(value: &mut Value, pointer: &str) {
    let Some((parent, field)) = pointer.rsplit_once('/') else { return };
    if let Some(Value::Object(fields)) = value.pointer_mut(parent) {
        fields.remove(field);
    }
}

/// Finds the line of each problem's field, or of the nearest part of its path that is in the file.
fn with_lines(source: &str, mut problems: Vec<Problem>) -> Vec<Problem> {
    if let Ok(table) = DeTable::parse(source) {
        for problem in &mut problems {
            problem.line = offset_of(table.get_ref(), &problem.path).map(|offset| line_of(source, offset));
        }
    }
    problems.sort_by_key(|problem| problem.line);
    problems
}

fn offset_of(table: &DeTable<'_>, path: &str) -> Option<usize> {
    let parts = path.split(['.', '[', ']']).filter(|part| !part.is_empty());
    let mut offset = None;
    let mut value: Option<&DeValue<'_>> = None;
    for part in parts {
        let next = match (part.parse::<usize>(), value) {
            (Ok(index), Some(DeValue::Array(items))) => {
                items.get(index).map(|item| (item.span().start, item.get_ref()))
            }
            (_, Some(DeValue::Table(table))) => field(table, part),
            (_, None) => field(table, part),
            _ => None,
        };
        let Some((start, found)) = next else { break };
        offset = Some(start);
        value = Some(found);
    }
    offset
}

fn field<'a, 'i>(table: &'a DeTable<'i>, name: &str) -> Option<(usize, &'a DeValue<'i>)> {
    table.iter().find(|(key, _)| key.get_ref() == name).map(|(key, value)| (key.span().start, value.get_ref()))
}

fn line_of(source: &str, offset: usize) -> usize {
    source.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}
