//! Repairs of a rubric file: changes to its text that keep comments and layout. Knows what to change, not why.

use toml_edit::{Array, DocumentMut, Item, Value};

use crate::points::Points;

/// A change that needs no one's judgement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fix {
    /// Leaves an entry of a list out.
    Remove {
        /// Path of the entry, for instance `groups[0].keypoints[1].wordings[2]`.
        path: String,
        /// The entry; where another text stands there, nothing is done.
        text: String,
    },
    /// Writes a number of marks.
    SetMarks {
        /// Path of the field.
        path: String,
        /// Its new value.
        points: Points,
    },
}

/// Marks the start of a UTF-8 file in some editors.
const BYTE_ORDER_MARK: &str = "\u{FEFF}";

/// The text of a rubric file with all `fixes` made; those whose field is not there, or not of that type, are passed
/// over. The paths are those of `source`, before any fix.
///
/// # Errors
///
/// Where `source` is no TOML.
///
/// ```
/// use yuejuan::rubric::{Fix, repair};
/// let fix = Fix::Remove { path: "wordings[1]".to_owned(), text: "二".to_owned() };
/// let source = "wordings = [\n  \"一\", # why\n  \"二\",\n]\n";
/// assert_eq!(repair(source, &[fix]).unwrap(), "wordings = [\n  \"一\", # why\n]\n");
/// ```
pub fn repair(source: &str, fixes: &[Fix]) -> Result<String, toml_edit::TomlError> {
    edited(source, |document| mend(document, fixes))
}

/// The text of a file after a change of its document. The document knows one kind of line break and no byte order mark:
/// what the file has is put back.
pub(super) fn edited(source: &str, change: impl FnOnce(&mut DocumentMut)) -> Result<String, toml_edit::TomlError> {
    let mark = if source.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK } else { "" };
    let plain = source.trim_start_matches(BYTE_ORDER_MARK).replace("\r\n", "\n");
    let mut document: DocumentMut = plain.parse()?;
    change(&mut document);
    let changed = document.to_string();
    let changed = if source.contains("\r\n") { changed.replace('\n', "\r\n") } else { changed };
    Ok(format!("{mark}{changed}"))
}

fn mend(document: &mut DocumentMut, fixes: &[Fix]) {
    let mut removals: Vec<(usize, &str, &str)> = Vec::new();
    for fix in fixes {
        match fix {
            Fix::SetMarks { path, points } => set_marks(document.as_item_mut(), path, *points),
            Fix::Remove { path, text } => {
                removals.extend(entry(path).map(|(list, index)| (index, list, text.as_str())));
            }
        }
    }
    // From the back, so that the places of the others stay.
    removals.sort_unstable_by(|one, other| other.cmp(one));
    removals.dedup();
    for (index, list, text) in removals {
        if let Some(array) = find(document.as_item_mut(), list).and_then(Item::as_array_mut)
            && array.get(index).and_then(Value::as_str) == Some(text)
        {
            remove(array, index);
        }
    }
}

// === impl Fix ===

impl std::fmt::Display for Fix {
    /// What was done, as a person would say it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Remove { path, text } => write!(f, "removed {path} 「{text}」"),
            Self::SetMarks { path, points } => write!(f, "set {path} to {points}"),
        }
    }
}

/// `a.wordings[2]` as the list `a.wordings` and the index 2.
fn entry(path: &str) -> Option<(&str, usize)> {
    let (list, index) = path.strip_suffix(']')?.rsplit_once('[')?;
    Some((list, index.parse().ok()?))
}

/// The field at a path.
pub(super) fn find<'d>(item: &'d mut Item, path: &str) -> Option<&'d mut Item> {
    let mut item = item;
    for part in path.split(['.', '[', ']']).filter(|part| !part.is_empty()) {
        item = match part.parse::<usize>() {
            Ok(index) => item.get_mut(index)?,
            Err(_) => item.get_mut(part)?,
        };
    }
    Some(item)
}

fn set_marks(document: &mut Item, path: &str, points: Points) {
    let Some(value) = find(document, path).and_then(Item::as_value_mut) else { return };
    let whole = points.hundredths() % 100 == 0;
    let mut marks = if whole { Value::from(points.hundredths() / 100) } else { Value::from(points.as_f64()) };
    *marks.decor_mut() = value.decor().clone();
    *value = marks;
}

/// Removes an entry and its line. What stands before an entry may be a comment of the entry before it, which stays;
/// a comment of its own, behind it or above it, stays too: only a person knows whether it still holds.
fn remove(array: &mut Array, index: usize) {
    let removed = array.remove(index);
    let raw = |text: Option<&toml_edit::RawString>| text.and_then(|raw| raw.as_str()).unwrap_or_default().to_owned();
    let (before, behind) = (raw(removed.decor().prefix()), raw(removed.decor().suffix()));
    if let Some(next) = array.get_mut(index) {
        let own = raw(next.decor().prefix());
        next.decor_mut().set_prefix(join(&before, &own));
    } else {
        // The last entry without a comma has the end of the list as its suffix.
        let end = if array.trailing_comma() { raw(Some(array.trailing())) } else { behind };
        let end = match (has_comment(&before), has_comment(&end)) {
            (_, true) => join(&before, &end),
            (true, false) => before.trim_end_matches([' ', '\t']).to_owned(),
            (false, false) => end,
        };
        if array.is_empty() && !has_comment(&end) {
            array.set_trailing("");
            array.set_trailing_comma(false);
        } else if array.trailing_comma() {
            array.set_trailing(end);
        } else if let Some(last) = array.len().checked_sub(1).and_then(|last| array.get_mut(last)) {
            last.decor_mut().set_suffix(end);
        }
    }
}

fn has_comment(text: &str) -> bool {
    text.contains('#')
}

/// What stands between two entries whose entry between is gone: the layout of the first gap, the comments of both.
fn join(first: &str, second: &str) -> String {
    if has_comment(second) { format!("{first}{}", second.trim_start_matches([' ', '\t'])) } else { first.to_owned() }
}
